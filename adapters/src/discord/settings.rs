//! What a connection to Discord must be told, and what it learns about itself.

use crate::{Setting, SettingKind, words};

/// The bot's token.
pub(super) const TOKEN: &str = "token";
/// The application's id.
pub(super) const APPLICATION: &str = "application_id";
/// The key with which Discord signs interactions, in hex.
pub(super) const PUBLIC_KEY: &str = "public_key";
/// Where the API is.
pub(super) const API_URL: &str = "api_url";
/// Learned: the bot's own user id.
pub(super) const BOT_ID: &str = "bot_id";
/// Learned: the bot's own name.
pub(super) const BOT_NAME: &str = "bot_name";

/// Discord's own address.
pub(super) const VENDOR: &str = "https://discord.com/api/v10";

/// In the order in which a person is asked.
pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        name: TOKEN,
        label: words("Bot token", "ボットトークン（Token）"),
        help: words(
            "https://discord.com/developers/applications → your application → Bot → Reset Token. On the same page \
             switch on \"Message Content Intent\" (and \"Server Members Intent\" to record joins and leaves).",
            "https://discord.com/developers/applications → アプリケーション → Bot → Reset Token。同じページで\
             「Message Content Intent」をオンにします（参加・退出も記録するなら「Server Members Intent」も）。",
        ),
        kind: SettingKind::Secret,
        required: true,
    },
    Setting {
        name: APPLICATION,
        label: words("Application ID", "アプリケーションID（Application ID）"),
        help: words(
            "General Information → Application ID. Found by itself when left empty.",
            "General Information → Application ID。空欄なら自動で取得します。",
        ),
        kind: SettingKind::Text,
        required: false,
    },
    Setting {
        name: PUBLIC_KEY,
        label: words("Public key", "公開鍵（Public Key）"),
        help: words(
            "General Information → Public Key. Only needed where Discord posts interactions to us \
             (Interactions Endpoint URL). Found by itself when left empty.",
            "General Information → Public Key。Interactions Endpoint URLを使うときだけ必要です。\
             空欄なら自動で取得します。",
        ),
        kind: SettingKind::Text,
        required: false,
    },
    Setting {
        name: API_URL,
        label: words("API address", "APIのアドレス"),
        help: words(
            "Only for a proxy: the base address of the API, with its version. Empty: https://discord.com/api/v10",
            "プロキシを通す場合だけ：APIのベースアドレス（バージョンまで）。空欄：https://discord.com/api/v10",
        ),
        kind: SettingKind::Text,
        required: false,
    },
];
