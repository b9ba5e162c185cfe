//! What a message is: a decision, a question, a task…
//!
//! Read from cue words, a sentence at a time. A rule of thumb, not understanding: the kind helps
//! to choose and to label, and a wrong one costs little.

use std::sync::LazyLock;

use super::cue_words::{
    ASKING_ENDS, ASKING_STARTS, CUES, IDLE, LATER, NEGATED, SUPPOSED, UNFINISHED, WILL_DECIDE, each,
};
use super::fillers::is_telling;
use crate::text::{fold, script, sentences};

/// What a message does in its conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Something was settled.
    Decision,
    /// Something is asked.
    Question,
    /// Something is to be done.
    Task,
    /// Something was finished, released, repaired.
    Done,
    /// Something does not work, or somebody is unhappy.
    Problem,
    /// None of these: what the talk is about.
    Topic,
}

/// A kind with how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cue {
    pub(super) kind: Kind,
    /// 0 (nothing points there) to 1.
    pub(super) strength: f32,
}

const STRONG: f32 = 1.0;
const WEAK: f32 = 0.4;
const ASKED: f32 = 0.7;
/// "If it is released" says less than "it is released".
const SUPPOSITION: f32 = 0.4;

/// The lists taken apart, once.
struct Lists {
    cues: Vec<(Kind, Vec<&'static str>, Vec<&'static str>)>,
    negated: Vec<&'static str>,
    unfinished: Vec<&'static str>,
    supposed: Vec<&'static str>,
    will_decide: Vec<&'static str>,
    later: Vec<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    cues: CUES
        .iter()
        .map(|cues| (cues.kind, each(cues.strong).collect(), each(cues.weak).collect()))
        .collect(),
    negated: each(NEGATED).collect(),
    unfinished: each(UNFINISHED).collect(),
    supposed: each(SUPPOSED).collect(),
    will_decide: each(WILL_DECIDE).collect(),
    later: each(LATER).collect(),
});

/// Reads a cleaned message.
pub(super) fn cue(text: &str) -> Cue {
    let mut best = Cue { kind: Kind::Topic, strength: 0.0 };
    for sentence in sentences(text) {
        let sentence = fold(sentence);
        let found = if asks(&sentence) { question(&sentence) } else { statement(&sentence) };
        if found.strength > best.strength {
            best = found;
        }
    }
    best
}

/// Does this folded sentence ask something?
pub(super) fn asks(sentence: &str) -> bool {
    let end = sentence.trim_end_matches(|c: char| !(c.is_alphanumeric() || c == '?'));
    end.ends_with('?')
        || each(ASKING_ENDS).any(|ending| end.ends_with(ending))
        || each(ASKING_STARTS).any(|start| sentence.trim_start().starts_with(start))
}

/// Does this folded sentence put a decision off: 金曜に決めます, "we'll decide after the test"?
pub(super) fn puts_off(sentence: &str) -> bool {
    let lists = &*LISTS;
    let end = sentence.trim_end_matches(|c: char| !c.is_alphanumeric());
    // 「色は青に決めます」 decides
    let will = lists
        .will_decide
        .iter()
        .any(|will| if will.is_ascii() { holds(end, will) } else { end.ends_with(will) });
    will && (matches(sentence, &lists.later) || decides_on_a_day(sentence))
}

/// 23日に決めます, 来週の定例で決める: a time stands right before the deciding.
fn decides_on_a_day(sentence: &str) -> bool {
    sentence.find("決め").or_else(|| sentence.find("決定")).or_else(|| sentence.find("判断")).is_some_and(
        |at| {
            let before = sentence[..at].trim_end_matches(['に', 'で', 'は', '、', ' ']);
            ["日", "曜", "週", "月", "時", "定例", "会議", "回", "末", "年", "朝", "夕方"]
                .iter()
                .any(|time| before.ends_with(time))
        },
    )
}

/// Does a message with a deciding word say nothing of what was decided: 決まりました！?
pub(super) fn settles_nothing(text: &str) -> bool {
    let lists = &*LISTS;
    let deciding = lists
        .cues
        .iter()
        .filter(|(kind, ..)| *kind == Kind::Decision)
        .flat_map(|(_, strong, weak)| strong.iter().chain(weak));
    let deciding: Vec<&str> = deciding.copied().collect();
    sentences(text).into_iter().map(fold).filter(|sentence| matches(sentence, &deciding)).all(|sentence| {
        let left = deciding.iter().fold(sentence, |left, cue| left.replace(cue, " "));
        let matter = |c: char| script::is_han(c) || script::is_katakana(c);
        !left.chars().any(matter)
            && !left
                .split(|c: char| !c.is_ascii_alphanumeric())
                .any(|word| !word.is_empty() && is_telling(word))
    })
}

