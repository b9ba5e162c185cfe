//! How well texts are understood, and how fast: the corpus in `bot/corpus`, read by the phrasings alone and
//! with the head.
//!
//! `cargo bench -p bot --bench understanding` prints totals and no text: the part set aside is for measuring,
//! not for looking at. `-- misses` prints what goes wrong in the part for development.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use bot::commands::ALL;
use nlp::{
    amount, period,
    understand::{Grammar, SURE, Understood, ordinals, zone},
};

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
    let misses = std::env::args().any(|argument| argument == "misses");
    for part in ["dev", "dev2", "aside"] {
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
                        text.said, text.command, text.arguments
                    );
                }
            }
            score.print(part, name);
        }
    }
    Ok(())
}

/// A line of the corpus.
struct Text<'a> {
    said: &'a str,
    /// `-` for ordinary talk.
    command: &'a str,
    arguments: BTreeMap<&'a str, &'a str>,
}

impl<'a> Text<'a> {
    /// Utterance, command, `name=value;…`, between tabs; `None` for comments and for commands there are not.
    fn read(line: &'a str) -> Option<Self> {
        let mut columns = line.split('\t');
        let (said, command) = (columns.next()?, columns.next()?.trim());
        let known = command == "-" || ALL.iter().any(|known| known.spec().name == command);
        if said.starts_with("# ") || !known {
            return None;
        }
        let pairs = columns.next().unwrap_or_default().split(';');
        let arguments = pairs.filter_map(|pair| pair.split_once('=')).collect();
        Some(Self { said, command, arguments })
    }
}

#[derive(Debug, PartialEq)]
enum Verdict {
    Right,
    WrongArguments,
    WrongCommand,
    NoCommand,
    TakenForCommand,
}

#[derive(Default)]
struct Score {
    requests: usize,
    /// The right command: run, offered with a button, or asked about.
    run: usize,
    offered: usize,
    asked: usize,
    /// Of the right commands those with all arguments, and no other.
    arguments: usize,
    /// Another command: run, or only offered or asked about.
    wrong_run: usize,
    wrong_offered: usize,
    /// No command, but the right one among those named.
    named: usize,
    talk: usize,
    talk_run: usize,
    talk_offered: usize,
    times: Vec<Duration>,
}

impl Score {
    fn count(&mut self, text: &Text<'_>, understood: &Understood) -> Verdict {
        let (command, arguments, runs, missing) = match understood {
            Understood::Call { command, arguments, confidence, .. } => {
                (*command, Some(arguments), *confidence >= SURE, false)
            }
            Understood::Missing { command, arguments, .. } => (*command, Some(arguments), false, true),
            Understood::Courtesy { .. } | Understood::Unsure { .. } => ("-", None, false, false),
        };
        if text.command == "-" {
            self.talk += 1;
            self.talk_run += usize::from(runs);
            self.talk_offered += usize::from(command != "-" && !runs);
            return if command == "-" { Verdict::Right } else { Verdict::TakenForCommand };
        }
        self.requests += 1;
        if command == text.command {
            self.run += usize::from(runs);
            self.asked += usize::from(missing);
            self.offered += usize::from(!runs && !missing);
            let all = arguments.is_some_and(|found| same_arguments(text, found));
            self.arguments += usize::from(all);
            return if all { Verdict::Right } else { Verdict::WrongArguments };
        }
        if let Understood::Unsure { nearest, .. } = understood {
            self.named += usize::from(nearest.contains(&text.command));
        }
        if command == "-" {
            return Verdict::NoCommand;
        }
        self.wrong_run += usize::from(runs);
        self.wrong_offered += usize::from(!runs);
        Verdict::WrongCommand
    }

    fn print(&mut self, part: &str, name: &str) {
        let right = self.run + self.offered + self.asked;
        let percent = |n: usize, of: usize| 100.0 * n as f64 / of.max(1) as f64;
        self.times.sort_unstable();
        let at = |share: usize| self.times.get(self.times.len() * share / 100).copied().unwrap_or_default();
        println!(
            "{part:5} {name:9}  right command {right}/{} = {:.1} % (run {}, offered {}, asked for more {}; named among \
             three {}) | another run {}, offered {} | all arguments {}/{right} = {:.1} % | of {} talk run {}, offered {} | \
             p50 {:.2} ms, p95 {:.2} ms",
            self.requests,
            percent(right, self.requests),
            self.run,
            self.offered,
            self.asked,
            self.named,
            self.wrong_run,
            self.wrong_offered,
            self.arguments,
            percent(self.arguments, right),
            self.talk,
            self.talk_run,
            self.talk_offered,
            milliseconds(at(50)),
            milliseconds(at(95)),
        );
    }
}

