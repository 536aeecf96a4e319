#!/bin/sh
# The files of a site that redaction changes, each with the lines: what the default takes out of a folder of minutes.
#   sh scripts/redacted.sh MINUTEBOOK SOURCE [CONFIG]
# Two sites are built, as configured and with `privacy.redact: []`, and their Markdown copies (`…/index.md`, the text of each
# call as it is published) are held against each other; then all other files. Search blocks are named by their content and left out.
set -eu
program=$1
source=$2
config=${3:-$source/minutebook.yaml}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if grep -q '^privacy:' "$config"; then
  echo "$config has its own \`privacy\`; take it out first" >&2
  exit 2
fi
{ cat "$config"; printf '\nprivacy:\n  redact: []\n'; } > "$folder/all.yaml"
for name in default all; do
  given=$config
  [ "$name" = default ] || given=$folder/all.yaml
  "$program" build "$source" --config "$given" --today 2026-06-10 -o "$folder/$name" -q >"$folder/log" 2>&1 ||
    { cat "$folder/log" >&2; exit 1; }
done
cd "$folder"
find default -name index.md | wc -l | sed 's/$/ texts of calls and documents/'
find default -name index.md | sort | while read -r path; do
  path=${path#default/}
  # What was taken out is in the log of nobody: the lines are shown as they are published.
  diff "all/$path" "default/$path" > lines || sed -n "s|^> |$path: |p" lines
done > changed
cut -d : -f 1 changed | sort -u | wc -l | sed 's/$/ of them differ:/'
cat changed
# Names of styles and search files are made of their content, so that every page that names one would differ.
for name in default all; do
  (cd "$name" && find . -type f -name '*.html' | sort | while read -r path; do
    sed 's/\.[0-9a-f]\{8,\}\././g' "$path" | cksum | sed "s|$| $path|"
  done) > "$name.sums"
done
diff all.sums default.sums | sed -n 's|^> [0-9]* [0-9]* \./||p' > pages
grep -c '' pages | sed 's/$/ pages differ:/'
cat pages
