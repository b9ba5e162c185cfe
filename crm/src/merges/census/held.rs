//! What is held of a tenant, and how it stays true.

use std::collections::{HashMap, HashSet, VecDeque};

use super::{load, room::Room};
use crate::{
    PersonId, Result, TenantTx,
    resolve::{LIKELY, Pair, People, Schema, Signal},
};

/// Of so few persons everything is learned anew each time: it takes a moment, and the answer does not depend
/// on what was known before.
const FEW: usize = 1_500;
/// As many rounds are remembered, to be taken in anew if they did not come true.
const REMEMBERED: usize = 8;

/// Everybody of a tenant as they were at some round of comparing.
pub(crate) struct Census {
    people: People,
    /// Who is at each position; `None`: nobody any more.
    who: Vec<Option<(PersonId, i64)>>,
    at: HashMap<PersonId, usize>,
    /// The last round that is taken in.
    round: i64,
    /// What the last rounds were about.
    rounds: VecDeque<(i64, Vec<PersonId>)>,
    /// How many were put in or taken away since everything was learned.
    changed: usize,
    learned_of: usize,
}

/// Two of whom is said how likely they are one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::merges) struct Likely {
    /// The one with the lower number.
    pub(in crate::merges) a: PersonId,
    pub(in crate::merges) b: PersonId,
    pub(in crate::merges) numbers: (i64, i64),
    places: (usize, usize),
    /// 0 to 1.
    pub(in crate::merges) probability: f64,
}

impl Census {
    /// Takes in everybody and learns from them.
    pub(in crate::merges) async fn take(tx: &mut TenantTx, room: &Room) -> Result<Self> {
        let round = round(tx).await?;
        let mut known = load(tx, None).await?;
        known.retain(|it| !it.nobody);
        let who: Vec<_> = known.iter().map(|it| Some((it.id, it.number))).collect();
        let at = known.iter().enumerate().map(|(at, it)| (it.id, at)).collect();
        let learn = move || {
            let records: Vec<_> = known.into_iter().map(|it| it.record).collect();
            People::new(&records, Schema::default())
        };
        // seconds of work where there are many: somewhere else than where everybody waits
        let people = match who.len() > FEW {
            true => tokio::task::spawn_blocking(learn)
                .await
                .map_err(|failed| sqlx::Error::Configuration(failed.into()))?,
            false => learn(),
        };
        room.show(people.learned(), who.len());
        let learned_of = who.len();
        Ok(Self { people, who, at, round, rounds: VecDeque::new(), changed: 0, learned_of })
    }

    /// What is held, made true; `None` where it is better taken anew: there is nothing, too few, or too much has
    /// changed since it was learned from.
    pub(in crate::merges) async fn made_true(
        tx: &mut TenantTx,
        held: Option<Self>,
        about: usize,
    ) -> Result<Option<Self>> {
        let Some(mut census) = held else { return Ok(None) };
        let due = census.changed + about > (census.learned_of / 4).max(1);
        if census.learned_of <= FEW || due {
            return Ok(None);
        }
        let now = round(tx).await?;
        // rounds that did not come true: what they took in may not have either
        while census.round > now {
            let Some((round, persons)) = census.rounds.pop_back() else { return Ok(None) };
            if round != census.round {
                return Ok(None);
            }
            census.refresh(tx, &persons).await?;
            census.round -= 1;
        }
        if census.round < now {
            // rounds of others
            let Some(persons) = since(tx, census.round, now).await? else { return Ok(None) };
            census.refresh(tx, &persons).await?;
            census.round = now;
        }
        Ok(Some(census))
    }

    /// Takes in these persons as they are now.
    pub(in crate::merges) async fn refresh(&mut self, tx: &mut TenantTx, persons: &[PersonId]) -> Result<()> {
        if persons.is_empty() {
            return Ok(());
        }
        let mut gone: HashSet<PersonId> = persons.iter().copied().collect();
        for known in load(tx, Some(persons)).await?.into_iter().filter(|known| !known.nobody) {
            gone.remove(&known.id);
            let position = match self.at.get(&known.id) {
                Some(position) => {
                    self.people.put(*position, &known.record);
                    *position
                }
                None => self.people.add(&known.record),
            };
            self.who.resize(self.people.len(), None);
            self.who[position] = Some((known.id, known.number));
            self.at.insert(known.id, position);
        }
        for person in gone {
            if let Some(position) = self.at.get(&person).copied()
                && self.who[position].take().is_some()
            {
                self.people.take(position);
            }
        }
        self.changed += persons.len();
        Ok(())
    }

