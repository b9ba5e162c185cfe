//! Suggestions that stand, and what is merged without asking.

use std::collections::BTreeSet;

use crm::{
    PersonId,
    accounts::NewAccount,
    identifiers::{self, IdentifierKind, NewIdentifier},
    merges::{
        self,
        evidence::{self, Ignored},
        standing::{self, AUTOMATIC, Linked, Waiting},
    },
    persons::{self, Field},
    testing,
};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::json;

use crate::world::{World, account};

impl World {
    /// What a worker does in a round.
    async fn work(&self) -> Vec<Linked> {
        let mut tx = self.begin().await;
        let compared = standing::compare(&mut tx).await.unwrap().unwrap();
        let linked = standing::link(&mut tx, &compared.certain).await.unwrap();
        tx.commit().await.unwrap();
        linked
    }

    /// The open suggestions, by number, without working.
    async fn standing(&self, about: Option<PersonId>) -> Vec<(i64, i64)> {
        let open = standing::open(&mut self.begin().await, about, 0.0, 0, 100).await.unwrap();
        open.into_iter().map(|it| (it.a.number, it.b.number)).collect()
    }

    async fn state(&mut self) -> Vec<String> {
        sqlx::query_scalar("select state from crm.suggestions where tenant_id = $1 order by found_at, id")
            .bind(self.tenant)
            .fetch_all(&mut self.admin)
            .await
            .unwrap()
    }

    async fn proved(&self, address: &str, persons: &[PersonId], verified: bool) {
        let new = |person: &PersonId| NewIdentifier {
            person: *person,
            kind: IdentifierKind::Email,
            value: address.to_owned(),
            verified,
        };
        let mut tx = self.begin().await;
        identifiers::add(&mut tx, &persons.iter().map(new).collect::<Vec<_>>()).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn with<T>(&self, act: impl AsyncFnOnce(&mut crm::TenantTx) -> crm::Result<T>) -> T {
        let mut tx = self.begin().await;
        let done = act(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        done
    }
}

#[tokio::test]
async fn found_when_recorded_and_gone_when_decided() {
    let test = testing::database().await;
    let mut world = World::new(&test).await;
    let p = world.people(&["Ada Byron", "ADA BYRON", "Kurt Gödel", "Gödel Kurt", "Emmy"]).await;
    assert_eq!(world.with(standing::waiting).await, Waiting::Persons(5));
    assert_eq!(world.standing(None).await, []);
    assert!(world.work().await.is_empty());
    assert_eq!(world.with(standing::waiting).await, Waiting::Nobody);
    assert_eq!(world.standing(None).await, [(1, 2), (3, 4)]);
    assert_eq!(world.standing(Some(p[3])).await, [(3, 4)]);
    // a rejection, and taking it back
    world.with(async |tx| merges::reject(tx, p[0], p[1]).await).await;
    assert_eq!(world.standing(None).await, [(3, 4)]);
    world.work().await;
    assert_eq!(world.state().await, ["rejected", "open"]);
    world.with(async |tx| merges::forget(tx, p[0], p[1]).await).await;
    world.work().await;
    assert_eq!(world.standing(None).await, [(1, 2), (3, 4)]);
    // a merge, and undoing it
    let merged = world.with(async |tx| merges::merge(tx, p[0], p[1], "test", json!([])).await).await.unwrap();
    assert_eq!(world.standing(None).await, [(3, 4)]);
    world.work().await;
    assert!(world.state().await.contains(&"accepted".to_owned()));
    world.with(async |tx| merges::undo(tx, merged.id).await).await.unwrap();
    world.work().await;
    assert_eq!(world.standing(None).await, [(1, 2), (3, 4)]);
    // another name, and the trash
    world.with(async |tx| persons::set(tx, p[3], Field::Name, Some("Alan Turing")).await).await;
    world.with(async |tx| persons::delete(tx, p[0]).await).await;
    assert_eq!(world.standing(Some(p[1])).await, []);
    world.work().await;
    assert_eq!(world.standing(None).await, []);
    world.with(async |tx| persons::restore(tx, p[0]).await).await;
    world.work().await;
    assert_eq!(world.standing(None).await, [(1, 2)]);
}

#[tokio::test]
async fn a_reader_sees_what_was_written_a_moment_ago() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    world.people(&["Ada Byron", "ADA BYRON"]).await;
    assert!(world.with(standing::catch_up).await);
    assert_eq!(world.standing(None).await, [(1, 2)]);
    // many are compared at once
    world.people(&["Ada Byron"; 50]).await;
    assert_eq!(world.with(standing::waiting).await, Waiting::Everybody);
    assert!(world.with(standing::catch_up).await);
    // a name that so many have says nothing
    assert_eq!(world.standing(None).await, []);
    // one at a time
    let (mut first, mut second) = (world.begin().await, world.begin().await);
    assert!(standing::compare(&mut first).await.unwrap().is_some());
    assert_eq!(standing::compare(&mut second).await.unwrap(), None);
}

#[tokio::test]
async fn what_is_proved_on_both_sides_is_merged_once() {
    let test = testing::database().await;
    let mut world = World::new(&test).await;
    let p = world.people(&["Ada", "Bo", "Cy", "Dan", "Eve", "Fay"]).await;
    world.proved("one@acme.example", &p[0..2], true).await;
    world.proved("typed@acme.example", &[p[2]], true).await;
    world.proved("typed@acme.example", &[p[3]], false).await;
    world.accounts(&[account(p[4], "slack", "u4"), account(p[5], "slack", "u5")]).await;
    world.proved("two@acme.example", &p[4..6], true).await;
    // whoever reads merges nothing, and takes nothing away from who does
    assert!(world.with(standing::catch_up).await);
    let linked = world.work().await;
    let [one] = linked.as_slice() else { panic!("{linked:?}") };
    assert_eq!((one.merged.into.number, one.merged.from.number), (1, 2));
    let history = world.with(async |tx| merges::history(tx, None, 9).await).await;
    assert_eq!((history[0].reason.as_str(), history[0].merged_by.as_deref()), (AUTOMATIC, None));
    assert_eq!(history[0].evidence["reasons"][0]["reason"]["SameEmail"]["verified"], true);
    // typed on one side, or two accounts in one place: somebody has to look
    assert_eq!(world.standing(None).await, [(5, 6), (3, 4)]);
    assert!(world.state().await.contains(&"linked".to_owned()));
    // taken back it stays taken back, whatever changes
    world.with(async |tx| merges::undo(tx, one.merged.id).await).await.unwrap();
    assert!(world.work().await.is_empty());
    world.with(standing::note_everybody).await;
    assert!(world.work().await.is_empty());
    assert_eq!(world.standing(Some(p[0])).await, [(1, 2)]);
}

#[tokio::test]
async fn it_can_be_switched_off_and_on() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    assert!(world.with(standing::is_automatic).await);
    assert!(world.with(async |tx| standing::set_automatic(tx, false).await).await);
    assert!(!world.with(async |tx| standing::set_automatic(tx, false).await).await);
    let p = world.people(&["Ada", "Bo"]).await;
    world.proved("one@acme.example", &p, true).await;
    assert!(world.work().await.is_empty());
    assert_eq!(world.standing(None).await, [(1, 2)]);
    world.with(async |tx| standing::set_automatic(tx, true).await).await;
    assert_eq!(world.work().await.len(), 1);
}

