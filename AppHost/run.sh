#!/usr/bin/env bash
# Builds what has changed and runs the system in the foreground, until Ctrl-C.
set -euo pipefail
cd "$(dirname "$0")"
./prepare.sh

built=obj/built
changed() { [ ! -e $built ] || [ -n "$(find .. \( -name .git -o -name bin -o -name obj -o -path ../tests -o -path ../docs \) -prune -o -type f -newer $built -print -quit)" ]; }
if changed; then
    echo "Builds what has changed."
    started=$(mktemp)
    dotnet build Ops.AppHost.csproj --nologo -v quiet
    touch -r "$started" $built
    rm "$started"
fi

Parameters__jwks=$(./tool.sh Tokens/Ops.Tokens prepare)
export Parameters__jwks
if grep -q '<UseAspire>true' UseAspire.props; then
    exec dotnet run --no-build --project Ops.AppHost.csproj
fi
exec dotnet bin/Debug/net10.0/Ops.AppHost.dll
