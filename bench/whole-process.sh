#!/usr/bin/env bash
# Times hl (NativeAOT) as a whole process, in turn and pair by pair, and prints the median ratios: `hl token` against the
# tutorial's Python script and the openssl pipeline, and the first page of `hl users list` against Python's requests, from
# a sandbox on this machine. Needs python3-jwt, python3-requests and openssl. BEFORE=FILE also times another build of hl.
# Usage: [BEFORE=FILE] bench/whole-process.sh [PAIRS]
set -euo pipefail
cd "$(dirname "$0")/.."
pairs=${1:-21}
hl=${HL:-artifacts/native/hl}
[ -x "$hl" ] || dotnet publish src/HelpLightning.Cli -c Release -o artifacts/native -v quiet

work=$(mktemp -d)
sandbox=
trap 'if [ -n "$sandbox" ]; then kill "$sandbox"; fi; rm -rf "$work"' EXIT
export XDG_CONFIG_HOME=$work/no-profiles HL_SITE_ID=54344 HL_API_KEY=made-up-key HL_PARTNER_KEY_FILE=$work/k.pem
"$hl" key create --out "$work/k.pem" >/dev/null 2>&1
"$hl" key public --key-file "$work/k.pem" --out "$work/pub.pem" 2>/dev/null
"$hl" sandbox --listen 127.0.0.1:0 --public-key-file "$work/pub.pem" --api-key "$HL_API_KEY" >"$work/address" 2>/dev/null &
sandbox=$!
until [ -s "$work/address" ]; do
  kill -0 "$sandbox"
  sleep 0.1
done
HL_API_URL=$(head -n 1 "$work/address")
export HL_API_URL

python=/usr/bin/python3
"$python" - "$pairs" "$hl" "$work/k.pem" "$python" "${BEFORE:-}" <<'PYTHON'
import os, statistics, subprocess, sys, time

pairs, hl, key, python, before = int(sys.argv[1]), *sys.argv[2:6]
token = ["token", "--key-file", key, "--site-id", "54344"]
rows = [
    ("hl token", [hl, *token], "the tutorial's script (PyJWT)", [python, "bench/tutorial.py", key]),
    ("hl token", [hl, *token], "the openssl dgst pipeline", ["sh", "bench/openssl-token.sh", key]),
    ("hl users list", [hl, "users", "list"], "PyJWT and requests", [python, "bench/users-list.py", key]),
]
if before:
    rows.append(("hl token", [hl, *token], "the other build's", [before, *token]))

def wall(command):
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start

for name, ours, peer, theirs in rows:
    wall(ours), wall(theirs)
    times = [(wall(ours), wall(theirs)) for _ in range(pairs)]
    ratio = statistics.median(a / b for a, b in times)
    mine, other = (statistics.median(column) * 1000 for column in zip(*times))
    print(f"{name} {mine:6.1f} ms   {peer} {other:6.1f} ms   ratio {ratio:.3f}   ({pairs} pairs, medians)")
print(f"size of hl: {os.path.getsize(hl) / 1e6:.1f} MB")
PYTHON
