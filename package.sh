#!/bin/sh
# ./package.sh [OUTPUT [VERSION]]: makes what administrators install, into artifacts/dist unless told otherwise: docs/packages.md.
# VERSION is for trying the packages: a number of theirs alone. Without it, what has not changed is not packed again.
# What it makes depends on the sources alone: times are that of the last commit, or SOURCE_DATE_EPOCH.
set -eu
cd "$(dirname "$0")"
umask 022
export LC_ALL=C TZ=UTC

output=${1:-artifacts/dist}
version=${2:-$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)}
rids="linux-x64 linux-arm64"
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

stamp=$output/.packaged
if [ $# -lt 2 ] && [ -f "$stamp" ] && [ -z "$(find src plugins build packaging docs Directory.Build.props Directory.Packages.props global.json \
    build.sh package.sh CHANGELOG.md LICENSE -name bin -prune -o -name obj -prune -o -type f -newer "$stamp" -print -quit)" ]; then
    exit 0
fi

die() {
    echo "package.sh: $1" >&2
    exit 1
}

# quietly COMMAND...: shows what it says only if it fails.
quietly() {
    "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; die "$1 failed"; }
}

# What this needs: command=package.
needed="clang=clang ld.lld=lld llvm-objcopy=llvm dh=debhelper dpkg-architecture=dpkg-dev"
install_tools() {
    missing=
    for pair in $needed; do
        command -v "${pair%%=*}" >/dev/null 2>&1 || missing="$missing ${pair#*=}"
    done
    [ -n "$missing" ] || return 0
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || die "install$missing"
    echo "package.sh: installing$missing" >&2
    # shellcheck disable=SC2086 # a list of names
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1 ||
        die "apt could not install$missing"
}

# put MODE FOLDER FILE...: copies files into a folder, and makes it if need be.
put() {
    mode=$1
    folder=$2
    shift 2
    mkdir -p "$folder"
    install -m "$mode" "$@" "$folder"
}

# tree RID: what all packages for a system are made of, laid out as below /usr.
tree() {
    tree=$work/$1
    from=artifacts/portable/$1
    put 755 "$tree/bin" "$from/msmtp"
    put 644 "$tree/lib/msmtp/host" "$from"/host/*.dll "$from"/host/*.json
    put 755 "$tree/lib/msmtp/host" "$from/host/msmtp" "$from/host/Msmtp.Cli"
    llvm-objcopy --remove-section .comment "$tree/bin/msmtp"
    for program in msmtp Msmtp.Cli; do
        llvm-objcopy --remove-section .comment "$tree/lib/msmtp/host/$program"
    done
    put 644 "$tree/share/man/man1" docs/msmtp.1 docs/msmtpd.1
    put 644 "$tree/share/doc/msmtp-net" README.md CHANGELOG.md LICENSE docs/authentication.md docs/deviations.md docs/msmtpd.md docs/oauth.md \
        docs/plugins.md docs/queue.md "$from/native/THIRD-PARTY-NOTICES.TXT"
    put 644 "$tree/lib/systemd/system" packaging/systemd/system/msmtpd.service packaging/systemd/system/msmtpd.socket
    put 644 "$tree/lib/systemd/user" packaging/systemd/user/*
    sed -i 's:/usr/local/bin:/usr/bin:' "$tree"/lib/systemd/user/*
    put 644 "$tree/lib/tmpfiles.d" packaging/systemd/system/msmtp.tmpfiles.conf
    mv "$tree/lib/tmpfiles.d/msmtp.tmpfiles.conf" "$tree/lib/tmpfiles.d/msmtp.conf"
    put 644 "$tree/lib/sysusers.d" packaging/systemd/system/msmtp.sysusers.conf
    mv "$tree/lib/sysusers.d/msmtp.sysusers.conf" "$tree/lib/sysusers.d/msmtp.conf"
    put 755 "$tree/share/msmtp-net/networkmanager" packaging/networkmanager/90-msmtp-queue
    put 644 "$tree/share/msmtp-net/etc" packaging/etc/msmtprc packaging/etc/accounts
}

# debs RID ARCHITECTURE: Debian's packages, by debhelper.
debs() {
    source=$work/debian-$1
    mkdir -p "$source"
    cp -R packaging/debian "$source/debian"
    cp -R "$work/$1" "$source/tree"
    cat >"$source/debian/changelog" <<END
msmtp-net ($(echo "$version" | sed 's/-/~/')-1) unstable; urgency=medium

  * Made from version $version; what has changed is in changelog.gz.

 -- $(sed -n 's/^Maintainer: //p' packaging/debian/control)  $(date -R -d "@$SOURCE_DATE_EPOCH")
END
    cp CHANGELOG.md "$source/changelog"
    (cd "$source" && dpkg-architecture -a "$2" -f -c debian/rules binary) >"$work/log" 2>&1 || { cat "$work/log" >&2; die "debhelper failed"; }
    mv "$work"/*.deb "$output/"
}

install_tools
for rid in $rids; do
    ./build.sh portable "$rid"
done

mkdir -p "$output"
work=artifacts/package
rm -rf "$work"
mkdir -p "$work"
work=$(realpath "$work")
output=$(realpath "$output")
find "$output" -mindepth 1 -delete

for rid in $rids; do
    tree "$rid"
done
debs linux-x64 amd64
debs linux-arm64 arm64

(cd "$output" && sha256sum -- * >SHA256SUMS)
[ $# -ge 2 ] || touch "$stamp"
