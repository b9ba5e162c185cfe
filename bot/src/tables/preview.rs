//! What an import would do, found out without writing anything.

use std::collections::{HashMap, HashSet};

use crm::{
    TenantTx, fold,
    imports::{self, Known, PersonRow, Row, Verdict, What},
};

use nlp::Lang;

use super::{row::Rejected, scene::Scene, table::Table};
use crate::say;

/// Rows looked up at a time.
const PAGE: usize = 1_000;
/// Duplicates, doubts and rejected rows that are shown, of each.
const SHOWN: usize = 10;

/// Somebody in the file who is known.
#[derive(Debug, Clone)]
pub struct Alike {
    /// The line of the file.
    pub line: i64,
    /// What the file calls them.
    pub name: String,
    /// Who they are, or may be.
    pub verdict: Verdict,
}

/// Somebody who stands in the file twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// The line of the file.
    pub line: i64,
    /// What it calls them.
    pub name: String,
    /// The line where they stood first.
    pub first: i64,
}

impl Repeat {
    /// In a line.
    pub fn said(&self, lang: Lang) -> String {
        let Self { line, name, first } = self;
        say!(
            lang,
            "line {line}: {name} stands in line {first} already",
            "{line}行目：{name} は{first}行目にもあります"
        )
    }
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
    /// Rows that may speak of persons known already, and may not.
    pub doubtful: u64,
    /// Rows that speak of persons named further up in the file.
    pub repeated: u64,
    /// Organizations that are new by these rows.
    pub organizations: u64,
    /// The first of those who are known, and of those who may be, with what says so.
    pub alike: Vec<Alike>,
    /// The first rows that speak of persons named further up, with the line where that is.
    pub repeats: Vec<Repeat>,
    /// The first rows that cannot be kept.
    pub rejects: Vec<Rejected>,
}

/// Reads a whole table and writes nothing.
pub async fn look(tx: &mut TenantTx, table: &Table) -> anyhow::Result<Preview> {
    let scene = Scene::of_table(tx, table).await?;
    let known = Known::load(tx).await?;
    let mut preview = Preview::default();
    let (mut seen, mut organizations) = (HashMap::new(), HashSet::new());
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
    Ok(preview)
}

async fn looked_at(
    tx: &mut TenantTx,
    known: &Known,
    page: &[Row],
    (seen, organizations): (&mut HashMap<String, i64>, &mut HashSet<String>),
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
        let keys = imports::organization_keys(&name, domain.as_deref());
        let is_new = !known.has_organization(&name, domain.as_deref())
            && !keys.iter().any(|key| organizations.contains(key));
        preview.organizations += u64::from(is_new);
        organizations.extend(keys);
    }
    let rows: Vec<&PersonRow> = people.iter().map(|(_, row)| *row).collect();
    let verdicts = imports::judge(tx, known, &rows).await?;
    for ((line, row), verdict) in people.into_iter().zip(verdicts) {
        match verdict {
            Some(verdict) => {
                *if verdict.sure { &mut preview.known } else { &mut preview.doubtful } += 1;
                let shown = preview.alike.iter().filter(|it| it.verdict.sure == verdict.sure).count();
                if shown < SHOWN {
                    preview.alike.push(Alike { line, name: row.name.clone(), verdict });
                    continue;
                }
            }
            None => {
                if let Some(first) = keys(row).find_map(|key| seen.get(&key).copied()) {
                    preview.repeated += 1;
                    if preview.repeats.len() < SHOWN {
                        preview.repeats.push(Repeat { line, name: row.name.clone(), first });
                    }
                }
            }
        }
        for key in keys(row) {
            seen.entry(key).or_insert(line);
        }
    }
    Ok(())
}

/// By what somebody is seen to stand there twice.
fn keys(row: &PersonRow) -> impl Iterator<Item = String> {
    row.emails.iter().map(|it| format!("@{it}")).chain([who(row)])
}

/// Name, organization and whether there is an address: enough to see that somebody stands there twice.
fn who(row: &PersonRow) -> String {
    let organization = row.organization.as_deref().map(fold).unwrap_or_default();
    format!("{}\n{organization}\n{}", fold(&row.name).replace(' ', ""), row.emails.join(" "))
}

impl Preview {
    /// Nothing of the file can be kept.
    pub fn is_nothing(&self) -> bool {
        self.good == 0
    }
}
