//! Rows that have served: removed once a day, so that nothing grows for ever.

use crate::{
    Result, TenantTx, activities, campaigns, deals, imports, merges, model_calls, notes, organizations,
    persons, tasks,
};

/// Days for which a delivered event is remembered: within them, the same delivery again does nothing.
pub(crate) const REMEMBER_DAYS: i32 = 90;

/// Days for which what was deleted can be brought back.
pub const TRASH_DAYS: i32 = 30;

/// Removes what nobody can use any more and says how many rows that were: sessions and links that ended,
/// questions that were answered or lapsed, events and replies dealt with longer ago than redelivery
/// lasts, jobs that are done, what has been in the trash for long enough. The words of what models were asked go as well.
pub async fn tidy(tx: &mut TenantTx) -> Result<u64> {
    let mut removed = 0;
    for sql in [
        "delete from crm.sessions where tenant_id = $1 and expires_at < now()",
        "delete from crm.sign_in_links where tenant_id = $1 and expires_at < now() - interval '1 day'",
        "delete from crm.link_codes where tenant_id = $1 and expires_at < now() - interval '1 day'",
        "delete from crm.link_failures where tenant_id = $1 and failed_at < now() - interval '1 day'",
        "delete from crm.shown where tenant_id = $1 and shown_at < now() - interval '1 day'",
        "delete from crm.questions where tenant_id = $1 and expires_at < now() - interval '1 day'",
    ] {
        removed += sqlx::query(sql).bind(tx.tenant()).execute(tx.conn()).await?.rows_affected();
    }
    for sql in [
        "delete from crm.inbox
         where tenant_id = $1 and state = 'done' and received_at < now() - make_interval(days => $2)",
        "delete from crm.outbox
         where tenant_id = $1 and state = 'sent' and sent_at < now() - make_interval(days => $2)",
        "delete from crm.outbox
         where tenant_id = $1 and state = 'failed' and settled_at < now() - make_interval(days => $2)",
        "delete from crm.jobs
         where tenant_id = $1 and state = 'done' and run_at < now() - make_interval(days => $2)",
    ] {
        let gone = sqlx::query(sql).bind(tx.tenant()).bind(REMEMBER_DAYS).execute(tx.conn()).await?;
        removed += gone.rows_affected();
    }
    // those that nobody could read or finish stay to be looked at; what they said does not
    sqlx::query(
        "update crm.inbox set body = ''
         where tenant_id = $1 and state = 'quarantined' and body <> ''
           and received_at < now() - make_interval(days => $2)",
    )
    .bind(tx.tenant())
    .bind(REMEMBER_DAYS)
    .execute(tx.conn())
    .await?;
    // what speaks for two being one changes with all that is known: once a day everybody is compared
    merges::standing::note_everybody(tx).await?;
    removed += tasks::empty(tx, TRASH_DAYS).await?;
    removed += deals::empty(tx, TRASH_DAYS).await?;
    removed += activities::empty(tx, TRASH_DAYS).await?;
    removed += notes::empty(tx, TRASH_DAYS).await?;
    removed += persons::purge(tx, TRASH_DAYS).await?;
    removed += organizations::empty(tx, TRASH_DAYS).await?;
    removed += campaigns::empty(tx, TRASH_DAYS).await?;
    removed += imports::tidy(tx, TRASH_DAYS).await?;
    model_calls::words::tidy(tx).await?;
    Ok(removed)
}
