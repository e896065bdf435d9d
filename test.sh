#!/usr/bin/env bash
# Builds, checks formatting, runs every test; ends with the line "N passed, N failed" and exits 1 unless nothing failed.
#   ./test.sh [NAME…]   only test projects whose name contains one of the words
# PLUMBLINE_TEST_LIMIT=30m is how long one test program may take. PLUMBLINE_REQUIRE_REAL=1 makes a missing real part (Azurite, API server) a failure instead of a skip.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
say() { printf '== %s\n' "$*" >&2; }

say "restore and build"
dotnet build Functions.sln --nologo -v quiet -clp:ErrorsOnly || { say "the build failed"; echo "0 passed, 1 failed"; exit 1; }

say "formatting"
dotnet format whitespace Functions.sln --no-restore --verify-no-changes -v quiet || { say "run: dotnet format whitespace Functions.sln"; echo "0 passed, 1 failed"; exit 1; }

say "control plane (built once, then kept)"
if [ "${PLUMBLINE_REQUIRE_REAL:-}" = 1 ] && [ -z "${KUBEBUILDER_ASSETS:-}" ]; then
  bash tests/Support/scripts/control-plane.sh >/dev/null || say "the control plane could not be built; its tests will say so"
fi

# A test program that hangs is ended and counts as one that died.
limit=""
if command -v timeout >/dev/null; then limit="timeout --foreground --kill-after=10 ${PLUMBLINE_TEST_LIMIT:-30m}"; fi

passed=0 failed=0 skipped=0 broken=""

say "build for Azure Functions"
if [ $# -gt 0 ]; then :; elif bash infra/build-azure.sh >&2; then passed=1; else failed=1 broken=" build-azure"; fi

for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  folder=$(dirname "$project")
  program="$folder/bin/local/Debug/net10.0/Plumbline.$name"
  case "$name" in *.Tests|Simulation|Architecture) ;; *) continue ;; esac
  [ -x "$program" ] || continue
  if [ $# -gt 0 ]; then
    wanted=""
    for word in "$@"; do case "$name" in *"$word"*) wanted=1 ;; esac; done
    [ -n "$wanted" ] || continue
  fi
  say "$name"
  log=$(mktemp)
  $limit "$program" -noColor -noLogo 2>&1 | tee "$log" | grep -vE '^ +(Discover(ing|ed)|Starting|Finished):' >&2
  summary=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -1)
  if [ -z "$summary" ]; then
    # A test process that died before its summary counts as a failure, whatever ran before.
    failed=$((failed + 1)); broken="$broken $name"
  else
    read -r total errors fails skips < <(sed -E 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+).*/\1 \2 \3 \4/' <<<"$summary")
    passed=$((passed + total - fails - skips)); failed=$((failed + fails + errors)); skipped=$((skipped + skips))
    [ $((fails + errors)) -eq 0 ] || broken="$broken $name"
  fi
  rm -f "$log"
done

[ -z "$broken" ] || say "failed in:$broken"
say "$skipped skipped"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
