#!/usr/bin/env bash
# Prints the path of the bill of materials of hl for a platform: bill.sh RID
# In the folder BILLS, by default artifacts/sbom; one that is not there is made.
set -euo pipefail
[ "$#" -eq 1 ] || { echo "Usage: eng/bill.sh RID" >&2; exit 2; }
cd "$(dirname "$0")/.."
bills=${BILLS:-artifacts/sbom}
bill=$bills/hl-$(eng/version.sh)-$1.cdx.json
[ -f "$bill" ] || eng/sbom.sh "$bills" "$1"
echo "$bill"
