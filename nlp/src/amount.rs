//! Amounts of money as people write them: `３０万円`, "300k JPY", "$1,200.50", "1.5 million yen".
//!
//! Not arithmetic and not conversion: the number and the currency that stand there, nothing else.

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

/// An amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// Never negative, below 10^15, at most four decimals.
    pub value: Decimal,
    /// ISO 4217 code, where one was said.
    pub currency: Option<&'static str>,
}

/// Longest amount, in characters.
const LONGEST: usize = 40;

/// What is wrong with words that are written as an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Less than nothing: −500.
    Negative,
    /// 10^15 or more.
    TooLarge,
    /// More than four decimals.
    TooFine,
    /// A percentage is no amount of money.
    Percent,
}

/// Reads an amount; `None` for anything else, for less than nothing and for 10^15 or more.
pub fn read(words: &str) -> Option<Amount> {
    let (value, currency) = written(folded(words)?.trim())?;
    let fits = value < most() && value.scale() <= 4;
    fits.then_some(Amount { value, currency })
}

/// What is wrong with words that are written as an amount; `None`: nothing, or they are not.
pub fn fault(words: &str) -> Option<Fault> {
    let folded = folded(words)?;
    let bare = folded.trim();
    let (sign, rest) = match PREFIXES.iter().find_map(|(sign, _)| bare.strip_prefix(sign)) {
        Some(rest) => (unsigned(rest.trim_start()), rest),
        None => (unsigned(bare), bare),
    };
    if let Some(number) = sign {
        let percent = number.strip_suffix('%').unwrap_or(number);
        return (written(percent).is_some() || is_endless(percent)).then_some(Fault::Negative);
    }
    if let Some(number) = bare.strip_suffix('%').or_else(|| bare.strip_suffix("percent")) {
        return written(number.trim_end()).map(|_| Fault::Percent);
    }
    match written(bare) {
        Some((value, _)) if value >= most() => Some(Fault::TooLarge),
        Some((value, _)) if value.scale() > 4 => Some(Fault::TooFine),
        Some(_) => None,
        None => is_endless(rest).then_some(Fault::TooLarge),
    }
}

/// Without the sign that makes it less than nothing.
fn unsigned(words: &str) -> Option<&str> {
    ["-", "−", "–", "‐", "▲", "△", "minus ", "negative ", "マイナス"]
        .iter()
        .find_map(|sign| words.strip_prefix(sign))
        .map(str::trim_start)
}

/// So many digits that nobody reads them.
fn is_endless(words: &str) -> bool {
    let end = words.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
    let end = end.trim_start_matches(['千', '万', '億', '兆']).trim();
    let known = end.is_empty() || SUFFIXES.iter().any(|(word, _)| *word == end);
    known && words.bytes().filter(u8::is_ascii_digit).count() > 15
}

/// The first amount that is too large.
fn most() -> Decimal {
    Decimal::from(1_000_000_000_000_000_i64)
}

/// Folded and lower-cased; `None` when it is too long.
fn folded(words: &str) -> Option<String> {
    let folded: String = words.nfkc().flat_map(char::to_lowercase).take(LONGEST + 1).collect();
    folded.chars().nth(LONGEST).is_none().then_some(folded)
}

/// The number and the currency that are written there, however large.
fn written(folded: &str) -> Option<(Decimal, Option<&'static str>)> {
    let (rest, before) =
        match PREFIXES.iter().find_map(|(sign, code)| Some((folded.strip_prefix(sign)?, *code))) {
            Some((rest, code)) => (rest.trim_start(), Some(code)),
            None => (folded, None),
        };
    let (rest, after) = match SUFFIXES.iter().find_map(|(word, code)| Some((rest.strip_suffix(word)?, *code)))
    {
        Some((rest, code)) => (rest.trim_end(), Some(code)),
        None => (rest, None),
    };
    if before.zip(after).is_some_and(|(before, after)| before != after) {
        return None;
    }
    Some((number(rest)?.normalize(), before.or(after)))
}

