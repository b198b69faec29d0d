#!/usr/bin/env bash
# Makes the Debian package helplightning-hl of a published native hl: debian-package.sh HL_BINARY OUT
# Needs dpkg-dev. The processor is that of the binary. The same commit and binary make the same bytes.
set -euo pipefail
[ "$#" -eq 2 ] || { echo "Usage: eng/debian-package.sh HL_BINARY OUT" >&2; exit 2; }
hl=$(readlink -f "$1")
mkdir -p "$2"
out=$(cd "$2" && pwd)
cd "$(dirname "$0")/.."
[ -x "$hl" ] || { echo "There is no program '$1'. Publish it: eng/publish-hl.sh linux-x64 OUT, or dotnet publish src/HelpLightning.Cli" >&2; exit 1; }
library=$(dirname "$hl")/libe_sqlite3.so
[ -f "$library" ] || { echo "'$1' has no libe_sqlite3.so beside it, which dotnet publish writes there too." >&2; exit 1; }
case $(od -An -t u2 -j 18 -N 2 "$hl" | tr -d ' ') in # e_machine of its ELF header
  62) architecture=amd64 rid=linux-x64 ;;
  183) architecture=arm64 rid=linux-arm64 ;;
  *) echo "'$1' is no program for Linux on x64 or arm64." >&2; exit 1 ;;
esac

SOURCE_DATE_EPOCH=$(eng/epoch.sh)
export SOURCE_DATE_EPOCH
version=$(eng/version.sh)
maintainer='The HelpLightning for .NET contributors <noreply@example.invalid>'
umask 022
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
put() { install -D -m "$1" "$2" "$root/$3"; }
put_text() { mkdir -p "$(dirname "$root/$1")"; cat > "$root/$1"; }
put_gzip() { mkdir -p "$(dirname "$root/$1")"; gzip -9n > "$root/$1"; }

put 755 "$hl" usr/lib/helplightning-hl/hl
put 644 "$library" usr/lib/helplightning-hl/libe_sqlite3.so
strip --strip-unneeded --remove-section=.comment --remove-section=.note "$root/usr/lib/helplightning-hl/libe_sqlite3.so"
mkdir -p "$root/usr/bin"
ln -s ../lib/helplightning-hl/hl "$root/usr/bin/hl"
HOME=$work "$hl" man | put_gzip usr/share/man/man1/hl.1.gz
"$hl" completion bash | put_text usr/share/bash-completion/completions/hl
"$hl" completion zsh | put_text usr/share/zsh/vendor-completions/_hl
"$hl" completion fish | put_text usr/share/fish/vendor_completions.d/hl.fish
put 644 deploy/systemd/hl-proxy.service lib/systemd/system/hl-proxy.service
put 644 deploy/systemd/hl-proxy.socket lib/systemd/system/hl-proxy.socket
put 644 deploy/debian/lintian-overrides usr/share/lintian/overrides/helplightning-hl

doc=usr/share/doc/helplightning-hl
put 644 src/HelpLightning.Cli/README.md "$doc/README.md"
put_gzip "$doc/NEWS.md.gz" < CHANGELOG.md
put_gzip "$doc/changelog.gz" <<TEXT
helplightning-hl ($version) unstable; urgency=medium

  * Version $version. What changed is in NEWS.md.gz.

 -- $maintainer  $(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")
TEXT
{
  cat LICENSE
  echo
  eng/notices.sh "$(eng/bill.sh "$rid")" --debian
} | put_text "$doc/copyright"

mkdir -p "$root/DEBIAN" "$work/shlibs/debian"
printf 'Source: helplightning-hl\n\nPackage: helplightning-hl\nArchitecture: any\n' > "$work/shlibs/debian/control"
# SQLite's library leaves it to the program to bring libm, which is warned of. The program loads OpenSSL by itself when it first needs it, so its libraries do not say so.
if ! libraries=$(cd "$work/shlibs" && dpkg-shlibdeps -O -l"$root/usr/lib/helplightning-hl" -e"$root/usr/lib/helplightning-hl/hl" \
  -e"$root/usr/lib/helplightning-hl/libe_sqlite3.so" 2>"$work/shlibs/log" | sed 's/^shlibs:Depends=//'); then
  cat "$work/shlibs/log" >&2
  exit 1
fi
{
  cat <<TEXT
Package: helplightning-hl
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -k -s --apparent-size "$root/usr" | cut -f1)
Depends: $libraries, libssl3t64 | libssl3, ca-certificates
Recommends: tzdata
Section: utils
Priority: optional
Description: Help Lightning at a prompt
 hl works with Help Lightning, which lets an expert see through the camera of
 somebody who needs help. It reads partner keys and signs tokens, calls the API
 by name, exports a site's data, receives webhooks, and signs for programs that
 hold no key (hl proxy).
 .
 A sandbox that behaves like the service runs on the own machine (hl sandbox);
 hl demo shows all of it without an account. An independent project, not the
 vendor's.
TEXT
} > "$root/DEBIAN/control"
put 755 deploy/debian/prerm DEBIAN/prerm
put 755 deploy/debian/postinst DEBIAN/postinst
put 755 deploy/debian/postrm DEBIAN/postrm
(cd "$root" && find usr lib -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum > DEBIAN/md5sums)
chmod -R u=rwX,go=rX "$root"
find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +

package=$out/helplightning-hl_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zxz -z2 --build "$root" "$package" >/dev/null
echo "$package"
