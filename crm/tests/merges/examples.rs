//! Merges one by one.

use std::cell::Cell;

use crm::{
    Actor, CodeKind, PersonId, Role, accounts, connections,
    identifiers::{self, IdentifierKind, NewIdentifier},
    merges::{self, Conflict, Counts, Merged, Refused, RowKind, Undone},
    organizations::{self, NewOrganization},
    persons::{self, Found, NewPerson},
    record::By,
    testing, users,
};
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};

use crate::world::{World, account, person};

impl World {
    pub(crate) async fn merge(&self, into: PersonId, from: PersonId) -> Result<Merged, Refused> {
        let mut tx = self.begin().await;
        let merged = merges::merge(&mut tx, into, from, "test", json!([])).await.unwrap();
        tx.commit().await.unwrap();
        merged
    }

    pub(crate) async fn undo(&self, merged: &Merged) -> Result<Undone, Refused> {
        let mut tx = self.begin().await;
        let undone = merges::undo(&mut tx, merged.id).await.unwrap();
        tx.commit().await.unwrap();
        undone
    }

    async fn refer(&self, words: &str) -> Vec<PersonId> {
        match persons::refer(&mut self.begin().await, words).await.unwrap() {
            Found::One(person) => vec![person.id],
            Found::Many(persons) => persons.into_iter().map(|person| person.id).collect(),
            Found::None(_) => Vec::new(),
        }
    }
}

#[tokio::test]
async fn everything_moves_is_foreseen_and_goes_back() {
    let test = testing::database().await;
    let mut world = World::new(&test).await;
    let hanako = NewPerson {
        kana: Some("さとう はなこ".to_owned()),
        title: Some("CTO".to_owned()),
        tags: vec!["vip".to_owned(), "東京".to_owned()],
        ..person("佐藤 花子")
    };
    let hanako_s =
        NewPerson { title: Some("Engineer".to_owned()), tags: vec!["vip".to_owned()], ..person("Hanako S") };
    let ids = world.persons(vec![hanako_s, hanako]).await;
    let (into, from) = (ids[0], ids[1]);
    let mut accounts =
        vec![account(into, "github", "1"), account(from, "x", "2"), account(from, "slack", "3")];
    accounts[0].verified = true;
    let accounts = world.accounts(&accounts).await;
    world
        .acts([
            By::Account(accounts[1]),
            By::Account(accounts[1]),
            By::Account(accounts[0]),
            By::Person(from),
        ])
        .await;
    let before = world.dump().await;

    let mut tx = world.begin().await;
    let preview = merges::preview(&mut tx, into, from).await.unwrap().unwrap();
    drop(tx);
    assert_eq!(preview.moves, Counts { accounts: 2, activities: 3, ..Counts::default() });
    assert_eq!(preview.verified, (1, 0));
    let changed: Vec<_> =
        preview.fields.iter().map(|f| (f.field.as_ref(), f.before.clone(), f.after.clone())).collect();
    assert_eq!(
        changed,
        [("kana", Value::Null, json!("さとう はなこ")), ("tags", json!(["vip"]), json!(["vip", "東京"])),]
    );
    assert_eq!(world.dump().await, before);

    let merged = world.merge(into, from).await.unwrap();
    assert_eq!((merged.moved, &merged.fields), (preview.moves, &preview.fields));
    for words in ["P-1", "P-2", "Hanako S", "佐藤花子", "さとうはなこ", "花子 佐藤"] {
        assert_eq!(world.refer(words).await, [into], "{words}");
    }
    let mut tx = world.begin().await;
    let card = persons::card(&mut tx, into).await.unwrap();
    assert_eq!((card.person.name.as_str(), card.person.title.as_deref()), ("Hanako S", Some("Engineer")));
    assert_eq!((card.accounts.len(), card.absorbed, card.actions[0].1), (3, vec![2], 4));
    drop(tx);

    let undone = world.undo(&merged).await.unwrap();
    assert_eq!((undone.returned, undone.conflicts), (merged.moved, vec![]));
    assert_eq!(world.dump().await, before);
    assert_eq!(world.refer("佐藤花子").await, [from]);
    assert_eq!(world.refer("P-2").await, [from]);
    assert_eq!(world.undo(&merged).await, Err(Refused::AlreadyUndone { merge: merged.code() }));
}

