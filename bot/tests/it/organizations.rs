//! Organizations: added, found, changed, deleted and brought back, in both languages.

use chrono::NaiveDate;
use crm::{
    Actor, Role,
    organizations::{self, NewEmployment, NewOrganization},
    persons,
};

use crate::world::{self, World, words};

async fn said(world: &World, role: Role, text: &str) -> String {
    words(&world.ask(role, text).await)
}

/// 青空 with 太郎 now and 花子 before.
async fn staffed() -> World {
    let world = world::peopled().await;
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let new = NewOrganization {
        name: "株式会社青空システムズ".to_owned(),
        other_name: Some("Aozora Systems Inc.".to_owned()),
        domain: Some("aozora.example".to_owned()),
        kind: "company".to_owned(),
    };
    let organization = organizations::add(&mut tx, &[new]).await.unwrap()[0];
    let (found, _) = persons::find(&mut tx, "田中", 9, 0).await.unwrap();
    let of = |name: &str| found.iter().find(|person| person.name.contains(name)).unwrap().id;
    let employment = |person, title: &str, ended_on| NewEmployment {
        person,
        organization,
        title: Some(title.to_owned()),
        started_on: NaiveDate::from_ymd_opt(2024, 4, 1),
        ended_on,
    };
    let employments = [
        employment(of("太郎"), "CTO", None),
        employment(of("花子"), "PM", NaiveDate::from_ymd_opt(2025, 3, 31)),
    ];
    organizations::employ(&mut tx, &employments).await.unwrap();
    tx.commit().await.unwrap();
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_found_by_code_name_domain_and_without_the_legal_form() {
    let world = staffed().await;
    for text in [
        "org show O-1",
        "O-1",
        "tell me about the company Aozora Systems",
        "org show aozora.example",
        "青空システムズ社を見せて",
        "株式会社青空システムズってどんな会社？",
        "O-1の会社情報",
    ] {
        let card = said(&world, Role::Viewer, text).await;
        assert!(card.contains("O-1 株式会社青空システムズ"), "{text}: {card}");
        assert!(card.contains("P-1 田中 太郎 / CTO"), "{text}: {card}");
        assert!(card.contains("Aozora Systems Inc.") && card.contains("aozora.example"), "{text}: {card}");
    }
    let unknown = said(&world, Role::Viewer, "org show Nobody Ltd").await;
    assert!(unknown.contains("found no organization"), "{unknown}");
    let pointed = said(&world, Role::Viewer, "show this company").await;
    assert!(pointed.contains("O-1"), "{pointed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_now_and_before_stand_apart() {
    let world = staffed().await;
    let now = said(&world, Role::Viewer, "who do we know at Aozora Systems?").await;
    assert!(now.contains("P-1 | 田中 太郎 | CTO") && !now.contains("花子"), "{now}");
    assert!(now.contains("1 more were there before"), "{now}");
    let before = said(&world, Role::Viewer, "O-1の過去の社員").await;
    assert!(before.contains("P-2 | 田中 花子 | PM") && before.contains("2025年3月31日"), "{before}");
    let first = said(&world, Role::Viewer, "1").await;
    assert!(first.contains("P-2 田中 花子"), "a line of the list can be asked for: {first}");
    let former = said(&world, Role::Viewer, "former employees of O-1").await;
    assert!(former.contains("花子"), "{former}");
}

#[tokio::test(flavor = "multi_thread")]
async fn adding_tells_of_namesakes_and_refuses_free_mail() {
    let world = staffed().await;
    let added = said(&world, Role::Member, "add company Hinoki **Labs** (hinoki.example)").await;
    assert!(
        added.contains("Added **O-2 Hinoki \\*\\*Labs\\*\\***") && added.contains("hinoki.example"),
        "{added}"
    );
    // another of the same name is added only by whoever means it
    let asked = said(&world, Role::Member, "会社「青空システムズ」を登録して").await;
    assert!(
        asked.contains("1. O-1 株式会社青空システムズ") || asked.contains("O-1 株式会社青空システムズ"),
        "{asked}"
    );
    assert!(asked.contains("まだ登録していません") && !asked.contains("O-3"), "{asked}");
    let twin = said(&world, Role::Member, "2").await;
    assert!(twin.contains("O-3 青空システムズ"), "{twin}");
    for text in [
        "create organization Mailers with domain gmail.com",
        "org add Mailers --domain https://www.yahoo.co.jp/",
    ] {
        let refused = said(&world, Role::Member, text).await;
        assert!(refused.contains("Anybody can have an address"), "{text}: {refused}");
    }
    let viewer = said(&world, Role::Viewer, "add company Nope").await;
    assert!(viewer.contains("role member"), "{viewer}");
    let community = said(&world, Role::Member, "コミュニティ「Rust札幌」を登録").await;
    assert!(community.contains("登録しました"), "{community}");
    let found = said(&world, Role::Viewer, "find organizations named rust").await;
    assert!(found.contains("Rust札幌") && found.contains("community"), "{found}");
    // taken back by its own maker, at once; and by an administrator, for somebody else
    let undone = said(&world, Role::Member, "undo").await;
    assert!(undone.contains("Deleted **"), "{undone}");
    let gone = said(&world, Role::Viewer, "find organizations named rust").await;
    assert!(gone.contains("found no organization"), "{gone}");
    let other = said(&world, Role::Viewer, "undo O-3").await;
    assert!(other.contains("made by member member"), "{other}");
    let admin = said(&world, Role::Admin, "undo O-3").await;
    assert!(admin.contains("Deleted **O-3"), "{admin}");
    let twice = said(&world, Role::Admin, "undo O-3").await;
    assert!(twice.contains("already"), "{twice}");
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_change_and_change_back_exactly() {
    let world = staffed().await;
    let before = said(&world, Role::Viewer, "org show O-1").await;
    let changed = said(&world, Role::Member, "O-1の名前を「青空 \"X\"、domain=evil.example」に変更").await;
    assert!(changed.contains("→ 青空 \"X\"、domain=evil.example"), "{changed}");
    let second = said(&world, Role::Member, "org set O-1 別名=アオゾラ 種別=コミュニティ").await;
    assert!(second.contains("company → community") || second.contains("企業 → コミュニティ"), "{second}");
    assert!(said(&world, Role::Viewer, "org show アオゾラ").await.contains("O-1 "));
    // the first change goes back while the second stands
    let undone = said(&world, Role::Member, "undo U-1").await;
    assert!(undone.contains("株式会社青空システムズ"), "{undone}");
    let card = said(&world, Role::Viewer, "org show 青空システムズ").await;
    assert!(card.contains("O-1 株式会社青空システムズ") && card.contains("アオゾラ"), "{card}");
    said(&world, Role::Member, "undo").await;
    assert_eq!(said(&world, Role::Viewer, "org show O-1").await, before);
    for (text, wanted) in [
        ("org set O-1 name=", "needs a name"),
        ("org set O-1 domain=gmail.com", "Anybody can have"),
        ("org set O-1 domain=nonsense", "is no domain"),
        ("org set O-1 kind=zoo", "is no kind"),
        ("org set O-1 industry=fintech", "has no field “industry”"),
        ("set O-1 website=https://x.example", "has no field “website”"),
        ("org set O-1 kind=company", "nothing was changed"),
        ("org set O-9 kind=company", "found no organization"),
    ] {
        let refused = said(&world, Role::Member, text).await;
        assert!(refused.contains(wanted), "{text}: {refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_does_not_overwrite_what_came_later() {
    let world = staffed().await;
    let first = said(&world, Role::Member, "org set O-1 domain=first.example").await;
    let code = first.split('`').nth(1).unwrap().to_owned();
    said(&world, Role::Member, "org set O-1 domain=second.example").await;
    let refused = said(&world, Role::Member, &format!("undo {code}")).await;
    assert!(refused.contains("Domain of O-1 was changed again") && refused.contains("second"), "{refused}");
    assert!(said(&world, Role::Viewer, "O-1").await.contains("second.example"));
    // and what was there before is put back, also if nobody could set it so
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let new = NewOrganization {
        name: "Mailers".to_owned(),
        domain: Some("gmail.com".to_owned()),
        kind: "company".to_owned(),
        ..Default::default()
    };
    organizations::add(&mut tx, &[new]).await.unwrap();
    tx.commit().await.unwrap();
    said(&world, Role::Member, "org set O-2 domain=mailers.example").await;
    let undone = said(&world, Role::Member, "undo").await;
    assert!(undone.contains("mailers.example → gmail.com"), "{undone}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_one_is_shown_nowhere_until_it_is_back() {
    let world = staffed().await;
    let person = said(&world, Role::Viewer, "person show P-1").await;
    assert!(person.contains("青空システムズ · CTO"), "{person}");
    let member = said(&world, Role::Member, "delete O-1").await;
    assert!(member.contains("role manager"), "{member}");
    let asked = said(&world, Role::Manager, "O-1を削除して").await;
    assert!(asked.contains("まだ何も変更していません") && asked.contains("現在の知り合い: 1"), "{asked}");
    let done = said(&world, Role::Manager, "はい").await;
    assert!(done.contains("削除しました"), "{done}");
    assert!(said(&world, Role::Viewer, "org show O-1").await.contains("is in the trash. Say “restore O-1”"));
    let person = said(&world, Role::Viewer, "person show P-1").await;
    assert!(!person.contains("青空"), "{person}");
    assert!(said(&world, Role::Viewer, "find people at 青空").await.contains("found nobody"));
    let back = said(&world, Role::Manager, "取り消して").await;
    assert!(back.contains("復元しました"), "{back}");
    let person = said(&world, Role::Viewer, "person show P-1").await;
    assert!(person.contains("青空システムズ · CTO"), "{person}");
    assert!(said(&world, Role::Manager, "undo").await.contains("nothing to take back"));
    assert!(said(&world, Role::Manager, "restore O-1").await.contains("found no deleted organization"));
}
