//! All commands' forms, and the order in which a text is read against them.

use std::{collections::BTreeMap, path::PathBuf};

use super::{
    SlotKind, Understood,
    head::{Head, Taught},
    nearest::Nearest,
    phrase::{Match, Phrase, Reading},
    slot::Sureness,
    text::{self, Ready},
    tidy::{dated, tidied},
    typed,
};
use crate::{
    Lang,
    text::{courtesy, script},
};

/// An argument's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Its name.
    pub name: &'static str,
    /// What may stand there.
    pub kind: SlotKind,
    /// Nothing can be done without it.
    pub required: bool,
}

/// How one command is said.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its name: the typed syntax.
    pub name: &'static str,
    /// Its arguments, in typed order.
    pub slots: Vec<Slot>,
    /// Phrasings in English.
    pub en: &'static [&'static str],
    /// Phrasings in Japanese.
    pub ja: &'static [&'static str],
    /// Examples in both languages, for "did you mean".
    pub examples: Vec<&'static str>,
    /// It changes something: never done on a likelihood alone.
    pub changes: bool,
}

impl Form {
    /// Does it take whatever words follow its name?
    fn takes_words(&self) -> bool {
        self.slots.first().is_some_and(|slot| slot.kind == SlotKind::Query && slot.required)
    }
}

/// A phrasing that does not parse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("phrasing of {command}: {phrase}: {reason}")]
pub struct BadPhrase {
    command: &'static str,
    phrase: &'static str,
    reason: String,
}

/// Every command's forms, ready to be matched.
#[derive(Debug)]
pub struct Grammar {
    pub(super) forms: Vec<Parsed>,
    pub(super) nearest: Nearest,
    pub(super) head: Head,
}

/// A command's form with its phrasings parsed.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) form: Form,
    pub(super) phrases: Vec<(Lang, Phrase)>,
}

