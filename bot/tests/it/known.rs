//! Fields of a tenant's own, conditions of a search, scores, employers with dates, and the audit log, as people
//! ask for them.

use adapters::Block;
use chrono::TimeDelta;
use crm::{
    Actor, Role,
    organizations::{self, NewEmployment},
    persons::{self, Found},
    record::{self, Incoming, Timing},
};

use crate::world::{self, World, act, noon, words};

async fn said(world: &World, role: Role, text: &str) -> String {
    words(&world.ask(role, text).await)
}

/// Said by an administrator, and yes.
async fn agreed(world: &World, text: &str) -> String {
    let asked = said(world, Role::Admin, text).await;
    assert!(
        asked.contains("Nothing has been changed yet") || asked.contains("まだ何も変更していません"),
        "{text}: {asked}"
    );
    said(world, Role::Admin, "yes").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_of_ones_own_is_set_shown_found_and_taken_back() {
    let world = world::peopled().await;
    let none = said(&world, Role::Viewer, "field list").await;
    assert!(none.contains("No fields have been added yet"), "{none}");
    let added = agreed(&world, "field add person skills multi-choice Rust、Go、Ruby").await;
    assert!(added.contains("Added the field **skills** to people") && added.contains("U-"), "{added}");
    agreed(&world, "field add person \"OSS licence\" text unique").await;
    agreed(&world, "field add person age number indexed").await;
    agreed(&world, "field add person met date required").await;
    let list = said(&world, Role::Viewer, "field list person").await;
    assert!(list.contains("several choices: Rust, Go, Ruby") && list.contains("unique"), "{list}");
    let set = said(
        &world,
        Role::Member,
        "person set P-1 skills=Rust,go \"OSS licence\"=MIT-7 age=1,234.5 met=2026-05-01",
    )
    .await;
    assert!(set.contains("skills: – → Rust, Go") && set.contains("age: – → 1,234.5"), "{set}");
    let card = said(&world, Role::Viewer, "P-1").await;
    assert!(card.contains("skills: Rust, Go") && card.contains("met: 1 May 2026"), "{card}");
    let grids = world.ask(Role::Viewer, "P-1").await.blocks;
    let grids = grids.iter().filter(|block| matches!(block, Block::Fields { .. })).count();
    assert_eq!(grids, 1, "own fields stand with the others");
    let other = said(&world, Role::Viewer, "P-2").await;
    assert!(other.contains("met: – (to be filled in)"), "{other}");
    for (text, wanted) in [
        ("person set P-2 skills=Zig", "skills is one of: Rust, Go, Ruby"),
        ("person set P-2 age=many", "age is a number"),
        ("person set P-2 \"OSS licence\"=mit-7", "P-1 has that value already"),
        ("person set P-1 met=", "must be filled"),
        ("person set P-1 shoe=44", "relationship, organization, phone, skills, OSS licence, age, met"),
        ("person find shoe:44", "I know no condition “shoe:”"),
        ("person find skills>3", "has no order"),
        ("person find seen<sometime", "I cannot read “sometime” as a time"),
        ("person find score>many", "A score is a number from 0 to 100"),
    ] {
        let refused = said(&world, Role::Member, text).await;
        assert!(refused.contains(wanted), "{text}: {refused}");
    }
    said(&world, Role::Member, "person set P-3 skills=Ruby age=7 met=2026-06-02").await;
    for (text, wanted, not) in [
        ("person find skills:Rust", "P-1", "P-3"),
        ("person find skills:ruby", "P-3", "P-1"),
        ("person find age>100", "P-1", "P-3"),
        ("person find age<=7", "P-3", "P-1"),
        ("person find met:2026-06", "P-3", "P-1"),
        ("person find tanaka -skills:Rust", "P-2", "P-1"),
        ("person find \"OSS licence\":mit", "P-1", "P-2"),
        ("skills:Goの人を探して", "P-1", "P-3"),
    ] {
        let found = said(&world, Role::Viewer, text).await;
        assert!(found.contains(wanted) && !found.contains(not), "{text}: {found}");
    }
    // telephone numbers are kept as well
    let set = said(&world, Role::Member, "person set P-1 phone=\"090-1111-2222, +81 3 1234 5678\"").await;
    assert!(set.contains("Phone: – → +81312345678, 09011112222"), "{set}");
    let card = said(&world, Role::Viewer, "phone of P-1").await;
    assert!(card.contains("Telephone: +81312345678, 09011112222"), "{card}");
    let set = said(&world, Role::Member, "P-1の電話番号を03-9999-8888に").await;
    assert!(set.contains("+81312345678, 09011112222 → 0399998888"), "{set}");
    let back = said(&world, Role::Member, "undo").await;
    assert!(back.contains("0399998888 → +81312345678, 09011112222"), "{back}");
    let refused = said(&world, Role::Member, "person set P-1 phone=none-of-yours").await;
    assert!(refused.contains("is no telephone number"), "{refused}");
    // exactly back, unless somebody changed it since
    said(&world, Role::Member, "person set P-1 skills=Ruby").await;
    let back = said(&world, Role::Member, "undo").await;
    assert!(back.contains("skills: Ruby → Rust, Go"), "{back}");
    // a merge fills what is empty, and its undo empties it
    said(&world, Role::Manager, "merge P-2 and P-1").await;
    let merged = said(&world, Role::Manager, "yes").await;
    assert!(merged.contains("M-1"), "{merged}");
    let card = said(&world, Role::Viewer, "P-2").await;
    assert!(card.contains("skills: Rust, Go") && card.contains("OSS licence: MIT-7"), "{card}");
    said(&world, Role::Manager, "undo M-1").await;
    said(&world, Role::Manager, "yes").await;
    assert!(said(&world, Role::Viewer, "P-2").await.contains("met: – (to be filled in)"));
    assert!(said(&world, Role::Viewer, "person find \"OSS licence\":mit").await.contains("P-1"));
    // definitions
    let kept = said(&world, Role::Admin, "field set person skills choices=-Rust").await;
    assert!(kept.contains("have chosen “Rust”"), "{kept}");
    let more = agreed(&world, "field set person skills choices=+Zig required=yes").await;
    assert!(more.contains("Rust, Go, Ruby → Rust, Go, Ruby, Zig"), "{more}");
    agreed(&world, "field delete person age").await;
    assert!(!said(&world, Role::Viewer, "P-1").await.contains("1,234.5"));
    let restored = said(&world, Role::Admin, "undo").await;
    assert!(restored.contains("Nothing has been changed yet") || restored.contains("is back"), "{restored}");
    if restored.contains("Nothing has been changed yet") {
        said(&world, Role::Admin, "yes").await;
    }
    assert!(said(&world, Role::Viewer, "P-1").await.contains("age: 1,234.5"));
    assert!(said(&world, Role::Member, "field add person x text").await.contains("role admin"));
    // organizations and campaigns have them as well
    agreed(&world, "field add organization 従業員数 number").await;
    agreed(&world, "field add campaign format choice online, onsite").await;
    said(&world, Role::Member, "org add Acme").await;
    let set =
        said(&world, Role::Member, "org set O-1 従業員数=300 alias=アクメ,Acme KK domain=acme.example").await;
    assert!(set.contains("従業員数: – → 300") && set.contains("アクメ, Acme KK"), "{set}");
    assert!(said(&world, Role::Viewer, "org find 従業員数>200 domain:acme.example").await.contains("O-1"));
    let back = said(&world, Role::Member, "undo").await;
    assert!(back.contains("従業員数: 300 → –"), "{back}");
    let set = agreed(&world, "campaign set C-1 format=online").await;
    assert!(set.contains("format: – → online"), "{set}");
    assert!(said(&world, Role::Viewer, "C-1").await.contains("format: online"));
}

async fn talk(world: &World, events: &[Incoming]) {
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    record::record(&mut tx, &world.slack, events, Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
}

fn message(who: &str, ago: i64) -> Incoming {
    act(
        who,
        who,
        Some("help"),
        "message",
        Some("hello"),
        noon() - TimeDelta::days(ago) - TimeDelta::minutes(1),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn scores_are_explained_ranked_and_found() {
    let world = world::empty().await;
    let nobody = said(&world, Role::Viewer, "top people by score").await;
    assert!(nobody.contains("Nobody has a score yet"), "{nobody}");
    let mut events: Vec<Incoming> = (0..40).map(|ago| message("ann", ago)).collect();
    events.push(message("bob", 2));
    events.push(act("bob", "bob", Some("help"), "talk", Some("at RustConf"), noon() - TimeDelta::days(3)));
    events.push(message("cyd", 200));
    talk(&world, &events).await;
    let why = said(&world, Role::Viewer, "why is P-1's score so high?").await;
    assert!(why.contains("**Engagement: ") && why.contains("messages | 40 | 40 | today"), "{why}");
    let ja = said(&world, Role::Viewer, "P-2のスコアの理由は？").await;
    assert!(ja.contains("貢献：") && ja.contains("登壇 | 1 | 1 | 3日前 | 20"), "{ja}");
    let top = said(&world, Role::Viewer, "top 2 people by score").await;
    let (ann, bob) = (top.find("P-1"), top.find("P-2"));
    assert!(ann.is_some() && ann < bob && !top.contains("P-3"), "{top}");
    let givers = said(&world, Role::Viewer, "貢献度の高い人は誰？").await;
    assert!(givers.contains("P-2") && !givers.contains("P-1"), "{givers}");
    let high = said(&world, Role::Viewer, "person find score>40").await;
    assert!(high.contains("P-1") && !high.contains("P-2"), "{high}");
    let card = said(&world, Role::Viewer, "P-1").await;
    assert!(card.contains("Score: Engagement"), "{card}");
    let late = said(&world, Role::Viewer, "person find 最終接触>30日").await;
    assert!(late.contains("P-3") && !late.contains("P-1"), "{late}");
    // our own, said again, changes nothing
    let same = said(&world, Role::Admin, "score weight set message 1").await;
    assert!(same.contains("nothing would change"), "{same}");
    // another weight, and back
    let weight = agreed(&world, "score weight set message 50 for contribution").await;
    assert!(weight.contains("One message (Contribution) counts **50** now (before: 0)"), "{weight}");
    let weights = said(&world, Role::Viewer, "show the score weights").await;
    assert!(weights.contains("messages | 1 | 50 *"), "{weights}");
    let givers = said(&world, Role::Viewer, "top people by contribution").await;
    assert!(givers.find("P-1") < givers.find("P-2"), "{givers}");
    said(&world, Role::Admin, "undo").await;
    said(&world, Role::Admin, "yes").await;
    assert!(!said(&world, Role::Viewer, "show the score weights").await.contains("50 *"));
    // pages, and what was found is remembered
    let later = |mut event: Incoming| {
        // two messages in one room have two ids
        event.external_id = event.external_id.map(|id| format!("{id}-dev"));
        event
    };
    let many: Vec<Incoming> = (0..25).map(|n| later(message(&format!("dev{n:02}"), n))).collect();
    talk(&world, &many).await;
    let first = said(&world, Role::Viewer, "person find dev seen<30d").await;
    assert!(first.contains("1–20 of 25") && first.contains("dev00"), "{first}");
    let next = said(&world, Role::Viewer, "more").await;
    assert!(next.contains("21–25 of 25"), "{next}");
    let shown = said(&world, Role::Viewer, "show the second one").await;
    assert!(shown.contains("dev"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn employers_have_dates_and_organizations_health() {
    let world = world::peopled().await;
    said(&world, Role::Member, "org add Acme").await;
    said(&world, Role::Member, "org add Bolt").await;
    let set = said(&world, Role::Member, "person set P-1 organization=Acme from 2025-04").await;
    assert!(set.contains("Acme from 1 Apr 2025"), "{set}");
    let card = said(&world, Role::Viewer, "P-1").await;
    assert!(card.contains("Acme (since 1 Apr 2025)"), "{card}");
    let moved = said(&world, Role::Member, "P-1 moved to Bolt in October").await;
    assert!(moved.contains("Bolt from 1 Oct 2026"), "{moved}");
    let card = said(&world, Role::Viewer, "P-1").await;
    assert!(
        card.contains("Bolt (since 1 Oct 2026)") && card.contains("Acme (1 Apr 2025 – 1 Oct 2026)"),
        "{card}"
    );
    let back = said(&world, Role::Member, "undo").await;
    assert!(back.contains("Bolt → Acme"), "{back}");
    assert!(said(&world, Role::Viewer, "P-1").await.contains("Acme (since 1 Apr 2025)"));
    let ja = said(&world, Role::Member, "P-2は4月からBolt").await;
    assert!(ja.contains("2026年4月1日から"), "{ja}");
    // an address at a domain that we know
    let domain = said(&world, Role::Member, "org set O-2 domain=bolt.example").await;
    assert!(domain.contains("bolt.example"), "{domain}");
    said(&world, Role::Member, "person set P-3 email=suzuki@bolt.example").await;
    assert!(said(&world, Role::Viewer, "P-3").await.contains("Works at: O-2 Bolt (since 21 Nov 2026)"));
    said(&world, Role::Member, "undo").await;
    assert!(!said(&world, Role::Viewer, "P-3").await.contains("Bolt"));
    let taken = said(&world, Role::Member, "org set O-1 domain=bolt.example").await;
    assert!(taken.contains("is the domain of O-2 Bolt already"), "{taken}");
    let free = said(&world, Role::Member, "org set O-1 domain=gmail.com").await;
    assert!(free.contains("Anybody can have an address at gmail.com"), "{free}");
    let shown = said(&world, Role::Viewer, "O-1").await;
    assert!(shown.contains("Health: unknown"), "{shown}");
    let found = said(&world, Role::Viewer, "person find org:acme").await;
    assert!(found.contains("P-1") && !found.contains("P-2"), "{found}");
    let unknown = said(&world, Role::Viewer, "org find staff:3").await;
    assert!(unknown.contains("I know no condition “staff:”"), "{unknown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_left_and_who_was_there_once() {
    let world = world::peopled().await;
    for name in ["Acme", "Bolt"] {
        said(&world, Role::Member, &format!("org add {name}")).await;
    }
    said(&world, Role::Member, "person set P-1 organization=Acme from 2025-04").await;
    // a time that is over leaves the present one as it is
    for (text, shown) in [
        ("P-1 worked at Bolt from 2019 to 2021", "Bolt (1 Jan 2019 – 31 Dec 2021)"),
        ("P-1 left Acme in June", "Acme (1 Apr 2025 – 30 Jun 2026)"),
        ("P-1 is no longer at Acme", "Acme (1 Apr 2025 – 21 Nov 2026)"),
        ("P-1は2026年6月にAcmeを退職しました", "Acme (1 Apr 2025 – 30 Jun 2026)"),
        ("P-1は2019年から2021年までBoltに勤務していました", "Bolt (1 Jan 2019 – 31 Dec 2021)"),
        ("P-1 joined Bolt in May as CTO", "Bolt (since 1 May 2026)"),
    ] {
        let set = said(&world, Role::Member, text).await;
        let card = said(&world, Role::Viewer, "P-1").await;
        assert!(card.contains(shown), "{text}: {set}\n{card}");
        assert_eq!(card.contains("Title: CTO"), text.ends_with("CTO"), "{card}");
        let back = said(&world, Role::Member, "undo").await;
        let card = said(&world, Role::Viewer, "P-1").await;
        assert!(card.contains("Works at: O-1 Acme (since 1 Apr 2025)"), "{back}\n{card}");
        assert!(!card.contains("Bolt"), "{back}\n{card}");
    }
    // an organization that is not there yet is offered to be added, and nothing else happens
    let offered = said(&world, Role::Member, "P-1 worked at Zenith from 2019 to 2021").await;
    assert!(offered.contains("no organization “Zenith”"), "{offered}");
    let added = said(&world, Role::Member, "1").await;
    assert!(added.contains("Zenith") && added.contains("Added"), "{added}");
    let card = said(&world, Role::Viewer, "P-1").await;
    assert!(card.contains("Works at: O-1 Acme (since 1 Apr 2025)"), "{card}");
    // and one that was meant is taken with the days that were said
    let offered = said(&world, Role::Member, "P-1 worked at Bolts from 2019 to 2021").await;
    assert!(offered.contains("Bolt"), "{offered}");
    said(&world, Role::Member, "1").await;
    let card = said(&world, Role::Viewer, "P-1").await;
    assert!(card.contains("Works at: O-1 Acme (since 1 Apr 2025)"), "{card}");
    assert!(card.contains("Bolt (1 Jan 2019 – 31 Dec 2021)"), "{card}");
    for (text, why) in [
        ("person set P-1 organization=\"Acme until 2027-05\"", "still to come"),
        ("person set P-1 organization=\"Bolt from 2022 to 2019\"", "is after"),
        ("person leave P-1 Nowhere", "no organization “Nowhere”"),
    ] {
        let refused = said(&world, Role::Member, text).await;
        assert!(refused.contains(why), "{text}: {refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_must_be_filled_is_said_of_something_new() {
    let world = world::peopled().await;
    agreed(&world, "add a required text field shirt to person").await;
    agreed(&world, "組織に必須のテキスト項目「業種」を追加").await;
    let list = said(&world, Role::Viewer, "field list").await;
    assert!(list.matches("required").count() == 2, "{list}");
    let added = said(&world, Role::Member, "person add Bo Rand").await;
    assert!(added.contains("To be filled in: shirt") && added.contains("shirt=…"), "{added}");
    let added = said(&world, Role::Member, "組織Coltを登録").await;
    assert!(added.contains("必須・未入力：業種") || added.contains("必須・未入力: 業種"), "{added}");
}

/// Somebody works somewhere, as something.
async fn employed(world: &World, person: &str, organization: &str, title: &str) {
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let Found::One(person) = persons::refer(&mut tx, person).await.unwrap() else { panic!("{person}") };
    let Found::One(place) = organizations::refer(&mut tx, organization).await.unwrap() else {
        panic!("{organization}")
    };
    let job = NewEmployment {
        person: person.id,
        organization: place.id,
        title: Some(title.to_owned()),
        started_on: None,
        ended_on: None,
    };
    organizations::employ(&mut tx, &[job]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_works_at_one_place_has_one_title() {
    let world = world::peopled().await;
    said(&world, Role::Member, "org add Acme").await;
    said(&world, Role::Member, "org add Bolt").await;
    employed(&world, "P-1", "O-1", "Engineer").await;
    let card = said(&world, Role::Viewer, "P-1").await;
    assert!(card.contains("Works at: O-1 Acme · Engineer"), "{card}");
    said(&world, Role::Member, "person set P-1 title=CTO").await;
    for question in ["P-1", "org people O-1"] {
        let shown = said(&world, Role::Viewer, question).await;
        assert!(shown.contains("CTO") && !shown.contains("Engineer"), "{question}: {shown}");
    }
    // at two places, each is said with its place
    employed(&world, "P-1", "O-2", "Adviser").await;
    let card = said(&world, Role::Viewer, "P-1").await;
    assert!(card.contains("Acme · Engineer") && card.contains("Bolt · Adviser"), "{card}");
    let people = said(&world, Role::Viewer, "org people O-1").await;
    assert!(people.contains("Engineer"), "{people}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_changed_what_and_by_which_door() {
    let world = world::peopled().await;
    said(&world, Role::Member, "person set P-1 title=CTO").await;
    said(&world, Role::Manager, "person set P-1 title=CEO").await;
    let who = said(&world, Role::Admin, "who changed P-1?").await;
    assert!(who.contains("title: CTO → CEO") && who.contains("title: – → CTO"), "{who}");
    assert!(who.contains("Console") && who.contains("manager"), "{who}");
    let own = said(&world, Role::Member, "P-1を変えたのは誰？").await;
    assert!(own.contains("CTO") && !own.contains("CEO"), "one's own alone: {own}");
    let one = said(&world, Role::Admin, "audit U-2").await;
    assert!(
        one.contains("Through: Console") && one.contains("Request: ") && one.contains("CTO → CEO"),
        "{one}"
    );
    assert!(said(&world, Role::Member, "audit U-2").await.contains("no change U-2 that you may see"));
    assert!(said(&world, Role::Member, "audit --who manager").await.contains("for administrators"));
    let by = said(&world, Role::Admin, "audit --who manager --what person").await;
    assert!(by.contains("CEO") && !by.contains("– → CTO"), "{by}");
    assert!(said(&world, Role::Admin, "audit --when 2020").await.contains("No such changes"));
    let history = said(&world, Role::Member, "history").await;
    assert!(history.contains("title: – → CTO") && history.contains("Console"), "{history}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_looks_after_somebody_does_so_after_a_merge() {
    let world = world::peopled().await;
    let owned = said(&world, Role::Member, "assign P-2 to me").await;
    assert!(owned.contains("member"), "{owned}");
    let asked = said(&world, Role::Manager, "merge P-2 into P-1").await;
    assert!(asked.contains("Looked after by: – → member"), "{asked}");
    said(&world, Role::Manager, "yes").await;
    let card = said(&world, Role::Viewer, "P-1").await;
    assert!(card.contains("Looked after by: member"), "{card}");
    said(&world, Role::Manager, "merge undo M-1").await;
    said(&world, Role::Manager, "yes").await;
    for (code, owned) in [("P-1", false), ("P-2", true)] {
        let card = said(&world, Role::Viewer, code).await;
        assert_eq!(card.contains("Looked after by: member"), owned, "{code}: {card}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_in_a_field_is_found_after_a_merge() {
    let world = world::peopled().await;
    agreed(&world, "field add person mentor person").await;
    said(&world, Role::Member, "person set P-3 mentor=P-2").await;
    said(&world, Role::Manager, "merge P-2 into P-1").await;
    said(&world, Role::Manager, "yes").await;
    for text in ["person find mentor:P-1", "person find mentor:P-2"] {
        let found = said(&world, Role::Viewer, text).await;
        assert!(found.contains("P-3"), "{text}: {found}");
    }
    // emptied in words, and what two of them mean is said at the merge
    let emptied = said(&world, Role::Member, "P-3のmentorを消して").await;
    assert!(emptied.contains("P-1") && emptied.contains("→ –"), "{emptied}");
    said(&world, Role::Member, "undo").await;
    let asked = said(&world, Role::Manager, "merge P-3 into P-4").await;
    assert!(asked.contains("mentor: – → P-1 "), "{asked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_from_the_trash_is_told_who_has_their_value() {
    let world = world::peopled().await;
    agreed(&world, "field add person badge text unique").await;
    said(&world, Role::Member, "person set P-1 badge=b-1").await;
    let refused = said(&world, Role::Member, "person set P-2 badge=b-1").await;
    assert!(refused.contains("P-1"), "{refused}");
    agreed(&world, "person delete P-1").await;
    let taken = said(&world, Role::Member, "person set P-2 badge=b-1").await;
    assert!(taken.contains("badge: – → b-1"), "{taken}");
    let back = said(&world, Role::Admin, "person restore P-1").await;
    assert!(back.contains("“badge” must be one person’s alone, and P-2 has the same"), "{back}");
    let refused = said(&world, Role::Member, "person set P-3 badge=b-1").await;
    assert!(refused.contains("P-1") || refused.contains("P-2"), "{refused}");
}
