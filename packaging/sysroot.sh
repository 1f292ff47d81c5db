#!/bin/sh
# packaging/sysroot.sh RID: in artifacts/sysroot/RID, once, what a program for Debian 11 is linked with: its C library, and its compiler's.
# RID is linux-x64 or linux-arm64.
set -eu
cd "$(dirname "$0")/.."

root=artifacts/sysroot/$1
case $1 in
    linux-x64) processor=amd64 ;;
    linux-arm64) processor=arm64 ;;
    *) echo "sysroot.sh: there is no sysroot for $1" >&2; exit 64 ;;
esac
[ -e "$root/.packages" ] && exit 0

mkdir -p "$(dirname "$root")"
packaging/unpack.sh "$root.parts" bullseye "$processor" libc6 libc6-dev libgcc-10-dev libgcc-s1 linux-libc-dev
# Links to libraries start at the root, which is this system's.
find "$root.parts" -lname '/*' | while read -r link; do
    ln -sfnr "$root.parts$(readlink "$link")" "$link"
done
mv "$root.parts" "$root"
