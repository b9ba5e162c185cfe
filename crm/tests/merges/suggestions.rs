//! Who is suggested to be one, on a small planted set.

use crm::{
    PersonId,
    identifiers::{self, IdentifierKind, NewIdentifier},
    merges::{self, Reason, Suggestion},
    organizations::{self, NewEmployment, NewOrganization},
    persons::NewPerson,
    testing,
};
use serde_json::json;

use crate::world::{World, account, person};

impl World {
    async fn suggest(&self, about: Option<PersonId>) -> Vec<Suggestion> {
        merges::suggest(&mut self.begin().await, about, 100).await.unwrap()
    }

    /// Pairs by number, with the score in percent.
    async fn pairs(&self, about: Option<PersonId>) -> Vec<(i64, i64, i64)> {
        let percent = |s: Suggestion| (s.a.number, s.b.number, (s.score * 100.0).round() as i64);
        self.suggest(about).await.into_iter().map(percent).collect()
    }

    async fn addresses(&self, addresses: &[(PersonId, &str, bool)]) {
        let new = |&(person, value, verified): &(PersonId, &str, bool)| NewIdentifier {
            person,
            kind: IdentifierKind::Email,
            value: value.to_owned(),
            verified,
        };
        let mut tx = self.begin().await;
        identifiers::add(&mut tx, &addresses.iter().map(new).collect::<Vec<_>>()).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn employ(&self, name: &str, persons: &[PersonId]) {
        let mut tx = self.begin().await;
        let new = NewOrganization {
            name: name.to_owned(),
            kind: "company".to_owned(),
            ..NewOrganization::default()
        };
        let organization = organizations::add(&mut tx, &[new]).await.unwrap()[0];
        let at = |person: &PersonId| NewEmployment {
            person: *person,
            organization,
            title: None,
            started_on: None,
            ended_on: None,
        };
        organizations::employ(&mut tx, &persons.iter().map(at).collect::<Vec<_>>()).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn equal_addresses_unless_they_are_everybodys() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let p = world.people(&["Ada", "Bo", "Cy", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida", "Jo"]).await;
    world
        .addresses(&[
            (p[0], "one@acme.example", true),
            (p[1], "ONE@acme.example ", true),
            (p[2], "two@acme.example", true),
            (p[3], "two@acme.example", false),
            (p[4], "info@corp.example", true),
            (p[5], "info@corp.example", true),
            (p[6], "shared@corp.example", true),
            (p[7], "shared@corp.example", true),
            (p[8], "shared@corp.example", true),
            (p[9], "shared@corp.example", true),
        ])
        .await;
    assert_eq!(world.pairs(None).await, [(1, 2, 100), (3, 4, 85)]);
    let reasons = |verified, value: &str| vec![Reason::SameEmail { value: value.to_owned(), verified }];
    let found = world.suggest(None).await;
    assert_eq!(found[0].reasons, reasons(true, "one@acme.example"));
    assert_eq!(found[1].reasons, reasons(false, "two@acme.example"));
    // whoever is asked about
    assert_eq!(world.suggest(Some(p[2])).await, world.suggest(Some(p[3])).await);
    assert_eq!(world.suggest(Some(p[2])).await, found[1..]);
    assert_eq!(world.suggest(Some(p[4])).await, []);
}

#[tokio::test]
async fn equal_names_in_both_languages() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let romaji = |name: &str| Some(name.to_owned());
    let p = world
        .persons(vec![
            NewPerson { romaji: romaji("Hanako Sato"), ..person("佐藤 花子") },
            person("SATO Hanako"),
            person("髙橋　健"),
            person("高橋健"),
            person("タナカ ケン"),
            person("たなか けん"),
            person("Aoife Byrne"),
            person("byrne aoife"),
            person("田中"),
            person("林"),
            person("林"),
        ])
        .await;
    let by_name = [(1, 2, 50), (3, 4, 50), (5, 6, 50), (7, 8, 50)];
    assert_eq!(world.pairs(None).await, by_name);
    world.employ("株式会社佐藤商店", &p[0..2]).await;
    world.addresses(&[(p[6], "a@acme.example", false), (p[7], "b@acme.example", false)]).await;
    world.addresses(&[(p[2], "a@gmail.com", false), (p[3], "b@gmail.com", false)]).await;
    assert_eq!(world.pairs(None).await, [(1, 2, 60), (7, 8, 60), (3, 4, 50), (5, 6, 50)]);
    let found = world.suggest(None).await;
    assert_eq!(
        found[0].reasons,
        [
            Reason::SameName { value: "Hanako Sato".to_owned() },
            Reason::SameOrganization { name: "株式会社佐藤商店".to_owned() },
        ]
    );
    assert_eq!(found[1].reasons[1], Reason::SameDomain { value: "acme.example".to_owned() });
}

#[tokio::test]
async fn similar_names_among_colleagues() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let names = [
        "T. Suzuki",
        "Taro Suzuki",
        "Hanako Suzuki",
        "佐藤裕子",
        "佐藤 祐子",
        "佐藤明",
        "Michael Byrne",
        "Micheal Byrne",
    ];
    let p = world.people(&names).await;
    assert_eq!(world.pairs(None).await, []);
    world.employ("Acme", &p).await;
    assert_eq!(world.pairs(None).await, [(1, 2, 56), (4, 5, 56), (7, 8, 56)]);
    assert_eq!(world.pairs(Some(p[4])).await, [(4, 5, 56)]);
    let first = world.suggest(Some(p[0])).await.remove(0);
    let similar = Reason::SimilarName { a: "T. Suzuki".to_owned(), b: "Taro Suzuki".to_owned() };
    assert_eq!(first.reasons, [similar, Reason::SameOrganization { name: "Acme".to_owned() }]);
}

#[tokio::test]
async fn handles_and_what_speaks_against() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let p = world.people(&["Ada", "Bo", "Cy", "Dan", "Same Name", "Same Name", "Eve", "Fay"]).await;
    let on = |person, provider: &str, n: &str, handle: &str| {
        let mut new = account(person, provider, n);
        new.handle = Some(handle.to_owned());
        new
    };
    world
        .accounts(&[
            on(p[0], "github", "1", "ada-l"),
            on(p[1], "x", "1", "@Ada-L"),
            on(p[2], "github", "2", "cyd"), // too short
            on(p[3], "x", "2", "cyd"),
            on(p[4], "github", "3", "one"),
            on(p[5], "github", "4", "two"),
            on(p[6], "github", "5", "eve-1"),
            on(p[6], "x", "5", "eve-2"),
            on(p[7], "github", "6", "eve-2"),
        ])
        .await;
    assert_eq!(world.pairs(None).await, [(1, 2, 60)]); // 5 and 6: 25 %; 7 and 8: 30 %
    let providers = ["github".to_owned(), "x".to_owned()];
    assert_eq!(
        world.suggest(None).await[0].reasons,
        [Reason::SameHandle { value: "ada-l".to_owned(), providers }]
    );
    world.addresses(&[(p[4], "same@acme.example", false), (p[5], "same@acme.example", false)]).await;
    assert_eq!(world.pairs(None).await, [(5, 6, 93), (1, 2, 60)]);
    let last = world.suggest(Some(p[4])).await.remove(0).reasons.pop();
    assert_eq!(last, Some(Reason::TwoAccountsOnOneProvider { provider: "github".to_owned() }));
}

#[tokio::test]
async fn the_merged_are_suggested_as_what_they_are_part_of() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let p = world.people(&["Hanako Sato", "花子", "Sato Hanako"]).await;
    let mut tx = world.begin().await;
    merges::merge(&mut tx, p[1], p[0], "test", json!([])).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    // found by a name that only the hidden one has, and asked about by the hidden one's id
    assert_eq!(world.pairs(None).await, [(2, 3, 50)]);
    assert_eq!(world.pairs(Some(p[0])).await, [(2, 3, 50)]);
    let mut tx = world.begin().await;
    merges::merge(&mut tx, p[2], p[1], "test", json!([])).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.pairs(None).await, []);
    assert_eq!(world.pairs(Some(PersonId::new())).await, []);
}