/// A into B, B into C, each with an account and a title only A has.
async fn stacked(world: &World) -> (Vec<PersonId>, Merged, Merged) {
    let a = NewPerson { title: Some("CTO".to_owned()), ..person("A") };
    let ids = world.persons(vec![a, person("B"), person("C")]).await;
    let accounts: Vec<_> = ids.iter().zip(["1", "2", "3"]).map(|(id, n)| account(*id, "x", n)).collect();
    world.accounts(&accounts).await;
    let lower = world.merge(ids[1], ids[0]).await.unwrap();
    let upper = world.merge(ids[2], ids[1]).await.unwrap();
    assert_eq!((lower.moved.accounts, upper.moved.accounts), (1, 2));
    assert_eq!((lower.fields.len(), upper.fields.len()), (1, 1));
    (ids, lower, upper)
}

/// Of each person: accounts, and the title.
async fn holdings(world: &World, ids: &[PersonId]) -> Vec<(usize, Option<String>)> {
    let mut tx = world.begin().await;
    let mut all = Vec::new();
    for id in ids {
        let card = persons::card(&mut tx, *id).await.unwrap();
        all.push((card.accounts.len(), card.person.title));
    }
    all
}

#[tokio::test]
async fn the_lower_of_two_stacked_merges_can_go_first() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let (ids, lower, upper) = stacked(&world).await;
    let cto = Some("CTO".to_owned());
    let undone = world.undo(&lower).await.unwrap();
    assert_eq!((undone.into.id, undone.from.id, undone.returned.accounts), (ids[2], ids[0], 1));
    assert_eq!(holdings(&world, &ids).await, [(1, cto.clone()), (0, None), (2, None)]);
    let undone = world.undo(&upper).await.unwrap();
    assert_eq!((undone.returned.accounts, undone.conflicts), (1, vec![]));
    assert_eq!(holdings(&world, &ids).await, [(1, cto), (1, None), (1, None)]);
}

#[tokio::test]
async fn the_upper_of_two_stacked_merges_can_go_first() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let (ids, lower, upper) = stacked(&world).await;
    let cto = Some("CTO".to_owned());
    world.undo(&upper).await.unwrap();
    assert_eq!(holdings(&world, &ids).await, [(0, cto.clone()), (2, cto.clone()), (1, None)]);
    world.undo(&lower).await.unwrap();
    assert_eq!(holdings(&world, &ids).await, [(1, cto), (1, None), (1, None)]);
}

#[tokio::test]
async fn what_is_one_already_is_refused_and_the_hidden_stand_for_their_survivors() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let ids = world.people(&["A", "B", "C"]).await;
    let same = |result, id| matches!(result, Err(Refused::SamePerson { survivor }) if survivor.id == id);
    assert!(same(world.merge(ids[0], ids[0]).await, ids[0]));
    world.merge(ids[0], ids[1]).await.unwrap();
    assert!(same(world.merge(ids[1], ids[0]).await, ids[0]));
    let merged = world.merge(ids[2], ids[1]).await.unwrap();
    assert_eq!((merged.into.id, merged.from.id), (ids[2], ids[0]));
    assert_eq!(world.refer("P-2").await, [ids[2]]);
    let nobody = world.merge(ids[2], PersonId::new()).await;
    assert_eq!(nobody, Err(Refused::NotFound { what: CodeKind::Person }));
    let mut tx = world.begin().await;
    let nothing = merges::undo(&mut tx, crm::MergeId::new()).await.unwrap();
    assert_eq!(nothing, Err(Refused::NotFound { what: CodeKind::Merge }));
}

