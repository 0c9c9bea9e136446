#!/usr/bin/env python3
"""Recalculates a workbook in LibreOffice and compares every formula's result with the one that minyi cached.

    tests/layout/recalculate.py outbox/考核/2026年度社情民意信息考核.xlsx …

Prints one line a workbook and exits 1 when a cell differs or nothing was compared. Needs soffice and openpyxl.
"""

import pathlib
import subprocess
import sys
import tempfile

import openpyxl

TOLERANCE = 1e-9


def recalculated(path, folder):
    """The workbook as LibreOffice saves it after a hard recalculation: converting to ods and back to xlsx drops
    every cached result, so that none can be taken over."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    plain = strip_results(path, folder)
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), str(plain)],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600,
    )
    return folder / "out" / plain.name


def strip_results(path, folder):
    """A copy whose formulas have no results: whatever stands there afterwards was calculated."""
    import re
    import zipfile

    copy = folder / "stripped.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            data = source.read(member)
            if member.filename.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
            target.writestr(member, data)
    return copy


def same(one, other):
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= TOLERANCE * max(1.0, abs(one))
    return (one or "") == (other or "")


def compare(path):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        formulas = openpyxl.load_workbook(path)
        cached = openpyxl.load_workbook(path, data_only=True)
        fresh = openpyxl.load_workbook(recalculated(path, folder), data_only=True)
        compared, wrong = 0, []
        for sheet in formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type != "f":
                        continue
                    compared += 1
                    ours = cached[sheet.title][cell.coordinate].value
                    theirs = fresh[sheet.title][cell.coordinate].value
                    if not same(ours, theirs):
                        wrong.append(f"  {sheet.title}!{cell.coordinate} {cell.value}: minyi {ours!r}, LibreOffice {theirs!r}")
    print(f"{path}: {compared} formulas, {len(wrong)} differ")
    print("\n".join(wrong[:20]))
    return compared > 0 and not wrong


if __name__ == "__main__":
    paths = sys.argv[1:]
    if not paths:
        sys.exit("name a workbook")
    sys.exit(0 if all([compare(path) for path in paths]) else 1)
