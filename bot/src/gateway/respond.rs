//! Runs what was asked and puts the reply on its way: one transaction, one commit, with the inbox row
//! closed in it.

use std::collections::BTreeMap;

use adapters::{Block, Reply, markdown::escape};
use chrono_tz::Tz;
use crm::{Actor, Code, inbox, outbox, questions, tenants};
use nlp::{
    Lang,
    period::{self, Now},
    understand::{Answer, LONGEST_REQUEST, LONGEST_TEXT, SURE, Understood, line},
};
use serde_json::json;
use tracing::Instrument;
use uuid::Uuid;

use super::{
    Request, Wish, dialogue,
    follow::{self, Followed},
    known, looked_for, named,
    propose::{self, Proposal},
};
use crate::{
    app::{App, Origin},
    commands::{self, Call, Context},
    model::{self, Consult, Fetch, Heard},
    refusals,
    registry::{Consent, choose, did_you_mean},
    say,
    words::{count, excerpt},
};

/// A request may need to be understood, and then a summary: more rounds than this are a circle.
const MOST_ROUNDS: usize = 4;

/// How often a request may give way to another that wants what it has and has what it wants.
const OFTEN: u32 = 5;

/// Answers a request. On our own fault the asker gets an apology with an id that the log knows.
pub async fn respond(
    app: &App,
    origin: &Origin,
    stored: &inbox::Claimed,
    request: &Request,
) -> anyhow::Result<()> {
    let id = Uuid::now_v7();
    let span = tracing::info_span!("request", %id, actor = %request.place.caller);
    match attempt(app, origin, stored, request, id).instrument(span.clone()).await {
        Ok(()) => {}
        Err(fault) => {
            span.in_scope(|| tracing::error!(fault = format!("{fault:#}"), "request failed"));
            let mut ctx = context(app, origin, request, id).await?;
            let reply = apology(&ctx);
            send(&mut ctx, stored, request, reply).await?;
            finish(ctx, stored).await?;
        }
    }
    app.outbox.notify_one();
    Ok(())
}

/// Begins work on a stored event; false when another worker has it.
pub async fn hold(app: &App, origin: &Origin, stored: &inbox::Claimed) -> anyhow::Result<bool> {
    let mut tx = app.db.begin(origin.tenant, Actor::system("gateway")).await?;
    let held = inbox::hold(&mut tx, stored).await?;
    tx.commit().await?;
    Ok(held)
}

/// Closes an event that asks for nothing.
pub async fn close(app: &App, origin: &Origin, stored: &inbox::Claimed) -> anyhow::Result<()> {
    let mut tx = app.db.begin(origin.tenant, Actor::system("gateway")).await?;
    inbox::done(&mut tx, stored).await?;
    Ok(tx.commit().await?)
}

async fn attempt(
    app: &App,
    origin: &Origin,
    stored: &inbox::Claimed,
    request: &Request,
    id: Uuid,
) -> anyhow::Result<()> {
    let (mut heard, mut gave_way) = (Heard::default(), 0);
    let mut rounds = 0;
    while rounds < MOST_ROUNDS {
        let mut ctx = context(app, origin, request, id).await?;
        ctx.heard = Some(heard.clone());
        let fault = match answer(app, &mut ctx, &request.wish).await {
            Ok(reply) => {
                send(&mut ctx, stored, request, reply).await?;
                return finish(ctx, stored).await;
            }
            Err(fault) if gave_way < OFTEN && may_be_done_again(&fault) => {
                ctx.tx.rollback().await?;
                gave_way += 1;
                tracing::info!(gave_way, "a request gave way to another and is done again");
                continue;
            }
            Err(fault) => fault,
        };
        rounds += 1;
        let fault = match fault.downcast::<Fetch>() {
            Ok(Fetch { connection, reference }) => {
                ctx.tx.rollback().await?;
                let open = app.connected(origin.tenant, connection).await?;
                let file = open.fetch(&reference).await.map(Into::into);
                heard.files.insert(reference, file);
                continue;
            }
            Err(fault) => fault,
        };
        let Consult(asks) = fault.downcast::<Consult>()?;
        let month = period::read("this month", &ctx.now).and_then(|month| month.from).unwrap_or(ctx.now.at);
        // while the model thinks nothing is open, and nothing that was done so far has happened
        ctx.tx.rollback().await?;
        model::hear(app, (origin.tenant, &request.place.caller), month, asks, &mut heard).await?;
    }
    anyhow::bail!("the model was to be asked again and again")
}

