#!/bin/sh
# ./bench/layout.sh: writes build/SendPath.order anew: the methods that the native command puts side by side, those that callgrind
# sees in mails: in the clear, with -t, by STARTTLS with a password and with a command for it, a long one, and one that finds no server.
# Worth a run when the way of a mail has changed much: names that are gone do no harm, and new ones stand among all the others until then.
# Needs valgrind and binutils.
set -eu
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
for tool in valgrind objcopy readelf; do
    command -v "$tool" >/dev/null || { echo "bench/layout.sh: $tool is not installed" >&2; exit 1; }
done

order=build/SendPath.order
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Linked once more, with the names of the methods; without the lines of their source, which valgrind cannot read.
./build.sh
compiled=$(echo src/Cli/obj/native/Release/net10.0/*/native/Msmtp.Cli.o)
rid=$(basename "$(dirname "$(dirname "$compiled")")")
linked=src/Cli/bin/native/Release/net10.0/$rid/native/Msmtp.Cli
rm -f "$linked"
dotnet publish src/Cli/Msmtp.Cli.csproj -c Release -r "$rid" -o "$folder/named" -v quiet \
    -p:Flavour=native -p:StripSymbols=false >/dev/null
rm -f "$linked"
objcopy --strip-debug "$folder/named/Msmtp.Cli" "$folder/msmtp"
dotnet build bench/Msmtp.Bench/Msmtp.Bench.csproj -c Release -o artifacts/bench/program -v quiet >/dev/null

# The sink serves until its standard input ends.
mkfifo "$folder/until" "$folder/port"
artifacts/bench/program/Msmtp.Bench sink "$folder/ca.pem" <"$folder/until" >"$folder/port" &
exec 3>"$folder/until"
read -r port <"$folder/port"

# A msmtprc as people have it.
cat >"$folder/.msmtprc" <<RC
defaults
auth on
tls on
tls_starttls on
tls_trust_file $folder/bundle.pem
logfile ~/log

account clear
host 127.0.0.1
port $port
auth off
tls off
from me@example.org

account read : clear
host localhost
set_from_header on

account secret
host localhost
port $port
from *@example.com
user me
password secret

account told : secret
password
passwordeval "echo secret"

account nobody : clear
port 1

account default : clear
RC
chmod 600 "$folder/.msmtprc"
cat /etc/ssl/certs/ca-certificates.crt "$folder/ca.pem" >"$folder/bundle.pem"

# A mail as programs for people write it, one as programs for themselves do, and one of more than a block.
printf '%s\n' 'From: Me <me@example.org>' 'To: You <you@example.net>' 'Subject: =?utf-8?q?hello?=' \
    'Date: Mon, 02 Jan 2023 10:11:12 +0000' 'Message-ID: <1@example.org>' 'MIME-Version: 1.0' \
    'Content-Type: text/plain; charset=utf-8' '' 'A few lines' 'of text.' '.dot' >"$folder/whole"
printf '%s\n' 'To: you@example.net' 'Cc: her@example.net, him@example.net' 'Subject: hello' '' 'A line.' >"$folder/bare"
{ cat "$folder/whole" && yes 'One of many lines.' | head -n 40000; } >"$folder/long"

# count RUN MAIL ARGUMENT...: sends it under callgrind. A heap limit, in hexadecimal, because valgrind has not as many addresses as the
# runtime wants to reserve.
count() {
    run=$1 mail=$2
    shift 2
    HOME="$folder" DOTNET_GCHeapHardLimit=10000000 valgrind -q --tool=callgrind --callgrind-out-file="$folder/calls.$run" \
        "$folder/msmtp" "$@" <"$folder/$mail" 2>"$folder/said"
}
must_count() {
    count "$@" || { cat "$folder/said" >&2; exit 1; }
}
must_count clear whole you@example.net
must_count read bare -C "$folder/.msmtprc" -a read -oi -t
must_count secret whole -f me@example.com you@example.net
must_count told bare -a told you@example.net
must_count long long -f me@example.com you@example.net
count nobody whole -a nobody you@example.net || true
exec 3>&-

# The methods, by each name that one address has: callgrind knows some by another name than the compiler. The rest of the code, which is in
# C, stands together already. The mail in the clear comes first: it needs no others.
section=$(readelf -SW "$folder/msmtp" | sed -n 's/^ *\[ *\([0-9]*\)\] __managedcode .*/\1/p')
readelf -sW "$folder/msmtp" | awk -v section="$section" '$4 == "FUNC" && $7 == section { print $2, $8 }' >"$folder/names"
# fn=(12) Name, or Name'2 for a call from itself.
for run in clear read secret long told nobody; do
    sed -n 's/^c\{0,1\}fn=([0-9]*) //p' "$folder/calls.$run" | sed "s/'[0-9]*\$//" | LC_ALL=C sort -u
done >"$folder/called"
awk 'NR == FNR { at[$2] = $1; all[$1] = all[$1] $2 "\n"; next } $1 in at && !seen[at[$1]]++ { printf "%s", all[at[$1]] }' \
    "$folder/names" "$folder/called" >"$folder/order"
mv "$folder/order" "$order"
echo "$(wc -l <"$order") methods in $order"
