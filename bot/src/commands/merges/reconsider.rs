//! `merge reconsider`: a pair that somebody had said are two may be suggested again.

use adapters::Item;
use async_trait::async_trait;
use crm::{
    Code,
    access::Right,
    audit::Change,
    merges::{self, Rejection},
    persons::{self, Found},
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back,
    merges::pair::{read, written},
};
use crate::{say, words::words};

/// The command.
pub(crate) struct MergeReconsider;

static SPEC: Spec = Spec {
    name: "merge reconsider",
    about: words(
        "Suggest a pair again that was said to be two persons",
        "「別人」とした組み合わせを、また名寄せ候補に出します",
    ),
    arguments: &[Argument {
        name: "pairs",
        kind: SlotKind::Words,
        required: true,
        about: words("the two by code: P-12 P-40", "2人のコード。P-12 P-40 など"),
    }],
    phrases: Phrases {
        en: &["reconsider [merging|the pair|pair] {pairs}", "suggest {pairs} again", "unreject {pairs}"],
        ja: &[
            "{pairs}を(再検討|再び候補に|また候補に|候補に戻)[し|して]",
            "{pairs}の(却下|別人)を取り消して",
        ],
    },
    examples: Phrases {
        en: &["reconsider P-12 and P-40", "merge reconsider P-12 P-40"],
        ja: &["P-12とP-40を再検討して"],
    },
    right: Right::MergePersons,
    effect: Effect::Change,
};

#[async_trait]
impl Command for MergeReconsider {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let pairs = read(ctx, ctx.required(call, "pairs")?)?;
        let mut forgotten: Vec<Rejection> = Vec::new();
        for (a, b) in &pairs {
            forgotten.extend(forget(ctx, *a, *b).await?);
        }
        let shown = written(&pairs);
        let mut lines: Vec<String> = Vec::new();
        for (a, b) in &pairs {
            lines.push(format!("{}  ≠  {}", called(ctx, *a).await?, called(ctx, *b).await?));
        }
        let who = lines.join("; ");
        if forgotten.is_empty() {
            return Err(Stop::Refused(say!(
                lang,
                "Nobody said that they are two: {who}. Nothing was changed.",
                "別人として記録されていません：{who}。何も変更していません。"
            )));
        }
        let reply = ctx.reply().text(say!(
            lang,
            "They may be suggested again, if something speaks for it:",
            "理由があれば、再び候補に出します："
        ));
        let reply = reply.list(lines.into_iter().map(Item::new).collect());
        let (a, b) = pairs[0];
        let reversal = Call::new("merge reject", [("into", a.to_string()), ("from", b.to_string())]);
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(a.to_string()),
            before: Some(json!({ "different": shown })),
            after: Some(json!({ "different": null })),
            reversal: Some(json!(back::with(reversal, &forgotten))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// Code and name of somebody, or of whom they are part of by now.
async fn called(ctx: &mut Context<'_>, code: Code) -> Outcome<String> {
    Ok(match persons::refer(&mut ctx.tx, &code.to_string()).await? {
        Found::One(person) => format!("{code} {}", person.name),
        Found::Many(_) | Found::None(_) => code.to_string(),
    })
}

/// What was said of exactly these two; if of neither, what holds for whom they are part of.
async fn forget(ctx: &mut Context<'_>, a: Code, b: Code) -> Outcome<Vec<Rejection>> {
    let (Some(a), Some(b)) =
        (persons::id_of(&mut ctx.tx, a.number).await?, persons::id_of(&mut ctx.tx, b.number).await?)
    else {
        return Ok(Vec::new());
    };
    if let Some(one) = merges::forget(&mut ctx.tx, a, b).await? {
        return Ok(vec![one]);
    }
    let mut forgotten = Vec::new();
    for held in merges::rejections(&mut ctx.tx, a, b).await? {
        forgotten.extend(merges::forget(&mut ctx.tx, held.a, held.b).await?);
    }
    Ok(forgotten)
}
