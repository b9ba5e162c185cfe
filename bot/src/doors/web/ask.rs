//! A page runs a command of the one list, as the reader, and shows the reply as the chat would.

use adapters::{Block, Reply};
use crm::{
    accounts, conversations,
    questions::{self, Asked},
    tenants,
};
use nlp::period::Now;
use uuid::Uuid;

use super::{Web, codes, error::WebError, reader::Reader};
use crate::{
    commands::{Call, Context},
    registry::Consent,
};

/// What a command answered.
pub(super) struct Answered {
    pub(super) reply: Reply,
    /// There is a next page.
    pub(super) more: bool,
    /// It asks for a yes before it changes anything.
    pub(super) asks: bool,
    /// It asks which of several is meant: the call behind each line of its list.
    pub(super) choices: Vec<Call>,
}

/// Runs a command that reads. Nothing of it stays: reading a page is no part of the talk with the bot, so
/// what is noted on the way (what was shown last, a question) goes with the transaction.
pub(super) async fn ask(web: &Web, reader: &Reader, call: &Call) -> Result<Answered, WebError> {
    let mut ctx = begin(web, reader).await?;
    let asked = ctx.asked;
    // what the chat has asked is no question of this page
    questions::lapse(&mut ctx.tx, asked).await?;
    let mut reply = web.app.registry.call(&mut ctx, call, Consent::NotAsked).await?;
    bare(&mut reply);
    let more = ctx.next_page().is_some();
    let question = questions::open(&mut ctx.tx, asked).await?;
    let asks = question.as_ref().is_some_and(|question| question.kind == questions::Kind::Confirm);
    let choices = match question {
        Some(question) if question.kind == questions::Kind::Choose => {
            question.options.into_iter().map(serde_json::from_value).collect::<Result<_, _>>()?
        }
        _ => Vec::new(),
    };
    Ok(Answered { reply, more, asks, choices })
}

/// Runs a command that the reader said yes to by pressing a button that says what it does, and keeps what it did,
/// with its entry in the audit log.
pub(super) async fn act(
    web: &Web,
    reader: &Reader,
    call: &Call,
    consent: Consent,
) -> Result<Reply, WebError> {
    let mut ctx = begin(web, reader).await?;
    let mut reply = web.app.registry.call(&mut ctx, call, consent).await?;
    bare(&mut reply);
    ctx.tx.commit().await?;
    Ok(reply)
}

/// A context as the reader, in their talk with the bot.
pub(super) async fn begin<'a>(web: &'a Web, reader: &Reader) -> Result<Context<'a>, WebError> {
    let user = &reader.session.user;
    let origin = web.origin(reader.session.tenant).await?;
    let mut tx = reader.begin(web).await?;
    let settings = tenants::settings(&mut tx).await?;
    let account = accounts::ensure_own(&mut tx, &origin.connection, user.id, &user.name).await?;
    let key = user.id.to_string();
    let conversation = conversations::talk(&mut tx, &origin.connection, &key, &user.name).await?;
    Ok(Context {
        app: &web.app,
        tx,
        lang: reader.lang,
        now: Now {
            at: (web.app.clock)(),
            zone: reader.zone,
            fiscal_start_month: settings.fiscal_start_month.unsigned_abs(),
        },
        currency: settings.currency,
        asked: Asked { conversation, account },
        here: None,
        signed_in: true,
        thread: None,
        request: Uuid::now_v7(),
        seen: Default::default(),
        heard: None,
    })
}

/// Nothing can be pressed on a page.
fn bare(reply: &mut Reply) {
    reply.understood = None;
    reply.blocks.retain(|block| !matches!(block, Block::Buttons { .. }));
}

/// A reply as HTML, written and escaped by the adapter of the web chat.
pub(super) fn html(web: &Web, reply: &Reply) -> Result<String, WebError> {
    let payloads = web.app.adapter("web")?.render(reply, "");
    Ok(payloads.iter().filter_map(|payload| payload.body.as_str()).map(codes::linked).collect())
}

/// Takes the first heading out of a reply: a page has it as its title.
pub(super) fn take_heading(reply: &mut Reply) -> Option<String> {
    let at = reply.blocks.iter().position(|block| matches!(block, Block::Heading { .. }))?;
    match reply.blocks.remove(at) {
        Block::Heading { text } => Some(text),
        _ => None,
    }
}
