#!/usr/bin/env python3
"""Runs the bench: a plain pipeline, minyi and the floor, round-robin, each into a fresh folder; prints medians and ratios.

It needs only the standard library (the plain pipeline has its own requirements.txt), never deletes what a run wrote,
and never lets a run count that did not do the whole work. What is compared, and the traps, are in README.md.
"""

import argparse
import collections
import datetime
import hashlib
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
MIB = 1 << 20
TARGETS = {"plain": 50, "floor": 3.5, "extract": 40, "one_ms": 50, "watch_ms": 50, "scale": 1.2, "memory_mib": 200,
           "score_rows": 8, "score_seconds": 2, "score_mib": 128}


class Wrong(Exception):
    """A run that did not do its work: the bench stops, since its time would mean nothing."""


# ---------------------------------------------------------------- measuring a command

class Watcher(threading.Thread):
    """Looks every 50 ms at a process and all below it: the peak of their PSS together, and of the biggest one's RSS."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.peak_kib, self.over = pid, 0, threading.Event()

    def run(self):
        while True:
            together = 0
            for pid in tree(self.pid):
                together += field("/proc/%d/smaps_rollup" % pid, "Pss:")
                self.peak_kib = max(self.peak_kib, field("/proc/%d/status" % pid, "VmHWM:"))
            self.peak_kib = max(self.peak_kib, together)
            if self.over.wait(0.05):
                return


def tree(pid):
    """A process and all its descendants."""
    pids = [pid]
    for parent in pids:
        try:
            for task in os.listdir("/proc/%d/task" % parent):
                pids += [int(child) for child in Path("/proc/%d/task/%s/children" % (parent, task)).read_text().split()]
        except OSError:
            pass
    return pids


def field(path, name):
    """A number of kB from a file of /proc; 0 when the process has gone."""
    try:
        for line in open(path):
            if line.startswith(name):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


Run = collections.namedtuple("Run", "seconds cpu peak_mib output")


def measure(command, environment=None, cpu=None):
    """Runs a command to its end: wall and CPU seconds, peak memory of its processes, what it printed."""
    command = [str(part) for part in command]
    before = os.times()
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
        env=dict(os.environ, **(environment or {})),
        preexec_fn=(lambda: os.sched_setaffinity(0, {cpu})) if cpu is not None else None)
    watcher = Watcher(process.pid)
    watcher.start()
    output, messages = process.communicate()
    seconds = time.perf_counter() - start
    watcher.over.set()
    watcher.join()
    after = os.times()
    if process.returncode != 0:
        raise Wrong("%s … ended with %d:\n%s%s" % (
            " ".join(command[:6]), process.returncode, output.decode(errors="replace")[-2000:],
            messages.decode(errors="replace")[-2000:]))
    cpu_seconds = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(seconds, cpu_seconds, watcher.peak_kib / 1024, output.decode() + messages.decode())


def last_json(text):
    """The last line of a program's output that is a JSON object."""
    for line in reversed(text.splitlines()):
        if line.startswith("{"):
            return json.loads(line)
    raise Wrong("no report in: " + text[-500:])


# ---------------------------------------------------------------- the bench's own things

