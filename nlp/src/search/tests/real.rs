//! Against real Japanese chats, where they are at hand: the index finds what reading every
//! message finds.

use std::collections::BTreeSet;

use super::*;
use crate::text::{Kind, fold, runs, script};

const CHATS: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/realpersonachat-telegram-result.json");

/// The first messages of the export; none if it is not there.
fn messages(most: usize) -> Vec<String> {
    let Ok(file) = fs::read_to_string(CHATS) else {
        println!("skipped: no {CHATS}");
        return Vec::new();
    };
    let export: serde_json::Value = serde_json::from_str(&file).unwrap();
    let chats = export["chats"]["list"].as_array().unwrap().iter();
    let messages = chats.flat_map(|chat| chat["messages"].as_array().unwrap());
    messages.filter_map(|message| message["text"].as_str().map(str::to_owned)).take(most).collect()
}

/// Every message whose writing holds this, read one by one.
fn read_all(texts: &[String], wanted: &str) -> BTreeSet<u128> {
    let holds =
        |text: &&String| runs(text).iter().any(|run| run.kind == Kind::Cjk && run.text.contains(wanted));
    (0..).zip(texts).filter(|(_, text)| holds(text)).map(|(id, _)| id).collect()
}

#[test]
fn han_words_of_one_to_three_characters_are_found_wherever_they_stand() {
    let texts = messages(1_500);
    let (_folder, opened) = index_of(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let mut tried = 0;
    for text in texts.iter().step_by(17) {
        let han: Vec<char> = fold(text).chars().collect();
        for length in 1..=3 {
            let Some(word) = han.windows(length).find(|word| word.iter().all(|c| script::is_han(*c))) else {
                continue;
            };
            let word: String = word.iter().collect();
            let expected = read_all(&texts, &word);
            let hits = opened.index.search(TENANT, &Query::parse(&word), NOW, 1_000, 0).unwrap();
            assert_eq!(ids(&hits).into_iter().collect::<BTreeSet<_>>(), expected, "{word}");
            tried += 1;
        }
    }
    assert!(texts.is_empty() || tried > 50, "{tried}");
}

#[test]
fn any_message_is_found_by_its_own_words() {
    let texts = messages(600);
    let (_folder, opened) = index_of(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    for (id, text) in (0_u128..).zip(&texts).step_by(7) {
        let query = Query::parse(text);
        if !query.wanted.is_empty() {
            let hits = opened.index.search(TENANT, &query, NOW, 1_000, 0).unwrap();
            assert!(ids(&hits).contains(&id) || query.wanted.len() > 8, "{text}");
        }
    }
}
