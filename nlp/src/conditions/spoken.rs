//! Conditions as people say them, written as they are typed: "Nordvale tagged champion" is `Nordvale tag:champion`,
//! 「タグが登壇でメールのない」 is `タグ:登壇 -あり:メール`.

/// English words in a row that a value follows, with what they stand for; of two the longer comes first.
const OPENINGS: [(&[&str], &str); 24] = [
    (&["who", "are", "tagged"], "tag:"),
    (&["tagged", "as"], "tag:"),
    (&["tagged", "with"], "tag:"),
    (&["tagged"], "tag:"),
    (&["with", "the", "tag"], "tag:"),
    (&["with", "tag"], "tag:"),
    (&["not", "tagged"], "-tag:"),
    (&["without", "the", "tag"], "-tag:"),
    (&["owned", "by"], "owner:"),
    (&["looked", "after", "by"], "owner:"),
    (&["with", "a", "score", "over"], "score>"),
    (&["with", "a", "score", "above"], "score>"),
    (&["with", "a", "score", "of", "at", "least"], "score>="),
    (&["with", "a", "score", "under"], "score<"),
    (&["with", "a", "score", "below"], "score<"),
    (&["score", "over"], "score>"),
    (&["score", "above"], "score>"),
    (&["score", "under"], "score<"),
    (&["score", "below"], "score<"),
    (&["seen", "in", "the", "last"], "seen<"),
    (&["active", "in", "the", "last"], "seen<"),
    (&["not", "seen", "for"], "seen>"),
    (&["not", "seen", "in"], "seen>"),
    (&["unseen", "for"], "seen>"),
];

/// What somebody has or has not.
const HAD: [&str; 9] =
    ["email", "e-mail", "phone", "title", "tag", "owner", "note", "organization", "company"];

/// Words between conditions and before a name, which say nothing by themselves.
const BETWEEN: [&str; 10] = ["and", "but", "who", "are", "at", "from", "of", "in", "people", "everybody"];

/// Japanese names of conditions that が, は or に ties to their value.
const TIED: [(&str, &str); 5] = [
    ("タグ", "タグ:"),
    ("ラベル", "タグ:"),
    ("担当者", "担当:"),
    ("担当", "担当:"),
    ("ステージ", "ステージ:"),
];

/// What ends a value in Japanese.
const ENDS: [&str; 8] = ["がつい", "が付い", "のついた", "の付いた", "の", "で", "、", " "];

/// What somebody has or has not, in Japanese.
const HAD_JA: [(&str, &str); 4] =
    [("メールアドレス", "メール"), ("メール", "メール"), ("電話番号", "電話"), ("役職", "役職")];

/// The words of a search with the conditions that are said in it written out; words in which none is said stay as
/// they are.
pub fn written(words: &str) -> String {
    english(words).or_else(|| japanese(words)).unwrap_or_else(|| words.to_owned())
}

fn english(words: &str) -> Option<String> {
    // quotation marks are kept as they were written
    if words.contains(['"', '“', '「']) {
        return None;
    }
    let all: Vec<&str> = words.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let (mut rest, mut conditions): (Vec<&str>, Vec<(String, Vec<&str>)>) = (Vec::new(), Vec::new());
    let (mut at, mut open) = (0, false);
    while at < all.len() {
        if let Some((condition, taken)) = has(&all[at..]) {
            conditions.push((condition, Vec::new()));
            (at, open) = (at + taken, false);
        } else if let Some((says, opens)) = opening(&all[at..]) {
            conditions.push((opens.to_owned(), Vec::new()));
            (at, open) = (at + says, true);
        } else {
            let word = all[at];
            let between = BETWEEN.contains(&word.to_lowercase().as_str());
            match conditions.last_mut() {
                Some((_, value)) if open && !(between && !value.is_empty()) => value.push(word),
                _ if between => open = false,
                _ => rest.push(word),
            }
            at += 1;
        }
    }
    // an opening with nothing behind it is a word like others
    if conditions.is_empty()
        || conditions.iter().any(|(opens, value)| opens.ends_with([':', '<', '>', '=']) && value.is_empty())
    {
        return None;
    }
    let conditions = conditions.into_iter().map(|(opens, value)| opens + &quoted(&value.join(" ")));
    Some(rest.into_iter().map(str::to_owned).chain(conditions).collect::<Vec<_>>().join(" "))
}

