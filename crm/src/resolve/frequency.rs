//! How common everything is: a shared rare name says more than a shared common one, and what many different
//! people share says nothing.
//!
//! Shares are counted over the records themselves, with a little knowledge of common names mixed in, so
//! that a list of ten people is no reason to think 佐藤 rare (term frequencies: Winkler 1989).

use std::collections::{HashMap, HashSet};

use super::{
    login,
    name::{self, Level, Name, Script},
    profile::{From, Profile},
};

/// The mixed-in knowledge weighs as much as this many names.
const PRIOR: f64 = 300.0;
/// Share of people with a word in their name that no list has.
const RARE: f64 = 3e-4;
/// The mixed-in weight for organizations, domains and the like.
const PRIOR_VALUES: f64 = 100.0;
/// So much of what is seen among the others of a short list counts.
const OF_A_LIST: f64 = 0.24;
/// Different names at one address from which on it is a shared one.
const SHARED: usize = 3;
/// More records with one name are a crowd, and its name says nothing.
const CROWD: u32 = 20;
/// Names looked at for one address or login.
const LOOKED_AT: usize = 12;

/// Counts over all records.
#[derive(Debug, Default)]
pub(crate) struct Frequency {
    /// How many records.
    pub(crate) records: usize,
    /// How many different full names, and how many of them have a word.
    names: usize,
    words: HashMap<String, u32>,
    /// Different people by name, as far as names tell, for each address and each login.
    mails: HashMap<String, usize>,
    logins: HashMap<String, usize>,
    domains: HashMap<String, u32>,
    values: HashMap<(u8, String), u32>,
    places: HashMap<String, u32>,
    /// Names that a crowd goes by: Guest, Unknown, or whoever is made up by the dozen.
    crowds: HashSet<String>,
}

impl Frequency {
    /// Counts.
    pub(crate) fn of(profiles: &[Profile]) -> Self {
        let mut counts = Self { records: profiles.len(), ..Self::default() };
        let mut full: HashMap<String, &Name> = HashMap::new();
        let mut at_mail: HashMap<&str, Vec<&Name>> = HashMap::new();
        let mut at_login: HashMap<&str, Vec<&Name>> = HashMap::new();
        let mut called: HashMap<String, u32> = HashMap::new();
        for profile in profiles {
            let mut keys: Vec<String> = profile.names.iter().map(Name::key).collect();
            keys.sort_unstable();
            keys.dedup();
            for key in keys {
                *called.entry(key).or_default() += 1;
            }
            for name in profile.names.iter().filter(|name| name.is_full()) {
                full.entry(name.key()).or_insert(name);
            }
            let name = profile.names.iter().find(|name| name.is_full() && !name.derived);
            for mail in &profile.mails {
                at_mail.entry(&mail.value).or_default().extend(name);
                *counts.domains.entry(mail.domain.clone()).or_default() += 1;
            }
            for code in &profile.domains {
                if profile.mails.iter().all(|mail| mail.domain != code.key) {
                    *counts.domains.entry(code.key.clone()).or_default() += 1;
                }
            }
            let mut keys: Vec<&str> = profile.logins.iter().map(|login| login.key.as_str()).collect();
            keys.sort_unstable();
            keys.dedup();
            for key in keys {
                at_login.entry(key).or_default().extend(name);
            }
            let mut places: Vec<&str> =
                profile.accounts.iter().map(|account| account.place.as_str()).collect();
            places.sort_unstable();
            places.dedup();
            for place in places {
                *counts.places.entry(place.to_owned()).or_default() += 1;
            }
            for (kind, key) in values(profile) {
                *counts.values.entry((kind, key.to_owned())).or_default() += 1;
            }
        }
        counts.crowds = called.into_iter().filter(|(_, count)| *count > CROWD).map(|(key, _)| key).collect();
        counts.names = full.len();
        for name in full.values() {
            for token in &name.tokens {
                *counts.words.entry(token.text.clone()).or_default() += 1;
            }
        }
        counts.mails = at_mail.into_iter().map(|(key, names)| (key.to_owned(), people(&names))).collect();
        counts.logins = at_login.into_iter().map(|(key, names)| (key.to_owned(), people(&names))).collect();
        counts
    }

