//! Who reads a page, and what stands around every page: the tenant's name, the way to the others.

use askama::Template;
use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::{Html, IntoResponse, Response},
};
use chrono_tz::Tz;
use crm::{
    Actor, TenantTx,
    access::{Right, may},
    tenants,
};
use nlp::Lang;

use super::{Web, error::WebError, goal, page, session::Session};
use crate::words::Words;

/// A signed-in user who may read.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    pub(super) session: Session,
    pub(super) lang: Lang,
    /// The reader's clock.
    pub(super) zone: Tz,
    /// The tenant's name.
    pub(super) tenant: String,
    csrf: String,
}

/// Where in the site a page belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Area {
    Chat,
    Conversations,
    Search,
    /// People, organizations, duplicates.
    People,
    Campaigns,
    Deals,
    Tasks,
    /// Reading in tables.
    Import,
    You,
    Admin,
    /// Nowhere in particular.
    Else,
}

/// What stands around a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    lang: Lang,
    pub(super) tenant: &'a str,
    pub(super) user: &'a str,
    /// The token that forms send back; empty where nobody is signed in.
    pub(super) csrf: &'a str,
    /// The reader looks after the connections.
    pub(super) admin: bool,
    /// May read in tables.
    pub(super) imports: bool,
    /// May have tables as files.
    pub(super) exports: bool,
    /// May look at pairs that may be one person.
    pub(super) reviews: bool,
    area: Area,
}

impl Reader {
    /// What stands around a page of this area.
    pub(super) fn frame(&self, area: Area) -> Frame<'_> {
        let (tenant, user, csrf) = (&self.tenant, &self.session.user.name, &self.csrf);
        let actor = self.session.user.actor();
        Frame {
            lang: self.lang,
            tenant,
            user,
            csrf,
            admin: may(&actor, Right::RunConnections),
            imports: may(&actor, Right::ImportTables),
            exports: may(&actor, Right::ExportTables),
            reviews: may(&actor, Right::ReviewDuplicates),
            area,
        }
    }

    /// A transaction as the reader.
    pub(super) async fn begin(&self, web: &Web) -> Result<TenantTx, WebError> {
        let mut tx = web.app.db.begin(self.session.tenant, self.session.user.actor()).await?;
        tx.came_by("web");
        Ok(tx)
    }

    /// A page that is not there, or not for this reader: the two look the same.
    pub(super) fn nothing_here(&self) -> Result<Response, WebError> {
        let page = MissingPage { f: self.frame(Area::Else) };
        Ok((StatusCode::NOT_FOUND, Html(page.render()?)).into_response())
    }
}

impl Frame<'_> {
    /// What stands around a page for nobody in particular.
    pub(super) fn nobody(lang: Lang) -> Self {
        Self {
            lang,
            tenant: "",
            user: "",
            csrf: "",
            admin: false,
            imports: false,
            exports: false,
            reviews: false,
            area: Area::Else,
        }
    }

    /// Whose site it is, for the title of a page.
    pub(super) fn site(&self) -> &str {
        if self.tenant.is_empty() { "Enishi" } else { self.tenant }
    }

    /// The page's language.
    pub(super) fn tag(&self) -> &'static str {
        self.lang.tag()
    }

    /// Words in it.
    pub(super) fn t<'w>(&self, en: &'w str, ja: &'w str) -> &'w str {
        self.lang.pick(en, ja)
    }

    /// Words of a table in it.
    pub(super) fn w(&self, words: &Words) -> &'static str {
        words.of(self.lang)
    }

    /// `aria-current`, for the link to where one is.
    fn current(&self, area: Area) -> &'static str {
        if self.area == area { "page" } else { "false" }
    }

    pub(super) fn in_chat(&self) -> &'static str {
        self.current(Area::Chat)
    }

    pub(super) fn in_conversations(&self) -> &'static str {
        self.current(Area::Conversations)
    }

    pub(super) fn in_search(&self) -> &'static str {
        self.current(Area::Search)
    }

    pub(super) fn in_people(&self) -> &'static str {
        self.current(Area::People)
    }

    pub(super) fn in_campaigns(&self) -> &'static str {
        self.current(Area::Campaigns)
    }

    pub(super) fn in_deals(&self) -> &'static str {
        self.current(Area::Deals)
    }

    pub(super) fn in_tasks(&self) -> &'static str {
        self.current(Area::Tasks)
    }

    pub(super) fn in_import(&self) -> &'static str {
        self.current(Area::Import)
    }

    pub(super) fn in_admin(&self) -> &'static str {
        self.current(Area::Admin)
    }

    pub(super) fn in_you(&self) -> &'static str {
        self.current(Area::You)
    }
}

#[derive(Template)]
#[template(path = "missing.html")]
struct MissingPage<'a> {
    f: Frame<'a>,
}

impl FromRequestParts<Web> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let session = match Session::from_request_parts(parts, web).await {
            Ok(session) => session,
            Err(WebError::SignedOut) => {
                let page = page::sign_in_page(false).map_err(WebError::into_response)?;
                return Err((StatusCode::UNAUTHORIZED, goal::keep(parts, web.https), page).into_response());
            }
            Err(other) => return Err(other.into_response()),
        };
        if !may(&session.user.actor(), Right::ReadCrm) {
            return Err(WebError::NotFound.into_response());
        }
        let settings = settings(web, &session).await.map_err(WebError::into_response)?;
        let zone = session.user.timezone.as_ref().unwrap_or(&settings.timezone).parse().unwrap_or(Tz::UTC);
        let csrf = session.csrf();
        Ok(Self { lang: session.lang, zone, tenant: settings.name, csrf, session })
    }
}

async fn settings(web: &Web, session: &Session) -> Result<tenants::Settings, WebError> {
    let mut tx = web.app.db.begin(session.tenant, Actor::system("page")).await?;
    let settings = tenants::settings(&mut tx).await?;
    tx.commit().await?;
    Ok(settings)
}
