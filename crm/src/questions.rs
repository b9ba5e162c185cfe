//! Questions the bot asked, bound to asker, arguments and a time.

use ring::digest;
use serde_json::Value;
use sqlx::FromRow;

use crate::{AccountId, ConnectionId, ConversationId, QuestionId, Result, TenantTx};

/// How long a question waits, in minutes.
pub const MINUTES: i32 = 10;

/// How long the buttons beside an answer work, in minutes.
const OFFER_MINUTES: i32 = 24 * 60;

/// What kind of answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    Confirm,
    /// One of several.
    Choose,
    /// The words for an argument that was not said.
    Argument,
    /// Buttons beside an answer (undo, more): pressed or not, never answered by words.
    Offer,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Choose => "choose",
            Self::Argument => "argument",
            Self::Offer => "offer",
        }
    }

    fn from_stored(word: &str) -> Option<Self> {
        [Self::Confirm, Self::Choose, Self::Argument, Self::Offer].into_iter().find(|k| k.as_str() == word)
    }

    /// How long it stays open, in minutes.
    fn minutes(self) -> i32 {
        match self {
            Self::Offer => OFFER_MINUTES,
            Self::Confirm | Self::Choose | Self::Argument => MINUTES,
        }
    }
}

/// A question with what its answers run.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its id: opaque to everybody outside.
    pub id: QuestionId,
    /// What kind of answer is wanted.
    pub kind: Kind,
    /// The command that waits.
    pub command: String,
    /// Its arguments as they were shown.
    pub arguments: Value,
    /// For a choice and an offer: the call behind each number, `{"command", "arguments"}`. For an argument:
    /// its name.
    pub options: Vec<Value>,
    /// The language it was asked in, as a tag: that of an answer which is in none ("2", "P-12").
    pub lang: Option<String>,
}

/// Under this name, which no command has for an argument, the language is kept.
const ASKED_IN: &str = "asked in";

/// Where and by whom a question is answered.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// The conversation it was asked in.
    pub conversation: ConversationId,
    /// The only account that may answer.
    pub account: AccountId,
}

/// Asks in a language. The asker's earlier open questions in that conversation lapse, unless this is an offer.
pub async fn ask(
    tx: &mut TenantTx,
    asked: Asked,
    kind: Kind,
    command: &str,
    arguments: &Value,
    options: &[Value],
    lang: &str,
) -> Result<QuestionId> {
    if kind != Kind::Offer {
        lapse(tx, asked).await?;
    }
    let id = QuestionId::new();
    let mut arguments = arguments.clone();
    if let Some(arguments) = arguments.as_object_mut() {
        arguments.insert(ASKED_IN.to_owned(), lang.into());
    }
    sqlx::query(
        "insert into crm.questions (tenant_id, id, conversation_id, account_id, kind, command, arguments,
             arguments_hash, options, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + make_interval(mins => $10))",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(asked.conversation)
    .bind(asked.account)
    .bind(kind.as_str())
    .bind(command)
    .bind(&arguments)
    .bind(hash(command, &arguments, &Value::from(options.to_vec())))
    .bind(Value::from(options.to_vec()))
    .bind(kind.minutes())
    .execute(tx.conn())
    .await?;
    Ok(id)
}

/// Closes the asker's open questions in a conversation, offers apart; true when there was one. They expire:
/// [`lapsed`] tells them from those that were answered.
pub async fn lapse(tx: &mut TenantTx, asked: Asked) -> Result<bool> {
    let closed = sqlx::query(
        "update crm.questions set expires_at = now()
         where tenant_id = $1 and conversation_id = $2 and account_id = $3 and answered_at is null
           and expires_at > now() and kind <> 'offer'",
    )
    .bind(tx.tenant())
    .bind(asked.conversation)
    .bind(asked.account)
    .execute(tx.conn())
    .await?;
    Ok(closed.rows_affected() > 0)
}

