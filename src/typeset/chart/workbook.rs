//! The workbook inside a chart, which Word opens for "edit data".
//! It never holds anything but the chart's own figures.

use super::Chart;
use crate::typeset::sheets::plain_workbook;
use rust_xlsxwriter::XlsxError;

/// Name of its only sheet.
pub(super) const SHEET: &str = "数据";

/// Categories down, series across, header in the first row.
pub(super) fn workbook(chart: &Chart) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = plain_workbook()?;
    let sheet = workbook.add_worksheet().set_name(SHEET)?;
    sheet.set_column_width(0, 22)?;
    for (row, name) in (1..).zip(&chart.categories) {
        sheet.write_string(row, 0, name)?;
    }
    for (column, (name, values)) in (1..).zip(&chart.series) {
        sheet.write_string(0, column, name)?;
        sheet.set_column_width(column, 18)?;
        for (row, value) in (1..).zip(values) {
            sheet.write_number(row, column, u32::try_from(*value).unwrap_or(u32::MAX))?;
        }
    }
    workbook.save_to_buffer()
}
