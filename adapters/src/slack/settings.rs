//! What a connection must be told: Slack's own terms, in the order in which its app pages show them.

use crate::{Setting, SettingKind, Settings, Words, words};

/// Where the Web API is.
pub(super) const API: &str = "https://slack.com/api";

/// How events come.
pub(super) const TRANSPORT: &str = "transport";
/// `xoxb-…`.
pub(super) const BOT_TOKEN: &str = "bot_token";
/// Signs what Slack posts.
pub(super) const SIGNING_SECRET: &str = "signing_secret";
/// `xapp-…`.
pub(super) const APP_TOKEN: &str = "app_token";
/// Another address than [`API`].
pub(super) const API_URL: &str = "api_url";

/// Learned by `prepare`: the bot as a member of the workspace, `U…`.
pub(super) const BOT_USER: &str = "bot_user";
/// Learned by `prepare`: the bot as the author of messages, `B…`.
pub(super) const BOT: &str = "bot";
/// Learned by `prepare`: the workspace, `T…`.
pub(super) const TEAM: &str = "team";
/// Learned by `prepare`: what the workspace is called.
pub(super) const TEAM_NAME: &str = "team_name";

const EVENTS: &str = "events";
const SOCKET: &str = "socket";

const TRANSPORTS: &[(&str, Words)] = &[
    (
        EVENTS,
        words("Events API: Slack posts to our address", "Events API：Slackがこちらのアドレスへ届けます"),
    ),
    (
        SOCKET,
        words(
            "Socket Mode: we call Slack; no public address is needed",
            "Socket Mode：こちらから接続します。公開アドレスは不要です",
        ),
    ),
];

pub(super) static SETTINGS: &[Setting] = &[
    Setting {
        name: TRANSPORT,
        label: words("Delivery of events", "イベントの受け取り方"),
        help: words(
            "Events API where Slack can reach our address over https; Socket Mode where it cannot.",
            "Slackからhttpsで届くならEvents API、届かないならSocket Modeを選びます。",
        ),
        kind: SettingKind::Choice(TRANSPORTS),
        required: false,
    },
    Setting {
        name: BOT_TOKEN,
        label: words("Bot User OAuth Token", "Bot User OAuth Token"),
        help: words(
            "api.slack.com/apps > your app > OAuth & Permissions > Install to Workspace, then copy the token that \
             begins with xoxb-.",
            "api.slack.com/apps > 使うアプリ > OAuth & Permissions > Install to Workspace のあと、xoxb- で始まる\
             トークンを写してください。",
        ),
        kind: SettingKind::Secret,
        required: true,
    },
    Setting {
        name: SIGNING_SECRET,
        label: words("Signing Secret", "Signing Secret"),
        help: words(
            "For the Events API. api.slack.com/apps > your app > Basic Information > App Credentials > Signing \
             Secret > Show.",
            "Events APIのときに必要です。api.slack.com/apps > 使うアプリ > Basic Information > App Credentials > \
             Signing Secret > Show。",
        ),
        kind: SettingKind::Secret,
        required: false,
    },
    Setting {
        name: APP_TOKEN,
        label: words("App-Level Token", "App-Level Token"),
        help: words(
            "For Socket Mode. api.slack.com/apps > your app > Basic Information > App-Level Tokens > Generate Token \
             and Scopes, with the scope connections:write; it begins with xapp-.",
            "Socket Modeのときに必要です。api.slack.com/apps > 使うアプリ > Basic Information > App-Level Tokens > \
             Generate Token and Scopes で、スコープ connections:write を付けて作ります。xapp- で始まります。",
        ),
        kind: SettingKind::Secret,
        required: false,
    },
    Setting {
        name: API_URL,
        label: words("API address", "APIのアドレス"),
        help: words(
            "Empty for https://slack.com/api; another one for a proxy.",
            "空のときは https://slack.com/api 。プロキシを通すときに変えます。",
        ),
        kind: SettingKind::Text,
        required: false,
    },
];

/// Do we fetch events over Socket Mode?
pub(super) fn by_socket(settings: &Settings) -> bool {
    settings.get(TRANSPORT) == Some(SOCKET)
}

/// The address of the Web API, without a slash at its end.
pub(super) fn api_url(settings: &Settings) -> &str {
    settings.get(API_URL).unwrap_or(API).trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_secret_and_names_are_unique() {
        for setting in SETTINGS {
            let secret = setting.name.contains("secret") || setting.name.contains("token");
            assert_eq!(setting.kind.is_secret(), secret, "{}", setting.name);
            assert_eq!(SETTINGS.iter().filter(|other| other.name == setting.name).count(), 1);
        }
    }

    #[test]
    fn events_are_posted_unless_somebody_chose_otherwise() {
        let settings = Settings::default();
        assert!(!by_socket(&settings));
        assert_eq!(api_url(&settings), API);
        let settings = settings.with(TRANSPORT, SOCKET).with(API_URL, "http://127.0.0.1:1/api/");
        assert!(by_socket(&settings));
        assert_eq!(api_url(&settings), "http://127.0.0.1:1/api");
    }
}
