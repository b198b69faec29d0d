"""Intake of webhooks: the endpoint with each inbox, each event flushed to the disk before its answer, against an endpoint
that only checks the signature. Native builds, wrk with 256 connections, bodies of 450 bytes, none twice.

FULL=1 adds an inbox in SQLite that holds a million handled events already.

Usage: [FULL=1] python3 bench/webhooks.py [ROUNDS] [SECONDS]     needs wrk; PostgreSQL where it is installed
"""
import glob, hashlib, hmac, json, os, random, re, shutil, sqlite3, statistics, subprocess, sys, tempfile, time, uuid

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 4
PROGRAM = os.path.join(ROOT, "artifacts", "webhook-receiver", "HelpLightning.WebhookReceiver")
SECRET = uuid.uuid4().hex
BODIES = 130_000 * SECONDS


def write_requests(path):
    """Bodies with their signatures, so that wrk has nothing to do but send them. Each round has an inbox of its own, so they serve for all."""
    key = SECRET.encode()
    with open(path, "w") as out:
        for n in range(BODIES):
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


class Postgres:
    """A server of its own with the settings that it comes with: each commit is flushed to the disk."""

    def __init__(self, work):
        programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        self.bin = programs[-1] if programs else None
        self.folder = os.path.join(work, "pg")
        self.process = None

    def start(self):
        if self.bin is None:
            return None
        os.mkdir(self.folder)
        self.as_nobody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"] if os.geteuid() == 0 else []
        if self.as_nobody:
            os.chmod(os.path.dirname(self.folder), 0o755)
            shutil.chown(self.folder, "nobody", "nogroup")
        data = os.path.join(self.folder, "data")
        subprocess.run([*self.as_nobody, f"{self.bin}/initdb", "-A", "trust", "-U", "bench", "-D", data], check=True, capture_output=True, cwd="/")
        port = random.randint(20_000, 30_000)
        self.process = subprocess.Popen(
            [*self.as_nobody, f"{self.bin}/postgres", "-D", data, "-p", str(port), "-k", self.folder, "-c", "listen_addresses=127.0.0.1"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        while subprocess.run([f"{self.bin}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]).returncode != 0:
            time.sleep(0.1)
        return f"Host=127.0.0.1;Port={port};Username=bench;Database=postgres"

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait()


def start(inbox, *arguments):
    process = subprocess.Popen(
        [PROGRAM, *arguments], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "HL_WEBHOOK_SECRET": SECRET, "HL_WEBHOOK_INBOX": inbox or ""})
    return process, process.stdout.readline().strip()


def fill(path):
    """A million events that came before, and are handled."""
    process, _ = start(None, "sqlite", "http://127.0.0.1:0", path)
    process.terminate()
    process.wait()
    with sqlite3.connect(path) as db:
        old = int(time.time() * 1000) - 86_400_000
        db.executemany(
            "INSERT INTO events (id, received_at, state, type, category, call_id, identity, attempts, body) VALUES (?, ?, 2, 'call', 'started', ?, ?, 1, ?)",
            ((n, old, f"call_{n % 5000}", n.to_bytes(16, "big"), b"x" * 450) for n in range(1, 1_000_001)))
        db.execute("UPDATE progress SET looked_through = 1000000")


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
    postgres = Postgres(work)
    server = postgres.start()
    rows = {"null": [], "sqlite": [], **({"postgres": []} if server else {}), **({"sqlite, full": []} if os.environ.get("FULL") else {})}
    memory = {name: [] for name in rows}
    latency = {name: [] for name in rows}
    requests = os.path.join(work, "requests")
    full = os.path.join(work, "full.sqlite")
    try:
        write_requests(requests)
        if os.environ.get("FULL"):
            fill(full)
        for turn in range(ROUNDS):
            for name in rows:
                inbox = f"bench{turn}" if name == "postgres" else os.path.join(work, f"{name}{turn}.sqlite")
                if name == "sqlite, full":
                    shutil.copy(full, inbox)
                    subprocess.run(["sync", inbox], check=True)
                process, address = start(server, name.split(",")[0], "http://127.0.0.1:0", inbox)
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
                print(f"round {turn + 1}: {name:12} {rate:9.0f}/s  p99 {p99:6.1f} ms", flush=True)
        print(f"\nmedian of {ROUNDS} rounds of {SECONDS} s")
        for name in rows:
            ratios = [rate / null for rate, null in zip(rows[name], rows["null"])]
            print(f"{name:12} {statistics.median(rows[name]):9.0f}/s  {statistics.median(ratios):.2f} of null"
                  f"  p99 {statistics.median(latency[name]):6.1f} ms  peak {statistics.median(memory[name]):.0f} MiB")
    finally:
        postgres.stop()
        shutil.rmtree(work)


main()
