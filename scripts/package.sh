#!/bin/sh
# Installs Debian packages, as root or with a sudo that asks nothing; fails where neither is at hand.
command -v apt-get >/dev/null || exit 1
sudo=
if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || exit 1
    sudo="sudo -n"
fi
$sudo apt-get update && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
