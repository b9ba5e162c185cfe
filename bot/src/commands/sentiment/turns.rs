//! Moods over time: buckets of days, weeks or months, and where they turn.

use chrono::{Datelike, Days, NaiveDate};
use chrono_tz::Tz;
use crm::moods::Felt;

/// What was felt in a day, a week or a month.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bucket {
    /// Its first day.
    pub(crate) first: NaiveDate,
    /// Places of its messages among all.
    pub(crate) messages: std::ops::Range<usize>,
    /// The mean score, -1 to 1.
    pub(crate) mean: f64,
}

/// A change from one bucket to the next is a turn from here on.
const TURN: f64 = 0.15;
/// With fewer messages a mean says nothing.
const FEW: usize = 2;
/// Turns that are shown.
const SHOWN: usize = 3;

/// Days up to a fortnight, weeks up to four months, else months. The messages are in time order.
pub(crate) fn buckets(felt: &[Felt], zone: Tz) -> Vec<Bucket> {
    let day = |felt: &Felt| felt.at.with_timezone(&zone).date_naive();
    let (Some(first), Some(last)) = (felt.first().map(day), felt.last().map(day)) else { return Vec::new() };
    let length = (last - first).num_days();
    let begin = |day: NaiveDate| match length {
        ..=14 => day,
        15..=120 => {
            day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
        }
        _ => day.with_day(1).unwrap_or(day),
    };
    let mut buckets: Vec<Bucket> = Vec::new();
    for (place, message) in felt.iter().enumerate() {
        let first = begin(day(message));
        match buckets.last_mut() {
            Some(bucket) if bucket.first == first => bucket.messages.end = place + 1,
            _ => buckets.push(Bucket { first, messages: place..place + 1, mean: 0.0 }),
        }
    }
    for bucket in &mut buckets {
        bucket.mean = mean(&felt[bucket.messages.clone()]);
    }
    buckets
}

/// The mean score; 0 of none.
pub(crate) fn mean(felt: &[Felt]) -> f64 {
    let sum: f64 = felt.iter().map(|message| f64::from(message.score)).sum();
    sum / felt.len().max(1) as f64
}

/// The greatest turns in time order: the bucket in which it turned, and whether for the better.
pub(crate) fn turns(buckets: &[Bucket]) -> Vec<(usize, bool)> {
    let counts = |bucket: &Bucket| bucket.messages.len() >= FEW;
    let mut found: Vec<(usize, f64)> = buckets
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| counts(&pair[0]) && counts(&pair[1]))
        .map(|(place, pair)| (place + 1, pair[1].mean - pair[0].mean))
        .filter(|(_, change)| change.abs() >= TURN)
        .collect();
    found.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
    found.truncate(SHOWN);
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(place, change)| (place, change > 0.0)).collect()
}

/// Numbers of the messages that say it most strongly, at most `most`: the happiest, or the least happy.
pub(crate) fn strongest(felt: &[Felt], better: bool, most: usize) -> Vec<i64> {
    let sign: i16 = if better { 1 } else { -1 };
    let mut found: Vec<&Felt> = felt.iter().filter(|message| message.label == sign).collect();
    let sign = f32::from(sign);
    found.sort_by(|a, b| (b.score * sign).total_cmp(&(a.score * sign)).then(a.number.cmp(&b.number)));
    found.into_iter().take(most).map(|message| message.number).collect()
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone, Utc};

    use super::*;

    fn felt(days: &[(i64, f32)]) -> Vec<Felt> {
        let noon = Utc.with_ymd_and_hms(2026, 11, 2, 12, 0, 0).unwrap();
        (1..)
            .zip(days)
            .map(|(number, (day, score))| Felt {
                number,
                at: noon + TimeDelta::days(*day),
                label: if *score > 0.0 { 1 } else { -1 },
                score: *score,
            })
            .collect()
    }

    #[test]
    fn moods_turn_between_days() {
        let felt = felt(&[(0, 0.8), (0, 0.6), (1, -0.9), (1, -0.5), (2, -0.6), (2, -0.8), (3, 0.9)]);
        let buckets = buckets(&felt, Tz::UTC);
        assert_eq!(buckets.iter().map(|bucket| bucket.messages.len()).collect::<Vec<_>>(), [2, 2, 2, 1]);
        // the last has too few messages to say anything
        assert_eq!(turns(&buckets), [(1, false)]);
        assert_eq!(strongest(&felt[buckets[1].messages.clone()], false, 1), [3]);
        assert_eq!(strongest(&felt, true, 9), [7, 1, 2]);
    }

    #[test]
    fn long_times_are_weeks_and_months() {
        let weeks = felt(&[(0, 0.1), (6, 0.1), (7, 0.1), (30, 0.1)]);
        assert_eq!(buckets(&weeks, Tz::UTC).len(), 3);
        let months = felt(&[(0, 0.1), (20, 0.1), (200, 0.1)]);
        assert_eq!(buckets(&months, Tz::UTC).len(), 2);
        assert!(buckets(&[], Tz::UTC).is_empty() && turns(&[]).is_empty());
        assert!(mean(&[]).abs() < f64::EPSILON);
    }
}
