#!/usr/bin/env python3
"""From the start of `hl mcp` to its answer to initialize, and its memory after a first tool call. argv: HL [RUNS]

  dotnet publish src/HelpLightning.Cli -c Release -o artifacts/native
  bench/mcp-start.py artifacts/native/hl
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time


def request(number, method, **params):
    return (json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}) + "\n").encode()


INITIALIZE = request(1, "initialize", protocolVersion="2025-11-25", capabilities={}, clientInfo={"name": "bench", "version": "1"})


def run(command, environment):
    """Milliseconds to the first answer, bytes of the list of tools, MB resident after a call (of the sandbox in it, if there is one)."""
    start = time.perf_counter()
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
    server.stdin.write(INITIALIZE)
    server.stdin.flush()
    answer = json.loads(server.stdout.readline())
    took = (time.perf_counter() - start) * 1000
    assert answer["result"]["serverInfo"]["name"] == "help-lightning", answer
    server.stdin.write(request(2, "tools/list"))
    server.stdin.flush()
    tools = len(server.stdout.readline())
    resident = None
    if "--sandbox" in command:
        server.stdin.write(request(3, "tools/call", name="find_calls", arguments={}))
        server.stdin.flush()
        assert "isError" not in json.loads(server.stdout.readline())["result"]
        with open(f"/proc/{server.pid}/status") as file:
            resident = int(next(line for line in file if line.startswith("VmRSS")).split()[1]) / 1024
    server.stdin.close()
    assert server.wait() == 0
    return took, tools, resident


def main():
    hl = os.path.abspath(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 21
    with tempfile.TemporaryDirectory() as folder:
        key = os.path.join(folder, "k.pem")
        subprocess.run([hl, "key", "create", "--out", key], check=True, capture_output=True)
        environment = {**os.environ, "HL_SITE_ID": "54344", "HL_API_KEY": "key", "HL_PARTNER_KEY_FILE": key, "XDG_CONFIG_HOME": folder}
        for name, command in (("with a key", [hl, "mcp"]), ("--sandbox", [hl, "mcp", "--sandbox"])):
            run(command, environment)
            rows = [run(command, environment) for _ in range(runs)]
            times = sorted(row[0] for row in rows)
            print(f"hl mcp, {name}: initialize answered after {statistics.median(times):.1f} ms (median of {runs}), slowest {times[-1]:.1f} ms")
            if rows[0][2] is not None:
                print(f"  after a first call, with the sandbox in it: {statistics.median(row[2] for row in rows):.0f} MB resident")
        print(f"tools/list: {rows[0][1]:,} bytes")


main()
