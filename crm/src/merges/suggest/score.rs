//! How much it says that two persons have this and that in common.

use serde::{Deserialize, Serialize};

use super::{handles::Near, names, profile::Profile, shared::Shared};
use crate::fold;

/// What speaks for two persons being one; the last two speak against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// One e-mail address. Addresses of roles and shared ones do not count.
    SameEmail {
        /// Which.
        value: String,
        /// Proved on both sides.
        verified: bool,
    },
    /// One handle on two providers.
    SameHandle {
        /// Which, without the `@`.
        value: String,
        /// On which.
        providers: [String; 2],
    },
    /// Handles that differ by case, a trailing `_` or one trailing digit, as of somebody whose own was taken.
    SimilarHandle {
        /// The one's, as written.
        a: String,
        /// The other's.
        b: String,
    },
    /// One name, in whatever script, order and spelling.
    SameName {
        /// Which.
        value: String,
    },
    /// An initial or one slip apart, and colleagues.
    SimilarName {
        /// The one's.
        a: String,
        /// The other's.
        b: String,
    },
    /// They work or worked at one place.
    SameOrganization {
        /// Its name.
        name: String,
    },
    /// Their addresses have one domain, and not one where anybody may have an address.
    SameDomain {
        /// Which.
        value: String,
    },
    /// Their names are read differently (Yūko, Hiroko), however they are written.
    ReadDifferently {
        /// The one's reading.
        a: String,
        /// The other's.
        b: String,
    },
    /// Both have an account there, and not the same: one human rarely has two.
    TwoAccountsOnOneProvider {
        /// Where.
        provider: String,
    },
}

impl Reason {
    /// Does it speak against?
    pub fn is_against(&self) -> bool {
        matches!(self, Self::ReadDifferently { .. } | Self::TwoAccountsOnOneProvider { .. })
    }

    /// How likely it alone makes it that the two are one, 0 to 1.
    pub fn weight(&self) -> f64 {
        match self {
            Self::SameEmail { verified: true, .. } => 1.0,
            Self::SameEmail { verified: false, .. } => 0.85,
            Self::SameHandle { .. } => 0.6,
            Self::SameName { .. } | Self::SimilarHandle { .. } => 0.5,
            Self::SimilarName { .. } => 0.45,
            Self::SameOrganization { .. } | Self::SameDomain { .. } => 0.2,
            Self::ReadDifferently { .. } | Self::TwoAccountsOnOneProvider { .. } => 0.0,
        }
    }
}

/// What is left of the score when something speaks against it.
const DOUBT: f64 = 0.5;

/// The score of a pair, 0 to 1, and the reasons. Reasons are taken as independent: the score is
/// 1 − Π(1 − wᵢ) over their weights (noisy-or, Pearl 1988, §4.3.2).
pub(super) fn score(a: &Profile, b: &Profile, shared: &Shared) -> (f64, Vec<Reason>) {
    let near_handle = shared.near_handles.iter().min_by_key(|near| (near.by_digit, near.place.is_none()));
    let near_handle = near_handle.filter(|_| shared.handles.is_empty());
    let mut reasons: Vec<Reason> = email(shared).into_iter().chain(handle(shared)).collect();
    let equal_email = matches!(reasons.first(), Some(Reason::SameEmail { .. }));
    reasons.extend(
        near_handle.map(|Near { values: [a, b], .. }| Reason::SimilarHandle { a: a.clone(), b: b.clone() }),
    );
    reasons.extend(name(a, b, shared));
    let together = a.organizations.iter().find(|(id, _)| b.organizations.contains_key(id));
    if let Some((_, name)) = together {
        reasons.push(Reason::SameOrganization { name: name.clone() });
    } else if !equal_email {
        // of an equal address an equal domain says nothing new
        reasons.extend(
            a.domains.intersection(&b.domains).next().map(|d| Reason::SameDomain { value: d.clone() }),
        );
    }
    let mut score = 1.0 - reasons.iter().map(|reason| 1.0 - reason.weight()).product::<f64>();
    if let Some(against) = readings(a, b) {
        reasons.push(against);
        if !equal_email {
            score *= DOUBT;
        }
    }
    // who comes back to a place as `taro_` has two accounts there
    let came_back = near_handle.filter(|near| !near.by_digit).and_then(|near| near.place.as_deref());
    let mut twice = a.places.intersection(&b.places);
    if let Some((provider, _)) = twice.find(|(p, w)| came_back != Some(format!("{p} {w}").as_str())) {
        reasons.push(Reason::TwoAccountsOnOneProvider { provider: provider.clone() });
        if !equal_email {
            score *= DOUBT;
        }
    }
    (score, reasons)
}

