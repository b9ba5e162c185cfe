//! A record → a row that can be kept, or the column and the reason why not.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use crm::{
    CampaignId, FieldId,
    fields::{Definition, FieldKind, FieldValue},
    imports::{ActivityRow, CostRow, Kind, OrganizationRow, PersonRow, Row, What},
};

use super::{
    attendance::attendance,
    field::Field,
    nothing, own,
    records::Record,
    scene::Scene,
    table::Column,
    value::{self, Reason},
    write::unescaped,
};
use crate::{
    commands::{CATEGORIES, RELATIONSHIPS, choice_named},
    words::actions,
};

/// A row that is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The line it begins in, from 1.
    pub line: u64,
    /// The header of the column that is wrong; empty: the row as a whole.
    pub column: String,
    /// Why, by its stored name: [`super::reason`] has the words.
    pub reason: &'static str,
    /// The row as it was.
    pub cells: Vec<String>,
}

/// Longest name, job title and the like, in characters, as when they are typed.
const LONGEST_WORDS: usize = 120;
/// Longest note.
const LONGEST_TEXT: usize = nlp::understand::LONGEST_TEXT;

/// When an event is, where nobody says the time: at noon it is the same day nearly everywhere.
pub(super) const NOON: NaiveTime = match NaiveTime::from_hms_opt(12, 0, 0) {
    Some(noon) => noon,
    None => NaiveTime::MIN,
};

/// The cells of a record by what they mean; the first filled of each, or all where there are many.
pub(super) struct Cells<'a> {
    by_field: BTreeMap<Field, (&'a str, String)>,
    /// Of the tenant's own.
    own: Vec<(&'a Definition, &'a str, String)>,
}

pub(super) type Read<T> = Result<T, (Option<Field>, Reason)>;

