//! What came of each campaign: exactly as often as its plan says, by people who fit, inside its window.
//! Nobody signs up twice, stars a repository twice, or sits in the same hall twice.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::calendar::{Calendar, local};
use super::campaigns::Plan;
use super::dice::Dice;
use super::speakers::Cast;
use super::world::{Activity, Campaign};

/// What can be starred, forked and downloaded.
pub(super) const REPOSITORIES: [&str; 6] = [
    "hoshi-api/hoshi-sdk-rust",
    "hoshi-api/hoshi-sdk-typescript",
    "hoshi-api/hoshi-sdk-python",
    "hoshi-api/hoshi-sdk-go",
    "hoshi-api/hoshi-cli",
    "hoshi-api/hoshi-examples",
];

/// What is called.
pub(super) const CALLS: [&str; 6] = [
    "POST /v1/translate",
    "POST /v1/translate",
    "POST /v1/batches",
    "POST /v1/detect",
    "POST /v1/furigana",
    "POST /v1/summaries",
];

/// The outcomes of all campaigns.
pub(super) fn outcomes(
    seed: u64,
    calendar: &Calendar,
    crowd: &mut Crowd<'_>,
    campaigns: &[Campaign],
    plans: &[Plan],
) -> Vec<Activity> {
    let mut dice = Dice::new(seed, "outcomes");
    let mut activities = Vec::new();
    for (at, (campaign, plan)) in campaigns.iter().zip(plans).enumerate() {
        for (action, count) in &plan.outcomes {
            for number in 0..*count {
                let mut activity = crowd.act(&mut dice, action, plan.japanese, number == 0);
                activity.at = when(&mut dice, calendar, campaign, action);
                activity.text = about(&mut dice, action, campaign, activity.text.take());
                activity.campaign = Some(at);
                activities.push(activity);
            }
        }
    }
    activities
}

/// A day on which this counts, earlier ones more often, in waking hours; never after the story ends.
fn when(dice: &mut Dice, calendar: &Calendar, campaign: &Campaign, action: &str) -> DateTime<Utc> {
    let end = calendar.end();
    let yesterday = calendar.today - Days::new(1);
    let close = (campaign.ends_on + TimeDelta::days(campaign.window_days.into())).min(yesterday);
    let (first, last) = match action {
        "attend" => (campaign.starts_on.max(campaign.ends_on - Days::new(2)), campaign.ends_on),
        _ => (campaign.starts_on, close),
    };
    let length = (last.min(yesterday) - first).num_days().max(0);
    let days = dice.between(0, length).min(dice.between(0, length));
    let at = moment(dice, first + TimeDelta::days(days));
    at.min(end - TimeDelta::seconds(dice.between(60, 7_200)))
}

/// Some time of a day in Japan, between nine and the late evening.
pub(super) fn moment(dice: &mut Dice, day: NaiveDate) -> DateTime<Utc> {
    local(day, dice.between(9 * 60, 23 * 60), 540) + TimeDelta::milliseconds(dice.between(0, 59_999))
}

/// What the line in the history says.
fn about(dice: &mut Dice, action: &str, campaign: &Campaign, drawn: Option<String>) -> Option<String> {
    let resource =
        |kinds: &[&str]| campaign.resources.iter().find(|resource| kinds.contains(&resource.kind.as_str()));
    match action {
        "click" => (!campaign.resources.is_empty()).then(|| dice.pick(&campaign.resources).url.clone()),
        "attend" => Some(resource(&["event"]).map_or(&campaign.name, |event| &event.title).clone()),
        _ => drawn,
    }
}

/// The people who act, and what they did already.
pub(super) struct Crowd<'a> {
    cast: &'a Cast<'a>,
    /// Accounts of each human.
    accounts: Vec<Vec<usize>>,
    signed_up: BTreeSet<usize>,
    starred: BTreeSet<(usize, usize)>,
    present: BTreeSet<usize>,
}

impl<'a> Crowd<'a> {
    /// Nobody did anything yet.
    pub(super) fn new(cast: &'a Cast<'a>) -> Self {
        let mut accounts = vec![Vec::new(); cast.humans.len()];
        for (at, known) in cast.accounts.iter().enumerate() {
            if let Some(human) = known.human {
                accounts[human].push(at);
            }
        }
        let (signed_up, starred, present) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        Self { cast, accounts, signed_up, starred, present }
    }

    /// Somebody does it. `opening` starts a new event: the hall is empty again.
    pub(super) fn act(&mut self, dice: &mut Dice, action: &str, japanese: u32, opening: bool) -> Activity {
        if opening {
            self.present.clear();
        }
        let providers: &[&str] = match action {
            "star" | "fork" => &["github"],
            "download" => &["github", "email"],
            "click" => &["email", "x", "slack", "discord"],
            "signup" | "api_call" => &["email", "github"],
            _ => &[],
        };
        let repository = dice.below(REPOSITORIES.len());
        let mut human = 0;
        // The crowd is far larger than any plan; the last try is taken as it is.
        for _ in 0..400 {
            human = dice.below(self.cast.humans.len());
            let near = self.cast.humans[human].name.japanese == dice.chance(japanese);
            let new = match action {
                "signup" => !self.signed_up.contains(&human),
                "attend" => !self.present.contains(&human),
                "star" | "fork" => {
                    self.on(human, providers).is_some()
                        && !self
                            .starred
                            .contains(&(human, repository + if action == "star" { 0 } else { 100 }))
                }
                "api_call" => self.signed_up.contains(&human),
                _ => true,
            };
            if near && new {
                break;
            }
        }
        match action {
            "signup" => self.signed_up.insert(human),
            "attend" => self.present.insert(human),
            "star" => self.starred.insert((human, repository)),
            "fork" => self.starred.insert((human, repository + 100)),
            _ => true,
        };
        let account = self.on(human, providers);
        Activity {
            account,
            person: account.is_none().then_some(human),
            conversation: None,
            thread: None,
            external_id: None,
            action: action.to_owned(),
            text: match action {
                "star" | "fork" | "download" => Some(REPOSITORIES[repository].to_owned()),
                "api_call" => Some((*dice.pick(&CALLS)).to_owned()),
                _ => None,
            },
            at: self.cast.calendar.end(),
            campaign: None,
        }
    }

    /// The human's account on the first of these providers where there is one.
    fn on(&self, human: usize, providers: &[&str]) -> Option<usize> {
        providers.iter().find_map(|provider| {
            self.accounts[human]
                .iter()
                .copied()
                .find(|at| self.cast.accounts[*at].account.provider == *provider)
        })
    }
}
