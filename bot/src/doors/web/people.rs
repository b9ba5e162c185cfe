//! `/people`: everybody, or those whom words and conditions fit, as `person find` finds them.

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
    path: "/people",
    title: words("People", "人"),
    field: words("Name, organization, title or tag", "名前・組織・役職・タグ"),
    hint: words(
        "Conditions as well: org:Aozora tag:speaker score>70 seen<30d has:email",
        "条件も使えます：組織:青空 タグ:登壇 スコア>70 最終接触<30日 あり:メール",
    ),
    empty: words("No people yet", "まだ人が登録されていません"),
    fill: words("add person Taro Tanaka, taro@example.com", "田中太郎さんを追加"),
    file: Some("persons"),
};

/// The list, the most recently seen first.
pub(super) async fn show(
    State(web): State<Web>,
    reader: Reader,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    let mut ctx = ask::begin(&web, &reader).await?;
    let found = commands::people_found(&mut ctx, &wanted.words(), PAGE, wanted.before()).await;
    let found = match records::read(found)? {
        Ok((people, total, _)) => {
            let n = count(total);
            let total = match total {
                1 => (1, say!(reader.lang, "1 person", "1人")),
                _ => (total, say!(reader.lang, "{n} people", "{n}人")),
            };
            let lines = people
                .into_iter()
                .map(|person| Line {
                    path: format!("/p/{}", person.code()),
                    aside: person.code().to_string(),
                    name: person.name,
                    facts: [person.organization, person.title].into_iter().flatten().collect(),
                })
                .collect();
            Found { lines, total, ..Found::default() }
        }
        Err(note) => Found { note: Some(note), ..Found::default() },
    };
    records::page(&reader, &LIST, &wanted, found)
}
