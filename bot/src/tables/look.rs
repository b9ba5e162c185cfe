//! Reads a whole table as an import would, and writes nothing: what is decided of a row is decided by the same
//! hands, in the same order. Only employers differ: an import looks at those of a page together, so that one which is
//! named first and has its domain in a later row may be known there and new here.

use std::collections::HashMap;

use crm::{
    FieldId, OrganizationId, TenantTx,
    fields::{self, FieldValue},
    imports::{self, ActivityRow, By, InFile, Known, OrganizationRow, PersonRow, Row, Verdict, What},
};

use super::{
    carry::Choice,
    own,
    preview::{Alike, Preview, Repeat, SHOWN, Same},
    row::Rejected,
    scene::Scene,
    table::Table,
    unique::{Unique, Who},
    value::Reason,
};

/// Rows looked up at a time.
const PAGE: usize = 1_000;

/// What an import of a table would do, where this becomes of who is known, and of who may be.
pub async fn look(tx: &mut TenantTx, table: &Table, choices: (Choice, Choice)) -> anyhow::Result<Preview> {
    let scene = Scene::of_table(tx, table).await?;
    let object = own::object(table.kind);
    let must = match object {
        Some(object) => fields::list(tx, Some(object)).await?,
        None => Vec::new(),
    };
    let must = must.into_iter().filter(|field| field.required).map(|field| (field, 0));
    let mut looking = Looking {
        table,
        known: Known::load(tx).await?,
        choices,
        in_file: InFile::default(),
        deeds: HashMap::new(),
        unique: Unique::of(tx, object).await?,
        preview: Preview { unfilled: must.collect(), ..Preview::default() },
    };
    let mut rows = table.rows(&scene, 0);
    loop {
        let page: Vec<Result<Read, Rejected>> = rows.by_ref().take(PAGE).collect();
        if page.is_empty() {
            break;
        }
        looking.page(tx, page).await?;
    }
    drop(rows);
    Ok(looking.preview)
}

/// What was found so far.
struct Looking<'a> {
    table: &'a Table,
    known: Known,
    choices: (Choice, Choice),
    in_file: InFile,
    /// What was done, by whom, and the line that says so first.
    deeds: HashMap<String, i64>,
    unique: Unique,
    preview: Preview,
}

/// A row, and its cells.
type Read = (Row, Vec<String>);

