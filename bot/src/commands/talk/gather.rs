//! What was said in a room and a period, for the commands that make something of it.

use std::{collections::HashMap, sync::Arc};

use adapters::{Item, Reply, markdown::escape};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use crm::{
    Code, CodeKind, ConversationId,
    conversations::{self, Conversation, Message},
    fold,
};
use nlp::{
    Lang,
    period::Period,
    summary::{self, Options},
    understand::SlotKind,
};

use super::memory;
use crate::commands::{Argument, Call, Context, Outcome, Stop, rooms};
use crate::{
    say,
    words::{Words, count as number, day_and_time, excerpt, message_path, span, words},
};

/// Which room.
pub(super) const ROOM: Argument = Argument {
    name: "room",
    kind: SlotKind::Room,
    required: false,
    about: words("#name; without it here, or everywhere", "#名前。省略するとこのルーム、または全体"),
};

/// Which time; `about` says what is taken without it.
pub(super) const fn period(about: Words) -> Argument {
    Argument { name: "period", kind: SlotKind::Period, required: false, about }
}

/// The last month without it.
pub(super) const MONTH: Argument =
    period(words("such as “this month”; the last 30 days without", "「今月」など。省略すると最近30日間"));

/// How many lines.
pub(super) const fn count(about: Words) -> Argument {
    Argument { name: "count", kind: SlotKind::Count, required: false, about }
}

/// Up to fifty.
pub(super) const UP_TO_50: Argument = count(words("how many, up to 50", "件数（50まで）"));

/// The lists alone: no lines chosen.
pub(super) const LISTS: Options<'static> = Options { picks: 0, keywords: 0, only: None };

/// More messages than this are too many to read at once; the latest are taken.
const MOST: i64 = 10_000;
/// Days after a period in which what was asked in it may still be answered.
const ANSWERED_WITHIN: i64 = 3;
/// Messages before one that tell what it is about.
const LOOKED_BACK: usize = 12;
/// Characters of a line.
const LINE: usize = 200;

/// Messages with where and when they were looked for.
pub(crate) struct Talk {
    pub(crate) messages: Vec<Message>,
    pub(crate) room: Option<Conversation>,
    /// As asked for; `None`: the last days in which anything was said.
    asked: Option<String>,
    pub(crate) period: Period,
    /// What was said in the days after: a question of the last hour may be answered in it.
    after: Vec<Message>,
}

impl Talk {
    /// Takes `room` and `period` of a call; without a period the `usual_days` before the last message.
    pub(crate) async fn gather(ctx: &mut Context<'_>, call: &Call, usual_days: i64) -> Outcome<Self> {
        let room = room(ctx, call).await?;
        let id = room.as_ref().map(|room| room.id);
        let (asked, period) = match ctx.period(call)? {
            Some((words, period)) => (Some(words), period),
            None => (None, latest(ctx, id, usual_days).await?),
        };
        let messages = conversations::messages(&mut ctx.tx, id, period.from, period.until, MOST).await?;
        let after = match period.until {
            Some(until) if until < ctx.now.at && shows_open_questions(call) => {
                let end = until + TimeDelta::days(ANSWERED_WITHIN);
                conversations::messages(&mut ctx.tx, id, Some(until), Some(end), MOST).await?
            }
            _ => Vec::new(),
        };
        Ok(Self { messages, room, asked, period, after })
    }

    /// The thread in which `message` of a call stands, whenever it was.
    pub(crate) async fn of_thread(ctx: &mut Context<'_>, call: &Call) -> Outcome<Self> {
        let lang = ctx.lang;
        let words = ctx.required(call, "message")?.to_owned();
        let code = ctx.pointed_at(&words, CodeKind::Activity).await?;
        let spot = match code {
            Some(code) => conversations::spot(&mut ctx.tx, code.number).await?.zip(Some(code)),
            None => None,
        };
        let Some((spot, code)) = spot else {
            return Err(Stop::Refused(say!(
                lang,
                "There is no message {words} in a room that you may read.",
                "{words} という発言は、閲覧できるルームにありません。"
            )));
        };
        let room = conversations::by_id(&mut ctx.tx, spot.conversation).await?;
        let period = Period { from: None, until: None };
        let begins = spot.thread.unwrap_or(code.number);
        let messages = conversations::thread(&mut ctx.tx, spot.conversation, begins, MOST).await?;
        Ok(Self { messages, room, asked: None, period, after: Vec::new() })
    }

