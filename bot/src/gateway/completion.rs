//! What somebody may mean who has begun to type a person, a campaign or an organization.

use adapters::{Choice, Partial};
use crm::{Actor, access, accounts, campaigns, organizations, persons};
use nlp::understand::SlotKind;

use crate::app::{App, Origin};

/// Suggestions at a time: as many as every platform takes.
const MOST: i64 = 20;

/// Names that fit what stands there so far, for those who may see them; for others nothing.
pub(super) async fn complete(app: &App, origin: &Origin, partial: &Partial) -> anyhow::Result<Vec<Choice>> {
    let Some(spec) = app.registry.spec(&partial.command) else { return Ok(Vec::new()) };
    let Some(argument) = spec.arguments.iter().find(|it| it.name == partial.argument) else {
        return Ok(Vec::new());
    };
    let mut tx = app.db.begin(origin.tenant, Actor::system("completion")).await?;
    let caller = accounts::caller_of(&mut tx, &origin.connection, &partial.user).await?;
    tx.commit().await?;
    let Some(caller) = caller.filter(|caller| access::may(caller, spec.right)) else { return Ok(Vec::new()) };
    let mut tx = app.db.begin(origin.tenant, caller).await?;
    let text = partial.text.trim();
    Ok(match argument.kind {
        SlotKind::Person => persons::find(&mut tx, text, MOST, 0)
            .await?
            .0
            .into_iter()
            .map(|it| choice(&it.name, it.code().to_string()))
            .collect(),
        SlotKind::Organization => organizations::find(&mut tx, text, MOST, 0)
            .await?
            .0
            .into_iter()
            .map(|it| choice(&it.organization.name, it.organization.code().to_string()))
            .collect(),
        SlotKind::Campaign => campaigns::list(&mut tx, (app.clock)().date_naive())
            .await?
            .into_iter()
            .map(|it| it.campaign)
            .filter(|it| crm::fold(&it.name).contains(&crm::fold(text)))
            .take(MOST.unsigned_abs() as usize)
            .map(|it| choice(&it.name, it.code().to_string()))
            .collect(),
        _ => Vec::new(),
    })
}

fn choice(name: &str, code: String) -> Choice {
    Choice { label: format!("{name} ({code})"), value: code }
}
