//! Asking: each question entered against the budget, asked, settled. No transaction is open while the model thinks.

use std::time::Duration;

use adapters::model::{Answer, Client, ModelError, Question};
use chrono::{DateTime, Utc};
use crm::{
    Actor, TenantId,
    model_calls::{self, Call, Ended},
};
use futures::{StreamExt, stream};
use nlp::model::Ask;
use rust_decimal::Decimal;
use tokio::time::Instant;

use super::{Heard, LONGEST, Verdict, memory};
use crate::app::App;

/// So many questions of one request are asked at a time.
const AT_A_TIME: usize = 4;

/// With less time left than this nothing is asked any more.
const TOO_LITTLE: Duration = Duration::from_millis(20);

/// Asks what is to be asked and notes what becomes of it; what is not answered is noted as well, so that nothing is
/// asked twice in one request. `month`: when the asker's month began.
///
/// # Errors
/// Our own faults: the database is away.
pub(crate) async fn hear(
    app: &App,
    (tenant, actor): (TenantId, &Actor),
    month: DateTime<Utc>,
    asks: Vec<Ask>,
    heard: &mut Heard,
) -> anyhow::Result<()> {
    let Some(client) = &app.model.client else { return Ok(()) };
    let patience = asks.iter().map(|ask| app.model.patience(ask.task)).max().unwrap_or_default();
    let began = Instant::now();
    let until = began + patience.min(LONGEST.saturating_sub(heard.waited));
    let asked = stream::iter(asks.into_iter().map(|ask| async move {
        let key = memory::key(tenant, client.model(), &ask);
        let verdict = one(app, client, (tenant, actor), month, &ask, until).await;
        (key, verdict)
    }));
    let verdicts: Vec<_> = asked.buffer_unordered(AT_A_TIME).collect().await;
    for (key, verdict) in verdicts {
        let verdict = verdict?;
        if let Verdict::Said(answer) = &verdict {
            app.model.memory.keep(key, answer.clone());
        }
        heard.verdicts.insert(key, verdict);
    }
    heard.waited += began.elapsed();
    Ok(())
}

/// Asks one thing for nobody in particular; `None`: there is no model.
///
/// # Errors
/// Our own faults: the database is away.
pub(crate) async fn ask_once(
    app: &App,
    whose: (TenantId, &Actor),
    month: DateTime<Utc>,
    ask: Ask,
) -> anyhow::Result<Option<Verdict>> {
    let mut heard = Heard::default();
    hear(app, whose, month, vec![ask], &mut heard).await?;
    Ok(heard.verdicts.into_values().next())
}

async fn one(
    app: &App,
    client: &Client,
    (tenant, actor): (TenantId, &Actor),
    month: DateTime<Utc>,
    ask: &Ask,
    until: Instant,
) -> anyhow::Result<Verdict> {
    let model = &app.model;
    let left = until.saturating_duration_since(Instant::now());
    if model.health.rests() || left < TOO_LITTLE {
        return Ok(Verdict::Silent);
    }
    let cost = |tokens_in, tokens_out| model.price.as_ref().map(|price| price.of(tokens_in, tokens_out));
    let currency = model.price.as_ref().map_or("", |price| price.currency.as_str());
    let call = Call {
        feature: ask.task.as_str(),
        model: client.model(),
        at: (app.clock)(),
        tokens_in: ask.tokens(),
        tokens_out: ask.most_tokens,
        cost: cost(ask.tokens(), ask.most_tokens).map(|cost| (cost, currency)),
    };
    let mut tx = app.db.begin(tenant, actor.clone()).await?;
    let entered = model_calls::reserve(&mut tx, month, &call).await?;
    tx.commit().await?;
    let Some(id) = entered else { return Ok(Verdict::UsedUp) };
    let began = Instant::now();
    let question = Question {
        system: &ask.system,
        user: &ask.user,
        schema_name: &ask.schema_name,
        schema: &ask.schema,
        most_tokens: ask.most_tokens,
        patience: left,
    };
    let answered = client.ask(&question).await.and_then(|answer| match ask.is_answered_by(&answer.text) {
        true => Ok(answer),
        false => Err(ModelError::Unusable("not in the form that was asked for".to_owned())),
    });
    let milliseconds = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    model.health.note((app.clock)(), answered.as_ref().err());
    let (outcome, tokens_in, tokens_out) = took(ask, &answered);
    tracing::info!(
        feature = ask.task.as_str(),
        outcome,
        tokens_in,
        tokens_out,
        milliseconds,
        "asked a model"
    );
    if let Err(error) = &answered {
        tracing::warn!(feature = ask.task.as_str(), %error, "a model did not answer");
    }
    let ended = Ended {
        outcome,
        tokens_in,
        tokens_out,
        cost: cost(tokens_in, tokens_out).unwrap_or(Decimal::ZERO),
        milliseconds,
        words: (&ask.user, answered.as_ref().ok().map(|answer| answer.text.as_str())),
    };
    let mut tx = app.db.begin(tenant, actor.clone()).await?;
    model_calls::settle(&mut tx, id, &ended).await?;
    tx.commit().await?;
    Ok(match answered {
        Ok(answer) => Verdict::Said(answer.text.into()),
        Err(_) => Verdict::Silent,
    })
}

/// How it ended, and the tokens of question and answer. Where nobody says how many, or more than can be, those that
/// were allowed for.
fn took(ask: &Ask, answered: &Result<Answer, ModelError>) -> (&'static str, u32, u32) {
    match answered {
        Ok(answer) => (
            "answered",
            answer.tokens_in.unwrap_or(u32::MAX).min(ask.tokens()),
            answer.tokens_out.unwrap_or(u32::MAX).min(ask.most_tokens),
        ),
        Err(error) if error.may_cost() => (error.word(), ask.tokens(), ask.most_tokens),
        Err(error) => (error.word(), 0, 0),
    }
}
