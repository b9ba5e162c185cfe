//! The part of the corpus that is for development: a floor under how well texts are understood.
//!
//! What is measured and published is the part set aside; `benches/understanding.rs` reads both.

use bot::{commands::ALL, registry::Registry};
use nlp::understand::{SURE, Understood};

/// Utterance and command (`-` for ordinary talk) of each line whose command there is.
fn corpus() -> Vec<(&'static str, &'static str)> {
    include_str!("../../corpus/dev.tsv")
        .lines()
        .filter(|line| !line.starts_with("# "))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some((columns.next()?, columns.next()?.trim()))
        })
        .filter(|(_, command)| *command == "-" || ALL.iter().any(|known| known.spec().name == *command))
        .collect()
}

#[test]
fn nine_of_ten_requests_are_understood_and_no_talk_is_run() {
    let registry = Registry::new().unwrap();
    let (mut requests, mut right, mut talk, mut taken) = (0, 0, 0, Vec::new());
    for (said, wanted) in corpus() {
        let (command, runs) = match registry.grammar().understand(said) {
            Understood::Call { command, confidence, .. } => (command, confidence >= SURE),
            Understood::Missing { command, .. } => (command, false),
            Understood::Courtesy { .. } | Understood::Unsure { .. } => ("-", false),
        };
        if wanted == "-" {
            talk += 1;
            if runs {
                taken.push((said, command));
            }
        } else {
            requests += 1;
            right += usize::from(command == wanted);
        }
    }
    assert!(requests > 300 && talk > 100, "{requests} requests, {talk} lines of talk");
    assert!(right * 100 >= requests * 93, "{right} of {requests}");
    assert!(taken.len() <= 2, "{taken:#?}");
}

#[test]
fn every_taught_command_exists() {
    let said = include_str!("../../src/commands/said.txt");
    for name in said.lines().filter_map(|line| line.strip_prefix("# ")) {
        assert!(ALL.iter().any(|command| command.spec().name == name), "{name}");
    }
}
