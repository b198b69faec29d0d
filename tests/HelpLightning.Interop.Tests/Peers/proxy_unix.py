"""Calls Help Lightning over the Unix socket of hl proxy, with nothing but the standard library. HL_PROXY_SOCKET is its path."""
import http.client
import json
import os
import socket
import urllib.parse


class ProxyConnection(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(100)
        self.sock.connect(os.environ["HL_PROXY_SOCKET"])


connection = ProxyConnection("localhost")


def call(method, path, query=None, body=None, **headers):
    headers["Authorization"] = "Bearer " + os.environ["CALLER_TOKEN"]
    if body is not None:
        headers["Content-Type"] = "application/json"
    target = path + ("?" + urllib.parse.urlencode(query) if query else "")
    connection.request(method, target, body, headers)
    reply = connection.getresponse()
    content = json.load(reply)
    if reply.status >= 400:
        # A type and a detail are the proxy's own; a message is Help Lightning's.
        raise RuntimeError(f"{reply.status} {content.get('type')}: {content.get('detail', content.get('message'))}")
    return content


data = call("GET", "/api/v1r1/enterprise/users", {"page_size": 15, "page": 3})
print("users", data["total_entries"], "on page 3:", len(data["entries"]))

thread = call("POST", "/api/v1r1/workboxes", body=json.dumps({"title": "Pump 7 – “loud”"}), **{"X-Act-As": "ann@example.com"})
print("thread", thread["title"])

# A body of unknown length goes on as it comes.
pieces = (piece.encode() for piece in ["{\"name\": \"Hall 5\", ", "\"latitude\": 52.5, ", "\"longitude\": 13.4}"])
area = call("POST", "/api/v1/enterprise/areas", body=pieces)
print("area", area["name"])

found = call("GET", "/api/v1r1/enterprise/users", {"filter": "name~=%Ann F%"})
print("found", [user["name"] for user in found["entries"]])

try:
    call("DELETE", "/api/v1r1/enterprise/users/24")
except RuntimeError as refused:
    print("refused", refused)
