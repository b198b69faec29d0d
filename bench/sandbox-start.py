#!/usr/bin/env python3
"""From the start of `hl sandbox` to its first accepted call, and the memory that it holds then. argv: HL [RUNS]

  dotnet publish src/HelpLightning.Cli -c Release -o artifacts/native
  bench/sandbox-start.py artifacts/native/hl
"""
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time


def resident(pid):
    """In MB: all that is resident, and of it what is not a shared file."""
    with open(f"/proc/{pid}/status") as file:
        lines = dict(line.split(":", 1) for line in file)
    return int(lines["VmRSS"].split()[0]) / 1024, int(lines["RssAnon"].split()[0]) / 1024


def main():
    hl = os.path.abspath(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as folder:
        key, public = os.path.join(folder, "k.pem"), os.path.join(folder, "pub.pem")
        subprocess.run([hl, "key", "create", "--out", key], check=True, capture_output=True)
        subprocess.run([hl, "key", "public", "--key-file", key, "--out", public], check=True, capture_output=True)
        token = subprocess.run([hl, "token", "--key-file", key, "--site-id", "54344", "--lifetime", "1h"], check=True, capture_output=True, text=True).stdout.strip()
        headers = {"Authorization": token, "x-helplightning-api-key": "key"}
        times, first, idle = [], [], []
        for _ in range(runs):
            start = time.perf_counter()
            server = subprocess.Popen(
                [hl, "sandbox", "--listen", "127.0.0.1:0", "--site-id", "54344", "--public-key-file", public, "--api-key", "key"],
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            port = int(server.stdout.readline().strip().rsplit(":", 1)[1])
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/api/v1r1/enterprise/users?page_size=5", headers=headers)
            reply = connection.getresponse()
            reply.read()
            times.append((time.perf_counter() - start) * 1000)
            assert reply.status == 200, reply.status
            first.append(resident(server.pid))
            time.sleep(1)
            idle.append(resident(server.pid))
            server.terminate()
            server.wait()
    times.sort()
    print(f"start to first accepted call: median {statistics.median(times):.0f} ms, slowest of {runs} {times[-1]:.0f} ms")
    print(f"resident, idle: median {statistics.median(i[0] for i in idle):.1f} MB, of it anonymous {statistics.median(i[1] for i in idle):.1f} MB")


main()
