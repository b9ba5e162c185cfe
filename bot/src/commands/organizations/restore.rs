//! `org restore`: an organization out of the trash, with all who work and worked there.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::{self, Change},
    organizations::{self, Organization},
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, organizations::show::label,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct OrgRestore;

static SPEC: Spec = Spec {
    name: "org restore",
    about: words("Bring a deleted organization back", "削除した組織を元に戻します"),
    arguments: &[Argument {
        name: "organization",
        kind: SlotKind::Organization,
        required: true,
        about: words("O-3, or the name it had", "O-3、または削除前の名前"),
    }],
    phrases: Phrases {
        en: &[
            "(restore|bring back|undelete) [the] (company|organization|organisation|org|community) {organization}",
            "(restore|bring back|undelete) {organization:code}",
        ],
        ja: &[
            "{organization:code}を復元[<して>]",
            "(会社|企業|組織|団体|コミュニティ){organization}を復元[<して>]",
        ],
    },
    examples: Phrases {
        en: &["restore O-3", "bring back company Acme"],
        ja: &["O-3を復元して", "会社「アクメ」を復元"],
    },
    right: Right::DeleteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for OrgRestore {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let words = ctx.required(call, "organization")?.to_owned();
        let found = organizations::refer_deleted(&mut ctx.tx, &words).await?;
        let shown = |organization: &Organization| {
            let code = organization.code().to_string();
            (format!("{code} {}", organization.name), code)
        };
        let what = say!(lang, "deleted organization", "削除された組織");
        let hint = say!(lang, "its code, such as O-3", "O-3 のようなコード");
        let organization = ctx.one(call, "organization", &words, (&what, &hint), found, shown)?;
        if !organizations::restore(&mut ctx.tx, organization.id).await? {
            let code = organization.code();
            return Err(Stop::Refused(say!(
                lang,
                "{code} is back already; nothing was changed.",
                "{code} はすでに復元されています。変更はありません。"
            )));
        }
        let (code, name) = (organization.code(), label(&organization));
        ctx.looked_at(code);
        let this = Call::new(SPEC.name, [("organization", code.to_string())]);
        let reverses = audit::taken_back_by(&mut ctx.tx, &json!(this)).await?;
        let reply = ctx.reply().text(say!(lang, "**{name}** is back.", "**{name}** を復元しました。"));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            before: Some(json!({ "deleted": true })),
            after: Some(json!({ "deleted": false })),
            reversal: Some(json!(Call::new("org delete", [("organization", code.to_string())]))),
            reverses,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
