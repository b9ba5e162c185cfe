//! What was said, put together: a date, a clock time, both, or a span; and two of them as the ends of one.

use chrono::NaiveDate;

use super::{
    Grain, Here,
    date::{Date, Lean},
    days::{Days, plus_days},
    hour::{DAY, HOUR, Hour},
    span::{Edge, Span},
};

/// An expression without "since", "until" and the like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// A date, a time of day, or both.
    Point(Option<Date>, Option<Hour>),
    /// What is known already.
    Known(Span),
}

impl Said {
    pub(super) fn date(date: Date) -> Self {
        Self::Point(Some(date), None)
    }

    pub(super) fn days(days: Days) -> Self {
        Self::date(Date::Fixed(days))
    }

    pub(super) fn hour(hour: Hour) -> Self {
        Self::Point(None, Some(hour))
    }

    /// The interval meant.
    pub(super) fn span(self, lean: Lean, here: &Here) -> Option<Span> {
        match self {
            Self::Known(span) => Some(span),
            Self::Point(Some(date), None) => {
                let days = date.resolved(lean, here)?;
                Some(Span { start: Edge::on(days.from, 0), end: Edge::on(days.to, 0), grain: days.grain })
            }
            Self::Point(Some(date), Some(hour)) => {
                let days = date.resolved(lean, here)?;
                (days.grain == Grain::Day).then(|| on(days.from, settled(hour)))?
            }
            Self::Point(None, Some(hour)) => alone(hour, lean, here),
            Self::Point(None, None) => None,
        }
    }

    /// Is its end a clock time, and so not part of it?
    fn ends_at_once(self) -> bool {
        matches!(
            self,
            Self::Point(_, Some(Hour::At { .. }))
                | Self::Known(Span { grain: Grain::Second | Grain::Minute, .. })
        )
    }

    /// Where an interval ends that goes up to this: after a day, at a clock time.
    pub(super) fn until(self, lean: Lean, here: &Here) -> Option<Edge> {
        let span = self.span(lean, here)?;
        if self.ends_at_once() { span.start } else { span.end }
    }

    /// Where an interval begins that comes after this.
    pub(super) fn after(self, lean: Lean, here: &Here) -> Option<Edge> {
        self.until(lean, here)
    }
}

/// A clock time on a day.
fn on(day: NaiveDate, hour: Hour) -> Option<Span> {
    match hour {
        Hour::At { second, grain, .. } => {
            let length = match grain {
                Grain::Second => 1,
                Grain::Minute => 60,
                _ => HOUR,
            };
            Some(Span { start: Edge::on(day, second), end: Edge::on(day, second + length), grain })
        }
        Hour::Part(from, to) => Some(Span {
            start: Edge::on(day, from * HOUR),
            end: Edge::on(day, to * HOUR),
            grain: Grain::Hour,
        }),
    }
}

/// Beside a date: one to six o'clock is in the afternoon, where nothing else tells.
fn settled(hour: Hour) -> Hour {
    match hour {
        Hour::At { second, sure: false, .. } if (HOUR..7 * HOUR).contains(&second) => {
            hour.meridiem(true).unwrap_or(hour)
        }
        other => other,
    }
}

/// Without a date: the next time clocks show it, or the latest.
fn alone(hour: Hour, lean: Lean, here: &Here) -> Option<Span> {
    let (today, lean) = (here.today(), here.lean(lean));
    match (hour, lean) {
        (Hour::Part(..), _) => on(today, hour),
        (Hour::At { second, sure, .. }, _) => {
            let halves =
                if sure { vec![second] } else { vec![second % (DAY / 2), second % (DAY / 2) + DAY / 2] };
            let mut found: Vec<(Edge, Span)> = Vec::new();
            for off in -1..=1 {
                for second in &halves {
                    let Hour::At { grain, .. } = hour else { continue };
                    let span = on(plus_days(today, off)?, Hour::At { second: *second, grain, sure: true })?;
                    found.push((span.start?, span));
                }
            }
            let now = here.at.naive_local();
            let local = |edge: &Edge| match edge {
                Edge::Local(at) => Some(*at),
                Edge::Exact(_) => None,
            };
            match lean {
                Lean::Back | Lean::Before(_) => {
                    found.iter().rev().find(|(edge, _)| local(edge).is_some_and(|at| at <= now))
                }
                _ => found.iter().find(|(edge, _)| local(edge).is_some_and(|at| at >= now)),
            }
            .map(|(_, span)| *span)
        }
    }
}

