//! Dates in all the ways that papers write them.
//! They never ask the clock.

use super::*;
use proptest::prelude::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).expect("a day")
}

fn day_of(words: &str) -> Option<String> {
    read(words, today(), None).date.map(|date| date.to_string())
}

#[test]
fn a_month_and_a_day_alone_take_the_year_of_their_sheet() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
    let day = |words: &str| read(words, today, Some(2025)).date.map(|date| date.to_string());
    assert_eq!(day("8.19").as_deref(), Some("2025-08-19"));
    assert_eq!(day("8-3").as_deref(), Some("2025-08-03"));
    assert_eq!(day("13.1"), None);
}

#[test]
fn every_usual_writing_is_read() {
    for words in [
        "二〇二三年三月二十八日",
        "二○二三年三月二十八日",
        "二零二三年三月廿八日",
        "2023.3.28",
        "_2023_年_3_月_28_日",
        "2023-03-28",
        "2023/3/28",
        "23年3月28日",
        "2023年3月28号",
        "２０２３年３月２８日",
        "2023 年 3 月 28 日",
        "20230328",
        "2023．3．28",
        "2023—03—28",
        "2023年03月28日（星期二）",
        "2023-03-28 10:30:00",
        "45013",
        "23.3.28",
        "2023-03-28T00:00:00",
        "2023年3月28",
        "28/3/2023",
        "（2023年3月28日）",
        "'23.3.28",
        "2023。3。28",
        "2023、3、28",
        "2023，03，28",
        "2023年3月28日于示例区",
    ] {
        assert_eq!(day_of(words).as_deref(), Some("2023-03-28"), "{words}");
    }
    for list in ["第3、4、12号", "2023、3", "2021、2022、2023"] {
        assert_eq!(day_of(list), None, "{list}");
    }
}

#[test]
fn a_year_comes_from_context() {
    assert_eq!(day_of("3月28日").as_deref(), Some("2026-03-28"));
    assert_eq!(day_of("十二月一日").as_deref(), Some("2025-12-01"));
    assert_eq!(day_of("元月5日").as_deref(), Some("2026-01-05"));
    assert_eq!(read("3月28日", today(), Some(2023)).date, NaiveDate::from_ymd_opt(2023, 3, 28));
    assert_eq!(day_of("2月29日").as_deref(), Some("2024-02-29"));
}

#[test]
fn what_is_no_day_is_said() {
    for words in [
        "3月",
        "2023年3月",
        "2023.3",
        "2023年",
        "2023年2月30日",
        "2023-13-01",
        "1900年1月1日",
        "2099年1月1日",
        "近日",
        "13月5日",
        "3/4/2023",
        "2028年1月1日",
        "三月份",
        "2023年3月下旬",
    ] {
        let dated = read(words, today(), None);
        assert_eq!(dated.date, None, "{words}");
        assert!(dated.fault.is_some(), "{words}");
        assert_eq!(dated.written, words);
    }
}

#[test]
fn a_line_is_a_date_or_ends_in_one() {
    assert!(is_date("　　　　2023年3月28日"));
    assert!(is_date("二〇二三年三月"));
    assert!(!is_date("2023年3月28日，示例区发生火灾"));
    assert!(!is_date("2023年"));
    assert_eq!(split_trailing("民建示例区委　2023年3月28日"), Some(("民建示例区委", "2023年3月28日")));
    assert_eq!(split_trailing("张三（2023.3.28）"), Some(("张三", "2023.3.28")));
    assert_eq!(split_trailing("2023年3月28日"), None);
}

#[test]
fn a_title_tells_its_year() {
    assert_eq!(year_in("示例区政协2025年社情民意来稿登记表", today()), Some(2025));
    assert_eq!(year_in("2024年度", today()), Some(2024));
    assert_eq!(year_in("2024", today()), Some(2024));
    assert_eq!(year_in("五年规划", today()), None);
}

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

fn by_position(value: i32) -> String {
    value.to_string().chars().filter_map(|c| c.to_digit(10)).map(|d| DIGITS[d as usize]).collect()
}

fn by_value(value: u32) -> String {
    let (tens, ones) = (value / 10, value % 10);
    let mut words = String::new();
    if tens > 1 {
        words.push(DIGITS[tens as usize]);
    }
    if tens > 0 {
        words.push('十');
    }
    if ones > 0 {
        words.push(DIGITS[ones as usize]);
    }
    words
}

proptest! {
    #[test]
    fn a_day_is_read_from_all_its_writings(days in 0u64..28_000) {
        let date = NaiveDate::from_ymd_opt(1949, 10, 1).expect("a day") + Days::new(days);
        prop_assume!(date.year() <= 2027);
        let (year, month, day) = (date.year(), date.month(), date.day());
        for words in [
            format!("{year}年{month}月{day}日"), format!("{year}.{month}.{day}"), format!("{year}-{month:02}-{day:02}"),
            format!("{year}/{month}/{day}"), format!("{year}{month:02}{day:02}"), format!("{year}年{month:02}月{day:02}号"),
            format!("{}年{}月{}日", by_position(year), by_value(month), by_value(day)),
        ] {
            prop_assert_eq!(read(&words, today(), None).date, Some(date), "{}", words);
            prop_assert!(is_date(&words), "{}", words);
        }
    }

    #[test]
    fn no_words_break_it(words in "[0-9年月日号./ \\-〇一二十廿元a（）]{0,24}") {
        let dated = read(&words, today(), None);
        prop_assert_eq!(dated.date.is_some(), dated.fault.is_none());
        split_trailing(&words);
        is_date(&words);
    }
}
