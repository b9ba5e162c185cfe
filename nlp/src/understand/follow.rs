//! Follow-ups: "and for last year?", その前は？, "what about C-9", "same for Acme". Few words that ask the last
//! question again, with something else in the place of one of its arguments.
//!
//! Which question was the last is known to whoever answered it; [`Grammar::instead`] finds the argument that is meant.

use std::collections::BTreeMap;

use super::{
    Grammar, SlotKind, deictic, head, names,
    slot::Sureness,
    text::{self, unquoted},
};
use crate::period;

/// What is asked in place of what was asked before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FollowUp {
    /// The same about these words: "last year", "C-9", "Acme".
    Instead(String),
    /// The same for the time before: "the one before", 前年は. How far back, where that was said.
    Before(Option<period::Step>),
    /// The same in another length: "shorter", もっと詳しく. One word for it: one, short or long.
    Length(&'static str),
    /// The same in so many lines: "in 3 bullets", 5行で.
    Lines(u32),
}

/// An argument of the call before, and what it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead {
    /// The argument's name.
    pub argument: &'static str,
    /// Its words.
    pub value: String,
    /// The words can be nothing else: a code, a room, a period, a quoted name.
    pub sure: bool,
}

/// Longest follow-up, in characters.
const LONGEST: usize = 60;

/// Reads a follow-up; `None` when the text is none, whatever else it may be.
pub fn follow_up(said: &str) -> Option<FollowUp> {
    let line = text::first_line(said)?;
    let ready = text::ready(line, line)?;
    if ready.text.chars().nth(LONGEST).is_some() {
        return None;
    }
    let lower = ready.text.to_lowercase();
    // lower-casing may change where letters stand: then it is no ASCII, and Japanese has no cases
    let kept = if lower.len() == ready.text.len() { ready.text.as_str() } else { lower.as_str() };
    length(&lower)
        .or_else(|| room(kept).map(FollowUp::Instead))
        .or_else(|| before(&lower).map(FollowUp::Before))
        .or_else(|| english(&lower, kept).or_else(|| japanese(kept)).map(FollowUp::Instead))
        .or_else(|| period::reads(kept).then(|| FollowUp::Instead(kept.to_owned())))
}

/// A room and little more: "#docs", "in #docs", #質問では.
fn room(kept: &str) -> Option<String> {
    let leads = ["and ", "only ", "just ", "in ", "for ", "what about ", "how about "];
    let led = |rest: &str, lead: &str| rest.get(..lead.len()).is_some_and(|it| it.eq_ignore_ascii_case(lead));
    let rest = leads.iter().fold(kept, |rest, lead| if led(rest, lead) { &rest[lead.len()..] } else { rest });
    let tails = ["だけで", "だけ", "のみ", "では", "でも", "で", "は", "も"];
    let rest = tails.iter().find_map(|tail| rest.strip_suffix(tail)).unwrap_or(rest).trim();
    let name = rest.strip_prefix('#')?;
    (!name.is_empty() && head::room_len(name) == name.len()).then(|| rest.to_owned())
}

/// "make it shorter", "in 3 bullets", もっと短く.
fn length(lower: &str) -> Option<FollowUp> {
    let rest = [
        "can you ",
        "make it ",
        "make that ",
        "and ",
        "but ",
        "a bit ",
        "a little ",
        "even ",
        "much ",
        "in ",
        "as ",
    ]
    .iter()
    .fold(lower, |rest, lead| rest.strip_prefix(lead).unwrap_or(rest));
    let rest = ["もっと", "もう少し", "もうちょっと", "さらに", "全部で"]
        .iter()
        .fold(rest, |rest, lead| rest.strip_prefix(lead).unwrap_or(rest));
    let rest = ["にまとめて", "でまとめて", "に要約して", "で要約して", "にして", "して", "で", "に"]
        .iter()
        .find_map(|end| rest.strip_suffix(end))
        .unwrap_or(rest)
        .trim();
    let word = match rest {
        "one sentence" | "a sentence" | "one line" | "a single sentence" | "一言" | "ひとこと" | "一文" => {
            "one"
        }
        "shorter" | "briefer" | "more briefly" | "brief" | "short" | "短く" | "手短" | "簡潔" | "簡単" => {
            "short"
        }
        "longer" | "more detail" | "more detailed" | "detail" | "detailed" | "長く" | "詳しく" | "詳細" => {
            "long"
        }
        _ => {
            let ends =
                [" bullets", " bullet points", " lines", " points", " sentences", "行", "点", "項目", "つ"];
            let n = ends.iter().find_map(|end| rest.strip_suffix(end))?;
            return crate::number::small(n).map(FollowUp::Lines);
        }
    };
    Some(FollowUp::Length(word))
}

