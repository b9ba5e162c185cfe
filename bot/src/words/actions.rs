//! What people do, what money is spent on, what people are: stored words and how they are read.

use nlp::Lang;

use super::{Words, words};

/// What people did, as a noun for many: "sign-ups".
pub fn action(stored: &str, lang: Lang) -> &str {
    deed(stored).map_or(stored, |(_, _, many)| many.of(lang))
}

/// What somebody did once: "sign-up".
pub fn action_once(stored: &str, lang: Lang) -> &str {
    deed(stored).map_or(stored, |(_, once, many)| lang.pick(once, many.ja))
}

fn deed(stored: &str) -> Option<&'static (&'static str, &'static str, Words)> {
    ACTIONS.iter().find(|(word, _, _)| *word == stored)
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

/// A platform or provider: by its own name, or by a word for what it is.
pub fn platform(stored: &str, lang: Lang) -> &str {
    lookup(PLATFORMS, stored, lang)
}

fn lookup<'a>(table: &[(&str, Words)], stored: &'a str, lang: Lang) -> &'a str {
    table.iter().find(|(word, _)| *word == stored).map_or(stored, |(_, words)| words.of(lang))
}

/// Stored word, one of it in English, many of it.
const ACTIONS: &[(&str, &str, Words)] = &[
    ("message", "message", words("messages", "メッセージ")),
    ("click", "click", words("clicks", "クリック")),
    ("star", "star", words("stars", "スター")),
    ("fork", "fork", words("forks", "フォーク")),
    ("attend", "attendance", words("attendances", "参加")),
    ("signup", "sign-up", words("sign-ups", "登録")),
    ("api_call", "API activation", words("API activations", "API利用開始")),
    ("download", "download", words("downloads", "ダウンロード")),
    ("join", "join", words("joins", "入室")),
    ("leave", "leave", words("leaves", "退室")),
    ("file", "file", words("files", "ファイル")),
    ("call", "call", words("calls", "通話")),
    ("pin", "pin", words("pins", "ピン留め")),
    ("sticker", "sticker", words("stickers", "スタンプ")),
    ("location", "location", words("locations", "位置情報")),
    ("poll", "poll", words("polls", "投票")),
    ("contact", "contact", words("contacts", "連絡先")),
    ("press", "button press", words("button presses", "ボタン操作")),
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

const PLATFORMS: &[(&str, Words)] = &[
    ("slack", words("Slack", "Slack")),
    ("discord", words("Discord", "Discord")),
    ("telegram", words("Telegram", "Telegram")),
    ("lineworks", words("LINE WORKS", "LINE WORKS")),
    ("github", words("GitHub", "GitHub")),
    ("x", words("X", "X")),
    ("email", words("E-mail", "メール")),
    ("web", words("Web chat", "Webチャット")),
    ("console", words("Console", "コンソール")),
    ("tracker", words("Links", "リンク計測")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_many() {
        assert_eq!(action("signup", Lang::En), "sign-ups");
        assert_eq!(action_once("signup", Lang::En), "sign-up");
        assert_eq!(action_once("signup", Lang::Ja), action("signup", Lang::Ja));
        assert_eq!(action_once("unheard_of", Lang::En), "unheard_of");
        assert_eq!(platform("tracker", Lang::Ja), "リンク計測");
        assert_eq!(platform("unheard_of", Lang::Ja), "unheard_of");
    }
}
