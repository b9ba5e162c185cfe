//! From messages to a summary.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::choose::{Candidate, choose};
use super::clean::clean;
use super::cues::{self, Cue, Kind, cue};
use super::movers::{Mover, movers};
use super::settle::{self, Settled};
use super::terms::{Term, Vocabulary, Word, count};
use super::{keywords, names, noise, questions, rank};
use crate::text::{fold, sentences};

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
    /// Where it was written: a number for each room. What is said elsewhere answers no question.
    pub room: usize,
    /// Written by a program; such messages are not chosen and their authors not counted.
    pub bot: bool,
}

/// How long a summary is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options<'a> {
    /// Messages to choose, at most.
    pub picks: usize,
    /// Keywords to give, at most.
    pub keywords: usize,
    /// For each message: may it be shown? The others are read for what they say of it. `None`: all may be.
    pub only: Option<&'a [bool]>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { picks: 7, keywords: 10, only: None }
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
    /// What somebody took on or was asked to do, likewise.
    pub tasks: Vec<Pick>,
    /// Questions that nobody answered afterwards (indices), in time order.
    pub open_questions: Vec<usize>,
    /// How many messages people wrote.
    pub messages: usize,
    /// How many people wrote.
    pub people: usize,
    /// Who wrote how many messages: at most five, busiest first.
    pub busiest: Vec<(String, usize)>,
    /// Whom others answered: at most five, most answered first; nobody who was not.
    pub movers: Vec<Mover>,
    /// How people felt, as far as it shows in what they report.
    pub mood: Mood,
    /// For each message given, in their order: how much it says.
    pub weights: Vec<Weight>,
}

/// How people feel, counted in messages; each list of indices is in time order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mood {
    /// Something does not work, or somebody is unhappy.
    pub problems: Vec<usize>,
    /// Something was finished or repaired.
    pub done: Vec<usize>,
    /// Somebody says thanks.
    pub thanks: Vec<usize>,
}

/// What one message weighs in its conversation.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Weight {
    /// How much it belongs in a summary: 0 for what nobody would quote.
    pub salience: f32,
    /// How likely something is settled or taken on in it, 0 to 1.
    pub decision: f32,
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
    /// It puts a decision off.
    pub(super) put_off: bool,
}

