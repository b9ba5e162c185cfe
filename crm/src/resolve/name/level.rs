//! How far two names are one.

use super::{
    Name,
    tables::is_surname,
    token::{self, Match, Script},
};

/// What laying two names upon each other shows, the most telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Level {
    /// The same words, in whatever order.
    Same,
    /// The same, read from another script.
    Reading,
    /// A short form of a given name, or a middle name more.
    Variant,
    /// Words and initials that stand for words.
    Initial,
    /// A slip of the fingers.
    Slip,
    /// Other kanji that are read the same.
    Homophone,
    /// Of one only a word is known, and the other has it.
    Part,
    /// Of both only a word is known, the same.
    Mono,
    /// Too little to tell.
    Unclear,
    /// One word equal, the others not: relatives and namesakes.
    One,
    /// Nothing in common.
    Different,
}

impl Level {
    /// How many there are.
    pub(crate) const COUNT: usize = 11;

    /// Does it say that the two are one, as far as names can?
    pub(crate) fn agrees(self) -> bool {
        self <= Self::Mono
    }
}

/// A level, and how common what was found equal is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Likeness {
    pub(crate) level: Level,
    /// Share of people with the words that were found equal.
    pub(crate) share: f32,
}

/// An initial says this much about who somebody is.
const INITIAL_SHARE: f32 = 0.08;

/// Compares two names; symmetric.
pub(crate) fn compare(a: &Name, b: &Name) -> Likeness {
    let (short, long) =
        if (a.tokens.len(), &a.joined) <= (b.tokens.len(), &b.joined) { (a, b) } else { (b, a) };
    let laid = lay(short, long);
    // each word found in the other name as well: rarer of two spellings' shares would flatter
    let share = laid
        .iter()
        .map(|(found, share)| match found {
            Match::Initial => INITIAL_SHARE,
            Match::Different => 1.0,
            _ => *share,
        })
        .product::<f32>();
    let whole: f32 = long.tokens.iter().map(|word| word.share).product();
    // equal only when blanks are left out: no word was found equal, all of them are
    let likeness = |level: Level| Likeness {
        level,
        share: if level <= Level::Reading && share >= 1.0 { whole } else { share },
    };
    if short.tokens.len() == 1 {
        return likeness(one_word(short, long, laid[0].0));
    }
    let least = laid.iter().map(|(found, _)| *found).min().unwrap_or(Match::Different);
    let count = |which: Match| laid.iter().filter(|(found, _)| *found == which).count();
    let initials = count(Match::Initial);
    if initials == laid.len() {
        return likeness(Level::Unclear);
    }
    let level = match least {
        Match::Equal if short.tokens.len() == long.tokens.len() => Level::Same,
        Match::Reading if short.tokens.len() == long.tokens.len() => Level::Reading,
        Match::Equal | Match::Reading | Match::Form => Level::Variant,
        Match::Initial => Level::Initial,
        Match::Slip if initials == 0 => Level::Slip,
        Match::Homophone if count(Match::Homophone) < laid.len() => Level::Homophone,
        Match::Slip | Match::Homophone => Level::Unclear,
        Match::Different => different(short, long, &laid),
    };
    likeness(level)
}

fn different(short: &Name, long: &Name, laid: &[(Match, f32)]) -> Level {
    if joined_alike(short, long) {
        return Level::Same;
    }
    let good = laid.iter().filter(|(found, _)| *found >= Match::Form).count();
    // three words each, a middle one differs
    if good >= 2 {
        return Level::Variant;
    }
    if good == 1 { Level::One } else { Level::Different }
}

/// Equal when blanks are left out.
fn joined_alike(a: &Name, b: &Name) -> bool {
    a.joined == b.joined || swapped(a) == b.joined || swapped(b) == a.joined
}

fn swapped(name: &Name) -> String {
    match name.tokens.as_slice() {
        [a, b] => format!("{}{}", b.text, a.text),
        _ => name.joined.clone(),
    }
}

