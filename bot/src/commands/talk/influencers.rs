//! `influencers`: whom others answer, shown with what was counted.

use adapters::{Column, markdown::escape};
use async_trait::async_trait;
use crm::{Code, CodeKind, access::Right};
use nlp::{
    summary::{self, Mover},
    text::fold,
    understand::SlotKind,
};

use super::gather::{ROOM, Talk, count as lines, period};
use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{count, words},
};

/// The command.
pub(crate) struct Influencers;

/// Without a period: so many days before the last message.
const USUAL_DAYS: i64 = 90;

static SPEC: Spec = Spec {
    name: "influencers",
    about: words("Whom others answer, on a topic or at all", "話題の中心になっている人を表示します"),
    arguments: &[
        Argument {
            name: "topic",
            kind: SlotKind::Topic,
            required: false,
            about: words("words that must have been said", "含まれる言葉"),
        },
        ROOM,
        period(words("such as “this year”; the last 90 days without", "「今年」など。省略すると最近90日間")),
        lines(words("how many, up to 50", "人数（50まで）")),
    ],
    phrases: Phrases {
        en: &[
            "[<show>|list] [me] [the] [top] [{count}] influencers [(for|on|of|about) {topic}] [in {room:sure}] [{period}]",
            "who (drives|leads|influences|dominates) [the] {topic} [topic|discussion|conversation|talk|discussions] [in {room:sure}] [{period}]",
            "[<show>] [the] (top|key) (voices|people) (on|in|about) [the] {topic} [topic|discussion|conversation] [{period}]",
            "who (drives|leads|influences|dominates) [the] [topic|discussion|conversation|talk|discussions] [in] {room:sure} [{period}]",
            "[<show>] [the] (top|key) (voices|people) (in|of) {room:sure} [{period}]",
            "who knows [the] most about {topic}",
            "who is [the|our] [most] (expert|knowledgeable|experienced) (on|in|about|with) {topic}",
            "who is [most] influential [(on|in|about) {topic}] [{period}]",
            "who are the (key|influential|most influential) people [(on|in|for|about) {topic}] [{period}]",
        ],
        ja: &[
            "[{period}の]{room:sure}(の|で|での)(中心人物|キーパーソン|インフルエンサー)[を|は][<見せて>|誰]",
            "[{period}の]{topic}[の|についての](中心人物|キーパーソン|インフルエンサー)[を|は][<見せて>|誰]",
            "[{period}の]{topic}(の話題|の議論|に関する話題)の(中心人物|キーパーソン|インフルエンサー)[を|は][<見せて>|誰]",
            "{topic}話題の(中心人物|キーパーソン)[を|は][<見せて>|誰]",
            "[{period}の](中心人物|キーパーソン|インフルエンサー|影響力のある人)[を|は|の一覧][{count}人][<見せて>|誰]",
            "[{period}の](全部の|全ての|すべての)(中心人物|キーパーソン|インフルエンサー)[を|は|の一覧][<見せて>|誰]",
            "{topic}(について|に関して|に|のことに)(誰|だれ)が[一番|最も]詳しい[の|ですか]",
            "{topic}(について|に関して|に)[一番|最も]詳しい(の|人)(は|って)(誰|だれ)[ですか]",
            "{topic}で影響力(のある|がある|の大きい)人[を|は][<見せて>|誰]",
            "{topic}[の話題|の議論]を(引っ張って|リードして|牽引して)いる(人|の)[を|は][<見せて>|誰]",
            "(インフルエンサー|キーパーソン)[の]一覧 {topic}",
            "{topic}[の話題]で(一番|最も|もっとも)[の]影響力(のある|がある)(人|の)は(誰|だれ)",
        ],
    },
    examples: Phrases {
        en: &["influencers", "who drives the Rust topic?"],
        ja: &["中心人物は誰？", "Rust話題の中心人物"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

/// "in #support" is no topic.
fn in_room(call: &Call) -> Call {
    let mut call = call.clone();
    let room = call.arguments.get("topic").and_then(|topic| {
        let name = topic.strip_prefix("in ").unwrap_or(topic);
        (name.starts_with('#') || name.len() < topic.len()).then(|| name.to_owned())
    });
    if let Some(room) = room.filter(|_| !call.arguments.contains_key("room")) {
        call.arguments.remove("topic");
        call.arguments.insert("room".to_owned(), room);
    }
    call
}

#[async_trait]
impl Command for Influencers {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let call = &in_room(call);
        let talk = Talk::gather(ctx, call, USUAL_DAYS).await?;
        if talk.messages.is_empty() {
            return Ok(talk.nobody(ctx).into());
        }
        let topic = call.arguments.get("topic").cloned();
        let mut ranked = ranked(&talk, topic.as_deref());
        let limit = usize::try_from(ctx.limit(call, 10, 50)).unwrap_or(10);
        ranked.truncate(limit);
        let reply = ctx.reply().heading(talk.heading(ctx));
        if ranked.is_empty() {
            let shown = escape(topic.as_deref().unwrap_or_default());
            return Ok(reply
                .text(say!(
                    lang,
                    "Nobody wrote about “{shown}” there and then. Try another word or a longer period.",
                    "「{shown}」についての発言は見つかりませんでした。別の言葉や、より長い期間でお試しください。"
                ))
                .into());
        }
        let code = |mover: &Mover| {
            let person = talk.messages[mover.last].person;
            person.map(|number| Code::new(CodeKind::Person, number))
        };
        ctx.showed(ranked.iter().map(|mover| code(mover).into_iter().collect()).collect());
        let shown = |n: usize| count(i64::try_from(n).unwrap_or(i64::MAX));
        let rows = ranked
            .iter()
            .map(|mover| {
                vec![
                    code(mover).map(|code| code.to_string()).unwrap_or_default(),
                    mover.author.clone(),
                    shown(mover.answerers),
                    shown(mover.answers),
                    shown(mover.messages),
                    shown(mover.rooms),
                ]
            })
            .collect();
        let reply = reply
            .table(
                vec![
                    Column::left(say!(lang, "Code", "コード")),
                    Column::left(say!(lang, "Name", "名前")),
                    Column::right(say!(lang, "People who answered", "返信をくれた人数")),
                    Column::right(say!(lang, "Answers", "返信数")),
                    Column::right(say!(lang, "Messages", "発言数")),
                    Column::right(say!(lang, "Rooms", "ルーム数")),
                ],
                rows,
            )
            .text(say!(
                lang,
                "Ordered by how many people answered them, then by answers, then by messages. An answer is a reply, a message in a thread they began, or one that names them (“@name”, “name: …”).",
                "返信をくれた人数、返信数、発言数の順に並べています。返信には、始めたスレッドでの発言と、名前を挙げた発言（「@名前」「名前さん、」など）も含みます。"
            ));
        talk.ended(lang, reply)
    }
}

/// Everybody who wrote about the topic (or at all), most answered first.
fn ranked(talk: &Talk, topic: Option<&str>) -> Vec<Mover> {
    let topic = topic.map(fold);
    let about: Vec<bool> = talk
        .messages
        .iter()
        .map(|m| topic.as_ref().is_none_or(|topic| fold(&m.text).contains(topic.as_str())))
        .collect();
    summary::movers(&talk.input(), |index| about[index])
}
