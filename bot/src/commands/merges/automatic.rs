//! `merge automatic`: whether pairs that are certain are merged without asking.

use async_trait::async_trait;
use crm::{access::Right, audit::Change, merges::standing};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop};
use crate::{say, words::words};

/// The command.
pub(crate) struct MergeAutomatic;

static SPEC: Spec = Spec {
    name: "merge automatic",
    about: words(
        "Whether certain pairs are merged without asking",
        "確実な組み合わせの自動統合をオン・オフします",
    ),
    arguments: &[Argument {
        name: "state",
        kind: SlotKind::Choice(&[
            (
                "on",
                &[
                    "on",
                    "start",
                    "enable",
                    "resume",
                    "allow",
                    "オン",
                    "有効",
                    "有効化",
                    "開始",
                    "再開",
                    "許可",
                ],
            ),
            (
                "off",
                &[
                    "off",
                    "stop",
                    "disable",
                    "pause",
                    "オフ",
                    "無効",
                    "無効化",
                    "停止",
                    "中止",
                    "止め",
                    "とめ",
                    "やめ",
                ],
            ),
        ]),
        required: false,
        about: words("on or off; without it, how it is", "オン、またはオフ。省略すると現在の設定"),
    }],
    phrases: Phrases {
        en: &[
            "turn {state} [the] (automatic|auto) (merging|merges|merge|linking|links)",
            "turn [the] (automatic|auto) (merging|merges|merge|linking|links) {state}",
            "{state} [the] (automatic|auto) (merging|merges|merge|linking|links)",
            "(is|are) (automatic|auto) (merging|merges|merge|linking|links) {state}",
            "(automatic|auto)[-| ](merging|merges|merge|linking|links) {state}",
        ],
        ja: &[
            "(自動統合|自動名寄せ|自動マージ|自動リンク|統合の自動実行)[の設定][を|は]{state}[に|て|る][<して>|設定して|切り替えて]",
            "(自動統合|自動名寄せ|自動マージ|自動リンク)[の設定][を|は][<見せて>]",
            "(自動統合|自動名寄せ|自動マージ|自動リンク)は(オン|有効|動いて)[になって][る|いる|います][の|か]",
        ],
    },
    examples: Phrases {
        en: &["turn off automatic merging", "merge automatic on"],
        ja: &["自動統合をオフにして", "自動統合の設定を見せて"],
    },
    right: Right::RunMatching,
    effect: Effect::Change,
};

#[async_trait]
impl Command for MergeAutomatic {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let percent = format!("{:.0}", standing::CERTAIN * 100.0);
        let is = standing::is_automatic(&mut ctx.tx).await?;
        let Some(state) = call.arguments.get("state") else {
            let reply = ctx.reply().text(if is {
                say!(
                    lang,
                    "Automatic merging is **on**: pairs that are {percent} % likely or more and proved on both sides are merged by themselves. Each can be taken back. “turn off automatic merging” stops it.",
                    "自動統合は **オン** です。可能性が {percent} % 以上で、双方の本人確認が済んでいる組を自動で統合します（1組ずつ取り消せます）。「自動統合をオフにして」で停止できます。"
                )
            } else {
                say!(
                    lang,
                    "Automatic merging is **off**: every pair waits for somebody to decide. “turn on automatic merging” starts it.",
                    "自動統合は **オフ** です。すべての候補は人の判断を待ちます。「自動統合をオンにして」で開始できます。"
                )
            });
            return Ok(reply.into());
        };
        let on = state == "on";
        if on == is {
            return Err(Stop::Refused(if on {
                say!(
                    lang,
                    "Automatic merging is on already; nothing was changed.",
                    "自動統合はすでにオンです。変更はありません。"
                )
            } else {
                say!(
                    lang,
                    "Automatic merging is off already; nothing was changed.",
                    "自動統合はすでにオフです。変更はありません。"
                )
            }));
        }
        standing::set_automatic(&mut ctx.tx, on).await?;
        let reply = ctx.reply().text(if on {
            say!(
                lang,
                "Automatic merging is **on**: what is {percent} % likely or more and proved on both sides is merged by itself from now on, those that wait already included. “merge history” shows each.",
                "自動統合を **オン** にしました。可能性が {percent} % 以上で双方の本人確認が済んでいる組を、すでに候補にあるものも含めて自動で統合します。結果は「統合履歴」で確認できます。"
            )
        } else {
            say!(
                lang,
                "Automatic merging is **off**: every pair waits for somebody to decide. What was merged stays merged.",
                "自動統合を **オフ** にしました。今後はすべての候補が人の判断を待ちます（統合済みのものはそのままです）。"
            )
        });
        let word = |on: bool| if on { "on" } else { "off" };
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: None,
            before: Some(json!({ "automatic": is })),
            after: Some(json!({ "automatic": on })),
            reversal: Some(json!(Call::new(SPEC.name, [("state", word(is).to_owned())]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