/// Two requests held what the other wanted: one was ended, and nothing of it has happened.
fn may_be_done_again(fault: &anyhow::Error) -> bool {
    fault.chain().filter_map(|it| it.downcast_ref::<crm::DbError>()).any(crm::gave_way)
}

async fn answer(app: &App, ctx: &mut Context<'_>, wish: &Wish) -> anyhow::Result<Reply> {
    match wish {
        Wish::Pressed { question, answer, .. } => {
            match questions::answer(&mut ctx.tx, ctx.asked, *question).await? {
                Some(question) => dialogue::answered(app, ctx, question, *answer).await,
                None => Ok(dialogue::stale(ctx)),
            }
        }
        Wish::Called(call) => app.registry.call(ctx, call, Consent::NotAsked).await,
        Wish::Opened => Ok(welcome(ctx)),
        Wish::Nonsense => Ok(dialogue::stale(ctx)),
        Wish::Said { answer, understood, text, lang } => {
            let open = questions::open(&mut ctx.tx, ctx.asked).await?;
            // an answer in no language is in that of its question
            let asked_in = open.as_ref().filter(|_| lang.is_none()).and_then(|open| open.lang.as_deref());
            ctx.lang = asked_in.and_then(Lang::from_tag).unwrap_or(ctx.lang);
            if let Some(open) = &open
                && let Some(reply) = dialogue::taken_up(app, ctx, open, (*answer, understood, text)).await?
            {
                return Ok(reply);
            }
            let number = match answer {
                Some(Answer::Number(n)) => Some(*n),
                None if !is_sure(understood) => line(text),
                _ => None,
            };
            if let (None, Some(n)) = (&open, number)
                && let Some(call) = commands::line(ctx, n).await?
            {
                return app.registry.call(ctx, &call, Consent::NotAsked).await;
            }
            if open.is_none() && dialogue::only_answers(*answer, understood, text) {
                return dialogue::nothing_open(app, ctx, *answer).await;
            }
            // a "thanks" asks nothing; whoever asks something else has left the question
            if matches!(understood, Understood::Courtesy { .. }) {
                return said(app, ctx, understood, text).await;
            }
            questions::lapse(&mut ctx.tx, ctx.asked).await?;
            let reply = said(app, ctx, understood, text).await?;
            match open {
                Some(left) => dialogue::left(app, ctx, &left, reply).await,
                None => Ok(reply),
            }
        }
    }
}

/// Is it run as it was said?
pub(super) fn is_sure(understood: &Understood) -> bool {
    matches!(understood, Understood::Call { confidence, bare: false, .. } if *confidence >= SURE)
}

async fn said(
    app: &App,
    ctx: &mut Context<'_>,
    understood: &Understood,
    text: &str,
) -> anyhow::Result<Reply> {
    match follow::followed(app, ctx, understood, text).await? {
        Some(Followed::Again(call)) => return app.registry.call(ctx, &call, Consent::NotAsked).await,
        Some(Followed::Which(call, argument)) => return app.registry.ask_for(ctx, &call, argument).await,
        None => {}
    }
    // a name and nothing that is asked of it
    let bare = match understood {
        Understood::Unsure { .. } => true,
        Understood::Missing { arguments, .. } => arguments.is_empty(),
        // a guess that has no use for some of the words, or takes none of them, may have none for the name
        Understood::Call { arguments, confidence, unused, .. } => {
            *confidence < SURE && (!unused.is_empty() || arguments.is_empty())
        }
        Understood::Courtesy { .. } | Understood::NoSuchArgument { .. } => false,
    };
    let named = if bare { named::named(ctx, text).await? } else { Vec::new() };
    if !named.is_empty() {
        return whose(ctx, named).await;
    }
    let unsure = match understood {
        Understood::Call { confidence, .. } => *confidence < SURE,
        Understood::Unsure { .. } => true,
        Understood::Missing { .. } | Understood::Courtesy { .. } | Understood::NoSuchArgument { .. } => false,
    };
    let proposal = if unsure { propose::propose(app, ctx, text).await? } else { Proposal::None };
    match proposal {
        Proposal::Reply(reply) => Ok(reply),
        Proposal::None => by_ourselves(app, ctx, understood, text).await,
        Proposal::UsedUp => {
            let used_up = say!(
                ctx.lang,
                "This month's budget for the language model is used up, so this was read without it.",
                "今月の言語モデルの利用枠を使い切ったため、モデルを使わずに解釈しました。"
            );
            Ok(by_ourselves(app, ctx, understood, text).await?.text(used_up))
        }
    }
}

