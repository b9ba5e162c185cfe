//! "0.95", "95 %", 95パーセント: how likely is likely enough.

use crm::fold;
use nlp::{Lang, understand::Choices};

use crate::{commands::Stop, say};

/// What people say for it; any other number from 0.5 to 1 may be typed after the flag.
pub(super) const THRESHOLDS: Choices = &[
    ("1", &["1.0", "100%", "100 %", "100 percent", "100パーセント"]),
    ("0.99", &["99%", "99 %", "99 percent", "99パーセント", ".99"]),
    ("0.98", &["98%", "98 %", "98 percent", "98パーセント", ".98"]),
    ("0.97", &["97%", "97 %", "97 percent", "97パーセント", ".97"]),
    ("0.96", &["96%", "96 %", "96 percent", "96パーセント", ".96"]),
    ("0.95", &["95%", "95 %", "95 percent", "95パーセント", ".95"]),
    ("0.93", &["93%", "93 %", "93 percent", "93パーセント", ".93"]),
    ("0.92", &["92%", "92 %", "92 percent", "92パーセント", ".92"]),
    ("0.9", &["0.90", "90%", "90 %", "90 percent", "90パーセント", "9割", ".9", ".90"]),
    ("0.85", &["85%", "85 %", "85 percent", "85パーセント", ".85"]),
    ("0.8", &["0.80", "80%", "80 %", "80 percent", "80パーセント", "8割", ".8", ".80"]),
    ("0.75", &["75%", "75 %", "75 percent", "75パーセント", ".75"]),
    ("0.7", &["0.70", "70%", "70 %", "70 percent", "70パーセント", "7割", ".7", ".70"]),
    ("0.6", &["0.60", "60%", "60 %", "60 percent", "60パーセント", "6割", ".6", ".60"]),
    ("0.5", &["0.50", "50%", "50 %", "50 percent", "50パーセント", "5割", ".5", ".50"]),
];

/// Less would merge what is as likely two.
const LEAST: f64 = 0.5;

/// Reads a share from [`LEAST`] to 1, written as such or in percent.
fn read(words: &str) -> Option<f64> {
    let plain = fold(words).trim().to_owned();
    let known =
        THRESHOLDS.iter().find(|(word, said)| *word == plain || said.iter().any(|said| fold(said) == plain));
    let plain = known.map_or(plain.as_str(), |(word, _)| word);
    let number = plain.trim_end_matches(['%', ' ']);
    let value: f64 = number.parse().ok()?;
    let share = if plain.ends_with('%') || value > 1.0 { value / 100.0 } else { value };
    (LEAST..=1.0).contains(&share).then_some(share)
}

/// Reads it, or says what to write.
pub(super) fn least(lang: Lang, words: &str) -> Result<f64, Stop> {
    let least = LEAST;
    read(words).ok_or_else(|| {
        Stop::Refused(say!(
            lang,
            "“{words}” is no likelihood from {least} to 1. Write it like 0.95 or 95%.",
            "「{words}」は可能性の値として使えません。{least}〜1 の範囲で、0.95 や 95% のように書いてください。"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_percent() {
        for (words, share) in [
            ("0.95", Some(0.95)),
            ("95%", Some(0.95)),
            ("９５％", Some(0.95)),
            ("95", Some(0.95)),
            ("9割", Some(0.9)),
            ("90 percent", Some(0.9)),
            ("0.875", Some(0.875)),
            ("1", Some(1.0)),
            ("0.3", None),
            ("200%", None),
            ("NaN", None),
            ("many", None),
        ] {
            assert_eq!(read(words), share, "{words}");
        }
        for (word, said) in THRESHOLDS {
            let share = read(word).unwrap();
            assert!(said.iter().all(|said| read(said) == Some(share)), "{word}");
        }
    }
}
