//! Yes or no to what was looked at. A yes begins at once; the page watches, and need not.

use axum::{
    Form,
    extract::{Path, State, rejection::FormRejection},
    response::{IntoResponse, Redirect, Response},
};
use crm::imports::{self, Choice};
use serde::Deserialize;

use super::{
    super::{Web, error::WebError, session::Proof},
    Importer, named,
};
use crate::tables;

/// A yes.
#[derive(Debug, Deserialize)]
pub(super) struct Yes {
    csrf: String,
    #[serde(default)]
    duplicates: Option<Choice>,
    #[serde(default)]
    doubtful: Option<Choice>,
}

/// Begins.
pub(super) async fn start(
    State(web): State<Web>,
    Importer(reader): Importer,
    Path(code): Path<String>,
    sent: Result<Form<Yes>, FormRejection>,
) -> Result<Response, WebError> {
    let Form(yes) = sent.map_err(|_| WebError::Forbidden)?;
    reader.session.check(&yes.csrf)?;
    let mut tx = reader.begin(&web).await?;
    let Some(import) = named(&mut tx, &code).await? else { return reader.nothing_here() };
    let choices = (yes.duplicates.unwrap_or(Choice::Skip), yes.doubtful.unwrap_or(Choice::Create));
    let started = imports::start(&mut tx, import.id, choices).await?;
    tx.commit().await?;
    if started {
        let (db, tenant, actor) = (web.app.db.clone(), reader.session.tenant, reader.session.user.actor());
        let today = (web.app.clock)().date_naive();
        let app = web.app.clone();
        tokio::spawn(async move {
            let id = import.id;
            // what stops here is gone on with by the chores
            if let Err(fault) = tables::resume(&db, (tenant, &actor), id, today).await {
                tracing::error!(import = %id, fault = format!("{fault:#}"), "the import stopped");
            }
            app.changed.ring(tenant);
        });
    }
    Ok(Redirect::to(&format!("/import/{}", import.code())).into_response())
}

/// Forgets the file.
pub(super) async fn cancel(
    State(web): State<Web>,
    Importer(reader): Importer,
    Path(code): Path<String>,
    sent: Result<Form<Proof>, FormRejection>,
) -> Result<Response, WebError> {
    Proof::check(sent, &reader.session)?;
    let mut tx = reader.begin(&web).await?;
    let Some(import) = named(&mut tx, &code).await? else { return reader.nothing_here() };
    let cancelled = imports::cancel(&mut tx, import.id).await?;
    tx.commit().await?;
    let to =
        if cancelled { "/import?done=cancelled".to_owned() } else { format!("/import/{}", import.code()) };
    Ok(Redirect::to(&to).into_response())
}
