#!/bin/sh
# ./pack.sh [OUTPUT [VERSION]]: packs everything that others can use, into artifacts/packages unless told otherwise.
# VERSION is for trying the packages: a number that no cache has seen. Without it, what has not changed is not packed again.
set -eu
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

output=${1:-artifacts/packages}
version=${2:-}

mkdir -p "$output"
stamp=$output/.packed
if [ -z "$version" ] && [ -f "$stamp" ] && [ -z "$(find src plugins templates Directory.Build.props Directory.Packages.props \
    pack.sh -name bin -prune -o -name obj -prune -o -type f -newer "$stamp" -print -quit)" ]; then
    exit 0
fi

# Only the packages get another number, not the assemblies: what is compiled stays compiled.
set -- src/packages.slnf -c Release -o "$output" -p:Flavour=pack -v quiet
[ -z "$version" ] || set -- "$@" -p:PackageVersion="$version"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet pack "$@" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
touch "$stamp"
