//! How long a connection has not been to be had, when to try again, and when a person is told.

use std::time::Duration;

use tokio::time::Instant;

/// Twice as long each time, up to the second.
const AGAIN: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));
/// What is over within this time is no trouble.
const PATIENCE: Duration = Duration::from_secs(10);

/// One that has failed and has not worked since.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lost {
    since: Option<Instant>,
    wait: Duration,
}

impl Default for Lost {
    fn default() -> Self {
        Self { since: None, wait: AGAIN.0 }
    }
}

impl Lost {
    /// After a try that failed: how long to wait, and whether it is trouble by now.
    pub(super) fn again(&mut self, now: Instant) -> (Duration, bool) {
        let wait = self.wait;
        self.wait = (wait * 2).min(AGAIN.1);
        let since = *self.since.get_or_insert(now);
        (wait, now - since >= PATIENCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_trouble_within_a_minute_and_asked_ever_more_seldom() {
        // connections that are refused at once, and platforms that never answer
        for try_takes in [Duration::ZERO, Duration::from_secs(15)] {
            let began = Instant::now();
            let mut lost = Lost::default();
            let (mut now, mut told) = (began, None);
            let mut waits = Vec::new();
            for _ in 0..20 {
                now += try_takes;
                let (wait, trouble) = lost.again(now);
                assert!(told.is_none() || trouble, "it stays trouble");
                if trouble && told.is_none() {
                    told = Some(now - began);
                }
                waits.push(wait);
                now += wait;
            }
            assert!((PATIENCE..Duration::from_secs(60)).contains(&told.unwrap()), "{told:?}");
            assert!(waits.is_sorted() && waits[0] == AGAIN.0 && waits.last() == Some(&AGAIN.1), "{waits:?}");
        }
    }
}
