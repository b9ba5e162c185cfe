//! What README.md and the commands say can be asked, asked of the demo.

use bot::commands::ALL;
use crm::Role;

use crate::world::{self, World, words};

/// What is said where something is not there or was not understood.
const LOST: [&str; 14] = [
    "I found no",
    "I found nobody",
    "I know no",
    "There is no ",
    "did not understand",
    "Did you mean",
    "Not taken into account",
    "needs one thing more",
    "見つかりません",
    "登録されていません",
    "分かりませんでした",
    "考慮されていません",
    "もしかして",
    "もう一つ教えてください",
];

async fn lost(world: &World, sentence: &str) -> Option<String> {
    let said = words(&world.ask(Role::Owner, sentence).await);
    LOST.iter().any(|lost| said.contains(lost)).then(|| format!("{sentence}: {said}"))
}

/// The sentences of README's table, in quotation marks or as code.
fn sentences() -> Vec<String> {
    let readme = include_str!("../../../README.md");
    let (_, rest) = readme.split_once("## What to ask").expect("a heading");
    let rows = rest.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
    let mut all = Vec::new();
    for cell in rows.take_while(|line| line.starts_with('|')).filter_map(|row| row.split('|').nth(2)) {
        let mut rest = cell;
        while let Some(at) = rest.find(['“', '「', '`']) {
            let open = rest[at..].chars().next().expect("one was found");
            let close = match open {
                '“' => '”',
                '「' => '」',
                _ => '`',
            };
            let from = at + open.len_utf8();
            // a name in quotation marks may stand within
            let mut depth = 1;
            let to = rest[from..].char_indices().find(|(_, c)| {
                depth += i32::from(*c == open && open != close) - i32::from(*c == close);
                depth == 0
            });
            let to = from + to.expect("a closing mark").0;
            all.push(rest[from..to].to_owned());
            rest = &rest[to + close.len_utf8()..];
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_readme_says_can_be_asked_is_answered() {
    let all = sentences();
    assert!(all.len() >= 40 && all.contains(&"人にテキストの項目「利用言語」を追加".to_owned()), "{all:?}");
    let world = world::demo().await;
    let mut wrong = Vec::new();
    for sentence in all {
        wrong.extend(lost(&world, &sentence).await);
        // the next sentences use the field
        if sentence.contains("項目") {
            wrong.extend(lost(&world, "はい").await);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Examples about what must have been made, merged or deleted before.
const LATER: [&str; 5] = ["field delete", "field set", "merge check", "merge undo", "note delete"];

#[tokio::test(flavor = "multi_thread")]
async fn examples_name_what_the_demo_has() {
    let world = world::demo().await;
    let mut wrong = Vec::new();
    for spec in ALL.iter().map(|command| command.spec()) {
        if LATER.contains(&spec.name) || spec.name.ends_with(" restore") {
            continue;
        }
        for example in spec.examples.en.iter().chain(spec.examples.ja) {
            wrong.extend(lost(&world, example).await);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
