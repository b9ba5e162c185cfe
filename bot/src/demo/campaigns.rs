//! The measures, read from `texts/campaigns.txt`: what they published, what they cost, and what is to
//! come of them. What comes is played in `outcomes.rs`.

use rust_decimal::Decimal;

use super::calendar::Calendar;
use super::lists::{cells, entries};
use super::world::{BudgetLine, Campaign, Resource};

/// What one outcome is worth, in JPY. An API call counted here is a team's first: it is in use.
const VALUES: [(&str, i64); 6] = [
    ("signup", 5_000),
    ("api_call", 800),
    ("attend", 1_500),
    ("star", 300),
    ("click", 20),
    ("download", 400),
];

/// What is to come of a campaign.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    /// How often each action.
    pub(super) outcomes: Vec<(&'static str, usize)>,
    /// Share of people in Japan, in percent.
    pub(super) japanese: u32,
}

/// All campaigns by their first day, each with its plan.
pub(super) fn campaigns(calendar: &Calendar) -> (Vec<Campaign>, Vec<Plan>) {
    let mut found: Vec<(Campaign, Plan)> = Vec::new();
    for entry in entries(include_str!("texts/campaigns.txt")) {
        if let Some(heading) = entry.strip_prefix("## ") {
            found.extend(campaign(calendar, heading));
        } else if let Some((campaign, plan)) = found.last_mut() {
            match entry.split_once(' ') {
                Some(("r", rest)) => campaign.resources.push(resource(rest)),
                Some(("b", rest)) => campaign.budget.extend(budget_line(calendar, rest)),
                Some(("o", rest)) => plan.outcomes = outcomes(rest),
                _ => {}
            }
        }
    }
    found.sort_by_key(|(campaign, _)| campaign.starts_on);
    found.into_iter().unzip()
}

/// What one outcome of each action is worth.
pub(super) fn outcome_values() -> Vec<(String, Decimal)> {
    VALUES.into_iter().map(|(action, value)| (action.to_owned(), Decimal::from(value))).collect()
}

fn campaign(calendar: &Calendar, heading: &'static str) -> Option<(Campaign, Plan)> {
    let [name, name_ja, goal, from, to, window, japanese] = cells(heading);
    let campaign = Campaign {
        name: name.to_owned(),
        name_ja: name_ja.to_owned(),
        goal: goal.to_owned(),
        starts_on: calendar.named(from)?,
        ends_on: calendar.named(to)?,
        window_days: window.parse().ok()?,
        resources: Vec::new(),
        budget: Vec::new(),
    };
    Some((campaign, Plan { outcomes: Vec::new(), japanese: japanese.parse().ok()? }))
}

fn resource(entry: &'static str) -> Resource {
    let [kind, title, url] = cells(entry);
    Resource { kind: kind.to_owned(), title: title.to_owned(), url: url.to_owned() }
}

/// `category yen day note`
fn budget_line(calendar: &Calendar, entry: &str) -> Option<BudgetLine> {
    let mut words = entry.splitn(4, ' ');
    Some(BudgetLine {
        category: words.next()?.to_owned(),
        amount: Decimal::from(words.next()?.parse::<i64>().ok()?),
        spent_on: calendar.named(words.next()?)?,
        note: words.next()?.to_owned(),
    })
}

/// `action count action count …`
fn outcomes(entry: &'static str) -> Vec<(&'static str, usize)> {
    let words: Vec<&str> = entry.split(' ').collect();
    words.chunks_exact(2).filter_map(|pair| Some((pair[0], pair[1].parse().ok()?))).collect()
}
