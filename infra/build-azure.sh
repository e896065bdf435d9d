#!/usr/bin/env bash
# Builds the function app for Azure (isolated worker). Where its packages cannot be restored it says so and ends well,
# so that a build without them goes on. Anything else that fails is a failure.
#   infra/build-azure.sh            compile
#   infra/build-azure.sh publish    compile and publish to artifacts/azure
#   PLUMBLINE_REQUIRE_AZURE=1       missing packages are a failure too
set -euo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Runs a step; where packages of the worker are missing it says so and ends well, everything else that fails is a failure.
step() {
  if "$@" >"$log" 2>&1; then return; fi
  # NU1101/NU1102/NU1103: no such package or version; NU1301: the source cannot be reached. Only of the worker's own packages: the worker's SDK restores
  # the host's side of its extensions (Microsoft.Azure.WebJobs) while it builds.
  missing=$(grep -Eo 'NU(1101|1102|1103)[^[]*(Microsoft\.Azure\.(Functions|WebJobs)[A-Za-z.]*)|NU1301' "$log" | grep -Eo 'Microsoft\.Azure\.(Functions|WebJobs)[A-Za-z.]*|NU1301' | sort -u | paste -sd ' ' - || true)
  others=$(grep -E 'error' "$log" | grep -Ev 'NU1301|Found [0-9]+ version|Microsoft\.Azure\.(Functions|WebJobs)' || true)
  if [ -n "$missing" ] && [ -z "$others" ] && [ "${PLUMBLINE_REQUIRE_AZURE:-}" != 1 ]; then
    echo "NOTE: the build for Azure Functions was left out: its packages cannot be restored here ($missing). The default build is complete without them."
    exit 0
  fi
  cat "$log" >&2
  exit 1
}

step dotnet restore functions/Functions.csproj -p:FunctionsHost=azure -v quiet --nologo
if [ "${1:-}" = publish ]; then
  step dotnet publish functions/Functions.csproj -p:FunctionsHost=azure -c Release -o artifacts/azure -v quiet --nologo
  for part in functions.dll host.json functions.metadata worker.config.json extensions.json .azurefunctions; do
    [ -e "artifacts/azure/$part" ] || { echo "the published app lacks $part" >&2; exit 1; }
  done
  [ ! -e artifacts/azure/local.settings.json ] || { echo "local.settings.json must not be published" >&2; exit 1; }
  grep -q 'Storage' artifacts/azure/extensions.json || { echo "extensions.json has no storage queues: queue functions would not run" >&2; exit 1; }
else
  step dotnet build functions/Functions.csproj -p:FunctionsHost=azure --no-restore -v quiet --nologo
fi
echo "The app for Azure Functions is built."
