//! Lengths of time: "2 hours and 30 minutes", 1年半, and what lies so far from now.

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::{
    Grain, Here,
    days::{Days, Unit, number, plus_days, plus_months},
    said::Said,
    span::{Edge, Span},
};

/// Months, days and seconds are counted apart: neither has always as many of the next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Duration {
    months: i64,
    days: i64,
    seconds: i64,
    workdays: i64,
    /// Minutes or seconds were said, or half an hour.
    fine: bool,
    /// Whole units of one kind, and nothing else: "two weeks".
    units: Option<(u32, Unit)>,
}

/// More of anything is no time that anybody means.
const MOST: i64 = 100_000;

impl Duration {
    /// `n` halves of a unit: 2 is one, 3 is one and a half. `None`: too many, or no half such.
    pub(super) fn of_halves(n: i64, unit: Unit) -> Option<Self> {
        (0..=2 * MOST).contains(&n).then_some(())?;
        let fine = matches!(unit, Unit::Second | Unit::Minute) || unit == Unit::Hour && n % 2 == 1;
        let mut it = Self { fine, ..Self::default() };
        it.units = (n % 2 == 0).then_some((u32::try_from(n / 2).ok()?, unit));
        let whole = |each: i64| (n * each % 2 == 0).then_some(n * each / 2);
        match unit {
            Unit::Second => it.seconds = whole(1)?,
            Unit::Minute => it.seconds = n * 30,
            Unit::Hour => it.seconds = n * 1_800,
            Unit::Day | Unit::Weekend => match whole(1) {
                Some(days) => it.days = days,
                None => (it.days, it.seconds) = (n / 2, 43_200),
            },
            Unit::Workday => it.workdays = whole(1)?,
            Unit::Week => match whole(7) {
                Some(days) => it.days = days,
                None => (it.days, it.seconds) = (n * 7 / 2, 43_200),
            },
            Unit::Month => match whole(1) {
                Some(months) => it.months = months,
                None => (it.months, it.days) = (n / 2, 15),
            },
            Unit::Quarter => it.months = whole(3)?,
            Unit::Half => it.months = n * 3,
            Unit::Year | Unit::Fiscal => it.months = n * 6,
        }
        Some(it)
    }

