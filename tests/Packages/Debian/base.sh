#!/bin/sh
# base.sh RELEASE FOLDER: puts a small Debian into a folder, once, with the programs that are to send mail in it. What is installed there
# later lies in apt's cache: a test needs no network. It needs root, and mmdebstrap, which is quicker than debootstrap.
set -eu
release=$1
folder=$2
# Made anew when this file has changed.
stamp=$folder/.$(cksum <"$0" | cut -d ' ' -f 1)
[ ! -e "$stamp" ] || exit 0

# One mail server does not go with the other, so they are asked for one by one; and not every release has adduser from the start.
# shellcheck disable=SC2016 # for mmdebstrap's shell
later='chroot "$1" apt-get clean
for packages in postfix exim4-daemon-light adduser rpm "systemd dbus"; do
    chroot "$1" apt-get install -y --download-only $packages
done'

# The first of this system's mirrors of Debian, unless another one is named.
# shellcheck disable=SC2016 # for apt, not for the shell
known=$(apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(SITE)' 'Created-By: Packages' | sed -n 's/^Debian [a-z]* //p' | head -n 1)
mirror=${DEBIAN_MIRROR:-${known:-http://deb.debian.org/debian}}

mkdir -p "$(dirname "$folder")"
rm -rf --one-file-system "$folder.new"
mmdebstrap --quiet --mode=root --variant=apt --include=ca-certificates,cron,php-cli --skip=cleanup/apt \
    --aptopt='APT::Install-Recommends "false"' --dpkgopt=force-unsafe-io --customize-hook="$later" \
    "$release" "$folder.new" "deb $mirror $release main" >"$folder.log" 2>&1 || {
    tail -n 5 "$folder.log" >&2
    rm -rf --one-file-system "$folder.new"
    exit 1
}
touch "$folder.new/${stamp##*/}"
rm -rf --one-file-system "$folder"
mv "$folder.new" "$folder"
