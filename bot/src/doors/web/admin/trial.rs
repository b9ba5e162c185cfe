//! `POST /admin/connections/{id}/test`: everything that a working connection needs, looked at now.

use adapters::{Finding, State as How};
use axum::{
    extract::{Path, State},
    response::Response,
};
use crm::{ConnectionId, connections};
use nlp::Lang;

use super::{
    super::{Web, error::WebError, reader::Reader},
    Admin, Sent,
    connection::{Extra, page},
    connection_id,
};
use crate::installed::{self, about_us, find_out};

/// A finding, for looking at.
pub(super) struct Shown {
    /// `good`, `doubtful` or `bad`.
    pub(super) word: &'static str,
    pub(super) sign: &'static str,
    /// The sign in words.
    pub(super) state: &'static str,
    pub(super) what: String,
    pub(super) mend: Option<String>,
}

impl Shown {
    pub(super) fn of(finding: Finding, lang: Lang) -> Self {
        let (word, sign, state) = match finding.state {
            How::Good => ("good", "✓", lang.pick("In order", "正常")),
            How::Doubtful => ("doubtful", "!", lang.pick("To look at", "要確認")),
            How::Bad => ("bad", "✗", lang.pick("To mend", "要対応")),
        };
        // what is to be typed is marked for a terminal
        let said = |words: adapters::Words<String>| words.of(lang.tag()).replace('`', "");
        Self { word, sign, state, what: said(finding.what), mend: finding.mend.map(said) }
    }
}

/// Calls came, and their proof was wrong.
fn turned_away(calls: u64) -> Option<Finding> {
    (calls > 0).then(|| {
        Finding::bad(
            format!("Calls have come whose proof is wrong ({calls}): they were turned away"),
            format!("署名が正しくない呼び出しが{calls}件あり、拒否しました"),
        )
        .mend(
            "Copy the secret by which the platform signs its calls from its console again, and save it here",
            "プラットフォームが呼び出しに署名するシークレットを管理画面から写し直して、ここに保存してください",
        )
    })
}

/// Tries it and shows what was found.
pub(super) async fn run(
    State(web): State<Web>,
    Admin(reader): Admin,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, WebError> {
    super::fields(sent, &reader.session)?;
    let Some(id) = connection_id(&id) else { return reader.nothing_here() };
    let Some(found) = find(&web, &reader, id).await? else { return reader.nothing_here() };
    page(&web, &reader, id, Extra { findings: Some(found), ..Extra::default() }).await
}

/// What is found out about a connection; `None` where there is none.
pub(super) async fn find(
    web: &Web,
    reader: &Reader,
    id: ConnectionId,
) -> Result<Option<Vec<Finding>>, WebError> {
    let mut tx = reader.begin(web).await?;
    let Some(it) = installed::look(&mut tx, &web.app.adapters, reader.lang, id).await? else {
        return Ok(None);
    };
    let settings = installed::settings(&mut tx, &web.site, &it.connection).await;
    tx.commit().await?;
    let adapter = web.app.adapter(&it.connection.platform)?;
    let settings = settings.unwrap_or_default();
    let mut found = find_out(&**adapter, &settings).await;
    let hook = installed::hook(&web.site, reader.session.tenant, &it.connection);
    found.extend(about_us(&**adapter, &settings, &it, (&web.site, &hook), (web.app.clock)()).await);
    found.extend(turned_away(web.app.refusals.of(id)));
    if found.iter().all(|finding| finding.state != How::Bad) {
        // what a person has mended is known at once
        let mut tx = reader.begin(web).await?;
        connections::in_order(&mut tx, id).await?;
        tx.commit().await?;
    }
    Ok(Some(found))
}
