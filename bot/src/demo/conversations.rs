//! The rooms people talk in, read from `texts/conversations.txt`.

use super::calendar::Calendar;
use super::external::Mint;
use super::lists::{cells, entries};
use super::world::Conversation;

const LIST: &str = include_str!("texts/conversations.txt");

/// Who may talk in a room, besides the team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guests {
    /// Everybody on the platform.
    Everyone,
    /// The people of the organization with this domain.
    From(&'static str),
    /// The human with this handle.
    Only(&'static str),
}

/// A conversation, and what goes on there.
#[derive(Debug, Clone)]
pub(super) struct Room {
    /// As published.
    pub(super) conversation: Conversation,
    /// Share of threads in Japanese, in percent.
    pub(super) japanese: u32,
    /// How busy it is, against the other rooms.
    pub(super) weight: u64,
    /// What is talked about, and how often.
    pub(super) themes: Vec<(&'static str, u64)>,
    pub(super) guests: Guests,
}

/// All rooms.
pub(super) fn rooms(seed: u64, calendar: &Calendar) -> Vec<Room> {
    let mut mint = Mint::new(seed, "conversation ids");
    entries(LIST)
        .map(|entry| {
            let [provider, name, kind, japanese, weight, themes, guests] = cells(entry);
            Room {
                conversation: Conversation {
                    provider: provider.to_owned(),
                    external_id: mint.conversation(provider, kind, calendar.start),
                    name: name.to_owned(),
                    kind: kind.to_owned(),
                },
                japanese: japanese.parse().unwrap_or_default(),
                weight: weight.parse().unwrap_or_default(),
                themes: themes.split(' ').map(theme).collect(),
                guests: match guests.strip_prefix('@') {
                    Some(handle) => Guests::Only(handle),
                    None if guests.is_empty() => Guests::Everyone,
                    None => Guests::From(guests),
                },
            }
        })
        .collect()
}

/// Whether an organization has a room of its own on a provider.
pub(super) fn serves(provider: &str, domain: &str) -> bool {
    let guests = format!("| {domain}");
    !domain.is_empty() && entries(LIST).any(|entry| entry.starts_with(provider) && entry.ends_with(&guests))
}

/// `name` or `name*weight`
fn theme(text: &'static str) -> (&'static str, u64) {
    match text.split_once('*') {
        Some((name, weight)) => (name, weight.parse().unwrap_or(1)),
        None => (text, 1),
    }
}
