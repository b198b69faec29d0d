"""A webhook's receiver in the manner of the vendor's samples: checks the signature, lists the attachments of the call with a
token signed by PyJWT, and downloads the file that the event told of. Standard library and PyJWT only.
argv: KEY_FILE SITE_ID API_URL; API key in HL_API_KEY; the webhook's secret is the first line of standard input. Prints its own
address first, then what it did, and ends after one attachment."""
import datetime
import hashlib
import http.server
import json
import os
import sys
import urllib.request

import jwt

from webhook_signature import is_genuine

with open(sys.argv[1]) as file:
    KEY = file.read()
SECRET = sys.stdin.readline().rstrip("\n").encode()
done = False


def call_api(path):
    claims = {
        "iss": "Ghazal", "sub": f"Partner:{sys.argv[2]}", "aud": "Ghazal",
        "exp": datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=60),
    }
    request = urllib.request.Request(
        sys.argv[3] + path,
        headers={
            "Authorization": jwt.encode(payload=claims, key=KEY, algorithm="RS256"),
            "x-helplightning-api-key": os.environ["HL_API_KEY"], "Content-Type": "application/json",
        })
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)


def fetch(event):
    call_id, told = event["data"]["call_id"], event["data"]["attachment"]
    attachments = call_api(f"/api/v1r1/enterprise/calls/{call_id}/attachments")
    attachment = next(a for a in attachments if str(a["id"]) == str(told["id"]) and a["uuid"] == told["uuid"])

    # A signed address is fetched without any of the vendor's headers.
    with urllib.request.urlopen(attachment["signed_url"]) as reply:
        content = reply.read()
        print("file", attachment["name"], reply.headers["Content-Type"], len(content), hashlib.sha256(content).hexdigest(), flush=True)


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        global done
        body = self.rfile.read(int(self.headers["Content-Length"]))
        good = is_genuine(SECRET, body, self.headers.get("x-helplightning-signature", ""))
        event = json.loads(body)
        print("event", event["type"], event["category"], "signature", "good" if good else "bad", flush=True)
        if good and event["category"] == "attachment_created":
            fetch(event)
            done = True
        answer = b'{"ok": true}'
        self.send_response(200 if good else 401)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *arguments):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
print(f"http://127.0.0.1:{server.server_port}/hook", flush=True)
while not done:
    server.handle_request()
