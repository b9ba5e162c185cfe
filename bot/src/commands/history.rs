//! `history`: the changes that were made, each with the code by which it can be taken back.

use adapters::{Item, markdown::escape};
use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::{self, Right},
    audit::{self, Wanted},
    conversations,
    persons::Found,
};
use nlp::{Lang, understand::SlotKind};

use super::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop, audit::door, noted};
use crate::{
    say,
    words::{actor, count, day_and_time, excerpt, words},
};

/// The command.
pub(super) struct History;

/// So many changes at a time.
const MOST: i64 = 100;
/// Of what was asked for, and of what differs, so many characters stand in a list.
const SAID: usize = 120;
const DIFFERENCES: usize = 240;

static SPEC: Spec = Spec {
    name: "history",
    about: words("Changes you made, each with its code", "自分が行った変更の履歴をコードつきで表示します"),
    arguments: &[
        Argument {
            name: "count",
            kind: SlotKind::Count,
            required: false,
            about: words("how many, up to 100", "件数（100まで）"),
        },
        Argument {
            name: "whose",
            kind: SlotKind::Choice(&[
                ("mine", &["mine", "my", "me", "own", "自分", "私"]),
                ("all", &["all", "everybody", "everyone", "全員", "全部", "みんな", "すべて"]),
            ]),
            required: false,
            about: words("“all”: everybody's (administrators)", "「全員」で全員分（管理者）"),
        },
        Argument {
            name: "period",
            kind: SlotKind::Period,
            required: false,
            about: words("when, such as “today”", "いつ。「今日」など"),
        },
    ],
    phrases: Phrases {
        en: &[
            "[<show>] [my|the] [last] [{count}] (history|changes|change history|recent changes) [of|from|for] [{period}]",
            "[<show>] [my] {period} changes",
            "what (did|have) i (change|changed|do|done) [recently|lately|so far|{period}]",
            "[<show>] [the] (history|changes) of {whose} [{period}]",
            "[<show>] ({whose} changes|everybody's changes|everyone's changes) [{period}]",
            "what did {whose} change [{period}]",
        ],
        ja: &[
            "[私の|自分の](操作履歴|変更履歴|操作|変更の履歴|履歴)[を][{count}件][<見せて>]",
            "{whose}の(操作履歴|変更履歴|変更|履歴)[を][{count}件][<見せて>]",
            "[私の|自分の]{period}の(操作履歴|変更履歴|操作|変更|変更の履歴|履歴)[を][{count}件][<見せて>]",
            "{whose}の{period}の(操作履歴|変更履歴|変更|履歴)[を][{count}件][<見せて>]",
            "[私|自分](は|が)[最近|{period}[に|は]]何を(変更|変えた|した|変更した|操作した)[した|しました|っけ|か]",
            "{period}[に|は][私|自分][は|が]何を(変更|変えた|変更した|操作した)[した|しました|っけ|か]",
        ],
    },
    examples: Phrases {
        en: &["what did I change today?", "history 20"],
        ja: &["私の操作履歴", "変更履歴を20件見せて"],
    },
    right: Right::TakeBackOwn,
    effect: Effect::Read,
};

#[async_trait]
impl Command for History {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let all = call.arguments.get("whose").is_some_and(|whose| whose == "all");
        if all && !access::may(ctx.tx.actor(), Right::SeeAllChanges) {
            return Err(Stop::Refused(say!(
                lang,
                "Everybody's changes are for administrators. Say “history” for your own.",
                "全員の履歴は管理者のみご覧いただけます。ご自分の分は「私の操作履歴」でご覧ください。"
            )));
        }
        let period = ctx.period(call)?;
        let (from, until) = period.as_ref().map_or((None, None), |(_, period)| (period.from, period.until));
        let user = if all { None } else { ctx.tx.actor().user_id() };
        let wanted = Wanted { user, from, until, ..Wanted::default() };
        let limit = ctx.limit(call, 10, MOST);
        let (entries, total) = audit::find(&mut ctx.tx, &wanted, limit, 0).await?;
        if entries.is_empty() {
            return Ok(ctx
                .reply()
                .text(nothing(lang, period.as_ref().map(|(words, _)| words.as_str())))
                .into());
        }
        ctx.showed(entries.iter().map(|entry| vec![entry.code()]).collect());
        let mut items = Vec::new();
        for entry in &entries {
            items.push(line(ctx, entry, all).await?);
        }
        let mut reply = ctx.reply();
        if let Some((words, _)) = &period {
            reply = reply.heading(words.clone());
        }
        let mut reply = reply.numbered(items);
        let shown = i64::try_from(entries.len()).unwrap_or(i64::MAX);
        if total > shown {
            let mut more = all.then(|| "all".to_owned()).into_iter().collect::<Vec<_>>();
            more.extend(period.map(|(words, _)| words));
            reply = reply.text(rest(lang, (shown, total), &more.join(" ")));
        }
        let code = entries[0].code();
        Ok(reply
            .text(say!(
                lang,
                "Say “undo {code}” to take one back, where it can be, or “audit {code}” for everything noted of it.",
                "「{code}を取り消して」で取り消せます（取り消せるものに限ります）。「audit {code}」で詳細を表示します。"
            ))
            .into())
    }
}

