//! How finely a time was said.

/// What an expression names: "tomorrow" a day, "3pm" an hour, "3:20" a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// Also "in five minutes" and "in half an hour": the moment is known that well.
    Second,
    /// Also "in two hours".
    Minute,
    /// Also parts of a day.
    Hour,
    /// Also parts of a month.
    Day,
    /// From Monday.
    Week,
    /// Of the calendar.
    Month,
    /// Three months; also half years.
    Quarter,
    /// Of the calendar or fiscal.
    Year,
}

impl Grain {
    /// Its name in English, lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}
