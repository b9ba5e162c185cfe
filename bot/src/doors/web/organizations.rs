//! `/organizations`: every one, or those whom words and conditions fit, as `org find` finds them.

use axum::{
    extract::{Query, State},
    response::Response,
};

use super::{
    Web, ask,
    error::WebError,
    reader::{Area, Reader},
    records::{self, Found, Line, List, PAGE, Wanted},
};
use crate::{
    commands, say,
    words::{count, words},
};

static LIST: List = List {
    area: Area::People,
    path: "/organizations",
    title: words("Organizations", "組織"),
    field: words("Name or domain", "名前またはドメイン"),
    hint: words(
        "Conditions as well: kind:community people>5 seen<30d domain:example.com",
        "条件も使えます：種別:コミュニティ 人数>5 最終接触<30日 ドメイン:example.com",
    ),
    empty: words("No organizations yet", "組織はまだありません"),
    fill: words("add company Aozora Systems", "会社 青空システムズ を追加"),
    file: Some("organizations"),
};

/// The list, those where most people are known first.
pub(super) async fn show(
    State(web): State<Web>,
    reader: Reader,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    let lang = reader.lang;
    let mut ctx = ask::begin(&web, &reader).await?;
    let found = commands::organizations_found(&mut ctx, &wanted.words(), PAGE, wanted.before()).await;
    let found = match records::read(found)? {
        Ok((listed, total)) => {
            let n = count(total);
            let total = match total {
                1 => (1, say!(lang, "1 organization", "1件")),
                _ => (total, say!(lang, "{n} organizations", "{n}件")),
            };
            let lines = listed
                .into_iter()
                .map(|it| {
                    let (known, organization) = (count(it.people), it.organization);
                    let people = match it.people {
                        1 => say!(lang, "1 person", "1人"),
                        _ => say!(lang, "{known} people", "{known}人"),
                    };
                    let kind = commands::organization_kind(&organization.kind, lang).to_owned();
                    Line {
                        path: format!("/o/{}", organization.code()),
                        aside: organization.code().to_string(),
                        facts: [Some(kind), organization.domain.clone(), Some(people)]
                            .into_iter()
                            .flatten()
                            .collect(),
                        name: organization.name,
                    }
                })
                .collect();
            Found { lines, total, ..Found::default() }
        }
        Err(note) => Found { note: Some(note), ..Found::default() },
    };
    records::page(&reader, &LIST, &wanted, found)
}
