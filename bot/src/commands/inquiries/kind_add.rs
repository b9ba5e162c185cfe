//! `inquiry kind add`: a kind of inquiries of the tenant's own, or one of the usual ones again.

use adapters::markdown::escape;
use async_trait::async_trait;
use crm::{access::Right, audit::Change, inquiries};
use nlp::understand::SlotKind;
use serde_json::json;

use super::kinds::{AUTOMATIC, Known, bare, is_usual, key_of};
use crate::commands::{Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop};
use crate::{say, words::words};

/// The command.
pub(crate) struct InquiryKindAdd;

/// Its name, by which a removal is taken back.
pub(super) const NAME: &str = "inquiry kind add";

/// In characters.
const LONGEST: usize = 40;
/// More kinds than this nobody keeps apart.
const MOST: usize = 20;

static SPEC: Spec = Spec {
    name: NAME,
    about: words("Add a kind of inquiries of your own", "問い合わせの種類を追加します"),
    arguments: &[Argument {
        name: "name",
        // not a name: what follows the name of something new takes a flag
        kind: SlotKind::Words,
        required: true,
        about: words("what it is called, such as Shipping", "種類の名前（「配送」など）"),
    }],
    phrases: Phrases {
        en: &[
            "inquiry (kind|kinds|category|type) (add|new) {name}",
            "(add|create|make) [a|an|the] [new] (inquiry kind|kind of inquiry|inquiry category|inquiry type) [called|named] {name}",
            "(add|create) {name} (to|as) [the|a|an] [new] (inquiry kinds|kinds of inquiries|inquiry categories|inquiry kind|kind of inquiry|inquiry category)",
        ],
        ja: &[
            "(問い合わせ|問合せ|お問い合わせ)[の](種類|分類|カテゴリ|カテゴリー)(に|として){name}を(追加|登録|作成)[<して>]",
            "(問い合わせ|問合せ|お問い合わせ)[の](種類|分類|カテゴリ|カテゴリー){name}を(追加|登録|作成)[<して>]",
            "{name}[という|を](問い合わせ|問合せ|お問い合わせ)[の](種類|分類|カテゴリ|カテゴリー)(に|を)(追加|登録|作成)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["inquiry kind add Shipping", "add a kind of inquiry called \"Data export\""],
        ja: &["問い合わせの種類に配送を追加", "問い合わせの分類「返品」を追加して"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for InquiryKindAdd {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let name = bare(ctx.required(call, "name")?).to_owned();
        let (key, known) = (key_of(&name), Known::of(ctx).await?);
        may_be(ctx, &known, &name, &key)?;
        let own = Some(name.as_str()).filter(|_| !is_usual(&key));
        inquiries::add(&mut ctx.tx, &key, own).await?;
        let called = own.map_or_else(|| known.called(lang, &key), str::to_owned);
        let shown = escape(&called);
        let reply = ctx.reply().text(say!(
            lang,
            "Added the kind of inquiry **{shown}**. Teach it by examples: “A-881 is a {shown} inquiry”, or “this is a {shown} inquiry” in a thread; messages like them follow.",
            "問い合わせの種類「**{shown}**」を追加しました。「A-881は{shown}の問い合わせ」や、スレッドで「これは{shown}の問い合わせ」のように例を教えると、似たメッセージも分類されます。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(format!("inquiry kind {called}")),
            after: Some(json!({ "kind": called })),
            reversal: Some(json!(Call::new(super::kind_remove::NAME, [("name", called)]))),
            ..Change::default()
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// Is it a new name, and one that can be told from words for something else?
fn may_be(ctx: &Context<'_>, known: &Known, name: &str, key: &str) -> Outcome<()> {
    let (lang, shown) = (ctx.lang, escape(name));
    let refusal = if key.is_empty() || key == AUTOMATIC || name.chars().count() > LONGEST {
        say!(
            lang,
            "“{shown}” cannot be the name of a kind: it takes 1 to {LONGEST} characters, and “automatic” has a meaning of its own.",
            "「{shown}」は種類の名前にできません。1〜{LONGEST}文字で指定してください（「自動」は使えません）。"
        )
    } else if known.has(key) {
        let is = known.called(lang, key);
        say!(
            lang,
            "There is a kind “{is}” already; nothing was changed.",
            "「{is}」という種類はすでにあります。何も変更していません。"
        )
    } else if known.kinds().len() >= MOST {
        say!(
            lang,
            "There are {MOST} kinds already, which is as many as can be. Remove one first: “inquiry kind remove …”.",
            "種類は{MOST}個までです。先に「問い合わせの種類から…を削除」で減らしてください。"
        )
    } else {
        return Ok(());
    };
    Err(Stop::Refused(refusal))
}
