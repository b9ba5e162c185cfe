//! One hole, and how to close it.

use std::fmt;

/// One hole, and how to close it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong; also the name of the rule that says so.
    pub rule: &'static str,
    /// The table, key, role … it is wrong with.
    pub object: String,
    /// What to do.
    pub fix: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.object, self.rule, self.fix)
    }
}

/// A question to the catalogue, whose every answer is a hole.
#[derive(Debug)]
pub(super) struct Rule {
    /// What is wrong.
    pub(super) name: &'static str,
    /// What to do.
    pub(super) fix: &'static str,
    /// A query of one text column: the objects it is wrong with.
    pub(super) sql: &'static str,
}
