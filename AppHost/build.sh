#!/usr/bin/env bash
# Builds what `make run` and `make demo` run, when any file of it is newer than the last build.
set -euo pipefail
cd "$(dirname "$0")"
. Servers/say.sh
./prepare.sh

built=obj/built
changed() {
    [ ! -e $built ] || [ -n "$(find .. \( -name .git -o -name bin -o -name obj -o -path ../tests -o -path ../docs \) \
        -prune -o -type f -newer $built -print -quit)" ]
}
if changed; then
    say '正在编译有改动的部分。' 'Builds what has changed.' >&2
    started=$(mktemp)
    dotnet build Ops.AppHost.csproj --nologo -v quiet >&2
    touch -r "$started" $built
    rm "$started"
fi
