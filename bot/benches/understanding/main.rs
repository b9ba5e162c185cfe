//! How well texts are understood, and how fast: the corpus in `bot/corpus`, read by the phrasings alone and
//! with the head.
//!
//! `cargo bench -p bot --bench understanding` prints totals and no text: the part set aside is for measuring,
//! not for looking at. `-- misses` prints what goes wrong in the parts for development. `-- folds` learns five times
//! without a fifth of the texts to learn from, and reads that: how sure the readings are and how often they are right.

mod folds;
mod same;
mod score;

use std::time::Instant;

use bot::commands::ALL;
use nlp::understand::Grammar;
use score::{Score, Text, Verdict, milliseconds};

fn main() -> anyhow::Result<()> {
    let forms = || ALL.iter().map(|command| command.spec().form()).collect();
    let phrasings = Grammar::new(forms())?;
    let started = Instant::now();
    let registry = bot::registry::Registry::new()?;
    let parsed = started.elapsed();
    registry.grammar().understand("something that no phrasing fits");
    println!(
        "{} commands; phrasings parsed in {:.1} ms, head learned in {:.1} ms",
        ALL.len(),
        milliseconds(parsed),
        milliseconds(started.elapsed() - parsed)
    );
    if std::env::args().any(|argument| argument == "folds") {
        return folds::run();
    }
    let misses = std::env::args().any(|argument| argument == "misses");
    for part in ["dev", "dev2", "dev3", "dev4", "dev5", "aside"] {
        let path = format!("{}/corpus/{part}.tsv", env!("CARGO_MANIFEST_DIR"));
        let Ok(lines) = std::fs::read_to_string(&path) else {
            println!("{part}: skipped, no {path}");
            continue;
        };
        let texts: Vec<Text<'_>> = lines.lines().filter_map(Text::read).collect();
        for (name, grammar) in [("phrasings", &phrasings), ("with head", registry.grammar())] {
            let mut score = Score::default();
            for text in &texts {
                let started = Instant::now();
                let understood = grammar.understand(text.said);
                score.times.push(started.elapsed());
                let verdict = score.count(text, &understood);
                if misses && part != "aside" && name == "with head" && verdict != Verdict::Right {
                    println!(
                        "{verdict:?}: {} [{}] {:?} → {understood:?}",
                        text.said, text.wanted.command, text.wanted.arguments
                    );
                }
            }
            score.print(part, name);
        }
    }
    Ok(())
}
