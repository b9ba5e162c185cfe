//! `topics`: what people talked about, beside the time before.

use std::collections::HashMap;

use adapters::Column;
use async_trait::async_trait;
use chrono::TimeDelta;
use crm::{access::Right, conversations};
use nlp::{
    period::Period,
    summary::{self, Options},
    understand::SlotKind,
};

use super::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, talk::Talk};
use crate::{
    say,
    words::{count, words},
};

/// The command.
pub(super) struct Topics;

/// Without a period: so many days before the last message.
const USUAL_DAYS: i64 = 30;
/// Messages of the time before that are read.
const BEFORE: i64 = 10_000;
/// Topics that are looked for in the time before.
const KNOWN: usize = 400;

static SPEC: Spec = Spec {
    name: "topics",
    about: words("What people talk about, and what is new", "話題と、新しく出てきた話題を表示します"),
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
            about: words("such as “this month”; the last 30 days without", "「今月」など。省略すると最近30日間"),
        },
        Argument {
            name: "count",
            kind: SlotKind::Count,
            required: false,
            about: words("how many, up to 50", "件数（50まで）"),
        },
    ],
    phrases: Phrases {
        en: &[
            "[<show>|list] [me] [the] [top|main|hot|trending|new] [{count}] topics [(in|of|from) {room}] [{period}]",
            "what (is|are|was|were) (people|everybody|everyone|developers|customers|they|we) talking about [in {room}] [{period}]",
            "what do (people|developers|customers) talk about [in {room}] [{period}]",
            "what is (new|trending|hot|being discussed) [in {room}] [{period}]",
            "what's (new|trending|hot|being discussed) [in {room}] [{period}]",
        ],
        ja: &[
            "[{period}の][{room}[の|で]](話題|トピック|トレンド|注目の話題|ホットな話題)[を|は|の一覧][{count}件][<見せて>]",
            "[{room}[の|で]][{period}の](話題|トピック|トレンド)[を|は|の一覧][{count}件][<見せて>]",
            "[{period}[は|に]][{room}で](何|なに)が話題[になって(いる|いた|る)|だった|ですか|です|になった]",
            "[{period}[は|に]](みんな|皆|開発者|顧客)は(何|なに)(について|を|の話を)(話して|して)(いる|いた|いますか|いましたか|る)",
            "[{period}[は|に]](みんな|皆|開発者|顧客)[は](何|なに)の話[を](して|している|してる)[の|か]",
        ],
    },
    examples: Phrases {
        en: &["topics this month", "what are people talking about?"],
        ja: &["今月の話題", "何が話題になっている？"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for Topics {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let talk = Talk::gather(ctx, call, USUAL_DAYS).await?;
        if talk.messages.is_empty() {
            return Ok(talk.nobody(ctx).into());
        }
        let limit = usize::try_from(ctx.limit(call, 12, 50)).unwrap_or(12);
        let now = talk.analyse(Options { picks: 0, keywords: limit }).keywords;
        let before = before(ctx, &talk).await?;
        let rows = now
            .into_iter()
            .map(|(topic, times)| {
                let earlier = before.as_ref().map(|before| before.get(&topic.to_lowercase()).copied().unwrap_or(0));
                let shown = |n: usize| count(i64::try_from(n).unwrap_or(i64::MAX));
                let trend = match earlier {
                    None => String::new(),
                    Some(0) => say!(lang, "new", "新しい"),
                    Some(earlier) if times > earlier + earlier / 4 => "↑".to_owned(),
                    Some(earlier) if earlier > times + times / 4 => "↓".to_owned(),
                    Some(_) => "→".to_owned(),
                };
                vec![topic, shown(times), earlier.map(shown).unwrap_or_default(), trend]
            })
            .collect();
        let reply = ctx.reply().heading(talk.heading(ctx)).table(
            vec![
                Column::left(say!(lang, "Topic", "話題")),
                Column::right(say!(lang, "Times", "回数")),
                Column::right(say!(lang, "Before", "前の期間")),
                Column::left(say!(lang, "Trend", "動き")),
            ],
            rows,
        );
        let reply = reply.text(say!(
            lang,
            "“Before” is the same length of time just before. Say `search` and a topic to read what was said.",
            "「前の期間」は直前の同じ長さの期間です。発言を読むには「〇〇を検索」と入力してください。"
        ));
        Ok(match talk.cut_short(lang) {
            Some(sentence) => reply.text(sentence).into(),
            None => reply.into(),
        })
    }
}

/// How often each topic of the time before came up there, in lower case; `None` when the period has no
/// beginning.
async fn before(ctx: &mut Context<'_>, talk: &Talk) -> Outcome<Option<HashMap<String, usize>>> {
    let (Some(from), Some(last)) = (talk.period.from, talk.messages.last()) else { return Ok(None) };
    let until = talk.period.until.unwrap_or(last.occurred_at);
    let length = (until - from).max(TimeDelta::days(1));
    let earlier = Period { from: from.checked_sub_signed(length), until: Some(from) };
    let room = talk.room.as_ref().map(|room| room.id);
    let messages = conversations::messages(&mut ctx.tx, room, earlier.from, earlier.until, BEFORE).await?;
    let input: Vec<summary::Message<'_>> = messages
        .iter()
        .map(|m| summary::Message {
            author: &m.author,
            at: m.occurred_at.timestamp(),
            text: &m.text,
            reply_to: None,
            bot: false,
        })
        .collect();
    let options = Options { picks: 0, keywords: KNOWN };
    let known = tokio::task::block_in_place(|| summary::summarise(&input, options)).keywords;
    Ok(Some(known.into_iter().map(|(topic, times)| (topic.to_lowercase(), times)).collect()))
}
