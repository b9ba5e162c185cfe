//! How fast a platform may be sent to: a turn for each message, by connection and by conversation.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crm::{ConnectionId, ConversationId};

/// Whoever would have to wait longer comes back later.
const PATIENCE: Duration = Duration::from_secs(2);
/// Turns that are remembered before those that have passed are forgotten.
const REMEMBERED: usize = 10_000;

/// The next turn of each connection and conversation.
#[derive(Debug, Default)]
pub struct Pace(Mutex<HashMap<(ConnectionId, Option<ConversationId>), Instant>>);

/// When a message may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// After this time: the turn is taken.
    In(Duration),
    /// Only after this time: nothing is taken.
    TooFar(Duration),
}

impl Pace {
    /// Takes the next turn.
    pub(super) fn turn(
        &self,
        pace: adapters::Pace,
        connection: ConnectionId,
        conversation: ConversationId,
    ) -> Turn {
        let now = Instant::now();
        let mut next = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let keys = [
            ((connection, None), Duration::from_millis(pace.connection_ms)),
            ((connection, Some(conversation)), Duration::from_millis(pace.conversation_ms)),
        ];
        let at = keys.iter().filter_map(|(key, _)| next.get(key)).max().copied().unwrap_or(now).max(now);
        if at - now > PATIENCE {
            return Turn::TooFar(at - now);
        }
        if next.len() > REMEMBERED {
            next.retain(|_, at| *at > now);
        }
        for (key, apart) in keys {
            if !apart.is_zero() {
                next.insert(key, at + apart);
            }
        }
        Turn::In(at - now)
    }

    /// The platform wants nothing from this connection for a while.
    pub(super) fn hold(&self, connection: ConnectionId, wait: Duration) {
        let mut next = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let until = Instant::now() + wait;
        let at = next.entry((connection, None)).or_insert(until);
        *at = until.max(*at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_a_conversation_keep_their_distance() {
        let pace = Pace::default();
        let every = adapters::Pace { conversation_ms: 1_000, connection_ms: 50 };
        let (connection, one, other) = (ConnectionId::new(), ConversationId::new(), ConversationId::new());
        assert_eq!(pace.turn(every, connection, one), Turn::In(Duration::ZERO));
        let wait = |turn| match turn {
            Turn::In(wait) | Turn::TooFar(wait) => wait,
        };
        let another = wait(pace.turn(every, connection, other));
        assert!(another > Duration::ZERO && another <= Duration::from_millis(50), "{another:?}");
        assert!(wait(pace.turn(every, connection, one)) > Duration::from_millis(500));
        pace.hold(connection, Duration::from_secs(60));
        assert!(matches!(pace.turn(every, connection, other), Turn::TooFar(_)));
        assert_eq!(pace.turn(every, ConnectionId::new(), other), Turn::In(Duration::ZERO));
    }
}
