//! Fills the gaps in the texts: `{sdk}` becomes one of the words listed for it, once per thread.
//! A gap nobody knows stays as it is, so code with braces survives.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::calendar::weekday_after;
use super::dice::Dice;
use super::lists::entries;

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Lang {
    En,
    Ja,
}

impl Lang {
    /// As stored.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
        }
    }
}

/// The words of one language.
pub(super) struct Words {
    lang: Lang,
    /// Drawn once per thread.
    bound: BTreeMap<&'static str, Vec<&'static str>>,
    /// Drawn anew each time.
    fresh: BTreeMap<&'static str, Vec<&'static str>>,
}

impl Words {
    /// Reads the list of a language.
    pub(super) fn read(lang: Lang) -> Self {
        let text = match lang {
            Lang::En => include_str!("texts/slots.en.txt"),
            Lang::Ja => include_str!("texts/slots.ja.txt"),
        };
        let mut words = Self { lang, bound: BTreeMap::new(), fresh: BTreeMap::new() };
        for (key, list) in entries(text).filter_map(|entry| entry.split_once(": ")) {
            let list = list.split('|').collect();
            match key.strip_prefix('*') {
                Some(key) => words.fresh.insert(key, list),
                None => words.bound.insert(key, list),
            };
        }
        words
    }
}

/// The gaps of one thread and what fills them.
pub(super) struct Gaps<'a> {
    words: &'a Words,
    day: NaiveDate,
    filled: BTreeMap<String, String>,
}

impl<'a> Gaps<'a> {
    /// Nothing filled yet, for a thread of this day.
    pub(super) fn new(words: &'a Words, day: NaiveDate) -> Self {
        Self { words, day, filled: BTreeMap::new() }
    }

    /// Settles a gap.
    pub(super) fn set(&mut self, key: &str, value: impl Into<String>) {
        self.filled.insert(key.to_owned(), value.into());
    }

    /// The text with its gaps filled; `\n` becomes a new line.
    pub(super) fn fill(&mut self, dice: &mut Dice, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 48);
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            rest = &rest[open..];
            let key = rest.find('}').map(|close| &rest[1..close]);
            match key.and_then(|key| Some((key.len() + 2, self.word(dice, key)?))) {
                Some((length, word)) => {
                    out.push_str(&word);
                    rest = &rest[length..];
                }
                None => {
                    out.push('{');
                    rest = &rest[1..];
                }
            }
        }
        out.push_str(rest);
        if out.contains('\\') { out.replace("\\n", "\n") } else { out }
    }

    fn word(&mut self, dice: &mut Dice, key: &str) -> Option<String> {
        if let Some(list) = self.words.fresh.get(key) {
            return Some((*dice.pick(list)).to_owned());
        }
        if let Some(known) = self.filled.get(key) {
            return Some(known.clone());
        }
        let word = match self.words.bound.get(key) {
            Some(list) => (*dice.pick(list)).to_owned(),
            None => self.number(dice, key)?,
        };
        self.filled.insert(key.to_owned(), word.clone());
        Some(word)
    }

    /// Numbers and days.
    fn number(&self, dice: &mut Dice, key: &str) -> Option<String> {
        if let Some(ahead) = key.strip_prefix('+').and_then(|ahead| ahead.parse().ok()) {
            return Some(date(self.words.lang, weekday_after(self.day + Days::new(ahead))));
        }
        let number = match key {
            "n" => dice.between(2, 9),
            "nn" => dice.between(12, 95),
            "dd" => dice.between(10, 25),
            "pct" => dice.between(5, 40),
            "ms" => 10 * dice.between(90, 240),
            "idle" => 5 * dice.between(13, 24),
            "k" => *dice.pick(&[3, 5, 8, 12, 20, 40]),
            "rps" => *dice.pick(&[18, 25, 40, 60, 80]),
            "amount" => 12 * dice.between(48, 83),
            "req" => return Some(format!("req_{:06x}", dice.below(0x00ff_ffff))),
            "day" => {
                let day = weekday_after(self.day + Days::new(dice.between(2, 6) as u64));
                return Some(weekday(self.words.lang, day));
            }
            "date" => {
                let day = weekday_after(self.day + Days::new(dice.between(12, 30) as u64));
                return Some(date(self.words.lang, day));
            }
            _ => return None,
        };
        Some(number.to_string())
    }
}

/// `June 12`, `6月12日`.
pub(super) fn date(lang: Lang, day: NaiveDate) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match lang {
        Lang::En => format!("{} {}", MONTHS[day.month0() as usize], day.day()),
        Lang::Ja => format!("{}月{}日", day.month(), day.day()),
    }
}

/// `Thursday`, `木曜`.
fn weekday(lang: Lang, day: NaiveDate) -> String {
    const DAYS: [(&str, &str); 7] = [
        ("Monday", "月曜"),
        ("Tuesday", "火曜"),
        ("Wednesday", "水曜"),
        ("Thursday", "木曜"),
        ("Friday", "金曜"),
        ("Saturday", "土曜"),
        ("Sunday", "日曜"),
    ];
    let (en, ja) = DAYS[day.weekday().num_days_from_monday() as usize];
    if lang == Lang::En { en.to_owned() } else { ja.to_owned() }
}
