//! `undo`: takes back a change. It runs nothing itself: it finds the call that the change's audit entry
//! names and hands it to the registry, which asks for that command's right and confirmation.

use anyhow::Context as _;
use async_trait::async_trait;
use chrono::TimeDelta;
use crm::{
    Code, CodeKind,
    access::{self, Right},
    audit::{self, Entry},
};
use nlp::understand::{Choices, SlotKind};

use super::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop, history::said};
use crate::{
    say,
    words::{actor, day_and_time, excerpt, words},
};

/// The command.
pub(super) struct Undo;

/// For so long whoever made a change takes it back as easily as it was made.
const FRESH_HOURS: i64 = 24;

/// That nothing is to be done yet.
const DRY_RUN: Choices = &[(
    "dry-run",
    &[
        "dry run",
        "dryrun",
        "preview",
        "would undo do",
        "would undo take back",
        "would an undo do",
        "will undo do",
        "does undo do",
        "取り消すとどうなる",
        "取り消すと何が戻る",
        "取り消したらどうなる",
        "取り消したら何が戻る",
        "元に戻すとどうなる",
        "元に戻すと何が戻る",
        "何が取り消される",
        "なにが取り消される",
        "何が元に戻る",
        "試しに確認",
    ],
)];

static SPEC: Spec = Spec {
    name: "undo",
    about: words(
        "Take back your last change, or a given one",
        "直前の変更、または指定した変更を取り消します",
    ),
    arguments: &[
        Argument {
            name: "change",
            kind: SlotKind::Change,
            required: false,
            about: words(
                "U-45, or what was changed, such as M-31; without it, your last change",
                "U-45、または変更したもの（M-31 など）。省略すると自分の直前の変更",
            ),
        },
        Argument {
            name: "dry-run",
            kind: SlotKind::Choice(DRY_RUN),
            required: false,
            about: words("only say what would be taken back", "実行せず、何が取り消されるかだけを確認"),
        },
    ],
    phrases: Phrases {
        en: &[
            "undo [that|it|my last change|the last change]",
            "take (that|it) back",
            "revert (that|it)",
            "undo {change}",
            "undo [{change}] [-][-]{dry-run}",
            "{dry-run} [of] undo [{change}]",
            "what {dry-run}",
        ],
        ja: &[
            "(取り消して|取り消す|元に戻して|元に戻す|もとに戻して|アンドゥ|やり直し)",
            "(それ|今の|さっきの|直前の変更|直前の操作)[を|は](取り消して|元に戻して|なしにして)",
            "{change}を(取り消して|元に戻して)",
            "[{change}を]{dry-run}[の|か|んですか|のか]",
        ],
    },
    examples: Phrases {
        en: &["undo that", "undo", "undo --dry-run"],
        ja: &["取り消して", "さっきのを元に戻して", "取り消すとどうなる？"],
    },
    right: Right::TakeBackOwn,
    effect: Effect::Read,
};

#[async_trait]
impl Command for Undo {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let entry = find(ctx, call).await?;
        if call.arguments.contains_key("dry-run") {
            return Err(would(ctx, call, &entry).await?);
        }
        let (id, code) = (entry.id, entry.code());
        let back: Call = match entry.reversal.clone() {
            Some(reversal) => Call::kept(reversal)
                .with_context(|| format!("the reversal of {code}"))
                .map_err(Stop::Fault)?,
            None => return Err(stays(ctx, call, &entry).await?),
        };
        // what asked before it changed anything asks before it is taken back; so does what has been there for
        // a while, or been worked on by others: they rely on it
        let settled = ctx.now.at - entry.at > TimeDelta::hours(FRESH_HOURS)
            || audit::touched_by_others_since(&mut ctx.tx, &entry).await?;
        let at_once = match ctx.app.registry.spec(&entry.command) {
            Some(spec) => spec.effect == Effect::Change && access::may(ctx.tx.actor(), spec.right),
            None => false,
        };
        Err(Stop::TakeBack { entry: id, call: back, ask: !at_once || settled })
    }
}

