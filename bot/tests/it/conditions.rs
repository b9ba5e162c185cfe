//! Conditions in searches of people, organizations and deals, as people type them.

use crm::Role;

use crate::world::{self, World, words};

async fn said(world: &World, role: Role, text: &str) -> String {
    words(&world.ask(role, text).await)
}

/// A field of deals, O-1 Acme with D-1 (2,000,000 yen, the member's) and P-1, O-2 Bolt with D-2 (500,000, the manager's).
async fn world() -> World {
    let world = world::peopled().await;
    for text in [
        "org add Acme",
        "org add Bolt",
        "org set O-2 domain=bolt.example",
        "new deal Acme 2M JPY",
        "person set P-1 organization=Acme",
        "tag P-1 speaker",
    ] {
        said(&world, Role::Member, text).await;
    }
    said(&world, Role::Manager, "new deal Bolt 500k JPY").await;
    for text in ["field add deal contract text", "field add person 利用言語 choice Rust、Go"] {
        said(&world, Role::Admin, text).await;
        said(&world, Role::Admin, "yes").await;
    }
    said(&world, Role::Member, "set D-1 contract=HS-7").await;
    said(&world, Role::Member, "person set P-1 利用言語=Rust").await;
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn find_reads_conditions_without_saying_what_is_looked_for() {
    let world = world().await;
    for (text, found, not) in [
        ("find org:acme tag:speaker 利用言語:Rust seen:never", "P-1", "P-2"),
        ("find org:acme -tag:speaker", "Nobody fits", "P-2"),
        ("find seen<30d org:acme", "Nobody fits", "P-2"),
        ("find 利用言語:Rust", "P-1", "P-2"),
        ("tag:speakerの人", "P-1", "P-2"),
        ("人を探して タグ:speaker", "P-1", "P-2"),
        ("find stage:lead", "D-1", "P-1"),
        ("find amount>1M", "D-1", "D-2"),
        ("find contract:HS", "D-1", "D-2"),
        ("find has:利用言語", "P-1", "P-2"),
        ("find org:エイコー", "Nobody fits", "find org:"),
        ("find people at Acme tagged speaker", "P-1", "P-2"),
        ("タグがspeakerの人を探して", "P-1", "P-2"),
        ("people tagged speaker or champion", "P-1", "P-2"),
        ("find tag:champion|speaker", "P-1", "P-2"),
        ("find -tag:champion|speaker", "P-2", "P-1"),
        ("people at Acme or Bolt", "P-1", "P-2"),
        ("org find seen:never|30d", "O-1", "no organization"),
        ("org find -seen>30d|90d", "no organization", "O-1"),
        ("AcmeまたはBoltの人", "P-1", "P-2"),
        ("people whose 利用言語 is Rust", "P-1", "P-2"),
        ("利用言語がRustの人", "P-1", "P-2"),
        ("people without a tag", "P-2", "P-1"),
        ("タグのない人は？", "P-2", "P-1"),
        ("90日以上連絡のない人", "コード", "見つかりません"),
        ("deals over 1M", "D-1", "D-2"),
        ("my deals under 3M", "No deal fits", "D-1"),
        ("100万円以上の商談", "D-1", "D-2"),
        ("companies with more than 0 people", "O-1", "O-2"),
        ("1人以上の組織", "O-1", "O-2"),
        ("which tags do we have?", "speaker", "champion"),
        ("タグの一覧", "speaker", "champion"),
        ("list people", "P-2", "nobody"),
        ("人の一覧", "P-2", "誰も"),
        ("find domain:bolt.example", "O-2", "O-1"),
    ] {
        let said = said(&world, Role::Viewer, text).await;
        assert!(said.contains(found) && !said.contains(not), "{text}: {said}");
    }
    let score = said(&world, Role::Viewer, "find score>101").await;
    assert!(score.contains("A score is a number from 0 to 100"), "{score}");
    let none = said(&world, Role::Viewer, "find shoe:44").await;
    assert!(none.contains("I know no condition “shoe:”"), "{none}");
    let stage = said(&world, Role::Viewer, "person find stage:adoption").await;
    assert!(stage.contains("“adoption” is no stage"), "{stage}");
}

#[tokio::test(flavor = "multi_thread")]
async fn deals_are_found_by_conditions() {
    let world = world().await;
    for (text, found, not) in [
        ("deal list stage:Lead owner:manager", "D-2", "D-1"),
        ("deal list amount>=2M", "D-1", "D-2"),
        ("deal list amount:500k", "D-2", "D-1"),
        ("deal list amount<$1", "No deal fits", "D-"),
        ("deal list org:acme", "D-1", "D-2"),
        ("deal list -org:O-1", "D-2", "D-1"),
        ("deal list -owner:me", "D-1", "matters-not"),
        ("deal list contract:hs-7", "D-1", "D-2"),
        ("deal list bolt amount>1", "D-2", "D-1"),
        ("find deals with contract:HS", "D-1", "D-2"),
        ("金額>100万円の商談一覧", "D-1", "D-2"),
        ("deal list stage:Nowhere", "is no stage. There are: Lead", "D-"),
        ("deal list colour:red", "I know no condition “colour:”", "D-"),
        ("deal list amount>lots", "cannot read “lots” as an amount", "D-"),
    ] {
        let said = said(&world, Role::Viewer, text).await;
        assert!(said.contains(found) && !said.contains(not), "{text}: {said}");
    }
    // a stage in which deals end asks for those that ended
    said(&world, Role::Member, "D-1 won").await;
    said(&world, Role::Member, "skip").await;
    said(&world, Role::Member, "yes").await;
    let won = said(&world, Role::Viewer, "deal list stage:Won").await;
    assert!(won.contains("D-1") && !won.contains("D-2"), "{won}");
    let open = said(&world, Role::Viewer, "deal list -stage:Won").await;
    assert!(open.contains("D-2") && !open.contains("D-1"), "{open}");
}
