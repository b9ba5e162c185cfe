//! The law: things are as if the merges that were undone had never been made.

use std::collections::{BTreeMap, BTreeSet};

use crm::{
    AccountId, MergeId, PersonId, Result,
    identifiers::{self, IdentifierKind, NewIdentifier},
    merges::{self, Conflict, Origin, Refused, RowKind, Undone},
    organizations::{self, NewEmployment, NewOrganization},
    persons::{Field, NewPerson},
    record::By,
    testing::{self, TestDb},
};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::json;

use crate::{
    model::{Event, Person, Replayed, State, TEXTS, replay},
    world::{World, account, person},
};

const PEOPLE: usize = 6;
const ACCOUNTS: usize = 8;
const TAGS: [&str; 4] = ["vip", "東京", "rust", "speaker"];

#[derive(Debug, Clone)]
struct Case {
    /// Of each person: what its texts say, and which tags it has.
    people: Vec<([u8; 4], u8)>,
    /// Whose the accounts, addresses, employments, activities, deals and tasks are.
    rows: [Vec<usize>; 6],
    steps: Vec<Step>,
    /// In which order the rest is undone.
    order: Vec<usize>,
}

#[derive(Debug, Clone)]
enum Step {
    /// With the texts chosen from the other, a bit each.
    Merge(usize, usize, u8),
    Undo(usize),
    Text(usize, usize, u8),
    Tag(usize, usize),
    Give(usize, usize),
    TakeBack(usize),
}

fn case(edits: bool) -> impl Strategy<Value = Case> {
    let who = 0..PEOPLE;
    // none, more often than some
    let chosen = prop_oneof![2 => Just(0), 1 => 0..32_u8];
    let step = prop_oneof![
        5 => (who.clone(), who.clone(), chosen).prop_map(|(a, b, chosen)| Step::Merge(a, b, chosen)),
        3 => (0..8_usize).prop_map(Step::Undo),
        (if edits { 2 } else { 0 }) => (who.clone(), 0..4_usize, 0..3_u8).prop_map(|(p, f, v)| Step::Text(p, f, v)),
        (if edits { 1 } else { 0 }) => (who.clone(), 0..5_usize).prop_map(|(p, tag)| Step::Tag(p, tag)),
        (if edits { 2 } else { 0 }) => (0..ACCOUNTS, who.clone()).prop_map(|(row, to)| Step::Give(row, to)),
        (if edits { 2 } else { 0 }) => (0..8_usize).prop_map(Step::TakeBack),
    ];
    let owned = |rows: usize| vec(0..PEOPLE, rows);
    (
        vec((prop::array::uniform4(0..5_u8), 0..16_u8), PEOPLE),
        [owned(ACCOUNTS), owned(6), owned(5), owned(4), owned(3), owned(3)],
        vec(step, 1..=12),
        vec(0..8_usize, 12),
    )
        .prop_map(|(people, rows, steps, order)| Case { people, rows, steps, order })
}

/// The fields whose bits are set.
fn fields(chosen: u8) -> Vec<Field> {
    let all = [Field::Kana, Field::Romaji, Field::Title, Field::Email, Field::Name];
    all.into_iter().enumerate().filter(|(i, _)| chosen >> i & 1 == 1).map(|(_, field)| field).collect()
}

/// Nothing, blanks, and two values that any two persons may have in common.
fn text(choice: u8) -> Option<String> {
    [None, None, Some(" "), Some("さとう はなこ"), Some("Sato")][usize::from(choice)].map(str::to_owned)
}

/// A tenant under test beside its model.
struct Trial {
    world: World,
    persons: Vec<PersonId>,
    accounts: Vec<AccountId>,
    start: State,
    events: Vec<Event>,
    /// Merges ever made, by number: id, and whether it stands.
    merges: Vec<(MergeId, bool)>,
    /// Texts that were edited after a merge had filled them: merge, person, field.
    edited: BTreeSet<(usize, usize, usize)>,
    /// Accounts that were given away after a merge had moved them: merge, account.
    given: BTreeSet<(usize, usize)>,
    /// Gifts that may be taken back, the last of each account.
    gifts: Vec<Gift>,
    values: usize,
}

/// An account given away by hand.
struct Gift {
    row: usize,
    to: usize,
    /// Its place among the events.
    event: usize,
    origin: Origin,
    /// Merges that tell of it.
    told_by: Vec<usize>,
}