#[tokio::test]
async fn a_chain_of_proofs_does_not_join_two_that_are_kept_apart() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let p = world.people(&["Ada", "Bo", "Cy"]).await;
    world.with(async |tx| merges::reject(tx, p[0], p[2]).await).await;
    world.proved("ab@acme.example", &p[0..2], true).await;
    world.proved("bc@acme.example", &p[1..3], true).await;
    assert_eq!(world.work().await.len(), 1);
    assert!(world.work().await.is_empty());
    assert_eq!(world.standing(None).await, []);
}

#[tokio::test]
async fn what_is_excluded_or_ignored_says_nothing() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let p = world.people(&["Ada", "Bo", "Cy", "Dan", "Eve"]).await;
    let on = |person, provider: &str, handle: &str, email: Option<&str>| NewAccount {
        handle: Some(handle.to_owned()),
        email: email.map(str::to_owned),
        ..account(person, provider, handle)
    };
    let accounts = world
        .accounts(&[
            on(p[0], "github", "devteam", None),
            on(p[1], "x", "DevTeam", None),
            on(p[2], "github", "cy", Some("desk@acme.example")),
            on(p[3], "x", "dan", Some("desk@acme.example")),
            on(p[4], "qiita", "eve", Some("desk@acme.example")),
        ])
        .await;
    world.work().await;
    let all = [(3, 4), (3, 5), (4, 5), (1, 2)];
    assert_eq!(world.standing(None).await, all);
    for value in ["@DevTeam", "Desk@acme.example", "acme.example"] {
        let value = evidence::normalised(value).unwrap();
        let before = world.standing(None).await;
        assert!(world.with(async |tx| evidence::exclude(tx, &value).await).await);
        assert!(!world.with(async |tx| evidence::exclude(tx, &value).await).await);
        world.work().await;
        assert!(world.standing(None).await.len() < before.len(), "{value}");
        let listed = world.with(async |tx| evidence::excluded(tx, 9).await).await;
        assert_eq!((listed[0].value.as_str(), listed.len()), (value.as_str(), 1));
        assert!(listed[0].persons >= 2);
        let was = world.with(async |tx| evidence::admit(tx, &value).await).await.unwrap();
        assert_eq!(was.value, value);
        world.work().await;
        assert_eq!(world.standing(None).await, all);
    }
    // an account that is nobody's in particular, and the person it stands for
    for (why, rest) in [(Ignored::Bot, vec![(4, 5), (1, 2)]), (Ignored::Shared, vec![(4, 5), (1, 2)])] {
        let before = world.with(async |tx| evidence::ignore(tx, accounts[2], Some(why)).await).await;
        assert_eq!(before, Some(None));
        world.work().await;
        assert_eq!(world.standing(None).await, rest);
        let before = world.with(async |tx| evidence::ignore(tx, accounts[2], None).await).await;
        assert_eq!(before, Some(Some(why)));
        world.work().await;
        assert_eq!(world.standing(None).await, all);
    }
}

