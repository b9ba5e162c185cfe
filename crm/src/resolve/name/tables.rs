//! Common Japanese surnames and given names with their readings, and short forms of given names.
//!
//! The lists hold one word a blank: `裕子=ゆうこ/ひろこ`, the commonest surnames first; in the list of
//! short forms, a name and its forms a line. They are small: a name that is not in them is compared as
//! it is written.

use std::{
    collections::{HashMap, HashSet},
    sync::OnceLock,
};

use super::{
    sound::{Sound, of_kana},
    token::fold_name,
};

type Readings = HashMap<String, Vec<Sound>>;

struct Tables {
    surnames: Readings,
    given: Readings,
    /// Readings without lengths of surnames and of given names.
    surname_sounds: HashMap<String, usize>,
    given_sounds: HashSet<String>,
    /// How single kanji are read in names, the commonest first.
    kanji: HashMap<char, Vec<String>>,
    /// Word → names it is a form of.
    forms: HashMap<&'static str, Vec<&'static str>>,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let lists = [include_str!("surnames.txt"), include_str!("given.txt")];
        let (surnames, order) = read(lists[0]);
        let (given, _) = read(lists[1]);
        let kanji = super::kanji::readings(lists.iter().flat_map(|list| entries(list)));
        let mut surname_sounds = HashMap::new();
        for (rank, name) in order.iter().enumerate() {
            for sound in &surnames[name] {
                surname_sounds.entry(sound.short.clone()).or_insert(rank);
            }
        }
        let given_sounds = given.values().flatten().map(|sound| sound.short.clone()).collect();
        let mut forms: HashMap<&str, Vec<&str>> = HashMap::new();
        for line in include_str!("nicknames.txt").lines() {
            let name = line.split(' ').next().unwrap_or_default();
            for form in line.split(' ') {
                forms.entry(form).or_default().push(name);
            }
        }
        Tables { surnames, given, surname_sounds, given_sounds, kanji, forms }
    })
}

/// Names, folded, and how they are read in kana.
fn entries(list: &str) -> impl Iterator<Item = (String, &str)> {
    let pairs = list.split_whitespace().filter_map(|entry| entry.split_once('='));
    pairs.flat_map(|(written, read)| read.split('/').map(move |kana| (fold_name(written), kana)))
}

fn read(list: &str) -> (Readings, Vec<String>) {
    let (mut readings, mut order) = (Readings::new(), Vec::new());
    for (name, kana) in entries(list) {
        let known: &mut Vec<Sound> = readings.entry(name.clone()).or_default();
        known.extend(of_kana(kana).filter(|sound| !known.contains(sound)));
        order.push(name);
    }
    (readings, order)
}

/// How a surname in kanji may be read; nothing for an unknown one.
pub(super) fn surname(text: &str) -> &'static [Sound] {
    tables().surnames.get(text).map_or(&[], Vec::as_slice)
}

/// How a given name in kanji may be read; nothing for an unknown one.
pub(super) fn given(text: &str) -> &'static [Sound] {
    tables().given.get(text).map_or(&[], Vec::as_slice)
}

/// How a word in kanji that no list has may be read, put together from how its kanji are read in others.
pub(super) fn composed(text: &str) -> Vec<Sound> {
    super::kanji::compose(&tables().kanji, text).iter().filter_map(|kana| of_kana(kana)).collect()
}

/// Is it a surname that the list has?
pub(super) fn is_surname(text: &str) -> bool {
    tables().surnames.contains_key(text)
}

/// Is it the reading, without lengths, of a known name?
pub(super) fn is_known_sound(short: &str) -> bool {
    tables().given_sounds.contains(short) || tables().surname_sounds.contains_key(short)
}

/// Is one a short form of the other, or both of a third?
pub(super) fn are_forms_of_one(a: &str, b: &str) -> bool {
    let forms = &tables().forms;
    match (forms.get(a), forms.get(b)) {
        (Some(of_a), Some(of_b)) => of_a.iter().any(|name| *name == b || of_b.contains(name)),
        _ => false,
    }
}

/// Is it the reading, without lengths, of a known given name?
pub(super) fn is_given_sound(short: &str) -> bool {
    tables().given_sounds.contains(short)
}

/// Is it a given name in Latin letters that the lists know?
pub(super) fn is_latin_given(text: &str) -> bool {
    tables().forms.contains_key(text)
}

/// What share of people is said to have this surname: about 1.5 % for the commonest, less down the list.
pub(crate) fn surname_share(short: &str) -> Option<f64> {
    tables().surname_sounds.get(short).map(|rank| 0.015 / (1.0 + *rank as f64 / 12.0))
}

/// What share of people is said to have a given name that the lists know.
pub(crate) fn given_share(text: &str, short: Option<&str>) -> Option<f64> {
    let known = is_latin_given(text) || short.is_some_and(|short| tables().given_sounds.contains(short));
    known.then_some(0.003)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_can_be_read() {
        for list in [include_str!("surnames.txt"), include_str!("given.txt")] {
            for entry in list.split_whitespace() {
                let (written, read) = entry.split_once('=').unwrap();
                assert!(!written.is_empty(), "{entry}");
                assert!(read.split('/').all(|kana| of_kana(kana).is_some()), "{entry}");
            }
        }
        assert_eq!(given(&fold_name("裕子")).len(), 2);
        assert!(composed("篤郎").contains(&of_kana("あつろう").unwrap()));
        assert!(are_forms_of_one("bob", "robert") && are_forms_of_one("bill", "will"));
        assert!(!are_forms_of_one("bob", "bill") && !are_forms_of_one("daniel", "daniela"));
        assert!(surname_share("sato") > surname_share("kyan") && surname_share("smith").is_none());
    }
}
