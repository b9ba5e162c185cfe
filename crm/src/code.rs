//! Short codes: how things are named in chat (`P-12`, `C-7`).

use std::fmt;

/// What a short code names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CodeKind {
    /// `P`: a person.
    Person,
    /// `O`: an organization.
    Organization,
    /// `C`: a campaign.
    Campaign,
    /// `M`: a merge.
    Merge,
    /// `A`: an activity.
    Activity,
    /// `U`: a change that was noted; what `undo` takes.
    Change,
    /// `B`: a line of a budget.
    BudgetLine,
    /// `R`: something a campaign published.
    Resource,
    /// `N`: a note.
    Note,
    /// `I`: an import.
    Import,
    /// `D`: a deal.
    Deal,
    /// `T`: a task.
    Task,
}

impl CodeKind {
    const ALL: [Self; 12] = [
        Self::Person,
        Self::Organization,
        Self::Campaign,
        Self::Merge,
        Self::Activity,
        Self::Change,
        Self::BudgetLine,
        Self::Resource,
        Self::Note,
        Self::Import,
        Self::Deal,
        Self::Task,
    ];

    /// The letter before the dash.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Person => "P",
            Self::Organization => "O",
            Self::Campaign => "C",
            Self::Merge => "M",
            Self::Activity => "A",
            Self::Change => "U",
            Self::BudgetLine => "B",
            Self::Resource => "R",
            Self::Note => "N",
            Self::Import => "I",
            Self::Deal => "D",
            Self::Task => "T",
        }
    }
}

/// A short code. Numbers count up per tenant and kind; gaps are possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code {
    /// What it names.
    pub kind: CodeKind,
    /// From 1.
    pub number: i64,
}

impl Code {
    /// A code.
    pub fn new(kind: CodeKind, number: i64) -> Self {
        Self { kind, number }
    }

    /// Reads `P-12`, `p12`, `Ｐ－１２` and `#P-12`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let folded = crate::fold(text);
        let rest = folded.trim().trim_start_matches('#');
        let mut chars = rest.chars();
        let letter = chars.next()?.to_ascii_uppercase();
        let digits = chars.as_str().trim_start_matches(['-', '‐', '−', '–', 'ー']);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let kind = CodeKind::ALL.into_iter().find(|kind| kind.letter().starts_with(letter))?;
        Some(Self { kind, number: digits.parse().ok().filter(|n| *n > 0)? })
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind.letter(), self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type() {
        let twelve = Some(Code::new(CodeKind::Person, 12));
        for text in ["P-12", "p-12", "P12", "Ｐ－１２", " #p-12 "] {
            assert_eq!(Code::parse(text), twelve, "{text}");
        }
        for text in ["", "P", "P-", "P-0", "X-3", "P-12a", "Paul", "P-99999999999999999999"] {
            assert_eq!(Code::parse(text), None, "{text}");
        }
    }
}
