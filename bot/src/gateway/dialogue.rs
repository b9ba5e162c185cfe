//! What a question that is open makes of the next words: an answer, a wrong answer, or a question left
//! behind, which is said and not dropped.
//!
//! Not the questions themselves: the registry asks them and [`crm::questions`] keeps them.

use adapters::{Block, Reply, markdown::escape};
use crm::questions;
use nlp::understand::{Answer, SURE, SlotKind, Understood, acknowledges};
use serde_json::json;

use super::{known, respond::is_sure};
use crate::{
    app::App,
    commands::{Call, Context, Effect},
    refusals,
    registry::Consent,
    say,
    words::excerpt,
};

/// So much of what somebody said is quoted back, in characters.
const QUOTED: usize = 60;

/// A guess that is less likely than this is no command that somebody has gone on to.
const FAINT: f64 = 0.3;

/// What words mean to an open question.
enum Reading {
    /// A short answer.
    Answer(Answer),
    /// The argument that was asked for.
    Argument(String),
    /// An answer, but to another question: this one stays open.
    Wrong,
}

/// The reply to words that answer the open question, well or badly; `None`: they ask something else.
pub(super) async fn taken_up(
    app: &App,
    ctx: &mut Context<'_>,
    open: &questions::Question,
    said: (Option<Answer>, &Understood, &str),
) -> anyhow::Result<Option<Reply>> {
    let (_, _, text) = said;
    let reading = match reading(app, ctx, open, said).await? {
        None => return Ok(None),
        Some(Reading::Wrong) => return Ok(Some(wrong(app, ctx, open, text))),
        Some(reading) => reading,
    };
    let reply = match (questions::answer(&mut ctx.tx, ctx.asked, open.id).await?, reading) {
        (Some(question), Reading::Answer(answer)) => answered(app, ctx, question, answer).await?,
        (Some(question), Reading::Argument(value)) => completed(app, ctx, question, value).await?,
        _ => stale(ctx),
    };
    Ok(Some(reply))
}

/// Do these words answer the question? Somebody who is asked for a campaign may say its name, or something
/// else altogether.
async fn reading(
    app: &App,
    ctx: &mut Context<'_>,
    open: &questions::Question,
    (answer, understood, text): (Option<Answer>, &Understood, &str),
) -> anyhow::Result<Option<Reading>> {
    Ok(match (open.kind, answer) {
        (_, Some(Answer::No)) => Some(Reading::Answer(Answer::No)),
        // what is not done yet is taken back by not doing it
        (questions::Kind::Confirm, None) if is_bare_undo(understood) => Some(Reading::Answer(Answer::No)),
        (questions::Kind::Argument | questions::Kind::Choose, None)
            if is_bare_undo(understood) && would_change(app, open) =>
        {
            Some(Reading::Answer(Answer::No))
        }
        (questions::Kind::Argument, _) => argument(app, ctx, open, understood, text).await?,
        (questions::Kind::Confirm, Some(Answer::Number(_))) => Some(Reading::Wrong),
        (questions::Kind::Choose, Some(answer)) => {
            let fits = match answer {
                Answer::Number(n) => (1..=open.options.len()).contains(&n),
                _ => open.options.len() == 1,
            };
            Some(if fits { Reading::Answer(answer) } else { Reading::Wrong })
        }
        (_, answer) => answer.map(Reading::Answer),
    })
}

/// "undo", and not what.
fn is_bare_undo(understood: &Understood) -> bool {
    matches!(understood, Understood::Call { command: "undo", arguments, confidence, .. }
        if arguments.is_empty() && *confidence >= SURE)
}

/// Does the command that asks change anything once it is answered?
fn would_change(app: &App, open: &questions::Question) -> bool {
    app.registry.spec(&open.command).is_some_and(|spec| spec.effect != Effect::Read)
}

