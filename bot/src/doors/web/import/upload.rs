//! A file is sent: it is read to its end, kept, and waits to be looked at.

use axum::{
    extract::{
        Multipart, State,
        multipart::{MultipartError, MultipartRejection},
    },
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use crm::imports::{self, Choice, Kind};

use super::{
    super::{Web, error::WebError, reader::Reader},
    Importer, home, opened,
};
use crate::{
    say,
    tables::{self, LARGEST_UPLOAD, Problem, Scene, Wish},
};

/// What becomes of who is known, and who may be, as long as nobody has said.
const UNSAID: (Choice, Choice) = (Choice::Skip, Choice::Create);

/// What the form says.
#[derive(Default)]
struct Sent {
    csrf: String,
    kind: String,
    campaign: String,
    day: String,
    again: bool,
    file_name: String,
    content: Vec<u8>,
}

/// Takes a file.
pub(super) async fn take(
    State(web): State<Web>,
    Importer(reader): Importer,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, WebError> {
    let sent = match form {
        Ok(form) => read(form).await,
        Err(_) => return Err(WebError::Forbidden),
    };
    let sent = match sent {
        Ok(sent) => sent,
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let sentence = Problem::TooLarge(LARGEST_UPLOAD as u64).words(reader.lang);
            return refused(&web, &reader, StatusCode::PAYLOAD_TOO_LARGE, &sentence).await;
        }
        Err(_) => return Err(WebError::Forbidden),
    };
    reader.session.check(&sent.csrf)?;
    keep(&web, &reader, sent).await
}

async fn read(mut form: Multipart) -> Result<Sent, MultipartError> {
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await? {
        match field.name().unwrap_or_default() {
            "csrf" => sent.csrf = field.text().await?,
            "kind" => sent.kind = field.text().await?,
            "campaign" => sent.campaign = field.text().await?,
            "day" => sent.day = field.text().await?,
            "again" => sent.again = true,
            "file" => {
                sent.file_name = field.file_name().unwrap_or_default().chars().take(200).collect();
                sent.content = field.bytes().await?.to_vec();
            }
            _ => {}
        }
    }
    Ok(sent)
}

async fn keep(web: &Web, reader: &Reader, sent: Sent) -> Result<Response, WebError> {
    let lang = reader.lang;
    let mut wish = Wish {
        kind: Kind::ALL.into_iter().find(|kind| kind.as_str() == sent.kind),
        day: sent.day.parse().ok(),
        ..Wish::default()
    };
    let mut tx = reader.begin(web).await?;
    if !sent.campaign.trim().is_empty() {
        wish.campaign = Scene::of(&mut tx, &wish).await?.campaign_named(&sent.campaign);
        if wish.campaign.is_none() {
            let said = &sent.campaign;
            let sentence = say!(
                lang,
                "There is no campaign “{said}”. Write its code, such as C-7, or its exact name.",
                "「{said}」という施策はありません。C-7 のようなコードか、正確な施策名を入力してください。"
            );
            return refused(web, reader, StatusCode::UNPROCESSABLE_ENTITY, &sentence).await;
        }
    }
    let table = match opened(&mut tx, sent.content.clone(), wish).await? {
        Ok(table) => table,
        Err(problem) => {
            let status = match problem {
                Problem::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            return refused(web, reader, status, &problem.words(lang)).await;
        }
    };
    let begun =
        tables::begin(&mut tx, (&table, &sent.file_name), UNSAID, sent.again, Some(&sent.content)).await?;
    let import = match begun {
        Ok(import) => imports::id_of(&mut tx, import).await?,
        Err(there) => {
            let code = there.code();
            let sentence = say!(
                lang,
                "This very file was imported already: {code}. Tick “once more” to read it again, or take {code} back first.",
                "同じファイルはすでに取り込まれています（{code}）。もう一度取り込む場合は「再度取り込む」にチェックするか、先に {code} を取り消してください。"
            );
            return refused(web, reader, StatusCode::CONFLICT, &sentence).await;
        }
    };
    tx.commit().await?;
    let Some(import) = import else { return Err(WebError::NotFound) };
    Ok(Redirect::to(&format!("/import/{}", import.code())).into_response())
}

async fn refused(
    web: &Web,
    reader: &Reader,
    status: StatusCode,
    sentence: &str,
) -> Result<Response, WebError> {
    let page = home::page(web, reader, sentence, false).await?;
    Ok((status, page).into_response())
}
