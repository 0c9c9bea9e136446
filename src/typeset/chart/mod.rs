//! Native charts in Word documents: drawn by Word from a workbook that lies inside, and edited there.
//! It never draws a picture and never reads a template; it puts charts where a rendered document names them.

mod insert;
mod part;
mod workbook;

pub use insert::insert;

/// Mark around a chart's key where it is to stand: a private character that no text has.
const MARK: char = '\u{E0C7}';

/// A chart of bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The place in the template.
    pub key: &'static str,
    /// Title above the plot.
    pub title: String,
    /// What the bars are of.
    pub categories: Vec<String>,
    /// Name and values of each row of bars; as many values as there are categories.
    pub series: Vec<(String, Vec<u64>)>,
    /// Bars lie instead of standing, for long names.
    pub lying: bool,
}

impl Chart {
    /// What a template prints where the chart of a key is to stand.
    pub fn place(key: &str) -> String {
        format!("{MARK}{key}{MARK}")
    }

    /// Whether there is anything to draw.
    fn is_empty(&self) -> bool {
        self.categories.is_empty()
            || self.series.iter().all(|(_, values)| values.iter().all(|value| *value == 0))
    }

    /// Width and height on the page in EMU: the type area across, lying bars as high as their names need, and no
    /// higher, since a chart that does not fit leaves the foot of a page empty.
    fn extent(&self) -> (u64, u64) {
        const WIDTH: u64 = 5_600_000;
        /// Title, legend and a bar or two.
        const LEAST: u64 = 1_300_000;
        let bars = u64::try_from(self.categories.len()).unwrap_or(u64::MAX).min(24);
        let height = if self.lying { (580_000 + bars * 155_000).max(LEAST) } else { 2_500_000 };
        (WIDTH, height)
    }
}