impl Grammar {
    /// Parses the phrasings of all commands.
    pub fn new(forms: Vec<Form>) -> Result<Self, BadPhrase> {
        let nearest = Nearest::new(&forms);
        let forms = forms
            .into_iter()
            .map(|form| {
                let phrases = [(Lang::En, form.en), (Lang::Ja, form.ja)]
                    .into_iter()
                    .flat_map(|(lang, phrases)| phrases.iter().map(move |phrase| (lang, *phrase)))
                    .map(|(lang, phrase)| {
                        Phrase::parse(phrase, &form.slots)
                            .map(|parsed| (lang, parsed))
                            .map_err(|reason| BadPhrase { command: form.name, phrase, reason })
                    })
                    .collect::<Result<Vec<_>, _>>()?;
                Ok(Parsed { form, phrases })
            })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { forms, nearest, head: Head::default() })
    }

    /// With texts to learn from, for what no phrasing fits.
    #[must_use]
    pub fn taught(self, taught: Taught) -> Self {
        Self { head: Head::new(taught), ..self }
    }

    /// Keeps what it learns in this file, for the next start of the same program.
    #[must_use]
    pub fn kept_in(self, file: PathBuf) -> Self {
        Self { head: self.head.kept_in(file), ..self }
    }

    /// Learns now, so that the first text that no phrasing fits need not wait for it: two to four seconds of two cores,
    /// or a tenth of that where it was kept.
    pub fn learn(&self) {
        self.head.learn(&self.forms);
    }

    /// The value that a text gives for an argument that was asked for: "Spring Hackathon, please", 春のハッカソンです.
    /// `None`: it is none.
    pub fn value(&self, command: &str, argument: &str, said: &str) -> Option<String> {
        let Parsed { form, .. } = self.forms.iter().find(|parsed| parsed.form.name == command)?;
        let kind = form.slots.iter().find(|slot| slot.name == argument)?.kind;
        let line = text::first_line(said)?;
        if kind == SlotKind::Text {
            return Some(said.trim().to_owned());
        }
        let ready = text::ready(line, line)?;
        let words = ["でお願いします", "お願いします", "です", "だよ", ", please", " please"]
            .iter()
            .find_map(|end| ready.text.strip_suffix(end))
            .unwrap_or(&ready.text)
            .trim();
        kind.accepts(words, Sureness::Likely).then(|| kind.value(words))
    }

    /// Reads a text.
    pub fn understand(&self, said: &str) -> Understood {
        let line = text::first_line(said).unwrap_or_default();
        let lang = said_in(line);
        if courtesy::is_courtesy(line) {
            return Understood::Courtesy { lang };
        }
        let Some(ready) = text::ready(line, &said[text::offset_in(said, line)..]) else {
            return Understood::Unsure { nearest: Vec::new(), lang };
        };
        // the longest name wins: "merge undo" is not "merge" of somebody called undo
        let typed = self
            .forms
            .iter()
            .filter_map(|Parsed { form, .. }| typed::rest(&ready.text, form.name).map(|rest| (form, rest)))
            .max_by_key(|(form, _)| form.name.len());
        if let Some((form, rest)) = typed
            && (form.name.contains(' ') || rest.is_empty() || typed::names_arguments(form, rest))
            && let Some(understood) = typed::read(form, &ready, rest, typed::said_in(rest))
        {
            return match understood {
                // unless it is a phrasing of another command's: "merge undo M-31 --dry-run"
                Understood::NoSuchArgument { .. } => self
                    .phrased(&ready, &mut Reading::new(&ready.text))
                    .filter(|read| !read.holds("--"))
                    .unwrap_or(understood),
                _ => understood,
            };
        }
        let read = self
            .phrased(&ready, &mut Reading::new(&ready.text))
            .or_else(|| typed.and_then(|(form, rest)| typed::read(form, &ready, rest, typed::said_in(rest))));
        if !self.head.has_learned_talk() {
            let nearest = || Understood::Unsure { nearest: self.nearest.of(&ready.text), lang };
            return read.unwrap_or_else(nearest);
        }
        match read {
            Some(read) if !self.is_loose(&read, &ready.text) => read,
            // "yes", 2: an answer asks for nothing
            _ if super::answer::answer(line).is_some() => Understood::Unsure { nearest: Vec::new(), lang },
            // whoever begins with the name of a command that changes nothing means it; many a sentence begins with
            // one of a single word, and goes on for more than another, unless words are what the command takes
            Some(read)
                if typed.is_some_and(|(form, rest)| {
                    let few = rest.split(' ').count() <= FEW_WORDS && form.takes_words();
                    // "search how many seconds should we wait for the header?"
                    let asks = form.takes_words() && super::guess::asks_of_something(rest);
                    let short = form.name.contains(' ') || !rest.trim().contains(' ') || few || asks;
                    // "help wanted: rust developers"
                    let other =
                        form.slots.iter().any(|slot| slot.kind == SlotKind::Topic) && rest.contains(' ');
                    let tells = other || super::guess::tells_of(form.name, false, &ready.text);
                    !form.changes && short && !tells && read.is_of(form.name)
                }) =>
            {
                read
            }
            Some(read) => self.doubted(read, &ready, lang),
            None if ready.text.chars().nth(text::LONGEST_REQUEST).is_some() => {
                Understood::Unsure { nearest: Vec::new(), lang }
            }
            None => self.guessed(&self.head.propose(&self.forms, &ready), &ready, lang),
        }
    }

    /// The phrasing that accounts for most of the text. A text that takes too much work is no request,
    /// whatever part of it fits.
    fn phrased(&self, ready: &Ready<'_>, reading: &mut Reading) -> Option<Understood> {
        let mut best: Option<(&Form, Lang, Match)> = None;
        for Parsed { form, phrases } in &self.forms {
            for (phrase_lang, phrase) in phrases {
                // これは請求の問い合わせですか: whoever asks changes nothing
                if ready.whether && form.changes && !phrase.is_question() {
                    continue;
                }
                if let Some(found) = phrase.matches(reading, &form.slots, ready.asks)
                    && best.as_ref().is_none_or(|(_, _, best)| found.surer_than(best))
                {
                    best = Some((form, *phrase_lang, found));
                }
            }
        }
        if reading.is_exhausted() {
            return None;
        }
        let (form, phrase_lang, found) = best?;
        let mut arguments: BTreeMap<&'static str, String> = BTreeMap::new();
        for (slot, from, to) in &found.values {
            let slot = form.slots[*slot];
            let value = if slot.kind.keeps_its_writing() {
                slot.kind.value(ready.written(*from, *to, slot.kind.goes_on()))
            } else {
                slot.kind.value(&reading.words(*from, *to))
            };
            // "Go developers in Fukuoka": what is looked for stands in two places
            arguments.entry(slot.name).and_modify(|said| *said = format!("{said} {value}")).or_insert(value);
        }
        let arguments = dated(form, tidied(form, arguments, &ready.text));
        // the words around the names tell the language: "who is 田中" is English; a bare 田中さん tells it itself
        let bare = || Lang::of(&reading.words(0, reading.len())).unwrap_or(phrase_lang);
        let lang = if found.literal == 0 { bare() } else { phrase_lang };
        Some(whole(form, arguments, lang, confidence(found.literal)))
    }
}

