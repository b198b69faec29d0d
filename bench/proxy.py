#!/usr/bin/env python3
"""What hl proxy costs, in one run with its peers in turn: nginx as a plain proxy, YARP's forwarder alone, hl proxy.

    dotnet publish src/HelpLightning.Cli -c Release -o artifacts/native
    dotnet publish bench/HelpLightning.PlainProxy -c Release -o artifacts/plain
    python3 bench/proxy.py [ROUNDS [SECONDS]]

Needs wrk and nginx. The upstream is an nginx that answers 200 with 100 bytes. Everything listens on loopback.
"""
import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 4
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HL = os.environ.get("HL", f"{ROOT}/artifacts/native/hl")
PLAIN = os.environ.get("PLAIN", f"{ROOT}/artifacts/plain/HelpLightning.PlainProxy")
SIGNER = os.environ.get("SIGNER")  # the benchmarks' program: HelpLightning.Benchmarks mint THREADS tells tokens a second
FOLDER = tempfile.mkdtemp(prefix="hl-proxy-bench-")
PATH = "/api/v1r1/enterprise/users?page=1"
GIBIBYTE = 1 << 30
running = []


def free_port(after=[20000 + os.getpid() % 5000]):
    """Below the ports that wrk's own connections take; none twice."""
    while True:
        after[0] += 1
        with socket.socket() as s:
            try:
                s.bind(("127.0.0.1", after[0]))
                return after[0]
            except OSError:
                continue


def start(port, *command, **environment):
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=open(f"{FOLDER}/{port}.log", "wb"))
    running.append(process)
    for _ in range(2000):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return process
        except OSError:
            if process.poll() is not None:
                raise SystemExit(f"{command[0]} ended: {open(f'{FOLDER}/{port}.log').read()}")
            time.sleep(0.005)
    raise SystemExit(f"{command[0]} does not listen")


def nginx(port, location, name):
    config = f"{FOLDER}/{name}.conf"
    with open(config, "w") as f:
        f.write(f"""daemon off; user root; worker_processes 1; pid {FOLDER}/{name}.pid; error_log {FOLDER}/{name}.err crit;
events {{ worker_connections 2048; }}
http {{ access_log off; keepalive_requests 100000000; client_max_body_size 0; client_body_temp_path {FOLDER}/b; proxy_temp_path {FOLDER}/p;
fastcgi_temp_path {FOLDER}/f; uwsgi_temp_path {FOLDER}/u; scgi_temp_path {FOLDER}/s; root {FOLDER}/www; sendfile on;
upstream up {{ server 127.0.0.1:{UPSTREAM}; keepalive 256; keepalive_requests 100000000; }}
server {{ listen 127.0.0.1:{port} backlog=1024; {location} }} }}""")
    return start(port, shutil.which("nginx") or "/usr/sbin/nginx", "-c", config, "-p", FOLDER)


def wrk(port, connections=32, seconds=SECONDS):
    text = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", f"http://127.0.0.1:{port}{PATH}"],
        capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise SystemExit(text)
    rate = float(re.search(r"Requests/sec:\s*([\d.]+)", text)[1])
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", text).groups()
    return rate, float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def resident(process):
    with open(f"/proc/{process.pid}/status") as f:
        return int(re.search(r"VmHWM:\s*(\d+)", f.read())[1]) / 1024


def download(port):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/api/file")
    answer = connection.getresponse()
    length = 0
    while part := answer.read(1 << 20):
        length += len(part)
    assert (answer.status, length) == (200, GIBIBYTE), (answer.status, length)


def upload(port):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    block = bytes(1 << 20)
    connection.request("PUT", "/api/swallow", body=(block for _ in range(1024)), headers={"Content-Length": str(GIBIBYTE)})
    answer = connection.getresponse()
    assert answer.status == 200 and int(answer.read()) == GIBIBYTE, answer.status


