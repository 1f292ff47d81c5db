#!/bin/sh
# usage: ./quickstart.sh [message-file]
# Builds, starts the project's own SMTP server on loopback, sends a mail to it through artifacts/bin/msmtp
# (STARTTLS, AUTH), and shows what arrived. Needs the .NET SDK, and a C compiler for the native command.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
message=${1:-}
if [ -n "$message" ] && [ ! -r "$message" ]; then
    echo "quickstart.sh: cannot read $message" >&2
    exit 66
fi
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

echo "Building (the first time takes a minute or two) ..."
"$here/build.sh"
server=$here/artifacts/quickstart
if [ ! -e "$server/Msmtp.Quickstart.dll" ] || [ -n "$(find "$here/src/Server" "$here/src/Abstractions" "$here/src/Text" "$here/samples/Quickstart" \
    -name bin -prune -o -name obj -prune -o -type f -newer "$server/Msmtp.Quickstart.dll" -print -quit)" ]; then
    dotnet publish "$here/samples/Quickstart/Msmtp.Quickstart.csproj" -c Release -o "$server" -v quiet
    touch "$server/Msmtp.Quickstart.dll"
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/msmtp-quickstart-XXXXXX")
mkfifo "$folder/until"
dotnet "$server/Msmtp.Quickstart.dll" "$folder" <"$folder/until" >"$folder/dialogue" &
pid=$!
exec 3>"$folder/until"          # the server runs until this end is closed
trap 'exec 3>&-; wait $pid 2>/dev/null || true; rm -f "$folder/until"' EXIT

tries=0
while [ ! -e "$folder/ready" ]; do
    kill -0 $pid 2>/dev/null && [ $tries -lt 300 ] || { echo "quickstart.sh: the server did not start" >&2; exit 1; }
    tries=$((tries + 1))
    sleep 0.1
done

if [ -z "$message" ]; then
    message=$folder/sample.eml
    cat >"$message" <<'MAIL'
From: You <you@localhost>
To: Somebody Else <somebody@localhost>
Subject: The first mail

It went through STARTTLS and AUTH.
.A line with a dot in front arrives with its dot.
MAIL
fi

echo
echo "\$ artifacts/bin/msmtp -C $folder/msmtprc somebody@localhost < $message"
status=0
"$here/artifacts/bin/msmtp" -C "$folder/msmtprc" somebody@localhost <"$message" || status=$?
echo "exit status $status"

exec 3>&-                        # the server has seen the last line of the dialogue when it has gone
wait $pid 2>/dev/null || true

echo
echo "The dialogue, as the server saw it:"
cat "$folder/dialogue"
echo
if [ $status -ne 0 ]; then
    echo "The mail did not arrive."
    exit $status
fi
mail=$(find "$folder/Maildir/new" -type f | head -n 1)
echo "The mail, in $mail:"
echo "----------------------------------------------------------------------"
dotnet "$server/Msmtp.Quickstart.dll" --show "$mail"
echo "----------------------------------------------------------------------"
echo "Everything from this run is in $folder (msmtprc, msmtp.log, ca.pem, Maildir)."
