#!/bin/sh
# What the slices in FOLDER/log.tsv come to, for each target: `table.sh FOLDER`.
set -eu
echo "| target | slices | wall s | processor s | inputs | edges | finds |"
echo "|---|--:|--:|--:|--:|--:|--:|"
awk -F '\t' '
    { slices[$1]++; wall[$1] += $2; used[$1] += $3; tried[$1] += $4; finds[$1] += $6; if ($5 > edges[$1]) edges[$1] = $5 }
    END {
        for (target in slices)
            printf "| %s | %d | %d | %.0f | %d | %d | %d |\n", target, slices[target], wall[target], used[target],
                tried[target], edges[target], finds[target]
    }' "$1/log.tsv" | sort
