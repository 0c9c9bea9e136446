#!/usr/bin/env python3
"""Every odd and hostile file that the agreed table names, some of our own, and odd entries of a folder.

Each file alone: the right outcome, 10 s, 512 MiB in all processes together. Then all of them and the odd entries in
one inbox: every one answered or shown waiting with its reason, nothing touched outside, a second run without news.

usage: hostile.py MINYI [NAME…]
"""

import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import time

from common import Faults, Office, Ran, binary, files, folder, has_strace, is_root, say, skipped
from hostile_files import (
    AGREED, FILES, FLAG, HEADER, LINES, REFUSE, REGISTER, RETURNED_BY_RUN, ROW, document, docx, letter, row, sheet, xlsx,
)

SECONDS = 10
MEMORY_MIB = 512
# Twelve documents of 190,000 paragraphs are written to three destinations each.
HEAVY_SECONDS = 300
# Calls that reach out of the machine or start something.
REACHING = "socket,connect,sendto,bind,execve,execveat"


# ---- each alone ------------------------------------------------------------------------------------------------

def proportional_mib(process):
    """Memory of a process and all below it; pages that they share are counted once. A child that has not become its
    own program yet lives in the memory of its parent (vfork), and the system shows all of that a second time."""
    total, waiting, spaces = 0, [process], set()
    while waiting:
        one = waiting.pop()
        try:
            space = address_space(one)
            with open(f"/proc/{one}/smaps_rollup") as file:
                proportional = next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
            total += 0 if space in spaces else proportional
            spaces.add(space)
            for thread in os.listdir(f"/proc/{one}/task"):
                with open(f"/proc/{one}/task/{thread}/children") as file:
                    waiting += file.read().split()
        except (OSError, StopIteration):
            continue  # It has ended.
    return total / 1024


def address_space(process):
    """What tells the memory of a program from that of any other: where its code and stack were laid, by chance."""
    with open(f"/proc/{process}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    code, stack = fields[23], fields[25]
    return (code, stack) if "0" not in (code, stack) else process


def watched(command, most_seconds=6 * SECONDS):
    """Runs a command and gives what it said, its seconds, and the most memory that its processes had together."""
    begun = time.monotonic()
    out = folder() / "out"
    with open(out, "wb") as file:
        process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.PIPE,
        )
        most = 0
        while process.poll() is None:
            most = max(most, proportional_mib(process.pid))
            if time.monotonic() - begun > most_seconds:
                process.kill()
            time.sleep(0.01)
    said = process.stderr.read().decode(errors="replace")
    return Ran(process.returncode, out.read_text(errors="replace"), said), time.monotonic() - begun, most


def outcome(line):
    """What a line of `extract` comes to; None when it says neither yes nor no."""
    of_file = [one for one in line["rejections"] if one["paper"] is None]
    if line["papers"] and not of_file:
        return FLAG if line["warnings"] else REGISTER
    return REFUSE if line["rejections"] and not line["papers"] else None


def is_met(found, wanted):
    """A file that is to be registered may carry a warning; one that is to be flagged must."""
    return found in wanted or (found == FLAG and REGISTER in wanted)


def try_alone(minyi, faults, place, only):
    place.mkdir()
    slowest, largest = (0, ""), (0, "")
    for name, (wanted, make) in FILES.items():
        if only and name not in only:
            continue
        path = place / name
        path.write_bytes(make())
        ran, seconds, memory = watched([minyi, "extract", "--json", path])
        slowest, largest = max(slowest, (seconds, name)), max(largest, (memory, name))
        faults.hold(seconds <= SECONDS, name, f"{seconds:.1f} s")
        faults.hold(memory <= MEMORY_MIB, name, f"{memory:.0f} MiB")
        lines = ran.out.splitlines()
        if not faults.hold(ran.code == 0 and len(lines) == 1 and "panicked" not in ran.err, name, str(ran)):
            continue
        line = json.loads(lines[0])
        found = outcome(line)
        codes = [one["code"] for one in line["rejections"] + line["warnings"]]
        if only:
            say(name, found, codes, f"{seconds:.2f} s, {memory:.0f} MiB", ran.out[:1500])
        faults.hold(is_met(found, wanted), name, f"{found} {codes}, must be {' or '.join(sorted(wanted))}")
    say(f"hostile.py: slowest {slowest[1]} {slowest[0]:.1f} s, largest {largest[1]} {largest[0]:.0f} MiB")


