//! What an import would do, found out without writing anything.

use std::collections::{HashMap, HashSet};

use crm::{
    PersonId, TenantTx, fold,
    imports::{self, Known, PersonRow, Row, Verdict, What},
    merges,
    persons::{self, NewPerson},
};

use super::{row::Rejected, scene::Scene, table::Table};

/// Rows looked up at a time.
const PAGE: usize = 1_000;
/// Duplicates and rejected rows that are shown.
const SHOWN: usize = 10;

/// Somebody in the file who is known.
#[derive(Debug, Clone)]
pub struct Alike {
    /// The line of the file.
    pub line: i64,
    /// What the file calls them.
    pub name: String,
    /// Who they are.
    pub verdict: Verdict,
    /// How likely, 0 to 1, as suggestions of merges say it; `None`: they say nothing.
    pub score: Option<f64>,
}

/// What an import would do.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// Rows that can be kept.
    pub good: u64,
    /// Rows that cannot.
    pub rejected: u64,
    /// Rows that speak of persons known already.
    pub known: u64,
    /// Rows that speak of persons named further up in the file.
    pub repeated: u64,
    /// Organizations that are new by these rows.
    pub organizations: u64,
    /// The first of those who are known, with what says so.
    pub alike: Vec<Alike>,
    /// The first rows that cannot be kept.
    pub rejects: Vec<Rejected>,
}

/// Reads a whole table and writes nothing. The reasons of the first duplicates are those of the resolver: each
/// is put beside the one it is like, in a place that is rolled back.
pub async fn look(tx: &mut TenantTx, table: &Table) -> anyhow::Result<Preview> {
    let scene = Scene::of(tx, &table.wish).await?;
    let known = Known::load(tx).await?;
    let mut preview = Preview::default();
    let (mut seen, mut organizations) = (HashSet::new(), HashSet::new());
    let mut page: Vec<Row> = Vec::with_capacity(PAGE);
    let mut rows = table.rows(&scene, 0);
    loop {
        let next = rows.next();
        let ended = next.is_none();
        match next {
            Some(Ok((row, _))) => page.push(row),
            Some(Err(rejected)) => {
                preview.rejected += 1;
                if preview.rejects.len() < SHOWN {
                    preview.rejects.push(rejected);
                }
            }
            None => {}
        }
        if ended || page.len() == PAGE {
            looked_at(tx, &known, &page, (&mut seen, &mut organizations), &mut preview).await?;
            page.clear();
        }
        if ended {
            break;
        }
    }
    drop(rows);
    explain(tx, &mut preview).await?;
    Ok(preview)
}

async fn looked_at(
    tx: &mut TenantTx,
    known: &Known,
    page: &[Row],
    (seen, organizations): (&mut HashSet<String>, &mut HashSet<String>),
    preview: &mut Preview,
) -> anyhow::Result<()> {
    preview.good += page.len() as u64;
    let people: Vec<(i64, &PersonRow)> = page
        .iter()
        .filter_map(|row| match &row.what {
            What::Person(person) | What::Activity { person, .. } => Some((row.line, person)),
            What::Organization(_) | What::Cost(_) => None,
        })
        .collect();
    let named = |row: &Row| match &row.what {
        What::Person(person) | What::Activity { person, .. } => {
            person.organization.clone().map(|name| (name, person.domain.clone()))
        }
        What::Organization(it) => Some((it.name.clone(), it.domain.clone())),
        What::Cost(_) => None,
    };
    for (name, domain) in page.iter().filter_map(named) {
        if !known.has_organization(&name, domain.as_deref()) && organizations.insert(fold(&name)) {
            preview.organizations += 1;
        }
    }
    let rows: Vec<&PersonRow> = people.iter().map(|(_, row)| *row).collect();
    let verdicts = imports::judge(tx, known, &rows).await?;
    for ((line, row), verdict) in people.into_iter().zip(verdicts) {
        match verdict {
            Some(verdict) => {
                preview.known += 1;
                if preview.alike.len() < SHOWN {
                    preview.alike.push(Alike { line, name: row.name.clone(), verdict, score: None });
                    continue;
                }
            }
            None => {
                let mut keys = row.emails.iter().map(|it| format!("@{it}")).chain([who(row)]);
                if keys.any(|key| seen.contains(&key)) {
                    preview.repeated += 1;
                }
            }
        }
        seen.extend(row.emails.iter().map(|it| format!("@{it}")).chain([who(row)]));
    }
    Ok(())
}

/// Name, organization and whether there is an address: enough to see that somebody stands there twice.
fn who(row: &PersonRow) -> String {
    let organization = row.organization.as_deref().map(fold).unwrap_or_default();
    format!("{}\n{organization}\n{}", fold(&row.name).replace(' ', ""), row.emails.join(" "))
}

/// Gives the shown duplicates the resolver's own reasons and score.
async fn explain(tx: &mut TenantTx, preview: &mut Preview) -> anyhow::Result<()> {
    let mut told: HashMap<usize, (Vec<merges::Reason>, f64)> = HashMap::new();
    for (at, alike) in preview.alike.iter().enumerate() {
        tx.savepoint().await?;
        let new = NewPerson {
            name: alike.name.clone(),
            email: alike.verdict.reasons.iter().find_map(|reason| match reason {
                merges::Reason::SameEmail { value, .. } => Some(value.clone()),
                _ => None,
            }),
            relationship: "developer".to_owned(),
            ..NewPerson::default()
        };
        let ids: Vec<PersonId> = persons::add(tx, &[new]).await?;
        let suggestion = match ids.first() {
            Some(id) => merges::explain(tx, *id, alike.verdict.person).await?,
            None => None,
        };
        tx.rollback_to_savepoint().await?;
        if let Some(suggestion) = suggestion
            && !suggestion.reasons.is_empty()
        {
            told.insert(at, (suggestion.reasons, suggestion.score));
        }
    }
    for (at, (reasons, score)) in told {
        let alike = &mut preview.alike[at];
        let own = std::mem::replace(&mut alike.verdict.reasons, reasons);
        for reason in own {
            let same =
                |other: &merges::Reason| std::mem::discriminant(other) == std::mem::discriminant(&reason);
            if !alike.verdict.reasons.iter().any(same) {
                alike.verdict.reasons.push(reason);
            }
        }
        alike.score = Some(score);
    }
    Ok(())
}

impl Preview {
    /// Nothing of the file can be kept.
    pub fn is_nothing(&self) -> bool {
        self.good == 0
    }
}
