//! `person tag`: gives a person tags and takes them away.

use std::collections::BTreeMap;

use adapters::Item;
use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::Right,
    audit::Change,
    persons::{self, Person},
};
use nlp::understand::{SlotKind, ordinals, tags};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back, persons::label,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct PersonTag;

/// So many persons are tagged at once.
const MOST: usize = 50;

static SPEC: Spec = Spec {
    name: "person tag",
    about: words("Give a person tags, or take them away", "人にタグを付け外しします"),
    arguments: &[
        Argument {
            name: "person",
            kind: SlotKind::Person,
            required: true,
            about: words("P-12, @handle or a name", "P-12、@ハンドル、または名前"),
        },
        Argument {
            name: "second",
            kind: SlotKind::Person,
            required: false,
            about: words("and another: P-13", "もう1人。P-13 など"),
        },
        Argument {
            name: "tags",
            kind: SlotKind::Tags,
            required: false,
            about: words("+speaker -beginner", "+登壇者 -初心者"),
        },
        Argument {
            name: "without",
            kind: SlotKind::Tags,
            required: false,
            about: words("tags to take away", "外すタグ"),
        },
        Argument {
            name: "lines",
            kind: SlotKind::Ordinal,
            required: false,
            about: words(
                "or lines of the last list: 2, or 1 and 3",
                "または直前の一覧の番号。2番、1番と3番 など",
            ),
        },
    ],
    phrases: Phrases {
        en: &[
            "tag {person:sure} [as|with] {tags}",
            "tag {person:these} [as|with] {tags}",
            "tag {person:sure} (and|,|&) {second:sure} [as|with] {tags}",
            "(add|give) [the] (tag|tags) {tags} to {person:sure} (and|,|&) {second:sure}",
            "tag [number|numbers|line|lines] {lines} [as|with] {tags}",
            "(add|give) [the] (tag|tags) {tags} to {person:these}",
            "(add|give) [the] (tag|tags) {tags} to {person}",
            "(add|give) {person:sure} [the] (tag|tags) {tags}",
            "tag {person} (as|with) {tags:sure}",
            "(remove|delete|drop) [the] (tag|tags) {without} from {person}",
            "(remove|drop) [the] {without} tag from {person}",
            "untag {person:sure} {without}",
            "(remove|delete|drop) [the] (tag|tags) {without} from {person:these}",
            "untag {person:these} {without}",
        ],
        ja: &[
            "{person:these}に{tags}[の]タグ[を][(つけ|付け|追加|設定)[て|る|たい|<して>]]",
            "{person:these}に[タグ]{tags:sure}[を](つけ|付け|追加|設定)[て|る|たい|<して>]",
            "{lines}に{tags}[の]タグ[を][(つけ|付け|追加|設定)[て|る|たい|<して>]]",
            "{person:sure}(と|、|,){second:sure}に{tags}[の]タグ[を][(つけ|付け|追加|設定)[て|る|たい|<して>]]",
            "{person}に{tags}[の]タグ[を][(つけ|付け|追加|設定)[て|る|たい|<して>]]",
            "{person}に[タグ]{tags:sure}[を](つけ|付け|追加|設定)[て|る|たい|<して>]",
            "{person}にタグ{tags}[を](つけ|付け|追加|設定)[て|る|たい|<して>]",
            "{person}を{tags}で(タグ付け|タグづけ)[<して>]",
            "{person}(から|の){without}[の]タグを(外し|はずし|削除|取っ|消し)[て|<して>]",
            "{person}(から|の)タグ{without}を(外し|はずし|削除|取っ|消し)[て|<して>]",
        ],
    },
    examples: Phrases {
        en: &["tag P-12 speaker", "remove the tag beginner from P-12"],
        ja: &["P-12に登壇者タグ", "P-12から初心者タグを外して"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

/// What a reversal finds and puts back.
#[derive(Debug, Serialize, Deserialize)]
struct Back {
    now: Vec<String>,
    before: Vec<String>,
}

/// The same of several, by their codes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Known {
    One(Back),
    Several(BTreeMap<String, Back>),
}

#[async_trait]
impl Command for PersonTag {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let known: Option<Back> = match back::of::<Known>(call)? {
            Some(Known::One(back)) => Some(back),
            Some(Known::Several(backs)) => return all_back(ctx, call, backs).await,
            None => None,
        };
        if known.is_none() && call.arguments.contains_key("without") {
            return Err(Stop::Instead(spelt_out(ctx, call)?));
        }
        if let Some(codes) = several(ctx, call).await? {
            return all(ctx, call, &codes).await;
        }
        let (add, remove) = asked_for(ctx, call)?;
        let person = ctx.person(call, "person").await?;
        let before = persons::tags(&mut ctx.tx, person.id).await?;
        let after = match &known {
            Some(known) => {
                back::is_still(ctx, call, "person", &person)?;
                put_back(&before, known)
            }
            None => persons::retagged(&before, &add, &remove),
        };
        if after == before {
            let who = format!("{} {}", person.code(), person.name);
            return Err(Stop::Refused(say!(
                ctx.lang,
                "{who} is tagged like that already; nothing was changed.",
                "{who} のタグはすでにその状態です。何も変更していません。"
            )));
        }
        persons::set_tags(&mut ctx.tx, person.id, &after).await?;
        let (lang, who) = (ctx.lang, label(&person));
        let list = |tags: &[String]| tags.join(lang.pick(", ", "、"));
        let (gained, lost) = (missing_from(&before, &after), missing_from(&after, &before));
        let reply = ctx
            .reply()
            .text(say!(lang, "Changed the tags of **{who}**.", "**{who}** のタグを変更しました。"))
            .fields([
                (say!(lang, "Added", "付けたタグ"), list(&gained)),
                (say!(lang, "Taken away", "外したタグ"), list(&lost)),
                (say!(lang, "Tags now", "現在のタグ"), list(&after)),
            ]);
        let code = person.code().to_string();
        let words = signed(&lost, &gained);
        let reversal = Call::new(SPEC.name, [("person", code.clone()), ("tags", words)]);
        let known = Known::One(Back { now: after.clone(), before: before.clone() });
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(back::without(call).arguments),
            object: Some(code),
            before: Some(json!({ "tags": before })),
            after: Some(json!({ "tags": after })),
            reversal: Some(json!(back::with(reversal, &known))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// The persons meant, where words point at more than one: "these", lines of the last list, their codes.
async fn several(ctx: &mut Context<'_>, call: &Call) -> Outcome<Option<Vec<Code>>> {
    let words = match (call.arguments.get("lines"), call.arguments.get("person")) {
        (Some(lines), None) => return lines_of_persons(ctx, lines).await.map(Some),
        (_, Some(words)) => words.clone(),
        (None, None) => return Ok(None),
    };
    if call.arguments.contains_key("second") {
        let (one, other) = (ctx.person(call, "person").await?, ctx.person(call, "second").await?);
        return Ok(Some(vec![one.code(), other.code()]));
    }
    if let Some(codes) = ctx.all_pointed_at(&words, CodeKind::Person).await? {
        return Ok(Some(codes));
    }
    let codes: Option<Vec<Code>> = words.split(", ").map(Code::parse).collect();
    Ok(codes.filter(|codes| codes.len() > 1))
}

/// The persons in the lines of the last list with these numbers.
async fn lines_of_persons(ctx: &mut Context<'_>, words: &str) -> Outcome<Vec<Code>> {
    let last = ctx.last_shown().await?;
    let lines = ordinals(words).unwrap_or_default();
    let person = |n: &usize| match last.nth(*n) {
        Some([code]) if code.kind == CodeKind::Person => Some(*code),
        _ => None,
    };
    let found: Option<Vec<Code>> = lines.iter().map(person).collect();
    found.filter(|found| !found.is_empty()).ok_or_else(|| {
        Stop::Refused(say!(
            ctx.lang,
            "The last list here has no person in the line “{words}”. Ask for a list of people first, or use codes such as P-12.",
            "直前の一覧の「{words}」は人ではありません。先に人の一覧を表示するか、P-12 のようなコードで指定してください。"
        ))
    })
}

/// One who is tagged anew, with the tags before and after.
type Tagged = (Person, Vec<String>, Vec<String>);

/// Tags several persons, as one change.
async fn all(ctx: &mut Context<'_>, call: &Call, codes: &[Code]) -> Outcome {
    let lang = ctx.lang;
    if codes.len() > MOST {
        let n = codes.len();
        return Err(Stop::Refused(say!(
            lang,
            "The last list has {n} persons; at most {MOST} are tagged at once. Say which by their numbers, as in “tag 1-5 vip”.",
            "直前の一覧には{n}人います。一度にタグを付けられるのは{MOST}人までです。「1番と3番にvipタグ」のように番号で指定してください。"
        )));
    }
    let (add, remove) = asked_for(ctx, call)?;
    let mut tagged: Vec<Tagged> = Vec::new();
    for code in codes {
        let by_code = Call::new(SPEC.name, [("person", code.to_string())]);
        let person = ctx.person(&by_code, "person").await?;
        let before = persons::tags(&mut ctx.tx, person.id).await?;
        let after = persons::retagged(&before, &add, &remove);
        if before != after {
            tagged.push((person, before, after));
        }
    }
    if tagged.is_empty() {
        return Err(Stop::Refused(say!(
            lang,
            "All of them are tagged like that already; nothing was changed.",
            "全員のタグはすでにその状態です。何も変更していません。"
        )));
    }
    let known: BTreeMap<String, Back> = tagged
        .iter()
        .map(|(person, before, after)| {
            (person.code().to_string(), Back { now: after.clone(), before: before.clone() })
        })
        .collect();
    let words = call.arguments.get("tags").cloned().unwrap_or_default();
    let pinned = joined(&tagged);
    let reversal = Call::new(SPEC.name, [("person", pinned.clone()), ("tags", signed(&remove, &add))]);
    let reversal = back::with(reversal, &Known::Several(known));
    noted(ctx, tagged, json!({ "person": pinned, "tags": words }), Some(json!(reversal))).await
}

/// Puts the tags of several persons back.
async fn all_back(ctx: &mut Context<'_>, call: &Call, backs: BTreeMap<String, Back>) -> Outcome {
    let mut tagged: Vec<Tagged> = Vec::new();
    for (code, known) in backs {
        let by_code = Call::new(SPEC.name, [("person", code)]);
        let person = ctx.person(&by_code, "person").await?;
        back::is_still(ctx, &by_code, "person", &person)?;
        let before = persons::tags(&mut ctx.tx, person.id).await?;
        let after = put_back(&before, &known);
        tagged.push((person, before, after));
    }
    noted(ctx, tagged, json!(back::without(call).arguments), None).await
}

/// Writes the tags, and says so.
async fn noted(
    ctx: &mut Context<'_>,
    tagged: Vec<Tagged>,
    arguments: Value,
    reversal: Option<Value>,
) -> Outcome {
    let (lang, n) = (ctx.lang, tagged.len());
    let sides = |pick: fn(&Tagged) -> &Vec<String>| -> Value {
        let pairs = tagged.iter().map(|one| (one.0.code().to_string(), json!(pick(one))));
        pairs.collect::<serde_json::Map<_, _>>().into()
    };
    let (before, after) = (sides(|one| &one.1), sides(|one| &one.2));
    let mut items = Vec::new();
    for (person, _, after) in &tagged {
        persons::set_tags(&mut ctx.tx, person.id, after).await?;
        let tags = if after.is_empty() { "–".to_owned() } else { after.join(lang.pick(", ", "、")) };
        items.push(Item::new(format!("{} {}", person.code(), person.name)).detail(tags));
    }
    ctx.showed(tagged.iter().map(|(person, ..)| vec![person.code()]).collect());
    let reply = ctx
        .reply()
        .text(match n {
            1 => say!(lang, "Changed the tags of **one person**.", "**1人** のタグを変更しました。"),
            _ => say!(lang, "Changed the tags of **{n} people**.", "**{n}人** のタグを変更しました。"),
        })
        .numbered(items);
    let change = Change {
        command: SPEC.name.to_owned(),
        arguments,
        object: tagged.first().map(|(person, ..)| person.code().to_string()),
        before: Some(before),
        after: Some(after),
        reversal,
        reverses: None,
    };
    Ok(Done { reply, change: Some(change) })
}

fn joined(tagged: &[Tagged]) -> String {
    tagged.iter().map(|(person, ..)| person.code().to_string()).collect::<Vec<_>>().join(", ")
}

/// Tags to add and to take away.
fn asked_for(ctx: &Context<'_>, call: &Call) -> Outcome<(Vec<String>, Vec<String>)> {
    if call.arguments.contains_key("back") {
        return Ok((Vec::new(), Vec::new()));
    }
    let words = ctx.required(call, "tags")?;
    let all = tags(words).ok_or_else(|| unreadable(ctx, words))?;
    let (add, remove): (Vec<_>, Vec<_>) = all.into_iter().partition(|(adds, _)| *adds);
    let names = |list: Vec<(bool, String)>| list.into_iter().map(|(_, name)| name).collect();
    Ok((names(add), names(remove)))
}

/// "remove the tag x" as `person tag P-12 -x`.
fn spelt_out(ctx: &Context<'_>, call: &Call) -> Outcome<Call> {
    let words = ctx.required(call, "without")?;
    let lost: Vec<String> =
        tags(words).ok_or_else(|| unreadable(ctx, words))?.into_iter().map(|(_, name)| name).collect();
    let mut signed = signed(&[], &lost);
    if let Some(more) = call.arguments.get("tags") {
        signed = format!("{more} {signed}");
    }
    let person = ctx.required(call, "person")?.to_owned();
    Ok(Call::new(SPEC.name, [("person", person), ("tags", signed)]))
}

fn unreadable(ctx: &Context<'_>, words: &str) -> Stop {
    Stop::Refused(say!(
        ctx.lang,
        "I cannot read “{words}” as tags. Write them like +speaker -beginner; up to 40 letters and digits each.",
        "「{words}」をタグとして読み取れませんでした。「+登壇者 -初心者」のように書いてください（1つ40文字まで）。"
    ))
}

/// Those of `all` that `some` lacks.
fn missing_from(some: &[String], all: &[String]) -> Vec<String> {
    all.iter().filter(|tag| !some.contains(tag)).cloned().collect()
}

/// `+speaker -beginner`.
fn signed(add: &[String], remove: &[String]) -> String {
    let sign = |sign: char, tag: &String| match tag.contains(' ') {
        true => format!("{sign}\"{tag}\""),
        false => format!("{sign}{tag}"),
    };
    let words: Vec<String> =
        add.iter().map(|tag| sign('+', tag)).chain(remove.iter().map(|tag| sign('-', tag))).collect();
    words.join(" ")
}

/// The tags as they were; after other changes, without what had come and with what had gone.
fn put_back(present: &[String], known: &Back) -> Vec<String> {
    if present == known.now {
        return known.before.clone();
    }
    let (gained, lost) = (missing_from(&known.before, &known.now), missing_from(&known.now, &known.before));
    let mut after = missing_from(&gained, present);
    after.extend(missing_from(&after, &lost));
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn put_back_exactly_or_by_difference() {
        let list = |tags: &str| tags.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let known = Back { now: list("a c d"), before: list("a b c") };
        assert_eq!(put_back(&list("a c d"), &known), list("a b c"));
        assert_eq!(put_back(&list("a c d e"), &known), list("a c e b"));
        assert_eq!(put_back(&list("b"), &known), list("b"));
        assert_eq!(signed(&list("a"), &["b c".to_owned()]), "+a -\"b c\"");
    }
}
