#!/usr/bin/env bash
# Runs sandbox and proxy as the image would, without an image: try-container.sh FOLDER, in which hl was published.
# A root file system of the C library, OpenSSL, certificates and hl, mounted read-only, and user 10001 with no rights. Wants root and Linux.
set -euo pipefail
[ "$#" -eq 1 ] || { echo "Usage: eng/try-container.sh FOLDER" >&2; exit 2; }
[ "$(id -u)" = 0 ] || { echo "Mounting a root file system wants root." >&2; exit 1; }

if [ -z "${ROOT:-}" ]; then
  published=$(cd "$1" && pwd)
  layer=$(mktemp -d)
  trap 'rm -rf "$layer"' EXIT
  # Its own network too: nothing but loopback.
  ROOT=$layer unshare --mount --pid --net --fork --kill-child "$(readlink -f "$0")" "$published"
  exit
fi

published=$1
# The shell that mounts and measures must not hand its mounts on.
mount --make-rprivate /
mount -t tmpfs root "$ROOT"
mkdir -p "$ROOT"/{usr/local/bin,usr/lib,run/secrets,proc,etc/ssl}
cp "$published/hl" "$published"/*.so "$ROOT/usr/local/bin/"
chmod 755 "$ROOT/usr/local/bin/hl"
chmod 644 "$ROOT"/usr/local/bin/*.so
libraries=$(ldd "$published/hl" | grep -o '/[^ ]*')
openssl=$(ldconfig -p | sed -nE 's/^\s*lib(ssl|crypto)\.so\.3 .*=> //p')
for library in $libraries $openssl; do cp -L --parents "$library" "$ROOT"; done
cp -rL /etc/ssl/certs "$ROOT/etc/ssl/"
mount -t proc proc "$ROOT/proc"
mkdir "$ROOT/dev"
for device in null zero random urandom; do
  touch "$ROOT/dev/$device"
  mount --bind "/dev/$device" "$ROOT/dev/$device"
done
ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null || python3 -c '
import fcntl, socket, struct
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
fcntl.ioctl(s, 0x8914, struct.pack("16sh14x", b"lo", 0x49))  # SIOCSIFFLAGS: up, loopback, running'

"$published/hl" key create --out "$ROOT/run/secrets/partner-key" >/dev/null 2>&1
"$published/hl" key public "$ROOT/run/secrets/partner-key" --out "$ROOT/run/secrets/public-key" >/dev/null 2>&1
chown -R 10001:10001 "$ROOT/run/secrets"
chmod 700 "$ROOT/run/secrets"
mount -o remount,ro "$ROOT"
if touch "$ROOT/tried" 2>/dev/null; then echo "The root is not read-only." >&2; exit 1; fi

logs=$(mktemp -d -p /dev/shm)
trap 'rm -rf "$logs"' EXIT
fail() { echo "$1" >&2; tail -n 20 "$logs"/* >&2; exit 1; }

# With nothing in its environment but what is given, as user 10001.
as() { # VARIABLE=VALUE... -- ARGUMENTS OF HL
  local variables=()
  while [ "$1" != -- ]; do variables+=("$1"); shift; done
  shift
  exec env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin "${variables[@]}" \
    setpriv --no-new-privs chroot --userspec=10001:10001 --groups= "$ROOT" /usr/local/bin/hl "$@"
}
(as -- demo) > "$logs/demo" 2>&1 || fail "hl demo failed."
as -- sandbox --listen 127.0.0.1:8025 --public-key-file /run/secrets/public-key --api-key made-up > "$logs/sandbox" 2>&1 &
as HL_API_URL=http://127.0.0.1:8025 HL_SITE_ID=54344 HL_API_KEY=made-up HL_PARTNER_KEY_FILE=/run/secrets/partner-key -- \
  proxy --listen 127.0.0.1:8044 --operations 127.0.0.1:8045 --read-only > "$logs/proxy" 2>&1 &
proxy=$!
(as -- proxy health --wait 30s) > "$logs/health" 2>&1 || fail "hl proxy health: not ready."
users=$(curl -sS --max-time 20 http://127.0.0.1:8044/api/v1r1/enterprise/users) || fail "No call gets through."
total=$(jq .total_entries <<< "$users")
[ "$total" = 40 ] || fail "A call through the proxy answers: $users"
refused=$(curl -sS -o /dev/null -w '%{http_code}' -X DELETE http://127.0.0.1:8044/api/v1r1/enterprise/users/24)
[ "$refused" = 403 ] || fail "--read-only answered a DELETE with $refused."
status=$(sed -nE 's/^(Uid|CapEff|CapBnd|NoNewPrivs):\s+(\S+).*/\1 \2/p' "$ROOT/proc/$proxy/status" | paste -sd ' ')
kill "$proxy"
wait "$proxy" || fail "The proxy ended with $?."
echo "read-only root of $(du -sm --exclude=proc "$ROOT" | cut -f1) MB, $status: hl demo, sandbox, proxy, health; $total people read, DELETE 403, SIGTERM 0"
