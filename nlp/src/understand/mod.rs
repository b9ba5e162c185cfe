//! From words to a call: which command, with which arguments. Pure: text in, [`Understood`] out.
//!
//! The first line that is neither quoted nor code is read. Three readings, in this order: the typed syntax
//! of every command (`roi show C-7`), the phrasings each command declares in both languages, and, when
//! neither fits, what a small head has learned from examples. It proposes: a guess that changes anything has
//! less confidence than [`SURE`] and is only to be offered, and ordinary talk is a guess of its own.

mod answer;
mod classes;
mod deictic;
mod follow;
mod grammar;
mod guess;
mod head;
mod lists;
mod names;
mod nearest;
mod phrase;
mod proposed;
mod slot;
mod text;
mod things;
mod tidy;
mod typed;
mod zone;

use std::collections::BTreeMap;

pub use answer::{Answer, acknowledges, answer};
pub use deictic::{Deictic, deictic, points_at};
pub use follow::{FollowUp, Instead, follow_up};
pub use grammar::{BadPhrase, Form, Grammar, Slot};
pub use guess::SURE;
pub use head::{Line, Taught};
pub use lists::{chosen, fields, line, ordinals, tags};
pub use names::is_here;
pub use proposed::Proposed;
pub use slot::{Choices, SlotKind};
pub use text::{LONGEST_REQUEST, LONGEST_TEXT};
pub use zone::zone;

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
        /// How sure the reading is, 0-1: typed syntax 1, a phrasing .95 and more, a bare argument .9, a guess
        /// less. Below [`SURE`] it is to be offered, not run.
        confidence: f64,
        /// Nothing but an argument was said: "P-12", 田中さん.
        bare: bool,
        /// Words of substance that the reading has no use for, as they stand in the text: to be said, not dropped.
        unused: Vec<String>,
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
    /// A command in its typed syntax, with a `--name` that it has no argument for: nothing is to be run.
    NoSuchArgument {
        /// The command's name.
        command: &'static str,
        /// The name as it was written, with its dashes.
        written: String,
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
    /// Is it a call of this command, with all its arguments or not?
    fn is_of(&self, name: &str) -> bool {
        matches!(self, Self::Call { command, .. } | Self::Missing { command, .. } if *command == name)
    }

    /// Does any of its arguments hold these words?
    fn holds(&self, words: &str) -> bool {
        matches!(self, Self::Call { arguments, .. } | Self::Missing { arguments, .. }
            if arguments.values().any(|value| value.contains(words)))
    }

    /// The language it was said in.
    pub fn lang(&self) -> Lang {
        match self {
            Self::Call { lang, .. }
            | Self::Missing { lang, .. }
            | Self::NoSuchArgument { lang, .. }
            | Self::Courtesy { lang, .. }
            | Self::Unsure { lang, .. } => *lang,
        }
    }
}
