#!/usr/bin/env bash
# Prints whose work is compiled into hl, and under what terms, as their licences want: notices.sh BILL_OF_MATERIALS [--debian]
# A licence that is new here fails: its text belongs into deploy/licences. With --debian, the text that Debian has is referred to.
set -euo pipefail
[ "$#" -ge 1 ] || { echo "Usage: eng/notices.sh BILL_OF_MATERIALS [--debian]" >&2; exit 2; }
bill=$1
licences=$(cd "$(dirname "$0")/../deploy/licences" && pwd)

# LZ4's package gives the address of its licence instead of the name.
parts=$(jq -r --arg lz4 'https://github.com/MiloszKrajewski/K4os.Compression.LZ4/blob/master/LICENSE?raw=true' '
  def terms: .licenses[0].license | .id // (if .url == $lz4 then "MIT" else .url // "no licence" end);
  def owners: [.copyright // empty | select(. != "")] + [[.authors[]?.name] | join(", ")] | first;
  .components[] | select(.name | startswith("HelpLightning.") | not) | [.name, .version, terms, owners] | @tsv' "$bill" | LC_ALL=C sort)

printf 'hl is under the MIT licence. Compiled into it is the work of others:\n\n'
while IFS=$'\t' read -r name version licence copyright; do
  [ -f "$licences/$licence.txt" ] || { echo "$name is under '$licence', whose text is not in deploy/licences." >&2; exit 1; }
  printf '%s %s: %s\n' "$name" "$version" "$licence"
  if [ -n "$copyright" ]; then printf '    %s\n' "$copyright"; fi
done <<< "$parts"
while IFS= read -r licence; do
  printf '\n%s\n\n' "---- $licence"
  if [ "${2:-}" = --debian ] && [ "$licence" = Apache-2.0 ]; then
    echo "See /usr/share/common-licenses/Apache-2.0."
  else
    cat "$licences/$licence.txt"
  fi
done < <(cut -f3 <<< "$parts" | LC_ALL=C sort -u)
