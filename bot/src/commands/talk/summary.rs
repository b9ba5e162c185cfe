//! `summary`: what was decided, asked, done and left open in a room, a thread or by a person, each line a message that
//! was written.

mod felt;
mod shown;
mod told;
mod whose;

use async_trait::async_trait;
use crm::access::Right;
use nlp::{
    summary::Options,
    understand::{Choices, SlotKind},
};

use self::{
    shown::{Shape, shown},
    told::told,
};
use super::gather::{ROOM, Talk, count, period};
use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop};
use crate::{say, words::words};

/// The command.
pub(crate) struct Summary;

/// Without a period: this much before the last message.
const USUAL_DAYS: i64 = 7;
/// Lines without a number: usually, short and long.
const LINES: i64 = 8;
const SHORT: i64 = 3;
const LONG: i64 = 20;
const MOST: i64 = 30;

const LENGTHS: Choices = &[
    (
        "one",
        &[
            "one sentence",
            "a sentence",
            "a single sentence",
            "one line",
            "a single line",
            "1 line",
            "1 sentence",
            "一言",
            "ひとこと",
            "ひと言",
            "一文",
            "1文",
            "一行",
            "1行",
        ],
    ),
    (
        "short",
        &[
            "brief",
            "briefly",
            "in brief",
            "in short",
            "quick",
            "shorter",
            "concise",
            "three lines",
            "three sentences",
            "a few lines",
            "a few words",
            "brief form",
            "短い",
            "短く",
            "手短に",
            "簡単な",
            "簡単に",
            "簡潔に",
            "ざっくり",
            "ざっと",
        ],
    ),
    (
        "long",
        &[
            "longer",
            "detailed",
            "detail",
            "full detail",
            "full",
            "長い",
            "長く",
            "詳しい",
            "詳しく",
            "詳細な",
            "詳細に",
        ],
    ),
];

const READERS: Choices = &[
    (
        "manager",
        &[
            "managers",
            "management",
            "a manager",
            "my manager",
            "my boss",
            "the boss",
            "executives",
            "the executives",
            "マネージャー",
            "マネージャ",
            "上司",
            "管理職",
            "役員",
            "経営層",
            "経営陣",
            "部長",
        ],
    ),
    (
        "engineer",
        &[
            "engineers",
            "an engineer",
            "the engineers",
            "developers",
            "a developer",
            "エンジニア",
            "開発者",
            "技術者",
        ],
    ),
];

const THREADS: Choices =
    &[("this", &["this thread", "the thread", "thread", "このスレッド", "今のスレッド", "スレッド"])];

