//! `person tag`: gives a person tags and takes them away.

use async_trait::async_trait;
use crm::{access::Right, audit::Change, persons};
use nlp::understand::{SlotKind, tags};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back, persons::label,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct PersonTag;

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
    ],
    phrases: Phrases {
        en: &[
            "tag {person:sure} [as|with] {tags}",
            "(add|give) [the] (tag|tags) {tags} to {person}",
            "(add|give) {person:sure} [the] (tag|tags) {tags}",
            "tag {person} (as|with) {tags:sure}",
            "(remove|delete|drop) [the] (tag|tags) {without} from {person}",
            "(remove|drop) [the] {without} tag from {person}",
            "untag {person:sure} {without}",
        ],
        ja: &[
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

#[async_trait]
impl Command for PersonTag {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let known: Option<Back> = back::of(call)?;
        if known.is_none() && call.arguments.contains_key("without") {
            return Err(Stop::Instead(spelt_out(ctx, call)?));
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
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(back::without(call).arguments),
            object: Some(code),
            before: Some(json!({ "tags": before })),
            after: Some(json!({ "tags": after })),
            reversal: Some(json!(back::with(reversal, &Back { now: after, before }))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
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
