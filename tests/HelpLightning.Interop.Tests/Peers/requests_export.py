"""An export as the vendor's samples write them: PyJWT signs, requests asks, page by page until total_entries.

argv: KEY_FILE SITE_ID API_URL OUTPUT_FOLDER; API key in HL_API_KEY. Writes users.csv, pods.csv, pods_users.csv, calls.csv,
calls_users.csv and report.zip, and prints how many rows of each.
"""
import csv
import datetime
import io
import os
import sys
import time
import zipfile

import jwt
import requests

key_file, site_id, api_url, folder = sys.argv[1:5]
with open(key_file) as file:
    key = file.read()


def headers():
    """A new token for each request, which is the documented style."""
    claims = {
        "iss": "Ghazal",
        "aud": "Ghazal",
        "sub": f"Partner:{site_id}",
        "exp": datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=60),
    }
    return {
        "Authorization": jwt.encode(payload=claims, key=key, algorithm="RS256"),
        "x-helplightning-api-key": os.environ["HL_API_KEY"],
        "Content-Type": "application/json",
    }


def get(path, **query):
    reply = requests.get(f"{api_url}/api{path}", headers=headers(), params=query, timeout=60)
    reply.raise_for_status()
    return reply.json()


def pages(path, page_size=50, **query):
    page = 1
    while True:
        data = get(path, page=page, page_size=page_size, **query)
        yield from data["entries"]
        if data["total_entries"] <= page * page_size:
            return
        page += 1


def write(name, columns, rows):
    with open(os.path.join(folder, name + ".csv"), "w", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        count = 0
        for row in rows:
            writer.writerow(row)
            count += 1
    print(f"{name} {count}")


def export_users():
    columns = ["id", "active", "available", "confirmed_at", "created_at", "email", "enterprise_id", "license", "location", "name",
               "role_id", "role_name", "status", "title", "updated_at", "username"]
    write("users", columns, pages("/v1r1/enterprise/users"))


def export_pods():
    pods = list(pages("/v1r1/enterprise/pods"))
    write("pods", ["id", "admin_count", "default", "description", "email", "expert", "manage", "name", "user_count"], pods)
    details = [get(f"/v1r1/enterprise/pods/{pod['id']}") for pod in pods]
    for pod, detail in zip(pods, details):
        if pod["user_count"] != len(detail["users"]):
            sys.exit(f"pod {pod['id']} counts {pod['user_count']} users and lists {len(detail['users'])}")
    members = [{"id": f"{pod['id']}_{user['id']}", "pod_id": pod["id"], "user_id": user["id"]} for pod in details for user in pod["users"]]
    write("pods_users", ["id", "pod_id", "user_id"], members)


def export_calls():
    calls = list(pages("/v1/enterprise/calls"))
    rows = [{
        "id": call["session"],
        "has_attachments": call.get("has_attachments", False),
        "call_duration": call.get("callDuration", 0),
        "dialer_id": call.get("dialerId", "-1"),
        "receiver_id": call.get("receiverId", "-1"),
        "reason_call_ended": call.get("reasonCallEnded", ""),
        "time_call_started": float(call["timeCallStarted"]),
        "time_call_ended": float(call["timeCallEnded"] or 0),
    } for call in calls]
    write("calls", list(rows[0]), rows)
    people = [{"id": f"{call['session']}_{person['id']}", "call_id": call["session"], "user_id": person["id"], "name": person["name"],
               "isAnonymous": person["isAnonymous"], "isExternal": person["enterpriseId"] != site_id}
              for call in calls for person in call["participants"]]
    write("calls_users", list(people[0]), people)
    middle = sorted(row["time_call_started"] for row in rows)[len(rows) // 2]
    since = sum(1 for row in rows if row["time_call_started"] >= int(middle))
    ranged = sum(1 for _ in pages("/v1/enterprise/calls/range", from_date=int(middle)))
    if ranged != since:
        sys.exit(f"the range from {int(middle)} has {ranged} calls, expected {since}")


def download_attachment():
    call = next(call for call in pages("/v1/enterprise/calls") if call["has_attachments"])
    attachment = get(f"/v1r1/enterprise/calls/{call['session']}/attachments")[0]
    reply = requests.get(attachment["signed_url"], timeout=60)
    reply.raise_for_status()
    with open(os.path.join(folder, "attachment"), "wb") as file:
        file.write(reply.content)
    print(f"attachment {attachment['mime_type']}")


def make_report():
    reply = requests.post(f"{api_url}/api/v1r1/enterprise/reports/calls", headers=headers(), json={}, timeout=60)
    reply.raise_for_status()
    path = f"/v1r1/enterprise/reports/calls/{reply.json()['uuid']}"
    deadline = time.monotonic() + 120
    while (status := get(path))["status"] != "complete":
        if status["status"] == "failed" or time.monotonic() > deadline:
            sys.exit(f"the report is {status['status']}")
        time.sleep(0.1)
    reply = requests.get(status["url"], timeout=60)
    reply.raise_for_status()
    with zipfile.ZipFile(io.BytesIO(reply.content)) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("report.csv").decode())))
    print(f"report {len(rows)} {','.join(rows[0])}")


export_users()
export_pods()
export_calls()
download_attachment()
make_report()
