//! Pairs of persons that may be one human, as the resolver sees them ([`crate::resolve`]). A suggestion
//! decides nothing; somebody looks at it.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{
    census::{self, Census},
    reject, tree,
};
use crate::{
    PersonId, Result, TenantTx,
    persons::{self, Person},
    resolve::{Learned, People, Schema, Signal},
};

/// Pairs that are less likely are not worth a look.
pub const WORTH_A_LOOK: f64 = 0.6;
/// What was learned of so few is learned anew before it judges a pair.
const FEW: usize = 200;

/// Two persons that may be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The one with the lower number.
    pub a: Person,
    /// The other.
    pub b: Person,
    /// How likely, 0 to 1.
    pub score: f64,
    /// What speaks for it, the weightiest first, then what speaks against it.
    pub reasons: Vec<Signal>,
}

/// The likeliest pairs, best first: of everybody, or with one person; pairs that somebody said are two
/// left out.
pub async fn suggest(tx: &mut TenantTx, about: Option<PersonId>, limit: i64) -> Result<Vec<Suggestion>> {
    let about = match about {
        Some(person) => match tree::survivors(tx, &[person]).await?.remove(&person) {
            Some(survivor) => Some(HashSet::from([survivor])),
            None => return Ok(Vec::new()),
        },
        None => None,
    };
    let room = tx.db().rooms().of(tx.tenant());
    let mut held = room.census.lock().await;
    let former = match &about {
        Some(_) => Census::made_true(tx, held.take(), 1).await?,
        None => None,
    };
    let mut census = match former {
        Some(mut census) => {
            let waiting = super::standing::persons_waiting(tx).await?;
            census.refresh(tx, &waiting).await?;
            census
        }
        None => Census::take(tx, &room).await?,
    };
    let found = find(tx, &mut census, about.as_ref(), limit).await;
    *held = Some(census);
    found
}

/// The likeliest pairs in a census that is true: of everybody, or with one of these persons.
pub(super) async fn find(
    tx: &mut TenantTx,
    census: &mut Census,
    about: Option<&HashSet<PersonId>>,
    limit: i64,
) -> Result<Vec<Suggestion>> {
    let apart: HashSet<_> = reject::pairs(tx).await?.into_iter().collect();
    let mut likely = match about {
        Some(persons) => census.with(persons, WORTH_A_LOOK, &apart),
        None => census.everybody(WORTH_A_LOOK, &apart),
    };
    likely.truncate(usize::try_from(limit).unwrap_or(0));
    let mut persons: HashMap<PersonId, Person> = HashMap::new();
    let mut ids: Vec<PersonId> = likely.iter().flat_map(|it| [it.a, it.b]).collect();
    ids.sort_unstable();
    ids.dedup();
    for ids in ids.chunks(10_000) {
        persons.extend(persons::by_ids(tx, ids).await?.into_iter().map(|person| (person.id, person)));
    }
    let why = census.why(&likely);
    let suggestion = |(it, reasons): (&census::Likely, _)| {
        let (a, b) = (persons.get(&it.a)?.clone(), persons.get(&it.b)?.clone());
        Some(Suggestion { a, b, score: it.probability, reasons })
    };
    Ok(likely.iter().zip(why).filter_map(suggestion).collect())
}

/// What speaks for these two being one, and what against, whether or not it is enough for a suggestion.
/// `None` when they are one already, or one of them is nobody.
pub async fn explain(tx: &mut TenantTx, one: PersonId, other: PersonId) -> Result<Option<Suggestion>> {
    let learned = learned(tx).await?;
    explain_by(tx, &learned, one, other).await
}

/// [`explain()`] of one pair of many, by what was learned before the first.
pub async fn explain_by(
    tx: &mut TenantTx,
    learned: &Learned,
    one: PersonId,
    other: PersonId,
) -> Result<Option<Suggestion>> {
    let survivors = tree::survivors(tx, &[one, other]).await?;
    let (Some(one), Some(other)) = (survivors.get(&one), survivors.get(&other)) else { return Ok(None) };
    let known = census::load(tx, Some(&[*one, *other])).await?;
    let [a, b] = known.as_slice() else { return Ok(None) };
    let (score, reasons) = learned.explain(&a.record, &b.record);
    let persons = persons::by_ids(tx, &[a.id, b.id]).await?;
    let person = |id| persons.iter().find(|person| person.id == id).cloned();
    Ok(person(a.id).zip(person(b.id)).map(|(a, b)| Suggestion { a, b, score, reasons }))
}

/// What is learned of everybody: what was learned last, or, of few, now.
pub async fn learned(tx: &mut TenantTx) -> Result<Arc<Learned>> {
    let room = tx.db().rooms().of(tx.tenant());
    if let Some(learned) = room.learned().filter(|learned| learned.records() > FEW) {
        return Ok(learned);
    }
    // without waiting for whoever holds the census: they may wait for this transaction
    let known = census::load(tx, None).await?;
    let records: Vec<_> = known.into_iter().filter(|it| !it.nobody).map(|it| it.record).collect();
    let learn = move || People::new(&records, Schema::default()).learned();
    tokio::task::spawn_blocking(learn).await.map_err(|failed| sqlx::Error::Configuration(failed.into()))
}
