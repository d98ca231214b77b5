#!/bin/sh
# Finds Java 17 or newer for the tests with Spark, installs Debian's where that is allowed, and says so where it is not.
set -u
found() {
    version=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
    [ "${version:-0}" -ge 17 ]
}
found && exit 0
as_root=""
[ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null && as_root="sudo -n"; }
if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || [ -n "$as_root" ]; }; then
    $as_root apt-get update -qq >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq openjdk-17-jre-headless >/dev/null 2>&1
fi
found && exit 0
echo "Found no Java 17 or newer and could not install it: the tests with Spark cannot run. Install the package 'openjdk-17-jre-headless'." >&2
exit 1
