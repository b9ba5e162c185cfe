//! `/admin/connections`: how every connection is doing, and what else can be connected.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Response},
};

use super::{
    super::{
        Web,
        error::WebError,
        reader::{Area, Frame, Reader},
    },
    Admin,
};
use crate::{
    installed::{self, Installed},
    words::{actions, count, day_and_time},
};

#[derive(Template)]
#[template(path = "admin_connections.html")]
struct ConnectionsPage<'a> {
    f: Frame<'a>,
    lines: Vec<Line>,
    /// Word and name of the platforms that can be connected.
    platforms: Vec<(&'a str, &'a str)>,
}

/// A connection, for looking at.
pub(super) struct Line {
    pub(super) path: String,
    pub(super) platform: String,
    pub(super) name: String,
    pub(super) standing: &'static str,
    pub(super) word: &'static str,
    pub(super) trouble: Option<String>,
    /// Since when.
    pub(super) since: String,
    pub(super) heard: String,
    pub(super) listening: bool,
    pub(super) paused: bool,
    pub(super) waiting: i64,
    pub(super) quarantined: i64,
    pub(super) unsent: i64,
    pub(super) doubtful: i64,
    pub(super) conversations: String,
}

impl Line {
    pub(super) fn of(it: Installed, reader: &Reader) -> Self {
        let (lang, zone) = (reader.lang, reader.zone);
        let moment = |at| day_and_time(lang, at, zone);
        Self {
            path: format!("/admin/connections/{}", it.connection.id),
            platform: actions::platform(&it.connection.platform, lang).to_owned(),
            name: it.connection.name,
            standing: it.standing.words().of(lang),
            word: it.standing.word(),
            trouble: it.trouble,
            since: it.health.trouble_since.map(moment).unwrap_or_default(),
            heard: it.heard_at.map(moment).unwrap_or_default(),
            listening: it.health.listening,
            paused: it.connection.paused,
            waiting: it.health.waiting,
            quarantined: it.health.quarantined,
            unsent: it.health.unsent,
            doubtful: it.health.doubtful,
            conversations: count(it.health.conversations),
        }
    }

    /// Is there something to be decided about it?
    fn asks(&self) -> bool {
        self.quarantined > 0 || self.doubtful > 0
    }
}

/// The page.
pub(super) async fn show(State(web): State<Web>, Admin(reader): Admin) -> Result<Response, WebError> {
    let adapters = &web.app.adapters;
    let mut tx = reader.begin(&web).await?;
    let all = installed::list(&mut tx, adapters, reader.lang).await?;
    tx.commit().await?;
    let page = ConnectionsPage {
        f: reader.frame(Area::Admin),
        lines: all.into_iter().map(|it| Line::of(it, &reader)).collect(),
        platforms: installed::platforms(adapters)
            .into_iter()
            .map(|it| (it.platform(), actions::platform(it.platform(), reader.lang)))
            .collect(),
    };
    Ok(Html(page.render()?).into_response())
}
