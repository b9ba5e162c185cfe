//! Private rooms: what is said of them where, and to whom, down to the counts.

use chrono::{DateTime, TimeDelta, Utc};
use crm::{
    AccountId, Actor, PersonId, Role, TenantTx,
    accounts::{self, NewAccount},
    activities, connections, conversations,
    organizations::{self, NewEmployment, NewOrganization},
    persons::{self, Among, Found, Page},
    questions::Asked,
    record::{self, Incoming, Timing},
    shown::{self, Shown},
};

use crate::{
    rooms::{self, Line},
    world::{self, World, act, noon, words},
};

const SECRETS: [&str; 2] = ["the rate limit is low", "nobody has fixed it yet"];

/// Does this tell anything of #help?
fn tells(said: &str) -> bool {
    SECRETS.iter().any(|secret| said.contains(secret))
}

async fn begin(world: &World) -> TenantTx {
    world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap()
}

fn nina(room: &str, text: &str, at: DateTime<Utc>) -> Incoming {
    act("u9", "Nina", Some(room), "message", Some(text), at)
}

async fn store(world: &World, events: &[Incoming]) {
    let mut tx = begin(world).await;
    record::record(&mut tx, &world.slack, events, Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
}

/// Nina's words, twice in #help, which is private, an hour ago, and once in #open, a day ago.
async fn talked() -> World {
    let world = world::empty().await;
    let at = noon() - TimeDelta::hours(1);
    let again = nina("help", SECRETS[1], at + TimeDelta::minutes(1));
    store(
        &world,
        &[nina("open", "good morning", at - TimeDelta::days(1)), nina("help", SECRETS[0], at), again],
    )
    .await;
    let mut tx = begin(&world).await;
    let Found::One(help) = conversations::refer(&mut tx, "help").await.unwrap() else { panic!("no #help") };
    conversations::set_private(&mut tx, help.id, true).await.unwrap();
    tx.commit().await.unwrap();
    world.test.quiet().await;
    while world.app.search.catch_up(&world.app.db).await.unwrap() {}
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_room_is_not_read_aloud_in_another() {
    let mut world = talked().await;
    let slack = rooms::open(&mut world);
    world.is("u9", Role::Member).await;
    world.is("boss", Role::Admin).await;
    let asks = ["summary of #help", "#helpの要約", "summary everywhere", "search \"rate limit\"", "A-2"];
    for (n, who) in ["u9", "boss"].into_iter().enumerate() {
        for (m, text) in asks.into_iter().enumerate() {
            let id = format!("a{n}{m}");
            let line = Line { id: &id, who, room: "open", thread: None, text, to_bot: true };
            let said = words(&world.write(&slack, &line).await.pop().unwrap().1);
            assert!(!tells(&said), "{who}, {text}: {said}");
        }
        let id = format!("b{n}");
        let line = Line { id: &id, who, room: "help", thread: None, text: "summary", to_bot: true };
        let said = words(&world.write(&slack, &line).await.pop().unwrap().1);
        assert!(tells(&said), "{who}, in the room itself: {said}");
    }
    for role in [Role::Member, Role::Admin] {
        for text in ["summary of #help", "search \"rate limit\"", "A-2"] {
            let said = words(&world.ask(role, text).await);
            assert!(tells(&said), "{role:?}, alone with the bot, {text}: {said}");
        }
    }
    assert!(!tells(&words(&world.ask(Role::Viewer, "summary everywhere").await)));
}

/// What is told of Nina: how much she did, and when last, by every way there is.
async fn told(tx: &mut TenantTx, nina: PersonId) -> Vec<(i64, Option<DateTime<Utc>>)> {
    let top = persons::top(tx, Among::default(), "UTC", 9).await.unwrap();
    let top = top.into_iter().find(|ranked| ranked.person.id == nina).map_or(0, |ranked| ranked.activities);
    let card = persons::card(tx, nina).await.unwrap();
    let timeline = persons::timeline(tx, nina, Page { limit: 9, ..Page::default() }).await.unwrap();
    let accounts = accounts::list(tx, nina).await.unwrap();
    let Found::One(acme) = organizations::refer(tx, "Acme").await.unwrap() else { panic!("no Acme") };
    let acme_card = organizations::card(tx, acme.id).await.unwrap();
    let last = card.seen.map(|seen| seen.1);
    vec![
        (top, last),
        (card.actions.iter().map(|action| action.1).sum(), last),
        (i64::try_from(timeline.len()).unwrap(), timeline.first().map(|entry| entry.occurred_at)),
        (acme_card.activities, acme_card.last),
        (acme_card.activities, acme_card.people[0].seen),
        (acme_card.activities, accounts[0].last_seen),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_read_is_not_counted_nor_dated() {
    let world = talked().await;
    // what she says to the bot alone counts for nobody
    let to_bot = nina("talk", "help", noon());
    let to_bot =
        Incoming { place: to_bot.place.map(|place| record::Place { kind: "assistant", ..place }), ..to_bot };
    store(&world, &[to_bot]).await;
    let mut tx = begin(&world).await;
    let Found::One(nina) = persons::refer(&mut tx, "Nina").await.unwrap() else { panic!("no Nina") };
    let acme = NewOrganization { name: "Acme".to_owned(), kind: "company".to_owned(), ..Default::default() };
    let organization = organizations::add(&mut tx, &[acme]).await.unwrap()[0];
    let job = NewEmployment { person: nina.id, organization, title: None, started_on: None, ended_on: None };
    organizations::employ(&mut tx, &[job]).await.unwrap();
    let room = async |tx: &mut TenantTx, name: &str| match conversations::refer(tx, name).await.unwrap() {
        Found::One(room) => room.id,
        other => panic!("{name}: {other:?}"),
    };
    let (help, open) = (room(&mut tx, "help").await, room(&mut tx, "open").await);
    tx.commit().await.unwrap();
    let late = noon() - TimeDelta::hours(1) + TimeDelta::minutes(1);
    let early = noon() - TimeDelta::hours(25);
    for (role, aloud, count, last) in [
        (Role::Viewer, None, 1, early),
        (Role::Admin, None, 3, late),
        (Role::Admin, Some(open), 1, early),
        (Role::Viewer, Some(help), 3, late),
    ] {
        let account = world.is(role.as_str(), role).await;
        let mut tx = begin(&world).await;
        let actor = accounts::caller(&mut tx, account).await.unwrap();
        let mut tx = world.app.db.begin(world.tenant, actor).await.unwrap();
        if let Some(room) = aloud {
            tx.read_aloud_in(room);
        }
        for (way, told) in told(&mut tx, nina.id).await.into_iter().enumerate() {
            assert_eq!(told, (count, Some(last)), "{role:?} {aloud:?}, way {way}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_of_one_name_are_two() {
    let world = world::empty().await;
    let at = |n| noon() - TimeDelta::minutes(n);
    let said = |id: &str, who: &str, message: &str, n| Incoming {
        thread: Some("t1".to_owned()),
        external_id: Some(message.to_owned()),
        ..act(id, who, Some("help"), "message", Some("about pricing"), at(n))
    };
    store(&world, &[said("u1", "Nina", "t1", 9), said("u2", "Omar", "t2", 8)]).await;
    let mut tx = begin(&world).await;
    let other = connections::ensure(&mut tx, "slack", "Beta").await.unwrap();
    record::record(&mut tx, &other, &[said("u3", "Zoe", "t1", 7)], Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
    let said = words(&world.ask(Role::Viewer, "influencers").await);
    let answers = |name: &str| said.lines().find(|line| line.contains(name)).unwrap().to_owned();
    assert!(answers("Nina").ends_with("| Nina | 1 | 1 | 1 | 1"), "{said}");
    assert!(answers("Zoe").ends_with("| Zoe | 0 | 0 | 1 | 1"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_in_the_trash_has_no_code() {
    let world = talked().await;
    let mut tx = begin(&world).await;
    let Found::One(nina) = persons::refer(&mut tx, "Nina").await.unwrap() else { panic!("no Nina") };
    let codes = async |tx: &mut TenantTx| {
        let messages = conversations::messages(tx, None, None, None, 9).await.unwrap();
        let listed = activities::list(tx, activities::Filter::default(), 9, 0).await.unwrap().0;
        messages.iter().map(|m| m.person).chain(listed.iter().map(|m| m.person)).collect::<Vec<_>>()
    };
    assert_eq!(codes(&mut tx).await, vec![Some(nina.number); 6]);
    assert!(persons::delete(&mut tx, nina.id).await.unwrap());
    assert_eq!(codes(&mut tx).await, vec![None; 6]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_was_shown_something_is_kept() {
    let world = talked().await;
    let mut tx = begin(&world).await;
    let Found::One(open) = conversations::refer(&mut tx, "open").await.unwrap() else { panic!("no #open") };
    let new = |id: &str| NewAccount {
        person: None,
        provider: "github".to_owned(),
        workspace: String::new(),
        external_id: id.to_owned(),
        handle: None,
        name: None,
        email: None,
        is_bot: false,
        verified: false,
    };
    let added: Vec<AccountId> = accounts::add(&mut tx, &[new("1"), new("2")]).await.unwrap();
    let asked = Asked { conversation: open.id, account: added[0] };
    shown::remember(&mut tx, asked, &Shown::default()).await.unwrap();
    assert!(!accounts::remove(&mut tx, added[0]).await.unwrap());
    assert!(accounts::remove(&mut tx, added[1]).await.unwrap());
}
