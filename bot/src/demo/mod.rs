//! The demo tenant: an invented company with an invented API, its community, and eighteen months of
//! what they said and did. Made by code, so that it always ends yesterday.
//!
//! Not a loader: nothing here knows a database. Not a fixture for unit tests either; it is meant to be
//! read by people. The words are in `texts/`, the rules beside this file.
//!
//! **To add a conversation**: write a scene in `texts/<theme>.<en|ja>.txt` (the format is told in
//! `script.rs`) or, for the last ten days, in `texts/recent.<en|ja>.txt`.

use chrono::NaiveDate;

mod accounts;
mod bots;
mod calendar;
mod campaigns;
mod conversations;
mod deals;
mod dice;
mod duplicates;
mod external;
mod handles;
mod humans;
mod lists;
mod messages;
mod names;
mod organizations;
mod outcomes;
mod persons;
mod recent;
mod repertoire;
mod script;
mod slots;
mod speakers;
mod staff;
#[cfg(test)]
mod tests;
mod threads;
mod usage;
mod voice;
mod world;

pub use world::{
    Account, Activity, BudgetLine, Campaign, Conversation, Deal, Duplicate, Employment, Organization, Person,
    Resource, Task, User, World,
};

/// The whole demo tenant, the same for the same `seed` and `today` on every machine.
///
/// Everything that happened lies before `today`, midnight UTC. `today` is held between the years 2017
/// and 9000, where every platform's ids can be made.
pub fn world(seed: u64, today: NaiveDate) -> World {
    let calendar = calendar::Calendar::new(today);
    let users = staff::users();
    let organizations = organizations::organizations();
    let humans = humans::humans(seed, &calendar, &organizations);
    let (mut persons, mut employments) = persons::persons(seed, &calendar, &humans, &organizations);
    let duplicates = duplicates::plant(seed, &humans, &mut persons, &mut employments);
    let accounts = accounts::accounts(seed, &calendar, &humans, &persons, &duplicates);
    let rooms = conversations::rooms(seed, &calendar);
    let team = staff::team();
    let cast = speakers::Cast {
        humans: &humans,
        accounts: &accounts,
        rooms: &rooms,
        calendar: &calendar,
        team: &team,
    };

    let mut drafts = threads::threads(seed, &cast);
    drafts.extend(recent::recent(&cast));
    drafts.extend(bots::posts(&cast));
    let mut activities = messages::publish(drafts, &rooms);

    let (campaigns, plans) = campaigns::campaigns(&calendar);
    let mut crowd = outcomes::Crowd::new(&cast);
    activities.extend(outcomes::outcomes(seed, &calendar, &mut crowd, &campaigns, &plans));
    activities.extend(usage::usage(seed, &cast, &mut crowd));
    activities.retain(|activity| activity.at < calendar.end());
    activities.sort_by_key(|activity| activity.at);

    let organizations: Vec<Organization> =
        organizations.into_iter().map(|known| known.organization).collect();
    let deals = deals::deals(&calendar, &organizations, (&persons, &employments), &users);
    let tasks = deals::tasks(&calendar, &organizations, &deals, &users);

    World {
        organizations,
        persons,
        duplicates,
        employments,
        accounts: accounts.into_iter().map(|known| known.account).collect(),
        conversations: rooms.into_iter().map(|room| room.conversation).collect(),
        activities,
        campaigns,
        outcome_values: campaigns::outcome_values(),
        users,
        deals,
        tasks,
    }
}
