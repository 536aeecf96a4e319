#!/bin/sh
# Puts minutebook on the PATH of a GitHub workflow: the released program where there is one for this machine, else the
# program built from the sources this script belongs to.
#
# MINUTEBOOK_FOLDER   where the program goes
# MINUTEBOOK_VERSION  the release; empty for the version of these sources
set -eu

sources=$(cd "$(dirname "$0")/.." && pwd)
own=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$sources/Cargo.toml" | head -n 1)
version=${MINUTEBOOK_VERSION:-$own}
repository=$(sed -n 's/^repository = "\(.*\)"$/\1/p' "$sources/Cargo.toml" | head -n 1)
folder=${MINUTEBOOK_FOLDER:?names the folder for the program}
mkdir -p "$folder/bin"

case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) target=x86_64-unknown-linux-gnu ;;
    Linux-aarch64) target=aarch64-unknown-linux-gnu ;;
    Darwin-arm64) target=aarch64-apple-darwin ;;
    *) target= ;;
esac

# The checksum stands beside the archive: it finds a broken download, and the address is what we trust.
download() {
    [ -n "$target" ] || return 1
    archive="minutebook-v$version-$target.tar.gz"
    address="$repository/releases/download/v$version"
    cd "$folder"
    curl --fail --silent --show-error --location --retry 2 --proto '=https' \
        --remote-name "$address/$archive" --remote-name "$address/$archive.sha256" || return 1
    { sha256sum --check "$archive.sha256" || shasum -a 256 --check "$archive.sha256"; } || return 1
    tar -xzf "$archive" -C bin minutebook
}

# With the npm package in its place, reveal.js is built into the program.
build() {
    if [ "$version" != "$own" ]; then
        echo "there is no program of release $version for this machine, and these are the sources of $own" >&2
        return 1
    fi
    cd "$sources"
    npm ci --ignore-scripts --no-audit --no-fund --omit=dev
    cargo install --path . --locked --root "$folder"
}

(download) || { echo "building minutebook $version, since there is no release to download"; build; }
"$folder/bin/minutebook" --version
[ -z "${GITHUB_PATH:-}" ] || echo "$folder/bin" >> "$GITHUB_PATH"
