//! A summary in a model's words: a few messages at a time, each sentence with the messages it comes from, and only
//! sentences whose names and numbers stand in those.

use adapters::{Item, Reply, markdown::escape};
use nlp::model::summary::{self, Line, WINDOW};
use nlp::summary::Summary;

use super::super::gather::Talk;
use super::shown::Shape;
use crate::commands::{Context, Outcome};
use crate::model::Verdict;
use crate::say;
use crate::words::{count, day_and_time};

/// So many messages are read, those that say most: more would take too long, and cost too much, for one answer.
const READ: usize = 60;
/// Authors named with a sentence.
const AUTHORS: usize = 3;

/// What a model says of a talk.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Sentences with the messages they come from, in time order.
    bullets: Vec<(String, Vec<usize>)>,
    /// Messages that were read.
    read: usize,
    /// Parts that were not answered.
    silent: usize,
    /// Parts for which the budget was too small.
    used_up: usize,
}

/// Asks a model; `None`: there is none to ask, or nothing to ask about.
pub(super) fn told(
    ctx: &Context<'_>,
    talk: &Talk,
    summary: &Summary,
    only: Option<&[bool]>,
    shape: Shape,
) -> Outcome<Option<Told>> {
    if !ctx.may_consult() {
        return Ok(None);
    }
    let indices = worth_reading(summary, only, shape);
    if indices.len() < 2 {
        return Ok(None);
    }
    let line = |index: &usize| {
        let message = &talk.messages[*index];
        Line { author: &message.author, text: &message.text }
    };
    let windows: Vec<&[usize]> = indices.chunks(WINDOW).collect();
    let lines: Vec<Vec<Line<'_>>> = windows.iter().map(|window| window.iter().map(line).collect()).collect();
    let asks = lines.iter().map(|lines| summary::ask(lines, ctx.lang)).collect::<Result<Vec<_>, _>>()?;
    let Some(verdicts) = ctx.consult(&asks)? else { return Ok(None) };
    let mut told = Told { read: indices.len(), ..Told::default() };
    for ((window, lines), verdict) in windows.iter().zip(&lines).zip(verdicts) {
        match verdict {
            Verdict::Said(answer) => {
                told.bullets.extend(summary::read(&answer, lines).into_iter().map(|bullet| {
                    let from = bullet.from.iter().filter_map(|place| window.get(*place).copied()).collect();
                    (bullet.text, from)
                }))
            }
            Verdict::UsedUp => told.used_up += 1,
            Verdict::Silent => told.silent += 1,
        }
    }
    let weight = |(_, from): &(String, Vec<usize>)| -> f32 {
        from.iter().filter_map(|index| summary.weights.get(*index)).map(|it| it.salience + it.decision).sum()
    };
    told.bullets.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    told.bullets.truncate(shape.lines);
    told.bullets.sort_by_key(|(_, from)| from.first().copied());
    Ok(Some(told))
}

/// The messages to read, in time order: those that may be shown and say most; for whoever wants outcomes only, those.
fn worth_reading(summary: &Summary, only: Option<&[bool]>, shape: Shape) -> Vec<usize> {
    let mut indices: Vec<usize> = match shape.outcomes {
        true => summary.picks.iter().filter(|pick| shape.tells(pick)).map(|pick| pick.index).collect(),
        false => (0..summary.weights.len()).filter(|index| only.is_none_or(|only| only[*index])).collect(),
    };
    let says = |index: &usize| summary.weights.get(*index).map_or(0.0, |it| it.salience + it.decision);
    if indices.len() > READ {
        indices.sort_by(|a, b| says(b).total_cmp(&says(a)));
        indices.truncate(READ);
    }
    indices.sort_unstable();
    indices
}

impl Told {
    /// Did anything stand up to its messages?
    pub(super) fn has_sentences(&self) -> bool {
        !self.bullets.is_empty()
    }

    /// The messages behind each sentence.
    pub(super) fn sources(&self) -> impl Iterator<Item = &[usize]> {
        self.bullets.iter().map(|(_, from)| from.as_slice())
    }

    /// The sentences.
    pub(super) fn shown(&self, ctx: &Context<'_>, talk: &Talk, reply: Reply) -> Reply {
        let items = self.bullets.iter().map(|(text, from)| item(ctx, talk, text, from)).collect();
        reply.heading(say!(ctx.lang, "In short", "要点")).list(items)
    }

    /// Where the sentences come from, and what is missing.
    pub(super) fn footed(&self, ctx: &Context<'_>, talk: &Talk, reply: Reply) -> Reply {
        let lang = ctx.lang;
        let n = |n: usize| count(i64::try_from(n).unwrap_or(i64::MAX));
        let (model, read, all) =
            (ctx.app.model.name().unwrap_or_default(), n(self.read), n(talk.messages.len()));
        let mut sentences = Vec::new();
        if self.has_sentences() {
            sentences.push(say!(
                lang,
                "Written by {model} from {read} of {all} messages; what did not stand up to its messages is left out.",
                "{all}件中{read}件をもとに{model}が作成しました（元の発言で裏付けられない文は省いています）。"
            ));
        } else if self.silent + self.used_up == 0 {
            sentences.push(say!(
                lang,
                "Nothing that {model} wrote stood up to the messages, so here is what was written.",
                "{model}の文はいずれも元の発言で裏付けられなかったため、発言をそのまま引用しています。"
            ));
        }
        if self.silent > 0 {
            let parts = n(self.silent);
            sentences.push(say!(
                lang,
                "{model} did not answer in time for {parts} parts of it; ask again to go on.",
                "{parts}区分は{model}から時間内に応答がありませんでした。もう一度依頼すると続きから作成します。"
            ));
        }
        if self.used_up > 0 {
            sentences.push(say!(
                lang,
                "This month's budget for the language model is used up; the rest was made without it.",
                "今月の言語モデルの利用枠を使い切ったため、残りはモデルを使わずに作成しました。"
            ));
        }
        reply.text(escape(&sentences.join(lang.pick(" ", ""))))
    }
}

/// A sentence with who wrote its messages, when, and the way to the first.
fn item(ctx: &Context<'_>, talk: &Talk, text: &str, from: &[usize]) -> Item {
    let mut authors: Vec<&str> = Vec::new();
    for index in from {
        let author = talk.messages[*index].author.as_str();
        if !authors.contains(&author) {
            authors.push(author);
        }
    }
    authors.truncate(AUTHORS);
    let item = Item::new(text.to_owned());
    let Some(first) = from.first() else { return item };
    let when = day_and_time(ctx.lang, talk.messages[*first].occurred_at, ctx.zone());
    let codes: Vec<String> = from.iter().skip(1).map(|index| talk.code(*index).to_string()).collect();
    let mut detail = vec![authors.join(ctx.lang.pick(", ", "、")), when];
    if !codes.is_empty() {
        detail.push(codes.join(", "));
    }
    let code = talk.code(*first);
    item.detail(detail.join("  ·  ")).link(code.to_string(), crate::words::message_path(code))
}
