#!/usr/bin/env bash
# Prints the version that everything of this tree has: VersionPrefix in Directory.Build.props.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -nE 's|.*<VersionPrefix>([0-9]+\.[0-9]+\.[0-9]+)</VersionPrefix>.*|\1|p' Directory.Build.props)
[ -n "$version" ] || { echo "Directory.Build.props has no <VersionPrefix> of three numbers." >&2; exit 1; }
echo "$version"
