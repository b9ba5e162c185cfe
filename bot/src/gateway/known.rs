//! Is there anything that bears a name? Words alone cannot tell "Spring Hackathon" from the beginning of a sentence.

use crm::{
    Code, campaigns, conversations, deals, organizations,
    persons::{self, Found},
};
use nlp::understand::{SlotKind, deictic, ordinals};

use crate::{
    app::App,
    commands::{Call, Context},
};

/// Does somebody or something of this kind bear the name, or do the words point? `None`: the kind is none that bears
/// names.
pub(super) async fn is_known(
    ctx: &mut Context<'_>,
    kind: SlotKind,
    words: &str,
) -> anyhow::Result<Option<bool>> {
    if Code::parse(words).is_some() || deictic(words).is_some() || ordinals(words).is_some() {
        return Ok(Some(true));
    }
    let tx = &mut ctx.tx;
    Ok(Some(match kind {
        SlotKind::Campaign => is_found(&campaigns::refer(tx, words).await?),
        SlotKind::Person => is_found(&persons::refer(tx, words).await?),
        SlotKind::Organization => is_found(&organizations::refer(tx, words).await?),
        SlotKind::Deal => is_found(&deals::refer(tx, words).await?),
        SlotKind::Room => is_found(&conversations::refer(tx, words).await?),
        SlotKind::Object => {
            is_found(&persons::refer(tx, words).await?)
                || is_found(&organizations::refer(tx, words).await?)
                || is_found(&campaigns::refer(tx, words).await?)
        }
        _ => return Ok(None),
    }))
}

/// Commands that show one card.
const CARDS: [&str; 4] = ["person show", "org show", "campaign show", "deal show"];

/// Commands that put one thing in the trash.
const TRASHED: [&str; 4] = ["person delete", "org delete", "campaign delete", "deal delete"];

/// Is it the card of what bears a name that we have? Then a guess at it is none: "show Aozora".
pub(super) async fn is_card_of_somebody(
    app: &App,
    ctx: &mut Context<'_>,
    call: &Call,
) -> anyhow::Result<bool> {
    if !CARDS.contains(&call.command.as_str()) || call.arguments.len() != 1 {
        return Ok(false);
    }
    let Some((name, words)) = call.arguments.iter().next() else { return Ok(false) };
    let Some(argument) = app.registry.argument(&call.command, name) else { return Ok(false) };
    // a number is a line of a list, and its words may point anywhere
    if ordinals(words).is_some() || deictic(words).is_some() {
        return Ok(false);
    }
    Ok(is_known(ctx, argument.kind, words).await? == Some(true))
}

/// A guess at what to do with something we have not, as it can be done with what bears the name: "delete Tobi Adeyemi"
/// is no organization's where that is a person.
pub(super) async fn of_what_there_is(app: &App, ctx: &mut Context<'_>, guess: Call) -> anyhow::Result<Call> {
    let alike = [&CARDS[..], &TRASHED].into_iter().find(|alike| alike.contains(&guess.command.as_str()));
    let (Some(alike), 1) = (alike, guess.arguments.len()) else { return Ok(guess) };
    let Some(words) = guess.arguments.values().next().cloned() else { return Ok(guess) };
    let others = alike.iter().copied().filter(|command| *command != guess.command);
    let all: Vec<String> = [guess.command.clone()].into_iter().chain(others.map(str::to_owned)).collect();
    for command in all {
        let spec = app.registry.spec(&command);
        let Some(argument) = spec.and_then(|spec| spec.arguments.first()) else { continue };
        if is_known(ctx, argument.kind, &words).await? == Some(true) {
            let same = command == guess.command;
            return Ok(if same { guess } else { Call::new(&command, [(argument.name, words)]) });
        }
    }
    Ok(guess)
}

/// Did the name mean anything?
pub(super) fn is_found<T>(found: &Found<T>) -> bool {
    matches!(found, Found::One(_) | Found::Many(_))
}
