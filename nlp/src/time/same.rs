//! What lies a whole unit away from now: "this time last year", "same month last year", 昨年同月, 先月の今日.

use super::{
    Grain, Here,
    days::{Days, Unit},
    said::Said,
    span::Span,
};

/// The part that holds the day so many units from now: of "same month last year" the month, of "this time last week"
/// the day. Whole days away it is the moment.
pub(super) fn same(part: Option<Unit>, off: i64, of: Unit, here: &Here) -> Option<Said> {
    let day = of.step(here.today(), off)?;
    match part {
        None if of == Unit::Day => {
            let at = here.moment(day.and_time(here.at.time()))?;
            Some(Said::Known(Span::instant(at.to_utc(), Grain::Minute)?))
        }
        None | Some(Unit::Day) => Some(Said::days(Days::one(day)?)),
        Some(part) => Some(Said::days(part.row(0, 1, &here.on(day)?)?)),
    }
}

/// The day, week, month … beside another stretch: "the week after May 3", "the day before Friday".
pub(super) fn beside(unit: Unit, sign: i64, days: Days, here: &Here) -> Option<Days> {
    if unit == Unit::Day {
        return if sign > 0 { Days::one(days.to) } else { Days::one(days.from.pred_opt()?) };
    }
    let edge = if sign > 0 { days.to.pred_opt()? } else { days.from };
    unit.row(sign, 1, &here.on(edge)?)
}
