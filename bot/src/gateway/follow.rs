//! "and for last year?", その前は？, "what about C-9": the last question asked again, with something else in the place
//! of one of its arguments. Never a change: those are said whole.

use crm::{campaigns, organizations, persons};
use nlp::{
    period,
    understand::{FollowUp, Instead, Understood, follow_up},
};

use super::known::is_found;
use crate::{
    app::App,
    commands::{Call, Context},
};

/// What a follow-up asks for.
pub(super) enum Followed {
    /// The last question, about something else.
    Again(Call),
    /// "the one before", of a question that was asked of no period: this argument of it is missing.
    Which(Call, &'static str),
}

/// What a follow-up asks for; `None` where the text is none, or there is nothing it could follow.
pub(super) async fn followed(
    app: &App,
    ctx: &mut Context<'_>,
    understood: &Understood,
    text: &str,
) -> anyhow::Result<Option<Followed>> {
    let Some(follow) = follow_up(text) else { return Ok(None) };
    let Some(last) = crm::shown::last(&mut ctx.tx, ctx.asked).await?.asked else { return Ok(None) };
    let mut call = Call::kept(last)?;
    if !app.registry.spec(&call.command).is_some_and(|spec| spec.asks_again())
        || is_asked_for_itself(&call, understood)
    {
        return Ok(None);
    }
    call.arguments.remove("page");
    let (argument, value) = match follow {
        FollowUp::Instead(words) => {
            let instead = app.registry.grammar().instead(&call.command, &call.arguments, &words);
            match instead {
                Some(instead) if instead.sure || may_follow(ctx, &call, understood, &instead).await? => {
                    (instead.argument, instead.value)
                }
                _ => return Ok(None),
            }
        }
        FollowUp::Length(_) | FollowUp::Lines(_)
            if app.registry.argument(&call.command, "length").is_none() =>
        {
            return Ok(None);
        }
        // a number of lines and a word for the length are said in each other's place
        FollowUp::Length(word) => {
            call.arguments.remove("count");
            ("length", word.to_owned())
        }
        FollowUp::Lines(n) => {
            call.arguments.remove("length");
            ("count", n.to_string())
        }
        FollowUp::Before(step) => {
            let said = call.arguments.get("period");
            match (said, app.registry.argument(&call.command, "period")) {
                (Some(words), _) => match period::before(words, step, &ctx.now) {
                    Some(earlier) => ("period", earlier),
                    None => return Ok(None),
                },
                (None, Some(period)) => return Ok(Some(Followed::Which(call, period.name))),
                (None, None) => return Ok(None),
            }
        }
    };
    call.arguments.insert(argument.to_owned(), value);
    Ok(Some(Followed::Again(call)))
}

/// A reading by a phrasing is at least so sure; a guess is less.
const SAID: f64 = 0.95;

/// Surely another question than the last, or the same with other words to find? Whose card is wanted may be whose
/// anything.
fn is_asked_for_itself(last: &Call, understood: &Understood) -> bool {
    matches!(understood, Understood::Call { command, arguments, bare: false, confidence, .. }
        if *confidence >= SAID && !command.ends_with(" show")
            && (*command != last.command || ["words", "conditions"].iter().any(|it| arguments.contains_key(it))))
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
        Understood::Call { command, bare: false, .. } if *command != call.command => false,
        Understood::Call { .. } | Understood::Unsure { .. } => true,
        Understood::Missing { .. } | Understood::Courtesy { .. } | Understood::NoSuchArgument { .. } => {
            return Ok(false);
        }
    };
    let (tx, words) = (&mut ctx.tx, &instead.value);
    Ok(match instead.argument {
        "campaign" => is_found(&campaigns::refer(tx, words).await?),
        "person" => is_found(&persons::refer(tx, words).await?),
        "organization" => is_found(&organizations::refer(tx, words).await?),
        _ => alone,
    })
}
