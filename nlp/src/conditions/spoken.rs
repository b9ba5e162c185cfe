//! Conditions as people say them, written as they are typed: "Nordvale tagged champion" is `Nordvale tag:champion`,
//! 「タグが登壇でメールのない」 is `タグ:登壇 -あり:メール`.

use unicode_normalization::UnicodeNormalization;

use super::days;

/// English words in a row that a value follows, with what they stand for; of two that begin alike the longer comes
/// first.
const OPENINGS: [(&[&str], &str); 31] = [
    (&["tagged", "as"], "tag:"),
    (&["tagged", "with"], "tag:"),
    (&["tagged"], "tag:"),
    (&["with", "the", "tag"], "tag:"),
    (&["with", "tag"], "tag:"),
    (&["not", "tagged", "as"], "-tag:"),
    (&["not", "tagged", "with"], "-tag:"),
    (&["not", "tagged"], "-tag:"),
    (&["without", "the", "tag"], "-tag:"),
    (&["without", "tag"], "-tag:"),
    (&["owned", "by"], "owner:"),
    (&["looked", "after", "by"], "owner:"),
    (&["score", "of", "at", "least"], "score>="),
    (&["score", "over"], "score>"),
    (&["score", "above"], "score>"),
    (&["score", "under"], "score<"),
    (&["score", "below"], "score<"),
    (&["not", "seen", "in", "the", "last"], NOT_SEEN),
    (&["not", "seen", "in", "the", "past"], NOT_SEEN),
    (&["not", "seen", "for", "the", "last"], NOT_SEEN),
    (&["not", "seen", "for"], NOT_SEEN),
    (&["not", "seen", "in"], NOT_SEEN),
    (&["not", "seen", "since"], "seen<"),
    (&["unseen", "for"], NOT_SEEN),
    (&["unseen", "since"], "seen<"),
    (&["seen", "in", "the", "last"], SEEN),
    (&["seen", "in", "the", "past"], SEEN),
    (&["seen", "within", "the", "last"], SEEN),
    (&["active", "in", "the", "last"], SEEN),
    (&["active", "in", "the", "past"], SEEN),
    (&["seen", "since"], "seen>="),
];

/// A stretch of time follows.
const NOT_SEEN: &str = "seen>";
const SEEN: &str = "seen<";

/// What somebody has or has not.
const HAD: [&str; 9] =
    ["email", "e-mail", "phone", "title", "tag", "owner", "note", "organization", "company"];

/// Words between conditions and before a name, which say nothing by themselves.
const BETWEEN: [&str; 15] = [
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
];

/// Japanese names of conditions that が or は ties to their value, as に does where it is a label.
const TIED: [(&str, &str); 5] =
    [("タグ", "タグ"), ("ラベル", "タグ"), ("担当者", "担当"), ("担当", "担当"), ("ステージ", "ステージ")];

/// What ends a value in Japanese.
const ENDS: [&str; 9] = ["がつい", "が付い", "のつい", "の付い", "の", "で", "、", ",", " "];

/// What follows a label that somebody bears.
const BORNE: [&str; 4] = ["た", "てい", "てる", "ている"];

/// What somebody has or has not, in Japanese.
const HAD_JA: [(&str, &str); 10] = [
    ("メールアドレス", "メール"),
    ("メール", "メール"),
    ("電話番号", "電話"),
    ("役職", "役職"),
    ("タグ", "タグ"),
    ("担当者", "担当"),
    ("担当", "担当"),
    ("所属", "所属"),
    ("会社", "会社"),
    ("メモ", "メモ"),
];

/// Whether it is there, and how that is said.
const IS_THERE: [(&str, bool); 12] = [
    ("がいない", false),
    ("のいない", false),
    ("がない", false),
    ("のない", false),
    ("が無い", false),
    ("の無い", false),
    ("なし", false),
    ("がある", true),
    ("のある", true),
    ("がいる", true),
    ("のいる", true),
    ("あり", true),
];

/// The words of a search with the conditions that are said in it written out; words in which none is said stay as
/// they are.
pub fn written(words: &str) -> String {
    let words = english(words).unwrap_or_else(|| words.to_owned());
    japanese(&words).unwrap_or(words)
}

/// A condition and the words of its value.
struct Said<'a> {
    opens: &'static str,
    /// The value is a stretch of time.
    is_stretch: bool,
    value: Vec<&'a str>,
}