/// "and the one before", 前の月は.
fn before(lower: &str) -> Option<Option<period::Step>> {
    use period::Step::{Month, Quarter, Week, Year};
    let rest = ["and ", "what about ", "how about ", "then "]
        .iter()
        .fold(lower, |rest, lead| rest.strip_prefix(lead).unwrap_or(rest));
    let rest = ["for ", "in "].iter().find_map(|lead| rest.strip_prefix(lead)).unwrap_or(rest);
    let rest = rest.strip_prefix("the ").unwrap_or(rest);
    let rest = [" that", " then"].iter().find_map(|end| rest.strip_suffix(end)).unwrap_or(rest);
    match rest {
        "before" | "one before" | "previous" | "previous one" | "previous period" | "period before" => {
            return Some(None);
        }
        "week before" | "previous week" => return Some(Some(Week)),
        "month before" | "previous month" => return Some(Some(Month)),
        "quarter before" | "previous quarter" => return Some(Some(Quarter)),
        "year before" | "previous year" => return Some(Some(Year)),
        _ => {}
    }
    let rest = ["じゃあ", "では", "じゃ", "さらに", "もっと", "もう"]
        .iter()
        .find_map(|lead| lower.strip_prefix(lead))
        .unwrap_or(lower);
    let rest = rest.trim_start_matches([',', ' ']);
    let rest = TAILS.iter().find_map(|tail| rest.strip_suffix(tail)).unwrap_or(rest);
    // ひとつ前の月 is the month before
    let rest = ["ひとつ", "一つ", "1つ", "さらにその"]
        .iter()
        .find_map(|lead| rest.strip_prefix(lead).filter(|rest| rest.starts_with("前の")))
        .unwrap_or(rest);
    Some(match rest {
        "その前" | "それより前" | "その前の期間" | "ひとつ前" | "一つ前" | "1つ前" | "前の期間" => {
            None
        }
        "その前の週" | "前の週" | "前週" => Some(Week),
        "その前の月" | "前の月" | "前月" => Some(Month),
        "その前の四半期" | "前の四半期" => Some(Quarter),
        "その前の年" | "前の年" | "前年" => Some(Year),
        _ => return None,
    })
}

fn english(lower: &str, kept: &str) -> Option<String> {
    let lead = LEADS.iter().find(|lead| lower.starts_with(**lead));
    let ends = [" instead", " too", " as well", " then"];
    let end = ends.iter().find(|end| lower.ends_with(**end));
    if lead.is_none() && end.is_none() {
        return None;
    }
    let rest = kept.get(lead.map_or(0, |lead| lead.len())..kept.len() - end.map_or(0, |end| end.len()))?;
    let rest = rest.trim();
    // a period reads its own "for" and "since"
    let bare = if period::reads(rest) {
        rest
    } else {
        ["for ", "of ", "with ", "about ", "in ", "on ", "the campaign ", "campaign "]
            .iter()
            .find_map(|word| {
                rest.get(..word.len())
                    .filter(|head| head.eq_ignore_ascii_case(word))
                    .map(|_| &rest[word.len()..])
            })
            .unwrap_or(rest)
    };
    (!bare.trim().is_empty()).then(|| bare.trim().to_owned())
}

