//! `audit`: who changed what, when, through which door; one change with everything that was noted of it.

use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::{self, Right},
    audit::{self, Entry, Wanted},
    persons::Found,
    users,
};
use nlp::{Lang, period, understand::SlotKind};

use super::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop,
    history::{line, named, said},
    noted,
    organizations::find::{page, paged},
};
use crate::{
    say,
    words::{actions, actor, day_and_time, excerpt, words},
};

/// The command.
pub(super) struct Audit;

/// Lines in one answer.
const PAGE: i64 = 20;

static SPEC: Spec = Spec {
    name: "audit",
    about: words(
        "Who changed what, when and through which door",
        "誰が・いつ・何を・どこから変更したかを表示します",
    ),
    arguments: &[
        Argument {
            name: "code",
            kind: SlotKind::Change,
            required: false,
            about: words(
                "what was changed, such as P-12, or a change, such as U-45",
                "変更されたもの（P-12 など）、または変更（U-45 など）",
            ),
        },
        Argument {
            name: "who",
            kind: SlotKind::User,
            required: false,
            about: words("by whom: a name, or me", "誰が。名前、または「私」"),
        },
        Argument {
            name: "when",
            kind: SlotKind::Period,
            required: false,
            about: words("when, such as “this week”", "いつ。「今週」など"),
        },
        Argument {
            name: "what",
            kind: SlotKind::Topic,
            required: false,
            about: words(
                "which command, such as “merge” or “budget set”",
                "どの操作。「merge」「budget set」など",
            ),
        },
        Argument {
            name: "page",
            kind: SlotKind::Count,
            required: false,
            about: words("which page", "ページ番号"),
        },
    ],
    phrases: Phrases {
        en: &[
            "who (changed|edited|deleted|touched|merged|set|updated) {code} [{when}]",
            "[<show>] [the] audit (log|trail) [(of|for) {code}] [{when}]",
            "[<show>] [the] audit (log|trail) (of|for|by) {who} [{when}]",
            "what (changed|was changed) [(in|on|about) {code}] [{when}]",
            "what (happened to|has happened to) {code:code} [{when}]",
            "what did {who:sure} change [{when}]",
            "[<show>] [the] (changes|history) (of|to) {code:code} [{when}]",
        ],
        ja: &[
            "{code}を(変えた|変更した|編集した|消した|削除した|触った|更新した)の(は|が)[誰|だれ][です|だ][か]",
            "(誰|だれ)が{code}を(変えた|変更した|編集した|消した|削除した|更新した)[の|んだ|んですか]",
            "[{when}の](監査ログ|監査記録|監査)[を]<見せて>",
            "[{when}の](監査ログ|監査記録)",
            "{code}の(変更履歴|監査ログ|変更記録)[を][<見せて>]",
            "{who:sure}(は|が)[{when}[に]]何を(変更した|変えた)[の|か]",
        ],
    },
    examples: Phrases {
        en: &["who changed P-12?", "audit log this week"],
        ja: &["P-12を変えたのは誰？", "今週の監査ログを見せて"],
    },
    right: Right::TakeBackOwn,
    effect: Effect::Read,
};

#[async_trait]
impl Command for Audit {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let code = call.arguments.get("code").and_then(|words| Code::parse(words));
        if let Some(Code { kind: CodeKind::Change, number }) = code {
            return one(ctx, number).await;
        }
        let wanted = wanted(ctx, call, code).await?;
        let page = page(call);
        let offset = (page - 1).saturating_mul(PAGE);
        let (entries, total) = audit::find(&mut ctx.tx, &wanted, PAGE, offset).await?;
        if entries.is_empty() {
            return Ok(ctx.reply().text(nothing(ctx, &wanted)).into());
        }
        ctx.showed(entries.iter().map(|entry| vec![entry.code()]).collect());
        let mut items = Vec::new();
        for entry in &entries {
            items.push(line(ctx, entry, true).await?);
        }
        let first = entries[0].code();
        let reply = ctx.reply().numbered(items);
        let reply = paged(ctx, reply, call, (page, PAGE, total)).text(say!(
            lang,
            "Say “audit {first}” for everything that was noted of one.",
            "「audit {first}」で1件の詳細をご覧いただけます。"
        ));
        Ok(reply.into())
    }
}

/// Which changes are asked for, as far as the asker may see them.
async fn wanted(ctx: &mut Context<'_>, call: &Call, code: Option<Code>) -> Outcome<Wanted> {
    let lang = ctx.lang;
    let mine = ctx.tx.actor().user_id();
    // "audit log" is what people call it; nobody is
    let who = call.arguments.get("who").filter(|who| !["log", "trail", "logs"].contains(&who.as_str()));
    let user = match who {
        None => None,
        Some(who) => Some(user(ctx, who).await?),
    };
    let user = match (access::may(ctx.tx.actor(), Right::SeeAllChanges), user) {
        (true, user) => user,
        (false, Some(user)) if Some(user) != mine => {
            return Err(Stop::Refused(say!(
                lang,
                "Other people's changes are for administrators. Say “audit” for your own.",
                "ほかの人の変更は管理者のみご覧いただけます。ご自分の分は「監査ログを見せて」でご覧ください。"
            )));
        }
        (false, _) => mine,
    };
    let (from, until) = match call.arguments.get("when") {
        None => (None, None),
        Some(said) => {
            if let Some(stop) = ctx.no_such_day(said) {
                return Err(stop);
            }
            let period = period::read(said, &ctx.now).ok_or_else(|| {
                Stop::Refused(say!(
                    lang,
                    "I cannot read “{said}” as a period. Try “last 30 days”, “since Monday” or “2026-05”.",
                    "「{said}」を期間として読めませんでした。「直近30日」「月曜から」「2026年5月」のように書いてください。"
                ))
            })?;
            (period.from, period.until)
        }
    };
    let object = code.map(|code| code.to_string());
    let command = call.arguments.get("what").map(|what| what.trim().to_lowercase());
    Ok(Wanted { user, object, command, door: None, from, until })
}

