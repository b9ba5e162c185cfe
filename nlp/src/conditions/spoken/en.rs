//! Conditions said in English.

use super::{About, quoted};
use crate::{amount, conditions::days, number};

/// What follows the words that open a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// Words, up to the next condition.
    Words,
    /// A stretch of time: "two weeks".
    Stretch,
    /// "this month", "last week".
    Period,
    /// Money.
    Amount,
    /// A number, and "people" or "members".
    People,
    /// Nothing: it is whole.
    Nothing,
}

use Takes::{Amount, Nothing, People, Period, Stretch, Words};

type Opening = (&'static str, &'static str, Takes);

/// Words that open a condition of anything, with what they stand for; of two that begin alike the longer comes first.
const OF_ALL: &[Opening] = &[
    ("owned by", "owner:", Words),
    ("looked after by", "owner:", Words),
    ("assigned to", "owner:", Words),
    ("of mine", "owner:me", Nothing),
    ("i look after", "owner:me", Nothing),
    ("i own", "owner:me", Nothing),
    ("i am responsible for", "owner:me", Nothing),
    ("i'm responsible for", "owner:me", Nothing),
];

const OF_THOSE_SEEN: &[Opening] = &[
    ("not seen in the last", NOT_SEEN, Stretch),
    ("not seen in the past", NOT_SEEN, Stretch),
    ("not seen for the last", NOT_SEEN, Stretch),
    ("not seen for", NOT_SEEN, Stretch),
    ("not seen in", NOT_SEEN, Stretch),
    ("not seen since", "seen<", Words),
    ("unseen for", NOT_SEEN, Stretch),
    ("unseen since", "seen<", Words),
    ("not active for", NOT_SEEN, Stretch),
    ("not active in the last", NOT_SEEN, Stretch),
    ("inactive for", NOT_SEEN, Stretch),
    ("quiet for", NOT_SEEN, Stretch),
    ("silent for", NOT_SEEN, Stretch),
    ("no contact for", NOT_SEEN, Stretch),
    ("without contact for", NOT_SEEN, Stretch),
    ("not talked to for", NOT_SEEN, Stretch),
    ("not talked to in", NOT_SEEN, Stretch),
    ("not talked to since", "seen<", Words),
    ("not heard from for", NOT_SEEN, Stretch),
    ("not heard from in", NOT_SEEN, Stretch),
    ("not heard from since", "seen<", Words),
    ("seen in the last", SEEN, Stretch),
    ("seen in the past", SEEN, Stretch),
    ("seen within the last", SEEN, Stretch),
    ("active in the last", SEEN, Stretch),
    ("active in the past", SEEN, Stretch),
    ("seen since", "seen>=", Words),
    ("active since", "seen>=", Words),
    ("seen", "seen>=", Period),
    ("active", "seen>=", Period),
];

const NOT_SEEN: &str = "seen>";
const SEEN: &str = "seen<";

const OF_PEOPLE: &[Opening] = &[
    ("tagged as", "tag:", Words),
    ("tagged with", "tag:", Words),
    ("tagged", "tag:", Words),
    ("with the tag", "tag:", Words),
    ("with tag", "tag:", Words),
    ("not tagged as", "-tag:", Words),
    ("not tagged with", "-tag:", Words),
    ("not tagged", "-tag:", Words),
    ("without the tag", "-tag:", Words),
    ("without tag", "-tag:", Words),
    ("not at", "-org:", Words),
    ("not from", "-org:", Words),
    ("not working at", "-org:", Words),
    ("contribution score over", "contribution>", Words),
    ("contribution score above", "contribution>", Words),
    ("contribution score of at least", "contribution>=", Words),
    ("contribution score under", "contribution<", Words),
    ("contribution over", "contribution>", Words),
    ("contribution above", "contribution>", Words),
    ("score of at least", "score>=", Words),
    ("score over", "score>", Words),
    ("score above", "score>", Words),
    ("score under", "score<", Words),
    ("score below", "score<", Words),
];

/// How much, before an amount or a number of people.
const MUCH: &[(&str, &str)] = &[
    ("worth more than", ">"),
    ("worth over", ">"),
    ("worth at least", ">="),
    ("worth less than", "<"),
    ("worth under", "<"),
    ("more than", ">"),
    ("bigger than", ">"),
    ("larger than", ">"),
    ("over", ">"),
    ("above", ">"),
    ("at least", ">="),
    ("less than", "<"),
    ("smaller than", "<"),
    ("fewer than", "<"),
    ("under", "<"),
    ("below", "<"),
    ("up to", "<="),
    ("at most", "<="),
];

