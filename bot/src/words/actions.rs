//! What people do, what money is spent on, what people are: stored words and how they are read.

use nlp::{Lang, understand::Choices};

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

/// How far a message has come that we wrote.
pub fn delivery(stored: &str, lang: Lang) -> &str {
    lookup(DELIVERIES, stored, lang)
}

const DELIVERIES: &[(&str, Words)] = &[
    ("pending", words("waiting to be sent", "送信待ち")),
    ("sending", words("being sent", "送信中")),
    ("sent", words("sent by us ✓", "送信済み ✓")),
    ("unknown", words("may not have arrived", "到着未確認")),
    ("failed", words("not delivered", "送信失敗")),
];

fn lookup<'a>(table: &[(&str, Words)], stored: &'a str, lang: Lang) -> &'a str {
    table.iter().find(|(word, _)| *word == stored).map_or(stored, |(_, words)| words.of(lang))
}

/// Stored word, one of it in English, many of it.
const ACTIONS: &[(&str, &str, Words)] = &[
    ("message", "message", words("messages", "メッセージ")),
    ("sent", "message to them", words("messages to them", "こちらからの送信")),
    ("command", "command", words("commands", "コマンド")),
    ("open", "opened chat", words("opened chats", "トーク開始")),
    ("move", "move", words("moves", "移動")),
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
    ("meeting", "meeting", words("meetings", "打ち合わせ")),
    ("email", "e-mail", words("e-mails", "メール")),
    ("visit", "visit", words("visits", "訪問")),
    ("demo", "demo", words("demos", "デモ")),
    ("note", "note", words("notes", "記録")),
    ("mention", "mention", words("mentions", "言及")),
    ("pin", "pin", words("pins", "ピン留め")),
    ("sticker", "sticker", words("stickers", "スタンプ")),
    ("location", "location", words("locations", "位置情報")),
    ("poll", "poll", words("polls", "投票")),
    ("contact", "contact", words("contacts", "連絡先")),
    ("press", "button press", words("button presses", "ボタン操作")),
    ("reaction", "reaction", words("reactions", "リアクション")),
    ("thread", "new thread", words("new threads", "スレッド開始")),
    ("create", "new conversation", words("new conversations", "会話の作成")),
    ("rename", "renaming", words("renamings", "名前の変更")),
    ("topic", "topic change", words("topic changes", "トピックの変更")),
    ("picture", "picture change", words("picture changes", "画像の変更")),
    ("setting", "settings change", words("settings changes", "設定の変更")),
    ("archive", "archiving", words("archivings", "アーカイブ")),
    ("unarchive", "reopening", words("reopenings", "アーカイブの解除")),
    ("boost", "boost", words("boosts", "ブースト")),
    ("gift", "gift", words("gifts", "ギフト")),
    ("payment", "payment", words("payments", "支払い")),
    ("invoice", "invoice", words("invoices", "請求書")),
    ("game", "game", words("games", "ゲーム")),
    ("reminder", "reminder", words("reminders", "リマインダー")),
    ("notice", "notice", words("notices", "お知らせ")),
    ("answer", "answer", words("answers", "回答")),
    ("issue", "issue", words("issues", "イシュー")),
    ("review", "review", words("reviews", "レビュー")),
    ("pull_request", "pull request", words("pull requests", "プルリクエスト")),
    ("post", "blog post", words("blog posts", "ブログ記事")),
    ("talk", "talk", words("talks", "登壇")),
];

