//! `merge reject`: two persons are two, and are never suggested again.

use adapters::Item;
use async_trait::async_trait;
use crm::{
    Code,
    access::Right,
    audit::Change,
    merges::{self, Rejection},
    persons::Person,
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back,
    merges::pair::{both, exactly, lines, lines_of_pairs, written},
};
use crate::{say, words::words};

/// The command.
pub(crate) struct MergeReject;

static SPEC: Spec = Spec {
    name: "merge reject",
    about: words(
        "Say that two persons are two; they are not suggested again",
        "別人であることを記録し、名寄せ候補に出さないようにします",
    ),
    arguments: &[
        Argument {
            name: "pair",
            kind: SlotKind::Ordinal,
            required: false,
            about: words("lines of the suggestions: 3, or 1 and 3", "候補の番号。3番、1番と3番 など"),
        },
        Argument {
            name: "into",
            kind: SlotKind::Person,
            required: false,
            about: words("or one of the two", "または一方の人"),
        },
        Argument {
            name: "from",
            kind: SlotKind::Person,
            required: false,
            about: words("and the other", "もう一方の人"),
        },
    ],
    phrases: Phrases {
        en: &[
            "reject [suggestion|suggestions|number|numbers|pair|pairs|match|merge] {pair}[,] [[they|these] (differ|are different [people|persons]|are not the same [person])]",
            "(dismiss|decline) (suggestion|suggestions|pair|pairs|match|merge) {pair}",
            "[number|suggestion|pair] {pair} (is|are) (not the same [person]|different people|different persons|two people|different)",
            "(don't|do not) merge (number|suggestion|pair|pairs) {pair}",
            "{into:sure} <and> {from:sure} are (different people|different persons|different|two people|two persons|not the same [person])",
            "{into:sure} is not {from:sure}",
            "{into:these} are (different people|different persons|different|two people|not the same [person])",
        ],
        ja: &[
            "[候補]{pair}[の候補](は|が)(別人|違う人|別の人|違います|違う)[だ|です]",
            "候補[の]{pair}[を|は](却下|除外|拒否)[<して>]",
            "{pair}[の候補|の統合][を|は](却下|除外|拒否)[<して>]",
            "{pair}[は|を](統合|マージ)しないで",
            "{into:sure}と{from:sure}(は|が)(別人|違う人|別の人)[だ|です]",
            "{into:these}(は|が)(別人|違う人|別の人)[だ|です]",
        ],
    },
    examples: Phrases {
        en: &["reject 3, they differ", "P-12 and P-40 are different people"],
        ja: &["3番は別人", "P-12とP-40は別人です"],
    },
    right: Right::MergePersons,
    effect: Effect::Change,
};

#[async_trait]
impl Command for MergeReject {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let known: Option<Vec<Rejection>> = back::of(call)?;
        let mut pairs: Vec<(Person, Person)> = Vec::new();
        // 「2番と3番は別人」 under a list of pairs: both of them
        if let Some(numbers) = lines_of_pairs(ctx, call).await? {
            for (a, b) in lines(ctx, &numbers).await? {
                pairs.push((exactly(ctx, a).await?, exactly(ctx, b).await?));
            }
        } else if call.arguments.contains_key("pair") || !call.arguments.contains_key("into") {
            for (a, b) in lines(ctx, ctx.required(call, "pair")?).await? {
                pairs.push((exactly(ctx, a).await?, exactly(ctx, b).await?));
            }
        } else {
            pairs.push(both(ctx, call, SPEC.name).await?);
        }
        let lang = ctx.lang;
        let mut rejected: Vec<(Person, Person)> = Vec::new();
        if let Some(known) = known {
            for rejection in &known {
                merges::put_back(&mut ctx.tx, rejection).await?;
            }
            rejected = pairs;
        } else {
            for (one, other) in pairs {
                if one.id == other.id {
                    return Err(same(ctx, &one));
                }
                if merges::rejections(&mut ctx.tx, one.id, other.id).await?.is_empty() {
                    merges::reject(&mut ctx.tx, one.id, other.id).await?;
                    rejected.push((one, other));
                }
            }
        }
        let codes: Vec<(Code, Code)> = rejected.iter().map(|(a, b)| (a.code(), b.code())).collect();
        let Some((first, _)) = codes.first() else {
            return Err(Stop::Refused(say!(
                lang,
                "That was said before: they are not suggested any more. Nothing was changed.",
                "すでに別人として記録されています。何も変更していません。"
            )));
        };
        let items = rejected
            .iter()
            .map(|(a, b)| Item::new(format!("{} {}  ≠  {} {}", a.code(), a.name, b.code(), b.name)))
            .collect();
        let reply = ctx
            .reply()
            .text(say!(
                lang,
                "Noted: different people. I shall not suggest them again.",
                "別人として記録しました。今後は候補に出しません。"
            ))
            .list(items);
        let pairs = written(&codes);
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(back::without(call).arguments),
            object: Some(first.to_string()),
            before: None,
            after: Some(json!({ "different": pairs })),
            reversal: Some(json!(Call::new("merge reconsider", [("pairs", pairs)]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

fn same(ctx: &Context<'_>, person: &Person) -> Stop {
    let code = person.code();
    Stop::Refused(say!(
        ctx.lang,
        "Both are {code} by now: they were merged. If that was wrong, “merge history {code}” shows which merge to undo.",
        "どちらも現在は {code} です（統合済み）。誤りであれば「{code}の統合履歴」で取り消す統合を確認してください。"
    ))
}