/// Are these words the argument that was asked for? What is surely another command is that, and so is what is
/// understood as one where nothing bears such a name.
async fn argument(
    app: &App,
    ctx: &mut Context<'_>,
    open: &questions::Question,
    understood: &Understood,
    text: &str,
) -> anyhow::Result<Option<Reading>> {
    let Some(argument) = open.options.first().and_then(|name| name.as_str()) else { return Ok(None) };
    // the name of a command is no name of anything else
    let typed = |command: &str| text.trim_start().get(..command.len()) == Some(command);
    match understood {
        Understood::Courtesy { .. } => return Ok(None),
        _ if is_sure(understood) && is_something_else(understood, text) => return Ok(None),
        Understood::Missing { command, .. } | Understood::NoSuchArgument { command, .. }
            if typed(command) =>
        {
            return Ok(None);
        }
        _ => {}
    }
    let kind = app.registry.argument(&open.command, argument).map(|argument| argument.kind);
    if kind != Some(SlotKind::Text) && acknowledges(text) {
        return Ok(Some(Reading::Wrong));
    }
    let other = kind != Some(SlotKind::Text) && is_something_else(understood, text);
    Ok(match (app.registry.grammar().value(&open.command, argument, text), kind) {
        (Some(value), Some(kind)) if other => {
            let known = known::is_known(ctx, kind, &value).await?.unwrap_or(true);
            known.then_some(Reading::Argument(value))
        }
        (Some(value), _) => Some(Reading::Argument(value)),
        (None, _) => (!other).then_some(Reading::Wrong),
    })
}

/// Is it understood as a command, be it only offered? A name or a code alone is an answer that did not fit.
fn is_something_else(understood: &Understood, text: &str) -> bool {
    let arguments = match understood {
        Understood::Call { confidence, .. } if *confidence < FAINT => return false,
        Understood::Call { arguments, .. } | Understood::Missing { arguments, .. } => arguments,
        _ => return false,
    };
    let whole = |words: &String| words.chars().count() + 1 >= text.trim().chars().count();
    !arguments.values().any(whole)
}

/// Runs what the answer to a question stands for.
pub(super) async fn answered(
    app: &App,
    ctx: &mut Context<'_>,
    question: questions::Question,
    answer: Answer,
) -> anyhow::Result<Reply> {
    let (call, consent) = match (question.kind, answer) {
        (_, Answer::No) => {
            return Ok(ctx.reply().text(say!(ctx.lang, "Left as it is.", "そのままにしました。")));
        }
        (questions::Kind::Confirm, Answer::Yes) => {
            let call = Call::kept(json!({ "command": question.command, "arguments": question.arguments }))?;
            (call, Consent::Given)
        }
        (questions::Kind::Choose | questions::Kind::Offer, Answer::Number(n))
            if n <= question.options.len() && n > 0 =>
        {
            (Call::kept(question.options[n - 1].clone())?, Consent::NotAsked)
        }
        (questions::Kind::Choose, Answer::Yes) if question.options.len() == 1 => {
            (Call::kept(question.options[0].clone())?, Consent::NotAsked)
        }
        _ => return Ok(stale(ctx)),
    };
    app.registry.call(ctx, &call, consent).await
}

/// Runs the call that an argument was missing for.
async fn completed(
    app: &App,
    ctx: &mut Context<'_>,
    question: questions::Question,
    value: String,
) -> anyhow::Result<Reply> {
    let mut call = Call::kept(json!({ "command": question.command, "arguments": question.arguments }))?;
    match question.options.first().and_then(|name| name.as_str()) {
        Some(argument) => app.registry.complete(ctx, &mut call, argument, value).await,
        None => Ok(stale(ctx)),
    }
}

