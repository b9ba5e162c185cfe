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
    since: Instant,
    wait: Duration,
    told: bool,
}

impl Lost {
    /// Since a try that began then.
    pub(super) fn since(began: Instant) -> Self {
        Self { since: began, wait: AGAIN.0, told: false }
    }

    /// After another try that failed: how long to wait, and whether a person is to be told now, which is once.
    pub(super) fn again(&mut self, now: Instant) -> (Duration, bool) {
        let wait = self.wait;
        self.wait = (wait * 2).min(AGAIN.1);
        let tell = !self.told && now - self.since >= PATIENCE;
        self.told |= tell;
        (wait, tell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_told_once_and_within_a_minute() {
        // connections that are refused at once, and platforms that never answer
        for try_takes in [Duration::ZERO, Duration::from_secs(15)] {
            let began = Instant::now();
            let mut lost = Lost::since(began);
            let (mut now, mut told) = (began, Vec::new());
            let mut longest = Duration::ZERO;
            for _ in 0..50 {
                now += try_takes;
                let (wait, tell) = lost.again(now);
                if tell {
                    told.push(now - began);
                }
                longest = longest.max(wait);
                now += wait;
            }
            assert_eq!(told.len(), 1, "{told:?}");
            assert!((PATIENCE..Duration::from_secs(60)).contains(&told[0]), "{told:?}");
            assert_eq!(longest, AGAIN.1);
        }
    }
}
