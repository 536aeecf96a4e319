#!/bin/sh
# Prints the path of a Chromium or Chrome and fails when there is none. CHROMIUM names one; as root, or with a sudo
# that asks nothing, Debian's own package is installed when none is found.

find_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
        command -v "$name" && return
    done
    mac="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    [ -x "$mac" ] && echo "$mac"
}

install_chromium() {
    command -v apt-get || return
    sudo=
    if [ "$(id -u)" != 0 ]; then
        sudo -n true || return
        sudo="sudo -n"
    fi
    $sudo apt-get update && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium fonts-liberation
}

if [ -n "${CHROMIUM:-}" ]; then
    command -v "$CHROMIUM"
    exit
fi
find_chromium && exit
echo "no Chromium found, trying to install one" >&2
install_chromium >&2 2>&1
find_chromium
