//! Stretches of whole days on the calendar: days, weeks, months, quarters, halves, years.

use chrono::{Datelike, Days as ChronoDays, Months, NaiveDate, Weekday};

use super::{Grain, Here};

/// The years that are read: from the first era of modern Japan on.
const YEARS: std::ops::RangeInclusive<i32> = 1868..=2200;

/// Whole days, half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
    pub(super) grain: Grain,
}

/// What the calendar is cut into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Half,
    Year,
    Fiscal,
    Weekend,
    /// Monday to Friday; holidays are not known.
    Workday,
}

impl Unit {
    /// Months in one; `None`: counted in days or less.
    fn months(self) -> Option<u32> {
        Some(match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year | Self::Fiscal => 12,
            _ => return None,
        })
    }

    fn grain(self) -> Grain {
        match self {
            Self::Second => Grain::Second,
            Self::Minute => Grain::Minute,
            Self::Hour => Grain::Hour,
            Self::Day | Self::Weekend | Self::Workday => Grain::Day,
            Self::Week => Grain::Week,
            Self::Month => Grain::Month,
            Self::Quarter | Self::Half => Grain::Quarter,
            Self::Year | Self::Fiscal => Grain::Year,
        }
    }

    /// `n` of them from the one that lies `off` after the present: -1 and 1 for the last, 0 for this one.
    /// Not for hours and less.
    pub(super) fn row(self, off: i64, n: u32, here: &Here) -> Option<Days> {
        let today = here.today();
        let first = match self {
            Self::Second | Self::Minute | Self::Hour => return None,
            Self::Day => today,
            Self::Workday => {
                let first = self.step(today, off)?;
                let last = self.step(first, i64::from(n) - 1)?;
                return Days::new(first, last.succ_opt()?, Grain::Day);
            }
            Self::Week => monday(today)?,
            Self::Weekend => {
                let saturday = plus_days(monday(today)?, 5 + 7 * off)?;
                // looking back, the weekend is the latest that has begun
                let ahead = off == 0 && here.looks_back() && saturday > today;
                let saturday = if ahead { plus_days(saturday, -7)? } else { saturday };
                return Days::new(saturday, plus_days(saturday, 2)?, Grain::Day);
            }
            Self::Month => today.with_day(1)?,
            Self::Quarter => back_to(today, here.quarters_from, 3)?,
            Self::Half => back_to(today, here.fiscal_start, 6)?,
            Self::Year => back_to(today, 1, 12)?,
            Self::Fiscal => back_to(today, here.fiscal_start, 12)?,
        };
        let from = self.step(first, off)?;
        Days::new(from, self.step(from, i64::from(n))?, self.grain())
    }

    /// The day `n` units on; 31 January and a month is the last of February.
    pub(super) fn step(self, day: NaiveDate, n: i64) -> Option<NaiveDate> {
        match (self, self.months()) {
            (_, Some(months)) => plus_months(day, n.checked_mul(i64::from(months))?),
            (Self::Week | Self::Weekend, None) => plus_days(day, n.checked_mul(7)?),
            (Self::Day, None) => plus_days(day, n),
            (Self::Workday, None) => workdays(day, n),
            _ => None,
        }
    }
}

impl Days {
    pub(super) fn new(from: NaiveDate, to: NaiveDate, grain: Grain) -> Option<Self> {
        (from < to && YEARS.contains(&from.year()) && to.year() <= *YEARS.end() + 1).then_some(Self {
            from,
            to,
            grain,
        })
    }

    /// The day of this month, or its last where it has fewer.
    pub(super) fn day_or_last(self, day: u32) -> Option<NaiveDate> {
        self.from.with_day(day).or_else(|| self.to.pred_opt())
    }

    pub(super) fn one(day: NaiveDate) -> Option<Self> {
        Self::new(day, day.succ_opt()?, Grain::Day)
    }

    pub(super) fn date(year: i32, month: u32, day: u32) -> Option<Self> {
        Self::one(NaiveDate::from_ymd_opt(year, month, day)?)
    }