fn english(words: &str) -> Option<String> {
    // quotation marks are kept as they were written
    if words.contains(['"', '“', '「', '『']) {
        return None;
    }
    let all: Vec<&str> = words.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let (mut rest, mut had) = (Vec::new(), Vec::new());
    let mut conditions: Vec<Said> = Vec::new();
    // the words that come next are a value
    let mut open = false;
    let mut at = 0;
    while at < all.len() {
        if let Some((condition, taken)) = has(&all[at..]) {
            had.push(condition);
            (at, open) = (at + taken, false);
            continue;
        }
        if let Some((row, opens)) = opening(&all[at..]) {
            let is_stretch = [SEEN, NOT_SEEN].contains(&opens) && !row.ends_with(&["since"]);
            conditions.push(Said { opens, is_stretch, value: Vec::new() });
            (at, open) = (at + row.len(), true);
            continue;
        }
        let word = all[at];
        // "tagged speaker and champion": both
        if let Some(Said { opens, value, .. }) = conditions.last()
            && open
            && opens.ends_with("tag:")
            && !value.is_empty()
            && word.eq_ignore_ascii_case("and")
            && let Some(next) = all.get(at + 1)
            && !is_between(next)
            && opening(&all[at + 1..]).is_none()
        {
            let opens = *opens;
            conditions.push(Said { opens, is_stretch: false, value: Vec::new() });
            at += 1;
            continue;
        }
        let is_typed = word.contains([':', '<', '>', '=']);
        match conditions.last_mut() {
            Some(Said { value, .. }) if open && !is_typed && (value.is_empty() || !is_between(word)) => {
                value.push(word)
            }
            _ => {
                open = false;
                if is_typed || !is_between(word) {
                    rest.push(word);
                }
            }
        }
        at += 1;
    }
    if conditions.is_empty() && had.is_empty() {
        return None;
    }
    let conditions: Option<Vec<String>> = conditions
        .into_iter()
        .map(|Said { opens, is_stretch, value }| {
            let value = if is_stretch { stretch(&value)? } else { value.join(" ") };
            (!value.is_empty()).then(|| format!("{opens}{}", quoted(&value)))
        })
        .collect();
    Some(rest.into_iter().map(str::to_owned).chain(conditions?).chain(had).collect::<Vec<_>>().join(" "))
}

fn is_between(word: &str) -> bool {
    BETWEEN.iter().any(|it| word.eq_ignore_ascii_case(it))
}

/// Which row of words opens a condition here, and which. One with nothing behind it is none.
fn opening(words: &[&str]) -> Option<(&'static [&'static str], &'static str)> {
    let opens = |row: &[&str]| {
        words.len() > row.len() && row.iter().zip(words).all(|(row, word)| word.eq_ignore_ascii_case(row))
    };
    OPENINGS.iter().find(|(row, _)| opens(row)).copied()
}

