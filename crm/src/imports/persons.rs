//! People of a batch: who is new is added, who is known is left out, changed, or simply meant.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::{
    Choice, Import, Known, PersonRow, Tally,
    changes::{self, Change},
    decide, employments,
    facts::{Facts, Traits},
    in_file::Places,
    known::{self, Learned},
    organizations, own, update,
    write::Changes,
};
use crate::{
    FieldId, ImportId, OrganizationId, PersonId, Result, TenantTx,
    fields::Object,
    identifiers::IdentifierKind,
    persons::{self, NewPerson},
};

/// What a batch has come to so far.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) import: ImportId,
    pub(super) choice: Choice,
    /// Of who may be known.
    pub(super) doubtful: Choice,
    pub(super) today: NaiveDate,
    /// What people did is what counts; who they are is only looked up.
    pub(super) is_about_deeds: bool,
    pub(super) tally: Tally,
    pub(super) learned: Learned,
    /// Lines whose values are somebody else's: what is written of the batch is not to be kept.
    pub(super) taken: Vec<(i64, FieldId)>,
}

impl Batch {
    pub(super) fn new(import: &Import, today: NaiveDate) -> Self {
        let (tally, learned) = (Tally::default(), Learned::default());
        let (choice, doubtful) = (import.duplicates, import.doubtful);
        let taken = Vec::new();
        Self { import: import.id, choice, doubtful, today, is_about_deeds: false, tally, learned, taken }
    }
}

/// Somebody new, and all that rows say of them.
#[derive(Debug)]
struct Fresh {
    line: i64,
    /// The last that says something of the tenant's own fields.
    own_line: i64,
    row: PersonRow,
    traits: Traits,
}

/// What a row comes to.
#[derive(Debug)]
enum Meant {
    New(usize),
    Known(PersonId),
    Nobody,
}

/// Writes the people of a batch, and answers with who each row is; `None`: it was left out.
pub(super) async fn write(
    tx: &mut TenantTx,
    batch: &mut Batch,
    known: &Known,
    rows: &[(i64, &PersonRow)],
) -> Result<Vec<Option<PersonId>>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let people: Vec<&PersonRow> = rows.iter().map(|(_, row)| *row).collect();
    let found = match batch.choice {
        Choice::Create => vec![None; rows.len()],
        choice => {
            let updates = choice == Choice::Update || batch.doubtful == Choice::Update;
            decide::found(tx, known, &people, updates).await?
        }
    };
    let mut news: Vec<Fresh> = Vec::new();
    let mut places = Places::default();
    let mut edits: Edits<'_> = BTreeMap::new();
    let mut meant: Vec<Meant> = Vec::with_capacity(rows.len());
    for ((line, row), found) in rows.iter().zip(found) {
        let found = found.map(|(facts, alike)| (facts, batch.choice.of(batch.doubtful, &alike)));
        if let Some((facts, choice)) = found.filter(|(_, choice)| *choice != Choice::Create) {
            let id = facts.id;
            let updates = choice == Choice::Update;
            if updates {
                edits.entry(id).or_insert_with(|| (facts, Vec::new())).1.push((*line, *row));
            } else if !batch.is_about_deeds {
                batch.tally.skipped += 1;
            }
            let is_meant = updates || batch.is_about_deeds;
            meant.push(if is_meant { Meant::Known(id) } else { Meant::Nobody });
            continue;
        }
        let traits = Traits::of(row);
        let keys = known::keys(row);
        let earlier = match batch.choice {
            Choice::Create => None,
            _ => {
                let there = places.at(&keys).into_iter().map(|at| (at, &news[at].traits));
                let alike = decide::best(known.learned(), &traits, there);
                alike.map(|(at, alike)| (at, batch.choice.of(batch.doubtful, &alike)))
            }
        };
        let earlier = earlier.filter(|(_, choice)| *choice != Choice::Create);
        match earlier {
            None => {
                places.put(keys, news.len());
                meant.push(Meant::New(news.len()));
                news.push(Fresh { line: *line, own_line: *line, row: (*row).clone(), traits });
            }
            Some((at, choice)) => {
                match choice {
                    Choice::Update => {
                        update::over(&mut news[at].row, row);
                        if !row.own.is_empty() {
                            news[at].own_line = *line;
                        }
                        news[at].traits.join(traits);
                        batch.tally.updated += i64::from(!batch.is_about_deeds);
                    }
                    _ => batch.tally.skipped += i64::from(!batch.is_about_deeds),
                }
                meant.push(Meant::New(at));
            }
        }
    }
    let mut named = organizations::Named::default();
    let edited = edits.values().flat_map(|(_, rows)| rows.iter().map(|(_, row)| *row));
    news.iter().map(|it| &it.row).chain(edited).for_each(|row| named.want(row));
    let employers = organizations::employers(tx, batch, known, named).await?;
    let ids = add(tx, batch, &news, &employers).await?;
    let (mut changes, mut filled) = (Changes::new(), Vec::new());
    for (person, (facts, rows)) in edits {
        let (change, values) = update::change(tx, facts, &rows, &employers, batch.today).await?;
        if !values.is_empty() {
            let last = rows.iter().rev().find(|(_, row)| !row.own.is_empty());
            filled.push((last.map_or(change.line, |(line, _)| *line), person.0, values));
        }
        batch.tally.updated += i64::from(!change.is_nothing() && !batch.is_about_deeds);
        batch.tally.skipped += i64::from(change.is_nothing() && !batch.is_about_deeds);
        changes.insert(person.0, change);
    }
    update::write(tx, &changes).await?;
    changes::note(tx, batch.import, "person", &changes).await?;
    own::write(tx, batch, Object::Person, filled).await?;
    let who = |meant| match meant {
        Meant::New(at) => ids.get(at).copied(),
        Meant::Known(person) => Some(person),
        Meant::Nobody => None,
    };
    Ok(meant.into_iter().map(who).collect())
}