impl Trial {
    async fn new(test: &TestDb, case: &Case) -> Self {
        let world = World::new(test).await;
        let of = |(i, (texts, tags)): (usize, &([u8; 4], u8))| NewPerson {
            kana: text(texts[0]),
            romaji: text(texts[1]),
            title: text(texts[2]),
            email: text(texts[3]),
            tags: (0..TAGS.len()).filter(|t| tags >> t & 1 == 1).map(|t| TAGS[t].to_owned()).collect(),
            ..person(&format!("Person {i}"))
        };
        let persons = world.persons(case.people.iter().enumerate().map(of).collect()).await;
        let [accounts, addresses, employments, activities, deals, tasks] = &case.rows;
        let accounts: Vec<_> = accounts
            .iter()
            .enumerate()
            .map(|(i, p)| account(persons[*p], ["github", "x"][i % 2], &i.to_string()))
            .collect();
        let accounts = world.accounts(&accounts).await;
        let mut tx = world.begin().await;
        let organization = NewOrganization {
            name: "Acme".to_owned(),
            kind: "company".to_owned(),
            ..NewOrganization::default()
        };
        let at = organizations::add(&mut tx, &[organization]).await.unwrap()[0];
        let employments: Vec<_> = employments
            .iter()
            .map(|p| NewEmployment {
                person: persons[*p],
                organization: at,
                title: None,
                started_on: None,
                ended_on: None,
            })
            .collect();
        organizations::employ(&mut tx, &employments).await.unwrap();
        let addresses: Vec<_> = addresses
            .iter()
            .enumerate()
            .map(|(i, p)| NewIdentifier {
                person: persons[*p],
                kind: IdentifierKind::Email,
                value: format!("{}@example.com", i % 2), // the same one with several persons
                verified: false,
            })
            .collect();
        identifiers::add(&mut tx, &addresses).await.unwrap();
        for p in deals {
            world.deal(&mut tx, persons[*p]).await;
        }
        for p in tasks {
            world.task(&mut tx, persons[*p]).await;
        }
        tx.commit().await.unwrap();
        world.acts(activities.iter().map(|p| By::Person(persons[*p]))).await;
        let mut trial = Self {
            world,
            persons,
            accounts,
            start: State { people: Vec::new(), owners: Vec::new() },
            events: Vec::new(),
            merges: Vec::new(),
            edited: BTreeSet::new(),
            given: BTreeSet::new(),
            gifts: Vec::new(),
            values: 0,
        };
        trial.start = trial.state().await;
        trial
    }