fn japanese(kept: &str) -> Option<String> {
    if kept.is_ascii() {
        return None;
    }
    let leads =
        ["じゃあ", "では", "じゃ", "あと", "次は", "次に", "今度は", "それと", "同じく", "同じことを"];
    let lead = leads.iter().find_map(|lead| kept.strip_prefix(lead));
    let rest = lead.unwrap_or(kept).trim_start_matches([',', ' ']);
    let tail = TAILS.iter().find_map(|tail| rest.strip_suffix(tail));
    let value = match (lead, tail) {
        (_, Some(value)) => value,
        (Some(_), None) => rest,
        (None, None) => return None,
    };
    let value = value.trim().trim_end_matches(',');
    (!value.is_empty()).then(|| value.to_owned())
}

const LEADS: &[&str] = &[
    "and what about ",
    "and how about ",
    "and the same for ",
    "and same for ",
    "what about ",
    "how about ",
    "the same for ",
    "same for ",
    "same thing for ",
    "do the same for ",
    "same again for ",
    "same with ",
    "again for ",
    "now for ",
    "and now for ",
    "but for ",
    "or for ",
    "and ",
    "only ",
    "just ",
    "make that ",
    "make it ",
];

/// What makes a question of a word in Japanese, the longest first.
const TAILS: &[&str] = &[
    "についても同じように",
    "についてはどう",
    "についても",
    "については",
    "でも同じように",
    "も同じように",
    "で同じのを",
    "で同じものを",
    "も同じで",
    "の場合はどう",
    "の場合は",
    "の場合",
    "はどうだった",
    "はどうなの",
    "ならどう",
    "だとどう",
    "はどう",
    "も見せて",
    "も教えて",
    "も出して",
    "のも見せて",
    "のほうは",
    "の方は",
    "のは",
    "だったら",
    "だと",
    "なら",
    "でも",
    "のも",
    "も",
    "は",
];

