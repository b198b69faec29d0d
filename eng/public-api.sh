#!/usr/bin/env bash
# Writes the PublicAPI.Unshipped.txt of the given projects anew: every public member that is not in PublicAPI.Shipped.txt.
# Use it after changing public API, then read the diff: that is what users will see.
set -euo pipefail
cd "$(dirname "$0")/.."
libraries=$(grep -L '<OutputType>Exe' src/*/*.csproj | xargs -n 1 dirname)
for project in "${@:-$libraries}"; do
  for folder in $project; do
    printf '#nullable enable\n' > "$folder/PublicAPI.Unshipped.txt"
    dotnet format analyzers "$folder" --diagnostics RS0016 --severity warn --no-restore
    LC_ALL=C sort -u -o "$folder/PublicAPI.Unshipped.txt" "$folder/PublicAPI.Unshipped.txt"
  done
done
