//! The page's words, in both languages.

/// Every word on the chat page; what each is for stands at the top of `templates/chat.html`.
pub(super) struct Words {
    pub(super) page: &'static str,
    pub(super) log: &'static str,
    pub(super) hello: &'static str,
    pub(super) hello_text: &'static str,
    pub(super) try_these: &'static str,
    pub(super) message: &'static str,
    pub(super) placeholder: &'static str,
    pub(super) hint: &'static str,
    pub(super) send: &'static str,
    pub(super) you: &'static str,
    pub(super) bot: &'static str,
    pub(super) sending: &'static str,
    pub(super) failed: &'static str,
    pub(super) retry: &'static str,
    pub(super) typing: &'static str,
    pub(super) newer: &'static str,
    pub(super) reconnecting: &'static str,
    pub(super) refused: &'static str,
    pub(super) ended: &'static str,
    pub(super) ended_text: &'static str,
    pub(super) no_script: &'static str,
    pub(super) back: &'static str,
    pub(super) no_message: &'static str,
}

impl Words {
    pub(super) const EN: Self = Self {
        page: "Chat",
        log: "Messages",
        hello: "Hello! What would you like to know?",
        hello_text: "Ask about people, campaigns and conversations in your own words, in English or Japanese.",
        try_these: "Try one of these",
        message: "Message",
        placeholder: "Ask about people, campaigns, conversations …",
        hint: "Enter sends, Shift + Enter starts a new line",
        send: "Send",
        you: "You",
        bot: "Enishi",
        sending: "Sending …",
        failed: "Not sent.",
        retry: "Try again",
        typing: "Enishi is writing …",
        newer: "New messages",
        reconnecting: "Connection lost. Trying again …",
        refused: "That did not work. Please try again.",
        ended: "Your session has ended.",
        ended_text: "Run `enishi link` for a new one-time link and open it here.",
        no_script: "This page needs JavaScript.",
        back: "Back to the chat",
        no_message: "There is no such message, or it was deleted.",
    };

    pub(super) const JA: Self = Self {
        page: "チャット",
        log: "メッセージ",
        hello: "こんにちは。何をお調べしましょうか？",
        hello_text: "人、施策、会話について、日本語でも英語でも普段の言葉でお尋ねください。",
        try_these: "たとえば",
        message: "メッセージ",
        placeholder: "人・施策・会話について質問 …",
        hint: "Enterで送信、Shift + Enterで改行",
        send: "送信",
        you: "あなた",
        bot: "Enishi",
        sending: "送信中 …",
        failed: "送信できませんでした。",
        retry: "再送",
        typing: "Enishiが入力中 …",
        newer: "新しいメッセージ",
        reconnecting: "接続が切れました。再接続しています …",
        refused: "うまくいきませんでした。もう一度お試しください。",
        ended: "セッションが終了しました。",
        ended_text: "`enishi link` で新しいワンタイムリンクを取得し、ここで開いてください。",
        no_script: "このページにはJavaScriptが必要です。",
        back: "チャットに戻る",
        no_message: "そのメッセージはないか、削除されました。",
    };
}

/// What a new user may try, in English and in Japanese.
pub(super) const SUGGESTIONS: ([&str; 5], [&str; 5]) = (
    [
        "show ROI for campaign Spring Hackathon",
        "top 10 contributors this month",
        "summarise last 7 days",
        "search \"rate limit\"",
        "duplicates to review",
    ],
    ["春のハッカソンのROIを見せて", "今月の貢献者トップ10", "直近7日間の要約", "「料金」を検索", "名寄せ候補を見せて"],
);
