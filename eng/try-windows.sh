#!/usr/bin/env bash
# Runs hl for Windows under wine, as far as that goes: try-windows.sh [FOLDER], the folder of a published hl.exe; without one it is published.
# Wants wine, wine64, gcc-mingw-w64-x86-64, python3-jwt and curl, of Debian. docs/windows.md says what this shows and what it cannot.
set -euo pipefail
[ "$#" -le 1 ] || { echo "Usage: eng/try-windows.sh [FOLDER]" >&2; exit 2; }
for tool in wine x86_64-w64-mingw32-gcc curl; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install wine wine64 gcc-mingw-w64-x86-64 python3-jwt curl" >&2; exit 1; }
done
published=${1:+$(cd "$1" && pwd)}
cd "$(dirname "$0")/.."
python=/usr/bin/python3

# NativeAOT links on Windows only: this is the same program, compiled while it runs.
if [ -z "$published" ]; then
  published=$PWD/artifacts/hl/win-x64-jit
  rm -rf "$published"
  dotnet publish src/HelpLightning.Cli -c Release -r win-x64 --self-contained -p:PublishAot=false -o "$published" -v quiet
fi

work=$(mktemp -d)
started=()
end() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  WINEPREFIX=$work/prefix wineserver -k 2>/dev/null || true # this prefix's alone
  rm -rf "$work"
}
trap end EXIT
fail() { echo "$1" >&2; exit 1; }

export WINEPREFIX=$work/prefix WINEDEBUG=-all
mkdir "$work/shim" "$work/here"
cp -r "$published" "$work/hl"
wineboot -i >/dev/null 2>&1
x86_64-w64-mingw32-objdump -p "$WINEPREFIX/drive_c/windows/system32/bcrypt.dll" | awk '/\[ *[0-9]+\].*BCrypt/ { print $NF }' > "$work/shim/names"
"$python" eng/wine/bcrypt.py "$work/shim/names" "$work/shim"
x86_64-w64-mingw32-gcc -O1 -shared -o "$work/hl/bcrypt.dll" "$work/shim/bcrypt.c" "$work/shim/bcrypt.def"
export WINEDLLOVERRIDES=bcrypt=n,b
cd "$work/here"
hl() { timeout 60 wine "$work/hl/hl.exe" "$@"; }
has() { grep -qF -- "$2" "$1" || { cat "$1" >&2; fail "No '$2' in it."; }; }
tried() { printf '%-44s %s\n' "$1" "$2"; }
until_line() { # file
  for _ in $(seq 150); do
    if [ -s "$1" ]; then return; fi
    sleep 0.1
  done
  cat "$1".err >&2
  fail "It did not start."
}

tried "hl --version" "$(hl --version)"
hl --help > help
has help "Start here"
if grep -q $'\r' help; then fail "hl --help has carriage returns."; fi
tried "hl --help" "$(wc -l < help) lines, none with CR"
hl demo > demo.txt
tried "hl demo" "$(grep -c ✓ demo.txt) times ✓"

hl key create --out k.pem > created 2>&1
hl key inspect --key-file k.pem > inspected
has inspected "2048 bits"
hl key public --key-file k.pem --out pub.pem > public.txt 2>&1
openssl rsa -in k.pem -check -noout >/dev/null 2>&1 || fail "openssl does not like the key."
cmp <(openssl pkey -in k.pem -pubout) pub.pem
tried "hl key create, inspect, public" "openssl agrees with both files"
hl token --key-file k.pem --site-id 54344 > token.txt
"$python" -c 'import jwt; print(jwt.decode(open("token.txt").read().strip(), open("pub.pem").read(), algorithms=["RS256"], audience="Ghazal")["sub"])' > subject
has subject "Partner:54344"
tried "hl token" "PyJWT on Linux: $(cat subject)"

hl key create --out "it's my key.pem" > created 2>&1
has created "hl key public --key-file 'it''s my key.pem'"
if hl key create --out 'no\where\k.pem' 2> refused; then fail "It made a key in no folder."; fi
has refused ': mkdir '
tried "what is to be pasted" "$(grep -o "hl key public.*" created)"
for name in NUL CON; do
  if hl key public --key-file k.pem --out "$name" >/dev/null 2> "refused"; then tried "hl key public --out $name" "written through"; else tried "hl key public --out $name" "$(cut -c1-70 refused)"; fi
  [ ! -e "$name" ] || fail "There is a file $name."
