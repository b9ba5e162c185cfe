//! What a tenant knows beyond what everybody does: fields of its own, scores, employers by address; and finding
//! people by all of it.

#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use crm::{
    Actor, PersonId, TenantId, TenantTx, connections,
    fields::{self, Compare, Definition, Edit, FieldKind, FieldValue, NewField, Object, Test},
    merges,
    organizations::{self, NewEmployment, NewOrganization},
    persons::{self, Condition, Filter, NewPerson, Query},
    record::{self, By, Did, Incoming, Place, Sender, Timing},
    scores::{self, Measure},
    testing::{self, TestDb},
};

struct World {
    test: TestDb,
    tenant: TenantId,
}

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 21, 3, 0, 0).unwrap()
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

impl World {
    async fn new() -> Self {
        let test = testing::database().await;
        let tenant = test.tenant("acme").await;
        Self { test, tenant }
    }

    async fn begin(&self) -> TenantTx {
        self.test.db.begin(self.tenant, Actor::system("test")).await.unwrap()
    }
}

async fn people(tx: &mut TenantTx, names: &[&str]) -> Vec<PersonId> {
    let new = |name: &&str| NewPerson {
        name: (*name).to_owned(),
        relationship: "developer".to_owned(),
        ..NewPerson::default()
    };
    persons::add(tx, &names.iter().map(new).collect::<Vec<_>>()).await.unwrap()
}

fn field(name: &str, kind: FieldKind) -> NewField {
    let choices = match kind {
        FieldKind::Choice | FieldKind::Choices => {
            vec!["Rust".to_owned(), "Go".to_owned(), "日本語".to_owned()]
        }
        _ => Vec::new(),
    };
    NewField {
        object: Object::Person,
        name: name.to_owned(),
        kind,
        choices,
        required: false,
        unique: false,
        indexed: false,
    }
}

async fn add(tx: &mut TenantTx, new: NewField) -> Definition {
    let id = fields::add(tx, &new).await.unwrap().unwrap();
    fields::by_id(tx, id).await.unwrap().unwrap()
}

async fn put(tx: &mut TenantTx, person: PersonId, field: &Definition, value: FieldValue) {
    assert_eq!(fields::set(tx, person.into(), &[(field.clone(), Some(value))]).await.unwrap(), None);
}

async fn stands(tx: &mut TenantTx, person: PersonId, field: &Definition) -> Option<FieldValue> {
    let all = fields::values(tx, person.into()).await.unwrap();
    all.into_iter().find(|(known, _)| known.id == field.id).and_then(|(_, value)| value)
}

async fn found(tx: &mut TenantTx, filters: Vec<Filter<Condition>>) -> String {
    let query = Query { filters, today: now().date_naive(), ..Query::default() };
    let (found, total) = persons::query(tx, &query, 50, 0).await.unwrap();
    assert_eq!(total, i64::try_from(found.len()).unwrap());
    let mut names: Vec<String> = found.into_iter().map(|person| person.name).collect();
    names.sort();
    names.join(" ")
}

fn is(is: Condition) -> Vec<Filter<Condition>> {
    vec![Filter::one(is, false)]
}

fn text(value: &str) -> FieldValue {
    FieldValue::Text(value.to_owned())
}

