//! What stands in the tenant's own fields of one object: shown on its card, written by its `set`, taken back.

use crm::{
    Code, FieldId,
    fields::{self, Bearer, Definition, FieldValue, Object},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::value::{read, shown, typed};
use crate::commands::{Context, Outcome, Stop};
use crate::say;

/// The fields for a card: of each its name and what stands there; what must be filled and is not says so.
pub(crate) async fn lines(ctx: &mut Context<'_>, bearer: Bearer) -> Outcome<Vec<(String, String)>> {
    let mut lines = Vec::new();
    for (field, value) in fields::values(&mut ctx.tx, bearer).await? {
        let says = match &value {
            None if field.required => say!(ctx.lang, "– (to be filled in)", "–（未入力・必須）"),
            None => String::new(),
            value => shown(ctx, value.as_ref()).await?,
        };
        lines.push((field.name, says));
    }
    Ok(lines)
}

/// A line for the reply about something new: the fields that must be filled, and how; empty where there is none.
pub(crate) async fn to_fill(ctx: &mut Context<'_>, new: Bearer, code: Code) -> Outcome<(String, String)> {
    let all = fields::list(&mut ctx.tx, Some(new.object)).await?;
    let must: Vec<&str> = all.iter().filter(|it| it.required).map(|it| it.name.as_str()).collect();
    let lang = ctx.lang;
    let label = say!(lang, "To be filled in", "必須・未入力");
    let Some(first) = must.first() else { return Ok((label, String::new())) };
    let names = must.join(lang.pick(", ", "、"));
    let first = if first.contains(' ') { format!("\"{first}\"") } else { (*first).to_owned() };
    let how = say!(lang, "{names} – say `set {code} {first}=…`", "{names}（「set {code} {first}=…」で設定）");
    Ok((label, how))
}

/// A field that was changed: what it is called, what stood and stands there.
#[derive(Debug, Clone)]
pub(crate) struct Changed {
    pub(crate) field: Definition,
    pub(crate) before: Option<FieldValue>,
    pub(crate) after: Option<FieldValue>,
    /// Before → after, for the reader.
    pub(crate) shown: String,
}

impl Changed {
    /// As somebody would type it: what stood there.
    pub(crate) fn former(&self) -> String {
        typed(self.before.as_ref())
    }

    /// For the audit log.
    pub(crate) fn sides(&self) -> (Value, Value) {
        let json = |value: &Option<FieldValue>| value.as_ref().map_or(Value::Null, FieldValue::to_json);
        (json(&self.before), json(&self.after))
    }

    /// What a reversal has to know of it.
    pub(crate) fn back(&self) -> Back {
        let (former, expected) = self.sides();
        Back { field: self.field.id, expected, former }
    }
}

/// Of a field: what it should say now, and what it said before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Back {
    field: FieldId,
    expected: Value,
    former: Value,
}

/// The field of the tenant's own with this name.
pub(crate) async fn named(ctx: &mut Context<'_>, object: Object, name: &str) -> Outcome<Option<Definition>> {
    Ok(fields::named(&mut ctx.tx, object, name).await?)
}

/// The names of the tenant's own fields, to be named beside ours: ", 利用言語 and …".
pub(crate) async fn names(ctx: &mut Context<'_>, object: Object) -> Outcome<Vec<String>> {
    Ok(fields::list(&mut ctx.tx, Some(object)).await?.into_iter().map(|field| field.name).collect())
}

/// Reads what is wanted of each field.
pub(crate) async fn wanted(
    ctx: &mut Context<'_>,
    said: &[(Definition, String)],
) -> Outcome<Vec<(Definition, Option<FieldValue>)>> {
    let mut wanted = Vec::new();
    for (field, words) in said {
        wanted.push((field.clone(), read(&mut ctx.reading(), field, words).await?));
    }
    Ok(wanted)
}

/// What of it is another than what stands there now.
pub(crate) async fn changes(
    ctx: &mut Context<'_>,
    bearer: Bearer,
    wanted: Vec<(Definition, Option<FieldValue>)>,
) -> Outcome<Vec<Changed>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let present = fields::values(&mut ctx.tx, bearer).await?;
    let mut changed = Vec::new();
    for (field, after) in wanted {
        let before =
            present.iter().find(|(known, _)| known.id == field.id).and_then(|(_, value)| value.clone());
        if before != after {
            let shown =
                format!("{} → {}", shown(ctx, before.as_ref()).await?, shown(ctx, after.as_ref()).await?);
            changed.push(Changed { field, before, after, shown });
        }
    }
    Ok(changed)
}

/// Writes changes; refuses with a sentence what somebody else has already.
pub(crate) async fn write(ctx: &mut Context<'_>, bearer: Bearer, changed: &[Changed]) -> Outcome<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let values: Vec<_> = changed.iter().map(|it| (it.field.clone(), it.after.clone())).collect();
    let lang = ctx.lang;
    match fields::set(&mut ctx.tx, bearer, &values).await {
        Ok(None) => Ok(()),
        Ok(Some(taken)) => {
            let (field, holder) = (taken.field, taken.holder);
            Err(Stop::Refused(say!(
                lang,
                "{field} is nobody else's by its rule, and {holder} has that value already. Nothing was changed.",
                "「{field}」は重複できない項目で、その値はすでに {holder} に設定されています。何も変更していません。"
            )))
        }
        Err(error) if error.as_database_error().is_some_and(|it| it.is_unique_violation()) => {
            Err(Stop::Refused(say!(
                lang,
                "Somebody else has just been given that value, and no two may have it. Nothing was changed.",
                "同じ値が今ほかの対象に設定されました。重複できない項目のため、何も変更していません。"
            )))
        }
        Err(error) => Err(error.into()),
    }
}

/// The changes that put back what stood there, unless somebody changed it since; yet to be written.
pub(crate) async fn former(
    ctx: &mut Context<'_>,
    (bearer, code): (Bearer, Code),
    known: &[Back],
) -> Outcome<Vec<Changed>> {
    let lang = ctx.lang;
    let mut wanted = Vec::new();
    for back in known {
        let Some(field) = fields::by_id(&mut ctx.tx, back.field).await? else { continue };
        let name = &field.name;
        let present = fields::values(&mut ctx.tx, bearer).await?;
        let Some((_, now)) = present.into_iter().find(|(known, _)| known.id == field.id) else {
            return Err(Stop::Refused(say!(
                lang,
                "The field {name} has been deleted since. Restore it first (“field restore”).",
                "項目「{name}」はその後削除されています。先に「field restore」で元に戻してください。"
            )));
        };
        if now.as_ref().map_or(Value::Null, FieldValue::to_json) != back.expected {
            let says = shown(ctx, now.as_ref()).await?;
            return Err(Stop::Refused(say!(
                lang,
                "{name} of {code} was changed again since and now says “{says}”; it stays. Say what it should be instead.",
                "{code} の{name}はその後さらに変更され、現在「{says}」のため、そのままにしました。必要であれば内容を指定して変更してください。"
            )));
        }
        let former = FieldValue::from_json(field.kind, &back.former);
        wanted.push((field, former));
    }
    changes(ctx, bearer, wanted).await
}
