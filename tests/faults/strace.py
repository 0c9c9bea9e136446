"""Faults at chosen system calls: strace counts the calls of a run and then spoils one of them.

strace counts per thread, so a fault is named by the call and its number within the thread that made it, drawn from
a recording of all calls: every call of the program is as likely as any other, in whatever thread it is made.
"""

import random
import re

from common import folder

# Calls that change what lies on the disk: where a wrong order of steps would show.
CHANGING = {
    "write", "pwrite64", "writev", "fsync", "fdatasync", "syncfs", "rename", "renameat", "renameat2", "link", "linkat",
    "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "ftruncate", "fallocate", "copy_file_range", "fchmod",
}
LINE = re.compile(r"^(\d+) +([a-z_0-9]+)\((.*)$")


def record(office, *arguments):
    """All calls of a command, as (call, number within its thread, what it was called with)."""
    log = folder() / "calls"
    ran = office.do(*arguments, wrap=["strace", "-f", "-y", "-o", log, "-e", "signal=none"])
    calls, counts = [], {}
    for line in log.read_text(errors="replace").splitlines():
        found = LINE.match(line)
        # `exit_group` ends the process anyway.
        if found is None or found[2] in ("exit_group", "exit"):
            continue
        key = (found[1], found[2])
        counts[key] = counts.get(key, 0) + 1
        calls.append((found[2], counts[key], found[3]))
    return ran, calls


def draws(calls, seed):
    """The calls in a seeded order, each once; every second one changes something on the disk."""
    distinct = sorted({(call, number) for call, number, _ in calls})
    chance = random.Random(seed)
    chance.shuffle(distinct)
    changing = [one for one in distinct if one[0] in CHANGING]
    others = [one for one in distinct if one[0] not in CHANGING]
    drawn = []
    while changing or others:
        drawn += changing[:1] + others[:1]
        del changing[:1], others[:1]
    return drawn


def inject(call, number, fault):
    """The words before a command under which its `number`-th `call` goes wrong."""
    return [
        "strace", "-f", "-qqq", "-o", "/dev/null", "-e", f"trace={call}",
        "-e", f"inject={call}:{fault}:when={number}",
    ]
