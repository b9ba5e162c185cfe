//! Where somebody works or worked, as it is typed into `organization=`: "Acme", "Acme from 2025-04", "Acme from 2019
//! to 2021", "until June"; 「Acme 2025年4月から」, 「2021年まで」.

use chrono::NaiveDate;
use crm::persons::{self, EmployerChange, Person};
use nlp::{Lang, period};

use super::add::organization;
use crate::commands::{Call, Context, Outcome, Stop};
use crate::{say, words::date};

/// A change of employer that was written.
pub(super) struct Written {
    /// What takes it back.
    pub(super) rows: EmployerChange,
    /// What it said before, for the reader.
    pub(super) before: Option<String>,
    /// And what it says now.
    pub(super) after: Option<String>,
    /// The same in no language, for the audit log: "Acme (2025-04-01 – )".
    pub(super) noted: Option<String>,
}

/// Writes where somebody works or worked; `None`: it stands there already. `command`: whose call a choice between
/// organizations goes on with.
pub(super) async fn write(
    ctx: &mut Context<'_>,
    command: &str,
    person: &Person,
    words: &str,
) -> Outcome<Option<Written>> {
    let Said { name, from, until } = parted(ctx, words)?;
    let today = ctx.now.today();
    if until.is_some_and(|day| day > today) {
        return Err(Stop::Refused(say!(
            ctx.lang,
            "That is still to come. Say it when it is so, or have me remind you of it: “remind me next Monday to …”.",
            "まだ先の日付です。その日が過ぎてから記録するか、「来週の月曜に…とリマインド」のように登録してください。"
        )));
    }
    if let (Some(from), Some(until)) = (from, until)
        && from > until
    {
        let (from, until) = (date(ctx.lang, from), date(ctx.lang, until));
        return Err(Stop::Refused(say!(
            ctx.lang,
            "{from} is after {until}. Say from when until when the other way round.",
            "{from}は{until}より後です。開始と終了の順に指定してください。"
        )));
    }
    let place = match name.as_str() {
        "" => None,
        name => {
            let call = Call::new(command, [("organization", name.to_owned())]);
            Some(organization(ctx, &call).await.map_err(|stop| dated(stop, command, (from, until)))?)
        }
    };
    let (before, lang) = (person.organization.clone(), ctx.lang);
    let written = match (place, until) {
        // worked there once
        (Some(place), Some(until)) => {
            let rows = persons::employed_until(&mut ctx.tx, person.id, place.id, (from, until)).await?;
            let before = before.filter(|_| !rows.closed.is_empty());
            let noted = Some(noted(&place.name, from, Some(until)));
            Written { rows, before, after: Some(said(lang, place.name, from, Some(until))), noted }
        }
        (place, until) => {
            let day = from.or(until);
            let id = place.as_ref().map(|it| it.id);
            let rows = (day.unwrap_or(today), day.is_some());
            let rows = persons::change_employer(&mut ctx.tx, person.id, id, rows).await?;
            let noted = place.as_ref().map(|it| noted(&it.name, from, None));
            Written { rows, before, after: place.map(|it| said(lang, it.name, from, None)), noted }
        }
    };
    Ok(Some(written).filter(|it| !it.rows.is_nothing()))
}

/// The same choice between organizations, each with the days that were said.
fn dated(stop: Stop, command: &str, (from, until): (Option<NaiveDate>, Option<NaiveDate>)) -> Stop {
    let Stop::Choose { question, mut options } = stop else { return stop };
    for (_, choice) in options.iter_mut().filter(|(_, choice)| choice.command == command) {
        let Some(place) = choice.arguments.get_mut("organization") else { continue };
        place.extend(from.map(|day| format!(" from {day}")));
        place.extend(until.map(|day| format!(" until {day}")));
    }
    Stop::Choose { question, options }
}

/// A name, with the days that are said with it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    /// Empty: nowhere.
    name: String,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

fn parted(ctx: &Context<'_>, words: &str) -> Outcome<Said> {
    let whole = Said { name: words.trim().to_owned(), ..Said::default() };
    let Some(Split { name, from, until }) = split(words) else { return Ok(whole) };
    let (mut said, mut read) = (Said { name: name.to_owned(), ..Said::default() }, true);
    if let Some(words) = from {
        said.from = first_day(ctx, words)?;
        read &= said.from.is_some();
    }
    if let Some(words) = until {
        said.until = last_day(ctx, words)?;
        read &= said.until.is_some();
    }
    // "Tales from Osaka" is a name
    Ok(if read { said } else { whole })
}

/// The first day of what words say: a day, a month, a year. `None`: they say none.
fn first_day(ctx: &Context<'_>, said: &str) -> Outcome<Option<NaiveDate>> {
    Ok(days(ctx, said)?.and_then(|(first, _)| first))
}

/// The last day of it, or today, where that is within it.
fn last_day(ctx: &Context<'_>, said: &str) -> Outcome<Option<NaiveDate>> {
    let today = ctx.now.today();
    Ok(days(ctx, said)?.and_then(|(first, last)| match last {
        Some(last) if last > today && first.is_some_and(|first| first <= today) => Some(today),
        last => last,
    }))
}

type Days = (Option<NaiveDate>, Option<NaiveDate>);

fn days(ctx: &Context<'_>, said: &str) -> Outcome<Option<Days>> {
    if let Some(stop) = ctx.no_such_day(said) {
        return Err(stop);
    }
    if let Some(day) = period::day(said, &ctx.now) {
        return Ok(Some((Some(day), Some(day))));
    }
    let day = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&ctx.zone()).date_naive();
    Ok(period::read(said, &ctx.now).map(|period| {
        (period.from.map(day), period.until.map(|at| day(at - chrono::TimeDelta::nanoseconds(1))))
    }))
}

