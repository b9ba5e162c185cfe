//! `resource remove`: takes something published off a campaign.

use adapters::markdown::escape;
use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::Right,
    audit::Change,
    campaigns::{self, Resource},
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop};
use crate::{say, words::words};

/// The command.
pub(crate) struct ResourceRemove;

static SPEC: Spec = Spec {
    name: "resource remove",
    about: words("Take a page, post, video or event off its campaign", "施策から記事・動画などを外します"),
    arguments: &[Argument {
        name: "resource",
        kind: SlotKind::Resource,
        required: true,
        about: words("R-2, as the campaign's card shows it", "R-2（施策の詳細に表示されるコード）"),
    }],
    phrases: Phrases {
        en: &["(remove|delete|drop|detach|take off) [the] [resource] {resource} [from [the] campaign]"],
        ja: &["[リソース]{resource}を(外して|外す|削除|消して|消す|取り除いて)[<して>]"],
    },
    examples: Phrases {
        en: &["remove R-2", "resource remove R-2"],
        ja: &["R-2を外して", "リソースR-2を削除"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for ResourceRemove {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (resource, removed) = find(ctx, call).await?;
        let (code, title) = (resource.code(), escape(&resource.title));
        if removed {
            return Err(Stop::Refused(say!(
                lang,
                "{code} has been removed already. “restore {code}” brings it back.",
                "{code} はすでに外されています。「{code}を復元」で元に戻せます。"
            )));
        }
        campaigns::set_resource_removed(&mut ctx.tx, resource.number, true).await?;
        let reply =
            ctx.reply().text(say!(lang, "Removed **{code} {title}**.", "**{code} {title}** を外しました。"));
        Ok(Done { reply, change: Some(change(&SPEC, call, &resource, "resource restore", true)) })
    }
}

/// The published thing an argument means, and whether it is removed.
pub(crate) async fn find(ctx: &mut Context<'_>, call: &Call) -> Outcome<(Resource, bool)> {
    let lang = ctx.lang;
    let words = ctx.required(call, "resource")?.to_owned();
    let found = match Code::parse(&words) {
        Some(Code { kind: CodeKind::Resource, number }) => campaigns::resource(&mut ctx.tx, number).await?,
        _ => None,
    };
    found.ok_or_else(|| {
        Stop::Refused(say!(
            lang,
            "There is no {words}. What a campaign published has codes like R-2; “show C-7” lists them.",
            "{words} は見つかりません。公開物は R-2 のようなコードで指定します（「C-7を見せて」で確認できます）。"
        ))
    })
}

/// Removed or brought back, for the audit log.
pub(crate) fn change(spec: &Spec, call: &Call, resource: &Resource, reversal: &str, removed: bool) -> Change {
    let code = resource.code().to_string();
    let told = |removed: bool| json!({ "resource": code, "title": resource.title, "url": resource.url, "removed": removed });
    Change {
        command: spec.name.to_owned(),
        arguments: json!(call.arguments),
        object: Some(code.clone()),
        before: Some(told(!removed)),
        after: Some(told(removed)),
        reversal: Some(json!(Call::new(reversal, [("resource", code.clone())]))),
        reverses: None,
    }
}
