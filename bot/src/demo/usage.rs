//! What happens without any campaign: people join, use the API, star, fork, download, follow links.

use chrono::TimeDelta;

use super::dice::Dice;
use super::outcomes::{Crowd, moment};
use super::speakers::Cast;
use super::world::Activity;

/// How often each action happens on its own.
const OWN: [(&str, usize); 6] =
    [("signup", 80), ("api_call", 1_500), ("star", 160), ("fork", 170), ("download", 260), ("click", 1_200)];

/// Links in newsletters and posts.
const LINKS: [&str; 5] = [
    "https://docs.hoshi.example/quickstart",
    "https://blog.hoshi.example/",
    "https://hoshi.example/pricing",
    "https://docs.hoshi.example/rate-limits",
    "https://status.hoshi.example/",
];

/// Where newcomers arrive on each platform, by language (English, Japanese).
const DOORS: [(&str, [&str; 2]); 3] = [
    ("slack", ["general", "general-ja"]),
    ("discord", ["support", "質問"]),
    ("telegram", ["Hoshi API Community", "Hoshi API 日本語"]),
];

/// All of it.
pub(super) fn usage(seed: u64, cast: &Cast<'_>, crowd: &mut Crowd<'_>) -> Vec<Activity> {
    let mut dice = Dice::new(seed, "usage");
    let mut activities = joins(&mut dice, cast);
    for (action, count) in OWN {
        for _ in 0..count {
            let mut activity = crowd.act(&mut dice, action, 50, false);
            // Later days more often: the community grows.
            let length = cast.calendar.length() as usize;
            let day = dice.below(length).max(dice.below(length));
            activity.at = moment(&mut dice, cast.calendar.day(day));
            if action == "click" {
                activity.text = Some((*dice.pick(&LINKS)).to_owned());
            }
            activities.push(activity);
        }
    }
    activities
}

/// Each account of a community enters it on its first day.
fn joins(dice: &mut Dice, cast: &Cast<'_>) -> Vec<Activity> {
    let mut joins = Vec::new();
    for (account, known) in cast.accounts.iter().enumerate() {
        let Some(human) = known.human.map(|human| &cast.humans[human]) else { continue };
        let door = DOORS.iter().find(|(provider, _)| *provider == known.account.provider);
        let Some((provider, rooms)) = door else { continue };
        joins.push(Activity {
            account: Some(account),
            person: None,
            conversation: cast.room(provider, rooms[usize::from(human.name.japanese)]),
            thread: None,
            external_id: None,
            action: "join".to_owned(),
            text: None,
            // In the small hours, before anything they say that day.
            at: moment(dice, known.account.since) - TimeDelta::hours(14),
            campaign: None,
        });
    }
    joins
}
