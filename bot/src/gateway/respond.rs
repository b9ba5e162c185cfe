//! Runs what was asked and puts the reply on its way: one transaction, one commit, with the inbox row
//! closed in it.

use std::collections::BTreeMap;

use adapters::Reply;
use chrono_tz::Tz;
use crm::{Actor, Code, inbox, outbox, questions, tenants};
use nlp::{
    Lang,
    period::Now,
    understand::{Answer, SURE, Understood},
};
use serde_json::json;
use tracing::Instrument;
use uuid::Uuid;

use super::{Request, Wish, names};
use crate::{
    app::{App, Origin},
    commands::{self, Call, Context},
    registry::{Consent, choose, did_you_mean},
    say,
};

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
    let mut ctx = context(app, origin, request, id).await?;
    let reply = answer(app, &mut ctx, &request.wish).await?;
    send(&mut ctx, stored, request, reply).await?;
    finish(ctx, stored).await
}

async fn answer(app: &App, ctx: &mut Context<'_>, wish: &Wish) -> anyhow::Result<Reply> {
    match wish {
        Wish::Pressed { question, answer, .. } => {
            match questions::answer(&mut ctx.tx, ctx.asked, *question).await? {
                Some(question) => answered(app, ctx, question, *answer).await,
                None => Ok(stale(ctx)),
            }
        }
        Wish::Nonsense => Ok(stale(ctx)),
        Wish::Said { answer, understood, text, .. } => {
            let open = questions::open(&mut ctx.tx, ctx.asked).await?;
            if let Some(open) = &open
                && let Some(answer) = reading(app, open, *answer, understood, text)
            {
                return match (questions::answer(&mut ctx.tx, ctx.asked, open.id).await?, answer) {
                    (Some(question), Reading::Answer(answer)) => answered(app, ctx, question, answer).await,
                    (Some(question), Reading::Argument(value)) => completed(app, ctx, question, value).await,
                    (None, _) => Ok(stale(ctx)),
                };
            }
            if let (None, Some(Answer::Number(n))) = (&open, answer)
                && let Some(call) = line(ctx, *n).await?
            {
                return app.registry.call(ctx, &call, Consent::NotAsked).await;
            }
            // whoever asks something else has left the question; a "thanks" asks nothing
            if !matches!(understood, Understood::Courtesy { .. }) {
                questions::lapse(&mut ctx.tx, ctx.asked).await?;
            }
            said(app, ctx, understood, text).await
        }
    }
}

