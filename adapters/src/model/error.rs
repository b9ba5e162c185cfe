//! Why a model did not answer, by what can be done about it.

/// A question without a usable answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// Nobody is there: nothing was asked, nothing is to be paid.
    #[error("not reached: {0}")]
    Unreached(String),
    /// No answer in time; the question may have to be paid.
    #[error("no answer in time")]
    TooSlow,
    /// The key is wrong, or may not use this model: the settings have to be mended.
    #[error("the key is refused: {0}")]
    Unauthorized(String),
    /// Too many questions, or the server is out of order: later. Milliseconds, where it says so.
    #[error("busy: {why}")]
    Busy {
        /// In the server's words.
        why: String,
        /// When to ask again, in milliseconds.
        after_ms: Option<u64>,
    },
    /// The question is longer than the model can read.
    #[error("too long a question: {0}")]
    TooLong(String),
    /// The server refuses this question, or has no such model.
    #[error("refused: {0}")]
    Refused(String),
    /// The answer was cut off, is too large, or is no answer.
    #[error("an answer that cannot be used: {0}")]
    Unusable(String),
}

impl ModelError {
    /// In a word, for what is counted.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Unreached(_) => "unreached",
            Self::TooSlow => "too_slow",
            Self::Unauthorized(_) => "unauthorized",
            Self::Busy { .. } => "busy",
            Self::TooLong(_) => "too_long",
            Self::Refused(_) => "refused",
            Self::Unusable(_) => "unusable",
        }
    }

    /// Was the question read, so that it may have to be paid?
    pub fn may_cost(&self) -> bool {
        matches!(self, Self::TooSlow | Self::Unusable(_))
    }

    /// Would the next question fare no better?
    pub fn is_of_the_server(&self) -> bool {
        !matches!(self, Self::TooLong(_) | Self::Unusable(_))
    }
}
