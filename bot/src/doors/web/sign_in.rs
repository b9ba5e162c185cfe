//! `/signin/{tenant}/{token}`: a one-time link. Opening it shows a form; only sending the form uses the link,
//! so that mail scanners and previews, which open every link, do not use it up.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use crm::{Actor, tenants, users};

use super::{Web, error::WebError, goal, page, session, words::Words};

/// The address holds the token: it is told to nobody.
const UNTOLD: (HeaderName, &str) = (header::REFERRER_POLICY, "no-referrer");

#[derive(Template)]
#[template(path = "enter.html")]
struct EnterPage<'a> {
    lang: &'a str,
    w: &'a Words,
}

/// The form. It looks at nothing, so it tells nothing about the link.
pub(super) async fn show(headers: HeaderMap) -> Result<Response, WebError> {
    let lang = session::preferred(&headers);
    let page = EnterPage { lang: lang.tag(), w: lang.pick(&Words::EN, &Words::JA) };
    Ok(([UNTOLD], Html(page.render()?)).into_response())
}

/// Turns the link into a session, and leads on to what was asked for before.
pub(super) async fn enter(
    State(web): State<Web>,
    Path((slug, link)): Path<(String, String)>,
    jar: CookieJar,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    // another site's form would sign somebody in as whom that site likes
    if headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
        return Err(WebError::Forbidden);
    }
    let token = match tenants::by_slug(&web.app.db, &slug).await? {
        Some(tenant) => {
            let mut tx = web.app.db.begin(tenant, Actor::system("sign-in")).await?;
            let token = users::use_sign_in_link(&mut tx, &link).await?;
            tx.commit().await?;
            token.map(|token| format!("{}.{token}", tenant.0))
        }
        None => None,
    };
    let Some(token) = token else {
        return Ok((StatusCode::UNAUTHORIZED, [UNTOLD], page::sign_in_page(true)?).into_response());
    };
    let cookie = Cookie::build((session::cookie(web.https), token))
        .path("/")
        .http_only(true)
        .secure(web.https)
        // links to messages are followed from chats and mails: those requests come from elsewhere
        .same_site(SameSite::Lax);
    let (jar, goal) = goal::take(jar, web.https);
    Ok((jar.add(cookie), [UNTOLD], Redirect::to(&goal)).into_response())
}
