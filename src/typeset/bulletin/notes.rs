//! The annex of the bulletin: how each figure was counted.
//! It never differs from what `office::bulletin` does; who changes a count changes its note.

use crate::office::bulletin::{Figures, Period};
use crate::office::calendar::chinese_date;
use crate::office::settings::Settings;

/// The paragraphs, numbered.
pub(super) fn notes(figures: &Figures, settings: &Settings) -> Vec<String> {
    let period = figures.period;
    let closing = if settings.placed_is_sent {
        "登记“已送出”的日期，没有登记的以置出日期为准"
    } else {
        "登记“已送出”的日期"
    };
    let by_members = if settings.quota.by_members {
        "委员的来稿同时计入来稿当天所在的界别、专委会和镇街，以单位名义的来稿计入该单位"
    } else {
        "界别、专委会和镇街只计以单位名义的来稿"
    };
    let roles = if settings.quota.both_roles {
        "既是委员又是信息员的，两边都计"
    } else {
        "既是委员又是信息员的，只计在委员"
    };
    let notes = [
        format!(
            "统计期为{}至{}，数据截至{}；截至日以后登记的情况不计。",
            chinese_date(period.from()),
            chinese_date(period.to()),
            chinese_date(figures.as_of)
        ),
        "来稿文件以放入“来稿”“急件”文件夹的文件计：收到 = 登记 + 退回 + 重复；一个文件里有几件的，登记件数分别计。".to_owned(),
        "登记按收到日期，编发按签发日期，采用、批示、答复、落实按各自发生的日期计入；撤回的反馈不计。".to_owned(),
        "编发计件数和期数：一件刊入几种刊物的，计一件、各计一期；送几个单位的同一期只计一期。".to_owned(),
        "采用率 = 统计期内被采用的件数 ÷ 统计期内登记的件数；编发率 = 统计期内编发的件数 ÷ 统计期内登记的件数，四舍五入到一位小数。采用的来稿可能是以前登记的，因此比率可能超过100%。".to_owned(),
        "批示计件数和人次：一件有几位领导批示的，计一件、几人次。答复和落实计件次。".to_owned(),
        format!("报送时限按每件、每个去向计，以{closing}与限期相比；限期落在统计期内、截至日前已过而没有报送的，计为尚未报送。"),
        format!(
            "统计表按来稿当天的名册计；联名的每人计一件，{by_members}；{roles}。报送包括收件时退回、能认出作者或单位的来稿。全年任务按{}件数计，任期只有部分年度的不折算。",
            settings.quota.counts.word()
        ),
        format!(
            "比较的上一期为{}{}。",
            period.previous().name(),
            if period.a_year_ago().is_empty() { String::new() } else { format!("，去年同期为{}", period.last_year().name()) }
        ),
    ];
    let quarters = "信息小组以每季度至少开展一次活动为准，季度未结束的不列为未开展。".to_owned();
    let with_groups = period != Period::year(period.of_year()) || !figures.groups.is_empty();
    let all = notes.into_iter().chain(with_groups.then_some(quarters));
    (1..).zip(all).map(|(number, note)| format!("{number}.{note}")).collect()
}
