//! Tokens, the bot, people and rooms.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use axum::extract::{Form, Path};
use axum::http::HeaderMap;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::Utc;
use jsonwebtoken::EncodingKey;
use ring::signature::{KeyPair, RSA_PKCS1_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey};
use serde_json::{Value, json};

use super::answer::{Answer, call, cut, refuse, say, with_fault};
use super::{PRIVATE_KEY, Request, Shared, lock, settings, state::State};

/// Mints a token for a good assertion. The life is a text, as in the vendor's own example.
pub(super) async fn token(state: Shared, Form(form): Form<HashMap<String, String>>) -> Answer {
    let state = state.0;
    let fault = lock(&state).token_faults.pop_front();
    let answer = with_fault(fault, || mint(&mut lock(&state), &form));
    let status = answer.as_ref().map_or(0, |answer| answer.status().as_u16());
    lock(&state).journal.push(Request { call: "POST token".into(), body: Value::Null, status });
    answer.unwrap_or_else(|| cut())
}

fn mint(state: &mut State, form: &HashMap<String, String>) -> Answer {
    let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    state.assertions.push(field("assertion").to_owned());
    let wrong = |error: &str, why: &str| say(400, &json!({"error": error, "error_description": why}));
    let known = settings("");
    if field("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer" {
        return wrong("unsupported_grant_type", "grant_type");
    }
    if field("client_id") != known.text("client_id") || field("client_secret") != known.text("client_secret")
    {
        return say(
            401,
            &json!({"error": "invalid_client", "error_description": "Client authentication failed"}),
        );
    }
    if let Err(why) = genuine(field("assertion"), field("client_id"), known.text("service_account")) {
        return wrong("invalid_grant", why);
    }
    let scope = field("scope");
    if scope.is_empty()
        || !scope.split(' ').all(|scope| state.scopes.split(' ').any(|granted| granted == scope))
    {
        return wrong("invalid_scope", "a scope that the app does not have");
    }
    state.minted += 1;
    let token = format!("token-{}-of-the-fake", state.minted);
    let until = Instant::now() + Duration::from_secs(state.token_life);
    state.tokens.insert(token.clone(), (until, scope.to_owned()));
    say(
        200,
        &json!({"access_token": token, "refresh_token": "refresh", "token_type": "Bearer",
        "expires_in": state.token_life.to_string(), "scope": scope}),
    )
}

/// Signed by the key of the service account, for this app, now, and for an hour at most.
fn genuine(assertion: &str, client: &str, account: &str) -> Result<(), &'static str> {
    let parts: Vec<&str> = assertion.split('.').collect();
    let [head, claims, signature] = parts[..] else { return Err("not a JWT") };
    let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
    let json = |part: &str| -> Value {
        serde_json::from_slice(&decoded(part).unwrap_or_default()).unwrap_or_default()
    };
    if json(head)["alg"] != "RS256" {
        return Err("alg must be RS256");
    }
    let key = EncodingKey::from_rsa_pem(PRIVATE_KEY.as_bytes()).map_err(|_| "key")?;
    let pair = RsaKeyPair::from_der(key.as_bytes()).or_else(|_| RsaKeyPair::from_pkcs8(key.as_bytes()));
    let pair = pair.map_err(|_| "key")?;
    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public_key().as_ref());
    let signed = format!("{head}.{claims}");
    public.verify(signed.as_bytes(), &decoded(signature).unwrap_or_default()).map_err(|_| "bad signature")?;
    let claims = json(claims);
    let (now, iat, exp) = (Utc::now().timestamp(), claims["iat"].as_i64(), claims["exp"].as_i64());
    let (Some(iat), Some(exp)) = (iat, exp) else { return Err("iat and exp must be numbers") };
    match () {
        () if claims["iss"] != client => Err("iss must be the client id"),
        () if claims["sub"] != account => Err("sub must be the service account"),
        () if iat > now + 60 => Err("iat lies ahead"),
        () if exp <= now => Err("expired"),
        () if exp > iat + 3_600 => Err("exp must be within an hour"),
        () => Ok(()),
    }
}

pub(super) async fn bot(state: Shared, Path(bot): Path<String>, headers: HeaderMap) -> Answer {
    call(state, "GET bots", &headers, b"", |state| match state.is_bot(&bot) {
        true => say(200, &state.bot),
        false => refuse(404, "BOT_NOT_EXIST", "no such bot"),
    })
    .await
}

pub(super) async fn room(
    state: Shared,
    Path((_, room)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    call(state, "GET channels", &headers, b"", |state| match state.rooms.get(&room) {
        Some(room) => say(200, room),
        None => refuse(404, "CHANNEL_NOT_EXIST", "no such channel"),
    })
    .await
}

pub(super) async fn user(state: Shared, Path(user): Path<String>, headers: HeaderMap) -> Answer {
    call(state, "GET users", &headers, b"", |state| {
        if !state.scopes.contains("user.profile.read") {
            return refuse(403, "FORBIDDEN", "Insufficient scope");
        }
        match state.people.get(&user) {
            Some(person) => say(200, person),
            None => refuse(404, "USER_NOT_EXIST", "no such user"),
        }
    })
    .await
}
