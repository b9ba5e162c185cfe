//! Small talk: what is said between matters and answers no question.

use std::sync::LazyLock;

use super::cue_words::each;
use super::cues::{asks, matches};
use crate::text::{courtesy::is_courtesy, fold};

/// Nothing but a greeting, laughter, a picture, or a short word about lunch, the weather and who is away.
pub(super) fn is_small_talk(text: &str) -> bool {
    let folded = fold(text);
    let wordless = !folded.chars().any(char::is_alphanumeric);
    let short = folded.chars().count() <= SHORT;
    wordless || is_courtesy(text) || is_laughter(&folded) || short && matches(&folded, &LIST)
}

/// Small talk that wants an answer, which answers nothing else: "lunch?", お昼どうします？
pub(super) fn invites(text: &str) -> bool {
    asks(&fold(text)) && is_small_talk(text)
}

fn is_laughter(folded: &str) -> bool {
    let word = folded.trim_matches(|c: char| !c.is_alphanumeric());
    matches!(word, "lol" | "haha" | "hahaha" | "hehe" | "笑" | "草")
        || !word.is_empty() && word.chars().all(|c| c == 'w')
}

static LIST: LazyLock<Vec<&str>> = LazyLock::new(|| each(SAID).collect());

/// In characters: whoever says more says something.
const SHORT: usize = 40;

const SAID: &str = "
    lunch | coffee | brb | afk | back in | be right back | i'm back | heading out | off for today | see you | good night |
    nice weather | sunny today | raining | snowing | snow today | happy friday | the weekend | birthday | hungry | pizza | noodles | cake |
    ランチ | お昼 | 昼飯 | 昼休み | コーヒー | 離席 | 戻りました | 戻ります | 休憩 | お先に | おやすみ | また明日 | いい天気 | 雨すごい | 雨が降 | 雪が降 |
    暑いですね | 寒いですね | 暑いなあ | 寒いなあ | お腹すい | おなかすい | 良い週末 | よい週末 | 誕生日
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lunch_and_laughter_are_small_talk() {
        for text in [
            "anyone for lunch?",
            "brb",
            "haha",
            "👍",
            "thanks!",
            "お昼行きませんか",
            "www",
            "ちょっと離席します",
            "good morning",
        ] {
            assert!(is_small_talk(text), "{text}");
        }
        for text in ["It is the old proxy in Frankfurt", "yes", "3 pm", "プロキシの設定でした", "はい"]
        {
            assert!(!is_small_talk(text), "{text}");
        }
        assert!(invites("coffee?") && invites("お昼どうしますか") && !invites("coffee is ready"));
    }
}
