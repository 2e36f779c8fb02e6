#!/usr/bin/env bash
# Prints what a start takes and what an idle system holds, on an installation of its own that is dropped at the end:
# seconds of a first and of a second start, to a healthy gateway and to the seeded demo project; memory by kind; lines
# of C# here.
set -euo pipefail
cd "$(dirname "$0")"
./build.sh
data=$(mktemp -d)
chmod 755 "$data"
export OPS_DATA=$data Gateway__Port=$((20000 + RANDOM % 12000)) Dashboard__Port=$((20000 + RANDOM % 12000))
host=
finish() { [ -z "$host" ] || { kill -TERM "$host" 2> /dev/null; wait "$host" || true; }; rm -rf "$data"; }
trap finish EXIT

seconds() { date +%s.%N; }
since() { echo "$1 $(seconds)" | awk '{ printf "%.0f s", $2 - $1 }'; }

healthy() {
    [ "$(curl -s -o /dev/null -w '%{http_code}' "http://localhost:$Gateway__Port/health" || true)" = 200 ]
}

start() {
    local began
    began=$(seconds)
    dotnet bin/Debug/net10.0/Ops.AppHost.dll > "$data/terminal" 2>&1 &
    host=$!
    until healthy; do kill -0 "$host"; sleep 0.2; done
    printf '%-34s %s\n' "$1, to a green /health" "$(since "$began")"
    until grep -q 'make down' "$data/terminal"; do kill -0 "$host"; sleep 0.2; done
    printf '%-34s %s\n' "$1, to the demo project" "$(since "$began")"
}

# The host and all below it. Pages that processes share are divided among them (PSS): the sum is what the machine gives.
memory() {
    local pids=("$host") next i
    for ((i = 0; i < ${#pids[@]}; i++)); do
        mapfile -t next < <(pgrep -P "${pids[$i]}" || true)
        pids+=(${next[@]+"${next[@]}"})
    done
    # The orchestrator is a session of its own.
    mapfile -t next < <(pgrep -f -- "--monitor $host " || true)
    local extra=(${next[@]+"${next[@]}"})
    for ((i = 0; i < ${#extra[@]}; i++)); do
        mapfile -t next < <(pgrep -P "${extra[$i]}" || true)
        extra+=(${next[@]+"${next[@]}"})
    done
    for pid in "${pids[@]}" "${extra[@]}"; do
        pss=$(awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup" 2> /dev/null || true)
        command=$(tr '\0' ' ' < "/proc/$pid/cmdline" 2> /dev/null || true)
        case $command in
            *Ops.AppHost.dll* | *tools/dcp* | *Aspire.Dashboard* | 'dotnet run'*)
                kind='Aspire (host, orchestrator, dashboard, dotnet run)'
                ;;
            *postgres* | *rabbit* | *beam.smp* | *epmd* | *erl_child* | *inet_gethost*)
                kind='PostgreSQL and RabbitMQ'
                ;;
            *) kind='services and gateway' ;;
        esac
        echo "${pss:-0} $kind"
    done | awk '{ kb = $1; $1 = ""; sum[$0] += kb; all += kb }
        END { sum[" all"] = all; for (kind in sum) printf "%-52s %.0f MB\n", substr(kind, 2), sum[kind] / 1024 }'
}

start 'first start'
kill -TERM "$host"
wait "$host"
start 'second start'
sleep 60
echo 'memory of the idle system:'
memory
printf '%-34s %s\n' 'lines of C# in AppHost' "$(git ls-files '*.cs' | xargs cat | wc -l)"
