//! `unlink`: parts the asker's chat account from their user.

use async_trait::async_trait;
use crm::{access::Right, accounts, audit::Change};
use serde_json::json;

use crate::commands::{Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop};
use crate::{
    say,
    words::{Words, words},
};

/// The command.
pub(crate) struct Unlink;

static SPEC: Spec = Spec {
    name: "unlink",
    about: words("Part this chat account from your user", "このチャットアカウントの連携を解除します"),
    arguments: &[],
    phrases: Phrases {
        en: &[
            "unlink [me|my account|this account|this chat account]",
            "(disconnect|detach) (me|my account|this account|this chat account)",
        ],
        ja: &[
            "[アカウントの|アカウント]連携[を](解除|やめる|やめて|切って|外して|取り消して)[<して>]",
            "(アンリンク|連携解除)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["unlink", "unlink this chat account"], ja: &["連携を解除", "連携を解除して"]
    },
    right: Right::SetOwn,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for Unlink {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn for_good(&self) -> Words {
        words(
            "Link again with a new code from the web page.",
            "もう一度連携するには、Webページで新しいコードを発行してください。",
        )
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        linked_by_code(ctx)?;
        let name = adapters::markdown::escape(ctx.tx.actor().name());
        let reply = ctx.reply().text(say!(
            ctx.lang,
            "Part this chat account from **{name}**? After that you are a guest here: I record and only help.",
            "このチャットアカウントと **{name}** さんの連携を解除しますか？ 解除後はゲストとなり、ヘルプだけお使いいただけます。"
        ));
        Ok(Preview { reply, pinned: call.clone() })
    }

    async fn run(&self, ctx: &mut Context<'_>, _: &Call) -> Outcome {
        linked_by_code(ctx)?;
        let name = ctx.tx.actor().name().to_owned();
        accounts::unlink(&mut ctx.tx, ctx.asked.account).await?;
        let reply = ctx.reply().text(say!(
            ctx.lang,
            "Done: this chat account belongs to no member of staff any more.",
            "連携を解除しました。このチャットアカウントは、どの担当者とも連携されていません。"
        ));
        let account = ctx.asked.account.to_string();
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!({}),
            object: None,
            before: Some(json!({ "account": account, "user": name })),
            after: Some(json!({ "account": account, "user": null })),
            reversal: None,
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// On our own page and terminal the sign-in itself says who is there.
fn linked_by_code(ctx: &Context<'_>) -> Outcome<()> {
    if ctx.signed_in {
        return Err(Stop::Refused(say!(
            ctx.lang,
            "Here you are signed in, not linked: sign out to leave. Say “unlink” in the chat whose account is to be parted.",
            "ここではサインインによりご本人を確認しているため、解除する連携はありません。解除したいチャットで「連携を解除」と入力してください。"
        )));
    }
    Ok(())
}
