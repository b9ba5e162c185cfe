//! Which records to compare at all: those with a key in common.
//!
//! A record has keys of several kinds, so that two of one person rarely miss each other in all of them. A
//! key that many share is no reason to compare everybody with everybody: such a block is sorted, and each
//! record meets its neighbours in that order only (sorted neighbourhood: Hernández & Stolfo 1995). So the
//! work grows with the number of records.

use std::{
    collections::HashMap,
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher},
};

use super::{
    login,
    name::{self, Name, Script, Token},
    profile::Profile,
};

/// Records with one key that are all compared with each other.
const BLOCK: usize = 24;
/// Neighbours met in a greater block.
const NEIGHBOURS: usize = 6;
/// Columns whose pairs make keys.
const PAIRED: usize = 6;

type Hasher = BuildHasherDefault<DefaultHasher>;

fn hash(parts: &[&str]) -> u64 {
    Hasher::default().hash_one(parts)
}

/// Which columns make keys: those that tell records apart, by themselves and two together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {
    alone: Vec<usize>,
    paired: Vec<(usize, usize)>,
}

impl Columns {
    /// Chosen by how many values there are.
    pub(crate) fn of(profiles: &[Profile]) -> Self {
        let width = profiles.iter().map(|profile| profile.fields.len()).max().unwrap_or_default();
        let mut telling: Vec<(usize, f64)> = Vec::new();
        let mut alone = Vec::new();
        for column in 0..width {
            let mut values: HashMap<&str, u32> = HashMap::new();
            let mut filled = 0_u32;
            for value in profiles.iter().filter_map(|profile| profile.fields.get(column)?.as_ref()) {
                *values.entry(&value.text).or_default() += 1;
                filled += 1;
            }
            if filled == 0 {
                continue;
            }
            // how many records a record meets by this column
            let met = values.values().map(|count| f64::from(*count).powi(2)).sum::<f64>() / f64::from(filled);
            if met <= BLOCK as f64 * 2.0 {
                alone.push(column);
            }
            if values.len() > 2 {
                telling.push((column, met));
            }
        }
        telling.sort_by(|a, b| a.1.total_cmp(&b.1));
        telling.truncate(PAIRED);
        let mut paired = Vec::new();
        for (at, (a, _)) in telling.iter().enumerate() {
            for (b, _) in &telling[at + 1..] {
                paired.push((*a, *b));
            }
        }
        Self { alone, paired }
    }
}

