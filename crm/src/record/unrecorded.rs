//! Who and what is not recorded: people who asked for it, rooms where somebody said so.

use std::collections::HashSet;

use super::Row;
use crate::{AccountId, ConversationId, Result, TenantTx};

/// Which of these accounts and conversations must not be recorded.
#[derive(Debug, Default)]
pub(super) struct Unrecorded {
    accounts: HashSet<AccountId>,
    conversations: HashSet<ConversationId>,
}

impl Unrecorded {
    /// Asks for those in `rows`, in one go.
    pub(super) async fn among(tx: &mut TenantTx, rows: &[Row]) -> Result<Self> {
        let accounts: HashSet<AccountId> = rows.iter().filter_map(|row| row.account).collect();
        let conversations: HashSet<ConversationId> = rows.iter().filter_map(|row| row.conversation).collect();
        let found: Vec<(Option<AccountId>, Option<ConversationId>)> = sqlx::query_as(
            // few ever are: an index of their own holds them
            "select id, null::uuid from crm.accounts
             where tenant_id = $1 and id = any($2) and unrecorded_since is not null
             union all
             select null, id from crm.conversations
             where tenant_id = $1 and id = any($3) and not recorded",
        )
        .bind(tx.tenant())
        .bind(accounts.into_iter().collect::<Vec<_>>())
        .bind(conversations.into_iter().collect::<Vec<_>>())
        .fetch_all(tx.conn())
        .await?;
        let mut unrecorded = Self::default();
        for (account, conversation) in found {
            unrecorded.accounts.extend(account);
            unrecorded.conversations.extend(conversation);
        }
        Ok(unrecorded)
    }

    /// Is this one of them?
    pub(super) fn has(&self, row: &Row) -> bool {
        row.account.is_some_and(|id| self.accounts.contains(&id))
            || row.conversation.is_some_and(|id| self.conversations.contains(&id))
    }
}