/// The language of a text. What asks tells it, not whom it names: "show 遠藤" is English.
fn said_in(line: &str) -> Lang {
    let first = line.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    let asks = ASKS.contains(&first.as_str()) && !line.chars().any(script::is_hiragana);
    if asks { Lang::En } else { Lang::of(line).unwrap_or(Lang::En) }
}

/// What an English request begins with.
const ASKS: &[&str] = &[
    "add",
    "assign",
    "change",
    "close",
    "compare",
    "delete",
    "find",
    "get",
    "give",
    "how",
    "list",
    "log",
    "look",
    "make",
    "merge",
    "move",
    "note",
    "open",
    "remind",
    "remove",
    "search",
    "send",
    "set",
    "show",
    "summarise",
    "summarize",
    "tag",
    "tell",
    "untag",
    "what",
    "when",
    "where",
    "which",
    "who",
    "why",
];

/// Nobody looks for more words than this; a sentence has more.
const FEW_WORDS: usize = 5;

/// The typed syntax leaves no doubt.
pub(super) const TYPED: f64 = 1.0;

/// A name or a code and no word more: most likely its card is wanted.
pub(super) const BARE: f64 = 0.9;

/// The more of the text a phrasing accounts for itself, the surer: from .95 up to .99.
fn confidence(literal: usize) -> f64 {
    match literal {
        0 => BARE,
        n => 0.95 + 0.04 * (n.min(20) as f64 / 20.0),
    }
}

