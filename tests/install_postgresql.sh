#!/bin/sh
# Finds PostgreSQL for the tests of the second database, installs Debian's where that is allowed, and says so where it is not.
set -u
found() {
    command -v initdb >/dev/null 2>&1 && return 0
    for folder in /usr/lib/postgresql/*/bin; do
        [ -x "$folder/initdb" ] && return 0
    done
    return 1
}
found && exit 0
as_root=""
[ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null && as_root="sudo -n"; }
if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || [ -n "$as_root" ]; }; then
    $as_root apt-get update -qq >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq postgresql >/dev/null 2>&1
fi
found && exit 0
echo "Found no PostgreSQL and could not install it: the tests on the second database cannot run. Install the package 'postgresql'." >&2
exit 1
