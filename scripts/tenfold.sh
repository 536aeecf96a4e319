#!/bin/sh
# What an archive of ten times the size costs: instructions (cachegrind) and peak memory of a build on one thread.
#   sh scripts/tenfold.sh MINUTEBOOK SOURCE [CONFIG] [TIMES]
# Images are left out. Instructions need valgrind, memory needs GNU time; without one of them its column is empty.
set -eu
program=$1
source=$2
config=${3:+--config $3}
times=${4:-10}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
multiply=$(cd "$(dirname "$0")/../tests/browser" && pwd)/manyfold.mjs
RAYON_NUM_THREADS=1
export RAYON_NUM_THREADS

# Prints instructions and peak memory in KB of a build of so many variants of the notes.
cost() {
  node --input-type=module -e 'const { multiply } = await import(process.argv[1]); await multiply(process.argv[2], process.argv[3], Number(process.argv[4]));' \
    "$multiply" "$source" "$folder/$1" "$1"
  # shellcheck disable=SC2086
  set -- "$1" build "$folder/$1" $config --today 2026-06-10 --base-url https://example.org/ -q -o "$folder/out-$1"
  number=$1
  shift
  memory=$(command time -f %M "$program" "$@" 2>&1 >/dev/null | tail -n 1 || true)
  instructions=
  if command -v valgrind >/dev/null; then
    # Without its simulation of caches, cachegrind is the tool that counts soonest.
    valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file="$folder/profile-$number" "$program" "$@" \
      2>"$folder/log" >/dev/null
    instructions=$(sed -n 's/.*I *refs: *//p' "$folder/log" | tr -d ,)
  fi
  echo "$instructions $memory"
}

one=$(cost 1)
many=$(cost "$times")
echo "$one $many" | awk -v times="$times" '{
  printf "%-10s %18s %12s\n", "", "instructions", "memory, KB"
  printf "%-10s %18s %12s\n", "once", $1, $2
  printf "%-10s %18s %12s\n", times "-fold", $3, $4
  if ($1 > 0 && $2 > 0) printf "%-10s %18.2f %12.2f\n", "ratio", $3 / $1, $4 / $2
}'
