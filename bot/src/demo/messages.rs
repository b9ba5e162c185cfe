//! Turns threads into activities: in the order of time, with the ids that each platform would give.

use chrono::{DateTime, Utc};

use super::conversations::Room;
use super::external;
use super::world::Activity;

/// What was said in one breath of conversation; the first message opens the thread.
pub(super) struct Thread {
    pub(super) room: usize,
    pub(super) messages: Vec<Said>,
}

/// One message.
pub(super) struct Said {
    pub(super) account: usize,
    pub(super) text: String,
    pub(super) at: DateTime<Utc>,
}

/// All messages as activities, oldest first.
pub(super) fn publish(threads: Vec<Thread>, rooms: &[Room]) -> Vec<Activity> {
    let mut openers: Vec<Option<String>> = vec![None; threads.len()];
    let mut places = vec![0; rooms.len()];
    let mut said: Vec<(usize, usize, usize, Said)> = threads
        .into_iter()
        .enumerate()
        .flat_map(|(thread, Thread { room, messages })| {
            messages.into_iter().enumerate().map(move |(turn, said)| (thread, turn, room, said))
        })
        .collect();
    said.sort_by_key(|(thread, turn, _, said)| (said.at, *thread, *turn));
    said.into_iter()
        .enumerate()
        .map(|(number, (thread, turn, room, said))| {
            places[room] += 1;
            let external_id =
                external::message(&rooms[room].conversation.provider, said.at, number, places[room]);
            if turn == 0 {
                openers[thread].clone_from(&external_id);
            }
            Activity {
                account: Some(said.account),
                person: None,
                conversation: Some(room),
                thread: openers[thread].clone().filter(|_| turn > 0),
                external_id,
                action: "message".to_owned(),
                text: Some(said.text),
                at: said.at,
                campaign: None,
            }
        })
        .collect()
}
