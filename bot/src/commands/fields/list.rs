//! `field list`: the fields that were added to what everybody has.

use adapters::Column;
use async_trait::async_trait;
use crm::{
    access::Right,
    fields::{self, Definition},
};
use nlp::{Lang, understand::SlotKind};

use super::{
    kinds::{OBJECTS, kind_name, objects},
    meant,
};
use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{say, words::words};

/// The command.
pub(crate) struct FieldList;

static SPEC: Spec = Spec {
    name: "field list",
    about: words(
        "The fields you added to people, organizations and campaigns",
        "独自に追加した項目の一覧を表示します",
    ),
    arguments: &[Argument {
        name: "object",
        kind: SlotKind::Choice(OBJECTS),
        required: false,
        about: words(
            "person, organization, campaign or deal; all without",
            "人・組織・施策・商談。省略するとすべて",
        ),
    }],
    phrases: Phrases {
        en: &[
            "[<show>|list] [all] [the|our] [custom] fields [(of|for|on) [a|an|the] {object}]",
            "(what|which) [custom] fields (does|do) [a|an|the] {object} have",
            "(what|which) [custom] fields (are there|do we have) [(for|on) [a|an|the] {object}]",
            "[<show>|list] [the|our] {object} fields",
        ],
        ja: &[
            "[{object}の](独自項目|カスタム項目|追加項目|カスタムフィールド|項目)[の](一覧|リスト)[<見せて>]",
            "{object}(に|の)(独自項目|カスタム項目|追加項目|項目)[に|は|には](何がある|どんなものがある|ある)",
            "(独自項目|カスタム項目|カスタムフィールド)[を]<見せて>",
            "(独自項目|カスタム項目|カスタムフィールド|項目)[は]",
        ],
    },
    examples: Phrases {
        en: &["list custom fields", "which fields does a person have?"],
        ja: &["項目の一覧", "人のカスタム項目の一覧を見せて"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for FieldList {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let object = match call.arguments.contains_key("object") {
            true => Some(meant::object(ctx, call)?),
            false => None,
        };
        let all = fields::list(&mut ctx.tx, object).await?;
        if all.is_empty() {
            return Ok(ctx
                .reply()
                .text(say!(
                    lang,
                    "No fields have been added yet. An administrator adds one like this: `field add person \"OSS licence\" choice MIT, Apache-2.0`.",
                    "独自の項目はまだありません。管理者は「field add person 利用言語 choices Rust、Go、Ruby」のように追加できます。"
                ))
                .into());
        }
        let mut rows = Vec::new();
        for field in &all {
            let used = fields::used(&mut ctx.tx, field, None).await?;
            rows.push(vec![
                objects(field.object).of(lang).to_owned(),
                field.name.clone(),
                takes(lang, field),
                rules(lang, field),
                crate::words::count(used),
            ]);
        }
        let first = &all[0].name;
        Ok(ctx
            .reply()
            .table(
                vec![
                    Column::left(say!(lang, "Of", "対象")),
                    Column::left(say!(lang, "Field", "項目")),
                    Column::left(say!(lang, "Takes", "型")),
                    Column::left(say!(lang, "Rules", "条件")),
                    Column::right(say!(lang, "Filled in", "入力数")),
                ],
                rows,
            )
            .text(say!(
                lang,
                "Set one with `person set P-12 \"{first}\"=…`, search with `person find \"{first}\":…`.",
                "設定は「person set P-12 {first}=…」、検索は「person find {first}:…」です。"
            ))
            .into())
    }
}

/// What a field takes, with its choices.
pub(crate) fn takes(lang: Lang, field: &Definition) -> String {
    let kind = kind_name(field.kind).of(lang);
    match field.choices.is_empty() {
        true => kind.to_owned(),
        false => {
            let choices = field.choices.join(lang.pick(", ", "、"));
            say!(lang, "{kind}: {choices}", "{kind}：{choices}")
        }
    }
}

/// Its rules, in words.
pub(crate) fn rules(lang: Lang, field: &Definition) -> String {
    let all = [
        (field.required, lang.pick("required", "必須")),
        (field.unique, lang.pick("unique", "重複不可")),
        (field.indexed, lang.pick("indexed", "索引あり")),
    ];
    all.into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, word)| word)
        .collect::<Vec<_>>()
        .join(lang.pick(", ", "・"))
}
