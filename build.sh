#!/bin/sh
# Builds the native command, artifacts/bin/msmtp, and the managed host beside it, artifacts/host/msmtp.
# Does nothing when nothing has changed since the last time. "./build.sh faults" and "./build.sh portable RID": see the end.
set -eu
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

native=artifacts/bin/msmtp
managed=artifacts/host/msmtp

case "$(uname -m)" in
    aarch64 | arm64) rid=linux-arm64 ;;
    *) rid=linux-x64 ;;
esac
ldd --version 2>&1 | grep -qi musl && rid=$(echo "$rid" | sed 's/linux/linux-musl/')

# Whether a product is there and nothing it is made from is newer.
fresh() {
    [ -x "$1" ] && [ -z "$(find src plugins build Directory.Build.props Directory.Packages.props global.json build.sh \
        -name bin -prune -o -name obj -prune -o -type f -newer "$1" -print -quit)" ]
}

# try_publish OUTPUT [OPTION...]: compiles the command, and leaves what the compiler says in OUTPUT.log.
try_publish() {
    output=$1
    shift
    dotnet publish src/Cli/Msmtp.Cli.csproj -c Release -o "$output" -v quiet "$@" >"$output.log" 2>&1 && rm -f "$output.log"
}

# publish OUTPUT [OPTION...]: the same; on failure shows what the compiler said.
publish() {
    try_publish "$@" || {
        cat "$1.log" >&2
        exit 1
    }
}

# Whether this system's linker writes packed relocations, and its C library, 2.36 or later, reads them.
relr() {
    ld --help 2>/dev/null | grep -q pack-relative-relocs || return 1
    version=$(getconf GNU_LIBC_VERSION 2>/dev/null) && version=${version#glibc } || return 1
    [ "${version%%.*}" -gt 2 ] || [ "${version#*.}" -ge 36 ]
}

# The native link step needs a C compiler.
have_compiler() {
    command -v clang >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1
}

install_compiler() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    echo "build.sh: no C compiler for the native link step: installing gcc with apt" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gcc libc6-dev; } >/dev/null 2>&1
}

# launcher OUTPUT [OPTION...]: what comes before the managed host.
launcher() {
    output=$1
    shift
    compiler=$(command -v clang || command -v gcc) &&
        "$compiler" -O2 -s -pthread -DLAUNCHER "$@" src/Cli/Native/start.c -o "$output"
}

# ./build.sh portable RID: both commands as packages ship them, in artifacts/portable/RID, for linux-x64 or linux-arm64, on either of them
# (src/Cli/Native/Portable.targets). It needs clang, lld and llvm; package.sh installs them.
if [ "${1:-}" = portable ]; then
    rid=$2
    folder=artifacts/portable/$rid
    fresh "$folder/host/msmtp" && exit 0
    packaging/sysroot.sh "$rid"
    mkdir -p "$folder"
    # The same options for both: the libraries in them are compiled once. What analyzers have to say, they say to ./build.sh.
    for flavour in native host; do
        publish "$folder/$flavour" -r "$rid" -p:Flavour=${flavour#host} -p:Portable="$rid" -p:DebugType=none -p:RunAnalyzers=false \
            -p:PublishDocumentationFiles=false -p:PublishReferencesDocumentationFiles=false
    done
    mv "$folder/native/Msmtp.Cli" "$folder/msmtp"
    case $rid in
        linux-x64) processor=x86_64 ;;
        *) processor=aarch64 ;;
    esac
    launcher "$folder/host/msmtp" --target=$processor-linux-gnu --sysroot="artifacts/sysroot/$rid" -fuse-ld=lld \
        -fPIE -pie -Wl,-z,relro,-z,now -D_FORTIFY_SOURCE=2
    exit 0
fi

mkdir -p artifacts/bin

if ! fresh "$managed"; then
    have_compiler || install_compiler || :
    # Compiled ahead of time where the compiler for it can be had, a package of NuGet. Without it all is the same, but slower to start.
    try_publish artifacts/host -r "$rid" || {
        publish artifacts/host
        echo "build.sh: compiled ahead of time it was not (microsoft.netcore.app.crossgen2.$rid): artifacts/host/msmtp starts slower" >&2
    }
    # In front of it stands a launcher, which does what must be done before the runtime starts; without a compiler it starts by itself.
    if ! launcher "$managed.new" 2>/dev/null; then
        mv -f artifacts/host/Msmtp.Cli "$managed.new"
        echo "build.sh: no C compiler: artifacts/host/msmtp does not check limits and rights before the runtime starts" >&2
    fi
    mv -f "$managed.new" "$managed"
    touch "$managed"
fi

# compile COMMAND FOLDER [OPTION...]: the command as a native program.
compile() {
    command=$1
    folder=$2
    shift 2
    if relr; then packed=true; else packed=false; fi
    publish "$folder" -r "$rid" -p:Flavour=native -p:PackRelativeRelocations=$packed "$@"
    cp "$folder/Msmtp.Cli" "$command.new"
    mv -f "$command.new" "$command"
}

# A link is the managed host in its place, from a time without a compiler.
if fresh "$native" && [ ! -L "$native" ]; then
    :
elif have_compiler || { install_compiler && have_compiler; }; then
    compile "$native" artifacts/native
else
    echo "build.sh: no C compiler and no way to install one: artifacts/bin/msmtp is the managed host" >&2
    ln -sf ../host/msmtp "$native"
fi

# ./build.sh faults: also the native command that makes mistakes when asked to, so that the tests of durability are seen to find them.
if [ "${1:-}" = faults ] && have_compiler && ! fresh artifacts/faults/msmtp; then
    mkdir -p artifacts/faults
    compile artifacts/faults/msmtp artifacts/faults/publish -p:Faults=faults -p:Optimize=false
fi
