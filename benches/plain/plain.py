"""The plain pipeline, as an office programmer would write it: python-docx in, docxtpl out, sqlite3 for the ledger.

It registers, archives, edits and routes the same submissions into the same kinds of files as minyi, one after the
other, and never checks, bounds or recovers anything.

    plain.py INBOX OFFICE --templates DIR [--destinations 区委,区政府] [--limit N] [--fsync]
    plain.py --extract FILE...
"""

import argparse
import datetime
import hashlib
import json
import os
import re
import shutil
import sqlite3
import sys
import time
from pathlib import Path

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate

LEVELS = ((r"^[一二三四五六七八九十]+、", 1), (r"^（[一二三四五六七八九十]+）", 2), (r"^\d+[．.]", 3), (r"^（\d+）", 4))
OFFICE = "政协示例区委员会办公室"
PUBLICATION = "委员反映"
LABELS = {
    "标题": "title", "题目": "title", "反映人": "author", "作者": "author", "姓名": "author", "界别": "sector",
    "工作单位及职务": "position", "联系电话": "phone", "电话": "phone", "反映单位": "unit", "单位": "unit",
    "提交时间": "date", "日期": "date", "情况反映": "body", "意见建议": "body", "建议": "body",
}


def extract(path):
    """Fields and body of a submission: label cells in tables, labelled lines and the first line in letters."""
    document = Document(path)
    fields = {"title": "", "author": "", "unit": "", "body": []}
    for block in document.element.body.iterchildren():
        if block.tag.endswith("}tbl"):
            read_table(Table(block, document), fields)
        elif block.tag.endswith("}p"):
            read_line(Paragraph(block, document), fields)
    if "date" in fields:
        fields["date"] = read_date(fields["date"])
    return fields


def read_table(table, fields):
    """A label's value is the next cell that says something else: python-docx repeats a merged cell for each column."""
    for row in table.rows:
        cells = row.cells
        texts = [cell.text.strip() for cell in cells]
        for label, value, cell in zip(texts, texts[1:], cells[1:]):
            name = LABELS.get(re.sub(r"[\s：:]", "", label))
            if name is None or value == label:
                continue
            if name == "body":
                fields["body"] += [levelled(paragraph) for paragraph in cell.paragraphs if paragraph.text.strip()]
            else:
                fields[name] = value


def read_line(paragraph, fields):
    text = paragraph.text.strip()
    if not text or text == "社情民意信息报送表":
        return
    labelled_line = re.match(r"^([^：:]{2,8})[：:](.+)$", text)
    name = LABELS.get(labelled_line.group(1)) if labelled_line else None
    if name and name != "body":
        fields[name] = labelled_line.group(2).strip()
    elif not fields["title"]:
        fields["title"] = text
    else:
        fields["body"].append(levelled(paragraph))


def levelled(paragraph):
    """A paragraph with its heading level, typed, by its style or numbered automatically, for the fonts of the page."""
    text = paragraph.text.strip()
    if len(text) >= 30:
        return {"level": 0, "text": text}
    typed = next((level for pattern, level in LEVELS if re.match(pattern, text)), 0)
    style = re.match(r"(?:Heading|heading|标题) ?([1-4])", paragraph.style.name)
    properties = paragraph._p.pPr
    numbered = properties.numPr if properties is not None else None
    if typed:
        level = typed
    elif style:
        level = int(style.group(1))
    elif numbered is not None and numbered.ilvl is not None:
        level = min(numbered.ilvl.val + 1, 4)
    else:
        level = 0
    return {"level": level, "text": text}


def read_date(text):
    numbers = re.findall(r"\d+", text)
    return "%04d-%02d-%02d" % tuple(int(n) for n in numbers[:3]) if len(numbers) >= 3 else text


def edit(text):
    """The usual clean-up: half-width punctuation between Chinese characters."""
    text = re.sub(r"(?<=[\u4e00-\u9fff]),", "，", text)
    return re.sub(r"(?<=[\u4e00-\u9fff]);", "；", text)


def classify(fields):
    text = fields["title"] + "".join(paragraph["text"] for paragraph in fields["body"])
    for category, words in (("突发事件与灾情", ("突发", "灾情", "事故")), ("热点与情绪", ("群众", "投诉", "居民")),
                            ("精神文明和法制勤政廉政", ("法制", "廉政"))):
        if any(word in text for word in words):
            return category
    return "统战和政协工作"