    /// What the database says. Rows: accounts first, in the order they were made.
    async fn state(&mut self) -> State {
        type Row = (
            Option<String>,
            Option<String>,
            Option<String>,
            Option<String>,
            String,
            Vec<String>,
            String,
            Option<PersonId>,
        );
        let rows: Vec<Row> = sqlx::query_as(
            "select kana, romaji, title, email, name, tags, search_key, merged_into
             from crm.persons where tenant_id = $1 order by number",
        )
        .bind(self.world.tenant)
        .fetch_all(&mut self.world.admin)
        .await
        .unwrap();
        let owners: Vec<PersonId> = sqlx::query_scalar(
            "select person_id from (
                 select 0 as kind, id, person_id from crm.accounts where tenant_id = $1
                 union all select 1, id, person_id from crm.identifiers where tenant_id = $1
                 union all select 2, id, person_id from crm.employments where tenant_id = $1
                 union all select 3, id, person_id from crm.activities where tenant_id = $1
                 union all select 4, id, person_id from crm.deals where tenant_id = $1
                 union all select 5, id, person_id from crm.tasks where tenant_id = $1) r
             order by kind, id",
        )
        .bind(self.world.tenant)
        .fetch_all(&mut self.world.admin)
        .await
        .unwrap();
        let number = |id: &PersonId| self.persons.iter().position(|p| p == id).unwrap();
        let people =
            rows.into_iter().map(|(kana, romaji, title, email, name, tags, forms, part_of)| Person {
                texts: [kana, romaji, title, email, Some(name)],
                tags: tags.into_iter().collect(),
                forms: forms.lines().map(str::to_owned).collect(),
                part_of: part_of.as_ref().map(number),
            });
        State { people: people.collect(), owners: owners.iter().map(number).collect() }
    }

    fn replayed(&self) -> Replayed {
        let stands = |event: &&Event| match event {
            Event::Merge { number, .. } => self.merges[*number].1,
            _ => true,
        };
        replay(&self.start, &self.events.iter().filter(stands).cloned().collect::<Vec<_>>())
    }

    async fn step(&mut self, step: &Step) {
        let now = self.replayed();
        match *step {
            Step::Merge(a, b, chosen) => {
                let (into, from) = (now.state.survivor(a), now.state.survivor(b));
                let merged = self
                    .run(async |tx, ids| {
                        merges::merge_choosing(tx, ids[a], ids[b], &fields(chosen), "test", json!([])).await
                    })
                    .await;
                if into == from {
                    assert!(
                        matches!(merged, Err(Refused::SamePerson { survivor }) if survivor.id == self.persons[into])
                    );
                } else {
                    let merged = merged.unwrap();
                    assert_eq!((merged.into.id, merged.from.id), (self.persons[into], self.persons[from]));
                    self.events.push(Event::Merge { number: self.merges.len(), into, from, chosen });
                    self.merges.push((merged.id, true));
                }
            }
            Step::Undo(choice) => self.undo(choice).await,
            Step::Text(p, field, choice) => {
                let p = now.state.survivor(p);
                self.values += 1;
                let value = [None, Some(String::new()), Some(format!("edit {}", self.values))]
                    [usize::from(choice)]
                .clone();
                self.edited.extend(now.filled.get(&(p, field)).map(|merge| (*merge, p, field)));
                self.set(p, &format!("{} = nullif($2, '-')", TEXTS[field]), value.as_deref().unwrap_or("-"))
                    .await;
                self.events.push(Event::Text { person: p, field, value });
            }
            Step::Tag(p, choice) => {
                let person = now.state.survivor(p);
                self.values += 1;
                match TAGS.get(choice) {
                    Some(tag) => {
                        self.set(person, "tags = array_remove(tags, $2)", tag).await;
                        self.events.push(Event::TagOff { person, tag: (*tag).to_owned() });
                    }
                    None => {
                        let tag = format!("tag {}", self.values);
                        self.set(person, "tags = tags || $2::text", &tag).await;
                        self.events.push(Event::TagOn { person, tag });
                    }
                }
            }
            Step::Give(row, to) => {
                let account = self.accounts[row];
                let to = now.state.survivor(to);
                let origin =
                    self.run(async |tx, ids| merges::give(tx, account, ids[to]).await).await.unwrap();
                self.given.extend(now.path[row].iter().map(|merge| (*merge, row)));
                self.gifts.retain(|gift| gift.row != row);
                let (event, told_by) = (self.events.len(), now.path[row].iter().copied().collect());
                self.gifts.push(Gift { row, to, event, origin, told_by });
                self.events.push(Event::Give { row, to });
            }
            Step::TakeBack(choice) => {
                if self.gifts.is_empty() {
                    return;
                }
                let gift = self.gifts.remove(choice % self.gifts.len());
                let account = self.accounts[gift.row];
                let back = async |tx: &mut crm::TenantTx, ids: &[PersonId]| {
                    merges::take_back(tx, account, ids[gift.to], &gift.origin).await
                };
                assert!(self.run(back).await);
                self.given.retain(|(merge, row)| *row != gift.row || !gift.told_by.contains(merge));
                self.events.remove(gift.event);
                for later in self.gifts.iter_mut().filter(|later| later.event > gift.event) {
                    later.event -= 1;
                }
            }
        }
    }

    /// Undoes one of the merges that stand, if any does.
    async fn undo(&mut self, choice: usize) {
        let standing: Vec<usize> = (0..self.merges.len()).filter(|n| self.merges[*n].1).collect();
        let Some(&number) = standing.get(choice % standing.len().max(1)) else { return };
        let merge = self.merges[number].0;
        let foreseen = self.run(async |tx, _| merges::undo_preview(tx, merge).await).await.unwrap();
        let undone = self.run(async |tx, _| merges::undo(tx, merge).await).await.unwrap();
        assert_eq!(foreseen, undone);
        self.merges[number].1 = false;
        self.told(number, &undone);
        let again = self.run(async |tx, _| merges::undo(tx, merge).await).await;
        assert_eq!(again, Err(Refused::AlreadyUndone { merge: undone.code() }));
    }

    /// Are the conflicts those that there are?
    fn told(&self, number: usize, undone: &Undone) {
        let mut moved = Vec::new();
        let mut edited = BTreeSet::new();
        for conflict in &undone.conflicts {
            match conflict {
                Conflict::Moved { kind: RowKind::Account, name, .. } => {
                    moved.push(name.split_once(':').unwrap().1.parse::<usize>().unwrap());
                }
                Conflict::Edited { person, field, .. } => {
                    let field = TEXTS.iter().position(|text| text == field).unwrap();
                    edited.insert((usize::try_from(person.number).unwrap() - 1, field));
                }
                other => panic!("nobody gave {other:?} away"),
            }
        }
        moved.sort_unstable();
        let given: Vec<usize> =
            self.given.iter().filter(|(merge, _)| *merge == number).map(|(_, row)| *row).collect();
        assert_eq!(moved, given);
        for (_, person, field) in self.edited.iter().filter(|(merge, ..)| *merge == number) {
            assert!(edited.contains(&(*person, *field)), "not told of {person}'s {}", TEXTS[*field]);
        }
        for (person, field) in edited {
            let ever = self.edited.iter().any(|(_, p, f)| (*p, *f) == (person, field));
            assert!(ever, "nobody edited {person}'s {}", TEXTS[field]);
        }
    }

    async fn run<T>(&self, act: impl AsyncFnOnce(&mut crm::TenantTx, &[PersonId]) -> Result<T>) -> T {
        let mut tx = self.world.begin().await;
        let done = act(&mut tx, &self.persons).await.unwrap();
        tx.commit().await.unwrap();
        done
    }

    /// An edit, as an edit would be.
    async fn set(&mut self, person: usize, what: &str, value: &str) {
        let edit = format!("update crm.persons set {what} where id = $1");
        sqlx::query(sqlx::AssertSqlSafe(edit))
            .bind(self.persons[person])
            .bind(value)
            .execute(&mut self.world.admin)
            .await
            .unwrap();
    }

    async fn holds(&mut self, names: bool) {
        let (mut is, mut ought) = (self.state().await, self.replayed().state);
        if !names {
            // edits go past the search keys here
            is.people.iter_mut().chain(&mut ought.people).for_each(|person| person.forms.clear());
        }
        assert_eq!(is, ought);
        assert_eq!(self.world.lost().await, 0);
    }
}

