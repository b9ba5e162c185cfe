//! What Telegram is told before the bot can work: its commands, and how updates shall come.

use teloxide_core::{
    payloads::{
        DeleteWebhook, DeleteWebhookSetters, GetMe, GetMyCommands, SetMyCommands, SetWebhook,
        SetWebhookSetters,
    },
    types::BotCommand,
};

use super::{
    api::{Api, Failed},
    listen::KINDS,
    settings::{BOT_ID, BOT_USERNAME, Fit},
};
use crate::{Menu, MenuCommand, SendError, export::field, plain};

/// Commands in a menu, letters of a name and of a description.
const COMMANDS: usize = 100;
const NAME: usize = 32;
const ABOUT: usize = 256;

/// Tells everything, and gives back who the bot is.
pub(super) async fn prepare(
    api: &Api,
    fit: &Fit,
    menu: &Menu,
) -> Result<Vec<(&'static str, String)>, SendError> {
    // Read leniently: some servers leave out what teloxide wants to find there.
    let me = api.call(&GetMe::new()).await.map_err(settled)?;
    for lang in ["en", "ja"] {
        commands(api, menu, lang).await.map_err(settled)?;
    }
    transport(api, fit).await.map_err(settled)?;
    let learned = [(BOT_ID, field::id(&me["id"])), (BOT_USERNAME, field::id(&me["username"]))];
    Ok(learned.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
}

/// All of this may be said twice: not knowing whether it arrived is no reason to stop.
fn settled(failed: Failed) -> SendError {
    match failed.into() {
        SendError::Unknown(_) => SendError::Later { after_ms: 5_000 },
        error => error,
    }
}

/// English for everybody, Japanese for whoever has set Telegram to it. Asked for first, because there is a limit to
/// how often they may be set.
async fn commands(api: &Api, menu: &Menu, lang: &str) -> Result<(), Failed> {
    let of_language = |lang: &str| (lang != "en").then(|| lang.to_owned());
    let mut question = GetMyCommands::new();
    question.language_code = of_language(lang);
    let there = api.call(&question).await?;
    let mut wanted = list(menu, lang);
    loop {
        if serde_json::to_value(&wanted).ok() == Some(there.clone()) {
            return Ok(());
        }
        let mut order = SetMyCommands::new(wanted.clone());
        order.language_code = of_language(lang);
        match api.call(&order).await {
            Ok(_) => return Ok(()),
            // There is a limit to all of them together, too, which is written nowhere.
            Err(Failed::Refused(refusal)) if refusal.why.contains("TOO_MUCH") && wanted.len() > 1 => {
                wanted.truncate(wanted.len() / 2);
            }
            Err(failed) => return Err(failed),
        }
    }
}

/// As Telegram names commands: `roi show` is `roi_show`. The prominent ones first.
fn list(menu: &Menu, lang: &str) -> Vec<BotCommand> {
    let (prominent, others): (Vec<_>, Vec<_>) = menu.commands.iter().partition(|command| command.prominent);
    prominent.into_iter().chain(others).filter_map(|one| command(one, lang)).take(COMMANDS).collect()
}

fn command(command: &MenuCommand, lang: &str) -> Option<BotCommand> {
    let name: String = command.name.replace([' ', '-'], "_");
    let fits = (1..=NAME).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    // As wide as it may be long at most: a letter has one column at least, in every script that we write.
    let about = plain::fit(&plain::line(command.about.of(lang)), ABOUT);
    (fits && !about.is_empty()).then(|| BotCommand::new(name, about))
}

async fn transport(api: &Api, fit: &Fit) -> Result<(), Failed> {
    if !fit.webhook {
        return api.call(&DeleteWebhook::new().drop_pending_updates(false)).await.map(drop);
    }
    let Some(url) = fit.hook.as_deref().and_then(|hook| hook.parse().ok()) else { return Ok(()) };
    let order = SetWebhook::new(url).secret_token(fit.secret.clone()).allowed_updates(KINDS);
    api.call(&order).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    #[test]
    fn the_menu_in_telegrams_words() {
        let command = |name, prominent| MenuCommand {
            name,
            japanese: None,
            about: words("Shows it", "表示します"),
            arguments: Vec::new(),
            example: words("show it", "見せて"),
            prominent,
        };
        let menu = Menu {
            commands: vec![command("person add", false), command("roi show", true), command("Odd", true)],
        };
        let names = |lang: &str| -> Vec<(String, String)> {
            list(&menu, lang).into_iter().map(|one| (one.command, one.description)).collect()
        };
        assert_eq!(
            names("en"),
            [("roi_show".into(), "Shows it".into()), ("person_add".into(), "Shows it".into())]
        );
        assert_eq!(names("ja")[0].1, "表示します");
        let many = Menu { commands: vec![command("x", false); 150] };
        assert_eq!(list(&many, "en").len(), COMMANDS);
    }
}
