//! What a command says of itself: enough for chat, help, menus, the CLI and a JSON schema.

use crm::access::Right;
use nlp::understand::{Form, Slot, SlotKind};
use serde_json::{Value, json};

use crate::words::Words;

/// A command's description of itself.
#[derive(Debug)]
pub struct Spec {
    /// Noun and verb, as typed: `roi show`.
    pub name: &'static str,
    /// One line.
    pub about: Words,
    /// In typed order.
    pub arguments: &'static [Argument],
    /// How people say it: patterns of [`nlp::understand`].
    pub phrases: Phrases,
    /// Complete sentences, each of which is understood as this command (a test sees to it).
    pub examples: Phrases,
    /// What one must be allowed to do.
    pub right: Right,
    /// What it does to the data.
    pub effect: Effect,
}

/// Lists in both languages.
#[derive(Debug)]
pub struct Phrases {
    /// English.
    pub en: &'static [&'static str],
    /// Japanese.
    pub ja: &'static [&'static str],
}

/// An argument.
#[derive(Debug)]
pub struct Argument {
    /// Its name, after `--` in typed syntax.
    pub name: &'static str,
    /// What may stand there.
    pub kind: SlotKind,
    /// Nothing can be done without it.
    pub required: bool,
    /// What it means.
    pub about: Words,
}

/// What a command does to the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    Read,
    /// A change that is done at once and can be taken back.
    Change,
    /// A change that is shown first and done after a yes.
    Dangerous,
}

impl Spec {
    /// How it is said, for [`nlp::understand::Grammar`].
    pub fn form(&self) -> Form {
        Form {
            name: self.name,
            slots: self
                .arguments
                .iter()
                .map(|argument| Slot {
                    name: argument.name,
                    kind: argument.kind,
                    required: argument.required,
                })
                .collect(),
            en: self.phrases.en,
            ja: self.phrases.ja,
            examples: self.examples.en.iter().chain(self.examples.ja).copied().collect(),
            // to take something back is a change as well
            changes: self.effect != Effect::Read || self.right == Right::TakeBackOwn,
        }
    }

    /// May a few words ask it again about something else ("and for last year?")? What changes something is said whole.
    pub(crate) fn asks_again(&self) -> bool {
        self.effect == Effect::Read && self.right != Right::TakeBackOwn && !self.arguments.is_empty()
    }

    /// The typed syntax: `roi show <campaign> [period]`.
    pub fn usage(&self) -> String {
        let mut usage = self.name.to_owned();
        for argument in self.arguments {
            let (open, close) = if argument.required { ('<', '>') } else { ('[', ']') };
            usage.push_str(&format!(" {open}{}{close}", argument.name));
        }
        usage
    }

    /// JSON Schema (2020-12) of the arguments object.
    pub fn schema(&self) -> Value {
        let properties: serde_json::Map<String, Value> = self
            .arguments
            .iter()
            .map(|argument| {
                (argument.name.to_owned(), json!({ "type": "string", "description": argument.about.en }))
            })
            .collect();
        let required: Vec<&str> = self.arguments.iter().filter(|a| a.required).map(|a| a.name).collect();
        json!({
            "type": "object", "properties": properties, "required": required, "additionalProperties": false,
        })
    }
}
