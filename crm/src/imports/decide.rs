//! Whether a row speaks of somebody who is known.
//!
//! An equal e-mail address that is one person's own says so. An equal whole name says so only together with
//! an equal organization, telephone number or shared address, or where nothing else is known of one of them
//! that could tell them apart: of two 佐藤 太郎 with two addresses each is somebody.

use std::collections::BTreeSet;

use super::{
    Known, PersonRow,
    facts::{Facts, Traits, load},
};
use crate::{Code, CodeKind, PersonId, Result, TenantTx, merges::Reason};

/// Somebody whom a row speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Who.
    pub person: PersonId,
    /// Their short code.
    pub code: Code,
    /// What they are called.
    pub name: String,
    /// What says so, strongest first.
    pub reasons: Vec<Reason>,
}

/// Of each row, whom it speaks of, as far as they are known.
pub async fn judge(tx: &mut TenantTx, known: &Known, rows: &[&PersonRow]) -> Result<Vec<Option<Verdict>>> {
    let found = found(tx, known, rows, false).await?;
    let verdict = |(facts, reasons): (Facts, Vec<Reason>)| Verdict {
        person: facts.id,
        code: Code::new(CodeKind::Person, facts.number),
        name: facts.name,
        reasons,
    };
    Ok(found.into_iter().map(|it| it.map(verdict)).collect())
}

/// Of each row, what is known of whom it speaks of.
pub(super) async fn found(
    tx: &mut TenantTx,
    known: &Known,
    rows: &[&PersonRow],
    held: bool,
) -> Result<Vec<Option<(Facts, Vec<Reason>)>>> {
    let candidates: Vec<BTreeSet<PersonId>> = rows.iter().map(|row| known.alike(row).collect()).collect();
    let facts = load(tx, &candidates.iter().flatten().copied().collect(), held).await?;
    let best = |(row, candidates): (&&PersonRow, BTreeSet<PersonId>)| {
        let traits = Traits::of(row);
        candidates
            .iter()
            .filter_map(|id| facts.get(id))
            .map(|facts| (facts, same(&traits, &facts.traits())))
            .filter(|(_, reasons)| !reasons.is_empty())
            // an address before a name, more before less, who is known longer before others
            .min_by_key(|(facts, reasons)| {
                let by_email = matches!(reasons[0], Reason::SameEmail { .. });
                (!by_email, usize::MAX - reasons.len(), facts.number)
            })
            .map(|(facts, reasons)| (facts.clone(), reasons))
    };
    Ok(rows.iter().zip(candidates).map(best).collect())
}

/// What says that two are one; empty: they are not taken for one.
pub(super) fn same(a: &Traits, b: &Traits) -> Vec<Reason> {
    let email = a.emails.intersection(&b.emails).next();
    let shared = a.shared_emails.intersection(&b.shared_emails).next();
    let name = a.forms.intersection(&b.forms).next();
    let together = a.organizations.intersection(&b.organizations).next();
    let phone = a.phones.intersection(&b.phones).next().is_some();
    let unknown = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.is_empty() || b.is_empty();
    let nothing_else = unknown(&a.emails, &b.emails) && unknown(&a.organizations, &b.organizations);
    let by_name = name.is_some() && (together.is_some() || phone || shared.is_some() || nothing_else);
    if email.is_none() && !by_name {
        return Vec::new();
    }
    let email = email.map(|value| Reason::SameEmail { value: value.clone(), verified: false });
    let name = name.map(|value| Reason::SameName { value: value.clone() });
    let together = together.map(|name| Reason::SameOrganization { name: name.clone() });
    [email, name, together].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, email: &str, organization: &str) -> PersonRow {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        PersonRow {
            name: name.to_owned(),
            emails: some(email).into_iter().collect(),
            organization: some(organization),
            ..PersonRow::default()
        }
    }

    fn is_same(a: &PersonRow, b: &PersonRow) -> bool {
        let reasons = same(&Traits::of(a), &Traits::of(b));
        assert_eq!(reasons, same(&Traits::of(b), &Traits::of(a)), "whichever comes first");
        !reasons.is_empty()
    }

    #[test]
    fn one_or_two() {
        let taro = row("佐藤 太郎", "taro@aozora.example", "青空株式会社");
        for (other, one) in [
            (row("Taro", "TARO@aozora.example", ""), true),
            (row("佐藤太郎", "", "(株)青空"), true),
            (row("佐藤　太郎", "", ""), true),
            (row("佐藤 太郎", "s.taro@midori.example", "みどり商事"), false),
            (row("佐藤 太郎", "taro2@aozora.example", "青空"), true),
            (row("佐藤 太郎", "", "みどり商事"), false),
            (row("佐藤", "", "青空"), false),
            (row("佐藤 花子", "", "青空"), false),
        ] {
            let other =
                PersonRow { emails: other.emails.iter().map(|it| it.to_lowercase()).collect(), ..other };
            assert_eq!(is_same(&taro, &other), one, "{other:?}");
        }
    }

    #[test]
    fn an_address_of_many_is_nobodys() {
        let (a, b) = (row("佐藤 太郎", "info@x.example", "X"), row("鈴木 一郎", "info@x.example", "X"));
        assert!(!is_same(&a, &b));
        assert!(is_same(&a, &row("佐藤 太郎", "info@x.example", "")));
    }
}
