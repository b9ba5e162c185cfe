//! `summary`: what was decided, asked, done and left open in a room, each line a message that was written.

use adapters::Item;
use async_trait::async_trait;
use crm::access::Right;
use nlp::{
    Lang,
    summary::{self, Kind, Options},
    understand::SlotKind,
};

use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, talk::gather::Talk};
use crate::{
    say,
    words::{count, words},
};

/// The command.
pub(crate) struct Summary;

/// Without a period: this much before the last message.
const USUAL_DAYS: i64 = 7;

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
            "[{period}の](要約|まとめ|サマリー)[<見せて>]",
            "{period}の{room}[チャンネル|ルーム]の(要約|まとめ|サマリー)[<見せて>]",
            "要約(して|する)",
            "[{period}の](この|ここの)(会話|話|議論|チャンネル|ルーム)[の内容]を[{count}行で](要約[して|する]|まとめ(て|る))",
            "[{period}の](この|ここの)(会話|話|議論|チャンネル|ルーム)の(要約|まとめ)[<見せて>]",
            "{period}の[会話|話|議論|出来事]を[{count}行で](要約|まとめ)[して|する|て]",
            "[{period}|{period}に|{period}は][{room}で]何(があった|がありました)[の|か]",
            "{room}[チャンネル|ルーム]で{period}[に|は]何(があった|がありました)[の|か]",
            "(この|今の)(スレッド|会話|話)を[{count}行で](要約[して|する]|まとめ(て|る))",
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
        let talk = Talk::gather(ctx, call, USUAL_DAYS).await?;
        if talk.messages.is_empty() {
            return Ok(talk.nobody(ctx).into());
        }
        let picks = usize::try_from(ctx.limit(call, 8, 30)).unwrap_or(8);
        let summary = talk.analyse(Options { picks, ..Options::default() });
        Ok(shown(ctx, &talk, &summary).into())
    }
}

fn shown(ctx: &mut Context<'_>, talk: &Talk, summary: &summary::Summary) -> adapters::Reply {
    let lang = ctx.lang;
    let item = |ctx: &Context<'_>, index: usize, kind: Option<Kind>| {
        let label = kind.map(|kind| kind_word(kind, lang)).filter(|word| !word.is_empty());
        talk.item(ctx, index, label.as_deref())
    };
    let n = |n: usize| count(i64::try_from(n).unwrap_or(i64::MAX));
    let busiest: Vec<String> =
        summary.busiest.iter().take(5).map(|(name, times)| format!("{name} ({})", n(*times))).collect();
    let keywords: Vec<String> = summary.keywords.iter().take(8).map(|(word, _)| word.clone()).collect();
    let list = |words: Vec<String>| words.join(lang.pick(", ", "、"));
    let mut reply = ctx.reply().heading(talk.heading(ctx)).fields([
        (say!(lang, "Messages", "メッセージ"), n(summary.messages)),
        (say!(lang, "People", "人"), n(summary.people)),
        (say!(lang, "Busiest", "発言の多い人"), list(busiest)),
        (say!(lang, "About", "話題"), list(keywords)),
    ]);
    reply = reply.list(summary.picks.iter().map(|pick| item(ctx, pick.index, Some(pick.kind))).collect());
    let open: Vec<usize> = summary
        .open_questions
        .iter()
        .copied()
        .filter(|index| summary.picks.iter().all(|pick| pick.index != *index))
        .rev()
        .take(4)
        .collect();
    let shown: Vec<usize> = summary.picks.iter().map(|pick| pick.index).chain(open.iter().copied()).collect();
    ctx.showed(shown.into_iter().map(|index| vec![talk.code(index)]).collect());
    let open: Vec<Item> = open.into_iter().map(|index| item(ctx, index, None)).collect();
    if !open.is_empty() {
        reply = reply.heading(say!(lang, "Nobody answered yet", "まだ回答のない質問")).list(open);
    }
    match talk.cut_short(lang) {
        Some(sentence) => reply.text(sentence),
        None => reply,
    }
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
