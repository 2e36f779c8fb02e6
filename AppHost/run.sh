#!/usr/bin/env bash
# Builds what has changed and runs the system in the foreground, until Ctrl-C.
set -euo pipefail
cd "$(dirname "$0")"
./build.sh

# A new installation gets the demo's staff and project; they sign in through Identity as anybody else would.
Parameters__demopassword=$(./tool.sh Tokens/Ops.Tokens prepare)
export Parameters__demopassword
if grep -q '<UseAspire>true' UseAspire.props; then
    exec dotnet run --no-build --project Ops.AppHost.csproj
fi
exec dotnet bin/Debug/net10.0/Ops.AppHost.dll
