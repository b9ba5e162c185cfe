//! "and for last year?", その前は？, "what about C-9": the last question asked again, with something else in the place
//! of one of its arguments. Never a change: those are said whole.

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
            // what asks for something by itself is no follow-up, unless the words can be nothing else
            let same = |command: &str| command == call.command || command.ends_with(" show");
            let fits = |instead: &Instead| instead.sure || may_follow(understood, same);
            instead.filter(fits).map(|instead| (instead.argument, instead.value))
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

/// May the text be meant as more of the same? Not where it asks for something else by itself.
fn may_follow(understood: &Understood, same: impl Fn(&str) -> bool) -> bool {
    match understood {
        Understood::Call { command, confidence, bare, .. } => *bare || *confidence < SURE && same(command),
        Understood::Missing { .. } | Understood::Courtesy { .. } => false,
        Understood::Unsure { .. } => true,
    }
}
