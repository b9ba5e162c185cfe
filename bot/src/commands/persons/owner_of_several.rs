//! `person owner` of several at once: "assign these to Claire".

use std::collections::BTreeMap;

use adapters::{Item, markdown::escape};
use crm::{Code, CodeKind, UserId, audit::Change, persons};
use nlp::understand::{Deictic, deictic};
use serde_json::{Value, json};

use super::owner::{Back, Known, SPEC, allowed, given_since, name, nobody, wanted};
use crate::{
    commands::{Call, Context, Done, Outcome, Stop, back},
    say,
};

/// So many persons are given to somebody at once.
const MOST: usize = 50;

/// One who is given to somebody else: their code and name, and who looked after them before.
type Given = (Code, String, Option<UserId>);

/// Gives several persons to one of us, as one change.
pub(super) async fn all(ctx: &mut Context<'_>, call: &Call, codes: &[Code]) -> Outcome {
    let lang = ctx.lang;
    if codes.len() > MOST {
        let n = codes.len();
        return Err(Stop::Refused(say!(
            lang,
            "The last list has {n} persons; at most {MOST} are given to somebody at once. Narrow the list first, as in “find org:aozora”.",
            "直前の一覧には{n}人います。一度に担当を変更できるのは{MOST}人までです。「組織:青空 を検索」のように絞り込んでください。"
        )));
    }
    let after = wanted(ctx, call).await?;
    let mut given: Vec<Given> = Vec::new();
    for code in codes {
        let person = ctx.person(&by_code(code.to_string()), "person").await?;
        let before = persons::owner(&mut ctx.tx, person.id).await?;
        if before != after {
            allowed(ctx, &person, before).await?;
            persons::set_owner(&mut ctx.tx, person.id, after).await?;
            given.push((person.code(), person.name, before));
        }
    }
    if given.is_empty() {
        let owner = name(ctx, after).await?.unwrap_or_else(|| nobody(ctx));
        return Err(Stop::Refused(say!(
            lang,
            "{owner} looks after all of them already; nothing was changed.",
            "全員、すでに{owner}の担当です。何も変更していません。"
        )));
    }
    let known = given
        .iter()
        .map(|(code, _, before)| (code.to_string(), Back { now: after, before: *before }))
        .collect();
    let words: Vec<String> = given.iter().map(|(code, ..)| code.to_string()).collect();
    let mut said = back::without(call).arguments;
    said.insert("person".to_owned(), words.join(", "));
    let mut reversal = Call::new(SPEC.name, [("person", words.join(", "))]);
    // whoever looked after all of them; where they were several's, nobody is named
    let former = given[0].2;
    if given.iter().all(|(.., before)| *before == former) {
        let (name, value) = match name(ctx, former).await? {
            Some(user) => ("user", user),
            None => ("nobody", "nobody".to_owned()),
        };
        reversal.arguments.insert(name.to_owned(), value);
    }
    let reversal = json!(back::with(reversal, &Known::Several(known)));
    let after = vec![after; given.len()];
    noted(ctx, given, after, json!(said), Some(reversal)).await
}

/// Gives several back to whoever looked after them.
pub(super) async fn all_back(ctx: &mut Context<'_>, call: &Call, backs: BTreeMap<String, Back>) -> Outcome {
    let (mut given, mut after) = (Vec::new(), Vec::new());
    for (code, known) in backs {
        let one = by_code(code);
        let person = ctx.person(&one, "person").await?;
        back::is_still(ctx, &one, "person", &person)?;
        let now = persons::owner(&mut ctx.tx, person.id).await?;
        if known.now != now {
            return Err(given_since(ctx, &person, now).await?);
        }
        persons::set_owner(&mut ctx.tx, person.id, known.before).await?;
        given.push((person.code(), person.name, now));
        after.push(known.before);
    }
    noted(ctx, given, after, json!(back::without(call).arguments), None).await
}

fn by_code(code: String) -> Call {
    Call::new(SPEC.name, [("person", code)])
}

/// Says who is looked after by whom now.
async fn noted(
    ctx: &mut Context<'_>,
    given: Vec<Given>,
    after: Vec<Option<UserId>>,
    arguments: Value,
    reversal: Option<Value>,
) -> Outcome {
    let (lang, n) = (ctx.lang, given.len());
    let mut items = Vec::new();
    let (mut was, mut is) = (serde_json::Map::new(), serde_json::Map::new());
    for ((code, called, before), after) in given.iter().zip(after) {
        let (before, after) = (name(ctx, *before).await?, name(ctx, after).await?);
        let shown = |owner: &Option<String>| owner.clone().unwrap_or_else(|| nobody(ctx));
        let change = format!("{} → {}", shown(&before), shown(&after));
        items.push(Item::new(format!("{code} {}", escape(called))).detail(escape(&change)));
        was.insert(code.to_string(), json!(before));
        is.insert(code.to_string(), json!(after));
    }
    ctx.showed(given.iter().map(|(code, ..)| vec![*code]).collect());
    let reply = ctx
        .reply()
        .text(match n {
            1 => say!(lang, "Changed who looks after **one person**.", "**1人** の担当を変更しました。"),
            _ => say!(lang, "Changed who looks after **{n} people**.", "**{n}人** の担当を変更しました。"),
        })
        .numbered(items);
    let change = Change {
        command: SPEC.name.to_owned(),
        arguments,
        object: given.first().map(|(code, ..)| code.to_string()),
        before: Some(was.into()),
        after: Some(is.into()),
        reversal,
        reverses: None,
    };
    Ok(Done { reply, change: Some(change) })
}

/// Things that have owners of their own, or none.
const OTHERS: [&str; 12] = [
    "deal",
    "task",
    "compan",
    "organi",
    "campaign",
    "message",
    "商談",
    "案件",
    "タスク",
    "組織",
    "会社",
    "施策",
];

/// The persons that "these" means; `None`: the words are no such.
pub(super) async fn pointed_at(ctx: &mut Context<'_>, words: &str) -> Outcome<Option<Vec<Code>>> {
    if !matches!(deictic(words), Some(Deictic::These(_))) {
        return Ok(None);
    }
    let shown = ctx.last_shown().await?.items.concat();
    let lower = words.to_lowercase();
    let of_others = shown.first().is_some_and(|code| code.kind != CodeKind::Person);
    if of_others || OTHERS.iter().any(|other| lower.contains(other)) {
        return Err(Stop::Refused(say!(
            ctx.lang,
            "Only people are given to somebody together. Give anything else one by one, by its code, as in “assign D-9 to me”.",
            "まとめて担当を変更できるのは人だけです。それ以外は「D-9の担当を私に」のように、1件ずつコードで指定してください。"
        )));
    }
    ctx.all_pointed_at(words, CodeKind::Person).await
}