const BUSIEST: usize = 5;
/// What a sure cue adds to the score of a message, whose centrality is at most 1.
const CUE_GAIN: f32 = 1.2;
/// A decision or a task, as likely as it is, against a sure cue.
const DECIDED: f32 = 1.3;
/// A cue of this strength is sure.
const SURE: f32 = 1.0;
/// A question that is one is as sure as this.
const ASKED: f32 = 0.7;
/// From here on something was decided or taken on.
const LIKELY: f32 = 0.4;
/// From here on it was, though it reads like something else as well.
const VERY_LIKELY: f32 = 0.7;
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
pub fn summarise(messages: &[Message<'_>], options: Options<'_>) -> Summary {
    let names = names::names(messages);
    let mut vocabulary = Vocabulary::new(&names);
    let readings: Vec<Reading> =
        messages.iter().map(|message| read(message, &mut vocabulary, &names)).collect();
    let mut order: Vec<usize> = (0..messages.len()).collect();
    order.sort_by_key(|index| (messages[*index].at, *index));
    let rooms = by_room(messages, &order);

    let bots = noise::bots(messages, &readings);
    let human: Vec<bool> =
        messages.iter().map(|message| !message.bot && !bots.contains(message.author)).collect();
    let mut settled = vec![Settled::default(); messages.len()];
    for room in &rooms {
        settle::settled(messages, &readings, room, &names, &mut settled);
    }
    let quotable = noise::quotable(messages, &readings, &settled);
    // From here on, only what may be quoted, in time order.
    let kept: Vec<usize> = order.iter().copied().filter(|index| quotable[*index]).collect();
    let shown = |index: usize| options.only.is_none_or(|only| only.get(index).copied().unwrap_or_default());
    let talk = Kept { messages, readings: &readings, settled: &settled, kept: &kept, shown: &shown };
    let scores = talk.scores(vocabulary.len());

    let mut open_questions: Vec<usize> =
        rooms.iter().flat_map(|room| questions::open(messages, &readings, room, &human)).collect();
    open_questions.retain(|index| shown(*index));
    open_questions.sort_by_key(|index| (messages[*index].at, *index));
    let mut weights: Vec<Weight> = settled
        .iter()
        .zip(&human)
        .map(|(settled, human)| if *human { settled.likely() } else { 0.0 })
        .map(|decision| Weight { salience: 0.0, decision })
        .collect();
    for (index, score) in kept.iter().zip(&scores.scores) {
        weights[*index].salience = *score;
    }
    let (people, busiest) = people(messages, &human);
    let mut movers = movers(messages, |index| human[index]);
    movers.retain(|mover| mover.answers > 0);
    movers.truncate(BUSIEST);
    Summary {
        picks: talk.picks(&scores, options.picks),
        keywords: keywords::keywords(&talk.kept_readings(), options.keywords),
        decisions: talk.likely(Kind::Decision, |settled| settled.decided),
        tasks: talk.likely(Kind::Task, |settled| settled.promised),
        open_questions,
        messages: human.iter().filter(|human| **human).count(),
        people,
        busiest,
        movers,
        mood: mood(&order, &readings, &|index| human[index] && shown(index)),
        weights,
    }
}

/// The messages of each room, in time order.
fn by_room(messages: &[Message<'_>], order: &[usize]) -> Vec<Vec<usize>> {
    let mut rooms: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in order {
        rooms.entry(messages[*index].room).or_default().push(*index);
    }
    rooms.into_values().collect()
}

fn mood(order: &[usize], readings: &[Reading], counts: &dyn Fn(usize) -> bool) -> Mood {
    let all = |fits: &dyn Fn(&Reading) -> bool| {
        order.iter().copied().filter(|index| counts(*index) && fits(&readings[*index])).collect()
    };
    let sure = |kind: Kind| move |reading: &Reading| reading.cue.kind == kind && reading.cue.strength >= SURE;
    Mood {
        problems: all(&sure(Kind::Problem)),
        done: all(&sure(Kind::Done)),
        thanks: all(&|reading| reading.thanks),
    }
}

fn read(message: &Message<'_>, vocabulary: &mut Vocabulary, names: &HashSet<String>) -> Reading {
    let clean = clean(names::without_address(message.text, names));
    let words = vocabulary.read(&clean.text);
    let thanks = words
        .iter()
        .any(|word| matches!(word.text.as_str(), "thanks" | "thank" | "thx" | "ありがとう" | "助かり"));
    let mut cue = cue(&clean.text);
    // 決まりました！ with thanks says that something worked
    if thanks && cue.kind == Kind::Decision && cues::settles_nothing(&clean.text) {
        cue = Cue { kind: Kind::Topic, strength: 0.0 };
    }
    Reading {
        folded: fold(&clean.text),
        terms: count(&words),
        put_off: sentences(&clean.text).into_iter().any(|sentence| cues::puts_off(&fold(sentence))),
        cue,
        has_link: clean.has_link,
        text: clean.text,
        words,
        thanks,
    }
}

/// What may be quoted, and what is known of it.
struct Kept<'a> {
    messages: &'a [Message<'a>],
    readings: &'a [Reading],
    settled: &'a [Settled],
    /// Indices of messages, in time order.
    kept: &'a [usize],
    shown: &'a dyn Fn(usize) -> bool,
}

/// For each message that may be quoted.
struct Scores {
    vectors: Vec<rank::Vector>,
    scores: Vec<f32>,
}

