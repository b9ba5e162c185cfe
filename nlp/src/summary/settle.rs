//! How likely a message settles something, or somebody takes something on in it.
//!
//! A decision shows in its own words ("let's", 〜にします, a bare verb as in minutes, a name "to" do something) and
//! as much in what stands around it: somebody called for consent, others gave it, somebody says once more what was
//! proposed, the talk moves on. Both are counted with fixed weights, found by hand on the meetings in `data/meetings/tuned`
//! and measured on those in `data/meetings/aside`.
//!
//! Markers of scribes ("RESOLUTION:", 決定：) are cue words like others; nothing here needs them.

use std::{collections::HashSet, sync::LazyLock};

use super::cue_words::{NEGATED, SUPPOSED, each};
use super::cues::{Kind, asks, holds, matches, puts_off};
use super::names;
use super::settle_words::{
    BARE, BECAME, CALLING, CONSENT, I, INVITING, NEXT, OPENING, OPINION, PROMISED_ENDS, PROMISED_MARKERS,
    REPORT, SETTLED_ENDS, SETTLED_MARKERS, TAKER, TOLD, WHEN, WILL,
};
use super::summarise::{Message, Reading};
use super::terms::Term;
use crate::text::{fold, sentences};

/// How likely, each from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Settled {
    /// Something was decided.
    pub(super) decided: f32,
    /// Somebody took something on.
    pub(super) promised: f32,
}

impl Settled {
    /// How likely one or the other.
    pub(super) fn likely(self) -> f32 {
        self.decided.max(self.promised)
    }
}

/// A proposal and its consent lie within so many messages.
const NEAR: usize = 6;
/// What is said once more was said within so many messages.
const ECHO: usize = 16;
/// Consent is short.
const CONSENT_LETTERS: usize = 48;
/// Terms in common, of the shorter message, from which on one says what the other said.
const SAME: f32 = 0.5;

/// A message of which the words alone say so much may be without a subject: では23日にしましょう.
const PLAIN: f32 = 0.35;
/// What begins a new matter seldom settles one.
const HEADING: f32 = 0.5;

struct Lists {
    calling: Vec<&'static str>,
    consent: Vec<&'static str>,
    opening: Vec<&'static str>,
    will: Vec<&'static str>,
    bare: HashSet<&'static str>,
    became: Vec<&'static str>,
    settled_ends: Vec<&'static str>,
    promised_ends: Vec<&'static str>,
    taker: Vec<&'static str>,
    i: Vec<&'static str>,
    told: Vec<&'static str>,
    when: Vec<&'static str>,
    next: Vec<&'static str>,
    report: Vec<&'static str>,
    negated: Vec<&'static str>,
    supposed: Vec<&'static str>,
    opinion: Vec<&'static str>,
    inviting: Vec<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    calling: each(CALLING).collect(),
    consent: each(CONSENT).collect(),
    opening: each(OPENING).collect(),
    will: each(WILL).collect(),
    bare: each(BARE).collect(),
    became: each(BECAME).collect(),
    settled_ends: each(SETTLED_ENDS).collect(),
    promised_ends: each(PROMISED_ENDS).collect(),
    taker: each(TAKER).collect(),
    i: each(I).collect(),
    told: each(TOLD).collect(),
    when: each(WHEN).collect(),
    next: each(NEXT).collect(),
    report: each(REPORT).collect(),
    negated: each(NEGATED).collect(),
    supposed: each(SUPPOSED).collect(),
    opinion: each(OPINION).collect(),
    inviting: each(INVITING).collect(),
});

/// What one message says by itself.
#[derive(Debug, Default)]
struct Own {
    /// Whom the message speaks to or, in minutes, who says it.
    label: Option<String>,
    asks: bool,
    calls: bool,
    consents: bool,
    begins_next: bool,
    decided: f32,
    promised: f32,
}

