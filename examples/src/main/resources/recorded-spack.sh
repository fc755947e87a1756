#!/bin/sh
# Stands in for Spack: "install SPEC" prints what was recorded when it was installed, at its pace, and "spec SPEC" which
# packages that were.
for spec; do :; done
build=$(dirname "$0")/recorded/$(printf %s "$spec" | tr -c 'A-Za-z0-9@.~+-' _)
case $1 in
install) ;;
spec) exec cat "$build.spec" ;;
*) exit 0 ;;
esac
[ -f "$build" ] || {
    echo "==> Error: no build of $spec is recorded"
    exit 1
}
{
    read -r status
    while IFS= read -r line; do
        pause=${line%% *}
        [ "$pause" = 0 ] || sleep "$pause"
        printf '%s\n' "${line#* }"
    done
} < "$build"
exit "$status"
