//! Time zones that a clock time is said in: "3pm UTC", "9:00 CET", 15時 JST.

use chrono_tz::Tz;

use super::{
    Here,
    span::{Edge, Span},
};

/// The zone that a word, lower-cased, names beside a clock time. "est" is New York's time, summer or not: people say
/// one for the other.
pub(super) fn zone(word: &str) -> Option<Tz> {
    Some(match word {
        "utc" | "gmt" => Tz::UTC,
        "jst" => Tz::Asia__Tokyo,
        "kst" => Tz::Asia__Seoul,
        "sgt" => Tz::Asia__Singapore,
        "est" | "edt" | "et" => Tz::America__New_York,
        "cst" | "cdt" | "ct" => Tz::America__Chicago,
        "mst" | "mdt" | "mt" => Tz::America__Denver,
        "pst" | "pdt" | "pt" => Tz::America__Los_Angeles,
        "bst" => Tz::Europe__London,
        "cet" | "cest" => Tz::Europe__Berlin,
        "aest" | "aedt" => Tz::Australia__Sydney,
        _ => return None,
    })
}

impl Here {
    /// The same moment, seen from elsewhere.
    pub(super) fn within(&self, zone: Tz) -> Self {
        Self { at: self.at.with_timezone(&zone), ..*self }
    }
}

impl Span {
    /// As moments, which do not depend on where it is read.
    pub(super) fn exact(self, here: &Here) -> Option<Self> {
        let (start, end) = self.moments(here)?;
        let edge = |at: Option<chrono::DateTime<Tz>>| at.map(|at| Edge::Exact(at.to_utc()));
        Some(Self { start: edge(start), end: edge(end), grain: self.grain })
    }
}
