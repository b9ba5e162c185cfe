//! `org delete`: an organization into the trash.

use async_trait::async_trait;
use crm::{access::Right, audit::Change, housekeeping::TRASH_DAYS, organizations};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
    deals::block::open_deals, organizations::show::label,
};
use crate::{
    say,
    words::{count, words},
};

/// The command.
pub(crate) struct OrgDelete;

static SPEC: Spec = Spec {
    name: "org delete",
    about: words("Put an organization in the trash (30 days)", "組織を削除します（30日間は復元可能）"),
    arguments: &[Argument {
        name: "organization",
        kind: SlotKind::Organization,
        required: true,
        about: words("O-3, a name or a domain", "O-3、組織名、またはドメイン"),
    }],
    phrases: Phrases {
        en: &[
            "(delete|remove|trash) [the] (company|organization|organisation|org|community) {organization}",
            "(delete|remove|trash) {organization:sure}",
        ],
        ja: &[
            "{organization:sure}を(削除|消して|消す|ゴミ箱に入れて)[<して>]",
            "(会社|企業|組織|団体|コミュニティ){organization}を(削除|消して|消す|ゴミ箱に入れて)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["delete company Aozora Systems", "org delete O-3"],
        ja: &["O-3を削除して", "会社「みどり物流」を削除"],
    },
    right: Right::DeleteCrm,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for OrgDelete {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let organization = ctx.organization(call, "organization").await?;
        let card = organizations::card(&mut ctx.tx, organization.id).await?;
        let (code, name) = (organization.code(), label(&organization));
        let deals = open_deals(ctx, Some(organization.id), None).await?;
        let reply = ctx
            .reply()
            .text(say!(
                lang,
                "Delete **{name}**? The people stay, without this employer. It can be brought back for {TRASH_DAYS} days.",
                "**{name}** を削除しますか？ 人は残り、この所属だけが表示されなくなります。{TRASH_DAYS}日以内なら復元できます。"
            ))
            .fields([
                (say!(lang, "People now", "現在の知り合い"), count(card.now)),
                (say!(lang, "People before", "過去の知り合い"), count(card.before)),
                (say!(lang, "Open deals, which stay without it", "進行中の商談（商談は残ります）"), deals),
            ]);
        let pinned = Call::new(SPEC.name, [("organization", code.to_string())]);
        Ok(Preview { reply, pinned })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let organization = ctx.organization(call, "organization").await?;
        let (code, name) = (organization.code().to_string(), label(&organization));
        if !organizations::delete(&mut ctx.tx, organization.id).await? {
            return Err(Stop::Refused(say!(
                lang,
                "{code} is deleted already.",
                "{code} はすでに削除されています。"
            )));
        }
        let reply = ctx.reply().text(say!(
            lang,
            "Deleted **{name}**. For {TRASH_DAYS} days, “restore {code}” brings it back.",
            "**{name}** を削除しました。{TRASH_DAYS}日以内なら「{code}を復元」で戻せます。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.clone()),
            before: Some(json!({ "name": organization.name, "deleted": false })),
            after: Some(json!({ "deleted": true })),
            reversal: Some(json!(Call::new("org restore", [("organization", code)]))),
            ..Change::default()
        };
        Ok(Done { reply, change: Some(change) })
    }
}
