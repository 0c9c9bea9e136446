//! The texts of the papers that the demo's authors send.
//! It never says how a paper is laid out or when it comes; that is the year's.

use serde::Deserialize;
use std::collections::BTreeMap;

/// A text with what its author knows of it.
#[derive(Debug, Deserialize)]
pub(super) struct Text {
    /// Title.
    pub(super) title: String,
    /// It is urgent.
    pub(super) urgent: bool,
    /// One paragraph a line.
    body: String,
}

impl Text {
    /// Its paragraphs.
    pub(super) fn paragraphs(&self) -> Vec<String> {
        self.body.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }
}

/// Every text, by the two digits at the start of its file's name.
pub(super) fn read() -> BTreeMap<&'static str, Text> {
    let parsed = PAPERS.iter().map(|(name, text)| {
        let text = toml::from_str(text).expect("a test reads every paper");
        (&name[..2], text)
    });
    parsed.collect()
}

macro_rules! papers {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("papers/", $name, ".toml"))),)*]
    };
}

const PAPERS: &[(&str, &str)] = papers! {
    "01-elderly-winter-heating"
    "02-restaurant-fumes"
    "03-old-gas-risers"
    "04-freezing-rain"
    "05-member-studio"
    "06-overage-sanitation-workers"
    "07-night-buses"
    "08-shop-sublet-rents"
    "09-water-main-burst"
    "10-medical-insurance-lapse"
    "11-idle-rural-libraries"
    "12-new-social-stratum"
    "13-spring-fertilizer-cost"
    "14-community-canteens"
    "15-school-place-warning"
    "16-disguised-inspections"
    "17-hotline-robot"
    "18-village-doctor-gap"
    "19-village-opera-stages"
    "20-kindergarten-after-hours"
    "21-hail-greenhouses"
    "22-overseas-ancestral-houses"
    "23-digital-upgrade-subsidy"
    "24-daily-rental-flats"
    "25-rural-homestay"
    "26-ebike-charging-price"
    "27-graduate-jobs"
    "28-party-branch"
    "29-deaf-access"
    "30-hospital-parking"
    "31-drowning-prevention"
    "32-trade-in"
    "33-river-algae"
    "34-rainstorm-flood"
    "35-grain-drying"
    "36-data-sharing"
    "37-summer-childcare"
    "38-chemical-odour"
    "39-delivery-riders"
    "40-night-pharmacy"
    "41-religious-fire-safety"
    "42-old-elevators"
    "43-heat-power-cut"
    "44-rare-disease"
    "45-banquet-customs"
    "46-overdue-payments"
    "47-overseas-chinese-documents"
    "48-property-fee-mediation"
    "49-school-bus-rural"
    "50-typhoon-farm-recovery"
    "51-consultation-quality"
    "52-old-trees-protection"
    "53-elder-digital-divide"
    "54-specialised-firm-loans"
    "55-scenic-signs"
    "56-straw-burning"
    "57-elevator-accident"
    "58-legal-aid-grassroots"
    "59-youth-night-market"
    "60-ethnic-workers-adapt"
    "61-long-term-care"
    "62-funeral-customs"
    "63-village-assets-corruption"
    "64-crossborder-ecommerce"
    "65-secondary-water-supply"
    "66-overseas-ties"
    "67-public-sports-grounds"
    "68-visually-impaired-bus"
    "69-pediatric-night-clinic"
    "70-facade-falling-cold-wave"
    "71-volunteer-hours"
    "72-vocational-internship"
    "73-rainstorm-follow-up"
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paper_can_be_read_and_has_a_title_of_its_own() {
        let papers = read();
        assert_eq!(papers.len(), PAPERS.len());
        let titles: std::collections::BTreeSet<_> = papers.values().map(|text| &text.title).collect();
        assert_eq!(titles.len(), papers.len());
        for (id, text) in &papers {
            let length: usize = text.paragraphs().iter().map(|line| line.chars().count()).sum();
            assert!((400..=1300).contains(&length), "{id}: {length}");
        }
    }
}