impl Looking<'_> {
    async fn page(&mut self, tx: &mut TenantTx, page: Vec<Result<Read, Rejected>>) -> anyhow::Result<()> {
        let good = || page.iter().flatten().map(|(row, _)| row);
        self.unique.look_up(tx, good().map(own_of)).await?;
        let people: Vec<&PersonRow> = good().filter_map(person_of).collect();
        let mut verdicts = imports::judge(tx, &self.known, &people).await?.into_iter();
        for row in &page {
            let (row, cells) = match row {
                Ok(read) => read,
                Err(rejected) => {
                    self.preview.reject(rejected.clone());
                    continue;
                }
            };
            let taken = match &row.what {
                What::Person(person) => {
                    self.person(tx, (row.line, person), None, verdicts.next().flatten()).await?
                }
                What::Activity { person, did } => {
                    self.person(tx, (row.line, person), Some(did.as_ref()), verdicts.next().flatten()).await?
                }
                What::Organization(it) => self.organization(tx, row.line, it).await?,
                What::Cost(_) => Ok(()),
            };
            match taken {
                Ok(()) => self.preview.good += 1,
                Err(field) => self.preview.reject(self.taken(row.line, cells, field)),
            }
        }
        Ok(())
    }

    /// A row of which a value is somebody else's.
    fn taken(&self, line: i64, cells: &[String], field: FieldId) -> Rejected {
        let its = self.table.columns.iter().find(|it| it.own.as_ref().is_some_and(|own| own.id == field));
        Rejected {
            line: u64::try_from(line).unwrap_or_default(),
            column: its.map_or_else(String::new, |column| column.header.clone()),
            reason: Reason::Taken.code(),
            cells: cells.to_vec(),
        }
    }

    /// What becomes of a row that is, or may be, of somebody who is there.
    fn choice(&self, sure: bool) -> Choice {
        match self.choices {
            (Choice::Create, _) => Choice::Create,
            (known, doubtful) => {
                if sure {
                    known
                } else {
                    doubtful
                }
            }
        }
    }

    async fn person(
        &mut self,
        tx: &mut TenantTx,
        (line, row): (i64, &PersonRow),
        did: Option<Option<&ActivityRow>>,
        verdict: Option<Verdict>,
    ) -> anyhow::Result<Result<(), FieldId>> {
        let is_taken_for = |choice: &Choice| *choice != Choice::Create;
        let known = verdict.as_ref().map(|it| (Who::Known(it.person.0), self.choice(it.sure)));
        let known = known.filter(|(_, choice)| is_taken_for(choice));
        let again = if known.is_none() { self.in_file.alike(&self.known, row) } else { None };
        let again = again.filter(|_| self.choices.0 != Choice::Create);
        let earlier = again.as_ref().map(|it| (Who::Line(it.line), self.choice(it.sure)));
        let earlier = earlier.filter(|(_, choice)| is_taken_for(choice));
        let is_repeat = earlier.is_some();
        let is_new = known.is_none() && !is_repeat;
        let (who, choice) = known.or(earlier).unwrap_or((Who::Line(line), Choice::Create));
        if choice != Choice::Skip {
            if let Err(field) = self.unique.give(who, &row.own) {
                return Ok(Err(field));
            }
            self.employer(tx, line, row).await?;
        }
        if is_new {
            self.preview.miss(&row.own);
            self.in_file.add(line, row);
        }
        match (verdict, again) {
            (Some(verdict), _) if verdict.sure || !is_repeat => self.alike(line, row, verdict),
            // of what they do there may be many rows
            (_, Some(again)) if did.is_none() || !again.sure => {
                let (name, first) = (row.name.clone(), again.line);
                self.preview.repeat(Repeat { line, name, first, again: Some(again) });
            }
            _ => {}
        }
        if let Some(did) = did.flatten() {
            let first = *self.deeds.entry(format!("{who:?} {did:?}")).or_insert(line);
            if first != line {
                self.preview.repeat(Repeat { line, name: row.name.clone(), first, again: None });
            }
        }
        Ok(Ok(()))
    }

    fn alike(&mut self, line: i64, row: &PersonRow, verdict: Verdict) {
        let preview = &mut self.preview;
        *if verdict.sure { &mut preview.known } else { &mut preview.doubtful } += 1;
        let shown = preview.alike.iter().filter(|it| it.verdict.sure == verdict.sure).count();
        if shown < SHOWN {
            preview.alike.push(Alike { line, name: row.name.clone(), verdict });
        }
    }

    /// Where somebody works who is written.
    async fn employer(&mut self, tx: &mut TenantTx, line: i64, row: &PersonRow) -> anyhow::Result<()> {
        let Some(name) = &row.organization else { return Ok(()) };
        let is_meant = |by: By| by != By::Perhaps || self.choices.1 != Choice::Create;
        let known = self.known.organization(name, row.domains());
        let earlier = self.in_file.organization(name, row.domains());
        let is_there =
            known.is_some_and(|(_, by)| is_meant(by)) || earlier.is_some_and(|(_, by)| is_meant(by));
        if !is_there {
            self.preview.organizations += 1;
            self.in_file.add_employer(line, row);
        }
        match known.filter(|(_, by)| *by != By::Name) {
            Some(known) => self.same(tx, (line, name), known).await,
            None => Ok(()),
        }
    }

    async fn organization(
        &mut self,
        tx: &mut TenantTx,
        line: i64,
        row: &OrganizationRow,
    ) -> anyhow::Result<Result<(), FieldId>> {
        let domain = row.domain.as_deref();
        let known = self.known.organization(&row.name, domain);
        let meant = known.map(|(id, by)| (Who::Known(id.0), self.choice(by != By::Perhaps)));
        let meant = meant.filter(|(_, choice)| *choice != Choice::Create);
        let earlier = self.in_file.organization(&row.name, domain);
        let is_repeat = |(_, by): &(i64, By)| self.choice(*by != By::Perhaps) != Choice::Create;
        let earlier = earlier.filter(|it| meant.is_none() && is_repeat(it));
        let is_new = meant.is_none() && earlier.is_none();
        let (who, choice) = meant.unwrap_or((Who::Line(line), Choice::Create));
        if choice != Choice::Skip
            && earlier.is_none()
            && let Err(field) = self.unique.give(who, &row.own)
        {
            return Ok(Err(field));
        }
        if is_new {
            self.preview.organizations += 1;
            self.preview.miss(&row.own);
            self.in_file.add_organization(line, row);
        }
        if let Some((first, _)) = earlier {
            self.preview.repeat(Repeat { line, name: row.name.clone(), first, again: None });
        } else if let Some((id, by)) = known {
            let preview = &mut self.preview;
            *if by == By::Perhaps { &mut preview.doubtful } else { &mut preview.known } += 1;
            self.same(tx, (line, &row.name), (id, by)).await?;
        }
        Ok(Ok(()))
    }

    /// Shows which organization is meant by a name; an employer's once.
    async fn same(
        &mut self,
        tx: &mut TenantTx,
        (line, name): (i64, &str),
        (id, by): (OrganizationId, By),
    ) -> anyhow::Result<()> {
        let same = &mut self.preview.same;
        if same.len() < SHOWN
            && !same.iter().any(|it| it.name == name)
            && let Some(there) = crm::organizations::by_id(tx, id).await?
        {
            let (code, known) = (there.code(), there.name);
            same.push(Same { line, name: name.to_owned(), code, known, by });
        }
        Ok(())
    }
}

fn person_of(row: &Row) -> Option<&PersonRow> {
    match &row.what {
        What::Person(person) | What::Activity { person, .. } => Some(person),
        What::Organization(_) | What::Cost(_) => None,
    }
}

fn own_of(row: &Row) -> &[(FieldId, FieldValue)] {
    match &row.what {
        What::Person(person) | What::Activity { person, .. } => &person.own,
        What::Organization(it) => &it.own,
        What::Cost(_) => &[],
    }
}
