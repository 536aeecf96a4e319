#!/bin/sh
# Runs tests in the browser against the program given: all of them, or the file named after it. Without a Chromium they are
# skipped, but never in CI.
set -eu
cd "$(dirname "$0")/../.."

CHROMIUM=$(sh tests/browser/chromium.sh) || {
    message="browser tests need Chromium: sudo apt-get install -y chromium, or set CHROMIUM to its path"
    if [ "${CI:-}" = true ]; then
        echo "error: $message" >&2
        exit 1
    fi
    echo "skipped: $message"
    exit 0
}
MINUTEBOOK=${1:-target/release/minutebook}
export CHROMIUM MINUTEBOOK
exec node --test --test-reporter=spec --test-timeout=3600000 "${2:-tests/browser/main.test.mjs}"
