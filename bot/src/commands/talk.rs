//! What was said in a room and a period, for the commands that make something of it.

use adapters::{Item, Reply, markdown::escape};
use chrono::TimeDelta;
use crm::{
    Code, CodeKind, ConversationId,
    conversations::{self, Conversation, Message},
};
use nlp::{
    Lang,
    period::Period,
    summary::{self, Options},
};

use super::{Call, Context, Outcome};
use crate::{
    say,
    words::{count, date, day_and_time, excerpt, message_path},
};

/// More messages than this are too many to read at once; the latest are taken.
const MOST: i64 = 10_000;
/// Characters of a line.
const LINE: usize = 200;

/// Messages with where and when they were looked for.
pub(super) struct Talk {
    pub(super) messages: Vec<Message>,
    pub(super) room: Option<Conversation>,
    /// As asked for; `None`: the last days in which anything was said.
    asked: Option<String>,
    pub(super) period: Period,
}

impl Talk {
    /// Takes `room` and `period` of a call; without a period the `usual_days` before the last message.
    pub(super) async fn gather(ctx: &mut Context<'_>, call: &Call, usual_days: i64) -> Outcome<Self> {
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
    pub(super) fn analyse(&self, options: Options) -> summary::Summary {
        tokio::task::block_in_place(|| summary::summarise(&self.input(), options))
    }

    /// The messages as the analysis takes them.
    pub(super) fn input(&self) -> Vec<summary::Message<'_>> {
        let index: std::collections::HashMap<(&str, &str), usize> = self
            .messages
            .iter()
            .enumerate()
            .filter_map(|(i, m)| Some(((m.conversation.as_str(), m.external_id.as_deref()?), i)))
            .collect();
        let first = |m: &Message| index.get(&(m.conversation.as_str(), m.thread.as_deref()?)).copied();
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
    pub(super) fn code(&self, index: usize) -> Code {
        Code::new(CodeKind::Activity, self.messages[index].number)
    }

    /// A message in a list: what, who, when, where if that is not clear, and the way there.
    pub(super) fn item(&self, ctx: &Context<'_>, index: usize, label: Option<&str>) -> Item {
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
    pub(super) fn heading(&self, ctx: &Context<'_>) -> String {
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
    pub(super) fn nobody(&self, ctx: &Context<'_>) -> Reply {
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

    /// Says so when there was more than could be read.
    pub(super) fn cut_short(&self, lang: Lang) -> Option<String> {
        let most = count(MOST);
        (i64::try_from(self.messages.len()).unwrap_or(MOST) >= MOST).then(|| {
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
                "here" | "this channel" | "this room" | "this conversation" | "ここ" | "この部屋" | "このルーム"
                | "このチャンネル" | "この会話",
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

/// The last days in which anything was said: an import from years ago is worth a look as well.
async fn latest(ctx: &mut Context<'_>, room: Option<ConversationId>, days: i64) -> Outcome<Period> {
    let last = conversations::last_message_at(&mut ctx.tx, room).await?;
    Ok(Period { from: last.map(|last| last - TimeDelta::days(days)), until: None })
}
