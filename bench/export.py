#!/usr/bin/env python3
"""hl export against a sequential loop in the manner of the vendor's samples, in one run, from one sandbox. argv: HL [RUNS] [USERS GROUPS CALLS]

  dotnet publish src/HelpLightning.Cli -c Release -o artifacts/native
  bench/export.py artifacts/native/hl 3

The loop signs a token for each request (PyJWT) and asks for pages of 50, one after the other, over one kept connection, and
writes the same eight CSV files. Afterwards the rows of both are held against the sandbox's database.

KEY_ONCE=1 has the loop parse its key once, not for each token as the tutorial does. DELAY=20ms has the sandbox wait before each
answer, as a server elsewhere does.
"""
import contextlib
import csv
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

SITE = 54344
USER_COLUMNS = (
    "id,active,available,confirmation_sent_at,confirmed_at,created_at,email,email_confirmed,enterprise_id,first_call_at,invitation_sent_at,"
    "is_confirmed,is_first_login,last_used_at,license,location,manage,name,provider,provider_uid,role_id,role_name,status,status_message,"
    "title,unavailable_expires_at,updated_at,username").split(",")
POD_COLUMNS = "id,admin_count,default,description,email,expert,manage,name,user_count".split(",")
CALL_COLUMNS = {
    "id": "session", "has_attachments": "has_attachments", "call_duration": "callDuration", "dialer_id": "dialerId", "dialer_name": "dialerName",
    "intra_enterprise_call": "intraEnterpriseCall", "reason_call_ended": "reasonCallEnded", "receiver_id": "receiverId",
    "receiver_name": "receiverName", "recording_status": "recordingStatus", "timestamp": "timestamp", "time_call_started": "timeCallStarted",
    "time_call_ended": "timeCallEnded"}
TABLES = ["users", "pods", "pods_users", "pods_admins", "pods_pods", "pods_on_call_pods", "calls", "calls_users"]


def peer(address, key_file, folder):
    """The loop. Runs in a process of its own: export.py --peer ADDRESS KEY FOLDER"""
    import jwt
    import requests
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    # The tutorial hands PyJWT the key's text, which it parses for each token.
    with open(key_file, "rb") as file:
        key = file.read()
    if os.environ.get("KEY_ONCE") == "1":
        key = load_pem_private_key(key, password=None)
    session = requests.Session()

    def get(path, **query):
        token = jwt.encode({"iss": "Ghazal", "aud": "Ghazal", "sub": f"Partner:{SITE}", "exp": int(time.time()) + 60}, key, algorithm="RS256")
        reply = session.get(address + path, params=query, headers={"x-helplightning-api-key": "key", "Authorization": token, "Content-Type": "application/json"})
        reply.raise_for_status()
        return reply.json()

    def pages(path):
        page = 1
        while True:
            reply = get(path, page=page, page_size=50)
            yield from reply["entries"]
            if reply["total_entries"] <= page * 50:
                return
            page += 1

    files = {name: open(os.path.join(folder, name + ".csv"), "w", newline="") for name in TABLES}
    write = {name: csv.writer(file) for name, file in files.items()}
    write["users"].writerow(USER_COLUMNS)
    for user in pages("/api/v1r1/enterprise/users"):
        write["users"].writerow([user.get(c, "") for c in USER_COLUMNS])
    write["pods"].writerow(POD_COLUMNS)
    links = {"pods_users": "users", "pods_admins": "admins", "pods_pods": "subpods", "pods_on_call_pods": "on_call_pods"}
    for name, other in zip(links, ["user_id", "user_id", "included_pod_id", "on_call_pod_id"]):
        write[name].writerow(["id", "pod_id", other])
    for pod in pages("/api/v1r1/enterprise/pods"):
        write["pods"].writerow([pod.get(c, "") for c in POD_COLUMNS])
        detail = get(f"/api/v1r1/enterprise/pods/{pod['id']}")
        for name, field in links.items():
            for other in detail[field]:
                write[name].writerow([f"{pod['id']}_{other['id']}", pod["id"], other["id"]])
    write["calls"].writerow(CALL_COLUMNS)
    write["calls_users"].writerow("id,call_id,user_id,name,isAnonymous,isExternal".split(","))
    for call in pages("/api/v1/enterprise/calls"):
        write["calls"].writerow([call.get(c, "") for c in CALL_COLUMNS.values()])
        for person in call["participants"]:
            write["calls_users"].writerow([
                f"{call['session']}_{person['id']}", call["session"], person["id"], person["name"], person["isAnonymous"], person["enterpriseId"] != str(SITE)])
    for file in files.values():
        file.close()


def rows_of(folder, columns):
    """Ids and what else is compared, of every table."""
    result = {}
    for name in TABLES:
        with open(os.path.join(folder, name + ".csv"), newline="") as file:
            result[name] = sorted(tuple(row[c] for c in columns[name]) for row in csv.DictReader(file))
    return result


