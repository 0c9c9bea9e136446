//! Names in all the ways that papers write them.
//! They never need a document.

use super::*;
use proptest::prelude::*;

fn names(words: &str) -> Vec<String> {
    people(words, Trust::Labelled).persons.into_iter().map(|person| person.name).collect()
}

#[test]
fn several_names_in_one_cell() {
    for words in [
        "张三、李四、王小明",
        "张三，李四，王小明",
        "张三,李四,王小明",
        "张三；李四；王小明",
        "张三/李四/王小明",
        "张三 李四 王小明",
        "张三　李四　王小明",
        "张三\n李四\n王小明",
        "张　三、李　四、王小明",
        "张三、李四、王小明等5人",
        "张三、李四和王小明",
        "张 三　李 四　王小明",
    ] {
        assert_eq!(names(words), ["张三", "李四", "王小明"], "{words}");
    }
}

#[test]
fn a_space_inside_a_name_is_no_comma() {
    assert_eq!(names("王 伟"), ["王伟"]);
    assert_eq!(names("王　　伟"), ["王伟"]);
    assert_eq!(names("王 小 明"), ["王小明"]);
    assert_eq!(names("张　小明"), ["张小明"]);
    assert_eq!(names("欧阳 锋"), ["欧阳锋"]);
    assert_eq!(names("马 合木提"), ["马合木提"]);
    assert_eq!(names("王 伟 李 强"), ["王伟", "李强"]);
    assert_eq!(names("阿卜杜拉·买买提、王伟"), ["阿卜杜拉·买买提", "王伟"]);
    assert_eq!(names("John Smith"), ["John Smith"]);
    assert_eq!(names("阿依古丽"), ["阿依古丽"]);
    assert_eq!(names("张某某"), ["张某某"]);
    assert_eq!(names("李××"), ["李××"]);
}

#[test]
fn who_wrote_for_the_author_is_neither_author_nor_unit() {
    for words in ["张三（代笔：李四）", "张三（李四代笔）", "张三（李四记录整理）", "张三（李四）"]
    {
        let person = one(words);
        assert_eq!((person.name.as_str(), person.unit), ("张三", None), "{words}");
    }
    assert_eq!(one("张三（示例区教育局）").unit.as_deref(), Some("示例区教育局"));
}

#[test]
fn a_rare_surname_behind_a_standing_and_a_post_is_one() {
    let found = people("区政协委员、示例区妇保院院长铁凝", Trust::Guessed);
    assert_eq!((found.persons[0].name.as_str(), found.unknown), ("铁凝", 0));
    assert_eq!(people("示例区妇保院院长热线", Trust::Guessed).persons, []);
}

fn one(words: &str) -> Author {
    let people = people(words, Trust::Labelled);
    assert_eq!(people.persons.len(), 1, "{words}: {people:?}");
    people.persons[0].clone()
}

fn author(name: &str, unit: &str, position: &str, kind: &str) -> Author {
    let some = |words: &str| (!words.is_empty()).then(|| words.to_owned());
    Author {
        name: name.to_owned(),
        unit: some(unit),
        position: some(position),
        kind: some(kind),
        ..Author::default()
    }
}

#[test]
fn titles_and_remarks_belong_to_the_person() {
    assert_eq!(one("张三（区政协委员、某公司董事长）"), author("张三", "某公司", "董事长", "区政协委员"));
    assert_eq!(one("张某某，区政协委员，某社区书记"), author("张某某", "某社区", "书记", "区政协委员"));
    assert_eq!(one("张三 委员"), author("张三", "", "", "委员"));
    assert_eq!(one("李四主任"), author("李四", "", "主任", ""));
    assert_eq!(one("李四老师"), author("李四", "", "", ""));
    assert_eq!(one("区政协委员张三"), author("张三", "", "", "区政协委员"));
    assert_eq!(one("示例区第一中学　张三"), author("张三", "示例区第一中学", "", ""));
    assert_eq!(one("张三　示例区第一中学教师"), author("张三", "示例区第一中学", "教师", ""));
    assert_eq!(one("示例区第一中学教师 张三"), author("张三", "示例区第一中学", "教师", ""));
    assert_eq!(one("区政协委员、某公司董事长张三"), author("张三", "某公司", "董事长", "区政协委员"));
    assert_eq!(one("张三（女，民建会员）"), author("张三", "", "", ""));
    assert_eq!(one("张三（13800000001）").phone.as_deref(), Some("13800000001"));
    assert_eq!(one("张三（教育界）").sector.as_deref(), Some("教育界"));
}

