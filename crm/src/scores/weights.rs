//! How much one action counts.

use std::collections::BTreeMap;

use super::Measure;
use crate::{Result, TenantTx};

/// Our own weights: action, for engagement, for contribution. What is not here counts 1 and 0.
const OURS: &[(&str, f64, f64)] = &[
    ("message", 1.0, 0.0),
    ("answer", 2.0, 4.0),
    ("thread", 2.0, 1.0),
    ("reaction", 0.3, 0.0),
    ("mention", 1.0, 1.0),
    ("poll", 1.0, 0.0),
    ("file", 2.0, 2.0),
    ("star", 2.0, 0.0),
    ("fork", 4.0, 1.0),
    ("issue", 4.0, 4.0),
    ("review", 4.0, 6.0),
    ("pull_request", 6.0, 10.0),
    ("post", 6.0, 8.0),
    ("talk", 10.0, 20.0),
    ("click", 0.5, 0.0),
    ("download", 2.0, 0.0),
    ("signup", 8.0, 0.0),
    ("api_call", 10.0, 0.0),
    ("attend", 8.0, 0.0),
    ("join", 2.0, 0.0),
    ("contact", 4.0, 0.0),
    ("call", 6.0, 0.0),
    ("meeting", 8.0, 0.0),
    ("email", 3.0, 0.0),
    ("visit", 6.0, 0.0),
    ("demo", 8.0, 0.0),
    // what they did not do for its own sake, or what we did
    ("leave", 0.0, 0.0),
    ("sent", 0.0, 0.0),
    ("note", 0.0, 0.0),
    ("command", 0.0, 0.0),
    ("press", 0.0, 0.0),
    ("open", 0.0, 0.0),
    ("move", 0.0, 0.0),
    ("rename", 0.0, 0.0),
    ("topic", 0.0, 0.0),
    ("picture", 0.0, 0.0),
    ("setting", 0.0, 0.0),
    ("archive", 0.0, 0.0),
    ("unarchive", 0.0, 0.0),
    ("notice", 0.0, 0.0),
    ("reminder", 0.0, 0.0),
    ("invoice", 0.0, 0.0),
];

/// How much each action counts for a tenant.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Weights {
    own: BTreeMap<(Measure, String), f64>,
}

impl Weights {
    /// How much one of this action counts when it is new, 0 to 100.
    pub fn of(&self, measure: Measure, action: &str) -> f64 {
        self.own.get(&(measure, action.to_owned())).copied().unwrap_or_else(|| Self::ours(measure, action))
    }

    /// What we take it for.
    pub fn ours(measure: Measure, action: &str) -> f64 {
        let known = OURS.iter().find(|(word, ..)| *word == action);
        match (measure, known) {
            (Measure::Engagement, Some((_, weight, _))) | (Measure::Contribution, Some((_, _, weight))) => {
                *weight
            }
            (Measure::Engagement, None) => 1.0,
            (Measure::Contribution, None) => 0.0,
        }
    }

    /// Did the tenant say this one?
    pub fn is_own(&self, measure: Measure, action: &str) -> bool {
        self.own.contains_key(&(measure, action.to_owned()))
    }

    /// Every action that we or the tenant know.
    pub fn actions(&self) -> Vec<&str> {
        let mut actions: Vec<&str> = OURS.iter().map(|(action, ..)| *action).collect();
        for (_, action) in self.own.keys() {
            if !actions.contains(&action.as_str()) {
                actions.push(action);
            }
        }
        actions
    }
}

/// The tenant's weights.
pub async fn weights(tx: &mut TenantTx) -> Result<Weights> {
    let rows: Vec<(String, String, f64)> =
        sqlx::query_as("select measure, action, weight from crm.score_weights where tenant_id = $1")
            .bind(tx.tenant())
            .fetch_all(tx.conn())
            .await?;
    let own = rows
        .into_iter()
        .filter_map(|(measure, action, weight)| Some(((Measure::from_stored(&measure)?, action), weight)))
        .collect();
    Ok(Weights { own })
}

/// Says how much an action counts, 0 to 100, and gives back what the tenant had said before. Every score is to
/// be computed anew.
pub async fn set_weight(
    tx: &mut TenantTx,
    measure: Measure,
    action: &str,
    weight: f64,
) -> Result<Option<f64>> {
    let before = clear_weight(tx, measure, action).await?;
    sqlx::query("insert into crm.score_weights (tenant_id, measure, action, weight) values ($1, $2, $3, $4)")
        .bind(tx.tenant())
        .bind(measure.as_str())
        .bind(action)
        .bind(weight)
        .execute(tx.conn())
        .await?;
    Ok(before)
}

/// Leaves a weight to us again, and gives back what the tenant had said.
pub async fn clear_weight(tx: &mut TenantTx, measure: Measure, action: &str) -> Result<Option<f64>> {
    super::begin_anew(tx).await?;
    sqlx::query_scalar(
        "delete from crm.score_weights where tenant_id = $1 and measure = $2 and action = $3 returning weight",
    )
    .bind(tx.tenant())
    .bind(measure.as_str())
    .bind(action)
    .fetch_optional(tx.conn())
    .await
}
