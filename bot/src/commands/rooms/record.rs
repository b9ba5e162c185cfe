//! `room record`: whether what is said in a room is recorded. The room is told.

use adapters::{Reply, markdown::escape};
use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    conversations::{self, Conversation},
    outbox, tenants,
};
use nlp::{
    Lang,
    understand::{SlotKind, is_here},
};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct RoomRecord;

static SPEC: Spec = Spec {
    name: "room record",
    about: words(
        "Stop or start recording a room; the room is told",
        "ルームの記録を停止・再開します（ルームに通知）",
    ),
    arguments: &[
        Argument {
            name: "state",
            kind: SlotKind::Choice(&[
                ("on", &["on", "start", "resume", "begin", "オン", "再開", "開始", "始め", "はじめ"]),
                (
                    "off",
                    &[
                        "off",
                        "stop",
                        "pause",
                        "end",
                        "don't",
                        "do not",
                        "no",
                        "cease",
                        "オフ",
                        "停止",
                        "中止",
                        "止め",
                        "とめ",
                        "やめ",
                        "やめて",
                        "止めて",
                        "しないで",
                        "録らないで",
                        "録らなくていい",
                        "不要",
                    ],
                ),
            ]),
            required: true,
            about: words("on or off", "オン、またはオフ"),
        },
        Argument {
            name: "room",
            kind: SlotKind::Room,
            required: false,
            about: words("#name; without it, the room this is said in", "#ルーム名。省略すると、このルーム"),
        },
    ],
    phrases: Phrases {
        en: &[
            "{state} recording [in|of] (here|this room|this channel|this group|this chat)",
            "{state} recording [in|of] {room:sure}",
            "{state} recording [in|of] [the] (room|channel) {room}",
            "turn {state} [the] recording [in|of|for] (here|this room|this channel|this group|this chat)",
            "turn recording {state} [in|for] (here|this room|this channel|this group|this chat)",
            "turn {state} [the] recording (in|of|for) {room:sure}",
            "turn recording {state} (in|of|for) {room:sure}",
        ],
        ja: &[
            "(ここ|この部屋|このルーム|このチャンネル|このグループ|このトークルーム)(の|で|での)[会話の]記録[を|は]{state}[て|る|に|に<して>|<して>]",
            "{room:sure}(の|で|での)[会話の]記録[を|は]{state}[て|る|に|に<して>|<して>]",
            "(部屋|ルーム|チャンネル){room}(の|で|での)[会話の]記録[を|は]{state}[て|る|に|に<して>|<して>]",
        ],
    },
    examples: Phrases {
        en: &["stop recording #off-topic", "room record off #off-topic"],
        ja: &["#雑談の記録を止めて", "#雑談の記録を再開して"],
    },
    right: Right::RunRooms,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for RoomRecord {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let (on, room) = asked(ctx, call).await?;
        let label = escape(&room.label());
        let reply = ctx.reply().text(if on {
            say!(
                lang,
                "Record **{label}** again? What is said there from now on is kept, and the room is told so.",
                "**{label}** の記録を再開しますか？ 今後の発言を記録し、その旨をルームに通知します。"
            )
        } else {
            say!(
                lang,
                "Stop recording **{label}**? What was recorded stays; what is said from now on is not kept, and the room is told so.",
                "**{label}** の記録を停止しますか？ これまでの記録は残ります。今後の発言は記録せず、その旨をルームに通知します。"
            )
        });
        Ok(Preview { reply, pinned: pinned(on, &room) })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (on, room) = asked(ctx, call).await?;
        conversations::set_recorded(&mut ctx.tx, room.id, on).await?;
        tell(ctx, &room, on).await?;
        let label = escape(&room.label());
        let reply = ctx.reply().text(if on {
            say!(lang, "**{label}** is recorded again.", "**{label}** の記録を再開しました。")
        } else {
            say!(lang, "**{label}** is no longer recorded.", "**{label}** の記録を停止しました。")
        });
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(reference(&room)),
            before: Some(json!({ "recorded": !on })),
            after: Some(json!({ "recorded": on })),
            reversal: Some(json!(pinned(!on, &room))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// What is to be, and where; refused when it is so already.
async fn asked(ctx: &mut Context<'_>, call: &Call) -> Outcome<(bool, Conversation)> {
    let on = ctx.required(call, "state")? == "on";
    let room = room(ctx, call).await?;
    if conversations::settings(&mut ctx.tx, room.id).await?.recorded != on {
        return Ok((on, room));
    }
    let (lang, label) = (ctx.lang, room.label());
    Err(Stop::Refused(if on {
        say!(
            lang,
            "{label} is recorded already; nothing was changed.",
            "{label} はすでに記録中です。変更はありません。"
        )
    } else {
        say!(
            lang,
            "{label} is not recorded as it is; nothing was changed.",
            "{label} はすでに記録を停止しています。変更はありません。"
        )
    }))
}

fn pinned(on: bool, room: &Conversation) -> Call {
    let state = if on { "on" } else { "off" };
    Call::new(SPEC.name, [("state", state.to_owned()), ("room", reference(room))])
}

/// What names a room whatever it is called later.
pub(crate) fn reference(room: &Conversation) -> String {
    format!("{}:{}", room.platform, room.external_id)
}

/// Those in the room hear of it, in the tenant's language.
async fn tell(ctx: &mut Context<'_>, room: &Conversation, on: bool) -> Outcome<()> {
    let settings = tenants::settings(&mut ctx.tx).await?;
    let lang = Lang::from_tag(&settings.lang).unwrap_or(Lang::En);
    let notice = Reply::new(lang.tag()).text(if on {
        say!(
            lang,
            "From now on, what is said here is recorded again. Whoever does not want that says “forget me” to me.",
            "今後、このルームでの発言を再び記録します。記録を希望されない方は「私を記録しないで」とお伝えください。"
        )
    } else {
        say!(
            lang,
            "From now on, what is said here is no longer recorded.",
            "今後、このルームでの発言は記録されません。"
        )
    });
    outbox::put(&mut ctx.tx, outbox::New::to(room.id, &json!(notice))).await?;
    Ok(())
}

/// The room that `room` means: named, or the one the request was made in.
pub(crate) async fn room(ctx: &mut Context<'_>, call: &Call) -> Outcome<Conversation> {
    let words = call.arguments.get("room").map(String::as_str);
    match (words, ctx.here) {
        (None, Some(here)) => by_id(ctx, here).await,
        (Some(words), Some(here)) if is_here(words) => by_id(ctx, here).await,
        (words, None) if words.is_none_or(is_here) => Err(Stop::Refused(say!(
            ctx.lang,
            "This is a talk between the two of us, not a room. Name the room, such as #general.",
            "ここは私との会話で、ルームではありません。#general のようにルームを指定してください。"
        ))),
        _ => ctx.room(call, "room").await,
    }
}

async fn by_id(ctx: &mut Context<'_>, id: crm::ConversationId) -> Outcome<Conversation> {
    let room = conversations::by_id(&mut ctx.tx, id).await?;
    Ok(room.ok_or_else(|| anyhow::anyhow!("the room of a request is not there"))?)
}
