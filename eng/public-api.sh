#!/usr/bin/env bash
# Adds every public member that is missing to the PublicAPI.Unshipped.txt of the given projects.
# Use it after changing public API, then read the diff: that is what users will see.
set -euo pipefail
cd "$(dirname "$0")/.."
for project in "${@:-src/HelpLightning.PartnerKeys src/HelpLightning.Client src/HelpLightning.Sandbox}"; do
  for folder in $project; do
    dotnet format analyzers "$folder" --diagnostics RS0016 --severity warn --no-restore
    LC_ALL=C sort -u -o "$folder/PublicAPI.Unshipped.txt" "$folder/PublicAPI.Unshipped.txt"
  done
done
