//! Fields of the tenant's own in files: written out, read in, refused with line, column and reason, and taken back.

use bot::tables::{self, Choice, Format, Listed, Wish};
use crm::{
    Role,
    imports::{self, Kind, Why},
};
use nlp::Lang;

use crate::{
    tables::counts,
    world::{self, World, words},
};

async fn with_fields(world: &World, fields: &[&str]) {
    for field in fields {
        let told = words(&world.ask(Role::Admin, &format!("field add {field}")).await);
        let told = format!("{told}\n{}", words(&world.ask(Role::Admin, "yes").await));
        assert!(told.contains(field.split(' ').nth(1).unwrap()), "{told}");
    }
}

const FIELDS: [&str; 6] = [
    "person 誕生日 date",
    "person レベル number",
    "person skills multi-choice Rust、Go、C++",
    "person mentor person",
    "person 会員 boolean",
    "organization 業種 choice IT、製造",
];

const PEOPLE: &str = "氏名,メール,会社名,誕生日,ﾚﾍﾞﾙ,Skills（必須）,MENTOR,会員,謎\n\
    佐藤 花子,hanako@aozora.example,株式会社青空,1990-04-05,-3.5,\"go, RUST\",,はい,x\n\
    鈴木 一郎,ichiro@x.example,,昭和,1,,,,x\n\
    高橋 三郎,saburo@x.example,,,many,,,,x\n\
    田中 四郎,shiro@x.example,,,,Perl,,,x\n\
    伊藤 五郎,goro@x.example,,,,,だれか,,x\n\
    渡辺 六郎,rokuro@x.example,,,,,,たぶん,x\n";

