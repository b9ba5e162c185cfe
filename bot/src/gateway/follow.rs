//! "and for last year?", その前は？, "what about C-9": the last question asked again, with something else in the place
//! of one of its arguments. Never a change: those are said whole.

use crm::{
    campaigns, organizations,
    persons::{self, Found},
};
use nlp::{
    period,
    understand::{FollowUp, Instead, SURE, Understood, follow_up},
};

use crate::{
    app::App,
    commands::{Call, Context},
};

/// The call that a follow-up asks for; `None` where the text is none, or there is nothing it could follow.
pub(super) async fn followed(
    app: &App,
    ctx: &mut Context<'_>,
    understood: &Understood,
    text: &str,
) -> anyhow::Result<Option<Call>> {
    let Some(follow) = follow_up(text) else { return Ok(None) };
    let Some(last) = crm::shown::last(&mut ctx.tx, ctx.asked).await?.asked else { return Ok(None) };
    let mut call = Call::kept(last)?;
    if !app.registry.spec(&call.command).is_some_and(|spec| spec.asks_again()) {
        return Ok(None);
    }
    let changed = match follow {
        FollowUp::Instead(words) => {
            let instead = app.registry.grammar().instead(&call.command, &call.arguments, &words);
            match instead {
                Some(instead) if instead.sure || may_follow(ctx, &call, understood, &instead).await? => {
                    Some((instead.argument, instead.value))
                }
                _ => None,
            }
        }
        FollowUp::Before(step) => call
            .arguments
            .get("period")
            .and_then(|words| period::before(words, step, &ctx.now))
            .map(|earlier| ("period", earlier)),
    };
    Ok(changed.map(|(argument, value)| {
        call.arguments.remove("page");
        call.arguments.insert(argument.to_owned(), value);
        call
    }))
}

/// Words that could be anything are more of the same where we know something of that name, or where the text asks
/// for nothing by itself.
async fn may_follow(
    ctx: &mut Context<'_>,
    call: &Call,
    understood: &Understood,
    instead: &Instead,
) -> anyhow::Result<bool> {
    let alone = match understood {
        Understood::Call { command, bare: false, confidence, .. } if *command != call.command => {
            // whose card is wanted may be whose anything
            if *confidence >= SURE && !command.ends_with(" show") {
                return Ok(false);
            }
            false
        }
        Understood::Missing { .. } | Understood::Courtesy { .. } => return Ok(false),
        Understood::Call { .. } | Understood::Unsure { .. } => true,
    };
    let words = &instead.value;
    Ok(match instead.argument {
        "campaign" => is_known(&campaigns::refer(&mut ctx.tx, words).await?),
        "person" => is_known(&persons::refer(&mut ctx.tx, words).await?),
        "organization" => is_known(&organizations::refer(&mut ctx.tx, words).await?),
        _ => alone,
    })
}

fn is_known<T>(found: &Found<T>) -> bool {
    matches!(found, Found::One(_) | Found::Many(_))
}
