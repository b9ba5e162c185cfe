//! Why a message of an export is left out.

/// Why a message of an export is left out. The rest of the export is read all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SkipReason {
    /// The platform only says that a message was removed here.
    Deleted,
    /// No sender is named.
    NoSender,
    /// No time, or one that cannot be (before 1970, after the year 9999).
    NoTime,
    /// The message has no id.
    NoId,
    /// The conversation has no id.
    NoConversation,
    /// No platform or no workspace is named.
    NoOrigin,
    /// Neither text nor anything that could be named.
    Empty,
    /// A kind of record that carries no activity, or that the platform did not export.
    Unsupported,
    /// It only shows another message of the export again.
    Repeat,
    /// Reactions of which the export tells the number, but not who and when.
    Reactions,
    /// Something other than a message stands there.
    NotAMessage,
    /// A line that is not JSON, or not all of it.
    NotJson,
    /// Larger than any real message (4 MiB).
    TooLarge,
    /// Its bytes are not UTF-8.
    NotUtf8,
}

impl SkipReason {
    /// Every reason.
    pub const ALL: [Self; 14] = [
        Self::Deleted,
        Self::NoSender,
        Self::NoTime,
        Self::NoId,
        Self::NoConversation,
        Self::NoOrigin,
        Self::Empty,
        Self::Unsupported,
        Self::Repeat,
        Self::Reactions,
        Self::NotAMessage,
        Self::NotJson,
        Self::TooLarge,
        Self::NotUtf8,
    ];

    /// The word for logs and `--json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Deleted => "deleted",
            Self::NoSender => "no_sender",
            Self::NoTime => "no_time",
            Self::NoId => "no_id",
            Self::NoConversation => "no_conversation",
            Self::NoOrigin => "no_origin",
            Self::Empty => "empty",
            Self::Unsupported => "unsupported",
            Self::Repeat => "repeat",
            Self::Reactions => "reactions",
            Self::NotAMessage => "not_a_message",
            Self::NotJson => "not_json",
            Self::TooLarge => "too_large",
            Self::NotUtf8 => "not_utf8",
        }
    }

    /// For people, in Japanese or in English.
    pub fn message(self, ja: bool) -> &'static str {
        let (en, japanese) = match self {
            Self::Deleted => ("it had been deleted", "削除済み"),
            Self::NoSender => ("it names no sender", "送信者が書かれていない"),
            Self::NoTime => ("it has no usable time", "日時が読めない"),
            Self::NoId => ("it has no id", "IDがない"),
            Self::NoConversation => ("its conversation has no id", "会話のIDがない"),
            Self::NoOrigin => {
                ("it names no platform or no workspace", "プラットフォームかワークスペースの名前がない")
            }
            Self::Empty => ("it has nothing to show", "表示できる内容がない"),
            Self::Unsupported => ("it is a kind of record without content", "内容を持たない種類の記録"),
            Self::Repeat => ("it only repeats another message", "ほかのメッセージの再掲"),
            Self::Reactions => (
                "it is reactions without the people or the times",
                "リアクション（だれがいつ付けたかの記録がない）",
            ),
            Self::NotAMessage => ("it is not a message", "メッセージではない"),
            Self::NotJson => ("it is not a line of JSON", "JSONの行ではない"),
            Self::TooLarge => ("it is larger than 4 MiB", "4 MiBより大きい"),
            Self::NotUtf8 => ("it is not UTF-8 text", "UTF-8の文字列ではない"),
        };
        if ja { japanese } else { en }
    }
}
