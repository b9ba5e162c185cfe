//! When and where somebody speaks.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::date::Lean;
use crate::period::Now;

/// What "now", "here" and "this fiscal year" mean to the speaker.
#[derive(Debug, Clone, Copy)]
pub struct Here {
    /// The moment of speaking, in the speaker's time zone.
    pub at: DateTime<Tz>,
    /// First month of the fiscal year, 1-12: 今期, FY2026, 上期.
    pub fiscal_start: u32,
    /// First month of the first quarter, 1-12: "Q2", 第2四半期.
    pub quarters_from: u32,
    /// Which way the speaker looks.
    pub look: Look,
}

/// Where what is left open lies: "Monday", 3月, "last 2 weeks".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Look {
    /// The coming Monday; "last 2 weeks" are whole ones, "two weeks ago" is a day. Somebody plans.
    #[default]
    Ahead,
    /// The latest Monday; "last 2 weeks" end today, "two weeks ago" is that week. Somebody wants a report.
    Back,
}

impl From<&Now> for Here {
    fn from(now: &Now) -> Self {
        Self {
            at: now.at.with_timezone(&now.zone),
            fiscal_start: now.fiscal_start_month,
            quarters_from: now.fiscal_start_month,
            look: Look::Ahead,
        }
    }
}

impl Here {
    /// The same, looking back.
    pub(crate) fn looking_back(self) -> Self {
        Self { look: Look::Back, ..self }
    }

    pub(super) fn looks_back(&self) -> bool {
        self.look == Look::Back
    }

    /// What is coming to whoever looks ahead is the latest to whoever looks back.
    pub(super) fn lean(&self, lean: Lean) -> Lean {
        if lean == Lean::Ahead && self.looks_back() { Lean::Back } else { lean }
    }

    /// The speaker's date.
    pub(super) fn today(&self) -> NaiveDate {
        self.at.date_naive()
    }

    /// The same, had they spoken on another day.
    pub(super) fn on(&self, day: NaiveDate) -> Option<Self> {
        Some(Self { at: self.moment(day.and_time(self.at.time()))?, ..*self })
    }

    /// The moment at which a wall clock here shows a time: the earlier of two, and where clocks jump over it the
    /// first moment after the jump.
    pub(super) fn moment(&self, local: NaiveDateTime) -> Option<DateTime<Tz>> {
        let zone = self.at.timezone();
        if let Some(at) = zone.from_local_datetime(&local).earliest() {
            return Some(at);
        }
        // jumps are at most a day (Samoa's, in 2011) and end on a quarter of an hour
        let quarter = TimeDelta::minutes(15);
        let mut later = local.date().and_time(NaiveTime::MIN)
            + TimeDelta::minutes((local - local.date().and_time(NaiveTime::MIN)).num_minutes() / 15 * 15);
        for _ in 0..=100 {
            later = later.checked_add_signed(quarter)?;
            if let Some(at) = zone.from_local_datetime(&later).earliest() {
                return Some(at);
            }
        }
        None
    }

    /// The moment of speaking, without zone.
    pub(super) fn utc(&self) -> DateTime<Utc> {
        self.at.with_timezone(&Utc)
    }
}
