//! One chart value, drawn by each medium: [`svg()`] for pages and pictures, [`blocks()`] for terminals.

mod blocks;
mod number;
mod png;
mod scale;
mod svg;

use serde::{Deserialize, Deserializer, Serialize};

pub use blocks::blocks;
pub use png::png;
pub use svg::{Paper, svg};

/// Numbers to be seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// What the picture says.
    pub title: String,
    /// How it is drawn.
    pub kind: ChartKind,
    /// Unit of every value: `JPY`, `%`, or words such as `messages`.
    pub unit: String,
    /// Names along the axis; each series has one value for each.
    pub labels: Vec<String>,
    /// What is drawn.
    pub series: Vec<Series>,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// Horizontal bars: amounts side by side.
    Bars,
    /// A line over time, left to right.
    Line,
}

/// One line or one set of bars.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// One value for each label. NaN and infinities, and values that are not there, are gaps.
    #[serde(deserialize_with = "gaps_are_null")]
    pub values: Vec<f64>,
}

impl Chart {
    /// Places along the axis. Labels and values should be as many; where they are not, the longer
    /// list counts and the rest is empty.
    fn places(&self) -> usize {
        self.series.iter().map(|s| s.values.len()).chain([self.labels.len()]).max().unwrap_or(0)
    }

    /// The name at a place, on one line.
    fn label(&self, place: usize) -> String {
        self.labels.get(place).map(|label| crate::plain::line(label)).unwrap_or_default()
    }

    /// Every value that can be drawn.
    pub(crate) fn drawable(&self) -> impl Iterator<Item = f64> + '_ {
        self.series.iter().flat_map(|s| s.values.iter().copied()).filter(|v| v.is_finite())
    }
}

impl Series {
    /// The value at a place, if there is one that can be drawn.
    fn at(&self, place: usize) -> Option<f64> {
        self.values.get(place).copied().filter(|v| v.is_finite())
    }
}

/// JSON writes NaN and infinities as `null`; reads them back as gaps.
fn gaps_are_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
    let values = Vec::<Option<f64>>::deserialize(deserializer)?;
    Ok(values.into_iter().map(|v| v.unwrap_or(f64::NAN)).collect())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A chart from few words: series are `(name, values)`.
    pub(crate) fn chart(
        kind: ChartKind,
        title: &str,
        unit: &str,
        labels: &[&str],
        series: &[(&str, &[f64])],
    ) -> Chart {
        Chart {
            title: title.into(),
            kind,
            unit: unit.into(),
            labels: labels.iter().map(|l| (*l).to_owned()).collect(),
            series: series
                .iter()
                .map(|(name, values)| Series { name: (*name).into(), values: values.to_vec() })
                .collect(),
        }
    }

    /// The charts that every medium must draw, by name.
    pub(crate) fn gallery() -> Vec<(&'static str, Chart)> {
        use ChartKind::{Bars, Line};
        let huge = [1e300, -1e300, f64::MAX, f64::MIN, 1_234_567.0];
        vec![
            (
                "bars",
                chart(
                    Bars,
                    "Sign-ups by campaign",
                    "people",
                    &["Spring Hackathon", "春のハッカソン 2026", "Rust meetup", "Zine"],
                    &[("sign-ups", &[1_240.0, 860.0, 312.5, 3.0])],
                ),
            ),
            (
                "negative",
                chart(
                    Bars,
                    "施策別のROI",
                    "%",
                    &["春のハッカソン", "夏の勉強会", "秋のカンファレンス", "ブログ"],
                    &[("ROI", &[38.25, -12.5, 0.0, -60.0])],
                ),
            ),
            (
                "all_negative",
                chart(Bars, "Loss", "JPY", &["a", "b"], &[("loss", &[-1_200_000.0, -400_000.0])]),
            ),
            (
                "groups",
                chart(
                    Bars,
                    "費用と効果",
                    "JPY",
                    &["春のハッカソン", "夏の勉強会"],
                    &[("費用", &[1_200_000.0, 300_000.0]), ("効果", &[1_656_000.0, f64::NAN])],
                ),
            ),
            (
                "line",
                chart(
                    Line,
                    "Messages a week",
                    "messages",
                    &["W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8"],
                    &[("messages", &[120.0, 180.0, 175.0, f64::NAN, 340.0, 410.0, 388.0, 520.0])],
                ),
            ),
            (
                "lines",
                chart(
                    Line,
                    "感情の推移",
                    "",
                    &["2026年1月", "2026年2月", "2026年3月", "2026年4月", "2026年5月", "2026年6月"],
                    &[
                        ("#support", &[-0.2, -0.1, 0.05, 0.1, 0.3, 0.25]),
                        ("#雑談", &[0.4, 0.42, 0.38, 0.5, 0.47, 0.6]),
                    ],
                ),
            ),
            ("zero", chart(Bars, "Nothing yet", "people", &["a", "b"], &[("x", &[0.0, -0.0])])),
            ("flat", chart(Line, "Flat", "", &["a", "b", "c"], &[("x", &[5.0, 5.0, 5.0])])),
            ("single", chart(Line, "One point", "", &["a"], &[("x", &[5.0])])),
            ("huge", chart(Bars, "Huge", "", &["a", "b", "c", "d", "e"], &[("x", &huge)])),
            ("huge_line", chart(Line, "Huge", "", &["a", "b", "c", "d", "e"], &[("x", &huge)])),
            (
                "missing",
                chart(Bars, "Missing", "", &["nan", "inf"], &[("x", &[f64::NAN, f64::NEG_INFINITY])]),
            ),
            ("empty", chart(Line, "Empty", "", &[], &[])),
            ("no_labels", chart(Bars, "", "", &[], &[("x", &[1.0, 2.0])])),
            (
                "mismatched",
                chart(
                    Bars,
                    "Mismatched",
                    "",
                    &["a", "b", "c"],
                    &[("x", &[1.0]), ("y", &[1.0, 2.0, 3.0, 4.0])],
                ),
            ),
            (
                "hostile",
                chart(
                    Bars,
                    "<script>alert(1)</script>\u{1b}[31m & \"quoted\"",
                    "<b>",
                    &[
                        "\" onload=\"x",
                        "とても長い名前の施策でありこの幅には決して収まりきらないのでどこかで切られるはずのもの",
                    ],
                    &[("</svg>", &[1.0, 2.0]), ("second\nline", &[2.0, 1.0])],
                ),
            ),
        ]
    }

    #[test]
    fn gaps_survive_json() {
        let series = Series { name: "x".into(), values: vec![1.0, f64::NAN, f64::INFINITY] };
        let json = serde_json::to_string(&series).expect("serialises");
        let back: Series = serde_json::from_str(&json).expect("reads null");
        assert_eq!([back.at(0), back.at(1), back.at(2), back.at(3)], [Some(1.0), None, None, None]);
    }
}
