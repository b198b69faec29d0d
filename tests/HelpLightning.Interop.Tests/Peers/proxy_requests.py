"""Calls Help Lightning through hl proxy with requests: it holds no key, and knows of no token of Help Lightning's.

HL_PROXY is where the proxy listens, CALLER_TOKEN the token that its operator gave out. argv: FILE to upload.
"""
import os
import sys

import requests

PROXY = os.environ["HL_PROXY"]
session = requests.Session()
session.headers["Authorization"] = "Bearer " + os.environ["CALLER_TOKEN"]


class Refused(Exception):
    """The proxy's own answer: nothing came from Help Lightning."""


def call(method, path, **more):
    reply = session.request(method, PROXY + path, timeout=100, **more)
    if reply.headers.get("Content-Type") == "application/problem+json":
        problem = reply.json()
        raise Refused(f"{problem['status']} {problem['type']}: {problem['detail']}")
    reply.raise_for_status()
    return reply.json()


def users():
    """All of them, page by page."""
    page, total = 1, 1
    while (page - 1) * 15 < total:
        data = call("GET", "/api/v1r1/enterprise/users", params={"page": page, "page_size": 15})
        yield from data["entries"]
        page, total = page + 1, data["total_entries"]


print("users", len({user["id"] for user in users()}))

link = call("POST", "/api/v1/sessions/link", json={"linkType": "otu"}, headers={"X-Act-As": "ann@example.com"})
print("link of Ann", link["link"].startswith("http"))

name = "Zoë & Søn+Co = 100% #1?/;"
call("POST", "/api/v1r1/enterprise/users", json={"email": "zoe@example.com", "name": name})
found = call("GET", "/api/v1r1/enterprise/users", params={"filter": f"name={name}"})
print("found", [user["email"] for user in found["entries"]])

area = call("POST", "/api/v1/enterprise/areas", json={"name": "Hall 4", "latitude": 52.5, "longitude": 13.4})
with open(sys.argv[1], "rb") as file:
    asset = call("POST", f"/api/v1/enterprise/areas/{area['id']}/assets", data=file, headers={"Content-Type": "application/json"})
print("uploaded", len(asset["notes"]))

try:
    call("DELETE", "/api/v1r1/enterprise/users/24")
except Refused as refused:
    print("refused", refused)
