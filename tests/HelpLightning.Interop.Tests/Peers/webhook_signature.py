"""The check of a webhook's signature in the manner of the vendor's samples: two texts are compared. As a program it judges a line of JSON
after the other, {"secret": ..., "body": base64, "header": ...}, and answers each with a line."""
import base64
import hashlib
import hmac
import json
import sys


def is_genuine(secret, body, header):
    expected = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, header)


if __name__ == "__main__":
    for line in sys.stdin:
        case = json.loads(line)
        print("valid" if is_genuine(case["secret"].encode(), base64.b64decode(case["body"]), case["header"]) else "refused")
