#!/usr/bin/env python3
"""The points of a year as XlsxWriter writes them in constant-memory mode: what minyi's workbook is compared with.

    score_workbook.py ROWS FILE

The same columns as minyi's 明细, and rankings of 3,000 names with SUMIFS formulas and their results.
"""

import datetime
import json
import resource
import sys
import time

import xlsxwriter

COLUMNS = ["榜", "姓名（单位）", "登记号", "期号", "标题或缘由", "单位", "事项", "日期", "规则", "系数", "得分"]


def main(rows, path):
    start = time.perf_counter()
    workbook = xlsxwriter.Workbook(path, {"constant_memory": True})
    body = workbook.add_format({"font_name": "仿宋", "font_size": 12, "border": 1, "text_wrap": True})
    day = workbook.add_format({"font_name": "仿宋", "font_size": 12, "border": 1, "num_format": "yyyy-mm-dd"})
    ranking = workbook.add_worksheet("委员")
    for at in range(3000):
        ranking.write_number(at, 0, at + 1, body)
        ranking.write_string(at, 1, "委员%04d" % at, body)
        formula = "=SUMIFS('明细'!$K$4:$K$%d,'明细'!$A$4:$A$%d,\"委员\",'明细'!$B$4:$B$%d,$B%d)" % (rows + 3, rows + 3, rows + 3, at + 1)
        ranking.write_formula(at, 2, formula, body, 5)
    sheet = workbook.add_worksheet("明细")
    for column, title in enumerate(COLUMNS):
        sheet.write_string(2, column, title, body)
    first = datetime.date(2026, 1, 1)
    for at in range(rows):
        row = at + 3
        sheet.write_string(row, 0, "委员", body)
        sheet.write_string(row, 1, "委员%04d" % (at % 3000), body)
        sheet.write_string(row, 2, "2026-%06d" % (at // 3), body)
        sheet.write_string(row, 3, "", body)
        sheet.write_string(row, 4, "关于改善第%d号社区停车和养老服务的建议" % (at // 3), body)
        sheet.write_string(row, 5, "市政协", body)
        sheet.write_string(row, 6, "采用（单篇）", body)
        sheet.write_datetime(row, 7, first + datetime.timedelta(days=at % 365), day)
        sheet.write_string(row, 8, "采用", body)
        sheet.write_number(row, 9, 1, body)
        sheet.write_number(row, 10, 8, body)
    workbook.close()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"rows": rows, "writing_seconds": seconds, "peak_mib": peak}))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
