#!/bin/sh
# Prints the path of a Chromium or Chrome and fails when there is none. CHROMIUM names one; when none is found, Debian's own
# package is installed where that needs no password.

find_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
        command -v "$name" && return
    done
    mac="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    [ -x "$mac" ] && echo "$mac"
}

if [ -n "${CHROMIUM:-}" ]; then
    command -v "$CHROMIUM"
    exit
fi
find_chromium && exit
echo "no Chromium found, trying to install one" >&2
sh "$(dirname "$0")/../../scripts/package.sh" chromium fonts-liberation >&2
find_chromium