def try_reaching(minyi, faults, place):
    """No connection, no program but the reading child, no file outside is opened for what a file says."""
    if not has_strace():
        skipped("hostile.py, calls that reach out", "strace is missing or may not trace")
        return
    names = [name for name in FILES if re.match("xml-xxe|ext-|field-|altchunk|own-sub|own-picture-outside|xl-ext|xl-formula|"
                                                "own-xl-sheet-outside|own-template|title-html|traversal", name)]
    log = folder() / "reaching"
    command = ["strace", "-f", "-s", "300", "-o", log, "-e", f"trace={REACHING},open,openat", minyi, "extract", "--json"]
    words = [str(word) for word in [*command, *(place / name for name in names)]]
    # From a folder of no office: the settings of one that lies above would be read.
    subprocess.run(words, capture_output=True, check=False, cwd=folder())
    own = ("/lib", "/usr/lib", "/etc/ld.so", "/proc/self", "/proc/sys/vm/overcommit_memory", "/sys/", "/dev/null", "/etc/localtime", "/usr/share/zoneinfo",
           "/etc/timezone", str(place))
    for number, line in enumerate(log.read_text(errors="replace").splitlines()):
        called = re.match(r'\d+ +(\w+)\((?:AT_FDCWD, )?(?:"([^"]*)")?(.*)', line)
        if called is None:
            continue
        call, path, rest = called.groups()
        if call in ("open", "openat"):
            sound = path is None or path.startswith(own) or "ENOENT" in rest or not path.startswith("/")
            faults.hold(sound, "opening outside", line[:200])
        elif call.startswith("exec"):
            faults.hold(number == 0 or "serve-reader" in rest, "starting a program", line[:200])
        else:
            # A pair of sockets within the program would not come here; these reach out.
            faults.hold("AF_UNIX" in rest and "connect" not in call, "reaching out", line[:200])
    say(f"hostile.py: calls of {len(names)} files that name something outside")


# ---- all together ----------------------------------------------------------------------------------------------

def odd_entries(inbox):
    """Entries of a folder that no program but a person or an attacker makes; the names that must be answered."""
    paper, answered = docx(), set()

    def put(name, content=paper):
        path = os.path.join(os.fsencode(inbox), name if isinstance(name, bytes) else name.encode())
        with open(path, "wb") as file:
            # Each paper is its own, or the second of them would be a duplicate.
            file.write(content if content != paper else docx(comment=os.path.basename(path)[:40]))
        answered.add(path)
        return path

    def link(name, target):
        os.symlink(target, inbox / name)
        answered.add(os.fsencode(inbox / name))

    secret = folder() / "secret.docx"
    secret.write_bytes(paper)
    link("链接.docx", secret)
    link("断链.docx", "/nowhere/at/all")
    link("环.docx", "环.docx")
    link("上级", "..")
    link("零.docx", "/dev/zero")
    os.mkfifo(inbox / "管道.docx")
    answered.add(os.fsencode(inbox / "管道.docx"))
    with socket.socket(socket.AF_UNIX) as one:
        here = os.getcwd()
        os.chdir(inbox)  # A socket's path may have 108 bytes.
        one.bind("插口.docx")
        os.chdir(here)
    answered.add(os.fsencode(inbox / "插口.docx"))
    (inbox / "文件夹.docx").mkdir()
    answered.add(os.fsencode(inbox / "文件夹.docx"))
    deep = inbox / "/".join(["层"] * 12)
    deep.mkdir(parents=True)
    put(os.fsencode(deep / "深处.docx").removeprefix(os.fsencode(inbox) + b"/"))
    put("长" * 83 + "1.docx")
    put("a" * 250 + ".docx")
    put("换\n行.docx")
    put("制\t表.docx")
    put("-rf 关于.docx")
    put("--help.docx")
    put("表情😀.docx")
    put("引'号\"`$(touch x)`.docx")
    put("结尾 .docx")
    put("尾点..docx")
    put("CON.docx")
    put("翻\u202Excod.docx")
    put("全角．ｄｏｃｘ")
    put("没有扩展名")
    put(b"\xff\xfe\xfd.docx")
    put("国标名".encode("gbk") + b".docx")
    put("分号;管道|星*.docx")
    put("大写.DOCX")
    put(".隐藏.docx")
    for name, when in [("很早.docx", 0), ("很晚.docx", 4102444800), ("公元前.docx", -10_000_000_000)]:
        os.utime(put(name), (when, when))
    with open(put("稀疏.docx", b"PK"), "r+b") as file:
        file.truncate(3 << 30)
    twice = inbox.parent.parent / "twice.docx"
    twice.write_bytes(docx(comment=b"twice"))
    os.link(twice, inbox / "硬链接.docx")
    answered.add(os.fsencode(inbox / "硬链接.docx"))
    for recycled in ("#recycle", "@eaDir", ".Trash-1000"):
        (inbox / recycled).mkdir()
        (inbox / recycled / "删除的.docx").write_bytes(docx(comment=recycled.encode()))
    if is_root():
        os.mknod(inbox / "设备.docx", 0o20644, os.makedev(1, 5))
        answered.add(os.fsencode(inbox / "设备.docx"))
    return answered


