//! A summary as it is read: headings in the reader's language, below them what was written, each line with its link.

use adapters::{Item, Reply};
use nlp::{
    Lang,
    summary::{Kind, Mood, Mover, Options, Pick, Summary},
};

use super::{super::gather::Talk, felt::Felt, told::Told, whose::Whose};
use crate::commands::Context;
use crate::{say, words::count};

/// How a summary is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// Lines in all, at most.
    pub(super) lines: usize,
    /// With what stands around the lines: how many wrote, who moved it, the mood.
    pub(super) full: bool,
    /// Only what was decided, done, to be done or in the way.
    pub(super) outcomes: bool,
}

impl Shape {
    /// Is this what the reader wants to know?
    pub(super) fn tells(self, pick: &Pick) -> bool {
        !self.outcomes || !matches!(pick.kind, Kind::Topic | Kind::Question)
    }
}

/// Kinds in the order in which they are read.
const ORDER: [Kind; 6] = [Kind::Decision, Kind::Task, Kind::Done, Kind::Problem, Kind::Question, Kind::Topic];
/// Questions without an answer that are shown, the latest, where there is room for more than the chosen lines.
const OPEN: usize = 4;
/// Messages pointed at for the mood.
const CITED: usize = 2;
/// What is less likely to settle something than this is said, and not decided: most advice.
const CERTAIN: f32 = 0.7;
/// People shown who moved the talk.
const MOVERS: usize = 3;

/// The answer. Of one person (`whose`) only what is theirs is counted.
pub(super) fn shown(
    ctx: &mut Context<'_>,
    talk: &Talk,
    summary: &Summary,
    felt: &Felt,
    shape: Shape,
    told: Option<&Told>,
    whose: Option<&Whose>,
) -> Reply {
    let lang = ctx.lang;
    let (mut picks, open) = lines(summary, shape);
    let mut reply = ctx.reply().heading(match whose {
        Some(whose) => format!("{}  ·  {}", whose.title, talk.heading(ctx)),
        None => talk.heading(ctx),
    });
    if shape.full {
        reply = match whose {
            Some(whose) => reply.fields(theirs(talk, summary, felt, &whose.theirs, lang)),
            None => reply.fields(around(talk, summary, felt, lang)),
        };
    }
    let mut seen: Vec<Vec<usize>> = Vec::new();
    if let Some(told) = told.filter(|told| told.has_sentences()) {
        reply = told.shown(ctx, talk, reply);
        seen.extend(told.sources().map(<[usize]>::to_vec));
        // what is said in sentences is not quoted as well
        picks.clear();
    }
    for kind in ORDER {
        let of_kind: Vec<usize> =
            picks.iter().filter(|pick| pick.kind == kind).map(|pick| pick.index).collect();
        if !of_kind.is_empty() {
            let items = of_kind.iter().map(|index| talk.item(ctx, *index)).collect();
            reply = reply.heading(heading(kind, lang)).list(items);
            seen.extend(of_kind.into_iter().map(|index| vec![index]));
        }
    }
    if !open.is_empty() {
        let items = open.iter().map(|index| talk.item(ctx, *index)).collect();
        reply = reply.heading(say!(lang, "Open: nobody answered yet", "未解決（まだ回答なし）")).list(items);
        seen.extend(open.into_iter().map(|index| vec![index]));
    }
    if seen.is_empty() {
        reply = reply.text(say!(
            lang,
            "Nothing that I would quote: only greetings and short remarks. Try a longer period.",
            "引用できるような発言は見つかりませんでした（挨拶や短い相づちのみです）。期間を広げてお試しください。"
        ));
    }
    let codes = |from: Vec<usize>| from.into_iter().map(|index| talk.code(index)).collect();
    ctx.showed(seen.into_iter().map(codes).collect());
    let movers: Vec<Item> = summary.movers.iter().take(MOVERS).map(|mover| moved(mover, lang)).collect();
    if shape.full && whose.is_none() && !movers.is_empty() {
        reply = reply.heading(say!(lang, "Who moved it", "会話を動かした人")).list(movers);
    }
    match told {
        Some(told) => told.footed(ctx, talk, reply),
        None => reply,
    }
}

/// The messages to show, in time order, and the open questions.
fn lines(summary: &Summary, shape: Shape) -> (Vec<Pick>, Vec<usize>) {
    let is_open = |index: usize| summary.open_questions.contains(&index);
    let mut picks: Vec<Pick> = summary
        .picks
        .iter()
        .copied()
        .map(|pick| certain(pick, summary))
        .filter(|pick| shape.tells(pick))
        .filter(|pick| !is_open(pick.index))
        .collect();
    picks.sort_by(|a, b| b.score.total_cmp(&a.score));
    picks.truncate(shape.lines);
    let room = if shape.full { OPEN } else { shape.lines - picks.len() };
    let open = &summary.open_questions[summary.open_questions.len().saturating_sub(room)..];
    picks.sort_by_key(|pick| pick.index);
    (picks, open.to_vec())
}

/// Advice and ideas are said, and not decided.
fn certain(pick: Pick, summary: &Summary) -> Pick {
    let sure = |it: &Pick| it.index == pick.index && it.score >= CERTAIN;
    match pick.kind {
        Kind::Decision if !summary.decisions.iter().any(sure) => Pick { kind: Kind::Topic, ..pick },
        _ => pick,
    }
}