async fn user(ctx: &mut Context<'_>, who: &str) -> Outcome<crm::UserId> {
    let lang = ctx.lang;
    if ["me", "myself", "i", "私", "自分", "わたし", "僕", "俺"].contains(&who.to_lowercase().as_str())
        && let Some(mine) = ctx.tx.actor().user_id()
    {
        return Ok(mine);
    }
    match users::refer(&mut ctx.tx, who).await? {
        Found::One(user) => Ok(user.id),
        Found::Many(all) | Found::None(all) => {
            let names =
                all.iter().map(|user| user.name.as_str()).collect::<Vec<_>>().join(lang.pick(", ", "、"));
            Err(Stop::Refused(say!(
                lang,
                "“{who}” names no one member of staff. There are: {names}.",
                "「{who}」に当てはまる担当者を1人に決められません。担当者：{names}。"
            )))
        }
    }
}

fn nothing(ctx: &Context<'_>, wanted: &Wanted) -> String {
    let lang = ctx.lang;
    let all = access::may(ctx.tx.actor(), Right::SeeAllChanges);
    match (&wanted.object, all) {
        (Some(code), true) => {
            say!(lang, "Nobody changed {code} in that time.", "その期間に {code} を変更した人はいません。")
        }
        (Some(code), false) => say!(
            lang,
            "You did not change {code}. Who else did, an administrator can see.",
            "あなたは {code} を変更していません。ほかの人の変更は管理者が確認できます。"
        ),
        (None, _) => say!(
            lang,
            "No such changes. Whatever is changed will stand here, with who, when and from where.",
            "該当する変更はありません。変更が行われると、操作者・日時・経路とともにここに表示されます。"
        ),
    }
}

/// One change with everything that was noted of it.
async fn one(ctx: &mut Context<'_>, number: i64) -> Outcome {
    let (lang, zone) = (ctx.lang, ctx.zone());
    let may = access::may(ctx.tx.actor(), Right::SeeAllChanges);
    let mine = ctx.tx.actor().user_id();
    let entry = audit::by_number(&mut ctx.tx, number)
        .await?
        .filter(|entry| may || (mine.is_some() && entry.user_id == mine));
    let code = Code::new(CodeKind::Change, number);
    let Some(entry) = entry else {
        return Err(Stop::Refused(say!(
            lang,
            "There is no change {code} that you may see. Say “history” for yours.",
            "{code} という変更は見つからないか、閲覧できません。「私の操作履歴」でご自分の分をご確認いただけます。"
        )));
    };
    ctx.looked_at(code);
    let object = match &entry.object {
        Some(object) => named(ctx, object).await?,
        None => String::new(),
    };
    let taken_back = match (entry.reversed_by, entry.reverses) {
        (Some(by), _) => {
            let by = Code::new(CodeKind::Change, by);
            say!(lang, "taken back by {by}", "{by} で取消済み")
        }
        (None, Some(other)) => match audit::by_id(&mut ctx.tx, other).await? {
            Some(other) => {
                let other = other.code();
                say!(lang, "took back {other}", "{other} の取り消し")
            }
            None => String::new(),
        },
        (None, None) => String::new(),
    };
    let (said, sides) = (said(ctx, &entry).await?, noted::sides(ctx, &entry).await?);
    let reply = ctx
        .reply()
        .heading(format!("{code} {}", entry.command))
        .fields([
            (say!(lang, "When", "日時"), day_and_time(lang, entry.at, zone)),
            (say!(lang, "Who", "操作者"), actor(lang, &entry.actor)),
            (say!(lang, "Through", "経路"), door(lang, &entry)),
            (say!(lang, "Request", "リクエストID"), entry.request_id.to_string()),
            (say!(lang, "What", "操作"), excerpt(&said, 300)),
            (say!(lang, "On", "対象"), object),
            (say!(lang, "State", "状態"), taken_back),
        ])
        .fields(sides.into_iter().map(|(name, before, after)| (name, format!("{before} → {after}"))));
    Ok(match entry.reversal.is_some() && entry.reversed_by.is_none() {
        true => reply
            .text(say!(lang, "Say “undo {code}” to take it back.", "「{code}を取り消して」で元に戻せます。"))
            .into(),
        false => reply.into(),
    })
}

/// The door a change came in by.
pub(super) fn door(lang: Lang, entry: &Entry) -> String {
    entry.door.as_deref().map_or_else(|| "–".to_owned(), |door| actions::platform(door, lang).to_owned())
}
