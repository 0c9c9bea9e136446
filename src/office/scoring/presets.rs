//! The stock scoring files, as `init` lays them into templates/scoring.
//! It never parses them; an office may change every one.

/// Folder of scoring files below `templates/`.
pub const FOLDER: &str = "scoring";

/// The scheme of an office that names none.
pub const DEFAULT: &str = "默认.toml";

/// Name and text of every stock scheme.
pub const PRESETS: &[(&str, &str)] = &[
    (DEFAULT, include_str!("../../../templates/scoring/默认.toml")),
    (
        "累计计分（民建北京市委式）.toml",
        include_str!("../../../templates/scoring/累计计分（民建北京市委式）.toml"),
    ),
    (
        "支部考评（民革安徽省委会式）.toml",
        include_str!("../../../templates/scoring/支部考评（民革安徽省委会式）.toml"),
    ),
    (
        "联名折半（虹口区政协式）.toml",
        include_str!("../../../templates/scoring/联名折半（虹口区政协式）.toml"),
    ),
    (
        "履职封顶（桐城市政协式）.toml",
        include_str!("../../../templates/scoring/履职封顶（桐城市政协式）.toml"),
    ),
    (
        "基本分加分（合肥某市式）.toml",
        include_str!("../../../templates/scoring/基本分加分（合肥某市式）.toml"),
    ),
];

/// The text of a stock scheme.
pub fn preset(name: &str) -> Option<&'static str> {
    PRESETS.iter().find(|(one, _)| *one == name).map(|(_, text)| *text)
}
