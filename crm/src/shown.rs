//! What was last shown to an asker in a conversation, so that "2番" and "these two" mean something.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::FromRow;

use crate::{Code, CodeKind, Result, TenantTx, questions::Asked};

/// What an asker last saw.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// The last list, in its order: what each line is about, mostly one thing, for a pair two.
    pub items: Vec<Vec<Code>>,
    /// The last of each kind that was looked at alone.
    pub focus: BTreeMap<&'static str, Code>,
    /// The call that shows the next page of the list: `{"command", "arguments"}`.
    pub more: Option<Value>,
    /// The last call that only read, for "and for last year?": as `more`.
    pub asked: Option<Value>,
    /// The files that the asker sent last.
    pub sent: Option<Value>,
}

/// How the two calls are kept together: those of before this was so are the next page's alone.
#[derive(Default, Serialize, Deserialize)]
struct Calls {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asked: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sent: Option<Value>,
}

impl Calls {
    fn of(kept: Option<Value>) -> Self {
        match kept {
            Some(next) if next.get("command").is_some() => Self { next: Some(next), ..Self::default() },
            Some(calls) => serde_json::from_value(calls).unwrap_or_default(),
            None => Self::default(),
        }
    }
}

impl Shown {
    /// The last thing of a kind that was looked at.
    pub fn focus_on(&self, kind: CodeKind) -> Option<Code> {
        self.focus.get(kind.letter()).copied()
    }

    /// The line with this number, from 1.
    pub fn nth(&self, n: usize) -> Option<&[Code]> {
        n.checked_sub(1).and_then(|i| self.items.get(i)).map(Vec::as_slice)
    }
}

/// What this asker last saw here; nothing when that is a day ago.
pub async fn last(tx: &mut TenantTx, asked: Asked) -> Result<Shown> {
    #[derive(FromRow)]
    struct Row {
        items: Value,
        focus: Value,
        more: Option<Value>,
    }
    let row: Option<Row> = sqlx::query_as(
        "select items, focus, more from crm.shown
         where tenant_id = $1 and conversation_id = $2 and account_id = $3
           and shown_at > now() - interval '1 day'",
    )
    .bind(tx.tenant())
    .bind(asked.conversation)
    .bind(asked.account)
    .fetch_optional(tx.conn())
    .await?;
    let code = |value: &Value| value.as_str().and_then(Code::parse);
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    Ok(row.map_or_else(Shown::default, |row| {
        let Calls { next: more, asked, sent } = Calls::of(row.more);
        Shown {
            more,
            asked,
            sent,
            items: list(&row.items).iter().map(|line| list(line).iter().filter_map(code).collect()).collect(),
            focus: row
                .focus
                .as_object()
                .into_iter()
                .flat_map(|focus| focus.values().filter_map(code))
                .map(|code| (code.kind.letter(), code))
                .collect(),
        }
    }))
}

/// Remembers what this asker sees now.
pub async fn remember(tx: &mut TenantTx, asked: Asked, shown: &Shown) -> Result<()> {
    let words = |codes: &[Code]| codes.iter().map(Code::to_string).collect::<Vec<_>>();
    let items: Vec<_> = shown.items.iter().map(|line| words(line)).collect();
    let focus: BTreeMap<_, _> = shown.focus.iter().map(|(kind, code)| (*kind, code.to_string())).collect();
    sqlx::query(
        "insert into crm.shown (tenant_id, conversation_id, account_id, items, focus, more)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (tenant_id, conversation_id, account_id) do update
             set items = excluded.items, focus = excluded.focus, more = excluded.more, shown_at = now()",
    )
    .bind(tx.tenant())
    .bind(asked.conversation)
    .bind(asked.account)
    .bind(json!(items))
    .bind(json!(focus))
    .bind(json!(Calls { next: shown.more.clone(), asked: shown.asked.clone(), sent: shown.sent.clone() }))
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Remembers the files that somebody has just sent: nothing of what is in them.
pub async fn sent(tx: &mut TenantTx, asked: Asked, files: &Value) -> Result<()> {
    sqlx::query(
        "insert into crm.shown (tenant_id, conversation_id, account_id, more)
         values ($1, $2, $3, jsonb_build_object('sent', jsonb_build_object('files', $4::jsonb, 'at', now())))
         on conflict (tenant_id, conversation_id, account_id) do update
             set more = case when shown.more ? 'command' then jsonb_build_object('next', shown.more)
                             else coalesce(shown.more, '{}') end || excluded.more,
                 shown_at = now()",
    )
    .bind(tx.tenant())
    .bind(asked.conversation)
    .bind(asked.account)
    .bind(files)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The files that this asker sent last here, within so many minutes.
pub async fn sent_lately(tx: &mut TenantTx, asked: Asked, minutes: i32) -> Result<Option<Value>> {
    sqlx::query_scalar(
        "select more -> 'sent' -> 'files' from crm.shown
         where tenant_id = $1 and conversation_id = $2 and account_id = $3
           and (more -> 'sent' ->> 'at')::timestamptz > now() - make_interval(mins => $4)",
    )
    .bind(tx.tenant())
    .bind(asked.conversation)
    .bind(asked.account)
    .bind(minutes)
    .fetch_optional(tx.conn())
    .await
}
