//! The time before a period: of last month the month before, of the last 30 days the 30 before them.

use chrono::{DateTime, Days, Months, NaiveDate, Utc};

use super::{Now, Period, read};

/// How far back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Seven days.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// Twelve months.
    Year,
}

/// The time before the one that these words mean, in words that [`read`] reads; without a step as far back as it is
/// long. `None`: the words are no period, or one that has no beginning.
pub fn before(words: &str, step: Option<Step>, now: &Now) -> Option<String> {
    let Period { from, until } = read(words, now)?;
    let day = |at: DateTime<Utc>| at.with_timezone(&now.zone).date_naive();
    let first = day(from?);
    // what goes on goes on until today
    let after = until.map_or_else(|| now.today().succ_opt(), |until| Some(day(until)))?;
    let (first, after) = match step {
        Some(Step::Week) => (back_days(first, 7)?, back_days(after, 7)?),
        Some(Step::Month) => (back_months(first, 1)?, back_months(after, 1)?),
        Some(Step::Quarter) => (back_months(first, 3)?, back_months(after, 3)?),
        Some(Step::Year) => (back_months(first, 12)?, back_months(after, 12)?),
        None => match whole_months(first, after) {
            Some(months) => (back_months(first, months)?, first),
            None => (back_days(first, u64::try_from((after - first).num_days()).ok()?)?, first),
        },
    };
    if whole_months(first, after) == Some(1) {
        return Some(first.format("%Y-%m").to_string());
    }
    let last = after.pred_opt()?;
    let (first, last) = (first.format("%Y-%m-%d").to_string(), last.format("%Y-%m-%d").to_string());
    Some(if first == last { first } else { format!("{first} to {last}") })
}

fn back_days(day: NaiveDate, days: u64) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(days))
}

fn back_months(day: NaiveDate, months: u32) -> Option<NaiveDate> {
    day.checked_sub_months(Months::new(months))
}

/// How many months, where it begins and ends with one.
fn whole_months(first: NaiveDate, after: NaiveDate) -> Option<u32> {
    use chrono::Datelike;
    let months =
        (after.year() - first.year()) * 12 + after.month().cast_signed() - first.month().cast_signed();
    (first.day() == 1 && after.day() == 1 && months > 0).then_some(months.cast_unsigned())
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use chrono_tz::Tz;

    use super::*;

    fn now() -> Now {
        let at = Utc.with_ymd_and_hms(2026, 11, 18, 1, 0, 0).unwrap();
        Now { at, zone: Tz::Asia__Tokyo, fiscal_start_month: 4 }
    }

    #[test]
    fn as_far_back_as_it_is_long() {
        for (words, step, want) in [
            ("last month", None, Some("2026-09")),
            ("先月", None, Some("2026-09")),
            ("2026-09", None, Some("2026-08")),
            ("last year", None, Some("2024-01-01 to 2024-12-31")),
            ("Q2", None, Some("2026-04-01 to 2026-06-30")),
            ("last week", None, Some("2026-11-02 to 2026-11-08")),
            ("yesterday", None, Some("2026-11-16")),
            ("last 30 days", None, Some("2026-09-20 to 2026-10-19")),
            ("last month", Some(Step::Year), Some("2025-10")),
            ("Q2", Some(Step::Quarter), Some("2026-04-01 to 2026-06-30")),
            ("last week", Some(Step::Week), Some("2026-11-02 to 2026-11-08")),
            ("all time", None, None),
            ("rust", None, None),
        ] {
            assert_eq!(before(words, step, &now()).as_deref(), want, "{words}");
        }
    }

    #[test]
    fn what_comes_of_it_is_read_again() {
        for words in ["last month", "last year", "Q2", "yesterday", "last 30 days", "since May"] {
            let mut said = words.to_owned();
            for _ in 0..4 {
                let earlier = before(&said, None, &now()).unwrap();
                let (one, other) = (read(&earlier, &now()).unwrap(), read(&said, &now()).unwrap());
                assert_eq!(one.until, other.from, "{said} {earlier}");
                said = earlier;
            }
        }
    }
}
