#!/usr/bin/env bash
# Opens every package of a folder and says what is wrong with it: check-packages.sh PACKAGES [BILLS_OF_MATERIALS]
# What each consists of stands in eng/PackageCheck/packages.txt; UPDATE_EXPECTED=1 writes it anew.
set -euo pipefail
[ "$#" -ge 1 ] || { echo "Usage: eng/check-packages.sh PACKAGES [BILLS_OF_MATERIALS]" >&2; exit 2; }
folders=()
for folder in "$@"; do folders+=("$(cd "$folder" && pwd)"); done
cd "$(dirname "$0")/.."
dotnet run --project eng/PackageCheck -- "$PWD" "$(eng/version.sh)" "${folders[@]}"