#[tokio::test]
async fn later_work_by_hand_is_told_and_left() {
    let test = testing::database().await;
    let mut world = World::new(&test).await;
    let from = NewPerson { title: Some("CTO".to_owned()), kana: Some("か".to_owned()), ..person("From") };
    let ids = world.persons(vec![person("Into"), from, person("Other")]).await;
    let mut github = account(ids[1], "github", "42");
    github.handle = Some("@octocat".to_owned());
    let accounts = world.accounts(&[github, account(ids[1], "x", "7"), account(ids[1], "x", "8")]).await;
    let merged = world.merge(ids[0], ids[1]).await.unwrap();

    let mut tx = world.begin().await;
    assert!(merges::detach(&mut tx, accounts[0], ids[2]).await.unwrap());
    assert!(!merges::detach(&mut tx, accounts[0], PersonId::new()).await.unwrap());
    tx.commit().await.unwrap();
    for (update, id) in [
        ("update crm.persons set title = 'CEO' where id = $1", ids[0].0),
        // past all rules
        (
            "update crm.accounts set person_id = (select id from crm.persons where number = 3) where id = $1",
            accounts[2].0,
        ),
    ] {
        sqlx::query(update).bind(id).execute(&mut world.admin).await.unwrap();
    }

    let mut tx = world.begin().await;
    let foreseen = merges::undo_preview(&mut tx, merged.id).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let undone = world.undo(&merged).await.unwrap();
    assert_eq!(foreseen, undone);
    assert_eq!(undone.returned.accounts, 1);
    let other = crm::Code::new(CodeKind::Person, 3);
    assert_eq!(
        undone.conflicts,
        [
            Conflict::Moved { kind: RowKind::Account, name: "github:octocat".to_owned(), owner: other },
            Conflict::Moved { kind: RowKind::Account, name: "x:8".to_owned(), owner: other },
            Conflict::Edited {
                person: undone.into.code(),
                field: "title".into(),
                merged: json!("CTO"),
                present: json!("CEO")
            },
        ]
    );
    let cards = holdings(&world, &ids).await;
    assert_eq!(cards, [(0, Some("CEO".to_owned())), (1, Some("CTO".to_owned())), (2, None)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_merges_at_once_that_shut_each_other_out_one_is_refused() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    for _ in 0..5 {
        let ids = world.people(&["A", "B"]).await;
        let (one, other) = tokio::join!(world.merge(ids[0], ids[1]), world.merge(ids[1], ids[0]));
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1);
        let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
        assert_eq!(lost, Err(Refused::SamePerson { survivor: won.unwrap().into }));

        let ids = world.people(&["A", "B", "C"]).await;
        let (x, y, z) = tokio::join!(
            world.merge(ids[0], ids[1]),
            world.merge(ids[1], ids[2]),
            world.merge(ids[2], ids[0]),
        );
        let done: Vec<Merged> = [x, y, z].into_iter().flatten().collect();
        assert_eq!(done.len(), 2);
        let (x, y) = tokio::join!(world.undo(&done[0]), world.undo(&done[1]));
        assert_eq!((x.unwrap().conflicts, y.unwrap().conflicts), (vec![], vec![]));
    }
}

#[tokio::test]
async fn a_row_that_comes_while_we_merge_moves_too() {
    let test = testing::database().await;
    let mut world = World::new(&test).await;
    let ids = world.people(&["A", "B"]).await;
    let mut recording = world.begin().await;
    accounts::add(&mut recording, &[account(ids[1], "x", "1")]).await.unwrap();
    let mut admin = world.admin;
    world.admin = PgConnection::connect(&test.admin_url()).await.unwrap();
    let done = Cell::new(false);
    let merge = async {
        world.merge(ids[0], ids[1]).await.unwrap();
        done.set(true);
    };
    let record = async {
        while !done.get() && !somebody_waits(&mut admin).await {}
        assert!(!done.get(), "did not wait");
        recording.commit().await.unwrap();
    };
    tokio::join!(merge, record);
    assert_eq!(world.lost().await, 0);
}

async fn somebody_waits(admin: &mut PgConnection) -> bool {
    sqlx::query_scalar(
        "select exists (select from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock')",
    )
    .fetch_one(admin)
    .await
    .unwrap()
}

#[tokio::test]
async fn history_tells_who_did_it_and_who_took_it_back() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let ids = world.people(&["A", "B", "C", "D", "E"]).await;
    let first = world.merge(ids[0], ids[1]).await.unwrap();
    let second = world.merge(ids[2], ids[0]).await.unwrap();
    world.merge(ids[3], ids[4]).await.unwrap();
    let actor = sato(&world).await;
    let mut tx = world.db.begin(world.tenant, actor).await.unwrap();
    merges::undo(&mut tx, first.id).await.unwrap().unwrap();

    let found = merges::by_number(&mut tx, first.number).await.unwrap().unwrap();
    assert_eq!((found.id, found.code(), found.reason.as_str()), (first.id, first.code(), "test"));
    assert_eq!((found.into.id, found.from.id), (ids[0], ids[1]));
    assert_eq!((found.merged_by, found.undone_by.as_deref()), (None, Some("Sato")));
    assert!(found.undone_at >= Some(found.merged_at));
    assert_eq!(merges::by_number(&mut tx, 99).await.unwrap(), None);

    let all = merges::history(&mut tx, None, 2).await.unwrap();
    assert_eq!(all.iter().map(|m| m.number).collect::<Vec<_>>(), [3, 2]);
    // of the survivor and all its parts, the undone one included
    let of = merges::history(&mut tx, Some(ids[2]), 10).await.unwrap();
    assert_eq!(of.iter().map(|m| m.id).collect::<Vec<_>>(), [second.id, first.id]);
    assert!(merges::history(&mut tx, Some(PersonId::new()), 10).await.unwrap().is_empty());
}

