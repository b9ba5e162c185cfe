//! `merge bulk`: merges every suggested pair that is likely enough. Each is a merge of its own.

use adapters::{Item, Reply};
use async_trait::async_trait;
use crm::{
    Code,
    access::Right,
    audit::Change,
    merges::{self, Reason, Suggestion, standing},
    persons,
    resolve::Learned,
};
use nlp::{Lang, understand::SlotKind};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
    merges::{
        likelihood::{self, THRESHOLDS},
        merge::refusal,
        pair::{read, written},
        reasons::reason,
        suggest::item,
    },
};
use crate::{say, words::words};

/// The command.
pub(crate) struct MergeBulk;

/// Pairs merged at a time.
const MOST: i64 = 100;
/// Pairs listed; the rest are counted.
const LISTED: usize = 20;
/// Which part of them is listed, in the call that “more” makes.
const PAGE: &str = "page";
/// The pairs that were shown, in the call that a yes runs.
const PAIRS: &str = "pairs";

static SPEC: Spec = Spec {
    name: "merge bulk",
    about: words(
        "Merge all suggested pairs that are likely enough",
        "可能性の高い名寄せ候補をまとめて統合します",
    ),
    arguments: &[Argument {
        name: "min",
        kind: SlotKind::Choice(THRESHOLDS),
        required: true,
        about: words("how likely at least: 0.95, or 95 %", "可能性の下限。0.95、95% など"),
    }],
    phrases: Phrases {
        en: &[
            "(merge|accept|approve) (all|every|everything) [the] [pair|pairs|suggestion|suggestions|duplicate|duplicates|candidates] (above|over|from|with|at|of) [at least] {min} [or (more|better|higher)] [up]",
            "(merge|accept|approve) (all|every) [the] [pair|pairs|suggestion|suggestions|duplicates] that (is|are) [at least] {min} [likely] [or more]",
            "bulk merge (above|over|from|at) {min}",
            "merge bulk (above|over|from|at) {min}",
        ],
        ja: &[
            "[可能性|確率|スコア][が]{min}以上の(候補|名寄せ候補|組|組み合わせ|重複|もの|人)[を|は][一括[で]|まとめて|全部|すべて|全て](統合|マージ|名寄せ|承認)[<して>]",
            "[可能性|確率|スコア][が]{min}以上[を|は](一括[で]|まとめて|全部|すべて|全て)(統合|マージ|名寄せ|承認)[<して>]",
            "(一括|まとめて)(統合|マージ|名寄せ)[<して>][、]{min}以上",
        ],
    },
    examples: Phrases {
        en: &["accept all above 0.95", "merge bulk 0.9"],
        ja: &["0.95以上を一括統合", "90%以上の候補をまとめて統合して"],
    },
    right: Right::RunMatching,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for MergeBulk {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let words = ctx.required(call, "min")?.to_owned();
        let least = likelihood::least(lang, &words)?;
        standing::catch_up(&mut ctx.tx).await?;
        let likely = standing::likely(&mut ctx.tx, least, MOST).await?;
        let total = standing::count(&mut ctx.tx, None, least).await?;
        let percent = format!("{:.0}", (least * 100.0).floor());
        let (clear, doubtful): (Vec<_>, Vec<_>) = likely.into_iter().partition(|it| against(it).is_none());
        if clear.is_empty() {
            let n = doubtful.len();
            return Err(Stop::Refused(match n {
                0 => say!(
                    lang,
                    "No pair is {percent} % likely or more. “duplicates to review” shows all there are.",
                    "可能性が {percent} % 以上の候補はありません。「名寄せ候補を見せて」ですべての候補を確認できます。"
                ),
                n => say!(
                    lang,
                    "Something speaks against each of the {n} pairs that are {percent} % likely or more. Look at them one by one: “duplicates to review”.",
                    "可能性が {percent} % 以上の{n}組には、いずれも別人の可能性を示す情報があります。「名寄せ候補を見せて」で1組ずつご確認ください。"
                ),
            }));
        }
        let n = clear.len();
        let page: usize = call.arguments.get(PAGE).and_then(|page| page.parse().ok()).unwrap_or(1);
        let before = (page.max(1) - 1).saturating_mul(LISTED).min(n / LISTED * LISTED);
        let pairs: Vec<(Code, Code)> = clear.iter().map(|it| (it.a.code(), it.b.code())).collect();
        let mut reply = ctx
            .reply()
            .text(say!(
                lang,
                "Merge these **{n} pairs**, each {percent} % likely or more? The first of each stays; each can be taken back by itself.",
                "可能性が {percent} % 以上の **{n}組** を統合しますか？ それぞれ左の人が残り、1組ずつ取り消せます。"
            ))
            .list(clear.iter().skip(before).take(LISTED).map(|it| item(it, lang)).collect());
        let listed = (before + LISTED).min(n);
        if n > LISTED {
            let first = before + 1;
            reply = reply.text(say!(
                lang,
                "{first}–{listed} of {n} are listed here; “yes” merges all {n}.",
                "{n}組中 {first}〜{listed}組目を表示しています。「はい」で{n}組すべてを統合します。"
            ));
            ctx.showed(pairs.iter().skip(before).take(LISTED).map(|(a, b)| vec![*a, *b]).collect());
        }
        if listed < n {
            let next = (before / LISTED + 2).to_string();
            ctx.more(Call::new(SPEC.name, [("min", words.clone()), (PAGE, next)]));
            reply = reply.text(say!(
                lang,
                "Say “more” to see the next before you answer.",
                "お答えの前に「続き」で次を確認できます。"
            ));
        }
        reply = skipped(reply, lang, doubtful.iter().map(|it| (it, why(it, lang))).collect());
        let rest = total - i64::try_from(n + doubtful.len()).unwrap_or(total);
        if rest > 0 {
            reply = reply.text(say!(
                lang,
                "{rest} more are as likely; at most {MOST} are merged at a time. Say it again for the next.",
                "同じ条件の候補がほかに{rest}組あります。一度に統合できるのは{MOST}組までです。続けるにはもう一度入力してください。"
            ));
        }
        let pinned = Call::new(SPEC.name, [("min", words), (PAIRS, written(&pairs))]);
        Ok(Preview { reply, pinned })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let pairs = read(ctx, call.arguments.get(PAIRS).ok_or(Stop::Missing("min"))?)?;
        let mut made: Vec<Code> = Vec::new();
        let mut items = Vec::new();
        let mut left = Vec::new();
        let learned = merges::learned(&mut ctx.tx).await?;
        for (one, other) in &pairs {
            // as the ones before have left them
            let Some(found) = looked_at(ctx, &learned, (*one, *other)).await? else { continue };
            let rejected = !merges::rejections(&mut ctx.tx, found.a.id, found.b.id).await?.is_empty();
            if rejected || against(&found).is_some() {
                left.push(found);
                continue;
            }
            let evidence = json!({ "score": found.score, "reasons": json!(found.reasons) });
            let merged = merges::merge(&mut ctx.tx, found.a.id, found.b.id, "suggested", evidence).await?;
            let merged = merged.map_err(|refused| refusal(lang, &refused))?;
            let (into, from) = (&merged.into, &merged.from);
            let line = format!("{} {}  ←  {} {}", into.code(), into.name, from.code(), from.name);
            items.push(Item::new(line).detail(merged.code().to_string()));
            made.push(merged.code());
        }
        let Some(first) = made.first() else {
            return Err(Stop::Refused(say!(
                lang,
                "Nothing was merged: the pairs were merged, rejected or changed in the meantime. Ask again to see what is left.",
                "統合できる組はありませんでした（確認のあいだに統合・却下・変更されています）。もう一度お試しください。"
            )));
        };
        let n = made.len();
        let mut reply = ctx
            .reply()
            .text(say!(
                lang,
                "Done: {n} merges. “undo merge M-…” takes back one of them, “undo” all.",
                "{n}組を統合しました。1組だけ戻すには「統合M-…を取り消して」、すべて戻すには「取り消して」と入力してください。"
            ))
            .list(items);
        ctx.showed(made.iter().map(|code| vec![*code]).collect());
        reply = skipped(reply, lang, left.iter().map(|it| (it, why(it, lang))).collect());
        let codes: Vec<String> = made.iter().map(Code::to_string).collect();
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(first.to_string()),
            before: Some(json!({ "pairs": written(&pairs) })),
            after: Some(json!({ "merges": codes, "skipped": left.len() })),
            reversal: Some(json!(Call::new("merge undo", [("merge", codes.join(", "))]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// The two as they are now, with what speaks for it; `None`: they are one, or one is gone.
async fn looked_at(
    ctx: &mut Context<'_>,
    learned: &Learned,
    (one, other): (Code, Code),
) -> Outcome<Option<Suggestion>> {
    let ids =
        (persons::id_of(&mut ctx.tx, one.number).await?, persons::id_of(&mut ctx.tx, other.number).await?);
    let (Some(one), Some(other)) = ids else { return Ok(None) };
    Ok(merges::explain_by(&mut ctx.tx, learned, one, other).await?)
}

/// What says that a pair are two.
fn against(suggestion: &Suggestion) -> Option<&Reason> {
    suggestion.reasons.iter().map(|it| &it.reason).find(|reason| reason.contradicts())
}

/// With the pairs that are not merged, and why.
fn skipped(reply: Reply, lang: Lang, pairs: Vec<(&Suggestion, String)>) -> Reply {
    if pairs.is_empty() {
        return reply;
    }
    let n = pairs.len();
    let line = |(it, why): (&Suggestion, String)| {
        let line = format!("{} {}  ?  {} {}", it.a.code(), it.a.name, it.b.code(), it.b.name);
        Item::new(line).detail(why)
    };
    reply
        .text(say!(
            lang,
            "Left out, because something speaks against it ({n}):",
            "別人の可能性があるため除いたもの（{n}組）："
        ))
        .list(pairs.into_iter().take(LISTED).map(line).collect())
}

/// Why a pair is left out.
fn why(suggestion: &Suggestion, lang: Lang) -> String {
    against(suggestion).map_or_else(
        || say!(lang, "somebody said that they are two", "「別人」とされています"),
        |it| reason(it, lang),
    )
}
