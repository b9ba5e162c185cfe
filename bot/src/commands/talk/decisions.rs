//! `decisions`: what was settled in a room, each line a message that was written.

use adapters::Item;
use async_trait::async_trait;
use crm::access::Right;

use super::gather::{LISTS, MONTH, ROOM, Talk, UP_TO_50};
use crate::commands::{Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{say, words::words};

/// The command.
pub(crate) struct Decisions;

/// Without a period: so many days before the last message.
const USUAL_DAYS: i64 = 30;

/// A message that is less likely to settle something than this is shown as one that perhaps does.
const SURE: f32 = 0.9;
/// As many are listed, at most.
const MOST_LISTED: usize = 50;
/// One that is less likely than this is shown only to whoever asks for a number of them.
const LIKELY: f32 = 0.5;

static SPEC: Spec = Spec {
    name: "decisions",
    about: words("What was decided", "会話の中で決まったことを表示します"),
    arguments: &[ROOM, MONTH, UP_TO_50],
    phrases: Phrases {
        en: &[
            "[<show>|list] [me] [all|the|our] [last] [{count}] decisions [(in|of|from|made in) {room}] [{period}]",
            "what (did we|have we|was|has been|got) (decide|decided|agreed|agree on|decided on) [(in|at) {room}] [{period}]",
            "what (did|have) {room:sure} decide [{period}]",
            "{period} decisions [(in|of) {room}]",
            "[in|over|during] [the] {period} decisions",
            "what was agreed [(in|at) {room}] [{period}]",
        ],
        ja: &[
            "[{period}[の|に]][{room}[で|の]][何が]決まった(こと|事|内容|もの)[を|は][{count}件][<見せて>]",
            "[{room}[で|の]][{period}[の|に]][何が]決まった(こと|事|内容|もの)[を|は][{count}件][<見せて>]",
            "[{period}[の|に]][{room}[で|の]](決定事項|決定|決定内容)[を|は|の一覧][{count}件][<見せて>]",
            "[{room}[で|の]][{period}[の|に]](決定事項|決定|決定内容)[を|は|の一覧][{count}件][<見せて>]",
            "[{period}[の|に]](全部の|全ての|すべての)(決定事項|決定|決定内容|決まったこと)[を|は|の一覧][<見せて>]",
            "[{room}で][{period}[に|は]]何が決まり(ました)[か]",
            "[{room}で][{period}[に|は]]何が決まった[の|か]",
        ],
    },
    examples: Phrases {
        en: &["what did we decide?", "decisions in #support"],
        ja: &["決まったことは？", "先月の決定事項を見せて"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for Decisions {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let talk = Talk::gather(ctx, call, USUAL_DAYS).await?;
        if talk.messages.is_empty() {
            return Ok(talk.nobody(ctx).into());
        }
        let mut found = talk.analyse(LISTS).decisions.clone();
        // no more of them can be listed, whatever number is said
        let all = found.len().min(MOST_LISTED);
        if !call.arguments.contains_key("count") {
            found.retain(|pick| pick.score >= LIKELY);
        }
        let limit = usize::try_from(ctx.limit(call, 10, 50)).unwrap_or(10);
        // the surest, of equals the latest; shown in time order
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.index.cmp(&a.index)));
        found.truncate(limit);
        found.sort_by_key(|pick| pick.index);
        let reply = ctx.reply().heading(talk.heading(ctx));
        if found.is_empty() {
            return Ok(reply
                .text(say!(
                    lang,
                    "I found no message that settles something. I look for words such as “decided”, “agreed”, “let's go with” and for proposals that others agreed to; try a longer period.",
                    "決定を示す発言は見つかりませんでした（「決まりました」「〜にします」「合意」などの言葉や、賛成された提案を探しています）。期間を広げてお試しください。"
                ))
                .into());
        }
        ctx.showed(found.iter().map(|pick| vec![talk.code(pick.index)]).collect());
        let items = found.iter().map(|pick| {
            let mut item = talk.item(ctx, pick.index);
            if pick.score < SURE {
                let perhaps = lang.pick("perhaps", "推定");
                item.detail = item.detail.map(|detail| format!("{perhaps}  ·  {detail}"));
            }
            item
        });
        let items: Vec<Item> = items.collect();
        let mut reply = reply.numbered(items);
        if all > found.len() {
            let shown = found.len();
            reply = reply.text(say!(
                lang,
                "The surest {shown}; “decisions {all}” lists all that may be one.",
                "確かなもの{shown}件です。決定かもしれないものを含めるには「決定事項を{all}件」と指定してください。"
            ));
        }
        talk.ended(lang, reply)
    }
}
