#!/bin/sh
# The same token with the shell and openssl, as people write it in scripts.
b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
header=$(printf '{"alg":"RS256","typ":"JWT"}' | b64)
claims=$(printf '{"iss":"Ghazal","sub":"Partner:54344","aud":"Ghazal","exp":%d}' $(($(date +%s) + 60)) | b64)
signature=$(printf '%s.%s' "$header" "$claims" | openssl dgst -sha256 -sign "$1" | b64)
printf '%s.%s.%s\n' "$header" "$claims" "$signature"
