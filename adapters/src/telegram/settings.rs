//! What a connection must be told: BotFather's own terms.

use reqwest::Url;

use crate::{Setting, SettingKind, Settings, Unfit, Words, words};

/// Where the API is.
const API: &str = "https://api.telegram.org";

/// What [`Connection::prepare`](crate::Connection::prepare) learns: the bot's id.
pub(super) const BOT_ID: &str = "bot_id";
/// What it learns: the bot's `@name`, without the `@`.
pub(super) const BOT_USERNAME: &str = "bot_username";
/// Where Telegram shall post to, set by whoever serves that address.
pub(super) const HOOK_URL: &str = "hook_url";

pub(super) const TOKEN: &str = "bot_token";
pub(super) const SECRET: &str = "webhook_secret";

pub(super) static SETTINGS: &[Setting] = &[
    Setting {
        name: TOKEN,
        label: words("Bot token", "Botのトークン"),
        help: words(
            "In Telegram, write to @BotFather: /newbot for a new bot, or /mybots > your bot > API Token. It looks \
             like 123456789:AAE….",
            "Telegramで@BotFatherに/newbotと送って新しいBotを作るか、/mybots > 使うBot > API Tokenを開きます。\
             123456789:AAE… の形です。",
        ),
        kind: SettingKind::Secret,
        required: true,
    },
    Setting {
        name: "transport",
        label: words("How updates come", "更新の受け取り方"),
        help: words(
            "Polling works everywhere. A webhook needs an https address that Telegram can reach, on port 443, 80, 88 \
             or 8443.",
            "ポーリングはどこでも使えます。Webhookには、Telegramから届くhttpsのアドレス（ポート443、80、88、8443）が必要です。",
        ),
        kind: SettingKind::Choice(&[
            ("polling", words("Polling (getUpdates)", "ポーリング（getUpdates）")),
            ("webhook", words("Webhook", "Webhook")),
        ]),
        required: false,
    },
    Setting {
        name: SECRET,
        label: words("Webhook secret token", "Webhookのシークレットトークン"),
        help: words(
            "For a webhook only: 1 to 256 letters (A-Z a-z 0-9 _ -) of your own choice, at random. Telegram sends \
             them with every update.",
            "Webhookのときだけ必要です。でたらめな英数字と_ -を1〜256文字で決めてください。Telegramが更新のたびに送ってきます。",
        ),
        kind: SettingKind::Secret,
        required: false,
    },
    Setting {
        name: "api_url",
        label: words("API address", "APIのアドレス"),
        help: words(
            "Empty for https://api.telegram.org; another one for a proxy or a Bot API server of your own.",
            "空のときは https://api.telegram.org 。プロキシや自前のBot APIサーバーを使うときに変えます。",
        ),
        kind: SettingKind::Text,
        required: false,
    },
];

/// A connection's settings, looked through.
#[derive(Clone)]
pub(super) struct Fit {
    /// Up to the method's name, the token in it: never shown.
    pub(super) base: Url,
    /// Telegram posts to us.
    pub(super) webhook: bool,
    /// What it sends with that.
    pub(super) secret: String,
    /// Where it posts to, if anybody has said so.
    pub(super) hook: Option<String>,
}

impl Fit {
    /// Checks everything that can be checked without asking Telegram.
    pub(super) fn new(settings: &Settings) -> Result<Self, Unfit> {
        let token = settings.need(TOKEN)?;
        if !is_token(token) {
            return Err(unfit(
                TOKEN,
                words("does not look like 123456789:AAE…", "が123456789:AAE…の形ではありません"),
            ));
        }
        let base = settings.address("api_url", API)?;
        let base = Url::parse(&format!("{}/bot{token}/", base.as_str().trim_end_matches('/')))
            .map_err(|_| unfit("api_url", words("is not an address", "がアドレスではありません")))?;
        let webhook = match settings.get("transport") {
            None | Some("polling") => false,
            Some("webhook") => true,
            Some(_) => {
                return Err(unfit(
                    "transport",
                    words("is neither `polling` nor `webhook`", "が`polling`でも`webhook`でもありません"),
                ));
            }
        };
        let secret = settings.text(SECRET).to_owned();
        if !(secret.is_empty() && !webhook || is_secret(&secret)) {
            return Err(unfit(
                SECRET,
                words(
                    "has to be 1 to 256 of A-Z a-z 0-9 _ - for a webhook",
                    "は、Webhookでは英数字と_ -の1〜256文字にしてください",
                ),
            ));
        }
        Ok(Self { base, webhook, secret, hook: settings.get(HOOK_URL).map(str::to_owned) })
    }
}

/// The secret that Telegram sends along, if one is set that it could send.
pub(super) fn secret(settings: &Settings) -> Option<&str> {
    settings.get(SECRET).filter(|secret| is_secret(secret))
}

/// The bot's id: a token begins with it.
pub(super) fn bot_id(settings: &Settings) -> &str {
    let told = || settings.text(TOKEN).split(':').next().unwrap_or_default();
    settings.get(BOT_ID).unwrap_or_else(told)
}

fn unfit(setting: &'static str, should: Words) -> Unfit {
    Unfit { setting, should }
}

fn is_token(token: &str) -> bool {
    token.split_once(':').is_some_and(|(id, secret)| {
        !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()) && is_secret(secret)
    })
}

fn is_secret(secret: &str) -> bool {
    (1..=256).contains(&secret.len())
        && secret.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given() -> Settings {
        Settings::default().with(TOKEN, "7:AAE_x-1")
    }

    fn wrong(settings: &Settings) -> Option<&'static str> {
        Fit::new(settings).err().map(|unfit| unfit.setting)
    }

    #[test]
    fn what_fits() {
        let fit = Fit::new(&given()).unwrap();
        assert_eq!(fit.base.as_str(), "https://api.telegram.org/bot7:AAE_x-1/");
        assert!(!fit.webhook);
        assert_eq!(bot_id(&given()), "7");
        assert_eq!(bot_id(&given().with(BOT_ID, "8")), "8");
        let own = given().with("api_url", "http://127.0.0.1:4611/");
        assert_eq!(Fit::new(&own).unwrap().base.as_str(), "http://127.0.0.1:4611/bot7:AAE_x-1/");
        let hooked = given().with("transport", "webhook").with(SECRET, "a-Z_9");
        assert!(Fit::new(&hooked).unwrap().webhook);
    }

    #[test]
    fn what_does_not() {
        for token in ["", "7", "7:", ":x", "a:x", "7:x/../y", "7:x y", "7:é"] {
            assert_eq!(wrong(&given().with(TOKEN, token)), Some(TOKEN), "{token}");
        }
        for address in ["example.com", "ftp://example.com", "https://"] {
            assert_eq!(wrong(&given().with("api_url", address)), Some("api_url"), "{address}");
        }
        assert_eq!(wrong(&given().with("transport", "pigeon")), Some("transport"));
        for secret in ["", "with space", "あ", &"x".repeat(257)] {
            assert_eq!(wrong(&given().with("transport", "webhook").with(SECRET, secret)), Some(SECRET));
        }
    }
}
