//! `identifier allow`: a value that was left out counts again.

use adapters::markdown::escape;
use async_trait::async_trait;
use crm::{access::Right, audit::Change, merges::evidence};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back,
    identifiers::exclude::{named, value},
};
use crate::{say, words::words};

/// The command.
pub(crate) struct IdentifierAllow;

static SPEC: Spec = Spec {
    name: "identifier allow",
    about: words("Take an excluded value into account again", "除外した値を、また名寄せの判断材料に使います"),
    arguments: &[Argument {
        name: "value",
        kind: SlotKind::Account,
        required: true,
        about: words(
            "an excluded address, @domain or @handle",
            "除外したメールアドレス、@ドメイン、@ハンドル",
        ),
    }],
    phrases: Phrases {
        en: &[
            "allow {value} (for|in|when) (matching|merging|duplicates) [again]",
            "(match|use) {value} [for matching] again",
            "(include|admit) {value} (in|for) (matching|merging) [again]",
            "(stop excluding|no longer exclude) {value}",
        ],
        ja: &[
            "{value}を[また|もう一度|再び](名寄せ|統合|照合)[の判断材料|の材料|の対象]に(使って|使う|戻して|戻す|含めて)",
            "{value}の除外を(解除|取り消し|取りやめ|やめ)[て|<して>]",
        ],
    },
    examples: Phrases {
        en: &["allow info@acme.co.jp for matching again"],
        ja: &["info@acme.co.jpをまた名寄せに使って", "info@acme.co.jpの除外を解除して"],
    },
    right: Right::RunMatching,
    effect: Effect::Change,
};

#[async_trait]
impl Command for IdentifierAllow {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let value = value(ctx, call)?;
        let Some(was) = evidence::admit(&mut ctx.tx, &value).await? else {
            return Err(Stop::Refused(say!(
                lang,
                "{value} is not left out; nothing was changed. “excluded identifiers” lists what is.",
                "{value} は除外されていません。変更はありません。「除外した識別子の一覧」で確認できます。"
            )));
        };
        let shown = escape(&value);
        let reply = ctx.reply().text(say!(
            lang,
            "**{shown}** counts again when people are compared.",
            "**{shown}** を再び名寄せの判断材料に使います。"
        ));
        let reversal = Call::new("identifier exclude", [("value", named(&value))]);
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!({ "value": value }),
            object: None,
            before: Some(json!({ "excluded": value })),
            after: Some(json!({ "excluded": null })),
            reversal: Some(json!(back::with(reversal, &was))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}
