//! A date as said, which may leave open of which week, month or year it is.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{
    Here,
    days::{Days, number, plus_days, plus_months},
};

/// A stretch of whole days as somebody names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Date {
    /// Nothing is left open.
    Fixed(Days),
    /// "Monday".
    Weekday(Weekday),
    /// 3月.
    Month(u32),
    /// "March 4", perhaps with its weekday.
    MonthDay(u32, u32, Option<Weekday>),
    /// "the 15th", perhaps with its weekday.
    Day(u32, Option<Weekday>),
    /// "summer": 0 is spring.
    Season(u32),
    /// "Q2", of four.
    Quarter(u32),
}

/// Which of those that fit is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lean {
    /// The coming one.
    Ahead,
    /// The latest.
    Back,
    /// The first from a day on.
    From(NaiveDate),
    /// The last that begins before a day.
    Before(NaiveDate),
}

impl Date {
    /// How much it says by itself: what says less takes the rest from what says more.
    pub(super) fn rank(self) -> u8 {
        match self {
            Self::Weekday(_) | Self::Day(..) => 0,
            Self::Fixed(_) => 2,
            _ => 1,
        }
    }

    /// With a weekday said beside it.
    pub(super) fn on(self, weekday: Weekday) -> Self {
        match self {
            Self::MonthDay(month, day, _) => Self::MonthDay(month, day, Some(weekday)),
            Self::Day(day, _) => Self::Day(day, Some(weekday)),
            other => other,
        }
    }

    /// The days meant.
    pub(super) fn days(self, lean: Lean, here: &Here) -> Option<Days> {
        if let Self::Fixed(days) = self {
            return Some(days);
        }
        let (today, lean) = (here.today(), here.lean(lean));
        let (earliest, latest) = match lean {
            Lean::Ahead if matches!(self, Self::Weekday(_)) => (Some(today.succ_opt()?), None),
            Lean::Ahead => (Some(today), None),
            Lean::From(day) => (Some(day), None),
            Lean::Back => (None, Some(today)),
            Lean::Before(day) => (None, Some(day.pred_opt()?)),
        };
        let around = earliest.or(latest)?;
        // what goes on now is the coming one, too
        let fits = |days: &Days| {
            earliest.is_none_or(|from| {
                days.from >= from
                    || (lean == Lean::Ahead && days.to > from && !matches!(self, Self::Season(_)))
                    || (matches!(lean, Lean::From(_)) && days.to > from)
            }) && latest.is_none_or(|to| days.from <= to)
        };
        let mut candidates: Vec<Days> = self.near(around, here).into_iter().flatten().filter(fits).collect();
        candidates.sort_by_key(|days| days.from);
        if earliest.is_some() { candidates.first().copied() } else { candidates.last().copied() }
    }

    /// Those that fit within some time around a day.
    fn near(self, around: NaiveDate, here: &Here) -> Vec<Option<Days>> {
        let year = around.year();
        match self {
            Self::Fixed(days) => vec![Some(days)],
            Self::Weekday(weekday) => (-1..=1)
                .map(|weeks| {
                    let off = i64::from(number(weekday)) - i64::from(number(around.weekday()));
                    Days::one(plus_days(around, 7 * weeks + off)?)
                })
                .collect(),
            Self::Month(month) => (year - 1..=year + 1).map(|year| Days::month(year, month)).collect(),
            Self::MonthDay(month, day, None) => {
                (year - 8..=year + 8).map(|year| Days::date(year, month, day)).collect()
            }
            Self::MonthDay(month, day, weekday) => {
                // its weekday tells the year, near the present one
                let mut years: Vec<i32> = (year - 6..=year + 6).collect();
                years.sort_by_key(|of| ((of - year).abs(), *of < year));
                let fits = |date: &NaiveDate| weekday.is_none_or(|weekday| date.weekday() == weekday);
                let date =
                    years.into_iter().filter_map(|year| NaiveDate::from_ymd_opt(year, month, day)).find(fits);
                match date {
                    // "Sunday, Feb 10", two days ago: that one
                    Some(date) => vec![Days::one(date)],
                    None => Self::MonthDay(month, day, None).near(around, here),
                }
            }
            Self::Day(day, weekday) => (-6..=14)
                .map(|months| {
                    let date = plus_months(around.with_day(1)?, months)?.with_day(day)?;
                    let fits = weekday.is_none_or(|weekday| date.weekday() == weekday);
                    fits.then(|| Days::one(date))?
                })
                .collect(),
            Self::Season(index) => (year - 2..=year + 1).map(|year| Days::season(index, year)).collect(),
            Self::Quarter(n) => vec![
                // of the present year, whatever comes first
                NaiveDate::from_ymd_opt(quarter_year(around, here), here.quarters_from, 1)
                    .and_then(|from| Days::new(from, plus_months(from, 12)?, super::Grain::Year))
                    .and_then(|year| year.part(n, 3)),
            ],
        }
    }

    /// The days meant, wherever they lie: a quarter is of the present year, a weekday with its date may be past.
    pub(super) fn resolved(self, lean: Lean, here: &Here) -> Option<Days> {
        match self {
            Self::Quarter(_) | Self::MonthDay(_, _, Some(_)) => {
                self.near(here.today(), here).into_iter().flatten().next()
            }
            _ => self.days(lean, here),
        }
    }
}

fn quarter_year(day: NaiveDate, here: &Here) -> i32 {
    if day.month() >= here.quarters_from { day.year() } else { day.year() - 1 }
}
