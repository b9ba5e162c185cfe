//! `/admin/connections/new/{platform}`: a connection to be.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use crm::connections::Values;

use super::{
    super::{
        Web,
        error::WebError,
        reader::{Area, Frame},
    },
    Admin, Sent,
    fields::{self, Field},
};
use crate::{
    installed::{self, fill},
    words::actions,
};

#[derive(Template)]
#[template(path = "admin_add.html")]
struct AddPage<'a> {
    f: Frame<'a>,
    /// The platform's word.
    word: &'a str,
    platform: &'a str,
    name: &'a str,
    fields: Vec<Field>,
    /// What is wrong, and the field it is about.
    wrong: Option<(String, String)>,
    name_wrong: bool,
}

/// The form.
pub(super) async fn show(
    State(web): State<Web>,
    Admin(reader): Admin,
    Path(platform): Path<String>,
) -> Result<Response, WebError> {
    let Some(adapter) = installed::platform(&web.app.adapters, &platform) else {
        return reader.nothing_here();
    };
    let called = actions::platform(&platform, reader.lang);
    let page = AddPage {
        f: reader.frame(Area::Admin),
        word: &platform,
        platform: called,
        name: "",
        fields: fields::fields(&**adapter, &Default::default(), reader.lang, None),
        wrong: None,
        name_wrong: false,
    };
    Ok(Html(page.render()?).into_response())
}

/// Makes it, or shows the form again with what is wrong.
pub(super) async fn make(
    State(web): State<Web>,
    Admin(reader): Admin,
    Path(platform): Path<String>,
    sent: Sent,
) -> Result<Response, WebError> {
    let sent = super::fields(sent, &reader.session)?;
    let Some(adapter) = installed::platform(&web.app.adapters, &platform) else {
        return reader.nothing_here();
    };
    let (lang, called) = (reader.lang, actions::platform(&platform, reader.lang));
    let said = sent.get("name").map_or("", String::as_str);
    let name = if said.trim().is_empty() { called } else { said };
    let given = fields::given(&**adapter, &sent);
    let (wrong, about_name) = match fill(&**adapter, &Default::default(), &given) {
        Ok(filled) => {
            let mut tx = reader.begin(&web).await?;
            match installed::add(&mut tx, &**adapter, name, &filled).await? {
                Ok(made) => {
                    tx.commit().await?;
                    let path = format!("/admin/connections/{}?done=added", made.id);
                    return Ok(Redirect::to(&path).into_response());
                }
                Err(refused) => (Err((refused.sentence(lang, &platform, name), "name".to_owned())), true),
            }
        }
        Err(wrong) => (Ok(wrong), false),
    };
    let shown = fields::shown_again(&**adapter, (Values::new(), Values::new()), &given);
    let page = AddPage {
        f: reader.frame(Area::Admin),
        word: &platform,
        platform: called,
        name: said,
        fields: fields::fields(&**adapter, &shown, lang, wrong.as_ref().ok()),
        wrong: Some(match wrong {
            Ok(wrong) => (
                wrong.sentence(lang, adapter.settings()),
                format!("s-{}", wrong.setting().unwrap_or_default()),
            ),
            Err(refused) => refused,
        }),
        name_wrong: about_name,
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
}
