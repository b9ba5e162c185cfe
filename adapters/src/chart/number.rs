//! How a number is written beside a bar, on an axis, and where it must be exact.
//!
//! Not for money on invoices: charts hold floating point numbers.

use super::Chart;

/// What large numbers are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// In thousands: K, M, B, T.
    Thousands,
    /// In ten thousands: 万、億、兆.
    Myriads,
}

impl Counted {
    /// As those count who read the title.
    pub(super) fn of(chart: &Chart) -> Self {
        let is_japanese = |c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}');
        if chart.title.chars().any(is_japanese) { Self::Myriads } else { Self::Thousands }
    }

    fn sizes(self) -> &'static [(f64, &'static str)] {
        match self {
            Self::Thousands => &[(1e3, "K"), (1e6, "M"), (1e9, "B"), (1e12, "T")],
            Self::Myriads => &[(1e4, "万"), (1e8, "億"), (1e12, "兆")],
        }
    }

    /// So many of one size are one of the next.
    fn step(self) -> f64 {
        match self {
            Self::Thousands => 1e3,
            Self::Myriads => 1e4,
        }
    }
}

/// Beside a bar or a point: thousands separators up to a million, three digits above (`1.23M`, `123万`).
pub(super) fn short(value: f64, counted: Counted) -> String {
    if value.abs() < 999_999.5 { plain(value) } else { shortened(value, counted) }
}

/// On an axis, where room is small: short forms from ten thousand (`25K`, `2.5万`).
pub(super) fn tick(value: f64, counted: Counted) -> String {
    if value.abs() < 10_000.0 { plain(value) } else { shortened(value, counted) }
}

/// For a description: as many digits as matter.
pub(super) fn exact(value: f64) -> String {
    if value.abs() < 1e15 { plain(value) } else { shortened(value, Counted::Thousands) }
}

/// A percent sign belongs to the number; other units stand once, beside the title.
pub(super) fn with_unit(number: String, unit: &str) -> String {
    if unit == "%" { number + "%" } else { number }
}

/// The unit beside the title: `(JPY)`; nothing for `%`, which stands at each number.
pub(super) fn caption(unit: &str) -> Option<String> {
    let unit = crate::plain::line(unit);
    (!unit.is_empty() && unit != "%").then_some(unit)
}

fn plain(value: f64) -> String {
    let decimals = match value.abs() {
        v if v >= 1000.0 => 0,
        v if v >= 100.0 => 1,
        v if v >= 1.0 || v == 0.0 => 2,
        v if v >= 0.01 => 3,
        _ => return format!("{value:.1e}"),
    };
    let text = format!("{value:.decimals$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let fraction = fraction.trim_end_matches('0');
    let grouped = group(digits);
    match (fraction, grouped.as_str()) {
        ("", "0") => "0".to_owned(),
        ("", _) => format!("{sign}{grouped}"),
        _ => format!("{sign}{grouped}.{fraction}"),
    }
}

/// `1234567` as `1,234,567`.
fn group(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn shortened(value: f64, counted: Counted) -> String {
    for (size, letter) in counted.sizes() {
        let scaled = value / size;
        if scaled.abs() < counted.step() - 0.5 {
            let decimals = match scaled.abs() {
                v if v < 9.995 => 2,
                v if v < 99.95 => 1,
                _ => 0,
            };
            let text = format!("{scaled:.decimals$}");
            let text = match decimals {
                0 => plain(scaled.round()),
                _ => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
            };
            return format!("{text}{letter}");
        }
    }
    format!("{value:.1e}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_numbers_for_people() {
        let cases = [
            (0.0, "0"),
            (-0.0, "0"),
            (0.25, "0.25"),
            (-0.001, "-1.0e-3"),
            (38.256, "38.26"),
            (312.5, "312.5"),
            (1234.0, "1,234"),
            (-98765.4, "-98,765"),
            (999_999.4, "999,999"),
            (999_999.9, "1M"),
            (1_234_567.0, "1.23M"),
            (9_996_000.0, "10M"),
            (123_456_789.0, "123M"),
            (-2_000_000_000.0, "-2B"),
            (999_960_000_000.0, "1T"),
            (1e15, "1.0e15"),
        ];
        for (value, text) in cases {
            assert_eq!(short(value, Counted::Thousands), text, "{value}");
        }
        for (value, text) in [
            (312.5, "312.5"),
            (999_999.0, "999,999"),
            (1_234_567.0, "123万"),
            (12_345_678.0, "1,235万"),
            (-99_996_000.0, "-1億"),
            (150_000_000.0, "1.5億"),
            (2.5e12, "2.5兆"),
        ] {
            assert_eq!(short(value, Counted::Myriads), text, "{value}");
        }
        assert_eq!(tick(25_000.0, Counted::Thousands), "25K");
        assert_eq!(tick(25_000.0, Counted::Myriads), "2.5万");
        assert_eq!(exact(1_234_567.0), "1,234,567");
        assert_eq!(with_unit(short(38.0, Counted::Thousands), "%"), "38%");
    }
}
