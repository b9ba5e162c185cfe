//! The bot's commands as platforms list them: slash commands, command menus, manifests.

use crate::Words;

/// Every command, in the order of help.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Menu {
    /// The commands.
    pub commands: Vec<MenuCommand>,
}

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuCommand {
    /// Noun and verb, as typed: `roi show`.
    pub name: &'static str,
    /// The same in Japanese, a word for each word: `人 表示`; for platforms that show names in the reader's language.
    pub japanese: Option<String>,
    /// One line.
    pub about: Words,
    /// In typed order, those that are required anywhere among them.
    pub arguments: Vec<MenuArgument>,
    /// A sentence that is understood as this command.
    pub example: Words,
    /// Worth one of the few places where a platform has few.
    pub prominent: bool,
}

/// An argument of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuArgument {
    /// Its name.
    pub name: &'static str,
    /// The same in Japanese.
    pub japanese: Option<&'static str>,
    /// What it means.
    pub about: Words,
    /// Nothing can be done without it.
    pub required: bool,
    /// [`Intake::complete`](crate::Intake::complete) knows what may be meant.
    pub completes: bool,
}
