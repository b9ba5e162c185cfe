//! Who is there: the session cookie, and the token that proves a request is the page's own.
//! How a session begins is [`super::sign_in`]'s.

use axum::{
    Form,
    extract::{FromRequestParts, State, rejection::FormRejection},
    http::{HeaderMap, StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{CookieJar, cookie::Cookie};
use crm::{
    Actor, TenantId,
    users::{self, SignedIn},
};
use nlp::Lang;
use ring::hmac;
use serde::Deserialize;

use super::{
    Web,
    error::{self, WebError},
};

const CSRF: &[u8] = b"csrf";

/// A signed-in user.
#[derive(Debug, Clone)]
pub(super) struct Session {
    pub(super) tenant: TenantId,
    pub(super) user: SignedIn,
    pub(super) lang: Lang,
    token: String,
}

/// What a form of our own page sends.
#[derive(Debug, Deserialize)]
pub(super) struct Proof {
    csrf: String,
}

impl Proof {
    /// Does the form come from our own page?
    pub(super) fn check(sent: Result<Form<Self>, FormRejection>, session: &Session) -> Result<(), WebError> {
        let Form(Self { csrf }) = sent.map_err(|_| WebError::Forbidden)?;
        session.check(&csrf)
    }
}

/// The name of the session's cookie. With the prefix a browser takes it over https only, and from no other
/// host of the same domain.
pub(super) fn cookie(https: bool) -> &'static str {
    if https { "__Host-enishi" } else { "enishi" }
}

impl Session {
    /// The token that the page sends back, in `x-csrf-token` or in a form: made from the session's own, so that nothing
    /// more is stored.
    pub(super) fn csrf(&self) -> String {
        hmac::sign(&self.key(), CSRF).as_ref().iter().map(|b| format!("{b:02x}")).collect()
    }

    /// Does the request come from our own page?
    pub(super) fn check_csrf(&self, headers: &HeaderMap) -> Result<(), WebError> {
        self.check(headers.get("x-csrf-token").and_then(|value| value.to_str().ok()).unwrap_or_default())
    }

    /// Is this the token of our own page?
    pub(super) fn check(&self, sent: &str) -> Result<(), WebError> {
        let bytes: Option<Vec<u8>> = (0..sent.len())
            .step_by(2)
            .map(|i| sent.get(i..i + 2).and_then(|two| u8::from_str_radix(two, 16).ok()))
            .collect();
        let tag = bytes.ok_or(WebError::Forbidden)?;
        hmac::verify(&self.key(), CSRF, &tag).map_err(|_| WebError::Forbidden)
    }

    /// Is it still good? Takes in what has changed about its user.
    pub(super) async fn renew(&mut self, web: &Web) -> anyhow::Result<bool> {
        let mut tx = web.app.db.begin(self.tenant, Actor::system("session")).await?;
        let user = SignedIn::still(&mut tx, &self.token).await?;
        tx.commit().await?;
        let good = user.is_some();
        self.user = user.unwrap_or_else(|| self.user.clone());
        Ok(good)
    }

    fn key(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, self.token.as_bytes())
    }
}

impl FromRequestParts<Web> for Session {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, WebError> {
        let jar = CookieJar::from_headers(&parts.headers);
        let cookie =
            jar.get(cookie(web.https)).map(|cookie| cookie.value().to_owned()).ok_or(WebError::SignedOut)?;
        let (tenant, token) = cookie.split_once('.').ok_or(WebError::SignedOut)?;
        let tenant = TenantId(tenant.parse().map_err(|_| WebError::SignedOut)?);
        let mut tx = web.app.db.begin(tenant, Actor::system("session")).await?;
        let user = users::session(&mut tx, token).await?.ok_or(WebError::SignedOut)?;
        tx.commit().await?;
        let lang = user.lang.as_deref().and_then(Lang::from_tag).unwrap_or_else(|| preferred(&parts.headers));
        error::speak(lang);
        Ok(Self { tenant, user, lang, token: token.to_owned() })
    }
}

/// The first of our languages in the browser's list; English where it has none of them.
pub(super) fn preferred(headers: &HeaderMap) -> Lang {
    accepted(headers).unwrap_or(Lang::En)
}

/// The first of our languages in the browser's list.
pub(super) fn accepted(headers: &HeaderMap) -> Option<Lang> {
    let accepted = headers.get("accept-language").and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').find_map(|tag| Lang::from_tag(tag.split(';').next().unwrap_or_default()))
}

/// Ends the session: for a script, or for the form on the pages.
pub(super) async fn sign_out(
    State(web): State<Web>,
    session: Session,
    headers: HeaderMap,
    jar: CookieJar,
    form: Result<Form<Proof>, FormRejection>,
) -> Result<Response, WebError> {
    let by_form = form.is_ok();
    if by_form {
        Proof::check(form, &session)?;
    } else {
        session.check_csrf(&headers)?;
    }
    let mut tx = web.app.db.begin(session.tenant, Actor::system("session")).await?;
    users::end_session(&mut tx, &session.token).await?;
    tx.commit().await?;
    let jar = jar.remove(Cookie::build(cookie(web.https)).path("/").secure(web.https));
    Ok(if by_form {
        (jar, Redirect::to("/chat")).into_response()
    } else {
        (jar, StatusCode::NO_CONTENT).into_response()
    })
}
