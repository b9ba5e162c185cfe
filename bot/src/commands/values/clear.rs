//! `value clear`: an outcome is worth nothing in particular again.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    campaigns::{self, OutcomeValue},
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
    values::set::{ACTIONS, action, back_to, effect, told, was},
};
use crate::{
    say,
    words::{actions, words},
};

/// The command.
pub(crate) struct ValueClear;

static SPEC: Spec = Spec {
    name: "value clear",
    about: words("Forget what one outcome is worth", "成果の価値（単価）の設定を消します"),
    arguments: &[Argument {
        name: "action",
        kind: SlotKind::Choice(ACTIONS),
        required: true,
        about: words(
            "sign-up, attendance, star, click, download …",
            "登録・参加・スター・クリック・ダウンロードなど",
        ),
    }],
    phrases: Phrases {
        en: &["(clear|remove|delete|unset|forget) [the] value of [(one|a|an|each)] {action}"],
        ja: &["{action}[1件]の(価値|単価)[の設定]を(消して|削除|クリア|未設定に|解除)[<して>]"],
    },
    examples: Phrases { en: &["clear the value of a sign-up"], ja: &["登録の単価を削除"] },
    right: Right::SetMoney,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for ValueClear {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let value = set(ctx, call).await?;
        let (shown, was) = (actions::action_once(&value.action, lang), was(lang, Some(&value)));
        let reply = ctx.reply().text(say!(
            lang,
            "Forget that one {shown} is worth {was}? They are still counted, without a value.",
            "{shown}1件の価値（{was}）の設定を消しますか？ 件数は集計されますが、効果は0になります。"
        ));
        let reply = effect(ctx, reply, &value.action, None).await?;
        Ok(Preview { reply, pinned: Call::new(SPEC.name, [("action", value.action)]) })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let value = set(ctx, call).await?;
        campaigns::clear_outcome_value(&mut ctx.tx, &value.action).await?;
        let shown = actions::action_once(&value.action, lang);
        let reply = ctx.reply().text(say!(
            lang,
            "One {shown} has no value now.",
            "{shown}の価値を未設定に戻しました。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: None,
            before: Some(told(&value.action, Some(&value))),
            after: Some(told(&value.action, None)),
            reversal: Some(json!(back_to(&value.action, Some(&value)))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

async fn set(ctx: &mut Context<'_>, call: &Call) -> Outcome<OutcomeValue> {
    let lang = ctx.lang;
    let action = action(ctx, call)?;
    campaigns::outcome_value(&mut ctx.tx, &action).await?.ok_or_else(|| {
        let shown = actions::action_once(&action, lang);
        Stop::Refused(say!(
            lang,
            "One {shown} has no value; there is nothing to clear.",
            "{shown}の価値は設定されていません。"
        ))
    })
}
