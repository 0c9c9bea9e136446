//! What typing leaves behind, and what must be left as it is.
//! They never read a document.

use super::*;
use crate::document::{Image, Script, Text};
use proptest::prelude::*;

#[test]
fn punctuation_beside_chinese_becomes_full_width() {
    for (typed, set) in [
        ("目前,全区共有312台, 受益4000户;", "目前，全区共有312台，受益4000户；"),
        ("时间:上午9:30", "时间：上午9:30"),
        ("为什么?太慢!", "为什么？太慢！"),
        ("总额1,000元,同比3.5%,下降", "总额1,000元，同比3.5%，下降"),
        ("附件1:实施方案", "附件1：实施方案"),
        ("题为Hello, world的文章", "题为Hello, world的文章"),
    ] {
        assert_eq!(text(typed), set);
    }
}

#[test]
fn addresses_keep_every_mark() {
    for typed in
        ["详见http://www.a.gov.cn/x?id=1:2;3(4)--5", "邮箱zhang,san@a.cn", "参数--json", "文件在C:\\政协"]
    {
        assert_eq!(text(typed), typed);
    }
    assert_eq!(text("网址:https://a.cn/b,请查"), "网址：https://a.cn/b，请查");
    assert_eq!(text("见https://a.cn/b?x=1(附)。"), "见https://a.cn/b?x=1（附）。");
}

#[test]
fn brackets_become_full_width_in_pairs() {
    for (typed, set) in [
        ("老旧小区(含城中村)改造", "老旧小区（含城中村）改造"),
        ("(一)加强", "（一）加强"),
        ("(1)加强", "（1）加强"),
        ("函数f(x)的值", "函数f(x)的值"),
        ("5G(NSA)网络", "5G(NSA)网络"),
        ("人均GDP(万元)", "人均GDP（万元）"),
        ("(混合）宽度", "（混合）宽度"),
        ("1)加强", "1）加强"),
    ] {
        assert_eq!(text(typed), set);
    }
}

#[test]
fn document_numbers_take_their_own_brackets() {
    assert_eq!(text("浙政发[2026]5号和（2025）12号"), "浙政发〔2026〕5号和〔2025〕12号");
    assert_eq!(text("(2026年)5号楼"), "（2026年）5号楼");
}

#[test]
fn straight_quotes_pair_or_stay() {
    for (typed, set) in [
        ("实行\"一梯一档\"制", "实行“一梯一档”制"),
        ("“他说\"好\"”", "“他说‘好’”"),
        ("的'最后一公里'问题", "的‘最后一公里’问题"),
        ("少了一半\"的引号", "少了一半\"的引号"),
        ("管径5\"和6\"两种", "管径5\"和6\"两种"),
        ("It's 'fine'吗", "It's ‘fine’吗"),
    ] {
        assert_eq!(text(typed), set);
    }
}

#[test]
fn ellipses_and_dashes_take_two_places() {
    for (typed, set) in [
        ("等等...", "等等……"),
        ("等等。。。", "等等……"),
        ("问题--尤其是", "问题——尤其是"),
        ("问题—尤其是", "问题——尤其是"),
        ("2020—2025年", "2020—2025年"),
        ("一月—三月", "一月—三月"),
        ("破折——号", "破折——号"),
        ("-----", "-----"),
    ] {
        assert_eq!(text(typed), set);
    }
}

#[test]
fn spaces_between_chinese_and_digits_go_and_others_stay() {
    for (typed, set) in [
        ("截至 2026 年\u{3000}8\u{A0}月底", "截至2026年8月底"),
        ("用 Word 文档", "用Word文档"),
        ("张 三", "张 三"),
        ("表 1 加装情况", "表1 加装情况"),
        ("iPhone 15 手机", "iPhone 15手机"),
        ("（  ）单篇", "（  ）单篇"),
        ("零\u{200B}宽", "零宽"),
    ] {
        assert_eq!(text(typed), set);
    }
}

#[test]
fn wide_digits_and_doubled_marks_are_mended() {
    assert_eq!(text("２０２６年Ａ类"), "2026年A类");
    assert_eq!(text("好，，的。。"), "好，的。");
    assert_eq!(text("目的的确"), "目的的确");
}

#[test]
fn a_raised_digit_keeps_its_height_and_an_image_its_place() {
    let plain = |text: &str| Inline::Text(Text { text: text.into(), script: Script::Base });
    let square = Inline::Text(Text { text: "2".into(), script: Script::Super });
    let image = Inline::Image(Image { part: "word/media/image1.png".into(), ..Image::default() });
    let typed = [plain("面积5 m"), square.clone(), plain(",约"), image.clone(), plain("(见图)")];
    let set = [plain("面积5 m"), square, plain("，约"), image, plain("（见图）")];
    assert_eq!(inlines(&typed), set);
}

/// What no rule may change: letters, digits (by their half-width form) and Chinese characters.
fn substance(text: &str) -> String {
    let mut marks: Vec<_> = text.chars().map(|c| Mark { c, piece: 0 }).collect();
    narrow(&mut marks);
    marks.iter().map(|mark| mark.c).filter(|c| c.is_alphanumeric()).collect()
}

proptest! {
    #[test]
    fn substance_survives_and_a_second_pass_changes_nothing(
        typed in "([一的号年月〇汉字，。、；：（）“”‘’《》—… \u{3000}\u{200B}]|[0-9０-９a-zＡ-Ｃ@/.,;:?!()\\[\\]\"'=-]){0,40}"
    ) {
        let once = text(&typed);
        prop_assert_eq!(substance(&once), substance(&typed));
        prop_assert_eq!(text(&once), once);
    }
}
