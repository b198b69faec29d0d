#!/usr/bin/env python3
"""hl overview from exports of one site, in each format, and from the site itself. argv: HL [RUNS] [USERS GROUPS CALLS]

  dotnet publish src/HelpLightning.Cli -c Release -o artifacts/native
  bench/overview.py artifacts/native/hl 5

The page covers a year, with the year before to compare with, so that all calls are counted, and its number of calls is held against the database.
"""
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

SITE = 54344
NOW = "2026-05-05"


def run(arguments, environment, out):
    """Seconds, peak memory in MB (of this one process), and the page."""
    start = time.perf_counter()
    process = subprocess.Popen([*arguments, "--out", out], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    taken = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, said
    with open(out, encoding="utf-8") as page:
        return taken, usage.ru_maxrss / 1024, page.read()


def main():
    hl = os.path.abspath(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    users, groups, calls = (int(n) for n in sys.argv[3:6]) if len(sys.argv) > 5 else (10_000, 100, 100_000)
    with tempfile.TemporaryDirectory() as folder:
        key, public, data = (os.path.join(folder, name) for name in ("k.pem", "pub.pem", "sandbox.db"))
        subprocess.run([hl, "key", "create", "--out", key], check=True, capture_output=True)
        subprocess.run([hl, "key", "public", "--key-file", key, "--out", public], check=True, capture_output=True)
        server = subprocess.Popen(
            [hl, "sandbox", "--listen", "127.0.0.1:0", "--site-id", str(SITE), "--public-key-file", public, "--api-key", "key", "--data", data,
             "--seed", "large", "--seed-date", NOW, "--seed-users", str(users), "--seed-groups", str(groups - 1), "--seed-calls", str(calls)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            address = server.stdout.readline().strip()
            environment = {**os.environ, "HL_API_URL": address, "HL_API_KEY": "key", "HL_SITE_ID": str(SITE), "HL_PARTNER_KEY_FILE": key}
            sources = {"site": []}
            for name in ("csv", "json", "sqlite"):
                made = subprocess.run(
                    [hl, "export", "--out", os.path.join(folder, name), "--format", name], env=environment, check=True, capture_output=True, text=True)
                sources[name] = ["--from", made.stdout.strip()]
            expected = sqlite3.connect(f"file:{data}?mode=ro", uri=True).execute(
                "SELECT count(*) FROM calls WHERE site_id = ? AND started_at >= 1000 * unixepoch(?, '-365 days') AND started_at < 1000 * unixepoch(?)",
                (SITE, NOW, NOW)).fetchone()[0]
            for name, flags in sources.items():
                taken, peaks = [], []
                for number in range(runs):
                    seconds, peak, page = run(
                        [hl, "overview", "--since", "2025-05-05", "--until", NOW, *flags], environment, os.path.join(folder, f"{name}{number}.html"))
                    taken.append(seconds)
                    peaks.append(peak)
                    shown = re.search(r'<h2>Calls</h2>\n<p class="number">([\d,]+)</p>', page).group(1)
                    assert int(shown.replace(",", "")) == expected, f"{name}: {shown} calls, the database has {expected}"
                print(f"{name}: median {statistics.median(taken):.2f} s ({min(taken):.2f} to {max(taken):.2f}), peak memory {max(peaks):.0f} MB, "
                      f"page {len(page.encode()) / 1000:.0f} kB, {expected:,} calls in the year of {calls:,}", flush=True)
        finally:
            server.terminate()
            server.wait()


main()
