//! An interval on the way to being moments: its ends are wall-clock times or exact moments.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Grain, Here};

/// One end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// As a wall clock shows it.
    Local(NaiveDateTime),
    /// As counted from now.
    Exact(DateTime<Utc>),
}

/// The first moment and the first after; `None`: open.
pub(super) type Ends = (Option<DateTime<Tz>>, Option<DateTime<Tz>>);

/// Half open; an end that is `None` is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: Option<Edge>,
    pub(super) end: Option<Edge>,
    pub(super) grain: Grain,
}

impl Edge {
    /// So many seconds after the beginning of a day, as a clock shows it.
    pub(super) fn on(day: NaiveDate, seconds: i64) -> Option<Self> {
        let at = day.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::try_seconds(seconds)?)?;
        Some(Self::Local(at))
    }

    pub(super) fn moment(self, here: &Here) -> Option<DateTime<Tz>> {
        match self {
            Self::Local(local) => here.moment(local),
            Self::Exact(at) => Some(at.with_timezone(&here.at.timezone())),
        }
    }
}

impl Span {
    /// One grain from a moment on, which is cut to the grain.
    pub(super) fn instant(at: DateTime<Utc>, grain: Grain) -> Option<Self> {
        let seconds = if grain == Grain::Second { 1 } else { 60 };
        let cut = DateTime::from_timestamp(at.timestamp().div_euclid(seconds) * seconds, 0)?;
        let end = cut.checked_add_signed(TimeDelta::try_seconds(seconds)?)?;
        Some(Self { start: Some(Edge::Exact(cut)), end: Some(Edge::Exact(end)), grain })
    }

    /// The moments; `None` when the calendar has none such, or the end comes before the start.
    pub(super) fn moments(self, here: &Here) -> Option<Ends> {
        let known = |edge: Option<Edge>| match edge {
            Some(edge) => edge.moment(here).map(Some),
            None => Some(None),
        };
        let (start, mut end) = (known(self.start)?, known(self.end)?);
        if let (Some(from), Some(to)) = (start, end)
            && to <= from
        {
            // clocks jumped over it, or there is no such interval
            let jumped = self.grain <= Grain::Hour && from == to;
            jumped.then_some(())?;
            end = Some(from.checked_add_signed(TimeDelta::try_seconds(1)?)?);
        }
        Some((start, end))
    }
}
