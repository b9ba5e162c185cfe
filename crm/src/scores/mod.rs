//! How engaged somebody is, and how much they give: two scores from 0 to 100, each explained line by line.
//!
//! **The rule.** What somebody did of one kind on one day is worth `weight × log2(1 + n)` points: the first
//! counts most, so that ten days with one message are worth more than ten messages on one day. Points halve with
//! age: after [`Measure::half_life_days`] they are worth half. A score is `100 × (1 − 2^(−points / K))`, where `K`
//! ([`Measure::half_way`]) is how many points make 50: it grows with everything one does, fades with time, and
//! never leaves 0 to 100. Weights are ours ([`Weights`]) until a tenant says otherwise.
//!
//! **The cache.** All points of one measure fade by the same factor, so who is before whom changes only when
//! somebody does something. `person_scores` keeps for each person a *level*: the binary logarithm of the points
//! as they would be on the first day of 2000. Levels do not change with time, so an index on them answers "score
//! over 70" and "the highest scores" on any day; [`refresh`] computes anew only those who did something since.
//!
//! What was said in private conversations, and to this bot, counts for nobody: a score is the same for every
//! reader.

mod anew;
mod deeds;
mod level;
mod measure;
mod person;
mod top;
mod weights;

pub(crate) use anew::begin_anew;
pub use anew::refresh;
pub(crate) use level::threshold;
pub use level::{Deed, Line, lines, points, score};
pub use measure::Measure;
pub use person::{Explained, explain};
pub use top::{Scored, top};
pub use weights::{Weights, clear_weight, set_weight, weights};