    pub(super) fn of(n: u32, unit: Unit) -> Option<Self> {
        Self::of_halves(2 * i64::from(n), unit)
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            months: self.months + other.months,
            days: self.days + other.days,
            seconds: self.seconds + other.seconds,
            workdays: self.workdays + other.workdays,
            fine: self.fine || other.fine,
            units: None,
        }
    }

    /// How many of one unit, where nothing else was said.
    pub(super) fn in_units(self) -> Option<(u32, Unit)> {
        self.units
    }

    /// The whole week or month so far from this one, for which a day in it is named: "in three weeks on Friday".
    pub(super) fn whole(self, sign: i64, here: &Here) -> Option<(Unit, Days)> {
        if let Some((n, Unit::Week)) = self.units {
            return Some((Unit::Week, Unit::Week.row(sign * i64::from(n), 1, here)?));
        }
        // half a year is six months
        let only_months = Self { months: self.months, units: self.units, ..Self::default() } == self;
        (only_months && self.months > 0).then_some(())?;
        Some((Unit::Month, Unit::Month.row(sign * self.months, 1, here)?))
    }

    /// Hours and less only.
    fn is_short(self) -> bool {
        self.months == 0 && self.days == 0 && self.workdays == 0
    }

    /// The day so far from another.
    pub(super) fn day_from(self, day: NaiveDate, sign: i64) -> Option<NaiveDate> {
        let day = plus_days(plus_months(day, sign * self.months)?, sign * self.days)?;
        if self.workdays == 0 { Some(day) } else { Unit::Workday.step(day, sign * self.workdays) }
    }

    /// The moment so far from now: a day, or, where hours were said, a minute or second. Quarters are whole ones, and
    /// so is what lies behind whoever looks back: "two weeks ago" is that week.
    pub(super) fn counted(self, sign: i64, here: &Here) -> Option<Said> {
        if let Some((n, unit)) = self.units
            && (unit == Unit::Quarter
                || (sign < 0
                    && here.looks_back()
                    && matches!(unit, Unit::Week | Unit::Month | Unit::Year | Unit::Fiscal)))
        {
            return Some(Said::days(unit.row(sign * i64::from(n), 1, here)?));
        }
        let day = self.day_from(here.today(), sign)?;
        if self.seconds == 0 && !self.is_short() {
            return Some(Said::days(Days::one(day)?));
        }
        let at = here.moment(day.and_time(here.at.time()))?.to_utc();
        let at = at.checked_add_signed(TimeDelta::try_seconds(sign * self.seconds)?)?;
        let grain = if self.fine { Grain::Second } else { Grain::Minute };
        Some(Said::Known(Span::instant(at, grain)?))
    }

    /// So long from the beginning of a stretch on.
    pub(super) fn starting(self, from: Span, here: &Here) -> Option<Span> {
        let start = from.start?;
        let end = match start {
            Edge::Local(at) => {
                let day = self.day_from(at.date(), 1)?;
                Edge::Local(
                    day.and_time(at.time()).checked_add_signed(TimeDelta::try_seconds(self.seconds)?)?,
                )
            }
            Edge::Exact(at) => {
                let at = at.with_timezone(&here.at.timezone());
                let day = self.day_from(at.date_naive(), 1)?;
                let moved = here.moment(day.and_time(at.time()))?.to_utc();
                Edge::Exact(moved.checked_add_signed(TimeDelta::try_seconds(self.seconds)?)?)
            }
        };
        Some(Span { start: Some(start), end: Some(end), grain: from.grain })
    }

    /// The same time up to now.
    pub(super) fn up_to_now(self, here: &Here) -> Option<Span> {
        let day = self.day_from(here.today(), -1)?;
        let start = if self.seconds == 0 && !self.is_short() {
            Edge::on(day, 0)?
        } else {
            let at = here.moment(day.and_time(here.at.time()))?.to_utc();
            Edge::Exact(at.checked_sub_signed(TimeDelta::try_seconds(self.seconds)?)?)
        };
        let grain = if self.is_short() { Grain::Minute } else { Grain::Day };
        Some(Span { start: Some(start), end: Some(Edge::Exact(here.utc())), grain })
    }

    /// From now on.
    pub(super) fn counted_on(self, here: &Here) -> Option<Span> {
        let start = Edge::Exact(here.utc());
        let end = if self.is_short() {
            Edge::Exact(here.utc().checked_add_signed(TimeDelta::try_seconds(self.seconds)?)?)
        } else {
            // the last day is part of it
            Edge::on(self.day_from(here.today(), 1)?.succ_opt()?, 0)?
        };
        let grain = if self.is_short() { Grain::Minute } else { Grain::Day };
        Some(Span { start: Some(start), end: Some(end), grain })
    }
}

/// `n` units up to and with today, or the present hour: "trailing 7 days".
pub(super) fn trailing(n: u32, unit: Unit, here: &Here) -> Option<Said> {
    (1..=10_000).contains(&n).then_some(())?;
    let length = Duration::of(n, unit)?;
    if length.is_short() {
        return Some(Said::Known(Span { end: None, ..length.up_to_now(here)? }));
    }
    let after = here.today().succ_opt()?;
    // a workday that is not over counts, too
    let from = match unit {
        Unit::Workday if number(here.today().weekday()) < 5 => unit.step(here.today(), 1 - i64::from(n))?,
        Unit::Workday => unit.step(here.today(), -i64::from(n))?,
        _ => length.day_from(after, -1)?,
    };
    Some(Said::days(Days::new(from, after, Grain::Day)?))
}

/// `n` whole units before (-1) or after (1) the present one; those before it, for whoever looks back, up to today.
pub(super) fn row(n: u32, unit: Unit, side: i64, here: &Here) -> Option<Said> {
    (1..=10_000).contains(&n).then_some(())?;
    if side < 0 && here.looks_back() && unit != Unit::Weekend {
        return trailing(n, unit, here);
    }
    let count = i64::from(n);
    let off = if side < 0 { -count } else { 1 };
    let seconds = match unit {
        Unit::Second => 1,
        Unit::Minute => 60,
        Unit::Hour => 3_600,
        _ => return Some(Said::days(unit.row(off, n, here)?)),
    };
    let grain = match unit {
        Unit::Second => Grain::Second,
        Unit::Minute => Grain::Minute,
        _ => Grain::Hour,
    };
    // by the local clock: some zones are half an hour off
    let shift = i64::from(chrono::Offset::fix(here.at.offset()).local_minus_utc());
    let cut = |at: i64| (at + shift).div_euclid(seconds) * seconds - shift;
    let now = cut(here.at.timestamp());
    let edge = |units: i64| chrono::DateTime::from_timestamp(now + units * seconds, 0).map(Edge::Exact);
    Some(Said::Known(Span { start: edge(off), end: edge(off + count), grain }))
}
