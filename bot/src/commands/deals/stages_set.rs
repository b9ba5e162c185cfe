//! `stages set`: renames, adds, moves or removes a stage of deals, or changes its probability.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    deals::stages::{self, Stage},
};
use nlp::{
    Lang,
    understand::{Choices, SlotKind, fields},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop, back,
    campaigns::fields::{is_japanese, line},
    deals::{list::named, meant::one_stage},
};
use crate::{say, words::words};

/// The command.
pub(crate) struct StagesSet;

/// Canonical names of fields, each with what people say for it.
const NAMES: Choices = &[
    ("name", &["title", "名前", "名称", "ステージ名"]),
    ("name_ja", &["ja", "japanese", "japanese name", "日本語名", "和名"]),
    ("probability", &["chance", "likelihood", "percent", "確度", "確率", "受注確度", "受注確率", "勝率"]),
    ("position", &["place", "order", "順番", "位置", "順序", "並び順"]),
];

const REMOVE: Choices =
    &[("yes", &["remove", "delete", "drop", "削除", "消去", "消して", "なくして", "廃止"])];

/// In characters.
const LONGEST_NAME: usize = 40;
/// More stages than this nobody keeps apart.
const MOST: usize = 20;

static SPEC: Spec = Spec {
    name: "stages set",
    about: words(
        "Rename, add, move or remove a stage of deals, or set its probability",
        "商談ステージの名前・確度・順番の変更、追加、削除",
    ),
    arguments: &[
        Argument {
            name: "stage",
            kind: SlotKind::Stage,
            required: true,
            about: words("which stage, or the name of a new one", "ステージ名。新しい名前なら追加"),
        },
        Argument {
            name: "fields",
            kind: SlotKind::Fields,
            required: false,
            about: words(
                "field=value: name, name_ja, probability, position; remove=yes",
                "項目=値（名前・日本語名・確度・順番）、削除は remove=yes",
            ),
        },
        Argument {
            name: "field",
            kind: SlotKind::Choice(NAMES),
            required: false,
            about: words("one field", "変更する項目"),
        },
        Argument {
            name: "value",
            kind: SlotKind::Text,
            required: false,
            about: words("what it should say", "設定する内容"),
        },
        Argument {
            name: "after",
            kind: SlotKind::Stage,
            required: false,
            about: words("the stage before it", "直前に来るステージ"),
        },
        Argument {
            name: "remove",
            kind: SlotKind::Choice(REMOVE),
            required: false,
            about: words("remove: the stage goes", "削除：ステージをなくす"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(set|change|update) [the] [deal|pipeline] stage {stage} {fields}",
            "(set|change|update) [the] {field} of [the] [deal|pipeline] stage {stage} to {value}",
            "(set|change|update) [the] {field} of [the] {stage} stage to {value}",
            "rename [the] [deal|pipeline] stage {stage} to {value}",
            "(add|new|create) [a] [new] [deal|pipeline] stage[:] {stage} [(with|at) {value}] [after {after}]",
            "(move|put) [the] [deal|pipeline] stage {stage} after {after}",
            "(move|put) [the] {stage} stage after {after}",
            "{remove} [the] [deal|pipeline] stage {stage}",
            "{remove} [the] {stage} stage",
        ],
        ja: &[
            "(商談|案件|)[の]ステージ{stage}の{field}を{value}に[変更|設定|更新][<して>]",
            "{stage}ステージの{field}を{value}に[変更|設定|更新][<して>]",
            "(商談|案件|)[の]ステージ{stage}[を|に]{fields}[に(変更|設定|更新)[<して>]]",
            "(商談|案件|)[の]ステージ{stage}を{value}に(改名|リネーム|名前変更)[<して>]",
            "(商談|案件)[の](ステージ|段階|フェーズ)に{stage}を(追加|作成)[<して>]",
            "[{after}の(後|あと|次)に](商談|案件)[の](ステージ|段階|フェーズ)[:| |]{stage}を(追加|作成)[<して>]",
            "(商談|案件|)[の]ステージ{stage}を{remove}[<して>]",
            "{stage}ステージを{remove}[<して>]",
            "{stage}ステージを{after}の(後|あと|次)に(移動|動かして|<して>)[<して>]",
            "(商談|案件|)[の]ステージ{stage}を{after}の(後|あと|次)に(移動|動かして|<して>)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["stages set Proposal probability=60", "rename stage Proposal to Quote"],
        ja: &["提案ステージの確度を60%に", "商談ステージ「トライアル」を追加"],
    },
    right: Right::SetStages,
    effect: Effect::Dangerous,
};

/// What a reversal finds and puts back.
#[derive(Debug, Serialize, Deserialize)]
struct Back {
    now: Vec<Stage>,
    before: Vec<Stage>,
}

#[async_trait]
impl Command for StagesSet {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let (before, after) = meant(ctx, call).await?;
        let lang = ctx.lang;
        let reply = ctx
            .reply()
            .text(say!(lang, "Change the stages of deals?", "商談のステージを次のように変更しますか？"))
            .fields(shown(lang, &before, &after));
        Ok(Preview { reply, pinned: call.clone() })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (before, after) = meant(ctx, call).await?;
        stages::replace(&mut ctx.tx, &after).await?;
        let reply = ctx
            .reply()
            .text(say!(lang, "Changed the stages of deals.", "商談のステージを変更しました。"))
            .fields(shown(lang, &before, &after));
        let stage = call.arguments.get("stage").cloned().unwrap_or_default();
        let reversal = Call::new(SPEC.name, [("stage", stage)]);
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(back::without(call).arguments),
            object: None,
            before: Some(noted(&before)),
            after: Some(noted(&after)),
            reversal: Some(json!(back::with(reversal, &Back { now: after, before }))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// The stages as they are and as they are to be.
async fn meant(ctx: &mut Context<'_>, call: &Call) -> Outcome<(Vec<Stage>, Vec<Stage>)> {
    let lang = ctx.lang;
    let before = stages::all(&mut ctx.tx).await?;
    let after = match back::of::<Back>(call)? {
        Some(known) if known.now == before => known.before,
        Some(_) => {
            return Err(Stop::Refused(say!(
                lang,
                "The stages were changed again since, and stay as they are.",
                "ステージはその後も変更されているため、そのままにしました。"
            )));
        }
        None => changed(ctx, call, &before)?,
    };
    if before == after {
        return Err(Stop::Refused(say!(
            lang,
            "The stages are so already; nothing would change.",
            "すでにその内容です。変更する点はありません。"
        )));
    }
    for gone in before.iter().filter(|stage| after.iter().all(|kept| kept.key != stage.key)) {
        let deals = stages::holding(&mut ctx.tx, &gone.key).await?;
        if deals > 0 {
            let name = named(gone, lang);
            return Err(Stop::Refused(say!(
                lang,
                "{deals} deals stand in {name} (those in the trash counted); move them to another stage first.",
                "「{name}」には{deals}件の商談があります（ゴミ箱を含む）。先に別のステージへ移してください。"
            )));
        }
    }
    Ok((before, after))
}

/// The stages with what was said.
fn changed(ctx: &Context<'_>, call: &Call, before: &[Stage]) -> Outcome<Vec<Stage>> {
    let lang = ctx.lang;
    let argument = |name: &str| call.arguments.get(name).map(String::as_str);
    let words = ctx.required(call, "stage")?;
    let pairs: Vec<(String, String)> = match (argument("fields"), argument("field"), argument("value")) {
        (Some(words), _, _) => fields(words).unwrap_or_default(),
        (None, Some(field), Some(value)) => vec![(field.to_owned(), value.to_owned())],
        // "add stage Trial 30 %", "rename stage Proposal to Quote"
        (None, None, Some(value)) if percent(value).is_some() => {
            vec![("probability".to_owned(), value.to_owned())]
        }
        (None, None, Some(value)) => vec![("name".to_owned(), value.to_owned())],
        (None, ..) if argument("remove").is_some() => vec![("remove".to_owned(), "yes".to_owned())],
        (None, ..) => Vec::new(),
    };
    let mut stages = before.to_vec();
    let known = match stages::meant(before, words).as_slice() {
        [] => None,
        _ => Some(one_stage(ctx, call, "stage", words, before)?.key),
    };
    let key = match known {
        Some(key) if pairs.is_empty() && argument("after").is_none() => {
            let name = before.iter().find(|stage| stage.key == key).map(|it| named(it, lang));
            let name = name.unwrap_or_default();
            return Err(Stop::Refused(say!(
                lang,
                "There is a stage {name} already. Say what is to change, as “stages set {name} probability=60”.",
                "「{name}」というステージはすでにあります。「stages set {name} 確度=60」のように変更内容を指定してください。"
            )));
        }
        Some(key) => key,
        // nothing is added to be removed
        None if argument("remove").is_some() => one_stage(ctx, call, "stage", words, before)?.key,
        None => {
            let new = added(lang, words, &stages)?;
            let (key, at) = (new.key.clone(), stages.iter().position(|stage| !stage.is_open()));
            stages.insert(at.unwrap_or(stages.len()), new);
            key
        }
    };
    let mut wanted = None;
    for (field, value) in &pairs {
        if ["remove", "delete", "削除"].contains(&field.as_str()) {
            return removed(ctx, before, &key);
        }
        let at = stages.iter().position(|stage| stage.key == key).unwrap_or_default();
        wanted = set(lang, &mut stages[at], (field, value))?.or(wanted);
    }
    if let Some(words) = argument("after") {
        let after = one_stage(ctx, call, "after", words, before)?.key;
        // the place after it, once the stage itself is taken out
        let rest = stages.iter().filter(|stage| stage.key != key);
        wanted = rest.into_iter().position(|stage| stage.key == after).map(|at| at + 2);
    }
    if let Some(wanted) = wanted
        && let Some(at) = stages.iter().position(|stage| stage.key == key)
    {
        let stage = stages.remove(at);
        stages.insert(wanted.saturating_sub(1).min(stages.len()), stage);
    }
    Ok(stages)
}

/// A new stage of this name.
fn added(lang: Lang, words: &str, stages: &[Stage]) -> Outcome<Stage> {
    if stages.len() >= MOST {
        return Err(Stop::Refused(say!(
            lang,
            "There are {MOST} stages already; more than that nobody keeps apart. Remove or rename one.",
            "ステージは{MOST}個までです。不要なものを削除するか、名前を変更してください。"
        )));
    }
    let name = name(lang, words)?;
    let name_ja = is_japanese(&name).then(|| name.clone());
    let key = Uuid::now_v7().simple().to_string();
    Ok(Stage { key, name, name_ja, probability: 50, outcome: "open".to_owned() })
}

/// The stages without this one.
fn removed(ctx: &Context<'_>, before: &[Stage], key: &str) -> Outcome<Vec<Stage>> {
    let open = before.iter().filter(|stage| stage.is_open()).count();
    let stage = before.iter().find(|stage| stage.key == key);
    if stage.is_none_or(|stage| !stage.is_open() || open < 2) {
        return Err(Stop::Refused(say!(
            ctx.lang,
            "Deals need one stage in which they are won, one in which they are lost, and one before that; this one stays.",
            "「受注」「失注」と、その前のステージは少なくとも1つ必要です。このステージは削除できません。"
        )));
    }
    Ok(before.iter().filter(|stage| stage.key != key).cloned().collect())
}

/// Sets a field; the place in the row that was asked for, from 1.
fn set(lang: Lang, stage: &mut Stage, (field, value): (&str, &str)) -> Outcome<Option<usize>> {
    let known = NAMES.iter().find(|(word, all)| *word == field || all.contains(&field));
    match known.map(|(word, _)| *word) {
        Some("name") => {
            let name = name(lang, value)?;
            match is_japanese(&name) && stage.name_ja.is_some() && !is_japanese(&stage.name) {
                true => stage.name_ja = Some(name),
                false => {
                    stage.name_ja = stage.name_ja.take().filter(|_| !is_japanese(&name));
                    stage.name = name;
                }
            }
        }
        Some("name_ja") => stage.name_ja = Some(name(lang, value)?),
        Some("probability") => {
            let percent = percent(value).filter(|_| stage.is_open()).ok_or_else(|| {
                Stop::Refused(say!(
                    lang,
                    "“{value}” cannot be the probability: it is a whole number of percent from 0 to 100, and 100 for won, 0 for lost.",
                    "確度「{value}」は設定できません。0〜100の整数（％）で指定してください（受注は100、失注は0で固定です）。"
                ))
            })?;
            stage.probability = percent;
        }
        Some("position") => {
            let place = nlp::understand::ordinals(value).and_then(|places| places.first().copied());
            return place.map(Some).ok_or_else(|| {
                Stop::Refused(say!(
                    lang,
                    "“{value}” is no place in a row. Write 1 for the first.",
                    "順番「{value}」を読めませんでした。先頭なら 1 のように番号で指定してください。"
                ))
            });
        }
        _ => {
            return Err(Stop::Refused(say!(
                lang,
                "A stage has no field “{field}”. There are: name, name_ja, probability and position.",
                "「{field}」という項目はありません。設定できるのは、名前・日本語名・確度・順番です。"
            )));
        }
    }
    Ok(None)
}

/// 60, 60%, 60 percent, 60パーセント.
fn percent(value: &str) -> Option<i32> {
    let value = crm::fold(value);
    let digits =
        ["percent", "パーセント", "%"].iter().find_map(|end| value.strip_suffix(end)).unwrap_or(&value);
    digits.trim().parse().ok().filter(|percent| (0..=100).contains(percent))
}

fn name(lang: Lang, said: &str) -> Outcome<String> {
    let name = line(said);
    let fits = name.chars().nth(LONGEST_NAME).is_none() && name.chars().any(char::is_alphabetic);
    if fits {
        return Ok(name);
    }
    Err(Stop::Refused(say!(
        lang,
        "“{name}” cannot be the name of a stage: it takes letters, at most {LONGEST_NAME} characters.",
        "「{name}」はステージ名にできません。文字を含む{LONGEST_NAME}文字以内の名前にしてください。"
    )))
}

/// Before → after.
fn shown(lang: Lang, before: &[Stage], after: &[Stage]) -> [(String, String); 2] {
    let row = |stages: &[Stage]| {
        let stages = stages.iter().map(|stage| format!("{} {} %", named(stage, lang), stage.probability));
        stages.collect::<Vec<_>>().join(" → ")
    };
    [(say!(lang, "Before", "変更前"), row(before)), (say!(lang, "After", "変更後"), row(after))]
}

/// For the audit log.
fn noted(stages: &[Stage]) -> Value {
    stages
        .iter()
        .map(|it| json!({ "name": it.name, "name_ja": it.name_ja, "probability": it.probability }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages() {
        for (said, want) in [
            ("60", Some(60)),
            ("６０％", Some(60)),
            ("60 percent", Some(60)),
            ("101", None),
            ("-1", None),
            ("x", None),
        ] {
            assert_eq!(percent(said), want, "{said}");
        }
    }

    #[test]
    fn a_japanese_name_goes_beside_the_other() {
        let mut stage = stages::usual().swap_remove(2);
        assert!(set(Lang::Ja, &mut stage, ("名前", "見積")).is_ok());
        assert_eq!((stage.name.as_str(), stage.name_ja.as_deref()), ("Proposal", Some("見積")));
        assert!(set(Lang::En, &mut stage, ("name", "Quote")).is_ok());
        assert_eq!((stage.name.as_str(), stage.name_ja.as_deref()), ("Quote", Some("見積")));
        assert!(set(Lang::En, &mut stage, ("probability", "150")).is_err());
        let mut won = stages::usual().swap_remove(4);
        assert!(set(Lang::En, &mut won, ("probability", "90")).is_err(), "who has won has won");
    }
}
