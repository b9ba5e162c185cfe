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
        if let Some(understood) = self.phrased(&mut Reading::new(&ready), lang) {
            return understood;
        }
        if let Some(understood) = typed.and_then(|(form, rest)| typed::read(form, rest, lang)) {
            return understood;
        }
        Understood::Unsure { nearest: self.nearest.of(&ready), lang }
    }

    /// The phrasing that accounts for most of the text. A text that is too long or takes too much work is
    /// no request, whatever part of it fits.
    fn phrased(&self, reading: &mut Reading, lang: Lang) -> Option<Understood> {
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
        let lang = if Lang::of(&reading.words(0, reading.len())).is_some() { lang } else { phrase_lang };
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
