#!/bin/sh
# One target for some seconds: `slice.sh PROGRAMS FOLDER TARGET SECONDS`. Adds a line to FOLDER/log.tsv: target, wall seconds,
# seconds of processor time, inputs tried, edges reached, finds. A find ends libFuzzer, so that it is begun again for the rest
# of the slice, up to three times: a target that fails at once must not fill the disk.
set -eu
programs=$1 folder=$2 target=$3 seconds=$4
corpus=$folder/corpus/$target
finds=$folder/finds/$target
mkdir -p "$corpus" "$finds" "$folder/output"
output=$folder/output/$target.$$
end=$(($(date +%s) + seconds))

for _ in 1 2 3; do
    begin=$(date +%s)
    left=$((end - begin))
    [ "$left" -gt 0 ] || break
    # Archives are written and read by the thousand: to memory where there is such a folder.
    scratch=$(mktemp -d "$([ -d /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")/fuzz.XXXXXX")
    # Processor time is that of the children of a shell of its own.
    used=$(
        TMPDIR=$scratch RAYON_NUM_THREADS=1 sh -c '"$@" > "$0" 2>&1; times' "$output" \
            "$programs/$target" "$corpus" "$folder/seeds/$target" -max_total_time="$left" \
            -rss_limit_mb=2048 -timeout=120 -max_len=8192 -print_final_stats=1 -artifact_prefix="$finds/" |
            awk 'NR == 2 { for (i = 1; i <= 2; i++) { split($i, part, /[ms]/); sum += part[1] * 60 + part[2] } printf "%.1f", sum }'
    )
    rm -rf "$scratch"
    wall=$(($(date +%s) - begin))
    tried=$(sed -n 's/^stat::number_of_executed_units: *//p' "$output")
    edges=$(grep -o ' cov: [0-9]*' "$output" | tail -n 1 | tr -dc 0-9 || true)
    found=$(grep -cE 'written to .*/(crash|timeout|oom|leak)-' "$output" || true)
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$target" "$wall" "$used" "${tried:-0}" "${edges:-0}" "$found" >> "$folder/log.tsv"
    [ "$found" -gt 0 ] || break
    cp "$output" "$finds/output.$begin"
done
rm -f "$output"
