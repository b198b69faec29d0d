#!/usr/bin/env bash
# Times `hl token` (NativeAOT) as a whole process against the tutorial's Python script and the openssl pipeline, in
# turn and pair by pair, and prints the median ratio. Needs python3-jwt and openssl.
# Usage: bench/whole-process.sh [PAIRS]
set -euo pipefail
cd "$(dirname "$0")/.."
pairs=${1:-21}
hl=artifacts/native/hl
[ -x "$hl" ] || dotnet publish src/HelpLightning.Cli -c Release -o artifacts/native -v quiet

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$hl" key create --out "$work/k.pem" >/dev/null 2>&1

python=/usr/bin/python3
"$python" - "$pairs" "$hl" "$work/k.pem" "$python" <<'PYTHON'
import os, statistics, subprocess, sys, time

pairs, hl, key, python = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
ours = [hl, "token", "--key-file", key, "--site-id", "54344"]
peers = {
    "the tutorial's script (PyJWT)": [python, "bench/tutorial.py", key],
    "the openssl dgst pipeline": ["sh", "bench/openssl-token.sh", key],
}

def wall(command):
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start

for name, peer in peers.items():
    wall(ours), wall(peer)
    rows = [(wall(ours), wall(peer)) for _ in range(pairs)]
    ratio = statistics.median(a / b for a, b in rows)
    mine, theirs = (statistics.median(column) * 1000 for column in zip(*rows))
    print(f"hl token {mine:6.1f} ms   {name} {theirs:6.1f} ms   ratio {ratio:.3f}   ({pairs} pairs, medians)")
print(f"size of hl: {os.path.getsize(hl) / 1e6:.1f} MB")
PYTHON
