//! Why something was not sent or not received, as it is kept, and in the reader's language. What a platform says
//! stays in its own words.

use nlp::Lang;

use crate::say;

/// Our own pacing.
pub(crate) const CROWDED: &str = "many messages wait for this platform";
/// The platform's.
pub(crate) const ASKED_TO_WAIT: &str = "the platform asked to wait";
/// Before the error.
pub(crate) const UNREADABLE: &str = "the stored reply cannot be read";
/// Whoever was sending it died.
const BROKEN_OFF: &str = "the sender ended before the platform answered";
/// Nobody to send it to.
const NOBODY: &str = "nobody was there any more";
/// Its connection is gone or stopped.
const GONE: &str = "the connection is gone or paused";
/// After the address.
const UNREACHABLE: &str = " cannot be reached";

/// In the reader's language.
pub fn reason(lang: Lang, kept: &str) -> String {
    if lang == Lang::En {
        return kept.to_owned();
    }
    if let Some(address) = kept.strip_suffix(UNREACHABLE) {
        return say!(lang, "{address} cannot be reached", "{address} に接続できません");
    }
    if let Some(error) = kept.strip_prefix(UNREADABLE) {
        return say!(lang, "the stored reply cannot be read{error}", "保存済みの返信を読み取れません{error}");
    }
    let ours = match kept {
        CROWDED => "このプラットフォームへの送信が混み合っています",
        ASKED_TO_WAIT => "プラットフォームから待つように求められました",
        BROKEN_OFF => "プラットフォームの応答を待つ間に送信処理が終了しました",
        NOBODY => "宛先がすでに閉じられていました",
        GONE => "接続が削除されたか、一時停止中です",
        "no answer in time" => "時間内に応答がありませんでした",
        "taken over" => "別の処理が引き継ぎました",
        theirs => theirs,
    };
    ours.to_owned()
}

/// What is wrong with an event that nobody could read. The reader's own words are kept beside it, for whoever mends
/// the reader.
pub fn unreadable(lang: Lang, kept: &str) -> &'static str {
    let has = |words: &[&str]| words.iter().any(|word| kept.contains(word));
    if has(&["JSON", "EOF", "nor a form", "not an update", "not a callback", "not a frame", "line 1 column"])
    {
        lang.pick("It is broken or was cut short", "データが壊れているか、途中で切れています")
    } else if has(&["time", "`ts`"]) {
        lang.pick("It does not say when it happened", "日時が読み取れません")
    } else if has(&["without", "no `", "nobody", "nowhere", "no content", "must be given"]) {
        lang.pick("Something that every event has is missing", "必要な項目がありません")
    } else {
        lang.pick("It could not be dealt with", "処理できませんでした")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use adapters::SendError;

    #[test]
    fn ours_are_said_in_both_languages_and_theirs_stay() {
        let nobody = SendError::Unreachable { address: "https://slack.com".to_owned() }.to_string();
        assert_eq!(reason(Lang::En, &nobody), "https://slack.com cannot be reached");
        assert_eq!(reason(Lang::Ja, &nobody), "https://slack.com に接続できません");
        for ours in [CROWDED, ASKED_TO_WAIT, UNREADABLE, BROKEN_OFF, NOBODY, GONE] {
            assert!(!reason(Lang::Ja, ours).is_ascii(), "{ours}");
            assert_eq!(reason(Lang::En, ours), ours);
        }
        assert_eq!(reason(Lang::Ja, "channel_not_found"), "channel_not_found");
    }

    #[test]
    fn what_could_not_be_read_is_said_plainly() {
        for (kept, said) in [
            (
                "broken JSON: EOF while parsing a value at line 1 column 0",
                "データが壊れているか、途中で切れています",
            ),
            ("neither JSON nor a form", "データが壊れているか、途中で切れています"),
            ("not a time of Slack's: 5", "日時が読み取れません"),
            ("no `channel`", "必要な項目がありません"),
            ("an interaction without a `type`", "必要な項目がありません"),
            ("given up after 5 tries", "処理できませんでした"),
        ] {
            assert_eq!(unreadable(Lang::Ja, kept), said, "{kept}");
            assert!(unreadable(Lang::En, kept).is_ascii());
        }
    }
}
