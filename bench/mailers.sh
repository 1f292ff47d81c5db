#!/bin/sh
# ./bench/mailers.sh [--quick] [--only TITLE] [--rounds N] | --update
# Compares our IMailer with MailKit's SmtpClient in one process, and prints the tables of docs/performance.md. --quick: few short turns, to
# see that it works. --only: the lines whose title holds it, such as "4 × 1 kB". --update: writes them into docs/performance.md.
set -eu
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
[ -e /usr/sbin/smtp-sink ] || echo "bench/mailers.sh: no smtp-sink (postfix): the bench's own sink takes its place" >&2
mkdir -p artifacts/bench
log=artifacts/bench/mailers.log
dotnet build bench/Mailers -c Release -o artifacts/bench/mailers -v quiet >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
[ "${1-}" != --update ] || { shift; set -- --update-docs docs/performance.md "$@"; }
exec artifacts/bench/mailers/Msmtp.Bench.Mailers "$@"
