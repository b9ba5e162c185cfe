//! `activity list`: what was done, by action, person, room and period, latest first.

use adapters::Item;
use async_trait::async_trait;
use crm::{
    access::Right,
    activities::{self, Filter, Shown},
};
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec,
    organizations::find::{page, paged},
};
use crate::{
    say,
    words::{actions, count, day_and_time, excerpt, message_path, words},
};

/// The command.
pub(crate) struct ActivityList;

/// Lines in one answer.
const PAGE: i64 = 15;

static SPEC: Spec = Spec {
    name: "activity list",
    about: words("What was done: stars, sign-ups, calls …", "スターや登録、電話などの活動を一覧で表示します"),
    arguments: &[
        Argument {
            name: "action",
            kind: SlotKind::Choice(actions::SAID),
            required: false,
            about: words("what was done: star, signup, call …", "活動の種類。スター、登録、電話など"),
        },
        Argument {
            name: "person",
            kind: SlotKind::Person,
            required: false,
            about: words("by whom", "誰の活動か"),
        },
        Argument {
            name: "period",
            kind: SlotKind::Period,
            required: false,
            about: words("such as “last week” or “since May”", "「先週」「5月以降」など"),
        },
        Argument {
            name: "room",
            kind: SlotKind::Room,
            required: false,
            about: words("where, such as #support", "場所。#support など"),
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
            "[<show>|list] [all] [the|new|latest|recent] {action} {period}",
            "(<show>|list) [all] [the|new|latest|recent] {action} [in {room:sure}] [{period}]",
            "[<show>|list] [all] [the|new|latest|recent] {action} (by|from|of|with) {person} [{period}]",
            "[<show>|list] {action} in {room:sure} [{period}]",
            "[<show>|list] [all] [the|latest|recent] activities [in {room:sure}] [{period}]",
            "(<show>|list) [all] [the|latest|recent] activities (by|of|from) {person} [{period}]",
            "[the|all] activities (of|by|from) {person} {period}",
        ],
        ja: &[
            "{period}の[新しい|新規]{action}[の](一覧|リスト|数)[<見せて>]",
            "{period}の[新しい|新規]{action}<見せて>",
            "[最近の|最新の]{action}[の](一覧|リスト)[<見せて>]",
            "{person}の[{period}の]{action}[の](一覧|リスト)[<見せて>]",
            "{room:sure}の[{period}の]{action}[の](一覧|リスト)[<見せて>]",
            "[{period}の|最近の](活動|アクティビティ)[の](一覧|リスト)[<見せて>]",
            "[最近の](活動|アクティビティ)[は]",
            "{person}の[{period}の](活動|アクティビティ)[の|を](一覧|リスト)[で][<見せて>]",
            "{room:sure}の[{period}の](活動|アクティビティ)[の](一覧|リスト)[<見せて>]",
        ],
    },
    examples: Phrases {
        en: &["GitHub stars last week", "list activities since Monday"],
        ja: &["先週のスター一覧", "田中さんの電話の一覧"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for ActivityList {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let period = ctx.period(call)?;
        let person = match call.arguments.contains_key("person") {
            true => Some(ctx.person(call, "person").await?),
            false => None,
        };
        let room = match call.arguments.contains_key("room") {
            true => Some(crate::commands::rooms::record::room(ctx, call).await?),
            false => None,
        };
        let action = call.arguments.get("action").map(String::as_str);
        let filter = Filter {
            action,
            person: person.as_ref().map(|person| person.id),
            conversation: room.as_ref().map(|room| room.id),
            from: period.as_ref().and_then(|(_, period)| period.from),
            until: period.as_ref().and_then(|(_, period)| period.until),
        };
        let page = page(call);
        let (found, total) =
            activities::list(&mut ctx.tx, filter, PAGE, (page - 1).saturating_mul(PAGE)).await?;
        let what = action.map_or(lang.pick("activities", "活動"), |action| actions::action(action, lang));
        if found.is_empty() {
            let longer = if period.is_some() {
                say!(lang, " Try a longer period.", "期間を広げてお試しください。")
            } else {
                String::new()
            };
            return Ok(ctx
                .reply()
                .text(say!(
                    lang,
                    "There are no {what} like that.{longer}",
                    "当てはまる{what}はありません。{longer}"
                ))
                .into());
        }
        ctx.showed(found.iter().map(|shown| vec![shown.code()]).collect());
        let items = found.iter().map(|shown| item(ctx, shown)).collect();
        let mut head = vec![match (total, action) {
            (1, Some(action)) => {
                let what = actions::action_once(action, lang);
                say!(lang, "1 {what}", "{what}：1件")
            }
            (n, _) => {
                let n = count(n);
                say!(lang, "{n} {what}", "{what}：{n}件")
            }
        }];
        head.extend(person.map(|person| format!("{} {}", person.code(), person.name)));
        head.extend(room.map(|room| room.label()));
        head.extend(period.map(|(words, _)| words));
        let reply = ctx.reply().heading(head.join("  ·  ")).numbered(items);
        Ok(paged(ctx, reply, call, (page, PAGE, total)).into())
    }
}

fn item(ctx: &Context<'_>, shown: &Shown) -> Item {
    let lang = ctx.lang;
    let verb = actions::action_once(&shown.action, lang);
    let text = excerpt(&shown.text, 120);
    let first = match (text.is_empty(), shown.action.as_str()) {
        (true, _) => verb.to_owned(),
        (false, "message") => text,
        (false, _) => say!(lang, "{verb}: {text}", "{verb}：{text}"),
    };
    let mut detail = vec![shown.author.clone(), day_and_time(lang, shown.occurred_at, ctx.zone())];
    let platform = shown.platform.as_deref().map(|platform| actions::platform(platform, lang));
    detail.extend(match (&shown.conversation, platform) {
        (Some(place), Some(platform)) => Some(format!("{place} ({platform})")),
        (_, platform) => platform.map(str::to_owned),
    });
    detail.retain(|part| !part.is_empty());
    Item::new(first).detail(detail.join("  ·  ")).link(shown.code().to_string(), message_path(shown.code()))
}