    /// Writes to each part of a profile how common it is.
    pub(crate) fn fill(&self, profile: &mut Profile) {
        for name in profile.names.iter_mut().chain(&mut profile.kana) {
            if self.crowds.contains(&name.key()) {
                name.tokens.iter_mut().for_each(|token| token.share = 1.0);
                continue;
            }
            for token in &mut name.tokens {
                token.share = self.word(&token.text, token.sounds.first().map(|s| s.short.as_str())) as f32;
            }
        }
        let records = self.records.max(1) as f64;
        for mail in &mut profile.mails {
            let people = self.mails.get(&mail.value).copied().unwrap_or_default();
            mail.expected = match people {
                0 | 1 => 0.004,
                _ => 0.15,
            };
            mail.role |= people >= SHARED;
            let at_domain = f64::from(self.domains.get(&mail.domain).copied().unwrap_or_default());
            mail.domain_share = belonging(at_domain, 0.5, records);
        }
        let by_value = |kind: u8, key: &str| {
            let count = self.values.get(&(kind, key.to_owned())).copied().unwrap_or_default();
            f64::from(count.saturating_sub(1))
        };
        for code in &mut profile.phones {
            code.share = ((by_value(0, &code.key) - 1.0).max(0.0) / records) as f32;
        }
        for code in &mut profile.organizations {
            code.share = belonging(by_value(1, &code.key) + 1.0, 0.0, records);
        }
        for (mark, code) in &mut profile.marks {
            code.share = ((by_value(2 + *mark as u8, &code.key) - 1.0).max(0.0) / records) as f32;
        }
        for (at, value) in profile.fields.iter_mut().enumerate() {
            if let Some(value) = value {
                value.share = (by_value(16 + at as u8, &value.text) / records) as f32;
            }
        }
        let words: Vec<f64> = profile
            .logins
            .iter()
            .map(|login| self.login(login).max(self.made(&login.key, &profile.names)))
            .collect();
        for (login, expected) in profile.logins.iter_mut().zip(words) {
            login.expected = expected as f32;
        }
        for account in &mut profile.accounts {
            let at_place = f64::from(self.places.get(&account.place).copied().unwrap_or_default());
            account.place_share = (at_place / records) as f32;
        }
        for code in &mut profile.domains {
            let there = f64::from(self.domains.get(&code.key).copied().unwrap_or_default());
            code.share = belonging(there, 0.5, records);
        }
    }

    /// Share of people with a word in their name.
    fn word(&self, text: &str, short: Option<&str>) -> f64 {
        let prior = short
            .and_then(name::surname_share)
            .into_iter()
            .chain(name::given_share(text, short))
            .fold(RARE, f64::max);
        let others = self.words.get(text).map_or(0.0, |count| f64::from(count.saturating_sub(1)));
        (others + PRIOR * prior) / (self.names as f64 + PRIOR)
    }

    /// How many others could make such a login of their names: of `jdoe` every third Doe whose first name
    /// begins with j.
    fn made(&self, key: &str, names: &[Name]) -> f64 {
        let records = self.records as f64;
        let own =
            names.iter().filter_map(|name| login::made_of(key, name)).map(|(_, share)| f64::from(share));
        let own = own.fold(0.0, f64::max);
        let stem = login::stem(key).unwrap_or(key);
        let (mut head, mut tail) = (stem.chars(), stem.chars());
        let word = |text: &str| {
            self.words.get(text).map_or(0.0, |count| f64::from(*count) / (self.names as f64 + PRIOR))
        };
        // the first or the last letter may stand for a name that is not known here
        let rest = [tail.next().map(|_| tail.as_str()), head.next_back().map(|_| head.as_str())];
        let other = rest.into_iter().flatten().map(|rest| word(rest) * 0.08).fold(0.0, f64::max);
        let digits = if stem.len() < key.len() { 0.1 } else { 1.0 };
        own.max(other) * records * 0.35 * digits
    }

