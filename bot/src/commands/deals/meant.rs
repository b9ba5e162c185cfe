//! Which deal or stage is meant, how it is called, and who may change it.

use adapters::markdown::escape;
use crm::{
    Code, CodeKind,
    access::{self, Right},
    deals::{
        self, Deal,
        stages::{self, Stage},
    },
    persons::Found,
};
use nlp::Lang;

use crate::commands::{Call, Context, Outcome, Stop};
use crate::{say, words::money};

/// The deal an argument means; without the argument the one that was looked at last.
pub(crate) async fn deal(ctx: &mut Context<'_>, call: &Call) -> Outcome<Deal> {
    let lang = ctx.lang;
    let words = match call.arguments.get("deal") {
        Some(words) => words.clone(),
        None => match ctx.last_shown().await?.focus_on(CodeKind::Deal) {
            Some(code) => code.to_string(),
            None => return Err(Stop::Missing("deal")),
        },
    };
    let pointed = ctx.pointed_at(&words, CodeKind::Deal).await?;
    let meant = pointed.map_or_else(|| words.clone(), |code| code.to_string());
    let found = deals::refer(&mut ctx.tx, &meant).await?;
    if let (Found::None(_), Some(Code { kind: CodeKind::Deal, number })) = (&found, Code::parse(&meant))
        && let Some(deal) = deals::deleted(&mut ctx.tx, number).await?
    {
        let (code, name) = (deal.code(), &deal.name);
        return Err(Stop::Refused(say!(
            lang,
            "{code} {name} is in the trash. Say “restore {code}” to bring it back.",
            "{code} {name} はゴミ箱にあります。戻すには「{code}を復元して」と入力してください。"
        )));
    }
    let shown = |deal: &Deal| {
        let amount = money(lang, deal.amount, &deal.currency);
        (format!("{} {} ({amount})", deal.code(), deal.name), deal.code().to_string())
    };
    let what = say!(lang, "deal", "商談");
    let hint = say!(lang, "a short code such as D-9", "D-9 のような短いコード");
    let deal = ctx.one(call, "deal", &words, (&what, &hint), found, shown)?;
    ctx.looked_at(deal.code());
    Ok(deal)
}

/// The stage an argument means, of those there are.
pub(crate) async fn stage(ctx: &mut Context<'_>, call: &Call, name: &'static str) -> Outcome<Stage> {
    let words = ctx.required(call, name)?.to_owned();
    let stages = stages::all(&mut ctx.tx).await?;
    one_stage(ctx, call, name, &words, &stages)
}

/// The same where the stages are known.
pub(crate) fn one_stage(
    ctx: &Context<'_>,
    call: &Call,
    name: &'static str,
    words: &str,
    stages: &[Stage],
) -> Outcome<Stage> {
    let lang = ctx.lang;
    match stages::meant(stages, words).as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(no_stage(lang, words, stages)),
        several => {
            let options = several.iter().map(|stage| {
                let shown = stage.name_in(lang == Lang::Ja).to_owned();
                let mut call = call.clone();
                call.arguments.insert(name.to_owned(), stage.name.clone());
                (shown, call)
            });
            Err(Stop::Choose {
                question: say!(
                    lang,
                    "“{words}” may mean more than one stage. Which?",
                    "「{words}」に当てはまるステージが複数あります。どれですか？"
                ),
                options: options.collect(),
            })
        }
    }
}

/// Refuses what is no stage, with those that there are.
pub(crate) fn no_stage(lang: Lang, words: &str, stages: &[Stage]) -> Stop {
    let names: Vec<&str> = stages.iter().map(|stage| stage.name_in(lang == Lang::Ja)).collect();
    let names = names.join(lang.pick(", ", "、"));
    Stop::Refused(say!(
        lang,
        "“{words}” is no stage. There are: {names}. “stages list” tells more of them.",
        "「{words}」というステージはありません。あるのは {names} です。「商談ステージ一覧」で詳細をご覧いただけます。"
    ))
}

/// What a stage that a deal remembers is called; one that is gone keeps its name.
pub(crate) fn stage_name(stages: &[Stage], key: &str, lang: Lang) -> String {
    stages
        .iter()
        .find(|stage| stage.key == key)
        .map_or(key, |stage| stage.name_in(lang == Lang::Ja))
        .to_owned()
}

/// A deal in a sentence, safe in small Markdown.
pub(crate) fn label(deal: &Deal) -> String {
    format!("{} {}", deal.code(), escape(&deal.name))
}

/// Refuses whoever may not change this deal: everybody may change what is nobody's or their own.
pub(crate) fn may_change(ctx: &Context<'_>, deal: &Deal) -> Outcome<()> {
    let mine = deal.owner_id.is_none() || deal.owner_id == ctx.tx.actor().user_id();
    if mine || access::may(ctx.tx.actor(), Right::ChangeAnybodys) {
        return Ok(());
    }
    let (lang, code) = (ctx.lang, deal.code());
    let owner = deal.owner.as_deref().unwrap_or_default();
    let role =
        access::least(Right::ChangeAnybodys).map_or("–", |role| lang.pick(role.words().0, role.words().1));
    Err(Stop::Refused(say!(
        lang,
        "{code} is looked after by {owner}. They can change it, or anyone with the role {role} or above.",
        "{code} の担当は {owner} さんです。変更できるのは、本人または{role}以上の権限を持つ人です。"
    )))
}
