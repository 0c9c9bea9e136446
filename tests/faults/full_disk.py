#!/usr/bin/env python3
"""Real full disks and read-only folders: nothing is lost, it is said once, and work goes on when there is room.

usage: full_disk.py MINYI
"""

import contextlib
import shutil
import subprocess
import sys

from common import (
    DROPS, HANG_SECONDS, Faults, Office, Watch, binary, can_mount, kept, messages, originals, skipped,
)

# Where a small disk is mounted, and its sizes: from one that takes nothing to one that nearly takes all.
DISKS = {
    "archive": [64, 128, 256, 400],
    "outbox": [64, 256, 512],
    "ledger": [96, 160, 256, 320],
    "inbox": [1],
    "office": [1024, 1400, 1800],
}
# Kinds of directory entries run out before bytes do.
INODES = [40, 80, 120]
ROOM_KIB = 65536
READ_ONLY = ["archive", "outbox", "outbox/区委", "inbox", "inbox/来稿", "ledger"]
MESSAGES_MAX = 3


def mount(*options):
    subprocess.run(["mount", *[str(one) for one in options]], check=True, capture_output=True)


def umount(place):
    subprocess.run(["umount", "-l", place], check=False, capture_output=True)


@contextlib.contextmanager
def small_disk(office, place, kib, inodes=0):
    """The office with one of its folders on a small tmpfs, filled with what lay in it."""
    at = office.root if place == "office" else office.root / place
    at.mkdir(exist_ok=True)
    before = at.with_name(at.name + ".before")
    at.rename(before)
    at.mkdir()
    options = f"size={max(kib, used_kib(before) + 8)}k" + (f",nr_inodes={inodes}" if inodes else "")
    mount("-t", "tmpfs", "-o", options, "tmpfs", at)
    try:
        for entry in sorted(before.iterdir()):
            if entry.is_dir():
                shutil.copytree(entry, at / entry.name, symlinks=True)
            else:
                shutil.copy2(entry, at / entry.name)
        yield at
    finally:
        umount(at)
        at.rmdir()
        before.rename(at)


