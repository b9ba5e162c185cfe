//! What was found of an argument, as far as it goes: the whole quotation, the whole name, the whole time.

use std::{collections::HashSet, ops::Range};

use super::arguments::Taken;
use crate::understand::{
    grammar::Form,
    slot::{SlotKind, Sureness},
};
use crate::{period, text::script};

/// Every argument as far as it goes. `own` are words that the command itself is said with: no name goes on with one.
pub(super) fn widened(form: &Form, own: &HashSet<String>, text: &str, mut found: Taken) -> Taken {
    quotations(form, text, &mut found);
    for index in 0..found.len() {
        let (slot, at) = found[index].clone();
        let kind = form.slots[slot].kind;
        if !kind.is_name() {
            continue;
        }
        let others = || found.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, (_, at))| at);
        let free = others().map(|at| at.end).filter(|end| *end <= at.start).max().unwrap_or(0)
            ..others().map(|at| at.start).filter(|start| *start >= at.end).min().unwrap_or(text.len());
        let wide = western(text, own, &free, japanese(text, own, (&free, kind), at.clone()));
        if wide != at && kind.accepts(&text[wide.clone()], Sureness::Likely) {
            found[index].1 = wide;
        }
    }
    times(form, text, found)
}

/// 「既存顧客の解約防止」 where 既存顧客 was found: who sets marks says where it begins and where it ends. A time in what is
/// told is a part of that.
fn quotations(form: &Form, text: &str, found: &mut Taken) {
    const MARKS: [(char, char); 3] = [('「', '」'), ('『', '』'), ('"', '"')];
    for (open, close) in MARKS {
        let mut from = 0;
        while let Some(begins) = text[from..].find(open).map(|at| from + at + open.len_utf8())
            && let Some(ends) = text[begins..].find(close).map(|at| begins + at)
        {
            from = ends + close.len_utf8();
            let kind = |slot: usize| form.slots[slot].kind;
            let within = |at: &Range<usize>| begins <= at.start && at.end <= ends;
            let fits = |slot: usize| kind(slot).accepts(&text[begins..ends], Sureness::Likely);
            let mut inside =
                found.iter_mut().filter(|(slot, at)| within(at) && is_quoted(kind(*slot)) && fits(*slot));
            if let (Some((slot, only)), None) = (inside.next(), inside.next()) {
                let (slot, whole) = (*slot, begins..ends);
                *only = whole;
                if kind(slot) == SlotKind::Text {
                    found.retain(|(other, at)| *other == slot || !within(at) || !is_time(kind(*other)));
                }
            }
        }
    }
}

/// What people set in marks: titles and what is told. Persons hardly ever are, times and amounts never.
fn is_quoted(kind: SlotKind) -> bool {
    matches!(
        kind,
        SlotKind::Campaign
            | SlotKind::Organization
            | SlotKind::Deal
            | SlotKind::Name
            | SlotKind::Text
            | SlotKind::Words
            | SlotKind::Topic
            | SlotKind::Stage
    )
}

fn is_time(kind: SlotKind) -> bool {
    matches!(kind, SlotKind::Period | SlotKind::Date | SlotKind::Moment)
}

/// 久遠寺 where 遠寺 was found: one kanji that stands alone before a name is its first, unless it says which; and of what
/// has no person's name 月見ソフト where 月見 was found.
fn japanese(
    text: &str,
    own: &HashSet<String>,
    (free, kind): (&Range<usize>, SlotKind),
    at: Range<usize>,
) -> Range<usize> {
    let mut at = at;
    if text[at.start..].starts_with(script::is_han) {
        let mut before = text[free.start..at.start].chars().rev();
        let first = before.next().filter(|first| script::is_han(*first));
        let alone = !before.next().is_some_and(|c| script::is_han(c) || c.is_ascii_digit());
        at.start -= first.filter(|first| alone && !WHICH.contains(*first)).map_or(0, char::len_utf8);
    }
    let titled = matches!(kind, SlotKind::Organization | SlotKind::Campaign);
    if titled && text[..at.end].ends_with(script::is_han) {
        let rest = &text[at.end..free.end];
        let follows = &rest[..rest.find(|c| !script::is_katakana(c)).unwrap_or(rest.len())];
        if follows.chars().nth(1).is_some() && !own.contains(follows) {
            at.end += follows.len();
        }
    }
    at
}

/// All, new, this, last, next, the same, former ….
const WHICH: &str = "全各新今先前昨同本当毎次再旧元現他両約第";

/// Petrel Software where Software was found: words with capital letters beside it are its own, but for the first of a
/// sentence, which has one anyway, a day and a word of the command's. Where all is written in capitals they say nothing.
fn western(text: &str, own: &HashSet<String>, free: &Range<usize>, at: Range<usize>) -> Range<usize> {
    let mut at = at;
    let is_capital = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() && !script::is_cjk(c))
            && word.chars().nth(1).is_some()
            && !own.contains(&word.to_lowercase())
            && !period::reads(word)
    };
    if !text.contains(char::is_lowercase) || !text[at.clone()].split(' ').all(is_capital) {
        return at;
    }
    while let Some(before) = text[free.start..at.start].strip_suffix(' ') {
        let word = before.rsplit([' ', ',', ':']).next().unwrap_or(before);
        let begins = before.len() - word.len();
        let first = before[..begins].trim_end();
        if first.is_empty() && free.start == 0 || first.ends_with(['.', '!', '?', ':']) || !is_capital(word) {
            break;
        }
        at.start = free.start + begins;
    }
    while let Some(after) = text[at.end..free.end].strip_prefix(' ') {
        let token = &after[..after.find(|c: char| c == ' ' || script::is_cjk(c)).unwrap_or(after.len())];
        let word = token.trim_end_matches([',', '.', '!', '?', ':', ';']);
        if !is_capital(word) {
            break;
        }
        at.end += 1 + word.len();
        if word.len() < token.len() {
            break;
        }
    }
    at
}