    pub(super) fn month(year: i32, month: u32) -> Option<Self> {
        let from = NaiveDate::from_ymd_opt(year, month, 1)?;
        Self::new(from, plus_months(from, 1)?, Grain::Month)
    }

    pub(super) fn year(year: i32) -> Option<Self> {
        let from = NaiveDate::from_ymd_opt(year, 1, 1)?;
        Self::new(from, plus_months(from, 12)?, Grain::Year)
    }

    /// The fiscal year that begins in a calendar year.
    pub(super) fn fiscal(year: i32, here: &Here) -> Option<Self> {
        let from = NaiveDate::from_ymd_opt(year, here.fiscal_start, 1)?;
        Self::new(from, plus_months(from, 12)?, Grain::Year)
    }

    /// Part `n`, from 1, of a year cut into parts of so many months.
    pub(super) fn part(self, n: u32, months: u32) -> Option<Self> {
        let from = plus_months(self.from, i64::from(months * n.checked_sub(1)?))?;
        (from < self.to).then(|| Self::new(from, plus_months(from, i64::from(months))?, Grain::Quarter))?
    }

    /// Season `index` (spring is 0) of the calendar year it begins in: spring from March, winter from December.
    pub(super) fn season(index: u32, year: i32) -> Option<Self> {
        let from = NaiveDate::from_ymd_opt(year, 3 * index + 3, 1)?;
        Self::new(from, plus_months(from, 3)?, Grain::Quarter)
    }

    /// Its first so many units.
    pub(super) fn first(self, n: u32, unit: Unit) -> Option<Self> {
        let to = unit.step(self.from, i64::from(n))?;
        (to <= self.to).then(|| Self::new(self.from, to, unit.grain()))?
    }

    /// Its last so many units.
    pub(super) fn last(self, n: u32, unit: Unit) -> Option<Self> {
        let from = unit.step(self.to, -i64::from(n))?;
        (from >= self.from).then(|| Self::new(from, self.to, unit.grain()))?
    }

    /// The one of two that is nearer to a day that lies between them.
    pub(super) fn nearer(self, later: Self, day: NaiveDate) -> Self {
        if day - self.to < later.from - day { self } else { later }
    }

    /// Both as one, where the other begins when this ends: "yesterday and today".
    pub(super) fn and(self, next: Self) -> Option<Self> {
        (self.to == next.from).then(|| Self::new(self.from, next.to, self.grain.min(next.grain)))?
    }

    /// A week of the year, as ISO 8601 counts them.
    pub(super) fn week_of_year(year: i32, n: u32) -> Option<Self> {
        let from = NaiveDate::from_isoywd_opt(year, n, Weekday::Mon)?;
        Self::new(from, plus_days(from, 7)?, Grain::Week)
    }

    /// The week, from Monday, that holds a day.
    pub(super) fn week_with(day: NaiveDate) -> Option<Self> {
        let from = monday(day)?;
        Self::new(from, plus_days(from, 7)?, Grain::Week)
    }

    /// Ten years.
    pub(super) fn decade(year: i32) -> Option<Self> {
        Self::new(Self::year(year)?.from, Self::year(year + 9)?.to, Grain::Year)
    }

    /// The `n`th such weekday in it; 0 is the last one.
    pub(super) fn weekday(self, n: u32, weekday: Weekday) -> Option<Self> {
        let day = if n == 0 {
            let last = self.to.pred_opt()?;
            let back = (7 + number(last.weekday()) - number(weekday)) % 7;
            plus_days(last, -i64::from(back))?
        } else {
            let ahead = (7 + number(weekday) - number(self.from.weekday())) % 7;
            plus_days(self.from, i64::from(ahead) + 7 * i64::from(n - 1))?
        };
        (self.from <= day && day < self.to).then(|| Self::one(day))?
    }