class Swallow(threading.Thread):
    """Takes bodies of any size, and tells how long they were."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def run(self):
        buffer = bytearray(1 << 20)
        while True:
            client, _ = self.listener.accept()
            head = b""
            while b"\r\n\r\n" not in head:
                head += client.recv(1 << 16)
            head, rest = head.split(b"\r\n\r\n", 1)
            wanted = int(re.search(rb"content-length: *(\d+)", head, re.I)[1])
            length = len(rest)
            while length < wanted:
                length += client.recv_into(buffer)
            body = str(length).encode()
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(body), body))
            client.close()


def first_answer(environment):
    """From the start of the process to the end of its first answer, in ms."""
    port = free_port()
    begin = time.perf_counter()
    process = subprocess.Popen(
        [HL, "proxy", "--listen", f"127.0.0.1:{port}"], env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    running.append(process)
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", PATH)
            assert connection.getresponse().read() is not None
            break
        except OSError:
            time.sleep(0.001)
    took = (time.perf_counter() - begin) * 1000
    process.terminate()
    process.wait()
    return took


try:
    os.makedirs(f"{FOLDER}/www/api")
    with open(f"{FOLDER}/www/api/file", "wb") as f:
        f.truncate(GIBIBYTE)
    key = f"{FOLDER}/key.pem"
    subprocess.run([HL, "key", "create", "--out", key], check=True, capture_output=True)
    swallow = Swallow()
    swallow.start()
    UPSTREAM = free_port()
    body = "x" * 100
    nginx(UPSTREAM, f"""location /api/v1r1 {{ return 200 "{body}"; }} location /api/file {{ }}
        location /api/swallow {{ proxy_pass http://127.0.0.1:{swallow.port}; proxy_request_buffering off; proxy_http_version 1.1; }}""", "upstream")
    environment = {"HL_SITE_ID": "54344", "HL_API_KEY": "made-up", "HL_PARTNER_KEY_FILE": key, "HL_API_URL": f"http://127.0.0.1:{UPSTREAM}"}
    ports = {}
    ports["nginx"] = free_port()
    nginx(ports["nginx"], 'location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; }', "plain")
    ports["yarp"] = free_port()
    start(ports["yarp"], PLAIN, str(ports["yarp"]), environment["HL_API_URL"])
    ports["hl"] = free_port()
    proxy = start(ports["hl"], HL, "proxy", "--listen", f"127.0.0.1:{ports['hl']}", "--token-reuse", "30s", **environment)
    ports["hl, policy and metrics"] = free_port()
    start(ports["hl, policy and metrics"], HL, "proxy", "--listen", f"127.0.0.1:{ports['hl, policy and metrics']}", "--token-reuse", "30s",
          "--allow", "GET /v1r1/enterprise/**", "--deny", "* /v1r1/enterprise/users/*/token", "--operations", f"127.0.0.1:{free_port()}", **environment)
    ports["hl, token of the second"] = free_port()
    start(ports["hl, token of the second"], HL, "proxy", "--listen", f"127.0.0.1:{ports['hl, token of the second']}", **environment)
    results = {name: [] for name in ports}
    for name, port in ports.items():
        wrk(port, seconds=3)
    for round_ in range(ROUNDS):
        for name, port in ports.items():
            results[name].append(wrk(port))
    for name, of_name in results.items():
        rates = [rate / yarp[0] for (rate, _), yarp in zip(of_name, results["yarp"])]
        tails = [p99 / yarp[1] for (_, p99), yarp in zip(of_name, results["yarp"])]
        of_nginx = [rate / other[0] for (rate, _), other in zip(of_name, results["nginx"])]
        print(f"{name:24} {statistics.median(r for r, _ in of_name):9.0f}/s  p99 {statistics.median(p for _, p in of_name):6.2f} ms"
              f"   of YARP {statistics.median(rates):.3f} (p99 {statistics.median(tails):.2f})   of nginx {statistics.median(of_nginx):.3f}")
    before = resident(proxy)
    begin = time.perf_counter()
    download(ports["hl"])
    down = time.perf_counter() - begin
    upload(ports["hl"])
    print(f"1 GiB down in {down:.1f} s, up in {time.perf_counter() - begin - down:.1f} s; peak memory {before:.1f} -> {resident(proxy):.1f} MiB")
    alone = float(subprocess.run([SIGNER, "mint", "2"], capture_output=True, text=True, check=True).stdout) if SIGNER else None
    fresh = statistics.median(r for r, _ in results["hl, token of the second"])
    print(f"without reuse: {fresh:.0f}/s" + (f", {fresh / alone:.2f} times the {alone:.0f}/s that the signer alone makes on two threads" if alone else ""))
    starts = [first_answer(environment) for _ in range(11)]
    print(f"start to first answer: median {statistics.median(starts):.1f} ms (of 11, {min(starts):.1f} to {max(starts):.1f})")
finally:
    for process in running:
        process.terminate()
    for process in running:
        process.wait()
    shutil.rmtree(FOLDER, ignore_errors=True)
