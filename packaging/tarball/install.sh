#!/bin/sh
# install.sh PREFIX: installs msmtp below PREFIX, such as /usr/local or ~/.local: the command, the host of plugins where the command looks for
# it, the manuals, and units of systemd for users. Installed over an older one, it replaces it.
set -eu
umask 022
[ $# = 1 ] || { echo "usage: install.sh PREFIX" >&2; exit 64; }
mkdir -p "$1"
prefix=$(cd "$1" && pwd)
cd "$(dirname "$0")"

rm -rf "$prefix/lib/msmtp/host"
for folder in bin lib/msmtp lib/systemd/user share; do
    mkdir -p "$prefix/$folder"
    # -f: a program that runs at the moment cannot be written to, only replaced.
    cp -Rf "$folder/." "$prefix/$folder/"
done
sed -i "s:/usr/bin/msmtp:$prefix/bin/msmtp:" "$prefix/lib/systemd/user/msmtp-queue.service"

"$prefix/bin/msmtp" --version >/dev/null || { echo "install.sh: $prefix/bin/msmtp does not run here: it needs glibc 2.29 or later" >&2; exit 1; }
echo "installed: $prefix/bin/msmtp"
