"""The tutorial's steps: sign a token with PyJWT, call the API with it. argv: KEY_FILE SITE_ID API_URL; API key in HL_API_KEY."""
import datetime
import os
import sys
import urllib.request

import jwt

with open(sys.argv[1]) as file:
    key = file.read()
claims = {
    "iss": "Ghazal",
    "sub": f"Partner:{sys.argv[2]}",
    "aud": "Ghazal",
    "exp": datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=60),
}
token = jwt.encode(payload=claims, key=key, algorithm="RS256")
request = urllib.request.Request(
    f"{sys.argv[3]}/api/v1r1/enterprise/users?page_size=2",
    headers={"Authorization": token, "x-helplightning-api-key": os.environ["HL_API_KEY"]},
)
with urllib.request.urlopen(request) as reply:
    print(reply.status, reply.read().decode())
