//! Deals, tasks and fields of the tenant's own, so that there is something to see at once.

use anyhow::Context as _;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Asia::Tokyo;
use crm::{
    DealId, OrganizationId, PersonId, TenantTx, UserId,
    deals::{self, NewDeal, Standing, stages},
    fields::{self, Bearer, Definition, FieldKind, FieldValue, NewField, Object},
    persons,
    tasks::{self, About, Due, NewTask},
};

use crate::demo::World;

/// Where a deal stands before it is won or lost.
const BEFORE: &str = "negotiation";

/// In the morning, when days begin.
const MORNING: NaiveTime = match NaiveTime::from_hms_opt(9, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};
/// Persons who have something in the tenant's own field.
const FILLED: usize = 40;

/// Writes them.
pub(super) async fn write(
    tx: &mut TenantTx,
    world: &World,
    organizations: &[OrganizationId],
    people: &[PersonId],
    team: &[UserId],
) -> anyhow::Result<()> {
    // the stages a tenant begins with
    stages::all(tx).await?;
    let contract = field(tx, Object::Deal, "契約番号", FieldKind::Text, &[]).await?;
    let language =
        field(tx, Object::Person, "language", FieldKind::Choice, &["Rust", "Go", "TypeScript", "Python"])
            .await?;
    let mut made: Vec<DealId> = Vec::new();
    for deal in &world.deals {
        let closed = matches!(deal.stage, "won" | "lost");
        let new = NewDeal {
            name: deal.name.clone(),
            organization: Some(organizations[deal.organization]),
            person: deal.person.map(|person| people[person]),
            owner: Some(team[deal.owner]),
            stage: if closed { BEFORE } else { deal.stage }.to_owned(),
            amount: deal.amount,
            currency: "JPY".to_owned(),
            closes_on: Some(deal.closes_on),
            closed_at: None,
        };
        let id = deals::add(tx, &new, moment(deal.began_on)).await?.id;
        if closed {
            let at = moment(deal.closes_on);
            let to = Standing { stage: deal.stage.to_owned(), closed_at: Some(at), reason: None };
            deals::move_to(tx, id, BEFORE, &to, at).await?;
        }
        if let Some(number) = &deal.contract {
            set(tx, id.into(), &contract, FieldValue::Text(number.clone())).await?;
        }
        made.push(id);
    }
    for task in &world.tasks {
        let new = NewTask {
            text: task.text.clone(),
            assignee: Some(team[task.assignee]),
            about: task.deal.map(|deal| About::Deal(made[deal])),
            due: task.due_on.map(|day| Due {
                at: moment(day),
                all_day: true,
                late_at: moment(day + Days::new(1)),
            }),
            asked: None,
            thread: None,
        };
        tasks::add(tx, &new, Utc::now()).await?;
    }
    for (at, person) in people.iter().take(FILLED).enumerate() {
        let choice = language.choices[at * 7 % language.choices.len()].clone();
        set(tx, (*person).into(), &language, FieldValue::Choice(choice)).await?;
    }
    // one in four is looked after by somebody, by each of the team in turn
    for (at, person) in people.iter().step_by(4).take(FILLED).enumerate() {
        persons::set_owner(tx, *person, Some(team[at % team.len()])).await?;
    }
    Ok(())
}

async fn field(
    tx: &mut TenantTx,
    object: Object,
    name: &str,
    kind: FieldKind,
    choices: &[&str],
) -> anyhow::Result<Definition> {
    let new = NewField {
        object,
        name: name.to_owned(),
        kind,
        choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
        required: false,
        unique: false,
        indexed: false,
    };
    let id = fields::add(tx, &new).await?.context("a field of that name")?;
    fields::by_id(tx, id).await?.context("the field just added")
}

async fn set(tx: &mut TenantTx, bearer: Bearer, field: &Definition, value: FieldValue) -> anyhow::Result<()> {
    match fields::set(tx, bearer, &[(field.clone(), Some(value))]).await? {
        None => Ok(()),
        Some(taken) => anyhow::bail!("{} is taken", taken.field),
    }
}

/// A morning in Tokyo.
fn moment(day: NaiveDate) -> DateTime<Utc> {
    let there = Tokyo.from_local_datetime(&day.and_time(MORNING)).earliest();
    there.map_or_else(|| day.and_time(MORNING).and_utc(), |at| at.with_timezone(&Utc))
}
