//! Who is there: one-time links, the session cookie, and the token that proves a request is the page's own.

use axum::{
    extract::{FromRequestParts, Path, State},
    http::{HeaderMap, StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use crm::{
    Actor, TenantId, tenants,
    users::{self, SignedIn},
};
use nlp::Lang;
use ring::hmac;

use super::{Web, error::WebError, page};

const COOKIE: &str = "enishi";
const CSRF: &[u8] = b"csrf";

/// A signed-in user.
#[derive(Debug, Clone)]
pub(super) struct Session {
    pub(super) tenant: TenantId,
    pub(super) user: SignedIn,
    pub(super) lang: Lang,
    token: String,
}

impl Session {
    /// The token that the page sends back in `x-csrf-token`: made from the session's own, so that nothing
    /// more is stored.
    pub(super) fn csrf(&self) -> String {
        hmac::sign(&self.key(), CSRF).as_ref().iter().map(|b| format!("{b:02x}")).collect()
    }

    /// Does the request come from our own page?
    pub(super) fn check_csrf(&self, headers: &HeaderMap) -> Result<(), WebError> {
        let sent = headers.get("x-csrf-token").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let bytes: Option<Vec<u8>> = (0..sent.len())
            .step_by(2)
            .map(|i| sent.get(i..i + 2).and_then(|two| u8::from_str_radix(two, 16).ok()))
            .collect();
        let tag = bytes.ok_or(WebError::Forbidden)?;
        hmac::verify(&self.key(), CSRF, &tag).map_err(|_| WebError::Forbidden)
    }

    fn key(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, self.token.as_bytes())
    }
}

impl FromRequestParts<Web> for Session {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, WebError> {
        let jar = CookieJar::from_headers(&parts.headers);
        let cookie = jar.get(COOKIE).map(|cookie| cookie.value().to_owned()).ok_or(WebError::SignedOut)?;
        let (tenant, token) = cookie.split_once('.').ok_or(WebError::SignedOut)?;
        let tenant = TenantId(tenant.parse().map_err(|_| WebError::SignedOut)?);
        let mut tx = web.app.db.begin(tenant, Actor::system("session")).await?;
        let user = users::session(&mut tx, token).await?.ok_or(WebError::SignedOut)?;
        tx.commit().await?;
        let lang = user.lang.as_deref().and_then(Lang::from_tag).unwrap_or_else(|| preferred(&parts.headers));
        Ok(Self { tenant, user, lang, token: token.to_owned() })
    }
}

/// The first of our languages in the browser's list.
pub(super) fn preferred(headers: &HeaderMap) -> Lang {
    let accepted = headers.get("accept-language").and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted
        .split(',')
        .find_map(|tag| Lang::from_tag(tag.split(';').next().unwrap_or_default()))
        .unwrap_or(Lang::En)
}

/// Turns a one-time link into a session.
pub(super) async fn sign_in(
    State(web): State<Web>,
    Path((slug, link)): Path<(String, String)>,
    jar: CookieJar,
) -> Result<Response, WebError> {
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
        return Ok((StatusCode::UNAUTHORIZED, page::sign_in_page()?).into_response());
    };
    let cookie = Cookie::build((COOKIE, token))
        .path("/")
        .http_only(true)
        .secure(web.https)
        // the link is followed from a terminal or a mail: the first request comes from elsewhere
        .same_site(SameSite::Lax);
    Ok((jar.add(cookie), Redirect::to("/chat")).into_response())
}

/// Ends the session.
pub(super) async fn sign_out(
    State(web): State<Web>,
    session: Session,
    headers: HeaderMap,
) -> Result<StatusCode, WebError> {
    session.check_csrf(&headers)?;
    let mut tx = web.app.db.begin(session.tenant, Actor::system("session")).await?;
    users::end_session(&mut tx, &session.token).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
