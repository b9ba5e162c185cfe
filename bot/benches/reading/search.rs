//! Our search beside Postgres's on the same messages: from the words to the rows of the best forty, and how
//! many there are.

use std::time::Instant;

use bot::app::App;
use crm::{
    ActivityId, Actor, TenantId, activities,
    testing::full_text::{By, FullText},
};
use nlp::search::Query;

use crate::{
    ASKED,
    common::{
        house::House,
        report::{self, Figure},
        texts::Texts,
        times::Times,
    },
    seconds, town,
};

/// Results looked at, as the command does.
const LIMIT: usize = 40;

/// How one engine did in one language.
struct Run {
    times: Times,
    /// Searches that found something.
    found: usize,
}

/// Every engine, in both languages.
pub(crate) async fn compare(
    house: &House,
    app: &App,
    tenant: TenantId,
    texts: &Texts,
    indexing: Figure,
) -> anyhow::Result<()> {
    let began = Instant::now();
    let mut postgres = FullText::build(&house.admin_url, tenant).await?;
    let built = seconds(began.elapsed());
    report::line("indexing every message", indexing, "tsvector and pg_trgm", built, "", true);
    for (lang, offset) in [("en", 0), ("ja", 1)] {
        let words: Vec<String> =
            (0..ASKED).map(|n| town::words(texts, 2 * n + offset)).collect::<anyhow::Result<_>>()?;
        let ours = ours(app, tenant, &words).await?;
        let mut others =
            vec![("tsvector 'simple'", theirs(&mut postgres, app, tenant, By::Words, &words).await?)];
        if postgres.trigrams {
            others.push(("pg_trgm", theirs(&mut postgres, app, tenant, By::Trigrams, &words).await?));
        }
        for (name, other) in others {
            for percent in [50, 95] {
                let took = ours.times.percentile(percent);
                let (what, aim) = (format!("search {lang}, p{percent}"), ["", "≤ 20 ms"][percent / 95]);
                report::line(&what, took, name, other.times.percentile(percent), aim, took.at_most(20.0));
            }
            let figure = |n: usize| Figure::new(n as f64, "searches");
            let what = format!("search {lang}, words that were found");
            report::line(&what, figure(ours.found), name, figure(other.found), "", true);
        }
    }
    Ok(())
}

async fn ours(app: &App, tenant: TenantId, words: &[String]) -> anyhow::Result<Run> {
    let now = town::noon().timestamp();
    let (mut times, mut found) = (Vec::new(), 0);
    for words in words {
        let began = Instant::now();
        let hits = app.search.find(tenant, &Query::parse(words), now, LIMIT, 0)?.unwrap_or_default();
        let ids: Vec<ActivityId> = hits.hits.iter().map(|hit| ActivityId(hit.id)).collect();
        let mut tx = app.db.begin(tenant, Actor::system("benchmark")).await?;
        let rows = activities::by_ids(&mut tx, &ids).await?;
        tx.commit().await?;
        times.push(began.elapsed());
        found += usize::from(!rows.is_empty());
    }
    Ok(Run { times: Times::of(times), found })
}

async fn theirs(
    postgres: &mut FullText,
    app: &App,
    tenant: TenantId,
    by: By,
    words: &[String],
) -> anyhow::Result<Run> {
    let (mut times, mut found) = (Vec::new(), 0);
    for words in words {
        let began = Instant::now();
        let (ids, _) = postgres.find(by, words, LIMIT as i64).await?;
        let ids: Vec<ActivityId> = ids.into_iter().map(ActivityId).collect();
        let mut tx = app.db.begin(tenant, Actor::system("benchmark")).await?;
        let rows = activities::by_ids(&mut tx, &ids).await?;
        tx.commit().await?;
        times.push(began.elapsed());
        found += usize::from(!rows.is_empty());
    }
    Ok(Run { times: Times::of(times), found })
}
