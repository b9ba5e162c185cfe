//! What an import would do, found out without writing anything.

use std::collections::HashMap;

use crm::{
    Code, FieldId, TenantTx,
    fields::{self, Definition, FieldValue},
    fold,
    imports::{self, Known, PersonRow, Row, Verdict, What},
};

use nlp::Lang;

use super::{own, row::Rejected, scene::Scene, table::Table};
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

/// Somebody or something that stands in the file twice.
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

/// An organization of the file that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Same {
    /// The line of the file.
    pub line: i64,
    /// What the file calls it.
    pub name: String,
    /// Which it is.
    pub code: Code,
    /// What it is called.
    pub known: String,
    /// Is it known by its name, legal forms apart? Else by its domain.
    pub by_name: bool,
}

impl Same {
    /// In a line.
    pub fn said(&self, lang: Lang) -> String {
        let Self { line, name, code, known, by_name } = self;
        let why = match by_name {
            true => say!(lang, "same name", "同じ名前"),
            false => say!(lang, "same domain", "同じドメイン"),
        };
        say!(
            lang,
            "line {line}: {name} = {code} {known}: {why}",
            "{line}行目：{name} = {code} {known}：{why}"
        )
    }
}

/// What an import would do.
///
/// Of a field that must be filled, [`Preview::unfilled`] counts the rows that would be new without it: they are taken
/// all the same, since a file seldom knows all, and say on their card what is wanting.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// Rows that can be kept.
    pub good: u64,
    /// Rows that cannot.
    pub rejected: u64,
    /// Rows that speak of persons or organizations known already.
    pub known: u64,
    /// Rows that may speak of persons known already, and may not.
    pub doubtful: u64,
    /// Rows that speak of persons or organizations named further up in the file.
    pub repeated: u64,
    /// Fields of the tenant's own that must be filled, each with the rows that leave them empty and are of nobody known.
    pub unfilled: Vec<(Definition, u64)>,
    /// Organizations that are new by these rows.
    pub organizations: u64,
    /// The first of those who are known, and of those who may be, with what says so.
    pub alike: Vec<Alike>,
    /// The first organizations that are known.
    pub same: Vec<Same>,
    /// The first rows that speak of persons named further up, with the line where that is.
    pub repeats: Vec<Repeat>,
    /// The first rows that cannot be kept.
    pub rejects: Vec<Rejected>,
}

/// Reads a whole table and writes nothing.
pub async fn look(tx: &mut TenantTx, table: &Table) -> anyhow::Result<Preview> {
    let scene = Scene::of_table(tx, table).await?;
    let known = Known::load(tx).await?;
    let must = match own::object(table.kind) {
        Some(object) => fields::list(tx, Some(object)).await?,
        None => Vec::new(),
    };
    let must = must.into_iter().filter(|field| field.required).map(|field| (field, 0));
    let mut preview = Preview { unfilled: must.collect(), ..Preview::default() };
    let (mut seen, mut organizations) = (HashMap::new(), HashMap::new());
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
    (seen, organizations): (&mut HashMap<String, i64>, &mut HashMap<String, i64>),
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
    for row in page {
        let Some((name, domain)) = named(row) else { continue };
        let keys = imports::organization_keys(&name, domain.as_deref());
        let is_known = known.has_organization(&name, domain.as_deref());
        let first = keys.iter().find_map(|key| organizations.get(key).copied());
        preview.organizations += u64::from(!is_known && first.is_none());
        if let (What::Organization(_), false, Some(first)) = (&row.what, is_known, first) {
            preview.repeat(Repeat { line: row.line, name, first });
        }
        for key in keys {
            organizations.entry(key).or_insert(row.line);
        }
    }
    for (line, row) in page.iter().filter_map(|row| match &row.what {
        What::Organization(it) => Some((row.line, it)),
        _ => None,
    }) {
        let Some(id) = known.organization(&row.name, row.domain.as_deref()) else { continue };
        preview.known += 1;
        if preview.same.len() < SHOWN
            && let Some(there) = crm::organizations::by_id(tx, id).await?
        {
            let by_name = known.organization(&row.name, None) == Some(id);
            let (code, known) = (there.code(), there.name);
            preview.same.push(Same { line, name: row.name.clone(), code, known, by_name });
        }
    }
    let organizations_own = page.iter().filter_map(|row| match &row.what {
        What::Organization(it) if !known.has_organization(&it.name, it.domain.as_deref()) => Some(&it.own),
        _ => None,
    });
    organizations_own.for_each(|own| preview.miss(own));
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
                preview.miss(&row.own);
                if let Some(first) = keys(row).find_map(|key| seen.get(&key).copied()) {
                    preview.repeat(Repeat { line, name: row.name.clone(), first });
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
    /// Counts what stands in the file twice.
    fn repeat(&mut self, repeat: Repeat) {
        self.repeated += 1;
        if self.repeats.len() < SHOWN {
            self.repeats.push(repeat);
        }
    }

    /// Counts what somebody or something new leaves empty.
    fn miss(&mut self, filled: &[(FieldId, FieldValue)]) {
        for (field, rows) in &mut self.unfilled {
            *rows += u64::from(!filled.iter().any(|(id, _)| *id == field.id));
        }
    }

    /// How many rows there are of each sort, what the sort is called first.
    pub fn counts(&self, lang: Lang) -> Vec<(String, u64)> {
        let unfilled = self.unfilled.iter().filter(|(_, rows)| *rows > 0).map(|(field, rows)| {
            let name = &field.name;
            (say!(lang, "Without {name}, which must be filled", "必須項目「{name}」が空"), *rows)
        });
        let counts = [
            (lang.pick("Rows that can be taken", "取り込める行"), self.good),
            (lang.pick("Known already", "登録済み"), self.known),
            (lang.pick("Perhaps known", "登録済みの可能性"), self.doubtful),
            (lang.pick("Twice in the file", "ファイル内の重複"), self.repeated),
            (lang.pick("New organizations", "新しい組織"), self.organizations),
            (lang.pick("Rejected", "取り込めない行"), self.rejected),
        ];
        counts.into_iter().map(|(what, rows)| (what.to_owned(), rows)).chain(unfilled).collect()
    }

    /// Nothing of the file can be kept.
    pub fn is_nothing(&self) -> bool {
        self.good == 0
    }
}