#[tokio::test]
async fn values_of_every_kind_are_kept_and_found() {
    let world = World::new().await;
    let mut tx = world.begin().await;
    let who = people(&mut tx, &["ann", "bob", "cyd"]).await;
    for indexed in [false, true] {
        let named = |name: &str, kind| NewField { indexed, ..field(&format!("{name} {indexed}"), kind) };
        let city = add(&mut tx, named("市", FieldKind::Text)).await;
        let age = add(&mut tx, named("age", FieldKind::Number)).await;
        let met = add(&mut tx, named("met", FieldKind::Date)).await;
        let langs = add(&mut tx, named("利用言語", FieldKind::Choices)).await;
        let vip = add(&mut tx, named("vip", FieldKind::Boolean)).await;
        let mentor = add(&mut tx, named("mentor", FieldKind::Person)).await;
        for (person, place, n, d) in
            [(0, "Tōkyō Minato", "9.5", 1), (1, "東京都港区", "10", 2), (2, "東京", "-3", 3)]
        {
            put(&mut tx, who[person], &city, text(place)).await;
            put(&mut tx, who[person], &age, FieldValue::Number(n.parse().unwrap())).await;
            put(&mut tx, who[person], &met, FieldValue::Date(day(5, d))).await;
        }
        let both = FieldValue::Choices(vec!["Rust".to_owned(), "日本語".to_owned()]);
        put(&mut tx, who[0], &langs, both.clone()).await;
        put(&mut tx, who[1], &langs, FieldValue::Choices(vec!["Go".to_owned()])).await;
        put(&mut tx, who[2], &vip, FieldValue::Boolean(true)).await;
        put(&mut tx, who[2], &mentor, FieldValue::Person(who[0])).await;
        assert_eq!(stands(&mut tx, who[0], &langs).await, Some(both));
        let one = |choice: &str| Test::Is(FieldValue::Choices(vec![choice.to_owned()]));
        for (field, test, want) in [
            (&city, Test::Begins("東京".to_owned()), "bob cyd"),
            (&city, Test::Begins("ＴŌ".to_owned()), "ann"),
            (&age, Test::Number(Compare::More, "9.5".parse().unwrap()), "bob"),
            (&age, Test::Number(Compare::AtLeast, "9.5".parse().unwrap()), "ann bob"),
            (&age, Test::Number(Compare::Less, "0".parse().unwrap()), "cyd"),
            (&age, Test::Is(FieldValue::Number("10.0".parse().unwrap())), "bob"),
            (&met, Test::Day(Compare::AtMost, day(5, 2)), "ann bob"),
            (&met, Test::Within(day(5, 2), day(5, 9)), "bob cyd"),
            (&langs, one("Rust"), "ann"),
            (&langs, one("日本語"), "ann"),
            (&vip, Test::Is(FieldValue::Boolean(true)), "cyd"),
            (&vip, Test::Filled, "cyd"),
            (&mentor, Test::Is(FieldValue::Person(who[0])), "cyd"),
        ] {
            let all = is(Condition::Field(field.clone(), test.clone()));
            assert_eq!(found(&mut tx, all).await, want, "{} {test:?}", field.name);
            let not = vec![Filter::one(Condition::Field(field.clone(), test.clone()), true)];
            let others = found(&mut tx, not).await;
            assert!(want.split(' ').all(|name| !others.contains(name)), "not {test:?}: {others}");
        }
    }
}

#[tokio::test]
async fn a_unique_value_is_one_persons_and_the_database_says_so() {
    let world = World::new().await;
    let mut tx = world.begin().await;
    let who = people(&mut tx, &["ann", "bob"]).await;
    let no = add(&mut tx, NewField { unique: true, ..field("member no", FieldKind::Text) }).await;
    put(&mut tx, who[0], &no, text("K-1")).await;
    let taken = fields::set(&mut tx, who[1].into(), &[(no.clone(), Some(text("ｋ-1")))]).await.unwrap();
    assert_eq!(taken.unwrap().holder.to_string(), "P-1");
    put(&mut tx, who[0], &no, text("K-1")).await;
    tx.commit().await.unwrap();
    // two at one moment: the second waits for the first, and is refused
    let (mut one, mut other) = (world.begin().await, world.begin().await);
    put(&mut one, who[0], &no, text("K-2")).await;
    let second = tokio::spawn(async move {
        let set = fields::set(&mut other, who[1].into(), &[(no, Some(text("K-2")))]).await;
        set.map_err(|error| error.as_database_error().is_some_and(|it| it.is_unique_violation()))
    });
    one.commit().await.unwrap();
    match second.await.unwrap() {
        Err(unique) => assert!(unique),
        Ok(taken) => assert_eq!(taken.unwrap().holder.to_string(), "P-1"),
    }
}

