//! Who an author is, and which unit a name means.
//! It never reads a workbook; `intake::roster` does.

use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn member(person: &str, workplace: &str, sector: &str, phone: &str) -> Member {
    let name = person.split('（').next().unwrap_or_default().to_owned();
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Member {
        person: person.to_owned(),
        name,
        workplace: some(workplace),
        sector: some(sector),
        phone: some(phone),
        ..Member::default()
    }
}

fn unit(name: &str, kind: &str, aliases: &[&str]) -> Unit {
    let aliases = aliases.iter().map(|one| (*one).to_owned()).collect();
    Unit { name: name.to_owned(), kind: kind.to_owned(), aliases, ..Unit::default() }
}

fn roster() -> Roster {
    Roster {
        members: vec![
            member("张伟（教育）", "区教育局", "教育", "13800000001"),
            member("张伟（医院）", "区人民医院", "医卫", "13800000002"),
            member("阿依·古丽", "民族中学", "教育", ""),
            Member {
                term: Term { from: None, to: Some(day("2026-06-30")) },
                ..member("周平", "", "民革", "")
            },
        ],
        informants: vec![Informant {
            person: "张伟（医院）".to_owned(),
            name: "张伟".to_owned(),
            group: Some("第一小组".to_owned()),
            ..Informant::default()
        }],
        units: vec![
            unit("民革", "党派团体", &["中国国民党革命委员会"]),
            unit("教育", "界别", &[]),
            unit("教科卫体委员会", "专委会", &["教科卫体委"]),
            unit("北塘街道工委", "镇街工委", &[]),
            unit("妇联", "界别", &[]),
        ],
        ..Roster::default()
    }
}

/// The key of the person found, or `?` for nobody and `??` for several.
fn found(author: &Author) -> String {
    match roster().match_author(author, day("2026-03-01")) {
        Match::Found(contributor) => contributor.person.unwrap_or_default(),
        Match::Unknown => "?".to_owned(),
        Match::Several => "??".to_owned(),
    }
}

fn author(name: &str) -> Author {
    Author { name: name.to_owned(), ..Author::default() }
}

#[test]
fn two_of_one_name_are_told_apart_and_never_guessed() {
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(found(&author("张伟")), "??");
    assert_eq!(found(&Author { unit: some("示例区教育局"), ..author("张伟") }), "张伟（教育）");
    assert_eq!(found(&Author { sector: some("医卫界"), ..author("张 伟") }), "张伟（医院）");
    assert_eq!(found(&Author { sector: some("教育界"), ..author("张 伟") }), "张伟（教育）");
    assert_eq!(found(&Author { phone: some("13800000002"), ..author("张伟") }), "张伟（医院）");
    let torn = Author { phone: some("13800000002"), unit: some("区教育局"), ..author("张伟") };
    assert_eq!(found(&torn), "??", "the clues point to two people");
    assert_eq!(found(&Author { unit: some("区财政局"), ..author("张伟") }), "??");
}

#[test]
fn a_name_is_known_in_any_writing_and_only_within_its_term() {
    assert_eq!(found(&author("阿依•古丽")), "阿依·古丽");
    assert_eq!(found(&author("周平")), "周平");
    assert_eq!(roster().match_author(&author("周平"), day("2026-07-01")), Match::Unknown);
    assert_eq!(found(&author("吴用")), "?");
}

#[test]
fn a_contributor_has_the_papers_words_and_the_rosters_boards() {
    let written = Author { unit: Some("区人民医院急诊科".to_owned()), ..author("张伟") };
    let Match::Found(contributor) = roster().match_author(&written, day("2026-03-01")) else { panic!() };
    assert_eq!(contributor.roles, ["委员", "信息员"]);
    assert_eq!(contributor.unit.as_deref(), Some("区人民医院急诊科"));
    assert_eq!(contributor.phone.as_deref(), Some("13800000002"));
    assert_eq!(contributor.sector.as_deref(), Some("医卫"));
    assert_eq!(contributor.group.as_deref(), Some("第一小组"));
}

#[test]
fn units_are_known_by_name_alias_and_usual_ending() {
    for (written, wanted) in [
        ("民革区委会", "民革"),
        ("中国国民党革命委员会", "民革"),
        ("民革 支部", "民革"),
        ("教育界别", "教育"),
        ("区政协教科卫体委", "教科卫体委员会"),
        ("北塘街道政协工委", "北塘街道工委"),
        ("区妇联", "妇联"),
    ] {
        assert_eq!(roster().match_unit(written).map(|unit| unit.name.as_str()), Some(wanted), "{written}");
    }
    for written in ["区教育局", "民建区委会", "", "委", "区"] {
        assert_eq!(roster().match_unit(written), None, "{written}");
    }
}

#[test]
fn a_roster_is_stored_and_read_again() {
    let text = serde_json::to_string(&roster()).unwrap();
    assert_eq!(serde_json::from_str::<Roster>(&text).unwrap(), roster());
    assert_eq!(serde_json::from_str::<Roster>("{}").unwrap(), Roster::default());
}

proptest! {
    #[test]
    fn terms_overlap_where_some_day_lies_in_both(a in -5_i64..5, b in -5_i64..5, c in -5_i64..5, d in -5_i64..5) {
        let at = |offset: i64| day("2026-01-10") + chrono::Duration::days(offset);
        let one = Term { from: Some(at(a.min(b))), to: Some(at(a.max(b))) };
        let other = Term { from: Some(at(c.min(d))), to: Some(at(c.max(d))) };
        let common = (-5..5).any(|offset| one.holds(at(offset)) && other.holds(at(offset)));
        prop_assert_eq!(one.overlaps(&other), common);
        prop_assert!(one.overlaps(&Term::default()));
    }
}