/// What would be taken back, and a button that does it.
async fn would(ctx: &mut Context<'_>, call: &Call, entry: &Entry) -> Outcome<Stop> {
    // a merge tells more
    let object = entry.object.as_deref().and_then(Code::parse);
    if let Some(merge) = object.filter(|code| code.kind == CodeKind::Merge && entry.command == "merge") {
        return Ok(Stop::Instead(Call::new("merge check", [("merge", merge.to_string())])));
    }
    if entry.reversal.is_none() {
        return stays(ctx, call, entry).await;
    }
    let (lang, code) = (ctx.lang, entry.code());
    let what = said(ctx, entry).await?;
    let at = day_and_time(lang, entry.at, ctx.zone());
    Ok(Stop::Choose {
        question: say!(
            lang,
            "Nothing was changed. Undo would take back {code} of {at}: {what}",
            "何も変更していません。取り消されるのは {code}（{at}）です：{what}"
        ),
        options: vec![(
            say!(lang, "Take {code} back", "{code} を取り消す"),
            Call::new("undo", [("change", code.to_string())]),
        )],
    })
}

/// Why a change cannot be taken back; whoever named none is offered the one before it.
async fn stays(ctx: &mut Context<'_>, call: &Call, entry: &Entry) -> Outcome<Stop> {
    let (lang, why) = (ctx.lang, for_good(ctx, entry));
    let before = match ctx.tx.actor().user_id() {
        Some(user) if !call.arguments.contains_key("change") => {
            audit::last_reversible_before(&mut ctx.tx, user, entry.number).await?
        }
        _ => None,
    };
    let Some(before) = before else { return Ok(Stop::Refused(why)) };
    let code = before.code();
    let what = said(ctx, &before).await?;
    let at = day_and_time(lang, before.at, ctx.zone());
    Ok(Stop::Choose {
        question: say!(
            lang,
            "{why} Take back the change before it instead?",
            "{why}代わりに、その前の変更を取り消しますか？"
        ),
        options: vec![(
            format!("{code}  ·  {}  ·  {at}", excerpt(&what, 80)),
            Call::new("undo", [("change", code.to_string())]),
        )],
    })
}

/// Why a change cannot be taken back.
fn for_good(ctx: &Context<'_>, entry: &Entry) -> String {
    let (lang, code, command) = (ctx.lang, entry.code(), &entry.command);
    if entry.reverses.is_some() {
        return say!(
            lang,
            "{code} took another change back; make that change again instead.",
            "{code} は別の変更を取り消したものです。必要であれば、元の変更をもう一度行ってください。"
        );
    }
    let why = ctx.app.registry.for_good(command).of(lang);
    say!(lang, "{code} ({command}) stays. {why}", "{code}（{command}）は取り消せません。{why}")
}

/// The change meant, if the asker may take it back and nobody has.
async fn find(ctx: &mut Context<'_>, call: &Call) -> Outcome<Entry> {
    let lang = ctx.lang;
    let asker = ctx.tx.actor().clone();
    let code = call.arguments.get("change").map(|words| (words, Code::parse(words)));
    let entry = match (code, asker.user_id()) {
        (Some((_, Some(Code { kind: CodeKind::Change, number }))), _) => {
            audit::by_number(&mut ctx.tx, number).await?
        }
        (Some((_, Some(code))), _) => audit::last_on(&mut ctx.tx, &code.to_string()).await?,
        (Some((_, None)), _) | (None, None) => None,
        (None, Some(user)) => audit::last_of(&mut ctx.tx, user).await?,
    };
    let entry = match (entry, code) {
        (Some(entry), _) => entry,
        (None, Some((words, _))) => {
            return Err(Stop::Refused(say!(
                lang,
                "I know of no change {words}. Say “history” to see yours with their codes.",
                "{words} という変更は見つかりません。「私の操作履歴」でコードをご確認いただけます。"
            )));
        }
        (None, None) => {
            return Err(Stop::Refused(say!(
                lang,
                "There is nothing to take back: you have changed nothing that still stands.",
                "取り消せる変更はありません。"
            )));
        }
    };
    if let Some(by) = entry.reversed_by {
        let by = Code::new(CodeKind::Change, by);
        // what was said, not what it is noted as
        let named = code.and_then(|(_, code)| code).unwrap_or_else(|| entry.code());
        return Err(Stop::Refused(say!(
            lang,
            "{named} has been taken back already ({by}).",
            "{named} はすでに取り消されています（{by}）。"
        )));
    }
    if entry.user_id.is_none_or(|user| Some(user) != asker.user_id())
        && !access::may(&asker, Right::TakeBackAny)
    {
        let who = actor(lang, &entry.actor);
        return Err(Stop::Refused(say!(
            lang,
            "That change was made by {who}. They or an administrator can take it back.",
            "その変更は {who} によるものです。本人または管理者が取り消せます。"
        )));
    }
    Ok(entry)
}
