//! From what somebody did to points, levels and scores. No database here.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Measure, Weights};

/// What somebody did of one kind on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// What.
    pub action: String,
    /// When.
    pub day: NaiveDate,
    /// How often, at least once.
    pub times: u32,
}

/// What one kind of action adds to a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What was done.
    pub action: String,
    /// How often.
    pub times: u64,
    /// On how many days.
    pub days: u64,
    /// When last.
    pub last: NaiveDate,
    /// How much one counts when it is new.
    pub weight: f64,
    /// What is left of it today.
    pub points: f64,
}

/// Days since the first of 2000.
fn day_number(day: NaiveDate) -> f64 {
    f64::from(chrono::Datelike::num_days_from_ce(&day) - 730_120)
}

/// What a deed is worth when it is new.
fn worth(weight: f64, times: u32) -> f64 {
    weight * (1.0 + f64::from(times)).log2()
}

/// How much a point of `day` is worth `today`; what lies ahead is worth as much as what is new.
fn left(measure: Measure, day: NaiveDate, today: NaiveDate) -> f64 {
    let age = (day_number(today) - day_number(day)).max(0.0);
    (-age / measure.half_life_days()).exp2()
}

/// The points that all this is worth today.
pub fn points(measure: Measure, weights: &Weights, deeds: &[Deed], today: NaiveDate) -> f64 {
    deeds
        .iter()
        .map(|deed| worth(weights.of(measure, &deed.action), deed.times) * left(measure, deed.day, today))
        .sum()
}

/// A score from points, 0 to 100.
pub fn score(measure: Measure, points: f64) -> f64 {
    let score = 100.0 * (1.0 - (-points.max(0.0) / measure.half_way()).exp2());
    score.clamp(0.0, 100.0)
}

/// What each kind of action adds, most first; what counts nothing is left out.
pub fn lines(measure: Measure, weights: &Weights, deeds: &[Deed], today: NaiveDate) -> Vec<Line> {
    let mut lines: BTreeMap<&str, Line> = BTreeMap::new();
    for deed in deeds {
        let weight = weights.of(measure, &deed.action);
        if weight <= 0.0 {
            continue;
        }
        let points = worth(weight, deed.times) * left(measure, deed.day, today);
        let line = lines.entry(&deed.action).or_insert_with(|| Line {
            action: deed.action.clone(),
            times: 0,
            days: 0,
            last: deed.day,
            weight,
            points: 0.0,
        });
        line.times += u64::from(deed.times);
        line.days += 1;
        line.last = line.last.max(deed.day);
        line.points += points;
    }
    let mut lines: Vec<Line> = lines.into_values().collect();
    lines.sort_by(|a, b| b.points.total_cmp(&a.points).then_with(|| a.action.cmp(&b.action)));
    lines
}

/// The level of somebody who did all this; `None` when nothing of it counts.
pub(super) fn level(measure: Measure, weights: &Weights, deeds: &[Deed]) -> Option<f64> {
    // against the last day, so that nothing grows out of bounds however long ago it was
    let last = deeds.iter().map(|deed| deed.day).max()?;
    let points = points(measure, weights, deeds, last);
    (points > 0.0).then(|| points.log2() + day_number(last) / measure.half_life_days())
}

/// The score on a day of somebody with a level.
pub(super) fn score_of(measure: Measure, level: f64, today: NaiveDate) -> f64 {
    score(measure, (level - day_number(today) / measure.half_life_days()).exp2())
}

