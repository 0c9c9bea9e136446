#!/usr/bin/env python3
"""Renders Word files with LibreOffice and measures the pages against GB/T 9704: 22 lines of 28 characters,
margins, red rule, page numbers, fonts. It never judges wording, and needs nothing but python, soffice and poppler.

usage: measure.py [--layout common|gb33476] [--limit N] [--keep DIR] FILE.docx...
       (a folder stands for every .docx below it; --limit takes N of them, evenly spread)
exit:  0 every page holds; 1 a page does not; 2 the tools are missing or nothing was rendered
"""
import argparse, html, os, re, shutil, subprocess, sys, tempfile, zipfile

DPI = 150
MM = 25.4 / DPI                    # millimetres a pixel
PT = 25.4 / 72                     # millimetres a point
PITCH = {'common': 28.95, 'gb33476': 29.6}       # points from line to line
MARGINS = {'common': (2098, 1984), 'gb33476': (1960, 1847)}  # top and bottom in twentieths of a point
LEFT, RIGHT = 28.0, 184.0          # edges of the type area
LINES, CHARACTERS = 22, 28
CLOSING = '，。、；：）》”？！'         # may not begin a line
NUMBER_Y = 269.0                   # middle of the page number: 7 mm below the type area
FONTS = {'仿宋_GB2312', '楷体_GB2312', '黑体', '宋体', '方正小标宋简体', 'Times New Roman'}
RENDERED = re.compile(r'Fandol(Fang|Kai|Hei|Song)|NotoSerifCJK|Liberation ?Serif|TimesNewRoman|FangSong|KaiTi|SimHei|'
                      r'SimSun|FZXiaoBiaoSong|仿宋|楷体|黑体|宋体|小标宋', re.I)