#[tokio::test]
async fn handles_with_a_tail() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let p = world.people(&["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"]).await;
    let on = |i: usize, provider: &str, handle: &str| crm::accounts::NewAccount {
        handle: Some(handle.to_owned()),
        ..account(p[i], provider, &format!("{i}{handle}"))
    };
    world
        .accounts(&[
            on(0, "slack", "helix84"),
            on(1, "slack", "helix84_"), // back at the same place: what speaks for it says why there are two
            on(2, "github", "Marisol"),
            on(3, "x", "marisol2"),
            on(4, "slack", "visitor1"), // numbered at one place: two accounts
            on(5, "slack", "visitor2"),
            on(6, "github", "abc"), // too short
            on(7, "github", "abc_"),
            on(8, "github", "route66"),
            on(9, "x", "route67"), // a number, not a tail
        ])
        .await;
    assert_eq!(world.pairs(None).await, [(1, 2, 50), (3, 4, 50)]);
    let found = world.suggest(Some(p[1])).await;
    let handles = Reason::SimilarHandle { a: "helix84".to_owned(), b: "helix84_".to_owned() };
    assert_eq!(found[0].reasons, [handles]);
}

#[tokio::test]
async fn what_was_rejected_is_not_suggested_whoever_they_become() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let p = world.people(&["Ada Byron", "ADA BYRON", "Byron Ada"]).await;
    assert_eq!(world.pairs(None).await.len(), 3);
    let mut tx = world.begin().await;
    assert!(merges::reject(&mut tx, p[1], p[0]).await.unwrap());
    assert!(!merges::reject(&mut tx, p[0], p[1]).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(world.pairs(None).await, [(1, 3, 50), (2, 3, 50)]);
    let merged = world.merge(p[2], p[1]).await.unwrap();
    assert_eq!(world.pairs(None).await, []);
    assert_eq!(world.suggest(Some(p[0])).await, []);
    let mut tx = world.begin().await;
    assert_eq!(merges::rejections(&mut tx, p[0], p[2]).await.unwrap().len(), 1);
    assert!(merges::explain(&mut tx, p[1], p[2]).await.unwrap().is_none());
    assert_eq!(merges::explain(&mut tx, p[0], p[1]).await.unwrap().unwrap().b.number, 3);
    tx.commit().await.unwrap();
    world.undo(&merged).await.unwrap();
    assert_eq!(world.pairs(None).await, [(1, 3, 50), (2, 3, 50)]);
    let mut tx = world.begin().await;
    let forgotten = merges::forget(&mut tx, p[0], p[1]).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.pairs(None).await.len(), 3);
    let mut tx = world.begin().await;
    assert!(merges::put_back(&mut tx, &forgotten).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(world.pairs(None).await.len(), 2);
}

#[tokio::test]
async fn names_read_differently_speak_against() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let read = |kana: &str| NewPerson { kana: Some(kana.to_owned()), ..person("佐藤 裕子") };
    world.persons(vec![read("サトウ ユウコ"), read("さとう ひろこ"), read("さとうゆうこ")]).await;
    assert_eq!(world.pairs(None).await, [(1, 3, 50)]);
}
