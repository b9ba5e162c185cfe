//! What the page answers when it cannot do as asked: a sentence in the reader's language, never a trace.

use std::cell::Cell;

use askama::Template;
use axum::{
    Json,
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use nlp::Lang;
use serde_json::json;
use uuid::Uuid;

use super::{page, reader::Frame, session};
use crate::say;

tokio::task_local! {
    static READER: Reading;
}

/// Who is being answered.
#[derive(Debug, Default)]
struct Reading {
    /// The language, as far as this request has told.
    lang: Cell<Option<Lang>>,
    /// Somebody looks at it; else a script does.
    looking: bool,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    f: Frame<'a>,
    sentence: &'a str,
}

/// Is it a page that is asked for, to be looked at?
pub(super) fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|it| it.contains("text/html"))
}

/// Answers in the browser's language, until somebody says better with [`speak`].
pub(super) async fn in_their_language(request: Request, next: Next) -> Response {
    let lang = Cell::new(session::accepted(request.headers()));
    let looking = wants_page(request.headers());
    READER.scope(Reading { lang, looking }, next.run(request)).await
}

/// From here on this request's errors are in the language of who is signed in.
pub(super) fn speak(lang: Lang) {
    // an error: nobody is being answered
    let _ = READER.try_with(|reader| reader.lang.set(Some(lang)));
}

/// Why a request was not served.
#[derive(Debug)]
pub(super) enum WebError {
    /// Nobody is signed in, or not any more.
    SignedOut,
    /// Not what the page would send.
    Forbidden,
    /// There is no such page.
    NotFound,
    /// Something in it is wrong; the sentence says what.
    Bad(StatusCode, String),
    /// Ours to mend, later: the sender may try again.
    Unavailable(anyhow::Error),
    /// Our fault.
    Fault(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for WebError {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let (reader, looking) =
            READER.try_with(|reader| (reader.lang.get(), reader.looking)).unwrap_or_default();
        let told = |en: &str, ja: &str| match reader {
            Some(lang) => lang.pick(en, ja).to_owned(),
            None => format!("{en} / {ja}"),
        };
        let (status, code, message) = match self {
            Self::SignedOut => (
                StatusCode::UNAUTHORIZED,
                "signed_out",
                told(
                    "Your session has ended. Run `enishi link` for a new link.",
                    "セッションが終了しました。`enishi link` で新しいリンクを取得してください。",
                ),
            ),
            Self::Forbidden => (
                StatusCode::FORBIDDEN,
                "forbidden",
                told(
                    "This request did not come from the page. Reload it.",
                    "ページを再読み込みしてください。",
                ),
            ),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "not_found",
                told("There is no such page.", "そのページはありません。"),
            ),
            Self::Bad(status, sentence) => (status, "bad_request", sentence),
            Self::Unavailable(error) => {
                tracing::error!(fault = format!("{error:#}"), "not available");
                (
                    StatusCode::SERVICE_UNAVAILABLE,
                    "unavailable",
                    told(
                        "The message could not be stored just now. Try again in a moment.",
                        "いま保存できませんでした。少し待ってからもう一度お試しください。",
                    ),
                )
            }
            Self::Fault(error) => {
                let id = Uuid::now_v7();
                tracing::error!(%id, fault = format!("{error:#}"), "request failed");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "internal",
                    format!(
                        "{} ({id})",
                        told(
                            "Something went wrong on our side. Tell an administrator this id",
                            "内部エラーが発生しました。管理者に次のIDをお伝えください"
                        )
                    ),
                )
            }
        };
        if looking && let Some(page) = as_page(status, &message, reader.unwrap_or(Lang::En)) {
            return (status, [(header::CACHE_CONTROL, "no-store")], page).into_response();
        }
        (status, Json(json!({ "code": code, "message": message }))).into_response()
    }
}

/// A small page that says it, with the way to the others. `None`: it cannot be written.
fn as_page(status: StatusCode, sentence: &str, lang: Lang) -> Option<Html<String>> {
    if status == StatusCode::UNAUTHORIZED {
        return page::sign_in_page(false).ok();
    }
    ProblemPage { f: Frame::nobody(lang), sentence }.render().ok().map(Html)
}

/// A sentence about what was sent.
pub(super) fn too_long(lang: Lang, most: usize) -> WebError {
    WebError::Bad(
        StatusCode::PAYLOAD_TOO_LARGE,
        say!(
            lang,
            "That message is too long: at most {most} characters.",
            "メッセージが長すぎます。{most}文字以内にしてください。"
        ),
    )
}
