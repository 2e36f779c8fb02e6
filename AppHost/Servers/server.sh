# What a server of this machine has in common, whichever it is. Sourced by postgres.sh and rabbitmq.sh, which the app
# host's orchestrator starts, or a test. The script stays the parent of what it runs: it turns a request to end into the
# server's own orderly stop, starts a server that died again, and ends when whoever started it has died.

# Becomes a program: as the package's own user when we are root, since both servers refuse to be root; otherwise as
# ourselves.
become() {
    local user=$1
    shift
    if [ "$(id -u)" -eq 0 ]; then
        exec setpriv --reuid="$user" --regid="$user" --init-groups --pdeathsig "$stop_signal" -- "$@"
    else
        exec setpriv --pdeathsig "$stop_signal" -- "$@"
    fi
}

# A folder that only that user, and root, can read.
own_folder() {
    mkdir -p "$2"
    chmod 700 "$2"
    [ "$(id -u)" -ne 0 ] || chown "$1:$1" "$2"
}

# Ends this script when the process that started it is gone: nothing is left behind by one that was killed.
watch_parent() {
    local parent=$PPID self=$$
    (
        trap 'exit 0' TERM
        exec {never}<> <(:)
        while kill -0 "$parent" 2> /dev/null && kill -0 "$self" 2> /dev/null; do
            read -rt 1 -u "$never" || true
        done
        kill -TERM "$self" 2> /dev/null
    ) &
    watcher=$!
}

# Runs the function `start_server`, which starts the server in the background and leaves its process id in $server,
# until we are told to end. A server that ends by itself is started again after 1, 2, 4 … at most 30 seconds.
supervise() {
    local name=$1 wait_seconds=1 began code
    ending=
    server=
    trap 'ending=yes; [ -z "$server" ] || kill -s "$stop_signal" "$server" 2> /dev/null' TERM INT HUP
    watch_parent
    while [ -z "$ending" ]; do
        began=$SECONDS
        start_server
        [ -z "$ending" ] || kill -s "$stop_signal" "$server" 2> /dev/null
        # A trapped signal interrupts the wait: the server is waited for until it is gone.
        while kill -0 "$server" 2> /dev/null; do
            wait "$server"
            code=$?
        done
        server=
        [ -z "$ending" ] || break
        [ $((SECONDS - began)) -lt 60 ] || wait_seconds=1
        echo "$name ended with ${code:-?} by itself; it is started again in $wait_seconds s." >&2
        sleep "$wait_seconds" &
        wait $!
        wait_seconds=$((wait_seconds < 16 ? wait_seconds * 2 : 30))
    done
    kill "$watcher" 2> /dev/null
    stopped
}

# What else is to be ended with the server; a script may say so itself.
stopped() { :; }
