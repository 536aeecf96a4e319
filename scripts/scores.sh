#!/bin/sh
# Scores what is found in the shared archive against hand-made labels and queries.
#
#     sh scripts/scores.sh PROGRAM
#
# MINUTEBOOK_SHARED   the folder with corpus/ and eval/; ../shared unless given
set -eu

program=$1
cd "$(dirname "$0")/.."
shared=${MINUTEBOOK_SHARED:-../shared}
source=$shared/corpus/scs-minutes
config=examples/scs/minutebook.yaml
[ -d "$source" ] && [ -d "$shared/eval" ] || {
    echo "error: there is no $source with labels in $shared/eval; set MINUTEBOOK_SHARED to the folder that has both" >&2
    exit 2
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for register in decisions actions; do
    "$program" export "$register" "$source" --config "$config" --format jsonl >"$folder/$register.jsonl"
done
score() {
    echo "$1: $(python3 "$shared/eval/score_registers.py" "$2" "$3" "$folder/decisions.jsonl" "$folder/actions.jsonl")"
}
score "notes that the rules were written with" "$shared/eval/gold.jsonl" "$shared/eval/gold-files.txt"
score "notes that were read later" tests/labels/read.jsonl tests/labels/read-files.txt
score "notes that were kept aside" tests/labels/aside.jsonl tests/labels/aside-files.txt
# Communities whose minutes look otherwise, without a configuration; both tiers, then what is marked.
echo "foreign archives:"
python3 "$shared/eval/score_foreign.py" "$program"
echo "foreign archives, explicit rows:"
python3 "$shared/eval/score_foreign.py" "$program" --tier explicit
score_several() {
    echo "$1: $(python3 scripts/score_labels.py "$program" "$shared" "$2" "$3")"
}
score_several "more foreign notes, with which rules were written, too" tests/labels/foreign-read.jsonl tests/labels/foreign-read-files.txt
score_several "foreign notes that were kept aside" tests/labels/foreign-aside.jsonl tests/labels/foreign-aside-files.txt
# The site's own index answers faster than one made for each query.
"$program" build "$source" --config "$config" -o "$folder/site" >/dev/null 2>&1
python3 "$shared/eval/score_search.py" "$shared/eval/queries.jsonl" \
    "$program" search --source "$source" --config "$config" --output "$folder/site" --limit 10 --json
for archive in scs-minutes:scs electron-governance:electron-governance rust-lang-team:rust-lang-team; do
    name=${archive%:*}
    "$program" export calls "$shared/corpus/$name" --config "examples/${archive#*:}/minutebook.yaml" --format jsonl >"$folder/calls.jsonl"
    echo "$name: $(python3 "$shared/eval/check_calls.py" "$shared/eval/calls-$name.tsv" "$folder/calls.jsonl" | tail -n 1)"
done
