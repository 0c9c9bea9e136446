//! The sheets and columns of the 名册 workbook: one definition for the blank form and for its reader.
//! It never reads or writes a workbook.

pub use crate::office::forms::Column;
use crate::office::forms::column;

/// Kinds of units.
pub const KINDS: &[&str] = &["界别", "专委会", "镇街工委", "党派团体", "其他"];

/// Sheets of the workbook with their columns, in order.
pub const SHEETS: &[(&str, &[Column])] =
    &[("委员", MEMBERS), ("信息员", INFORMANTS), ("单位", UNITS), ("信息小组", GROUPS), ("联系人", CONTACTS)];

const NAME: Column = column("姓名", 12, "必填。").required().or(&["委员姓名", "信息员姓名"]);
const APART: Column =
    column("区分", 14, "两人同名时必填，写能分清两人的字样，如单位；每次名册都写得一样。没有同名的不填。");
const WORKPLACE: Column =
    column("工作单位", 28, "与来稿上的写法尽量一致，用来分清同名的人。").or(&["单位", "所在单位"]);
const POSITION: Column = column("职务", 18, "").or(&["单位职务", "现任职务"]);
const PHONE: Column = column("联系电话", 16, "").or(&["电话", "手机", "手机号", "联系方式"]);
const FROM: Column = column(
    "任期起",
    13,
    "日期，如 2026-01-01；不填表示一直如此。年中变动的，旧的一行填任期止，另起一行填任期起。",
)
.or(&["起", "任期开始", "起始日期"]);
const TO: Column =
    column("任期止", 13, "日期，如 2026-12-31；不填表示至今。").or(&["止", "任期结束", "终止日期"]);

const MEMBERS: &[Column] = &[
    NAME,
    APART,
    column("界别", 18, "与“单位”表中的名称或别称一致。").or(&["所属界别", "所在界别"]),
    column("专委会", 20, "与“单位”表中的名称或别称一致。同时属于几个的，另起一行。")
        .or(&["所属专委会", "专门委员会"]),
    column("镇街", 18, "所在镇街，与“单位”表中的镇街工委一致。").or(&["镇街工委", "所属镇街", "街道活动组"]),
    column("党派", 14, "如 民革、民盟、中共、无党派。").or(&["政治面貌", "所属党派"]),
    WORKPLACE,
    POSITION,
    PHONE,
    column("委员证号", 14, "").or(&["委员编号", "证号"]),
    FROM,
    TO,
    column("政协职务", 12, "如 主席、副主席、常委；考核可按职务计分，没有的不填。"),
    Column {
        choices: &["不排名"], ..column("排名", 9, "考核只计分、不排名的选“不排名”。")
    },
];

const INFORMANTS: &[Column] = &[
    NAME,
    APART,
    column("信息小组", 16, "与“信息小组”表中的名称一致。").or(&["所属小组", "小组"]),
    WORKPLACE,
    POSITION,
    PHONE,
    column("信息员证号", 14, "").or(&["证号", "信息员编号"]),
    FROM,
    TO,
];

const UNITS: &[Column] = &[
    column("名称", 26, "必填。统计和考核按这个名称。").required().or(&["单位名称", "单位"]),
    Column {
        choices: KINDS, ..column("类型", 12, "必填，从下拉列表中选。").required().or(&["单位类型"])
    },
    column("别称", 36, "其他叫法，用顿号隔开，如 民革区委会、民革区支部。").or(&["简称", "又名"]),
    column("联系人", 12, ""),
    PHONE,
    column("人数", 8, "可以不填。考核按人均计分时用。").or(&["成员数", "委员人数"]),
];

const GROUPS: &[Column] = &[
    column("名称", 18, "必填。").required().or(&["小组名称", "信息小组"]),
    column("组长", 12, "本组的信息员。"),
];

const CONTACTS: &[Column] = &[
    column("去向", 26, "必填。与 office.toml 中的去向名称一致，如 市政协、区政府、区教育局。")
        .required()
        .or(&["单位", "部门"]),
    column("姓名", 12, "必填。").required().or(&["联系人"]),
    POSITION,
    PHONE,
];