#[tokio::test]
async fn a_field_that_is_to_be_unique_names_who_is_not() {
    let world = World::new().await;
    let mut tx = world.begin().await;
    let who = people(&mut tx, &["ann", "bob", "cyd"]).await;
    let no = add(&mut tx, field("no", FieldKind::Number)).await;
    for (person, n) in who.iter().zip([1, 1, 2]) {
        put(&mut tx, *person, &no, FieldValue::Number(n.into())).await;
    }
    let edit = Edit { unique: Some(true), ..Edit::default() };
    tx.savepoint().await.unwrap();
    let twice = fields::change(&mut tx, &no, &edit).await.unwrap().unwrap_err();
    assert_eq!((twice.one.to_string(), twice.other.to_string()), ("P-1".to_owned(), "P-2".to_owned()));
    tx.rollback_to_savepoint().await.unwrap();
    // one person by a merge: no two have it
    let merged =
        merges::merge(&mut tx, who[0], who[1], "test", serde_json::json!([])).await.unwrap().unwrap();
    assert_eq!(fields::change(&mut tx, &no, &edit).await.unwrap(), Ok(()));
    let no = fields::by_id(&mut tx, no.id).await.unwrap().unwrap();
    let taken =
        fields::set(&mut tx, who[2].into(), &[(no, Some(FieldValue::Number(1.into())))]).await.unwrap();
    assert_eq!(taken.unwrap().holder.to_string(), "P-1");
    drop(merged);
}

#[tokio::test]
async fn values_go_with_a_merge_and_come_back_with_its_undo() {
    let world = World::new().await;
    let mut tx = world.begin().await;
    let who = people(&mut tx, &["ann", "bob", "cyd"]).await;
    let no = add(&mut tx, NewField { unique: true, ..field("no", FieldKind::Text) }).await;
    let city = add(&mut tx, NewField { indexed: true, ..field("city", FieldKind::Text) }).await;
    put(&mut tx, who[0], &city, text("Kyoto")).await;
    put(&mut tx, who[1], &city, text("Osaka")).await;
    put(&mut tx, who[1], &no, text("K-9")).await;
    let merged =
        merges::merge(&mut tx, who[0], who[1], "test", serde_json::json!([])).await.unwrap().unwrap();
    assert_eq!(merged.fields.iter().map(|it| it.field.as_ref()).collect::<Vec<_>>(), ["no"]);
    assert_eq!(stands(&mut tx, who[0], &no).await, Some(text("K-9")));
    assert_eq!(stands(&mut tx, who[0], &city).await, Some(text("Kyoto")));
    let by_no = is(Condition::Field(no.clone(), Test::Begins("k-9".to_owned())));
    assert_eq!(found(&mut tx, by_no.clone()).await, "ann");
    // what bob had stays his: nobody else takes it while he is part of ann
    put(&mut tx, who[0], &no, text("K-10")).await;
    let taken = fields::set(&mut tx, who[2].into(), &[(no.clone(), Some(text("K-9")))]).await.unwrap();
    assert_eq!(taken.unwrap().holder.to_string(), "P-2");
    put(&mut tx, who[0], &no, text("K-9")).await;
    let undone = merges::undo(&mut tx, merged.id).await.unwrap().unwrap();
    assert_eq!(undone.conflicts, []);
    assert_eq!(stands(&mut tx, who[0], &no).await, None);
    assert_eq!(stands(&mut tx, who[1], &no).await, Some(text("K-9")));
    assert_eq!(found(&mut tx, by_no).await, "bob");
    // deleted, restored
    assert!(fields::delete(&mut tx, city.id).await.unwrap());
    assert_eq!(fields::values(&mut tx, who[0].into()).await.unwrap().len(), 1);
    let other = add(&mut tx, field("City", FieldKind::Text)).await;
    assert!(!fields::restore(&mut tx, city.id).await.unwrap());
    fields::delete(&mut tx, other.id).await.unwrap();
    assert!(fields::restore(&mut tx, city.id).await.unwrap());
    assert_eq!(stands(&mut tx, who[0], &city).await, Some(text("Kyoto")));
}

