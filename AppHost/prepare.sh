#!/usr/bin/env bash
# Finds out what this machine has: Aspire's packages and a container engine (then the system runs under Aspire), or not (then
# AppHost/Local runs it, on PostgreSQL and RabbitMQ from the system's packages, which are installed when missing).
# UseAspire=true or UseAspire=false in the environment decides instead. Arguments are further programs that are needed, by the name of their package.
set -euo pipefail
cd "$(dirname "$0")"

engine_answers() {
    for engine in docker podman; do
        command -v $engine > /dev/null && timeout 20 $engine info > /dev/null 2>&1 && return 0
    done
    return 1
}

# A throw-away project outside of the repository, so that none of its settings reach it.
aspire_restores() {
    local try result=0
    try=$(mktemp -d)
    [ ! -f ../nuget.config ] || cp ../nuget.config "$try"
    cat > "$try/try.csproj" << PROJECT
<Project Sdk="Aspire.AppHost.Sdk/$(sed -nE 's|.*"Aspire.AppHost.Sdk/([^"]+)".*|\1|p' Ops.AppHost.csproj | head -n 1)">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup>
  <ItemGroup>
$(sed -nE 's|.*<PackageVersion (Include="Aspire\.Hosting\.[^/]*)/>|    <PackageReference \1/>|p' ../Directory.Packages.props)
  </ItemGroup>
</Project>
PROJECT
    timeout 120 dotnet restore "$try/try.csproj" > /dev/null 2>&1 || result=1
    rm -rf "$try"
    return $result
}

choose() {
    local choice=${UseAspire:-false}
    if [ -z "${UseAspire:-}" ] && engine_answers && aspire_restores; then
        choice=true
    fi
    local props="<Project>
  <!-- Written by prepare.sh. -->
  <PropertyGroup>
    <UseAspire>$choice</UseAspire>
  </PropertyGroup>
</Project>"
    # Left alone when it says so already, so that nothing is built again for it.
    [ "$(cat UseAspire.props 2> /dev/null)" = "$props" ] || echo "$props" > UseAspire.props
    [ "$choice" = true ]
}

missing_servers() {
    command -v initdb > /dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null || echo postgresql
    [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || echo rabbitmq-server
    local program
    for program in "$@"; do
        PATH=$PATH:/usr/sbin command -v "$program" > /dev/null || echo "$program"
    done
}

# Installing must not start the system's own servers: policy-rc.d answers 101, "not allowed", as long as it takes.
install_servers() {
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo > /dev/null || return 1
        as_root=(sudo)
    fi
    command -v apt-get > /dev/null || return 1
    echo "Installs $*, which are missing here."
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

# Measuring is on servers of this machine, whatever the system runs under.
if choose && [ $# -eq 0 ]; then
    exit 0
fi
mapfile -t missing < <(missing_servers "$@")
if [ ${#missing[@]} -gt 0 ] && ! install_servers "${missing[@]}"; then
    echo "Missing here, and could not be installed: ${missing[*]}. Install these packages (as root), then try again." >&2
    exit 1
fi
