//! Cutting a written name into tokens.

use super::{
    Name,
    affixes::{HONORIFICS, PARTICLES, TITLES, is_nobody},
    sound::Sound,
    tables,
    token::{Script, Token, fold_name},
};

/// Readings of a whole name that are kept, at most.
const SOUNDS: usize = 8;

/// The names in what somebody wrote as a name: mostly one; what stands in brackets is another way to
/// write it (`佐藤花子（さとうはなこ）`), or nothing when it says little.
pub(crate) fn parse(written: &str) -> Vec<Name> {
    let mut names = Vec::new();
    let mut inside = String::new();
    let mut outside = String::new();
    let mut depth = 0_usize;
    for c in written.chars() {
        match c {
            '(' | '（' | '[' | '【' | '<' | '「' | '"' if !(c == '"' && depth > 0) => {
                depth += 1;
                outside.push(' ');
            }
            ')' | '）' | ']' | '】' | '>' | '」' | '"' => depth = depth.saturating_sub(1),
            c if depth > 0 => inside.push(c),
            c => outside.push(c),
        }
    }
    if outside.trim().is_empty() {
        std::mem::swap(&mut outside, &mut inside);
    }
    let whole = one(&outside);
    // `(he/him)`, `(Acme)`: only what could be a whole name is taken for one
    if let Some(other) = one(&inside).filter(Name::is_full) {
        names.push(Name { derived: whole.is_some(), ..other });
    }
    if let Some(whole) = whole {
        names.insert(0, whole);
    }
    names
}

fn one(written: &str) -> Option<Name> {
    let written = written.trim();
    let folded = fold_name(written);
    if is_nobody(&folded) || folded.contains('@') {
        return None;
    }
    let words = words(written);
    let tokens = tokens(words);
    if tokens.is_empty() {
        return None;
    }
    let joined: String = tokens.iter().map(|token| token.text.as_str()).collect();
    let sounds = whole_sounds(&tokens);
    Some(Name { written: written.to_owned(), tokens, joined, sounds, derived: false, addresses: Vec::new() })
}

/// Folded words, titles and honorifics gone.
fn words(written: &str) -> Vec<String> {
    let blank =
        |c: char| c.is_whitespace() || matches!(c, ',' | '、' | '，' | ';' | '・' | '/' | '|' | '=' | '＝');
    let alone = !written.contains(blank);
    let mut words = Vec::new();
    for word in written.split(blank).filter(|word| !word.is_empty()) {
        let split = |c: char| c == '.' || alone && matches!(c, '_' | '-');
        for part in word.split(split).filter(|part| !part.is_empty()) {
            if alone {
                words.extend(humps(part).into_iter().map(|hump| fold_name(&hump)));
            } else {
                words.push(fold_name(part));
            }
        }
    }
    let clean =
        |word: String| word.chars().filter(|c| c.is_alphanumeric() || *c == '々' || *c == 'ー').collect();
    let mut words: Vec<String> =
        words.into_iter().map(clean).filter(|word: &String| !word.is_empty()).collect();
    let mut without = words.clone();
    without.retain(|word| !TITLES.contains(&word.as_str()) && !HONORIFICS.contains(&word.as_str()));
    // titles go while a name is left; so do particles while two words are
    if !without.is_empty() {
        words = without;
    }
    let mut without = words.clone();
    without.retain(|word| !PARTICLES.contains(&word.as_str()));
    if without.len() >= 2 {
        words = without;
    }
    let several = words.len() > 1;
    if let Some(last) = words.last_mut()
        && let Some(bare) = HONORIFICS.iter().find_map(|ending| last.strip_suffix(ending))
        && bare.chars().count() >= if several { 1 } else { 2 }
        && !last.is_ascii()
        && tables::given(last).is_empty()
    {
        *last = bare.to_owned();
    }
    words
}

/// `JohnDoe` as two words; anything with less than two letters before a capital stays one.
fn humps(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    let cut = (2..chars.len().saturating_sub(1))
        .find(|&at| chars[at].is_uppercase() && chars[at - 1].is_lowercase() && chars[at + 1].is_lowercase());
    match cut {
        // Mc, Mac, De, La are part of a name
        Some(at)
            if at > 3
                || !matches!(
                    chars[..at].iter().collect::<String>().as_str(),
                    "Mc" | "Mac" | "De" | "La" | "Le"
                ) =>
        {
            let (head, tail): (String, String) = (chars[..at].iter().collect(), chars[at..].iter().collect());
            let mut words = vec![head];
            words.extend(humps(&tail));
            words
        }
        _ => vec![word.to_owned()],
    }
}

