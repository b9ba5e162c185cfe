//! What was said in a room and a period, for the commands that make something of it.

use std::collections::HashMap;

use adapters::{Item, Reply, markdown::escape};
use chrono::{DateTime, TimeDelta, Utc};
use crm::{
    Code, CodeKind, ConversationId,
    conversations::{self, Conversation, Message},
};
use nlp::{
    Lang,
    period::Period,
    summary::{self, Options},
};

use crate::commands::{Call, Context, Outcome};
use crate::{
    say,
    words::{count, date, day_and_time, excerpt, message_path},
};

/// More messages than this are too many to read at once; the latest are taken.
const MOST: i64 = 10_000;
/// Characters of a line.
const LINE: usize = 200;

/// Messages with where and when they were looked for.
pub(crate) struct Talk {
    pub(crate) messages: Vec<Message>,
    pub(crate) room: Option<Conversation>,
    /// As asked for; `None`: the last days in which anything was said.
    asked: Option<String>,
    pub(crate) period: Period,
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
        Ok(Self { messages, room, asked, period })
    }

    /// Reads the messages. CPU only: not on the threads that answer requests.
    pub(crate) fn analyse(&self, options: Options) -> summary::Summary {
        tokio::task::block_in_place(|| {
            let input = self.input();
            let mut summary = summary::summarise(&input, options);
            if self.room.is_none() {
                let rooms: Vec<ConversationId> = self.messages.iter().map(|m| m.conversation_id).collect();
                summary.open_questions = open_questions(&rooms, &input);
            }
            summary
        })
    }

    /// The messages as the analysis takes them.
    pub(crate) fn input(&self) -> Vec<summary::Message<'_>> {
        let index: HashMap<(ConversationId, &str), usize> = self
            .messages
            .iter()
            .enumerate()
            .filter_map(|(i, m)| Some(((m.conversation_id, m.external_id.as_deref()?), i)))
            .collect();
        let first = |m: &Message| index.get(&(m.conversation_id, m.thread.as_deref()?)).copied();
        self.messages
            .iter()
            .map(|m| summary::Message {
                author: &m.author,
                at: m.occurred_at.timestamp(),
                text: &m.text,
                reply_to: first(m),
                bot: false,
            })
            .collect()
    }

    /// The code of a message.
    pub(crate) fn code(&self, index: usize) -> Code {
        Code::new(CodeKind::Activity, self.messages[index].number)
    }

    /// A message in a list: what, who, when, where if that is not clear, and the way there.
    pub(crate) fn item(&self, ctx: &Context<'_>, index: usize, label: Option<&str>) -> Item {
        let m = &self.messages[index];
        let mut detail = vec![m.author.clone(), day_and_time(ctx.lang, m.occurred_at, ctx.zone())];
        if self.room.is_none() {
            detail.push(m.conversation.clone());
        }
        let text = excerpt(&m.text, LINE);
        let code = self.code(index);
        Item::new(label.map_or(text.clone(), |label| format!("{label}: {text}")))
            .detail(detail.join("  ·  "))
            .link(code.to_string(), message_path(code))
    }

    /// Where, and when: as asked, with the days of the first and the last message.
    pub(crate) fn heading(&self, ctx: &Context<'_>) -> String {
        let day = |m: &Message| date(ctx.lang, m.occurred_at.with_timezone(&ctx.zone()).date_naive());
        let span = match (self.messages.first(), self.messages.last()) {
            (Some(first), Some(last)) if day(first) != day(last) => format!("{} – {}", day(first), day(last)),
            (Some(first), _) => day(first),
            (None, _) => String::new(),
        };
        let place = self.place(ctx.lang);
        match &self.asked {
            Some(asked) => format!("{place}  ·  {asked} ({span})"),
            None => format!("{place}  ·  {span}"),
        }
    }

    fn place(&self, lang: Lang) -> String {
        self.room.as_ref().map_or_else(|| say!(lang, "All rooms", "すべてのルーム"), Conversation::label)
    }

    /// The answer when nothing was said.
    pub(crate) fn nobody(&self, ctx: &Context<'_>) -> Reply {
        let (lang, place) = (ctx.lang, escape(&self.place(ctx.lang)));
        let when = escape(self.asked.as_deref().unwrap_or_default());
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

    /// Says so when there was more than could be read.
    pub(crate) fn cut_short(&self, lang: Lang) -> Option<String> {
        let most = count(MOST);
        self.is_cut().then(|| {
            say!(
                lang,
                "Only the latest {most} messages were read. Ask for a shorter period to see the rest.",
                "最新の{most}件のみを対象にしました。期間を短くすると残りもご覧いただけます。"
            )
        })
    }
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
            here,
        ) => match here {
            Some(here) => Ok(conversations::by_id(&mut ctx.tx, here).await?),
            None => Ok(None),
        },
        (Some(_), _) => Ok(Some(ctx.room(call, "room").await?)),
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

/// The questions that nobody answered in the room they were asked in, in the order of the messages:
/// what is said elsewhere is no answer. `rooms` are those of the messages.
fn open_questions(rooms: &[ConversationId], messages: &[summary::Message<'_>]) -> Vec<usize> {
    let mut by_room: HashMap<ConversationId, Vec<usize>> = HashMap::new();
    // where each message stands in its room
    let mut places = Vec::with_capacity(messages.len());
    for (index, room) in rooms.iter().enumerate() {
        let here = by_room.entry(*room).or_default();
        places.push(here.len());
        here.push(index);
    }
    let mut open: Vec<usize> = Vec::new();
    for indices in by_room.values() {
        let said: Vec<summary::Message<'_>> = indices
            .iter()
            .map(|index| {
                let message = messages[*index];
                let reply_to = message.reply_to.and_then(|first| places.get(first).copied());
                summary::Message { reply_to, ..message }
            })
            .collect();
        let found = summary::summarise(&said, Options { picks: 0, keywords: 0 }).open_questions;
        open.extend(found.into_iter().map(|place| indices[place]));
    }
    open.sort_unstable();
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_answered_in_its_own_room_only() {
        let (help, lunch) = (ConversationId::new(), ConversationId::new());
        let said = [
            (help, "ben", "Where is the invoice for the venue?", None),
            (lunch, "anna", "Which noodle shop opens on Sunday?", None),
            (help, "carl", "It is in the folder of the spring hackathon", None),
            (lunch, "ben", "Does the printer on the second floor jam again?", None),
            (lunch, "dora", "The one at the station", Some(1)),
        ];
        let rooms: Vec<ConversationId> = said.iter().map(|line| line.0).collect();
        let messages: Vec<summary::Message<'_>> = (0..)
            .zip(&said)
            .map(|(minute, (_, author, text, reply_to))| summary::Message {
                author,
                at: 1_767_261_600 + minute * 60,
                text,
                reply_to: *reply_to,
                bot: false,
            })
            .collect();
        assert_eq!(open_questions(&rooms, &messages), [3]);
        assert!(open_questions(&[], &[]).is_empty());
        // without the answer in its room the question is open, whatever is said elsewhere
        let elsewhere = [help, lunch, lunch, lunch, lunch];
        assert!(open_questions(&elsewhere, &messages).contains(&0));
    }
}
