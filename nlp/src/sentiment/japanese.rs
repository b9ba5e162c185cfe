//! What the Japanese words of a text say of its mood.

use super::{
    acclaim, before, counted, denied, excused,
    lexicon::JAPANESE,
    quiet::{Quiet, Stretches},
    sarcasm,
    signs::Tally,
    told, wished,
};
use crate::text::script;

/// Adds them up: ない behind a word turns it round, what follows が、けど or のに counts more.
pub(super) fn weigh(text: &str, stretches: &mut Stretches, tally: &mut Tally) {
    if text.is_ascii() {
        return;
    }
    acclaim::japanese(text, stretches, tally);
    before::japanese(text, stretches, tally);
    told::japanese(text, stretches, tally);
    counted::japanese(text, tally);
    wished::japanese(text, stretches, tally);
    denied::japanese(text, stretches, tally);
    excused::japanese(text, stretches, tally);
    let mut found: Vec<(usize, f32)> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        match entry(text, at) {
            Some((entry, value)) => {
                let behind = &rest[entry.len()..];
                if value < 0.0 && is_negated(behind) && !needs_not(entry) {
                    // 嫌いではありません
                    if stretches.at(at) == Quiet::No {
                        stretches.hush(at..at + entry.len() + hiragana(behind).len(), Quiet::Bad);
                        tally.denied += 1;
                    }
                } else if value != 0.0 && !stretches.at(at).silences(value) {
                    found.push((at, if value > 0.0 && is_negated(behind) { value * -0.8 } else { value }));
                }
                at += entry.len();
            }
            None => at += c.len_utf8(),
        }
    }
    let contrast = TURNS.iter().filter_map(|turn| text.rfind(turn)).max();
    let sarcastic = sarcasm::japanese(text, stretches);
    for (at, value) in found {
        let weight = match contrast {
            Some(turn) if at < turn => 0.6,
            Some(_) => 1.2,
            None => 1.0,
        };
        tally.add(if sarcastic && value > 0.0 { -value * 0.6 } else { value * weight });
    }
    tally.sarcasm |= sarcastic;
    // していただけませんか asks
    let asks = |rest: &str| {
        // 動かないから, 直らないかも
        let goes_on = |rest: &str| rest.starts_with(['ら', 'も', 'っ']);
        rest.starts_with("でしょうか") || rest.strip_prefix('か').is_some_and(|rest| !goes_on(rest))
    };
    let counts = |no: &str| {
        text.match_indices(no).any(|(at, _)| stretches.at(at) == Quiet::No && !asks(&text[at + no.len()..]))
    };
    tally.negations += u32::from(["ない", "ません", "なかった", "ねえ"].into_iter().any(counts));
}

/// The word of the lexicon at this place.
pub(super) fn entry(text: &str, at: usize) -> Option<(&'static str, f32)> {
    let rest = &text[at..];
    let entries = JAPANESE.0.get(&rest.chars().next()?)?;
    entries
        .iter()
        .find(|(entry, _)| rest.starts_with(entry))
        .filter(|(entry, _)| stands(text, at, entry))
        .copied()
}

/// Is it this word, and no part of another?
fn stands(text: &str, at: usize, entry: &str) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + entry.len()..].chars().next();
    match entry {
        "神" => {
            !after.is_some_and(|c| "戸社奈田様経話宮道棚保".contains(c))
                && !before.is_some_and(|c| "精天女阪".contains(c))
        }
        // すればよいでしょうか
        "良い" | "よい" | "よか" | "いいです" => {
            !text[..at].ends_with('ば') && !text[..at].ends_with("たら")
        }
        // 名前の中
        _ if entry.chars().count() == 1 => {
            !before.is_some_and(script::is_han) || !after.is_some_and(script::is_han)
        }
        // 片仮名語の中
        _ if entry.chars().all(|c| ('ァ'..='ヺ').contains(&c)) && entry.chars().count() < 4 => {
            !before.is_some_and(|c| ('ァ'..='ー').contains(&c))
        }
        _ => true,
    }
}

/// Is it bad only with ない behind it: おすすめでき, 何の連絡も?
pub(super) fn needs_not(entry: &str) -> bool {
    ["でき", "が", "も", "感じ"].iter().any(|end| entry.ends_with(end))
}

/// Does ない follow: 美味しくなかった, 好きではありません?
fn is_negated(after: &str) -> bool {
    let near = hiragana(after);
    NOT.iter().any(|no| near.find(no).is_some_and(|at| at <= 15))
        && (near.contains("くなくて") || !STILL.iter().any(|still| near.contains(still)))
}

/// The next nine characters, as far as they are hiragana.
fn hiragana(after: &str) -> &str {
    let length =
        after.chars().take(9).take_while(|c| script::is_hiragana(*c) || *c == 'ー').map(char::len_utf8).sum();
    &after[..length]
}

const NOT: &[&str] = &["ない", "なか", "ません", "なく", "ねえ", "ねー"];

/// What holds ない and denies nothing: だけでなく, しかない, かもしれない, 最悪じゃないですか, てたまらない.
const STILL: &[&str] = &[
    "でなく",
    "しかな",
    "しかあ",
    "なくて",
    "ないか",
    "間違いな",
    "しれな",
    "しれませ",
    "じゃないです",
    "なければ",
    "なきゃ",
    "ないと",
    "たまらな",
    "たまりませ",
    "ならな",
    "なりませ",
    "いられな",
    "いられませ",
];

const TURNS: &[&str] =
    &["ですが", "ますが", "たが、", "だが", "けど", "けれど", "のに", "ものの", "しかし", "でも、", "が、"];
