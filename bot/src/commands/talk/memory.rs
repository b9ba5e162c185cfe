//! Analyses that were made already, by what was read: the same messages always give the same.
//!
//! Known by the SHA-256 of everything that goes in, so that nothing has to be thrown away when a message changes and no
//! tenant can meet another's. Only in memory; the oldest go first.

use std::{
    collections::VecDeque,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use nlp::summary::{self, Message, Options, Summary};
use ring::digest::{Context, SHA256};

/// How many are kept; each takes about eight bytes a message and its few words.
const KEPT: usize = 32;

type Kept = VecDeque<([u8; 32], Arc<Summary>)>;

static MEMORY: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

/// The analysis of these messages.
pub(super) fn summary(messages: &[Message<'_>], options: Options<'_>) -> Arc<Summary> {
    let key = key(messages, options);
    let known = |kept: &Kept| kept.iter().find(|(other, _)| *other == key).map(|(_, made)| made.clone());
    if let Some(made) = known(&MEMORY.lock().unwrap_or_else(PoisonError::into_inner)) {
        return made;
    }
    let made = Arc::new(summary::summarise(messages, options));
    let mut kept = MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
    if known(&kept).is_none() {
        if kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back((key, made.clone()));
    }
    made
}

fn key(messages: &[Message<'_>], options: Options<'_>) -> [u8; 32] {
    let mut digest = Context::new(&SHA256);
    let mut number = |n: usize| digest.update(&n.to_le_bytes());
    number(options.picks);
    number(options.keywords);
    number(options.only.map_or(usize::MAX, <[bool]>::len));
    digest.update(&options.only.unwrap_or_default().iter().map(|only| u8::from(*only)).collect::<Vec<u8>>());
    for message in messages {
        // each text after its length: no two lists of messages are one text
        for text in [message.author, message.text] {
            digest.update(&text.len().to_le_bytes());
            digest.update(text.as_bytes());
        }
        digest.update(&message.at.to_le_bytes());
        digest.update(&message.reply_to.unwrap_or(usize::MAX).to_le_bytes());
        digest.update(&message.room.to_le_bytes());
        digest.update(&[u8::from(message.bot)]);
    }
    let mut key = [0; 32];
    key.copy_from_slice(digest.finish().as_ref());
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_read_once_and_anything_else_anew() {
        let said = |author, text| Message { author, at: 7, text, reply_to: None, room: 0, bot: false };
        let talk = [said("anna", "we decided to ship on Monday"), said("ben", "fine")];
        let first = summary(&talk, Options::default());
        assert!(Arc::ptr_eq(&first, &summary(&talk, Options::default())));
        let longer = Options { picks: 9, ..Options::default() };
        assert!(!Arc::ptr_eq(&first, &summary(&talk, longer)));
        // the border between author and text counts
        assert_ne!(key(&[said("ab", "c")], longer), key(&[said("a", "bc")], longer));
        let only = [true, false];
        assert_ne!(key(&talk, longer), key(&talk, Options { only: Some(&only), ..longer }));
    }
}
