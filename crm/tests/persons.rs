//! Persons changed, put in the trash, and gone for good.

#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::NaiveDate;
use crm::{
    Actor, PersonId, Role, TenantId, TenantTx,
    accounts::{self, NewAccount},
    connections, housekeeping,
    identifiers::{self, IdentifierKind},
    merges,
    notes::{self, Object},
    organizations::{self, NewEmployment, NewOrganization},
    persons::{self, Found, NewPerson},
    record::{self, By, Did, Incoming, Timing},
    testing::{self, TestDb},
    users,
};
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};

struct World {
    test: TestDb,
    tenant: TenantId,
    /// Looks behind the wall.
    admin: PgConnection,
}

impl World {
    async fn new() -> Self {
        let test = testing::database().await;
        let tenant = test.tenant("acme").await;
        let admin = PgConnection::connect(&test.admin_url()).await.unwrap();
        Self { test, tenant, admin }
    }

    async fn begin(&self) -> TenantTx {
        self.test.db.begin(self.tenant, Actor::system("test")).await.unwrap()
    }

    async fn people(&self, names: &[&str]) -> Vec<PersonId> {
        let mut tx = self.begin().await;
        let new = |name: &&str| NewPerson {
            name: (*name).to_owned(),
            email: Some(format!("{name}@acme.example")),
            title: Some("CTO".to_owned()),
            tags: vec!["vip".to_owned()],
            relationship: "developer".to_owned(),
            ..NewPerson::default()
        };
        let ids = persons::add(&mut tx, &names.iter().map(new).collect::<Vec<_>>()).await.unwrap();
        tx.commit().await.unwrap();
        ids
    }

    async fn employments(&mut self) -> Value {
        sqlx::query_scalar(
            "select coalesce(jsonb_agg(to_jsonb(r) order by r.id), '[]') from crm.employments r where tenant_id = $1",
        )
        .bind(self.tenant)
        .fetch_one(&mut self.admin)
        .await
        .unwrap()
    }