/// What can be asked for by name: each stored action with what people say for it.
pub const SAID: Choices = &[
    ("message", &["message", "messages", "posts", "メッセージ", "発言", "投稿"]),
    ("click", &["click", "clicks", "clicked", "クリック"]),
    (
        "star",
        &[
            "star",
            "stars",
            "starred",
            "github star",
            "github stars",
            "スター",
            "githubスター",
            "githubのスター",
        ],
    ),
    ("fork", &["fork", "forks", "github forks", "フォーク", "githubのフォーク"]),
    (
        "attend",
        &[
            "attend",
            "attended",
            "参加者",
            "出席者",
            "attendance",
            "attendances",
            "attendee",
            "attendees",
            "参加",
            "出席",
        ],
    ),
    (
        "signup",
        &[
            "signup",
            "signed up",
            "registered",
            "signups",
            "sign-up",
            "sign-ups",
            "sign up",
            "sign ups",
            "登録",
            "サインアップ",
        ],
    ),
    (
        "api_call",
        &["api_call", "api call", "api calls", "api activation", "api activations", "api利用開始", "api利用"],
    ),
    ("download", &["download", "downloads", "downloaded", "ダウンロード"]),
    ("join", &["join", "joins", "入室"]),
    ("leave", &["leave", "leaves", "退室"]),
    ("file", &["file", "files", "ファイル"]),
    ("call", &["call", "calls", "phone call", "phone calls", "phone", "通話", "電話", "架電"]),
    (
        "meeting",
        &[
            "meeting",
            "meetings",
            "mtg",
            "ミーティング",
            "打ち合わせ",
            "打合せ",
            "打合わせ",
            "面談",
            "会議",
            "商談",
        ],
    ),
    ("sent", &["message to them", "messages to them", "sent", "こちらからの送信", "送信"]),
    ("command", &["command", "commands", "コマンド"]),
    ("open", &["opened chat", "opened chats", "トーク開始"]),
    ("move", &["move", "moves", "移動"]),
    ("email", &["email", "emails", "e-mail", "e-mails", "mail", "mails", "メール"]),
    ("visit", &["visit", "visits", "訪問"]),
    ("demo", &["demo", "demos", "デモ"]),
    ("note", &["note", "notes", "logged notes", "記録"]),
    ("mention", &["mention", "mentions", "言及"]),
    ("pin", &["pin", "pins", "ピン留め"]),
    ("sticker", &["sticker", "stickers", "スタンプ"]),
    ("location", &["location", "locations", "位置情報"]),
    ("poll", &["poll", "polls", "投票"]),
    ("contact", &["contact", "連絡先"]),
    ("press", &["press", "button press", "button presses", "ボタン操作"]),
    ("reaction", &["reaction", "reactions", "リアクション"]),
    ("thread", &["thread", "new thread", "new threads", "スレッド開始"]),
    ("create", &["create", "new conversation", "new conversations", "会話の作成"]),
    ("rename", &["rename", "renaming", "renamings", "名前の変更"]),
    ("topic", &["topic", "topic change", "topic changes", "トピックの変更"]),
    ("picture", &["picture", "picture change", "picture changes", "画像の変更"]),
    ("setting", &["setting", "settings change", "settings changes", "設定の変更"]),
    ("archive", &["archive", "archiving", "archivings", "アーカイブ"]),
    ("unarchive", &["unarchive", "reopening", "reopenings", "アーカイブの解除"]),
    ("boost", &["boost", "boosts", "ブースト"]),
    ("gift", &["gift", "gifts", "ギフト"]),
    ("payment", &["payment", "payments", "支払い"]),
    ("invoice", &["invoice", "invoices", "請求書"]),
    ("game", &["game", "games", "ゲーム"]),
    ("reminder", &["reminder", "reminders", "リマインダー"]),
    ("notice", &["notice", "notices", "お知らせ"]),
    ("answer", &["answers", "回答"]),
    ("issue", &["issues", "イシュー"]),
    ("review", &["reviews", "レビュー"]),
    ("pull_request", &["pull request", "pull requests", "プルリクエスト", "プルリク"]),
    ("post", &["blog post", "blog posts", "ブログ記事"]),
    ("talk", &["talks", "登壇"]),
];

/// What a member of staff notes by hand, with what people say for it.
pub const LOGGED: Choices = &[
    ("call", &["call", "phone call", "phone", "電話", "通話", "架電"]),
    (
        "meeting",
        &[
            "meeting",
            "mtg",
            "ミーティング",
            "打ち合わせ",
            "打合せ",
            "打合わせ",
            "面談",
            "会議",
            "商談",
            "ランチ",
        ],
    ),
    ("email", &["email", "e-mail", "mail", "メール"]),
    ("visit", &["visit", "訪問"]),
    ("attend", &["attend", "attended", "attendance", "参加", "出席"]),
    ("demo", &["demo", "デモ"]),
    ("note", &["note", "記録", "メモ"]),
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
        for (word, once, many) in ACTIONS {
            let said = SAID.iter().find(|(stored, _)| stored == word);
            let said = said.unwrap_or_else(|| panic!("“{word}” cannot be asked for")).1;
            let fold = |word: &str| word.to_lowercase();
            assert!(said.contains(&fold(many.en).as_str()) || said.contains(&fold(once).as_str()), "{word}");
            assert!(said.contains(&fold(many.ja).as_str()), "{word}");
        }
        for verb in adapters::export::VERBS {
            assert!(deed(verb).is_some(), "an import can bring “{verb}”");
        }
        assert_eq!(platform("tracker", Lang::Ja), "リンク計測");
        assert_eq!(platform("unheard_of", Lang::Ja), "unheard_of");
    }
}
