#!/usr/bin/env bash
# Installs what is missing here: PostgreSQL and RabbitMQ from the system's packages, unless a container engine answers.
# Arguments are further programs that are needed, by their package's name; with any, the servers' are needed too.
set -euo pipefail
cd "$(dirname "$0")"
. Servers/say.sh

missing_programs() {
    command -v initdb > /dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null || echo postgresql
    [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || echo rabbitmq-server
    local program
    for program in "$@"; do
        PATH=$PATH:/usr/sbin command -v "$program" > /dev/null || echo "$program"
        [ "$program" != chromium ] || missing_fonts
    done
}

# A browser draws boxes where no font has Chinese.
missing_fonts() {
    command -v fc-list > /dev/null || echo fontconfig
    [ -n "$(fc-list :lang=zh family 2> /dev/null)" ] || echo fonts-wqy-microhei
}

# Installing must not start the system's own servers: policy-rc.d answers 101, "not allowed", as long as it takes.
install_packages() {
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo > /dev/null || return 1
        as_root=(sudo)
    fi
    command -v apt-get > /dev/null || return 1
    say '正在安装本机缺少的软件包：%s' 'Installs %s, which are missing here.' "$*"
    "${as_root[@]}" bash -s -- "$@" << 'ROOT'
        set -euo pipefail
        policy=/usr/sbin/policy-rc.d
        restore() { rm -f "$policy"; [ ! -e "$policy.ops" ] || mv "$policy.ops" "$policy"; }
        # The machine's own policy, also one that a run which was killed here has set aside.
        [ -e "$policy.ops" ] || [ ! -e "$policy" ] || mv "$policy" "$policy.ops"
        trap restore EXIT
        printf '#!/bin/sh\nexit 101\n' > "$policy"
        chmod 755 "$policy"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -q < /dev/null && apt-get install -q -y --no-install-recommends "$@" < /dev/null
ROOT
}

mapfile -t missing < <(missing_programs "$@")
[ ${#missing[@]} -gt 0 ] || exit 0
# The engine is asked only where there is something that it would make needless.
if [ $# -eq 0 ] && [ -n "$(Servers/engine.sh)" ]; then
    exit 0
fi
if ! install_packages "${missing[@]}"; then
    say '本机缺少以下软件包，且未能安装：%s。请以 root 身份安装后重试。' \
        'Missing here, and could not be installed: %s. Install these packages (as root), then try again.' \
        "${missing[*]}" >&2
    exit 1
fi