async fn holds(test: &TestDb, case: Case, edits: bool) {
    let mut trial = Trial::new(test, &case).await;
    let before = trial.world.dump().await;
    for step in &case.steps {
        trial.step(step).await;
        trial.holds(!edits).await;
    }
    for choice in case.order {
        trial.undo(choice).await;
        trial.holds(!edits).await;
    }
    assert!(trial.merges.iter().all(|(_, stands)| !stands));
    if !edits {
        assert_eq!(before, trial.world.dump().await);
    }
}

fn check(cases: u32, edits: bool) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let test = runtime.block_on(testing::database());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 500, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let held = TestRunner::new_with_rng(config, rng).run(&case(edits), |case| {
        runtime.block_on(holds(&test, case, edits));
        Ok(())
    });
    held.unwrap_or_else(|broken| panic!("{broken}"));
}

#[test]
fn merge_and_undo_in_any_order_is_the_identity() {
    check(40, false);
}

#[test]
fn what_was_done_by_hand_since_stays_and_is_told() {
    check(64, true);
}

#[test]
fn the_oracle_is_no_mirror() {
    // one thing told by hand, so that the model itself is held to something
    let blank = |kana: Option<&str>| Person {
        texts: [kana.map(str::to_owned), None, None, None, None],
        tags: BTreeSet::new(),
        forms: BTreeSet::new(),
        part_of: None,
    };
    let start =
        State { people: vec![blank(None), blank(Some("か")), blank(Some("き"))], owners: vec![0, 1, 2] };
    let first = Event::Merge { number: 0, into: 0, from: 1, chosen: 0 };
    let second = Event::Merge { number: 1, into: 0, from: 2, chosen: 0 };
    let both = replay(&start, &[first, second.clone()]);
    assert_eq!(both.state.people[0].texts[0].as_deref(), Some("か"));
    assert_eq!(both.filled, BTreeMap::from([((0, 0), 0)]));
    assert_eq!(both.state.owners, [0, 0, 0]);
    let chosen = Event::Merge { number: 1, into: 0, from: 2, chosen: 1 };
    let first = Event::Merge { number: 0, into: 0, from: 1, chosen: 0 };
    let both = replay(&start, &[first, chosen]);
    assert_eq!(both.state.people[0].texts[0].as_deref(), Some("き"));
    assert_eq!(both.filled, BTreeMap::from([((0, 0), 1)]));
    let one = replay(&start, &[second]);
    assert_eq!(one.state.people[0].texts[0].as_deref(), Some("き"));
    assert_eq!(one.state.owners, [0, 1, 0]);
}
