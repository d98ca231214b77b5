#!/bin/sh
# Finds a Chromium for the browser tests, installs Debian's where that is allowed, and says so where it is not.
set -u
for name in chromium-headless-shell chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
[ -d "/Applications/Google Chrome.app" ] && exit 0
as_root=""
[ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null && as_root="sudo -n"; }
if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || [ -n "$as_root" ]; }; then
    $as_root apt-get update -qq >/dev/null 2>&1
    # The shell without windows needs a third less time; where there is none, the browser does.
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium chromium-headless-shell >/dev/null 2>&1 || \
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium >/dev/null 2>&1
fi
command -v chromium >/dev/null 2>&1 && exit 0
if [ "${CI:-}" = true ]; then
    echo "Found no Chromium and could not install it; the browser tests need one. Install the package 'chromium'." >&2
    exit 1
fi
echo "Found no Chromium and may not install it: the browser tests will be skipped. Install the package 'chromium' to run them." >&2
exit 0
