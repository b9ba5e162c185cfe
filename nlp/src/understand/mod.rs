//! From words to a call: which command, with which arguments. Pure: text in, [`Understood`] out.
//!
//! The first line that is neither quoted nor code is read. Three readings, in this order: the typed syntax of every command (`roi show C-7`), the phrasings each
//! command declares in both languages, and, when neither fits, the commands that come nearest. Nothing is
//! ever run on a guess.

mod answer;
mod classes;
mod courtesy;
mod grammar;
mod names;
mod nearest;
mod phrase;
mod slot;
mod text;
mod typed;

use std::collections::BTreeMap;

pub use answer::{Answer, answer};
pub use grammar::{BadPhrase, Form, Grammar, Slot};
pub use slot::SlotKind;

use crate::Lang;

/// What a text asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Understood {
    /// A command with the arguments found in the text, as they stand there.
    Call {
        /// The command's name.
        command: &'static str,
        /// Argument name → words.
        arguments: BTreeMap<&'static str, String>,
        /// The language it was said in.
        lang: Lang,
    },
    /// A command, but this argument was not said.
    Missing {
        /// The command's name.
        command: &'static str,
        /// The argument's name.
        argument: &'static str,
        /// What was said.
        arguments: BTreeMap<&'static str, String>,
        /// The language it was said in.
        lang: Lang,
    },
    /// A greeting or thanks: nothing is asked.
    Courtesy {
        /// The language it was said in.
        lang: Lang,
    },
    /// Nothing fits; these commands come nearest, best first, at most three.
    Unsure {
        /// Names of commands.
        nearest: Vec<&'static str>,
        /// The language it was said in.
        lang: Lang,
    },
}

impl Understood {
    /// The language it was said in.
    pub fn lang(&self) -> Lang {
        match self {
            Self::Call { lang, .. }
            | Self::Missing { lang, .. }
            | Self::Courtesy { lang, .. }
            | Self::Unsure { lang, .. } => *lang,
        }
    }
}
