//! The chart part: DrawingML in the order of its schema (ECMA-376, 21.2).
//! It never refers to anything outside the document.

use super::Chart;
use super::workbook::SHEET;
use quick_xml::escape::escape;
use std::fmt::Write;

/// Fills of the series: told apart in colour and on a black-and-white printer.
const FILLS: [&str; 4] = ["9E1B1B", "BFBFBF", "595959", "E6B8B7"];

/// `word/charts/chartN.xml`; the workbook is its relationship `rId1`.
pub(super) fn part(chart: &Chart) -> String {
    let mut series = String::new();
    for (at, (name, values)) in chart.series.iter().enumerate() {
        push_series(&mut series, at, name, values, chart);
    }
    let (direction, category_place, value_place) =
        if chart.lying { ("bar", "l", "b") } else { ("col", "b", "l") };
    // Lying bars are read from the top, so the axis is turned round and its values put back to the foot.
    let (orientation, crosses) = if chart.lying { ("maxMin", "max") } else { ("minMax", "autoZero") };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
         <c:date1904 val=\"0\"/><c:roundedCorners val=\"0\"/>\
         <c:chart>{title}<c:autoTitleDeleted val=\"0\"/><c:plotArea><c:layout/>\
         <c:barChart><c:barDir val=\"{direction}\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>{series}\
         <c:gapWidth val=\"60\"/><c:axId val=\"71000001\"/><c:axId val=\"71000002\"/></c:barChart>\
         <c:catAx><c:axId val=\"71000001\"/><c:scaling><c:orientation val=\"{orientation}\"/></c:scaling>\
         <c:delete val=\"0\"/><c:axPos val=\"{category_place}\"/><c:numFmt formatCode=\"General\" sourceLinked=\"0\"/>\
         <c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/>{line}{names}\
         <c:crossAx val=\"71000002\"/><c:crosses val=\"autoZero\"/><c:auto val=\"1\"/><c:lblAlgn val=\"ctr\"/>\
         <c:lblOffset val=\"100\"/><c:tickLblSkip val=\"1\"/><c:noMultiLvlLbl val=\"0\"/></c:catAx>\
         <c:valAx><c:axId val=\"71000002\"/><c:scaling><c:orientation val=\"minMax\"/><c:min val=\"0\"/></c:scaling>\
         <c:delete val=\"{no_values}\"/><c:axPos val=\"{value_place}\"/><c:majorGridlines>{grid}</c:majorGridlines>\
         <c:numFmt formatCode=\"0\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>\
         <c:tickLblPos val=\"nextTo\"/>{line}{small}<c:crossAx val=\"71000001\"/><c:crosses val=\"{crosses}\"/>\
         <c:crossBetween val=\"between\"/>{unit}</c:valAx>\
         </c:plotArea><c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/>{small}</c:legend>\
         <c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart>\
         <c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{fonts}\
         <c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>",
        title = title(&chart.title),
        line = LINE,
        grid = GRID,
        small = text(1_050),
        // The values stand at the ends of lying bars; a scale below them would only make the chart higher.
        no_values = u8::from(chart.lying),
        // Every bar has its name beside it, also where many lie close.
        names = text(if chart.lying { 900 } else { 1_050 }),
        fonts = text(1_050),
        unit = major_unit(chart),
    )
}

/// An axis of pieces has no half pieces.
fn major_unit(chart: &Chart) -> String {
    let highest = chart.series.iter().flat_map(|(_, values)| values).max().copied().unwrap_or(0);
    if highest <= 5 { "<c:majorUnit val=\"1\"/>".to_owned() } else { String::new() }
}

const LINE: &str =
    "<c:spPr><a:ln w=\"9525\"><a:solidFill><a:srgbClr val=\"7F7F7F\"/></a:solidFill></a:ln></c:spPr>";
const GRID: &str =
    "<c:spPr><a:ln w=\"6350\"><a:solidFill><a:srgbClr val=\"D9D9D9\"/></a:solidFill></a:ln></c:spPr>";

fn title(text: &str) -> String {
    format!(
        "<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"1400\" b=\"0\">{FACES_TITLE}</a:defRPr></a:pPr>\
         <a:r><a:rPr lang=\"zh-CN\" sz=\"1400\" b=\"0\">{FACES_TITLE}</a:rPr><a:t>{}</a:t></a:r></a:p></c:rich></c:tx>\
         <c:overlay val=\"0\"/></c:title>",
        escape(text)
    )
}

const FACES_TITLE: &str = "<a:latin typeface=\"Times New Roman\"/><a:ea typeface=\"黑体\"/>";
const FACES: &str = "<a:latin typeface=\"Times New Roman\"/><a:ea typeface=\"仿宋_GB2312\"/>";

fn text(size: u32) -> String {
    format!(
        "<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"{size}\">{FACES}</a:defRPr></a:pPr>\
         <a:endParaRPr lang=\"zh-CN\"/></a:p></c:txPr>"
    )
}

fn push_series(xml: &mut String, at: usize, name: &str, values: &[u64], chart: &Chart) {
    let column = column(at + 1);
    let last = values.len() + 1;
    let fill = FILLS[at % FILLS.len()];
    let _ = write!(
        xml,
        "<c:ser><c:idx val=\"{at}\"/><c:order val=\"{at}\"/>\
         <c:tx><c:strRef><c:f>{SHEET}!${column}$1</c:f><c:strCache><c:ptCount val=\"1\"/>\
         <c:pt idx=\"0\"><c:v>{}</c:v></c:pt></c:strCache></c:strRef></c:tx>\
         <c:spPr><a:solidFill><a:srgbClr val=\"{fill}\"/></a:solidFill></c:spPr><c:invertIfNegative val=\"0\"/>\
         <c:dLbls><c:numFmt formatCode=\"0;;;\" sourceLinked=\"0\"/>{}<c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/>\
         <c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/></c:dLbls>\
         <c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${last}</c:f><c:strCache><c:ptCount val=\"{}\"/>",
        escape(name),
        text(900),
        chart.categories.len(),
    );
    for (point, category) in chart.categories.iter().enumerate() {
        let _ = write!(xml, "<c:pt idx=\"{point}\"><c:v>{}</c:v></c:pt>", escape(category));
    }
    let _ = write!(
        xml,
        "</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>{SHEET}!${column}$2:${column}${last}</c:f>\
         <c:numCache><c:formatCode>General</c:formatCode><c:ptCount val=\"{}\"/>",
        values.len()
    );
    for (point, value) in values.iter().enumerate() {
        let _ = write!(xml, "<c:pt idx=\"{point}\"><c:v>{value}</c:v></c:pt>");
    }
    xml.push_str("</c:numCache></c:numRef></c:val></c:ser>");
}

/// Letters of a column; a chart has few series.
fn column(at: usize) -> char {
    u8::try_from(at).ok().and_then(|at| b'A'.checked_add(at)).map_or('Z', char::from)
}
