"""Intake of webhooks: the endpoint with each inbox, each event flushed to the disk before its answer, against an endpoint
that only checks the signature. Native builds, wrk with 256 connections, bodies of 450 bytes, none twice.

Usage: python3 bench/webhooks.py [ROUNDS] [SECONDS]     needs wrk; PostgreSQL where it is installed
"""
import hashlib, hmac, json, os, re, shutil, statistics, subprocess, sys, tempfile, uuid

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 4
PROGRAM = os.path.join(ROOT, "artifacts", "webhook-receiver", "HelpLightning.WebhookReceiver")
SECRET = uuid.uuid4().hex
BODIES = 130_000 * SECONDS


def write_requests(path, first):
    """Whole requests, one after the other, so that wrk has nothing to do but send them."""
    key = SECRET.encode()
    with open(path, "w") as out:
        for n in range(first, first + BODIES):
            body = json.dumps({
                "type": "call", "category": "participant_joined",
                "data": {"call_id": f"call_{n % 5000:08d}-0000-4000-8000-a6fe7837cf26", "n": n, "participant": {"id": str(n), "name": ""}},
            }, separators=(",", ":"))
            body = body[:-4] + "x" * (450 - len(body)) + body[-4:]
            assert len(body) == 450
            out.write(hmac.new(key, body.encode(), hashlib.sha256).hexdigest() + body + "\n")


LUA = """
local requests, at = {}, 0
function init(args)
  for line in io.lines(args[1]) do
    requests[#requests + 1] = "POST /hook HTTP/1.1\\r\\nHost: bench\\r\\nContent-Type: application/json\\r\\nContent-Length: 450\\r\\n"
      .. "x-helplightning-signature: sha256=" .. line:sub(1, 64) .. "\\r\\n\\r\\n" .. line:sub(65)
  end
end
function request()
  at = at + 1
  if requests[at] == nil then print("OUT OF REQUESTS") os.exit(1) end
  return requests[at]
end
"""


def start(*arguments):
    process = subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.PIPE, text=True, env={**os.environ, "HL_WEBHOOK_SECRET": SECRET})
    return process, process.stdout.readline().strip()


def peak_memory(process):
    with open(f"/proc/{process.pid}/status") as status:
        return int(re.search(r"VmHWM:\s+(\d+)", status.read())[1]) / 1024


def load(address, script, requests):
    out = subprocess.run(
        ["wrk", "-t1", "-c256", f"-d{SECONDS}s", "--latency", "-s", script, address + "/hook", "--", requests], capture_output=True, text=True)
    text = out.stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    if rate is None or "Non-2xx" in text:
        raise SystemExit(text + out.stderr)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", text)
    return float(rate[1]), float(p99[1]) * {"us": 0.001, "ms": 1, "s": 1000}[p99[2]]


def main():
    subprocess.run(["dotnet", "publish", os.path.join(ROOT, "bench", "HelpLightning.WebhookReceiver"), "-c", "Release", "-v", "quiet",
                    "-o", os.path.dirname(PROGRAM)], check=True)
    work = tempfile.mkdtemp(prefix="hl-webhooks-")
    script = os.path.join(work, "load.lua")
    with open(script, "w") as out:
        out.write(LUA)
    rows = {"null": [], "sqlite": []}
    memory = {name: [] for name in rows}
    latency = {name: [] for name in rows}
    try:
        for turn in range(ROUNDS):
            requests = os.path.join(work, "requests")
            write_requests(requests, turn * BODIES)
            for name in rows:
                inbox = os.path.join(work, f"{name}{turn}.sqlite")
                process, address = start(name, "http://127.0.0.1:0", inbox)
                try:
                    rate, p99 = load(address, script, requests)
                    rows[name].append(rate)
                    latency[name].append(p99)
                    memory[name].append(peak_memory(process))
                finally:
                    process.terminate()
                    process.wait()
                    for left in (inbox, inbox + "-wal", inbox + "-shm"):
                        if os.path.exists(left):
                            os.remove(left)
                print(f"round {turn + 1}: {name:10} {rate:9.0f}/s  p99 {p99:6.1f} ms", flush=True)
        print(f"\nmedian of {ROUNDS} rounds of {SECONDS} s")
        for name in rows:
            ratios = [rate / null for rate, null in zip(rows[name], rows["null"])]
            print(f"{name:10} {statistics.median(rows[name]):9.0f}/s  {statistics.median(ratios):.2f} of null"
                  f"  p99 {statistics.median(latency[name]):6.1f} ms  peak {statistics.median(memory[name]):.0f} MiB")
    finally:
        shutil.rmtree(work)


main()
