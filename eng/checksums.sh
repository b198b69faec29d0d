#!/usr/bin/env bash
# Writes SHA256SUMS of every file in a folder, as sha256sum --check reads it: checksums.sh FOLDER
set -euo pipefail
[ "$#" -eq 1 ] || { echo "Usage: eng/checksums.sh FOLDER" >&2; exit 2; }
cd "$1"
rm -f SHA256SUMS
find . -maxdepth 1 -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum > "${TMPDIR:-/tmp}/SHA256SUMS.$$"
mv "${TMPDIR:-/tmp}/SHA256SUMS.$$" SHA256SUMS