#[test]
fn posts_and_standings_go_to_their_own_person() {
    assert_eq!(
        one("示例区第一中学党委书记、校长 王伟"),
        author("王伟", "示例区第一中学", "党委书记、校长", "")
    );
    assert_eq!(one("示例区老年大学　教务处主任　王伟"), author("王伟", "示例区老年大学教务处", "主任", ""));
    assert_eq!(one("王伟（示例区教育局，电话13800000001）").phone.as_deref(), Some("13800000001"));
    let read = people("区政协委员、某公司经理王伟；区政协委员、某学校校长李娜", Trust::Guessed);
    let wanted =
        [author("王伟", "某公司", "经理", "区政协委员"), author("李娜", "某学校", "校长", "区政协委员")];
    assert_eq!(read.persons, wanted);
    let read = people("王伟（区政协委员、信息员）、李娜", Trust::Guessed);
    assert_eq!(read.persons[1], author("李娜", "", "", ""));
}

#[test]
fn a_rare_surname_stands_behind_a_unit_and_a_department_is_none() {
    assert_eq!(people("民进示例区支部 黛小满", Trust::Guessed).persons, [author("黛小满", "", "", "")]);
    let read = people("示例区人民医院 儿科", Trust::Guessed);
    assert_eq!((read.persons.len(), read.units), (0, vec!["示例区人民医院儿科".to_owned()]));
    assert!(people("示例区司法局 整理", Trust::Guessed).persons.is_empty());
}

#[test]
fn rows_of_spread_names_come_apart_by_their_surnames_and_gaps() {
    assert_eq!(names("王 伟 李 小 强 赵 娜"), ["王伟", "李小强", "赵娜"]);
    assert_eq!(names("林 芳　　彭 小 程　　高 翔"), ["林芳", "彭小程", "高翔"]);
    assert_eq!(names("张　　三　区政协委员"), ["张三"]);
    assert_eq!(names("史湘云  女  回族"), ["史湘云"]);
    assert_eq!(names("朱自清 冰 心 等"), ["朱自清", "冰心"]);
    assert_eq!(one("区政协委员　江 山").kind.as_deref(), Some("区政协委员"));
}

#[test]
fn lists_are_read_with_their_numbers_brackets_and_counts() {
    assert_eq!(names("1.张三，区文联主席\n2.李四，区图书馆馆长"), ["张三", "李四"]);
    assert_eq!(names("张三（区民政局）　李四（区卫健局）"), ["张三", "李四"]);
    assert_eq!(names("张三等12名镇人大代表"), ["张三"]);
    assert_eq!(names("张三（第一作者）、李四"), ["张三", "李四"]);
    assert_eq!(one("区政协委员：王伟"), author("王伟", "", "", "区政协委员"));
    assert_eq!(one("民盟示例区支部主委、示例区实验小学校长 王伟").unit.as_deref(), Some("示例区实验小学"));
    assert_eq!(people("区政协教育界别委员", Trust::Labelled).units, ["区政协教育界别委员"]);
}

#[test]
fn units_are_no_persons() {
    assert!(!is_name("区残联") && !is_name("区妇联"));
    let read = people("民盟示例区委", Trust::Labelled);
    assert_eq!((read.persons.len(), read.units), (0, vec!["民盟示例区委".to_owned()]));
    let read = people("民盟示例区委 张三", Trust::Labelled);
    assert_eq!(read.units, ["民盟示例区委"]);
    assert_eq!(read.persons, [author("张三", "", "", "")]);
    let read = people("民盟示例区委（张三、李四）", Trust::Labelled);
    assert_eq!(read.units, ["民盟示例区委"]);
    assert_eq!(read.persons.len(), 2);
    assert_eq!(people("张三（区一中）、李四（区二院）", Trust::Labelled).persons.len(), 2);
}

#[test]
fn words_are_no_names_in_a_line_without_a_label() {
    for words in ["现状", "高新区", "关于", "前言", "方庄镇", "平安建设", "一、现状"] {
        let read = people(words, Trust::Guessed);
        assert!(read.persons.is_empty(), "{words}: {read:?}");
    }
    assert_eq!(people("王伟", Trust::Guessed).persons.len(), 1);
}

proptest! {
    #[test]
    fn joined_names_come_apart_again(
        list in prop::collection::vec("[张李王陈刘赵周吴][伟芳娜敏静丽强磊洋勇艳杰]{1,2}", 1..6),
        mark in prop::sample::select(vec!["、", "，", ",", "；", ";", " ", "　", "\n", "/", "、 "]),
        spread in any::<bool>(),
    ) {
        let mut wanted: Vec<String> = Vec::new();
        for name in list {
            if !wanted.contains(&name) {
                wanted.push(name);
            }
        }
        let shown: Vec<String> = wanted.iter().map(|name| {
            if spread && name.chars().count() == 2 {
                name.chars().map(String::from).collect::<Vec<_>>().join("　")
            } else {
                name.clone()
            }
        }).collect();
        prop_assert_eq!(names(&shown.join(mark)), wanted);
    }

    #[test]
    fn no_words_break_it(words in "\\PC{0,40}") {
        people(&words, Trust::Guessed);
        people(&words, Trust::Labelled);
    }
}
