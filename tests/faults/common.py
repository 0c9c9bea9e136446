"""An office for fault runs, the real binary, and what must be the same after any fault.

It never changes what it compares: an office is filled once, copied for each fault, and looked at from outside.
"""

import atexit
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
FIXTURES = REPOSITORY / "fixtures"
DAY = "2026-03-09"
# A command that takes longer has hung. Generous: the machine may be busy, and strace slows it tenfold.
HANG_SECONDS = 120
SETTLE_SECONDS = 1

# The drops of an undisturbed office: every kind of file once, and every kind of answer.
DROPS = {
    "来稿/01 表格.docx": "form-label-left.docx",
    "来稿/02 插图.docx": "letter-table-and-picture.docx",
    "来稿/03 多篇.docx": "several-by-labels.docx",
    "来稿/04 批量.xlsx": "batch-title-row.xlsx",
    "来稿/05 批量有错行.xlsx": "batch-bad-rows.xlsx",
    "来稿/06 旧台账.xlsx": "batch-old-ledger.xlsx",
    "来稿/07 缺项.docx": "form-missing-all.docx",
    "来稿/08 重复.docx": "form-label-left.docx",
    "来稿/下级/09 委员来信.docx": "letter-byline-post.docx",
    "急件/10 急件.docx": "letter-urgent-mark.docx",
    "急件/11 无表头.xlsx": "sheet-no-header.xlsx",
    "来稿/12 版式文件.pdf": b"%PDF-1.7\n%%EOF\n",
    "放错了.docx": "letter-soft-breaks.docx",
}


def say(*words):
    """A line of the report, at once: the run is read while it goes on."""
    print(*words, flush=True)


def skipped(part, reason):
    """Says aloud what was not tried."""
    say(f"SKIPPED: {part}: {reason}")


class Faults:
    """Violations so far; the first line of each says what was done, the rest what was found."""

    def __init__(self, part):
        self.part = part
        self.found = []
        self.begun = time.monotonic()

    def add(self, done, found):
        self.found.append((done, found))
        say(f"VIOLATION: {self.part}: {done}: {found}")

    def hold(self, true, done, found):
        if not true:
            self.add(done, found)
        return bool(true)

    def leave(self, summary):
        """Prints the end of a part and gives its exit code to the system."""
        seconds = time.monotonic() - self.begun
        say(f"{self.part}: {summary}; {len(self.found)} violations, {seconds:.0f} s")
        sys.exit(1 if self.found else 0)


_FOLDER = None


def folder():
    """One folder for all offices of a part; it goes away with it, unless KEEP is set."""
    global _FOLDER
    if _FOLDER is None:
        _FOLDER = Path(tempfile.mkdtemp(prefix="minyi-faults-"))
        if os.environ.get("KEEP"):
            say("kept:", _FOLDER)
        else:
            atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
    return _FOLDER


def binary(arguments):
    """The binary under test: the first argument of every part."""
    if len(arguments) < 2:
        sys.exit(f"usage: {arguments[0]} MINYI")
    return Path(arguments[1]).resolve()


def is_root():
    return os.geteuid() == 0


def has_strace():
    """Whether strace is there and may trace; containers often forbid it."""
    if shutil.which("strace") is None:
        return False
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True)
    return tried.returncode == 0


def can_mount():
    """Whether a small tmpfs can be mounted here."""
    if not is_root():
        return False
    place = folder() / "mount-trial"
    place.mkdir(exist_ok=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], capture_output=True).returncode:
        return False
    subprocess.run(["umount", place], check=True)
    return True


