//! The open deals with an organization or a person, in short, for cards and before something is deleted.

use adapters::Reply;
use crm::{OrganizationId, PersonId, deals};

use crate::commands::{Context, Outcome};
use crate::{
    say,
    words::{count, money},
};

/// So many are named.
const NAMED: i64 = 3;

/// The open deals in a line: `D-9 Acme (JPY 2,000,000), D-12 … and 4 more`; nothing when there are none.
pub(crate) async fn open_deals(
    ctx: &mut Context<'_>,
    organization: Option<OrganizationId>,
    person: Option<PersonId>,
) -> Outcome<String> {
    let lang = ctx.lang;
    let (open, total) = deals::open_of(&mut ctx.tx, organization, person, NAMED).await?;
    let named: Vec<String> = open
        .iter()
        .map(|deal| format!("{} {} ({})", deal.code(), deal.name, money(lang, deal.amount, &deal.currency)))
        .collect();
    let line = named.join(lang.pick(", ", "、"));
    let rest = total - open.len() as i64;
    Ok(if rest > 0 {
        let rest = count(rest);
        say!(lang, "{line} and {rest} more", "{line} ほか{rest}件")
    } else {
        line
    })
}

/// The line as a field of a card; left out when there are none.
pub(crate) async fn deals_line(
    ctx: &mut Context<'_>,
    reply: Reply,
    organization: Option<OrganizationId>,
    person: Option<PersonId>,
) -> Outcome<Reply> {
    let line = open_deals(ctx, organization, person).await?;
    Ok(reply.fields([(say!(ctx.lang, "Open deals", "進行中の商談"), line)]))
}
