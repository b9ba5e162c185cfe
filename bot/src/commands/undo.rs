//! `undo`: takes back a change. It runs nothing itself: it finds the call that the change's audit entry
//! names and hands it to the registry, which asks for that command's right and confirmation.

use anyhow::Context as _;
use async_trait::async_trait;
use crm::{
    access::{self, Right},
    audit::{self, Entry},
};
use nlp::understand::SlotKind;

use super::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop};
use crate::{say, words::words};

/// The command.
pub(super) struct Undo;

static SPEC: Spec = Spec {
    name: "undo",
    about: words(
        "Take back your last change, or a given one",
        "直前の変更、または指定した変更を取り消します",
    ),
    arguments: &[Argument {
        name: "change",
        kind: SlotKind::Merge,
        required: false,
        about: words("M-31; without it, your last change", "M-31。省略すると自分の直前の変更"),
    }],
    phrases: Phrases {
        en: &[
            "undo [that|it|my last change|the last change|(my|the) last merge]",
            "take (that|it) back",
            "revert (that|it)",
            "undo {change}",
        ],
        ja: &[
            "(取り消して|取り消す|元に戻して|元に戻す|もとに戻して|アンドゥ|やり直し)",
            "(それ|今の|さっきの|直前の変更|直前の操作)[を|は](取り消して|元に戻して|なしにして)",
            "{change}を(取り消して|元に戻して)",
        ],
    },
    examples: Phrases {
        en: &["undo that", "undo"], ja: &["取り消して", "さっきのを元に戻して"]
    },
    right: Right::TakeBackOwn,
    effect: Effect::Read,
};

#[async_trait]
impl Command for Undo {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        Err(Stop::Instead(find(ctx, call).await?))
    }
}

/// The call that takes back the change meant, if the asker may.
async fn find(ctx: &mut Context<'_>, call: &Call) -> Outcome<Call> {
    let lang = ctx.lang;
    let actor = ctx.tx.actor().clone();
    let entry = match (call.arguments.get("change"), actor.user_id()) {
        (Some(code), _) => {
            let code = crm::Code::parse(code).map(|code| code.to_string()).unwrap_or_default();
            audit::reversible_of(&mut ctx.tx, &code).await?
        }
        (None, Some(user)) => audit::last_reversible(&mut ctx.tx, user).await?,
        (None, None) => None,
    };
    let Some(entry) = entry else {
        return Err(Stop::Refused(say!(
            lang,
            "There is nothing to take back: no change of yours is left that can be undone.",
            "取り消せる変更はありません。"
        )));
    };
    if entry.user_id != actor.user_id() && !access::may(&actor, Right::TakeBackAny) {
        let who = &entry.actor;
        return Err(Stop::Refused(say!(
            lang,
            "That change was made by {who}. They or an administrator can take it back.",
            "その変更は {who} によるものです。本人または管理者が取り消せます。"
        )));
    }
    let Entry { id, reversal, .. } = entry;
    serde_json::from_value(reversal.unwrap_or_default())
        .with_context(|| format!("the reversal of audit entry {id}"))
        .map_err(Stop::Fault)
}
