"""Makes the plain pipeline's three Word templates (an issue, a cover sheet, a receipt), as small as Word would save them.

It never touches minyi's own templates.
"""

import copy
import sys
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor


def blank():
    """A document with the margins of an official page and only the styles that it needs."""
    document = Document()
    for relations in (document.part.package.rels, document.part.rels):
        for relation in list(relations.values()):
            # python-docx's own blank document carries 438 kB of styles for Word 2007 that no one's template has.
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects", "/customXml")):
                del relations[relation.rId]
    styles = document.styles.element
    kept = {"Normal", "DefaultParagraphFont", "TableNormal", "TableGrid", "Header", "Footer", "HeaderChar", "FooterChar"}
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in kept:
            styles.remove(style)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    return document


def dress(run, font, size, red=False):
    """The run properties that Word writes: fonts for every script, size twice, languages."""
    run.font.name = font
    fonts = run._element.rPr.rFonts
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), font)
    fonts.set(qn("w:hint"), "eastAsia")
    run.font.size = Pt(size)
    run._element.rPr.append(run._element.makeelement(qn("w:szCs"), {qn("w:val"): str(size * 2)}))
    if red:
        run.font.color.rgb = RGBColor(0xFF, 0, 0)
    run._element.rPr.append(run._element.makeelement(qn("w:lang"), {qn("w:eastAsia"): "zh-CN"}))


def fill(paragraph, text, font="仿宋_GB2312", size=16, align=None, red=False, indent=False):
    """Puts one run into a paragraph, and its properties on the paragraph mark as Word does."""
    if align == "center":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing = Pt(28.95)
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    run = paragraph.add_run(text)
    dress(run, font, size, red)
    paragraph._p.get_or_add_pPr().append(copy.deepcopy(run._element.rPr))
    return paragraph


def line(parent, text, *args, **kwargs):
    """A paragraph with one run."""
    return fill(parent.add_paragraph(), text, *args, **kwargs)


def table(document, rows):
    """A grid of label and value."""
    grid = document.add_table(rows=0, cols=2, style="Table Grid")
    for row in rows:
        for cell, text in zip(grid.add_row().cells, row):
            fill(cell.paragraphs[0], text, size=14)


def page_numbers(document):
    """Page numbers: odd pages right, even pages left."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align in ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        fill(paragraph, "— ", "宋体", 14)
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            run = paragraph.add_run()
            dress(run, "宋体", 14)
            tag = "w:fldChar" if kind else "w:instrText"
            part = run._element.makeelement(qn(tag), {qn("w:fldCharType"): kind} if kind else {})
            part.text = text
            run._element.append(part)
        dress(paragraph.add_run(" —"), "宋体", 14)


def issue(path):
    document = blank()
    line(document, "内部资料 注意保存", size=14)
    line(document, "{{ publication }}", "方正小标宋简体", 48, "center", red=True)
    line(document, "第 {{ issue }} 期", align="center")
    line(document, "{{ office }}　　{{ date }}", align="center")
    line(document, "{{ title }}", "方正小标宋简体", 22, "center")
    line(document, "{{ unit }}　{{ author }}", "楷体_GB2312", align="center")
    line(document, "{%p for paragraph in body %}")
    for level, font in ((1, "黑体"), (2, "楷体_GB2312"), (0, "仿宋_GB2312")):
        line(document, "{%%p %s paragraph.level == %d %%}" % ("if" if level == 1 else "elif", level))
        line(document, "{{ paragraph.text }}", font, indent=True)
    line(document, "{%p endif %}")
    line(document, "{%p endfor %}")
    line(document, "报：{{ destinations }}", size=14)
    line(document, "送：区委办公室、区政府办公室，区政协主席、副主席", size=14)
    line(document, "编辑：{{ editor }}　　登记号：{{ number }}　　共印 20 份", size=14)
    page_numbers(document)
    document.save(path)


def cover(path):
    document = blank()
    line(document, "{{ publication }}报送单", "方正小标宋简体", 22, "center")
    table(document, [
        ("登记号", "{{ number }}"), ("题名", "{{ title }}"), ("反映人", "{{ author }}"), ("反映单位", "{{ unit }}"),
        ("报送", "{{ destination }}"), ("限期", "{{ due }}（{{ derivation }}）"), ("缓急", "{{ urgency }}"),
        ("收到日期", "{{ received }}"), ("签收", ""),
    ])
    line(document, "{{ office }}　　{{ date }}")
    document.save(path)


def receipt(path):
    document = blank()
    line(document, "收稿回执", "方正小标宋简体", 22, "center")
    line(document, "{{ author }}：", indent=False)
    line(document, "您反映的《{{ title }}》已于{{ received }}收到，登记号为{{ number }}，"
                   "已编入《{{ publication }}》第{{ issue }}期，送{{ destinations }}。", indent=True)
    line(document, "{{ office }}　　{{ date }}")
    document.save(path)


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    issue(folder / "issue.docx")
    cover(folder / "cover.docx")
    receipt(folder / "receipt.docx")


if __name__ == "__main__":
    main()