    /// Reads the messages, unless that was done before. CPU only: not on the threads that answer requests.
    pub(crate) fn analyse(&self, options: Options<'_>) -> Arc<summary::Summary> {
        tokio::task::block_in_place(|| {
            let made = memory::summary(&self.input(), options);
            if self.after.is_empty() {
                return made;
            }
            let mut only = options.only.map_or_else(|| vec![true; self.messages.len()], <[bool]>::to_vec);
            only.resize(self.messages.len() + self.after.len(), false);
            let all: Vec<&Message> = self.messages.iter().chain(&self.after).collect();
            let later = memory::summary(&input(&all), Options { only: Some(&only), ..LISTS });
            Arc::new(summary::Summary { open_questions: later.open_questions.clone(), ..(*made).clone() })
        })
    }

    /// Other messages, of the same room.
    pub(crate) fn of(&self, messages: Vec<Message>) -> Self {
        Self { messages, room: self.room.clone(), asked: None, period: self.period, after: Vec::new() }
    }

    /// Leaves the messages of one thread.
    pub(crate) fn keep_thread(&mut self, thread: &str) {
        let of = |m: &Message| m.thread.as_deref().or(m.external_id.as_deref()) == Some(thread);
        self.messages.retain(of);
        self.after.retain(of);
    }

    /// The messages as the analysis takes them.
    pub(crate) fn input(&self) -> Vec<summary::Message<'_>> {
        input(&self.messages.iter().collect::<Vec<_>>())
    }

    /// Are these folded words in a message, in its thread or in what was said in its room shortly before?
    pub(crate) fn is_about(&self, index: usize, words: &str) -> bool {
        let message = &self.messages[index];
        let begins = |m: &Message| m.thread.clone().or_else(|| m.external_id.clone());
        let thread = begins(message);
        let says = |m: &&Message| fold(&m.text).contains(words);
        let mut near = self.messages[..=index].iter().rev().take(LOOKED_BACK).filter(|m| {
            m.conversation_id == message.conversation_id
                && message.occurred_at - m.occurred_at <= TimeDelta::hours(2)
        });
        near.any(|m| says(&m))
            || thread.is_some() && self.messages.iter().filter(|m| begins(m) == thread).any(|m| says(&m))
    }

    /// The code of a message.
    pub(crate) fn code(&self, index: usize) -> Code {
        Code::new(CodeKind::Activity, self.messages[index].number)
    }

    /// A message in a list: what, who, when, where if that is not clear, and the way there.
    pub(crate) fn item(&self, ctx: &Context<'_>, index: usize) -> Item {
        let m = &self.messages[index];
        let mut detail = vec![m.author.clone(), day_and_time(ctx.lang, m.occurred_at, ctx.zone())];
        if self.room.is_none() {
            detail.push(m.conversation.clone());
        }
        let code = self.code(index);
        Item::new(excerpt(&m.text, LINE))
            .detail(detail.join("  ·  "))
            .link(code.to_string(), message_path(code))
    }

    /// Where, and when: as asked, with its days up to today; without a period those of the first and the last
    /// message.
    pub(crate) fn heading(&self, ctx: &Context<'_>) -> String {
        let span = self.days(ctx).map_or_else(String::new, |(first, last)| span(ctx.lang, first, last));
        let place = self.place(ctx.lang);
        match self.asked_in(ctx.lang) {
            Some(asked) => format!("{place}  ·  {asked} ({span})"),
            None => format!("{place}  ·  {span}"),
        }
    }

    /// The period in the asker's words, where they are in the language of the answer.
    fn asked_in(&self, lang: Lang) -> Option<&str> {
        self.asked.as_deref().filter(|asked| Lang::of(asked).is_none_or(|of| of == lang))
    }

    fn days(&self, ctx: &Context<'_>) -> Option<(NaiveDate, NaiveDate)> {
        let day = |at: DateTime<Utc>| at.with_timezone(&ctx.zone()).date_naive();
        let of = |m: Option<&Message>| m.map(|m| day(m.occurred_at));
        let said = (of(self.messages.first()), of(self.messages.last()));
        if self.asked.is_none() {
            return Some((said.0?, said.1?));
        }
        let Period { from, until } = self.period;
        let today = ctx.now.today();
        let last = until.map_or(today, |until| day(until - TimeDelta::nanoseconds(1)).min(today));
        let first = from.map(day).or(said.0)?;
        Some((first, last.max(first)))
    }

    fn place(&self, lang: Lang) -> String {
        self.room.as_ref().map_or_else(|| say!(lang, "All rooms", "すべてのルーム"), Conversation::label)
    }

    /// The answer when nothing was said.
    pub(crate) fn nobody(&self, ctx: &Context<'_>) -> Reply {
        let (lang, place) = (ctx.lang, escape(&self.place(ctx.lang)));
        let when = match (self.asked_in(lang), &self.asked) {
            (Some(asked), _) => escape(asked),
            (None, Some(_)) => {
                self.days(ctx).map_or_else(String::new, |(first, last)| span(lang, first, last))
            }
            (None, None) => String::new(),
        };
        ctx.reply().text(match when.as_str() {
            "" => say!(
                lang,
                "Nothing has been recorded in {place} yet. Import an export with `enishi import`, or connect a platform.",
                "{place} にはまだ記録がありません。`enishi import` でエクスポートを取り込むか、プラットフォームを接続してください。"
            ),
            when => say!(
                lang,
                "Nobody wrote anything in {place} {when}. Try a longer period, such as “last 30 days”.",
                "{place} では {when} の発言がありません。「直近30日」のように期間を広げてお試しください。"
            ),
        })
    }

    /// Was there more than could be read?
    pub(crate) fn is_cut(&self) -> bool {
        i64::try_from(self.messages.len()).unwrap_or(MOST) >= MOST
    }

    /// The end of every answer: says so when there was more than could be read.
    pub(crate) fn ended(&self, lang: Lang, reply: Reply) -> Outcome {
        if !self.is_cut() {
            return Ok(reply.into());
        }
        let most = number(MOST);
        let sentence = say!(
            lang,
            "Only the latest {most} messages were read. Ask for a shorter period to see the rest.",
            "最新の{most}件のみを対象にしました。期間を短くすると残りもご覧いただけます。"
        );
        Ok(reply.text(sentence).into())
    }
}

