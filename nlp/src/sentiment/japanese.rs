//! What the Japanese words of a text say of its mood.

use super::{lexicon::JAPANESE, signs::Tally};
use crate::text::script;

/// Adds them up: ない behind a word turns it round, what follows が、けど or のに counts more.
pub(super) fn weigh(text: &str, tally: &mut Tally) {
    let mut found: Vec<(usize, f32)> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let entry = JAPANESE
            .0
            .get(&c)
            .and_then(|entries| entries.iter().find(|(entry, _)| rest.starts_with(entry)))
            .filter(|(entry, _)| stands(text, at, entry));
        match entry {
            Some((entry, value)) => {
                if *value != 0.0 {
                    found.push((at, turned(&rest[entry.len()..], *value)));
                }
                at += entry.len();
            }
            None => at += c.len_utf8(),
        }
    }
    let contrast = TURNS.iter().filter_map(|turn| text.rfind(turn)).max();
    for (at, value) in found {
        let weight = match contrast {
            Some(turn) if at < turn => 0.6,
            Some(_) => 1.2,
            None => 1.0,
        };
        tally.add(value * weight);
    }
    tally.negations += u32::from(["ない", "ません", "なかった", "ねえ"].iter().any(|no| text.contains(no)));
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

/// With what follows: 美味しくなかった, 好きではありません.
fn turned(after: &str, value: f32) -> f32 {
    let mut near = String::new();
    for c in after.chars().take(9) {
        if !(script::is_hiragana(c) || c == 'ー') {
            break;
        }
        near.push(c);
    }
    let negated = NOT.iter().any(|no| near.find(no).is_some_and(|at| at <= 15))
        // だけでなく, じゃない？, しかない
        && !["でなく", "しかな", "なくて", "ないか", "間違いな"].iter().any(|no| near.contains(no) && !near.contains("くなくて"));
    if negated { value * if value > 0.0 { -0.8 } else { -0.4 } } else { value }
}

const NOT: &[&str] = &["ない", "なか", "ません", "なく", "ねえ", "ねー"];

const TURNS: &[&str] =
    &["ですが", "ますが", "たが、", "だが", "けど", "けれど", "のに", "ものの", "しかし", "でも、", "が、"];
