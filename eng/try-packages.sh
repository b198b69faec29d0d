#!/usr/bin/env bash
# Uses our packages as a stranger does: packs them into a folder, restores the projects of tests/consumers from it, with nothing
# else of this repository, and runs their tests, one project for each test framework.
set -euo pipefail
cd "$(dirname "$0")/.."
work=artifacts/try-packages
rm -rf "$work"
mkdir -p "$work/feed" "$work/packages"

# A version of its own each time, so that no cache has one of before. The version of the packages alone: the assemblies stay as
# they were built.
version=0.1.0-try.$(date +%s)
dotnet pack -c Release -v quiet -o "$work/feed" -p:PackageVersion="$version"

# Our packages come into an empty folder; those of others are taken from where they are, instead of from the network.
known=${NUGET_PACKAGES:-$HOME/.nuget/packages}
export NUGET_PACKAGES=$PWD/$work/packages
dotnet build tests/consumers/consumers.slnx -v quiet -p:HelpLightningVersion="$version" -p:RestoreFallbackFolders="$known"
(cd "$work/packages" && ls -d helplightning.*)

for project in WithXUnit WithNUnit WithMSTest; do
  printf '\n%s\n' "$project"
  "$work/build/bin/$project/debug/$project"
done
