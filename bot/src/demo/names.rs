//! Invented names, with the spellings under which the same human turns up elsewhere.

use super::dice::Dice;
use super::lists::entries;

/// One half of a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Part {
    /// In its own script.
    pub(super) text: &'static str,
    /// Hiragana for Japanese names, katakana for the others.
    pub(super) kana: &'static str,
    /// In plain Latin letters.
    pub(super) latin: String,
}

/// A whole name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Name {
    /// Family name first, written in kanji.
    pub(super) japanese: bool,
    /// Family name.
    pub(super) family: Part,
    /// Given name.
    pub(super) given: Part,
    /// Another spelling of the family name.
    pub(super) other_family: Option<&'static str>,
}

impl Name {
    /// As its owner writes it.
    pub(super) fn full(&self) -> String {
        if self.japanese {
            format!("{} {}", self.family.text, self.given.text)
        } else {
            format!("{} {}", self.given.text, self.family.text)
        }
    }

    /// In Latin letters, given name first.
    pub(super) fn latin(&self) -> String {
        format!("{} {}", self.given.latin, self.family.latin)
    }

    /// In katakana, in the order of the name's own language.
    pub(super) fn katakana(&self) -> String {
        if self.japanese {
            katakana(&format!("{} {}", self.family.kana, self.given.kana))
        } else {
            format!("{}・{}", self.given.kana, self.family.kana)
        }
    }
}

/// A part of the world: its clock, its cities, its names.
struct Region {
    offset: i64,
    cities: Vec<&'static str>,
    given: Vec<Part>,
    family: Vec<Part>,
}

/// All names that can be given away.
pub(super) struct Roster {
    family: Vec<(Part, Option<&'static str>)>,
    given: Vec<Part>,
    regions: Vec<Region>,
}

impl Roster {
    /// Reads the lists.
    pub(super) fn read() -> Self {
        let family = entries(include_str!("texts/japanese_family.txt"))
            .map(|entry| (japanese(entry), entry.split(' ').nth(3)))
            .collect();
        let given = entries(include_str!("texts/japanese_given.txt")).map(japanese).collect();
        let mut regions: Vec<Region> = Vec::new();
        for entry in entries(include_str!("texts/names.txt")) {
            if let Some(head) = entry.strip_prefix("= ") {
                let (offset, cities) = head.split_once(' ').unwrap_or((head, ""));
                let (offset, cities) = (offset.parse().unwrap_or_default(), cities.split('|').collect());
                regions.push(Region { offset, cities, given: Vec::new(), family: Vec::new() });
            } else if let Some(region) = regions.last_mut() {
                match entry.strip_prefix("+ ") {
                    Some(family) => region.family.push(foreign(family)),
                    None => region.given.push(foreign(entry)),
                }
            }
        }
        Self { family, given, regions }
    }

    /// A Japanese name.
    pub(super) fn japanese(&self, dice: &mut Dice) -> Name {
        let (family, other_family) = dice.pick(&self.family).clone();
        Name { japanese: true, family, given: dice.pick(&self.given).clone(), other_family }
    }

    /// A name from elsewhere, with minutes from UTC and a city.
    pub(super) fn foreign(&self, dice: &mut Dice) -> (Name, i64, &'static str) {
        let region = dice.pick(&self.regions);
        let (given, family) = (dice.pick(&region.given).clone(), dice.pick(&region.family).clone());
        (
            Name { japanese: false, family, given, other_family: None },
            region.offset,
            *dice.pick(&region.cities),
        )
    }

    /// A city where the clock shows this.
    pub(super) fn city(&self, dice: &mut Dice, offset: i64) -> &'static str {
        let region = self.regions.iter().find(|region| region.offset == offset);
        region.map_or("", |region| *dice.pick(&region.cities))
    }
}

/// `text kana latin …`
fn japanese(entry: &'static str) -> Part {
    let mut words = entry.split(' ');
    let mut next = || words.next().unwrap_or_default();
    Part { text: next(), kana: next(), latin: next().to_owned() }
}

/// `text katakana`
fn foreign(entry: &'static str) -> Part {
    let (text, kana) = entry.split_once(' ').unwrap_or((entry, ""));
    Part { text, kana, latin: plain(text) }
}

/// Hiragana turned into katakana.
pub(super) fn katakana(text: &str) -> String {
    text.chars()
        .map(|c| if ('ぁ'..='ゖ').contains(&c) { char::from_u32(c as u32 + 0x60).unwrap_or(c) } else { c })
        .collect()
}

/// Latin letters without their marks, for those that occur in the lists.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'á' | 'à' | 'ã' => 'a',
            'é' | 'è' | 'ê' => 'e',
            'í' => 'i',
            'ó' | 'ö' => 'o',
            'ú' | 'ü' => 'u',
            'ñ' | 'ń' => 'n',
            'ç' => 'c',
            _ => c,
        })
        .collect()
}
