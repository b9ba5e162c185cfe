//! All commands' forms, and the order in which a text is read against them.

use std::collections::BTreeMap;

use super::{
    SlotKind, Understood, courtesy,
    nearest::Nearest,
    phrase::{Match, Phrase, Reading},
    text, typed,
};
use crate::Lang;

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
    forms: Vec<(Form, Vec<(Lang, Phrase)>)>,
    nearest: Nearest,
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
                Ok((form, phrases))
            })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { forms, nearest })
    }

    /// Reads a text.
    pub fn understand(&self, said: &str) -> Understood {
        let line = text::first_line(said).unwrap_or_default();
        let lang = Lang::of(line).unwrap_or(Lang::En);
        if courtesy::is_courtesy(line) {
            return Understood::Courtesy { lang };
        }
        let Some(ready) = text::ready(line) else {
            return Understood::Unsure { nearest: Vec::new(), lang };
        };
        // the longest name wins: "merge undo" is not "merge" of somebody called undo
        let typed = self
            .forms
            .iter()
            .filter_map(|(form, _)| typed::rest(&ready, form.name).map(|rest| (form, rest)))
            .max_by_key(|(form, _)| form.name.len());
        if let Some((form, rest)) = typed
            && (form.name.contains(' ') || rest.is_empty())
            && let Some(understood) = typed::read(form, rest, lang)
        {
            return understood;
        }
        if let Some(understood) = self.phrased(&mut Reading::new(&ready)) {
            return understood;
        }
        if let Some(understood) = typed.and_then(|(form, rest)| typed::read(form, rest, lang)) {
            return understood;
        }
        Understood::Unsure { nearest: self.nearest.of(&ready), lang }
    }

    /// The phrasing that accounts for most of the text. A text that is too long or takes too much work is
    /// no request, whatever part of it fits.
    fn phrased(&self, reading: &mut Reading) -> Option<Understood> {
        if reading.is_too_long() {
            return None;
        }
        let mut best: Option<(&Form, Lang, Match)> = None;
        for (form, phrases) in &self.forms {
            for (phrase_lang, phrase) in phrases {
                if let Some(found) = phrase.matches(reading, &form.slots)
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
        let arguments: BTreeMap<&'static str, String> = found
            .values
            .iter()
            .map(|(slot, from, to)| {
                let slot = form.slots[*slot];
                (slot.name, slot.kind.value(&reading.words(*from, *to)))
            })
            .collect();
        // the words around the names tell the language: "who is 田中" is English; a bare 田中さん tells it itself
        let bare = || Lang::of(&reading.words(0, reading.len())).unwrap_or(phrase_lang);
        let lang = if found.literal == 0 { bare() } else { phrase_lang };
        Some(whole(form, arguments, lang))
    }
}

/// A call, or the first argument that is missing for one.
pub(super) fn whole(form: &Form, arguments: BTreeMap<&'static str, String>, lang: Lang) -> Understood {
    let missing = form.slots.iter().find(|slot| slot.required && !arguments.contains_key(slot.name));
    match missing {
        Some(slot) => Understood::Missing { command: form.name, argument: slot.name, arguments, lang },
        None => Understood::Call { command: form.name, arguments, lang },
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
            let most = super::text::LONGEST / piece.chars().count();
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
            grammar.phrased(&mut reading);
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
            grammar.phrased(&mut reading);
            assert!(reading.steps() * 10 < MOST_STEPS, "{} steps: {text}", reading.steps());
        }
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
