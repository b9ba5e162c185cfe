//! Who takes part, as far as it keeps names out of the subjects.
//!
//! "anna: yes" speaks to Anna and is not about her. Names come from the authors and from what
//! messages begin with before a colon; nobody is looked up.

use std::collections::{BTreeMap, HashSet};

use super::summarise::Message;
use crate::text::{fold, tokens};

/// A word before a colon in at least so many messages is a name.
const LABELS: usize = 3;
/// Parts of an author's name shorter than this are left alone.
const PART: usize = 3;

/// Words before a colon that are no names.
const HEADINGS: &str = "
    todo note notes action actions decision issue problem question answer fyi ps re update idea topic
    agenda status warning error bug task next ex example edit 決定 課題 議題 質問 回答 注意 連絡 予定
    期限 担当 宿題 問題 対応 補足 結論 タスク
";

/// The folded names of those who write or are written to, whole and in parts.
pub(super) fn names(messages: &[Message<'_>]) -> HashSet<String> {
    let mut names = HashSet::new();
    let authors: HashSet<&str> = messages.iter().map(|message| message.author).collect();
    for author in authors {
        let parts = author.split(|c: char| !c.is_alphanumeric()).filter(|part| part.chars().count() >= PART);
        names.extend(parts.map(fold));
        names.insert(fold(author));
    }
    let mut labels: BTreeMap<String, usize> = BTreeMap::new();
    for (label, _) in messages.iter().filter_map(|message| address(message.text)) {
        *labels.entry(fold(label)).or_default() += 1;
    }
    let is_name = |(label, count): &(String, usize)| {
        *count >= LABELS && !HEADINGS.split_whitespace().any(|heading| heading == label)
    };
    names.extend(labels.into_iter().filter(is_name).map(|(label, _)| label));
    names
}

/// A text without the name at its beginning that it is addressed to.
pub(super) fn without_address<'a>(text: &'a str, names: &HashSet<String>) -> &'a str {
    match address(text) {
        Some((label, rest)) if names.contains(&fold(label)) => rest,
        _ => text,
    }
}

/// Whom a text speaks to: "anna: yes", "@anna yes", 山田さん、…; folded, and not looked up.
pub(super) fn addressed(text: &str) -> Option<String> {
    if let Some((label, _)) = address(text) {
        return Some(fold(label.trim_start_matches('@')));
    }
    let first = text.split_whitespace().next()?;
    if let Some(name) = first.strip_prefix('@') {
        return Some(fold(name.trim_end_matches([',', '、', '。', '.', '!', '?'])));
    }
    let (name, _) = first.split_once("さん、")?;
    (name.chars().count() <= 12).then(|| fold(name))
}

/// "anna: yes" → ("anna", "yes"). One word only, and not the beginning of a web address.
fn address(text: &str) -> Option<(&str, &str)> {
    let (label, rest) = text.trim_start().split_once([':', '：'])?;
    let one_word = label.len() <= 40 && !label.contains(char::is_whitespace) && tokens(label).len() < 4;
    (one_word && !label.is_empty() && !rest.starts_with('/')).then_some((label, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_off() {
        let message = |author, text| Message { author, at: 0, text, reply_to: None, room: 0, bot: false };
        let messages = [
            message("Dan_Davis", "Eddie: the first"),
            message("山田", "Eddie: the second"),
            message("x", "Eddie: the third"),
            message("x", "TODO: a"),
            message("x", "TODO: b"),
            message("x", "TODO: c"),
        ];
        let names = names(&messages);
        assert!(names.contains("dan") && names.contains("eddie") && !names.contains("todo"));
        assert_eq!(without_address("Davis: yes", &names), "yes");
        assert_eq!(without_address("山田：はい", &names), "はい");
        assert_eq!(without_address("TODO: write", &names), "TODO: write");
        assert_eq!(without_address("dan://x", &names), "dan://x");
        assert_eq!(without_address("plain", &names), "plain");
    }
}