/// The question this asker was asked here last, if it went unanswered and is open no more. A list to choose from is
/// none that could be asked again.
pub async fn lapsed(tx: &mut TenantTx, asked: Asked) -> Result<Option<Question>> {
    let row: Option<Row> = sqlx::query_as(
        "select id, kind, command, arguments, arguments_hash, options
         from (select * from crm.questions
               where tenant_id = $1 and conversation_id = $2 and account_id = $3 and kind <> 'offer'
               order by created_at desc, id desc limit 1) last
         where answered_at is null and expires_at <= now() and kind <> 'choose'",
    )
    .bind(tx.tenant())
    .bind(asked.conversation)
    .bind(asked.account)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.and_then(Row::whole))
}

/// The question this asker has open here, if it has not expired.
pub async fn open(tx: &mut TenantTx, asked: Asked) -> Result<Option<Question>> {
    let row: Option<Row> = sqlx::query_as(
        "select id, kind, command, arguments, arguments_hash, options from crm.questions
         where tenant_id = $1 and conversation_id = $2 and account_id = $3
           and answered_at is null and expires_at > now() and kind <> 'offer'
         order by created_at desc, id desc limit 1",
    )
    .bind(tx.tenant())
    .bind(asked.conversation)
    .bind(asked.account)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.and_then(Row::whole))
}

/// Does a question wait in the conversation that a connection's platform calls this?
pub async fn waiting_in(tx: &mut TenantTx, connection: ConnectionId, external_id: &str) -> Result<bool> {
    sqlx::query_scalar(
        "select exists (select from crm.questions q
                        join crm.conversations c on c.tenant_id = q.tenant_id and c.id = q.conversation_id
                        where q.tenant_id = $1 and c.connection_id = $2 and c.external_id = $3
                          and q.answered_at is null and q.expires_at > now() and q.kind <> 'offer')",
    )
    .bind(tx.tenant())
    .bind(connection)
    .bind(external_id)
    .fetch_one(tx.conn())
    .await
}

/// Takes the answer: the question, once (an offer as often as its buttons are pressed). `None` when it is another asker's, answered, expired, changed
/// or none at all; which of these is nobody's business.
pub async fn answer(tx: &mut TenantTx, asked: Asked, id: QuestionId) -> Result<Option<Question>> {
    let row: Option<Row> = sqlx::query_as(
        "update crm.questions set answered_at = case when kind <> 'offer' then now() end
         where tenant_id = $1 and id = $2 and conversation_id = $3 and account_id = $4
           and answered_at is null and expires_at > now()
         returning id, kind, command, arguments, arguments_hash, options",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(asked.conversation)
    .bind(asked.account)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.and_then(Row::whole))
}

/// Those of these questions that nobody can answer any more: answered, or their time is over.
pub async fn closed(tx: &mut TenantTx, among: &[QuestionId]) -> Result<Vec<QuestionId>> {
    sqlx::query_scalar(
        "select wanted.id from unnest($2::uuid[]) wanted (id)
         where not exists (
             select from crm.questions q
             where q.tenant_id = $1 and q.id = wanted.id and q.answered_at is null and q.expires_at > now())",
    )
    .bind(tx.tenant())
    .bind(among)
    .fetch_all(tx.conn())
    .await
}

#[derive(FromRow)]
struct Row {
    id: QuestionId,
    kind: String,
    command: String,
    arguments: Value,
    arguments_hash: Vec<u8>,
    options: Value,
}

impl Row {
    /// The question, if what would run is what was shown.
    fn whole(self) -> Option<Question> {
        if self.arguments_hash != hash(&self.command, &self.arguments, &self.options) {
            tracing::warn!(question = %self.id, "a stored question was changed; not answered");
            return None;
        }
        let kind = Kind::from_stored(&self.kind)?;
        let options = match self.options {
            Value::Array(options) => options,
            _ => Vec::new(),
        };
        let mut arguments = self.arguments;
        let lang = arguments.as_object_mut().and_then(|arguments| arguments.remove(ASKED_IN));
        let lang = lang.and_then(|lang| lang.as_str().map(str::to_owned));
        Some(Question { id: self.id, kind, command: self.command, arguments, options, lang })
    }
}

/// SHA-256 over command, arguments and options. Objects print their keys in order, so equal ones hash alike.
fn hash(command: &str, arguments: &Value, options: &Value) -> Vec<u8> {
    let text = format!("{}:{command}{arguments}{options}", command.len());
    digest::digest(&digest::SHA256, text.as_bytes()).as_ref().to_vec()
}
