//! `inquiry set`: says what kind of inquiry a message is; others like it follow.

use async_trait::async_trait;
use crm::{access::Right, audit::Change, inquiries};
use nlp::understand::SlotKind;
use serde_json::json;

use super::kinds::{KINDS, name};
use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec,
    sentiment::said::{message, words_of},
};
use crate::{say, words::words};

/// The command.
pub(crate) struct InquirySet;

static SPEC: Spec = Spec {
    name: "inquiry set",
    about: words("Say what kind of inquiry a message is", "メッセージがどの種類の問い合わせかを教えます"),
    arguments: &[
        Argument {
            name: "activity",
            kind: SlotKind::Activity,
            required: false,
            about: words(
                "its code, such as A-881; in a thread its first message",
                "コード。A-881 など。スレッドでは最初の発言",
            ),
        },
        Argument {
            name: "kind",
            kind: SlotKind::Choice(KINDS),
            required: true,
            about: words(
                "billing, trouble, question, request, account or contract; automatic takes it back",
                "請求・障害・使い方・要望・アカウント・契約。「自動」で取り消し",
            ),
        },
    ],
    phrases: Phrases {
        en: &[
            "this is [about|a|an] {kind} [inquiry]",
            "{activity:code} is [about|a|an] {kind} [inquiry]",
            "(file|classify|categorize|categorise|label) {activity} as [a|an] {kind} [inquiry]",
            "(file|classify|categorize|categorise|label) this as [a|an] {kind} [inquiry]",
        ],
        ja: &[
            "これは{kind}[の(問い合わせ|問合せ|件)][です|だ]",
            "{activity:code}は{kind}の(問い合わせ|問合せ|件)[です|だ]",
            "{activity:code}を{kind}に(分類|登録)[<して>]",
            "これを{kind}に分類[<して>]",
        ],
    },
    examples: Phrases {
        en: &["A-881 is a billing inquiry", "file A-881 as a feature request"],
        ja: &["A-881は請求の問い合わせ", "A-881を要望に分類して"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for InquirySet {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let card = message(ctx, call).await?;
        words_of(ctx, &card)?;
        let code = card.code();
        let kind = Some(ctx.required(call, "kind")?).filter(|kind| *kind != "automatic");
        let before = inquiries::taught(&mut ctx.tx, card.id).await?;
        inquiries::teach(&mut ctx.tx, card.id, kind).await?;
        let shown = name(lang, kind);
        let reply = ctx.reply().text(match kind {
            Some(_) => say!(
                lang,
                "**{code}** is filed as {shown}; messages like it follow. “inquiries” shows them all.",
                "**{code}** を「{shown}」に分類しました。似たメッセージの分類にも反映されます。一覧は「問い合わせの内訳」で表示できます。"
            ),
            None => say!(
                lang,
                "**{code}** is filed by its words again.",
                "**{code}** の分類を取り消し、自動判定に戻しました。"
            ),
        });
        ctx.looked_at(code);
        let word = |kind: Option<&str>| kind.unwrap_or("automatic").to_owned();
        let back = Call::new(SPEC.name, [("activity", code.to_string()), ("kind", word(before.as_deref()))]);
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            before: Some(json!({ "kind": word(before.as_deref()) })),
            after: Some(json!({ "kind": word(kind) })),
            reversal: Some(json!(back)),
            ..Change::default()
        };
        Ok(Done { reply, change: Some(change) })
    }
}
