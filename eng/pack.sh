#!/usr/bin/env bash
# Packs everything that is published as a package into a folder, which is emptied of packages first: pack.sh OUT [MSBuild arguments]
# Two runs on one commit make the same bytes. Packages are restored already (dotnet restore).
set -euo pipefail
[ "$#" -ge 1 ] || { echo "Usage: eng/pack.sh OUT [MSBuild arguments]" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
shift
cd "$(dirname "$0")/.."
SOURCE_DATE_EPOCH=$(eng/epoch.sh)
export SOURCE_DATE_EPOCH
rm -f "$out"/*.nupkg "$out"/*.snupkg
# What makes paths in symbols independent of the machine; outside of CI it is off, so that a debugger finds the sources.
dotnet pack HelpLightning.slnx --no-restore -c Release -v quiet -o "$out" -p:ContinuousIntegrationBuild=true "$@"
