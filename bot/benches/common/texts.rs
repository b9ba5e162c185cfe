//! Things that people say, in both languages: the demo's messages, joined and numbered so that a million of
//! them are a million different ones. The same for the same number on every machine.

use bot::demo;
use chrono::NaiveDate;

/// What there is to say, and who may say it.
#[derive(Debug)]
pub(crate) struct Texts {
    en: Vec<String>,
    ja: Vec<String>,
    /// Names of the demo's people, in parts: any first part goes with any second.
    names: Vec<(String, String)>,
}

impl Texts {
    pub(crate) fn new() -> Self {
        let today = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap_or_default();
        let world = demo::world(2026, today);
        let names = world.persons.iter().filter_map(|person| {
            person.name.split_once(' ').map(|(first, second)| (first.to_owned(), second.to_owned()))
        });
        let names = names.collect();
        let (mut en, mut ja) = (Vec::new(), Vec::new());
        for activity in world.activities {
            let said = activity.text.filter(|text| activity.action == "message" && text.chars().count() > 8);
            let Some(text) = said else { continue };
            let japanese = text.chars().any(|c| ('\u{3041}'..='\u{30ff}').contains(&c));
            if japanese { &mut ja } else { &mut en }.push(text);
        }
        Self { en, ja, names }
    }

    /// The `n`th person's name.
    pub(crate) fn name(&self, n: usize) -> String {
        let mut dice = n as u64;
        let japanese = |name: &str| !name.is_ascii();
        let pair = |n: usize| self.names.get(n % self.names.len().max(1)).cloned().unwrap_or_default();
        let (first, second) = pair(roll(&mut dice, self.names.len()));
        // the second part of somebody else who writes alike
        let others = (0..20).map(|_| pair(roll(&mut dice, self.names.len())).1);
        let other = others.into_iter().find(|other| japanese(other) == japanese(&second));
        format!("{first} {}", other.unwrap_or(second))
    }

    /// The `n`th message: every second one is Japanese, most are one sentence, some are two or three.
    pub(crate) fn nth(&self, n: usize) -> String {
        let mut dice = n as u64;
        let texts = if n.is_multiple_of(2) { &self.en } else { &self.ja };
        let mut text = pick(&mut dice, texts).to_owned();
        for _ in 0..[0, 0, 0, 1, 1, 2][roll(&mut dice, 6)] {
            text.push(' ');
            text.push_str(pick(&mut dice, texts));
        }
        if roll(&mut dice, 3) == 0 {
            text.push_str(&format!(" (req_{n:07x})"));
        }
        text
    }
}

/// The next number below `below`; `dice` moves on (SplitMix64).
pub(crate) fn roll(dice: &mut u64, below: usize) -> usize {
    *dice = dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *dice;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) % below.max(1) as u64) as usize
}

fn pick<'a>(dice: &mut u64, texts: &'a [String]) -> &'a str {
    texts.get(roll(dice, texts.len())).map_or("", String::as_str)
}
