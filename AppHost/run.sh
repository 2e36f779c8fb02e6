#!/usr/bin/env bash
# Builds what has changed and runs the system in the foreground, until Ctrl-C.
set -euo pipefail
cd "$(dirname "$0")"
./build.sh
exec dotnet bin/Debug/net10.0/Ops.AppHost.dll
