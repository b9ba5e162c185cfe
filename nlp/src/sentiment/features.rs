//! What of a text the classifier looks at: what its words and signs say, and its letters.

use super::{
    english, japanese,
    quiet::{Quiet, Stretches, Words},
    signs::{self, Tally},
};
use crate::text::{fold, script};

/// Places for hashed features; the first ones are for what words and signs say.
pub(super) const PLACES: usize = 1 << 16;

/// Place and value, each place at most a few times.
pub(super) type Features = Vec<(u32, f32)>;

/// How much the tally counts beside the letters, whose vector has length one.
const TALLY_WEIGHT: f32 = 1.0;

pub(super) fn features(cleaned: &str) -> Features {
    let folded = if cleaned.contains('’') { fold(&cleaned.replace('’', "'")) } else { fold(cleaned) };
    let mut words = Words::of(&folded);
    let mut stretches = Stretches::default();
    let mut tally = Tally::default();
    english::weigh(&mut words, &mut tally);
    japanese::weigh(&folded, &mut stretches, &mut tally);
    signs::weigh(cleaned, &mut tally);
    let mut found: Features = Vec::with_capacity(folded.len() * 2 + 32);
    letters(&folded, &words, &stretches, &mut found);
    found.sort_unstable_by_key(|(place, _)| *place);
    found.dedup_by_key(|(place, _)| *place);
    let length = (found.len() as f32).sqrt().max(1.0);
    for (_, value) in &mut found {
        *value /= length;
    }
    said(&tally, &folded, &mut found);
    found
}

/// The tally as features between -1 and 1.
fn said(tally: &Tally, folded: &str, found: &mut Features) {
    let soft = |value: f32, half: f32| value / (value.abs() + half);
    let net = tally.positive - tally.negative;
    let flag = |is: bool| if is { 1.0 } else { 0.0 };
    let values = [
        1.5 * soft(tally.positive, 2.0),
        1.5 * soft(tally.negative, 2.0),
        2.0 * soft(net, 2.0),
        tally.best / 4.0,
        tally.worst / 4.0,
        soft(tally.last, 2.0),
        flag(tally.positives > 0),
        flag(tally.negatives > 0),
        flag(tally.positives == 0 && tally.negatives == 0),
        flag(tally.positives > 0 && tally.negatives > 0),
        flag(tally.sarcasm) * 2.0,
        1.5 * soft(tally.faces, 1.0),
        flag(tally.laughs > 0) * 0.7,
        flag(tally.exclamations > 0) * 0.5,
        flag(tally.exclamations > 1) * 0.5,
        flag(tally.questions > 0) * 0.7,
        flag(tally.negations > 0) * 0.5,
        flag(net > 2.5),
        flag(net < -2.5),
        flag(net > 0.0 && tally.exclamations > 0),
        flag(net < 0.0 && tally.exclamations > 0),
        soft(folded.len() as f32, 100.0) * 0.5,
        flag(tally.denied > 0),
        flag(tally.over > 0),
        flag(tally.denied > 0 && tally.stressed),
        flag(tally.denied + tally.over > 0 && tally.negatives == 0),
        flag(tally.wishes > 0),
        flag(tally.wishes > 0 && tally.positives == 0),
        flag(tally.regrets > 0),
        flag(tally.regrets > 0 && tally.positives == 0),
        flag(tally.excuses > 0),
        flag(tally.excuses > 0 && tally.negatives == 0),
        2.0 * tally.alone,
        flag(tally.acclaims > 0),
        flag(tally.told > 0),
        flag(tally.told > 0 && tally.negatives == 0),
    ];
    for (place, value) in values.into_iter().enumerate() {
        if value != 0.0 {
            found.push((place as u32, value * TALLY_WEIGHT));
        }
    }
}

/// Words and pairs of them in English, one to three letters in Japanese; nothing of what is quiet.
fn letters(folded: &str, words: &Words<'_>, stretches: &Stretches, found: &mut Features) {
    let mut before = 1;
    for (word, quiet) in words.said.iter().zip(&words.quiet) {
        if *quiet != Quiet::No {
            before = 3;
            continue;
        }
        let whole = if word.bytes().all(|b| b.is_ascii_digit()) { 9 } else { hash(word.as_bytes(), 11) };
        found.push((place(whole), 1.0));
        found.push((place(mixed(before, whole)), 1.0));
        before = whole;
    }
    found.push((place(mixed(before, 2)), 1.0));
    let japanese = |c: char| !c.is_ascii() && (c.is_alphanumeric() || c == 'ー');
    let mut last = ['\0'; 2];
    for (at, c) in folded.char_indices() {
        if !japanese(c) || stretches.at(at) != Quiet::No {
            last = ['\0'; 2];
            continue;
        }
        let one = u64::from(u32::from(c));
        if script::is_han(c) {
            found.push((place(mixed(21, one)), 1.0));
        }
        if last[1] != '\0' {
            let two = mixed(mixed(22, u64::from(u32::from(last[1]))), one);
            found.push((place(two), 1.0));
            if last[0] != '\0' {
                found.push((place(mixed(two, u64::from(u32::from(last[0])))), 1.0));
            }
        }
        last = [last[1], c];
    }
}

const TALLIES: u64 = 64;

fn place(hash: u64) -> u32 {
    // the middle bits are mixed best
    (TALLIES + (hash >> 20) % (PLACES as u64 - TALLIES)) as u32
}

/// FNV-1a.
fn hash(bytes: &[u8], seed: u64) -> u64 {
    bytes.iter().fold(mixed(0xcbf2_9ce4_8422_2325, seed), |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The finaliser of SplitMix64 over both.
fn mixed(one: u64, other: u64) -> u64 {
    let mut z = one.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ other.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
