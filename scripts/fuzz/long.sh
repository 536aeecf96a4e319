#!/bin/sh
# Feeds every fuzz target with what libFuzzer makes up, in slices of up to ten minutes, until each has had its time, those
# that have had least first. Prints a table at the end; decides nothing.
#
#   sh scripts/fuzz/long.sh MINUTES [FOLDER]
#
# MINUTES is wall time for each target, with what earlier runs in the same folder gave it. FOLDER (target/fuzz-long unless
# given) keeps inputs, finds and a log; `sh scripts/fuzz/table.sh FOLDER` prints the table of all runs so far. JOBS=2 targets
# run at a time. It needs a nightly toolchain and cargo-fuzz (`cargo install cargo-fuzz --locked`).
set -eu
cd "$(dirname "$0")/../.."
seconds=$((${1:?minutes for each target} * 60))
mkdir -p "${2:-target/fuzz-long}"
folder=$(cd "${2:-target/fuzz-long}" && pwd)

# Our code has no `unsafe`: the time goes into inputs, not into watching memory.
CARGO_PROFILE_RELEASE_LTO=off cargo +nightly fuzz build -s none --target-dir "$folder/build"
programs=$(dirname "$(find "$folder/build" -path '*/release/fuzz-seeds' -type f | head -n 1)")
"$programs/fuzz-seeds" "$folder/seeds"

touch "$folder/log.tsv"
# Slices are put in the order in which every target comes to the same time.
for target in "$folder"/seeds/*; do
    name=$(basename "$target")
    awk -F '\t' -v name="$name" -v whole="$seconds" '
        $1 == name { had += $2 }
        END { for (; had < whole; had += 600) print had, name, (whole - had < 600 ? whole - had : 600) }
    ' "$folder/log.tsv"
done | sort -n | cut -d ' ' -f 2- | xargs -r -L 1 -P "${JOBS:-2}" sh scripts/fuzz/slice.sh "$programs" "$folder"
sh scripts/fuzz/table.sh "$folder"
