//! Who moves a conversation: whom others answer.
//!
//! Counted, not felt, so that it can be explained: an answer is a reply, a message in a thread somebody began, or a
//! message that begins with somebody's name or mentions it with an `@`. Reach is how many different people answered,
//! and in how many rooms somebody wrote.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::names;
use super::summarise::Message;
use crate::text::fold;

/// Somebody who takes part, and what their words led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mover {
    /// As in [`Message::author`].
    pub author: String,
    /// Messages by them.
    pub messages: usize,
    /// Messages by others that answer theirs.
    pub answers: usize,
    /// How many different people answered.
    pub answerers: usize,
    /// In how many rooms they wrote.
    pub rooms: usize,
    /// Their last message, as an index into the messages.
    pub last: usize,
}

#[derive(Default)]
struct Reach<'a> {
    messages: usize,
    answers: usize,
    answerers: BTreeSet<&'a str>,
    rooms: BTreeSet<usize>,
    last: usize,
}

/// Everybody who wrote a message that `counts`, who was answered by most people first, then by answers, messages and
/// name. An answer counts if what it answers does; one by name, if it does itself. What programs wrote never counts.
pub fn movers(messages: &[Message<'_>], counts: impl Fn(usize) -> bool) -> Vec<Mover> {
    let counts = |index: usize| messages.get(index).is_some_and(|m| !m.bot) && counts(index);
    let called: HashMap<String, &str> = messages.iter().map(|m| (fold(m.author), m.author)).collect();
    let mut reached: BTreeMap<&str, Reach<'_>> = BTreeMap::new();
    for (index, message) in messages.iter().enumerate() {
        if counts(index) {
            let reach = reached.entry(message.author).or_default();
            reach.messages += 1;
            reach.rooms.insert(message.room);
            reach.last = index;
        }
        if message.bot {
            continue;
        }
        let replied = message.reply_to.filter(|to| *to != index && counts(*to)).map(|to| messages[to].author);
        let named = || names::addressed(message.text).and_then(|name| called.get(&name)).copied();
        let answered = replied.or_else(|| named().filter(|_| counts(index)));
        if let Some(author) = answered.filter(|author| *author != message.author) {
            let reach = reached.entry(author).or_default();
            reach.answers += 1;
            reach.answerers.insert(message.author);
        }
    }
    let mut movers: Vec<Mover> = reached
        .into_iter()
        .filter(|(_, reach)| reach.messages > 0)
        .map(|(author, reach)| Mover {
            author: author.to_owned(),
            messages: reach.messages,
            answers: reach.answers,
            answerers: reach.answerers.len(),
            rooms: reach.rooms.len(),
            last: reach.last,
        })
        .collect();
    movers.sort_by(|a, b| {
        let rank = |mover: &Mover| (mover.answerers, mover.answers, mover.messages);
        rank(b).cmp(&rank(a)).then(a.author.cmp(&b.author))
    });
    movers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_replies_and_messages_by_name() {
        let said = |author, text, reply_to, room| Message { author, at: 0, text, reply_to, room, bot: false };
        let talk = [
            said("anna", "the plan for May", None, 0),
            said("ben", "looks fine", Some(0), 0),
            said("carl", "anna: and the budget?", None, 1),
            said("ben", "@anna it is in the plan", None, 0),
            said("anna", "thanks", Some(0), 0),
            Message { bot: true, ..said("bot", "reminder", Some(0), 0) },
        ];
        let all = movers(&talk, |_| true);
        let first = &all[0];
        assert_eq!(
            (first.author.as_str(), first.answers, first.answerers, first.messages),
            ("anna", 3, 2, 2)
        );
        assert_eq!(all.iter().map(|m| m.author.as_str()).collect::<Vec<_>>(), ["anna", "ben", "carl"]);
        // of a topic only what is about it
        let plan = movers(&talk, |index| talk[index].text.contains("plan"));
        assert_eq!(
            plan.iter().map(|m| (m.author.as_str(), m.answers)).collect::<Vec<_>>(),
            [("anna", 2), ("ben", 0)]
        );
        assert!(movers(&[], |_| true).is_empty());
    }
}
