//! `room list`: every room the asker may read, how it is kept, and how much is in it.

use adapters::Column;
use async_trait::async_trait;
use crm::{
    access::Right,
    conversations::{self, Conversation},
};
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop,
    organizations::find::{page, paged},
};
use crate::{
    say,
    words::{actions, count, date, words},
};

/// The command.
pub(crate) struct RoomList;

/// Lines in one answer.
const PAGE: i64 = 20;

static SPEC: Spec = Spec {
    name: "room list",
    about: words("Every room you may read, and how it is kept", "閲覧できるルームの一覧を表示します"),
    arguments: &[
        Argument {
            name: "words",
            kind: SlotKind::Words,
            required: false,
            about: words("a part of a name", "名前の一部"),
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
            "[<show>|list] [all] [the|our|my] (rooms|channels|conversations)",
            "(what|which) (rooms|channels) (are there|do we have|are recorded|do you record)",
        ],
        ja: &[
            "(ルーム|部屋|チャンネル)[の](一覧|リスト)[<見せて>]",
            "どんな(ルーム|部屋|チャンネル)が(ある|あります)[の]",
            "(ルーム|チャンネル)[は]",
            "記録(している|中の)(ルーム|部屋|チャンネル)[の(一覧|リスト)][<見せて>]",
        ],
    },
    examples: Phrases {
        en: &["list rooms", "which channels are recorded?"],
        ja: &["ルーム一覧", "チャンネルの一覧を見せて"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for RoomList {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let (lang, zone) = (ctx.lang, ctx.zone());
        let words = call.arguments.get("words").cloned().unwrap_or_default();
        let page = page(call);
        let (rooms, total) =
            conversations::list(&mut ctx.tx, &words, PAGE, (page - 1).saturating_mul(PAGE)).await?;
        if rooms.is_empty() {
            return Err(Stop::Refused(if words.is_empty() {
                say!(
                    lang,
                    "There are no rooms yet: nothing was said anywhere that I know of.",
                    "ルームはまだありません。記録された会話がありません。"
                )
            } else {
                say!(lang, "I found no room “{words}”.", "「{words}」というルームは見つかりませんでした。")
            }));
        }
        let yes = |is: bool| if is { lang.pick("yes", "はい") } else { lang.pick("no", "いいえ") };
        let rows = rooms
            .iter()
            .map(|room| {
                let named = Conversation {
                    id: room.id,
                    name: room.name.clone(),
                    platform: room.platform.clone(),
                    external_id: room.external_id.clone(),
                    kind: room.kind.clone(),
                };
                vec![
                    named.label(),
                    actions::platform(&room.platform, lang).to_owned(),
                    count(room.messages),
                    yes(room.recorded).to_owned(),
                    yes(room.private).to_owned(),
                    room.last_at
                        .map(|at| date(lang, at.with_timezone(&zone).date_naive()))
                        .unwrap_or_default(),
                ]
            })
            .collect();
        let columns = vec![
            Column::left(say!(lang, "Room", "ルーム")),
            Column::left(say!(lang, "Platform", "プラットフォーム")),
            Column::right(say!(lang, "Messages", "メッセージ数")),
            Column::left(say!(lang, "Recorded", "記録中")),
            Column::left(say!(lang, "Private", "非公開")),
            Column::left(say!(lang, "Last", "最終活動")),
        ];
        let reply = ctx.reply().table(columns, rows);
        Ok(paged(ctx, reply, call, (page, PAGE, total)).into())
    }
}
