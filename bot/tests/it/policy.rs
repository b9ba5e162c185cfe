//! Who may do what, seen from outside: every command, role and door, asked for real.

use std::fmt::Write;

use bot::{app::Origin, commands::ALL, doors::own};
use crm::Role;

use crate::world::{self, World, words};

/// Commands whose decision is not asked for below. This list may only shrink.
const NOT_ASKED: &[&str] = &[];

#[tokio::test(flavor = "multi_thread")]
async fn the_matrix_is_what_was_reviewed() {
    let world = world::peopled().await;
    let web = own::origin(&world.app.db, world.tenant, "web").await.unwrap();
    let mut matrix = String::new();
    for (door, origin) in [("console", &world.origin), ("web", &web)] {
        write!(matrix, "door: {door}\ncommand         ").unwrap();
        for role in Role::ALL {
            write!(matrix, " {:<8}", role.as_str()).unwrap();
        }
        for command in ALL {
            let name = command.spec().name;
            if NOT_ASKED.contains(&name) {
                continue;
            }
            write!(matrix, "\n{name:<16}").unwrap();
            for role in Role::ALL {
                let decision = decision(&world, origin, role, name).await;
                write!(matrix, " {decision:<8}").unwrap();
            }
        }
        matrix.push_str("\n\n");
    }
    let matrix: Vec<&str> = matrix.lines().map(str::trim_end).collect();
    insta::assert_snapshot!(matrix.join("\n"));
}

/// The same arguments for every role: what is refused is refused for the right alone.
async fn decision(world: &World, door: &Origin, role: Role, name: &str) -> &'static str {
    let typed = match name {
        "person show" | "person timeline" => format!("{name} P-1"),
        "person find" | "search" => format!("{name} tanaka"),
        "campaign show" | "roi show" => format!("{name} C-1"),
        "merge" => "merge P-1 P-2".to_owned(),
        "merge undo" => "merge undo M-1".to_owned(),
        _ => name.to_owned(),
    };
    let reply = world.ask_at(door, role, &typed).await;
    let said = words(&reply);
    assert_eq!(reply.understood.as_deref().map(|u| u.starts_with(name)), Some(true), "{typed}: {said}");
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
fn the_exception_list_only_shrinks() {
    assert!(NOT_ASKED.is_empty(), "a command must not be left out of the matrix");
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
