//! Pairs of persons that may be one human.
//!
//! In three steps: who has something equal (`shared`, by equal keys in the database, never all pairs),
//! what else is known of those (`profile`), and how much it all says (`score`). A suggestion decides
//! nothing; somebody looks at it.

mod addresses;
mod handles;
mod names;
mod profile;
mod score;
mod shared;

pub use addresses::{is_free as is_free_mail, is_role as is_role_mail};
pub use score::Reason;

use super::{evidence, reject, tree};
use crate::{
    PersonId, Result, TenantTx,
    persons::{self, Person},
};

/// Pairs that score less are not worth a look.
const LEAST: f64 = 0.5;

/// Two persons that may be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The one with the lower number.
    pub a: Person,
    /// The other.
    pub b: Person,
    /// How likely, 0 to 1; 1 only for an address verified on both sides.
    pub score: f64,
    /// What speaks for it, strongest first, then what speaks against it.
    pub reasons: Vec<Reason>,
}

/// The likeliest pairs, best first: of everybody, or with one person; pairs that somebody said are two
/// left out. What is found does not depend on who is asked about.
pub async fn suggest(tx: &mut TenantTx, about: Option<PersonId>, limit: i64) -> Result<Vec<Suggestion>> {
    let about = match about {
        Some(person) => match tree::survivors(tx, &[person]).await?.remove(&person) {
            Some(survivor) => Some(survivor),
            None => return Ok(Vec::new()),
        },
        None => None,
    };
    let rejected = reject::pairs(tx).await?;
    let mut shared = shared::find(tx, about).await?;
    let nobodies = evidence::nobodies(tx).await?;
    shared.retain(|pair, _| {
        !rejected.contains(pair) && !nobodies.contains(&pair.0) && !nobodies.contains(&pair.1)
    });
    let profiles = profile::load(tx, shared.keys().flat_map(|(a, b)| [*a, *b]).collect()).await?;
    let mut scored = Vec::new();
    for ((one, other), shared) in &shared {
        let (Some(one), Some(other)) = (profiles.get(one), profiles.get(other)) else { continue };
        let (a, b) = if one.number < other.number { (one, other) } else { (other, one) };
        let (score, reasons) = score::score(a, b, shared);
        if score >= LEAST {
            scored.push((score, a, b, reasons));
        }
    }
    scored.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1.number, x.2.number).cmp(&(y.1.number, y.2.number))));
    scored.truncate(usize::try_from(limit).unwrap_or(0));

    let ids: Vec<PersonId> = scored.iter().flat_map(|(_, a, b, _)| [a.id, b.id]).collect();
    let persons = persons::by_ids(tx, &ids).await?;
    let person = |id| persons.iter().find(|person| person.id == id).cloned();
    Ok(scored
        .into_iter()
        .filter_map(|(score, a, b, reasons)| {
            Some(Suggestion { a: person(a.id)?, b: person(b.id)?, score, reasons })
        })
        .collect())
}

/// What speaks for these two being one, and what against, whether or not it is enough for a suggestion.
/// `None` when they are one already, or one of them is nobody.
pub async fn explain(tx: &mut TenantTx, one: PersonId, other: PersonId) -> Result<Option<Suggestion>> {
    let survivors = tree::survivors(tx, &[one, other]).await?;
    let (Some(one), Some(other)) = (survivors.get(&one), survivors.get(&other)) else { return Ok(None) };
    let pair = (*one.min(other), *one.max(other));
    let shared = shared::find(tx, Some(*one)).await?.remove(&pair).unwrap_or_default();
    let profiles = profile::load(tx, [pair.0, pair.1].into()).await?;
    let (Some(one), Some(other)) = (profiles.get(&pair.0), profiles.get(&pair.1)) else { return Ok(None) };
    if one.id == other.id {
        return Ok(None);
    }
    let (a, b) = if one.number < other.number { (one, other) } else { (other, one) };
    let (score, reasons) = score::score(a, b, &shared);
    let persons = persons::by_ids(tx, &[a.id, b.id]).await?;
    let person = |id| persons.iter().find(|person| person.id == id).cloned();
    Ok(person(a.id).zip(person(b.id)).map(|(a, b)| Suggestion { a, b, score, reasons }))
}
