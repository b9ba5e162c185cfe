//! What people do, what money is spent on, what people are: stored words and how they are read.

use nlp::Lang;

use super::{Words, words};

/// What somebody did, as a noun.
pub fn action(stored: &str, lang: Lang) -> &str {
    lookup(ACTIONS, stored, lang)
}

/// What money was spent on.
pub fn category(stored: &str, lang: Lang) -> &str {
    lookup(CATEGORIES, stored, lang)
}

/// How we stand with a person.
pub fn relationship(stored: &str, lang: Lang) -> &str {
    lookup(RELATIONSHIPS, stored, lang)
}

/// What a campaign published.
pub fn resource(stored: &str, lang: Lang) -> &str {
    lookup(RESOURCES, stored, lang)
}

/// A platform or provider by its own name.
pub fn provider(stored: &str) -> &str {
    PROVIDERS.iter().find(|(word, _)| *word == stored).map_or(stored, |(_, name)| name)
}

fn lookup<'a>(table: &[(&str, Words)], stored: &'a str, lang: Lang) -> &'a str {
    table.iter().find(|(word, _)| *word == stored).map_or(stored, |(_, words)| words.of(lang))
}

const ACTIONS: &[(&str, Words)] = &[
    ("message", words("messages", "メッセージ")),
    ("click", words("clicks", "クリック")),
    ("star", words("stars", "スター")),
    ("fork", words("forks", "フォーク")),
    ("attend", words("attendances", "参加")),
    ("signup", words("sign-ups", "登録")),
    ("api_call", words("API activations", "API利用開始")),
    ("download", words("downloads", "ダウンロード")),
    ("join", words("joins", "入室")),
    ("leave", words("leaves", "退室")),
    ("file", words("files", "ファイル")),
    ("call", words("calls", "通話")),
    ("pin", words("pins", "ピン留め")),
    ("sticker", words("stickers", "スタンプ")),
    ("location", words("locations", "位置情報")),
    ("poll", words("polls", "投票")),
    ("contact", words("contacts", "連絡先")),
];

const CATEGORIES: &[(&str, Words)] = &[
    ("people", words("people", "人件費")),
    ("ads", words("ads", "広告費")),
    ("production", words("production", "制作費")),
    ("venue", words("venue", "会場費")),
    ("travel", words("travel", "旅費")),
    ("prizes", words("prizes", "賞金・景品")),
    ("other", words("other", "その他")),
];

const RELATIONSHIPS: &[(&str, Words)] = &[
    ("developer", words("developer", "開発者")),
    ("customer", words("customer", "顧客")),
    ("lead", words("lead", "見込み客")),
    ("partner", words("partner", "パートナー")),
];

const RESOURCES: &[(&str, Words)] = &[
    ("url", words("page", "ページ")),
    ("event", words("event", "イベント")),
    ("post", words("post", "記事")),
    ("repository", words("repository", "リポジトリ")),
    ("video", words("video", "動画")),
];

const PROVIDERS: &[(&str, &str)] = &[
    ("slack", "Slack"),
    ("discord", "Discord"),
    ("telegram", "Telegram"),
    ("lineworks", "LINE WORKS"),
    ("github", "GitHub"),
    ("x", "X"),
    ("email", "E-mail"),
    ("web", "Web chat"),
    ("console", "Console"),
];
