#!/bin/sh
# summary.sh TESTS RESULTS STATUS: the closing line of test.sh, and whether all is well.
# TESTS is the folder of the test programs' projects, RESULTS that of the reports which they wrote (xUnit's XML, one each), STATUS the exit
# status of the run. A program that ran counts its tests. One that crashed, never ran or ran no test left no whole report, or an empty
# one: it counts as a failed test, for nobody knows what it would have found.
set -u
tests=$1
results=$2
status=$3

passed=0
failed=0
skipped=0

fail() {
    echo "summary.sh: $1" >&2
    failed=$((failed + 1))
}

# attribute NAME: that of the element in $element, or 0.
attribute() {
    value=$(echo "$element" | sed -n "s/.* $1=\"\([0-9][0-9]*\)\".*/\1/p")
    echo "${value:-0}"
}

for project in $(find "$tests" -name obj -prune -o -name bin -prune -o \( -name '*Tests.csproj' -o -name 'Msmtp.Peers.csproj' \) -print | sort); do
    name=$(basename "$project" .csproj)
    report=$(grep -l "<assembly [^>]*name=\"[^\"]*/$name.dll\"" "$results"/*.xml 2>/dev/null | head -n 1)
    if [ -z "$report" ]; then
        fail "$name left no report: it crashed, or did not run"
    elif ! tail -c 100 "$report" | grep -q '</assemblies>'; then
        fail "$name left half a report: it crashed"
    else
        element=$(tr '>' '\n' <"$report" | grep -m 1 '<assembly ')
        ran=$(attribute total)
        [ "$((ran - $(attribute not-run)))" -gt 0 ] || fail "$name ran no test"
        passed=$((passed + $(attribute passed)))
        failed=$((failed + $(attribute failed) + $(attribute errors)))
        skipped=$((skipped + $(attribute skipped)))
    fi
done

[ $((passed + failed + skipped)) -gt 0 ] || fail "there is no test program"
[ "$status" = 0 ] || [ $failed -gt 0 ] || fail "the run ended with status $status, though no test failed"
echo "tests: $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
