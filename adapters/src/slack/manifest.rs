//! The app manifest: what an operator pastes into Slack's console so that it knows the bot.

use serde_json::json;

use super::{check::SCOPES, parse::LOG_THIS};
use crate::{Menu, plain};

/// The slash command. Slack has one namespace for all apps of a workspace: one word is polite.
const COMMAND: &str = "/enishi";
/// Commands named beside the slash command: more than these nobody reads; `help` has them all.
const HINTS: usize = 8;
/// Prompts that the assistant's page shows.
const PROMPTS: usize = 4;

/// Messages of every sort of conversation, and what people do beside writing. `app_mention` is not among them: a
/// channel's messages come as `message.channels` already, mentions too.
const EVENTS: [&str; 12] = [
    "app_home_opened",
    "assistant_thread_started",
    "channel_rename",
    "group_rename",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "reaction_added",
    "reaction_removed",
];

/// The manifest as JSON. Without an address to post to: Socket Mode.
pub(super) fn manifest(menu: &Menu, hook: &str) -> (&'static str, String) {
    let socket = hook.is_empty();
    let mut scopes: Vec<&str> = SCOPES.iter().map(|scope| scope.0).chain(["assistant:write"]).collect();
    scopes.sort_unstable();
    let mut command = json!({
        "command": COMMAND,
        "description": "Ask Enishi / Enishiに聞く",
        "usage_hint": hint(menu),
        "should_escape": true,
    });
    let mut events = json!({"bot_events": EVENTS});
    let mut interactivity = json!({"is_enabled": true});
    if !socket {
        command["url"] = hook.into();
        events["request_url"] = hook.into();
        interactivity["request_url"] = hook.into();
    }
    let manifest = json!({
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Enishi",
            "description": "Knows who is who and what was said / 人と会話のCRM",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": false,
                "messages_tab_enabled": true,
                "messages_tab_read_only_enabled": false,
            },
            "bot_user": {"display_name": "Enishi", "always_online": true},
            "assistant_view": {
                "assistant_description": "Knows who is who and what was said / 人と会話のCRM",
                "suggested_prompts": prompts(menu),
            },
            "shortcuts": [{
                "name": "Log in Enishi / 記録",
                "type": "message",
                "callback_id": LOG_THIS.0,
                "description": "Records this conversation / この会話を記録します",
            }],
            "slash_commands": [command],
        },
        "oauth_config": {"scopes": {"bot": scopes}},
        "settings": {
            "event_subscriptions": events,
            "interactivity": interactivity,
            "org_deploy_enabled": false,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": false,
        },
    });
    ("application/json", format!("{manifest:#}"))
}

/// `[roi show | person find | … | help]`: the prominent ones.
fn hint(menu: &Menu) -> String {
    let prominent = menu.commands.iter().filter(|command| command.prominent && command.name != "help");
    let names: Vec<&str> = prominent.map(|command| command.name).take(HINTS).chain(["help"]).collect();
    format!("[{}]", names.join(" | "))
}

/// Somebody or something of a tenant's own stands in it: `@hana`, `C-7`.
fn names_somebody(example: &str) -> bool {
    example.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '@' | '-')).any(|word| {
        let number = word.split_once('-').filter(|(kind, _)| kind.len() == 1).map(|(_, number)| number);
        word.starts_with('@')
            || number.is_some_and(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit()))
    })
}

fn prompts(menu: &Menu) -> Vec<serde_json::Value> {
    let prominent = menu.commands.iter().filter(|command| command.prominent).take(PROMPTS);
    prominent
        .map(|command| {
            let title = format!("{} / {}", command.about.en, command.about.ja);
            let example = command.example.en;
            let message = if names_somebody(example) { command.name } else { example };
            json!({"title": plain::fit(&title, 100), "message": message})
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MenuArgument, MenuCommand, words};

    fn menu() -> Menu {
        let command = |name, prominent| MenuCommand {
            name,
            japanese: None,
            about: words("Show the ROI", "ROIを見せる"),
            arguments: vec![MenuArgument {
                name: "campaign",
                japanese: None,
                about: words("Which", "どれ"),
                required: false,
                completes: true,
            }],
            example: words("show ROI for C-7", "C-7のROIを見せて"),
            prominent,
        };
        Menu { commands: vec![command("person find", false), command("roi show", true)] }
    }

    #[test]
    fn for_requests_and_for_the_socket() {
        insta::assert_snapshot!(
            "manifest_events",
            manifest(&menu(), "https://crm.example.com/hooks/slack/1").1
        );
        let (kind, socket) = manifest(&menu(), "");
        assert_eq!(kind, "application/json");
        assert!(socket.contains("\"socket_mode_enabled\": true") && !socket.contains("_url\""), "{socket}");
    }

    #[test]
    fn slack_morphism_reads_it() {
        let read: Result<slack_morphism::SlackAppManifest, _> =
            serde_json::from_str(&manifest(&menu(), "https://a.example/").1);
        assert!(read.is_ok(), "{read:?}");
    }

    #[test]
    fn the_hint_names_a_few() {
        assert_eq!(hint(&menu()), "[roi show | help]");
        let mut long = menu();
        long.commands = vec![long.commands[1].clone(); 500];
        assert_eq!(hint(&long).matches("roi show").count(), HINTS);
    }

    #[test]
    fn what_is_suggested_is_nobodys_own() {
        assert!(names_somebody("who is @yuzu_dev") && names_somebody("save this thread to C-12"));
        assert!(!names_somebody("top campaigns by ROI") && !names_somebody("what came in since 10-12?"));
        let shown = prompts(&menu());
        assert_eq!(shown[0]["message"], "roi show", "its example names C-7");
    }
}
