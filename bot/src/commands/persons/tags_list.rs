//! `tag list`: the tags there are, and how many people bear each.

use adapters::Column;
use async_trait::async_trait;
use crm::{access::Right, persons};
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec,
    organizations::find::{page, paged},
};
use crate::{
    say,
    words::{count, words},
};

/// The command.
pub(crate) struct TagList;

/// Tags in one answer.
const PAGE: i64 = 30;

static SPEC: Spec = Spec {
    name: "tag list",
    about: words("The tags there are, and how many people bear each", "使われているタグと人数の一覧"),
    arguments: &[Argument {
        name: "page",
        kind: SlotKind::Count,
        required: false,
        about: words("which page", "ページ番号"),
    }],
    phrases: Phrases {
        en: &[
            "[<show>|list] [me] [all] [of] [the|our] tags [there are|we have|we use]",
            "(what|which) tags (are there|do we have|have we got|do we use|are in use|exist)",
            "list of [all] [the|our] tags",
        ],
        ja: &[
            "[全ての|すべての|全|人の|使っている|使われている](タグ|ラベル)[の](一覧|リスト)[を][<見せて>]",
            "(タグ|ラベル)[は]",
            "(タグ|ラベル)を(全部|全て|すべて)[<見せて>]",
            "(どんな|どういう|何の|なんの)(タグ|ラベル)が(ある|あります|使われている|使われていますか)[の|か]",
        ],
    },
    examples: Phrases {
        en: &["which tags do we have?", "list tags"],
        ja: &["タグの一覧", "どんなタグがある？"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for TagList {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let at = page(call);
        let before = (at - 1).saturating_mul(PAGE);
        let (found, total) = persons::tags_in_use(&mut ctx.tx, PAGE, before).await?;
        if found.is_empty() {
            let said = match at {
                1 => say!(
                    lang,
                    "Nobody bears a tag yet. “tag P-12 speaker” gives one.",
                    "タグはまだ使われていません。「P-12にタグ speaker」で付けられます。"
                ),
                _ => say!(lang, "There is no page {at}.", "{at}ページ目はありません。"),
            };
            return Ok(ctx.reply().text(said).into());
        }
        let example = found.first().map_or(String::new(), |(tag, _)| match tag.contains(' ') {
            true => format!("\"{tag}\""),
            false => tag.clone(),
        });
        let rows = found.into_iter().map(|(tag, people)| vec![tag, count(people)]).collect();
        let columns =
            vec![Column::left(say!(lang, "Tag", "タグ")), Column::right(say!(lang, "People", "人数"))];
        let reply = ctx.reply().table(columns, rows).text(say!(
            lang,
            "“find tag:{example}” shows who.",
            "「人を探して タグ:{example}」で該当する人を確認できます。"
        ));
        Ok(paged(ctx, reply, call, (at, PAGE, total)).into())
    }
}
