//! A meeting of one of the office's groups (信息小组), which founding document 四.2 wants at least once a quarter.
//! It never counts; the bulletin does.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Subject of the entry of the office at large that holds one.
pub const SUBJECT: &str = "activity";

/// 活动.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// 组别.
    pub group: String,
    /// 日期.
    pub date: NaiveDate,
    /// 地点, or empty.
    #[serde(default)]
    pub place: String,
    /// 主题.
    pub topic: String,
    /// 出席: a number or names, as written, or empty.
    #[serde(default)]
    pub present: String,
}

impl Activity {
    /// How many were present: the number, or as many as there are names; `None` when nothing is written.
    pub fn persons(&self) -> Option<u32> {
        let digits: String = self.present.chars().filter(char::is_ascii_digit).collect();
        if !digits.is_empty() {
            return digits.parse().ok();
        }
        let names =
            self.present.split(['、', ',', '，', ' ', ';', '；']).filter(|name| !name.trim().is_empty());
        u32::try_from(names.count()).ok().filter(|count| *count > 0)
    }

    /// Whether this row, as somebody writes it again, means a meeting: place and those present may be left out.
    pub fn means(&self, held: &Activity) -> bool {
        let same = |written: &str, held: &str| written.is_empty() || written == held;
        self.group == held.group
            && self.date == held.date
            && self.topic == held.topic
            && same(&self.place, &held.place)
            && same(&self.present, &held.present)
    }

    /// What the log says.
    pub fn what(&self) -> String {
        format!("{}{}活动：{}", self.group, self.date, self.topic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_present_are_counted_by_number_or_by_name() {
        let of = |present: &str| {
            let present = present.to_owned();
            Activity {
                group: String::new(),
                date: NaiveDate::MIN,
                place: String::new(),
                topic: String::new(),
                present,
            }
            .persons()
        };
        assert_eq!([of("8人"), of("张三、李四"), of("")], [Some(8), Some(2), None]);
    }
}
