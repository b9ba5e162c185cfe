//! What a connection must be told: the Developer Console's own terms, in the order in which they are found there.

use crate::{Setting, SettingKind, words};

/// Where the API is.
pub(super) const API: &str = "https://www.worksapis.com/v1.0";
/// Where tokens come from.
pub(super) const AUTH: &str = "https://auth.worksmobile.com/oauth2/v2.0";

/// What [`Connection::prepare`](crate::Connection::prepare) learns: the names of the bot, a line each.
pub(super) const BOT_NAMES: &str = "bot_names";

pub(super) static SETTINGS: &[Setting] = &[
    Setting {
        name: "bot_id",
        label: words("Bot ID", "Bot ID"),
        help: words(
            "Developer Console > Bot > your bot: the number beside its name.",
            "Developer Console > Bot > 使うBotを開き、Bot IDの数字を写してください。",
        ),
        kind: SettingKind::Text,
        required: true,
    },
    Setting {
        name: "bot_secret",
        label: words("Bot Secret", "Bot Secret"),
        help: words(
            "Developer Console > Bot > your bot > Bot Secret. Callbacks are signed with it.",
            "Developer Console > Bot > 使うBot > Bot Secret。Callbackの署名に使われます。",
        ),
        kind: SettingKind::Secret,
        required: true,
    },
    Setting {
        name: "client_id",
        label: words("Client ID", "Client ID"),
        help: words(
            "Developer Console > API > ClientApp > your app > Client ID.",
            "Developer Console > API > ClientApp > 使うアプリ > Client ID。",
        ),
        kind: SettingKind::Text,
        required: true,
    },
    Setting {
        name: "client_secret",
        label: words("Client Secret", "Client Secret"),
        help: words(
            "Developer Console > API > ClientApp > your app > Client Secret.",
            "Developer Console > API > ClientApp > 使うアプリ > Client Secret。",
        ),
        kind: SettingKind::Secret,
        required: true,
    },
    Setting {
        name: "service_account",
        label: words("Service Account", "Service Account"),
        help: words(
            "Developer Console > API > ClientApp > your app > Service Account > Issue. It looks like \
             xxxxx.serviceaccount@your-domain.",
            "Developer Console > API > ClientApp > 使うアプリ > Service Account > 発行。\
             xxxxx.serviceaccount@ドメイン の形です。",
        ),
        kind: SettingKind::Text,
        required: true,
    },
    Setting {
        name: "private_key",
        label: words("Private Key", "Private Key"),
        help: words(
            "Developer Console > API > ClientApp > your app > Private Key > Issue/Reissue: the whole text of the \
             downloaded file, from -----BEGIN PRIVATE KEY----- on.",
            "Developer Console > API > ClientApp > 使うアプリ > Private Key > 発行/再発行。ダウンロードした\
             ファイルの中身を、-----BEGIN PRIVATE KEY-----の行からすべて貼り付けてください。",
        ),
        kind: SettingKind::SecretLines,
        required: true,
    },
    Setting {
        name: "domain_id",
        label: words("Domain ID", "Domain ID"),
        help: words(
            "Only what happens in this domain is read. Leave empty where one bot serves the whole tenant.",
            "このドメインの出来事だけを読みます。1つのBotをテナント全体で使うときは空のままにします。",
        ),
        kind: SettingKind::Text,
        required: false,
    },
    Setting {
        name: "hook_url",
        label: words("Callback URL", "Callback URL"),
        help: words(
            "The address you entered in the console under Callback URL; the check compares the two.",
            "コンソールのCallback URLに入力したアドレス。接続確認のときに見比べます。",
        ),
        kind: SettingKind::Text,
        required: false,
    },
    Setting {
        name: "api_url",
        label: words("API address", "APIのアドレス"),
        help: words(
            "Empty for https://www.worksapis.com/v1.0; another one for a proxy.",
            "空のときは https://www.worksapis.com/v1.0 。プロキシを通すときに変えます。",
        ),
        kind: SettingKind::Text,
        required: false,
    },
    Setting {
        name: "auth_url",
        label: words("Token address", "認証のアドレス"),
        help: words(
            "Empty for https://auth.worksmobile.com/oauth2/v2.0; another one for a proxy.",
            "空のときは https://auth.worksmobile.com/oauth2/v2.0 。プロキシを通すときに変えます。",
        ),
        kind: SettingKind::Text,
        required: false,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_secret_and_names_are_unique() {
        for setting in SETTINGS {
            let secret = setting.name.contains("secret") || setting.name.contains("key");
            assert_eq!(setting.kind.is_secret(), secret, "{}", setting.name);
            assert_eq!(SETTINGS.iter().filter(|other| other.name == setting.name).count(), 1);
        }
    }
}
