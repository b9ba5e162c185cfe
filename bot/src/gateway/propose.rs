//! What a model makes of words that we are unsure of: a call, shown, and run through the same door as every other. What
//! changes anything is asked first.

use adapters::Reply;
use crm::access;
use nlp::{
    Lang,
    model::understand::{self, Argument, Offered},
    understand::LONGEST_REQUEST,
};

use super::respond::without;
use crate::{
    app::App,
    commands::{self, Call, Context, Effect, Spec},
    model::Verdict,
    registry::Consent,
};

/// So many commands are offered to choose from: those that the words most likely mean.
const OFFERED: usize = 8;

/// So many examples of each are shown.
const EXAMPLES: usize = 2;

/// What came of asking.
pub(super) enum Proposal {
    /// An answer to whoever asked.
    Reply(Reply),
    /// Nothing: it has none, or there is none to ask.
    None,
    /// The budget does not allow it.
    UsedUp,
}

/// Asks a model what these words ask for.
pub(super) async fn propose(app: &App, ctx: &mut Context<'_>, text: &str) -> anyhow::Result<Proposal> {
    if !ctx.may_consult() || text.chars().nth(LONGEST_REQUEST).is_some() {
        return Ok(Proposal::None);
    }
    let offered = offered(&app.registry, text, |spec| access::may(ctx.tx.actor(), spec.right));
    if offered.is_empty() {
        return Ok(Proposal::None);
    }
    let ask = understand::ask(text, &offered)?;
    let answer = match ctx.consult(&[ask])?.and_then(|verdicts| verdicts.into_iter().next()) {
        Some(Verdict::Said(answer)) => answer,
        Some(Verdict::UsedUp) => return Ok(Proposal::UsedUp),
        Some(Verdict::Silent) | None => return Ok(Proposal::None),
    };
    let Some(proposed) = understand::read(&answer, text, &offered, app.registry.grammar()) else {
        return Ok(Proposal::None);
    };
    let arguments = proposed.arguments.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let call = commands::turned(ctx, Call::asked(proposed.command, arguments)).await?;
    let Some(spec) = app.registry.spec(&call.command) else { return Ok(Proposal::None) };
    let changes = spec.form().changes;
    // nobody is asked for the missing half of a change that they may not have asked for
    if changes && proposed.missing.is_some() {
        return Ok(Proposal::None);
    }
    let reply = if changes && spec.effect != Effect::Dangerous {
        app.registry.ask_first(ctx, &call).await?
    } else {
        app.registry.call(ctx, &call, Consent::NotAsked).await?
    };
    Ok(Proposal::Reply(without(ctx.lang, reply, &proposed.unused)))
}

/// The commands that a text most likely means, as they are offered to a model: none that the asker may not use.
pub fn offered(
    registry: &crate::registry::Registry,
    text: &str,
    may: impl Fn(&Spec) -> bool,
) -> Vec<Offered> {
    let likely = registry.grammar().likely(text, OFFERED, |name| registry.spec(name).is_some_and(&may));
    let lang = Lang::of(text).unwrap_or(Lang::En);
    let offer = |spec: &'static Spec| Offered {
        name: spec.name,
        about: spec.about.en,
        arguments: spec
            .arguments
            .iter()
            // which page of a list is no matter of understanding
            .filter(|it| it.name != "page")
            .map(|it| Argument { name: it.name, kind: it.kind })
            .collect(),
        examples: lang.pick(spec.examples.en, spec.examples.ja).iter().copied().take(EXAMPLES).collect(),
    };
    likely.into_iter().filter_map(|name| registry.spec(name)).map(offer).collect()
}