class Ran:
    """What a command said."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def __str__(self):
        return f"exit {self.code}: {self.err.strip()[-600:]}"


def run(command, **more):
    """Runs a command; one that hangs ends the part, since nothing after it can be trusted."""
    timeout = more.pop("timeout", HANG_SECONDS)
    try:
        done = subprocess.run(
            [str(word) for word in command], capture_output=True, timeout=timeout,
            stdin=subprocess.DEVNULL, **more,
        )
    except subprocess.TimeoutExpired:
        return Ran("hung", "", f"no end after {timeout} s: {command}")
    return Ran(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


class Office:
    """An office in a folder, and the binary that works on it."""

    def __init__(self, minyi, root, day=DAY):
        self.minyi, self.root, self.day = minyi, Path(root), day

    @staticmethod
    def new(minyi, name, edit=None):
        """A fresh office by `minyi init`, with its settings edited and a short settling time."""
        office = Office(minyi, folder() / name)
        made = run([minyi, "init", office.root])
        if made.code != 0:
            sys.exit(f"init failed: {made}")
        path = office.root / "office.toml"
        text = path.read_text()
        text = re.sub(r"^settle_seconds = \d+", f"settle_seconds = {SETTLE_SECONDS}", text, flags=re.M)
        path.write_text(edit(text) if edit else text)
        return office

    def copy(self, name):
        """The same office elsewhere, times of files kept."""
        to = folder() / name
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.root, to, symlinks=True)
        return Office(self.minyi, to, self.day)

    def remove(self):
        shutil.rmtree(self.root, ignore_errors=True)

    def command(self, *arguments):
        return [self.minyi, *arguments, "--office", self.root, "--today", self.day]

    def do(self, *arguments, wrap=(), **more):
        """Runs a command on the office, under `wrap` (strace and its options)."""
        return run([*wrap, *self.command(*arguments)], **more)

    def json(self, *arguments):
        ran = self.do(*arguments, "--json")
        if ran.code != 0:
            raise RuntimeError(f"{arguments}: {ran}")
        return [json.loads(line) for line in ran.out.splitlines()]

    def drop(self, name, content):
        """Puts a file into the inbox: bytes, or the name of a fixture."""
        path = self.root / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else (FIXTURES / content).read_bytes())
        return path

    def fill(self, drops=None):
        for name, content in (DROPS if drops is None else drops).items():
            self.drop(name, content)
        return self

    def inbox(self):
        """Files that lie in the inbox, `.taken` apart."""
        return sorted(name for name in files(self.root / "inbox") if not name.startswith(".taken/"))

    def state(self):
        """All that must be the same as in an undisturbed run."""
        log = {}
        for line in self.json("log"):
            # Which entry is taken back is told by its position, and entries of other files may come between.
            what = re.sub(r"^撤回第\d+条", "撤回", line["what"])
            log.setdefault(line["number"], []).append((line["by"], line["subject"], what))
        taken = [digest for name, digest in files(self.root / "inbox").items() if name.startswith(".taken/")]
        return {
            "cases": self.json("list"),
            "log": {str(number): sorted(lines) for number, lines in log.items()},
            "outbox": files(self.root / "outbox"),
            "archive": files(self.root / "archive"),
            "inbox": self.inbox(),
            "taken": sorted(taken),
            "balance": self.json("reconcile"),
        }

    def is_idle(self):
        """Whether nothing waits in the inbox and every document lies in the outbox."""
        try:
            status = self.json("status")[0]
        except RuntimeError:
            return False
        return not self.inbox() and status["waiting"] == 0 and status["pending_outputs"] == 0

    def differences(self, reference):
        """How the office differs from a reference state, and what `verify` says; empty when all is well."""
        try:
            state = self.state()
        except RuntimeError as cause:
            return [str(cause)]
        found = []
        for key, wanted in reference.items():
            if state[key] != wanted:
                found.append(f"{key}: {difference(wanted, state[key])}")
        verified = self.do("verify")
        if verified.code != 0:
            found.append(f"verify: {verified.out.strip()[-400:]} {verified}")
        return found

    def settle(self, faults, done, runs=3):
        """Runs until nothing is left to do; every run must end well."""
        for _ in range(runs):
            ran = self.do("run", "--now")
            if not faults.hold(ran.code == 0, done, f"restart: {ran}"):
                return False
            if ran.err.startswith("0 files registered (0 papers), 0 returned, 0 duplicates, 0 documents"):
                return True
        return True


class Watch:
    """`minyi watch` beside the test, stopped with it. States are waited for; no time is held against it."""

    # Longer than any pass and any retry, on a busy machine.
    PATIENCE_SECONDS = 90
    # `watch` lists at least this often, and tries again as often.
    LISTING_SECONDS = 5

    def __init__(self, office, *flags, wrap=()):
        self.office = office
        self.log = folder() / f"watch-{time.monotonic_ns()}"
        self.command = [str(word) for word in [*wrap, *office.command("watch", *flags)]]

    def __enter__(self):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log,
            )
        end = time.monotonic() + self.PATIENCE_SECONDS
        while "Watching" not in self.said() and self.process.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def said(self):
        """All messages so far."""
        return self.log.read_text(errors="replace")

    def until(self, holds, what, faults, done):
        """Waits for a state; that it never comes, or that the program ended, is a violation."""
        end = time.monotonic() + self.PATIENCE_SECONDS
        while time.monotonic() < end:
            if holds():
                return True
            if self.process.poll() is not None:
                faults.add(done, f"watch ended with {self.process.returncode}: {self.said()[-600:]}")
                return False
            time.sleep(0.05)
        faults.add(done, f"no {what}: {self.said()[-600:]}")
        return False

    def passes(self, count):
        """Lets some passes go by, to see what they say."""
        time.sleep(count * self.LISTING_SECONDS + 1)

    def stop(self):
        """Asks it to leave, as a service manager does; its exit code."""
        self.process.terminate()
        try:
            return self.process.wait(self.PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            return "hung"


def originals(drops):
    """Hashes of what was dropped."""
    contents = (one if isinstance(one, bytes) else (FIXTURES / one).read_bytes() for one in drops.values())
    return {hashlib.sha256(content).hexdigest() for content in contents}


def kept(office):
    """Hashes of what lies in the inbox or the archive; files on their way into it do not count."""
    inbox = {digest for name, digest in files(office.root / "inbox").items() if not name.startswith(".taken/")}
    archive = {digest for name, digest in files(office.root / "archive").items() if not name.startswith("tmp/")}
    return inbox | archive


def files(root):
    """Files below a folder with the hash of their bytes; links and special files by what they are."""
    found = {}
    for path in sorted(Path(root).rglob("*")):
        name = os.fsencode(path.relative_to(root)).decode("utf-8", "backslashreplace")
        try:
            if path.is_symlink():
                found[name] = f"link to {os.readlink(path)}"
            elif path.is_file():
                found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
            elif path.exists() and not path.is_dir():
                found[name] = "special"
        except FileNotFoundError:
            # A watcher may take a file away between the listing and the look.
            continue
    return found


def difference(wanted, found):
    """The first few things in which two values differ."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        missing = [key for key in wanted if key not in found]
        more = [key for key in found if key not in wanted]
        other = [key for key in wanted if key in found and wanted[key] != found[key]]
        text = f"missing {missing[:4]}, more {more[:4]}, other {other[:4]}"
        return text + (f" ({wanted[other[0]]} / {found[other[0]]})"[:600] if other else "")
    missing = [one for one in wanted if one not in found]
    more = [one for one in found if one not in wanted]
    return f"missing {str(missing[:3])[:400]}, more {str(more[:3])[:400]}"


def messages(text):
    """Lines of stderr that name a failure."""
    return [line for line in text.splitlines() if line.startswith("minyi: ")]
