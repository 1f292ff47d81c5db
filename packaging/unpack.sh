#!/bin/sh
# packaging/unpack.sh FOLDER SUITES PROCESSOR PACKAGE...: unpacks packages of Debian, of any release and for any processor, in a new folder,
# and names them in its .packages. apt fetches them from the mirrors that this system uses, or from DEBIAN_MIRROR and
# DEBIAN_SECURITY_MIRROR; the system's own lists stay as they are.
set -eu

folder=$1
suites=$2
processor=$3
shift 3

# mirror NAME PATTERN: the first of this system's mirrors of Debian that mirrors what the pattern says, unless another one is NAMEd.
mirror() {
    # shellcheck disable=SC2016 # for apt, not for the shell
    known=$(apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(SITE)' 'Created-By: Packages')
    found=${1:-$(echo "$known" | sed -n "s/^Debian $2 //p" | head -n 1)}
    [ -n "$found" ] || { echo "unpack.sh: apt knows no mirror of Debian: name it in DEBIAN_MIRROR or DEBIAN_SECURITY_MIRROR" >&2; exit 1; }
    echo "$found"
}

rm -rf "$folder" "$folder.new"
mkdir -p "$folder.new/.apt/lists/partial" "$folder.new/.apt/archives/partial"
new=$(realpath "$folder.new")
state=$new/.apt
: >"$state/status"
key='[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]'
for suite in $suites; do
    case $suite in
        *-security) site=$(mirror "${DEBIAN_SECURITY_MIRROR:-}" '[a-z]*-security') ;;
        *) site=$(mirror "${DEBIAN_MIRROR:-}" '[a-z]*') ;;
    esac
    echo "deb $key $site $suite main"
done >"$state/sources.list"

apt() {
    apt-get -qq -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State="$state" \
        -o Dir::State::status="$state/status" -o Dir::Cache="$state" -o Acquire::Languages=none \
        -o APT::Architecture="$processor" -o APT::Architectures="$processor" -o APT::Sandbox::User= "$@"
}
apt update
(cd "$state/archives" && apt download "$@")
for package in "$state"/archives/*.deb; do
    dpkg-deb -x "$package" "$new"
    dpkg-deb -f "$package" Package Version | sed 's/^[^:]*: //' | paste -sd ' '
done >"$new/.packages"
rm -rf "$state"
mv "$folder.new" "$folder"
