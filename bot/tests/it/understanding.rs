//! The parts of the corpus that are for development: a floor under how well texts are understood.
//!
//! What is measured and published is the part set aside; `benches/understanding` reads all of them.

#[path = "../../benches/understanding/same.rs"]
mod same;

use std::collections::BTreeMap;

use bot::{commands::ALL, registry::Registry};
use nlp::understand::{SURE, Understood};

use self::same::Wanted;

/// Each part with how many of a hundred requests are understood at least.
const PARTS: [(&str, &str, usize); 5] = [
    ("dev", include_str!("../../corpus/dev.tsv"), 90),
    ("dev2", include_str!("../../corpus/dev2.tsv"), 90),
    ("dev3", include_str!("../../corpus/dev3.tsv"), 90),
    ("dev4", include_str!("../../corpus/dev4.tsv"), 90),
    ("dev5", include_str!("../../corpus/dev5.tsv"), 90),
];

/// Utterance, command (`-` for ordinary talk) and arguments of each line whose command there is.
fn texts(part: &'static str) -> impl Iterator<Item = (&'static str, Wanted<'static>)> {
    part.lines().filter(|line| !line.starts_with("# ")).filter_map(|line| {
        let mut columns = line.split('\t');
        let (said, command) = (columns.next()?, columns.next()?.trim());
        let pairs = columns.next().unwrap_or_default().split(';');
        let arguments: BTreeMap<_, _> = pairs.filter_map(|pair| pair.split_once('=')).collect();
        let known = command == "-" || ALL.iter().any(|known| known.spec().name == command);
        known.then_some((said, Wanted { command, arguments }))
    })
}

#[test]
fn nine_of_ten_requests_are_understood_with_their_arguments_and_no_talk_is_run() {
    let registry = Registry::new().unwrap();
    let mut taken = Vec::new();
    for (name, part, floor) in PARTS {
        let (mut requests, mut right, mut whole, mut talk) = (0, 0, 0, 0);
        for (said, wanted) in texts(part) {
            let understood = registry.grammar().understand(said);
            let (command, arguments, runs) = match &understood {
                Understood::Call { command, arguments, confidence, .. } => {
                    (*command, Some(arguments), *confidence >= SURE)
                }
                Understood::Missing { command, arguments, .. } => (*command, Some(arguments), false),
                Understood::NoSuchArgument { .. }
                | Understood::Courtesy { .. }
                | Understood::Unsure { .. } => ("-", None, false),
            };
            if wanted.command == "-" {
                talk += 1;
                if runs {
                    taken.push((said, command));
                }
            } else {
                requests += 1;
                right += usize::from(command == wanted.command);
                let all = arguments.is_some_and(|found| same::same_arguments(&wanted, found));
                whole += usize::from(command == wanted.command && all);
            }
        }
        println!("{name}: {right} of {requests}, {whole} with all arguments; {talk} lines of talk");
        assert!(requests > 100 && talk > 40, "{name}: {requests} requests, {talk} lines of talk");
        assert!(right * 100 >= requests * floor, "{name}: {right} of {requests}");
        assert!(whole * 100 >= right * 90, "{name}: {whole} of {right} with all arguments");
    }
    assert!(taken.is_empty(), "{taken:#?}");
}

#[test]
fn every_taught_command_exists() {
    let said = include_str!("../../src/commands/said.txt");
    for name in said.lines().filter_map(|line| line.strip_prefix("# ")) {
        assert!(ALL.iter().any(|command| command.spec().name == name), "{name}");
    }
}
