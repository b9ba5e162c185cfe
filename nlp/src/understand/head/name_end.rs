//! Where a Japanese name ends that was found in part: 佐藤健 is not 佐藤.

use super::arguments::Taken;
use crate::{
    text::script,
    understand::{
        grammar::Form,
        names::HONORIFICS,
        slot::SlotKind,
        things::{THINGS_JA, WORDS_JA},
    },
};

/// Reads the names of persons and organizations on to their ends.
pub(super) fn read_on(form: &Form, text: &str, taken: &mut Taken) {
    let names = |index: usize| matches!(form.slots[index].kind, SlotKind::Person | SlotKind::Organization);
    for (_, range) in taken.iter_mut().filter(|(index, _)| names(*index)) {
        range.end += goes_on(&text[range.clone()], &text[range.end..]);
    }
}

/// How much of what stands behind a person's name is still of it, in bytes: 佐藤健 is not 佐藤. Where nothing tells
/// the two apart, as between 佐藤 and 様, it is none.
fn goes_on(name: &str, behind: &str) -> usize {
    if !name.chars().all(script::is_han) {
        return 0;
    }
    let letters = |is: fn(char) -> bool| behind.find(|c| !is(c)).unwrap_or(behind.len());
    let (han, hiragana) = (letters(script::is_han), letters(script::is_hiragana));
    let given = &behind[..han];
    let is_title = TITLES_JA.iter().chain(THINGS_JA).chain(WORDS_JA).any(|it| given.starts_with(it));
    match (han, hiragana) {
        (1.., _) if given.chars().count() <= 3 && !is_title => han,
        // "show 大野さくら": all that is left
        (0, 1..) if hiragana == behind.len() && behind.chars().count() >= 2 => {
            let particle = PARTICLES_JA.iter().chain(HONORIFICS).any(|it| behind.starts_with(it));
            if particle { 0 } else { hiragana }
        }
        _ => 0,
    }
}

/// What is said behind a name and is none of it.
const TITLES_JA: [&str; 42] = [
    "様",
    "氏",
    "君",
    "殿",
    "先生",
    "先輩",
    "社長",
    "部長",
    "課長",
    "係長",
    "次長",
    "室長",
    "所長",
    "主任",
    "代表",
    "達",
    "等",
    "宛",
    "側",
    "以外",
    "関連",
    "担当",
    "分",
    "名",
    "人",
    "件",
    "中",
    "内",
    "他",
    "本人",
    "商談",
    "組織",
    "会社",
    "社員",
    "状況",
    "健康",
    "感情",
    "雰囲気",
    "売上",
    "費用",
    "開発",
    "向",
];

const PARTICLES_JA: [&str; 22] = [
    "の",
    "を",
    "は",
    "が",
    "に",
    "と",
    "も",
    "へ",
    "で",
    "や",
    "から",
    "まで",
    "って",
    "だ",
    "です",
    "なら",
    "より",
    "か",
    "ね",
    "よ",
    "ください",
    "お",
];

#[cfg(test)]
mod tests {
    use super::goes_on;

    #[test]
    fn a_name_ends_where_it_ends() {
        for (name, behind, more) in [
            ("佐藤", "健を見せて", "健"),
            ("大野", "さくら", "さくら"),
            ("青空", "商事", "商事"),
            ("佐藤", "様の商談", ""),
            ("佐藤", "さん", ""),
            ("佐藤", "のタスク", ""),
            ("佐藤", "部長に連絡", ""),
            ("Sato", "健", ""),
        ] {
            assert_eq!(goes_on(name, behind), more.len(), "{name}{behind}");
        }
    }
}
