//! How fast Discord may be asked: what its answers say about each bucket, and nothing else. No numbers of ours.
//!
//! A request that would be refused is not sent: ten thousand refusals in ten minutes bar an address altogether.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::header::HeaderMap;

/// Which requests share a bucket, as far as we can tell: the kind of request, and whose.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Lane {
    /// The request with its ids left out.
    pub(super) kind: &'static str,
    /// The channel, server, application or webhook: each has buckets of its own.
    pub(super) major: String,
}

/// What is known about every bucket.
#[derive(Debug, Default)]
pub(super) struct Pace(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// Discord's name of the bucket behind a kind of request.
    buckets: HashMap<&'static str, String>,
    /// What is left in each until when, by bucket and major.
    left: HashMap<(String, String), (u64, Instant)>,
    /// Nothing may be sent before.
    all: Option<Instant>,
}

impl Pace {
    /// How long to wait before this request; if not at all, it counts as sent.
    pub(super) fn wait(&self, lane: &Lane, now: Instant) -> Option<Duration> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(until) = known.all.filter(|until| *until > now) {
            return Some(until - now);
        }
        let key = key(&known, lane);
        match known.left.get_mut(&key) {
            Some((0, until)) if *until > now => Some(*until - now),
            Some((left, until)) if *until > now => {
                *left -= 1;
                None
            }
            // Over: how much there is, the next answer says.
            _ => {
                known.left.remove(&key);
                None
            }
        }
    }

    /// What an answer says about its bucket.
    pub(super) fn heard(&self, lane: &Lane, headers: &HeaderMap, now: Instant) {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let Some(bucket) = text("x-ratelimit-bucket") else { return };
        let left = text("x-ratelimit-remaining").and_then(|left| left.parse::<u64>().ok());
        let after = text("x-ratelimit-reset-after").and_then(seconds);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.buckets.insert(lane.kind, bucket.to_owned());
        if let (Some(left), Some(after)) = (left, after) {
            let key = key(&known, lane);
            // Answers overtake each other: within a period the smaller number is the newer one.
            let left = match known.left.get(&key) {
                Some((before, until)) if *until > now => left.min(*before),
                _ => left,
            };
            known.left.insert(key, (left, now + after));
        }
        if known.left.len() > 4_096 {
            known.left.retain(|_, (_, until)| *until > now);
        }
    }

    /// Discord has refused a request because it came too early.
    pub(super) fn refused(&self, lane: &Lane, everything: bool, after: Duration, now: Instant) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if everything {
            known.all = Some(now + after);
        } else {
            let key = key(&known, lane);
            known.left.insert(key, (0, now + after));
        }
    }
}

fn key(known: &Known, lane: &Lane) -> (String, String) {
    let bucket = known.buckets.get(lane.kind).map_or(lane.kind, String::as_str);
    (bucket.to_owned(), lane.major.clone())
}

/// Seconds with a fraction; a day at most, whatever stands there.
pub(super) fn seconds(text: &str) -> Option<Duration> {
    let seconds = text.trim().parse::<f64>().ok().filter(|seconds| !seconds.is_nan())?;
    Duration::try_from_secs_f64(seconds.min(86_400.0)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(kind: &'static str, major: &str) -> Lane {
        Lane { kind, major: major.into() }
    }

    fn headers(bucket: &str, left: u64, after: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("x-ratelimit-bucket", bucket.to_owned()),
            ("x-ratelimit-remaining", left.to_string()),
            ("x-ratelimit-reset-after", after.to_owned()),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn an_empty_bucket_is_waited_for_and_no_other() {
        let (pace, now) = (Pace::default(), Instant::now());
        let (one, two, other) = (lane("POST m", "1"), lane("POST m", "2"), lane("GET m", "1"));
        assert_eq!(pace.wait(&one, now), None, "nothing is known");
        pace.heard(&one, &headers("abc", 1, "2.5"), now);
        assert_eq!(pace.wait(&one, now), None, "the last one");
        assert_eq!(pace.wait(&one, now), Some(Duration::from_millis(2_500)));
        assert_eq!(pace.wait(&two, now), None, "another channel");
        assert_eq!(pace.wait(&other, now), None, "another bucket");
        pace.heard(&other, &headers("abc", 0, "2.5"), now);
        assert!(pace.wait(&other, now).is_some(), "two requests, one bucket");
        assert_eq!(pace.wait(&one, now + Duration::from_secs(3)), None, "full again");
    }

    #[test]
    fn late_answers_give_nothing_back() {
        let (pace, now) = (Pace::default(), Instant::now());
        let one = lane("POST m", "1");
        pace.heard(&one, &headers("abc", 0, "1"), now);
        pace.heard(&one, &headers("abc", 3, "1"), now);
        assert!(pace.wait(&one, now).is_some());
    }

    #[test]
    fn a_refusal_holds_one_or_all() {
        let (pace, now) = (Pace::default(), Instant::now());
        let (one, two) = (lane("POST m", "1"), lane("POST m", "2"));
        pace.refused(&one, false, Duration::from_secs(1), now);
        assert!(pace.wait(&one, now).is_some());
        assert_eq!(pace.wait(&two, now), None);
        pace.refused(&one, true, Duration::from_secs(2), now);
        assert_eq!(pace.wait(&two, now), Some(Duration::from_secs(2)));
        assert_eq!(pace.wait(&two, now + Duration::from_secs(2)), None);
    }

    #[test]
    fn seconds_with_a_fraction() {
        assert_eq!(seconds("0.25"), Some(Duration::from_millis(250)));
        assert_eq!(seconds("1e300"), Some(Duration::from_secs(86_400)));
        for odd in ["", "-1", "NaN", "soon"] {
            assert_eq!(seconds(odd), None, "{odd}");
        }
    }
}
