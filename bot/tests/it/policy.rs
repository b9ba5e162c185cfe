//! Who may do what, seen from outside: every command, role and door, asked for real.

use std::fmt::Write;

use bot::{app::Origin, commands::ALL, doors::own};
use crm::Role;

use crate::world::{self, World, words};

#[tokio::test(flavor = "multi_thread")]
async fn the_console_decides_as_was_reviewed() {
    insta::assert_snapshot!(behind("console").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_decides_as_was_reviewed() {
    insta::assert_snapshot!(behind("web").await);
}

/// The decisions behind one door.
async fn behind(door: &str) -> String {
    let world = world::peopled().await;
    world.is("lobbyist", Role::Viewer).await;
    let web = own::origin(&world.app.db, world.tenant, "web").await.unwrap();
    let origin = if door == "web" { &web } else { &world.origin };
    let mut matrix = format!("door: {door}\ncommand         ");
    for role in Role::ALL {
        write!(matrix, " {:<8}", role.as_str()).unwrap();
    }
    for command in ALL {
        let name = command.spec().name;
        write!(matrix, "\n{name:<16}").unwrap();
        for role in Role::ALL {
            let decision = decision(&world, origin, role, name).await;
            write!(matrix, " {decision:<8}").unwrap();
        }
    }
    matrix.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// The same arguments for every role: what is refused is refused for the right alone.
async fn decision(world: &World, door: &Origin, role: Role, name: &str) -> &'static str {
    let typed = match name {
        "person show" | "person timeline" => format!("{name} P-1"),
        "person find" | "search" => format!("{name} tanaka"),
        "campaign show" | "roi show" | "campaign close" | "campaign reopen" | "campaign delete"
        | "campaign restore" | "budget show" => format!("{name} C-1"),
        "campaign add" => "campaign add \"Newcomers' Day\"".to_owned(),
        "campaign set" => "campaign set C-1 goal=\"300 sign-ups\"".to_owned(),
        "resource add" => "resource add C-1 https://blog.example/newcomers".to_owned(),
        "resource remove" | "resource restore" => format!("{name} R-1"),
        "budget add" => "budget add C-1 ads 300k".to_owned(),
        "budget set" => "budget set B-1 250k".to_owned(),
        "budget remove" | "budget restore" => format!("{name} B-1"),
        "roi compare" => "roi compare C-1 C-1".to_owned(),
        "value set" => "value set signup 5000".to_owned(),
        "value clear" => "value clear signup".to_owned(),
        "merge" => "merge P-1 P-2".to_owned(),
        "merge undo" | "merge check" => format!("{name} M-1"),
        "merge bulk" => "merge bulk 0.95".to_owned(),
        "merge automatic" => "merge automatic on".to_owned(),
        "account ignore" | "account notice" => format!("{name} github:newcomer"),
        "identifier exclude" | "identifier allow" => format!("{name} info@acme.example"),
        "person add" => "person add Newcomer".to_owned(),
        "person set" => "person set P-1 title=CTO".to_owned(),
        "person tag" => "person tag P-1 speaker".to_owned(),
        "person owner" => "person owner P-1 owner".to_owned(),
        "person delete" | "person restore" | "account list" => format!("{name} P-1"),
        "account attach" => "account attach github:newcomer P-1".to_owned(),
        "account detach" => "account detach github:newcomer".to_owned(),
        "merge explain" | "merge reject" | "merge reconsider" => format!("{name} P-1 P-2"),
        "merge accept" => "merge accept 1".to_owned(),
        "org show" | "org people" | "org delete" | "org restore" => format!("{name} O-1"),
        "org add" => "org add Newcomer".to_owned(),
        "org set" => "org set O-1 kind=community".to_owned(),
        "deal add" => "deal add O-1 300k".to_owned(),
        "deal stage" => "deal stage D-1 Proposal".to_owned(),
        "deal close" => "deal close D-1 won \"good price\"".to_owned(),
        "deal set" => "deal set D-1 amount=5k".to_owned(),
        "deal show" | "deal delete" | "deal restore" => format!("{name} D-1"),
        "stages set" => "stages set Proposal probability=60".to_owned(),
        "task add" => "task add \"ring twice\" tomorrow".to_owned(),
        "task set" => "task set T-1 due=Monday".to_owned(),
        "task snooze" => "task snooze T-1 Monday".to_owned(),
        "task show" | "task done" | "task reopen" | "task delete" | "task restore" => format!("{name} T-1"),
        "note" | "log" => format!("{name} P-1 rang twice"),
        "note list" => "note list P-1".to_owned(),
        "note delete" | "note restore" => format!("{name} N-1"),
        "log this" | "log remove" => format!("{name} A-1 C-1"),
        "activity show" | "activity delete" | "activity restore" => format!("{name} A-1"),
        "room record" => "room record off #hall".to_owned(),
        "room set" => "room set #hall private".to_owned(),
        "import undo" | "import start" => format!("{name} I-1"),
        "export" => "export persons".to_owned(),
        "person leave" => "person leave P-1 O-1".to_owned(),
        "person move" => "person move P-1 O-1".to_owned(),
        "person score" => "person score P-1".to_owned(),
        "score weight" => "score weight star 3".to_owned(),
        "inquiry kind add" => "inquiry kind add Returns".to_owned(),
        "inquiry kind remove" => "inquiry kind remove contract".to_owned(),
        "field add" => "field add person shirt text".to_owned(),
        "field set" => "field set person shirt indexed=yes".to_owned(),
        "field delete" | "field restore" => format!("{name} person shirt"),
        _ => name.to_owned(),
    };
    let reply = world.ask_at(door, role, &typed).await;
    let said = words(&reply);
    // a suggested pair is accepted by merging it, a change is taken back by what takes it back
    let wanted = match name {
        "merge accept" => "merge ",
        "person leave" | "person move" => "person ",
        "undo" | "more" => "",
        name => name,
    };
    assert_eq!(reply.understood.as_deref().map(|u| u.starts_with(wanted)), Some(true), "{typed}: {said}");
    if said.contains("You may not do this")
        || said.contains("is not linked to a member of staff, so I may only help. Ask")
    {
        "-"
    } else if said.contains("Nothing has been changed yet") {
        "asks"
    } else {
        "yes"
    }
}

#[test]
fn the_table_names_every_right_once() {
    let mut rights: Vec<String> = crm::access::TABLE.iter().map(|(right, _)| format!("{right:?}")).collect();
    rights.sort();
    let before = rights.len();
    rights.dedup();
    assert_eq!(rights.len(), before);
    for command in ALL {
        let spec = command.spec();
        assert!(crm::access::least(spec.right).is_some(), "{} needs a right that is nobody's", spec.name);
    }
}
