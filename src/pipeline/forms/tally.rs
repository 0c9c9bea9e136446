//! What the rows of a form came to, row by row and in all.
//! It never changes an answer.

use crate::office::taken_in::TakenIn;
use crate::rejection::{Code, Rejection};
use crate::typeset::sheets::{RowAnswer, RowAnswers};

/// What the rows of a form came to.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) answers: RowAnswers,
    pub(super) rejections: Vec<Rejection>,
    pub(super) new: usize,
    pub(super) known: usize,
    pub(super) refused: usize,
    pub(super) blank: usize,
}

impl Tally {
    pub(super) fn answer(&mut self, sheet: &str, row: u32, answer: Result<TakenIn, Vec<String>>) {
        let (text, refused) = match answer {
            Ok(taken) => {
                let count = if taken.is_new() { &mut self.new } else { &mut self.known };
                *count += 1;
                (taken.words().to_owned(), false)
            }
            Err(reasons) => {
                self.refused += 1;
                for reason in &reasons {
                    let place = format!("{sheet}!{row}");
                    self.rejections.push(Rejection::of_file(Code::BadRow, reason.as_str()).at(place));
                }
                (format!("未登记：{}", reasons.join("；")), true)
            }
        };
        self.answers.insert((sheet.to_owned(), row), RowAnswer { text, refused });
    }

    pub(super) fn leave(&mut self, sheet: &str, row: u32) {
        self.blank += 1;
        self.answers.insert((sheet.to_owned(), row), RowAnswer { text: "未填写".to_owned(), refused: false });
    }

    pub(super) fn sentence(&self) -> String {
        let parts = [
            (self.new, "已登记"),
            (self.known, "此前已登记"),
            (self.refused, "未登记"),
            (self.blank, "未填写"),
        ];
        let said: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{word}{count}行"))
            .collect();
        if said.is_empty() {
            return "表中没有填写任何一行。".to_owned();
        }
        format!("表中各行：{}。逐行结果见同名的（回执）表格。", said.join("，"))
    }
}