class Sheet:
    """One page: its words in millimetres, and its pixels."""

    def __init__(self, words, pixels):
        self.words = words                       # (left, top, right, bottom, text)
        self.width, self.height, self.data = pixels
        self.lines = lines_of(words)

    def row(self, y):
        start = y * self.width * 3
        return self.data[start:start + self.width * 3]

    def red_rules(self):
        """Red rules at least 100 mm long: (top, bottom, left, right, colour) in millimetres."""
        long = b'\xff\x00\x00' * int(100 / MM)
        found = []
        for y in range(self.height):
            row = self.row(y)
            at = row.find(long)
            while at > 0 and at % 3:
                at = row.find(long, at + 1)
            if at < 0:
                continue
            left = at // 3
            right = left
            while row[right * 3:right * 3 + 3] == b'\xff\x00\x00':
                right += 1
            if found and y - found[-1][1] <= 1:
                found[-1][1] = y
            else:
                found.append([y, y, left, right])
        return [(top * MM, (bottom + 1) * MM, left * MM, right * MM) for top, bottom, left, right in found]

    def ink(self, top, bottom):
        """Ink between two heights: (left, right, top, bottom) in millimetres, or None."""
        white = b'\xff' * (self.width * 3)
        rows = [y for y in range(int(top / MM), min(int(bottom / MM), self.height)) if self.row(y) != white]
        if not rows:
            return None
        lefts = [self.width - len(self.row(y).lstrip(b'\xff')) // 3 for y in rows]
        rights = [len(self.row(y).rstrip(b'\xff')) // 3 for y in rows]
        return min(lefts) * MM, max(rights) * MM, rows[0] * MM, (rows[-1] + 1) * MM


def lines_of(words):
    """Words gathered into lines, top to bottom: (middle, left, right, text)."""
    lines = []
    for left, top, right, bottom, text in sorted(words, key=lambda word: (word[1] + word[3]) / 2):
        middle = (top + bottom) / 2
        if lines and middle - lines[-1][0] < 3.0:
            lines[-1][1].append((left, right, text))
        else:
            lines.append((middle, [(left, right, text)]))
    shown = []
    for middle, parts in lines:
        parts.sort()
        shown.append((middle, parts[0][0], max(part[1] for part in parts), ''.join(part[2] for part in parts)))
    return shown


def render(files, folder):
    profile = os.path.join(folder, 'profile')
    for start in range(0, len(files), 40):
        subprocess.run(['soffice', f'-env:UserInstallation=file://{profile}', '--headless', '--convert-to', 'pdf',
                        '--outdir', folder, *files[start:start + 40]],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=900)


def sheets_of(pdf):
    boxes = subprocess.run(['pdftotext', '-bbox', pdf, '-'], check=True, capture_output=True, text=True).stdout
    pixels = subprocess.run(['pdftoppm', '-r', str(DPI), '-aa', 'no', '-aaVector', 'no', pdf], check=True,
                            capture_output=True).stdout
    word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
    pages = boxes.split('<page ')[1:]
    images = list(ppm(pixels))
    return [Sheet([(*(float(n) * PT for n in found[:4]), html.unescape(found[4])) for found in word.findall(page)], image)
            for page, image in zip(pages, images)]


def ppm(data):
    """The images of a stream of binary PPMs."""
    at = 0
    while at < len(data):
        head = re.compile(rb'P6\s+(\d+)\s+(\d+)\s+255\s').match(data, at)
        width, height = int(head[1]), int(head[2])
        end = head.end() + width * height * 3
        yield width, height, data[head.end():end]
        at = end


class Check:
    """Findings on one document."""

    def __init__(self, path, layout):
        self.path, self.layout, self.faults, self.notes = path, layout, [], []

    def expect(self, holds, page, message):
        if not holds:
            self.faults.append(f'page {page}: {message}')

    def near(self, value, wanted, tolerance, page, what):
        self.expect(abs(value - wanted) <= tolerance, page, f'{what} is {value:.1f} mm, wanted {wanted:.1f} ± {tolerance}')

    def document(self, sheets):
        red = sheets[0].red_rules() if sheets else []
        if any(abs(rule[3] - rule[2] - 156) < 4 for rule in red):
            kind, first_body = 'issue', 1
        elif any(abs(rule[3] - rule[2] - 170) < 4 for rule in red):
            kind, first_body = 'letter', 2
        else:
            kind, first_body = 'slip', None
        # The bulletin has an issue's masthead and margins; its tables and notes are set smaller than 28 characters.
        is_bulletin = kind == 'issue' and '业务通讯' in os.path.basename(self.path)
        self.notes.append(f'{"bulletin" if is_bulletin else kind}, {len(sheets)} pages')
        if kind == 'issue':
            self.issue_rule(sheets[0], red)
        if kind == 'letter':
            self.letter_rules(sheets[0], red)
        if '报送单' in os.path.basename(self.path):
            self.expect(len(sheets) == 1, 1, f'a cover sheet of {len(sheets)} pages')
        for number, sheet in enumerate(sheets, 1):
            if kind != 'slip' and number >= first_body:
                if not is_bulletin:
                    self.grid(sheet, number, number == len(sheets))
                self.number(sheet, number)
            self.margins(sheet, number, kind)
            if kind != 'slip' and number < len(sheets):
                self.foot(sheet, number)
        if kind == 'letter':
            self.expect(not page_number(sheets[0]), 1, 'the first page of a letter bears a number')

    def issue_rule(self, sheet, red):
        self.expect(len(red) == 1, 1, f'{len(red)} red rules')
        top, bottom, left, right = red[0]
        self.near(left, LEFT, 0.6, 1, 'left end of the red rule')
        self.near(right, RIGHT, 0.6, 1, 'right end of the red rule')
        self.near(bottom - top, 0.79, 0.25, 1, 'thickness of the red rule')
        ink = sheet.ink(top - 8, top - 0.5)
        if ink:
            self.near(top - ink[3], 4.0, 0.7, 1, 'distance from the line above to the red rule')
        self.notes.append(f'rule at {top:.1f} mm')

    def letter_rules(self, sheet, red):
        self.expect(len(red) == 4, 1, f'{len(red)} red rules, wanted two double ones')
        for top, bottom, left, right in red:
            self.near(left, 21.0, 1.1, 1, 'left end of a red rule')
            self.near(right - left, 170.0, 0.8, 1, 'length of a red rule')
        if len(red) == 4:
            self.expect(red[0][1] - red[0][0] > red[1][1] - red[1][0], 1, 'upper rule: thick over thin')
            self.expect(red[2][1] - red[2][0] < red[3][1] - red[3][0], 1, 'lower rule: thin over thick')
            self.near(297 - red[3][1], 20.0, 1.0, 1, 'distance of the lower rule from the sheet')
            ink = sheet.ink(20, red[0][0] - 1)
            self.near(ink[2], 30.0, 1.5, 1, 'top of the masthead')

    def grid(self, sheet, number, is_last):
        """Lines of body text stand on a grid of 22, and full lines of Chinese hold 28 characters."""
        pitch = PITCH[self.layout] * PT
        top = MARGINS[self.layout][0] / 20 * PT
        body = [line for line in sheet.lines if top - 1 < line[0] < top + LINES * pitch + 2]
        slots = {}
        for middle, left, right, text in body:
            slot = (middle - top) / pitch + 0.5
            slots.setdefault(round(slot), []).append((slot, left, right, text))
        self.expect(max(slots, default=0) <= LINES, number, f'a line below line {LINES}')
        full = [line for line in body if is_full(line)]
        for line, after in zip(body, body[1:] + [(0, 0, 0, '')]):
            if is_full(line):
                self.characters(line, after[3], number)
        counted = sum(1 for line in full if len(line[3]) >= CHARACTERS)
        off = [text for rows in slots.values() for slot, _, _, text in rows if abs(slot - round(slot)) > 0.3]
        plain = not off and len(full) * 2 > len(body)
        if plain and not is_last:
            self.expect(max(slots) >= LINES - 1, number, f'only {max(slots)} lines on a full page')
        if plain and number > 1 and not is_last and max(slots) == LINES:
            self.expect(len(body) == LINES, number, f'{len(body)} lines on a full page')
        self.notes.append(f'p{number}: {len(body)} lines, {counted} of {CHARACTERS}')

    def foot(self, sheet, number):
        """No page ends with a heading or with a line that announces what comes on the next."""
        lines = [line for line in sheet.lines if line[0] < 262]
        if not lines:
            return
        _, left, right, text = lines[-1]
        alone = left > LEFT + 8 and right < RIGHT - 12
        heading = re.match(r'[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）', text) and '。' not in text
        self.expect(not (alone and (heading or text.endswith('：'))), number, f'the page ends with “{text}”')

    def characters(self, line, after, number):
        """28 characters, one more that hangs, or fewer where the next line may not begin otherwise."""
        text = line[3]
        count = min((len(text), len(text.rstrip(CLOSING))), key=lambda length: abs(length - CHARACTERS))
        short = CHARACTERS - count
        word = len(re.match(r'[A-Za-z0-9.,:%/-]*', after)[0])
        carried = short > 0 and (after[short:short + 1] in CLOSING or word >= 2 * short or after[:1] in '“‘（《')
        self.expect(count == CHARACTERS or carried and short <= 3, number, f'{count} characters in a full line: {text}')

    def number(self, sheet, number):
        found = page_number(sheet)
        self.expect(found is not None, number, 'no page number')
        if found:
            middle, left, right, text = found
            self.expect(text.strip('— ') == str(number), number, f'page number {text}')
            self.near(middle, NUMBER_Y, 1.2, number, 'height of the page number')
            if number % 2:
                self.near(right, RIGHT - 14 * PT, 1.0, number, 'right edge of the page number')
            else:
                self.near(left, LEFT + 14 * PT, 1.0, number, 'left edge of the page number')

    def margins(self, sheet, number, kind):
        ink = sheet.ink(44 if kind == 'letter' and number == 1 else 0, 270)
        if not ink or kind == 'slip':
            return
        wide = kind == 'letter' and number == 1
        self.expect(ink[0] >= LEFT - 0.7 or wide, number, f'ink at {ink[0]:.1f} mm from the left edge')
        # A mark may hang over the right edge by one character; LibreOffice always lets it.
        self.expect(ink[1] <= RIGHT + 6.2 or wide, number, f'ink at {ink[1]:.1f} mm, right of the type area')
        self.expect(ink[2] >= MARGINS[self.layout][0] / 20 * PT or wide, number, f'ink at {ink[2]:.1f} mm from the top')

    def fonts(self, pdf):
        with zipfile.ZipFile(self.path) as package:
            xml = ''.join(package.read(name).decode() for name in package.namelist()
                          if re.fullmatch(r'word/(document|styles|header\d*|footer\d*)\.xml', name))
        named = set(re.findall(r'w:(?:ascii|hAnsi|eastAsia|cs)="([^"]+)"', xml)) - {'zh-CN', 'en-US', 'ar-SA'}
        odd = sorted(named - FONTS)
        self.expect(not odd, '-', f'fonts in the file: {odd}')
        self.expect('Theme=' not in ''.join(re.findall(r'<w:rFonts[^>]*>', xml)), '-', 'theme fonts in the file')
        listed = subprocess.run(['pdffonts', pdf], check=True, capture_output=True, text=True).stdout.splitlines()[2:]
        names = [line.split()[0].partition('+')[2] for line in listed]
        odd = sorted({name for name in names if not RENDERED.search(name)})
        # One face more is what a rare sign (℃) falls back to; without any of ours the names are not installed.
        self.expect(len(odd) <= 1 and len(odd) < len(names), '-', f'fonts on the page: {names} (was fonts.sh run?)')
        if odd:
            self.notes.append(f'falls back to {odd[0]}')


def is_full(line):
    _, left, right, text = line
    chinese = all('\u2e80' <= c <= '\uffef' or c in '“”‘’—…·' for c in text)
    return len(text) > 20 and chinese and abs(left - LEFT) < 1.2 and right > RIGHT - 3.5 and not re.search('[“”‘’—…·]', text)


def page_number(sheet):
    for line in sheet.lines:
        if line[0] > 262 and re.fullmatch(r'—\s*\d+\s*—', line[3]):
            return line
    return None


def is_ours(folder, name):
    """A returned file is its author's; only the notice beside it is ours."""
    return os.path.basename(folder) != '退稿' or '（退' in name


def gathered(paths, limit):
    files = []
    for path in paths:
        if os.path.isdir(path):
            files += [os.path.join(at, name) for at, _, names in os.walk(path) for name in names
                      if name.endswith('.docx') and not name.startswith(('.', '~')) and is_ours(at, name)]
        else:
            files.append(path)
    files.sort()
    if limit and len(files) > limit:
        files = [files[index * len(files) // limit] for index in range(limit)]
    return files


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--layout', choices=PITCH, default='common')
    parser.add_argument('--limit', type=int, default=0)
    parser.add_argument('--keep', help='folder for the PDF files')
    parser.add_argument('files', nargs='+')
    options = parser.parse_args()
    for tool in ('soffice', 'pdftotext', 'pdftoppm', 'pdffonts'):
        if not shutil.which(tool):
            print(f'measure.py: {tool} is not installed', file=sys.stderr)
            return 2
    files = gathered(options.files, options.limit)
    if not files:
        print('measure.py: no .docx to measure', file=sys.stderr)
        return 2
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        # Numbered copies: files of one name from several folders must not overwrite each other.
        copies = [os.path.join(folder, f'{index:04}.docx') for index in range(len(files))]
        for file, copy in zip(files, copies):
            shutil.copyfile(file, copy)
        render(copies, folder)
        for file, copy in zip(files, copies):
            pdf = copy[:-5] + '.pdf'
            check = Check(file, options.layout)
            if os.path.exists(pdf):
                check.document(sheets_of(pdf))
                check.fonts(pdf)
                if options.keep:
                    os.makedirs(options.keep, exist_ok=True)
                    shutil.copyfile(pdf, os.path.join(options.keep, os.path.basename(file)[:-5] + '.pdf'))
            else:
                check.faults.append('was not rendered')
            failed += bool(check.faults)
            print(f'{"FAIL" if check.faults else "ok  "} {os.path.basename(file)}: {"; ".join(check.notes)}')
            for fault in check.faults:
                print(f'       {fault}')
    print(f'{len(files)} documents measured, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
