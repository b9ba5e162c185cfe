//! What was found of an argument, as far as it goes: the whole quotation, the whole name, the whole time.

use std::ops::Range;

use super::arguments::Taken;
use crate::understand::{
    grammar::{Form, Slot},
    slot::SlotKind,
};
use crate::{period, text::script};

/// Every argument as far as it goes.
pub(super) fn whole(form: &Form, text: &str, mut found: Taken) -> Taken {
    quotations(form, text, &mut found);
    for (slot, at) in &mut found {
        if form.slots[*slot].kind.is_name() {
            *at = western(text, japanese(text, at.clone()));
        }
    }
    times(form, text, found)
}

/// 「既存顧客の解約防止」 where 既存顧客 was found: who sets marks says where it begins and where it ends.
fn quotations(form: &Form, text: &str, found: &mut Taken) {
    const MARKS: [(char, char); 4] = [('「', '」'), ('『', '』'), ('“', '”'), ('"', '"')];
    for (open, close) in MARKS {
        let mut from = 0;
        while let Some(begins) = text[from..].find(open).map(|at| from + at + open.len_utf8())
            && let Some(ends) = text[begins..].find(close).map(|at| begins + at)
        {
            from = ends + close.len_utf8();
            let within = |at: &Range<usize>| begins <= at.start && at.end <= ends;
            let mut inside =
                found.iter_mut().filter(|(slot, at)| within(at) && is_said_in_words(form.slots[*slot]));
            if let (Some((_, only)), None) = (inside.next(), inside.next()) {
                *only = begins..ends;
            }
        }
    }
}

/// Not a time, an amount or one of a few words: those stand inside of what is said.
fn is_said_in_words(slot: Slot) -> bool {
    slot.kind.is_name()
        || matches!(
            slot.kind,
            SlotKind::Name | SlotKind::Text | SlotKind::Words | SlotKind::Topic | SlotKind::Stage
        )
}

/// 久遠寺 where 遠寺 was found: one kanji that stands alone before a name is its first, unless it says which; and
/// 白樺データ where 白樺 was found, unless what follows is one of our own words.
fn japanese(text: &str, at: Range<usize>) -> Range<usize> {
    let mut at = at;
    if text[at.start..].starts_with(script::is_han) {
        let mut before = text[..at.start].chars().rev();
        let first = before.next().filter(|first| script::is_han(*first));
        let alone = !before.next().is_some_and(|c| script::is_han(c) || c.is_ascii_digit());
        at.start -= first.filter(|first| alone && !WHICH.contains(*first)).map_or(0, char::len_utf8);
    }
    if text[..at.end].ends_with(script::is_han) {
        let rest = &text[at.end..];
        let katakana = rest.find(|c| !script::is_katakana(c)).unwrap_or(rest.len());
        let follows = &rest[..katakana];
        if follows.chars().nth(1).is_some() && !OURS.iter().any(|word| follows.starts_with(word)) {
            at.end += katakana;
        }
    }
    at
}

/// All, new, this, last, next, the same, former ….
const WHICH: &str = "全各新今先前昨同本当毎次再旧元現他両約第";

/// What may follow a name and is none of it.
const OURS: [&str; 14] = [
    "アカウント",
    "イベント",
    "キャンペーン",
    "スコア",
    "ステージ",
    "スレッド",
    "タグ",
    "タスク",
    "チャンネル",
    "メール",
    "メッセージ",
    "メモ",
    "ルーム",
    "ログ",
];

/// Petrel Software where Software was found: words with capital letters beside it are its own, but for the first of a
/// sentence, which has one anyway, and for a day.
fn western(text: &str, at: Range<usize>) -> Range<usize> {
    let mut at = at;
    let capital = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.chars().all(|c| c.is_alphabetic() || c == '-' || c == '&')
            && word.chars().nth(1).is_some()
            && !period::reads(word)
    };
    if !text[at.clone()].split(' ').all(capital) {
        return at;
    }
    while let Some(before) = text[..at.start].strip_suffix(' ') {
        let from = before.rfind([' ', ',', ':']).map_or(0, |it| it + 1);
        let begins = from == 0 || before[..from].trim_end().ends_with(['.', '!', '?', ':']);
        if begins || !capital(&before[from..]) {
            break;
        }
        at.start = from;
    }
    while let Some(after) = text[at.end..].strip_prefix(' ') {
        let word = &after[..after.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(after.len())];
        if !capital(word) {
            break;
        }
        at.end += 1 + word.len();
    }
    at
}

/// 明日の朝9時 where 明日の朝 was found: a time goes on as far as it can be read as one, and what was taken of it for
/// something else begins behind it.
fn times(form: &Form, text: &str, mut found: Taken) -> Taken {
    for index in 0..found.len() {
        let (slot, at) = found[index].clone();
        let reads = match form.slots[slot].kind {
            SlotKind::Period => period::reads,
            SlotKind::Date => period::reads_as_day,
            SlotKind::Moment => period::reads_as_moment,
            _ => continue,
        };
        let further =
            text[at.end..].char_indices().take(LONGER).map(|(from, c)| at.end + from + c.len_utf8());
        let fits = |end: &usize| {
            let said = &text[at.start..*end];
            !said.ends_with(BEHIND) && reads(said)
        };
        let Some(end) = further.filter(fits).last() else { continue };
        found[index].1.end = end;
        for (other, range) in &mut found {
            if *other != slot && range.start > at.start && range.start < end {
                let rest = text.get(end..range.end).unwrap_or_default();
                let bare = rest.trim_start_matches(['に', 'は', '、', ',', ' ']);
                range.start = range.end - bare.len();
            }
        }
    }
    found.retain(|(_, at)| at.start < at.end);
    found
}

/// What stands behind a time and belongs to the sentence.
const BEHIND: [char; 8] = ['の', 'に', 'は', 'を', 'で', '、', ',', ' '];

/// Letters that a time may go on for.
const LONGER: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    fn found(kind: SlotKind, text: &str, part: &str) -> String {
        let form = Form {
            name: "try",
            slots: vec![Slot { name: "it", kind, required: true }],
            en: &[],
            ja: &[],
            examples: vec![],
            changes: false,
        };
        let from = text.find(part).unwrap();
        let whole = whole(&form, text, vec![(0, from..from + part.len())]);
        text[whole[0].1.clone()].to_owned()
    }

    #[test]
    fn what_is_found_goes_as_far_as_it_is_said() {
        for (kind, text, part, want) in [
            (SlotKind::Text, "C-12の目的を「既存顧客の解約防止」に", "既存顧客", "既存顧客の解約防止"),
            (SlotKind::Organization, "白樺データのメモ", "白樺", "白樺データ"),
            (SlotKind::Person, "田中タスクの一覧", "田中", "田中"),
            (SlotKind::Person, "久遠寺さん", "遠寺", "久遠寺"),
            (SlotKind::Person, "新井上さん", "井上", "井上"),
            (SlotKind::Organization, "who is at Petrel Software now", "Software", "Petrel Software"),
            (SlotKind::Organization, "who is at Petrel Software now", "Petrel", "Petrel Software"),
            (SlotKind::Person, "Ask Mika Monday", "Mika", "Mika"),
            (SlotKind::Person, "what Mika Sato said", "Mika", "Mika Sato"),
            (SlotKind::Moment, "明日の朝9時に電話", "明日の朝", "明日の朝9時"),
        ] {
            assert_eq!(found(kind, text, part), want, "{text}");
        }
    }
}