static SPEC: Spec = Spec {
    name: "summary",
    about: words(
        "What was decided, asked, done and left open in a room",
        "ルームの会話を要約します（決定・質問・対応・未解決）",
    ),
    arguments: &[
        ROOM,
        period(words(
            "such as “since Monday”; the last 7 days without",
            "「月曜から」など。省略すると最近7日間",
        )),
        count(words("how many lines, up to 30", "行数（30まで）")),
        Argument {
            name: "length",
            kind: SlotKind::Choice(LENGTHS),
            required: false,
            about: words("one (line), short or long", "one（一言で）、short（短く）、long（詳しく）"),
        },
        Argument {
            name: "for",
            kind: SlotKind::Choice(READERS),
            required: false,
            about: words(
                "manager (what came of it) or engineer (everything)",
                "manager（結果だけ）か engineer（すべて）",
            ),
        },
        Argument {
            name: "person",
            kind: SlotKind::Person,
            required: false,
            about: words("only what this person wrote", "この人の発言だけ"),
        },
        Argument {
            name: "thread",
            kind: SlotKind::Choice(THREADS),
            required: false,
            about: words("this: the thread the request is made in", "this（依頼したスレッド）"),
        },
        Argument {
            name: "message",
            kind: SlotKind::Activity,
            required: false,
            about: words("a message of the thread: A-881", "スレッド内の発言。A-881 など"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(summarise|summarize|sum up|recap|digest) [the] [channel|room] [{room}] [channel|room] [{period}]",
            "(summarise|summarize|sum up|recap) this [{period}]",
            "(summarise|summarize|sum up|recap|summary of|recap of) {room:sure} [{period}]",
            "(summary|recap|digest) (of|for) [the] [channel|room] {room} [channel|room] [{period}]",
            "(summary|recap|digest) [of|for] [{period}]",
            "[<show>] [a|the] (summary|recap) (of|for) [the] {room} [channel|room] [{period}]",
            "(summarise|summarize|sum up|recap) [{room}] [{period}] in {count} (lines|line|sentences|points|bullets)",
            "(summary|recap) of [the] {room} [{period}] in {count} (lines|line|sentences|points|bullets)",
            "(summarise|summarize|sum up|recap) [{room}] [{period}][,] [in] {length}",
            "(summary|recap) of [the] {room} [{period}][,] [in] {length}",
            "[<show>] [a|the] (summary|recap|digest) (of|for) {person:sure} [{period}]",
            "(summarise|summarize|sum up|recap) {person:sure} [{period}]",
            "(summarise|summarize|sum up|recap) [{room}] [{period}] for [the|our] {for}",
            "(summary|recap) of [the] {room} [{period}] for [the|our] {for}",
            "[<show>] [me] [a|the] {length} (summary|recap) [(of|for) [the] {room}] [{period}]",
            "(summarise|summarize|sum up|recap) {thread} [{period}]",
            "(summary|recap) of {thread}",
            "(summarise|summarize|sum up|recap) [the] thread [of|at|with] {message:code}",
            "(summarise|summarize|sum up|recap) {message:code}",
            "(summary|recap) of [the] [thread [of|at]] {message:code}",
            "(summarise|summarize|sum up|recap) (what|everything|all|all that|everything that) {person} (said|wrote|did|has said|has written) [in {room:sure}] [{period}]",
            "what happened [in {room}] [{period}]",
            "what (was|has been|got) (said|discussed) [in {room:sure}] [{period}]",
            "what did i miss [in {room}] [{period}]",
            "(tldr|tl;dr|tl dr|catch me up) [of|on|for] [{room}] [{period}]",
        ],
        ja: &[
            "[{period}の]{room}[チャンネル|ルーム][の][会話|話|議論]を[{count}行で]要約[して|する]",
            "[{period}の]{room}の(会話|話|議論)を[{count}行で]まとめ(て|る)",
            "[{period}の]{room}(チャンネル|ルーム)[の][会話|話|議論]を[{count}行で]まとめ(て|る)",
            "[{period}の]{room:sure}[の][会話|話|議論]を[{count}行で]まとめ(て|る)",
            "{room}[チャンネル|ルーム]の{period}[の](要約|まとめ|サマリー)[<見せて>]",
            "[{room}[チャンネル|ルーム]の](要約|まとめ|サマリー)[<見せて>]",
            "[{room}[チャンネル|ルーム]の|{period}の](要約|まとめ|サマリー)を{count}行で[<見せて>]",
            "[{period}の]{room:sure}[ ](要約|まとめ|サマリー)[[を]<見せて>|お願い]",
            "{room:sure}[ ]{period}[の](要約|まとめ|サマリー)[<見せて>]",
            "[{period}の](要約|まとめ|サマリー)[<見せて>]",
            "{period}の{room}[チャンネル|ルーム]の(要約|まとめ|サマリー)[<見せて>]",
            "要約(して|する)",
            "[{period}の](この|ここの)(会話|話|議論)[の内容]を[{count}行で](要約[して|する]|まとめ(て|る))",
            "[{period}の](この|ここの)(会話|話|議論|チャンネル|ルーム)の(要約|まとめ)[<見せて>]",
            "{period}の[会話|話|議論|出来事]を[{count}行で](要約|まとめ)[して|する|て]",
            "[{period}|{period}に|{period}は][{room}で]何(があった|がありました)[の|か]",
            "{room}[チャンネル|ルーム]で{period}[に|は]何(があった|がありました)[の|か]",
            "(この|今の)(会話|話)を[{count}行で](要約[して|する]|まとめ(て|る))",
            "{thread}[の会話|の話|の議論]を[{count}行で|{length}](要約[して|する]|まとめ(て|る))",
            "{thread}の(要約|まとめ)[<見せて>]",
            "{message:code}の[スレッド[の(会話|話|議論)]][を](要約[して|する]|まとめ(て|る))",
            "{message:code}のスレッドの(要約|まとめ)[<見せて>]",
            "[{period}の][{room}[チャンネル|ルーム][の]][会話|話|議論]を{length}[で|に](要約[して|する]|まとめ(て|る))",
            "[{period}の]{room}[チャンネル|ルーム]の{length}(要約|まとめ|サマリー)[<見せて>]",
            "[{period}の]{length}(要約|まとめ|サマリー)[<見せて>]",
            "{for}(向け|用)に[{period}の][{room}[の]][会話|話|議論][を][{count}行で](要約[して|する]|まとめ(て|る))",
            "[{period}の]{room}[の会話|の話|の議論]を{for}(向け|用)に[{count}行で](要約[して|する]|まとめ(て|る))",
            "[{period}の]{room}の{for}(向け|用)の(要約|まとめ|サマリー)[<見せて>]",
            "{person:sure}の{period}[の](発言|会話|話|投稿|書き込み)[を[{count}行で]](要約[して|する]|まとめ(て|る)|まとめ)",
            "[{period}の]{person:sure}[の発言|が言ったこと|の話したこと|の話]を[{count}行で](要約[して|する]|まとめ(て|る))",
        ],
    },
    examples: Phrases {
        en: &[
            "summarise #support since Monday",
            "what happened last week?",
            "summary",
            "summarise #support for managers",
            "short summary of #support",
        ],
        ja: &[
            "昨日からの要約",
            "#supportの先週の要約を見せて",
            "supportの会話を要約して",
            "#supportを役員向けに要約して",
            "このスレッドを短くまとめて",
        ],
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
        let (call, somebody) = &whose::named(ctx, call).await?;
        let mut talk = match call.arguments.contains_key("message") {
            true => Talk::of_thread(ctx, call).await?,
            false => Talk::gather(ctx, call, USUAL_DAYS).await?,
        };
        if call.arguments.contains_key("thread") {
            let Some(thread) = ctx.thread.clone() else { return Err(no_thread(ctx)) };
            talk.keep_thread(&thread);
        }
        let whose = match somebody {
            Some(words) => Some(whose::theirs(ctx, call, &talk, words).await?),
            None => None,
        };
        let only = whose.as_ref().map(|whose| whose.theirs.as_slice());
        if talk.messages.is_empty() || only.is_some_and(|only| !only.contains(&true)) {
            return Ok(talk.nobody(ctx).into());
        }
        let shape = shape(ctx, call);
        // what is left out for a reader makes room for more of the rest
        let picks = if shape.outcomes { shape.lines * 3 } else { shape.lines };
        let summary = talk.analyse(Options { picks, only, ..Options::default() });
        let felt = felt::read(ctx, &talk, only).await?;
        let told = told(ctx, &talk, &summary, only, shape)?;
        let reply = shown(ctx, &talk, &summary, &felt, shape, told.as_ref(), whose.as_ref());
        talk.ended(ctx.lang, reply)
    }
}

fn shape(ctx: &Context<'_>, call: &Call) -> Shape {
    let said = |name: &str| call.arguments.get(name).map(String::as_str);
    let usual = match (said("length"), said("for")) {
        (Some("one"), _) => 1,
        (Some("short"), _) => SHORT,
        (Some("long"), _) | (None, Some("engineer")) => LONG,
        _ => LINES,
    };
    let lines = usize::try_from(ctx.limit(call, usual, MOST)).unwrap_or(1);
    // whoever names a number of lines gets that many
    let full = !matches!(said("length"), Some("one" | "short")) && said("count").is_none();
    Shape { lines, full, outcomes: said("for") == Some("manager") }
}

fn no_thread(ctx: &Context<'_>) -> Stop {
    Stop::Refused(say!(
        ctx.lang,
        "This is not a thread. Ask inside of the thread you mean, or for a room: “summary #general”.",
        "ここはスレッドではありません。要約したいスレッドの中で依頼するか、「#generalの要約」のようにルームを指定してください。"
    ))
}