/// "the last two weeks" as it is typed: `2weeks`; `None`: the words are no stretch of time.
fn stretch(value: &[&str]) -> Option<String> {
    let lower: Vec<String> = value.iter().map(|word| word.to_lowercase()).collect();
    let small = ["a", "an", "the", "last", "past"];
    let mut rest = lower.iter().map(String::as_str).skip_while(|word| small.contains(word)).peekable();
    let n = match *rest.peek()? {
        word if word.starts_with(|c: char| c.is_ascii_digit()) => String::new(),
        word => match crate::number::small(word) {
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
fn has(words: &[&str]) -> Option<(String, usize)> {
    let lower: Vec<String> = words.iter().take(5).map(|word| word.to_lowercase()).collect();
    let (not, mut taken) = match lower.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["without", ..] => (true, 1),
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
    let what = HAD.iter().find(|had| **had == what || what.strip_suffix('s') == Some(had))?;
    let behind = &words[taken + 1..];
    // "with tag speaker", "with a title like CTO"
    let alone = behind.first().is_none_or(|next| is_between(next))
        || opening(behind).is_some()
        || has(behind).is_some();
    alone.then(|| (format!("{}has:{what}", if not { "-" } else { "" }), taken + 1))
}

fn japanese(words: &str) -> Option<String> {
    let mut rest: String = words.nfkc().collect();
    if rest.contains(['"', '“']) {
        return None;
    }
    let mut conditions = Vec::new();
    for (name, what) in HAD_JA {
        for (says, is) in IS_THERE {
            let said = format!("{name}{says}");
            while let Some(from) = beginning(&rest, &said)
                // メールありがとう
                && !rest[from + said.len()..].starts_with("がと")
            {
                conditions.push(format!("{}あり:{what}", if is { "" } else { "-" }));
                rest.replace_range(from..from + said.len(), " ");
            }
        }
    }
    for (name, stands_for) in TIED {
        for tie in ["が", "は", "に"] {
            let tied = format!("{name}{tie}");
            while let Some(from) = beginning(&rest, &tied)
                && let Some((value, until)) = value(&rest, from + tied.len(), tie)
            {
                conditions.push(format!("{stands_for}:{}", quoted(&value)));
                rest.replace_range(from..until, " ");
            }
        }
    }
    (!conditions.is_empty()).then(|| {
        let rest = rest.trim().trim_end_matches(['の', 'で', 'に', 'が', '、']).trim();
        let rest = (!rest.is_empty()).then(|| rest.to_owned());
        rest.into_iter().chain(conditions).collect::<Vec<_>>().join(" ")
    })
}

/// Where these words stand, if not within a word or a quotation: 「ハッシュタグが」 is about no タグ.
fn beginning(text: &str, words: &str) -> Option<usize> {
    let begins = |from: &usize| {
        let before = &text[..*from];
        before.chars().next_back().is_none_or(|last| " の、で,が".contains(last))
            && before.matches(['「', '『']).count() == before.matches(['」', '』']).count()
    };
    text.match_indices(words).map(|(from, _)| from).find(begins)
}

/// The value that begins here, and where what belongs to it ends. `None`: there is none.
fn value(text: &str, from: usize, tie: &str) -> Option<(String, usize)> {
    let behind = &text[from..];
    let (value, mut until) =
        match [('「', '」'), ('『', '』')].iter().find(|(open, _)| behind.starts_with(*open)) {
            Some((open, close)) => {
                let end = behind.find(*close)?;
                (&behind[open.len_utf8()..end], from + end + close.len_utf8())
            }
            None => {
                let end = ENDS.iter().filter_map(|end| behind.find(end)).min().unwrap_or(behind.len());
                (&behind[..end], from + end)
            }
        };
    let over = ENDS.iter().filter(|end| text[until..].starts_with(**end)).map(|end| end.len()).max();
    let borne = over.is_some_and(|long| text[until..until + long].ends_with('い'));
    until += over.unwrap_or(0);
    if borne {
        let word = BORNE.iter().filter(|word| text[until..].starts_with(**word)).map(|word| word.len()).max();
        until += word.unwrap_or(0);
    }
    // 「担当に連絡」 names nobody
    let is_none =
        ["ない", "無い", "なし", "いな", "ある", "いる", "あり"].iter().any(|it| value.starts_with(it));
    let value = value.trim();
    (!value.is_empty() && !is_none && (tie != "に" || borne)).then(|| (value.to_owned(), until))
}

fn quoted(value: &str) -> String {
    match value.contains(' ') {
        true => format!("\"{value}\""),
        false => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn conditions_are_said_in_english() {
        for (said, want) in [
            ("Nordvale tagged champion", "Nordvale tag:champion"),
            ("at Nordvale tagged early adopter", "Nordvale tag:\"early adopter\""),
            ("not tagged as speaker", "-tag:speaker"),
            ("without tag speaker", "-tag:speaker"),
            ("with tag speaker", "tag:speaker"),
            ("rust not seen for 30 days", "rust seen>30days"),
            ("not seen in the last two weeks", "seen>2weeks"),
            ("seen in the last month and tagged vip", "seen<1month tag:vip"),
            ("not seen since March", "seen<March"),
            ("with a score over 70 without an email", "score>70 -has:email"),
            ("Nordvale people who have a score over 70", "Nordvale score>70"),
            ("with email tagged speaker", "tag:speaker has:email"),
            ("from Aozora who have no phone", "Aozora -has:phone"),
            ("at Acme tagged speaker score>70", "Acme score>70 tag:speaker"),
            ("tagged speaker and champion at Acme", "Acme tag:speaker tag:champion"),
            ("tagged rust and not seen for 30 days", "tag:rust seen>30days"),
            // what is said by words alone stays so
            ("Nordvale", "Nordvale"),
            ("with love", "with love"),
            ("with a title like CTO", "with a title like CTO"),
            ("tagged", "tagged"),
            ("not seen in Berlin", "not seen in Berlin"),
            ("org:acme tag:speaker", "org:acme tag:speaker"),
            ("", ""),
        ] {
            assert_eq!(written(said), want, "{said}");
        }
    }

    #[test]
    fn conditions_are_said_in_japanese() {
        for (said, want) in [
            ("タグがchampion", "タグ:champion"),
            ("青空の担当が佐藤でメールアドレスのない", "青空 -あり:メール 担当:佐藤"),
            ("タグに登壇のついた", "タグ:登壇"),
            ("タグに登壇が付いている", "タグ:登壇"),
            ("タグが「山の会」の", "タグ:山の会"),
            ("タグがない", "-あり:タグ"),
            ("青空で担当がいない", "青空 -あり:担当"),
            ("青空　タグが登壇", "青空 タグ:登壇"),
            // what is said by words alone stays so
            ("田中という人", "田中という人"),
            ("ハッシュタグが好き", "ハッシュタグが好き"),
            ("担当に連絡", "担当に連絡"),
            ("メールありがとう", "メールありがとう"),
            ("組織:「青空、担当が佐藤」", "組織:「青空、担当が佐藤」"),
            ("組織:青空 タグ:登壇", "組織:青空 タグ:登壇"),
        ] {
            assert_eq!(written(said), want, "{said}");
        }
    }

    proptest! {
        #[test]
        fn what_is_typed_stays(
            text in ".{0,40}",
            en in "(tagged |with |no |email |and | |x |not seen for |a week |org:y ){0,12}",
            ja in "(タグが|のない|の|で| |x|担当に|メール|「| org:y ){0,12}",
        ) {
            for text in [text, en, ja] {
                let typed = |text: &str| text.matches("org:y").count();
                prop_assert_eq!(typed(&text), typed(&written(&text)));
            }
        }
    }
}