/// What somebody has or has not.
const HAD: [&str; 9] =
    ["email", "e-mail", "phone", "title", "tag", "owner", "note", "organization", "company"];

/// Words between conditions and before a name, which say nothing by themselves.
const BETWEEN: [&str; 22] = [
    "and",
    "but",
    "who",
    "are",
    "at",
    "from",
    "of",
    "in",
    "people",
    "everybody",
    "with",
    "that",
    "have",
    "having",
    "a",
    "we",
    "whom",
    "i",
    "deals",
    "which",
    "is",
    "worth",
];

/// Names of conditions that are typed with a blank behind the colon.
const TYPED: [&str; 6] = ["org", "tag", "name", "owner", "stage", "has"];

/// A condition with the words of its value.
struct Said<'a> {
    opens: String,
    value: Vec<&'a str>,
}

/// The words with their conditions written out; `None`: none is said.
pub(super) fn written(words: &str, about: About, own: &impl Fn(&str) -> bool) -> Option<String> {
    if words.contains(['「', '『']) || words.contains('|') {
        return None;
    }
    if words.eq_ignore_ascii_case("my") && about != About::Organizations {
        return Some("owner:me".to_owned());
    }
    // "haven't" is "have not"
    let words = words.replace("n't ", " not ").replace("n’t ", " not ");
    // "org: Acme"
    let words =
        TYPED.iter().fold(words, |words, name| words.replace(&format!("{name}: "), &format!("{name}:")));
    // not the comma in 1,000
    let all: Vec<&str> = crate::conditions::parted(&words, |c| c == ' ')
        .into_iter()
        .map(|word| word.trim_matches(','))
        .filter(|word| !word.is_empty())
        .collect();
    let (mut rest, mut had): (Vec<String>, _) = (Vec::new(), Vec::new());
    let mut conditions: Vec<Said> = Vec::new();
    // the words that come next are a value
    let mut open = false;
    let (mut at, mut is_either) = (0, false);
    while at < all.len() {
        let behind = &all[at..];
        if let Some((condition, taken)) = has(behind, about) {
            had.push(condition);
            (at, open) = (at + taken, false);
            continue;
        }
        if let Some((opens, value, taken)) = opened(behind, about, own) {
            open = value.is_none();
            conditions.push(Said { opens, value: value.unwrap_or_default() });
            at += taken;
            continue;
        }
        let word = all[at];
        if word.eq_ignore_ascii_case("or")
            && at > 0
            && let Some(behind) = (at + 1..all.len()).find(|at| !is_between(all[*at]))
        {
            match (opened(&all[behind..], about, own), conditions.last_mut()) {
                // "tagged speaker or tagged champion"
                (Some((opens, None, taken)), Some(last)) if last.opens == opens && !last.value.is_empty() => {
                    last.value.push("|");
                    (at, open) = (behind + taken, true);
                    continue;
                }
                // one kind or another: there is no way to write that
                (Some(_), _) => return None,
                (None, _) if has(&all[behind..], about).is_some() => return None,
                // "at Aozora or at Nordvale"
                (None, _) if behind > at + 1 && !open => {
                    rest.push("|".to_owned());
                    (at, is_either) = (behind, true);
                    continue;
                }
                _ => {}
            }
        }
        let next = all.get(at + 1).filter(|next| {
            !is_between(next)
                && opened(&all[at + 1..], about, own).is_none()
                && has(&all[at + 1..], about).is_none()
        });
        // "tagged speaker and champion": both; "tagged speaker or champion": one of them
        if next.is_some()
            && let Some(Said { opens, value }) = conditions.last_mut()
            && open
            && !value.is_empty()
        {
            if word.eq_ignore_ascii_case("and") && opens.ends_with("tag:") {
                let opens = opens.clone();
                conditions.push(Said { opens, value: Vec::new() });
                at += 1;
                continue;
            }
            if word.eq_ignore_ascii_case("or") {
                value.push("|");
                at += 1;
                continue;
            }
        }
        let is_typed = word.contains([':', '<', '>', '=']);
        match conditions.last_mut() {
            Some(Said { value, .. }) if open && !is_typed && (value.is_empty() || !is_between(word)) => {
                value.push(word)
            }
            _ => {
                open = false;
                // "at Aozora or Nordvale"
                if word.eq_ignore_ascii_case("or")
                    && let (Some(last), Some(next)) = (rest.last_mut(), next)
                {
                    is_either = true;
                    if last.contains(':') {
                        // "tag:speaker or champion"
                        *last = format!("{last}|{next}");
                        at += 1;
                    } else {
                        rest.push("|".to_owned());
                    }
                } else if is_typed || !is_between(word) || is_name(word, at) {
                    rest.push(word.to_owned());
                }
            }
        }
        at += 1;
    }
    if conditions.is_empty() && had.is_empty() && !is_either {
        return None;
    }
    let conditions: Option<Vec<String>> = conditions
        .into_iter()
        .map(|Said { opens, value }| match (value.is_empty(), opens.ends_with([':', '<', '>', '='])) {
            // whole by itself
            (true, false) => Some(opens),
            (true, true) => None,
            (false, _) => {
                let sides: Vec<String> = value
                    .split(|word| *word == "|")
                    .map(|side| side.join(" "))
                    .filter(|side| !side.is_empty())
                    .map(|side| if side.starts_with(['"', '“']) { side } else { quoted(&side) })
                    .collect();
                Some(opens + &sides.join("|"))
            }
        })
        .collect();
    Some(rest.into_iter().chain(conditions?).chain(had).collect::<Vec<_>>().join(" "))
}