class Bench:
    """Paths and options that every mode needs."""

    def __init__(self, options):
        self.options = options
        self.minyi = Path(options.minyi).resolve()
        tools = Path(options.tools).resolve() if options.tools else self.minyi.parent / "examples"
        self.generator, self.floor = tools / "bench-generate", tools / "bench-floor"
        stamp = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
        self.work = Path(options.work or REPOSITORY / "target" / "bench" / stamp).resolve()
        self.work.mkdir(parents=True)
        self.templates = self.work / "plain-templates"
        self.figures = []
        self.serial = 0

    def fresh(self, name):
        """A new folder for a run; none is ever deleted, because ext4 then creates files slowly for minutes."""
        self.serial += 1
        folder = self.work / ("%03d-%s" % (self.serial, name))
        folder.mkdir()
        return folder

    def submissions(self, count, first=1):
        """The bench's submissions, made once."""
        folder = self.work / ("submissions-%d-%d" % (first, count))
        if not folder.exists():
            measure([self.generator, folder, "--count", count, "--first", first])
        files = sorted(folder.iterdir())
        if len(files) != count:
            raise Wrong("%d submissions made instead of %d" % (len(files), count))
        return files

    def drop(self, files, inbox):
        """Copies submissions into an inbox and lets the disk come to rest."""
        inbox.mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copyfile(file, inbox / file.name)
        os.sync()

    def office(self, folder):
        """A fresh office of minyi with two destinations of one publication."""
        measure([self.minyi, "init", folder])
        shutil.copyfile(HERE / "office.toml", folder / "office.toml")
        return folder

    def has_plain(self):
        """Whether the plain pipeline can run; without it only --tiny goes on, and says so."""
        try:
            measure([sys.executable, "-c", "import docx, docxtpl"])
        except Wrong:
            if not self.options.tiny:
                raise Wrong("the plain pipeline needs: pip install -r benches/plain/requirements.txt") from None
            say("SKIPPED: the plain pipeline (pip install -r benches/plain/requirements.txt)")
            return False
        if not self.templates.exists():
            measure([sys.executable, HERE / "plain" / "make_templates.py", self.templates])
        return True

    def row(self, name, runs, work, unit):
        """Prints one line of the table; `runs` are (seconds, peak MiB) of each round."""
        seconds = [run[0] for run in runs]
        middle = statistics.median(seconds)
        say("  %-34s %8.3f s (%.3f–%.3f)  %9.1f %s/s  %6.0f MiB" % (
            name, middle, min(seconds), max(seconds), work / middle, unit, max(run[1] for run in runs)))
        return work / middle

    def verdict(self, name, figure, target, unit="", most=True):
        """Prints a figure beside its target."""
        met = figure <= target if most else figure >= target
        say("  %-34s %8.2f %s   (wanted: %s %g%s)  %s" % (
            name, figure, unit, "at most" if most else "at least", target, " " + unit if unit else "",
            "" if self.options.tiny else "met" if met else "MISSED"))


def say(text):
    print(text, flush=True)


def files_below(folder):
    """Every file below a folder, once it exists."""
    return [Path(root) / name for root, _, names in os.walk(folder) for name in names]


def outputs_of(office):
    """The Word files that lie in an office's outbox by folder; blank forms are not answers to anything."""
    folders = collections.defaultdict(list)
    for path in files_below(office / "outbox"):
        if path.suffix == ".docx" and not path.name.startswith((".", "~")) and "表样" not in path.parts:
            folders[str(path.parent.relative_to(office))].append(path)
    return {name: sorted(paths) for name, paths in sorted(folders.items())}


def originals_of(office):
    return [path for path in files_below(office / "archive") if path.suffix != ".tmp" and path.parent.name != "tmp"]


# ---------------------------------------------------------------- what minyi writes, for the floor

