//! Who is suggested to be one, on a small planted set.

use crm::{
    PersonId,
    identifiers::{self, IdentifierKind, NewIdentifier},
    merges::{self, Reason, Suggestion},
    organizations::{self, NewEmployment, NewOrganization},
    persons::NewPerson,
    resolve::Mark,
    testing,
};
use serde_json::json;

use crate::world::{World, account, person};

impl World {
    async fn suggest(&self, about: Option<PersonId>) -> Vec<Suggestion> {
        merges::suggest(&mut self.begin().await, about, 100).await.unwrap()
    }

    /// Pairs by number, by band: 9 from 90 % on, 6 from 60 % on. In order of their numbers.
    async fn pairs(&self, about: Option<PersonId>) -> Vec<(i64, i64, i64)> {
        let band = |s: Suggestion| (s.a.number, s.b.number, if s.score >= 0.9 { 9 } else { 6 });
        let mut pairs: Vec<_> = self.suggest(about).await.into_iter().map(band).collect();
        pairs.sort_unstable();
        pairs
    }

    /// The reasons of a pair.
    async fn why(&self, a: PersonId, b: PersonId) -> Vec<Reason> {
        let found = merges::explain(&mut self.begin().await, a, b).await.unwrap().unwrap();
        found.reasons.into_iter().map(|signal| signal.reason).collect()
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
        ])
        .await;
    assert_eq!(world.pairs(None).await, [(1, 2, 9), (3, 4, 9)]);
    let reasons = |verified, value: &str| vec![Reason::SameEmail { value: value.to_owned(), verified }];
    assert_eq!(world.why(p[0], p[1]).await[..1], reasons(true, "one@acme.example"));
    assert_eq!(world.why(p[2], p[3]).await[..1], reasons(false, "two@acme.example"));
    // whoever is asked about
    let found = world.suggest(None).await;
    assert_eq!(world.suggest(Some(p[2])).await, world.suggest(Some(p[3])).await);
    assert_eq!(world.suggest(Some(p[2])).await, found[1..]);
    assert_eq!(world.suggest(Some(p[4])).await, []);
}

#[tokio::test]
async fn an_address_of_many_is_nobodys() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let p = world.people(&["Peter Black", "Ann White", "Bob Green", "Eve Brown"]).await;
    let desk: Vec<_> = p.iter().map(|person| (*person, "desk@corp.example", true)).collect();
    world.addresses(&desk).await;
    assert_eq!(world.pairs(None).await, []);
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
    let by_name = [(1, 2, 6), (3, 4, 6), (5, 6, 6), (7, 8, 6)];
    assert_eq!(world.pairs(None).await, by_name);
    world.employ("株式会社佐藤商店", &p[0..2]).await;
    world.addresses(&[(p[6], "a@acme.example", false), (p[7], "b@acme.example", false)]).await;
    world.addresses(&[(p[2], "a@gmail.com", false), (p[3], "b@gmail.com", false)]).await;
    assert_eq!(world.pairs(None).await, [(1, 2, 9), (3, 4, 6), (5, 6, 6), (7, 8, 9)]);
    let together = Reason::SameOrganization { name: "株式会社佐藤商店".to_owned() };
    assert!(world.why(p[0], p[1]).await.contains(&together));
    assert!(world.why(p[6], p[7]).await.contains(&Reason::SameDomain { value: "acme.example".to_owned() }));
}

#[tokio::test]
async fn forms_of_names_among_colleagues() {
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
        "Bob Marlowe",
        "Robert Marlowe",
    ];
    let p = world.people(&names).await;
    world.employ("Acme", &p).await;
    let found = world.pairs(None).await;
    for pair in [(1, 2), (7, 8), (9, 10)] {
        assert!(found.iter().any(|(a, b, _)| (*a, *b) == pair), "{pair:?} {found:?}");
    }
    // 花子 is not T., and other kanji are another name
    assert!(found.iter().all(|(a, b, _)| (*a, *b) != (2, 3) && (*a, *b) != (4, 6)), "{found:?}");
    let form = Reason::NameForm { a: "T. Suzuki".to_owned(), b: "Taro Suzuki".to_owned() };
    assert!(world.why(p[0], p[1]).await.contains(&form));
}

#[tokio::test]
async fn handles_and_what_speaks_against() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let p = world.people(&["Ada", "Bo", "Same Name", "Same Name", "Eve", "Fay"]).await;
    let on = |person, provider: &str, n: &str, handle: &str| {
        let mut new = account(person, provider, n);
        new.handle = Some(handle.to_owned());
        new
    };
    world
        .accounts(&[
            on(p[0], "github", "1", "quetzal-l"),
            on(p[1], "x", "1", "@Quetzal-L"),
            on(p[2], "github", "3", "one"),
            on(p[3], "github", "4", "two"),
            on(p[4], "github", "5", "marmoset"),
            on(p[5], "github", "6", "okapi"),
        ])
        .await;
    assert_eq!(world.pairs(None).await, [(1, 2, 6)]);
    let providers = ["github".to_owned(), "x".to_owned()];
    assert_eq!(
        world.why(p[0], p[1]).await[0],
        Reason::SameHandle { value: "quetzal-l".to_owned(), providers }
    );
    world.addresses(&[(p[2], "same@acme.example", false), (p[3], "same@acme.example", false)]).await;
    assert!(world.pairs(None).await.iter().any(|(a, b, _)| (*a, *b) == (3, 4)));
    let twice = Reason::TwoAccountsOnOneProvider { provider: "github".to_owned() };
    assert_eq!(world.why(p[2], p[3]).await.last(), Some(&twice));
}