    /// The `n`th week that begins in it; 0 is the last that also ends in it.
    pub(super) fn week(self, n: u32) -> Option<Self> {
        let first = self.weekday(1, Weekday::Mon)?.from;
        let from = if n == 0 {
            let sunday = self.weekday(0, Weekday::Sun)?.from;
            plus_days(sunday, -6)?
        } else {
            plus_days(first, 7 * i64::from(n - 1))?
        };
        (from < self.to).then(|| Self::new(from, plus_days(from, 7)?, Grain::Week))?
    }

    /// The `n`th day of it; 0 is the last.
    pub(super) fn day(self, n: u32) -> Option<Self> {
        let day = if n == 0 { self.to.pred_opt()? } else { plus_days(self.from, i64::from(n) - 1)? };
        (day < self.to).then(|| Self::one(day))?
    }

    /// Its last day on which people work, where it is a week.
    pub(super) fn end(self) -> Option<Self> {
        if self.grain == Grain::Week { Self::one(plus_days(self.from, 4)?) } else { self.day(0) }
    }

    /// Beginning, middle or end: of a month ten days each, of a longer stretch a third each.
    pub(super) fn third(self, index: u32) -> Option<Self> {
        let days = (self.to - self.from).num_days();
        if days > 31 {
            let months = (days + 15) / 30 / 3;
            let from = plus_months(self.from, months * i64::from(index))?;
            let to = if index == 2 { self.to } else { plus_months(from, months.max(1))? };
            return Self::new(from, to, Grain::Month);
        }
        let cut = |part: i64| if days < 8 { [0, 2, 4, days] } else { [0, 10, 20, days] }[part as usize];
        let index = i64::from(index.min(2));
        Self::new(plus_days(self.from, cut(index))?, plus_days(self.from, cut(index + 1))?, Grain::Day)
    }

    /// First (0) or second (1) half.
    pub(super) fn half(self, index: u32) -> Option<Self> {
        let days = (self.to - self.from).num_days();
        let middle = if days > 31 {
            plus_months(self.from, (days + 15) / 30 / 2)?
        } else {
            plus_days(self.from, if days == 7 { 3 } else { 15 })?
        };
        let grain = if days > 31 { Grain::Month } else { Grain::Day };
        if index == 0 { Self::new(self.from, middle, grain) } else { Self::new(middle, self.to, grain) }
    }
}

pub(super) fn plus_days(day: NaiveDate, n: i64) -> Option<NaiveDate> {
    let days = ChronoDays::new(n.unsigned_abs());
    if n < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) }
}

pub(super) fn plus_months(day: NaiveDate, n: i64) -> Option<NaiveDate> {
    let months = Months::new(u32::try_from(n.unsigned_abs()).ok()?);
    if n < 0 { day.checked_sub_months(months) } else { day.checked_add_months(months) }
}

/// The `n`th workday after a day, or before it; 0 is the day itself.
fn workdays(day: NaiveDate, n: i64) -> Option<NaiveDate> {
    let works = |day: &NaiveDate| number(day.weekday()) < 5;
    let (mut at, mut left) = (day, n.unsigned_abs());
    // whole weeks at once
    let weeks = i64::try_from(left / 5).ok().filter(|weeks| *weeks < 10_000)?;
    if works(&at) {
        at = plus_days(at, 7 * weeks * n.signum())?;
        left %= 5;
    } else if left > 10_000 {
        return None;
    }
    while left > 0 {
        at = plus_days(at, n.signum())?;
        left -= u64::from(works(&at));
    }
    Some(at)
}

pub(super) fn monday(day: NaiveDate) -> Option<NaiveDate> {
    plus_days(day, -i64::from(number(day.weekday())))
}

/// 0 for Monday.
pub(super) fn number(weekday: Weekday) -> u32 {
    weekday.num_days_from_monday()
}

/// The first day of the part of so many months that holds a day, where a first part begins with a month.
fn back_to(day: NaiveDate, first_month: u32, months: u32) -> Option<NaiveDate> {
    let into = (day.month() + 12 - first_month) % months;
    plus_months(day.with_day(1)?, -i64::from(into))
}
