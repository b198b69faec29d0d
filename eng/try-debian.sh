#!/usr/bin/env bash
# Installs a Debian package of hl, uses it, purges it, and looks at what is left: try-debian.sh PACKAGE
# Wants root. All of it happens in a layer over this machine's files, which is thrown away: the machine stays as it is.
# shellcheck disable=SC2016  # what is in single quotes is for the shell inside
set -euo pipefail
[ "$#" -eq 1 ] || { echo "Usage: eng/try-debian.sh PACKAGE" >&2; exit 2; }
[ "$(id -u)" = 0 ] || { echo "Installing a package wants root." >&2; exit 1; }

if [ -z "${LAYER:-}" ]; then
  package=$(readlink -f "$1")
  layer=$(mktemp -d)
  trap 'rm -rf "$layer"' EXIT
  LAYER=$layer unshare --mount --pid --fork --kill-child "$0" "$package"
  exit
fi

mount -t tmpfs layer "$LAYER"
mkdir "$LAYER"/{changed,work,root}
mount -t overlay layer -o "lowerdir=/,upperdir=$LAYER/changed,workdir=$LAYER/work" "$LAYER/root"
mount -t proc proc "$LAYER/root/proc"
mount --rbind /dev "$LAYER/root/dev"
mount -t tmpfs tmp "$LAYER/root/tmp"
cp "$1" "$LAYER/root/tmp/hl.deb"

inside() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp TERM=dumb DEBIAN_FRONTEND=noninteractive chroot "$LAYER/root" "$@"; }
fail() { echo "$1" >&2; exit 1; }

# Files that are there now and were not: not the records of dpkg, apt, man and the linker, nor what is only a folder's new time.
left() {
  (cd "$LAYER/changed" && find . ! -type d -print -o -type d -exec sh -c 'for d; do [ -e "/$d" ] || echo "$d"; done' sh {} +) |
    grep -vE '^\./(var/(lib/(dpkg|apt)|cache/(apt|debconf|man|ldconfig)|log)/|var/cache/man|run/systemd/|tmp(/|$)|etc/ld\.so\.cache$|root/\.cache)' | LC_ALL=C sort || true
}

# Images of containers leave out manual pages; the package has one all the same.
inside apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--path-include='/usr/share/*' /tmp/hl.deb >"$LAYER/log" 2>&1 ||
  { cat "$LAYER/log" >&2; fail "It does not install."; }
echo "installed: $(left | grep -c .) files"

[ "$(inside sh -c 'command -v hl')" = /usr/bin/hl ] || fail "hl is not in the PATH."
inside hl demo > "$LAYER/demo" || { cat "$LAYER/demo" >&2; fail "hl demo failed."; }
grep -q 'hl token\|✓' "$LAYER/demo" || fail "hl demo printed something else."
echo "hl demo: $(grep -c '✓' "$LAYER/demo") times ✓"

# SQLite lies beside the real program, which the command is a link to.
inside sh -c 'hl sandbox --listen 127.0.0.1:0 --data /tmp/site.db >/tmp/out 2>&1 & pid=$!
  for _ in $(seq 100); do [ -s /tmp/site.db ] && break; sleep 0.1; done; kill $pid; wait $pid; [ -s /tmp/site.db ]' ||
  { cat "$LAYER/root/tmp/out" >&2; fail "hl sandbox --data made no database."; }
echo "hl sandbox --data: $(stat -c %s "$LAYER/root/tmp/site.db") bytes of SQLite"

[ "$(inside man -w hl)" = /usr/share/man/man1/hl.1.gz ] || fail "man does not find hl."
inside man -P cat hl 2>/dev/null | grep -q 'hl proxy' || fail "man hl shows no manual."
echo "man -w hl: /usr/share/man/man1/hl.1.gz"

# As a shell that starts would: by its own search for a file named after the command.
words=$(inside bash --norc -c '. /usr/share/bash-completion/bash_completion
  { _comp_load hl || _completion_loader hl; } 2>/dev/null
  COMP_WORDS=(hl prox) COMP_CWORD=1 COMP_LINE="hl prox" COMP_POINT=7
  _hl; echo "${COMPREPLY[*]}"')
[ "$words" = proxy ] || fail "bash completes 'hl prox' to '$words'."
words=$(inside fish -c 'complete -C "hl prox"' | cut -f1)
[ "$words" = proxy ] || fail "fish completes 'hl prox' to '$words'."
words=$(inside zsh -fc 'autoload -U compinit; compinit -D -u; echo $_comps[hl]')
[ "$words" = _hl ] || fail "zsh completes hl with '$words'."
echo "bash, fish: hl prox → proxy; zsh knows _hl"

if inside sh -c 'command -v systemd-analyze' >/dev/null; then
  inside systemd-analyze verify hl-proxy.socket hl-proxy.service 2>"$LAYER/verify" || { cat "$LAYER/verify" >&2; fail "systemd does not like the units."; }
  if grep -q 'hl-proxy' "$LAYER/verify"; then cat "$LAYER/verify" >&2; fail "systemd does not like the units."; fi
  inside systemctl enable --quiet hl-proxy.socket
  [ -L "$LAYER/root/etc/systemd/system/sockets.target.wants/hl-proxy.socket" ] || fail "systemctl enable did nothing."
  echo "systemd: the units are right, and are enabled by hand only"
fi

inside apt-get remove -y -qq -o Dpkg::Use-Pty=0 helplightning-hl >/dev/null 2>&1
if inside sh -c 'command -v hl' >/dev/null; then fail "hl is still there after apt remove."; fi
inside apt-get purge -y -qq -o Dpkg::Use-Pty=0 helplightning-hl >/dev/null 2>&1
rest=$(left)
[ -z "$rest" ] || fail "After purge there is still:"$'\n'"$rest"
if inside dpkg-query -W helplightning-hl >/dev/null 2>&1; then fail "dpkg still knows it."; fi
echo "purged: nothing is left"
