#!/usr/bin/env bash
# Refuses a release whose tag, version and changelog do not say the same: check-version.sh v0.1.0
set -euo pipefail
[ "$#" -eq 1 ] || { echo "Usage: eng/check-version.sh TAG" >&2; exit 2; }
tag=$1
eng=$(cd "$(dirname "$0")" && pwd)
version=$("$eng/version.sh")
if ! [[ $tag =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
  echo "The tag is '$tag'. A release has a tag of the form v1.2.3, here v$version." >&2
  exit 1
fi
if [ "$tag" != "v$version" ]; then
  echo "The tag is '$tag', but VersionPrefix in Directory.Build.props is $version. Change it, commit, and tag that commit v${tag#v}." >&2
  exit 1
fi
"$eng/release-notes.sh" "$version" >/dev/null
echo "$version"
