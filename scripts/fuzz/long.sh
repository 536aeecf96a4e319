#!/bin/sh
# Feeds every fuzz target with what libFuzzer makes up, in slices of up to ten minutes, two targets at a time, so that all
# have had the same time whenever it is stopped. Prints a table at the end; decides nothing.
#
#   sh scripts/fuzz/long.sh MINUTES [FOLDER]
#
# MINUTES is wall time for each target. FOLDER (target/fuzz-long unless given) keeps inputs, finds and a log; a run in the
# same folder goes on with the inputs of the last one. `sh scripts/fuzz/table.sh FOLDER` prints the table of all runs so far.
# It needs a nightly toolchain and cargo-fuzz (`cargo install cargo-fuzz --locked`).
set -eu
cd "$(dirname "$0")/../.."
seconds=$((${1:?minutes for each target} * 60))
mkdir -p "${2:-target/fuzz-long}"
folder=$(cd "${2:-target/fuzz-long}" && pwd)

# Our code has no `unsafe`: the time goes into inputs, not into watching memory.
CARGO_PROFILE_RELEASE_LTO=off cargo +nightly fuzz build -s none --target-dir "$folder/build"
programs=$(dirname "$(find "$folder/build" -path '*/release/fuzz-seeds' -type f | head -n 1)")
"$programs/fuzz-seeds" "$folder/seeds"

slice=600
while [ "$seconds" -gt 0 ]; do
    [ "$seconds" -ge "$slice" ] || slice=$seconds
    for target in "$folder"/seeds/*; do
        echo "$(basename "$target") $slice"
    done
    seconds=$((seconds - slice))
done | xargs -L 1 -P 2 sh scripts/fuzz/slice.sh "$programs" "$folder"
sh scripts/fuzz/table.sh "$folder"