/// Of a name of one word: `short`.
fn one_word(short: &Name, long: &Name, found: Match) -> Level {
    let both = long.tokens.len() == 1;
    if both {
        return match found {
            Match::Equal if short.is_full() => Level::Same,
            Match::Reading if short.is_full() || long_reading(short) => Level::Reading,
            // 田中 and John alone are many people
            Match::Equal | Match::Reading if short.tokens[0].is_given() || is_surname(&short.joined) => {
                Level::Part
            }
            Match::Equal | Match::Reading => Level::Mono,
            Match::Slip if short.joined.chars().count() > 7 => Level::Slip,
            _ if [short, long]
                .iter()
                .all(|name| name.tokens[0].script == Script::Kana && long_reading(name)) =>
            {
                Level::Different
            }
            _ => Level::Unclear,
        };
    }
    if joined_alike(short, long) {
        return Level::Same;
    }
    let swapped_sounds = match long.tokens.as_slice() {
        [a, b] => b.sounds.iter().flat_map(|x| a.sounds.iter().map(|y| x.join(y))).collect(),
        _ => Vec::new(),
    };
    let read = |whole: &super::sound::Sound| short.sounds.iter().any(|sound| sound.same(whole));
    if long.sounds.iter().chain(&swapped_sounds).any(read) {
        return Level::Reading;
    }
    match found {
        Match::Equal | Match::Reading | Match::Form => Level::Part,
        // a whole name without a blank that is not this one
        _ if short.is_full() || short.tokens[0].script == Script::Kana && long_reading(short) => {
            Level::Different
        }
        // Miguel is no Elizabeth Sato; a nickname could be anybody
        Match::Different if short.tokens[0].is_given() => Level::Different,
        _ => Level::Unclear,
    }
}

fn long_reading(name: &Name) -> bool {
    name.sounds.first().is_some_and(|sound| sound.short.len() >= 8)
}

/// For each word of the shorter name the best word left of the longer, and the share of people with it.
/// First words and last words are tried both ways round.
fn lay(short: &Name, long: &Name) -> Vec<(Match, f32)> {
    let straight = greedy(short, long, false);
    if short.tokens.len() == 1 {
        return straight;
    }
    let reversed = greedy(short, long, true);
    let rank = |laid: &[(Match, f32)]| {
        let mut found: Vec<Match> = laid.iter().map(|(found, _)| *found).collect();
        found.sort_unstable();
        found
    };
    if rank(&reversed) > rank(&straight) { reversed } else { straight }
}

fn greedy(short: &Name, long: &Name, reversed: bool) -> Vec<(Match, f32)> {
    let mut used = 0_u32;
    let count = short.tokens.len();
    let order = (0..count).map(|at| if reversed { count - 1 - at } else { at });
    order
        .map(|at| {
            let word = &short.tokens[at];
            let best = long
                .tokens
                .iter()
                .enumerate()
                .filter(|(other, _)| used & (1 << other) == 0)
                .map(|(other, token)| (token::compare(word, token), other))
                .max_by_key(|(found, other)| (*found, std::cmp::Reverse(*other)));
            match best {
                Some((found, other)) => {
                    if found != Match::Different {
                        used |= 1 << other;
                    }
                    (found, word.share.max(long.tokens[other].share))
                }
                None => (Match::Different, 1.0),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::name::parse;

    fn level(a: &str, b: &str) -> Level {
        let (x, y) = (parse(a).remove(0), parse(b).remove(0));
        let found = compare(&x, &y);
        assert_eq!(found, compare(&y, &x), "{a} {b}");
        found.level
    }

    #[test]
    fn names_laid_upon_each_other() {
        for (a, b, expected) in [
            ("佐藤花子", "佐藤　花子", Level::Same),
            ("Hanako Sato", "SATO Hanako", Level::Same),
            ("佐藤花子", "Hanako Sato", Level::Reading),
            ("佐藤花子", "サトウハナコ", Level::Reading),
            ("さとう はなこ", "サトウハナコ", Level::Same),
            ("佐藤裕子", "ひろこ さとう", Level::Reading),
            ("佐藤裕子", "佐藤祐子", Level::Homophone),
            ("さとうゆうこ", "さとうひろこ", Level::Different),
            ("佐藤花子", "さとうはるこ", Level::Different),
            ("佐藤花子", "佐藤桜", Level::One),
            ("Bob Smith", "Robert Smith", Level::Variant),
            ("John Q. Public", "John Public", Level::Variant),
            ("J. Doe", "John Doe", Level::Initial),
            ("J. D.", "John Doe", Level::Unclear),
            ("Micheal Byrne", "Michael Byrne", Level::Slip),
            ("John", "John Doe", Level::Part),
            ("zeenix", "zeenix", Level::Mono),
            ("林", "林", Level::Part),
            ("John", "john", Level::Part),
            ("zeenix", "aurora", Level::Unclear),
            ("zeenix", "John Doe", Level::Unclear),
            ("Robert", "John Doe", Level::Different),
            ("John Doe", "Jane Doe", Level::One),
            ("John Doe", "Mary Smith", Level::Different),
            ("マイケル・バーン", "Michael Byrne", Level::Slip),
        ] {
            assert_eq!(level(a, b), expected, "{a} {b}");
        }
    }
}