def used_kib(place):
    """Pages that a folder's files fill on a tmpfs."""
    return sum(4 + (path.lstat().st_size + 4095) // 4096 * 4 for path in place.rglob("*"))


def with_ledger_apart(text):
    """The ledger in a folder of its own, so that it can be on a disk of its own."""
    return text.replace('ledger = "ledger.db"', 'ledger = "ledger/ledger.db"', 1)


def new_office(minyi, name):
    office = Office.new(minyi, name, with_ledger_apart)
    (office.root / "ledger").mkdir(exist_ok=True)
    office.do("status")
    return office.fill()


def hold_well_said(faults, name, ran):
    said = messages(ran.err)
    faults.hold("panicked" not in ran.err and ran.code in (0, 1, 3, 4), name, str(ran))
    faults.hold(said or ran.code == 0, name, f"exit {ran.code} without a message")
    faults.hold(len(said) == len(set(said)) <= MESSAGES_MAX, name, f"messages: {said}")


def hold_nothing_lost(faults, name, office):
    lost = originals(DROPS) - kept(office)
    faults.hold(not lost, name, f"{len(lost)} originals are neither in the inbox nor in the archive")


def hold_same(faults, name, office, reference):
    if office.settle(faults, name):
        for found in office.differences(reference):
            faults.add(name, found)


def run_full(minyi, faults, filled, reference):
    """`run` on a full disk, and again after room was made."""
    tried = held = 0
    sizes = [(place, kib, 0) for place, all_kib in DISKS.items() for kib in all_kib]
    sizes += [("office", 4096, inodes) for inodes in INODES]
    for place, kib, inodes in sizes:
        office = filled.copy("full")
        name = f"{place} on a disk of {kib} KiB" + (f" and {inodes} entries" if inodes else "")
        if inodes:
            inodes += sum(1 for _ in office.root.rglob("*"))
        with small_disk(office, place, kib, inodes) as at:
            ran = office.do("run", "--now")
            tried += 1
            held += ran.code != 0
            hold_well_said(faults, name, ran)
            hold_nothing_lost(faults, name, office)
            again = office.do("run", "--now")
            hold_well_said(faults, f"{name}, again", again)
            hold_nothing_lost(faults, f"{name}, again", office)
            mount("-o", f"remount,size={ROOM_KIB}k,nr_inodes=0", at)
            hold_same(faults, f"{name}, then room", office, reference)
    faults.hold(held > tried // 2, "full disks", f"only {held} of {tried} disks were too small to notice")
    return tried


def run_read_only(minyi, faults, filled, reference):
    """`run` with a folder that may not be written, and again after it may."""
    for place in READ_ONLY:
        office = filled.copy("read-only")
        at = office.root / place
        at.mkdir(exist_ok=True)
        mount("--bind", at, at)
        mount("-o", "remount,bind,ro", at)
        try:
            name = f"{place} read-only"
            ran = office.do("run", "--now")
            hold_well_said(faults, name, ran)
            faults.hold(ran.code != 0, name, "exit 0")
            hold_nothing_lost(faults, name, office)
        finally:
            umount(at)
        hold_same(faults, f"{name}, then writable", office, reference)
    return len(READ_ONLY)


def watch_full(minyi, faults, filled, reference):
    """`watch` goes on by itself: the same process, no restart, one message."""
    for place, kib in [("archive", 64), ("outbox", 64), ("ledger", 128), ("office", 1024)]:
        office = filled.copy("watched")
        name = f"watch with {place} on a disk of {kib} KiB"
        with small_disk(office, place, kib) as at, Watch(office) as watch:
            watch.until(lambda: messages(watch.said()), "a message", faults, name)
            # Long enough for several more tries, whose message must not come again.
            watch.passes(2)
            said = messages(watch.said())
            faults.hold(len(said) == len(set(said)) <= MESSAGES_MAX, name, f"messages: {said}")
            hold_nothing_lost(faults, name, office)
            mount("-o", f"remount,size={ROOM_KIB}k", at)
            watch.until(lambda: office.is_idle(), "an idle office after room was made", faults, name)
            faults.hold(watch.stop() == 143, name, "no exit 143 on SIGTERM")
            hold_same(faults, f"{name}, then room", office, reference)
    return 4


def full_streams(minyi, faults, filled, reference):
    """Log and data on a full disk, or closed: the work is done all the same."""
    for redirection in ["2>/dev/full", ">/dev/full 2>/dev/full", ">&- 2>&-", ">&- 2>&- <&-"]:
        office = filled.copy("mute")
        command = " ".join(f"'{word}'" for word in office.command("run", "--now"))
        ran = subprocess.run(["sh", "-c", f"{command} {redirection}"], timeout=HANG_SECONDS, check=False, stdout=subprocess.DEVNULL)
        faults.hold(ran.returncode == 0, f"run {redirection}", f"exit {ran.returncode}")
        for found in office.differences(reference):
            faults.add(f"run {redirection}", found)
        for words in (["list"], ["status", "--json"], ["log"], ["verify"], ["fields"], ["man"], ["--help"]):
            command = " ".join(f"'{word}'" for word in [minyi, *words, "--office", office.root])
            ran = subprocess.run(
                ["sh", "-c", f"{command} {redirection}"], timeout=HANG_SECONDS, check=False, stdout=subprocess.DEVNULL)
            faults.hold(ran.returncode in (0, 1), f"{words} {redirection}", f"exit {ran.returncode}")


def main():
    minyi = binary(sys.argv)
    faults = Faults("full_disk.py")
    filled = new_office(minyi, "filled")
    undisturbed = filled.copy("undisturbed")
    ran = undisturbed.do("run", "--now")
    faults.hold(ran.code == 0, "undisturbed run", str(ran))
    reference = undisturbed.state()
    full_streams(minyi, faults, filled, reference)
    if not can_mount():
        skipped("full_disk.py, full disks and read-only folders", "only root may mount here")
        faults.leave("streams only")
    tried = run_full(minyi, faults, filled, reference)
    locked = run_read_only(minyi, faults, filled, reference)
    watched = watch_full(minyi, faults, filled, reference)
    faults.leave(f"{tried} full disks, {locked} read-only folders, {watched} watches")


if __name__ == "__main__":
    main()
