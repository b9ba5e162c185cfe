//! Ids as the platforms would give them: the right shape, never a real one.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::dice::Dice;

/// Discord counts milliseconds from the first second of 2015.
const DISCORD_EPOCH: i64 = 1_420_070_400_000;

/// Gives out ids, each only once.
pub(super) struct Mint {
    dice: Dice,
    given: BTreeSet<String>,
}

impl Mint {
    /// A mint of its own chance.
    pub(super) fn new(seed: u64, theme: &str) -> Self {
        Self { dice: Dice::new(seed, theme), given: BTreeSet::new() }
    }

    /// The id of an account that was opened on this day.
    pub(super) fn account(&mut self, provider: &str, since: NaiveDate) -> String {
        self.unused(|dice| match provider {
            "slack" => format!("U0{}", letters(dice, 9)),
            "discord" | "x" => {
                let minute = dice.between(0, 1_400_000);
                let opened = since.and_time(NaiveTime::MIN).and_utc() - chrono::TimeDelta::minutes(minute);
                snowflake(opened, dice.below(1 << 22))
            }
            "telegram" => dice.between(410_000_000, 7_400_000_000).to_string(),
            "github" => dice.between(3_200_000, 190_000_000).to_string(),
            _ => uuid(dice),
        })
    }

    /// The id of a conversation.
    pub(super) fn conversation(&mut self, provider: &str, kind: &str, opened: NaiveDate) -> String {
        self.unused(|dice| match (provider, kind) {
            ("slack", "direct") => format!("D0{}", letters(dice, 9)),
            ("slack", _) => format!("C0{}", letters(dice, 9)),
            ("discord", _) => snowflake(opened.and_time(NaiveTime::MIN).and_utc(), dice.below(1 << 22)),
            ("telegram", "direct") => dice.between(410_000_000, 7_400_000_000).to_string(),
            ("telegram", _) => format!("-100{}", dice.between(1_200_000_000, 2_400_000_000)),
            _ => uuid(dice),
        })
    }

    fn unused(&mut self, mut draw: impl FnMut(&mut Dice) -> String) -> String {
        loop {
            let id = draw(&mut self.dice);
            if self.given.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// The id of a message, unique in its conversation for numbers that are. `number` counts the messages of
/// all conversations, `place` those of this one. LINE WORKS gives none.
pub(super) fn message(provider: &str, at: DateTime<Utc>, number: usize, place: usize) -> Option<String> {
    match provider {
        // 7,919 has no factor in common with a million: no fraction comes twice.
        "slack" => Some(format!("{}.{:06}", at.timestamp(), (number * 7_919 + 1_013) % 1_000_000)),
        "discord" => Some(snowflake(at, number)),
        "telegram" => Some((1_200 + place).to_string()),
        _ => None,
    }
}

fn snowflake(at: DateTime<Utc>, number: usize) -> String {
    let milliseconds = (at.timestamp_millis() - DISCORD_EPOCH).max(0) as u64;
    ((milliseconds << 22) | (number as u64 & 0x003f_ffff)).to_string()
}

fn letters(dice: &mut Dice, count: usize) -> String {
    const ALPHABET: &[u8; 36] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    (0..count).map(|_| char::from(*dice.pick(ALPHABET))).collect()
}

fn uuid(dice: &mut Dice) -> String {
    let (high, low) = (dice.roll(), dice.roll());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        0x8000 | (low >> 50),
        low & 0xffff_ffff_ffff
    )
}
