//! Which fields of a merge come from the person who becomes part of the other.

use std::collections::BTreeMap;

use crm::persons::{Field, Found, Person};
use crm::{Code, CodeKind, persons};
use nlp::{Lang, understand::fields};

use crate::commands::{
    Call, Context, Outcome, Stop,
    persons::fields::{Settable, unknown},
};
use crate::say;

/// What somebody said about fields: the field, and whose stays.
type Wanted = Vec<(String, String)>;

/// The fields that somebody said something about.
fn wanted(lang: Lang, call: &Call) -> Outcome<Wanted> {
    let mut wanted = Vec::new();
    if let Some(words) = call.arguments.get("keep") {
        wanted = fields(words).ok_or_else(|| {
            Stop::Refused(say!(
                lang,
                "I cannot read “{words}” as fields to keep. Write them as title=P-12 name=P-40.",
                "「{words}」を、残す項目として読めません。title=P-12 name=P-40 のように書いてください。"
            ))
        })?;
    }
    if let (Some(field), Some(whose)) = (call.arguments.get("field"), call.arguments.get("whose")) {
        wanted.push((field.clone(), whose.clone()));
    }
    Ok(wanted)
}

/// All of it in the words of an argument; `None`: nothing was said.
pub(super) fn said(lang: Lang, call: &Call) -> Outcome<Option<String>> {
    let words: Vec<String> =
        wanted(lang, call)?.into_iter().map(|(field, whose)| format!("{field}={whose}")).collect();
    Ok((!words.is_empty()).then(|| words.join(" ")))
}

/// The fields in which `from`'s value stays; those for which `into` is named stay as they are, and those of `others`
/// are a matter of another merge.
pub(super) async fn chosen(
    ctx: &mut Context<'_>,
    call: &Call,
    (into, from): (&Person, &Person),
    others: &[Code],
) -> Outcome<Vec<Field>> {
    let lang = ctx.lang;
    let mut chosen = Vec::new();
    for (name, whose) in wanted(lang, call)? {
        let Some(Settable::Of(field)) = Settable::named(&name) else {
            if let Some(both) = Settable::named(&name) {
                let what = both.label().of(lang);
                return Err(Stop::Refused(say!(
                    lang,
                    "{what} is kept of both: a merge leaves nothing out of it, so there is nothing to choose.",
                    "{what}は両方のものが残るため、選ぶ必要はありません。"
                )));
            }
            return Err(unknown(lang, &name, &[]));
        };
        match owner(ctx, &whose).await? {
            Some(owner) if owner.id == from.id => chosen.push(field),
            Some(owner) if owner.id == into.id => chosen.retain(|it| *it != field),
            Some(owner) if others.contains(&owner.code()) => {}
            _ if !others.is_empty() => {
                let code = into.code();
                return Err(Stop::Refused(say!(
                    lang,
                    "“{whose}” is none of them. Say whose {name} stays by code, as {name}={code}.",
                    "「{whose}」は統合する人の中にいません。{name}={code} のようにコードで指定してください。"
                )));
            }
            _ => {
                let (a, b) = (into.code(), from.code());
                return Err(Stop::Refused(say!(
                    lang,
                    "“{whose}” is neither of the two. Say whose {name} stays: {name}={a} or {name}={b}.",
                    "「{whose}」は統合する2人のどちらでもありません。{name}={a} または {name}={b} のように指定してください。"
                )));
            }
        }
    }
    chosen.sort_unstable();
    chosen.dedup();
    Ok(chosen)
}

/// Of each field that somebody said something about, whose value stays.
pub(super) async fn whose(ctx: &mut Context<'_>, call: &Call) -> Outcome<BTreeMap<Field, Code>> {
    let mut all = BTreeMap::new();
    for (name, whose) in wanted(ctx.lang, call)? {
        if let (Some(Settable::Of(field)), Some(owner)) = (Settable::named(&name), owner(ctx, &whose).await?)
        {
            all.insert(field, owner.code());
        }
    }
    Ok(all)
}

/// The same in the words of a call.
pub(super) fn written(chosen: &[Field], from: Code) -> Option<String> {
    let words: Vec<String> = chosen.iter().map(|field| format!("{}={from}", field.as_str())).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

async fn owner(ctx: &mut Context<'_>, whose: &str) -> Outcome<Option<Person>> {
    let meant = Code::parse(whose).filter(|code| code.kind == CodeKind::Person);
    let Some(code) = meant else { return Ok(None) };
    Ok(match persons::refer(&mut ctx.tx, &code.to_string()).await? {
        Found::One(person) => Some(person),
        Found::Many(_) | Found::None(_) => None,
    })
}
