//! One person's scores, explained.

use chrono::{DateTime, Utc};

use super::{Line, Measure, deeds::deeds, lines, points, score, weights};
use crate::{PersonId, Result, TenantTx};

/// A score with all it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// What it measures.
    pub measure: Measure,
    /// 0 to 100.
    pub score: f64,
    /// The points behind it.
    pub points: f64,
    /// What each kind of action adds, most first.
    pub lines: Vec<Line>,
}

/// A person's scores at a moment, engagement first.
pub async fn explain(tx: &mut TenantTx, person: PersonId, now: DateTime<Utc>) -> Result<[Explained; 2]> {
    let weights = weights(tx).await?;
    let deeds = deeds(tx, &[person], now).await?.remove(&person).unwrap_or_default();
    let today = now.date_naive();
    Ok(Measure::ALL.map(|measure| {
        let points = points(measure, &weights, &deeds, today);
        Explained {
            measure,
            score: score(measure, points),
            points,
            lines: lines(measure, &weights, &deeds, today),
        }
    }))
}