/// 1億2千万, 1.5万, 300k, "1.5 million", 1,200.50.
fn number(text: &str) -> Option<Decimal> {
    if text.is_empty() {
        return None;
    }
    if let Some((digits, scale)) =
        SCALES.iter().find_map(|(word, scale)| Some((text.strip_suffix(word)?.trim_end(), *scale)))
    {
        return plain(digits)?.checked_mul(Decimal::from(scale));
    }
    let mut total = Decimal::ZERO;
    let mut rest = text;
    for (unit, scale) in [('兆', 1_000_000_000_000_i64), ('億', 100_000_000), ('万', 10_000)] {
        if let Some((head, tail)) = rest.split_once(unit) {
            total = total.checked_add(below_ten_thousand(head)?.checked_mul(Decimal::from(scale))?)?;
            rest = tail;
        }
    }
    if rest.is_empty() { Some(total) } else { total.checked_add(below_ten_thousand(rest)?) }
}

/// 2千, 三百五十, 1200, 1.5.
fn below_ten_thousand(text: &str) -> Option<Decimal> {
    let mut total = Decimal::ZERO;
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    for (unit, scale) in [('千', 1_000), ('百', 100), ('十', 10)] {
        if let Some((head, tail)) = rest.split_once(unit) {
            let times = if head.is_empty() { Decimal::ONE } else { plain(head)? };
            total = total.checked_add(times.checked_mul(Decimal::from(scale))?)?;
            rest = tail;
        }
    }
    if rest.is_empty() { Some(total) } else { total.checked_add(plain(rest)?) }
}

/// 1,200.50 or one kanji digit. Commas stand before groups of three.
fn plain(text: &str) -> Option<Decimal> {
    let mut chars = text.chars();
    if let (Some(c), None) = (chars.next(), chars.next())
        && let Some(n) = "〇一二三四五六七八九".chars().position(|known| known == c)
    {
        return Some(Decimal::from(n));
    }
    let (whole, decimals) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = groups.clone().count() > 0;
    let sound = digits(first)
        && (!grouped || first.len() <= 3)
        && groups.all(|group| group.len() == 3 && digits(group))
        && decimals.is_none_or(digits);
    (sound && text.len() <= 24).then(|| text.replace(',', "").parse().ok())?
}

