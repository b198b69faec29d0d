#!/usr/bin/env bash
# Shows that a public method which goes away is found: try-baseline.sh PACKAGES, which eng/pack.sh made of this commit.
# In a copy of the tree one method stops being public; packed against PACKAGES that must fail with CP0002, and pass without the change.
set -euo pipefail
[ "$#" -eq 1 ] || { echo "Usage: eng/try-baseline.sh PACKAGES" >&2; exit 2; }
packages=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
version=$(eng/version.sh)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git ls-files -z -- src/HelpLightning.PartnerKeys src/Shared 'src/Directory.*' 'Directory.*' eng LICENSE global.json nuget.config .editorconfig |
  xargs -0 cp --parents -t "$work"
cd "$work"

method='public static PartnerKey FromFile('
pack() {
  dotnet pack src/HelpLightning.PartnerKeys -c Release -v quiet -o out -p:BaselinePackages="$packages" -p:BaselineVersion="$version" > pack.log 2>&1
}
if ! pack; then cat pack.log; echo "The packages differ from the tree as it is: were they made of this commit?" >&2; exit 1; fi
file=$(grep -rlF "$method" src/HelpLightning.PartnerKeys) || { echo "There is no '$method' any more: name another method." >&2; exit 1; }
sed -i "s/$method/internal${method#public}/" "$file"
sed -i '/static HelpLightning.PartnerKeys.PartnerKey.FromFile(/d' src/HelpLightning.PartnerKeys/PublicAPI.*.txt
if pack; then echo "A method went away and nothing said so." >&2; exit 1; fi
grep -o "CP0002: Member '[^']*FromFile[^']*'" pack.log | sort -u || { cat pack.log; exit 1; }