#[tokio::test]
async fn who_proved_two_accounts_in_one_place_is_two() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let p = world.people(&["Ada Byron", "Ada Byron", "Ada Byron"]).await;
    let proved = |person, n: &str| crm::accounts::NewAccount {
        handle: Some(n.to_owned()),
        verified: true,
        ..account(person, "github", n)
    };
    // the third has an address in common with each of the two, and no account
    world.accounts(&[proved(p[0], "quetzal"), proved(p[1], "marmoset")]).await;
    world
        .addresses(&[
            (p[0], "one@acme.example", true),
            (p[1], "two@acme.example", true),
            (p[2], "one@acme.example", true),
            (p[2], "two@acme.example", true),
        ])
        .await;
    let found = world.pairs(None).await;
    assert_eq!(found.len(), 1, "with one of them, never with both: {found:?}");
    assert!(found[0].0 == 3 || found[0].1 == 3, "{found:?}");
    let mut tx = world.begin().await;
    let why = merges::explain(&mut tx, p[0], p[1]).await.unwrap().unwrap();
    assert_eq!(why.score, 0.0);
}

#[tokio::test]
async fn what_is_known_beside_names_and_addresses() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let p = world.people(&["aoi", "kumo", "sora", "hoshi", "nami", "kaze"]).await;
    let identify =
        |person, kind, value: &str| NewIdentifier { person, kind, value: value.to_owned(), verified: false };
    let mut tx = world.begin().await;
    identifiers::add(
        &mut tx,
        &[
            identify(p[0], IdentifierKind::ClickId, "c-41"),
            identify(p[1], IdentifierKind::ClickId, "c-41"),
            identify(p[2], IdentifierKind::Phone, "090-1234-5678"),
            identify(p[3], IdentifierKind::Phone, "+81 90 1234 5678"),
            identify(p[4], IdentifierKind::KeyFingerprint, "SHA256:abc"),
            identify(p[5], IdentifierKind::KeyFingerprint, "SHA256:abc"),
        ],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let found: Vec<_> = world.pairs(None).await.into_iter().map(|(a, b, _)| (a, b)).collect();
    assert_eq!(found, [(1, 2), (3, 4), (5, 6)]);
    let why = world.why(p[0], p[1]).await;
    assert!(why.contains(&Reason::SameMark { mark: Mark::Trace, value: "c-41".to_owned() }), "{why:?}");
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
    assert_eq!(world.pairs(None).await, [(2, 3, 6)]);
    assert_eq!(world.pairs(Some(p[0])).await, [(2, 3, 6)]);
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
            on(2, "github", "Marisolle"),
            on(3, "x", "marisolle2"),
            on(4, "slack", "visitor1"), // numbered at one place: two accounts
            on(5, "slack", "visitor2"),
            on(6, "github", "abc"), // too short
            on(7, "github", "abc_"),
            on(8, "github", "route66"),
            on(9, "x", "route67"), // a number, not a tail
        ])
        .await;
    let found: Vec<_> = world.pairs(None).await.into_iter().map(|(a, b, _)| (a, b)).collect();
    assert_eq!(found, [(1, 2)], "a digit more elsewhere is not enough");
    world.employ("Acme", &p[2..4]).await;
    assert!(world.pairs(None).await.iter().any(|(a, b, _)| (*a, *b) == (3, 4)));
    assert_eq!(world.why(p[0], p[1]).await[0], Reason::SameLogin { value: "helix84".to_owned() });
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
    // the third may be either, and not both
    assert_eq!(world.pairs(None).await, [(1, 3, 6)]);
    let merged = world.merge(p[2], p[1]).await.unwrap();
    assert_eq!(world.pairs(None).await, []);
    assert_eq!(world.suggest(Some(p[0])).await, []);
    let mut tx = world.begin().await;
    assert_eq!(merges::rejections(&mut tx, p[0], p[2]).await.unwrap().len(), 1);
    assert!(merges::explain(&mut tx, p[1], p[2]).await.unwrap().is_none());
    assert_eq!(merges::explain(&mut tx, p[0], p[1]).await.unwrap().unwrap().b.number, 3);
    tx.commit().await.unwrap();
    world.undo(&merged).await.unwrap();
    assert_eq!(world.pairs(None).await, [(1, 3, 6)]);
    let mut tx = world.begin().await;
    let forgotten = merges::forget(&mut tx, p[0], p[1]).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.pairs(None).await.len(), 3);
    let mut tx = world.begin().await;
    assert!(merges::put_back(&mut tx, &forgotten).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(world.pairs(None).await.len(), 1);
}

#[tokio::test]
async fn names_read_differently_speak_against() {
    let test = testing::database().await;
    let world = World::new(&test).await;
    let read = |kana: &str| NewPerson { kana: Some(kana.to_owned()), ..person("佐藤 裕子") };
    world.persons(vec![read("サトウ ユウコ"), read("さとう ひろこ"), read("さとうゆうこ")]).await;
    assert_eq!(world.pairs(None).await, [(1, 3, 6)]);
}
