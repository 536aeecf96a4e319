#!/usr/bin/env python3
"""Score decisions and actions of several archives, without a configuration, against labels made by reading.

usage: score_labels.py PROGRAM SHARED LABELS FILES

LABELS has a row of JSON a label, FILES a path a line; a path begins with the folder of its archive in SHARED/corpus. Prints what
SHARED/eval/score_registers.py makes of the rows of all archives together.
"""
import json
import os
import subprocess
import sys
import tempfile


def main():
    program, shared, labels, files = sys.argv[1:]
    with open(files, encoding="utf-8") as lines:
        archives = sorted({line.split("/")[0] for line in lines if line.strip()})
    with tempfile.TemporaryDirectory() as folder:
        for register in ("decisions", "actions"):
            with open(os.path.join(folder, register), "w", encoding="utf-8") as out:
                for archive in archives:
                    command = [program, "export", register, os.path.join(shared, "corpus", archive), "--format", "jsonl"]
                    exported = subprocess.run(command, capture_output=True, text=True, check=True).stdout
                    for row in map(json.loads, filter(str.strip, exported.splitlines())):
                        for place in [row] + (row.get("history") or []):
                            place["file"] = f"{archive}/{place['file']}"
                        out.write(json.dumps(row) + "\n")
        rows = [os.path.join(folder, register) for register in ("decisions", "actions")]
        scorer = os.path.join(shared, "eval", "score_registers.py")
        print(subprocess.run([sys.executable, scorer, labels, files, *rows], capture_output=True, text=True, check=True).stdout.strip())


main()
