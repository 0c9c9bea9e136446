//! The roster workbook (名册) to a roster: whole or not at all, with every fault of it at once.
//! It never takes half a workbook, and never knows the roster that it replaces.

mod check;
pub(in crate::intake) mod grid;
#[cfg(test)]
mod tests;

use crate::document::{Sheet, Workbook};
use crate::office::roster::{
    Column, Contact, Group, Informant, Member, Roster, SHEETS, Term, Unit, person_key,
};
use crate::rejection::Rejection;
use chrono::NaiveDate;
use grid::{Faults, Grid, Line};

/// Sheets that explain the form.
const EXPLANATIONS: &[&str] = &["说明", "填写说明", "填表说明", "使用说明"];

/// The roster that a workbook holds, with what is odd and refuses nothing; else every fault. `today` tells
/// whether anybody is in office.
pub fn read(workbook: &Workbook, today: NaiveDate) -> Result<(Roster, Vec<Rejection>), Vec<Rejection>> {
    let mut faults = Faults::default();
    let mut roster = Roster::default();
    let mut lines = Lines::default();
    for sheet in workbook.sheets.iter().filter(|sheet| sheet.visible && !sheet.rows.is_empty()) {
        let name = sheet.name.trim();
        match SHEETS.iter().find(|(title, _)| *title == name) {
            Some((title, columns)) => read_sheet(sheet, title, columns, &mut roster, &mut lines, &mut faults),
            None if EXPLANATIONS.contains(&name) => {}
            None => faults.unknown_sheet(name),
        }
    }
    if lines.sheets.is_empty() && faults.none() {
        faults.no_header("名册");
    }
    if !lines.sheets.is_empty() {
        check::check(&mut roster, &lines, today, &mut faults);
    }
    faults.into_result(roster)
}

/// Where each row of the roster stands in the workbook, in the order of the roster's lists.
#[derive(Default)]
struct Lines {
    sheets: Vec<&'static str>,
    members: Vec<String>,
    informants: Vec<String>,
    units: Vec<String>,
    groups: Vec<String>,
}

fn read_sheet(
    sheet: &Sheet,
    title: &'static str,
    columns: &'static [Column],
    roster: &mut Roster,
    lines: &mut Lines,
    faults: &mut Faults,
) {
    lines.sheets.push(title);
    let Some(grid) = Grid::of(sheet, title, columns, faults) else { return };
    for line in grid.lines() {
        if !line.is_complete(faults) {
            continue;
        }
        match title {
            "委员" => {
                roster.members.push(member(&line, faults));
                lines.members.push(line.place());
            }
            "信息员" => {
                roster.informants.push(informant(&line, faults));
                lines.informants.push(line.place());
            }
            "单位" => {
                roster.units.push(unit(&line, faults));
                lines.units.push(line.place());
            }
            "信息小组" => {
                roster.groups.push(Group { name: line.name("名称"), leader: line.text("组长") });
                lines.groups.push(line.place());
            }
            _ => roster.contacts.push(Contact {
                destination: line.name("去向"),
                name: line.name("姓名"),
                position: line.text("职务"),
                phone: line.text("联系电话"),
            }),
        }
    }
}

fn member(line: &Line, faults: &mut Faults) -> Member {
    let name = line.name("姓名");
    Member {
        person: person_key(&name, line.text("区分").as_deref()),
        name,
        sector: line.text("界别"),
        committee: line.text("专委会"),
        town: line.text("镇街"),
        party: line.text("党派"),
        rank: line.text("政协职务"),
        unranked: line.text("排名").is_some() && line.choice("排名", faults) == "不排名",
        workplace: line.text("工作单位"),
        position: line.text("职务"),
        phone: line.text("联系电话"),
        card: line.text("委员证号"),
        term: term(line, faults),
    }
}

fn informant(line: &Line, faults: &mut Faults) -> Informant {
    let name = line.name("姓名");
    Informant {
        person: person_key(&name, line.text("区分").as_deref()),
        name,
        group: line.text("信息小组"),
        workplace: line.text("工作单位"),
        position: line.text("职务"),
        phone: line.text("联系电话"),
        card: line.text("信息员证号"),
        term: term(line, faults),
    }
}

fn unit(line: &Line, faults: &mut Faults) -> Unit {
    let aliases = line.text("别称").unwrap_or_default();
    let members = line.text("人数");
    let counted = members.as_ref().and_then(|text| text.parse::<u32>().ok()).filter(|count| *count > 0);
    if let (Some(text), None) = (&members, counted) {
        faults.row(&line.place(), format!("人数“{text}”不是整数"));
    }
    let signs = ['、', ',', '，', ';', '；', '\n', '/'];
    Unit {
        name: line.name("名称"),
        kind: line.choice("类型", faults),
        aliases: aliases
            .split(signs)
            .map(str::trim)
            .filter(|one| !one.is_empty())
            .map(str::to_owned)
            .collect(),
        members: counted,
        contact: line.text("联系人"),
        phone: line.text("联系电话"),
    }
}

fn term(line: &Line, faults: &mut Faults) -> Term {
    let term = Term { from: line.date("任期起", false, faults), to: line.date("任期止", true, faults) };
    if term.from.zip(term.to).is_some_and(|(from, to)| to < from) {
        faults.row(&line.place(), "任期止早于任期起".to_owned());
    }
    term
}