/// We of "We Work": written as a name is, and not at the beginning.
fn is_name(word: &str, at: usize) -> bool {
    at > 0 && word != "I" && word.starts_with(|c: char| c.is_ascii_uppercase())
}

fn is_between(word: &str) -> bool {
    BETWEEN.iter().any(|it| word.eq_ignore_ascii_case(it))
}

/// The condition that opens here, its value where its end is known, and how many words that takes. One with nothing
/// behind it is none.
fn opened<'a>(
    words: &[&'a str],
    about: About,
    own: &impl Fn(&str) -> bool,
) -> Option<(String, Option<Vec<&'a str>>, usize)> {
    if let Some((name, taken)) = of_own(words, own) {
        return Some((format!("{}:", quoted(&name)), None, taken));
    }
    let rows: &[&[Opening]] = match about {
        About::People => &[OF_PEOPLE, OF_ALL, OF_THOSE_SEEN],
        About::Organizations => &[OF_THOSE_SEEN],
        About::Deals => &[OF_ALL],
    };
    for (row, opens, takes) in rows.iter().flat_map(|rows| *rows) {
        if let Some(long) = begin(words, row)
            && let Some((opens, value, taken)) = taken(&words[long..], opens, *takes)
        {
            return Some((opens, value, long + taken));
        }
    }
    let (name, takes) = match about {
        About::Deals => ("amount", Amount),
        About::Organizations => ("people", People),
        About::People => return None,
    };
    if takes == Amount
        && let Some(found) = between(words)
    {
        return Some(found);
    }
    MUCH.iter().find_map(|(row, sign)| {
        let long = begin(words, row)?;
        let (opens, value, taken) = taken(&words[long..], &format!("{name}{sign}"), takes)?;
        Some((opens, value, long + taken))
    })
}

/// "between 1M and 3M", "worth from 1 to 3 million yen". Numbers alone are hours, days and years.
fn between<'a>(words: &[&'a str]) -> Option<Opened<'a>> {
    let lead = ["worth", "of"].iter().find_map(|lead| begin(words, lead)).unwrap_or(0);
    let (long, joins) = [("between", "and"), ("from", "to")]
        .iter()
        .find_map(|(row, joins)| Some((lead + begin(&words[lead..], row)?, joins)))?;
    let to = words.iter().skip(long).take(5).position(|word| word.eq_ignore_ascii_case(joins))? + long;
    let (_, most, taken) = taken(&words[to + 1..], "", Amount)?;
    let most = most?;
    let least = super::of_one_scale(&words[long..to].join(" "), &most.join(" "))?;
    Some((format!("amount>={} amount<=", quoted(&least)), Some(most), to + 1 + taken))
}

/// How many words the row takes of those that begin with it.
fn begin(words: &[&str], row: &str) -> Option<usize> {
    let mut long = 0;
    for word in row.split(' ') {
        if !words.get(long)?.eq_ignore_ascii_case(word) {
            return None;
        }
        long += 1;
    }
    Some(long)
}

/// A condition, its value if its end is known, and how many words the value is.
type Opened<'a> = (String, Option<Vec<&'a str>>, usize);

