//! Arguments that hold several things: `title=CTO org=Acme`, `+speaker -beginner`, "1 and 3".

use unicode_normalization::UnicodeNormalization;

use super::{
    SlotKind, deictic,
    slot::{Choices, Sureness},
    text::unquoted,
};
use crate::{number, understand::Deictic};

/// Most things in one list.
const MOST: usize = 20;

/// Reads `field=value` pairs in the order they stand in: names folded and lower-cased, values as written,
/// without quotes, empty where nothing stands after `=`. `None` when any part is none.
pub fn fields(words: &str) -> Option<Vec<(String, String)>> {
    let words = words.trim();
    let starts = field_starts(words);
    if starts.first() != Some(&0) || starts.len() > MOST {
        return None;
    }
    let ends = starts.iter().skip(1).copied().chain([words.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(from, to)| {
            let (name, value) = words[*from..to].split_once(['=', '＝'])?;
            let name: String = unquoted(name.trim()).nfkc().flat_map(char::to_lowercase).collect();
            let value = value.trim().trim_end_matches([',', '、']);
            (!name.is_empty()).then(|| (name, unquoted(value).to_owned()))
        })
        .collect()
}

/// Where each `name=` begins: at the start or after a blank or comma, outside of quotes.
fn field_starts(words: &str) -> Vec<usize> {
    let (mut starts, mut from, mut quoted) = (Vec::new(), Some(0), None);
    for (i, c) in words.char_indices() {
        match (quoted, c) {
            (Some(close), _) if c == close => quoted = None,
            (Some(_), _) => {}
            (None, '"') => quoted = Some('"'),
            (None, '「') => quoted = Some('」'),
            (None, '『') => quoted = Some('』'),
            (None, '=' | '＝') => starts.extend(from.take().filter(|from| *from < i)),
            (None, ' ' | '\u{3000}' | ',' | '、') => from = Some(i + c.len_utf8()),
            (None, c) if !(c.is_alphanumeric() || matches!(c, '_' | '-' | 'ー')) => from = None,
            _ => {}
        }
    }
    starts
}

/// Reads tags: `+speaker -beginner`, or plain words parted by blanks or commas. `true` adds, `false` takes
/// away; names are NFKC-folded, without `#`. `None` for anything else, or for more than twenty.
pub fn tags(words: &str) -> Option<Vec<(bool, String)>> {
    let folded: String = words.nfkc().collect();
    let mut tags = Vec::new();
    for part in parts(&folded).into_iter().filter(|part| !matches!(*part, "and" | "&" | "と")) {
        let (adds, name) = match (part.strip_prefix('+'), part.strip_prefix('-')) {
            (Some(name), _) => (true, name),
            (None, Some(name)) => (false, name),
            (None, None) => (true, part),
        };
        let name = unquoted(name.trim_start_matches('#')).to_owned();
        let sound = name.chars().any(char::is_alphanumeric)
            && name.chars().all(|c| {
                c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | 'ー' | '・' | ' ' | '+' | '#')
            })
            && name.chars().count() <= 40;
        if !sound || tags.len() == MOST {
            return None;
        }
        tags.push((adds, name));
    }
    (!tags.is_empty()).then_some(tags)
}

/// The word that a choice is known by, for it or for what people say for it: "attended" is attend. `None`: it is none.
pub fn chosen(choices: Choices, words: &str) -> Option<&'static str> {
    let kind = SlotKind::Choice(choices);
    if !kind.accepts(words, Sureness::Likely) {
        return None;
    }
    let word = kind.value(words);
    choices.iter().map(|(known, _)| *known).find(|known| *known == word)
}

/// Is every word of a list in quotes?
pub(super) fn are_quoted(words: &str) -> bool {
    let mut parts = parts(words).into_iter().filter(|part| !matches!(*part, "and" | "&")).peekable();
    parts.peek().is_some() && parts.all(|part| unquoted(part).len() < part.len())
}

/// Parted by blanks and commas outside of quotes.
fn parts(text: &str) -> Vec<&str> {
    let (mut quoted, mut last) = (false, ' ');
    text.split(|c| {
        match c {
            '"' => quoted = !quoted,
            '「' => quoted = true,
            '」' => quoted = false,
            _ => {}
        }
        // 「常連」と「登壇」
        let between = c == 'と' && matches!(last, '」' | '"');
        last = c;
        !quoted && (between || matches!(c, ' ' | ',' | '、'))
    })
    .filter(|part| !part.is_empty())
    .collect()
}

