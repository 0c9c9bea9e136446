//! Signs that a line is the form's or the office's own, and not the author's: headings of forms, mastheads,
//! hints for filling in, closing formulas.
//! It never looks at anything but the words.

use super::text::{bracketed, dense, seen, seen_over, trim, unbracketed};

/// Whether the words head a form: 社情民意信息登记表, 核稿单（2026）.
pub fn is_form_heading(text: &str) -> bool {
    if seen_over(text, 40) {
        return false;
    }
    let bare = dense(text);
    let bare = without_remark(&bare);
    let form = ["表", "单", "稿纸", "笺", "登记卡", "模板", "表样", "格式", "样表", "样式"]
        .iter()
        .any(|end| bare.ends_with(end));
    let subject =
        ["社情民意", "信息", "来稿", "建议", "提案", "反映", "征集", "政协", "报送", "核稿", "登记"]
            .iter()
            .any(|word| bare.contains(word));
    (form && subject && !bare.contains("关于") && !bare.contains('：')) || is_masthead(text)
}

/// Whether the words name the office that papers are sent to: 云溪区政协办公室, 政协云溪区委员会.
pub fn is_office_name(text: &str) -> bool {
    let bare = dense(text);
    let of_place = bare.strip_suffix("委员会").is_some_and(|place| place.ends_with(['区', '县', '市', '旗']));
    (bare.contains("政协") && bare.ends_with("办公室"))
        || (of_place && (bare.starts_with("政协") || bare.starts_with("中国人民政治协商会议")))
}

/// Whether the words are a publication's name or number: 社情民意信息, 第12期.
pub fn is_masthead(text: &str) -> bool {
    if seen_over(text, 40) {
        return false;
    }
    let bare = dense(text);
    let bare = without_remark(&bare);
    let bare = bare.trim_matches(['《', '》', '【', '】', '（', '）', '(', ')', '·', '—', '-', '★']);
    // A collection's heading holds the whole name of a committee as well.
    let longest = if bare.ends_with("信息") || bare.ends_with("汇编") { 40 } else { 24 };
    if seen(bare) > longest || bare.is_empty() || bare.contains("关于") || bare.contains("建议") {
        return false;
    }
    let name = [
        "社情民意",
        "社情民意信息",
        "社情民意专报",
        "政协信息",
        "委员反映",
        "社情民意信息稿",
        "社情民意稿件",
        "信息稿件",
        "社情民意来稿",
        "信息稿",
        "社情民意投稿",
        "信息专报",
        "社情民意信息来稿",
        "社情民意简报",
        "信息来稿",
        "社情民意信息征集",
        "社情民意稿",
        "社情民意信息报送",
        "社情民意报送",
        "社情民意信息选登",
        "社情民意摘报",
        "社情民意专刊",
        "来稿",
    ]
    .iter()
    .any(|end| bare.ends_with(end));
    let numeral = |c: char| c.is_numeric() || "一二三四五六七八九十".contains(c);
    let issue = ((bare.contains('第') || bare.contains("总"))
        && bare.ends_with('期')
        && bare.chars().any(numeral))
        // 2026年第1号: between the two nothing but the number.
        || bare.strip_suffix('号').and_then(|front| front.rsplit_once('第')).is_some_and(|(_, count)| {
            !count.is_empty() && count.chars().all(numeral)
        });
    // 政协发〔2026〕3号: the number of a paper that an office sends.
    let number = bare.ends_with('号')
        && bare.split_once(['〔', '［', '[', '【', '（', '(']).is_some_and(|(_, rest)| {
            rest.chars().take(4).all(|c| c.is_ascii_digit())
                && matches!(rest.chars().nth(4), Some('〕' | '］' | ']' | '】' | '）' | ')'))
        });
    let secret = bare.contains("内部资料") || bare.contains("注意保存") || bare.starts_with("密级");
    let collection = (bare.contains("社情民意") || bare.contains("信息"))
        && (bare.ends_with('则') || bare.ends_with('篇') || bare.ends_with("汇编"));
    name || issue || number || secret || collection
}

/// Brackets at the end, a year and a number do not change what the words are.
fn without_remark(bare: &str) -> &str {
    let mut rest = bare;
    while let Some(open) =
        rest.rfind(['（', '(', '〔', '[']).filter(|_| rest.ends_with(['）', ')', '〕', ']']))
    {
        if open == 0 {
            break;
        }
        rest = &rest[..open];
    }
    rest
}

#[rustfmt::skip] // A table reads better by line of meaning than by word.
const WORDS: &[&str] = &["不超过", "字以内", "字左右", "可另附", "另附页", "附页", "打√", "打勾", "打“√”", "必填", "选填", "填写", "可附", "可续页", "限填", "字数", "请勾选"];

/// Whether the words only tell how to fill the form in.
pub fn is_hint(text: &str) -> bool {
    let bare = trim(text);
    let note = ["注：", "注:", "说明：", "填表说明", "填写说明", "备注：", "注意：", "提示："]
        .iter()
        .any(|start| bare.starts_with(start));
    let short = || !seen_over(bare, if note { 120 } else { 60 });
    (note || bracketed(bare)) && short() && WORDS.iter().any(|word| bare.contains(word))
}

/// Whether the words are a formula at the end: 此致, 敬礼！
pub fn is_closing(text: &str) -> bool {
    if seen_over(text, 12) {
        return false;
    }
    let bare = dense(text);
    matches!(
        bare.trim_end_matches(['！', '!', '。', '，']),
        "此致"
            | "敬礼"
            | "此致敬礼"
            | "特此报告"
            | "以上建议供参考"
            | "妥否请批示"
            | "完"
            | "（完）"
    )
}