    /// Notes that a round was about these persons, who are taken in.
    pub(in crate::merges) fn went(&mut self, round: i64, persons: Vec<PersonId>) {
        self.round = round;
        self.rounds.push_back((round, persons));
        if self.rounds.len() > REMEMBERED {
            self.rounds.pop_front();
        }
    }

    /// Every two who may be one, likeliest first, as far as groups are consistent; `apart` were said to be two.
    pub(in crate::merges) fn everybody(
        &self,
        least: f64,
        apart: &HashSet<(PersonId, PersonId)>,
    ) -> Vec<Likely> {
        self.likely(self.people.pairs(LIKELY), least, apart)
    }

    /// The same with one of these persons.
    pub(in crate::merges) fn with(
        &mut self,
        persons: &HashSet<PersonId>,
        least: f64,
        apart: &HashSet<(PersonId, PersonId)>,
    ) -> Vec<Likely> {
        let mut positions: Vec<usize> =
            persons.iter().filter_map(|person| self.at.get(person)).copied().collect();
        positions.sort_unstable();
        let pairs = self.people.around(&positions, LIKELY);
        let mut likely = self.likely(pairs, least, apart);
        likely.retain(|it| persons.contains(&it.a) || persons.contains(&it.b));
        likely
    }

    fn likely(&self, pairs: Vec<Pair>, least: f64, apart: &HashSet<(PersonId, PersonId)>) -> Vec<Likely> {
        let id = |at: usize| self.who[at].map(|(id, _)| id);
        let said = |a: usize, b: usize| match (id(a), id(b)) {
            (Some(a), Some(b)) => apart.contains(&(a.min(b), a.max(b))),
            _ => true,
        };
        let pairs = self.people.consistent(pairs, said).into_iter().filter(|pair| pair.probability >= least);
        let named = |Pair { a, b, probability }: Pair| {
            let (one, other) = ((self.who[a]?, a), (self.who[b]?, b));
            let (first, second) = if one.0.1 < other.0.1 { (one, other) } else { (other, one) };
            Some(Likely {
                a: first.0.0,
                b: second.0.0,
                numbers: (first.0.1, second.0.1),
                places: (first.1, second.1),
                probability,
            })
        };
        let mut likely: Vec<Likely> = pairs.filter_map(named).collect();
        likely
            .sort_by(|x, y| y.probability.total_cmp(&x.probability).then_with(|| x.numbers.cmp(&y.numbers)));
        likely
    }

    /// What speaks for each two being one, and against it.
    pub(in crate::merges) fn why(&self, pairs: &[Likely]) -> Vec<Vec<Signal>> {
        let places: Vec<(usize, usize)> = pairs.iter().map(|it| it.places).collect();
        self.people.explain_all(&places)
    }
}

/// The last round of comparing that is committed, or this transaction's own.
async fn round(tx: &mut TenantTx) -> Result<i64> {
    let round: Option<i64> = sqlx::query_scalar("select round from crm.comparisons where tenant_id = $1")
        .bind(tx.tenant())
        .fetch_optional(tx.conn())
        .await?;
    Ok(round.unwrap_or_default())
}

/// Whom the rounds after one were about, to another and with it; `None`: that is not known any more, or it was
/// everybody.
async fn since(tx: &mut TenantTx, after: i64, to: i64) -> Result<Option<Vec<PersonId>>> {
    let rows: Vec<(i64, Vec<PersonId>, bool)> = sqlx::query_as(
        "select round, persons, everybody from crm.compared
         where tenant_id = $1 and round > $2 and round <= $3",
    )
    .bind(tx.tenant())
    .bind(after)
    .bind(to)
    .fetch_all(tx.conn())
    .await?;
    let whole = i64::try_from(rows.len()) == Ok(to - after) && rows.iter().all(|(.., everybody)| !everybody);
    Ok(whole.then(|| rows.into_iter().flat_map(|(_, persons, _)| persons).collect()))
}