fn nothing(lang: Lang, period: Option<&str>) -> String {
    match period {
        None => say!(
            lang,
            "No changes yet. Whatever you change will stand here, with a code to take it back by.",
            "変更はまだありません。変更を行うと、取り消し用のコードとともにここに表示されます。"
        ),
        Some(words) => {
            let words = escape(words);
            say!(
                lang,
                "No changes {words}. Say “history” for those before.",
                "{words}の変更はありません。「私の操作履歴」でそれ以前の変更をご覧いただけます。"
            )
        }
    }
}

/// A change in a list: what was asked for, and below it when, on what, what differs and how it stands.
pub(super) async fn line(ctx: &mut Context<'_>, entry: &audit::Entry, who: bool) -> anyhow::Result<Item> {
    let (lang, zone) = (ctx.lang, ctx.zone());
    let mut detail = vec![day_and_time(lang, entry.at, zone)];
    detail.extend(who.then(|| actor(lang, &entry.actor)));
    detail.push(door(lang, entry));
    let said = said(ctx, entry).await?;
    if let Some(object) = &entry.object {
        let object = named(ctx, object).await?;
        detail.extend((!said.contains(&object)).then_some(object));
    }
    detail.push(excerpt(&noted::differences(ctx, entry).await?, DIFFERENCES));
    detail.extend(match (entry.reversed_by, entry.reverses) {
        (Some(by), _) => {
            let by = Code::new(CodeKind::Change, by);
            Some(say!(lang, "taken back by {by}", "{by} で取消済み"))
        }
        (None, Some(_)) => Some(say!(lang, "took a change back", "取り消し操作")),
        (None, None) => None,
    });
    detail.retain(|part| !part.is_empty());
    let code = entry.code();
    Ok(Item::new(format!("{code}  {}", excerpt(&said, SAID))).detail(detail.join("  ·  ")))
}

/// How many changes are not shown, and how to see them.
fn rest(lang: Lang, (shown, total): (i64, i64), of: &str) -> String {
    let (more, next) = (count(total - shown), total.min(MOST));
    let again = format!("history {next} {of}");
    let (total, again) = (count(total), again.trim_end());
    if shown >= MOST {
        return say!(
            lang,
            "These are the latest {shown} of {total}, as many as are shown at a time.",
            "全{total}件のうち最新の{shown}件です（一度に表示できるのは{MOST}件までです）。"
        );
    }
    say!(
        lang,
        "{more} earlier ones are not shown. Say “{again}” to see them.",
        "ほかに{more}件あります。「{again}」でご覧いただけます。"
    )
}

/// A change as it would be typed: words in the command's order, rooms by their names.
pub(crate) async fn said(ctx: &mut Context<'_>, entry: &audit::Entry) -> anyhow::Result<String> {
    let mut said = entry.command.clone();
    let Some(spec) = ctx.app.registry.spec(&entry.command) else { return Ok(said) };
    for argument in spec.arguments {
        let Some(words) = entry.arguments.get(argument.name).and_then(|words| words.as_str()) else {
            continue;
        };
        said.push(' ');
        said.push_str(&match argument.kind {
            SlotKind::Room => named(ctx, words).await?,
            _ => words.to_owned(),
        });
    }
    Ok(said)
}

/// What a room is called, where these words are its id; other words as they are.
pub(super) async fn named(ctx: &mut Context<'_>, words: &str) -> anyhow::Result<String> {
    if !words.contains(':') {
        return Ok(words.to_owned());
    }
    Ok(match conversations::refer(&mut ctx.tx, words).await? {
        Found::One(room) => room.label(),
        Found::Many(_) | Found::None(_) => words.to_owned(),
    })
}
