//! `field set`: what a field is called, what there is to choose from, and its rules.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    fields::{self, Definition, Edit, FieldKind},
};
use nlp::{
    Lang,
    understand::{SlotKind, fields as pairs},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    add::{key, listed, rule, told},
    kinds::{OBJECTS, objects},
    meant,
    value::truth,
};
use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop, back,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct FieldSet;

static SPEC: Spec = Spec {
    name: "field set",
    about: words("Change a field's name, choices or rules", "独自項目の名前・選択肢・条件を変更します"),
    arguments: &[
        Argument {
            name: "object",
            kind: SlotKind::Choice(OBJECTS),
            required: true,
            about: words("person, organization, campaign or deal", "人・組織・施策・商談のいずれか"),
        },
        Argument {
            name: "name",
            kind: SlotKind::Name,
            required: true,
            about: words("the field", "項目の名前"),
        },
        Argument {
            name: "changes",
            kind: SlotKind::Fields,
            required: true,
            about: words(
                "name=…, choices=+Zig or choices=Rust,Go, required=yes, unique=yes, indexed=yes",
                "name=…、choices=+Zig または choices=Rust,Go、required=yes、unique=yes、indexed=yes",
            ),
        },
    ],
    phrases: Phrases {
        en: &[
            "(set|change|update) [the] {object} field {name} {changes}",
            "(set|change|update) [the] field {name} of {object} {changes}",
        ],
        ja: &["{object}の項目{name}を{changes}に(変更|設定)[<して>]"],
    },
    examples: Phrases {
        en: &["field set person \"OSS licence\" choices=+MPL-2.0", "field set person 利用言語 required=yes"],
        ja: &["人の項目「利用言語」をchoices=+Zigに変更"],
    },
    right: Right::DefineFields,
    effect: Effect::Dangerous,
};

/// A definition as it is to be put back.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Former {
    name: String,
    choices: Vec<String>,
    required: bool,
    unique: bool,
    indexed: bool,
}

impl Former {
    fn of(field: &Definition) -> Self {
        Self {
            name: field.name.clone(),
            choices: field.choices.clone(),
            required: field.required,
            unique: field.unique,
            indexed: field.indexed,
        }
    }
}

/// What a reversal puts back, and what it expects to find where it does.
#[derive(Debug, Serialize, Deserialize)]
struct Back {
    #[serde(flatten)]
    before: Former,
    /// Not known of changes that were made before it was kept.
    #[serde(default)]
    after: Option<Former>,
}

impl Back {
    /// The field without that change; `None`: somebody has changed the same since.
    fn without(self, field: &Definition) -> Option<Definition> {
        let now = Former::of(field);
        let after = self.after.unwrap_or_else(|| now.clone());
        let Former { name, choices, required, unique, indexed } =
            crm::put_back!(now, self.before, after, name choices required unique indexed)?;
        Some(Definition { name, choices, required, unique, indexed, ..field.clone() })
    }
}

