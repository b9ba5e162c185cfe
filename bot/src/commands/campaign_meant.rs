//! Which campaign is meant, of those that live: one in the trash is named as such.

use crm::{
    Code, CodeKind,
    campaigns::{self, Campaign},
};
use nlp::Lang;

use super::{Call, Context, Outcome, Stop};
use crate::say;

/// The campaign an argument means.
pub(super) async fn campaign(ctx: &mut Context<'_>, call: &Call, name: &'static str) -> Outcome<Campaign> {
    let words = ctx.required(call, name)?.to_owned();
    let pointed = ctx.pointed_at(&words, CodeKind::Campaign).await?;
    if let Some(code) = pointed.or_else(|| Code::parse(&words)) {
        not_in_the_trash(ctx, &code.to_string()).await?;
    }
    match ctx.campaign(call, name).await {
        Err(Stop::Refused(sentence)) => {
            not_in_the_trash(ctx, &words).await?;
            Err(Stop::Refused(sentence))
        }
        other => other,
    }
}

/// A campaign in a sentence, safe in small Markdown.
pub(super) fn label(campaign: &Campaign, lang: Lang) -> String {
    format!("{} {}", campaign.code(), adapters::markdown::escape(campaign.name_in(lang == Lang::Ja)))
}

async fn not_in_the_trash(ctx: &mut Context<'_>, words: &str) -> Outcome<()> {
    let lang = ctx.lang;
    match campaigns::trashed(&mut ctx.tx, words).await?.first() {
        None => Ok(()),
        Some(campaign) => {
            let (code, name) = (campaign.code(), campaign.name_in(lang == Lang::Ja));
            Err(Stop::Refused(say!(
                lang,
                "{code} {name} is in the trash. Say “restore campaign {code}” to bring it back.",
                "{code} {name} はゴミ箱にあります。戻すには「施策{code}を復元して」と入力してください。"
            )))
        }
    }
}
