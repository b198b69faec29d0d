#!/usr/bin/env bash
# Publishes the native hl for one platform and packs it: publish-hl.sh RID OUT
# Makes OUT/hl-VERSION-RID.tar.gz (.zip for Windows), and leaves the program in artifacts/hl/RID.
# NativeAOT links with the tools of the platform it runs on: linux-* on Linux of that processor, osx-* on a Mac, win-* on Windows.
# HL_PUBLISHED=FOLDER packs a program that is there already.
set -euo pipefail
[ "$#" -eq 2 ] || { echo "Usage: eng/publish-hl.sh RID OUT" >&2; exit 2; }
rid=$1
mkdir -p "$2"
out=$(cd "$2" && pwd)
case $rid in
  linux-x64 | linux-arm64 | osx-x64 | osx-arm64) program=hl suffix=.tar.gz ;;
  win-x64 | win-arm64) program=hl.exe suffix=.zip ;;
  *) echo "There is no hl for '$rid'. There is for linux, osx and win, each with -x64 and -arm64." >&2; exit 2 ;;
esac
published=$(cd "${HL_PUBLISHED:-$(dirname "$0")}" && pwd)
cd "$(dirname "$0")/.."
if [ -z "${HL_PUBLISHED:-}" ]; then
  published=$PWD/artifacts/hl/$rid
  rm -rf "$published"
  dotnet publish src/HelpLightning.Cli -c Release -r "$rid" -o "$published" -v quiet -p:ContinuousIntegrationBuild=true
fi
version=$(eng/version.sh)
name=hl-$version-$rid
files=("$published/$program")
for library in "$published"/*e_sqlite3.*; do files+=("$library"); done
notices=$(mktemp)
trap 'rm -f "$notices"' EXIT
eng/notices.sh "$(eng/bill.sh "$rid")" > "$notices"
files+=("$notices=THIRD-PARTY-NOTICES.txt" LICENSE src/HelpLightning.Cli/README.md CHANGELOG.md)
python=$(command -v python3 || command -v python)
"$python" eng/archive.py "$out/$name$suffix" "$name" "$(eng/epoch.sh)" "${files[@]}"
echo "$out/$name$suffix"
