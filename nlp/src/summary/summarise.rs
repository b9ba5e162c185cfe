//! From messages to a summary.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::choose::{Candidate, choose};
use super::clean::clean;
use super::cues::{Cue, Kind, cue};
use super::terms::{Term, Vocabulary, Word, count};
use super::{keywords, names, noise, questions, rank};
use crate::text::fold;

/// One message of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message<'a> {
    /// Who wrote it: the same text for the same person.
    pub author: &'a str,
    /// When, in seconds since 1970 UTC.
    pub at: i64,
    /// What was written.
    pub text: &'a str,
    /// The message it answers, or the first of its thread, as an index into the same messages.
    pub reply_to: Option<usize>,
    /// Written by a program; such messages are not chosen and their authors not counted.
    pub bot: bool,
}

/// How long a summary is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Messages to choose, at most.
    pub picks: usize,
    /// Keywords to give, at most.
    pub keywords: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { picks: 7, keywords: 10 }
    }
}

/// A message worth reading.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pick {
    /// Its index in the messages given.
    pub index: usize,
    /// What it does in the conversation.
    pub kind: Kind,
    /// How much it says; comparable within one summary.
    pub score: f32,
}

/// What a conversation comes to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary {
    /// The messages worth reading, in time order.
    pub picks: Vec<Pick>,
    /// The most telling words and phrases as they were written, with how often; best first.
    pub keywords: Vec<(String, usize)>,
    /// What was settled: every such message, in time order; the score says how sure it is, 0 to 1.
    pub decisions: Vec<Pick>,
    /// Questions that nobody answered afterwards (indices), in time order.
    pub open_questions: Vec<usize>,
    /// How many messages people wrote.
    pub messages: usize,
    /// How many people wrote.
    pub people: usize,
    /// Who wrote how many messages: at most five, busiest first.
    pub busiest: Vec<(String, usize)>,
}

/// What was read from one message.
pub(super) struct Reading {
    /// The language of it.
    pub(super) text: String,
    /// The same, folded.
    pub(super) folded: String,
    pub(super) has_link: bool,
    pub(super) words: Vec<Word>,
    /// By term.
    pub(super) terms: Vec<(Term, u32)>,
    pub(super) cue: Cue,
    /// It says thanks.
    pub(super) thanks: bool,
}

const BUSIEST: usize = 5;
/// What a sure cue adds to the score of a message, whose centrality is at most 1.
const CUE_GAIN: f32 = 0.8;
/// A decision with thanks in it counts so much less.
const THANKED: f32 = 0.3;
/// Below so many different terms a message counts less: it leans on what stands around it.
const FULL: f32 = 6.0;
/// Above so many it counts less too: it is long to read.
const LONG: f32 = 40.0;
/// A message with less than this share of the best score is not worth a place.
const WORTHWHILE: f32 = 0.3;

