//! The two measures and their constants.

use serde::{Deserialize, Serialize};

/// What a score measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// How much somebody takes part, lately.
    Engagement,
    /// How much somebody gives: answers, code, talks, posts.
    Contribution,
}

impl Measure {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Engagement, Self::Contribution];

    /// The word stored in `score_weights.measure`, and the name of its column.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Engagement => "engagement",
            Self::Contribution => "contribution",
        }
    }

    /// By its stored word.
    pub fn from_stored(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.as_str() == word)
    }

    /// After so many days points are worth half: engagement is about this month, contribution about this year.
    pub fn half_life_days(self) -> f64 {
        match self {
            Self::Engagement => 30.0,
            Self::Contribution => 180.0,
        }
    }

    /// So many points make a score of 50.
    pub fn half_way(self) -> f64 {
        match self {
            Self::Engagement => 20.0,
            Self::Contribution => 40.0,
        }
    }
}