async fn sato(world: &World) -> Actor {
    let mut tx = world.begin().await;
    let user = users::add(&mut tx, "Sato", None, Role::Manager, None).await.unwrap();
    let connection = connections::ensure(&mut tx, "console", "Console").await.unwrap();
    let own = accounts::ensure_own(&mut tx, &connection, user, "Sato").await.unwrap();
    let actor = accounts::caller(&mut tx, own).await.unwrap();
    tx.commit().await.unwrap();
    actor
}

#[tokio::test]
async fn what_is_added_to_the_hidden_comes_to_the_survivor_in_one_spelling() {
    let test = testing::database().await;
    let mut world = World::new(&test).await;
    let ids = world.people(&["A", "B"]).await;
    world.merge(ids[0], ids[1]).await.unwrap();
    let mut new = account(ids[1], "x", "1");
    new.email = Some(" Hanako@Example.COM ".to_owned());
    new.handle = Some("@hanako".to_owned());
    world.accounts(&[new]).await;
    let address = |person: PersonId, value: &str, verified| NewIdentifier {
        person,
        kind: IdentifierKind::Email,
        value: value.to_owned(),
        verified,
    };
    let mut tx = world.begin().await;
    let twice = [
        address(ids[0], "A@x.example", false),
        address(ids[1], " a@x.example", false),
        address(ids[0], " ", true),
    ];
    identifiers::add(&mut tx, &twice).await.unwrap();
    identifiers::add(&mut tx, &[address(ids[1], "a@X.example", true)]).await.unwrap();
    tx.commit().await.unwrap();
    let dump = world.dump().await;
    let account = &dump["accounts"][0];
    assert_eq!((&account["email"], &account["handle"]), (&json!("hanako@example.com"), &json!("hanako")));
    let identifiers = dump["identifiers"].as_array().unwrap();
    assert_eq!((identifiers.len(), &identifiers[0]["value"]), (1, &json!("a@x.example")));
    assert!(identifiers[0]["verified_at"].is_string());
    assert_eq!(world.lost().await, 0);
}

#[tokio::test]
async fn numbers_and_days_changed_since_come_back_or_are_told() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let ids = world.people(&["Into", "From"]).await;
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let mut tx = world.begin().await;
    let new = |name: &str| NewOrganization {
        name: name.to_owned(),
        kind: "company".to_owned(),
        ..Default::default()
    };
    let places = organizations::add(&mut tx, &[new("Aozora"), new("Nordvale")]).await.unwrap();
    persons::set_phones(&mut tx, ids[1], &["+81312345678".to_owned()]).await.unwrap();
    persons::change_employer(&mut tx, ids[1], Some(places[0]), (day("2024-04-01"), true)).await.unwrap();
    tx.commit().await.unwrap();

    // taken back before the undo: all is as if nothing had been
    let merged = world.merge(ids[0], ids[1]).await.unwrap();
    let mut tx = world.begin().await;
    persons::set_phones(&mut tx, ids[0], &["+819011112222".to_owned()]).await.unwrap();
    persons::set_phones(&mut tx, ids[0], &["+81312345678".to_owned()]).await.unwrap();
    tx.commit().await.unwrap();
    let undone = world.undo(&merged).await.unwrap();
    assert_eq!((undone.returned.identifiers, undone.conflicts), (1, vec![]));
    let mut tx = world.begin().await;
    assert_eq!(persons::phones(&mut tx, ids[1]).await.unwrap(), ["+81312345678"]);
    assert!(persons::phones(&mut tx, ids[0]).await.unwrap().is_empty());
    tx.commit().await.unwrap();

    // left as it is: told
    let merged = world.merge(ids[0], ids[1]).await.unwrap();
    let mut tx = world.begin().await;
    persons::set_phones(&mut tx, ids[0], &[]).await.unwrap();
    persons::change_employer(&mut tx, ids[0], Some(places[1]), (day("2026-11-01"), true)).await.unwrap();
    tx.commit().await.unwrap();
    let undone = world.undo(&merged).await.unwrap();
    assert_eq!(
        undone.conflicts,
        [
            Conflict::Redated {
                organization: "Aozora".to_owned(),
                from: Some(day("2024-04-01")),
                until: Some(day("2026-11-01")),
            },
            Conflict::Removed { value: "+81312345678".to_owned() },
        ]
    );
}
