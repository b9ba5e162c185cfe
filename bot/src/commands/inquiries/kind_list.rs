//! `inquiry kind list`: the kinds of inquiries there are, and how many examples each was taught.

use std::collections::HashMap;

use adapters::Column;
use async_trait::async_trait;
use crm::{access::Right, inquiries};

use super::kinds::Known;
use crate::commands::{Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{count, words},
};

/// The command.
pub(crate) struct InquiryKindList;

static SPEC: Spec = Spec {
    name: "inquiry kind list",
    about: words("The kinds of inquiries there are", "問い合わせの種類を一覧表示します"),
    arguments: &[],
    phrases: Phrases {
        en: &[
            "inquiry (kind|kinds|category|type) list",
            "[<show>|list] [me] [the|our|all] (inquiry kinds|kinds of inquiries|inquiry categories|inquiry types)",
            "(what|which) (inquiry kinds|kinds of inquiries|inquiry categories) (are there|do we have)",
        ],
        ja: &[
            "(問い合わせ|問合せ|お問い合わせ)の(種類|分類|カテゴリ|カテゴリー)[の一覧][を|は][<見せて>|(何|どんなの)(がある|があります)[か]]",
            "(問い合わせ|問合せ|お問い合わせ)には(どんな|どのような)(種類|分類|カテゴリ|カテゴリー)が(ある|あります)[か|の]",
        ],
    },
    examples: Phrases {
        en: &["inquiry kinds", "which inquiry categories do we have?"],
        ja: &["問い合わせの種類の一覧", "問い合わせにはどんな種類がありますか"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for InquiryKindList {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, _: &Call) -> Outcome {
        let lang = ctx.lang;
        let known = Known::of(ctx).await?;
        let taught: HashMap<String, i64> = inquiries::taught_counts(&mut ctx.tx).await?.into_iter().collect();
        let rows = known.kinds().iter().map(|kind| {
            let examples = taught.get(&kind.key).copied().unwrap_or_default();
            vec![known.called(lang, &kind.key), count(examples)]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        Ok(ctx
            .reply()
            .heading(say!(lang, "Kinds of inquiries", "問い合わせの種類"))
            .table(
                vec![
                    Column::left(say!(lang, "Kind", "種類")),
                    Column::right(say!(lang, "Examples taught", "教えた例")),
                ],
                rows,
            )
            .text(say!(
                lang,
                "Add one with “inquiry kind add Shipping”, teach it with “A-881 is a Shipping inquiry”.",
                "追加は「問い合わせの種類に配送を追加」、例を教えるには「A-881は配送の問い合わせ」と書いてください。"
            ))
            .into())
    }
}
