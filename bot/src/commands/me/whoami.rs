//! `whoami`: who the bot takes the asker for, and what that person may do.

use async_trait::async_trait;
use crm::{Role, access::Right, tenants};

use crate::commands::{Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{say, words::words};

/// The command.
pub(crate) struct Whoami;

static SPEC: Spec = Spec {
    name: "whoami",
    about: words("Who I take you for, and what you may do", "あなたの名前と権限を表示します"),
    arguments: &[],
    phrases: Phrases {
        en: &[
            "who am i",
            "what is my role",
            "what may i do",
            "what can i do",
            "who am i (logged in|signed in) as",
            "what is my role here",
            "what's my role [here]",
        ],
        ja: &[
            "(私|わたし|自分|僕|俺)(は|って)(誰|だれ)",
            "(私|自分)の(権限|役割|ロール)[<見せて>]",
            "(私|わたし|自分)の(権限|役割|ロール|アカウント情報|ユーザー情報)[って|は]<見せて>",
            "(私|自分)の(権限|役割|ロール)(って|は)何[になってる|になっている]",
        ],
    },
    examples: Phrases { en: &["who am I?"], ja: &["私は誰？", "私の権限を教えて"] },
    right: Right::AskForHelp,
    effect: Effect::Read,
};

#[async_trait]
impl Command for Whoami {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, _: &Call) -> Outcome {
        let lang = ctx.lang;
        let actor = ctx.tx.actor().clone();
        let role = actor.role().unwrap_or(Role::Guest);
        let word = lang.pick(role.words().0, role.words().1);
        let tenant = tenants::settings(&mut ctx.tx).await?.name;
        let zone = ctx.zone();
        let reply = ctx.reply().fields([
            (say!(lang, "You are", "あなた"), actor.name().to_owned()),
            (say!(lang, "Role", "権限"), word.to_owned()),
            (say!(lang, "Tenant", "テナント"), tenant),
            (say!(lang, "Language", "言語"), lang.pick("English", "日本語").to_owned()),
            (say!(lang, "Time zone", "タイムゾーン"), zone.to_string()),
        ]);
        Ok(if role == Role::Guest {
            reply
                .text(say!(
                    lang,
                    "This chat account is not linked to a member of staff, so I may only help. Say “link me” if you are one of the staff.",
                    "このチャットアカウントは担当者と連携されていないため、ヘルプだけお使いいただけます。担当者の方は「連携する」と入力してください。"
                ))
                .into()
        } else {
            reply.into()
        })
    }
}
