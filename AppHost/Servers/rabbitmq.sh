#!/usr/bin/env bash
# A RabbitMQ of this machine's package, on loopback, as an unprivileged user, its data in a folder of its own.
#   OPS_SERVER_FOLDER             where its data are, made when missing; the server's user must be able to reach it
#   OPS_SERVER_PORT               takes AMQP, on loopback like the others
#   OPS_SERVER_MANAGEMENT_PORT    the management plugin's HTTP API and pages
#   OPS_SERVER_DISTRIBUTION_PORT  Erlang's own, between nodes and tools
#   OPS_SERVER_NAMES_PORT         Erlang's name server, epmd
#   OPS_SERVER_PASSWORD           the password of the user guest, for data that are made now
set -uo pipefail
cd "$(dirname "$0")" && . ./server.sh
cd /
stop_signal=TERM
program=/usr/lib/rabbitmq/bin/rabbitmq-server
[ -x "$program" ] || { echo "RabbitMQ is not installed: there is no $program." >&2; exit 1; }
own_folder rabbitmq "$OPS_SERVER_FOLDER" || exit 1

write() {
    ( umask 077 && cat > "$OPS_SERVER_FOLDER/$1" ) || exit 1
    [ "$(id -u)" -ne 0 ] || chown rabbitmq:rabbitmq "$OPS_SERVER_FOLDER/$1"
}
write rabbitmq.conf << CONF
listeners.tcp.1 = 127.0.0.1:$OPS_SERVER_PORT
management.tcp.ip = 127.0.0.1
management.tcp.port = $OPS_SERVER_MANAGEMENT_PORT
default_user = guest
default_pass = $OPS_SERVER_PASSWORD
log.console = true
log.console.level = error
CONF
write enabled_plugins <<< '[rabbitmq_management].'
unset OPS_SERVER_PASSWORD

export HOME=$OPS_SERVER_FOLDER
export ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT=$OPS_SERVER_NAMES_PORT
export RABBITMQ_NODENAME=ops@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1
export RABBITMQ_NODE_PORT=$OPS_SERVER_PORT RABBITMQ_DIST_PORT=$OPS_SERVER_DISTRIBUTION_PORT
export RABBITMQ_CONF_ENV_FILE=/dev/null
export RABBITMQ_CONFIG_FILE=$OPS_SERVER_FOLDER/rabbitmq.conf
export RABBITMQ_ENABLED_PLUGINS_FILE=$OPS_SERVER_FOLDER/enabled_plugins
export RABBITMQ_MNESIA_BASE=$OPS_SERVER_FOLDER/mnesia RABBITMQ_LOG_BASE=$OPS_SERVER_FOLDER/log
export RABBITMQ_PID_FILE=$OPS_SERVER_FOLDER/pid RABBITMQ_LOG=-color
# Makes the start script become the broker instead of keeping it as a child: what is started is beam.smp itself.
export RABBITMQ_ALLOW_INPUT=1
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-noinput -kernel inet_dist_use_interface {127,0,0,1}'

names=
names_answer() {
    local _
    for _ in $(seq 300); do
        ! epmd -port "$OPS_SERVER_NAMES_PORT" -names > /dev/null 2>&1 || return 0
        kill -0 "$names" 2> /dev/null || return 1
        sleep 0.1
    done
    return 1
}
start_server() {
    if [ -z "$names" ] || ! kill -0 "$names" 2> /dev/null; then
        become rabbitmq epmd -address 127.0.0.1 -port "$OPS_SERVER_NAMES_PORT" &
        names=$!
    fi
    # Nobody but this script starts Erlang's name server, which the broker does not begin without: one that the broker
    # starts is a daemon and outlives it. Better that than no broker, though.
    if names_answer; then
        export ERL_AFLAGS='-start_epmd false'
    else
        unset ERL_AFLAGS
        echo "Erlang's name server does not answer on port $OPS_SERVER_NAMES_PORT: RabbitMQ starts one itself." >&2
    fi
    become rabbitmq "$program" &
    server=$!
}
stopped() {
    [ -z "$names" ] || { kill -TERM "$names" 2> /dev/null; wait "$names" 2> /dev/null; }
}
supervise RabbitMQ
