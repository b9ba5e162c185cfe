//! `field add`: something more to know of people, organizations or campaigns.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    fields::{self, Definition, FieldKind, NewField, Object},
};
use nlp::{Lang, understand::SlotKind};
use serde_json::{Value, json};

use super::{
    kinds::{KINDS, OBJECTS, kind, kind_name, objects},
    list::{rules, takes},
    meant,
};
use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct FieldAdd;

static SPEC: Spec = Spec {
    name: "field add",
    about: words(
        "Add a field of your own to people, organizations, campaigns or deals",
        "人・組織・施策・商談に独自の項目を追加します",
    ),
    arguments: &[
        Argument {
            name: "object",
            kind: SlotKind::Choice(OBJECTS),
            required: true,
            about: words("person, organization, campaign or deal", "人・組織・施策・商談のいずれか"),
        },
        Argument {
            name: "name",
            // not a name: what follows the name of something new takes a flag
            kind: SlotKind::Words,
            required: true,
            about: words("what it is called, in any script", "項目の名前"),
        },
        Argument {
            name: "type",
            kind: SlotKind::Choice(KINDS),
            // asked for where it was not said
            required: false,
            about: words(
                "text, number, date, yes/no, choice, multi-choice, url or person",
                "テキスト・数値・日付・はい/いいえ・選択・複数選択・URL・人のいずれか",
            ),
        },
        Argument {
            name: "rule",
            kind: SlotKind::Choice(RULES),
            required: false,
            about: words("required, unique or indexed", "必須・重複不可・索引のいずれか"),
        },
        Argument {
            name: "details",
            kind: SlotKind::Words,
            required: false,
            about: words(
                "choices, parted by commas; required, unique, indexed",
                "選択肢（カンマ区切り）、必須、重複不可、索引",
            ),
        },
    ],
    phrases: Phrases {
        en: &[
            "(add|create|make) [a|an|the] [new|custom] field {name} (to|for|on) {object}",
            "(add|create|make) [a|an|the] [new|custom] {type} field {name} (to|for|on) {object}",
            "(add|create|make) [a|an|the] [new] {rule} [{type}] field {name} (to|for|on) {object}",
            "(add|create|make) [a|an|the] [new|custom] {type} field {name} (to|for|on) {object} with [the] choices {details}",
            "(add|create|make) [a|an|the] [new|custom] {object} field {name} of type {type}",
            "(add|create|make) [a|an|the] [new|custom] field {name} (of type {type}|{type}) (to|for|on) {object}",
        ],
        ja: &[
            "{object}に{name}[という](項目|フィールド)を(追加|作成|作って)[<して>]",
            "{object}に{type}の(項目|フィールド){name}を(追加|作成|作って)[<して>]",
            "{object}に{rule}[の][{type}[の]](項目|フィールド){name}を(追加|作成|作って)[<して>]",
            "{object}に{name}という{type}の(項目|フィールド)を(追加|作成|作って)[<して>]",
            "{object}に{type}(項目|フィールド){name}を(追加|作成)[<して>] 選択肢(は|:|：){details}",
        ],
    },
    examples: Phrases {
        en: &[
            "add a text field \"OSS licence\" to person",
            "field add person \"OSS licence\" choice MIT, Apache-2.0",
        ],
        ja: &["人にテキストの項目「利用言語」を追加", "組織に数値の項目「従業員数」を追加して"],
    },
    right: Right::DefineFields,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for FieldAdd {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let new = wanted(ctx, call).await?;
        let (name, of) = (&new.name, objects(new.object).of(lang));
        let definition = as_defined(&new);
        let reply = ctx
            .reply()
            .text(say!(lang, "Add the field **{name}** to {of}?", "{of}に項目 **{name}** を追加しますか？"))
            .fields([
                (say!(lang, "Takes", "型"), takes(lang, &definition)),
                (say!(lang, "Rules", "条件"), rules(lang, &definition)),
            ])
            .text(say!(
                lang,
                "What it takes cannot be changed later; its name, choices and rules can.",
                "型は後から変更できません（名前・選択肢・条件は変更できます）。"
            ));
        Ok(Preview { reply, pinned: call.clone() })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let new = wanted(ctx, call).await?;
        if fields::add(&mut ctx.tx, &new).await?.is_none() {
            // somebody was faster: say it as the check before does
            meant::name(ctx, new.object, &new.name, None).await?;
        }
        let (name, of) = (&new.name, objects(new.object).of(lang));
        let set = match new.object {
            Object::Person => "person set P-12",
            Object::Organization => "org set O-3",
            Object::Campaign => "campaign set C-7",
            Object::Deal => "deal set D-9",
        };
        let quoted = if name.contains(' ') { format!("\"{name}\"") } else { name.clone() };
        let reply = ctx.reply().text(say!(
            lang,
            "Added the field **{name}** to {of}. Fill it in with `{set} {quoted}=…`.",
            "{of}に項目 **{name}** を追加しました。「{set} {quoted}=…」で設定できます。"
        ));
        let named = [("object", new.object.word().to_owned()), ("name", new.name.clone())];
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(key(new.object, &new.name)),
            after: Some(told(&as_defined(&new))),
            reversal: Some(json!(Call::new("field delete", named))),
            ..Change::default()
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// By which the audit log names a field.
pub(crate) fn key(object: Object, name: &str) -> String {
    format!("{}.{name}", object.word())
}

/// A definition, for the audit log.
pub(crate) fn told(field: &Definition) -> Value {
    json!({
        "name": field.name, "type": field.kind.as_str(), "choices": field.choices,
        "required": field.required, "unique": field.unique, "indexed": field.indexed,
    })
}

fn as_defined(new: &NewField) -> Definition {
    Definition {
        id: crm::FieldId(uuid::Uuid::nil()),
        object: new.object,
        name: new.name.clone(),
        kind: new.kind,
        choices: new.choices.clone(),
        required: new.required,
        unique: new.unique,
        indexed: new.indexed,
    }
}

async fn wanted(ctx: &mut Context<'_>, call: &Call) -> Outcome<NewField> {
    let lang = ctx.lang;
    let object = meant::object(ctx, call)?;
    let name = meant::name(ctx, object, ctx.required(call, "name")?, None).await?;
    let said = ctx.required(call, "type")?;
    let kind = kind(said).ok_or_else(|| {
        let all = FieldKind::ALL.map(|kind| kind_name(kind).of(lang)).join(lang.pick(", ", "、"));
        Stop::Refused(say!(
            lang,
            "“{said}” is nothing that a field takes. It takes one of: {all}.",
            "「{said}」という型はありません。次から選んでください：{all}。"
        ))
    })?;
    let details = call.arguments.get("details").map(String::as_str).unwrap_or_default();
    let Details { mut required, mut unique, mut indexed, rest } = details_of(details);
    match call.arguments.get("rule").and_then(|it| rule(it)) {
        Some("required") => required = true,
        Some("unique") => unique = true,
        Some(_) => indexed = true,
        None => {}
    }
    let choices = meant::choices(lang, &rest)?;
    let of = object.word();
    let chosen = matches!(kind, FieldKind::Choice | FieldKind::Choices);
    match (chosen, choices.len()) {
        (true, 0 | 1) => Err(Stop::Refused(say!(
            lang,
            "What is there to choose from? Say at least two, parted by commas: `field add {of} {name} {said} Rust, Go, Ruby`.",
            "選択肢を2つ以上、カンマ区切りで指定してください。例：「field add {of} {name} {said} Rust、Go、Ruby」"
        ))),
        (false, 1..) => {
            let takes = kind_name(kind).of(lang);
            Err(Stop::Refused(say!(
                lang,
                "I cannot read “{rest}”: a field of type {takes} has no choices, only rules: required, unique, indexed.",
                "「{rest}」を読み取れませんでした。{takes}の項目に選択肢はありません。指定できるのは、必須・重複不可・索引です。"
            )))
        }
        (true, _) if unique && kind == FieldKind::Choices => Err(Stop::Refused(say!(
            lang,
            "A field of several choices cannot be unique: choices are shared by their nature.",
            "複数選択の項目は重複不可にできません。"
        ))),
        _ => Ok(NewField { object, name, kind, choices, required, unique, indexed }),
    }
}

/// The rules among the words, and the words without them.
struct Details {
    required: bool,
    unique: bool,
    indexed: bool,
    rest: String,
}

/// Rules with what people say for them.
pub(crate) const RULES: nlp::understand::Choices = &[
    ("required", &["mandatory", "必須", "必須項目", "入力必須"]),
    ("unique", &["一意", "重複不可", "重複なし", "ユニーク"]),
    ("indexed", &["index", "索引", "索引あり", "インデックス"]),
];

/// The rule that a word names.
pub(crate) fn rule(word: &str) -> Option<&'static str> {
    let folded = word.trim().to_lowercase();
    RULES
        .iter()
        .find(|(known, said)| *known == folded || said.contains(&folded.as_str()))
        .map(|(known, _)| *known)
}

fn details_of(words: &str) -> Details {
    let mut details = Details { required: false, unique: false, indexed: false, rest: String::new() };
    let words = ["choices", "choice", "選択肢"]
        .iter()
        .find_map(|head| words.trim().strip_prefix(head)?.strip_prefix([':', '=', ' ', '：', 'は']))
        .unwrap_or(words);
    let mut rest: Vec<&str> = Vec::new();
    for word in words.split_whitespace() {
        match rule(word.trim_matches([',', '、'])) {
            Some("required") => details.required = true,
            Some("unique") => details.unique = true,
            Some(_) => details.indexed = true,
            None => rest.push(word),
        }
    }
    details.rest = rest.join(" ").trim_matches([',', '、', ' ']).to_owned();
    details
}

/// One choice or several, in a sentence.
pub(crate) fn listed(lang: Lang, choices: &[String]) -> String {
    if choices.is_empty() { "–".to_owned() } else { choices.join(lang.pick(", ", "、")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_stand_among_the_choices() {
        for (words, want, rest) in [
            ("Rust, Go, Ruby required", (true, false, false), "Rust, Go, Ruby"),
            ("unique indexed", (false, true, true), ""),
            ("選択肢：Rust、Go 必須", (true, false, false), "Rust、Go"),
            ("choices: Rust, Go on Rails, unique", (false, true, false), "Rust, Go on Rails"),
            ("", (false, false, false), ""),
        ] {
            let it = details_of(words);
            assert_eq!(((it.required, it.unique, it.indexed), it.rest.as_str()), (want, rest), "{words}");
        }
    }
}
