#!/usr/bin/env bash
# Writes a bill of materials (CycloneDX 1.6, JSON) for each package and for the native hl: sbom.sh OUT [RID...]
# Made from what dotnet restore left on this machine; needs no network. hl holds the runtime itself, so its bills name it too.
set -euo pipefail
[ "$#" -ge 1 ] || { echo "Usage: eng/sbom.sh OUT [RID...]" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
shift
cd "$(dirname "$0")/.."
version=$(eng/version.sh)
time=$(jq -nr --argjson epoch "$(eng/epoch.sh)" '$epoch | todate')
rm -f "$out"/*.cdx.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The tool's own time, its analyzers (they ship with nothing) and its missing licence of ours.
tidy() { # name of what it is the bill of
  jq --sort-keys --arg time "$time" --arg name "$1" --arg version "$version" '
    .metadata.timestamp = $time
    | .metadata.component.licenses = [{ license: { id: "MIT" } }]
    | ([.components[] | select(.scope == "excluded") | ."bom-ref"]) as $excluded
    | .components |= map(select(.scope != "excluded") | if .name | startswith("HelpLightning.") then .licenses = [{ license: { id: "MIT" } }] else . end)
    | .dependencies |= map(select(.ref | IN($excluded[]) | not) | if .dependsOn then .dependsOn -= $excluded else . end)'
}

bill() { # project, name, type
  local log
  log=$(dotnet tool run dotnet-CycloneDX -- "src/$1/$1.csproj" --disable-package-restore --base-intermediate-output-path "$PWD/artifacts/obj" \
    --include-project-references --no-serial-number --set-name "$2" --set-version "$version" --set-type "$3" --set-nuget-purl \
    --output-format Json --spec-version 1.6 --output "$work" --filename bill.json 2>&1) || { echo "$log" >&2; return 1; }
  tidy "$2" < "$work/bill.json"
}

for project in src/*/*.csproj; do
  name=$(basename "$project" .csproj)
  type=Library
  if grep -q '<OutputType>Exe' "$project"; then type=Application; fi
  bill "$name" "$name" "$type" > "$out/$name.$version.cdx.json"
done

[ "$#" -gt 0 ] || exit 0
properties=$(dotnet msbuild src/HelpLightning.Cli -getProperty:BundledNETCoreAppPackageVersion -p:_IsPublishing=true)
for rid in "$@"; do
  jq --sort-keys --arg rid "$rid" --arg version "$version" --arg runtime "$properties" '
    ["Microsoft.NETCore.App.Runtime.NativeAOT.", "Microsoft.AspNetCore.App.Runtime."] as $packs
    | ($packs | map({
        "bom-ref": "pkg:nuget/\(. + $rid)@\($runtime)", type: "framework", name: (. + $rid), version: $runtime,
        purl: "pkg:nuget/\(. + $rid)@\($runtime)", scope: "required", licenses: [{ license: { id: "MIT" } }],
        description: "Compiled into the program." })) as $added
    | .metadata.component as $was
    | .metadata.component |= (.name = "hl" | ."bom-ref" = "hl@\($version)" | del(.purl) | .properties = [{ name: "rid", value: $rid }])
    | .components += $added
    | .dependencies |= map(if .ref == $was."bom-ref" then .ref = "hl@\($version)" | .dependsOn += ($added | map(."bom-ref")) else . end)
  ' "$out/HelpLightning.Cli.$version.cdx.json" > "$out/hl-$version-$rid.cdx.json"
done
