//! Rows of a batch sheet that are no papers: totals, notes, examples, the header again.
//! It never asks whether a paper is whole.

use super::header::Header;
use crate::document::{SheetCell, SheetRow};
use crate::intake::labels::Key;
use crate::intake::signs::is_hint;
use crate::intake::text::{dense, says_no, seen, trim, unbracketed};

/// Totals, notes, blank lines of a template, section lines, and the header again.
pub(super) fn is_no_paper(row: &SheetRow, header: &Header) -> bool {
    let filled: Vec<&SheetCell> = row.cells.iter().filter(|cell| !trim(&cell.text).is_empty()).collect();
    let Some(first) = filled.first() else { return true };
    let key = |cell: &SheetCell| {
        header.columns.iter().find(|column| column.number == cell.column).map(|column| column.label.key)
    };
    let telling = filled.iter().any(|cell| {
        !says_no(unbracketed(&cell.text))
            && key(cell).is_some_and(|key| {
                !matches!(key, Key::Serial | Key::Note | Key::Status | Key::Other | Key::Issue | Key::Term)
            })
    });
    let counted = filled.iter().take(3).any(|cell| is_total(&cell.text));
    let example = key(first) == Some(Key::Serial) && first.text.contains('例');
    let alone = filled.len() == 1
        && (is_remark(&first.text)
            || !key(first).is_some_and(|key| {
                matches!(key, Key::Title | Key::MaybeTitle | Key::Author | Key::Unit) || key.is_body()
            }));
    !telling || counted || example || alone || header.repeats(row) || is_remark(&first.text) || signs(&filled)
}

/// 第二季度 alone above the header again: the heading of the rows below, in whatever column it stands.
pub(super) fn heads_block(row: &SheetRow, next: Option<&SheetRow>, header: &Header) -> bool {
    let filled = row.cells.iter().filter(|cell| !trim(&cell.text).is_empty()).take(2).count();
    filled == 1 && next.is_some_and(|next| header.repeats(next))
}

/// How the words before a signature below a sheet end: 填表人, 填报日期, 联系电话.
const SIGNERS: [char; 8] = ['人', '员', '长', '期', '间', '话', '核', '位'];

/// 单位负责人：张三 and 填表人：李四 side by side: who signed the sheet.
fn signs(filled: &[&SheetCell]) -> bool {
    filled.len() >= 2
        && filled.iter().all(|cell| {
            trim(&cell.text).split_once(['：', ':']).is_some_and(|(words, value)| {
                (2..=8).contains(&seen(words)) && seen(value) <= 20 && words.ends_with(SIGNERS)
            })
        })
}

fn is_total(text: &str) -> bool {
    let bare = dense(unbracketed(text));
    seen(&bare) <= 12
        && ["以下空白", "以下无", "合计", "总计", "小计", "共计", "本页合计", "累计", "本月合计", "全年合计"]
            .iter()
            .any(|word| bare.starts_with(word))
}

fn is_remark(text: &str) -> bool {
    let bare = trim(text);
    is_hint(bare)
        || [
            "注：",
            "注:",
            "备注：",
            "备注:",
            "说明：",
            "说明:",
            "填表说明",
            "填表人",
            "制表",
            "审核：",
            "审核人",
            "填报",
            "联系人：",
            "共",
        ]
        .iter()
        .any(|start| {
            bare.starts_with(start)
                && seen(bare) > seen(start)
                && (*start != "共" || bare.ends_with(['篇', '条', '件']))
        })
}
