//! Those of a file who are nobody known, and what is nothing known, told from each other as an import tells them apart.

use std::collections::{BTreeSet, HashMap};

use super::{By, Known, OrganizationRow, PersonRow, decide, facts::Traits, known, meant::Organizations};
use crate::merges::Signal;

/// Where rows stand, by what they are looked for.
#[derive(Debug, Default)]
pub(super) struct Places(HashMap<u64, Vec<usize>>);

impl Places {
    /// Notes where a row stands.
    pub(super) fn put(&mut self, keys: Vec<u64>, at: usize) {
        for key in keys {
            let places = self.0.entry(key).or_default();
            if places.len() < known::LOOKED_AT {
                places.push(at);
            }
        }
    }

    /// Where to look, in the order of the file.
    pub(super) fn at(&self, keys: &[u64]) -> BTreeSet<usize> {
        keys.iter().filter_map(|key| self.0.get(key)).flatten().copied().collect()
    }
}

/// Somebody who stands in a file already, or may.
#[derive(Debug, Clone, PartialEq)]
pub struct Again {
    /// The line where they stood first.
    pub line: i64,
    /// Is it they? Else it is a doubt.
    pub sure: bool,
    /// How likely the resolver finds it, 0 to 1.
    pub score: f64,
    /// What says so, the weightiest first, then what speaks against it.
    pub reasons: Vec<Signal>,
}

/// Those of a file who are nobody known, as far as it was looked through.
#[derive(Debug, Default)]
pub struct InFile {
    places: Places,
    rows: Vec<(i64, PersonRow)>,
    organizations: Organizations<i64>,
}

impl InFile {
    /// Whom of those further up a row speaks of.
    pub fn alike(&self, known: &Known, row: &PersonRow) -> Option<Again> {
        let places = self.places.at(&known::keys(row));
        let there = places.into_iter().map(|at| (self.rows[at].0, Traits::of(&self.rows[at].1)));
        let (line, alike) = decide::best(known.learned(), &Traits::of(row), there)?;
        Some(Again { line, sure: alike.sure, score: alike.score, reasons: alike.reasons })
    }

    /// Takes in a row of somebody new.
    pub fn add(&mut self, line: i64, row: &PersonRow) {
        self.places.put(known::keys(row), self.rows.len());
        // what does not tell them apart is not held for each of 100,000 rows
        let who = PersonRow {
            name: row.name.clone(),
            kana: row.kana.clone(),
            romaji: row.romaji.clone(),
            emails: row.emails.clone(),
            phones: row.phones.clone(),
            organization: row.organization.clone(),
            ..PersonRow::default()
        };
        self.rows.push((line, who));
    }

    /// The line of those further up that means the same organization.
    pub fn organization<'a>(
        &self,
        name: &str,
        domains: impl IntoIterator<Item = &'a str>,
    ) -> Option<(i64, By)> {
        self.organizations.find(name, domains)
    }

    /// Takes in a row of a new organization.
    pub fn add_organization(&mut self, line: i64, row: &OrganizationRow) {
        let domain = row.domain.as_deref();
        self.organizations.put(line, row.names().iter().map(String::as_str), domain);
    }

    /// Takes in the new employer that a row names.
    pub fn add_employer(&mut self, line: i64, row: &PersonRow) {
        self.organizations.put(line, row.organization.as_deref(), row.domain.as_deref());
    }
}
