//! Cross-validation over the texts that are learned from: nobody's phrasing is read by what was learned from it.

use std::collections::BTreeMap;

use bot::commands::ALL;
use nlp::understand::{Grammar, Line, SURE, Taught, Understood};

use crate::{
    same::Wanted,
    score::{Score, Text, Verdict},
};

const SAID: &str = include_str!("../../src/commands/said.txt");
const TALK: &str = include_str!("../../src/commands/talk.txt");

const FOLDS: usize = 5;

/// So many lines stay together: those written one after the other are often alike.
const TOGETHER: usize = 4;

/// So many of the commands that are read worst are printed.
const WORST: usize = 60;

pub(crate) fn run() -> anyhow::Result<()> {
    let talk_is_shown = std::env::args().any(|argument| argument == "misses");
    let mut all = Score::default();
    let mut by_command: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for fold in 0..FOLDS {
        let is_left_out = |n: usize| (n / TOGETHER) % FOLDS == fold;
        let (mut said, mut talk, mut texts) = (String::new(), String::new(), Vec::new());
        let (mut command, mut n) = ("", 0);
        for line in SAID.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some(name) = line.strip_prefix("# ") {
                command = name.trim();
            } else {
                n += 1;
                if is_left_out(n) {
                    texts.push((Line::read(line).text, command));
                    continue;
                }
            }
            said.push_str(line);
            said.push('\n');
        }
        for (n, line) in TALK.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
            if is_left_out(n) {
                texts.push((line.to_owned(), "-"));
            } else {
                talk.push_str(line);
                talk.push('\n');
            }
        }
        let forms = ALL.iter().map(|command| command.spec().form()).collect();
        let taught = Taught { said: said.leak(), talk: talk.leak() };
        let grammar = Grammar::new(forms)?.taught(taught);
        let mut score = Score::default();
        for (said, command) in texts {
            let started = std::time::Instant::now();
            let understood = grammar.understand(&said);
            score.times.push(started.elapsed());
            let wanted = Wanted { command, arguments: BTreeMap::new() };
            let text = Text { said: &said, wanted };
            let verdict = score.count(&text, &understood);
            let (right, of) = by_command.entry(command).or_default();
            *right += usize::from(verdict == Verdict::Right);
            *of += 1;
            if talk_is_shown && command == "-" && is_run(&understood) {
                println!("talk that runs: {said} → {understood:?}");
            }
        }
        score.print(&format!("fold {}", fold + 1), "with head");
        all.add(score);
    }
    all.print("folds", "with head");
    all.print_sureness();
    if talk_is_shown {
        let mut worst: Vec<(usize, &str, usize)> =
            by_command.into_iter().map(|(name, (right, of))| (1000 * right / of.max(1), name, of)).collect();
        worst.sort_unstable();
        for (right, name, of) in worst.into_iter().filter(|(_, name, _)| *name != "-").take(WORST) {
            println!("{name}: {}.{} % of {of}", right / 10, right % 10);
        }
    }
    Ok(())
}

fn is_run(understood: &Understood) -> bool {
    matches!(understood, Understood::Call { confidence, .. } if *confidence >= SURE)
}