/// The keys of a record.
pub(crate) fn keys(profile: &Profile, columns: &Columns) -> Vec<u64> {
    let mut keys = Vec::new();
    for mail in profile.mails.iter().filter(|mail| !mail.role) {
        keys.push(hash(&["mail", &mail.value]));
        if mail.tells_domain() {
            keys.push(hash(&["domain", &mail.domain]));
        }
    }
    for login in &profile.logins {
        keys.push(hash(&["login", &login.key]));
        if let Some(stem) = login::stem(&login.key) {
            keys.push(hash(&["login", stem]));
            if let Some(sound) = name::romaji(stem) {
                keys.push(hash(&["sound", &sound.short]));
            }
        }
    }
    for code in &profile.domains {
        keys.push(hash(&["domain", &code.key]));
    }
    for phone in &profile.phones {
        keys.push(hash(&["phone", &phone.key]));
    }
    for (mark, code) in &profile.marks {
        keys.push(hash(&["mark", &format!("{mark:?}"), &code.key]));
    }
    for name in &profile.names {
        name_keys(name, &mut keys);
    }
    let value = |column: usize| profile.fields.get(column).and_then(|value| value.as_ref());
    for column in &columns.alone {
        if let Some(value) = value(*column) {
            keys.push(hash(&["field", &column.to_string(), &value.text]));
        }
    }
    for (a, b) in &columns.paired {
        if let (Some(x), Some(y)) = (value(*a), value(*b)) {
            keys.push(hash(&["fields", &a.to_string(), &b.to_string(), &x.text, &y.text]));
        }
    }
    // a word of the name with a column: names and columns are not wrong together
    for name in profile.names.iter().filter(|name| !name.derived).take(1) {
        for token in name.tokens.iter().take(3).filter(|token| !token.initial) {
            for (column, _) in columns.paired.iter().take(PAIRED - 1).chain(columns.paired.last()) {
                if let Some(value) = value(*column) {
                    keys.push(hash(&["word", &column.to_string(), &skeleton(token), &value.text]));
                }
            }
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn name_keys(name: &Name, keys: &mut Vec<u64>) {
    keys.push(hash(&["name", &name.key()]));
    keys.push(hash(&["name", &name.joined]));
    for sound in &name.sounds {
        keys.push(hash(&["sound", &sound.short]));
    }
    if let [a, b] = name.tokens.as_slice() {
        for (x, y) in a.sounds.iter().flat_map(|x| b.sounds.iter().map(move |y| (x, y))).take(8) {
            keys.push(hash(&["sound", &y.join(x).short]));
        }
        keys.push(hash(&["name", &format!("{}{}", b.text, a.text)]));
    }
    // a word with the first letter of another: initials, short forms, slips
    for (at, one) in name.tokens.iter().enumerate().take(4) {
        if one.initial {
            continue;
        }
        keys.push(hash(&["token", &one.text]));
        for (_, other) in name.tokens.iter().enumerate().filter(|(other, _)| *other != at) {
            for first in initials(other) {
                keys.push(hash(&["initial", &skeleton(one), &first]));
                for sound in one.sounds.iter().take(4) {
                    keys.push(hash(&["initial", &sound.short, &first]));
                }
            }
        }
    }
    for login in login::likely(name) {
        keys.push(hash(&["login", &login]));
    }
}

/// First letters of a word, read or written.
fn initials(token: &Token) -> Vec<String> {
    let mut all: Vec<String> = token.text.chars().next().map(String::from).into_iter().collect();
    if token.script != Script::Latin {
        all.extend(token.sounds.iter().filter_map(|sound| sound.short.chars().next()).map(String::from));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// A Latin word by its first letter and consonants, so that a slip in a vowel or a doubled letter does not
/// matter; other words as they are.
fn skeleton(token: &Token) -> String {
    if token.script != Script::Latin {
        return token.text.clone();
    }
    let mut out = String::new();
    for (at, c) in token.text.chars().enumerate() {
        if (at == 0 || !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h')) && !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// The pairs to compare, the lower position first, sorted.
pub(crate) fn pairs(keys: &[Vec<u64>], profiles: &[Profile]) -> Vec<(u32, u32)> {
    let mut entries: Vec<(u64, u32, u32)> = Vec::with_capacity(keys.iter().map(Vec::len).sum());
    let rank = ranks(profiles);
    for (record, keys) in keys.iter().enumerate() {
        entries.extend(keys.iter().map(|key| (*key, rank[record], record as u32)));
    }
    entries.sort_unstable();
    let mut pairs: Vec<u64> = Vec::new();
    let mut add = |a: u32, b: u32| {
        if a != b {
            pairs.push(u64::from(a.min(b)) << 32 | u64::from(a.max(b)));
        }
    };
    for block in entries.chunk_by(|a, b| a.0 == b.0) {
        let reach = if block.len() <= BLOCK { block.len() } else { NEIGHBOURS };
        for (at, (_, _, a)) in block.iter().enumerate() {
            for (_, _, b) in block[at + 1..].iter().take(reach) {
                add(*a, *b);
            }
        }
    }
    drop(entries);
    pairs.sort_unstable();
    pairs.dedup();
    pairs.into_iter().map(|pair| ((pair >> 32) as u32, pair as u32)).collect()
}

/// The place of each record when they are sorted by name and address: neighbours are alike.
fn ranks(profiles: &[Profile]) -> Vec<u32> {
    let text = |profile: &Profile| {
        let name = profile.names.first().map(Name::key).unwrap_or_default();
        let mail = profile.mails.first().map(|mail| mail.value.clone()).unwrap_or_default();
        (name, mail)
    };
    let texts: Vec<(String, String)> = profiles.iter().map(text).collect();
    let mut order: Vec<u32> = (0..profiles.len() as u32).collect();
    order.sort_by(|a, b| texts[*a as usize].cmp(&texts[*b as usize]).then(a.cmp(b)));
    let mut ranks = vec![0; order.len()];
    for (place, record) in order.into_iter().enumerate() {
        ranks[record as usize] = place as u32;
    }
    ranks
}
