#!/usr/bin/env python3
"""Ends the program at random system calls and starts it again: the office must be as if nothing had happened.

usage: kill.py MINYI [SEED]
"""

import shutil
import sys

from common import DROPS, Faults, Office, binary, folder, has_strace, say, skipped
from hostile_files import row, sheet, xlsx
from strace import draws, inject, record

RUN_KILLS, JUDGE_KILLS, INIT_KILLS = 100, 25, 40
KILLED = (137, -9)
GATED = 'gates = ["签发"]'
# Small batches, so that a kill meets one that is read, one that is committed and one that is printed.
BATCH_FILES = "batch_files = 3"


# The day of the killed runs: a quarter has ended, so that its bulletin is made as well.
NEXT_QUARTER = "2026-04-02"
FEEDBACK = ["登记号", "单位", "结果", "领导", "日期", "内容", "重点跟踪", "附件"]


def form(*rows):
    return xlsx([sheet("".join(row(number, texts) for number, texts in enumerate(rows, 1)))])


# Every folder of forms: good rows, bad rows, a row that takes another back, and evidence beside them.
FORMS = {
    "反馈/批示件.pdf": b"%PDF-1.7\nscan\n%%EOF\n",
    "反馈/反馈.xlsx": form(
        FEEDBACK,
        ["2026-0001", "区政府", "批示", "王区长", "2026-03-12", "请区交通运输局阅办。", "2026-05-10", "批示件.pdf"],
        ["2026-0001", "市政协", "采用", "", "2026-03-20", "", "", ""],
        ["2026-9999", "市政协", "采用", "", "2026-03-20", "", "", ""]),
    "活动/活动.xlsx": form(
        ["组别", "日期", "地点", "主题", "出席", "撤回"],
        ["第一信息小组", "2026-03-05", "会议室", "一季度选题会", "8", ""],
        ["第一信息小组", "2026-03-06", "会议室", "记错了的会", "8", ""],
        ["第一信息小组", "2026-03-06", "会议室", "记错了的会", "8", "没有开成"],
        ["第一信息小组", "", "会议室", "没有日期的会", "8", ""]),
    "要点/要点.xlsx": form(
        ["要点", "起", "止", "词语", "撤回"],
        ["老城区停车治理", "2026-03-01", "2026-06-30", "停车、泊位", ""],
        ["没有日期", "", "", "", ""]),
    "考核/考核.xlsx": form(
        ["姓名或单位", "分值", "理由", "决定人", "日期"],
        ["张三", "2", "协助起草", "秘书长", "2026-03-20"],
        ["李四", "两分", "", "", ""]),
    "名册/名册.xlsx": xlsx([
        sheet(row(1, ["姓名", "界别", "工作单位"]) + row(2, ["张三", "教育界", "示例区第一中学"])),
        sheet(row(1, ["名称", "类型"]) + row(2, ["教育界", "界别"])),
        sheet(row(1, ["名称", "组长"]) + row(2, ["第一信息小组", ""])),
    ], names=["委员", "单位", "信息小组"]),
    "名册/不是名册.docx": b"PK",
}


def kill_runs(minyi, faults, seed):
    filled = Office.new(minyi, "filled", lambda text: text.replace("batch_files = 256", BATCH_FILES, 1)).fill({"来稿/00 先到.docx": "letter-byline-post.docx"})
    ran = filled.do("run", "--now")
    faults.hold(ran.code == 0 and len(filled.json("list")) == 1, "the first paper", str(ran))
    filled.fill({**DROPS, **FORMS})
    filled.day = NEXT_QUARTER
    undisturbed = filled.copy("undisturbed")
    ran = undisturbed.do("run", "--now")
    faults.hold(ran.code == 0, "undisturbed run", str(ran))
    reference = undisturbed.state()
    faults.hold(holds_forms(reference), "undisturbed run", "the forms or the bulletin are missing")
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


def holds_forms(state):
    """Whether the state that is compared has the entries of all forms, their answers, and the bulletin."""
    subjects = {subject for lines in state["log"].values() for _, subject, _ in lines}
    paths = " ".join(state["outbox"])
    wanted = [f"{name}（回执）.xlsx" for name in ("反馈", "活动", "要点")] + ["2026年第1季度业务通讯.docx"]
    return {"activity", "wanted", "taken_back", "bulletin"} <= subjects and all(one in paths for one in wanted)


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