/// Before the number.
const PREFIXES: &[(&str, &str)] = &[
    ("us$", "USD"),
    ("$", "USD"),
    ("¥", "JPY"),
    ("\u{a5}", "JPY"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("₩", "KRW"),
    ("jpy", "JPY"),
    ("usd", "USD"),
    ("eur", "EUR"),
    ("gbp", "GBP"),
    ("krw", "KRW"),
    ("cny", "CNY"),
];

/// After it.
const SUFFIXES: &[(&str, &str)] = &[
    ("japanese yen", "JPY"),
    ("us dollars", "USD"),
    ("米ドル", "USD"),
    ("dollars", "USD"),
    ("dollar", "USD"),
    ("ドル", "USD"),
    ("usd", "USD"),
    ("$", "USD"),
    ("yen", "JPY"),
    ("jpy", "JPY"),
    ("円", "JPY"),
    ("¥", "JPY"),
    ("euros", "EUR"),
    ("euro", "EUR"),
    ("ユーロ", "EUR"),
    ("eur", "EUR"),
    ("€", "EUR"),
    ("pounds", "GBP"),
    ("ポンド", "GBP"),
    ("gbp", "GBP"),
    ("£", "GBP"),
    ("won", "KRW"),
    ("ウォン", "KRW"),
    ("krw", "KRW"),
    ("yuan", "CNY"),
    ("人民元", "CNY"),
    ("元", "CNY"),
    ("cny", "CNY"),
];

const SCALES: &[(&str, i64)] = &[
    ("thousand", 1_000),
    ("million", 1_000_000),
    ("billion", 1_000_000_000),
    ("mio", 1_000_000),
    ("mn", 1_000_000),
    ("bn", 1_000_000_000),
    ("k", 1_000),
    ("m", 1_000_000),
    ("b", 1_000_000_000),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn said(words: &str) -> String {
        read(words).map_or("-".to_owned(), |Amount { value, currency }| {
            format!("{value} {}", currency.unwrap_or("?"))
        })
    }

    #[test]
    fn amounts_in_both_languages() {
        for (words, want) in [
            ("３０万円", "300000 JPY"),
            ("30万", "300000 ?"),
            ("1億2千万円", "120000000 JPY"),
            ("5千円", "5000 JPY"),
            ("1.5万", "15000 ?"),
            ("1万2,000円", "12000 JPY"),
            ("三百万円", "3000000 JPY"),
            ("300k JPY", "300000 JPY"),
            ("JPY 300,000", "300000 JPY"),
            ("2M JPY", "2000000 JPY"),
            ("¥5,000", "5000 JPY"),
            ("￥5,000", "5000 JPY"),
            ("$1,200.50", "1200.5 USD"),
            ("$1.2M", "1200000 USD"),
            ("1,200 USD", "1200 USD"),
            ("1.5 million yen", "1500000 JPY"),
            ("20 euros", "20 EUR"),
            ("20ユーロ", "20 EUR"),
            ("20ドル", "20 USD"),
            ("5000", "5000 ?"),
            ("0", "0 ?"),
        ] {
            assert_eq!(said(words), want, "{words}");
        }
    }

    #[test]
    fn anything_else_is_none() {
        for words in [
            "",
            "-5",
            "−5円",
            "円",
            "k",
            "万",
            "千と千尋",
            "1,20",
            "12,34,567",
            "1.2.3",
            "1e9",
            "$",
            "5 apples",
            "$5 JPY",
            "1000000000000000",
            "99999999億円",
            "0.00001",
            "2026-05-01",
            "¥¥5",
        ] {
            assert_eq!(said(words), "-", "{words}");
        }
        assert_eq!(said("999999999999999円"), "999999999999999 JPY");
        assert_eq!(read(&"9".repeat(100_000)), None);
    }

    #[test]
    fn what_is_wrong_is_known() {
        for (words, want) in [
            ("-500", Some(Fault::Negative)),
            ("−５円", Some(Fault::Negative)),
            ("-300k JPY", Some(Fault::Negative)),
            ("$-5", Some(Fault::Negative)),
            ("JPY -5", Some(Fault::Negative)),
            ("マイナス30万円", Some(Fault::Negative)),
            ("-5%", Some(Fault::Negative)),
            ("150%", Some(Fault::Percent)),
            ("1000000000000000", Some(Fault::TooLarge)),
            ("9999999999兆円", Some(Fault::TooLarge)),
            ("999999999999999999999999999999999999 JPY", Some(Fault::TooLarge)),
            ("0.00001", Some(Fault::TooFine)),
            ("0", None),
            ("30万円", None),
            ("-beginner", None),
            ("--", None),
            ("%", None),
            ("", None),
        ] {
            assert_eq!(fault(words), want, "{words}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(words in ".{0,40}", mixed in "[0-9.,億万千百十三kKmM¥$円 %-]{0,30}") {
            for words in [words, mixed] {
                let _ = fault(&words);
                if let Some(amount) = read(&words) {
                    assert!(!amount.value.is_sign_negative() && amount.value.scale() <= 4);
                }
            }
        }

        #[test]
        fn whole_yen_read_back(n in 0_i64..1_000_000_000_000_000) {
            assert_eq!(read(&format!("{n}円")).map(|amount| amount.value), Some(Decimal::from(n)));
            assert_eq!(read(&format!("¥{n}")).map(|amount| amount.value), Some(Decimal::from(n)));
        }
    }
}
