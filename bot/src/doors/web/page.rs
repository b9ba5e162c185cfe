//! The chat page itself.

use super::{
    Web,
    error::WebError,
    reader::{Area, Frame, Reader},
    words::{SUGGESTIONS, Words},
};
use crate::doors::own;
use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};

#[derive(Template)]
#[template(path = "chat.html")]
struct ChatPage<'a> {
    f: Frame<'a>,
    zone: &'a str,
    suggestions: &'a [&'a str],
    w: &'a Words,
}

#[derive(Template)]
#[template(path = "signin.html")]
struct SignInPage {
    /// A link was tried that is none, or none any more.
    lapsed: bool,
}

/// The page for those who are not signed in; `lapsed`: by a link that does not lead in.
pub(super) fn sign_in_page(lapsed: bool) -> Result<Html<String>, WebError> {
    Ok(Html(SignInPage { lapsed }.render()?))
}

/// `/`
pub(super) async fn home() -> Redirect {
    Redirect::to("/chat")
}

/// `/chat`
pub(super) async fn chat(State(web): State<Web>, reader: Reader) -> Result<Response, WebError> {
    let session = &reader.session;
    let origin = web.origin(session.tenant).await?;
    own::enter(&web.app.db, &origin, session.user.id, &session.user.name).await?;
    let lang = reader.lang;
    let page = ChatPage {
        f: reader.frame(Area::Chat),
        zone: reader.zone.name(),
        suggestions: lang.pick(&SUGGESTIONS.0, &SUGGESTIONS.1),
        w: lang.pick(&Words::EN, &Words::JA),
    };
    Ok(Html(page.render()?).into_response())
}