/// From here on a guess says that something else is wanted than whoever is named.
const LIKELY: f64 = 0.5;

/// Does it show somebody or something by its name?
fn is_card(command: &str) -> bool {
    command.ends_with(" show") || command == "person find"
}

/// The answer to what was understood without a model.
async fn by_ourselves(
    app: &App,
    ctx: &mut Context<'_>,
    understood: &Understood,
    text: &str,
) -> anyhow::Result<Reply> {
    if !is_sure(understood)
        && let Some(sentence) = commands::of_organizations(ctx.lang, text)
    {
        return Ok(ctx.reply().text(escape(&sentence)));
    }
    if !is_sure(understood) {
        if let Some(call) = looked_for::looked_for(ctx, text).await? {
            return app.registry.call(ctx, &call, Consent::NotAsked).await;
        }
        let else_wanted = match understood {
            Understood::Call { command, confidence, .. } => *confidence >= LIKELY && !is_card(command),
            Understood::Missing { command, .. } => !is_card(command),
            _ => false,
        };
        if !else_wanted && let Some(sentence) = looked_for::nobody(ctx, text).await? {
            return Ok(ctx.reply().text(escape(&sentence)));
        }
    }
    match understood {
        // a guess is shown and run by whoever says so
        Understood::Call { command, arguments, confidence, unused, .. } if *confidence < SURE => {
            let guess = known::of_what_there_is(app, ctx, call(command, arguments)).await?;
            if unused.is_empty() && known::is_card_of_somebody(app, ctx, &guess).await? {
                return app.registry.call(ctx, &guess, Consent::NotAsked).await;
            }
            let name = app.registry.spec(&guess.command).map_or(*command, |spec| spec.name);
            let reply = did_you_mean(ctx, &app.registry, &[name], Some(&guess)).await?;
            Ok(without(ctx.lang, reply, unused))
        }
        // named, and nothing behind it: `--email`
        Understood::Missing { command, argument, arguments, .. }
            if app.registry.argument(command, argument).is_some_and(|it| !it.required) =>
        {
            app.registry.ask_for(ctx, &call(command, arguments), argument).await
        }
        // what is missing the command asks for, once the asker is known to have the right
        Understood::Call { command, arguments, .. } | Understood::Missing { command, arguments, .. } => {
            let call = commands::turned(ctx, call(command, arguments)).await?;
            let reply = app.registry.call(ctx, &call, Consent::NotAsked).await?;
            Ok(match understood {
                Understood::Call { unused, .. } => without(ctx.lang, reply, unused),
                _ => reply,
            })
        }
        Understood::Courtesy { .. } => Ok(ctx.reply().text(say!(
            ctx.lang,
            "At your service. Say `help` to see what you can ask me.",
            "いつでもお声がけください。できることは「ヘルプ」でご覧いただけます。"
        ))),
        Understood::NoSuchArgument { command, written, .. } => {
            let spec = app.registry.spec(command);
            let sentence = spec.map(|spec| refusals::no_such_argument(ctx.lang, spec, written));
            Ok(ctx.reply().text(escape(&sentence.unwrap_or_default())))
        }
        Understood::Unsure { .. } if text.chars().nth(LONGEST_REQUEST).is_some() => Ok(too_long(ctx, text)),
        Understood::Unsure { nearest, .. } => did_you_mean(ctx, &app.registry, nearest, None).await,
    }
}

/// The reply with the words on top that it does not take into account.
pub(super) fn without(lang: Lang, mut reply: Reply, unused: &[String]) -> Reply {
    if !unused.is_empty() {
        let words = excerpt(&unused.join(lang.pick("”, “", "」「")), 120);
        let text =
            escape(&say!(lang, "Not taken into account: “{words}”.", "「{words}」は考慮されていません。"));
        reply.blocks.insert(0, Block::Text { text });
    }
    reply
}

/// The reply to a long text that asks for nothing we know.
fn too_long(ctx: &Context<'_>, text: &str) -> Reply {
    let number = |n: usize| count(i64::try_from(n).unwrap_or(i64::MAX));
    let (length, most) = (number(text.chars().count()), number(LONGEST_REQUEST));
    let kept = number(LONGEST_TEXT);
    ctx.reply().text(say!(
        ctx.lang,
        "That is too long for a command: it has {length} characters, and a command has at most {most}. To keep a text of up to {kept}, begin with “log P-12:” or “note P-12:”.",
        "コマンドとしては長すぎます（{length}文字）。コマンドは{most}文字までです。文章を残す場合は「P-12にメモ：」や「log P-12:」に続けて{kept}文字まで入力できます。"
    ))
}