/// 明日の朝9時 where 明日の朝 was found: a time goes on as far as it can be read as one, and what was taken of it for
/// something else begins behind it.
fn times(form: &Form, text: &str, mut found: Taken) -> Taken {
    for index in 0..found.len() {
        let (slot, at) = found[index].clone();
        // another time has taken it
        if at.is_empty() {
            continue;
        }
        let reads = match form.slots[slot].kind {
            SlotKind::Period => period::reads,
            SlotKind::Date => period::reads_as_day,
            SlotKind::Moment => period::reads_as_moment,
            _ => continue,
        };
        let at = earlier(text, at, reads);
        found[index].1.start = at.start;
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
                let bare = rest.trim_start_matches(['に', 'は', ',', ' ']);
                range.start = range.end - bare.len();
            }
        }
    }
    found.retain(|(_, at)| at.start < at.end);
    found
}

/// 再来週の金曜 where 金曜 was found: a time begins as far before as it can be read as one.
fn earlier(text: &str, at: Range<usize>, reads: fn(&str) -> bool) -> Range<usize> {
    let before = text[..at.start].char_indices().rev().take(LONGER);
    let begins = before.map(|(from, _)| from).filter(|from| {
        let mut around = text[..*from].chars().rev();
        let splits = around.next().is_some_and(|c| c.is_ascii_alphanumeric() || "-:/.#@_".contains(c));
        let kanji = text[*from..].starts_with(script::is_han) && text[..*from].ends_with(script::is_han);
        !splits && !kanji && !text[*from..].starts_with(BEHIND) && reads(&text[*from..at.end])
    });
    begins.last().unwrap_or(at.start)..at.end
}

/// What stands behind a time and belongs to the sentence.
const BEHIND: [char; 7] = ['の', 'に', 'は', 'を', 'で', ',', ' '];

/// Letters that a time may go on for.
const LONGER: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::Slot;

    /// The parts of a text, each found for an argument of its kind, as far as they go.
    fn found(text: &str, parts: &[(SlotKind, &str)]) -> Vec<String> {
        const NAMES: [&str; 2] = ["first", "second"];
        let slot =
            |(n, (kind, _)): (usize, &(SlotKind, &str))| Slot { name: NAMES[n], kind: *kind, required: true };
        let slots = parts.iter().enumerate().map(slot).collect();
        let form = Form { name: "try", slots, en: &[], ja: &[], examples: vec![], changes: false };
        let places = parts.iter().enumerate().map(|(n, (_, part))| {
            let from = text.find(part).unwrap();
            (n, from..from + part.len())
        });
        let own = ["roi", "メモ"].map(str::to_owned).into();
        widened(&form, &own, text, places.collect()).into_iter().map(|(_, at)| text[at].to_owned()).collect()
    }

    #[test]
    fn what_is_found_goes_as_far_as_it_is_said() {
        for (kind, text, part, want) in [
            (SlotKind::Text, "C-12の目的を「既存顧客の解約防止」に", "既存顧客", "既存顧客の解約防止"),
            (SlotKind::Organization, "月見ソフトの予定", "月見", "月見ソフト"),
            (SlotKind::Organization, "月見メモの一覧", "月見", "月見"),
            (SlotKind::Person, "田中タスクの一覧", "田中", "田中"),
            (SlotKind::Person, "久遠寺さん", "遠寺", "久遠寺"),
            (SlotKind::Person, "新井上さん", "井上", "井上"),
            (SlotKind::Organization, "who is at Petrel Software now", "Software", "Petrel Software"),
            (SlotKind::Organization, "who is at Petrel Software, please", "Petrel", "Petrel Software"),
            (SlotKind::Organization, "Östberg Ost の人", "Ost", "Ost"),
            (SlotKind::Organization, "ask Östberg Kabel about it", "Kabel", "Östberg Kabel"),
            (SlotKind::Campaign, "the Spring Hackathon ROI", "Hackathon", "Spring Hackathon"),
            (SlotKind::Campaign, "SHOW ROI OF SPRING", "SPRING", "SPRING"),
            (SlotKind::Organization, "Petrel ROIを見せて ok", "Petrel", "Petrel"),
            (SlotKind::Person, "ask Mika Monday", "Mika", "Mika"),
            (SlotKind::Person, "give Mika T-4", "Mika", "Mika"),
            (SlotKind::Person, "give Mika AT&T", "Mika", "Mika"),
            (SlotKind::Person, "what Mika Sato said", "Mika", "Mika Sato"),
            (SlotKind::Person, "「田中さんに電話する」をメモ", "田中", "田中"),
            (SlotKind::Moment, "明日の朝9時に電話", "明日の朝", "明日の朝9時"),
        ] {
            assert_eq!(found(text, &[(kind, part)]), [want], "{text}");
        }
    }

    #[test]
    fn one_argument_ends_where_another_begins() {
        let two = found("give Kenji Mori", &[(SlotKind::Person, "Kenji"), (SlotKind::User, "Mori")]);
        assert_eq!(two, ["Kenji", "Mori"]);
        let told =
            found("「明日電話する」とメモ", &[(SlotKind::Moment, "明日"), (SlotKind::Text, "電話する")]);
        assert_eq!(told, ["明日電話する"]);
    }
}