impl<'a> Cells<'a> {
    fn of(record: &Record, columns: &'a [Column]) -> Self {
        let mut by_field: BTreeMap<Field, (&'a str, String)> = BTreeMap::new();
        let mut own: Vec<(&Definition, &str, String)> = Vec::new();
        for (column, cell) in columns.iter().zip(&record.cells) {
            let cell = unescaped(cell);
            let is_empty = match column.field {
                _ if cell.trim().is_empty() => true,
                // what stands there says whether they came, or not clearly
                Some(Field::Status) => false,
                Some(Field::Organization) => nothing::is_no_employer(cell),
                Some(_) => nothing::is_said(cell),
                None => column.own.as_ref().is_some_and(|own| nothing::is_said_of(own, cell)),
            };
            if is_empty {
                continue;
            }
            if let Some(field) = &column.own {
                match own.iter_mut().find(|(known, ..)| known.id == field.id) {
                    None => own.push((field, &column.header, cell.to_owned())),
                    Some((_, _, first)) if field.kind == FieldKind::Choices => {
                        first.push(',');
                        first.push_str(cell);
                    }
                    Some(_) => {}
                }
            }
            let Some(field) = column.field else { continue };
            match by_field.get_mut(&field) {
                None => {
                    by_field.insert(field, (&column.header, cell.to_owned()));
                }
                Some((_, first)) if field.is_many() => {
                    first.push('\n');
                    first.push_str(cell);
                }
                Some(_) => {}
            }
        }
        Self { by_field, own }
    }

    pub(super) fn get(&self, field: Field) -> Option<&str> {
        self.by_field.get(&field).map(|(_, cell)| cell.as_str())
    }

    fn header(&self, field: Field) -> String {
        self.by_field.get(&field).map_or_else(|| field.key().to_owned(), |(header, _)| (*header).to_owned())
    }

    /// The cell, read; `None` where nothing stands.
    pub(super) fn read<T>(
        &self,
        field: Field,
        read: impl FnOnce(&str) -> Result<T, Reason>,
    ) -> Read<Option<T>> {
        self.get(field).map(read).transpose().map_err(|reason| (Some(field), reason))
    }

    /// What stands in fields of the tenant's own; else the header of the one that is wrong, and why.
    fn own(&self, scene: &Scene) -> Result<Vec<(FieldId, FieldValue)>, (String, Reason)> {
        let mut all = Vec::new();
        for (field, header, cell) in &self.own {
            let read = own::read(field, cell, |words| scene.person_named(words));
            if let Some(value) = read.map_err(|reason| ((*header).to_owned(), reason))? {
                all.push((field.id, value));
            }
        }
        Ok(all)
    }

    fn words(&self, field: Field) -> Read<Option<String>> {
        Ok(self.read(field, |cell| value::line(cell, LONGEST_WORDS))?.filter(|words| !words.is_empty()))
    }

    pub(super) fn text(&self, field: Field) -> Read<Option<String>> {
        Ok(self.read(field, |cell| value::lines(cell, LONGEST_TEXT))?.filter(|words| !words.is_empty()))
    }
}

/// Reads a record as a row of a kind.
pub(super) fn read(
    record: &Record,
    columns: &[Column],
    kind: Kind,
    day_first: Option<bool>,
    scene: &Scene,
) -> Result<Row, Rejected> {
    let cells = Cells::of(record, columns);
    let more = record.cells.get(columns.len()..).is_some_and(|it| it.iter().any(|it| !it.trim().is_empty()));
    let read = || {
        if more {
            return Err((None, Reason::MoreCells));
        }
        Ok(match kind {
            Kind::Persons => What::Person(person(&cells)?),
            Kind::Organizations => What::Organization(organization(&cells)?),
            Kind::Activities => {
                let did = Some(activity(&cells, day_first, scene)?);
                // notes of what was done are about that
                What::Activity { person: PersonRow { note: None, ..person(&cells)? }, did }
            }
            Kind::Attendees => {
                let did = attendance(&cells, day_first, scene)?;
                What::Activity { person: person(&cells)?, did }
            }
            Kind::Costs => What::Cost(cost(&cells, day_first, scene)?),
        })
    };
    let rejected = |column: String, reason: Reason| Rejected {
        line: record.line,
        column,
        reason: reason.code(),
        cells: record.cells.clone(),
    };
    let mut what = read().map_err(|(field, reason)| {
        rejected(field.map_or_else(String::new, |field| cells.header(field)), reason)
    })?;
    let own = cells.own(scene).map_err(|(header, reason)| rejected(header, reason))?;
    match &mut what {
        What::Person(person) | What::Activity { person, .. } => person.own = own,
        What::Organization(organization) => organization.own = own,
        What::Cost(_) => {}
    }
    Ok(Row { line: i64::try_from(record.line).unwrap_or(i64::MAX), what })
}

fn person(cells: &Cells<'_>) -> Read<PersonRow> {
    let both = |one: Field, other: Field| -> Read<Option<String>> {
        Ok(match (cells.words(one)?, cells.words(other)?) {
            (Some(one), Some(other)) => Some(joined(&one, &other)),
            (one, other) => one.or(other),
        })
    };
    let emails = cells.read(Field::Email, value::emails)?.unwrap_or_default();
    let named = match cells.words(Field::Name)? {
        Some(name) => Some(name),
        None => both(Field::FamilyName, Field::GivenName)?,
    };
    let romaji = cells.words(Field::Romaji)?;
    let known = named.or_else(|| romaji.clone()).or(cells.words(Field::Nickname)?);
    let name = match known.or_else(|| emails.first().and_then(|it| it.split('@').next()).map(str::to_owned)) {
        Some(name) => without_honorific(&name).to_owned(),
        None => return Err((None, Reason::Nobody)),
    };
    let kana = match cells.words(Field::Kana)? {
        Some(kana) => Some(kana),
        None => both(Field::FamilyKana, Field::GivenKana)?,
    };
    let row = PersonRow {
        name,
        kana,
        romaji,
        department: cells.words(Field::Department)?,
        title: cells.words(Field::Title)?,
        emails,
        phones: cells.read(Field::Phone, value::phones)?.unwrap_or_default(),
        relationship: cells
            .read(Field::Relationship, |cell| choice_named(RELATIONSHIPS, cell).ok_or(Reason::Relationship))?
            .map(str::to_owned),
        tags: tags(cells)?,
        organization: cells.words(Field::Organization)?,
        domain: cells.get(Field::Domain).and_then(value::domain),
        note: cells.text(Field::Note)?,
        own: Vec::new(),
    };
    match row.whole_title() {
        Some(title) if title.chars().nth(LONGEST_WORDS).is_some() => {
            Err((Some(Field::Title), Reason::TooLong))
        }
        _ => Ok(row),
    }
}

/// Family and given name as they are written together: 佐藤 花子, Taro Tanaka.
fn joined(family: &str, given: &str) -> String {
    if family.is_ascii() && given.is_ascii() {
        format!("{given} {family}")
    } else {
        format!("{family} {given}")
    }
}

/// 田中太郎様 → 田中太郎: forms are filled so.
fn without_honorific(name: &str) -> &str {
    let cut = ["様", "さま", "殿", "さん"].iter().find_map(|end| name.strip_suffix(end));
    cut.map(str::trim_end).filter(|rest| rest.chars().count() > 1).unwrap_or(name)
}

fn tags(cells: &Cells<'_>) -> Read<Vec<String>> {
    let mut tags: Vec<String> = Vec::new();
    for tag in cells.get(Field::Tags).unwrap_or_default().split([',', ';', '、', '\n', '|']) {
        let tag = value::line(tag.trim().trim_start_matches(['#', '＃']), LONGEST_WORDS);
        let tag = tag.map_err(|reason| (Some(Field::Tags), reason))?;
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Ok(tags)
}

fn organization(cells: &Cells<'_>) -> Read<OrganizationRow> {
    let Some(name) = cells.words(Field::Organization)?.or(cells.words(Field::Name)?) else {
        return Err((Some(Field::Organization), Reason::Missing));
    };
    let kind = cells.read(Field::OrganizationKind, |cell| choice_named(KINDS, cell).ok_or(Reason::Kind))?;
    Ok(OrganizationRow {
        name,
        other_name: cells.words(Field::OtherName)?,
        domain: match cells.read(Field::Domain, |cell| own_domain(cell).ok_or(Reason::Domain))? {
            None => cells.get(Field::Email).and_then(own_domain),
            domain => domain,
        },
        kind: kind.map(str::to_owned),
        note: cells.text(Field::Note)?,
        own: Vec::new(),
    })
}

/// A domain that is one organization's: at gmail.com anybody can have an address.
fn own_domain(cell: &str) -> Option<String> {
    value::domain(cell).filter(|domain| !crm::organizations::is_free_mail(domain))
}

/// Kinds of organizations, with what people write for them.
const KINDS: nlp::understand::Choices = &[
    ("company", &["会社", "企業", "法人", "株式会社", "customer", "partner", "business", "corporation"]),
    ("community", &["コミュニティ", "コミュニティー", "団体", "勉強会", "group", "meetup", "user group"]),
];

fn activity(cells: &Cells<'_>, day_first: Option<bool>, scene: &Scene) -> Read<ActivityRow> {
    let action = cells.read(Field::Action, |cell| choice_named(actions::SAID, cell).ok_or(Reason::Action))?;
    let Some(at) = when(cells, day_first, scene)? else { return Err((Some(Field::Date), Reason::Missing)) };
    Ok(ActivityRow {
        action: action.unwrap_or("note").to_owned(),
        text: match (cells.text(Field::Text)?, cells.text(Field::Note)?) {
            (Some(text), Some(note)) => Some(format!("{text}\n{note}")),
            (text, note) => text.or(note),
        },
        at,
        campaign: campaign(cells, scene)?,
    })
}

pub(super) fn campaign(cells: &Cells<'_>, scene: &Scene) -> Read<Option<CampaignId>> {
    match cells.get(Field::Campaign) {
        Some(words) => scene.campaign_named(words).map(Some).ok_or((Some(Field::Campaign), Reason::Campaign)),
        None => Ok(scene.campaign),
    }
}

pub(super) fn when(cells: &Cells<'_>, day_first: Option<bool>, scene: &Scene) -> Read<Option<DateTime<Utc>>> {
    let (day, time) = match cells.read(Field::Date, |cell| value::moment(cell, day_first))? {
        Some(said) => said,
        None => match scene.day {
            Some(day) => (day, None),
            None => return Ok(None),
        },
    };
    let (time, offset) = match time {
        Some((time, offset)) => (time, offset),
        None => (cells.read(Field::Time, value::time_of)?.unwrap_or(NOON), None),
    };
    Ok(Some(value::at(day, time, offset, scene.zone)))
}

fn cost(cells: &Cells<'_>, day_first: Option<bool>, scene: &Scene) -> Read<CostRow> {
    let Some(campaign) = campaign(cells, scene)? else {
        return Err((Some(Field::Campaign), Reason::Missing));
    };
    let Some((amount, written)) = cells.read(Field::Amount, value::money)? else {
        return Err((Some(Field::Amount), Reason::Missing));
    };
    let currency = match cells.read(Field::Currency, value::currency)? {
        Some(code) => code,
        None => written.unwrap_or_else(|| scene.currency.clone()),
    };
    let day = cells.read(Field::Date, |cell| value::moment(cell, day_first))?.map(|(day, _)| day);
    let Some(spent_on): Option<NaiveDate> = day.or(scene.day).or_else(|| scene.first_day(campaign)) else {
        return Err((Some(Field::Date), Reason::Missing));
    };
    let category =
        cells.read(Field::Category, |cell| choice_named(CATEGORIES, cell).ok_or(Reason::Category))?;
    Ok(CostRow {
        campaign,
        category: category.unwrap_or("other").to_owned(),
        amount,
        currency,
        spent_on,
        note: match cells.text(Field::Note)? {
            Some(note) => Some(note),
            None => cells.text(Field::Text)?,
        },
    })
}