/// Looks at the messages of one room, `order` being their indices in time order, and notes what it finds in `all`.
/// Those of programs and without words stay 0. `names` are those of who takes part.
pub(super) fn settled(
    messages: &[Message<'_>],
    readings: &[Reading],
    order: &[usize],
    names: &HashSet<String>,
    all: &mut [Settled],
) {
    let own: Vec<Own> = order.iter().map(|index| own(&messages[*index], &readings[*index], names)).collect();
    for (place, index) in order.iter().enumerate() {
        all[*index] = weigh(place, &own, messages, readings, order);
    }
}

fn weigh(
    place: usize,
    own: &[Own],
    messages: &[Message<'_>],
    readings: &[Reading],
    order: &[usize],
) -> Settled {
    let me = &own[place];
    let reading = &readings[order[place]];
    let says_nothing = reading.terms.is_empty() && me.decided.max(me.promised) < PLAIN;
    if me.asks || says_nothing {
        // a proposal that was agreed to and never said again is the decision
        let agreed = consents(own, messages, order, place + 1..place + 1 + NEAR);
        let decided = if me.calls && agreed >= 2 { 0.35 } else { 0.0 };
        return Settled { decided, promised: 0.0 };
    }
    let called = own[place.saturating_sub(NEAR)..place].iter().any(|earlier| earlier.calls);
    let consent = consents(own, messages, order, place.saturating_sub(NEAR)..place);
    let follows = consents(own, messages, order, place + 1..place + 4);
    let echo = echo(place, readings, order);
    let closes = own.get(place + 1).is_some_and(|next| next.begins_next);
    let answered = place.checked_sub(1).is_some_and(|at| own[at].asks);

    #[expect(clippy::cast_precision_loss, reason = "a few messages")]
    let (consent, follows) = (consent.min(3) as f32, follows.min(2) as f32);
    let mut decided = me.decided;
    let mut promised = me.promised;
    if !me.consents {
        decided += 0.09 * consent + 0.08 * follows;
        if called && consent > 0.0 {
            decided += 0.15;
        }
        if echo {
            decided += if consent > 0.0 { 0.2 } else { 0.05 };
        }
    }
    if closes {
        decided += 0.12;
    }
    // trouble and thanks are not settled by what stands around them
    let told = reading.thanks || reading.cue.kind == Kind::Problem && reading.cue.strength >= 1.0;
    if reading.put_off || told && me.decided <= 0.0 {
        decided = 0.0;
    }
    if me.promised > 0.0 {
        promised += if answered { 0.15 } else { 0.0 } + 0.06 * follows;
    }
    // what leans on its surroundings alone must say something itself
    let full = (reading.terms.len().min(3) + 2) as f32 / 5.0;
    if me.begins_next {
        decided *= HEADING;
    }
    Settled { decided: (decided * full).clamp(0.0, 1.0), promised: promised.clamp(0.0, 1.0) }
}

/// How many people agree in these places.
fn consents(own: &[Own], messages: &[Message<'_>], order: &[usize], places: std::ops::Range<usize>) -> usize {
    let end = places.end.min(own.len());
    // one scribe writes down what several people say
    let who: HashSet<(&str, Option<&str>)> = (places.start.min(end)..end)
        .filter(|at| own[*at].consents)
        .map(|at| (messages[order[at]].author, own[at].label.as_deref()))
        .collect();
    who.len()
}

/// Does it say what was said not long before?
fn echo(place: usize, readings: &[Reading], order: &[usize]) -> bool {
    let mine = &readings[order[place]].terms;
    if mine.len() < 2 {
        return false;
    }
    (place.saturating_sub(ECHO)..place).any(|at| {
        let theirs = &readings[order[at]].terms;
        let common = common(mine, theirs);
        #[expect(clippy::cast_precision_loss, reason = "a number of words")]
        let share = common as f32 / mine.len().min(theirs.len()).max(1) as f32;
        common >= 2 && share >= SAME
    })
}

fn common(a: &[(Term, u32)], b: &[(Term, u32)]) -> usize {
    a.iter().filter(|(term, _)| b.binary_search_by_key(term, |(other, _)| *other).is_ok()).count()
}

fn own(message: &Message<'_>, reading: &Reading, names: &HashSet<String>) -> Own {
    if message.bot {
        return Own::default();
    }
    let lists = &*LISTS;
    let marker = marker(fold(message.text).trim());
    let whole = fold(names::without_address(message.text, names));
    let whole = whole.trim();
    let mut own = Own {
        label: names::addressed(message.text).filter(|label| names.contains(label)),
        calls: matches(whole, &lists.calling),
        consents: is_consent(whole),
        begins_next: whole.chars().count() < 120 && lists.next.iter().any(|word| begins(whole, word)),
        asks: true,
        ..Own::default()
    };
    for sentence in sentences(&reading.text) {
        let sentence = fold(sentence);
        if asks(&sentence) {
            continue;
        }
        own.asks = false;
        let (decided, promised) = statement(&sentence, names);
        own.decided = own.decided.max(decided);
        own.promised = own.promised.max(promised);
    }
    if reading.cue.kind == Kind::Decision {
        own.decided = own.decided.max(reading.cue.strength * 0.6);
    }
    // who is new is greeted, and told where to begin
    if ["welcome", "hi everyone", "はじめまして", "初めまして", "ようこそ"]
        .iter()
        .any(|it| whole.starts_with(it))
    {
        own.decided *= 0.3;
        own.promised *= 0.3;
    }
    if reading.thanks && reading.terms.len() < 4 {
        own.decided *= 0.5;
    }
    match marker {
        Some(Kind::Decision) => own.decided = 1.0,
        Some(_) => own.promised = 1.0,
        None => {}
    }
    own
}

/// What a scribe says a message is: "RESOLUTION: …", 宿題：….
fn marker(whole: &str) -> Option<Kind> {
    let (label, rest) = whole.split_once([':', '：'])?;
    if rest.trim().is_empty() {
        return None;
    }
    let is = |list: &'static str| each(list).any(|marker| marker == label.trim());
    if is(SETTLED_MARKERS) { Some(Kind::Decision) } else { is(PROMISED_MARKERS).then_some(Kind::Task) }
}

/// What is told of with になります as it happens, and is no decision: ときどき502になります.
const HAPPENS: &[&str] = &[
    "ときどき",
    "時々",
    "たまに",
    "なぜか",
    "エラー",
    "error",
    "`",
    "\"",
    "」が",
    "文字化け",
    "500",
    "502",
    "503",
    "404",
];

/// How much one folded sentence, which asks nothing, settles and promises by itself.
fn statement(sentence: &str, names: &HashSet<String>) -> (f32, f32) {
    let lists = &*LISTS;
    let mut sentence = sentence.to_owned();
    for negated in &lists.negated {
        if sentence.contains(*negated) {
            sentence = sentence.replace(*negated, " ");
        }
    }
    for opinion in &lists.opinion {
        if holds(&sentence, opinion) {
            sentence = sentence.replace(*opinion, " ");
        }
    }
    let sentence = sentence.trim().trim_end_matches(['。', '.', '!', '！', '♪', '〜', '～', 'w', ' ']);
    // what is added in brackets is no end: 〜する（15日まで）
    let main = sentence.split(['(', '（']).next().unwrap_or_default().trim();
    let ends = |list: &[&str]| list.iter().any(|end| main.ends_with(end));
    let met = |list: &[&str]| matches(sentence, list);
    let words: Vec<&str> =
        sentence.split(|c: char| c.is_whitespace() || ",;:".contains(c)).filter(|w| !w.is_empty()).collect();
    let opened = lists.opening.iter().any(|word| begins(sentence, word));

    let mut decided: f32 = 0.0;
    if met(&lists.will) || we_do(&words, &lists.bare) {
        decided += 0.35;
    }
    if words.len() >= 3 && words.first().is_some_and(|word| lists.bare.contains(word)) {
        decided += 0.35;
    }
    if met(&lists.became) && words.len() <= 14 {
        decided += 0.25;
    }
    // 一緒にやりましょう
    let invites = main.ends_with("ましょう") && lists.inviting.iter().any(|word| sentence.contains(word));
    // 指定すると自然になります
    let explains = main.ends_with("なります")
        && ["ると", "れば", "たら", "なら、"].iter().chain(HAPPENS).any(|it| main.contains(it));
    if ends(&lists.settled_ends) && !invites && !explains {
        decided += 0.4;
    }
    if opened && (decided > 0.0 || words.len() >= 6 || main.ends_with('で')) {
        decided += 0.2;
    }

    let when = met(&lists.when) || sentence.chars().any(|c| c.is_ascii_digit()) && sentence.contains('日');
    let mut promised: f32 = 0.0;
    if met(&lists.i) {
        promised += 0.35;
    }
    if is_assigned(&words, names) {
        promised += 0.6;
    }
    let taken = met(&lists.taker);
    if ends(&lists.promised_ends) {
        promised += if taken { 0.5 } else { 0.3 };
    } else if taken && sentence.contains("担当") {
        promised += 0.5;
    }
    if ends(&lists.told) {
        promised += if names.iter().any(|name| name.chars().count() >= 2 && sentence.contains(name.as_str()))
        {
            0.35
        } else {
            0.1
        };
    }
    if promised > 0.0 && when {
        promised += 0.25;
    }
    if decided > 0.0 && when {
        decided += 0.08;
    }
    if matches(sentence, &lists.report) && !ends(&lists.settled_ends) {
        decided *= 0.5;
        promised *= 0.5;
    }
    if met(&lists.supposed) {
        decided *= 0.5;
        promised *= 0.6;
    }
    if puts_off(sentence) {
        decided = 0.0;
    }
    (decided, promised)
}

/// "we keep", "we do", "we ship it".
fn we_do(words: &[&str], bare: &HashSet<&str>) -> bool {
    words
        .windows(2)
        .any(|pair| pair[0] == "we" && (bare.contains(pair[1]) || matches!(pair[1], "do" | "don't")))
}

/// "anna to write the tests", "anna writes…", "anna will…".
fn is_assigned(words: &[&str], names: &HashSet<String>) -> bool {
    let name = |word: &&str| names.contains(word.trim_start_matches('@'));
    let all = |word: &&str| {
        matches!(*word, "everybody" | "everyone" | "all" | "chair" | "editors" | "editor" | "staff")
    };
    match words {
        [who, "to" | "will" | "shall" | "takes" | "owns", ..] => name(who) || all(who),
        [a, "and", b, "to" | "will" | "shall" | "take" | "own", ..] => name(a) && name(b),
        [who, verb, _, ..] => name(who) && verb.len() > 3 && verb.ends_with('s') && !verb.ends_with("ss"),
        _ => false,
    }
}

fn is_consent(whole: &str) -> bool {
    if matches!(whole.chars().next(), Some('👍' | '🎉' | '🙆' | '👌')) || whole.starts_with(":+1") {
        return true;
    }
    whole.chars().count() <= CONSENT_LETTERS
        && !asks(whole)
        && LISTS.consent.iter().any(|word| begins(whole, word))
}

/// Does a folded text begin with these words?
fn begins(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| {
        !word.is_ascii() || rest.chars().next().is_none_or(|c| !(c.is_ascii_alphanumeric() || c == '\''))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_settles_and_what_promises() {
        let names: HashSet<String> = ["wei", "今井"].map(str::to_owned).into();
        for (text, decided, promised) in [
            ("let's do the unique key today", true, false),
            ("Rename the keyword to fit-content", true, false),
            ("minutes of 3 June accepted", true, false),
            ("では23日にしましょう", true, false),
            ("前回議事録を承認", true, false),
            ("wei to change the draft by next call", false, true),
            ("I'll send pim the sample by Monday", false, true),
            ("原稿は私が3月5日までに書きます", false, true),
            ("今井さんが候補者3名に発表を依頼する（15日まで）", false, true),
            ("the dashboard says 61 percent", false, false),
            ("I'd prefer to stay on 4, the port is not finished", false, false),
            ("I'm not sure that the port is ready", false, false),
            ("一緒に読書会をやりましょう", false, false),
            ("様子を見てから金曜に決めます", false, false),
            ("メモリは200MBくらいです", false, false),
            ("昨日は通知設定の画面を作ってました", false, false),
        ] {
            let (d, p) = statement(&fold(text), &names);
            assert_eq!((d >= 0.25, p >= 0.3), (decided, promised), "{text}: {d} {p}");
        }
    }

    #[test]
    fn consent_is_short_and_no_question() {
        for text in ["+1", "sounds good", "異議なし", "賛成です", "👍", "ok, i can live with it"] {
            assert!(is_consent(text), "{text}");
        }
        for text in ["okinawa is far", "ok?", "nobody liked it", "今日は雨です"] {
            assert!(!is_consent(text), "{text}");
        }
    }
}