impl Grammar {
    /// Which argument of a call is meant by the words of a follow-up. `None`: none of them can be.
    pub fn instead(
        &self,
        command: &str,
        arguments: &BTreeMap<String, String>,
        words: &str,
    ) -> Option<Instead> {
        let form = &self.forms.iter().find(|parsed| parsed.form.name == command)?.form;
        let said = |slot: &&super::Slot| arguments.contains_key(slot.name);
        let is = |sureness: Sureness| {
            move |slot: &&super::Slot| match slot.kind {
                SlotKind::Period => period::reads(words),
                SlotKind::Ahead => slot.kind.accepts(words, sureness),
                // #generalで決まったこと goes on after the room
                SlotKind::Room => {
                    sureness == Sureness::Sure
                        && [Sureness::Sure, Sureness::Likely].iter().all(|it| slot.kind.accepts(words, *it))
                }
                // "both", これら: several in the place of one
                _ if matches!(deictic::deictic(words), Some(deictic::Deictic::These(_))) => false,
                SlotKind::Person
                | SlotKind::Campaign
                | SlotKind::Organization
                | SlotKind::Object
                | SlotKind::Activity
                | SlotKind::Choice(_)
                | SlotKind::User => slot.kind.accepts(words, sureness),
                SlotKind::Words | SlotKind::Query | SlotKind::Topic => {
                    sureness == Sureness::Likely
                        && !names::is_pronoun(words)
                        && (!words.starts_with('#') || SlotKind::Room.accepts(words, sureness))
                        && slot.kind.accepts(words, sureness)
                }
                _ => false,
            }
        };
        let of = |sureness: Sureness| {
            let fits: Vec<&super::Slot> = form.slots.iter().filter(is(sureness)).collect();
            let there: Vec<&super::Slot> = fits.iter().copied().filter(|slot| said(slot)).collect();
            // of two persons it cannot be told which is meant
            match (there.as_slice(), fits.as_slice()) {
                ([one], _) => Some(*one),
                ([], [first, ..]) if sureness == Sureness::Sure => Some(*first),
                _ => None,
            }
        };
        let (slot, sure) = match of(Sureness::Sure) {
            Some(slot) => (slot, true),
            None => (of(Sureness::Likely)?, false),
        };
        let value = if slot.kind == SlotKind::Query { words.to_owned() } else { unquoted(words).to_owned() };
        Some(Instead { argument: slot.name, value, sure })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::{Form, Slot};
    use period::Step;

    #[test]
    fn few_words_ask_the_last_question_again() {
        let instead = |words: &str| Some(FollowUp::Instead(words.to_owned()));
        for (said, want) in [
            ("and for last year?", instead("for last year")),
            ("what about C-9", instead("C-9")),
            ("And how about Acme?", instead("Acme")),
            ("same for Acme", instead("Acme")),
            ("last month?", instead("last month")),
            ("last month instead", instead("last month")),
            ("#support too", instead("#support")),
            ("先月は？", instead("先月")),
            ("じゃあC-9は？", instead("C-9")),
            ("田中さんも見せて", instead("田中さん")),
            ("C-9の場合は？", instead("C-9")),
            ("去年だと？", instead("去年")),
            ("先月", instead("先月")),
            ("その前は？", Some(FollowUp::Before(None))),
            ("1つ前の月は？", Some(FollowUp::Before(Some(Step::Month)))),
            ("ひとつ前の期間", Some(FollowUp::Before(None))),
            ("and the previous month?", Some(FollowUp::Before(Some(Step::Month)))),
            ("and the one before?", Some(FollowUp::Before(None))),
            ("before that?", Some(FollowUp::Before(None))),
            ("shorter", Some(FollowUp::Length("short"))),
            ("make it shorter please", Some(FollowUp::Length("short"))),
            ("in one sentence", Some(FollowUp::Length("one"))),
            ("in 3 bullets", Some(FollowUp::Lines(3))),
            ("もっと短くして", Some(FollowUp::Length("short"))),
            ("3行で", Some(FollowUp::Lines(3))),
            ("もっと詳しく", Some(FollowUp::Length("long"))),
            ("and the year before", Some(FollowUp::Before(Some(Step::Year)))),
            ("前の月は？", Some(FollowUp::Before(Some(Step::Month)))),
            ("じゃあ前年は", Some(FollowUp::Before(Some(Step::Year)))),
            ("show C-9", None),
            ("C-9", None),
            ("C-9を見せて", None),
            ("", None),
        ] {
            assert_eq!(follow_up(said), want, "{said}");
        }
        assert_eq!(follow_up(&format!("and {}", "x".repeat(80))), None);
    }

    #[test]
    fn the_words_take_the_place_of_what_they_can_be() {
        let slot = |name, kind| Slot { name, kind, required: false };
        let form = |name, slots| Form { name, slots, en: &[], ja: &[], examples: vec![], changes: false };
        let grammar = Grammar::new(vec![
            form("roi show", vec![slot("campaign", SlotKind::Campaign), slot("period", SlotKind::Period)]),
            form("search", vec![slot("words", SlotKind::Query), slot("room", SlotKind::Room)]),
            form("merge explain", vec![slot("into", SlotKind::Person), slot("from", SlotKind::Person)]),
        ])
        .unwrap();
        let arguments = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let roi = arguments(&[("campaign", "C-7")]);
        let search = arguments(&[("words", "pricing")]);
        let two = arguments(&[("into", "P-1"), ("from", "P-2")]);
        for (command, before, words, want) in [
            ("roi show", &roi, "C-9", Some(("campaign", "C-9", true))),
            ("roi show", &roi, "for last year", Some(("period", "for last year", true))),
            ("roi show", &roi, "Spring Hackathon", Some(("campaign", "Spring Hackathon", false))),
            ("roi show", &roi, "P-9", None),
            ("search", &search, "#general", Some(("room", "#general", true))),
            ("search", &search, "#generalで決まったこと", None),
            ("search", &search, "rate limits", Some(("words", "rate limits", false))),
            ("search", &search, "it", None),
            ("merge explain", &two, "P-3", None),
            ("nothing", &two, "P-3", None),
        ] {
            let found = grammar.instead(command, before, words);
            let found = found.as_ref().map(|found| (found.argument, found.value.as_str(), found.sure));
            assert_eq!(found, want, "{command} {words}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(said in ".{0,60}", mixed in "(and |what about |じゃあ|は|も| instead|C-9|İ|先月){0,8}") {
            let _ = (follow_up(&said), follow_up(&mixed));
        }
    }
}
