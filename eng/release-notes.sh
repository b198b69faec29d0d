#!/usr/bin/env bash
# Prints what CHANGELOG.md says of a version, without its heading: release-notes.sh 0.1.0
# The heading is "## 0.1.0" or "## 0.1.0 (2026-12-01)".
set -euo pipefail
[ "$#" -eq 1 ] || { echo "Usage: eng/release-notes.sh VERSION" >&2; exit 2; }
version=$1
changelog=${CHANGELOG:-$(dirname "$0")/../CHANGELOG.md}
notes=$(awk -v version="$version" '
  /^## / { inside = ($2 == version); next }
  inside { print }' "$changelog" | sed -e '/./,$!d')
if [ -z "$notes" ]; then
  echo "CHANGELOG.md has no heading '## $version', or nothing under it. Rename '## Unreleased' to '## $version (DATE)' for the release." >&2
  exit 1
fi
printf '%s\n' "$notes"