/// Offers the cards of what bears the name that was said.
async fn whose(ctx: &mut Context<'_>, named: Vec<(String, Code)>) -> anyhow::Result<Reply> {
    let options = named
        .into_iter()
        .filter_map(|(name, code)| Some((format!("{code} {name}"), commands::show(code)?)))
        .collect();
    let question = say!(ctx.lang, "Shall I show this?", "こちらを表示しましょうか？");
    choose(ctx, &Call::new("help", []), question, options).await
}

fn call(command: &str, arguments: &BTreeMap<&'static str, String>) -> Call {
    let arguments = arguments.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Call::asked(command, arguments)
}

/// The first thing we say to somebody who has opened a conversation with us.
fn welcome(ctx: &Context<'_>) -> Reply {
    let lang = ctx.lang;
    ctx.reply()
        .text(say!(
            lang,
            "I am Enishi: I keep track of who you talk with and what comes of it. Ask me in your own words.",
            "Enishiです。どなたと何を話し、何につながったかを記録しています。ふだんの言葉でお尋ねください。"
        ))
        .suggestions([
            say!(lang, "help", "ヘルプ"),
            say!(lang, "top campaigns by ROI", "ROIの高い施策"),
            say!(lang, "what did we decide?", "決まったことは？"),
            say!(lang, "status", "状態"),
        ])
}

fn apology(ctx: &Context<'_>) -> Reply {
    let id = ctx.request;
    ctx.reply().text(say!(
        ctx.lang,
        "Sorry, something went wrong on our side; nothing was changed. Tell an administrator this id: `{id}`",
        "申し訳ありません、内部エラーが発生しました。何も変更していません。管理者に次のIDをお伝えください：`{id}`"
    ))
}

/// A transaction as the caller, in the language to answer in.
async fn context<'a>(
    app: &'a App,
    origin: &Origin,
    request: &Request,
    id: Uuid,
) -> anyhow::Result<Context<'a>> {
    let place = &request.place;
    let mut tx = app.db.begin(origin.tenant, place.caller.clone()).await?;
    tx.came_by(&origin.connection.platform);
    if let Some(room) = place.shared {
        tx.read_aloud_in(room);
    }
    let settings = tenants::settings(&mut tx).await?;
    let said_in = match &request.wish {
        Wish::Said { lang, .. } | Wish::Pressed { lang, .. } => *lang,
        Wish::Called(_) | Wish::Opened | Wish::Nonsense => None,
    };
    let lang =
        place.caller.lang().and_then(Lang::from_tag).or(said_in).or_else(|| Lang::from_tag(&settings.lang));
    let zone = place.caller.timezone().unwrap_or(&settings.timezone).parse().unwrap_or(Tz::UTC);
    let fiscal_start_month = settings.fiscal_start_month.unsigned_abs();
    Ok(Context {
        app,
        tx,
        lang: lang.unwrap_or(Lang::En),
        now: Now { at: (app.clock)(), zone, fiscal_start_month },
        currency: settings.currency,
        asked: place.asked,
        here: place.here,
        signed_in: place.signed_in,
        thread: place.thread.clone(),
        request: id,
        seen: commands::Seen::default(),
        heard: None,
    })
}

async fn send(
    ctx: &mut Context<'_>,
    stored: &inbox::Claimed,
    request: &Request,
    reply: Reply,
) -> anyhow::Result<()> {
    ctx.remember().await?;
    let place = &request.place;
    let reply = json!(reply);
    let new = outbox::New {
        thread: place.thread.as_deref(),
        via: place.via.as_deref(),
        in_reply_to: Some(stored.id),
        outside: place.caller.user_id().is_none(),
        ..outbox::New::to(place.asked.conversation, &reply)
    };
    outbox::put(&mut ctx.tx, new).await?;
    Ok(())
}

/// Closes the inbox row and commits, unless another worker has taken the event over.
async fn finish(mut ctx: Context<'_>, stored: &inbox::Claimed) -> anyhow::Result<()> {
    if inbox::done(&mut ctx.tx, stored).await? {
        ctx.tx.commit().await?;
    } else {
        tracing::warn!(inbox = %stored.id, "another worker took this event over; nothing done here");
    }
    Ok(())
}
