#!/bin/sh
# packaging/sysroot.sh RID: unpacks in artifacts/sysroot/RID what a program for Debian 11 is linked with, its C library and its compiler's; RID is
# linux-x64 or linux-arm64. apt fetches it from the mirror that this system uses, but knows nothing of it afterwards: its lists are artifacts/apt.
set -eu
cd "$(dirname "$0")/.."

rid=$1
case $rid in
    linux-x64) processor=amd64 ;;
    linux-arm64) processor=arm64 ;;
    *) echo "sysroot.sh: there is no sysroot for $rid" >&2; exit 64 ;;
esac
root=artifacts/sysroot/$rid
[ -e "$root/.complete" ] && exit 0

# The first of this system's mirrors of Debian, unless another one is named.
# shellcheck disable=SC2016 # for apt, not for the shell
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(ORIGIN) $(SITE)' 'Created-By: Packages' | sed -n 's/^Debian //p' | head -n 1)}
[ -n "$mirror" ] || { echo "sysroot.sh: apt knows no mirror of Debian: name one in DEBIAN_MIRROR" >&2; exit 1; }

state=$PWD/artifacts/apt/$processor
mkdir -p "$state/lists/partial" "$state/archives/partial"
: >"$state/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror bullseye main" >"$state/sources.list"
apt() {
    apt-get -qq -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State="$state" \
        -o Dir::State::status="$state/status" -o Dir::Cache="$state" -o Acquire::Languages=none \
        -o APT::Architecture="$processor" -o APT::Architectures="$processor" -o APT::Sandbox::User= "$@"
}

rm -rf "$root" "$root.new"
mkdir -p "$root.new/packages"
apt update
(cd "$root.new/packages" && apt download libc6 libc6-dev libgcc-10-dev libgcc-s1 linux-libc-dev)
for package in "$root.new"/packages/*.deb; do
    dpkg-deb -x "$package" "$root.new"
done
# The libraries to link with are links, some of them from the root, which is this system's.
find "$root.new" -lname '/*' | while read -r link; do
    ln -sfnr "$root.new$(readlink "$link")" "$link"
done
rm -rf "$state"
touch "$root.new/.complete"
mv "$root.new" "$root"