const PEOPLE: usize = 5;

#[derive(Debug, Clone)]
enum Step {
    Prove(usize, usize, bool),
    Work,
    Undo(usize),
    Reject(usize, usize),
    Bulk,
}

/// Random days of a tenant in which what is certain is merged by itself.
async fn lives(test: &testing::TestDb, steps: Vec<Step>) {
    let mut world = World::new(test).await;
    let p = world.people(&["Ada", "Bo", "Cy", "Dan", "Eve"]).await;
    let mut apart: BTreeSet<(PersonId, PersonId)> = BTreeSet::new();
    let mut added = 0;
    for step in steps {
        match step {
            Step::Prove(one, other, verified) => {
                added += 1;
                world.proved(&format!("{added}@acme.example"), &[p[one], p[other]], verified).await;
            }
            Step::Work => {
                for Linked { merged, why } in world.work().await {
                    assert!(standing::is_certain(&why));
                    let pair = (merged.into.id.min(merged.from.id), merged.into.id.max(merged.from.id));
                    assert!(!apart.contains(&pair), "{pair:?} were parted");
                }
            }
            Step::Bulk => {
                world.with(standing::catch_up).await;
                let likely = world.with(async |tx| standing::likely(tx, 0.6, 9).await).await;
                for it in likely {
                    let merge = async |tx: &mut crm::TenantTx| {
                        merges::merge(tx, it.a.id, it.b.id, "suggested", json!([])).await
                    };
                    // an earlier one of the list may have made them one
                    let _ = world.with(merge).await;
                }
            }
            Step::Undo(choice) => {
                let history = world.with(async |tx| merges::history(tx, None, 99).await).await;
                let standing: Vec<_> = history.into_iter().filter(|it| it.undone_at.is_none()).collect();
                if let Some(it) = standing.get(choice % standing.len().max(1)) {
                    let undone = world.with(async |tx| merges::undo(tx, it.id).await).await.unwrap();
                    let (a, b) = (undone.into.id, undone.from.id);
                    apart.insert((a.min(b), a.max(b)));
                }
            }
            Step::Reject(one, other) if one != other => {
                world.with(async |tx| merges::reject(tx, p[one], p[other]).await).await;
                apart.insert((p[one].min(p[other]), p[one].max(p[other])));
            }
            Step::Reject(..) => {}
        }
        assert_eq!(world.lost().await, 0);
    }
    let history = world.with(async |tx| merges::history(tx, None, 99).await).await;
    for it in history.iter().filter(|it| it.undone_at.is_none()) {
        world.with(async |tx| merges::undo(tx, it.id).await).await.unwrap();
    }
    assert!(world.work().await.iter().all(|it| {
        let pair = (it.merged.into.id.min(it.merged.from.id), it.merged.into.id.max(it.merged.from.id));
        !apart.contains(&pair)
    }));
}

#[test]
fn nothing_parted_is_merged_by_itself_again() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let test = runtime.block_on(testing::database());
    let who = 0..PEOPLE;
    let step = prop_oneof![
        4 => (who.clone(), who.clone(), any::<bool>()).prop_map(|(a, b, proved)| Step::Prove(a, b, proved)),
        4 => Just(Step::Work),
        2 => (0..4_usize).prop_map(Step::Undo),
        1 => (who.clone(), who).prop_map(|(a, b)| Step::Reject(a, b)),
        1 => Just(Step::Bulk),
    ];
    let config = Config { cases: 32, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let held = TestRunner::new_with_rng(config, rng).run(&vec(step, 1..=14), |steps| {
        runtime.block_on(lives(&test, steps));
        Ok(())
    });
    held.unwrap_or_else(|broken| panic!("{broken}"));
}
