//! What a clerk is told about a file: why it was returned, or what was odd about it, and the cure.
//! It never blames the world; a full disk or a missing share is a `Failure`, and its reader is the operator.

use serde::{Deserialize, Serialize, Serializer};

/// One fault of a file or of a paper in it. The same shape serves as a warning, which refuses nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// Stable code for scripts.
    pub code: Code,
    /// What is wrong, in the clerk's words.
    pub message: String,
    /// How to mend it, in the clerk's words.
    pub cure: String,
    /// Index of the paper in the file from 0; `None` is the file itself.
    pub paper: Option<usize>,
    /// Where: a paragraph, a cell, a part; empty when it is the whole.
    #[serde(rename = "where")]
    pub place: String,
}

impl Rejection {
    /// A fault of the file with the code's own cure.
    pub fn of_file(code: Code, message: impl Into<String>) -> Self {
        Rejection {
            code,
            message: message.into(),
            cure: code.cure().to_owned(),
            paper: None,
            place: String::new(),
        }
    }

    /// A fault of one paper with the code's own cure.
    pub fn of_paper(code: Code, paper: usize, message: impl Into<String>) -> Self {
        Rejection { paper: Some(paper), ..Rejection::of_file(code, message) }
    }

    /// The same fault with a cure of its own.
    #[must_use]
    pub fn with_cure(mut self, cure: &str) -> Self {
        cure.clone_into(&mut self.cure);
        self
    }

    /// The same fault at a place.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = place.into();
        self
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $cure:literal;)*) => {
        /// Codes of rejections and warnings: a promise to scripts, so a code keeps its meaning for ever.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code, in the order of this table.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The code as scripts see it.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// What the clerk can do, as a Chinese sentence.
            pub fn cure(self) -> &'static str {
                match self { $(Code::$name => $cure,)* }
            }
        }
    };
}

