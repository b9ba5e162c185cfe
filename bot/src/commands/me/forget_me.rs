//! `forget me`: whoever asks is not recorded any more. Nobody else can ask for it, or take it back.

use async_trait::async_trait;
use crm::{access::Right, audit::Change, feedback, record};
use nlp::Lang;
use serde_json::json;

use crate::commands::{Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop};
use crate::{say, words::words};

/// The command.
pub(crate) struct ForgetMe;

static SPEC: Spec = Spec {
    name: "forget me",
    about: words("Stop recording what you say", "自分の発言の記録を停止します"),
    arguments: &[],
    phrases: Phrases {
        en: &[
            "(forget|don't record|do not record|stop recording) me [please|any more|anymore|from now on]",
            "(don't record|do not record|stop recording|don't save|stop saving) (my messages|my posts|my words|what i (say|write)) [any more|anymore]",
            "i (don't|do not) want to be recorded [any more|anymore]",
        ],
        ja: &[
            "(私|わたし|自分|僕|俺)[の(発言|メッセージ|投稿|会話|こと)](を|は)記録(しないで|しない|するのをやめて|から外して|対象から外して|から除外して)",
            "(私|わたし|自分|僕|俺)の(発言|メッセージ|投稿|会話)の記録(を|は)(止めて|停止[して]|やめて)",
            "(私|わたし|自分|僕|俺)[のこと](を|は)忘れて",
        ],
    },
    examples: Phrases {
        en: &["forget me", "do not record me"],
        ja: &["私を記録しないで", "私の発言の記録を止めて"],
    },
    right: Right::AskForHelp,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for ForgetMe {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, _: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        if !record::is_recorded(&mut ctx.tx, ctx.asked.account).await? {
            return Err(already(lang));
        }
        let reply = ctx.reply().text(say!(
            lang,
            "Stop recording you? Nothing you say here from now on is kept, on any of your accounts on this platform. What was recorded so far stays until an administrator erases it; they are told of your wish. You can still talk to me.",
            "今後、あなたの発言を記録しないようにしますか？ このプラットフォーム上のあなたのすべてのアカウントが対象です。これまでの記録は、管理者が消去するまで残ります（ご希望は管理者に伝えます）。私との会話は引き続きご利用いただけます。"
        ));
        Ok(Preview { reply, pinned: Call::new(SPEC.name, []) })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let account = ctx.asked.account;
        if record::forget(&mut ctx.tx, account).await? == 0 {
            return Err(already(lang));
        }
        // as the administrators will read it, beside who said it
        let wish = say!(
            lang,
            "asked not to be recorded any more (“forget me”). What was recorded so far is still there.",
            "今後は記録しないでほしいとのことです（「forget me」）。これまでの記録は残っています。"
        );
        feedback::give(&mut ctx.tx, account, &wish).await?;
        let name = record::account_name(&mut ctx.tx, account).await?;
        let reply = ctx.reply().text(say!(
            lang,
            "From now on I record nothing you say. What was recorded so far stays until an administrator erases it; they have been told. Say “record me” to be recorded again.",
            "今後、あなたの発言は記録しません。これまでの記録は管理者が消去するまで残ります（管理者に伝えました）。再び記録してよい場合は「私を記録して」とお伝えください。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(name.clone()),
            before: Some(json!({ "recorded": true })),
            after: Some(json!({ "recorded": false })),
            reversal: Some(json!(Call::new("record me", [("account", name)]))),
            ..Change::default()
        };
        Ok(Done { reply, change: Some(change) })
    }
}

fn already(lang: Lang) -> Stop {
    Stop::Refused(say!(
        lang,
        "You are not recorded as it is; nothing was changed. Say “record me” to be recorded again.",
        "すでに記録を停止しています。変更はありません。再開する場合は「私を記録して」とお伝えください。"
    ))
}
