//! The law for fields of the tenant's own: an empty one is filled in by a merge, and after an undo, in whatever order,
//! things are as if the merge had never been made. Deals and tasks go along.

use crm::{
    MergeId, PersonId,
    fields::{self, Definition, FieldKind, FieldValue, NewField, Object},
    merges,
    testing::{self, TestDb},
};
use proptest::{
    collection::vec,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::json;

use crate::world::World;

const PEOPLE: usize = 5;

/// What stands in the fields of each person, whose the deals and tasks are, merges, and in which order they are undone.
type Case = (Vec<(u8, u8)>, Vec<usize>, Vec<(usize, usize)>, Vec<usize>);

async fn field(world: &World, name: &str, unique: bool) -> Definition {
    let mut tx = world.begin().await;
    let new = NewField {
        object: Object::Person,
        name: name.to_owned(),
        kind: FieldKind::Text,
        choices: Vec::new(),
        required: false,
        unique,
        indexed: false,
    };
    let id = fields::add(&mut tx, &new).await.unwrap().unwrap();
    let field = fields::by_id(&mut tx, id).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    field
}

/// What a person says in a field.
async fn says(world: &World, person: PersonId, field: &Definition) -> Option<FieldValue> {
    let mut tx = world.begin().await;
    let values = fields::values(&mut tx, person.into()).await.unwrap();
    values.into_iter().find(|(known, _)| known.id == field.id).and_then(|(_, value)| value)
}

async fn holds(test: &TestDb, (texts, owners, pairs, order): Case) {
    let mut world = World::new(test).await;
    let names: Vec<String> = (0..PEOPLE).map(|i| format!("Person {i}")).collect();
    let persons = world.people(&names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let (plain, unique) = (field(&world, "language", false).await, field(&world, "number", true).await);
    let mut tx = world.begin().await;
    for (at, (language, number)) in texts.iter().enumerate() {
        let language = (*language > 0).then(|| FieldValue::Text(format!("language {language}")));
        // nobody has another's number
        let number = (*number > 0).then(|| FieldValue::Text(format!("number {at}")));
        let values = [(plain.clone(), language), (unique.clone(), number)];
        assert_eq!(fields::set(&mut tx, persons[at].into(), &values).await.unwrap(), None);
    }
    for owner in &owners {
        world.deal(&mut tx, persons[*owner]).await;
        world.task(&mut tx, persons[*owner]).await;
    }
    tx.commit().await.unwrap();
    let before = world.dump().await;
    let mut made: Vec<MergeId> = Vec::new();
    for (into, from) in pairs {
        let mut tx = world.begin().await;
        let survivors = merges::survivors(&mut tx, &[persons[into], persons[from]]).await.unwrap();
        let (a, b) = (survivors[&persons[into]], survivors[&persons[from]]);
        drop(tx);
        let (kept, other) = (says(&world, a, &plain).await, says(&world, b, &plain).await);
        let mut tx = world.begin().await;
        let counted = merges::preview(&mut tx, a, b).await.unwrap().map(|preview| preview.moves);
        let Ok(merged) = merges::merge(&mut tx, a, b, "test", json!([])).await.unwrap() else { continue };
        tx.commit().await.unwrap();
        assert_eq!(counted.unwrap(), merged.moved, "what was shown is what moved");
        assert_eq!(says(&world, a, &plain).await, kept.or(other));
        assert_eq!(world.lost().await, 0);
        made.push(merged.id);
    }
    for choice in order {
        if made.is_empty() {
            break;
        }
        let merge = made.swap_remove(choice % made.len());
        let mut tx = world.begin().await;
        let undone = merges::undo(&mut tx, merge).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert_eq!(undone.conflicts, []);
        assert_eq!(world.lost().await, 0);
    }
    assert_eq!(before, world.dump().await);
}

#[test]
fn own_fields_deals_and_tasks_find_their_way_back() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let test = runtime.block_on(testing::database());
    let who = 0..PEOPLE;
    let case = (
        vec((0..3_u8, 0..2_u8), PEOPLE),
        vec(who.clone(), 0..4),
        vec((who.clone(), who), 1..6),
        vec(0..8_usize, 8),
    );
    let config = Config { cases: 24, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let held = TestRunner::new_with_rng(config, rng).run(&case, |case| {
        runtime.block_on(holds(&test, case));
        Ok(())
    });
    held.unwrap_or_else(|broken| panic!("{broken}"));
}