async fn said(
    app: &App,
    ctx: &mut Context<'_>,
    understood: &Understood,
    text: &str,
) -> anyhow::Result<Reply> {
    // a name and nothing that is asked of it
    let bare = match understood {
        Understood::Unsure { .. } => true,
        Understood::Missing { arguments, .. } => arguments.is_empty(),
        Understood::Call { .. } | Understood::Courtesy { .. } => false,
    };
    let named = if bare { names::named(ctx, text).await? } else { Vec::new() };
    if !named.is_empty() {
        return whose(ctx, named).await;
    }
    match understood {
        // a guess is shown and run by whoever says so
        Understood::Call { command, arguments, confidence, .. } if *confidence < SURE => {
            let guess = call(command, arguments);
            did_you_mean(ctx, &app.registry, &[*command], Some(&guess)).await
        }
        // what is missing the command asks for, once the asker is known to have the right
        Understood::Call { command, arguments, .. } | Understood::Missing { command, arguments, .. } => {
            app.registry.call(ctx, &call(command, arguments), Consent::NotAsked).await
        }
        Understood::Courtesy { .. } => Ok(ctx.reply().text(say!(
            ctx.lang,
            "At your service. Say `help` to see what you can ask me.",
            "いつでもお声がけください。できることは「ヘルプ」でご覧いただけます。"
        ))),
        Understood::Unsure { nearest, .. } => did_you_mean(ctx, &app.registry, nearest, None).await,
    }
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

/// Runs what the answer to a question stands for.
async fn answered(
    app: &App,
    ctx: &mut Context<'_>,
    question: questions::Question,
    answer: Answer,
) -> anyhow::Result<Reply> {
    let lang = ctx.lang;
    match (question.kind, answer) {
        (_, Answer::No) => Ok(ctx.reply().text(say!(lang, "Left as it is.", "そのままにしました。"))),
        (questions::Kind::Confirm, Answer::Yes) => {
            let call = Call::kept(json!({ "command": question.command, "arguments": question.arguments }))?;
            app.registry.call(ctx, &call, Consent::Given).await
        }
        (questions::Kind::Choose | questions::Kind::Offer, Answer::Number(n))
            if n <= question.options.len() && n > 0 =>
        {
            let call = Call::kept(question.options[n - 1].clone())?;
            app.registry.call(ctx, &call, Consent::NotAsked).await
        }
        (questions::Kind::Choose, Answer::Yes) if question.options.len() == 1 => {
            let call = Call::kept(question.options[0].clone())?;
            app.registry.call(ctx, &call, Consent::NotAsked).await
        }
        (questions::Kind::Argument | questions::Kind::Offer, _) => Ok(stale(ctx)),
        (questions::Kind::Choose, _) => {
            let n = question.options.len();
            Ok(ctx.reply().text(say!(
                lang,
                "That is not among the choices 1 to {n}. Please ask again.",
                "1から{n}の中からお選びください。もう一度お尋ねください。"
            )))
        }
        (questions::Kind::Confirm, Answer::Number(_)) => Ok(ctx.reply().text(say!(
            lang,
            "I asked for a yes or a no; nothing was changed. Please ask again.",
            "「はい」か「いいえ」でお答えください。何も変更していません。もう一度お試しください。"
        ))),
    }
}

/// What words mean to an open question.
enum Reading {
    /// A short answer.
    Answer(Answer),
    /// The argument that was asked for.
    Argument(String),
}

/// Do these words answer the question? Somebody who is asked for a campaign may say its name, or something
/// else altogether.
fn reading(
    app: &App,
    open: &questions::Question,
    answer: Option<Answer>,
    understood: &Understood,
    text: &str,
) -> Option<Reading> {
    if open.kind != questions::Kind::Argument {
        return answer.map(Reading::Answer);
    }
    if answer == Some(Answer::No) {
        return Some(Reading::Answer(Answer::No));
    }
    let argument = open.options.first()?.as_str()?;
    match understood {
        Understood::Call { bare: false, confidence, .. } if *confidence >= SURE => None,
        Understood::Courtesy { .. } => None,
        _ => app.registry.grammar().value(&open.command, argument, text).map(Reading::Argument),
    }
}

/// Runs the call that an argument was missing for.
async fn completed(
    app: &App,
    ctx: &mut Context<'_>,
    question: questions::Question,
    value: String,
) -> anyhow::Result<Reply> {
    let mut call = Call::kept(json!({ "command": question.command, "arguments": question.arguments }))?;
    if let Some(argument) = question.options.first().and_then(|name| name.as_str()) {
        call.arguments.insert(argument.to_owned(), value);
    }
    app.registry.call(ctx, &call, Consent::NotAsked).await
}

/// The call that shows what a line of the last list is about.
async fn line(ctx: &mut Context<'_>, n: usize) -> anyhow::Result<Option<Call>> {
    let last = crm::shown::last(&mut ctx.tx, ctx.asked).await?;
    Ok(match last.nth(n) {
        Some([code]) => commands::show(*code),
        Some([one, other]) => {
            Some(Call::new("merge explain", [("into", one.to_string()), ("from", other.to_string())]))
        }
        _ => None,
    })
}

fn stale(ctx: &Context<'_>) -> Reply {
    ctx.reply().text(say!(
        ctx.lang,
        "That question is no longer open: it was answered, has expired, or was somebody else's. Please ask again.",
        "その質問は無効です（回答済み、期限切れ、または別の方への質問です）。もう一度お試しください。"
    ))
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
    if let Some(room) = place.shared {
        tx.read_aloud_in(room);
    }
    let settings = tenants::settings(&mut tx).await?;
    let said_in = match &request.wish {
        Wish::Said { lang, .. } | Wish::Pressed { lang, .. } => *lang,
        Wish::Nonsense => None,
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
    outbox::put(
        &mut ctx.tx,
        place.asked.conversation,
        place.thread.as_deref(),
        Some(stored.id),
        &json!(reply),
    )
    .await?;
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