def hold_answered(faults, office, dropped, done):
    """Each entry is gone from the inbox, or `status` says why it waits."""
    status = office.json("status")[0]
    waiting = {one["file"]: one["reason"] for one in status["files_waiting"]}
    inbox = os.fsencode(office.root / "inbox") + b"/"
    for path in dropped:
        if os.path.lexists(path):
            name = path.removeprefix(inbox)
            try:
                shown = name.decode()
            except UnicodeDecodeError:
                shown = name.decode("gb18030", "replace")
            faults.hold(waiting.get(shown), done, f"{name!r} lies in the inbox without a reason")
    faults.hold(all(waiting.values()), done, f"waiting without a reason: {waiting}")
    return len(waiting)


def hold_outcomes(faults, office, place):
    """What a run made of each file is what it must come to: a case, or a return and no case."""
    registered = {case["sha256"] for case in office.json("list")}
    returned = {digest for name, digest in files(office.root / "outbox/退稿").items() if "（退稿通知）" not in name}
    for path in place.iterdir():
        wanted = FILES[path.name][0]
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if path.name in RETURNED_BY_RUN or wanted == {REFUSE}:
            faults.hold(digest in returned and digest not in registered, "all together", f"{path.name} was not returned")
        elif REFUSE not in wanted:
            faults.hold(digest in registered, "all together", f"{path.name} was not registered")


def try_together(minyi, faults, place):
    office = Office.new(minyi, "hostile")
    inbox = office.root / "inbox/来稿"
    before = {name: digest for name, digest in files(folder()).items() if not name.startswith(("hostile/", "out"))}
    dropped = odd_entries(inbox)
    before.update((name, digest) for name, digest in files(folder()).items() if name == "secret.docx")
    for path in place.iterdir():
        os.link(path, inbox / path.name)
        dropped.add(os.fsencode(inbox / path.name))
    begun = time.monotonic()
    ran, _, memory = watched(office.command("run", "--now"))
    faults.hold(ran.code in (0, 1) and "panicked" not in ran.err, "all together", str(ran))
    faults.hold(memory <= MEMORY_MIB, "all together", f"{memory:.0f} MiB")
    waiting = hold_answered(faults, office, dropped, "all together")
    hold_outcomes(faults, office, place)
    after = {name: digest for name, digest in files(folder()).items() if not name.startswith(("hostile/", "out"))}
    faults.hold(before == after, "all together", "something was written outside the office")
    faults.hold(not os.path.exists("/tmp/minyi-traversal.txt"), "all together", "a member was written by its name")
    bad = [name for name in files(office.root / "outbox") if re.search(r'[\x00-\x1f<>:"\\|?*\u202a-\u202e]', name)]
    faults.hold(not bad, "all together", f"unsafe names in the outbox: {bad}")
    verified = office.do("verify")
    faults.hold(verified.code == 0, "all together", f"verify: {verified.out[-600:]} {verified}")
    balances = office.json("reconcile")
    faults.hold(all(one["adds_up"] for one in balances), "all together", f"does not add up: {balances}")
    state = office.state()
    again = office.do("run", "--now")
    faults.hold(again.code == ran.code, "second run", str(again))
    found = office.differences(state)
    faults.hold(not found, "second run", f"changed something: {found}")
    say(f"hostile.py: {len(dropped)} entries in one inbox: {waiting} wait, {len(state['cases'])} cases, "
        f"{memory:.0f} MiB, {time.monotonic() - begun:.0f} s")
    received = next(one for one in balances if one["inbox"] == "来稿")["received"]
    faults.hold(received == len(dropped), "all together", f"{len(dropped)} dropped, {received} received")


