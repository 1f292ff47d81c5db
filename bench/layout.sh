#!/bin/sh
# ./bench/layout.sh: writes src/Cli/Native/SendPath.order anew: the methods that the native command puts side by side, those that callgrind
# sees in a small mail in the clear, one by STARTTLS with a password, and one that finds no server. Worth a run when the way of a mail has
# changed much: names that are gone do no harm, and new ones stand among all the others until then. Needs valgrind and binutils.
set -eu
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
for tool in valgrind objcopy readelf; do
    command -v "$tool" >/dev/null || { echo "bench/layout.sh: $tool is not installed" >&2; exit 1; }
done

order=src/Cli/Native/SendPath.order
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

# Two find it in their home, as it is with most mails, and one is told where it is.
cat >"$folder/.msmtprc" <<RC
defaults
host localhost
port $port
from me@example.org
logfile ~/log
account clear
tls off
account secret
tls on
tls_trust_file $folder/bundle.pem
auth plain
user me
password secret
account nobody
host 127.0.0.1
port 1
RC
chmod 600 "$folder/.msmtprc"
cat /etc/ssl/certs/ca-certificates.crt "$folder/ca.pem" >"$folder/bundle.pem"
for account in clear secret nobody; do
    told=
    [ "$account" != nobody ] || told="-C $folder/.msmtprc"
    # A heap limit in hexadecimal, because valgrind has not as many addresses as the runtime wants to reserve.
    # shellcheck disable=SC2086 # an option and its argument, or neither
    printf 'To: you@example.net\nSubject: hello\n\n.A line\n' | HOME="$folder" DOTNET_GCHeapHardLimit=10000000 \
        valgrind -q --tool=callgrind --callgrind-out-file="$folder/calls.$account" \
        "$folder/msmtp" $told -a "$account" you@example.net 2>"$folder/said.$account" ||
        [ "$account" = nobody ] || { cat "$folder/said.$account" >&2; exit 1; }
done
exec 3>&-

# The methods, by each name that one address has: callgrind knows some by another name than the compiler. The rest of the code, which is in C,
# stands together already. The mail in the clear comes first: it needs no others.
section=$(readelf -SW "$folder/msmtp" | sed -n 's/^ *\[ *\([0-9]*\)\] __managedcode .*/\1/p')
readelf -sW "$folder/msmtp" | awk -v section="$section" '$4 == "FUNC" && $7 == section { print $2, $8 }' >"$folder/names"
# fn=(12) Name, or Name'2 for a call from itself.
for account in clear secret nobody; do
    sed -n 's/^c\{0,1\}fn=([0-9]*) //p' "$folder/calls.$account" | sed "s/'[0-9]*\$//" | LC_ALL=C sort -u
done >"$folder/called"
awk 'NR == FNR { at[$2] = $1; all[$1] = all[$1] $2 "\n"; next } $1 in at && !seen[at[$1]]++ { printf "%s", all[at[$1]] }' \
    "$folder/names" "$folder/called" >"$folder/order"
mv "$folder/order" "$order"
echo "$(wc -l <"$order") methods in $order"