fn email(shared: &Shared) -> Option<Reason> {
    let best = shared.emails.iter().find(|(_, verified)| *verified).or(shared.emails.first());
    best.map(|(value, verified)| Reason::SameEmail { value: value.clone(), verified: *verified })
}

fn handle(shared: &Shared) -> Option<Reason> {
    let first = shared.handles.first();
    first.map(|(value, providers)| Reason::SameHandle { value: value.clone(), providers: providers.clone() })
}

fn readings(a: &Profile, b: &Profile) -> Option<Reason> {
    let (Some(x), Some(y)) = (&a.kana, &b.kana) else { return None };
    (x != y).then(|| Reason::ReadDifferently { a: x.clone(), b: y.clone() })
}

fn name(a: &Profile, b: &Profile, shared: &Shared) -> Option<Reason> {
    // somebody without a name is called by the handle: that is one sign, not two
    let handles: Vec<String> = shared.handles.iter().map(|(handle, _)| fold(handle)).collect();
    let names: Vec<&String> = shared.names.iter().filter(|name| !handles.contains(*name)).collect();
    if names.is_empty() {
        let read_differently = a.kana.is_some() && b.kana.is_some() && a.kana != b.kana;
        let near =
            shared.names.is_empty() && shared.near && !read_differently && names::near(&a.forms, &b.forms);
        let display = |profile: &Profile| profile.names.first().cloned().unwrap_or_default();
        return near.then(|| Reason::SimilarName { a: display(a), b: display(b) });
    }
    let as_written =
        a.names.iter().chain(&b.names).find(|name| names.iter().any(|form| **form == fold(name)));
    let longest = || names.iter().max_by_key(|form| form.len()).map(|form| (*form).clone());
    as_written.cloned().or_else(longest).map(|value| Reason::SameName { value })
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::PersonId;

    fn person(name: &str) -> Profile {
        Profile {
            id: PersonId::new(),
            number: 1,
            names: vec![name.to_owned()],
            kana: None,
            forms: crate::persons::search_key(name, None, None).lines().map(str::to_owned).collect(),
            organizations: BTreeMap::new(),
            domains: BTreeSet::new(),
            places: BTreeSet::new(),
        }
    }

    fn percent(a: &Profile, b: &Profile, shared: &Shared) -> i64 {
        let (score, _) = score(a, b, shared);
        assert_eq!(score.to_bits(), super::score(b, a, shared).0.to_bits(), "symmetric");
        (score * 100.0).round() as i64
    }

    #[test]
    fn reasons_add_up() {
        let (mut a, mut b) = (person("Taro Sato"), person("佐藤太郎"));
        let mut shared = Shared { emails: vec![("t@example.com".to_owned(), false)], ..Shared::default() };
        assert_eq!(percent(&a, &b, &shared), 85);
        shared.names.push("taro sato".to_owned());
        assert_eq!(percent(&a, &b, &shared), 93); // 1 − 0.15 · 0.5, rounded
        let place = ("slack".to_owned(), "w".to_owned());
        a.places.insert(place.clone());
        b.places.insert(place);
        assert_eq!(percent(&a, &b, &shared), 93); // an equal address outweighs it
        shared.emails.clear();
        assert_eq!(percent(&a, &b, &shared), 25);
        a.places.clear();
        assert_eq!(percent(&a, &b, &shared), 50);
        for person in [&mut a, &mut b] {
            person.domains.insert("acme.example".to_owned());
        }
        assert_eq!(percent(&a, &b, &shared), 60);
        shared.emails.push(("t@acme.example".to_owned(), true));
        assert_eq!(percent(&a, &b, &shared), 100);
    }

    #[test]
    fn a_handle_for_a_name_is_one_sign() {
        let (a, b) = (person("tarosato"), person("TaroSato"));
        let on = ["github".to_owned(), "slack".to_owned()];
        let shared = Shared {
            handles: vec![("tarosato".to_owned(), on)],
            names: vec!["tarosato".to_owned()],
            ..Shared::default()
        };
        assert_eq!(percent(&a, &b, &shared), 60);
    }

    #[test]
    fn near_names_need_colleagues_and_no_other_reading() {
        let (mut a, mut b) = (person("佐藤裕子"), person("佐藤祐子"));
        let mut shared = Shared { near: true, ..Shared::default() };
        assert_eq!(percent(&a, &b, &shared), 45);
        (a.kana, b.kana) = (Some("さとう ゆうこ".to_owned()), Some("さとう ひろこ".to_owned()));
        assert_eq!(percent(&a, &b, &shared), 0);
        (a.kana, shared.near) = (None, false);
        assert_eq!(percent(&a, &b, &shared), 0);
    }
}