/// Whether the words only hand the paper over: 现将…的社情民意信息报上，请审阅。
pub fn is_transmittal(text: &str) -> bool {
    let bare = trim(text);
    let plain = without_greeting(bare);
    if plain.is_empty() {
        return !bare.is_empty();
    }
    let starts = ["现将", "现报送", "兹将", "兹报送", "现报上"];
    // Mails are less stiff, but greet first.
    let mailed = ["报送", "报上", "呈报", "呈上", "送上", "附上", "发送", "发上", "现把"];
    (starts.iter().any(|start| plain.starts_with(start))
        || (plain.len() < bare.len() && mailed.iter().any(|start| plain.starts_with(start))))
        && !seen_over(bare, 80)
        && plain.contains(['报', '送', '上', '发'])
        && [
            "请审阅",
            "请阅",
            "请查收",
            "请参阅",
            "供参考",
            "供参阅",
            "请审示",
            "请予采用",
            "请收阅",
            "如下：",
        ]
        .iter()
        .any(|end| plain.contains(end))
}

/// The words behind a greeting, as mails begin: 您好！现将….
fn without_greeting(text: &str) -> &str {
    let greets = |c: char| matches!(c, '！' | '!' | '，' | ',' | '。' | '：' | ':');
    // Nearly every line ends here: a greeting stands at the very start, however long the line is.
    let start = text.floor_char_boundary(GREETING_BYTES + '好'.len_utf8());
    let Some(at) = text[..start].find('好') else { return text };
    let (front, rest) = (&text[..at], &text[at + '好'.len_utf8()..]);
    let greeted =
        ["您", "你", "们", "领导", "老师", "同志", "编辑", "大家"].iter().any(|end| front.ends_with(end));
    if greeted && (rest.is_empty() || rest.starts_with(greets)) {
        trim(rest.trim_start_matches(greets))
    } else {
        text
    }
}

/// Longest words in front of 好 in a greeting (尊敬的区政协办公室领导), in bytes.
const GREETING_BYTES: usize = 45;

/// Characters that lines are drawn with.
const RULES: [char; 16] = ['-', '—', '–', '=', '*', '＊', '_', '＿', '~', '·', '─', '━', '…', '.', '★', '☆'];

/// Whether the line is only drawn: ————, * * *.
pub fn is_rule(text: &str) -> bool {
    if !trim(text).starts_with(RULES) {
        return false;
    }
    let bare = dense(text);
    bare.chars().count() >= 3 && bare.chars().all(|c| RULES.contains(&c))
}

/// Whether the words are a degree of urgency standing alone: 特急.
pub fn is_urgent_mark(text: &str) -> bool {
    if seen_over(text, 6) {
        return false;
    }
    matches!(dense(unbracketed(text)).as_str(), "特急" | "急件" | "加急" | "紧急" | "急" | "特提")
}

/// Whether the words part several papers: 第一篇, 之二, 信息三.
pub fn is_separator(text: &str) -> bool {
    if seen_over(text, 14) {
        return false;
    }
    let bare = dense(unbracketed(text));
    let bare = bare.trim_end_matches(['：', ':', '、', '.']);
    let number = |rest: &str| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    };
    if seen(bare) > 10 {
        return false;
    }
    let counted = bare.strip_prefix('第').is_some_and(|rest| {
        ["篇", "条", "则", "件"].iter().any(|end| rest.strip_suffix(end).is_some_and(number))
    });
    let named = ["信息", "社情民意信息", "社情民意", "之", "来稿", "稿件", "篇目", "建议"]
        .iter()
        .any(|front| bare.strip_prefix(front).is_some_and(number));
    counted || named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greeting_hands_the_paper_over_as_mails_do() {
        for words in [
            "您好！",
            "尊敬的区政协领导：您好！",
            "您好！现将社情民意信息一篇报上，请审阅。",
            "你们好！报送社情民意一篇如下，请查收。",
        ] {
            assert!(is_transmittal(words), "{words}");
        }
        for words in [
            "",
            "报送社情民意一篇如下，请查收。",
            "治理成效好，群众满意。",
            "您好，我是一名环卫工人，每天凌晨四点上班。",
        ] {
            assert!(!is_transmittal(words), "{words}");
        }
    }

    #[test]
    fn forms_and_mastheads_are_known() {
        for words in [
            "示例区政协社情民意信息登记表",
            "社情民意信息核稿单（2026）",
            "社 情 民 意 信 息",
            "第12期",
            "2026年第3期（总第88期）",
            "来稿登记表",
            "社情民意信息报送单",
        ] {
            assert!(is_form_heading(words), "{words}");
        }
        for words in [
            "关于规范来稿登记表的建议",
            "关于完善社情民意信息报送单位管理的建议",
            "加强社情民意信息工作的建议",
            "现状",
        ] {
            assert!(!is_form_heading(words), "{words}");
        }
    }

    #[test]
    fn a_line_that_hands_a_paper_over_is_known() {
        assert!(is_transmittal("现将我委关于供水水质的社情民意信息报上，请审阅。"));
        assert!(!is_transmittal("现将有关情况反映如下，居民反映强烈。"));
    }

    #[test]
    fn hints_separators_and_marks_are_known() {
        assert!(
            is_hint("（正文篇幅通常不超过1500字）")
                && is_hint("注：正文字数控制在1500字以内，可另附页。")
                && !is_hint("建议不超过三年")
        );
        assert!(
            is_separator("第一篇")
                && is_separator("信息二：")
                && is_separator("之三")
                && !is_separator("第一，")
        );
        assert!(is_urgent_mark("【特急】") && is_closing("敬礼！"));
    }
}