/// How many words open a condition here, and which.
fn opening(words: &[&str]) -> Option<(usize, &'static str)> {
    let opens = |row: &[&str]| {
        words.len() > row.len() && row.iter().zip(words).all(|(row, word)| word.eq_ignore_ascii_case(row))
    };
    OPENINGS.iter().find(|(row, _)| opens(row)).map(|(row, opens)| (row.len(), *opens))
}

/// "without an email", "with a phone", "who have no title".
fn has(words: &[&str]) -> Option<(String, usize)> {
    let lower: Vec<String> = words.iter().take(4).map(|word| word.to_lowercase()).collect();
    let (not, mut taken) = match lower.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["without", ..] => (true, 1),
        ["with" | "who" | "having", "no", ..] => (true, 2),
        ["who" | "that", "have", "no", ..] => (true, 3),
        ["who" | "that", "have", ..] => (false, 2),
        ["with" | "having", ..] => (false, 1),
        _ => return None,
    };
    if lower.get(taken).is_some_and(|word| ["a", "an", "any"].contains(&word.as_str())) {
        taken += 1;
    }
    let what = words.get(taken)?.to_lowercase();
    let what = HAD.iter().find(|had| **had == what || what.strip_suffix('s') == Some(had))?;
    // "with tag speaker"
    let alone =
        words.get(taken + 1).is_none_or(|next| BETWEEN.contains(next) || has(&words[taken + 1..]).is_some());
    (not || alone)
        .then(|| (format!("{}has:{what} ", if not { "-" } else { "" }).trim_end().to_owned(), taken + 1))
}

fn japanese(words: &str) -> Option<String> {
    let mut rest = words.to_owned();
    let mut conditions = Vec::new();
    for (name, stands_for) in TIED {
        for tie in ["が", "は", "に"] {
            let Some(from) = rest.find(&format!("{name}{tie}")) else { continue };
            let behind = from + name.len() + tie.len();
            let end = ENDS.iter().filter_map(|end| rest[behind..].find(end)).min();
            let until = end.map_or(rest.len(), |end| behind + end);
            let value = rest[behind..until].trim().to_owned();
            if value.is_empty() {
                continue;
            }
            let over = ENDS.iter().filter(|end| rest[until..].starts_with(**end)).map(|end| end.len()).max();
            conditions.push(format!("{stands_for}{}", quoted(&value)));
            rest.replace_range(from..until + over.unwrap_or(0), " ");
        }
    }
    for (name, what) in HAD_JA {
        for (says, not) in [
            ("がない", "-"),
            ("のない", "-"),
            ("が無い", "-"),
            ("がある", ""),
            ("のある", ""),
            ("なし", "-"),
            ("あり", ""),
        ] {
            if let Some(from) = rest.find(&format!("{name}{says}")) {
                conditions.push(format!("{not}あり:{what}"));
                rest.replace_range(from..from + name.len() + says.len(), " ");
            }
        }
    }
    (!conditions.is_empty()).then(|| {
        let rest = rest.trim().trim_end_matches(['の', 'で', 'に', 'が', '、']).trim();
        let rest = (!rest.is_empty()).then(|| rest.to_owned());
        rest.into_iter().chain(conditions).collect::<Vec<_>>().join(" ")
    })
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
    fn conditions_are_said() {
        for (said, want) in [
            ("Nordvale tagged champion", "Nordvale tag:champion"),
            ("at Nordvale tagged early adopter", "Nordvale tag:\"early adopter\""),
            ("rust not seen for 30 days", "rust seen>\"30 days\""),
            ("tagged speaker and seen in the last 2 weeks", "tag:speaker seen<\"2 weeks\""),
            ("with a score over 70 without an email", "score>70 -has:email"),
            ("from Aozora who have no phone", "Aozora -has:phone"),
            ("with tag speaker", "tag:speaker"),
            ("タグがchampion", "タグ:champion"),
            ("青空の担当が佐藤でメールアドレスのない", "青空 担当:佐藤 -あり:メール"),
            ("タグに登壇のついた", "タグ:登壇"),
            // what is said by words alone stays so
            ("Nordvale", "Nordvale"),
            ("with love", "with love"),
            ("tagged", "tagged"),
            ("org:acme tag:speaker", "org:acme tag:speaker"),
            ("田中という人", "田中という人"),
            ("", ""),
        ] {
            assert_eq!(written(said), want, "{said}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,40}", mixed in "(tagged |タグが|のない|with |no |email |and |の| |x){0,12}") {
            for text in [text, mixed] {
                let _ = written(&text);
            }
        }
    }
}
