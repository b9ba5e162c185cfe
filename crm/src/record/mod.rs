//! Recording what happened: conversations, accounts, persons and activities, in one transaction.
//!
//! Live events come one at a time, imports in batches of about a thousand; both take this road. The
//! same event twice is recorded once: `dedup_key` hashes what the platform calls it. What somebody asked
//! not to be recorded is not.

mod change;
mod dedup;
mod places;
mod senders;
mod unrecorded;
mod wish;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

pub use wish::{account_name, forget, is_recorded, resume};

use self::unrecorded::Unrecorded;
use crate::{
    AccountId, ActivityId, CodeKind, ConversationId, PersonId, Result, TenantTx, connections::Connection,
    merges,
};

/// One thing that happened, in the store's words.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Where; `None` for what happens in no conversation (a star, a sign-up).
    pub place: Option<Place>,
    /// External id of the thread's first message.
    pub thread: Option<String>,
    /// The platform's id; `None` where it gives none.
    pub external_id: Option<String>,
    /// Who.
    pub by: By,
    /// When.
    pub at: DateTime<Utc>,
    /// What the platform said of when, where that cannot be: `at` is the time of receipt then, and the activity
    /// says so.
    pub told: Option<DateTime<Utc>>,
    /// What.
    pub did: Did,
}

/// A conversation as the platform names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The platform's id.
    pub external_id: String,
    /// Its name.
    pub name: Option<String>,
    /// `channel`, `group`, `direct` or `assistant`.
    pub kind: &'static str,
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum By {
    /// Somebody on the connection's platform.
    Sender(Sender),
    /// An account on another provider, already known.
    Account(AccountId),
    /// A person, by no account (a badge scan, a form).
    Person(PersonId),
}

impl By {
    fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(*person),
            Self::Sender(_) | Self::Account(_) => None,
        }
    }
}

/// A sender as the platform names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Sender {
    /// The platform's immutable id.
    pub external_id: String,
    /// `@name`, without the `@`.
    pub handle: Option<String>,
    /// Display name.
    pub name: Option<String>,
    /// E-mail address; self-typed, no proof.
    pub email: Option<String>,
    /// A bot.
    pub is_bot: bool,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Did {
    /// An activity: `message`, `join`, `click` …
    Act {
        /// The verb.
        action: String,
        /// What was said, if anything.
        text: Option<String>,
    },
    /// The message now says this.
    Edit {
        /// The new text.
        text: String,
    },
    /// The message is gone.
    Delete,
}

/// Whether what is recorded has just happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// Now: names and addresses are news.
    Live,
    /// Long ago: kept, never answered.
    Historical,
}

/// Where one event ended up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The activity, new or known; `None` for an edit or deletion that waits for its message, and for what
    /// is not to be recorded.
    pub activity: Option<ActivityId>,
    /// Who did it.
    pub account: Option<AccountId>,
    /// Where.
    pub conversation: Option<ConversationId>,
    /// False when it had been recorded before.
    pub new: bool,
}

/// Records events, in order. One [`Row`] for each.
pub async fn record(
    tx: &mut TenantTx,
    connection: &Connection,
    events: &[Incoming],
    timing: Timing,
) -> Result<Vec<Row>> {
    if timing == Timing::Live {
        places::take_turn(tx, connection, events).await?;
    }
    let places = places::ensure(tx, connection, events, timing).await?;
    let senders = senders::ensure(tx, connection, events, timing).await?;
    let mut rows: Vec<Row> = events
        .iter()
        .map(|event| Row {
            activity: None,
            account: match &event.by {
                By::Sender(sender) => senders.get(&sender.external_id).copied(),
                By::Account(account) => Some(*account),
                By::Person(_) => None,
            },
            conversation: event.place.as_ref().and_then(|place| places.get(&place.external_id)).copied(),
            new: false,
        })
        .collect();
    let unrecorded = Unrecorded::among(tx, &rows).await?;
    insert(tx, connection, events, &mut rows, &unrecorded, timing).await?;
    change::apply(tx, events, &mut rows, &unrecorded).await?;
    Ok(rows)
}