/// Are all arguments of the corpus found, with the same value? Those that the command does not have are not
/// looked for, and what it says of itself (such as `kind=company`) may be there as well.
fn same_arguments(text: &Text<'_>, found: &BTreeMap<&'static str, String>) -> bool {
    let spec = ALL.iter().map(|command| command.spec()).find(|spec| spec.name == text.command);
    let has =
        |name: &str| spec.is_some_and(|spec| spec.arguments.iter().any(|argument| argument.name == name));
    text.arguments.iter().all(|(name, wanted)| match found.get(*name) {
        Some(value) => same_value(wanted, value),
        // `tags=-lead` said in a sentence is a tag to take away
        None if *name == "tags" => match (wanted.strip_prefix('-'), found.get("without")) {
            (Some(wanted), Some(found)) => same_value(wanted, found),
            _ => false,
        },
        // `fields=title=CTO` said in a sentence is a field and a value
        None if *name == "fields" => {
            let value = wanted.split_once('=').map_or(*wanted, |(_, value)| value);
            found.get("value").is_some_and(|found| same_value(value, found))
        }
        None => !has(name),
    })
}

fn same_value(wanted: &str, found: &str) -> bool {
    let bare = |text: &str| {
        let folded = nlp::text::fold(text);
        let quotes = |c: char| "\"'「」『』“”#@ ".contains(c);
        let bare = folded.trim_matches(quotes);
        ["さん", "様", "社", "番", "の"]
            .iter()
            .find_map(|end| bare.strip_suffix(end))
            .unwrap_or(bare)
            .to_owned()
    };
    let (one, other) = (bare(wanted), bare(found));
    let amounts = || Some(amount::read(wanted)?.value == amount::read(found)?.value);
    let lists = |text: &str| -> Vec<String> {
        let text = text.replace("」と「", "、");
        let parts = text.split([',', '、', ' ']).map(|part| part.trim_start_matches('+').to_owned());
        parts.filter(|part| !part.is_empty() && part != "and").collect()
    };
    let same = |one: Option<String>, other: Option<String>| one.is_some() && one == other;
    let places = |text: &str| Some(format!("{:?}", ordinals(text)?));
    let period = |text: &str| {
        let at = chrono::DateTime::from_timestamp(1_790_000_000, 0)?;
        let now = period::Now { at, zone: chrono_tz::UTC, fiscal_start_month: 4 };
        Some(format!("{:?}", period::read(text, &now)?))
    };
    one == other
        || same_words(&one, &other)
        || amounts() == Some(true)
        || lists(&one) == lists(&other)
        || same(places(wanted), places(found))
        || same(zone(wanted).map(|zone| zone.to_string()), zone(found).map(|zone| zone.to_string()))
        || same(period(wanted), period(found))
}

/// Are the words that are looked for the same? Those that say who or where, such as "developers in", find nobody.
fn same_words(wanted: &str, found: &str) -> bool {
    const AROUND: &[&str] = &[
        "a",
        "an",
        "the",
        "in",
        "at",
        "of",
        "on",
        "for",
        "with",
        "from",
        "about",
        "around",
        "who",
        "and",
        "people",
        "developers",
        "developer",
        "engineers",
        "engineer",
        "folks",
        "contacts",
        "companies",
        "company",
        "firms",
        "messages",
        "someone",
    ];
    const AROUND_JA: &[&str] = &[
        "開発者",
        "エンジニア",
        "デベロッパー",
        "の",
        "人",
        "会社",
        "企業",
        "在住",
        "系",
        "で",
        "に",
        "を",
        "が",
        "まわり",
    ];
    let words = |text: &str| -> Vec<String> {
        let bare = AROUND_JA.iter().fold(text.to_owned(), |text, word| text.replace(word, " "));
        let words =
            bare.split([' ', '"', '「', '」']).filter(|word| !word.is_empty() && !AROUND.contains(word));
        words.map(str::to_owned).collect()
    };
    let wanted = words(wanted);
    !wanted.is_empty() && wanted == words(found)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
