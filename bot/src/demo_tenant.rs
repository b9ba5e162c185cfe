//! Writes the invented world of [`crate::demo`] into a tenant, by the functions everything else uses.

mod dealings;

use std::collections::HashMap;

use anyhow::Context as _;
use chrono::Utc;
use crm::{
    AccountId, ActivityId, CampaignId, Db, OrganizationId, PersonId, Role, TenantId, TenantTx, UserId,
    accounts::{self, NewAccount},
    campaigns::{self, NewBudgetLine, NewCampaign, NewResource},
    connections::{self, Connection},
    identifiers::{self, IdentifierKind, NewIdentifier},
    organizations::{self, NewEmployment, NewOrganization},
    persons::{self, NewPerson},
    record::{self, By, Did, Incoming, Place, Timing},
    tenants::{self, Settings},
    users,
};

use crate::demo::{self, World};

/// The demo is the same for everybody on the same day.
const SEED: u64 = 2026;
/// Activities recorded in one call.
const BATCH: usize = 1_000;
/// Providers with one global name space.
const GLOBAL: [&str; 3] = ["github", "x", "email"];

/// Makes the demo tenant, all of it or nothing; `progress` is told how many activities of how many are in.
pub async fn make(db: &Db, slug: &str, progress: impl Fn(u64, u64)) -> anyhow::Result<TenantId> {
    let world = tokio::task::block_in_place(|| demo::world(SEED, Utc::now().date_naive()));
    let settings = Settings {
        name: "Hoshi DevRel".to_owned(),
        lang: "en".to_owned(),
        timezone: "Asia/Tokyo".to_owned(),
        currency: "JPY".to_owned(),
        fiscal_start_month: 4,
        demo: true,
    };
    let (tenant, mut tx) =
        tenants::begin(db, slug, &settings).await?.context("the demo tenant is there already")?;
    let team = team(&mut tx, &world).await?;
    let (organizations, people) = people(&mut tx, &world).await?;
    let connections = connections(&mut tx, &world).await?;
    let accounts = accounts(&mut tx, &world, &people, &team, &connections).await?;
    let campaigns = campaigns(&mut tx, &world).await?;
    dealings::write(&mut tx, &world, &organizations, &people, &team).await?;
    activities(&mut tx, &world, &Known { people, accounts, campaigns, connections }, progress).await?;
    tx.commit().await?;
    Ok(tenant)
}

/// What the world's indices became.
struct Known {
    people: Vec<PersonId>,
    accounts: Vec<AccountId>,
    campaigns: Vec<CampaignId>,
    connections: HashMap<String, Connection>,
}

async fn team(tx: &mut TenantTx, world: &World) -> anyhow::Result<Vec<UserId>> {
    let mut team = Vec::new();
    for user in &world.users {
        let role = Role::ALL.into_iter().find(|role| role.as_str() == user.role).context("a role")?;
        team.push(users::add(tx, &user.name, Some(&user.email), role, user.lang.as_deref()).await?);
    }
    Ok(team)
}

async fn people(tx: &mut TenantTx, world: &World) -> anyhow::Result<(Vec<OrganizationId>, Vec<PersonId>)> {
    let organizations: Vec<NewOrganization> = world
        .organizations
        .iter()
        .map(|o| NewOrganization {
            name: o.name.clone(),
            other_name: o.other_name.clone(),
            domain: Some(o.domain.clone()),
            kind: o.kind.clone(),
        })
        .collect();
    let organizations = organizations::add(tx, &organizations).await?;
    let persons: Vec<NewPerson> = world
        .persons
        .iter()
        .map(|p| NewPerson {
            name: p.name.clone(),
            kana: p.kana.clone(),
            romaji: p.romaji.clone(),
            title: p.title.clone(),
            email: p.email.clone(),
            relationship: p.relationship.clone(),
            tags: p.tags.clone(),
        })
        .collect();
    let persons = persons::add(tx, &persons).await?;
    let employments: Vec<NewEmployment> = world
        .employments
        .iter()
        .map(|e| NewEmployment {
            person: persons[e.person],
            organization: organizations[e.organization],
            title: e.title.clone(),
            started_on: e.started_on,
            ended_on: e.ended_on,
        })
        .collect();
    organizations::employ(tx, &employments).await?;
    let addresses: Vec<NewIdentifier> = world
        .persons
        .iter()
        .zip(&persons)
        .filter_map(|(p, id)| {
            let value = p.email.clone()?;
            Some(NewIdentifier { person: *id, kind: IdentifierKind::Email, value, verified: false })
        })
        .collect();
    identifiers::add(tx, &addresses).await?;
    Ok((organizations, persons))
}

