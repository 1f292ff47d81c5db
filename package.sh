#!/bin/sh
# ./package.sh [OUTPUT [VERSION]]: makes what administrators install, into artifacts/dist unless told otherwise: docs/packages.md.
# VERSION is for trying the packages: a number of theirs alone. Without it, what has not changed is not packed again.
# What it makes depends on the sources alone: times are that of the last commit, or SOURCE_DATE_EPOCH. PACKAGE_RIDS=linux-x64 makes what is for
# that system alone.
set -eu
cd "$(dirname "$0")"
umask 022
export LC_ALL=C TZ=UTC

output=${1:-artifacts/dist}
version=${2:-$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)}
rids=${PACKAGE_RIDS:-linux-x64 linux-arm64}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

# Of which time what is there was made: even a commit of tests alone changes it.
stamp=$output/.packaged
newer() {
    find src plugins build packaging docs completions Directory.Build.props Directory.Packages.props global.json build.sh package.sh README.md \
        CHANGELOG.md LICENSE -name bin -prune -o -name obj -prune -o -type f -newer "$1" -print -quit
}
if [ $# -lt 2 ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$SOURCE_DATE_EPOCH" ] && [ -z "$(newer "$stamp")" ]; then
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
needed="clang=clang ld.lld=lld llvm-objcopy=llvm dh=debhelper dpkg-architecture=dpkg-dev rpmbuild=rpm buildah=buildah jq=jq zip=zip"
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
    for page in docs/*.[1-8] docs/zh_CN/*.[1-8]; do
        language=$(dirname "${page#docs/}")
        put 644 "$tree/share/man/$language/man${page##*.}" "$page"
    done
    put 644 "$tree/share/bash-completion/completions" completions/msmtp.bash
    mv "$tree/share/bash-completion/completions/msmtp.bash" "$tree/share/bash-completion/completions/msmtp"
    put 644 "$tree/share/zsh/site-functions" completions/_msmtp
    put 644 "$tree/share/fish/vendor_completions.d" completions/msmtp.fish completions/msmtpd.fish
    put 644 "$tree/share/doc/msmtp-net" README.md CHANGELOG.md LICENSE "$from/native/THIRD-PARTY-NOTICES.TXT"
    for document in authentication deviations msmtpd oauth packages plugins queue strict; do
        put 644 "$tree/share/doc/msmtp-net" "docs/$document.md"
    done
    put 644 "$tree/lib/systemd/system" packaging/systemd/system/msmtpd.service packaging/systemd/system/msmtpd.socket
    put 644 "$tree/lib/systemd/user" packaging/systemd/user/*
    sed -i 's:/usr/local/bin:/usr/bin:' "$tree"/lib/systemd/user/*
    put 644 "$tree/lib/tmpfiles.d" packaging/systemd/system/msmtp.tmpfiles.conf
    mv "$tree/lib/tmpfiles.d/msmtp.tmpfiles.conf" "$tree/lib/tmpfiles.d/msmtp.conf"
    put 644 "$tree/lib/sysusers.d" packaging/systemd/system/msmtp.sysusers.conf
    mv "$tree/lib/sysusers.d/msmtp.sysusers.conf" "$tree/lib/sysusers.d/msmtp.conf"
    put 755 "$tree/share/msmtp-net/networkmanager" packaging/networkmanager/90-msmtp-queue
    put 644 "$tree/share/msmtp-net/apparmor" packaging/apparmor/msmtpd
    put 644 "$tree/share/msmtp-net/etc" packaging/etc/msmtprc packaging/etc/accounts
}

# sortable: the version for packages of systems, where what comes before a version has another mark.
sortable() {
    echo "$version" | sed 's/-/~/'
}

# Who answers for the packages: whoever publishes them, said as Debian's own tools are told. Otherwise nobody does, and the address says so.
maintainer=$(sed -n 's/^Maintainer: //p' packaging/debian/control)
[ -z "${DEBEMAIL:-}" ] || maintainer="${DEBFULLNAME:-$DEBEMAIL} <$DEBEMAIL>"

# debs RID PROCESSOR: Debian's packages, by debhelper.
debs() {
    source=$work/debian-$1
    mkdir -p "$source"
    cp -R packaging/debian "$source/debian"
    maintainer=$maintainer awk '/^Maintainer: / { $0 = "Maintainer: " ENVIRON["maintainer"] } { print }' \
        packaging/debian/control >"$source/debian/control"
    cp -R "$work/$1" "$source/tree"
    cat >"$source/debian/changelog" <<END
msmtp-net ($(sortable)-1) unstable; urgency=medium

  * Made from version $version; what has changed is in changelog.gz.

 -- $maintainer  $(date -R -d "@$SOURCE_DATE_EPOCH")
END
    cp CHANGELOG.md "$source/changelog"
    quietly env -C "$source" dpkg-architecture -a "$2" -f -c debian/rules binary
    mv "$work"/*.deb "$output/"
}

# settle FOLDER: gives everything in it the one time, as archives keep it.
settle() {
    find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# archive FOLDER NAME: a tar file of something in a folder, the same each time.
archive() {
    tar -C "$1" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu -c "$2"
}

# tarball RID: for every other system, with install.sh.
tarball() {
    name=msmtp-net-$version-$1
    mkdir -p "$work/tarball"
    cp -R "$work/$1" "$work/tarball/$name"
    put 755 "$work/tarball/$name" packaging/tarball/install.sh
    archive "$work/tarball" "$name" | gzip -9n >"$output/$name.tar.gz"
}

# rpms RID PROCESSOR: for systems with RPM. Even one for every processor says where it was made, so the first one stays.
rpms() {
    quietly rpmbuild -bb --target "$2" --define "_topdir $work/rpm-$1" --define "number $(sortable)" --define "tree $work/$1" \
        packaging/rpm/msmtp-net.spec
    find "$work/rpm-$1" -name '*.rpm' -exec mv -n {} "$output/" \;
}

# nupkg ID TYPE FOLDER: a package of NuGet of what lies in a folder.
nupkg() {
    mkdir -p "$3/_rels"
    put 644 "$3" README.md
    sed "s/@id@/$1/; s/@version@/$version/; s/@type@/$2/" packaging/tool/nuspec >"$3/$1.nuspec"
    sed "s/@id@/$1/" packaging/tool/rels >"$3/_rels/.rels"
    sed "s/@rid@/${1#Msmtp.Tool.}/" packaging/tool/'[Content_Types].xml' >"$3/[Content_Types].xml"
    settle "$3"
    (cd "$3" && find . -type f | sort | sed 's:^\./::' | zip -qX9 -@ "$output/$1.$version.nupkg")
}

# tools: the native command, by dotnet tool install: a package that says which one is for which system, and one for each.
tools() {
    mkdir -p "$work/tool/tools/any/any"
    put 644 "$work/tool/tools/any/any" packaging/tool/DotnetToolSettings.xml
    nupkg Msmtp.Tool DotnetTool "$work/tool"
    for rid in $rids; do
        mkdir -p "$work/tool-$rid/tools/any"
        put 755 "$work/tool-$rid/tools/any/$rid" "$work/$rid/bin/msmtp"
        put 644 "$work/tool-$rid/tools/any/$rid" packaging/tool/native/DotnetToolSettings.xml
        cp -R "$work/$rid/lib/msmtp/host" "$work/tool-$rid/tools/any/host"
        nupkg "Msmtp.Tool.$rid" DotnetToolRidPackage "$work/tool-$rid"
    done
}

# image RID PROCESSOR: a container's image with the command, the libraries of Debian 12 that it needs, and the certificates of authorities.
libraries="ld-linux-* libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2 libnss_dns.so.2 libssl.so.3 libcrypto.so.3"
image() {
    base=artifacts/image/$1
    mkdir -p artifacts/image
    [ -d "$base" ] || packaging/unpack.sh "$base" "bookworm bookworm-security" "$2" libc6 libssl3 ca-certificates
    root=$work/image-$1
    for library in $libraries; do
        (cd "$base" && find . -name "$library") | while read -r file; do
            mkdir -p "$root/${file%/*}" && cp -P "$base/$file" "$root/$file"
        done
    done
    for package in libc6 libssl3 ca-certificates; do
        put 644 "$root/usr/share/doc/$package" "$base/usr/share/doc/$package/copyright"
    done
    mkdir -p "$root/etc/ssl/certs"
    find "$base/usr/share/ca-certificates" -name '*.crt' | sort | xargs cat >"$root/etc/ssl/certs/ca-certificates.crt"
    put 644 "$root/etc" packaging/image/*
    put 755 "$root/usr/bin" "$work/$1/bin/msmtp"
    for name in mailq msmtpd sendmail; do
        ln -s msmtp "$root/usr/bin/$name"
    done
    install -d -m 1777 "$root/tmp"
    home=$work/home-$1/msmtp
    install -d -m 700 "$home"

    container=$(store from scratch)
    quietly store copy "$container" "$root" /
    quietly store copy --chown 65532:65532 "$container" "${home%/*}" /home
    quietly store config --arch "$2" --os linux --entrypoint '["/usr/bin/msmtp"]' --cmd '' --user 65532:65532 --workingdir /home/msmtp \
        --env HOME=/home/msmtp --label org.opencontainers.image.title=msmtp-net \
        --label "org.opencontainers.image.version=$version" "$container"
    quietly store commit --timestamp "$SOURCE_DATE_EPOCH" --rm "$container" "oci:$work/oci-$1:msmtp-net:$version"
    archive "$work/oci-$1" . >"$output/msmtp-net-$version-$1.oci.tar"
}

# store COMMAND...: buildah, with a store of its own that needs nothing of the system.
store() {
    buildah --root "$work/store" --runroot "$work/store-run" --storage-driver vfs "$@"
}

# bill RID: a bill of materials.
bill() {
    inputs=src/Cli/obj/native$1/Release/net10.0/$1/native/Msmtp.Cli.ilc.rsp
    runtime=$(grep -im1 "nativeaot.$1/" "$inputs" | sed "s:.*nativeaot.$1/\([0-9.]*\)/.*:\1:")
    jq --arg rid "$1" --arg version "$version" --arg runtime "$runtime" --arg debian "$(cat "artifacts/sysroot/$1/.packages")" \
        --arg time "$(date -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)" -f packaging/sbom.jq \
        "$work/$1/lib/msmtp/host/Msmtp.Cli.deps.json" >"$output/msmtp-net-$version-$1.cdx.json"
}

# OUTPUT may be any folder: only what was made there before goes, by its names.
mkdir -p "$output" artifacts
output=$(realpath "$output")
if [ -f "$output/.made" ]; then
    (cd "$output" && xargs -d '\n' rm -f -- <.made && rm -f .made .packaged)
fi
[ -z "$(ls -A "$output")" ] || die "$output is not empty, and what is in it was not made by this"

install_tools
for rid in $rids; do
    ./build.sh portable "$rid"
done

work=$(mktemp -d "$PWD/artifacts/package.XXXXXX")
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
target=$output
output=$work/made
mkdir "$output"

for rid in $rids; do
    tree "$rid"
done
# every RID DEBIAN-PROCESSOR RPM-PROCESSOR
every() {
    debs "$1" "$2"
    rpms "$1" "$3"
    tarball "$1"
    image "$1" "$2"
    bill "$1"
}
for rid in $rids; do
    case $rid in
        linux-x64) every "$rid" amd64 x86_64 ;;
        *) every "$rid" arm64 aarch64 ;;
    esac
done
tools

(cd "$output" && sha256sum -- * >SHA256SUMS && ls >.made)
mv "$output"/* "$output/.made" "$target"
[ $# -ge 2 ] || echo "$SOURCE_DATE_EPOCH" >"$stamp"
