//! When a task is due: what was said, as a moment in the asker's time zone.

use chrono::{NaiveTime, TimeDelta, Timelike};
use crm::tasks::Due;
use nlp::{
    Lang,
    period::{self, Moment, Now},
};

use crate::commands::{Context, Outcome, Stop};
use crate::{
    say,
    words::{date, day_and_time},
};

/// The hour at which somebody is reminded of what is due on a day.
const MORNING: u32 = 9;

/// Why a task cannot be due then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    /// The words are no time.
    Unread,
    /// It is over.
    Past,
}

/// When the words say that it is due.
pub(crate) fn read(ctx: &Context<'_>, words: &str) -> Outcome<Due> {
    if let Some(stop) = ctx.no_such_day(words) {
        return Err(stop);
    }
    due(words, &ctx.now).map_err(|wrong| {
        let lang = ctx.lang;
        Stop::Refused(match wrong {
            Wrong::Unread => say!(
                lang,
                "I cannot read “{words}” as a time. Try “tomorrow at 3pm”, “next Friday” or “in two weeks”.",
                "「{words}」を日時として読めませんでした。「明日の15時」「来週の金曜」「3日後」のように書いてください。"
            ),
            Wrong::Past => {
                let now = day_and_time(lang, ctx.now.at, ctx.zone());
                say!(
                    lang,
                    "“{words}” is over: it is {now} now. Say a time to come.",
                    "「{words}」はすでに過ぎています（現在 {now}）。これからの日時を指定してください。"
                )
            }
        })
    })
}

/// When the words say that it is due instead of then: where they name a day alone, its time of day stays.
pub(crate) fn moved(ctx: &Context<'_>, words: &str, was: Option<Due>) -> Outcome<Due> {
    let to = read(ctx, words)?;
    Ok(was.and_then(|was| same_time(was, to, &ctx.now)).unwrap_or(to))
}

/// When it is due where it is put off by so long: from when it was due, or from now where that is over. "By Friday" is
/// no stretch of time, but that day.
pub(crate) fn later(ctx: &Context<'_>, by: &str, was: Option<Due>) -> Outcome<Due> {
    let from = was.map_or(ctx.now.at, |was| was.at.max(ctx.now.at));
    let now = Now { at: from, ..ctx.now };
    let bare =
        by.trim().strip_suffix("日間").map_or_else(|| by.trim().to_owned(), |days| format!("{days}日"));
    let behind = [format!("in {bare}"), format!("{bare}後")];
    let read =
        behind.iter().filter(|_| period::is_stretch(by.trim())).find_map(|words| due(words, &now).ok());
    match (read, was) {
        (Some(to), Some(was)) => Ok(same_time(was, to, &ctx.now).unwrap_or(to)),
        (Some(to), None) => Ok(to),
        (None, _) => moved(ctx, by, was),
    }
}

/// The time of day of the one on the day of the other, while that is to come.
fn same_time(was: Due, to: Due, now: &Now) -> Option<Due> {
    if was.all_day || !to.all_day {
        return None;
    }
    let time = was.at.with_timezone(&now.zone).time();
    let day = to.at.with_timezone(&now.zone).date_naive();
    let at = Moment { day, time: Some(time) }.at(time, now.zone)?;
    (at > now.at).then_some(Due { at, all_day: false, late_at: at })
}

/// A day alone is due all day, with a reminder in the morning: where that is over, within the hour.
fn due(words: &str, now: &Now) -> Result<Due, Wrong> {
    let moment: Moment = period::moment(words, now).ok_or(Wrong::Unread)?;
    let morning = NaiveTime::from_hms_opt(MORNING, 0, 0).ok_or(Wrong::Unread)?;
    let mut at = moment.at(morning, now.zone).ok_or(Wrong::Unread)?;
    if moment.time.is_some() {
        return if at <= now.at { Err(Wrong::Past) } else { Ok(Due { at, all_day: false, late_at: at }) };
    }
    if moment.day < now.today() {
        return Err(Wrong::Past);
    }
    let next = Moment { day: moment.day.succ_opt().ok_or(Wrong::Unread)?, time: None };
    let late_at = next.at(NaiveTime::MIN, now.zone).ok_or(Wrong::Unread)?;
    if at <= now.at {
        let hour =
            now.at.with_minute(0).and_then(|at| at.with_second(0)).and_then(|at| at.with_nanosecond(0));
        at = hour.unwrap_or(now.at) + TimeDelta::hours(1);
    }
    Ok(Due { at: at.min(late_at - TimeDelta::minutes(1)), all_day: true, late_at })
}

/// When it is due, for people.
pub(crate) fn shown(ctx: &Context<'_>, due: Due) -> String {
    written(ctx.lang, due, ctx.zone())
}

/// The same for readers elsewhere.
pub(crate) fn written(lang: Lang, due: Due, zone: chrono_tz::Tz) -> String {
    if due.all_day {
        date(lang, due.at.with_timezone(&zone).date_naive())
    } else {
        day_and_time(lang, due.at, zone)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};
    use chrono_tz::Tz;

    use super::*;

    /// Wednesday 2026-11-18, 10:20 in Tokyo.
    fn now() -> Now {
        Now {
            at: Utc.with_ymd_and_hms(2026, 11, 18, 1, 20, 0).unwrap(),
            zone: Tz::Asia__Tokyo,
            fiscal_start_month: 4,
        }
    }

    #[test]
    fn a_day_reminds_in_its_morning_and_is_late_when_it_is_over() {
        for (words, at, late) in [
            ("来週の金曜", "2026-11-27T00:00", "2026-11-27T15:00"),
            ("tomorrow at 3pm", "2026-11-19T06:00", "2026-11-19T06:00"),
            ("in two weeks", "2026-12-02T00:00", "2026-12-02T15:00"),
            ("2 weeks from Friday", "2026-12-04T00:00", "2026-12-04T15:00"),
            ("3営業日後", "2026-11-23T00:00", "2026-11-23T15:00"),
            ("mid-December", "2026-12-11T00:00", "2026-12-11T15:00"),
            ("今日", "2026-11-18T02:00", "2026-11-18T15:00"),
            ("30分後", "2026-11-18T01:50", "2026-11-18T01:50"),
        ] {
            let due = due(words, &now()).unwrap();
            let shown = |at: chrono::DateTime<Utc>| at.format("%Y-%m-%dT%H:%M").to_string();
            assert_eq!((shown(due.at), shown(due.late_at)), (at.to_owned(), late.to_owned()), "{words}");
        }
        for words in ["yesterday", "今日の9時", "2026-01-01"] {
            assert_eq!(due(words, &now()), Err(Wrong::Past), "{words}");
        }
        assert_eq!(due("soon", &now()), Err(Wrong::Unread));
    }
}
