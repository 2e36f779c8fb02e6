#!/usr/bin/env bash
# Builds everything, starts one PostgreSQL and one RabbitMQ for all test modules, runs every test, and ends in one line:
# N passed, N failed
# With DAYS=400 in the environment it does so as if it were so many days later.
set -uo pipefail
cd "$(dirname "$0")/.."

AppHost/prepare.sh chromium ${DAYS:+faketime} || exit 1
dotnet build Ops.sln --nologo -v quiet || { echo "0 passed, 1 failed"; exit 1; }

# With DAYS the servers and the modules, and whatever they start, live so many days later; what counts seconds does not.
later=()
if [ -n "${DAYS:-}" ]; then
    library=$(find /usr/lib -name libfaketimeMT.so.1 | head -n 1)
    # Without the last, whoever waits by a monotonic clock for some time, as .NET does, is woken at once.
    later=(env "LD_PRELOAD=$library" "FAKETIME=+${DAYS}d" FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_FORCE_MONOTONIC_FIX=0)
    echo "The tests' day is $("${later[@]}" date +%F)."
fi

# Where there is plenty of memory, what the tests write lies there: none of it outlives them, and a server that begins
# on a slow or busy disk takes minutes. A run that was killed has left its own behind.
for left in /dev/shm/ops-tests-*; do kill -0 "${left##*-}" 2> /dev/null || rm -rf "$left"; done
kilobytes() { sed -nE "s/^$1: *([0-9]+).*/\1/p" /proc/meminfo; }
shared=$(df --output=avail -k /dev/shm 2> /dev/null | tail -n 1)
if [ "${shared:-0}" -gt 8000000 ] && [ "$(kilobytes MemAvailable)" -gt 14000000 ]; then
    export TMPDIR=/dev/shm/ops-tests-$$
    # The servers' own users pass through it.
    mkdir -m 711 "$TMPDIR"
fi
# Most of the code here runs but a few times: to look for what would be quick later on costs more than it brings.
export DOTNET_TieredPGO=0
folder=$(mktemp -d)
mkfifo "$folder/stdin"
"${later[@]}" dotnet tests/TestServers/bin/Debug/net10.0/Ops.TestServers.dll "$folder/servers" < "$folder/stdin" &
servers=$!
exec 9> "$folder/stdin"
finish() {
    exec 9>&-
    wait "$servers"
    rm -rf "$folder"
    rm -rf "/dev/shm/ops-tests-$$"
}
trap finish EXIT
for _ in $(seq 240); do [ -s "$folder/servers" ] && break; kill -0 "$servers" 2> /dev/null || break; sleep 0.5; done
[ -s "$folder/servers" ] || { echo "The servers for the tests did not start."; echo "0 passed, 1 failed"; exit 1; }
. "$folder/servers"

# One module after the other: each keeps two cores busy by itself, and two at once take longer than both in turn.
# What a test started and left behind does not hold the servers.
"${later[@]}" dotnet test --solution Ops.sln --no-build --max-parallel-test-modules 1 "$@" 9>&- 2>&1 \
    | tee "$folder/log"
code=${PIPESTATUS[0]}
passed=$(sed -nE 's/^ *succeeded: *([0-9]+).*/\1/p' "$folder/log" | tail -n 1)
failed=$(sed -nE 's/^ *failed: *([0-9]+).*/\1/p' "$folder/log" | tail -n 1)
# A module that crashed counts as a failure even when no test of it says so.
[ "$code" -eq 0 ] || [ "${failed:-0}" -gt 0 ] || failed=1
# Once more, with the reason, below what the modules wrote; and in short at the end, where one looks first.
grep -E -A 50 '^failed ' "$folder/log"
grep -E -A 9 '^failed ' "$folder/log"
echo "${passed:-0} passed, ${failed:-1} failed"
[ "$code" -eq 0 ] && [ "${failed:-1}" -eq 0 ]