/// What is known of somebody, and the rows that speak of them with their lines.
type Edits<'a> = BTreeMap<PersonId, (Facts, Vec<(i64, &'a PersonRow)>)>;

/// Where each of these people work, by the name that a row gives: what is not known yet is made.
pub(super) type Employers = HashMap<String, OrganizationId>;

/// Adds who is new, with what belongs to them.
async fn add(
    tx: &mut TenantTx,
    batch: &mut Batch,
    news: &[Fresh],
    employers: &Employers,
) -> Result<Vec<PersonId>> {
    let person = |Fresh { row, .. }: &Fresh| NewPerson {
        name: row.name.clone(),
        kana: row.kana.clone(),
        romaji: row.romaji.clone(),
        title: row.whole_title(),
        email: row.emails.first().cloned(),
        relationship: row.relationship.clone().unwrap_or_else(|| "developer".to_owned()),
        tags: persons::retagged(&[], &row.tags, &[]),
    };
    let ids = persons::add(tx, &news.iter().map(person).collect::<Vec<_>>()).await?;
    let mut changes = Changes::new();
    let (mut claims, mut jobs, mut notes, mut filled) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (id, Fresh { line, own_line, row, .. }) in ids.iter().zip(news) {
        let (after, department) = (own::stored(&row.own).collect(), row.department.clone());
        changes.insert(id.0, Change { after, department, ..Change::new(*line) });
        if !row.own.is_empty() {
            filled.push((*own_line, id.0, row.own.clone()));
        }
        claims.extend(claimed(*id, row));
        jobs.extend(row.organization.as_ref().and_then(|name| employers.get(name)).map(|at| (*id, *at)));
        notes.extend(row.note.as_ref().map(|text| (id.0, text.as_str())));
        batch.learned.persons.push((*id, known::keys(row)));
    }
    for (claim, person) in employments::claim(tx, &claims).await? {
        changes.entry(person.0).or_default().identifiers.push(claim);
    }
    for (job, person) in employments::begin(tx, &jobs).await? {
        changes.entry(person.0).or_default().employments.push(job);
    }
    let rows = ids.iter().copied().zip(news.iter().map(|it| &it.row));
    for (job, person) in employments::begin_by_email(tx, rows, batch.today).await? {
        changes.entry(person.0).or_default().employments.push(job);
    }
    for (note, object) in employments::note(tx, "person", &notes).await? {
        changes.entry(object).or_default().notes.push(note);
    }
    batch.tally.created += i64::try_from(ids.len()).unwrap_or(i64::MAX);
    changes::note(tx, batch.import, "person", &changes).await?;
    own::write(tx, batch, Object::Person, filled).await?;
    Ok(ids)
}

/// What a row says by which somebody can be found.
pub(super) fn claimed(
    person: PersonId,
    row: &PersonRow,
) -> impl Iterator<Item = (PersonId, IdentifierKind, String)> + '_ {
    let emails = row.emails.iter().map(move |it| (person, IdentifierKind::Email, it));
    let phones = row.phones.iter().map(move |it| (person, IdentifierKind::Phone, it));
    emails.chain(phones).map(|(person, kind, value)| (person, kind, kind.normalised(value)))
}