done

hl config set site-id 54344 2>/dev/null
hl config set key-file k.pem 2>/dev/null
[ "$(hl config get site-id)" = 54344 ] || fail "config get tells something else."
hl config list > listed
has listed "Z:\\\\"
# shellcheck disable=SC1003
tried "hl config set, get, list" "$(find "$WINEPREFIX" -name config.json | sed 's/.*drive_c/C:/' | tr / '\\')"

hl sandbox --listen 127.0.0.1:0 --public-key-file pub.pem --api-key demo --data site.db > sandbox.txt 2> sandbox.txt.err &
started+=($!)
until_line sandbox.txt
HL_API_URL=$(tr -d '\r' < sandbox.txt)
export HL_API_URL HL_API_KEY=demo
for _ in $(seq 50); do
  if grep -q 'env:HL_API_URL' sandbox.txt.err; then break; fi
  sleep 0.1
done
# shellcheck disable=SC2016
has sandbox.txt.err '$env:HL_API_URL = '"'$HL_API_URL'"
hl users list -o csv > users.csv
[ "$(wc -l < users.csv)" = 41 ] || fail "Not the 40 people of the sandbox."
tried "hl sandbox --data, hl users list" "40 people, SQLite of $(stat -c %s site.db) bytes"
token=$(hl token)
[ "$(curl -s -o /dev/null -w '%{http_code}' -H "Authorization: $token" -H 'x-helplightning-api-key: demo' "$HL_API_URL/api/v1r1/enterprise/users")" = 200 ] ||
  fail "curl on Linux was refused."
tried "the sandbox in wine, curl on Linux" "200"

hl export --out backup > /dev/null 2> exported
(cd backup/hl_export_* && sha256sum --quiet --check SHA256SUMS) || fail "The export's checksums do not fit."
tried "hl export --out" "$(find backup -name '*.csv' | wc -l) tables, sha256sum on Linux agrees"
hl export --out backup > /dev/null 2> exported
tried "hl export --out, again" "$(head -n 1 exported | cut -c1-70)"
hl export --into site.sqlite > /dev/null 2> exported
tried "hl export --into" "SQLite of $(stat -c %s site.sqlite) bytes"
hl overview --out page.html > /dev/null 2>&1
tried "hl overview" "$(stat -c %s page.html) bytes"

hl proxy --listen 127.0.0.1:0 --read-only > proxy.txt 2> proxy.txt.err &
started+=($!)
until_line proxy.txt
[ "$(curl -s -o /dev/null -w '%{http_code}' "$(tr -d '\r' < proxy.txt)/api/v1r1/enterprise/users")" = 200 ] || fail "The proxy does not let through."
[ "$(curl -s -o /dev/null -w '%{http_code}' -X DELETE "$(tr -d '\r' < proxy.txt)/api/v1r1/enterprise/users/1")" = 403 ] || fail "The proxy lets all through."
tried "hl proxy --read-only" "GET 200, DELETE 403"

printf 'a-secret-of-this-run-only' > secret.txt
hl webhooks listen --port 0 --secret-file secret.txt --inbox inbox.sqlite -o ndjson > events 2> listen.err &
started+=($!)
for _ in $(seq 150); do
  if grep -qoE 'http://127.0.0.1:[0-9]+' listen.err; then break; fi
  sleep 0.1
done
address=$(grep -oE 'http://127.0.0.1:[0-9]+' listen.err | head -n 1)
[ "$(curl -s -o /dev/null -w '%{http_code}' -d '{}' "$address/")" = 401 ] || { cat listen.err >&2; fail "An unsigned event was not refused."; }
tried "hl webhooks listen --inbox" "an unsigned event 401"

hl completion powershell > completion.ps1
if command -v pwsh >/dev/null; then
  pwsh -NoProfile -NonInteractive -Command '[void][ScriptBlock]::Create((Get-Content -Raw completion.ps1))' || fail "PowerShell does not read the script."
  tried "hl completion powershell" "PowerShell reads it"
else
  tried "hl completion powershell" "$(wc -l < completion.ps1) lines; no pwsh here to read it"
fi
hl doctor > doctor.txt 2>&1 || true
has doctor.txt "the folder's permissions count"
tried "hl doctor" "$(grep -c '✓' doctor.txt) times ✓"