    /// How many rows of these persons there are in a table, by the name of its column.
    async fn rows(&mut self, table: &str, condition: &str, persons: &[PersonId]) -> i64 {
        let sql = format!("select count(*) from crm.{table} where tenant_id = $1 and {condition}");
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(self.tenant)
            .bind(persons)
            .fetch_one(&mut self.admin)
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn a_change_of_employer_is_taken_back_row_by_row() {
    let mut world = World::new().await;
    let person = world.people(&["ada"]).await[0];
    let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
    let mut tx = world.begin().await;
    let new = |name: &str| NewOrganization {
        name: name.to_owned(),
        kind: "company".to_owned(),
        ..Default::default()
    };
    let at = organizations::add(&mut tx, &[new("Aozora"), new("Kumoha"), new("Hoshi")]).await.unwrap();
    let work = |organization, started_on| NewEmployment {
        person,
        organization,
        title: Some("CTO".to_owned()),
        started_on,
        ended_on: None,
    };
    // one of them begins after the day of the change
    let works = [work(at[0], None), work(at[1], Some(day(30)))];
    organizations::employ(&mut tx, &works).await.unwrap();
    tx.commit().await.unwrap();
    let before = world.employments().await;
    for to in [Some(at[2]), Some(at[0]), None] {
        let mut tx = world.begin().await;
        let change = persons::change_employer(&mut tx, person, to, (day(21), false)).await.unwrap();
        let present: Vec<String> = persons::card(&mut tx, person)
            .await
            .unwrap()
            .employments
            .into_iter()
            .filter(|it| it.ended_on.is_none())
            .map(|it| it.organization)
            .collect();
        assert_eq!(present.len(), usize::from(to.is_some()), "{present:?}");
        assert!(persons::change_employer_back(&mut tx, person, &change).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(world.employments().await, before);
    }
    // somebody changed it since: it is not taken back
    let mut tx = world.begin().await;
    let first = persons::change_employer(&mut tx, person, Some(at[2]), (day(21), false)).await.unwrap();
    persons::change_employer(&mut tx, person, None, (day(22), false)).await.unwrap();
    assert!(!persons::change_employer_back(&mut tx, person, &first).await.unwrap());
}

#[tokio::test]
async fn what_was_in_the_trash_too_long_is_gone() {
    let mut world = World::new().await;
    let ids = world.people(&["ada", "bea", "cyd", "dan"]).await;
    let mut tx = world.begin().await;
    let organization =
        NewOrganization { name: "Aozora".to_owned(), kind: "company".to_owned(), ..Default::default() };
    let organization = organizations::add(&mut tx, &[organization]).await.unwrap()[0];
    let owner = users::add(&mut tx, "Sato", None, Role::Member, None).await.unwrap();
    for (i, id) in ids.iter().enumerate() {
        let account = NewAccount {
            person: Some(*id),
            provider: "github".to_owned(),
            external_id: i.to_string(),
            ..NewAccount::default()
        };
        accounts::add(&mut tx, &[account]).await.unwrap();
        identifiers::claim(&mut tx, *id, IdentifierKind::Email, &format!("{i}@acme.example")).await.unwrap();
        let work = NewEmployment { person: *id, organization, title: None, started_on: None, ended_on: None };
        organizations::employ(&mut tx, &[work]).await.unwrap();
        notes::add(&mut tx, Object::Person(*id), "likes tea").await.unwrap();
        persons::set_owner(&mut tx, *id, Some(owner)).await.unwrap();
    }
    let connection = connections::ensure(&mut tx, "console", "tests").await.unwrap();
    let call = |id: &PersonId| Incoming {
        place: None,
        thread: None,
        external_id: Some(id.to_string()),
        by: By::Person(*id),
        at: "2026-11-01T00:00:00Z".parse().unwrap(),
        told: None,
        did: Did::Act { action: "call".to_owned(), text: Some("wants SSO".to_owned()) },
    };
    let calls: Vec<Incoming> = ids.iter().map(call).collect();
    record::record(&mut tx, &connection, &calls, Timing::Historical).await.unwrap();
    // bea is part of ada; cyd is somebody else who goes to the trash later; dan stays
    merges::merge(&mut tx, ids[0], ids[1], "test", json!([])).await.unwrap().unwrap();
    merges::reject(&mut tx, ids[0], ids[3]).await.unwrap();
    for id in [ids[0], ids[2]] {
        assert!(persons::delete(&mut tx, id).await.unwrap());
        assert!(!persons::delete(&mut tx, id).await.unwrap());
    }
    tx.commit().await.unwrap();
    sqlx::query("update crm.persons set deleted_at = now() - interval '31 days' where id = $1")
        .bind(ids[0])
        .execute(&mut world.admin)
        .await
        .unwrap();

    let mut tx = world.begin().await;
    housekeeping::tidy(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let (gone, kept) = ([ids[0], ids[1]], [ids[2], ids[3]]);
    for (table, condition) in [
        ("accounts", "person_id = any($2)"),
        ("identifiers", "person_id = any($2)"),
        ("employments", "person_id = any($2)"),
        ("activities", "person_id = any($2)"),
        ("notes", "object_id = any($2)"),
        ("persons", "id = any($2) and owner_id is not null"),
        ("persons", "id = any($2) and (name <> '' or search_key <> '' or email is not null or tags <> '{}')"),
    ] {
        assert_eq!(world.rows(table, condition, &gone).await, 0, "{table}");
        assert_eq!(world.rows(table, condition, &kept).await, 2, "{table}");
    }
    // the rows stay: what the accounts did, that there was a call, the numbers
    assert_eq!(world.rows("accounts", "person_id is null or person_id = any($2)", &[]).await, 2);
    assert_eq!(
        world.rows("activities", "person_id is null and text is null or person_id = any($2)", &[]).await,
        2
    );
    assert_eq!(world.rows("activities", "$2::uuid[] is not null and deleted_at is not null", &[]).await, 2);
    assert_eq!(
        world.rows("persons", "id = any($2) and merged_into is null and deleted_at is not null", &gone).await,
        2
    );
    for table in ["merges", "merge_moves", "merge_fields", "rejected_pairs"] {
        assert_eq!(world.rows(table, "$2::uuid[] is not null", &[]).await, 0, "{table}");
    }
    let mut tx = world.begin().await;
    for code in ["P-1", "P-2"] {
        assert_eq!(persons::refer(&mut tx, code).await.unwrap(), Found::None(Vec::new()));
    }
    assert!(!persons::restore(&mut tx, ids[0]).await.unwrap());
    assert_eq!(persons::deleted(&mut tx, 1).await.unwrap().unwrap().person.name, "");
    assert_eq!(persons::trash(&mut tx, 5).await.unwrap().len(), 1);
    assert!(persons::restore(&mut tx, ids[2]).await.unwrap());
    assert!(matches!(persons::refer(&mut tx, "cyd").await.unwrap(), Found::One(_)));
    // again: nothing more to do
    housekeeping::tidy(&mut tx).await.unwrap();
}

#[tokio::test]
async fn staff_are_never_guessed() {
    let world = World::new().await;
    let mut tx = world.begin().await;
    for (name, email) in [
        ("Hana Sato", Some("hana@acme.example")),
        ("Ken Sato", None),
        ("柚木 望", None),
        ("柚木 光", None),
        ("Ines", None),
        ("小林 美咲", Some("misaki.k@acme.example")),
    ] {
        users::add(&mut tx, name, email, Role::Member, None).await.unwrap();
    }
    let mut names = async |text: &str| match users::refer(&mut tx, text).await.unwrap() {
        Found::One(user) => vec![user.name],
        Found::Many(users) => users.into_iter().map(|user| user.name).collect(),
        Found::None(_) => Vec::new(),
    };
    assert_eq!(names("Hana Sato").await, ["Hana Sato"]);
    assert_eq!(names("hana").await, ["Hana Sato"]);
    assert_eq!(names("HANA@acme.example").await, ["Hana Sato"]);
    assert_eq!(names("Inesさん").await, ["Ines"]);
    assert_eq!(names("Sato").await, ["Hana Sato", "Ken Sato"]);
    assert_eq!(names("柚木さん").await, ["柚木 望", "柚木 光"]);
    assert_eq!(names("Ine").await, Vec::<String>::new());
    assert_eq!(names("@nobody").await, Vec::<String>::new());
    // read in another script; what is written so comes first
    assert_eq!(names("Yunoki").await, ["柚木 望", "柚木 光"]);
    assert_eq!(names("ゆのき").await, ["柚木 望", "柚木 光"]);
    assert_eq!(names("佐藤").await, ["Hana Sato", "Ken Sato"]);
    assert_eq!(names("misaki").await, ["小林 美咲"]);
    assert_eq!(names("Kobayashi").await, ["小林 美咲"]);
    assert_eq!(names("Misaki Kobayashi").await, ["小林 美咲"]);
    assert_eq!(names("Saito").await, Vec::<String>::new());
}

#[tokio::test]
async fn a_name_is_known_by_its_parts_and_not_by_letters_within_them() {
    let world = World::new().await;
    world
        .people(&[
            "Kenji Watanabe",
            "Mai Fukuda",
            "Priya Raman",
            "Yara Mint",
            "小山田太郎",
            "José García",
            "青空Tech 次郎",
        ])
        .await;
    let mut tx = world.begin().await;
    let mut found = async |text: &str| match persons::refer(&mut tx, text).await.unwrap() {
        Found::One(one) => one.name,
        Found::Many(many) => format!("{} of them", many.len()),
        Found::None(_) => "-".to_owned(),
    };
    for (text, want) in [
        ("Watanabe", "Kenji Watanabe"),
        ("watana", "Kenji Watanabe"),
        ("Watanabe Kenji", "Kenji Watanabe"),
        ("Tanabe", "-"),
        ("dama", "-"),
        ("Yara", "Yara Mint"),
        ("太郎", "小山田太郎"),
        ("小山田さん", "小山田太郎"),
        ("山田", "-"),
        ("García", "José García"),
        ("arcía", "-"),
        ("tech", "青空Tech 次郎"),
    ] {
        assert_eq!(found(text).await, want, "{text}");
    }
    let mut listed = async |text: &str| persons::find(&mut tx, text, 10, 0).await.unwrap().0.len();
    assert_eq!((listed("yara").await, listed("mint").await, listed("tanabe").await), (1, 1, 0));
}
