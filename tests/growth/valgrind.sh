#!/bin/sh
# Sees to it that there is a valgrind, which counts the work of the growth tests: Debian's own package is installed where that
# needs no password. Without one the tests say that they were skipped, and fail in CI.
command -v valgrind >/dev/null && exit
echo "no valgrind found, trying to install it" >&2
sh "$(dirname "$0")/../../scripts/package.sh" valgrind >&2 || echo "install it with: sudo apt-get install -y valgrind" >&2
