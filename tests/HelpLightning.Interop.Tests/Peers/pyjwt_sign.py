"""Signs a partner token with PyJWT. argv: KEY_FILE SITE_ID"""
import datetime
import sys

import jwt

with open(sys.argv[1]) as file:
    key = file.read()
expiry = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=60)
print(jwt.encode({"iss": "Ghazal", "sub": f"Partner:{sys.argv[2]}", "aud": "Ghazal", "exp": expiry}, key, algorithm="RS256"))