impl Kept<'_> {
    fn kept_readings(&self) -> Vec<&Reading> {
        self.kept.iter().map(|index| &self.readings[*index]).collect()
    }

    fn scores(&self, vocabulary: usize) -> Scores {
        let readings = self.kept_readings();
        let counts: Vec<&[(Term, u32)]> = readings.iter().map(|reading| reading.terms.as_slice()).collect();
        let vectors = rank::vectors(&counts, vocabulary);
        let places: HashMap<usize, usize> =
            self.kept.iter().enumerate().map(|(place, index)| (*index, place)).collect();
        let reply = |(place, index): (usize, &usize)| {
            let to = self.messages[*index].reply_to.filter(|to| to != index)?;
            Some((place, *places.get(&to)?))
        };
        let replies: Vec<(usize, usize)> = self.kept.iter().enumerate().filter_map(reply).collect();
        let centrality = rank::centrality(&vectors, vocabulary, &replies);
        let score = |place: usize| {
            let (reading, settled) = (readings[place], self.settled[self.kept[place]]);
            centrality[place] * fullness(reading)
                + CUE_GAIN * worth(reading.cue).max(DECIDED * settled.likely())
        };
        Scores { scores: (0..self.kept.len()).map(score).collect(), vectors }
    }

    fn picks(&self, Scores { vectors, scores }: &Scores, wanted: usize) -> Vec<Pick> {
        let candidates: Vec<Candidate<'_>> = vectors
            .iter()
            .zip(scores)
            .enumerate()
            .filter(|(place, _)| (self.shown)(self.kept[*place]))
            .map(|(place, (vector, score))| Candidate { place, score: *score, vector })
            .collect();
        // A summary is shorter than what it summarises; what came of that is in it all the same.
        let came_of_it = |candidate: &&Candidate<'_>| {
            !matches!(self.kind(self.kept[candidate.place]), Kind::Topic | Kind::Question)
        };
        let outcomes = candidates.iter().filter(came_of_it).count();
        let wanted = wanted.min(candidates.len().div_ceil(2).max(outcomes));
        let best = candidates.iter().map(|candidate| candidate.score).fold(0.0, f32::max);
        let chosen = choose(&candidates, wanted, self.kept.len());
        let mut chosen: Vec<usize> = chosen.into_iter().map(|at| candidates[at].place).collect();
        chosen.retain(|place| scores[*place] >= WORTHWHILE * best);
        chosen.sort_unstable();
        let pick = |place: usize| {
            let index = self.kept[place];
            Pick { index, kind: self.kind(index), score: scores[place] }
        };
        chosen.into_iter().map(pick).collect()
    }

    /// What a message does, with what stands around it.
    fn kind(&self, index: usize) -> Kind {
        let (cue, settled) = (self.readings[index].cue, self.settled[index]);
        let told = matches!(cue.kind, Kind::Done | Kind::Problem | Kind::Question) && cue.strength >= ASKED;
        if told && settled.likely() < VERY_LIKELY {
            cue.kind
        } else if settled.decided >= LIKELY && settled.decided >= settled.promised {
            Kind::Decision
        } else if settled.promised >= LIKELY {
            Kind::Task
        } else {
            cue.kind
        }
    }

    fn likely(&self, kind: Kind, score: impl Fn(Settled) -> f32) -> Vec<Pick> {
        let of_kind = self.kept.iter().filter(|index| (self.shown)(**index) && self.kind(**index) == kind);
        let pick = |index: &usize| {
            let reading = &self.readings[*index];
            // 決まりました with thanks mostly says that something worked
            let thanked = if reading.thanks && kind == Kind::Decision { THANKED } else { 1.0 };
            let cue = if reading.cue.kind == kind { reading.cue.strength } else { 0.0 };
            Pick { index: *index, kind, score: thanked * cue.max(score(self.settled[*index])) }
        };
        of_kind.map(pick).collect()
    }
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
    let terms = reading.terms.len().max(1) as f32;
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
