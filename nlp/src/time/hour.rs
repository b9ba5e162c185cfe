//! A time of day as said.

use super::Grain;

/// Minutes and seconds of a day, or a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hour {
    /// "3pm": seconds from midnight; the grain; whether it is known which half of the day is meant.
    At { second: i64, grain: Grain, sure: bool },
    /// "morning": hours from midnight, half open; above 24 the next day.
    Part(i64, i64),
}

pub(super) const HOUR: i64 = 3_600;
pub(super) const DAY: i64 = 24 * HOUR;

impl Hour {
    /// A clock time; `None` when clocks show none such. From 25 to 29 o'clock it is the night after.
    pub(super) fn at(hour: u32, minute: u32, second: u32, grain: Grain, sure: bool) -> Option<Self> {
        (hour < 30 && minute < 60 && second < 60).then_some(())?;
        let second = i64::from(hour) * HOUR + i64::from(minute) * 60 + i64::from(second);
        Some(Self::At { second, grain, sure: sure || !(1..=12).contains(&hour) })
    }

    /// In the half of the day that a word beside it tells: "3 in the afternoon", 夜8時.
    pub(super) fn within(self, part: Self) -> Option<Self> {
        match (self, part) {
            // "midnight tonight" is the end of the evening
            (Self::At { second: 0, grain, .. }, Self::Part(18.., 24)) => {
                Some(Self::At { second: DAY, grain, sure: true })
            }
            (Self::At { second, grain, sure: false }, Self::Part(from, to)) => {
                let late = from >= 12 || to > 24;
                let half = DAY / 2;
                let second = if late && second < half && !(from >= 18 && second < 5 * HOUR) {
                    second + half
                } else if (!late || (from >= 18 && to <= 24)) && second >= half && second < half + HOUR {
                    // twelve at night
                    second - half
                } else {
                    second
                };
                Some(Self::At { second, grain, sure: true })
            }
            (Self::At { .. }, Self::Part(..)) => Some(self),
            _ => None,
        }
    }

    /// Before or after noon.
    pub(super) fn meridiem(self, pm: bool) -> Option<Self> {
        let Self::At { second, grain, .. } = self else { return None };
        let half = DAY / 2;
        let second = match (pm, second / HOUR) {
            (true, 0..=11) => second + half,
            (false, 12) => second - half,
            _ => second,
        };
        Some(Self::At { second, grain, sure: true })
    }

    /// Moved by minutes: "quarter to noon".
    pub(super) fn moved(self, minutes: i64) -> Option<Self> {
        let Self::At { second, sure, .. } = self else { return None };
        let second = (second + minutes * 60).rem_euclid(DAY);
        Some(Self::At { second, grain: Grain::Minute, sure })
    }

    /// Parts of a day, in both languages.
    pub(super) const MORNING: Self = Self::Part(4, 12);
    pub(super) const EARLY: Self = Self::Part(4, 9);
    pub(super) const FORENOON: Self = Self::Part(0, 12);
    pub(super) const LUNCH: Self = Self::Part(12, 14);
    pub(super) const AFTERNOON: Self = Self::Part(12, 19);
    pub(super) const DUSK: Self = Self::Part(15, 19);
    pub(super) const EVENING: Self = Self::Part(18, 24);
    pub(super) const SMALL_HOURS: Self = Self::Part(0, 4);
    pub(super) const NOON: Self = Self::At { second: 12 * HOUR, grain: Grain::Hour, sure: true };
    pub(super) const AFTER_LUNCH: Self = Self::At { second: 13 * HOUR, grain: Grain::Hour, sure: true };
    pub(super) const MIDNIGHT: Self = Self::At { second: 0, grain: Grain::Hour, sure: true };
}
