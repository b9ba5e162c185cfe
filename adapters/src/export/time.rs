//! Which times in an export can be true.

use chrono::{DateTime, Utc};
use serde_json::Value;

/// 9999-12-31T23:59:59Z. Milliseconds taken for seconds lie beyond it.
const LATEST: i64 = 253_402_300_799;

/// A time after 1970 and before the year 10000, from seconds since 1970 and microseconds.
pub(crate) fn plausible(seconds: i64, micros: u32) -> Option<DateTime<Utc>> {
    if !(1..=LATEST).contains(&seconds) || micros > 999_999 {
        return None;
    }
    DateTime::from_timestamp(seconds, micros * 1_000)
}

/// Such a time from a text like `2024-05-01T21:00:00.123+09:00` (RFC 3339).
pub(crate) fn rfc3339(value: &Value) -> Option<DateTime<Utc>> {
    let at = DateTime::parse_from_rfc3339(value.as_str()?.trim()).ok()?.to_utc();
    plausible(at.timestamp(), at.timestamp_subsec_micros())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_times_that_can_be() {
        assert_eq!(plausible(1_326_376_980, 1).map(|at| at.timestamp_micros()), Some(1_326_376_980_000_001));
        assert_eq!(plausible(0, 0), None);
        assert_eq!(plausible(-5, 0), None);
        assert_eq!(plausible(1_326_376_980_000, 0), None);
        assert_eq!(plausible(i64::MAX, u32::MAX), None);
    }
}
