//! A question to a model.

use serde_json::Value;

use super::{mood, summary, understand};

/// What a model is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Task {
    /// Which command a message asks for.
    Understand,
    /// What a few messages come to.
    Summary,
    /// The mood of messages.
    Sentiment,
}

impl Task {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Understand, Self::Summary, Self::Sentiment];

    /// Its name: in the header of its prompt, in what is counted.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Understand => "understand",
            Self::Summary => "summary",
            Self::Sentiment => "sentiment",
        }
    }
}

/// A question, whole: the same question is the same text.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// What for.
    pub task: Task,
    /// What is to be done and how: written by us.
    pub system: String,
    /// What it is to be done with: people's words among it, quoted.
    pub user: String,
    /// The name of the schema.
    pub schema_name: String,
    /// JSON Schema of the answer, with nothing in it that a strict server refuses.
    pub schema: Value,
    /// The longest answer, in tokens.
    pub most_tokens: u32,
}

impl Ask {
    /// Tokens of the question, counted high: no tokenizer in use needs one for less than two bytes of prose, be it
    /// English (four bytes a token) or Japanese (three bytes a character, about one token).
    pub fn tokens(&self) -> u32 {
        let bytes = self.system.len() + self.user.len() + self.schema.to_string().len();
        u32::try_from(bytes.div_ceil(2)).unwrap_or(u32::MAX).saturating_add(16)
    }

    /// Has an answer the form that was asked for? What it says is another matter.
    pub fn is_answered_by(&self, answer: &str) -> bool {
        match self.task {
            Task::Understand => understand::is_call(answer),
            Task::Summary => summary::is_list(answer),
            Task::Sentiment => mood::is_list(answer),
        }
    }
}
