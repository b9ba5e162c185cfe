//! Gives the bot its persistent menu, and learns what the bot is called.

use reqwest::Method;
use serde_json::{Value, json};

use super::connection::Bot;
use super::failed::Failed;
use super::{postback, settings::BOT_NAMES};
use crate::{Menu, MenuCommand, SendError, plain};

/// As many buttons as a persistent menu takes.
const MOST: usize = 4;

/// Reads the bot's names; sets the menu where it differs. A bot with a rich menu keeps that: LINE WORKS refuses the
/// other then, and it was drawn on purpose.
pub(super) async fn prepare(bot: &Bot, menu: &Menu) -> Result<Vec<(&'static str, String)>, SendError> {
    let about = bot.api.call(Method::GET, &["bots", &bot.id], None).await.map_err(Failed::before)?;
    let path = ["bots", bot.id.as_str(), "persistentmenu"];
    let wanted = persistent(menu);
    if !actions(&wanted).is_empty() {
        let now = match bot.api.call(Method::GET, &path, None).await {
            Err(Failed::Refused { status: 404, .. }) => Value::Null,
            answer => answer.map_err(Failed::before)?,
        };
        if actions(&now) != actions(&wanted) {
            match bot.api.call(Method::POST, &path, Some(&wanted)).await {
                Ok(_) => {}
                Err(Failed::Refused { why, .. }) => tracing::info!("the persistent menu was not set: {why}"),
                // The same menu again does no harm.
                Err(failed) => return Err(failed.before()),
            }
        }
    }
    Ok(vec![(BOT_NAMES, names(&about).join("\n"))])
}

/// The most prominent commands, in Japanese, and in English for clients in English.
fn persistent(menu: &Menu) -> Value {
    let prominent = menu.commands.iter().filter(|command| command.prominent).take(MOST);
    json!({ "content": { "actions": prominent.map(action).collect::<Vec<_>>() } })
}

/// A button that says the command's line as the user, with its name behind it.
fn action(command: &MenuCommand) -> Value {
    let (en, ja) = (plain::line(command.about.en), plain::line(command.about.ja));
    json!({
        "type": "message",
        "label": ja,
        "postback": postback::call(command.name),
        "i18nLabels": [{"language": "en_US", "label": en}],
    })
}

/// What the buttons are, without what the platform adds to them.
fn actions(menu: &Value) -> Vec<[Value; 3]> {
    let actions = menu["content"]["actions"].as_array();
    let english = |action: &Value| {
        let labels = action["i18nLabels"].as_array();
        labels
            .into_iter()
            .flatten()
            .find(|label| label["language"] == "en_US")
            .map(|label| label["label"].clone())
    };
    actions
        .into_iter()
        .flatten()
        .map(|action| {
            [action["label"].clone(), action["postback"].clone(), english(action).unwrap_or_default()]
        })
        .collect()
}

/// The name the bot goes by, then those in other languages.
fn names(about: &Value) -> Vec<String> {
    let others = about["i18nBotNames"].as_array().into_iter().flatten().map(|name| &name["botName"]);
    let mut names: Vec<String> = Vec::new();
    for name in std::iter::once(&about["botName"]).chain(others).filter_map(Value::as_str) {
        let name = plain::line(name);
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    fn command(name: &'static str, prominent: bool) -> MenuCommand {
        let about = words("What a campaign brought in", "施策の成果を見る");
        MenuCommand { name, japanese: None, about, arguments: vec![], example: about, prominent }
    }

    #[test]
    fn four_buttons_at_most() {
        let commands = (0..9).map(|i| command("roi show", i % 2 == 0)).collect();
        let menu = persistent(&Menu { commands });
        assert_eq!(menu["content"]["actions"].as_array().unwrap().len(), 4);
        insta::assert_json_snapshot!(menu["content"]["actions"][0]);
        assert!(actions(&persistent(&Menu::default())).is_empty());
    }

    #[test]
    fn all_its_names() {
        let about = json!({"botName": "縁ボット", "i18nBotNames": [{"language": "en_US", "botName": "Enishi"},
            {"language": "ja_JP", "botName": "縁ボット"}, {"botName": 3}]});
        assert_eq!(names(&about), ["縁ボット", "Enishi"]);
        assert!(names(&Value::Null).is_empty());
    }
}
