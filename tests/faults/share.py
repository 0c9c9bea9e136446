#!/usr/bin/env python3
"""Other people's ways with a share while `watch` runs: slow copies, save dances, late writes, a share that goes away.

usage: share.py MINYI
"""

import hashlib
import os
import subprocess
import sys
import time
import zipfile
from io import BytesIO

from common import FIXTURES, Faults, Office, Watch, binary, can_mount, messages, say, skipped

PAPER = FIXTURES / "form-label-left.docx"
OTHER = FIXTURES / "letter-byline-post.docx"
MANY = 200
# Pieces of a slow copy; between them `watch` is given the time to look.
PIECES = 4


def paper(number):
    """A paper that no other is: a member that nobody reads makes its bytes its own."""
    made = BytesIO()
    with zipfile.ZipFile(PAPER) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (2026, 3, 9, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
        new.comment = b"%d" % number
    return made.getvalue()


def digest(content):
    return hashlib.sha256(content).hexdigest()


def registered(office):
    """Fingerprints of the cases, in their order."""
    return [case["sha256"] for case in office.json("list")]


def returned(office):
    """Originals that lie in 退稿."""
    folder = office.root / "outbox/退稿"
    return {digest(path.read_bytes()) for path in folder.iterdir() if not path.name.endswith("（退稿通知）.docx")}


class Share:
    """One `watch` on one office, and what was dropped into it."""

    def __init__(self, minyi, faults, name):
        self.faults, self.name = faults, name
        self.office = Office.new(minyi, f"share-{abs(hash(name))}")
        self.inbox = self.office.root / "inbox/来稿"
        self.watch = Watch(self.office)

    def __enter__(self):
        self.watch.__enter__()
        return self

    def __exit__(self, kind, *rest):
        if kind is None:
            verified = self.office.do("verify")
            self.hold(verified.code == 0, f"verify: {verified.out} {verified}")
            self.hold(self.watch.stop() == 143, "no exit 143 on SIGTERM")
            self.hold("panicked" not in self.watch.said(), self.watch.said()[-400:])
        self.watch.__exit__(kind, *rest)

    def hold(self, true, found):
        return self.faults.hold(true, self.name, found)

    def until_idle(self):
        return self.watch.until(self.office.is_idle, "idle office", self.faults, self.name)

    def until_registered(self, *contents):
        """Waits until exactly these contents are registered, in any order, and nothing is left."""
        wanted = sorted(digest(content) for content in contents)
        there = lambda: self.office.is_idle() and sorted(registered(self.office)) == wanted
        if not self.watch.until(there, f"{len(wanted)} cases", self.faults, self.name):
            self.hold(False, f"registered {len(registered(self.office))} of {len(wanted)}, inbox {self.office.inbox()}")
        self.hold(not returned(self.office), "something was returned")

    def silent(self):
        self.hold(not messages(self.watch.said()), f"messages: {messages(self.watch.said())}")


def slow_copy(minyi, faults):
    with Share(minyi, faults, "slow copy") as share:
        content = paper(1)
        with open(share.inbox / "慢.docx", "wb", buffering=0) as file:
            for piece in range(PIECES):
                file.write(content[piece * len(content) // PIECES : (piece + 1) * len(content) // PIECES])
                time.sleep(0.7)
        share.until_registered(content)
        share.silent()


def preallocated_copy(minyi, faults):
    """What a client over SMB does: the full size first, then the bytes, then the file's own time."""
    with Share(minyi, faults, "preallocated copy") as share:
        content = paper(2)
        with open(share.inbox / "预分配.docx", "wb", buffering=0) as file:
            file.truncate(len(content))
            share.watch.passes(1)
            share.hold(not registered(share.office) and not returned(share.office), "taken while it was all zeros")
            half = len(content) // 2
            file.write(content[:half])
            share.watch.passes(1)
            share.hold(not registered(share.office) and not returned(share.office), "taken while it was half zeros")
            file.write(content[half:])
        os.utime(share.inbox / "预分配.docx", (1_700_000_000, 1_700_000_000))
        share.until_registered(content)


def paused_and_aborted_copy(minyi, faults):
    """A pause is waited for and shown with its reason; a copy that never ends stays, and costs no other file."""
    with Share(minyi, faults, "paused and aborted copy") as share:
        paused, aborted, other = paper(3), paper(4), paper(5)
        (share.inbox / "暂停.docx").write_bytes(paused[:-100])
        (share.inbox / "中断.docx").write_bytes(aborted[:3000])
        (share.inbox / "空.docx").write_bytes(b"")
        (share.inbox / "完整.docx").write_bytes(other)
        there = lambda: registered(share.office) == [digest(other)]
        share.watch.until(there, "the whole file registered", faults, share.name)
        waiting = share.office.json("status")[0]["files_waiting"]
        share.hold(len(waiting) == 3 and all(one["reason"] for one in waiting), f"waiting: {waiting}")
        with open(share.inbox / "暂停.docx", "ab") as file:
            file.write(paused[-100:])
        there = lambda: digest(paused) in registered(share.office)
        share.watch.until(there, "the resumed copy registered", faults, share.name)
        (share.inbox / "中断.docx").unlink()
        (share.inbox / "空.docx").unlink()
        share.until_registered(other, paused)


def save_dances(minyi, faults):
    """Each program's way of saving leaves one registration of the final content, and no temporary is touched."""
    def word(folder, name, content):
        (folder / f"~${name[2:]}").write_bytes(b"owner")
        (folder / "~WRD0001.tmp").write_bytes(content)
        if (folder / name).exists():
            (folder / name).rename(folder / "~WRL0001.tmp")
        (folder / "~WRD0001.tmp").rename(folder / name)
        (folder / "~WRL0001.tmp").unlink(missing_ok=True)
        (folder / f"~${name[2:]}").unlink()

    def excel(folder, name, content):
        (folder / f"~${name}").write_bytes(b"owner")
        (folder / "Cedd4100").write_bytes(content)
        (folder / name).unlink(missing_ok=True)
        (folder / "Cedd4100").rename(folder / name)
        (folder / f"~${name}").unlink()

    def wps(folder, name, content):
        (folder / f".~{name}").write_bytes(b"owner")
        (folder / "~WPS1234.tmp").write_bytes(content)
        (folder / "~WPS1234.tmp").replace(folder / name)
        (folder / f".~{name}").unlink()

    def libreoffice(folder, name, content):
        lock = folder / f".~lock.{name}#"
        lock.write_bytes(b",someone,host,;")
        (folder / "lu1234.tmp").write_bytes(content)
        (folder / "lu1234.tmp").replace(folder / name)
        lock.unlink()

    with Share(minyi, faults, "save dances") as share:
        finals = []
        for number, dance in enumerate([word, excel, wps, libreoffice]):
            name = f"保存{number}.docx"
            for version in range(3):
                content = paper(100 + 10 * number + version)
                dance(share.inbox, name, content)
            finals.append(content)
        share.until_registered(*finals)
        share.silent()


def open_in_word(minyi, faults):
    """What somebody has open stays, and says so; it is taken when the owner file goes."""
    with Share(minyi, faults, "open in Word") as share:
        content = paper(6)
        owner = share.inbox / "~$作中.docx"
        owner.write_bytes(b"owner")
        (share.inbox / "写作中.docx").write_bytes(content)
        share.watch.passes(1)
        share.hold(registered(share.office) == [], "taken while it was open")
        waiting = share.office.json("status")[0]["files_waiting"]
        share.hold(len(waiting) == 1 and "打开" in waiting[0]["reason"], f"waiting: {waiting}")
        owner.unlink()
        share.until_registered(content)


def late_write(minyi, faults):
    """A client that still holds the file open writes into it after it was taken: a new arrival, nothing lost."""
    with Share(minyi, faults, "late write") as share:
        first, second = paper(7), paper(8)
        with open(share.inbox / "迟写.docx", "wb", buffering=0) as file:
            file.write(first)
            share.until_registered(first)
            file.seek(0)
            file.truncate()
            file.write(second)
        share.until_registered(first, second)


def late_write_after_exit(minyi, faults):
    """The same between two runs: the second finds it."""
    name = "late write between two runs"
    office = Office.new(minyi, "late")
    first, second = paper(9), paper(10)
    with open(office.root / "inbox/来稿/迟写.docx", "wb", buffering=0) as file:
        file.write(first)
        office.do("run", "--now")
        faults.hold(registered(office) == [digest(first)], name, "the first was not registered")
        file.seek(0)
        file.truncate()
        file.write(second)
    ran = office.do("run", "--now")
    faults.hold(sorted(registered(office)) == sorted([digest(first), digest(second)]), name, f"the second was lost: {ran}")


def same_name_and_same_bytes(minyi, faults):
    with Share(minyi, faults, "same name, other bytes; other name, same bytes") as share:
        first, second = paper(11), paper(12)
        (share.inbox / "甲.docx").write_bytes(first)
        share.until_registered(first)
        (share.inbox / "甲.docx").write_bytes(second)
        share.until_registered(first, second)
        (share.inbox / "乙.docx").write_bytes(first)
        (share.inbox / "甲.docx").write_bytes(first)
        share.until_registered(first, second)
        balance = next(one for one in share.office.json("reconcile") if one["inbox"] == "来稿")
        share.hold(balance["duplicate"] == 2 and balance["adds_up"], f"balance: {balance}")


def many_and_terminated(minyi, faults):
    """Two hundred files at once; asked to leave in the middle, it finishes its batch, and the next one the rest."""
    name = f"{MANY} files at once, SIGTERM in the middle"
    office = Office.new(minyi, "many")
    inbox = office.root / "inbox/来稿"
    contents = [paper(1000 + number) for number in range(MANY)]
    with Watch(office) as watch:
        for number, content in enumerate(contents):
            (inbox / f"稿{number:03}.docx").write_bytes(content)
        watch.until(lambda: any((office.root / "archive").glob("??/*/*")), "file in the archive", faults, name)
        faults.hold(watch.stop() == 143, name, "no exit 143 on SIGTERM")
    there = set(registered(office)) | {digest(path.read_bytes()) for path in inbox.iterdir()}
    faults.hold(there == {digest(content) for content in contents}, name, f"{MANY - len(there)} files lost")
    verified = office.do("verify")
    faults.hold(verified.code == 0, name, f"verify: {verified.out[-400:]}")
    with Watch(office) as watch:
        watch.until(office.is_idle, "idle office", faults, name)
        faults.hold(sorted(registered(office)) == sorted(map(digest, contents)), name, "not all, or some twice")
        faults.hold(watch.stop() == 143, name, "no exit 143 on SIGTERM")


def two_runs(minyi, faults):
    """Two at once: the second is told, and leaves."""
    office = Office.new(minyi, "two")
    with Watch(office):
        for words in (["run", "--now"], ["watch"]):
            ran = office.do(*words)
            faults.hold(ran.code == 5 and len(messages(ran.err)) == 1, f"{words} beside watch", str(ran))
        faults.hold(office.do("status").code == 0, "status beside watch", "did not end well")
    both = [
        subprocess.Popen([str(word) for word in office.command("run", "--now")], stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    codes = sorted((one.communicate()[0], one.returncode)[1] for one in both)
    faults.hold(codes in ([0, 5], [0, 0]), "two runs", f"exit codes {codes}")


def renamed_share(minyi, faults):
    with Share(minyi, faults, "inbox renamed away and back") as share:
        first, second = paper(13), paper(14)
        (share.inbox / "先.docx").write_bytes(first)
        share.until_registered(first)
        inbox = share.office.root / "inbox"
        inbox.rename(inbox.with_name("gone"))
        share.watch.until(lambda: messages(share.watch.said()), "message", faults, share.name)
        share.watch.passes(2)
        said = messages(share.watch.said())
        share.hold(len(said) == 1, f"messages: {said}")
        inbox.with_name("gone").rename(inbox)
        (share.inbox / "后.docx").write_bytes(second)
        share.until_registered(first, second)
        share.hold(messages(share.watch.said()) == said, f"messages: {messages(share.watch.said())}")


def unmounted_share(minyi, faults):
    """An unmounted share leaves an empty folder: not an empty inbox."""
    name = "inbox unmounted and mounted again"
    office = Office.new(minyi, "mounted")
    inbox = office.root / "inbox"
    disk = office.root / "share"
    inbox.rename(disk)
    inbox.mkdir()
    mount = lambda: subprocess.run(["mount", "--bind", disk, inbox], check=True)
    mount()
    try:
        with Watch(office) as watch:
            first, second = paper(15), paper(16)
            (disk / "来稿/先.docx").write_bytes(first)
            watch.until(lambda: office.is_idle() and registered(office) == [digest(first)], "case", faults, name)
            subprocess.run(["umount", "-l", inbox], check=True)
            watch.until(lambda: messages(watch.said()), "message", faults, name)
            watch.passes(2)
            said = messages(watch.said())
            faults.hold(len(said) == 1, name, f"messages: {said}")
            faults.hold(not any(inbox.iterdir()), name, "something was written below the mount point")
            (disk / "来稿/后.docx").write_bytes(second)
            mount()
            wanted = sorted([digest(first), digest(second)])
            watch.until(lambda: sorted(registered(office)) == wanted and office.is_idle(), "second case", faults, name)
            faults.hold(watch.stop() == 143, name, "no exit 143 on SIGTERM")
    finally:
        subprocess.run(["umount", "-l", inbox], check=False, capture_output=True)


def share_below(minyi, faults):
    """A single folder of the inbox is a share of its own: files cannot be renamed across it."""
    name = "来稿 is a share of its own"
    office = Office.new(minyi, "below")
    folder = office.root / "inbox/来稿"
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], check=True)
    try:
        contents = [paper(17), paper(18)]
        for number, content in enumerate(contents):
            (folder / f"{number}.docx").write_bytes(content)
        ran = office.do("run", "--now")
        faults.hold(ran.code == 0, name, str(ran))
        faults.hold(sorted(registered(office)) == sorted(map(digest, contents)), name, "not registered")
        faults.hold(not [path for path in folder.iterdir() if path.is_file()], name, "files stay in the inbox")
        again = office.do("run", "--now")
        faults.hold(again.code == 0 and len(registered(office)) == 2, name, str(again))
    finally:
        subprocess.run(["umount", "-l", folder], check=False, capture_output=True)


PARTS = [
    slow_copy, preallocated_copy, paused_and_aborted_copy, save_dances, open_in_word, late_write,
    late_write_after_exit, same_name_and_same_bytes, many_and_terminated, two_runs, renamed_share,
]
MOUNTING = [unmounted_share, share_below]


def main():
    minyi = binary(sys.argv)
    faults = Faults("share.py")
    only = sys.argv[2:]
    parts = PARTS + (MOUNTING if can_mount() else [])
    if not can_mount():
        skipped("share.py, shares that are unmounted", "only root may mount here")
    for part in parts:
        if not only or part.__name__ in only:
            say(f"share.py: {part.__name__}")
            part(minyi, faults)
    faults.leave(f"{len(parts)} ways")


if __name__ == "__main__":
    main()
