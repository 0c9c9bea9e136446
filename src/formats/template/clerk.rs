//! A fault in the words of the clerk who mends the template in Word: what stands in a comment.
//! It never finds a fault; the operator reads the same one in English.

use super::fault::{Fault, THE_FILE};

/// What a comment says, a line a paragraph: where, when it cannot stand there, what is wrong, the tag, the cure.
pub(super) fn lines(fault: &Fault) -> Vec<String> {
    let message = in_chinese(MESSAGES, &fault.message);
    let wrong = format!("{}：{message}", place(&fault.place));
    let lines = [wrong, fault.excerpt.clone(), in_chinese(HINTS, &fault.hint)];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

/// Each message with its holes, and the same in Chinese with the holes in the same order. Where one fits twice, the
/// first is taken.
const MESSAGES: &[(&str, &str)] = &[
    ("{} is not a name that this kind of template may use", "这种版式里没有“{}”这个名称"),
    ("{} is a whole text with paragraphs and tables", "“{}”是带段落和表格的整篇文字，旁边不能有别的内容"),
    ("the template has no {}, so that the text would be left out", "版式里没有{}，印出来会没有正文"),
    ("the tag is not closed in its paragraph", "标记在本段内没有结束"),
    ("the tag is not opened in its paragraph", "标记在本段内没有开头"),
    ("the tag is empty", "标记里是空的"),
    ("a block tag stands inside a field", "域代码里不能放 {% %} 标记"),
    ("the tag stands in an equation or a drawing", "标记放在了公式或图形里，不会被填写"),
    ("`set` without a value", "set 后面没有值"),
    ("`{}` is not a block that templates may use", "没有“{}”这种标记"),
    ("`{}` without `{}`", "有“{}”，前面却没有与它成对的“{}”"),
    ("`{}` comes before the `{}` inside is closed", "“{}”写得太早，里面的“{}”还没有结束"),
    ("`{}` is never closed", "“{}”没有结束标记"),
    (
        "the `{}` block begins or ends in the middle of the row; it ends at {}",
        "“{}”标记从一行表格的中间开始或结束（结束处：{@}）",
    ),
    (
        "the `{}` block begins or ends in the middle of the table; it ends at {}",
        "“{}”标记从表格的中间开始或结束（结束处：{@}）",
    ),
    (
        "the `{}` block begins or ends in the middle of the paragraph; it ends at {}",
        "“{}”标记从一段的中间开始或结束（结束处：{@}）",
    ),
    (
        "the `{}` block must begin and end in the same place; it ends at {}",
        "“{}”标记的开头和结尾不在同一处（结束处：{@}）",
    ),
    ("there is no filter `{}`", "没有“{}”这个用法"),
    ("there is no test `is {}`", "没有“is {}”这个判断"),
    ("there is no function `{}()`", "没有“{}()”这个用法"),
    ("the tag cannot be read: {}", "标记写得不对，认不出来（{}）"),
    ("a name in this tag has no value", "标记里有一个名称没有值"),
    ("the name `{}` is not known here", "这里没有“{}”这个名称"),
    ("the template runs too long", "循环太多，版式填写不完"),
    (
        "the tag cannot be filled in: the value is a {}, not text; use a loop or |join(\"、\")",
        "这个名称是一个列表，不能直接当文字印：请用循环，或者在名称后面写 |join(\"、\")",
    ),
    ("the tag cannot be filled in: {}", "标记填写不了（{}）"),
    ("the paragraph holds a tracked change", "本段有修订痕迹"),
    ("the paragraph holds hidden text", "本段有隐藏文字"),
    ("the field would read another file or print a personal name", "这个域会引用别的文件，或者印出个人姓名"),
    ("the template holds macros or controls", "版式里有宏或控件"),
    ("the part cannot be read: {}", "文件的这一部分读不出来（{}）"),
    ("the part does not use Word's usual names", "文件不是通常的 Word 格式"),
];

const HINTS: &[(&str, &str)] = &[
    ("`minyi fields` lists the names", "可用的名称见 minyi fields"),
    ("give its tag a paragraph of its own, with nothing beside it", "请让这个标记单独占一段，前后不写别的"),
    ("give {} a paragraph of its own where the text is to stand", "请在要印正文的地方另起一段，只写{}"),
    (
        "a tag must end in the paragraph in which it begins; write {} or {% … %}",
        "标记要在同一段里写完，写成 {} 或 {% … %}",
    ),
    (
        "a tag must begin in the paragraph in which it ends; write {} or {% … %}",
        "标记要在同一段里写完，写成 {} 或 {% … %}",
    ),
    ("write a name: {}", "请写上名称，例如 {}"),
    ("only {} may stand in a field's instruction", "域代码里只能写 {}"),
    ("put it into an ordinary paragraph, cell or text box", "请放到普通段落、单元格或文本框里"),
    ("write {% set 名称 = 值 %}", "请写成 {% set 名称 = 值 %}"),
    (
        "use if, elif, else, endif, for, endfor, set, with, endwith",
        "可以用 if、elif、else、endif、for、endfor、set、with、endwith",
    ),
    (
        "write {% if … %} before it, in the same cell or text",
        "请在它前面写 {% if … %}，放在同一格或同一段文字里",
    ),
    (
        "each block ends with its own end tag, the inner block first",
        "每个标记都要有自己的结束标记，里面的先结束",
    ),
    ("write {% end{} %} where the block ends", "请在结束的地方写 {% end{} %}"),
    (
        "a block over several paragraphs or cells begins at the very beginning and ends at the very end of {}; \
         or give each tag a paragraph or row of its own",
        "跨几段、几格的标记，要写在最前面和最后面；或者让每个标记单独占一段、一行",
    ),
    (
        "put both tags into the same text, cell or text box",
        "请把开头和结尾放在同一段文字、同一格或同一个文本框里",
    ),
    (
        "use join, default, first, last, length, upper, replace, trim …",
        "可以用 join、default、first、last、length、upper、replace、trim 等",
    ),
    ("use is defined, is none, is even, is odd …", "可以用 is defined、is none、is even、is odd 等"),
    ("write the name without parentheses, or use a filter", "请去掉名称后面的括号"),
    ("correct what stands between the braces", "请改正花括号里的内容"),
    (
        "see `minyi fields` for the names; write {% if 名称 is defined %} or |default(\"\") where it may be missing",
        "可用的名称见 minyi fields；可能没有值的，写 {% if 名称 is defined %} 或 |default(\"\")",
    ),
    ("shorten the loop", "请减少循环"),
    (
        "in Word: Review, Accept All Changes; then save (审阅 → 接受所有修订)",
        "请在“审阅”里接受所有修订，再保存",
    ),
    ("delete it or make it visible", "请删除，或者取消隐藏"),
    ("replace the field with its text or with a tag", "请把域换成文字或标记"),
    ("save it as .docx, which keeps no macros", "请另存为 .docx，其中不含宏"),
    ("open the template in Word or WPS and save it again", "请用 Word 或 WPS 打开，重新保存"),
    (
        "open the template in Word or WPS, save it as a Word document (.docx) and copy it again",
        "请用 Word 或 WPS 打开，另存为 Word 文档（.docx）",
    ),
];

/// Words of a place. Those that hold others come first.
const PLACES: &[(&str, &str, &str)] = &[
    ("paragraph ", "第", "段"),
    ("text box ", "第", "个文本框"),
    ("table ", "第", "个表格"),
    ("row ", "第", "行"),
    ("cell ", "第", "格"),
    ("header", "页眉", ""),
    ("footer", "页脚", ""),
    ("footnotes", "脚注", ""),
    ("endnotes", "尾注", ""),
];

/// `table 1, row 2, cell 3` as 第1个表格第2行第3格.
fn place(place: &str) -> String {
    if place == THE_FILE {
        return "整个版式".to_owned();
    }
    let word = |part: &str| {
        let known = PLACES.iter().find_map(|(english, before, after)| {
            let rest = part.strip_prefix(english)?;
            // Behind a kind of part stands its name in the file, which a clerk never sees.
            let number = if after.is_empty() { "" } else { rest };
            Some(format!("{before}{number}{after}"))
        });
        known.unwrap_or_else(|| part.to_owned())
    };
    place.split(", ").map(word).collect()
}

fn in_chinese(table: &[(&str, &str)], english: &str) -> String {
    let known = table.iter().find_map(|(pattern, chinese)| Some((holes(pattern, english)?, chinese)));
    let Some((filled, chinese)) = known else { return english.to_owned() };
    let mut said = (*chinese).to_owned();
    for value in filled {
        let at_place = said.find("{@}");
        match said.find("{}") {
            Some(at) if at_place.is_none_or(|place| at < place) => said.replace_range(at..at + 2, value),
            _ => said = said.replacen("{@}", &place(value), 1),
        }
    }
    said
}

/// What stands in the holes of a pattern; none when the text is not of this pattern.
fn holes<'a>(pattern: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = pattern.split("{}");
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut filled = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let is_last = pieces.peek().is_none();
        let end = if is_last { rest.strip_suffix(piece)?.len() } else { rest.find(piece)? };
        filled.push(&rest[..end]);
        rest = &rest[end + piece.len()..];
    }
    rest.is_empty().then_some(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_says_where_what_and_how() {
        let fault = Fault::new(
            "header (word/header1.xml), table 1, row 2, cell 3",
            "{% if 急件 %}",
            "the `if` block begins or ends in the middle of the row; it ends at text box 1, paragraph 2",
            "write {% endif %} where the block ends",
        );
        assert_eq!(
            lines(&fault),
            [
                "页眉第1个表格第2行第3格：“if”标记从一行表格的中间开始或结束（结束处：第1个文本框第2段）",
                "{% if 急件 %}",
                "请在结束的地方写 {% endif %}"
            ]
        );
        let fault = Fault::not_promised("标提", THE_FILE);
        assert_eq!(lines(&fault)[0], "整个版式：这种版式里没有“标提”这个名称");
    }

    #[test]
    fn what_has_no_chinese_is_said_as_it_is() {
        assert_eq!(in_chinese(MESSAGES, "something new"), "something new");
        assert_eq!(holes("a {} b {}", "a 1 b 2"), Some(vec!["1", "2"]));
        assert_eq!(holes("a {} b", "a 1 c"), None);
    }
}
