//! `inquiry kind remove`: nothing is filed under a kind any more.

use adapters::markdown::escape;
use async_trait::async_trait;
use crm::{access::Right, audit::Change, inquiries};
use nlp::understand::SlotKind;
use serde_json::json;

use super::kinds::{Known, bare};
use crate::commands::{Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec};
use crate::{say, words::words};

/// The command.
pub(crate) struct InquiryKindRemove;

/// Its name, by which an addition is taken back.
pub(super) const NAME: &str = "inquiry kind remove";

static SPEC: Spec = Spec {
    name: NAME,
    about: words("Remove a kind of inquiries", "問い合わせの種類を削除します"),
    arguments: &[Argument {
        name: "name",
        kind: SlotKind::Words,
        required: true,
        about: words("what it is called", "種類の名前"),
    }],
    phrases: Phrases {
        en: &[
            "inquiry (kind|kinds|category|type) (remove|delete) {name}",
            "(remove|delete|drop) [the] (inquiry kind|kind of inquiry|inquiry category|inquiry type) [called|named] {name}",
            "(remove|delete|drop) {name} from [the] (inquiry kinds|kinds of inquiries|inquiry categories)",
        ],
        ja: &[
            "(問い合わせ|問合せ|お問い合わせ)[の](種類|分類|カテゴリ|カテゴリー)から{name}を(削除|除外|外して)[<して>]",
            "(問い合わせ|問合せ|お問い合わせ)[の](種類|分類|カテゴリ|カテゴリー){name}を(削除|除外)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["inquiry kind remove Shipping", "remove the inquiry kind \"Data export\""],
        ja: &["問い合わせの種類から配送を削除", "問い合わせの分類「返品」を削除して"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for InquiryKindRemove {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let name = bare(ctx.required(call, "name")?).to_owned();
        let known = Known::of(ctx).await?;
        let key = known.meant(lang, &name)?;
        inquiries::remove(&mut ctx.tx, &key).await?;
        let called = known.called(lang, &key);
        let shown = escape(&called);
        let reply = ctx.reply().text(say!(
            lang,
            "Removed the kind of inquiry **{shown}**. Messages filed under it are read by their words again; what you taught comes back with the kind.",
            "問い合わせの種類「**{shown}**」を削除しました。該当メッセージは自動判定に戻ります。種類を戻すと、教えた内容も元に戻ります。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(format!("inquiry kind {called}")),
            before: Some(json!({ "kind": called })),
            reversal: Some(json!(Call::new(super::kind_add::NAME, [("name", called)]))),
            ..Change::default()
        };
        Ok(Done { reply, change: Some(change) })
    }
}
