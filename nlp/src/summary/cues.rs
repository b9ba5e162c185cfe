//! What a message is: a decision, a question, a task…
//!
//! Read from cue words, a sentence at a time. A rule of thumb, not understanding: the kind helps
//! to choose and to label, and a wrong one costs little.

use std::sync::LazyLock;

use super::cue_words::{ASKING_ENDS, CUES, IDLE, NEGATED, SUPPOSED, UNFINISHED, each};
use crate::text::{fold, sentences};

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
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    cues: CUES
        .iter()
        .map(|cues| (cues.kind, each(cues.strong).collect(), each(cues.weak).collect()))
        .collect(),
    negated: each(NEGATED).collect(),
    unfinished: each(UNFINISHED).collect(),
    supposed: each(SUPPOSED).collect(),
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
    end.ends_with('?') || each(ASKING_ENDS).any(|ending| end.ends_with(ending))
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
    let mut best = Cue { kind: Kind::Topic, strength: 0.0 };
    for (kind, strong, weak) in lists.cues.iter().filter(|(kind, ..)| finished || *kind != Kind::Done) {
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
fn holds(sentence: &str, cue: &str) -> bool {
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
            ("72 is to be merged", Kind::Topic),
            ("復旧しました、障害の原因はメモリです", Kind::Done),
            ("まだリリースされていません", Kind::Topic),
            ("I like the unbroken line", Kind::Topic),
            ("京都の天気", Kind::Topic),
            ("", Kind::Topic),
            ("It fails. Any idea?", Kind::Problem),
        ];
        for (text, kind) in cases {
            assert_eq!(cue(text).kind, kind, "{text}");
        }
    }
}
