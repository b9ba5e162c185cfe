//! Numbers, money, dates and excerpts as each language writes them.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use nlp::Lang;
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

use crate::say;

/// 12345 → `12,345`.
pub fn count(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    if n < 0 { format!("−{out}") } else { out }
}

/// So many of something in English: "1 day", "3 days". Japanese counts without.
pub fn plural(n: i64, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// A decimal with thousands separators; at most two places, none when they are zero.
pub fn decimal(amount: Decimal) -> String {
    let rounded = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize();
    let whole = rounded.trunc().to_i64().map_or_else(|| rounded.trunc().to_string(), count);
    let sign = if rounded.is_sign_negative() && rounded.trunc().is_zero() && !rounded.is_zero() {
        "−"
    } else {
        ""
    };
    match rounded.fract().abs() {
        fraction if fraction.is_zero() => whole,
        fraction => format!("{sign}{whole}{}", &fraction.to_string()[1..]),
    }
}

/// `JPY 300,000` and `300,000円`; other currencies by their code in both.
pub fn money(lang: Lang, amount: Decimal, currency: &str) -> String {
    let amount = decimal(amount);
    match (lang, currency) {
        (Lang::Ja, "JPY") => format!("{amount}円"),
        (Lang::Ja, _) => format!("{amount} {currency}"),
        (Lang::En, _) => format!("{currency} {amount}"),
    }
}

/// How likely something is, in whole percent: never 0 % nor 100 %, which nothing is.
pub fn likelihood(lang: Lang, share: f64) -> String {
    match (share * 100.0).round() {
        percent if percent > 99.0 => say!(lang, "over 99 %", "99 %超"),
        percent if percent < 1.0 => say!(lang, "under 1 %", "1 %未満"),
        percent => format!("{percent:.0} %"),
    }
}

/// A ratio as a signed percentage: 0.427 → `+42.7 %`.
pub fn percent(ratio: Decimal) -> String {
    let percent =
        (ratio * Decimal::ONE_HUNDRED).round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
    let sign = if percent > Decimal::ZERO { "+" } else { "" };
    format!("{sign}{} %", decimal(percent))
}

/// `3 May 2026` and `2026年5月3日`.
pub fn date(lang: Lang, date: NaiveDate) -> String {
    match lang {
        Lang::En => date.format("%-d %b %Y").to_string(),
        Lang::Ja => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
    }
}

/// From a day to another, or one alone; the year once, where it is the same.
pub fn span(lang: Lang, first: NaiveDate, last: NaiveDate) -> String {
    if first == last {
        return date(lang, first);
    }
    let same_year = first.year() == last.year();
    match lang {
        Lang::En if same_year => format!("{} – {}", first.format("%-d %b"), date(lang, last)),
        Lang::Ja if same_year => format!("{}～{}月{}日", date(lang, first), last.month(), last.day()),
        Lang::En => format!("{} – {}", date(lang, first), date(lang, last)),
        Lang::Ja => format!("{}～{}", date(lang, first), date(lang, last)),
    }
}

/// With the time of day, in a time zone.
pub fn day_and_time(lang: Lang, at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    format!("{} {}", date(lang, local.date_naive()), local.format("%H:%M"))
}

/// Where the page shows a message among its neighbours.
pub fn message_path(code: crm::Code) -> String {
    format!("/a/{code}#{code}")
}

/// One line of at most `chars` characters.
pub fn excerpt(text: &str, chars: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= chars {
        return line;
    }
    let cut: String = line.chars().take(chars.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(count(-1_234_567), "−1,234,567");
        assert_eq!(decimal(Decimal::new(123_456, 2)), "1,234.56");
        assert_eq!(decimal(Decimal::new(-50, 2)), "−0.5");
        assert_eq!(money(Lang::Ja, Decimal::from(300_000), "JPY"), "300,000円");
        assert_eq!(money(Lang::En, Decimal::from(300_000), "JPY"), "JPY 300,000");
        for (share, en, ja) in [
            (1.0, "over 99 %", "99 %超"),
            (0.996, "over 99 %", "99 %超"),
            (0.99, "99 %", "99 %"),
            (0.5, "50 %", "50 %"),
            (0.004, "under 1 %", "1 %未満"),
            (0.0, "under 1 %", "1 %未満"),
        ] {
            assert_eq!((likelihood(Lang::En, share), likelihood(Lang::Ja, share)), (en.into(), ja.into()));
        }
        assert_eq!(percent(Decimal::new(427, 3)), "+42.7 %");
        assert_eq!(percent(Decimal::new(-8, 1)), "−80 %");
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        assert_eq!(span(Lang::En, day(2026, 10, 1), day(2026, 10, 31)), "1 Oct – 31 Oct 2026");
        assert_eq!(span(Lang::Ja, day(2026, 10, 1), day(2026, 10, 31)), "2026年10月1日～10月31日");
        assert_eq!(span(Lang::En, day(2025, 12, 29), day(2026, 1, 3)), "29 Dec 2025 – 3 Jan 2026");
        assert_eq!(span(Lang::Ja, day(2025, 12, 29), day(2026, 1, 3)), "2025年12月29日～2026年1月3日");
        assert_eq!(span(Lang::Ja, day(2026, 1, 3), day(2026, 1, 3)), "2026年1月3日");
        assert_eq!(excerpt("a  b\nc", 9), "a b c");
        assert_eq!(excerpt("あいうえお", 4), "あいう…");
    }
}