def try_heavy(minyi, faults):
    """Many files in one inbox, each as heavy as the limits allow: together they stay below the limit of one."""
    office = Office.new(minyi, "heavy")
    inbox = office.root / "inbox/来稿"
    lines = "".join(f"<w:p><w:r><w:t>第{number}段停车</w:t></w:r></w:p>" for number in range(190_000))
    for number in range(12):
        (inbox / f"段落{number}.docx").write_bytes(docx(document(letter(f"关于第{number}条路停车的建议", more=lines))))
    wide = "".join(f'<row r="{number}">{"<c><v>1</v></c>" * 16}</row>' for number in range(3, 150_003))
    for number in range(4):
        own = f'<row r="200000"><c><v>{number}</v></c></row>'
        (inbox / f"单元格{number}.xlsx").write_bytes(xlsx([sheet(row(1, HEADER) + row(2, ROW) + wide + own)]))
    many = range(2, 200_002)
    for number in range(2):
        papers = "".join(row(at, [f"关于第{at}件{number}事的建议", "张三", LINES[2]]) for at in many)
        (inbox / f"篇数{number}.xlsx").write_bytes(xlsx([sheet(row(1, HEADER) + papers)]))
    ran, seconds, memory = watched(office.command("run", "--now"), HEAVY_SECONDS)
    faults.hold(ran.code == 0, "heavy files", str(ran))
    faults.hold(memory <= MEMORY_MIB, "heavy files", f"{memory:.0f} MiB")
    faults.hold(not office.inbox(), "heavy files", f"left: {office.inbox()}")
    verified = office.do("verify")
    faults.hold(verified.code == 0, "heavy files", f"verify: {verified}")
    say(f"hostile.py: 18 heavy files in one inbox: {memory:.0f} MiB, {seconds:.0f} s")
    office.remove()


def try_as_another(minyi, faults):
    """As a user who may not read everything: what is closed stays, with a reason, and costs nothing else."""
    if not is_root():
        skipped("hostile.py, another user", "only root may become one")
        return
    office = Office.new(minyi, "other-user")
    inbox = office.root / "inbox/来稿"
    (inbox / "可读.docx").write_bytes(docx())
    (inbox / "不可读.docx").write_bytes(docx(comment=b"closed"))
    (inbox / "不可进").mkdir()
    (inbox / "不可进/里面.docx").write_bytes(docx(comment=b"inside"))
    os.chmod(folder(), 0o755)
    subprocess.run(["chown", "-R", "65534:65534", office.root], check=True)
    os.chmod(inbox / "不可读.docx", 0)
    os.chmod(inbox / "不可进", 0)
    program = folder() / "minyi"
    program.write_bytes(minyi.read_bytes())
    program.chmod(0o755)
    other = Office(program, office.root)
    be = {"user": 65534, "group": 65534, "extra_groups": []}
    ran = other.do("run", "--now", **be)
    faults.hold(ran.code in (0, 1), "closed entries", str(ran))
    status = json.loads(other.do("status", "--json", **be).out)
    faults.hold(len(other.json("list")) == 1, "closed entries", "the readable file was not registered")
    reasons = {one["file"]: one["reason"] for one in status["files_waiting"]}
    for name in ("来稿/不可读.docx", "来稿/不可进"):
        faults.hold("权限" in reasons.get(name, ""), "closed entries", f"{name} is not shown: {reasons}")
    os.chmod(inbox / "不可读.docx", 0o644)
    os.chmod(inbox / "不可进", 0o755)
    other.do("run", "--now", **be)
    faults.hold(len(other.json("list")) == 3 and not other.inbox(), "closed entries, opened", "not all registered")


def main():
    minyi = binary(sys.argv)
    only = sys.argv[2:]
    faults = Faults("hostile.py")
    place = folder() / "alone"
    try_alone(minyi, faults, place, only)
    if not only:
        try_reaching(minyi, faults, place)
        try_together(minyi, faults, place)
        try_heavy(minyi, faults)
        try_as_another(minyi, faults)
    faults.leave(f"{AGREED} agreed files, {len(FILES) - AGREED} of our own")


if __name__ == "__main__":
    main()