/// Summarises messages, which may come in any order. Bad references are ignored; no messages
/// give an empty summary.
pub fn summarise(messages: &[Message<'_>], options: Options) -> Summary {
    let names = names::names(messages);
    let mut vocabulary = Vocabulary::new(&names);
    let readings: Vec<Reading> =
        messages.iter().map(|message| read(message, &mut vocabulary, &names)).collect();
    let mut order: Vec<usize> = (0..messages.len()).collect();
    order.sort_by_key(|index| (messages[*index].at, *index));

    let bots = noise::bots(messages, &readings);
    let human: Vec<bool> =
        messages.iter().map(|message| !message.bot && !bots.contains(message.author)).collect();
    let quotable = noise::quotable(messages, &readings);
    // From here on, only what may be quoted, in time order.
    let kept: Vec<usize> = order.iter().copied().filter(|index| quotable[*index]).collect();
    let kept_readings: Vec<&Reading> = kept.iter().map(|index| &readings[*index]).collect();

    let (people, busiest) = people(messages, &human);
    Summary {
        picks: picks(messages, &kept, &kept_readings, vocabulary.len(), options.picks),
        keywords: keywords::keywords(&kept_readings, options.keywords),
        decisions: decisions(&kept, &kept_readings),
        open_questions: questions::open(messages, &readings, &order, &human),
        messages: human.iter().filter(|human| **human).count(),
        people,
        busiest,
    }
}

fn decisions(kept: &[usize], readings: &[&Reading]) -> Vec<Pick> {
    let settled = kept.iter().zip(readings).filter(|(_, reading)| reading.cue.kind == Kind::Decision);
    let pick = |(index, reading): (&usize, &&Reading)| {
        // 決まりました with thanks mostly says that something worked
        let sure = if reading.thanks { reading.cue.strength * THANKED } else { reading.cue.strength };
        Pick { index: *index, kind: Kind::Decision, score: sure }
    };
    settled.map(pick).collect()
}

fn read(message: &Message<'_>, vocabulary: &mut Vocabulary, names: &HashSet<String>) -> Reading {
    let clean = clean(names::without_address(message.text, names));
    let words = vocabulary.read(&clean.text);
    let thanks = words
        .iter()
        .any(|word| matches!(word.text.as_str(), "thanks" | "thank" | "thx" | "ありがとう" | "助かり"));
    Reading {
        folded: fold(&clean.text),
        terms: count(&words),
        cue: cue(&clean.text),
        has_link: clean.has_link,
        text: clean.text,
        words,
        thanks,
    }
}

fn picks(
    messages: &[Message<'_>],
    kept: &[usize],
    readings: &[&Reading],
    vocabulary: usize,
    wanted: usize,
) -> Vec<Pick> {
    let counts: Vec<&[(Term, u32)]> = readings.iter().map(|reading| reading.terms.as_slice()).collect();
    let vectors = rank::vectors(&counts, vocabulary);
    let places: HashMap<usize, usize> =
        kept.iter().enumerate().map(|(place, index)| (*index, place)).collect();
    let reply = |(place, index): (usize, &usize)| {
        let to = messages[*index].reply_to.filter(|to| to != index)?;
        Some((place, *places.get(&to)?))
    };
    let replies: Vec<(usize, usize)> = kept.iter().enumerate().filter_map(reply).collect();
    let centrality = rank::centrality(&vectors, vocabulary, &replies);

    let score =
        |place: usize| centrality[place] * fullness(readings[place]) + CUE_GAIN * worth(readings[place].cue);
    let candidates: Vec<Candidate<'_>> = vectors
        .iter()
        .enumerate()
        .map(|(place, vector)| Candidate { place, score: score(place), vector })
        .collect();
    // A summary is shorter than what it summarises.
    let wanted = wanted.min(kept.len().div_ceil(2));
    let best = candidates.iter().map(|candidate| candidate.score).fold(0.0, f32::max);
    let mut chosen = choose(&candidates, wanted, kept.len());
    chosen.retain(|place| candidates[*place].score >= WORTHWHILE * best);
    chosen.sort_unstable();
    let pick = |place: usize| Pick {
        index: kept[place],
        kind: readings[place].cue.kind,
        score: candidates[place].score,
    };
    chosen.into_iter().map(pick).collect()
}

/// How much a kind of message is wanted in a summary.
fn worth(cue: Cue) -> f32 {
    let kind = match cue.kind {
        Kind::Decision => 1.0,
        Kind::Problem | Kind::Done => 0.8,
        Kind::Task => 0.7,
        Kind::Question => 0.3,
        Kind::Topic => 0.0,
    };
    kind * cue.strength
}

#[expect(clippy::cast_precision_loss, reason = "a number of words")]
fn fullness(reading: &Reading) -> f32 {
    let terms = reading.terms.len() as f32;
    (terms / FULL).min(1.0).min((LONG / terms).sqrt())
}

fn people(messages: &[Message<'_>], human: &[bool]) -> (usize, Vec<(String, usize)>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (message, _) in messages.iter().zip(human).filter(|(_, human)| **human) {
        *counts.entry(message.author).or_default() += 1;
    }
    let mut busiest: Vec<(String, usize)> =
        counts.iter().map(|(author, count)| ((*author).to_owned(), *count)).collect();
    busiest.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    busiest.truncate(BUSIEST);
    (counts.len(), busiest)
}
