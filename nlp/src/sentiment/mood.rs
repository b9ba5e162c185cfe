//! What is said of a text's mood.

use std::sync::LazyLock;

use super::{clean, faces, features::features, greeting, head::Head};

/// The three moods told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// Annoyed, sad, disappointed, complaining.
    Negative,
    /// States, asks, announces; or cannot be told.
    Neutral,
    /// Pleased, thankful, praising.
    Positive,
}

impl Label {
    /// All, in the order of scores.
    pub const ALL: [Self; 3] = [Self::Negative, Self::Neutral, Self::Positive];

    /// Its name in English, lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::Neutral => "neutral",
            Self::Positive => "positive",
        }
    }

    /// The label of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.name() == name)
    }

    pub(super) fn index(self) -> usize {
        match self {
            Self::Negative => 0,
            Self::Neutral => 1,
            Self::Positive => 2,
        }
    }
}

/// The mood of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mood {
    /// The likeliest of the three.
    pub label: Label,
    /// How likely positive minus how likely negative: -1 to 1.
    pub score: f32,
    /// How likely the label is, 0-1.
    pub confidence: f32,
}

impl Mood {
    /// What says nothing.
    pub const NEUTRAL: Self = Self { label: Label::Neutral, score: 0.0, confidence: 1.0 };
}

static HEAD: LazyLock<Head> = LazyLock::new(Head::trained);

/// Longest text that is looked at, in bytes: moods of longer ones are told from their beginning.
const LONGEST: usize = 4_000;

/// Reads the mood of a text.
///
/// ```
/// use nlp::sentiment::{Label, read};
/// assert_eq!(read("This saved my day, thank you!").label, Label::Positive);
/// assert_eq!(read("https://example.com/awful").label, Label::Neutral);
/// ```
pub fn read(text: &str) -> Mood {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let cleaned = greeting::without(clean(&text[..end]));
    if !cleaned.chars().any(|c| c.is_alphanumeric() || !c.is_ascii() || c == '+')
        && !faces::nothing_else(&cleaned)
    {
        return Mood::NEUTRAL;
    }
    let likely = HEAD.likelihoods(&features(&cleaned));
    let label = Label::ALL
        .into_iter()
        .max_by(|a, b| likely[a.index()].total_cmp(&likely[b.index()]))
        .unwrap_or(Label::Neutral);
    Mood { label, score: likely[2] - likely[0], confidence: likely[label.index()] }
}
