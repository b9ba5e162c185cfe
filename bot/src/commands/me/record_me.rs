//! `record me`: whoever asked not to be recorded may be recorded again.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::{self, Change},
    feedback, record,
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop};
use crate::{say, words::words};

/// The command.
pub(crate) struct RecordMe;

static SPEC: Spec = Spec {
    name: "record me",
    about: words("Record what you say again", "自分の発言の記録を再開します"),
    arguments: &[Argument {
        name: "account",
        kind: SlotKind::Account,
        required: false,
        about: words(
            "which of your own accounts, when a wish is taken back",
            "取り消し時に使う、自分のアカウント",
        ),
    }],
    phrases: Phrases {
        en: &[
            "(record|start recording|resume recording) me [again]",
            "you (may|can) record me [again]",
            "(record|start recording|resume recording) my messages [again]",
        ],
        ja: &[
            "(私|わたし|自分|僕|俺)[の(発言|メッセージ|投稿|会話)](を|も)[また|再び]記録(して|してください|してもいい|していい|してよい)[よ]",
            "(私|わたし|自分|僕|俺)の[(発言|メッセージ|投稿|会話)の]記録を再開[して]",
        ],
    },
    examples: Phrases {
        en: &["record me again", "record me"], ja: &["私を記録して", "私の記録を再開して"]
    },
    right: Right::AskForHelp,
    effect: Effect::Change,
};

#[async_trait]
impl Command for RecordMe {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let account = ctx.asked.account;
        let name = record::account_name(&mut ctx.tx, account).await?;
        let given = call.arguments.get("account");
        if given.is_some_and(|given| *given != name) {
            return Err(Stop::Refused(say!(
                lang,
                "Only they themselves can say that they may be recorded again, from the account they used: “record me”.",
                "記録を再開できるのは、停止を希望したご本人だけです。ご本人が同じアカウントから「私を記録して」と伝える必要があります。"
            )));
        }
        if record::resume(&mut ctx.tx, account, given.is_some()).await? == 0 {
            return Err(Stop::Refused(say!(
                lang,
                "You are recorded already; nothing was changed.",
                "すでに記録しています。変更はありません。"
            )));
        }
        let may = say!(
            lang,
            "may be recorded again (“record me”).",
            "再び記録してよいとのことです（「record me」）。"
        );
        feedback::give(&mut ctx.tx, account, &may).await?;
        let this = Call::new(SPEC.name, [("account", name.clone())]);
        let reverses = audit::taken_back_by(&mut ctx.tx, &json!(this)).await?;
        let reply = ctx.reply().text(say!(
            lang,
            "From now on what you say is recorded again.",
            "今後、あなたの発言を再び記録します。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(name),
            before: Some(json!({ "recorded": false })),
            after: Some(json!({ "recorded": true })),
            reversal: Some(json!(Call::new("forget me", []))),
            reverses,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
