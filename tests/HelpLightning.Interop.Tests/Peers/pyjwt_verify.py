"""Verifies a token from standard input with PyJWT and prints its subject. argv: PUBLIC_KEY_FILE"""
import sys

import jwt

with open(sys.argv[1]) as file:
    key = file.read()
claims = jwt.decode(sys.stdin.read().strip(), key, algorithms=["RS256"], audience="Ghazal", issuer="Ghazal")
print(claims["sub"])