/// Inserts the new acts among `events` and fills in their rows.
async fn insert(
    tx: &mut TenantTx,
    connection: &Connection,
    events: &[Incoming],
    rows: &mut [Row],
    unrecorded: &Unrecorded,
    timing: Timing,
) -> Result<()> {
    let keys: Vec<Vec<u8>> = events.iter().map(|event| dedup::key(connection, event)).collect();
    let known = dedup::known(tx, &keys).await?;
    let persons: Vec<PersonId> = events.iter().filter_map(|event| event.by.person()).collect();
    let survivors = if persons.is_empty() { HashMap::new() } else { merges::survivors(tx, &persons).await? };
    let mut fresh = HashMap::new();
    let mut batch = Batch::default();
    for (i, event) in events.iter().enumerate() {
        if !matches!(event.did, Did::Act { .. }) || unrecorded.has(&rows[i]) {
            continue;
        }
        if let Some(id) = known.get(&keys[i]).or_else(|| fresh.get(&keys[i])) {
            rows[i].activity = Some(*id);
            continue;
        }
        let id = ActivityId::new();
        fresh.insert(keys[i].clone(), id);
        rows[i].activity = Some(id);
        rows[i].new = true;
        // who is part of another by now acts as that other
        let person = event.by.person().map(|person| survivors.get(&person).copied().unwrap_or(person));
        batch.push(id, person, event, &rows[i], &keys[i]);
    }
    if batch.id.is_empty() {
        return Ok(());
    }
    let numbers = tx.numbers(CodeKind::Activity, batch.id.len()).await?;
    let stored: Vec<ActivityId> = sqlx::query_scalar(
        "insert into crm.activities (tenant_id, id, number, account_id, person_id, conversation_id, thread,
             external_id, action, text, occurred_at, historical, dedup_key, metadata)
         select $1, t.id, t.number, t.account, t.person, t.conversation, t.thread, t.external_id, t.action,
                t.text, t.at, $2, t.key,
                case when t.suspect then jsonb_build_object('time_suspect', true) else '{}' end
         from unnest($3::uuid[], $4::bigint[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::text[],
                     $10::text[], $11::text[], $12::timestamptz[], $13::bytea[], $14::bool[])
              as t (id, number, account, person, conversation, thread, external_id, action, text, at, key, suspect)
         on conflict (tenant_id, dedup_key) do nothing
         returning id",
    )
    .bind(tx.tenant())
    .bind(timing == Timing::Historical)
    .bind(&batch.id)
    .bind(numbers.collect::<Vec<i64>>())
    .bind(&batch.account)
    .bind(&batch.person)
    .bind(&batch.conversation)
    .bind(&batch.thread)
    .bind(&batch.external_id)
    .bind(&batch.action)
    .bind(&batch.text)
    .bind(&batch.at)
    .bind(&batch.key)
    .bind(&batch.suspect)
    .fetch_all(tx.conn())
    .await?;
    if stored.len() < batch.id.len() {
        // another replica recorded some of them between our look and our insert: theirs stand
        let stored: HashSet<ActivityId> = stored.into_iter().collect();
        let known = dedup::known(tx, &batch.key).await?;
        for (row, key) in rows.iter_mut().zip(&keys).filter(|(row, _)| row.new) {
            if row.activity.is_none_or(|id| !stored.contains(&id)) {
                row.activity = known.get(key).copied();
                row.new = false;
            }
        }
    }
    Ok(())
}

/// Columns of the rows to insert.
#[derive(Default)]
struct Batch {
    id: Vec<ActivityId>,
    account: Vec<Option<AccountId>>,
    person: Vec<Option<PersonId>>,
    conversation: Vec<Option<ConversationId>>,
    thread: Vec<Option<String>>,
    external_id: Vec<Option<String>>,
    action: Vec<String>,
    text: Vec<Option<String>>,
    at: Vec<DateTime<Utc>>,
    key: Vec<Vec<u8>>,
    suspect: Vec<bool>,
}

impl Batch {
    fn push(&mut self, id: ActivityId, person: Option<PersonId>, event: &Incoming, row: &Row, key: &[u8]) {
        let Did::Act { action, text } = &event.did else { return };
        self.id.push(id);
        self.account.push(row.account);
        self.person.push(person);
        self.conversation.push(row.conversation);
        self.thread.push(event.thread.as_deref().map(storable));
        self.external_id.push(event.external_id.as_deref().map(storable));
        self.action.push(storable(action));
        self.text.push(text.as_deref().map(storable));
        self.at.push(event.at);
        self.key.push(key.to_vec());
        self.suspect.push(event.told.is_some());
    }
}

/// Postgres keeps every character but NUL.
fn storable(text: &str) -> String {
    text.replace('\0', "")
}