#[async_trait]
impl Command for FieldSet {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let (field, after) = meant(ctx, call).await?;
        let (name, of) = (&field.name, objects(field.object).of(lang));
        let mut reply = ctx
            .reply()
            .text(say!(
                lang,
                "Change the field **{name}** of {of}?",
                "{of}の項目 **{name}** を次のように変更しますか？"
            ))
            .fields(changed(lang, &field, &after));
        if after.is_keyed() && !field.is_keyed() {
            let used = crate::words::count(fields::used(&mut ctx.tx, &field, None).await?);
            reply = reply.text(say!(
                lang,
                "{used} values will be put in order for it.",
                "登録済みの{used}件の値に索引を作成します。"
            ));
        }
        Ok(Preview { reply, pinned: call.clone() })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (field, after) = meant(ctx, call).await?;
        let edit = Edit {
            name: Some(after.name.clone()),
            choices: Some(after.choices.clone()),
            required: Some(after.required),
            unique: Some(after.unique),
            indexed: Some(after.indexed),
        };
        if let Err(twice) = fields::change(&mut ctx.tx, &field, &edit).await? {
            let (name, one, other) = (&field.name, twice.one, twice.other);
            return Err(Stop::Refused(say!(
                lang,
                "{name} cannot be unique: {one} and {other} have the same value. Change one of them first; nothing was changed.",
                "「{name}」は重複不可にできません：{one} と {other} に同じ値が設定されています。先にどちらかを変更してください（何も変更していません）。"
            )));
        }
        let (name, of) = (&after.name, objects(field.object).of(lang));
        let reply = ctx
            .reply()
            .text(say!(
                lang,
                "Changed the field **{name}** of {of}.",
                "{of}の項目 **{name}** を変更しました。"
            ))
            .fields(changed(lang, &field, &after));
        let this = [("object", field.object.word().to_owned()), ("name", after.name.clone())];
        let known = Back { before: Former::of(&field), after: Some(Former::of(&after)) };
        let mut reversal = Call::new(SPEC.name, this);
        reversal.arguments.insert("changes".to_owned(), format!("name=\"{}\"", field.name));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(back::without(call).arguments),
            object: Some(key(field.object, &field.name)),
            before: Some(told(&field)),
            after: Some(told(&after)),
            reversal: Some(json!(back::with(reversal, &known))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// The field, and what it is to be.
async fn meant(ctx: &mut Context<'_>, call: &Call) -> Outcome<(Definition, Definition)> {
    let field = meant::field(ctx, call).await?;
    let after = match back::of::<Back>(call)? {
        Some(known) => {
            let name = &field.name;
            let mut after = known.without(&field).ok_or_else(|| {
                Stop::Refused(say!(
                    ctx.lang,
                    "{name} was changed again since; it stays as it is.",
                    "「{name}」はその後も変更されているため、そのままにしました。"
                ))
            })?;
            if after.name != field.name {
                after.name = meant::name(ctx, field.object, &after.name, Some(&field)).await?;
            }
            after
        }
        None => said(ctx, call, &field).await?,
    };
    if after == field {
        let name = &field.name;
        return Err(Stop::Refused(say!(
            ctx.lang,
            "{name} is so already; nothing would change.",
            "「{name}」はすでにその内容です。変更する点はありません。"
        )));
    }
    for choice in field.choices.iter().filter(|choice| !after.choices.contains(choice)) {
        let used = fields::used(&mut ctx.tx, &field, Some(choice)).await?;
        if used > 0 {
            let used = crate::words::count(used);
            return Err(Stop::Refused(say!(
                ctx.lang,
                "{used} have chosen “{choice}”, so it stays. Set those to something else first.",
                "選択肢「{choice}」は{used}件で使われているため、外せません。先に別の値に変更してください。"
            )));
        }
    }
    Ok((field, after))
}

async fn said(ctx: &mut Context<'_>, call: &Call, field: &Definition) -> Outcome<Definition> {
    let lang = ctx.lang;
    let words = ctx.required(call, "changes")?.to_owned();
    let mut after = field.clone();
    for (what, value) in pairs(&words).unwrap_or_default() {
        match what.as_str() {
            "name" | "名前" | "項目名" => {
                after.name = meant::name(ctx, field.object, &value, Some(field)).await?
            }
            "choices" | "choice" | "選択肢" => after.choices = chosen(ctx, field, &value)?,
            other => {
                let yes = truth(&value);
                match (rule(other), yes) {
                    (Some("required"), Some(yes)) => after.required = yes,
                    (Some("unique"), Some(true)) if field.kind == FieldKind::Choices => {
                        return Err(Stop::Refused(say!(
                            lang,
                            "A field of several choices cannot be unique: choices are shared by their nature.",
                            "複数選択の項目は重複不可にできません。"
                        )));
                    }
                    (Some("unique"), Some(yes)) => after.unique = yes,
                    (Some(_), Some(yes)) => after.indexed = yes,
                    (Some(rule), None) => {
                        return Err(Stop::Refused(say!(
                            lang,
                            "{rule} is yes or no; “{value}” is neither.",
                            "{rule} は yes か no で指定してください（「{value}」は読めませんでした）。"
                        )));
                    }
                    (None, _) => {
                        return Err(Stop::Refused(say!(
                            lang,
                            "“{other}” of a field cannot be changed. There are name, choices, required, unique and indexed; for another type, add another field.",
                            "「{other}」は変更できません。変更できるのは name・choices・required・unique・indexed です（型を変えるには別の項目を追加してください）。"
                        )));
                    }
                }
            }
        }
    }
    Ok(after)
}

/// `+Zig` adds, `-Ruby` takes off, anything else is all there is.
fn chosen(ctx: &Context<'_>, field: &Definition, value: &str) -> Outcome<Vec<String>> {
    let lang = ctx.lang;
    if !matches!(field.kind, FieldKind::Choice | FieldKind::Choices) {
        let name = &field.name;
        return Err(Stop::Refused(say!(
            lang,
            "{name} has no choices: it takes what is typed.",
            "「{name}」は選択式の項目ではないため、選択肢はありません。"
        )));
    }
    let parts = meant::choices(lang, value)?;
    let mut choices = field.choices.clone();
    if parts.iter().all(|part| part.starts_with(['+', '-'])) {
        for part in &parts {
            let (sign, choice) = part.split_at(1);
            let folded = crm::fold(choice);
            choices.retain(|known| crm::fold(known) != folded);
            if sign == "+" {
                choices.push(choice.trim().to_owned());
            }
        }
    } else {
        choices = parts;
    }
    if choices.len() < 2 {
        return Err(Stop::Refused(say!(
            lang,
            "There must be at least two to choose from.",
            "選択肢は2つ以上必要です。"
        )));
    }
    Ok(choices)
}

fn changed(lang: Lang, before: &Definition, after: &Definition) -> Vec<(String, String)> {
    let truth = |is: bool| if is { lang.pick("yes", "はい") } else { lang.pick("no", "いいえ") }.to_owned();
    let all = [
        (say!(lang, "Name", "名前"), before.name.clone(), after.name.clone()),
        (say!(lang, "Choices", "選択肢"), listed(lang, &before.choices), listed(lang, &after.choices)),
        (say!(lang, "Required", "必須"), truth(before.required), truth(after.required)),
        (say!(lang, "Unique", "重複不可"), truth(before.unique), truth(after.unique)),
        (say!(lang, "Indexed", "索引"), truth(before.indexed), truth(after.indexed)),
    ];
    all.into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(what, before, after)| (what, format!("{before} → {after}")))
        .collect()
}