def rows_of_database(path):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    queries = {
        "users": f"SELECT id, name, email, updated_at FROM users WHERE site_id = {SITE}",
        "pods": f"SELECT id, name FROM groups WHERE site_id = {SITE}",
        "pods_users": f"SELECT m.group_id || '_' || m.user_id FROM group_members m JOIN groups g ON g.id = m.group_id WHERE g.site_id = {SITE} "
                      f"UNION ALL SELECT g.id || '_' || u.id FROM groups g JOIN users u ON u.site_id = g.site_id WHERE g.is_default AND g.site_id = {SITE}",
        "pods_admins": f"SELECT a.group_id || '_' || a.user_id FROM group_admins a JOIN groups g ON g.id = a.group_id WHERE g.site_id = {SITE}",
        "pods_pods": f"SELECT a.group_id || '_' || a.included_id FROM subgroups a JOIN groups g ON g.id = a.group_id WHERE g.site_id = {SITE}",
        "pods_on_call_pods": f"SELECT a.group_id || '_' || a.on_call_id FROM on_call_groups a JOIN groups g ON g.id = a.group_id WHERE g.site_id = {SITE}",
        "calls": f"SELECT call_id, dialer_id, receiver_id, reason FROM calls WHERE site_id = {SITE}",
        "calls_users": f"SELECT c.call_id || '_' || p.user_id FROM calls c JOIN call_participants p ON p.call_id = c.id WHERE c.site_id = {SITE}",
    }
    return {name: sorted(tuple(str(cell) for cell in row) for row in database.execute(query)) for name, query in queries.items()}


def peak_memory(process):
    """In MB, as the system counts it (VmHWM), read until the process ends."""
    peak = 0
    while process.poll() is None:
        try:
            with open(f"/proc/{process.pid}/status") as file:
                for line in file:
                    if line.startswith("VmHWM"):
                        peak = int(line.split()[1]) / 1024
        except (FileNotFoundError, ProcessLookupError):
            break
        time.sleep(0.02)
    return peak


def processor_time():
    """Seconds of processor that children of this process took, those that ended; unlike the clock it does not count others' work."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@contextlib.contextmanager
def site(hl, folder, users, groups, calls):
    """A large sandbox with its data in a file of the folder. Gives the environment that hl calls it with."""
    key, public, data = (os.path.join(folder, name) for name in ("k.pem", "pub.pem", "sandbox.db"))
    subprocess.run([hl, "key", "create", "--out", key], check=True, capture_output=True)
    subprocess.run([hl, "key", "public", "--key-file", key, "--out", public], check=True, capture_output=True)
    server = subprocess.Popen(
        [hl, "sandbox", "--listen", "127.0.0.1:0", "--site-id", str(SITE), "--public-key-file", public, "--api-key", "key", "--data", data,
         "--seed", "large", "--seed-users", str(users), "--seed-groups", str(groups - 1), "--seed-calls", str(calls),
         *(["--fault", f"delay={os.environ['DELAY']}"] if "DELAY" in os.environ else [])],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        address = server.stdout.readline().strip()
        yield {**os.environ, "HL_API_URL": address, "HL_API_KEY": "key", "HL_SITE_ID": str(SITE), "HL_PARTNER_KEY_FILE": key}, data
    finally:
        server.terminate()
        server.wait()


def main():
    hl = os.path.abspath(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    users, groups, calls = (int(n) for n in sys.argv[3:6]) if len(sys.argv) > 5 else (100_000, 500, 200_000)
    with tempfile.TemporaryDirectory() as folder:
        with site(hl, folder, users, groups, calls) as (environment, data):
            address, key = environment["HL_API_URL"], environment["HL_PARTNER_KEY_FILE"]
            ours, theirs, peaks = [], [], []
            for run in range(runs):
                mine = os.path.join(folder, f"hl{run}")
                used = processor_time()
                start = time.perf_counter()
                process = subprocess.Popen([hl, "export", "--out", mine], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                peaks.append(peak_memory(process))
                path, said = process.communicate()
                ours.append(time.perf_counter() - start)
                assert process.returncode == 0, said
                print(f"run {run + 1}: hl {ours[-1]:.1f} s ({processor_time() - used:.1f} s of processor), peak {peaks[-1]:.0f} MB", flush=True)
                other = os.path.join(folder, f"python{run}")
                os.mkdir(other)
                used = processor_time()
                start = time.perf_counter()
                subprocess.run([sys.executable, __file__, "--peer", address, key, other], check=True)
                theirs.append(time.perf_counter() - start)
                print(f"run {run + 1}: python {theirs[-1]:.1f} s ({processor_time() - used:.1f} s of processor); ratio {theirs[-1] / ours[-1]:.1f}", flush=True)
            columns = {**{name: ["id"] for name in TABLES}, "users": ["id", "name", "email", "updated_at"], "pods": ["id", "name"],
                       "calls": ["id", "dialer_id", "receiver_id", "reason_call_ended"]}
            expected, exported, looped = rows_of_database(data), rows_of(path.strip(), columns), rows_of(other, columns)
            for name in TABLES:
                assert exported[name] == expected[name], f"hl export: {name} differs from the database"
                assert looped[name] == expected[name], f"the loop: {name} differs from the database"
            count = sum(len(rows) for rows in expected.values())
            print(f"{count:,} rows in {len(TABLES)} tables, the same as in the database ({', '.join(f'{n} {len(expected[n]):,}' for n in TABLES)})")
            print(f"hl export: median {statistics.median(ours):.1f} s, {count / statistics.median(ours):,.0f} rows/s, peak memory at most {max(peaks):.0f} MB")
            print(f"the loop: median {statistics.median(theirs):.1f} s, {count / statistics.median(theirs):,.0f} rows/s")
            print(f"ratio: median {statistics.median(t / o for o, t in zip(ours, theirs)):.1f}")


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] == "--peer":
        peer(*sys.argv[2:5])
    else:
        main()
