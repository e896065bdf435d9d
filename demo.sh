#!/usr/bin/env bash
# The whole way of a push, on real parts: storage, a Kubernetes control plane, a git server, and what stands for GitHub and Slack.
#   ./demo.sh            tells the story and stays up
#   ./demo.sh --once     runs it through; exits 1 at the first difference
#   ./demo.sh --manual   lets you press the buttons
#   ./demo.sh --keep     stays up also when something differs
#   ./demo.sh bench push times pushes and webhooks on the same parts
# The first run builds, and makes the control plane and Azurite in the user's cache, which takes some minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# What is timed is what users run.
configuration=Debug
if [ "${1:-}" = bench ]; then configuration=Release; fi
program=tests/Demo/bin/local/$configuration/net10.0/Plumbline.Demo
# A build that finds nothing to do still takes its seconds; what is newer than the program says whether one is needed.
if [ ! -x "$program" ] || [ -n "$(find functions shared tests/Demo tests/Support Directory.Build.props Directory.Packages.props host.json -newer "$program.dll" -type f -not -path '*/bin/*' -not -path '*/obj/*' -print -quit)" ]; then
  echo "demo: building" >&2
  dotnet build tests/Demo -c $configuration --nologo -v quiet -clp:ErrorsOnly >&2
  touch "$program.dll"
fi
exec "$program" "$@"