/// Two dates that follow one another, as one stretch: "yesterday and today", 先月と今月.
pub(super) fn both(first: Said, last: Said, here: &Here) -> Option<Said> {
    let (Said::Point(Some(a), None), Said::Point(Some(b), None)) = (first, last) else { return None };
    let a = a.resolved(Lean::Ahead, here)?;
    Some(Said::days(a.and(b.days(Lean::From(a.from), here)?)?))
}

/// From one to the other. What one end leaves out stands in the other.
pub(super) fn between(first: Said, last: Said, here: &Here) -> Option<Span> {
    let (first, last) = halves(first, last);
    let grain = |a: Span, b: Span| a.grain.min(b.grain);
    match (first, last) {
        (Said::Point(Some(a), time_a), Said::Point(Some(b), time_b)) => {
            // looking back, the last end is the latest, too
            let from_last = a.rank() < b.rank() || (here.looks_back() && a.rank() == b.rank());
            let (a, b) = if from_last {
                let b = b.resolved(Lean::Ahead, here)?;
                (a.days(Lean::Before(b.to), here)?, b)
            } else {
                let a = a.resolved(Lean::Ahead, here)?;
                (a, b.days(Lean::From(a.from), here)?)
            };
            let start = Said::Point(Some(Date::Fixed(a)), time_a);
            let end = Said::Point(Some(Date::Fixed(b)), time_b);
            let (from, to) = (start.span(Lean::Ahead, here)?, end.span(Lean::Ahead, here)?);
            Some(Span { start: from.start, end: end.until(Lean::Ahead, here), grain: grain(from, to) })
        }
        // Thursday from 9:30 to 11
        (Said::Point(date, Some(a)), Said::Point(other, Some(b))) => {
            let date = date.or(other);
            let lean = Lean::Ahead;
            let from = match date {
                // "from 2 to 4 tomorrow"
                Some(date) => on(date.resolved(lean, here)?.from, settled(a))?,
                None => alone(a, lean, here)?,
            };
            let Some(Edge::Local(start)) = from.start else { return None };
            let to = on(start.date(), b)?;
            let ends = if matches!(b, Hour::At { .. }) { to.start? } else { to.end? };
            let Edge::Local(mut end) = ends else { return None };
            let unsure = matches!(b, Hour::At { sure: false, .. });
            let later = end.checked_add_signed(chrono::TimeDelta::try_hours(12)?)?;
            if end <= start && unsure && later > start {
                end = later;
            }
            if end <= start {
                end = end.checked_add_signed(chrono::TimeDelta::try_days(1)?)?;
            }
            Some(Span { start: from.start, end: Some(Edge::Local(end)), grain: grain(from, to) })
        }
        // from now until Friday
        (Said::Known(a), b) => {
            let lean = Lean::Ahead;
            Some(Span { start: a.start, end: b.until(lean, here), grain: grain(a, b.span(lean, here)?) })
        }
        (a, Said::Known(b)) => {
            let from = a.span(Lean::Back, here)?;
            Some(Span {
                start: from.start,
                end: last.until(Lean::Ahead, here).or(b.start),
                grain: grain(from, b),
            })
        }
        _ => None,
    }
}

/// "3-4pm": both in the half of the day that the last tells, as far as the first then comes before it.
fn halves(first: Said, last: Said) -> (Said, Said) {
    let (Said::Point(a_date, Some(a)), Said::Point(_, Some(Hour::At { second: b, sure: true, .. }))) =
        (first, last)
    else {
        return (first, last);
    };
    let Hour::At { sure: false, .. } = a else { return (first, last) };
    let fits = |hour: Option<Hour>| match hour {
        Some(Hour::At { second, .. }) if second < b => hour,
        _ => None,
    };
    let same = fits(a.meridiem(b >= DAY / 2)).or_else(|| fits(a.meridiem(false)));
    (Said::Point(a_date, same.or(Some(a))), last)
}