fn tokens(mut words: Vec<String>) -> Vec<Token> {
    if let [only] = words.as_slice()
        && let Some((surname, given)) = cut_japanese(only)
    {
        words = vec![surname, given];
    }
    words.truncate(6);
    let japanese = words.len() > 1;
    let mut tokens: Vec<Token> =
        words.iter().enumerate().map(|(at, word)| Token::new(word, !japanese || at == 0)).collect();
    // 花子 佐藤: the lists know better than the order
    if let [a, b] = tokens.as_mut_slice()
        && a.script == Script::Han
        && tables::surname(&a.text).is_empty()
        && !tables::surname(&b.text).is_empty()
        && tables::given(&b.text).is_empty()
    {
        (*a, *b) = (Token::new(&a.text, false), Token::new(&b.text, true));
    }
    tokens
}

/// A name in kanji without a blank, where the lists say where one belongs.
fn cut_japanese(word: &str) -> Option<(String, String)> {
    let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    if !(2..=7).contains(&starts.len()) || Token::new(word, true).script != Script::Han {
        return None;
    }
    let cuts = starts.iter().skip(1).take(4).map(|at| word.split_at(*at));
    let known: Vec<(&str, &str)> = cuts.filter(|(surname, _)| !tables::surname(surname).is_empty()).collect();
    let sure = known.iter().rev().find(|(_, given)| !tables::given(given).is_empty());
    let kana = |given: &str| given.chars().all(|c| matches!(c, 'ぁ'..='ゖ' | 'ー'));
    let likely = || {
        let fits = |(surname, given): &&(&str, &str)| {
            let length = given.chars().count();
            kana(given) && length >= 2 || surname.chars().count() >= 2 && (1..=3).contains(&length)
        };
        known.iter().rev().find(fits)
    };
    if sure.is_none() && !tables::surname(word).is_empty() {
        return None;
    }
    sure.or_else(likely).map(|(surname, given)| ((*surname).to_owned(), (*given).to_owned()))
}

fn whole_sounds(tokens: &[Token]) -> Vec<Sound> {
    if tokens.len() > 3 {
        return Vec::new();
    }
    let mut wholes: Vec<Sound> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if at == 0 {
            wholes = token.sounds.clone();
        } else {
            wholes = wholes.iter().flat_map(|head| token.sounds.iter().map(move |s| head.join(s))).collect();
        }
        wholes.truncate(SOUNDS);
    }
    wholes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(written: &str) -> Vec<String> {
        parse(written)
            .iter()
            .map(|name| name.tokens.iter().map(|t| t.text.clone()).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn names_are_cut() {
        for (written, expected) in [
            ("佐藤花子", "佐藤 花子"),
            ("髙橋　健様", "高橋 健"),
            ("山田たろうさん", "山田 たろう"),
            ("Dr. John van der Berg Jr.", "john berg"),
            ("DOE, John", "doe john"),
            ("john.doe", "john doe"),
            ("JohnDoe", "john doe"),
            ("Ronald McDonald", "ronald mcdonald"),
            ("McDonald", "mcdonald"),
            ("Jean-Pierre Dupont", "jeanpierre dupont"),
            ("長谷川", "長谷川"),
            ("林", "林"),
            ("東海林太郎", "東海林 太郎"),
            ("J.R. Tolkien", "j r tolkien"),
            ("マイケル・バーン", "まいける ばーん"),
            ("jdoe42", "jdoe42"),
            ("鈴木ゆうこ", "鈴木 ゆうこ"),
        ] {
            assert_eq!(cut(written)[0], expected, "{written}");
        }
        assert_eq!(cut("佐藤花子（さとう はなこ）"), ["佐藤 花子", "さとう はなこ"]);
        assert_eq!(cut("John Doe (he/him)").len(), 2);
        for nobody in [
            "unknown",
            "root",
            "(no author)",
            "",
            "42",
            "担当者",
            "a@b.example",
            "Deleted user / 退会したユーザー",
        ] {
            assert!(parse(nobody).is_empty(), "{nobody}");
        }
    }
}
