//! The ten steps of founding document 四.3, in order, and the verdicts that a person may give at each.
//! It never knows a case; it is the vocabulary.

use super::words::words;

words! {
    /// A step of the way of a case (founding document 四.3).
    Step {
        /// Number, fingerprint, fields.
        Register = "登记",
        /// Category, topic, urgency, destinations.
        Classify = "分类",
        /// Taken, kept or returned.
        Screen = "筛选",
        /// The edited version.
        Edit = "编辑",
        /// Reviewed by a second person.
        Review = "审稿",
        /// Signed off by a leader; the issue gets its number.
        SignOff = "签发",
        /// Typeset: issue and cover sheets.
        Typeset = "排印",
        /// Proofread.
        Proofread = "校对",
        /// Placed in the outbox, and later said to be sent.
        Deliver = "传送",
        /// The original lies in the archive.
        Archive = "存档",
    }
}

words! {
    /// What a person says at a gate.
    Verdict {
        /// 筛选: taken.
        Adopt = "采用",
        /// 筛选: kept, not issued.
        Keep = "留存",
        /// 筛选: returned to the author, with a note.
        Return = "退回",
        /// 编辑: the edited version goes to review.
        Submit = "送审",
        /// 审稿: passed.
        Pass = "审核通过",
        /// 审稿: back to editing.
        Rework = "退改",
        /// 签发: signed.
        Sign = "签发",
        /// 签发: not signed; the case ends as kept.
        Decline = "不签发",
        /// 校对: no fault found.
        Clean = "校对通过",
        /// 传送: really sent.
        Sent = "已送出",
    }
}

impl Step {
    /// Whether the office may let a person decide here.
    pub fn takes_gate(self) -> bool {
        !self.verdicts().is_empty()
    }

    /// The verdicts that may be given at this step.
    pub fn verdicts(self) -> &'static [Verdict] {
        match self {
            Step::Screen => &[Verdict::Adopt, Verdict::Keep, Verdict::Return],
            Step::Edit => &[Verdict::Submit],
            Step::Review => &[Verdict::Pass, Verdict::Rework],
            Step::SignOff => &[Verdict::Sign, Verdict::Decline],
            Step::Proofread => &[Verdict::Clean],
            Step::Deliver => &[Verdict::Sent],
            Step::Register | Step::Classify | Step::Typeset | Step::Archive => &[],
        }
    }
}

impl Verdict {
    /// The step at which the verdict is given.
    pub fn step(self) -> Step {
        match self {
            Verdict::Adopt | Verdict::Keep | Verdict::Return => Step::Screen,
            Verdict::Submit => Step::Edit,
            Verdict::Pass | Verdict::Rework => Step::Review,
            Verdict::Sign | Verdict::Decline => Step::SignOff,
            Verdict::Clean => Step::Proofread,
            Verdict::Sent => Step::Deliver,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_belongs_to_the_step_that_lists_it() {
        for verdict in Verdict::ALL {
            assert!(verdict.step().verdicts().contains(verdict), "{verdict}");
        }
    }

    #[test]
    fn the_ten_steps_stand_in_the_order_of_the_founding_text() {
        let words: Vec<_> = Step::ALL.iter().map(|step| step.word()).collect();
        assert_eq!(words.concat(), "登记分类筛选编辑审稿签发排印校对传送存档");
    }
}
