//! The chat page itself.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use crm::{Actor, tenants};

use super::{
    Web,
    error::WebError,
    session::Session,
    words::{SUGGESTIONS, Words},
};
use crate::doors::own;

#[derive(Template)]
#[template(path = "chat.html")]
struct ChatPage<'a> {
    lang: &'a str,
    tenant: &'a str,
    user: &'a str,
    csrf: &'a str,
    suggestions: &'a [&'a str],
    w: &'a Words,
}

#[derive(Template)]
#[template(path = "signin.html")]
struct SignInPage;

/// The page for those who are not signed in.
pub(super) fn sign_in_page() -> Result<Html<String>, WebError> {
    Ok(Html(SignInPage.render()?))
}

/// `/`
pub(super) async fn home() -> Redirect {
    Redirect::to("/chat")
}

/// `/chat`
pub(super) async fn chat(
    State(web): State<Web>,
    session: Result<Session, WebError>,
) -> Result<Response, WebError> {
    let session = match session {
        Ok(session) => session,
        Err(WebError::SignedOut) => return Ok((StatusCode::UNAUTHORIZED, sign_in_page()?).into_response()),
        Err(other) => return Err(other),
    };
    let origin = web.origin(session.tenant).await?;
    own::enter(&web.app.db, &origin, session.user.id, &session.user.name).await?;
    let mut tx = web.app.db.begin(session.tenant, Actor::system("page")).await?;
    let tenant = tenants::settings(&mut tx).await?.name;
    tx.commit().await?;
    let lang = session.lang;
    let page = ChatPage {
        lang: lang.tag(),
        tenant: &tenant,
        user: &session.user.name,
        csrf: &session.csrf(),
        suggestions: lang.pick(&SUGGESTIONS.0, &SUGGESTIONS.1),
        w: lang.pick(&Words::EN, &Words::JA),
    };
    Ok(Html(page.render()?).into_response())
}