fn said(who: &str, email: Option<&str>, action: &str, ago: i64) -> Incoming {
    let at = now() - TimeDelta::days(ago);
    Incoming {
        place: Some(Place { external_id: "help".to_owned(), name: None, kind: "channel" }),
        thread: None,
        external_id: Some(format!("{who}-{action}-{ago}")),
        by: By::Sender(Sender {
            external_id: who.to_owned(),
            name: Some(who.to_owned()),
            email: email.map(str::to_owned),
            ..Sender::default()
        }),
        at,
        told: None,
        did: Did::Act { action: action.to_owned(), text: Some("hello".to_owned()) },
    }
}

async fn record(world: &World, events: &[Incoming]) {
    let mut tx = world.begin().await;
    let slack = connections::ensure(&mut tx, "slack", "Acme").await.unwrap();
    record::record(&mut tx, &slack, events, Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
}

fn over(how: Compare, score: f64) -> Vec<Filter<Condition>> {
    is(Condition::Score(Measure::Engagement, how, score))
}

#[tokio::test]
async fn scores_are_kept_up_to_date_and_found_by() {
    let world = World::new().await;
    let steady: Vec<Incoming> = (0..40).map(|ago| said("ann", None, "message", ago)).collect();
    record(&world, &steady).await;
    record(&world, &[said("bob", None, "message", 1), said("cyd", None, "talk", 200)]).await;
    let mut tx = world.begin().await;
    assert_eq!(scores::refresh(&mut tx, now()).await.unwrap(), 3);
    let top = scores::top(&mut tx, Measure::Engagement, 9, now().date_naive()).await.unwrap();
    assert_eq!(top.iter().map(|it| it.person.name.as_str()).collect::<Vec<_>>(), ["ann", "bob", "cyd"]);
    let givers = scores::top(&mut tx, Measure::Contribution, 9, now().date_naive()).await.unwrap();
    assert_eq!(givers.iter().map(|it| it.person.name.as_str()).collect::<Vec<_>>(), ["cyd"]);
    let [engagement, contribution] = scores::explain(&mut tx, top[0].person.id, now()).await.unwrap();
    assert!((engagement.score - top[0].engagement).abs() < 1e-6 && contribution.score == 0.0);
    assert_eq!((engagement.lines[0].times, engagement.lines[0].days), (40, 40));
    // what is shown is what is asked for
    let shown = top[0].engagement.round();
    assert_eq!(found(&mut tx, over(Compare::AtLeast, shown)).await, "ann");
    assert_eq!(found(&mut tx, over(Compare::More, shown)).await, "");
    assert_eq!(found(&mut tx, over(Compare::AtMost, shown)).await, "ann bob cyd");
    assert_eq!(found(&mut tx, over(Compare::Less, shown)).await, "bob cyd");
    // a year on, nobody did anything, and nothing needs to be computed
    let next_year = now().date_naive() + chrono::Days::new(365);
    let faded = scores::top(&mut tx, Measure::Engagement, 1, next_year).await.unwrap();
    assert!(faded[0].engagement < 1.0);
    tx.commit().await.unwrap();
    // another weight: all anew
    let mut tx = world.begin().await;
    assert_eq!(scores::set_weight(&mut tx, Measure::Contribution, "message", 5.0).await.unwrap(), None);
    assert_eq!(scores::refresh(&mut tx, now()).await.unwrap(), 3);
    let givers = scores::top(&mut tx, Measure::Contribution, 1, now().date_naive()).await.unwrap();
    assert_eq!(givers[0].person.name, "ann");
    assert_eq!(scores::clear_weight(&mut tx, Measure::Contribution, "message").await.unwrap(), Some(5.0));
    tx.commit().await.unwrap();
    // two persons made one: their deeds are one's, and apart again
    let mut tx = world.begin().await;
    let (ann, bob) = (top[0].person.id, top[1].person.id);
    let merged = merges::merge(&mut tx, bob, ann, "test", serde_json::json!([])).await.unwrap().unwrap();
    scores::refresh(&mut tx, now()).await.unwrap();
    let top = scores::top(&mut tx, Measure::Engagement, 9, now().date_naive()).await.unwrap();
    assert_eq!(top.iter().map(|it| it.person.name.as_str()).collect::<Vec<_>>(), ["bob", "cyd"]);
    merges::undo(&mut tx, merged.id).await.unwrap().unwrap();
    scores::refresh(&mut tx, now()).await.unwrap();
    assert_eq!(found(&mut tx, over(Compare::AtLeast, shown)).await, "ann");
}

#[tokio::test]
async fn an_address_tells_the_employer_unless_somebody_said_otherwise() {
    let world = World::new().await;
    let mut tx = world.begin().await;
    let new = |name: &str, domain: &str| NewOrganization {
        name: name.to_owned(),
        other_name: None,
        domain: Some(domain.to_owned()),
        kind: "company".to_owned(),
    };
    let at = organizations::add(&mut tx, &[new("Acme", "acme.example"), new("Bolt", "bolt.example")])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    record(
        &world,
        &[
            said("ann", Some("ann@acme.example"), "message", 9),
            said("bob", Some("bob@gmail.com"), "message", 9),
        ],
    )
    .await;
    let mut tx = world.begin().await;
    let works = |org: &str| is(Condition::Organization(org.to_owned()));
    assert_eq!(found(&mut tx, works("acme")).await, "ann");
    let ann = persons::find(&mut tx, "ann", 1, 0).await.unwrap().0.remove(0).id;
    let bob = persons::find(&mut tx, "bob", 1, 0).await.unwrap().0.remove(0).id;
    let employments = persons::card(&mut tx, ann).await.unwrap().employments;
    assert!(employments[0].started_on.is_some());
    // another address, later: moved, and the former is history
    let later = Utc::now().date_naive() + chrono::Days::new(2);
    let moved =
        organizations::employ_by_email(&mut tx, ann, "Ann@BOLT.example", later).await.unwrap().unwrap();
    let employments = persons::card(&mut tx, ann).await.unwrap().employments;
    assert_eq!((employments[0].organization.as_str(), employments[1].ended_on), ("Bolt", Some(later)));
    assert_eq!(organizations::employ_by_email(&mut tx, ann, "ann@acme.example", later).await.unwrap(), None);
    organizations::unemploy(&mut tx, &[moved.id]).await.unwrap();
    assert_eq!(found(&mut tx, works("acme")).await, "ann");
    // who is said to work somewhere is not moved by an address
    let work =
        NewEmployment { person: bob, organization: at[0], title: None, started_on: None, ended_on: None };
    organizations::employ(&mut tx, &[work]).await.unwrap();
    assert_eq!(organizations::employ_by_email(&mut tx, bob, "bob@bolt.example", later).await.unwrap(), None);
    // a further domain and a further name
    let field = organizations::Field::Domain;
    organizations::set(&mut tx, at[1], field, Some("bolt.example, bolt.jp")).await.unwrap();
    organizations::set(&mut tx, at[1], organizations::Field::OtherName, Some("ボルト、Bolt KK"))
        .await
        .unwrap();
    let cyd = people(&mut tx, &["cyd"]).await[0];
    assert!(organizations::employ_by_email(&mut tx, cyd, "cyd@bolt.jp", later).await.unwrap().is_some());
    for name in ["ぼると", "bolt kk", "bolt.jp"] {
        let named = organizations::refer(&mut tx, name).await.unwrap();
        assert!(matches!(named, persons::Found::One(it) if it.name == "Bolt"), "{name}");
    }
    let present = organizations::fields(&mut tx, at[1]).await.unwrap();
    assert_eq!(present[&field].as_deref(), Some("bolt.example, bolt.jp"));
}
