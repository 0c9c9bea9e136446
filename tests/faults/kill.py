#!/usr/bin/env python3
"""Ends the program at random system calls and starts it again: the office must be as if nothing had happened.

usage: kill.py MINYI [SEED]
"""

import shutil
import sys

from common import Faults, Office, binary, folder, has_strace, say, skipped
from strace import draws, inject, record

RUN_KILLS, JUDGE_KILLS, INIT_KILLS = 100, 25, 40
KILLED = (137, -9)
GATED = 'gates = ["签发"]'


def kill_runs(minyi, faults, seed):
    filled = Office.new(minyi, "filled").fill()
    undisturbed = filled.copy("undisturbed")
    ran = undisturbed.do("run", "--now")
    faults.hold(ran.code == 0, "undisturbed run", str(ran))
    reference = undisturbed.state()
    _, calls = record(filled.copy("recorded"), "run", "--now")
    say(f"run: {len(calls)} system calls, {len(reference['cases'])} cases, {len(reference['outbox'])} documents")
    done = 0
    for call, number in draws(calls, seed):
        if done == RUN_KILLS:
            break
        office = filled.copy("killed")
        ran = office.do("run", "--now", wrap=inject(call, number, "signal=SIGKILL"))
        if ran.code not in KILLED:
            # A recorded call may not come again: threads share work differently each time.
            continue
        done += 1
        name = f"killed at {call} {number}"
        if office.settle(faults, name):
            for found in office.differences(reference):
                faults.add(name, found)
    faults.hold(done == RUN_KILLS, "killing runs", f"only {done} of {RUN_KILLS} draws were reached")
    return done


def kill_judges(minyi, faults, seed):
    """A verdict is in the book or it is not; a run afterwards prints what follows from it."""
    gated = Office.new(minyi, "gated", lambda text: text.replace("gates = []", GATED, 1)).fill()
    ran = gated.do("run", "--now")
    faults.hold(ran.code == 0, "run with a gate", str(ran))
    waiting = next(case["number"] for case in gated.json("list") if "签发" in case["step"])
    verdict = ["judge", waiting, "签发", "--by", "王主任"]
    undisturbed = gated.copy("undisturbed")
    ran = undisturbed.do(*verdict)
    faults.hold(ran.code == 0, "undisturbed verdict", str(ran))
    faults.hold(undisturbed.do("run", "--now").code == 0, "run after a verdict", "did not end well")
    reference = undisturbed.state()
    _, calls = record(gated.copy("recorded"), *verdict)
    done = 0
    for call, number in draws(calls, seed):
        if done == JUDGE_KILLS:
            break
        office = gated.copy("killed")
        if office.do(*verdict, wrap=inject(call, number, "signal=SIGKILL")).code not in KILLED:
            continue
        done += 1
        name = f"judge killed at {call} {number}"
        if not any(line["by"] == "王主任" for line in office.json("log")):
            again = office.do(*verdict)
            faults.hold(again.code == 0, name, f"the verdict again: {again}")
        if office.settle(faults, name):
            for found in office.differences(reference):
                faults.add(name, found)
    faults.hold(done == JUDGE_KILLS, "killing verdicts", f"only {done} of {JUDGE_KILLS} draws were reached")
    return done


def kill_inits(minyi, faults, seed):
    """A killed `init` is begun again and gives a whole office: no template cut, nothing missing."""
    def laid(name):
        office = Office(minyi, folder() / name)
        office.remove()
        return office

    def seen(office):
        names = {path.relative_to(office.root).as_posix() for path in office.root.rglob("*")}
        texts = {name: (office.root / name).read_bytes() for name in names if name.endswith((".docx", ".toml"))}
        return {name for name in names if "ledger" not in name}, texts

    whole = laid("whole")
    init = lambda office: ["init", str(office.root)]
    faults.hold(whole.do(*init(whole)).code == 0, "init", "did not end well")
    reference = seen(whole)
    _, calls = record(laid("recorded"), "init", str(laid("recorded").root))
    done = 0
    for call, number in draws(calls, seed):
        if done == INIT_KILLS:
            break
        office = laid("killed")
        if office.do(*init(office), wrap=inject(call, number, "signal=SIGKILL")).code not in KILLED:
            continue
        done += 1
        name = f"init killed at {call} {number}"
        if not (office.root / "office.toml").exists():
            again = office.do(*init(office))
            faults.hold(again.code == 0, name, f"init again: {again}")
        checked = office.do("check")
        faults.hold(checked.code == 0, name, f"check: {checked}")
        ran = office.do("run", "--now")
        faults.hold(ran.code == 0, name, f"run: {ran}")
        names, texts = seen(office)
        missing = {one for one in reference[0] - names if "表样" not in one}
        faults.hold(not missing, name, f"missing {sorted(missing)}")
        cut = [one for one, bytes_of in reference[1].items() if texts.get(one) != bytes_of and one in texts]
        faults.hold(not cut, name, f"other bytes in {cut}")
    return done


def main():
    minyi = binary(sys.argv)
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20260309
    if not has_strace():
        skipped("kill.py", "strace is missing or may not trace")
        return
    faults = Faults("kill.py")
    say(f"kill.py: seed {seed}")
    done = kill_runs(minyi, faults, seed)
    judged = kill_judges(minyi, faults, seed)
    laid = kill_inits(minyi, faults, seed)
    shutil.rmtree(folder(), ignore_errors=True)
    faults.leave(f"{done} kills of run, {judged} of judge, {laid} of init, seed {seed}")


if __name__ == "__main__":
    main()
