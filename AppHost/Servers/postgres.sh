#!/usr/bin/env bash
# A PostgreSQL of this machine's package, on loopback, as an unprivileged user, its data in a folder of its own.
#   OPS_SERVER_FOLDER    where its data are, made when missing; the server's user must be able to reach it
#   OPS_SERVER_PORT      the port on loopback
#   OPS_SERVER_PASSWORD  the superuser's password for data that are made now
# Arguments go to postgres: -c max_connections=200
set -uo pipefail
cd "$(dirname "$0")" && . ./server.sh
cd /
# PostgreSQL's fast shutdown: open sessions are ended, the data are left clean.
stop_signal=INT
data=$OPS_SERVER_FOLDER/data

# Debian keeps each version in a folder of its own, others put it on the path. Data are run by what made them.
programs() {
    local version=
    [ ! -r "$data/PG_VERSION" ] || version=$(cat "$data/PG_VERSION")
    if [ -n "$version" ] && [ -x "/usr/lib/postgresql/$version/bin/postgres" ]; then
        echo "/usr/lib/postgresql/$version/bin"
    elif compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null; then
        dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1)"
    else
        dirname "$(command -v initdb)" 2> /dev/null
    fi
}

bin=$(programs)
[ -n "$bin" ] && [ -x "$bin/postgres" ] || { echo "PostgreSQL is not installed: there is no initdb." >&2; exit 1; }
own_folder postgres "$OPS_SERVER_FOLDER" || exit 1
if [ ! -d "$data" ]; then
    # Made beside and moved: a start that was killed in the middle begins again.
    rm -rf "$data.new"
    password=$OPS_SERVER_FOLDER/initial-password
    ( umask 077 && printf '%s\n' "$OPS_SERVER_PASSWORD" > "$password" ) || exit 1
    [ "$(id -u)" -ne 0 ] || chown postgres:postgres "$password"
    ( become postgres "$bin/initdb" -D "$data.new" -U postgres --auth=scram-sha-256 --pwfile="$password" \
        --encoding=UTF8 --locale=C.UTF-8 > /dev/null ) && mv "$data.new" "$data" || exit 1
    rm "$password"
fi
unset OPS_SERVER_PASSWORD

arguments=("$@")
start_server() {
    become postgres "$bin/postgres" -D "$data" -p "$OPS_SERVER_PORT" \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories= "${arguments[@]}" &
    server=$!
}
supervise PostgreSQL
