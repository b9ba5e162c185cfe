//! `decisions`: what was settled in a room, each line a message that was written.

use adapters::{Item, markdown::escape};
use async_trait::async_trait;
use crm::{access::Right, conversations, fold, persons::Found};
use nlp::understand::{SlotKind, is_here};

use super::gather::{LISTS, MONTH, ROOM, Talk, UP_TO_50};
use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec};
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
    arguments: &[
        ROOM,
        MONTH,
        UP_TO_50,
        Argument {
            name: "topic",
            kind: SlotKind::Topic,
            required: false,
            about: words("about what: words said with it", "何についてか（前後の発言に含まれる言葉）"),
        },
    ],
    phrases: Phrases {
        en: &[
            "[<show>|list] [me] [all|the|our] [last] [{count}] decisions [(in|of|from|made in) {room}] [{period}]",
            "what (did we|have we|was|has been|got) (decide|decided|agreed|agree on|decided on) [(in|at) {room}] [{period}]",
            "what (did|have) {room:sure} decide [{period}]",
            "[<show>|list] [me] [all|the|our] decisions (about|on|regarding|concerning) {topic} [(in|at) {room:sure}] [{period}]",
            "what (did we|have we|was|has been|got) (decide|decided|agreed|agree) (about|on|regarding|concerning) {topic} [(in|at) {room:sure}] [{period}]",
            "(did|have) we (decide|decided|agree|agreed) (anything|something|on anything) (about|on|regarding|concerning) {topic} [(in|at) {room:sure}] [{period}]",
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
            "[{period}[に|の]][{room:sure}(で|の)]{topic}(について|に関して|に関する)[の][何が|何を](決まった|決めた|決定した)(こと|事|内容|んだっけ|っけ)[を|は|って][<見せて>|ある|あります][か]",
            "[{period}[に|の]][{room:sure}(で|の)]{topic}(について|に関して)何か(決まった|決めた|決まりました)[か|の|っけ|こと(ある|あります)[か]]",
            "[{period}[に|の]][{room:sure}(で|の)]{topic}(について|に関して|に関する)[の](決定事項|決定|決定内容)[を|は|って][<見せて>|ある|あります][か]",
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
        let call = &about(ctx, call).await?;
        let talk = Talk::gather(ctx, call, USUAL_DAYS).await?;
        if talk.messages.is_empty() {
            return Ok(talk.nobody(ctx).into());
        }
        let mut found = talk.analyse(LISTS).decisions.clone();
        let topic =
            call.arguments.get("topic").map(|topic| fold(topic)).filter(|topic| !topic.trim().is_empty());
        if let Some(topic) = topic {
            found.retain(|pick| talk.is_about(pick.index, topic.trim()));
        }
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
        if let (true, Some(topic)) = (found.is_empty(), call.arguments.get("topic")) {
            let topic = escape(topic);
            return Ok(reply
                .text(say!(
                    lang,
                    "I found no decision about “{topic}” there. “search {topic}” shows what was said of it; a longer period may have more.",
                    "「{topic}」についての決定は見つかりませんでした。「{topic}を検索」で発言を確認できます。期間を広げて再度お試しください。"
                ))
                .into());
        }
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
                "The surest {shown}; “decisions {all}” lists {all}.",
                "確かなもの{shown}件です。決定かもしれないものを含めるには「決定事項を{all}件」と指定してください。"
            ));
        }
        talk.ended(lang, reply)
    }
}

/// The call, where what was taken for a room is what it is about: "what did we decide about SSO?"
async fn about(ctx: &mut Context<'_>, call: &Call) -> Outcome<Call> {
    let mut call = call.clone();
    let room = call.arguments.get("room").filter(|said| !said.starts_with('#') && !is_here(said)).cloned();
    if let (Some(said), None) = (room, call.arguments.get("topic"))
        && let Found::None(_) = conversations::refer(&mut ctx.tx, &said).await?
    {
        call.arguments.remove("room");
        call.arguments.insert("topic".to_owned(), said);
    }
    Ok(call)
}
