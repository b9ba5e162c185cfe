//! The last ten days in full: conversations written line by line in `texts/recent.<en|ja>.txt`, told by
//! the cast. They give "since Monday" something to find: decisions, tasks, open questions, trouble.

use chrono::{NaiveDate, TimeDelta};

use super::calendar::{local, weekday_before};
use super::dice::Dice;
use super::lists::entries;
use super::messages::{Said, Thread};
use super::slots::{Gaps, Lang, Words, date};
use super::speakers::Cast;

/// Japan is nine hours ahead.
const JAPAN: i64 = 540;

/// The written threads.
pub(super) fn recent(cast: &Cast<'_>) -> Vec<Thread> {
    [(Lang::En, include_str!("texts/recent.en.txt")), (Lang::Ja, include_str!("texts/recent.ja.txt"))]
        .into_iter()
        .flat_map(|(lang, text)| told(cast, lang, text))
        .collect()
}

fn told(cast: &Cast<'_>, lang: Lang, text: &'static str) -> Vec<Thread> {
    let words = Words::read(lang);
    // Nothing is drawn here; the gaps only know names and days.
    let mut dice = Dice::new(0, "recent");
    let mut threads: Vec<Thread> = Vec::new();
    let mut scene: Option<(&str, NaiveDate, i64, Gaps<'_>)> = None;
    for line in entries(text) {
        if let Some(heading) = line.strip_prefix("## ") {
            scene = None;
            let Some((provider, room, day, minute)) = opened(cast, heading) else { continue };
            let mut gaps = Gaps::new(&words, day);
            name_everybody(cast, lang, day, &mut gaps);
            scene = Some((provider, day, minute, gaps));
            threads.push(Thread { room, messages: Vec::new() });
        } else if let (Some((provider, day, start, gaps)), Some(thread)) = (&mut scene, threads.last_mut())
            && let Some((account, minute, text)) = said(cast, provider, line)
        {
            let at = local(*day, *start + minute, JAPAN) + TimeDelta::seconds((7 * minute + 11) % 60);
            thread.messages.push(Said { account, text: gaps.fill(&mut dice, text), at });
        }
    }
    threads
}

/// `provider conversation days-from-today hh:mm`; days at a weekend move to the Friday before.
fn opened(cast: &Cast<'_>, heading: &'static str) -> Option<(&'static str, usize, NaiveDate, i64)> {
    let (provider, rest) = heading.split_once(' ')?;
    let mut rest = rest.rsplitn(3, ' ');
    let (clock, days, name) = (rest.next()?, rest.next()?, rest.next()?);
    let (hour, minute) = clock.split_once(':')?;
    let minutes = 60 * hour.parse::<i64>().ok()? + minute.parse::<i64>().ok()?;
    let day = weekday_before(cast.calendar.today + TimeDelta::days(days.parse().ok()?));
    Some((provider, cast.room(provider, name)?, day, minutes))
}

/// `handle minutes text`
fn said(cast: &Cast<'_>, provider: &str, line: &'static str) -> Option<(usize, i64, &'static str)> {
    let mut words = line.splitn(3, ' ');
    let (handle, minute, text) = (words.next()?, words.next()?, words.next()?);
    Some((cast.account(provider, handle)?, minute.parse().ok()?, text))
}

/// Fills `{sofia}` for the handle `sofia.ibarra`, and so on, with releases and the next event.
fn name_everybody(cast: &Cast<'_>, lang: Lang, day: NaiveDate, gaps: &mut Gaps<'_>) {
    let humans = cast.humans.iter().filter(|human| human.cast);
    let guests = humans.map(|human| (human.handle.as_str(), human.called(lang)));
    let team = cast.team.iter().map(|colleague| (colleague.handle, colleague.called(lang)));
    for (handle, called) in guests.chain(team) {
        gaps.set(handle.split(['.', '_', '-']).next().unwrap_or(handle), called);
    }
    let (current, previous) = cast.calendar.releases(day);
    gaps.set("ver", current);
    gaps.set("prev", previous);
    gaps.set("osaka", cast.calendar.anchor("osaka").map(|day| date(lang, day)).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{
        accounts, calendar::Calendar, conversations, duplicates, humans, organizations, persons, staff,
    };

    /// On each weekday, every written line is told by somebody, in the last ten days, before today.
    #[test]
    fn every_line_is_told_whatever_day_it_is() {
        let lines = [include_str!("texts/recent.en.txt"), include_str!("texts/recent.ja.txt")]
            .into_iter()
            .flat_map(entries)
            .filter(|line| !line.starts_with("## "))
            .count();
        for day in 1..=7 {
            let calendar = Calendar::new(NaiveDate::from_ymd_opt(2026, 11, day).unwrap());
            let known = organizations::organizations();
            let humans = humans::humans(day.into(), &calendar, &known);
            let (mut persons, mut employments) = persons::persons(day.into(), &calendar, &humans, &known);
            let duplicates = duplicates::plant(day.into(), &humans, &mut persons, &mut employments);
            let accounts = accounts::accounts(day.into(), &calendar, &humans, &persons, &duplicates);
            let rooms = conversations::rooms(day.into(), &calendar);
            let cast = Cast {
                humans: &humans,
                accounts: &accounts,
                rooms: &rooms,
                calendar: &calendar,
                team: &staff::team(),
            };
            let told = recent(&cast);
            assert_eq!(told.iter().map(|thread| thread.messages.len()).sum::<usize>(), lines);
            for said in told.iter().flat_map(|thread| &thread.messages) {
                assert!(
                    said.at < calendar.end() && said.at > calendar.end() - TimeDelta::days(10),
                    "{}",
                    said.text
                );
                assert!(!said.text.contains("{+") && !said.text.contains("さんさん"), "{}", said.text);
            }
        }
    }
}
