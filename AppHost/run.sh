#!/usr/bin/env bash
# Builds what has changed and runs the system in the foreground, until Ctrl-C.
set -euo pipefail
cd "$(dirname "$0")"
./build.sh

Parameters__jwks=$(./tool.sh Tokens/Ops.Tokens prepare)
# A new installation gets the demo project, imported through the gateway as anybody else would.
Parameters__demotoken=$(./tool.sh Tokens/Ops.Tokens token --Role=operations)
export Parameters__jwks Parameters__demotoken
if grep -q '<UseAspire>true' UseAspire.props; then
    exec dotnet run --no-build --project Ops.AppHost.csproj
fi
exec dotnet bin/Debug/net10.0/Ops.AppHost.dll
