#!/usr/bin/env bash
# Prints the time that what is built here carries, in seconds since 1970: SOURCE_DATE_EPOCH, or that of the commit.
# With it the same commit makes the same bytes, whenever it is built.
set -euo pipefail
cd "$(dirname "$0")/.."
echo "${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}"
