#!/bin/sh
# Names each missing tool with the command that installs it; fails when there is one.
missing=0

need() { # tool, its lowest version, how to install it
    if ! command -v "$1" >/dev/null 2>&1; then
        echo "missing: $1 ($2 or newer). Install it with: $3" >&2
        missing=1
        return
    fi
    [ -n "$2" ] || return 0
    found=$("$1" --version 2>/dev/null | sed -n 's/^[^0-9]*\([0-9][0-9.]*\).*/\1/p;q')
    lowest=$(printf '%s\n%s\n' "$2" "$found" | sort -t. -k1,1n -k2,2n | head -n 1)
    if [ "$lowest" != "$2" ]; then
        echo "too old: $1 $found ($2 or newer is needed). Update it with: $4" >&2
        missing=1
    fi
}

rust="curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y && . \"\$HOME/.cargo/env\""
node="curl -fsSL https://deb.nodesource.com/setup_22.x | sudo -E bash - && sudo apt-get install -y nodejs   (or see https://nodejs.org/)"
if command -v brew >/dev/null 2>&1; then
    rust="brew install rustup && rustup default stable"
    node="brew install node"
fi

need cargo 1.92 "$rust" "rustup update stable   (without rustup: $rust)"
need node 20.11 "$node" "$node"
need npm 9.0 "$node" "npm install --global npm@latest"
if ! command -v cc >/dev/null 2>&1; then
    echo "missing: cc, the linker that Rust calls. Install it with: sudo apt-get install -y build-essential" >&2
    missing=1
fi
exit $missing