def manifest_of(office, count, ledger_before):
    """What the floor must write: minyi's outputs by kind, with samples, and the ledger's bytes a submission.

    The files of a folder are split by size into as many kinds as it holds a submission; kinds of two folders whose
    bytes are the same are one rendering with two copies.
    """
    kinds = {}
    for folder, paths in outputs_of(office).items():
        if len(paths) < count:
            say("  (the floor leaves out %d files in %s: not one a submission)" % (len(paths), folder))
            continue
        each = round(len(paths) / count)
        by_size = sorted(paths, key=lambda path: (path.stat().st_size, path.name))
        for index in range(each):
            share = by_size[index * len(by_size) // each:(index + 1) * len(by_size) // each]
            hashes = frozenset(hashlib.sha256(path.read_bytes()).digest() for path in share)
            samples = share[len(share) // 10::max(1, len(share) // 20)][:16]
            name = folder if index == 0 else "%s/%d" % (folder, index)
            kinds.setdefault(hashes, {"folders": [], "samples": [str(path) for path in samples]})["folders"].append(name)
    ledger = sum(path.stat().st_size for path in office.glob("ledger.db*")) - ledger_before
    return {"outputs": list(kinds.values()), "ledger_bytes": max(0, ledger // count)}


def describe(office, manifest, count):
    """Prints what minyi wrote for a submission."""
    written = [path for paths in outputs_of(office).values() for path in paths] + originals_of(office)
    size = sum(path.stat().st_size for path in written)
    rendered = []
    for kind in manifest["outputs"]:
        xml = zipfile.ZipFile(kind["samples"][0]).getinfo("word/document.xml").file_size
        rendered.append("%.1f kB of XML × %d" % (xml / 1000, len(kind["folders"])))
    say("  minyi wrote for a submission: %.2f files, %.1f kB, ledger %.1f kB; documents: %s" % (
        len(written) / count, size / count / 1000, manifest["ledger_bytes"] / 1000, ", ".join(rendered)))


# ---------------------------------------------------------------- one run of each

def run_minyi(bench, files, name="minyi"):
    """One pass of minyi over fresh submissions; returns the run and the office."""
    office = bench.office(bench.fresh(name) / "office")
    bench.drop(files, office / "inbox" / "来稿")
    ledger_before = sum(path.stat().st_size for path in office.glob("ledger.db*"))
    run = measure([bench.minyi, "run", "--now", "--office", office])
    left = [path for path in (office / "inbox" / "来稿").iterdir() if path.is_file()]
    outputs = sum(len(paths) for paths in outputs_of(office).values())
    if left or len(originals_of(office)) != len(files) or outputs < 5 * len(files):
        raise Wrong("minyi left %d files in the inbox, archived %d of %d and wrote %d outputs (wanted: %d): %s" % (
            len(left), len(originals_of(office)), len(files), outputs, 5 * len(files), office))
    return run, office, ledger_before


def run_floor(bench, files, manifest):
    folder = bench.fresh("floor")
    bench.drop(files, folder / "inbox")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    run = measure([bench.floor, folder / "inbox", folder / "office", "--manifest", folder / "manifest.json"])
    report = last_json(run.output)
    wanted = len(files) * (1 + sum(len(kind["folders"]) for kind in manifest["outputs"]))
    if report["files"] != len(files) or report["written"] != wanted:
        raise Wrong("the floor wrote %d files instead of %d" % (report["written"], wanted))
    return run, report


def run_plain(bench, files):
    folder = bench.fresh("plain")
    bench.drop(files, folder / "inbox")
    command = [sys.executable, HERE / "plain" / "plain.py", folder / "inbox", folder / "office",
               "--templates", bench.templates]
    run = measure(command + (["--fsync"] if bench.options.plain_fsync else []))
    report = last_json(run.output)
    if report["files"] != len(files) or report["written"] != 6 * len(files):
        raise Wrong("the plain pipeline wrote %d files for %d submissions" % (report["written"], len(files)))
    return run, report


# ---------------------------------------------------------------- modes

def mode_pass(bench):
    """The whole pass: plain, minyi and floor side by side."""
    options = bench.options
    files = bench.submissions(options.count)
    plain = bench.has_plain()
    plain_files = files[:min(options.plain_count, len(files))]
    runs = collections.defaultdict(list)
    manifest = None
    for _ in range(options.rounds):
        if plain:
            run, report = run_plain(bench, plain_files)
            runs["plain"].append((report["seconds"], run.peak_mib))
        run, office, ledger_before = run_minyi(bench, files)
        runs["minyi"].append((run.seconds, run.peak_mib, run.cpu))
        if manifest is None:
            manifest = manifest_of(office, len(files), ledger_before)
            describe(office, manifest, len(files))
        run, report = run_floor(bench, files, manifest)
        runs["floor"].append((report["seconds"], run.peak_mib))
        runs["floor, whole command"].append((run.seconds, run.peak_mib))
        floor_parts = report
    say("the whole pass, %d submissions, medians of %d:" % (len(files), options.rounds))
    if plain:
        name = "plain%s, %d files, inside" % (" --fsync" if options.plain_fsync else "", len(plain_files))
        plain_rate = bench.row(name, runs["plain"], len(plain_files), "subm")
    rate = bench.row("minyi run --now, whole command", runs["minyi"], len(files), "subm")
    floor_rate = bench.row("floor, inside", runs["floor"], len(files), "subm")
    bench.row("floor, whole command", runs["floor, whole command"], len(files), "subm")
    say("  floor's last round: taking %(taking).3f s, syncing %(syncing).3f, ledger %(ledger).3f, writing %(writing).3f;"
        " deflate levels %(levels)s" % floor_parts)
    say("  minyi used %.3f s of CPU" % statistics.median(run[2] for run in runs["minyi"]))
    if plain:
        bench.verdict("minyi over plain", rate / plain_rate, TARGETS["plain"], "×", most=False)
    bench.verdict("floor over minyi", floor_rate / rate, TARGETS["floor"], "×")
    bench.verdict("peak of minyi's processes", max(run[1] for run in runs["minyi"]), TARGETS["memory_mib"], "MiB")


def mode_extract(bench):
    """Extraction alone, one thread on one processor, checks and limits on."""
    options = bench.options
    files = bench.submissions(options.count)
    plain = bench.has_plain()
    plain_files = files[:min(options.plain_count, len(files))]
    cpu = max(os.sched_getaffinity(0))
    runs = collections.defaultdict(list)
    for _ in range(options.rounds):
        if plain:
            run = measure([sys.executable, HERE / "plain" / "plain.py", "--extract"] + plain_files, cpu=cpu)
            runs["plain"].append((last_json(run.output)["seconds"], run.peak_mib))
        run = measure([bench.minyi, "extract", "--json"] + files, {"RAYON_NUM_THREADS": "1"}, cpu)
        read = [json.loads(line) for line in run.output.splitlines() if line.startswith("{")]
        whole = [line for line in read if len(line["papers"]) == 1 and line["papers"][0]["title"]
                 and line["papers"][0]["authors"] and not line["rejections"]]
        if len(whole) != len(files):
            raise Wrong("minyi extracted %d of %d submissions whole" % (len(whole), len(files)))
        runs["minyi"].append((run.seconds, run.peak_mib))
    say("extraction alone, one thread, medians of %d:" % options.rounds)
    rate = bench.row("minyi extract, whole command", runs["minyi"], len(files), "docs")
    if plain:
        plain_rate = bench.row("python-docx, inside", runs["plain"], len(plain_files), "docs")
        bench.verdict("minyi over python-docx", rate / plain_rate, TARGETS["extract"], "×", most=False)


def mode_one(bench):
    """One file on an office that has some already: from the start of the command to its end."""
    options = bench.options
    files = bench.submissions(options.existing + options.drops)
    _, office, _ = run_minyi(bench, files[:options.existing], "one")
    runs = []
    for file in files[options.existing:]:
        before = len(originals_of(office))
        bench.drop([file], office / "inbox" / "来稿")
        run = measure([bench.minyi, "run", "--now", "--office", office])
        if len(originals_of(office)) != before + 1:
            raise Wrong("minyi did not take %s" % file.name)
        runs.append((run.seconds, run.peak_mib))
    say("one file on an office of %d, medians of %d:" % (options.existing, len(runs)))
    bench.row("minyi run --now, start to exit", runs, 1, "run")
    bench.verdict("start to exit", 1000 * statistics.median(run[0] for run in runs), TARGETS["one_ms"], "ms")


def mode_watch(bench):
    """From a drop to its last output while `watch` runs, beyond the settling time."""
    options = bench.options
    files = bench.submissions(options.existing + options.drops + 1)
    office = bench.office(bench.fresh("watch") / "office")
    inbox = office / "inbox" / "来稿"
    bench.drop(files[:options.existing], inbox)
    measure([bench.minyi, "run", "--now", "--office", office])
    aside = office.parent / "aside"
    aside.mkdir()
    settle = next((float(line.split("=")[1].split("#")[0]) for line in (office / "office.toml").read_text().splitlines()
                   if line.startswith("settle_seconds")), 5.0)
    log = open(office.parent / "watch.log", "wb")
    process = subprocess.Popen([str(bench.minyi), "watch", "--office", str(office)], stdout=log, stderr=log,
                               stdin=subprocess.DEVNULL)
    watcher = Watcher(process.pid)
    watcher.start()
    times = []
    try:
        time.sleep(1.5)
        each = None
        for index, file in enumerate(files[options.existing:]):
            shutil.copyfile(file, aside / file.name)
            os.sync()
            time.sleep(0.3)
            before = count_outputs(office)
            start = time.perf_counter()
            (aside / file.name).rename(inbox / file.name)
            if index == 0:
                each = settled_outputs(office, settle) - before     # the first drop tells how many files come of one
                if each < 5:
                    raise Wrong("watch wrote %d outputs for a drop (wanted: 5, see watch.log)" % each)
                continue
            wait_for(lambda: count_outputs(office) >= before + each, settle + 30, process)
            times.append(time.perf_counter() - start - settle)
    finally:
        process.terminate()
        process.wait(30)
        watcher.over.set()
        log.close()
    times.sort()
    say("watch, %d drops on an office of %d, %d outputs each, beyond %g s of settling:" % (
        len(times), options.existing, each, settle))
    say("  median %.1f ms, 90 %% %.1f ms, most %.1f ms, %.0f MiB" % (
        1000 * statistics.median(times), 1000 * times[math.ceil(0.9 * len(times)) - 1], 1000 * times[-1],
        watcher.peak_kib / 1024))
    bench.verdict("drop to last output", 1000 * statistics.median(times), TARGETS["watch_ms"], "ms")


def count_outputs(office, known={}):
    """Documents in the outbox. A folder is listed again only after a change, so that looking costs minyi nothing."""
    count = 0
    for folder in os.scandir(office / "outbox"):
        if not folder.is_dir() or folder.name == "表样":
            continue
        changed = folder.stat().st_mtime_ns
        if known.get(folder.path, (None,))[0] != changed:
            names = [entry.name for entry in os.scandir(folder.path)]
            documents = sum(1 for name in names if name.endswith(".docx") and not name.startswith((".", "~")))
            # The clock of file times is coarse: a folder that has just changed may change again within its tick.
            fresh = time.time_ns() - changed < 20_000_000
            known[folder.path] = (None if fresh else changed, documents)
        count += known[folder.path][1]
    return count


def settled_outputs(office, settle):
    """The number of outputs once it has not changed for two seconds."""
    before = count_outputs(office)
    time.sleep(settle + 2)
    while (now := count_outputs(office)) != before:
        before = now
        time.sleep(2)
    return now


def wait_for(condition, seconds, process):
    end = time.perf_counter() + seconds
    while not condition():
        if time.perf_counter() > end or process.poll() is not None:
            raise Wrong("watch did not answer a drop within %g s (see watch.log)" % seconds)
        time.sleep(0.001)


def mode_scale(bench):
    """Ten times the files must take ten times the time, and no more memory than the limit."""
    options = bench.options
    small, large = bench.submissions(options.count), bench.submissions(10 * options.count)
    runs = collections.defaultdict(list)
    for _ in range(max(1, options.rounds)):
        for files in (small, large):
            run, _, _ = run_minyi(bench, files, "scale")
            runs[len(files)].append((run.seconds, run.peak_mib))
    say("scale, medians of %d:" % options.rounds)
    rates = [bench.row("minyi, %d files" % len(files), runs[len(files)], len(files), "subm") for files in (small, large)]
    bench.verdict("time a file, large over small", rates[0] / rates[1], TARGETS["scale"])
    bench.verdict("peak of minyi's processes", max(run[1] for run in runs[len(large)]), TARGETS["memory_mib"], "MiB")


def mode_score(bench):
    """A million events to points, and a million points as the workbook: minyi, XlsxWriter and the floor in turn."""
    options = bench.options
    tool = bench.floor.parent / "bench-score"
    events = options.score_events
    plain_rows = 0 if not bench.has_plain() else options.score_plain_rows
    runs = collections.defaultdict(list)
    folder = bench.fresh("score")
    for turn in range(options.rounds):
        book, plain, floor = (folder / ("%s-%d.xlsx" % (name, turn)) for name in ("minyi", "plain", "floor"))
        os.sync()
        run = measure([tool, "--events", events * 3 // 4, "--out", book])
        report = last_json(run.output)
        rows = report["rows"]
        if rows < 0.9 * events:
            raise Wrong("%d rows of points of %d events" % (rows, events))
        runs["minyi"].append((report["writing_seconds"], run.peak_mib))
        run = measure([tool, "--events", events])
        runs["computing"].append((last_json(run.output)["computing_seconds"], run.peak_mib))
        if plain_rows:
            os.sync()
            run = measure([sys.executable, HERE / "plain" / "score_workbook.py", plain_rows, plain])
            runs["plain"].append((last_json(run.output)["writing_seconds"], run.peak_mib))
        os.sync()
        run = measure([tool, "--events", events, "--floor", book, "--out", floor])
        report = last_json(run.output)
        runs["floor"].append((report["writing_seconds"], run.peak_mib))
        runs["floor computing"].append((report["computing_seconds"], run.peak_mib))
        for path in (book, plain, floor):
            path.unlink(missing_ok=True)    # three files a round cost nobody time; a hundred megabytes each do
    say("scores of %d events, workbook of %d points, medians of %d:" % (events, rows, options.rounds))
    bench.row("computing", runs["computing"], events, "events")
    bench.row("floor of computing (three hash tables)", runs["floor computing"], events, "events")
    rate = bench.row("minyi's workbook", runs["minyi"], rows, "rows")
    floor = bench.row("floor of writing (deflates as much)", runs["floor"], rows, "rows")
    bench.verdict("computing", statistics.median(run[0] for run in runs["computing"]), TARGETS["score_seconds"], "s")
    if plain_rows:
        plain = bench.row("XlsxWriter, constant memory", runs["plain"], plain_rows, "rows")
        bench.verdict("minyi's rows over XlsxWriter's", rate / plain, TARGETS["score_rows"], "×", most=False)
    say("  the floor over minyi's workbook: %.2f ×" % (floor / rate))
    bench.verdict("peak with a million points", max(run[1] for run in runs["minyi"]), TARGETS["score_mib"], "MiB")


MODES = {"pass": mode_pass, "extract": mode_extract, "one": mode_one, "watch": mode_watch, "scale": mode_scale,
         "score": mode_score}


# ---------------------------------------------------------------- command line

def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modes", nargs="*", metavar="MODE", help="any of: %s, all (default: pass)" % ", ".join(MODES))
    parser.add_argument("--minyi", default=str(REPOSITORY / "target" / "release" / "minyi"), help="the program to measure")
    parser.add_argument("--tools", help="folder of bench-generate and bench-floor (default: examples beside --minyi)")
    parser.add_argument("--work", help="folder for everything written (default: target/bench/<time>)")
    parser.add_argument("--count", type=int, default=1000, help="submissions of a pass")
    parser.add_argument("--plain-count", type=int, default=200, help="submissions that the plain pipeline takes")
    parser.add_argument("--plain-fsync", action="store_true", help="let the plain pipeline fsync every output")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, of which the medians are printed")
    parser.add_argument("--existing", type=int, default=200, help="submissions already in the office (one, watch)")
    parser.add_argument("--drops", type=int, default=25, help="files dropped one by one (one, watch)")
    parser.add_argument("--score-events", type=int, default=1_000_000, help="events, and about as many points (score)")
    parser.add_argument("--score-plain-rows", type=int, default=20_000,
                        help="rows that XlsxWriter writes: its rate carries over; 1000000 for the full size (score)")
    parser.add_argument("--tiny", action="store_true", help="tiny counts, to see that everything runs; no judgement of times")
    options = parser.parse_args()
    options.modes = options.modes or (["all"] if options.tiny else ["pass"])
    if "all" in options.modes:
        options.modes = list(MODES)
    unknown = [mode for mode in options.modes if mode not in MODES]
    if unknown:
        parser.error("unknown mode: " + ", ".join(unknown))
    if options.tiny:
        options.count, options.plain_count, options.rounds, options.existing, options.drops = 6, 3, 1, 6, 3
        options.score_events, options.score_plain_rows = 20_000, 500
    return options


def machine(bench):
    """Prints what the figures depend on."""
    mounts = [line.split()[1:3] for line in open("/proc/mounts")]
    point, kind = max(((point, kind) for point, kind in mounts if str(bench.work).startswith(point)), key=lambda m: len(m[0]))
    say("%d processors, load %.2f, %s on %s, files in %s" % (
        len(os.sched_getaffinity(0)), os.getloadavg()[0], kind, point, bench.work))
    if kind == "tmpfs":
        say("WARNING: in memory a sync costs nothing; give --work a folder on a disk")
    if not bench.options.tiny and os.getloadavg()[0] > 0.5:
        say("WARNING: the machine is not quiet; trust the ratios only")


def main():
    options = arguments()
    bench = Bench(options)
    for tool in (bench.minyi, bench.generator, bench.floor):
        if not tool.exists():
            sys.exit("%s is missing: cargo build --release --bins --examples" % tool)
    machine(bench)
    try:
        for mode in options.modes:
            MODES[mode](bench)
    except Wrong as wrong:
        sys.exit("the bench stops: %s" % wrong)
    say("nothing was deleted: remove %s when the measuring is over" % bench.work)


if __name__ == "__main__":
    main()
