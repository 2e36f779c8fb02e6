#!/usr/bin/env bash
# What can be done to an installation from another terminal:
#   down            stops it
#   clean           stops it and removes its data
#   backup FILE     writes it, running or stopped, to a file
#   restore FILE    puts it where there is none
# It lies in OPS_DATA; by default in the machine's folder when we are root, in the user's otherwise.
set -euo pipefail
servers=$(cd "$(dirname "$0")/Servers" && pwd)
. "$servers/say.sh"
if [ "$(id -u)" -eq 0 ]; then machine=/var/lib/ops; else machine=${XDG_DATA_HOME:-$HOME/.local/share}/ops; fi
# As the host has it: links in it are not followed, since its volumes are named by the path.
data=$(realpath -ms "${OPS_DATA:-$machine}")
postgres=$data/postgres

fail() { say "$@" >&2; exit 1; }

# The host holds a lock on its file as long as it lives: who can take it knows that none runs.
running() { [ -e "$data/host" ] && ! flock --nonblock "$data/host" true; }

end_host() {
    local host
    if running; then
        host=$(cat "$data/host")
        say '停止进程 %s 及其启动的全部程序' 'stops process %s and all that it started' "$host"
        kill -TERM "$host"
        while running; do sleep 0.2; done
    else
        say '%s 上没有正在运行的系统' 'nothing runs on %s' "$data"
    fi
    # A host that was killed leaves the end of its servers to the orchestrator, which takes some seconds.
    for _ in $(seq 150); do
        servers_run || return 0
        sleep 0.2
    done
    fail '%s 的数据库及消息服务未能停止。' 'The servers of %s have not ended.' "$data"
}

servers_run() {
    pgrep -f -- "-D $postgres/data( |$)" > /dev/null || pgrep -f "mnesia dir \"?$data/messaging" > /dev/null
}

# The volumes of an installation whose servers are containers, under the names that the host gives them.
remove_volumes() {
    local engine volume
    volume=ops-$(printf %s "$data" | sha256sum | cut -c1-8)
    for engine in docker podman; do
        command -v "$engine" > /dev/null || continue
        timeout 30 "$engine" volume rm -f "$volume-postgres" "$volume-messaging" > /dev/null 2>&1 || true
    done
}

owner() { [ "$(id -u)" -ne 0 ] || chown -R postgres:postgres "$1"; }

programs() { ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -n 1 || true; }

answers() { psql -h localhost -p "$port" -U postgres -qtAc 'SELECT' > /dev/null 2>&1; }

# The server by itself, for a backup of what is stopped and after a restore; ended with the script.
start_postgres() {
    port=$(( 20000 + RANDOM % 12000 ))
    OPS_SERVER_FOLDER=$postgres OPS_SERVER_PORT=$port OPS_SERVER_PASSWORD=$PGPASSWORD \
        "$servers/postgres.sh" > "$scratch/postgres.log" 2>&1 &
    server=$!
    for _ in $(seq 300); do
        ! answers || return 0
        kill -0 "$server" 2> /dev/null || break
        sleep 0.2
    done
    fail 'PostgreSQL 未能启动：%s' 'PostgreSQL did not start: %s' "$(tail -n 3 "$scratch/postgres.log")"
}

scratch=
server=
finish() {
    [ -z "$server" ] || { kill -TERM "$server" 2> /dev/null; wait "$server" 2> /dev/null; } || true
    [ -z "$scratch" ] || rm -rf "$scratch"
}
trap finish EXIT

# PostgreSQL's base backup is all databases as they were at one moment; beside it, the secrets without which nothing in
# them opens. The broker is not in it: what it held is sent again after a restore.
backup() {
    local file
    file=$(realpath -m "$1")
    [ ! -e "$file" ] || fail '文件 %s 已存在，备份不覆盖已有的文件。' '%s is there already: a backup is written over nothing.' \
        "$file"
    [ -d "$postgres/data" ] \
        || fail '%s 处没有系统数据。PostgreSQL 以容器运行的，请备份其数据卷。' \
            'There is no installation at %s; one whose PostgreSQL is a container is backed up as its volume.' "$data"
    scratch=$(mktemp -d)
    PGPASSWORD=$(cat "$postgres/password")
    export PGPASSWORD
    PATH=$PATH:$(programs)
    # PostgreSQL writes its port down on the fourth line of its own note.
    port=$(sed -n 4p "$postgres/data/postmaster.pid" 2> /dev/null || true)
    if [ -z "$port" ] || ! answers; then
        start_postgres
    fi
    say '读取各数据库在同一时刻的数据' 'reads the databases, all as of one moment'
    pg_basebackup -h localhost -p "$port" -U postgres -D "$scratch/server" -F tar -X stream -c fast --no-password
    mkdir "$scratch/secrets"
    cd "$data"
    { find parameters demo-password postgres/password messaging/password -type f 2> /dev/null || true; } \
        | xargs -r cp --parents -t "$scratch/secrets"
    ( umask 077 && tar -czf "$file.new" -C "$scratch/server" base.tar pg_wal.tar -C "$scratch" secrets )
    mv "$file.new" "$file"
    say '已备份至 %s，其中含有解密数据所需的密钥，请按密钥的要求保管' \
        '%s holds the installation, and the secrets that open it: keep it as you keep those' "$file"
}

