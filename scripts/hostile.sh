#!/bin/sh
# What one hostile note costs a build: processor seconds (user) and peak memory, and how large the site gets.
#   sh scripts/hostile.sh MINUTEBOOK
# It prints a table and decides nothing; it needs GNU time. Each note stands alone, beside one that is as it should be.
set -eu
program=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The rows of a note: how many, and awk's format of one of them, which is given its number.
rows() {
  awk -v count="$1" -v form="$2" 'BEGIN { print "# Ops 2024-01-10\n"; for (i = 0; i < count; i++) printf form, i }'
}

note() {
  case $1 in
    "60 000 handles") rows 60000 '@a%d ' ;;
    "45 000 dead links") rows 45000 '[x](gone-%d.md) ' ;;
    "45 000 dead links, one a line") rows 45000 '- [x](gone-%d.md)\n' ;;
    "30 000 actions") rows 30000 '- AI @ann: do %d\n' ;;
    "30 000 decisions") rows 30000 '- Decision: it is %d\n' ;;
    "20 000 references") rows 20000 'a/b#%d ' ;;
    "20 000 references, one a line") rows 20000 '- see a/b#%d\n' ;;
  esac
}

printf '| one note with | note, KB | user s | wall s | peak MB | site, MB |\n|---|--:|--:|--:|--:|--:|\n'
for what in "60 000 handles" "45 000 dead links" "45 000 dead links, one a line" "30 000 actions" "30 000 decisions" \
  "20 000 references" "20 000 references, one a line"; do
  rm -rf "$folder/minutes" "$folder/public"
  mkdir -p "$folder/minutes/ops"
  note "$what" > "$folder/minutes/ops/2024-01-10.md"
  printf '# Ops 2024-01-03\n\n- Decision: tea\n' > "$folder/minutes/ops/2024-01-03.md"
  command time -f '%U %e %M' -o "$folder/time" "$program" build "$folder/minutes" -o "$folder/public" --today 2024-06-01 -q >"$folder/log" 2>&1
  read -r user wall memory < "$folder/time"
  printf '| %s | %d | %s | %s | %d | %d |\n' "$what" $(($(wc -c < "$folder/minutes/ops/2024-01-10.md") / 1000)) \
    "$user" "$wall" $((memory / 1000)) $(($(du -sk "$folder/public" | cut -f 1) / 1000))
done