#[tokio::test(flavor = "multi_thread")]
async fn columns_fill_them_and_wrong_cells_are_refused() {
    let world = world::empty().await;
    with_fields(&world, &FIELDS).await;
    let import = world.import(PEOPLE, Choice::Skip).await;
    assert_eq!((import.kind, counts(&import)), (Kind::Persons, (1, 0, 0, 5)));
    let mut tx = world.tx().await;
    let rejects = imports::rejects(&mut tx, import.id, 0, 10).await.unwrap();
    let told: Vec<_> = rejects.iter().map(|it| (it.line, it.header.as_str(), it.reason.as_str())).collect();
    let expected = [
        (3, "誕生日", "bad_date"),
        (4, "ﾚﾍﾞﾙ", "bad_number"),
        (5, "Skills（必須）", "bad_choice"),
        (6, "MENTOR", "no_person"),
        (7, "会員", "bad_boolean"),
    ];
    assert_eq!(told, expected);
    let mut file = String::new();
    tables::rejects(&mut tx, &import, Lang::Ja, |part| {
        file.push_str(part);
        Ok(())
    })
    .await
    .unwrap();
    assert!(file.contains("4,ﾚﾍﾞﾙ,数値として読めません"), "{file}");
    drop(tx);
    let card = words(&world.ask(Role::Viewer, "who is 佐藤花子").await);
    for part in ["誕生日", "5 Apr 1990", "−3.5", "Rust, Go", "yes"] {
        assert!(card.contains(part), "{part}: {card}");
    }
    let found = words(&world.ask(Role::Viewer, "person find レベル<0").await);
    assert!(found.contains("佐藤 花子"), "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_is_mapped_by_the_name_of_a_field() {
    let world = world::empty().await;
    with_fields(&world, &["person birthday date", "person status text"]).await;
    let text = "氏名,うまれ,状況\n佐藤 花子,1990/4/5,休会中\n";
    let wish = Wish::default().mapped("うまれ=BirthDay").unwrap().mapped("状況=status").unwrap();
    let import = world.import_as(text, Choice::Skip, &wish).await;
    assert_eq!((import.kind, counts(&import)), (Kind::Persons, (1, 0, 0, 0)), "a status of one's own");
    let card = words(&world.ask(Role::Viewer, "who is 佐藤花子").await);
    assert!(card.contains("5 Apr 1990") && card.contains("休会中"), "{card}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_taken_back_with_them() {
    let world = world::empty().await;
    with_fields(&world, &FIELDS).await;
    world.import("氏名,メール,レベル\nA One,a@x.example,1\nB Two,b@x.example,2\n", Choice::Skip).await;
    let again = "氏名,メール,レベル,会員,mentor\nA One,a@x.example,10,no,P-2\nB Two,b@x.example,20,,\n\
        C Three,c@x.example,30,,P-1\n";
    let import = world.import(again, Choice::Update).await;
    assert_eq!(counts(&import), (1, 2, 0, 0));
    let card = words(&world.ask(Role::Viewer, "show P-1").await);
    assert!(card.contains("10") && card.contains("P-2 B Two"), "{card}");
    // what somebody changed since is theirs
    let set = words(&world.ask(Role::Member, "person set P-2 レベル=21").await);
    assert!(set.contains("20 → 21"), "{set}");
    let undone = world.undo_import(import.id).await;
    let kept: Vec<_> = undone.kept.iter().map(|it| (it.code.to_string(), it.why.clone())).collect();
    assert_eq!(kept, [("P-2".to_owned(), Why::Field("レベル".to_owned()))]);
    assert_eq!((undone.removed, undone.restored), (1, 2));
    let rows: serde_json::Value =
        serde_json::from_str(&world.exported(Listed::Persons, Format::Json).await).unwrap();
    let of = |at: usize| (rows[at]["レベル"].clone(), rows[at]["会員"].clone(), rows[at]["mentor"].clone());
    let null = serde_json::Value::Null;
    assert_eq!(of(0), ("1".into(), null.clone(), null.clone()));
    assert_eq!(of(1), ("21".into(), null.clone(), null));

    // one whom an import made, and of whom somebody changed only such a field, stays
    let import = world.import("氏名,メール,レベル\nD Four,d@x.example,4\n", Choice::Skip).await;
    world.ask(Role::Member, "person set P-4 レベル=5").await;
    let undone = world.undo_import(import.id).await;
    assert_eq!(undone.kept.iter().map(|it| it.why.clone()).collect::<Vec<_>>(), [Why::Changed]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_exported_comes_in_again_with_them() {
    let world = world::empty().await;
    with_fields(&world, &FIELDS).await;
    world.import(PEOPLE, Choice::Skip).await;
    let organizations = "会社名,業種\n株式会社青空,製造\nみどり商事,it\n謎,宇宙\n";
    let orgs = world.import(organizations, Choice::Update).await;
    assert_eq!((orgs.kind, counts(&orgs)), (Kind::Organizations, (1, 1, 0, 1)));
    let other = world::empty().await;
    with_fields(&other, &FIELDS).await;
    for what in [Listed::Organizations, Listed::Persons] {
        let csv = world.exported(what, Format::Csv).await;
        let import = other.import(&csv, Choice::Update).await;
        assert_eq!(import.rejected, 0, "{csv}");
        let plain = |text: String| {
            let mut rows: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
            for row in &mut rows {
                row.as_object_mut().unwrap().remove("created_at");
                row.as_object_mut().unwrap().remove("people");
            }
            rows
        };
        let (before, after) = (
            plain(world.exported(what, Format::Json).await),
            plain(other.exported(what, Format::Json).await),
        );
        assert_eq!(before, after, "{csv}");
    }
    // taken back, the organization says what it said before
    world.undo_import(orgs.id).await;
    let rows: serde_json::Value =
        serde_json::from_str(&world.exported(Listed::Organizations, Format::Json).await).unwrap();
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]["業種"]), (1, &serde_json::Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_two_may_have_is_refused_row_by_row() {
    let world = world::empty().await;
    with_fields(&world, &["person 会員番号 text unique"]).await;
    let text =
        "氏名,メール,会員番号\nA One,a@x.example,M-1\nB Two,b@x.example,ｍ-1\nC Three,c@x.example,M-3\n";
    let import = world.import(text, Choice::Skip).await;
    assert_eq!(counts(&import), (2, 0, 0, 1));
    let again = world.import("氏名,メール,会員番号\nD Four,d@x.example,M-3\n", Choice::Skip).await;
    assert_eq!(counts(&again), (0, 0, 0, 1));
    let mut tx = world.tx().await;
    for (import, line) in [(import.id, 3), (again.id, 2)] {
        let rejects = imports::rejects(&mut tx, import, 0, 10).await.unwrap();
        let told: Vec<_> =
            rejects.iter().map(|it| (it.line, it.header.as_str(), it.reason.as_str())).collect();
        assert_eq!(told, [(line, "会員番号", "taken")]);
    }
}
