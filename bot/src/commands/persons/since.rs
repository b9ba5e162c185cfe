//! "Acme from 2025-04", 「Acme 2025年4月から」: an employer, and since when.

use chrono::NaiveDate;
use nlp::{Lang, period};

use crate::commands::{Context, Outcome, Stop};
use crate::{say, words::date};

/// An employer's name and the day that is named with it.
pub(crate) fn parted(ctx: &Context<'_>, words: &str) -> Outcome<(String, Option<NaiveDate>)> {
    let Some((name, said)) = split(words) else { return Ok((words.to_owned(), None)) };
    match day(ctx, said)? {
        Some(day) => Ok((name.to_owned(), Some(day))),
        // "Tales from Osaka" is a name
        None => Ok((words.to_owned(), None)),
    }
}

/// The first day of what words say: a day, a month, a year. `None`: they say none.
pub(crate) fn day(ctx: &Context<'_>, said: &str) -> Outcome<Option<NaiveDate>> {
    if let Some(stop) = ctx.no_such_day(said) {
        return Err(stop);
    }
    if let Some(day) = period::day(said, &ctx.now) {
        return Ok(Some(day));
    }
    let from = period::read(said, &ctx.now).and_then(|period| period.from);
    Ok(from.map(|at| at.with_timezone(&ctx.zone()).date_naive()))
}

/// The same, refused where they say none.
pub(crate) fn required(ctx: &Context<'_>, said: &str) -> Outcome<NaiveDate> {
    day(ctx, said)?.ok_or_else(|| {
        Stop::Refused(say!(
            ctx.lang,
            "I cannot read “{said}” as the time since when. Try “2025-04”, “April” or “last Monday”.",
            "「{said}」を開始時期として読めませんでした。「2025年4月」「4月」「先週の月曜」のように書いてください。"
        ))
    })
}

/// As it is shown and typed: "Acme from 1 Apr 2025".
pub(crate) fn said(lang: Lang, name: String, since: Option<NaiveDate>) -> String {
    match since.map(|day| date(lang, day)) {
        None => name,
        Some(day) => say!(lang, "{name} from {day}", "{name}（{day}から）"),
    }
}

fn split(words: &str) -> Option<(&str, &str)> {
    let words = words.trim();
    let last = [" from ", " since ", " as of ", " starting "]
        .into_iter()
        .filter_map(|between| words.rfind(between).map(|at| (at, between.len())))
        .max();
    if let Some((at, length)) = last {
        return Some((words[..at].trim(), words[at + length..].trim()));
    }
    let bare = words.strip_suffix([')', '）']).unwrap_or(words);
    let said = bare
        .strip_suffix("から")
        .or_else(|| bare.strip_suffix("以降"))
        .or_else(|| bare.strip_suffix("付"))?;
    let at = said.rfind([' ', '\u{3000}', '(', '（', '、', ','])?;
    let name = said[..at].trim();
    let from = said[at..].trim_start_matches([' ', '\u{3000}', '(', '（', '、', ',']);
    (!name.is_empty()).then_some((name, from))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_name_and_a_time() {
        for (words, want) in [
            ("Acme from 2025-04", Some(("Acme", "2025-04"))),
            ("Tales from Osaka since May", Some(("Tales from Osaka", "May"))),
            ("Acme 2025年4月から", Some(("Acme", "2025年4月"))),
            ("青空システムズ（2025年4月から）", Some(("青空システムズ", "2025年4月"))),
            ("Acme", None),
            ("4月から", None),
        ] {
            assert_eq!(split(words), want, "{words}");
        }
    }
}
