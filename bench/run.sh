#!/bin/sh
# ./bench/run.sh [--quick] [--only PATTERN] | --update-docs
# Compares the command with the installed msmtp, esmtp and curl, and prints the tables of docs/performance.md. --quick: fewer runs of smaller
# mails, to check that it works. --only: the rows and tables whose title matches. --update-docs: writes the tables into docs/performance.md.
set -eu
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Installs what is missing, if allowed; valgrind is optional: it only counts instructions.
missing=
need() { [ -e "$1" ] || missing="$missing $2"; }
need /usr/bin/msmtp msmtp
need /usr/bin/esmtp esmtp
need /usr/bin/curl curl
need /usr/sbin/smtp-sink postfix
need /usr/bin/time time
need /usr/bin/openssl openssl
need /etc/ssl/certs/ca-certificates.crt ca-certificates
if [ -n "$missing" ]; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "bench/run.sh: not installed:$missing" >&2
        exit 1
    fi
    echo "bench/run.sh: installing$missing" >&2
    # shellcheck disable=SC2086 # a list of names
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1
fi

if /usr/bin/msmtp --version | grep -q 'msmtp for .NET'; then
    echo "bench/run.sh: /usr/bin/msmtp is this project's own: there is nothing to compare with" >&2
    exit 1
fi

./build.sh

# make build|publish PROJECT OUTPUT [OPTION...]: compiles it; on failure shows the compiler's output.
make() {
    how=$1 project=$2 output=$3
    shift 3
    dotnet "$how" "$project" -c Release -o "$output" -v quiet "$@" >"$output.log" 2>&1 || { cat "$output.log" >&2; exit 1; }
    rm -f "$output.log"
}
mkdir -p artifacts/bench/plugins
# nullmailer cannot be installed beside postfix, but its programs can be run: by root only, for they write to a folder of the system, in
# whose place they see one of the bench's.
nullmailer=artifacts/peers/nullmailer
if [ ! -x "$nullmailer/usr/bin/nullmailer-inject" ] && command -v dpkg-deb >/dev/null 2>&1; then
    mkdir -p "$nullmailer"
    (cd "$nullmailer" && { apt-get download -qq nullmailer && dpkg-deb -x nullmailer_*.deb . && rm nullmailer_*.deb; } >/dev/null 2>&1) ||
        rm -rf "$nullmailer"
fi
make build bench/Log.Json/Log.Json.csproj artifacts/bench/plugins/Log.Json
make build bench/Msmtp.Bench/Msmtp.Bench.csproj artifacts/bench/program
make build bench/Application/Msmtp.Bench.Application.csproj artifacts/bench/application
make publish bench/Application/Msmtp.Bench.Application.csproj artifacts/bench/application-native --use-current-runtime -p:PublishAot=true

exec artifacts/bench/program/Msmtp.Bench --root "$PWD" "$@"
