//! The days of the story: when it starts and ends, the events everything else is told around, and which
//! release was current. Not a clock: today is an argument.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

/// Days before today on which an SDK release came out.
const RELEASES: [(i64, &str); 16] = [
    (640, "0.4.2"),
    (560, "0.5.0"),
    (480, "0.5.2"),
    (430, "0.6.0"),
    (380, "0.6.3"),
    (330, "0.7.0"),
    (290, "0.8.0"),
    (262, "0.9.0"),
    (240, "1.0.0"),
    (200, "1.0.3"),
    (160, "1.1.0"),
    (120, "1.2.0"),
    (80, "1.2.2"),
    (45, "1.3.0"),
    (30, "1.3.1"),
    (12, "1.4.0"),
];

/// The days everything is placed by.
#[derive(Debug, Clone)]
pub(super) struct Calendar {
    /// The first day on which nothing has happened yet.
    pub(super) today: NaiveDate,
    /// The first day of the story, eighteen months before.
    pub(super) start: NaiveDate,
}

impl Calendar {
    /// The calendar that ends before `today`.
    pub(super) fn new(today: NaiveDate) -> Self {
        let year = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        let today = today.clamp(year(2017), year(9000));
        Self { today, start: today.checked_sub_months(Months::new(18)).unwrap_or(today) }
    }

    /// The moment before which everything happened.
    pub(super) fn end(&self) -> DateTime<Utc> {
        self.today.and_time(NaiveTime::MIN).and_utc()
    }

    /// How many days the story has.
    pub(super) fn length(&self) -> i64 {
        (self.today - self.start).num_days()
    }

    /// A day of the story counted from its first; not past its last.
    pub(super) fn day(&self, index: usize) -> NaiveDate {
        (self.start + Days::new(index as u64)).min(self.today - Days::new(1))
    }

    /// A day named as in the texts: `today`, `hackathon`, `rustone`, `expo`, `advent`, `tokyo`, `webinar` or `osaka`, with
    /// days to add or take: `expo-60`.
    pub(super) fn named(&self, name: &str) -> Option<NaiveDate> {
        let cut = name.find(['+', '-']).unwrap_or(name.len());
        let (anchor, days) = name.split_at(cut);
        let days = if days.is_empty() { 0 } else { days.parse().ok()? };
        Some(self.anchor(anchor)? + TimeDelta::days(days))
    }

    /// The day of an event.
    pub(super) fn anchor(&self, name: &str) -> Option<NaiveDate> {
        let ago = |days| self.today - Days::new(days);
        match name {
            "today" => Some(self.today),
            // The Saturday of the latest Spring Hackathon, two weeks past at least.
            "hackathon" => {
                self.latest(ago(15), |year| NaiveDate::from_weekday_of_month_opt(year, 4, Weekday::Sat, 3))
            }
            "advent" => self.latest(ago(33), |year| NaiveDate::from_ymd_opt(year, 12, 1)),
            "rustone" => Some(ago(240)),
            // Wednesday to Friday.
            "expo" => Some(
                ago(165) - Days::new(u64::from(ago(165).weekday().num_days_from_monday())) + Days::new(2),
            ),
            "tokyo" => Some(working(ago(120))),
            "webinar" => Some(working(ago(75))),
            "osaka" => {
                let from = self.today + Days::new(24);
                Some(from + Days::new(u64::from((11 - from.weekday().num_days_from_monday()) % 7)))
            }
            _ => None,
        }
    }

    /// The latest of a yearly day that is not after `limit`.
    fn latest(&self, limit: NaiveDate, yearly: impl Fn(i32) -> Option<NaiveDate>) -> Option<NaiveDate> {
        (0..3).filter_map(|ago| yearly(self.today.year() - ago)).find(|day| *day <= limit)
    }

    /// The release that was current on a day, and the one before it.
    pub(super) fn releases(&self, day: NaiveDate) -> (&'static str, &'static str) {
        let age = (self.today - day).num_days();
        let next = RELEASES.partition_point(|(ago, _)| *ago >= age);
        let current = next.saturating_sub(1);
        (RELEASES[current].1, RELEASES[current.saturating_sub(1)].1)
    }

    /// The days of the story on which a release came out.
    pub(super) fn release_days(&self) -> Vec<(NaiveDate, &'static str)> {
        RELEASES
            .iter()
            .map(|(ago, version)| (self.today - TimeDelta::days(*ago), *version))
            .filter(|(day, _)| *day >= self.start)
            .collect()
    }
}

/// The day itself, or an earlier one that is no weekend and not around New Year, when Japan rests.
fn working(day: NaiveDate) -> NaiveDate {
    let rests = matches!((day.month(), day.day()), (12, 28..) | (1, ..=5));
    weekday_before(if rests { day - Days::new(14) } else { day })
}

/// The day itself, or the Friday before a weekend.
pub(super) fn weekday_before(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday().saturating_sub(4)))
}

/// The day itself, or the Monday after a weekend.
pub(super) fn weekday_after(day: NaiveDate) -> NaiveDate {
    if is_weekend(day) { weekday_before(day) + Days::new(3) } else { day }
}

/// Saturday or Sunday.
pub(super) fn is_weekend(day: NaiveDate) -> bool {
    day.weekday().num_days_from_monday() > 4
}

/// A moment by the clock of somebody `offset` minutes east of Greenwich.
pub(super) fn local(day: NaiveDate, minute: i64, offset: i64) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(minute - offset)
}
