#!/bin/sh
# ./bench/layout.sh: writes src/Cli/Native/SendPath.order anew: the methods that the native command puts side by side, those that callgrind
# sees in a small mail in the clear, one by STARTTLS with a password, and one that finds no server. Worth a run when the way of a mail has
# changed much: names that are gone do no harm, and new ones stand among all the others until then. Needs valgrind and objcopy.
set -eu
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
for tool in valgrind objcopy; do
    command -v "$tool" >/dev/null || { echo "bench/layout.sh: $tool is not installed" >&2; exit 1; }
done

order=src/Cli/Native/SendPath.order
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Linked once more, with the names of the methods; without the lines of their source, which valgrind cannot read.
./build.sh
linked=$(echo src/Cli/bin/native/Release/net10.0/*/native/Msmtp.Cli)
rm -f "$linked"
dotnet publish src/Cli/Msmtp.Cli.csproj -c Release -r "$(basename "$(dirname "$(dirname "$linked")")")" -o "$folder/named" -v quiet \
    -p:Flavour=native -p:StripSymbols=false >/dev/null
rm -f "$linked"
objcopy --strip-debug "$folder/named/Msmtp.Cli" "$folder/msmtp"
dotnet build bench/Msmtp.Bench/Msmtp.Bench.csproj -c Release -o artifacts/bench/program -v quiet >/dev/null

# The sink serves until its standard input ends.
mkfifo "$folder/until" "$folder/port"
artifacts/bench/program/Msmtp.Bench sink "$folder/ca.pem" <"$folder/until" >"$folder/port" &
exec 3>"$folder/until"
read -r port <"$folder/port"

cat >"$folder/msmtprc" <<RC
defaults
host localhost
port $port
from me@example.org
logfile $folder/log
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
chmod 600 "$folder/msmtprc"
cat /etc/ssl/certs/ca-certificates.crt "$folder/ca.pem" >"$folder/bundle.pem"
for account in clear secret nobody; do
    # A heap limit in hexadecimal, because valgrind has not as many addresses as the runtime wants to reserve.
    printf 'To: you@example.net\nSubject: hello\n\n.A line\n' | DOTNET_GCHeapHardLimit=10000000 \
        valgrind -q --tool=callgrind --callgrind-out-file="$folder/calls.$account" \
        "$folder/msmtp" -C "$folder/msmtprc" -a "$account" you@example.net 2>"$folder/said.$account" ||
        [ "$account" = nobody ] || { cat "$folder/said.$account" >&2; exit 1; }
done
exec 3>&-

# fn=(12) Name; only those of managed code, for the others stand together already. The mail in the clear comes first: it needs no others.
for account in clear secret nobody; do
    sed -n 's/^c\{0,1\}fn=([0-9]*) //p' "$folder/calls.$account" | sed "s/'[0-9]*\$//" |
        grep -E '^(S_P|System|Microsoft|Msmtp|String|Interop|<Boxed>)_?' | grep -v :: | LC_ALL=C sort -u
done | awk '!seen[$0]++' >"$folder/order"
mv "$folder/order" "$order"
echo "$(wc -l <"$order") methods in $order"