fn question(sentence: &str) -> Cue {
    let idle = each(IDLE).any(|idle| sentence.trim_start().starts_with(idle));
    Cue { kind: Kind::Question, strength: if idle { 0.0 } else { ASKED } }
}

fn statement(sentence: &str) -> Cue {
    let mut sentence = sentence.to_owned();
    let lists = &*LISTS;
    for negated in &lists.negated {
        if sentence.contains(*negated) {
            sentence = sentence.replace(*negated, " ");
        }
    }
    let met = |list: &[&str]| matches(&sentence, list);
    let finished = !met(&lists.unfinished);
    let put_off = puts_off(&sentence);
    let mut best = Cue { kind: Kind::Topic, strength: 0.0 };
    let open = |kind: Kind| kind == Kind::Done && !finished || kind == Kind::Decision && put_off;
    for (kind, strong, weak) in lists.cues.iter().filter(|(kind, ..)| !open(*kind)) {
        let strength = if met(strong) {
            STRONG
        } else if met(weak) {
            WEAK
        } else {
            0.0
        };
        if strength > best.strength {
            best = Cue { kind: *kind, strength };
        }
    }
    if met(&lists.supposed) {
        best.strength *= SUPPOSITION;
    }
    best
}

/// Is one of the cues in the sentence?
pub(super) fn matches(sentence: &str, list: &[&str]) -> bool {
    list.iter().any(|cue| holds(sentence, cue))
}

/// Is the cue in the sentence: as whole words if it is English, else anywhere?
pub(super) fn holds(sentence: &str, cue: &str) -> bool {
    if !cue.is_ascii() {
        return sentence.contains(cue);
    }
    sentence.match_indices(cue).any(|(at, _)| {
        let before = sentence[..at].chars().next_back();
        let after = sentence[at + cue.len()..].chars().next();
        let open = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '\'' && c != '-');
        open(before) && open(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_decided_later_is_put_off() {
        for text in [
            "負荷を見てから12月2日に決めます",
            "価格は来週の定例で決める",
            "あとで改めて判断します",
            "we'll decide after the load test",
            "let's decide on Monday",
        ] {
            assert!(puts_off(&fold(text)), "{text}");
        }
        for text in
            ["価格は据え置きに決めます", "12月2日に決めました", "we decided on Monday", "木曜に送ります"]
        {
            assert!(!puts_off(&fold(text)), "{text}");
        }
    }

    #[test]
    fn a_decision_says_what_was_decided() {
        for text in ["決まりました！ありがとう", "it is decided, thanks"] {
            assert!(settles_nothing(text), "{text}");
        }
        for text in ["会場は神戸に決まりました、ありがとう", "it was decided to use Rust"] {
            assert!(!settles_nothing(text), "{text}");
        }
    }

    #[test]
    fn kinds_in_both_languages() {
        let cases = [
            ("We decided to drop Java 5.", Kind::Decision),
            ("来週から新しい料金にすることになりました", Kind::Decision),
            ("Have we decided on the date?", Kind::Question),
            ("日程は決まったらここに書きますね", Kind::Topic),
            ("予算は来週には承認の見込みです", Kind::Topic),
            ("予算は承認されました、日程が決まったら書きます", Kind::Decision),
            ("The budget is expected to be approved next week", Kind::Topic),
            ("いつまでに必要でしょうか", Kind::Question),
            ("誰か教えてください", Kind::Question),
            ("Please send the slides by Friday.", Kind::Task),
            ("明日までに見積書をお願いします", Kind::Task),
            ("v2.1 is released", Kind::Done),
            ("先ほどの件、対応しました", Kind::Done),
            ("The build is broken again", Kind::Problem),
            ("ログイン画面でエラーが出ています", Kind::Problem),
            ("問題ありません", Kind::Topic),
            ("no problem at all", Kind::Topic),
            ("Got your mail, problem solved", Kind::Topic),
            ("エラーは解消しました", Kind::Topic),
            ("72 is to be merged", Kind::Topic),
            ("復旧しました、障害の原因はメモリです", Kind::Done),
            ("まだリリースされていません", Kind::Topic),
            ("I like the unbroken line", Kind::Topic),
            ("京都の天気", Kind::Topic),
            ("", Kind::Topic),
            ("It fails. Any idea?", Kind::Problem),
            ("2.4 broke the export for everybody", Kind::Problem),
            ("does anybody know which key signs the packages", Kind::Question),
            ("証明書の更新が失敗する理由わかる人いますか", Kind::Question),
            ("席順って誰か知ってる人いる", Kind::Question),
            ("席順は木曜に決めます", Kind::Topic),
            ("席順は五十音順に決めました", Kind::Decision),
            ("色は青に決めます", Kind::Decision),
        ];
        for (text, kind) in cases {
            assert_eq!(cue(text).kind, kind, "{text}");
        }
    }
}