/// A call, or the first argument that is missing for one.
pub(super) fn whole(
    form: &Form,
    arguments: BTreeMap<&'static str, String>,
    lang: Lang,
    confidence: f64,
) -> Understood {
    let missing = form.slots.iter().find(|slot| slot.required && !arguments.contains_key(slot.name));
    match missing {
        Some(slot) => Understood::Missing { command: form.name, argument: slot.name, arguments, lang },
        None => {
            let bare = confidence == BARE;
            Understood::Call { command: form.name, arguments, lang, confidence, bare, unused: Vec::new() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::phrase::MOST_STEPS;

    fn grammar() -> Grammar {
        let slot = |name, kind| Slot { name, kind, required: true };
        let slots = vec![
            slot("room", SlotKind::Room),
            slot("words", SlotKind::Words),
            slot("period", SlotKind::Period),
            slot("count", SlotKind::Count),
            slot("into", SlotKind::Person),
            slot("from", SlotKind::Person),
        ];
        Grammar::new(vec![Form {
            name: "try",
            slots,
            en: &[
                "summarise [{period}] [the] [{room}] [{period}] [{count}]",
                "merge {into} <and> {from}",
                "[<show>] {words} [of {words}] [{period}]",
            ],
            ja: &[
                "[{period}の]{room}[の][会話]を(要約|まとめ)",
                "[{period}の]{words}の[{period}の]{room}[の]",
                "{into}と{from}を統合[して]",
                "{words}の(人|開発者)<探して>",
            ],
            examples: vec!["try"],
            changes: false,
        }])
        .unwrap()
    }

    /// Texts made to be matched in as many ways as can be.
    fn nasty() -> Vec<String> {
        [
            "の",
            "先月の",
            "先月",
            "と",
            "a ",
            "merge and ",
            "top 3 ",
            "last 7 days ",
            "「",
            "\"a\" ",
            "5を",
            "of ",
        ]
        .into_iter()
        .flat_map(|piece| {
            let most = 400 / piece.chars().count();
            [most, most / 2, most / 4].map(|times| piece.repeat(times))
        })
        .flat_map(|text| [format!("{text}の人を探して"), format!("summarise {text}"), text])
        .collect()
    }

    #[test]
    fn work_on_a_text_is_bounded() {
        let grammar = grammar();
        for text in nasty() {
            let mut reading = Reading::new(&text);
            grammar.phrased(&text::ready(&text, &text).unwrap(), &mut reading);
            // each phrasing notices the end of the budget once for every open branch at most
            assert!(reading.steps() <= MOST_STEPS + 10_000, "{} steps: {text}", reading.steps());
            grammar.understand(&text);
        }
    }

    #[test]
    fn honest_texts_are_far_from_the_bound() {
        let grammar = grammar();
        for text in [
            "summarise last week #general last month 5",
            "merge Tanaka Taro from Aozora and Suzuki",
            "先月の東京の勉強会の参加者の開発者を探して",
        ] {
            let mut reading = Reading::new(text);
            grammar.phrased(&text::ready(text, text).unwrap(), &mut reading);
            assert!(reading.steps() * 10 < MOST_STEPS, "{} steps: {text}", reading.steps());
        }
    }

    #[test]
    fn kept_words_are_kept_as_they_were_written() {
        let slot = |name, kind| Slot { name, kind, required: true };
        let grammar = Grammar::new(vec![
            Form {
                name: "note",
                slots: vec![slot("on", SlotKind::Person), slot("text", SlotKind::Text)],
                en: &["note (on|for) {on}: {text}"],
                ja: &["{on}に(メモ|ノート):{text}", "{on}に{text}とメモ[<して>]"],
                examples: vec![],
                changes: false,
            },
            Form {
                name: "shorten",
                slots: vec![slot("url", SlotKind::Url)],
                en: &["shorten {url}"],
                ja: &[],
                examples: vec![],
                changes: false,
            },
        ])
        .unwrap();
        let long = "あ、".repeat(900);
        let longer = format!("note on P-9: {long}");
        for (said, text) in [
            ("note on P-9: Legal is slow, “very” slow, please.", "Legal is slow, “very” slow, please."),
            ("P-9にメモ：法務が遅い、来週確認です。", "法務が遅い、来週確認です。"),
            ("P-9に「ＳＳＯ希望」とメモして", "ＳＳＯ希望"),
            ("P-9に電話、ＳＳＯ希望とメモ", "電話、ＳＳＯ希望"),
            ("note P-9 ﾃｽﾄ it", "ﾃｽﾄ it"),
            ("note on P-9: first line\n- second\n", "first line\n- second"),
            (&longer, &long),
            ("shorten https://example.com/Ａ?b=1!", "https://example.com/Ａ?b=1"),
        ] {
            match grammar.understand(said) {
                Understood::Call { arguments, .. } => {
                    let kept = arguments.get("text").or(arguments.get("url")).unwrap();
                    assert_eq!(kept, text, "{said}");
                }
                other => panic!("{said}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_asks_tells_the_language() {
        let slot = |name, kind| Slot { name, kind, required: true };
        let grammar = Grammar::new(vec![Form {
            name: "person find",
            slots: vec![slot("words", SlotKind::Query)],
            en: &["look for {words}"],
            ja: &["{words}を探して"],
            examples: vec![],
            changes: false,
        }])
        .unwrap();
        for (said, lang) in [
            ("person find org:青空", Lang::En),
            ("person find 髙橋 健一", Lang::En),
            ("look for 遠藤", Lang::En),
            ("遠藤を探して", Lang::Ja),
            // of no command
            ("show 遠藤", Lang::En),
            ("showして遠藤さんを", Lang::Ja),
            ("show 遠藤さんの予定", Lang::Ja),
            ("遠藤", Lang::Ja),
            ("AWS 勉強会", Lang::Ja),
        ] {
            assert_eq!(grammar.understand(said).lang(), lang, "{said}");
        }
    }

    #[test]
    fn what_was_said_tells_how_sure_the_reading_is() {
        let slot = |name, kind| Slot { name, kind, required: true };
        let grammar = Grammar::new(vec![Form {
            name: "person show",
            slots: vec![slot("person", SlotKind::Person)],
            en: &["who is {person}", "{person:code}"],
            ja: &[],
            examples: vec![],
            changes: false,
        }])
        .unwrap();
        let read = |said: &str| match grammar.understand(said) {
            Understood::Call { confidence, bare, .. } => (confidence, bare),
            other => panic!("{said}: {other:?}"),
        };
        assert_eq!(read("person show P-12"), (1.0, false));
        assert_eq!(read("P-12"), (0.9, true));
        let (confidence, bare) = read("who is P-12");
        assert!((0.95..1.0).contains(&confidence) && !bare);
    }

    #[test]
    fn only_the_first_line_that_is_neither_quoted_nor_code_is_read() {
        let grammar = grammar();
        let merges = |text: &str| match grammar.understand(text) {
            Understood::Missing { arguments, .. } => arguments.contains_key("into"),
            _ => false,
        };
        for text in [
            "merge P-1 and P-2",
            "\n  merge P-1 and P-2\nand then some talk",
            "> what was said\nmerge P-1 and P-2",
            "```\nsome code\n```\nmerge P-1 and P-2",
        ] {
            assert!(merges(text), "{text}");
        }
        for text in [
            "> merge P-1 and P-2",
            "```\nmerge P-1 and P-2\n```",
            "```merge P-1 and P-2```",
            "look at this:\nmerge P-1 and P-2",
        ] {
            assert!(!merges(text), "{text}");
        }
    }
}
