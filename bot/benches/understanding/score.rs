//! What is counted: right commands, right arguments, talk taken for a command, time.

use std::time::Duration;

use bot::commands::ALL;
use nlp::understand::{SURE, Understood};

use crate::same::{Wanted, same_arguments};

/// A line of the corpus.
pub(crate) struct Text<'a> {
    pub(crate) said: &'a str,
    pub(crate) wanted: Wanted<'a>,
}

impl<'a> Text<'a> {
    /// Utterance, command, `name=value;…`, between tabs; `None` for comments and for commands there are not.
    pub(crate) fn read(line: &'a str) -> Option<Self> {
        let mut columns = line.split('\t');
        let (said, command) = (columns.next()?, columns.next()?.trim());
        let known = command == "-" || ALL.iter().any(|known| known.spec().name == command);
        if said.starts_with("# ") || !known {
            return None;
        }
        let pairs = columns.next().unwrap_or_default().split(';');
        let arguments = pairs.filter_map(|pair| pair.split_once('=')).collect();
        Some(Self { said, wanted: Wanted { command, arguments } })
    }
}

#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    Right,
    WrongArguments,
    WrongCommand,
    NoCommand,
    TakenForCommand,
}

#[derive(Default)]
pub(crate) struct Score {
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
    pub(crate) times: Vec<Duration>,
    /// Of every call: its confidence, whether it was the right one, whether it was talk.
    sure: Vec<(f64, bool, bool)>,
}

impl Score {
    pub(crate) fn count(&mut self, text: &Text<'_>, understood: &Understood) -> Verdict {
        if let Understood::Call { command, confidence, .. } = understood {
            self.sure.push((*confidence, *command == text.wanted.command, text.wanted.command == "-"));
        }
        let (command, arguments, runs, missing) = match understood {
            Understood::Call { command, arguments, confidence, .. } => {
                (*command, Some(arguments), *confidence >= SURE, false)
            }
            Understood::Missing { command, arguments, .. } => (*command, Some(arguments), false, true),
            Understood::NoSuchArgument { .. } | Understood::Courtesy { .. } | Understood::Unsure { .. } => {
                ("-", None, false, false)
            }
        };
        if text.wanted.command == "-" {
            self.talk += 1;
            self.talk_run += usize::from(runs);
            self.talk_offered += usize::from(command != "-" && !runs);
            return if command == "-" { Verdict::Right } else { Verdict::TakenForCommand };
        }
        self.requests += 1;
        if command == text.wanted.command {
            self.run += usize::from(runs);
            self.asked += usize::from(missing);
            self.offered += usize::from(!runs && !missing);
            let all = arguments.is_some_and(|found| same_arguments(&text.wanted, found));
            self.arguments += usize::from(all);
            return if all { Verdict::Right } else { Verdict::WrongArguments };
        }
        if let Understood::Unsure { nearest, .. } = understood {
            self.named += usize::from(nearest.contains(&text.wanted.command));
        }
        if command == "-" {
            return Verdict::NoCommand;
        }
        self.wrong_run += usize::from(runs);
        self.wrong_offered += usize::from(!runs);
        Verdict::WrongCommand
    }

    pub(crate) fn print(&mut self, part: &str, name: &str) {
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

    /// Counts what another has counted as well.
    pub(crate) fn add(&mut self, other: Self) {
        self.requests += other.requests;
        self.run += other.run;
        self.offered += other.offered;
        self.asked += other.asked;
        self.arguments += other.arguments;
        self.wrong_run += other.wrong_run;
        self.wrong_offered += other.wrong_offered;
        self.named += other.named;
        self.talk += other.talk;
        self.talk_run += other.talk_run;
        self.talk_offered += other.talk_offered;
        self.times.extend(other.times);
        self.sure.extend(other.sure);
    }

    /// How often a call with so much confidence was the right one.
    pub(crate) fn print_sureness(&self) {
        for tenth in 0..10 {
            let (from, to) = (f64::from(tenth) / 10.0, f64::from(tenth + 1) / 10.0);
            let here: Vec<_> =
                self.sure.iter().filter(|(sure, ..)| *sure >= from && (*sure < to || tenth == 9)).collect();
            let right = here.iter().filter(|(_, right, _)| *right).count();
            let talk = here.iter().filter(|(.., talk)| *talk).count();
            if !here.is_empty() {
                let percent = 100.0 * right as f64 / here.len() as f64;
                println!(
                    "confidence {from:.1}-{to:.1}: {} calls, {percent:.0} % right, {talk} of them talk",
                    here.len()
                );
            }
        }
    }
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
