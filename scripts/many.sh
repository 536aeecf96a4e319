#!/bin/sh
# What a build of very many notes takes: time, processor time, peak memory, files and bytes, once and TIMES-fold, each note in teams of its own.
#   sh scripts/many.sh MINUTEBOOK SOURCE CONFIG [TIMES]
# Images are left out. 71 times the SCS archive are 50 055 files of notes; their site takes 4.3 GB below TMPDIR. Needs GNU time.
set -eu
program=$1
source=$2
config=$3
times=${4:-71}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
multiply=$(cd "$(dirname "$0")/../tests/browser" && pwd)/manyfold.mjs

printf '%-8s %10s %8s %8s %8s %10s %8s %14s\n' "" notes seconds "CPU s" MiB files MB "hot file, KB"
for number in 1 "$times"; do
  node --input-type=module -e 'const { multiply } = await import(process.argv[1]); await multiply(process.argv[2], process.argv[3], Number(process.argv[4]));' \
    "$multiply" "$source" "$folder/notes" "$number"
  command time -o "$folder/times" -f '%e %U %S %M' \
    "$program" build "$folder/notes" --config "$config" --today 2026-06-10 --base-url https://example.org/ -q -o "$folder/site" 2>"$folder/log" || {
    cat "$folder/log" >&2
    exit 1
  }
  notes=$(find "$folder/notes" -type f -name '*.md' | wc -l)
  files=$(find "$folder/site" -type f | wc -l)
  bytes=$(find "$folder/site" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }')
  hot=$(gzip -c "$folder"/site/search/hot.*.bin | wc -c)
  tail -n 1 "$folder/times" | awk -v label="$number-fold" -v notes="$notes" -v files="$files" -v bytes="$bytes" -v hot="$hot" \
    '{ printf "%-8s %10d %8.2f %8.1f %8.0f %10d %8.0f %14.0f\n", label, notes, $1, $2 + $3, $4 / 1024, files, bytes / 1e6, hot / 1e3 }'
  rm -rf "$folder/notes" "$folder/site"
done
