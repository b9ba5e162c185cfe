//! `POST /export/{object}` makes a file of what a list shows; `/export/{tenant}/{token}` is one that was asked for,
//! there or in a chat. Opening the link shows a form; only sending the form uses it up, so that previews, which open
//! every link, do not.

use adapters::Block;
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use crm::{Actor, TenantId, exports, tenants, users::SignedIn};
use futures::{StreamExt as _, stream};
use nlp::Lang;

use super::{
    Web,
    admin::{Sent, fields},
    ask,
    error::WebError,
    reader::{Area, Frame, Reader},
    refused, session,
};
use crate::{app::App, commands::Call, registry::Consent, say, tables::Listing};

/// The address holds the token: it is told to nobody.
const UNTOLD: (HeaderName, &str) = (header::REFERRER_POLICY, "no-referrer");

#[derive(Template)]
#[template(path = "export.html")]
struct ExportPage<'a> {
    f: Frame<'a>,
    gone: bool,
}

/// What a list shows, as a file: by the command, as the reader.
pub(super) async fn make(
    State(web): State<Web>,
    reader: Reader,
    Path(object): Path<String>,
    sent: Sent,
) -> Result<Response, WebError> {
    let sent = fields(sent, &reader.session)?;
    let mut call = Call::new("export", [("object", object.clone())]);
    if let Some(filter) = sent.get("filter").filter(|filter| !filter.trim().is_empty()) {
        call.arguments.insert("filter".to_owned(), filter.clone());
    }
    let reply = ask::act(&web, &reader, &call, Consent::Given).await?;
    let made = reply.blocks.iter().find_map(|block| match block {
        Block::File { path, .. } => Some(path),
        _ => None,
    });
    if let Some(path) = made {
        return Ok(Redirect::to(path).into_response());
    }
    let list = if object == "organizations" { "/organizations" } else { "/people" };
    refused::page(&web, &reader, (Area::People, list), &reply)
}

/// The form. It looks at nothing, so it tells nothing about the link.
pub(super) async fn show(headers: HeaderMap) -> Result<Response, WebError> {
    page(session::preferred(&headers), false)
}

fn page(lang: Lang, gone: bool) -> Result<Response, WebError> {
    let page = ExportPage { f: Frame::nobody(lang), gone };
    let status = if gone { StatusCode::GONE } else { StatusCode::OK };
    Ok((status, [UNTOLD], Html(page.render()?)).into_response())
}

/// The file, as the one who asked for it may see it now.
pub(super) async fn fetch(
    State(web): State<Web>,
    Path((slug, token)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    if headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
        return Err(WebError::Forbidden);
    }
    let lang = session::preferred(&headers);
    let Some(tenant) = tenants::by_slug(&web.app.db, &slug).await? else { return page(lang, true) };
    let mut tx = web.app.db.begin(tenant, Actor::system("export")).await?;
    let used = exports::used(&mut tx, &token).await?;
    tx.commit().await?;
    let Some((user, listing)) = used else { return page(lang, true) };
    let listing: Listing = serde_json::from_value(listing)?;
    if !may_still(&user, &listing) {
        return Err(WebError::Bad(
            StatusCode::FORBIDDEN,
            say!(lang, "You may not do this any more.", "この操作の権限がなくなっています。"),
        ));
    }
    let name = listing.file_name((web.app.clock)().date_naive());
    let head = [
        (header::CONTENT_TYPE, listing.format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((head, [UNTOLD], pages(web.app.clone(), tenant, user, listing)).into_response())
}

/// Roles change within a quarter of an hour, too.
fn may_still(user: &SignedIn, listing: &Listing) -> bool {
    let right = match listing.contacts {
        true => crm::access::Right::ExportContacts,
        false => crm::access::Right::ExportTables,
    };
    crm::access::may(&user.actor(), right)
}

/// Where a file that is being written has come to.
enum At {
    Head,
    After(i64),
    Ended,
}

/// The file page by page, each when the reader has taken the one before.
fn pages(app: std::sync::Arc<App>, tenant: TenantId, user: SignedIn, listing: Listing) -> Body {
    let actor = user.actor();
    let parts = stream::unfold(At::Head, move |at| {
        let (app, actor, listing) = (app.clone(), actor.clone(), listing.clone());
        async move {
            let after = match at {
                At::Head => return Some((Ok::<_, crm::DbError>(listing.head()), At::After(0))),
                At::Ended => return None,
                At::After(after) => after,
            };
            let page = async {
                let mut tx = app.db.begin(tenant, actor).await?;
                let page = listing.page(&mut tx, after).await?;
                tx.commit().await?;
                Ok::<_, crm::DbError>(page)
            };
            Some(match page.await {
                Ok(Some((text, last, _))) => (Ok(text), At::After(last)),
                Ok(None) => (Ok(listing.tail().to_owned()), At::Ended),
                // cut off: the browser says that the file is not whole
                Err(error) => (Err(error), At::Ended),
            })
        }
    });
    // what packs it asks again after the end
    Body::from_stream(parts.fuse().boxed())
}
