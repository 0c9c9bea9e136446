#!/usr/bin/env python3
"""Real files of many programs, where the shared corpus lies beside the project: read as others read them, in bounds.

It holds the whole program to time and memory; what each file says is tests/office/corpus.rs' business as well, and
the explained exceptions are shared with it.

usage: corpus.py MINYI [CORPUS]
"""

import csv
import json
import os
import sys
from pathlib import Path

from common import REPOSITORY, Faults, binary, say, skipped
from hostile import MEMORY_MIB, SECONDS, watched

# Files of one invocation, and its time: as many times ten seconds would be no limit, so all together get it once
# more than a single file, on a machine that does other things as well.
CHUNK = 32
# A file that was opened, in which nothing could be a paper.
OPENED = {"NO_TEXT", "NO_HEADER"}
EXCEPTIONS = REPOSITORY / "tests/corpus-exceptions.tsv"


def exceptions():
    """Ends of names, and why each is excepted."""
    with open(EXCEPTIONS, newline="") as file:
        rows = csv.reader((line for line in file if not line.startswith("#")), delimiter="\t")
        return dict(rows)


def index(corpus):
    with open(corpus / "index.tsv", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def hold_line(faults, row, line, excepted):
    """A file is read or refused, and as much of it is read as another library read; True for an exception."""
    name = row["file"]
    faults.hold(line["papers"] or line["rejections"] or line["characters"], name, "neither read nor refused")
    if row["status"] != "ok":
        return False
    refused = [one["code"] for one in line["rejections"] if one["paper"] is None]
    opened = all(code in OPENED for code in refused)
    if opened and line["characters"] >= int(row["characters"] or 0):
        return False
    reason = next((why for end, why in excepted.items() if name.endswith(end)), None)
    found = f"{line['characters']} of {row['characters']} characters {refused}"
    if reason is None:
        faults.add(name, found)
        return False
    say(f"exception: {name}: {found}: {reason}")
    return True


def main():
    minyi = binary(sys.argv)
    corpus = Path(sys.argv[2] if len(sys.argv) > 2 else os.environ.get("MINYI_CORPUS", REPOSITORY.parent / "shared/corpus"))
    if not (corpus / "index.tsv").exists():
        skipped("corpus.py", f"there is no corpus at {corpus}")
        return
    faults = Faults("corpus.py")
    rows = index(corpus)
    excepted = exceptions()
    seen = explained = 0
    most = longest = 0
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        paths = [corpus / row["file"] for row in chunk]
        ran, seconds, memory = watched([minyi, "extract", "--json", *paths])
        name = f"files {start + 1} to {start + len(chunk)}"
        faults.hold(ran.code == 0 and "panicked" not in ran.err, name, str(ran))
        faults.hold(seconds <= 2 * SECONDS, name, f"{seconds:.0f} s")
        faults.hold(memory <= MEMORY_MIB, name, f"{memory:.0f} MiB")
        most, longest = max(most, memory), max(longest, seconds)
        lines = [json.loads(line) for line in ran.out.splitlines()]
        if faults.hold(len(lines) == len(chunk), name, f"{len(lines)} lines for {len(chunk)} files"):
            for row, line in zip(chunk, lines):
                seen += 1
                explained += hold_line(faults, row, line, excepted)
    say(f"corpus.py: longest {longest:.1f} s and largest {most:.0f} MiB of {CHUNK} files")
    faults.leave(f"{seen} files, {explained} explained exceptions")


if __name__ == "__main__":
    main()
