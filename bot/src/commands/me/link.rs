//! `link`: joins the asker's chat account to a member of staff, by a code from the web page.

use async_trait::async_trait;
use crm::{
    Role,
    access::Right,
    audit::Change,
    users::{self, Redeemed},
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop};
use crate::{
    say,
    words::{Words, words},
};

/// The command.
pub(crate) struct Link;

static SPEC: Spec = Spec {
    name: "link",
    about: words(
        "Join this chat account to your user, by a code from the web page",
        "このチャットアカウントを、Webページで発行したコードで担当者と連携します",
    ),
    arguments: &[Argument {
        name: "code",
        kind: SlotKind::Token,
        required: false,
        about: words(
            "the code shown on the web page, such as ABCD-2345",
            "Webページに表示されたコード（ABCD-2345 など）",
        ),
    }],
    phrases: Phrases {
        en: &[
            "link [me|my account|this account] [with|using] [code] [{code}]",
            "(connect|pair) (me|my account|this account) [with|using] [code] [{code}]",
            "link start",
            "how do i link [my account|this account|myself]",
            "my (link|linking) code is {code}",
            "(link|connect|pair) [my|this] [chat] account [to my user] [please]",
        ],
        ja: &[
            "(連携|リンク)(する|して|したい|開始|を開始|を始める|します)[{code}]",
            "[アカウント|アカウントを](連携|リンク)(する|して|したい|します)",
            "(連携|リンク){code}",
            "{code}で(連携|リンク)[する|して|します]",
            "(連携|リンク)コード[は]{code}[です]",
        ],
    },
    examples: Phrases {
        en: &["link ABCD-2345", "link me"], ja: &["連携する", "連携コードはABCD-2345"]
    },
    right: Right::AskForHelp,
    effect: Effect::Change,
};

#[async_trait]
impl Command for Link {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn for_good(&self) -> Words {
        words("Say `unlink` to part the account again.", "解除するには「連携を解除」と入力してください。")
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let actor = ctx.tx.actor().clone();
        if actor.role() != Some(Role::Guest) {
            let who = actor.name().to_owned();
            if ctx.signed_in {
                return Err(Stop::Refused(say!(
                    lang,
                    "Here you are signed in as {who}: there is nothing to link. “link” joins an account in Slack, Discord, Telegram or LINE WORKS to you, when you say it there.",
                    "ここでは {who} さんとしてサインイン済みのため、連携は不要です。「連携」は Slack・Discord・Telegram・LINE WORKS のアカウントで使います。"
                )));
            }
            return Err(Stop::Refused(say!(
                lang,
                "This account is linked already: you are {who}. Say “unlink” first to join it to somebody else.",
                "このアカウントはすでに {who} さんと連携されています。別の担当者と連携する場合は、先に「連携を解除」してください。"
            )));
        }
        let code = match call.arguments.get("code").map(|code| code.trim()) {
            None | Some("" | "start" | "me") => return Ok(how(ctx).into()),
            Some(code) => code.to_owned(),
        };
        let account = ctx.asked.account;
        let left = match users::redeem_link_code(&mut ctx.tx, account, &code).await? {
            Redeemed::Linked(user) => return linked(ctx, user).await,
            Redeemed::Wrong { left } => left,
            Redeemed::TooMany => 0,
        };
        // an answer and no refusal: that a wrong code was tried is to be kept
        Ok(ctx
            .reply()
            .text(if left > 0 {
                say!(
                    lang,
                    "That code is not good: mistyped, used, or older than ten minutes. Get a new one on the web page under “You”. Tries left: {left}.",
                    "そのコードは使えません（入力ミス、使用済み、または発行から10分経過）。Webページの「あなた」で新しいコードを発行してください。あと{left}回試せます。"
                )
            } else {
                say!(
                    lang,
                    "Too many wrong codes. Try again in an hour, with a new code from the web page.",
                    "誤ったコードが続いたため、受け付けを停止しています。1時間後に、新しいコードでお試しください。"
                )
            })
            .into())
    }
}

async fn linked(ctx: &mut Context<'_>, user: crm::UserId) -> Outcome {
    let lang = ctx.lang;
    let user = users::list(&mut ctx.tx).await?.into_iter().find(|known| known.id == user);
    let user = user.ok_or_else(|| Stop::Fault(anyhow::anyhow!("a code of no user")))?;
    let (name, role) =
        (adapters::markdown::escape(&user.name), lang.pick(user.role.words().0, user.role.words().1));
    let reply = ctx.reply().text(say!(
        lang,
        "Linked: here you are **{name}** ({role}) from now on. Say `examples` to see what you can ask.",
        "連携しました。これから、ここでは **{name}** さん（{role}）として対応します。「何が聞ける？」で例をご覧いただけます。"
    ));
    let change = Change {
        command: SPEC.name.to_owned(),
        // the code is used up, and still nobody's business
        arguments: json!({}),
        object: None,
        before: Some(json!({ "account": ctx.asked.account.to_string(), "user": null })),
        after: Some(json!({ "account": ctx.asked.account.to_string(), "user": user.name })),
        reversal: None,
        reverses: None,
    };
    Ok(Done { reply, change: Some(change) })
}

fn how(ctx: &Context<'_>) -> adapters::Reply {
    ctx.reply().text(say!(
        ctx.lang,
        "To link this account: sign in to the web page, open “You”, press “Get a code”, and say here: `link` and the code. An administrator can give you a sign-in link.",
        "連携の手順：Webページにサインインし、「あなた」を開いて「コードを発行」を押し、表示されたコードをここで「連携 ABCD-2345」のように入力してください。サインイン用のリンクは管理者が発行できます。"
    ))
}
