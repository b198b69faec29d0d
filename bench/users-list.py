"""The first page of a site's people, as the vendor's samples do it: PyJWT and requests."""
import os, sys, time

import jwt
import requests

with open(sys.argv[1]) as file:
    key = file.read()
token = jwt.encode(
    {"iss": "Ghazal", "aud": "Ghazal", "sub": f"Partner:{os.environ['HL_SITE_ID']}", "exp": int(time.time()) + 60},
    key, algorithm="RS256")
response = requests.get(
    f"{os.environ['HL_API_URL']}/api/v1r1/enterprise/users", params={"page_size": 50},
    headers={"Authorization": token, "x-helplightning-api-key": os.environ["HL_API_KEY"]}, timeout=60)
response.raise_for_status()
for user in response.json()["entries"]:
    print(user["id"], user["name"], user["email"], user["license"], user["role_name"], sep="\t")