/// Reads positions in a list, from 1, in the order said: "3", "#3", 3番, "the second", "1 and 3", 1番と3番,
/// "2-4". At most twenty.
pub fn ordinals(words: &str) -> Option<Vec<usize>> {
    let folded: String = words.nfkc().flat_map(char::to_lowercase).take(80).collect();
    let mut found = Vec::new();
    for part in folded
        .split([',', '、', 'と', '&'])
        .flat_map(|part| part.split(" and "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        match part.split_once(['-', '~', '〜']).or_else(|| part.split_once(" to ")) {
            Some((first, last)) => {
                let (first, last) = (position(first.trim())?, position(last.trim())?);
                if first > last || last - first >= MOST {
                    return None;
                }
                found.extend(first..=last);
            }
            None => found.push(position(part)?),
        }
        if found.len() > MOST {
            return None;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The line that is to be shown, by its number alone: "show 2", "open number 3", 2を見せて.
pub fn line(words: &str) -> Option<usize> {
    let folded: String = words.nfkc().flat_map(char::to_lowercase).take(40).collect();
    let said = folded.trim().trim_end_matches(['.', '!', '。']);
    let english = ["show me ", "show ", "open ", "view ", "see ", "display "];
    let japanese = ["を見せて", "を表示して", "を表示", "を開いて", "を見たい", "の詳細"];
    let said = said.strip_suffix("ください").or_else(|| said.strip_suffix(" please")).unwrap_or(said);
    let which = english
        .iter()
        .find_map(|lead| said.strip_prefix(lead))
        .or_else(|| japanese.iter().find_map(|end| said.strip_suffix(end)))?;
    match ordinals(which)?.as_slice() {
        [n] => Some(*n),
        _ => None,
    }
}

fn position(word: &str) -> Option<usize> {
    let digits = number::small(word).and_then(|n| usize::try_from(n).ok());
    let n = digits.or_else(|| match deictic::deictic(word)? {
        Deictic::Nth(n) => Some(n),
        _ => None,
    });
    n.or_else(|| number::ordinal(word).and_then(|n| usize::try_from(n).ok()))
        .filter(|n| (1..=999).contains(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_with_their_values() {
        let read = |words: &str| {
            fields(words).map(|all| all.iter().map(|(k, v)| format!("{k}:{v}")).collect::<Vec<_>>().join("|"))
        };
        for (words, want) in [
            ("title=CTO", Some("title:CTO")),
            ("title＝CTO", Some("title:CTO")),
            ("title=\"Chief of Staff\" org=Acme", Some("title:Chief of Staff|org:Acme")),
            ("title=Chief of Staff, org=Acme", Some("title:Chief of Staff|org:Acme")),
            ("役職=部長 所属=「青空 システムズ」", Some("役職:部長|所属:青空 システムズ")),
            ("Title=", Some("title:")),
            ("\"OSS licence\"=MIT 「利用 言語」=Rust, Go", Some("oss licence:MIT|利用 言語:Rust, Go")),
            ("url=https://a.example/?a=b", Some("url:https://a.example/?a=b")),
            ("CTO", None),
            ("=CTO", None),
            ("please title=CTO", None),
            ("", None),
        ] {
            assert_eq!(read(words).as_deref(), want, "{words}");
        }
    }

    #[test]
    fn tags_are_added_and_taken_away() {
        let read = |words: &str| {
            tags(words).map(|all| {
                all.iter()
                    .map(|(adds, name)| format!("{}{name}", if *adds { '+' } else { '-' }))
                    .collect::<String>()
            })
        };
        for (words, want) in [
            ("+speaker -beginner", Some("+speaker-beginner")),
            ("speaker, beginner", Some("+speaker+beginner")),
            ("speaker and mentor", Some("+speaker+mentor")),
            ("登壇者、初心者", Some("+登壇者+初心者")),
            ("＋登壇者　－初心者", Some("+登壇者-初心者")),
            ("\"early adopter\"", Some("+early adopter")),
            ("c++", Some("+c++")),
            ("", None),
            ("+", None),
            ("what?!", None),
        ] {
            assert_eq!(read(words).as_deref(), want, "{words}");
        }
    }

    #[test]
    fn a_line_that_is_to_be_shown() {
        for (words, want) in [
            ("show 2", Some(2)),
            ("Show me number 3!", Some(3)),
            ("open #4 please", Some(4)),
            ("２を見せて", Some(2)),
            ("2番を見せてください", Some(2)),
            ("show 1 and 3", None),
            ("show P-2", None),
            ("2", None),
            ("show", None),
        ] {
            assert_eq!(line(words), want, "{words}");
        }
    }

    #[test]
    fn choices_by_what_people_say() {
        let choices: Choices = &[("attend", &["attended", "参加"]), ("call", &["電話"])];
        for (words, want) in [
            ("Attended", Some("attend")),
            ("参加", Some("attend")),
            ("call", Some("call")),
            ("banana", None),
            ("", None),
        ] {
            assert_eq!(chosen(choices, words), want, "{words}");
        }
    }

    #[test]
    fn positions_in_a_list() {
        for (words, want) in [
            ("3", Some(vec![3])),
            ("#3", Some(vec![3])),
            ("３番", Some(vec![3])),
            ("3番目", Some(vec![3])),
            ("number 3", Some(vec![3])),
            ("the second", Some(vec![2])),
            ("1 and 3", Some(vec![1, 3])),
            ("1番と3番", Some(vec![1, 3])),
            ("1, 2 and 5", Some(vec![1, 2, 5])),
            ("2-4", Some(vec![2, 3, 4])),
            ("2〜4", Some(vec![2, 3, 4])),
            ("0", None),
            ("4-2", None),
            ("1-999", None),
            ("", None),
            ("many", None),
        ] {
            assert_eq!(ordinals(words), want, "{words}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(words in ".{0,60}", mixed in "[a-z=＝ \"「」、,+-]{0,40}") {
            for words in [words, mixed] {
                let _ = (fields(&words), tags(&words), ordinals(&words));
            }
        }
    }
}