fn around(talk: &Talk, summary: &Summary, felt: &Felt, lang: Lang) -> [(String, String); 4] {
    [
        (say!(lang, "Messages", "メッセージ"), n(summary.messages)),
        (say!(lang, "People", "人"), n(summary.people)),
        (say!(lang, "About", "話題"), about(summary, lang)),
        (say!(lang, "Mood", "雰囲気"), mood(talk, &summary.mood, felt, lang)),
    ]
}

/// The same of what one person wrote.
fn theirs(talk: &Talk, summary: &Summary, felt: &Felt, only: &[bool], lang: Lang) -> [(String, String); 3] {
    let own = talk.messages.iter().zip(only).filter(|(_, own)| **own).map(|(message, _)| message.clone());
    let own = talk.of(own.collect());
    let read = own.analyse(Options { picks: 0, ..Options::default() });
    let of = |indices: &[usize]| indices.iter().copied().filter(|index| only[*index]).collect::<Vec<_>>();
    let signs = Mood {
        problems: of(&summary.mood.problems),
        done: of(&summary.mood.done),
        thanks: of(&summary.mood.thanks),
    };
    [
        (say!(lang, "Messages", "メッセージ"), n(own.messages.len())),
        (say!(lang, "About", "話題"), about(&read, lang)),
        (say!(lang, "Mood", "雰囲気"), mood(talk, &signs, felt, lang)),
    ]
}

fn about(summary: &Summary, lang: Lang) -> String {
    let keywords: Vec<String> = summary.keywords.iter().take(8).map(|(word, _)| word.clone()).collect();
    keywords.join(lang.pick(", ", "、"))
}

/// How people felt, then what the messages report, counted, with the latest of each to look at.
fn mood(talk: &Talk, mood: &Mood, felt: &Felt, lang: Lang) -> String {
    let cited = |indices: &[usize]| {
        let codes: Vec<String> =
            indices.iter().rev().take(CITED).map(|index| talk.code(*index).to_string()).collect();
        let codes = codes.join(", ");
        lang.pick(format!(" ({codes})"), format!("（{codes}）"))
    };
    let mut parts: Vec<String> = Some(felt.shown(lang)).filter(|felt| !felt.is_empty()).into_iter().collect();
    if !mood.problems.is_empty() {
        let (times, which) = (n(mood.problems.len()), cited(&mood.problems));
        parts.push(say!(lang, "problems {times}{which}", "問題 {times}件{which}"));
    }
    if !mood.done.is_empty() {
        let (times, which) = (n(mood.done.len()), cited(&mood.done));
        parts.push(say!(lang, "things done {times}{which}", "完了 {times}件{which}"));
    }
    if !mood.thanks.is_empty() {
        let (times, which) = (n(mood.thanks.len()), cited(&mood.thanks));
        parts.push(say!(lang, "thanks {times}{which}", "感謝 {times}件{which}"));
    }
    parts.join(lang.pick(", ", "、"))
}

/// Somebody with the reason why they are named.
fn moved(mover: &Mover, lang: Lang) -> Item {
    let (answers, people, messages) = (mover.answers, mover.answerers, mover.messages);
    Item::new(mover.author.clone()).detail(match (answers, people) {
        (1, _) => say!(lang, "one answer to {messages} messages", "発言{messages}件に返信1件"),
        (_, 1) => say!(
            lang,
            "{answers} answers by one person to {messages} messages",
            "発言{messages}件に1人から返信{answers}件"
        ),
        _ => say!(
            lang,
            "{answers} answers by {people} people to {messages} messages",
            "発言{messages}件に{people}人から返信{answers}件"
        ),
    })
}

fn n(n: usize) -> String {
    count(i64::try_from(n).unwrap_or(i64::MAX))
}

fn heading(kind: Kind, lang: Lang) -> String {
    match kind {
        Kind::Decision => say!(lang, "Decided", "決まったこと"),
        Kind::Task => say!(lang, "To do", "対応予定"),
        Kind::Done => say!(lang, "Done", "完了したこと"),
        Kind::Problem => say!(lang, "Problems", "問題"),
        Kind::Question => say!(lang, "Asked", "質問"),
        Kind::Topic => say!(lang, "Said", "話に出たこと"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_lines_as_asked_for_the_best_first() {
        let pick = |index, kind, score| Pick { index, kind, score };
        let summary = Summary {
            picks: vec![
                pick(0, Kind::Topic, 0.9),
                pick(2, Kind::Decision, 1.4),
                pick(5, Kind::Task, 0.8),
                pick(7, Kind::Question, 0.7),
            ],
            open_questions: vec![1, 7],
            decisions: vec![pick(2, Kind::Decision, 0.95)],
            ..Summary::default()
        };
        let shown = |lines_wanted, full, outcomes| {
            let (picks, open) = lines(&summary, Shape { lines: lines_wanted, full, outcomes });
            (picks.iter().map(|pick| pick.index).collect::<Vec<_>>(), open)
        };
        assert_eq!(shown(2, false, false), (vec![0, 2], vec![]));
        assert_eq!(shown(4, false, false), (vec![0, 2, 5], vec![7]), "an open question is shown once");
        assert_eq!(shown(8, true, true), (vec![2, 5], vec![1, 7]));
        assert_eq!(shown(1, true, false), (vec![2], vec![1, 7]));
    }
}