    /// How many other people may be expected to have a login.
    fn login(&self, login: &super::profile::Login) -> f64 {
        let people = self.logins.get(&login.key).copied().unwrap_or_default();
        let letters = login.key.chars().count();
        let digits = login.key.chars().any(|c| c.is_ascii_digit());
        let shape: f64 = match letters {
            _ if digits && letters >= 4 => 0.03,
            0..=3 => 0.6,
            4 => 0.2,
            5 => 0.1,
            _ => 0.05,
        };
        // john: every third John may call himself so
        let word = self.word(&login.key, None);
        let as_name = if word > RARE || self.words.contains_key(&login.key) {
            let others = self.words.get(&login.key).map_or(0.0, |count| f64::from(*count));
            (others.max(self.records as f64 * word) * 0.3).max(0.2)
        } else {
            0.0
        };
        let role = if super::address::ROLES.contains(&login.key.as_str()) { 20.0 } else { 0.0 };
        let place = if login.from == From::Handle && !login.place.is_empty() { 0.5 } else { 1.0 };
        (people.saturating_sub(1) as f64 + (shape.max(as_name) * place)).max(role)
    }
}

fn values(profile: &Profile) -> impl Iterator<Item = (u8, &str)> {
    let phones = profile.phones.iter().map(|code| (0, code.key.as_str()));
    let organizations = profile.organizations.iter().map(|code| (1, code.key.as_str()));
    let marks = profile.marks.iter().map(|(mark, code)| (2 + *mark as u8, code.key.as_str()));
    let fields = profile.fields.iter().enumerate();
    let fields = fields.filter_map(|(at, value)| Some((16 + at as u8, value.as_ref()?.text.as_str())));
    phones.chain(organizations).chain(marks).chain(fields)
}

/// How many people there are among these full names, as far as names tell.
fn people(names: &[&Name]) -> usize {
    let mut apart: Vec<&Name> = Vec::new();
    for name in names {
        if apart.iter().any(|known| known.joined == name.joined) {
            continue;
        }
        let other = |known: &&Name| {
            let level = name::compare(known, name).level;
            let scripts =
                known.tokens[0].script == name.tokens[0].script || name.tokens[0].script != Script::Other;
            scripts && matches!(level, Level::One | Level::Different)
        };
        if apart.iter().all(other) {
            apart.push(name);
        }
        if apart.len() >= LOOKED_AT {
            break;
        }
    }
    apart.len()
}

/// Share of people who belong where `there` of the records do: as many as elsewhere where few are known, but never
/// fewer than a part of the others in the list, without the two that are compared. Of a short list of one house's people
/// the house tells a little: that they were put on one list.
fn belonging(there: f64, more: f64, records: f64) -> f32 {
    let known = (there + more) / (records + PRIOR_VALUES);
    let others = (there - 2.0).max(0.0) / (records - 2.0).max(1.0);
    known.max(others * OF_A_LIST) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::record::{Email, Record};

    fn profiles(rows: &[(&str, &str)]) -> Vec<Profile> {
        let record = |(name, email): &(&str, &str)| Record {
            names: vec![(*name).to_owned()],
            emails: vec![Email { value: (*email).to_owned(), verified: false }],
            ..Record::default()
        };
        rows.iter().map(|row| Profile::new(&record(row))).collect()
    }

    #[test]
    fn what_many_share_says_nothing() {
        let rows = [
            ("John Doe", "office@corp.example"),
            ("J. Doe", "office@corp.example"),
            ("Mary Smith", "desk@corp.example"),
            ("Peter Black", "desk@corp.example"),
            ("Ann White", "desk@corp.example"),
            ("Bob Green", "bob@corp.example"),
            ("bob", "bob@corp.example"),
        ];
        let mut profiles = profiles(&rows);
        let frequency = Frequency::of(&profiles);
        for profile in &mut profiles {
            frequency.fill(profile);
        }
        assert!(profiles[2].mails[0].role && !profiles[5].mails[0].role);
        assert!(profiles[5].mails[0].expected < 0.01);
    }

    #[test]
    fn common_names_are_common_in_short_lists_too() {
        let frequency = Frequency::of(&profiles(&[("佐藤花子", ""), ("Zbigniew Kowalczyk", "")]));
        assert!(frequency.word("佐藤", Some("sato")) > 10.0 * frequency.word("kowalczyk", None));
    }
}
