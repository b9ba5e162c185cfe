//! Values of columns that are compared as they are: streets, postcodes, dates, numbers of any kind.

/// How far two values are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Level {
    /// Equal once folded.
    Equal,
    /// A slip apart.
    Near,
    /// Something in common.
    Far,
    /// Nothing to speak of.
    Different,
}

impl Level {
    /// How many there are.
    pub(crate) const COUNT: usize = 4;
}

/// A value, folded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Value {
    pub(crate) text: String,
    /// Digits, as of a date or a code: a letter apart is another value more often than in words.
    pub(crate) number: bool,
    /// Share of records with it, filled in by `frequency`.
    pub(crate) share: f32,
}

impl Value {
    /// `None` where nothing is said.
    pub(crate) fn read(written: &str) -> Option<Self> {
        let folded = super::name::fold_name(written);
        let text: String = folded.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
        let text = text.trim();
        let nothing =
            matches!(text, "" | "na" | "nan" | "none" | "null" | "nil" | "unknown" | "なし" | "不明");
        (!nothing).then(|| Self {
            text: text.to_owned(),
            number: text.chars().any(|c| c.is_ascii_digit()) && !text.chars().any(char::is_alphabetic),
            share: 0.0,
        })
    }
}

/// Compares two values; symmetric.
pub(crate) fn compare(a: &Value, b: &Value) -> Level {
    if a.text == b.text {
        return Level::Equal;
    }
    let (x, y) = (a.text.chars().count(), b.text.chars().count());
    let (short, long) = (x.min(y), x.max(y));
    if a.number && b.number {
        return match strsim::osa_distance(&a.text, &b.text) {
            1 if long >= 3 => Level::Near,
            // day and month changed places, two digits wrong
            2 if long >= 6 => Level::Far,
            _ => Level::Different,
        };
    }
    if short < 2 {
        return Level::Different;
    }
    if long - short > long / 2 {
        return Level::Different;
    }
    let similar = strsim::jaro_winkler(&a.text, &b.text);
    match similar {
        s if s >= 0.92 && long > 3 => Level::Near,
        _ if long > 3 && strsim::osa_distance(&a.text, &b.text) <= 1 + long / 8 => Level::Near,
        s if s >= 0.82 => Level::Far,
        _ => Level::Different,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        let level = |a: &str, b: &str| compare(&Value::read(a).unwrap(), &Value::read(b).unwrap());
        for (a, b, expected) in [
            ("Wallaby Place", "wallaby  place", Level::Equal),
            ("pridhamstreet", "pridham street", Level::Near),
            ("19560409", "19560419", Level::Near),
            ("1956-04-09", "1956-09-04", Level::Far),
            ("2601", "2610", Level::Near),
            ("26", "27", Level::Different),
            ("vic", "nsw", Level::Different),
            ("tindale street", "lansell circuit", Level::Different),
        ] {
            assert_eq!(level(a, b), expected, "{a} {b}");
            assert_eq!(level(b, a), expected, "{b} {a}");
        }
        assert_eq!(Value::read(" - "), None);
        assert_eq!(Value::read("N/A"), None);
    }
}
