//! Questions that nobody answered.
//!
//! A simple rule, on the careful side: anything that looks like an answer is one. Small talk doesn't, nor what puts the
//! matter off.

use std::collections::HashMap;

use super::cues::Kind;
use super::small_talk;
use super::summarise::{Message, Reading};
use crate::text::fold;

/// An answer comes within so many messages…
const MESSAGES: usize = 12;
/// …and so many seconds, unless it is a reply or speaks of the same thing.
const SECONDS: i64 = 2 * 3_600;

/// The questions (indices into `messages`) without an answer after them, in time order.
/// `order` lists the messages in time; only people (`human`) ask and answer.
pub(super) fn open(
    messages: &[Message<'_>],
    readings: &[Reading],
    order: &[usize],
    human: &[bool],
) -> Vec<usize> {
    let order: Vec<usize> = order.iter().copied().filter(|index| human[*index]).collect();
    let talk = Talk { messages, readings, replies: replies(messages, &order) };
    let asks = |index: usize| readings[index].cue.kind == Kind::Question && readings[index].terms.len() >= 2;
    let places = order.iter().enumerate().filter(|(_, index)| asks(**index));
    places
        .filter(|(place, asked)| !talk.is_answered(**asked, &order[place + 1..]))
        .map(|(_, asked)| *asked)
        .collect()
}

/// For each message that begins a thread or is answered: the replies, in time order.
fn replies(messages: &[Message<'_>], order: &[usize]) -> HashMap<usize, Vec<usize>> {
    let mut replies: HashMap<usize, Vec<usize>> = HashMap::new();
    for index in order {
        if let Some(to) = messages[*index].reply_to {
            replies.entry(to).or_default().push(*index);
        }
    }
    replies
}

struct Talk<'a> {
    messages: &'a [Message<'a>],
    readings: &'a [Reading],
    replies: HashMap<usize, Vec<usize>>,
}

impl Talk<'_> {
    fn is_answered(&self, asked: usize, later: &[usize]) -> bool {
        self.has_reply(asked) || self.is_taken_up(asked, later)
    }

    /// Did somebody else reply to it, or go on in its thread?
    fn has_reply(&self, asked: usize) -> bool {
        let question = &self.messages[asked];
        let threads = [Some(asked), question.reply_to].into_iter().flatten();
        let mut replies = threads.filter_map(|thread| self.replies.get(&thread)).flatten();
        replies.any(|reply| {
            let reply_at = (self.messages[*reply].at, *reply);
            let says =
                !self.readings[*reply].put_off && !small_talk::is_small_talk(self.messages[*reply].text);
            says && self.messages[*reply].author != question.author && reply_at > (question.at, asked)
        })
    }

    /// Does the talk after it look like an answer?
    fn is_taken_up(&self, asked: usize, later: &[usize]) -> bool {
        let question = &self.messages[asked];
        let author = fold(question.author);
        let mut others = 0;
        // something else was asked, or the matter put off: what comes next is about that
        let mut elsewhere = false;
        for &next in later {
            let (message, reading) = (&self.messages[next], &self.readings[next]);
            if message.author == question.author {
                // Whoever says thanks has been helped.
                if reading.thanks {
                    return true;
                }
            } else if small_talk::is_small_talk(message.text) {
                elsewhere |= small_talk::invites(message.text);
            } else if message.reply_to.is_none() {
                others += 1;
                let soon = message.at.saturating_sub(question.at) <= SECONDS && others <= 2;
                let about = shares_term(&self.readings[asked], reading) || reading.folded.contains(&author);
                let answers = soon && !elsewhere && reading.cue.kind != Kind::Question;
                if !reading.put_off && (about || answers) {
                    return true;
                }
                elsewhere |= reading.put_off;
            }
            if others >= MESSAGES {
                break;
            }
        }
        false
    }
}

fn shares_term(a: &Reading, b: &Reading) -> bool {
    a.terms.iter().any(|(term, _)| b.terms.binary_search_by_key(term, |(other, _)| *other).is_ok())
}