codes! {
    /// No bytes.
    Empty = "EMPTY", "请确认文件已保存且内容完整，重新投放。";
    /// The package ends early, or its end is zeros.
    Truncated = "TRUNCATED", "文件没有复制完整，请重新复制一份投放。";
    /// The file is of a kind that is not read; the message names it.
    WrongType = "WRONG_TYPE", "请用 Word 或 WPS 打开，另存为 .docx（表格另存为 .xlsx）后重新投放。";
    /// Protected by a password.
    Encrypted = "ENCRYPTED", "请取消打开密码，另存后重新投放。";
    /// Over the size limit.
    TooLarge = "TOO_LARGE", "请压缩图片或拆分文件后重新投放。";
    /// Not a regular file: link, FIFO, device, folder with a document's name.
    NotAFile = "NOT_A_FILE", "请投放文件本身，不要投放快捷方式或链接。";
    /// No right to read it.
    NoPermission = "NO_PERMISSION", "请检查该文件的读取权限后重新投放。";
    /// Unpacks to more than any honest file.
    Bomb = "BOMB", "文件结构异常，请用 Word 或 WPS 另存一份后重新投放。";
    /// Members share the same bytes.
    Overlap = "OVERLAP", "文件结构异常，请用 Word 或 WPS 另存一份后重新投放。";
    /// Members with names that lead out of the package.
    BadMemberName = "BAD_MEMBER_NAME", "文件结构异常，请用 Word 或 WPS 另存一份后重新投放。";
    /// Two members of one name.
    DuplicateMember = "DUPLICATE_MEMBER", "文件结构异常，请用 Word 或 WPS 另存一份后重新投放。";
    /// The package can be read in two ways.
    AmbiguousZip = "AMBIGUOUS_ZIP", "文件结构异常，请用 Word 或 WPS 另存一份后重新投放。";
    /// Bytes after the end that no mail gateway adds.
    TrailingData = "TRAILING_DATA", "文件尾部有多余内容，请用 Word 或 WPS 另存一份后重新投放。";
    /// A compression that Office does not use.
    UnsupportedMethod = "UNSUPPORTED_METHOD", "请用 Word 或 WPS 另存一份后重新投放。";
    /// More members than any honest file.
    TooManyMembers = "TOO_MANY_MEMBERS", "文件结构异常，请用 Word 或 WPS 另存一份后重新投放。";
    /// A member is damaged.
    Damaged = "DAMAGED", "文件已损坏，请重新复制或另存一份后投放。";
    /// A document type definition, which OPC forbids.
    Dtd = "DTD", "文件结构异常，请用 Word 或 WPS 另存一份后重新投放。";
    /// XML nested too deep.
    TooDeep = "TOO_DEEP", "文件结构异常，请用 Word 或 WPS 另存一份后重新投放。";
    /// XML beyond a limit of size.
    XmlLimit = "XML_LIMIT", "文件内容过多，请拆分后重新投放。";
    /// XML that is not well formed.
    XmlSyntax = "XML_SYNTAX", "文件已损坏，请用 Word 或 WPS 打开修复，另存后重新投放。";
    /// XML in an encoding that OPC forbids, or bytes outside it.
    XmlEncoding = "XML_ENCODING", "文件已损坏，请用 Word 或 WPS 另存一份后重新投放。";
    /// A package without a document in it.
    NotOoxml = "NOT_OOXML", "这不是 Word 或 Excel 文件，请另存为 .docx 或 .xlsx 后重新投放。";
    /// Two main parts.
    AmbiguousOpc = "AMBIGUOUS_OPC", "文件结构异常，请用 Word 或 WPS 另存一份后重新投放。";
    /// The main part lies outside the package.
    ExternalMain = "EXTERNAL_MAIN", "文件结构异常，请用 Word 或 WPS 另存一份后重新投放。";
    /// Holds a macro.
    Macro = "MACRO", "请另存为不含宏的 .docx 或 .xlsx 后重新投放。";
    /// The reader did not come back within its limits.
    ParserLimit = "PARSER_LIMIT", "文件无法读取，请用 Word、Excel 或 WPS 另存一份后重新投放。";
    /// More cells, sheets or papers than are read.
    TooMuch = "TOO_MUCH", "内容过多，请拆分后重新投放。";
    /// No text at all.
    NoText = "NO_TEXT", "请补充正文后重新投放。";
    /// No title.
    NoTitle = "NO_TITLE", "请补充标题后重新投放。";
    /// Neither author nor unit.
    NoAuthor = "NO_AUTHOR", "请补充反映人姓名或反映单位后重新投放。";
    /// A sheet without a header that is known.
    NoHeader = "NO_HEADER", "请使用 outbox/表样 中的批量来稿表，保留表头后重新投放。";
    /// A date that is impossible or incomplete; the words are kept.
    BadDate = "BAD_DATE", "请核对日期。";
    /// A title longer than any register takes.
    LongTitle = "LONG_TITLE", "请核对标题。";
    /// Hidden text, left out of the body.
    HiddenText = "HIDDEN_TEXT", "请核对隐藏文字，如需保留请取消隐藏。";
    /// Tracked changes; read as if accepted.
    TrackedChanges = "TRACKED_CHANGES", "已按接受全部修订读取，请核对。";
    /// Comments, left out of the body.
    Comments = "COMMENTS", "批注未计入正文，请核对。";
    /// A link to the outside, never followed.
    ExternalLink = "EXTERNAL_LINK", "外部链接已忽略。";
    /// A field that would fetch or run something; only its shown text is read.
    Field = "FIELD", "域代码未执行，请核对显示内容。";
    /// An embedded file, never opened.
    Embedded = "EMBEDDED", "嵌入的文件未读取，如含正文请粘贴到文中。";
    /// Text with characters that change how it is shown.
    SuspiciousText = "SUSPICIOUS_TEXT", "文字中有不可见或改变显示方向的字符，请核对。";
    /// An image that cannot be used.
    DamagedImage = "DAMAGED_IMAGE", "图片已损坏，未能收入编辑稿，请补送。";
    /// Parts that are odd but not needed.
    OddPackage = "ODD_PACKAGE", "文件结构略有异常，内容已正常读取。";
    /// An author or unit who is not on the roster.
    NotOnRoster = "NOT_ON_ROSTER", "名册中没有此人或此单位，请核对名册。";
    /// A name that fits two people.
    AmbiguousAuthor = "AMBIGUOUS_AUTHOR", "名册中有同名者，请注明单位。";
    /// The same title by the same author came before.
    Resubmission = "RESUBMISSION", "此前已有同题来稿，请核对是否重复。";
    /// The same bytes came before.
    Duplicate = "DUPLICATE", "无须重复投放。";
    /// Something that nobody reads lies here.
    UnknownPlace = "UNKNOWN_PLACE", "请投放到“来稿”或“急件”文件夹。";
    /// A row of a roster or another form that cannot be used.
    BadRow = "BAD_ROW", "请按表样填写后重新投放。";
    /// A category or destination that the office does not have.
    UnknownValue = "UNKNOWN_VALUE", "请核对填写的名称。";
    /// Length outside what the office asks for.
    Length = "LENGTH", "请核对篇幅。";
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        Code::ALL
            .iter()
            .copied()
            .find(|code| code.as_str() == text)
            .ok_or_else(|| serde::de::Error::custom(format!("unknown code {text}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_apart() {
        let mut texts: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), Code::ALL.len());
    }
}
