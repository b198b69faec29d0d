#!/usr/bin/env bash
# Compares the public API with that of an earlier commit: check-baseline.sh [COMMIT]; without one, the newest tag vX.Y.Z.
# What programs could use then and cannot now is an error, CP0002. The earlier commit is packed in a folder of its own.
# BASELINE_PACKAGES=FOLDER compares with packages that are there already.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'git worktree remove --force "$work/tree" 2>/dev/null || true; rm -rf "$work"' EXIT
packages=${BASELINE_PACKAGES:-}
if [ -z "$packages" ]; then
  commit=${1:-$(git tag --list 'v[0-9]*' --merged HEAD --sort=-version:refname | head -n 1)}
  if [ -z "$commit" ]; then
    echo "No commit has a tag vX.Y.Z yet, so there is nothing to compare with. Name a commit: eng/check-baseline.sh COMMIT"
    exit 0
  fi
  git worktree add --quiet --detach "$work/tree" "$commit"
  packages=$work/packages
  for project in "$work"/tree/src/*/*.csproj; do
    if ! grep -q '<OutputType>Exe' "$project"; then dotnet pack "$project" -c Release -v quiet -o "$packages"; fi
  done
fi
packages=$(cd "$packages" && pwd)
names=("$packages"/HelpLightning.PartnerKeys.*.nupkg)
version=$(basename "${names[0]}" .nupkg)
version=${version#HelpLightning.PartnerKeys.}
for project in src/*/*.csproj; do
  if grep -q '<OutputType>Exe' "$project"; then continue; fi
  dotnet pack "$project" --no-restore -c Release -v quiet -o "$work/now" -p:BaselinePackages="$packages" -p:BaselineVersion="$version"
done
echo "Everything public of $version${commit:+ ($commit)} is still there."