/// The level that a score takes on a day: who has it or more has that score or more. Infinite at the ends.
pub(crate) fn threshold(measure: Measure, score: f64, today: NaiveDate) -> f64 {
    if score <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if score >= 100.0 {
        return f64::INFINITY;
    }
    let points = -measure.half_way() * (1.0 - score / 100.0).log2();
    points.log2() + day_number(today) / measure.half_life_days()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(n: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap() - chrono::Days::new(n.unsigned_abs())
    }

    fn deeds() -> impl Strategy<Value = Vec<Deed>> {
        let deed = (
            prop::sample::select(vec!["message", "answer", "star", "talk", "note", "unheard_of"]),
            0..4_000_i64,
            1..60_u32,
        )
            .prop_map(|(action, age, times)| Deed {
                action: action.to_owned(),
                day: day(age),
                times,
            });
        prop::collection::vec(deed, 0..40)
    }

    fn measure() -> impl Strategy<Value = Measure> {
        prop::sample::select(Measure::ALL.to_vec())
    }

    #[test]
    fn examples_by_hand() {
        let weights = Weights::default();
        let of = |deeds: &[(&str, i64, u32)], measure| {
            let deeds: Vec<Deed> = deeds
                .iter()
                .map(|(action, age, times)| Deed {
                    action: (*action).to_owned(),
                    day: day(*age),
                    times: *times,
                })
                .collect();
            points(measure, &weights, &deeds, day(0))
        };
        assert_eq!(of(&[("message", 0, 1)], Measure::Engagement), 1.0);
        assert_eq!(of(&[("message", 30, 1)], Measure::Engagement), 0.5);
        assert_eq!(of(&[("message", 0, 3)], Measure::Engagement), 2.0);
        assert_eq!(of(&[("message", 0, 1)], Measure::Contribution), 0.0);
        assert_eq!(of(&[("talk", 180, 1)], Measure::Contribution), 10.0);
        assert_eq!(score(Measure::Engagement, 20.0), 50.0);
        assert_eq!(score(Measure::Engagement, 0.0), 0.0);
        // days count more than bursts
        let steady: Vec<(&str, i64, u32)> = (0..10).map(|n| ("message", n, 1)).collect();
        assert!(of(&steady, Measure::Engagement) > 2.0 * of(&[("message", 0, 10)], Measure::Engagement));
    }

    proptest! {
        #[test]
        fn scores_are_from_0_to_100(deeds in deeds(), measure in measure()) {
            let score = score(measure, points(measure, &Weights::default(), &deeds, day(0)));
            prop_assert!((0.0..=100.0).contains(&score));
        }

        #[test]
        fn who_does_more_has_no_less(deeds in deeds(), more in deeds(), measure in measure()) {
            let weights = Weights::default();
            let before = points(measure, &weights, &deeds, day(0));
            let all: Vec<Deed> = deeds.iter().chain(&more).cloned().collect();
            prop_assert!(points(measure, &weights, &all, day(0)) >= before);
            let mut oftener = deeds.clone();
            oftener.iter_mut().for_each(|deed| deed.times += 1);
            prop_assert!(points(measure, &weights, &oftener, day(0)) >= before);
        }

        #[test]
        fn time_only_takes(deeds in deeds(), later in 0..2_000_u64, measure in measure()) {
            let weights = Weights::default();
            let then = day(0) + chrono::Days::new(later);
            let (now, then) = (points(measure, &weights, &deeds, day(0)), points(measure, &weights, &deeds, then));
            prop_assert!(then <= now);
            prop_assert!(score(measure, then) <= score(measure, now));
        }

        #[test]
        fn lines_add_up(deeds in deeds(), measure in measure()) {
            let weights = Weights::default();
            let sum: f64 = lines(measure, &weights, &deeds, day(0)).iter().map(|line| line.points).sum();
            prop_assert!((sum - points(measure, &weights, &deeds, day(0))).abs() < 1e-9 * (1.0 + sum));
        }

        #[test]
        fn a_level_is_the_score_of_any_later_day(deeds in deeds(), later in 0..900_u64, measure in measure()) {
            let weights = Weights::default();
            let then = day(0) + chrono::Days::new(later);
            let direct = score(measure, points(measure, &weights, &deeds, then));
            match level(measure, &weights, &deeds) {
                Some(level) => {
                    prop_assert!((score_of(measure, level, then) - direct).abs() < 1e-6);
                    // and thresholds part the same
                    for bound in [5.0, 40.0, 70.0, 95.0] {
                        if (direct - bound).abs() > 1e-6 {
                            prop_assert_eq!(level >= threshold(measure, bound, then), direct >= bound);
                        }
                    }
                }
                None => prop_assert_eq!(direct, 0.0),
            }
        }
    }
}
