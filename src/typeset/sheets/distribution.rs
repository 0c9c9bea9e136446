//! 发送名单: to whom a bulletin goes, as a workbook to send and sign by.
//! It never decides who is on it; the roster does.

use super::page::{self, Cell, Column};
use rust_xlsxwriter::XlsxError;

/// All that the list shows.
#[derive(Clone, Debug, Default)]
pub struct DistributionView {
    /// Name of the office.
    pub office: String,
    /// `2026年第1季度业务通讯`.
    pub title: String,
    /// Members in office.
    pub members: Vec<MemberRow>,
    /// Units, those that contributed first.
    pub units: Vec<UnitRow>,
}

/// A member.
#[derive(Clone, Debug, Default)]
pub struct MemberRow {
    /// Name.
    pub name: String,
    /// 委员, 信息员 or both.
    pub roles: String,
    /// 界别.
    pub sector: String,
    /// Workplace and post.
    pub workplace: String,
    /// Telephone.
    pub phone: String,
}

/// A unit.
#[derive(Clone, Debug, Default)]
pub struct UnitRow {
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: String,
    /// Person to call.
    pub contact: String,
    /// Telephone.
    pub phone: String,
    /// Papers registered in the period.
    pub papers: u64,
}

/// The workbook `2026年第1季度业务通讯（发送名单）.xlsx`.
pub fn distribution_sheet(view: &DistributionView) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = page::workbook()?;
    let units = [
        Column::text("单位", 24, 44),
        Column::center("类型", 12, 14),
        Column::center("联系人", 12, 16),
        Column::center("联系电话", 16, 18),
        Column::center("本期来稿（件）", 16, 16),
        Column::center("签收", 14, 14),
    ];
    let rows: Vec<Vec<Cell>> = view
        .units
        .iter()
        .map(|unit| {
            let papers = i64::try_from(unit.papers).unwrap_or(i64::MAX);
            vec![
                (&unit.name).into(),
                (&unit.kind).into(),
                (&unit.contact).into(),
                (&unit.phone).into(),
                Cell::Number(papers),
                Cell::Text(String::new()),
            ]
        })
        .collect();
    let heading = format!("{}发送名单", view.title);
    page::table(workbook.add_worksheet().set_name("单位")?, &heading, &view.office, &units, &rows)?;
    let members = [
        Column::center("姓名", 12, 18),
        Column::center("身份", 14, 18),
        Column::center("界别", 16, 24),
        Column::text("工作单位及职务", 30, 56),
        Column::center("联系电话", 16, 18),
        Column::center("签收", 14, 14),
    ];
    let rows: Vec<Vec<Cell>> = view
        .members
        .iter()
        .map(|one| {
            [&one.name, &one.roles, &one.sector, &one.workplace, &one.phone, &String::new()]
                .map(Cell::from)
                .to_vec()
        })
        .collect();
    page::table(workbook.add_worksheet().set_name("委员和信息员")?, &heading, &view.office, &members, &rows)?;
    workbook.save_to_buffer()
}
