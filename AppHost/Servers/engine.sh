#!/usr/bin/env bash
# Which container engine answers on this machine: prints docker or podman, or nothing. One whose socket is there and
# that does not answer within 30 seconds counts as none, and that is said. OPS_ENGINE=none (or docker, podman) decides
# instead.
set -uo pipefail
. "$(dirname "$0")/say.sh"
if [ -n "${OPS_ENGINE:-}" ]; then
    [ "$OPS_ENGINE" = none ] || echo "$OPS_ENGINE"
    exit 0
fi
for engine in docker podman; do
    command -v "$engine" > /dev/null || continue
    timeout --kill-after=5 30 "$engine" info > /dev/null 2>&1
    case $? in
        0) echo "$engine"; exit 0 ;;
        124 | 137)
            say '本机装有 %s，但 30 秒内没有应答：PostgreSQL 和 RabbitMQ 以进程方式运行。' \
                '%s is here and has not answered for 30 s: PostgreSQL and RabbitMQ run as processes.' "$engine" >&2
            ;;
    esac
done
