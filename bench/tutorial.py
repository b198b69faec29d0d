#!/usr/bin/env python3
"""The tutorial's way to a token, with PyJWT: the peer that `hl token` is measured against."""
import datetime
import sys

import jwt

with open(sys.argv[1]) as file:
    key = file.read()
expiry = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=60)
claims = {"iss": "Ghazal", "sub": "Partner:54344", "aud": "Ghazal", "exp": expiry}
print(jwt.encode(payload=claims, key=key, algorithm="RS256"))
