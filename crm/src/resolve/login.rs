//! Logins: handles, what stands before the `@`, and names of one word; and which names they are made of.

use super::name::{Name, Script, Token};

/// Of these lengths and less a login is everybody's.
const SHORT: usize = 2;

/// A login in the form that is compared: lower case, letters and digits only. `None` for what is too short.
pub(crate) fn key(written: &str) -> Option<String> {
    let key: String = super::name::fold_name(written).chars().filter(|c| c.is_alphanumeric()).collect();
    (key.chars().count() > SHORT && key.chars().any(char::is_alphabetic)).then_some(key)
}

/// A login without the digits that people add when theirs is taken; at least four letters.
pub(crate) fn stem(key: &str) -> Option<&str> {
    let stem = key.trim_end_matches(|c: char| c.is_ascii_digit());
    (stem.chars().count() >= 4).then_some(stem)
}

/// How a login is made of a name, the most telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Made {
    /// Of all of it: johndoe, doejohn.
    Whole,
    /// Of a word and the first letter of the other: jdoe, doej, johnd.
    Initial,
    /// Of one long word: doe, johannes.
    Word,
}

/// Is the login made of the name, and what share of people could have such a one?
pub(crate) fn made_of(login: &str, name: &Name) -> Option<(Made, f32)> {
    let login = stem(login).unwrap_or(login);
    let words: Vec<(&Token, Vec<String>)> =
        name.tokens.iter().filter(|token| !token.initial).map(|token| (token, spellings(token))).collect();
    let mut best: Option<(Made, f32)> = None;
    let mut found = |made: Made, share: f32| {
        if best.is_none_or(|(known, other)| (made, share) < (known, other)) {
            best = Some((made, share));
        }
    };
    for (at, (one, one_spelled)) in words.iter().enumerate() {
        for a in one_spelled {
            if a.len() >= 5 && login == a {
                found(Made::Word, one.share);
            }
            for (other_at, (other, other_spelled)) in words.iter().enumerate() {
                if at == other_at {
                    continue;
                }
                for b in other_spelled {
                    // cut where the first word ends
                    if let Some(rest) = login.strip_prefix(a.as_str()) {
                        if rest == b {
                            found(Made::Whole, one.share * other.share);
                        } else if a.len() >= 3 && rest.len() == 1 && b.starts_with(rest) {
                            found(Made::Initial, one.share * 0.08);
                        }
                    }
                    if let Some(initial) = login.strip_suffix(a.as_str())
                        && a.len() >= 3
                        && initial.len() == 1
                        && b.starts_with(initial)
                    {
                        found(Made::Initial, one.share * 0.08);
                    }
                }
            }
        }
    }
    best
}

/// How a word may be spelled in a login.
fn spellings(token: &Token) -> Vec<String> {
    if token.script == Script::Latin {
        return vec![token.text.clone()];
    }
    token.sounds.iter().take(3).flat_map(|sound| romaji(&sound.short, &sound.long)).collect()
}

/// The usual spellings of a reading.
fn romaji(short: &str, long: &str) -> Vec<String> {
    let hepburn = |text: &str| {
        text.replace("sy", "sh")
            .replace("ty", "ch")
            .replace("zy", "j")
            .replace("si", "shi")
            .replace("ti", "chi")
            .replace("tu", "tsu")
            .replace("zi", "ji")
            .replace("hu", "fu")
    };
    let mut all = vec![hepburn(short), short.to_owned(), hepburn(long), hepburn(&long.replace("oo", "ou"))];
    all.sort_unstable();
    all.dedup();
    all
}

/// The logins that people make of a name, for finding who might have them.
pub(crate) fn likely(name: &Name) -> Vec<String> {
    let words: Vec<Vec<String>> =
        name.tokens.iter().filter(|token| !token.initial).take(3).map(spellings).collect();
    let mut logins = Vec::new();
    for (at, one) in words.iter().enumerate() {
        for a in one.iter().take(2) {
            if a.len() >= 5 {
                logins.push(a.clone());
            }
            for b in
                words.iter().enumerate().filter(|(other, _)| *other != at).flat_map(|(_, b)| b.iter().take(2))
            {
                logins.push(format!("{a}{b}"));
                if let (Some(initial), true) = (b.chars().next(), a.len() >= 3) {
                    logins.push(format!("{a}{initial}"));
                    logins.push(format!("{initial}{a}"));
                }
            }
        }
    }
    logins.sort_unstable();
    logins.dedup();
    logins
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::name::parse;

    #[test]
    fn logins_of_names() {
        let made = |login: &str, name: &str| {
            made_of(&key(login).unwrap(), &parse(name).remove(0)).map(|(made, _)| made)
        };
        for (login, name, expected) in [
            ("jdoe", "John Doe", Some(Made::Initial)),
            ("john.doe", "John Doe", Some(Made::Whole)),
            ("doe_john3", "John Doe", Some(Made::Whole)),
            ("johnd", "John Doe", Some(Made::Initial)),
            ("smith", "John Smith", Some(Made::Word)),
            ("hsato", "佐藤花子", Some(Made::Initial)),
            ("satou-shoichi", "佐藤 正一", Some(Made::Whole)),
            ("wizard", "John Doe", None),
            ("jsmith", "John Doe", None),
        ] {
            assert_eq!(made(login, name), expected, "{login} {name}");
            // a whole name in a login is found by its sound as well
            if expected.is_some_and(|made| made != Made::Whole) {
                let login = key(login).unwrap();
                let stem = stem(&login).unwrap_or(&login).to_owned();
                assert!(likely(&parse(name)[0]).contains(&stem), "{login} {name}");
            }
        }
        assert_eq!(key("jd"), None);
        assert_eq!(key("1234"), None);
    }
}