def open_ledger(path):
    ledger = sqlite3.connect(path)
    ledger.execute("CREATE TABLE IF NOT EXISTS submission (id INTEGER PRIMARY KEY, number TEXT UNIQUE, sha256 TEXT UNIQUE,"
                   " file TEXT, title TEXT, author TEXT, unit TEXT, date TEXT, category TEXT, received TEXT, body TEXT)")
    ledger.execute("CREATE INDEX IF NOT EXISTS by_title ON submission (title)")
    ledger.execute("CREATE INDEX IF NOT EXISTS by_author ON submission (author)")
    ledger.commit()
    return ledger


def safe(name):
    return re.sub(r'[<>:"/\\|?*]', "_", name)[:60]


def make_durable(path):
    for target in (path, path.parent):
        handle = os.open(target, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def render(template, context, path):
    document = DocxTemplate(template)
    document.render(context, autoescape=True)
    document.save(path)


def process(path, office, templates, ledger, destinations, serial):
    """One submission: extract, register, archive, receipt, edited version and a cover sheet for each destination."""
    content = path.read_bytes()
    sha = hashlib.sha256(content).hexdigest()
    fields = extract(path)
    number = "2026-%04d" % serial
    received = datetime.date.today()
    body = [dict(paragraph, text=edit(paragraph["text"])) for paragraph in fields["body"]]
    ledger.execute("INSERT INTO submission (number, sha256, file, title, author, unit, date, category, received, body)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   (number, sha, path.name, fields["title"], fields["author"], fields["unit"], fields.get("date"),
                    classify(fields), received.isoformat(), "\n".join(paragraph["text"] for paragraph in body)))
    ledger.commit()

    written = []
    archived = office / "archive" / sha[:2] / (sha + ".docx")
    archived.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, archived)
    written.append(archived)

    context = {
        "office": OFFICE, "publication": PUBLICATION, "issue": serial, "number": number, "title": fields["title"],
        "author": fields["author"], "unit": fields["unit"], "body": body, "editor": "", "urgency": "普通",
        "received": received.isoformat(), "date": received.isoformat(), "destinations": "、".join(destinations),
        "due": (received + datetime.timedelta(days=5)).isoformat(), "derivation": "收到之日起5天内",
    }
    issue = None
    for destination in destinations:
        folder = office / "outbox" / destination
        edition = folder / ("%s2026年第%d期 %s.docx" % (PUBLICATION, serial, safe(fields["title"])))
        if issue is None:
            render(templates / "issue.docx", context, edition)
            issue = edition
        else:
            shutil.copy2(issue, edition)
        cover = folder / ("%s %s（报送单）.docx" % (number, safe(fields["title"])))
        render(templates / "cover.docx", dict(context, destination=destination), cover)
        written += [edition, cover]
    receipt = office / "outbox" / "回执" / ("%s %s（回执）.docx" % (number, safe(fields["title"])))
    render(templates / "receipt.docx", context, receipt)
    written.append(receipt)
    path.rename(path.parent / ".taken" / path.name)
    return written


def run(arguments):
    inbox, office, templates = Path(arguments.inbox), Path(arguments.office), Path(arguments.templates)
    destinations = arguments.destinations.split(",")
    for folder in [office / "archive"] + [office / "outbox" / name for name in destinations + ["回执"]] + [inbox / ".taken"]:
        folder.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    ledger = open_ledger(office / "ledger.db")
    count = written = 0
    for path in sorted(inbox.glob("*.docx"))[:arguments.limit]:
        count += 1
        files = process(path, office, templates, ledger, destinations, count)
        written += len(files)
        if arguments.fsync:
            for file in files:
                make_durable(file)
    ledger.close()
    report(count, written, time.perf_counter() - start)


def extract_all(paths):
    start = time.perf_counter()
    for path in paths:
        json.dump(extract(path), sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    print(json.dumps({"files": len(paths), "seconds": time.perf_counter() - start}), file=sys.stderr)


def report(files, written, seconds):
    print(json.dumps({"files": files, "written": written, "seconds": seconds, "per_second": files / seconds}))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("inbox", nargs="?")
    parser.add_argument("office", nargs="?")
    parser.add_argument("--templates")
    parser.add_argument("--destinations", default="区委,区政府")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--fsync", action="store_true", help="fsync every output and its folder")
    parser.add_argument("--extract", nargs="+", metavar="FILE")
    arguments = parser.parse_args()
    extract_all(arguments.extract) if arguments.extract else run(arguments)


if __name__ == "__main__":
    main()