/// What a condition that opens so takes of the words behind it.
fn taken<'a>(words: &[&'a str], opens: &str, takes: Takes) -> Option<Opened<'a>> {
    let longest = |fits: &dyn Fn(&[&str]) -> bool| {
        (1..=words.len().min(5))
            .rev()
            .find(|long| fits(&words[..*long]))
            .map(|long| (words[..long].to_vec(), long))
    };
    match takes {
        Words => (!words.is_empty()).then(|| (opens.to_owned(), None, 0)),
        Nothing => Some((opens.to_owned(), Some(Vec::new()), 0)),
        Stretch => {
            let (value, long) = longest(&|words| stretch(words).is_some())?;
            Some((format!("{opens}{}", stretch(&value)?), Some(Vec::new()), long))
        }
        Period => longest(&|words| {
            let said = words.join(" ").to_lowercase();
            ["this", "last", "today", "yesterday", "since"].iter().any(|begins| said.starts_with(begins))
                && crate::period::reads(&said)
        })
        .map(|(value, long)| (opens.to_owned(), Some(value), long)),
        Amount => longest(&|words| amount::read(&words.join(" ")).is_some())
            .map(|(value, long)| (opens.to_owned(), Some(value), long)),
        People => {
            let n = number::small(&words.first()?.to_lowercase())?;
            let people = ["people", "persons", "members", "contacts"];
            let is_of_people =
                people.iter().any(|it| words.get(1).is_some_and(|word| word.eq_ignore_ascii_case(it)));
            is_of_people.then(|| (format!("{opens}{n}"), Some(Vec::new()), 2))
        }
    }
}

/// "whose language is": a field of the tenant's own.
fn of_own(words: &[&str], own: &impl Fn(&str) -> bool) -> Option<(String, usize)> {
    words.first().filter(|word| word.eq_ignore_ascii_case("whose"))?;
    let is =
        words.iter().take(6).position(|word| ["is", "are"].iter().any(|is| word.eq_ignore_ascii_case(is)))?;
    let name = words.get(1..is)?.join(" ").to_lowercase();
    (own(&name) && words.len() > is + 1).then_some((name, is + 1))
}

/// "the last two weeks" as it is typed: `2weeks`; `None`: the words are no stretch of time.
fn stretch(value: &[&str]) -> Option<String> {
    let lower: Vec<String> = value.iter().map(|word| word.to_lowercase()).collect();
    let small = ["a", "an", "the", "last", "past", "over", "more", "than"];
    let mut rest = lower.iter().map(String::as_str).skip_while(|word| small.contains(word)).peekable();
    let n = match *rest.peek()? {
        word if word.starts_with(|c: char| c.is_ascii_digit()) => String::new(),
        word => match number::small(word) {
            Some(n) => {
                rest.next();
                n.to_string()
            }
            None => "1".to_owned(),
        },
    };
    let stretch = n + &rest.collect::<String>();
    days(&stretch).is_some().then_some(stretch)
}

/// "without an email", "with a phone", "who have no title".
fn has(words: &[&str], about: About) -> Option<(String, usize)> {
    let lower: Vec<String> = words.iter().take(6).map(|word| word.to_lowercase()).collect();
    let (not, mut taken) = match lower.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["without" | "no", ..] => (true, 1),
        ["with" | "having", "no", ..] => (true, 2),
        ["who" | "that", "have", "no", ..] => (true, 3),
        ["who" | "that", "have", ..] => (false, 2),
        ["with" | "having", ..] => (false, 1),
        _ => return None,
    };
    if lower.get(taken).is_some_and(|word| ["a", "an", "any"].contains(&word.as_str())) {
        taken += 1;
    }
    let what = lower.get(taken)?;
    let what: &str = match about {
        About::Deals => ["owner"].into_iter().find(|had| not && what == had)?,
        About::Organizations => ["domain", "note", "people"].into_iter().find(|had| what == had)?,
        _ => HAD.iter().find(|had| **had == what || what.strip_suffix('s') == Some(had))?,
    };
    // "a phone number", "an email address"; "who has a phone number for the venue?" is asked of colleagues
    let second = lower.get(taken + 1).map(String::as_str);
    if matches!(
        (what, second),
        ("phone", Some("number" | "numbers")) | ("email" | "e-mail", Some("address" | "addresses"))
    ) {
        taken += 1;
    }
    let behind = &words[taken + 1..];
    // "with tag speaker", "with a title like CTO"
    let alone = behind.first().is_none_or(|next| is_between(next))
        || opened(behind, about, &|_| false).is_some()
        || has(behind, about).is_some();
    alone.then(|| match about {
        About::Deals => ("owner:none".to_owned(), taken + 1),
        _ => (format!("{}has:{what}", if not { "-" } else { "" }), taken + 1),
    })
}