/// What was wrong with an answer; the question stays open.
fn wrong(app: &App, ctx: &Context<'_>, open: &questions::Question, text: &str) -> Reply {
    let lang = ctx.lang;
    let said = excerpt(text, QUOTED);
    let sentence = match open.kind {
        questions::Kind::Choose => {
            let n = open.options.len();
            say!(
                lang,
                "“{said}” is not among the choices. Please say a number from 1 to {n}, or “cancel”.",
                "「{said}」は選択肢にありません。1から{n}の番号でお答えください（やめる場合は「やめる」）。"
            )
        }
        questions::Kind::Argument => {
            let argument = open.options.first().and_then(|name| name.as_str()).unwrap_or_default();
            let about = app.registry.argument_about(&open.command, argument, lang);
            let choices = app.registry.argument(&open.command, argument).and_then(|it| match it.kind {
                SlotKind::Choice(choices) => Some(refusals::choices(lang, choices)),
                _ => None,
            });
            let about = choices.as_deref().unwrap_or(about);
            say!(
                lang,
                "I cannot take “{said}” for what I asked for. Please say: {about}. Or say “cancel”.",
                "「{said}」は、お尋ねした内容として読めませんでした。次の内容を教えてください：{about}（やめる場合は「やめる」）"
            )
        }
        questions::Kind::Confirm | questions::Kind::Offer => say!(
            lang,
            "I asked for a yes or a no, and “{said}” is neither; nothing was changed. Please say “yes” or “no”.",
            "「はい」か「いいえ」でお答えください（「{said}」はどちらでもありません）。まだ何も変更していません。"
        ),
    };
    ctx.reply().text(escape(&sentence))
}

/// The reply to other words, with the word that they left a change undecided.
pub(super) async fn left(
    app: &App,
    ctx: &mut Context<'_>,
    left: &questions::Question,
    mut reply: Reply,
) -> anyhow::Result<Reply> {
    let now = questions::open(&mut ctx.tx, ctx.asked).await?;
    let again = now.is_some_and(|now| now.command == left.command && now.arguments == left.arguments);
    if left.kind != questions::Kind::Confirm || again {
        return Ok(reply);
    }
    let call = app.registry.said_again(ctx, left).await?;
    let text = escape(&say!(
        ctx.lang,
        "The earlier question, “{call}”, was left undecided: nothing was changed. Say it again to be asked anew.",
        "先ほどの確認「{call}」は未回答のまま取り下げました（何も変更していません）。実行する場合は、もう一度入力してください。"
    ));
    reply.blocks.insert(0, Block::Text { text });
    Ok(reply)
}

/// Can these words be nothing but an answer: a yes, a no, an "ok"? What is a command as well ("undo", 取り消して) is
/// that.
pub(super) fn only_answers(answer: Option<Answer>, understood: &Understood, text: &str) -> bool {
    let is_more = is_sure(understood) || matches!(understood, Understood::Courtesy { .. });
    !is_more && (matches!(answer, Some(Answer::Yes | Answer::No)) || acknowledges(text))
}

/// The reply to an answer when no question is open; to a yes: which one was, and how to ask it again.
pub(super) async fn nothing_open(
    app: &App,
    ctx: &mut Context<'_>,
    answer: Option<Answer>,
) -> anyhow::Result<Reply> {
    let lang = ctx.lang;
    let minutes = questions::MINUTES;
    let lapsed = match answer {
        Some(Answer::Yes) => questions::lapsed(&mut ctx.tx, ctx.asked).await?,
        _ => None,
    };
    let sentence = match (lapsed, answer) {
        (Some(lapsed), _) => {
            let call = escape(&app.registry.said_again(ctx, &lapsed).await?);
            say!(
                lang,
                "The question “{call}” has lapsed: something else was said since, or {minutes} minutes went by. Nothing was changed. Say “{call}” to be asked again.",
                "確認「{call}」は無効になりました（別の発言があったか、{minutes}分が過ぎています）。何も変更していません。実行する場合は「{call}」ともう一度入力してください。"
            )
        }
        (None, Some(Answer::Yes)) => say!(
            lang,
            "There is nothing to say yes to: no question is open here. Say `help` to see what you can ask me.",
            "現在お答えいただく質問はありません。できることは「ヘルプ」でご覧いただけます。"
        ),
        (None, _) => say!(
            lang,
            "No question is open here, and nothing was changed. Say `help` to see what you can ask me.",
            "現在お答えいただく質問はありません。何も変更していません。できることは「ヘルプ」でご覧いただけます。"
        ),
    };
    Ok(ctx.reply().text(sentence))
}

pub(super) fn stale(ctx: &Context<'_>) -> Reply {
    ctx.reply().text(say!(
        ctx.lang,
        "That question is no longer open: it was answered, has expired, or was somebody else's. Please ask again.",
        "その質問は無効です（回答済み、期限切れ、または別の方への質問です）。もう一度お試しください。"
    ))
}
