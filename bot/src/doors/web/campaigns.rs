//! `/campaigns`: every one, the latest first, or those with these words in their name.

use axum::{
    extract::{Query, State},
    response::Response,
};
use crm::{campaigns, tenants};
use nlp::{Lang, text::fold};

use super::{
    Web,
    error::WebError,
    reader::{Area, Reader},
    records::{self, Found, Line, List, PAGE, Wanted},
};
use crate::{
    commands, say,
    words::{count, money, span, words},
};

static LIST: List = List {
    area: Area::Campaigns,
    path: "/campaigns",
    title: words("Campaigns", "施策"),
    field: words("Name", "施策名"),
    hint: words(
        "Open a campaign to see what it returned, or say “roi C-7” in the chat.",
        "費用対効果は、施策を開くか、チャットで「C-7のROI」と入力すると確認できます。",
    ),
    empty: words("No campaigns yet", "施策はまだありません"),
    fill: words(
        "new campaign Spring Hackathon from 1 May to 3 May",
        "施策「春のハッカソン」を5月1日から3日で作成",
    ),
    file: None,
};

/// The list.
pub(super) async fn show(
    State(web): State<Web>,
    reader: Reader,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    let lang = reader.lang;
    let today = (web.app.clock)().with_timezone(&reader.zone).date_naive();
    let mut tx = reader.begin(&web).await?;
    let currency = tenants::settings(&mut tx).await?.currency;
    let mut listed = campaigns::list(&mut tx, today).await?;
    tx.commit().await?;
    let sought = fold(&wanted.words());
    listed.retain(|it| {
        let named = |name: &str| fold(name).contains(&sought);
        let campaign = &it.campaign;
        named(&campaign.name)
            || campaign.name_ja.as_deref().is_some_and(named)
            || fold(&campaign.code().to_string()) == sought
    });
    let total = i64::try_from(listed.len()).unwrap_or(i64::MAX);
    let n = count(total);
    let lines = listed
        .into_iter()
        .skip(usize::try_from(wanted.before()).unwrap_or(usize::MAX))
        .take(usize::try_from(PAGE).unwrap_or(usize::MAX))
        .map(|it| {
            let (cost, outcomes) = (money(lang, it.cost, &currency), count(it.outcomes));
            Line {
                path: format!("/c/{}", it.campaign.code()),
                name: it.campaign.name_in(lang == Lang::Ja).to_owned(),
                aside: it.campaign.code().to_string(),
                facts: vec![
                    commands::campaign_stage(&it.campaign, today, lang),
                    span(lang, it.campaign.starts_on, it.campaign.ends_on),
                    say!(lang, "cost {cost}", "費用 {cost}"),
                    match it.outcomes {
                        1 => say!(lang, "1 outcome", "成果 1件"),
                        _ => say!(lang, "{outcomes} outcomes", "成果 {outcomes}件"),
                    },
                ],
            }
        })
        .collect();
    let total = match total {
        1 => (1, say!(lang, "1 campaign", "1件")),
        _ => (total, say!(lang, "{n} campaigns", "{n}件")),
    };
    records::page(&reader, &LIST, &wanted, Found { lines, total, ..Found::default() })
}