/// The first day of a time somebody said, refused where there is none in it.
pub(super) fn since(ctx: &Context<'_>, said: &str) -> Outcome<NaiveDate> {
    first_day(ctx, said)?.ok_or_else(|| unread(ctx.lang, said))
}

/// The last day of it.
pub(super) fn until(ctx: &Context<'_>, said: &str) -> Outcome<NaiveDate> {
    last_day(ctx, said)?.ok_or_else(|| unread(ctx.lang, said))
}

fn unread(lang: Lang, said: &str) -> Stop {
    Stop::Refused(say!(
        lang,
        "I cannot read “{said}” as a time. Try “2025-04”, “April” or “last Monday”.",
        "「{said}」を時期として読めませんでした。「2025年4月」「4月」「先週の月曜」のように書いてください。"
    ))
}

/// As it is shown and typed: "Acme from 1 Apr 2025".
fn said(lang: Lang, name: String, from: Option<NaiveDate>, until: Option<NaiveDate>) -> String {
    match (from.map(|day| date(lang, day)), until.map(|day| date(lang, day))) {
        (None, None) => name,
        (Some(from), None) => say!(lang, "{name} from {from}", "{name}（{from}から）"),
        (None, Some(until)) => say!(lang, "{name} until {until}", "{name}（{until}まで）"),
        (Some(from), Some(until)) => {
            say!(lang, "{name} from {from} to {until}", "{name}（{from}から{until}まで）")
        }
    }
}

fn noted(name: &str, from: Option<NaiveDate>, until: Option<NaiveDate>) -> String {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    match (from, until) {
        (None, None) => name.to_owned(),
        _ => format!("{name} ({} – {})", day(from), day(until)),
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Split<'a> {
    name: &'a str,
    from: Option<&'a str>,
    until: Option<&'a str>,
}

/// `None`: it is a name and nothing else.
fn split(words: &str) -> Option<Split<'_>> {
    english(words.trim()).or_else(|| japanese(words.trim()))
}

/// The last of these words, with what stands before and behind it.
fn at_last<'a>(words: &'a str, between: &[&str]) -> Option<(&'a str, &'a str)> {
    let at = |word: &&str| match words.strip_prefix(word.trim_start()) {
        // it may begin with it
        Some(_) if !words.contains(*word) => Some((0, word.len() - 1)),
        _ => words.rfind(*word).map(|at| (at, word.len())),
    };
    let (at, length) = between.iter().filter_map(at).max()?;
    Some((words[..at].trim(), words[at + length..].trim()))
}

fn english(words: &str) -> Option<Split<'_>> {
    let until = at_last(words, &[" to ", " until ", " till ", " through "]);
    let from = |words| at_last(words, &[" from ", " since ", " as of ", " starting "]);
    match until {
        Some((before, until)) => match from(before) {
            Some((name, from)) => Some(Split { name, from: Some(from), until: Some(until) }),
            None => Some(Split { name: before, from: None, until: Some(until) }),
        },
        None => from(words).map(|(name, from)| Split { name, from: Some(from), until: None }),
    }
}

fn japanese(words: &str) -> Option<Split<'_>> {
    let bare = words.strip_suffix([')', '）']).unwrap_or(words);
    let (rest, until) = match bare.strip_suffix("まで") {
        Some(rest) => match rest.rsplit_once("から") {
            Some((before, until)) => (before, Some(until)),
            None => {
                let (name, until) = behind_name(rest);
                return Some(Split { name, from: None, until: Some(until) });
            }
        },
        None => {
            let from = ["から", "以降", "付"].iter().find_map(|end| bare.strip_suffix(end))?;
            (from, None)
        }
    };
    let (name, from) = behind_name(rest);
    (!name.is_empty()).then_some(Split { name, from: Some(from), until })
}

/// 「Acme 2025年4月」, apart.
fn behind_name(words: &str) -> (&str, &str) {
    let between = [' ', '\u{3000}', '(', '（', '、', ','];
    match words.rfind(between) {
        Some(at) => (words[..at].trim(), words[at..].trim_start_matches(between)),
        None => ("", words),
    }
}

#[cfg(test)]
mod tests {
    use super::{Split, split};

    #[test]
    fn a_name_and_times() {
        for (words, want) in [
            ("Acme from 2025-04", Some(("Acme", Some("2025-04"), None))),
            ("Tales from Osaka since May", Some(("Tales from Osaka", Some("May"), None))),
            ("Acme from 2019 to 2021", Some(("Acme", Some("2019"), Some("2021")))),
            ("Acme until June", Some(("Acme", None, Some("June")))),
            ("until 2026-06-30", Some(("", None, Some("2026-06-30")))),
            ("Acme 2025年4月から", Some(("Acme", Some("2025年4月"), None))),
            ("青空システムズ（2025年4月から）", Some(("青空システムズ", Some("2025年4月"), None))),
            ("青空（2019年から2021年まで）", Some(("青空", Some("2019年"), Some("2021年")))),
            ("Acme 6月まで", Some(("Acme", None, Some("6月")))),
            ("6月まで", Some(("", None, Some("6月")))),
            ("Acme", None),
            ("4月から", None),
        ] {
            let want = want.map(|(name, from, until)| Split { name, from, until });
            assert_eq!(split(words), want, "{words}");
        }
    }
}
