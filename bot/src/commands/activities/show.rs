//! `activity show`: one message or deed with all that is known of it.

use adapters::Item;
use async_trait::async_trait;
use crm::{
    Code, CodeKind,
    access::Right,
    activities::{self, Card},
    notes::Object,
};
use nlp::{Lang, understand::SlotKind};

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop, notes::list::notes_block,
};
use crate::{
    say,
    words::{actions, day_and_time, excerpt, message_path, words},
};

/// The command.
pub(crate) struct ActivityShow;

/// Characters of a message that are shown.
const TEXT: usize = 1_500;

static SPEC: Spec = Spec {
    name: "activity show",
    about: words(
        "One message or activity with all that is known of it",
        "メッセージや活動の詳細を表示します",
    ),
    arguments: &[Argument {
        name: "activity",
        kind: SlotKind::Activity,
        required: true,
        about: words("its code, such as A-881", "コード。A-881 など"),
    }],
    phrases: Phrases {
        en: &[
            "[<show> [about]|tell me about] [the] (activity|message|post) {activity}",
            "[<show> [about]|tell me about] {activity:code}",
            "[<show>] [the] details (of|for|on) {activity}",
            "<show> {activity}",
        ],
        ja: &[
            "(アクティビティ|活動|メッセージ|発言|投稿){activity}[の(詳細|情報|内容)][<見せて>|を開いて|開いて]",
            "{activity:code}[の(詳細|情報|内容)][<見せて>|を開いて|開いて]",
            "{activity}の(詳細|内容)[<見せて>]",
        ],
    },
    examples: Phrases {
        en: &["show A-881", "activity show A-881"],
        ja: &["A-881を見せて", "活動A-881の詳細"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for ActivityShow {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let (lang, zone) = (ctx.lang, ctx.zone());
        let card = find(ctx, call).await?;
        let code = card.code();
        ctx.looked_at(code);
        if let Some(person) = card.person {
            ctx.looked_at(person);
        }
        let when = |at| day_and_time(lang, at, zone);
        let place = match (&card.conversation, &card.platform) {
            (Some(place), Some(platform)) => format!("{place} ({})", actions::platform(platform, lang)),
            (None, Some(platform)) => actions::platform(platform, lang).to_owned(),
            _ => String::new(),
        };
        let who = card.person.map_or(card.author.clone(), |person| format!("{person} {}", card.author));
        let campaigns = card
            .campaigns
            .iter()
            .map(|(code, name, ja)| {
                format!("{code} {}", ja.as_ref().filter(|_| lang == Lang::Ja).unwrap_or(name))
            })
            .collect::<Vec<_>>()
            .join(lang.pick(", ", "、"));
        let received_then = match card.time_suspect {
            true => say!(
                lang,
                "as received: the platform gave one that cannot be right",
                "受信時刻です（プラットフォームの示した時刻が正しくないため）"
            ),
            false => String::new(),
        };
        let what = actions::action_once(&card.action, lang);
        let mut reply = ctx.reply().heading(format!("{code} {what}")).fields([
            (say!(lang, "Who", "誰"), who),
            (say!(lang, "When", "日時"), when(card.occurred_at)),
            (say!(lang, "Time", "時刻"), received_then),
            (say!(lang, "Where", "場所"), place),
            (say!(lang, "Edited", "編集"), card.edited_at.map(when).unwrap_or_default()),
            (say!(lang, "Deleted", "削除"), card.deleted_at.map(when).unwrap_or_default()),
            (say!(lang, "Logged by", "記録者"), card.logged_by.clone().unwrap_or_default()),
            (say!(lang, "Counts for", "施策"), campaigns),
        ]);
        if let Some(text) = card.text.as_deref().filter(|text| !text.trim().is_empty()) {
            reply =
                reply.list(vec![Item::new(excerpt(text, TEXT)).link(code.to_string(), message_path(code))]);
        } else if card.in_trash {
            reply = reply.text(say!(
                lang,
                "Its words are in the trash: “restore {code}” brings them back.",
                "内容は削除済みです。「{code}を復元」で元に戻せます。"
            ));
        } else if card.deleted_at.is_some() {
            reply = reply.text(say!(lang, "Its words are gone for good.", "内容は完全に削除されています。"));
        }
        Ok(notes_block(ctx, reply, Object::Activity(card.id), code).await?.into())
    }
}

/// The activity that `activity` means, deleted or not. What the asker may not read is not found.
pub(crate) async fn find(ctx: &mut Context<'_>, call: &Call) -> Outcome<Card> {
    let words = ctx.required(call, "activity")?.to_owned();
    let found = match ctx.pointed_at(&words, CodeKind::Activity).await? {
        Some(Code { number, .. }) => activities::card(&mut ctx.tx, number).await?,
        None => None,
    };
    found.ok_or_else(|| {
        Stop::Refused(say!(
            ctx.lang,
            "I found no activity {words}. Activities are named like A-881; a search shows their codes.",
            "{words} という活動は見つかりませんでした。活動は A-881 のように指定します。検索するとコードが表示されます。"
        ))
    })
}