/// Does the answer list what nobody answered?
fn shows_open_questions(call: &Call) -> bool {
    ["summary", "questions open"].contains(&call.command.as_str())
}

/// Messages as the analysis takes them.
fn input<'m>(messages: &[&'m Message]) -> Vec<summary::Message<'m>> {
    let index: HashMap<(ConversationId, &str), usize> = messages
        .iter()
        .enumerate()
        .filter_map(|(i, m)| Some(((m.conversation_id, m.external_id.as_deref()?), i)))
        .collect();
    let first = |m: &Message| index.get(&(m.conversation_id, m.thread.as_deref()?)).copied();
    let mut rooms: HashMap<ConversationId, usize> = HashMap::new();
    let read = |m: &&'m Message| {
        let next = rooms.len();
        summary::Message {
            author: &m.author,
            at: m.occurred_at.timestamp(),
            text: &m.text,
            reply_to: first(m),
            room: *rooms.entry(m.conversation_id).or_insert(next),
            bot: false,
        }
    };
    messages.iter().map(read).collect()
}

/// The room meant; said in words, or the one the request was made in.
async fn room(ctx: &mut Context<'_>, call: &Call) -> Outcome<Option<Conversation>> {
    match (call.arguments.get("room").map(String::as_str), ctx.here) {
        (
            Some("everything" | "everywhere" | "all" | "all rooms" | "全部" | "全体" | "すべて" | "全ルーム"),
            _,
        ) => Ok(None),
        (
            Some(
                "here"
                | "this channel"
                | "this room"
                | "this conversation"
                | "ここ"
                | "この部屋"
                | "このルーム"
                | "このチャンネル"
                | "この会話",
            )
            | None,
            Some(here),
        ) => Ok(conversations::by_id(&mut ctx.tx, here).await?),
        (None, None) => Ok(None),
        // named, or refused where "here" is no room
        (Some(_), _) => Ok(Some(rooms::record::room(ctx, call).await?)),
    }
}

/// The last days in which anything was said anywhere, so that one room and all of them are read alike; of
/// a room that was silent then, its own last days: an import from years ago is worth a look as well.
async fn latest(ctx: &mut Context<'_>, room: Option<ConversationId>, days: i64) -> Outcome<Period> {
    let before = |last: Option<DateTime<Utc>>| last.map(|last| last - TimeDelta::days(days));
    let mut from = before(conversations::last_message_at(&mut ctx.tx, None).await?);
    if room.is_some() {
        let last = conversations::last_message_at(&mut ctx.tx, room).await?;
        if last < from || from.is_none() {
            from = before(last);
        }
    }
    Ok(Period { from, until: None })
}
