//! `room set`: who may read a room here.

use adapters::markdown::escape;
use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    conversations::{self, Conversation},
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
    rooms::record::{reference, room},
};
use crate::{say, words::words};

/// The command.
pub(crate) struct RoomSet;

static SPEC: Spec = Spec {
    name: "room set",
    about: words("Say who may read a room: everybody, or those in it", "ルームを公開または非公開にします"),
    arguments: &[
        Argument {
            name: "room",
            kind: SlotKind::Room,
            required: false,
            about: words("#name; without it, the room this is said in", "#ルーム名。省略すると、このルーム"),
        },
        Argument {
            name: "access",
            kind: SlotKind::Choice(&[
                ("public", &["public", "open", "公開", "オープン", "パブリック"]),
                (
                    "private",
                    &[
                        "private",
                        "closed",
                        "secret",
                        "confidential",
                        "staff only",
                        "only staff",
                        "internal",
                        "members only",
                        "非公開",
                        "限定公開",
                        "プライベート",
                        "社内限定",
                        "内輪",
                    ],
                ),
            ]),
            required: true,
            about: words("public or private", "公開、または非公開"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(make|set) (here|this room|this channel|this group|this chat) [to|as] {access}",
            "(make|set) [the] [room|channel] {room:sure} [to|as] {access}",
            "(make|set) [the] (room|channel) {room} [to|as] {access}",
        ],
        ja: &[
            "(ここ|この部屋|このルーム|このチャンネル|このグループ)を{access}に[<して>|設定[<して>]|変更[<して>]]",
            "{room:sure}を{access}に[<して>|設定[<して>]|変更[<して>]]",
            "(部屋|ルーム|チャンネル){room}を{access}に[<して>|設定[<して>]|変更[<して>]]",
        ],
    },
    examples: Phrases {
        en: &["make #hackathon private", "room set #hackathon private"],
        ja: &["#質問を非公開にして", "#雑談を公開に設定して"],
    },
    right: Right::RunRooms,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for RoomSet {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let (private, room) = asked(ctx, call).await?;
        let label = escape(&room.label());
        let reply = ctx.reply().text(if private {
            say!(
                lang,
                "Make **{label}** private? Only staff who took part in it, and administrators, find and read what is said there.",
                "**{label}** を非公開にしますか？ そのルームに参加した担当者と管理者だけが検索・閲覧できるようになります。"
            )
        } else {
            say!(
                lang,
                "Make **{label}** public? All staff may then find and read what is and was said there.",
                "**{label}** を公開にしますか？ すべての担当者が、これまでの発言も含めて検索・閲覧できるようになります。"
            )
        });
        Ok(Preview { reply, pinned: pinned(private, &room) })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (private, room) = asked(ctx, call).await?;
        conversations::set_private(&mut ctx.tx, room.id, private).await?;
        let label = escape(&room.label());
        let reply = ctx.reply().text(if private {
            say!(lang, "**{label}** is private now.", "**{label}** を非公開にしました。")
        } else {
            say!(lang, "**{label}** is public now.", "**{label}** を公開にしました。")
        });
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(reference(&room)),
            before: Some(json!({ "private": !private })),
            after: Some(json!({ "private": private })),
            reversal: Some(json!(pinned(!private, &room))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// What is to be, and where; refused when it is so already.
async fn asked(ctx: &mut Context<'_>, call: &Call) -> Outcome<(bool, Conversation)> {
    let private = ctx.required(call, "access")? == "private";
    let room = room(ctx, call).await?;
    if conversations::settings(&mut ctx.tx, room.id).await?.private != private {
        return Ok((private, room));
    }
    let (lang, label) = (ctx.lang, room.label());
    Err(Stop::Refused(if private {
        say!(
            lang,
            "{label} is private already; nothing was changed.",
            "{label} はすでに非公開です。変更はありません。"
        )
    } else {
        say!(
            lang,
            "{label} is public already; nothing was changed.",
            "{label} はすでに公開です。変更はありません。"
        )
    }))
}

fn pinned(private: bool, room: &Conversation) -> Call {
    let access = if private { "private" } else { "public" };
    Call::new(SPEC.name, [("room", reference(room)), ("access", access.to_owned())])
}
