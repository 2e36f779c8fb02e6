#!/usr/bin/env bash
# Runs one of the programs below this folder, built when it never was: tool.sh Tokens/Ops.Tokens token --Role=consultant
set -euo pipefail
project="$(dirname "$0")/$1"
program="$(dirname "$project")/bin/Debug/net10.0/$(basename "$project").dll"
[ -e "$program" ] || dotnet build "$project.csproj" --nologo -v quiet >&2
exec dotnet "$program" "${@:2}"
