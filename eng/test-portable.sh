#!/usr/bin/env bash
# Runs the tests that any system can run: no peers in other languages, no signals, no systemd. Tests that miss a tool skip, and say so;
# in .ci/run, which installs every tool, they would fail.
set -euo pipefail
cd "$(dirname "$0")/.."
unset CI
status=0
for name in Architecture PartnerKeys Client Sandbox Export Webhooks Webhooks.Archiving Proxy; do
  dotnet test --project "tests/HelpLightning.$name.Tests" --no-build || status=1
done
exit "$status"