/// One connection for each provider that is talked on; what happens elsewhere comes through the first.
async fn connections(tx: &mut TenantTx, world: &World) -> anyhow::Result<HashMap<String, Connection>> {
    let mut made = HashMap::new();
    for conversation in &world.conversations {
        if !made.contains_key(&conversation.provider) {
            let connection = connections::ensure(tx, &conversation.provider, "Hoshi community").await?;
            made.insert(conversation.provider.clone(), connection);
        }
    }
    made.insert(String::new(), connections::ensure(tx, "tracker", "Links and events").await?);
    Ok(made)
}

async fn accounts(
    tx: &mut TenantTx,
    world: &World,
    people: &[PersonId],
    team: &[UserId],
    connections: &HashMap<String, Connection>,
) -> anyhow::Result<Vec<AccountId>> {
    let new: Vec<NewAccount> = world
        .accounts
        .iter()
        .map(|a| {
            let workspace = connections.get(&a.provider).map(|c| c.id.to_string());
            NewAccount {
                person: a.person.map(|p| people[p]),
                provider: a.provider.clone(),
                workspace: workspace.filter(|_| !GLOBAL.contains(&a.provider.as_str())).unwrap_or_default(),
                external_id: a.external_id.clone(),
                handle: a.handle.clone(),
                name: a.name.clone(),
                email: a.email.clone(),
                is_bot: a.is_bot,
                verified: a.verified,
            }
        })
        .collect();
    let ids = accounts::add(tx, &new).await?;
    for (account, id) in world.accounts.iter().zip(&ids) {
        if let Some(user) = account.user {
            accounts::link(tx, *id, team[user]).await?;
        }
    }
    Ok(ids)
}

async fn campaigns(tx: &mut TenantTx, world: &World) -> anyhow::Result<Vec<CampaignId>> {
    let mut ids = Vec::new();
    for c in &world.campaigns {
        let resources = c.resources.iter().map(|r| NewResource {
            kind: r.kind.clone(),
            title: r.title.clone(),
            url: Some(r.url.clone()),
        });
        let budget = c.budget.iter().map(|line| NewBudgetLine {
            category: line.category.clone(),
            amount: line.amount,
            currency: "JPY".to_owned(),
            spent_on: line.spent_on,
            note: Some(line.note.clone()),
        });
        let new = NewCampaign {
            name: c.name.clone(),
            name_ja: Some(c.name_ja.clone()),
            goal: Some(c.goal.clone()),
            starts_on: c.starts_on,
            ends_on: c.ends_on,
            window_days: c.window_days,
            resources: resources.collect(),
            budget: budget.collect(),
        };
        ids.push(campaigns::add(tx, &new).await?);
    }
    for (action, worth) in &world.outcome_values {
        campaigns::set_outcome_value(tx, action, *worth, "JPY").await?;
    }
    Ok(ids)
}

async fn activities(
    tx: &mut TenantTx,
    world: &World,
    known: &Known,
    progress: impl Fn(u64, u64),
) -> anyhow::Result<()> {
    let mut by_provider: HashMap<&str, Vec<&demo::Activity>> = HashMap::new();
    for activity in &world.activities {
        let provider = activity.conversation.map_or("", |c| world.conversations[c].provider.as_str());
        by_provider.entry(provider).or_default().push(activity);
    }
    let mut providers: Vec<_> = by_provider.into_iter().collect();
    providers.sort_by_key(|(provider, _)| *provider);
    let (mut done, total) = (0, world.activities.len() as u64);
    for (provider, activities) in providers {
        let connection = &known.connections[provider];
        for batch in activities.chunks(BATCH) {
            let events: Vec<Incoming> =
                batch.iter().map(|a| incoming(world, known, a)).collect::<anyhow::Result<_>>()?;
            let rows = record::record(tx, connection, &events, Timing::Historical).await?;
            let credits: Vec<(CampaignId, ActivityId)> = batch
                .iter()
                .zip(&rows)
                .filter_map(|(a, row)| Some((known.campaigns[a.campaign?], row.activity?)))
                .collect();
            campaigns::credit(tx, &credits).await?;
            done += batch.len() as u64;
            progress(done, total);
        }
    }
    Ok(())
}

fn incoming(world: &World, known: &Known, activity: &demo::Activity) -> anyhow::Result<Incoming> {
    let place = activity.conversation.map(|c| &world.conversations[c]);
    let by = match (activity.account, activity.person) {
        (Some(account), _) => By::Account(known.accounts[account]),
        (None, Some(person)) => By::Person(known.people[person]),
        (None, None) => anyhow::bail!("an activity that nobody did"),
    };
    Ok(Incoming {
        place: place.map(|c| Place {
            external_id: c.external_id.clone(),
            name: Some(c.name.clone()),
            kind: match c.kind.as_str() {
                "channel" => "channel",
                "direct" => "direct",
                _ => "group",
            },
        }),
        thread: activity.thread.clone(),
        external_id: activity.external_id.clone(),
        by,
        at: activity.at,
        told: None,
        did: Did::Act { action: activity.action.clone(), text: activity.text.clone() },
    })
}