# Of every database, which events its inbox has; then in every database, what was sent and has not arrived everywhere is
# pending once more. Subscribers drop what they had, so no event is lost and none has its effect twice.
send_again() {
    local database databases again=0
    databases=$(psql -qtA -d postgres -c \
        "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY datname")
    : > "$scratch/arrived"
    for database in $databases; do
        [ "$(psql -qtA -d "$database" -c "SELECT to_regclass('messaging.inbox') IS NOT NULL")" = t ] || continue
        echo "$database" >> "$scratch/services"
        psql -qtA -d "$database" -c 'SELECT event_id FROM messaging.inbox' >> "$scratch/arrived"
    done
    for database in $(cat "$scratch/services" 2> /dev/null); do
        again=$((again + $(psql -qtA -v ON_ERROR_STOP=1 -d "$database" << SQL
            CREATE TEMP TABLE arrived (event_id uuid);
            \\copy arrived FROM '$scratch/arrived'
            WITH counted AS (SELECT event_id, count(*) AS times FROM arrived GROUP BY event_id), again AS (
                UPDATE messaging.deliveries d
                SET state = 'pending', lease_owner = NULL, lease_until = NULL, sent_at = NULL
                WHERE d.state = 'sent'
                  AND (SELECT count(*) FROM messaging.deliveries o WHERE o.event_id = d.event_id AND o.state = 'sent')
                      > COALESCE((SELECT times FROM counted WHERE counted.event_id = d.event_id), 0)
                RETURNING 1)
            SELECT count(*) FROM again;
SQL
        )))
    done
    say '启动后将重新发送 %s 个未送达的事件' '%s events that had not arrived are sent again when it starts' "$again"
}

restore() {
    local file
    file=$(realpath -m "$1")
    [ -z "$(ls -A "$data" 2> /dev/null)" ] || fail '%s 不是空目录。如须清除已有的数据，请执行 make clean。' \
        '%s is not empty: make clean removes an installation.' "$data"
    [ -e "$file" ] || fail '文件 %s 不存在。' 'There is no %s.' "$file"
    scratch=$(mktemp -d)
    PATH=$PATH:$(programs)
    tar -xzf "$file" -C "$scratch" 2> /dev/null && [ -e "$scratch/base.tar" ] && [ -e "$scratch/pg_wal.tar" ] \
        || fail '文件 %s 不是本系统的备份。' '%s is no backup of an installation.' "$file"
    mkdir -p "$data"
    # The servers' users pass through it to the folders that are theirs.
    if [ "$(id -u)" -eq 0 ]; then chmod 755 "$data"; else chmod 700 "$data"; fi
    cp -rp "$scratch/secrets/." "$data/"
    mkdir -p "$postgres/data.new/pg_wal"
    tar -xf "$scratch/base.tar" -C "$postgres/data.new"
    tar -xf "$scratch/pg_wal.tar" -C "$postgres/data.new/pg_wal"
    chmod 700 "$postgres/data.new"
    mv "$postgres/data.new" "$postgres/data"
    owner "$postgres/data"
    PGPASSWORD=$(cat "$postgres/password")
    export PGPASSWORD
    start_postgres
    export PGHOST=localhost PGPORT=$port PGUSER=postgres
    send_again
    say '%s 已恢复，执行 make run 即可启动' '%s is as it was: make run starts it' "$data"
}

case ${1:-} in
    down)
        end_host
        ;;
    clean)
        end_host
        [ -d "$data" ] || exit 0
        # OPS_DATA may have been mistyped: only what a run of ours has made is removed.
        [ -z "$(ls -A "$data")" ] || [ -e "$data/host" ] || [ -d "$postgres" ] \
            || fail '%s 不像是本系统的数据目录，未作改动。' \
                '%s does not look like an installation: it is left alone.' "$data"
        remove_volumes
        rm -rf "$data"
        say '已清除 %s' 'removed %s' "$data"
        ;;
    backup) backup "${2:?FILE}" ;;
    restore) restore "${2:?FILE}" ;;
    *)
        say '请指明操作：down、clean、backup 文件、restore 文件' \
            'What shall be done: down, clean, backup FILE or restore FILE?' >&2
        exit 2
        ;;
esac
