//! What the integrations post: releases and the state of the service, in both languages.

use chrono::{Days, TimeDelta};

use super::calendar::{local, weekday_after};
use super::messages::{Said, Thread};
use super::speakers::Cast;

/// The posts of all bots.
pub(super) fn posts(cast: &Cast<'_>) -> Vec<Thread> {
    let mut threads = Vec::new();
    for (day, version) in cast.calendar.release_days() {
        let text = format!(
            "hoshi-sdk {version} is published for Rust, TypeScript, Python and Go. / hoshi-sdk {version} を公開しました。 \
             https://docs.hoshi.example/releases/{version}"
        );
        threads.extend(post(cast, ("slack", "announcements"), text, local(day, 15 * 60, 540)));
    }
    let mut day = cast.calendar.start;
    while day < cast.calendar.today {
        let text = "Monthly report: `/v1/translate` was available 99.9 % of the time. / 月報：`/v1/translate` の稼働率は99.9%でした。";
        let at = local(weekday_after(day), 9 * 60, 540) + TimeDelta::seconds(2);
        threads.extend(post(cast, ("discord", "support"), text.to_owned(), at));
        day = day + Days::new(28);
    }
    threads
}

fn post(
    cast: &Cast<'_>,
    (provider, room): (&str, &str),
    text: String,
    at: chrono::DateTime<chrono::Utc>,
) -> Option<Thread> {
    let (room, account) = (cast.room(provider, room)?, cast.bot(provider)?);
    Some(Thread { room, messages: vec![Said { account, text, at }] })
}
