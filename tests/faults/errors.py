#!/usr/bin/env python3
"""Lets system calls fail as a full or broken disk lets them fail: nothing is lost, and it is said once.

usage: errors.py MINYI [SEED]
"""

import random
import sys

from common import DROPS, Faults, Office, binary, has_strace, kept, messages, originals, say, skipped
from strace import inject, record

SAMPLES = 60
ERRORS = {
    "write": ["ENOSPC", "EIO"],
    "pwrite64": ["ENOSPC", "EIO"],
    "fsync": ["EIO", "ENOSPC"],
    "fdatasync": ["EIO"],
    "syncfs": ["EIO"],
    "rename": ["EIO", "ENOSPC", "EACCES"],
    "renameat2": ["EIO", "ENOSPC", "EACCES"],
    "mkdir": ["ENOSPC"],
    "ftruncate": ["EIO"],
    "openat": ["EIO", "EMFILE", "ENOSPC", "EACCES"],
    "read": ["EIO"],
    "getdents64": ["EIO"],
}
# One call fails, or every call of its kind from then on.
LASTING = ["", "+"]
MESSAGES_MAX = 4
# What the system says when a lasting fault stops it from loading the program at all.
NOT_LOADED = 127


def samples(calls, root, seed):
    """Calls on the office's files with an error each: every kind of call and error as often as any other."""
    numbers = {}
    for call, number, rest in calls:
        if call in ERRORS and str(root) in rest:
            numbers.setdefault(call, set()).add(number)
    chance = random.Random(seed)
    kinds = [(call, error, lasting) for call in sorted(numbers) for error in ERRORS[call] for lasting in LASTING]
    drawn = set()
    while len(drawn) < min(SAMPLES, 4 * len(kinds)):
        for call, error, lasting in kinds:
            drawn.add((call, chance.choice(sorted(numbers[call])), error, lasting))
    drawn = sorted(drawn)
    chance.shuffle(drawn)
    return drawn[:SAMPLES]


def fail_once(office, faults, fault, reference):
    call, number, error, lasting = fault
    name = f"{error} at {call} {number}{lasting}"
    ran = office.do("run", "--now", wrap=inject(call, f"{number}{lasting}", f"error={error}"))
    if ran.code == NOT_LOADED:
        return
    if not faults.hold(ran.code in (0, 1, 3, 4, 6), name, str(ran)):
        return
    faults.hold("panicked" not in ran.err, name, str(ran))
    lost = originals(DROPS) - kept(office)
    faults.hold(not lost, name, f"{len(lost)} originals are neither in the inbox nor in the archive")
    said = messages(ran.err)
    faults.hold(len(said) == len(set(said)) <= MESSAGES_MAX, name, f"messages: {said}")
    # Where no write goes through any more, none of a message does.
    is_mute = call == "write" and lasting
    faults.hold(said or ran.code == 0 or is_mute, name, f"exit {ran.code} without a message")
    # Files that could not be read stay and come later: then the others have taken their numbers.
    overtaken = bool(office.inbox()) and bool(office.json("list"))
    if office.settle(faults, f"after {name}"):
        for found in office.differences(unnumbered(reference) if overtaken else reference):
            faults.add(f"after {name}", f"{found} (it had said: {said}, exit {ran.code})")


def unnumbered(state):
    """What of a state does not tell in which order the files came."""
    return {key: state[key] for key in ("archive", "inbox", "taken", "balance")}


def main():
    minyi = binary(sys.argv)
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20260309
    if not has_strace():
        skipped("errors.py", "strace is missing or may not trace")
        return
    faults = Faults("errors.py")
    say(f"errors.py: seed {seed}")
    filled = Office.new(minyi, "filled").fill()
    undisturbed = filled.copy("undisturbed")
    ran = undisturbed.do("run", "--now")
    faults.hold(ran.code == 0, "undisturbed run", str(ran))
    reference = undisturbed.state()
    recorded = filled.copy("faulty")
    _, calls = record(recorded, "run", "--now")
    drawn = samples(calls, recorded.root, seed)
    for fault in drawn:
        fail_once(filled.copy("faulty"), faults, fault, reference)
    faults.leave(f"{len(drawn)} failing calls, seed {seed}")


if __name__ == "__main__":
    main()
