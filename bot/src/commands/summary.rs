//! `summary`: what was decided, asked, done and left open in a room, each line a message that was written.

use adapters::{Item, markdown::escape};
use async_trait::async_trait;
use chrono::TimeDelta;
use crm::{
    access::Right,
    conversations::{self, Conversation, Message},
};
use nlp::{
    Lang,
    period::Period,
    summary::{self, Kind, Options},
    understand::SlotKind,
};

use super::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{count, date, day_and_time, excerpt, message_path, words},
};

/// The command.
pub(super) struct Summary;

/// Without a period: this much before the last message.
const USUAL_DAYS: i64 = 7;
/// More messages than this are too many for one summary; the latest are taken.
const MOST: i64 = 10_000;
/// Characters of a line.
const LINE: usize = 200;

static SPEC: Spec = Spec {
    name: "summary",
    about: words(
        "What was decided, asked, done and left open in a room",
        "ルームの会話を要約します（決定・質問・対応・未解決）",
    ),
    arguments: &[
        Argument {
            name: "room",
            kind: SlotKind::Room,
            required: false,
            about: words("#name; without it here, or everywhere", "#名前。省略するとこのルーム、または全体"),
        },
        Argument {
            name: "period",
            kind: SlotKind::Period,
            required: false,
            about: words(
                "such as “since Monday”; the last 7 days without",
                "「月曜から」など。省略すると最近7日間",
            ),
        },
        Argument {
            name: "count",
            kind: SlotKind::Count,
            required: false,
            about: words("how many lines, up to 30", "行数（30まで）"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(summarise|summarize|sum up|recap|digest) [the] [channel|room] [{room}] [channel|room] [{period}]",
            "(summarise|summarize|sum up|recap) (this|here|this channel|this room|this conversation) [{period}]",
            "(summary|recap|digest) (of|for) [the] [channel|room] {room} [channel|room] [{period}]",
            "(summary|recap|digest) [of|for] [{period}]",
            "[<show>] [a|the] (summary|recap) (of|for) [the] {room} [channel|room] [{period}]",
            "what happened [in {room}] [{period}]",
            "what did i miss [in {room}] [{period}]",
        ],
        ja: &[
            "[{period}の]{room}[チャンネル|ルーム][の][会話|話|議論]を[{count}行で]要約[して|する]",
            "[{period}の]{room}の(会話|話|議論)を[{count}行で]まとめ(て|る)",
            "[{period}の]{room}(チャンネル|ルーム)[の][会話|話|議論]を[{count}行で]まとめ(て|る)",
            "[{period}の]{room:sure}[の][会話|話|議論]を[{count}行で]まとめ(て|る)",
            "{room}[チャンネル|ルーム]の{period}[の](要約|まとめ|サマリー)[<見せて>]",
            "[{room}[チャンネル|ルーム]の](要約|まとめ|サマリー)[<見せて>]",
            "[{room}[チャンネル|ルーム]の|{period}の](要約|まとめ|サマリー)を{count}行で[<見せて>]",
            "[{period}の](要約|まとめ|サマリー)[<見せて>]",
            "{period}の{room}[チャンネル|ルーム]の(要約|まとめ|サマリー)[<見せて>]",
            "要約(して|する)",
            "[{period}の](この|ここの)(会話|話|議論|チャンネル|ルーム)[の内容]を[{count}行で](要約[して|する]|まとめ(て|る))",
            "[{period}の](この|ここの)(会話|話|議論|チャンネル|ルーム)の(要約|まとめ)[<見せて>]",
            "{period}の[会話|話|議論|出来事]を[{count}行で](要約|まとめ)[して|する|て]",
            "[{period}|{period}に|{period}は][{room}で]何(があった|がありました)[の|か]",
            "{room}[チャンネル|ルーム]で{period}[に|は]何(があった|がありました)[の|か]",
        ],
    },
    examples: Phrases {
        en: &["summarise #support since Monday", "what happened last week?", "summary"],
        ja: &["昨日からの要約", "#supportの先週の要約を見せて", "supportの会話を要約して"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for Summary {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let room = room(ctx, call).await?;
        let id = room.as_ref().map(|room| room.id);
        let asked = ctx.period(call)?;
        let period = match &asked {
            Some((_, period)) => *period,
            None => latest_days(ctx, id).await?,
        };
        let messages = conversations::messages(&mut ctx.tx, id, period.from, period.until, MOST).await?;
        let place =
            room.as_ref().map_or_else(|| say!(lang, "All rooms", "すべてのルーム"), Conversation::label);
        if messages.is_empty() {
            let (place, when) = (escape(&place), asked.map(|(words, _)| words).unwrap_or_default());
            return Ok(ctx
                .reply()
                .text(say!(
                    lang,
                    "Nobody wrote anything in {place} {when}. Try a longer period, such as “last 30 days”.",
                    "{place} では {when} の発言がありません。「直近30日」のように期間を広げてお試しください。"
                ))
                .into());
        }
        let picks = usize::try_from(ctx.limit(call, 8, 30)).unwrap_or(8);
        let summary = tokio::task::block_in_place(|| summarise(&messages, picks));
        Ok(shown(ctx, &place, &messages, &summary, room.is_none()).into())
    }
}

/// The room meant; said in words, or the one the request was made in.
async fn room(ctx: &mut Context<'_>, call: &Call) -> Outcome<Option<Conversation>> {
    match (call.arguments.get("room").map(String::as_str), ctx.here) {
        (
            Some("everything" | "everywhere" | "all" | "all rooms" | "全部" | "全体" | "すべて" | "全ルーム"),
            _,
        ) => Ok(None),
        (Some("here" | "ここ" | "この部屋" | "このチャンネル") | None, Some(here)) => {
            Ok(conversations::by_id(&mut ctx.tx, here).await?)
        }
        (Some("here" | "ここ") | None, None) => Ok(None),
        (Some(_), _) => Ok(Some(ctx.room(call, "room").await?)),
    }
}

/// The last days in which anything was said: an import from years ago is worth a summary as well.
async fn latest_days(ctx: &mut Context<'_>, room: Option<crm::ConversationId>) -> Outcome<Period> {
    let last = conversations::last_message_at(&mut ctx.tx, room).await?;
    Ok(Period { from: last.map(|last| last - TimeDelta::days(USUAL_DAYS)), until: None })
}

fn summarise(messages: &[Message], picks: usize) -> summary::Summary {
    let index: std::collections::HashMap<(&str, &str), usize> = messages
        .iter()
        .enumerate()
        .filter_map(|(i, m)| Some(((m.conversation.as_str(), m.external_id.as_deref()?), i)))
        .collect();
    let input: Vec<summary::Message<'_>> = messages
        .iter()
        .map(|m| summary::Message {
            author: &m.author,
            at: m.occurred_at.timestamp(),
            text: &m.text,
            reply_to: m.thread.as_deref().and_then(|t| index.get(&(m.conversation.as_str(), t))).copied(),
            bot: false,
        })
        .collect();
    summary::summarise(&input, Options { picks, ..Options::default() })
}

fn shown(
    ctx: &Context<'_>,
    place: &str,
    messages: &[Message],
    summary: &summary::Summary,
    everywhere: bool,
) -> adapters::Reply {
    let (lang, zone) = (ctx.lang, ctx.zone());
    let day = |m: &Message| date(lang, m.occurred_at.with_timezone(&zone).date_naive());
    let span = match (messages.first(), messages.last()) {
        (Some(first), Some(last)) if day(first) != day(last) => format!("{} – {}", day(first), day(last)),
        (Some(first), _) => day(first),
        (None, _) => String::new(),
    };
    let item = |index: usize, kind: Option<Kind>| {
        let m = &messages[index];
        let mut detail = vec![m.author.clone(), day_and_time(lang, m.occurred_at, zone)];
        if everywhere {
            detail.push(m.conversation.clone());
        }
        let label = kind.map(|kind| kind_word(kind, lang)).filter(|word| !word.is_empty());
        let text = excerpt(&m.text, LINE);
        let code = crm::Code::new(crm::CodeKind::Activity, m.number);
        Item::new(label.map_or(text.clone(), |label| format!("{label}: {text}")))
            .detail(detail.join("  ·  "))
            .link(code.to_string(), message_path(code))
    };
    let n = |n: usize| count(i64::try_from(n).unwrap_or(i64::MAX));
    let busiest: Vec<String> =
        summary.busiest.iter().take(5).map(|(name, times)| format!("{name} ({})", n(*times))).collect();
    let keywords: Vec<String> = summary.keywords.iter().take(8).map(|(word, _)| word.clone()).collect();
    let list = |words: Vec<String>| words.join(lang.pick(", ", "、"));
    let mut reply = ctx.reply().heading(format!("{place}  ·  {span}")).fields([
        (say!(lang, "Messages", "メッセージ"), n(summary.messages)),
        (say!(lang, "People", "人"), n(summary.people)),
        (say!(lang, "Busiest", "発言の多い人"), list(busiest)),
        (say!(lang, "About", "話題"), list(keywords)),
    ]);
    reply = reply.list(summary.picks.iter().map(|pick| item(pick.index, Some(pick.kind))).collect());
    let open: Vec<Item> = summary
        .open_questions
        .iter()
        .filter(|index| summary.picks.iter().all(|pick| pick.index != **index))
        .rev()
        .take(4)
        .map(|index| item(*index, None))
        .collect();
    if !open.is_empty() {
        reply = reply.heading(say!(lang, "Nobody answered yet", "まだ回答のない質問")).list(open);
    }
    if i64::try_from(messages.len()).unwrap_or(MOST) >= MOST {
        let most = count(MOST);
        reply = reply.text(say!(
            lang,
            "Only the latest {most} messages were read. Ask for a shorter period to see the rest.",
            "最新の{most}件のみを対象にしました。期間を短くすると残りもご覧いただけます。"
        ));
    }
    reply
}

fn kind_word(kind: Kind, lang: Lang) -> String {
    match kind {
        Kind::Decision => say!(lang, "Decided", "決定"),
        Kind::Question => say!(lang, "Asked", "質問"),
        Kind::Task => say!(lang, "To do", "対応予定"),
        Kind::Done => say!(lang, "Done", "完了"),
        Kind::Problem => say!(lang, "Problem", "問題"),
        Kind::Topic => String::new(),
    }
}
