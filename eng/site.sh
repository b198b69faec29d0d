#!/usr/bin/env bash
# Builds the documentation site: site.sh OUT. The guides as they lie in docs/, the decisions, the packages, and the API from its XML documentation.
# Nothing is loaded from the network, neither here nor by a page. A warning, or a link that leads nowhere, is an error.
set -euo pipefail
[ "$#" -eq 1 ] || { echo "Usage: eng/site.sh OUT" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
work=$PWD/artifacts/site
rm -rf "$work"
mkdir -p "$work/assemblies"

# docfx reads only what lies below its own file: what pages are made of, and what they link to, laid out as in the repository.
git ls-files -z --cached --others --exclude-standard -- ':(glob)*.md' docs ':(glob)samples/*/README.md' ':(glob)src/*/README.md' LICENSE \
  .github deploy/compose.yaml eng/PackageCheck/packages.txt tests/HelpLightning.Cli.Tests/Expected | xargs -0 cp --parents -t "$work"
cp -r eng/site/. "$work"
mkdir "$work/decisions"
for decision in docs/decisions/0*.md; do
  printf -- '- { name: "%s", href: "../%s" }\n' "$(sed -n '1s/^# //p' "$decision")" "$decision"
done > "$work/decisions/toc.yml"

# One folder with every library, its documentation, and all that its types are made of. The project that sees all of ours has most of it.
dotnet build tests/HelpLightning.Architecture.Tests -v quiet -nologo
cp artifacts/bin/HelpLightning.Architecture.Tests/debug/*.dll "$work/assemblies"
for project in src/HelpLightning.*/; do
  name=$(basename "$project")
  if [ "$name" != HelpLightning.Cli ]; then cp "artifacts/bin/$name/debug/$name.xml" "$work/assemblies"; fi
done
dotnet msbuild src/HelpLightning.Aspire.Hosting -t:ResolveReferences -getItem:ReferencePath -getItem:RuntimeCopyLocalItems -p:BuildProjectReferences=false |
  jq -r '.Items[][].FullPath | select(test("/HelpLightning[^/]*$") | not)' | xargs cp -n -t "$work/assemblies" 2>/dev/null ||
  { echo "What HelpLightning.Aspire.Hosting is made of was not found. Restore it first: dotnet restore" >&2; exit 1; }

export DOTNET_ROLL_FORWARD=Major
for step in metadata build; do
  dotnet docfx "$step" "$work/docfx.json" --warningsAsErrors --logLevel warning
done
python3 eng/site/check.py "$work/out"
find "$out" -mindepth 1 -delete
cp -r "$work/out/." "$out"
