//! `note list`: every note on something, latest first; and the few that stand on a card.

use adapters::{Item, Reply};
use async_trait::async_trait;
use crm::{
    Code,
    access::Right,
    notes::{self, Note, Object},
};
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec,
    object::object,
    organizations::find::{page, paged},
};
use crate::{
    say,
    words::{count, day_and_time, excerpt, words},
};

/// The command.
pub(crate) struct NoteList;

/// Notes in one answer.
const PAGE: i64 = 10;
/// Notes on a card.
const ON_A_CARD: i64 = 3;
/// Characters of a note on a card.
const EXCERPT: usize = 200;

static SPEC: Spec = Spec {
    name: "note list",
    about: words("Every note on something", "対象についてのメモをすべて表示します"),
    arguments: &[
        Argument {
            name: "object",
            kind: SlotKind::Object,
            required: true,
            about: words(
                "P-12, O-3, C-7, A-881, D-9, T-4 or a name",
                "P-12、O-3、C-7、A-881、D-9、T-4、または名前",
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
            "[<show>|list|read] [all|the|all the|my|our] notes (on|for|about|of) {object}",
            "[<show>|list|read] {object:sure}['s] notes",
            "(what|which) notes (are there|do we have) (on|for|about) {object}",
        ],
        ja: &[
            "{object}の(メモ|ノート)[の](一覧|リスト)[<見せて>]",
            "{object}の(メモ|ノート)[<見せて>]",
            "{object}に(ついての|関する)(メモ|ノート)[<見せて>]",
        ],
    },
    examples: Phrases {
        en: &["notes on P-12", "note list C-7"],
        ja: &["P-12のメモ一覧", "春のハッカソンのメモを見せて"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for NoteList {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let object = object(ctx, call, "object").await?;
        let page = page(call);
        let (notes, total) =
            notes::latest(&mut ctx.tx, object.id, PAGE, (page - 1).saturating_mul(PAGE)).await?;
        if notes.is_empty() {
            let (on, code) = (object.label(), object.code);
            return Ok(ctx
                .reply()
                .text(say!(
                    lang,
                    "There are no notes on {on}. Say “note on {code}:” and what to remember.",
                    "{on} のメモはありません。「{code}にメモ：」に続けて内容を書くと残せます。"
                ))
                .into());
        }
        ctx.showed(notes.iter().map(|note| vec![note.code()]).collect());
        let items =
            notes.iter().map(|note| item(ctx, note, object.code, note.text.trim().to_owned())).collect();
        let reply = ctx.reply().heading(object.plain()).numbered(items);
        Ok(paged(ctx, reply, call, (page, PAGE, total)).into())
    }
}

/// The latest notes on something, for its card; nothing when there are none. `code` is the card's.
pub(crate) async fn notes_block(
    ctx: &mut Context<'_>,
    reply: Reply,
    object: Object,
    code: Code,
) -> Outcome<Reply> {
    let lang = ctx.lang;
    let (notes, total) = notes::latest(&mut ctx.tx, object, ON_A_CARD, 0).await?;
    if notes.is_empty() {
        return Ok(reply);
    }
    let items = notes.iter().map(|note| item(ctx, note, code, excerpt(&note.text, EXCERPT))).collect();
    let reply = reply.text(say!(lang, "**Notes**", "**メモ**")).list(items);
    let rest = total - notes.len() as i64;
    Ok(if rest > 0 {
        let rest = count(rest);
        reply.text(say!(
            lang,
            "And {rest} more: “notes on {code}”.",
            "ほかに{rest}件あります：「{code}のメモ一覧」"
        ))
    } else {
        reply
    })
}

fn item(ctx: &Context<'_>, note: &Note, card: Code, text: String) -> Item {
    let mut detail = vec![note.code().to_string()];
    // one that was written on somebody who is part of this person by now
    detail.extend((note.on() != card).then(|| note.on().to_string()));
    detail.extend(note.by.clone());
    detail.push(day_and_time(ctx.lang, note.written_at, ctx.zone()));
    Item::new(text).detail(detail.join("  ·  "))
}
