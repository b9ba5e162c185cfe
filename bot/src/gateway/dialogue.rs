//! What a question that is open makes of the next words: an answer, a wrong answer, or a question left
//! behind, which is said and not dropped.
//!
//! Not the questions themselves: the registry asks them and [`crm::questions`] keeps them.

use adapters::{Block, Reply, markdown::escape};
use crm::questions;
use nlp::understand::{Answer, SURE, Understood};
use serde_json::json;

use crate::{
    app::App,
    commands::{Call, Context},
    registry::Consent,
    say,
    words::excerpt,
};

/// So much of what somebody said is quoted back, in characters.
const QUOTED: usize = 60;

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
    let reading = match reading(app, open, said) {
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
fn reading(
    app: &App,
    open: &questions::Question,
    (answer, understood, text): (Option<Answer>, &Understood, &str),
) -> Option<Reading> {
    let (sure, bare) = match understood {
        Understood::Call { confidence, bare, .. } => (*confidence >= SURE, *bare),
        _ => (false, false),
    };
    match (open.kind, answer) {
        (_, Some(Answer::No)) => return Some(Reading::Answer(Answer::No)),
        (questions::Kind::Argument, _) => {}
        (questions::Kind::Confirm, Some(Answer::Number(_))) => return Some(Reading::Wrong),
        (questions::Kind::Choose, Some(answer)) => {
            let fits = match answer {
                Answer::Number(n) => (1..=open.options.len()).contains(&n),
                _ => open.options.len() == 1,
            };
            return Some(if fits { Reading::Answer(answer) } else { Reading::Wrong });
        }
        (_, answer) => return answer.map(Reading::Answer),
    }
    let argument = open.options.first()?.as_str()?;
    // the name of a command is no name of anything else
    let typed = |command: &str| text.trim_start().get(..command.len()) == Some(command);
    match understood {
        Understood::Courtesy { .. } => None,
        Understood::Call { .. } if sure && !bare => None,
        Understood::Missing { command, .. } if typed(command) => None,
        _ => {
            let value = app.registry.grammar().value(&open.command, argument, text);
            match (value, understood) {
                (Some(value), _) => Some(Reading::Argument(value)),
                // another command, with an argument missing as well
                (None, Understood::Missing { .. }) => None,
                (None, _) => Some(Reading::Wrong),
            }
        }
    }
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

/// The reply to a yes when no question is open: which one was, and how to ask it again.
pub(super) async fn nothing_open(app: &App, ctx: &mut Context<'_>) -> anyhow::Result<Reply> {
    let lang = ctx.lang;
    let minutes = questions::MINUTES;
    let sentence = match questions::lapsed(&mut ctx.tx, ctx.asked).await? {
        Some(lapsed) => {
            let call = app.registry.said_again(ctx, &lapsed).await?;
            say!(
                lang,
                "The question “{call}” has lapsed: something else was said since, or {minutes} minutes went by. Nothing was changed. Say “{call}” to be asked again.",
                "確認「{call}」は無効になりました（別の発言があったか、{minutes}分が過ぎています）。何も変更していません。実行する場合は「{call}」ともう一度入力してください。"
            )
        }
        None => say!(
            lang,
            "There is nothing to say yes to: no question is open here. Say `help` to see what you can ask me.",
            "現在お答えいただく質問はありません。できることは「ヘルプ」でご覧いただけます。"
        ),
    };
    Ok(ctx.reply().text(escape(&sentence)))
}

pub(super) fn stale(ctx: &Context<'_>) -> Reply {
    ctx.reply().text(say!(
        ctx.lang,
        "That question is no longer open: it was answered, has expired, or was somebody else's. Please ask again.",
        "その質問は無効です（回答済み、期限切れ、または別の方への質問です）。もう一度お試しください。"
    ))
}
