//! Whether a row speaks of somebody who is known, by what the resolver sees in the two ([`crate::resolve`]).
//!
//! An equal e-mail address that is one person's own says so. An equal whole name says so only together with
//! an equal organization, telephone number or shared address, or where the row tells nothing beside it: a list of
//! names means those who are there. Nor does an address that 佐藤 花子 shares with somebody called 田辺: a mailbox of a
//! household. Of two 佐藤 太郎 with two addresses each is perhaps somebody else, also at one
//! employer, and so is one whose address or employer nobody knows of the other: that is a doubt, and what becomes of
//! doubts is said apart from what becomes of the known.

use std::{borrow::Borrow, collections::BTreeSet};

use super::{
    Choice, Known, PersonRow,
    facts::{Facts, Traits, load},
};
use crate::{
    Code, CodeKind, PersonId, Result, TenantTx,
    merges::{Reason, Signal, WORTH_A_LOOK},
    resolve::{Learned, Record, may_mean, names_agree},
};

/// More persons of one name, with nothing else in common, are not looked at one by one.
const NAMESAKES: usize = 3;

/// Somebody whom a row speaks of, or may speak of.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Who.
    pub person: PersonId,
    /// Their short code.
    pub code: Code,
    /// What they are called.
    pub name: String,
    /// Is it they? Else it is a doubt.
    pub sure: bool,
    /// How likely the resolver finds it, 0 to 1.
    pub score: f64,
    /// What says so, the weightiest first, then what speaks against it.
    pub reasons: Vec<Signal>,
}

/// How two are alike.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Alike {
    pub(super) sure: bool,
    pub(super) score: f64,
    pub(super) reasons: Vec<Signal>,
}

/// Of each row, whom it speaks of, as far as they are known.
pub async fn judge(tx: &mut TenantTx, known: &Known, rows: &[&PersonRow]) -> Result<Vec<Option<Verdict>>> {
    let found = found(tx, known, rows, false).await?;
    let verdict = |(facts, Alike { sure, score, reasons }): (Facts, Alike)| Verdict {
        person: facts.id,
        code: Code::new(CodeKind::Person, facts.number),
        name: facts.name,
        sure,
        score,
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
) -> Result<Vec<Option<(Facts, Alike)>>> {
    let candidates: Vec<BTreeSet<PersonId>> = rows.iter().map(|row| known.alike(row).collect()).collect();
    let facts = load(tx, &candidates.iter().flatten().copied().collect(), held).await?;
    let known_best = |(row, candidates): (&&PersonRow, BTreeSet<PersonId>)| {
        let mut there: Vec<&Facts> = candidates.iter().filter_map(|id| facts.get(id)).collect();
        there.sort_by_key(|facts| facts.number);
        let there = there.into_iter().map(|facts| (facts, facts.traits()));
        let (facts, alike) = best(known.learned(), &Traits::of(row), there)?;
        Some((facts.clone(), alike))
    };
    Ok(rows.iter().zip(candidates).map(known_best).collect())
}

/// Whom of these a row with these traits speaks of. `there`: the one who is known longest first.
pub(super) fn best<T, R: Borrow<Traits>>(
    learned: &Learned,
    traits: &Traits,
    there: impl Iterator<Item = (T, R)>,
) -> Option<(T, Alike)> {
    let (touching, namesakes): (Vec<_>, Vec<_>) =
        there.partition(|(_, other)| traits.touches(other.borrow()));
    // a name that several bear says nothing about one more
    let namesakes = if namesakes.len() > NAMESAKES { Vec::new() } else { namesakes };
    let alike = touching
        .into_iter()
        .chain(namesakes)
        .filter_map(|(it, other)| Some((it, same(learned, traits, other.borrow())?)));
    // who is sure before others, an address before a name, more before less
    alike.min_by(|(_, a), (_, b)| {
        let rank = |it: &Alike| (!it.sure, !it.reasons.iter().any(is_address));
        rank(a).cmp(&rank(b)).then(b.score.total_cmp(&a.score))
    })
}

fn is_address(signal: &Signal) -> bool {
    matches!(signal.reason, Reason::SameEmail { .. })
}

/// How a row's person and somebody are one, or may be; `None`: they are not taken for one.
pub(super) fn same(learned: &Learned, row: &Traits, other: &Traits) -> Option<Alike> {
    let (score, reasons) = learned.explain(&row.record, &other.record);
    let said = |is: fn(&Reason) -> bool| reasons.iter().any(|signal| is(&signal.reason));
    let email = reasons.iter().any(is_address);
    let phone = said(|it| matches!(it, Reason::SamePhone { .. }));
    // however many work there
    let together = row.organizations.intersection(&other.organizations).next().is_some();
    let by_name = said(|it| matches!(it, Reason::SameName { .. } | Reason::SameReading { .. }));
    let shared = row.shared_emails.intersection(&other.shared_emails).next().is_some();
    let unknown = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.is_empty() || b.is_empty();
    // 田中 alone is many people
    let name = by_name
        && row.whole
        && other.whole
        && (together || phone || shared || row.tells_nothing_beside(other));
    let nothing_else = row.tells_nothing();
    let other_address = !email && !unknown(&row.emails, &other.emails);
    let contradicted = reasons.iter().any(|signal| signal.reason.contradicts());
    let found = email && !shares_a_mailbox(&row.record, &other.record)
        || name && (together || phone || shared || nothing_else) && !other_address;
    let sure = found && !contradicted;
    let doubtful = email || name || score >= WORTH_A_LOOK;
    (sure || doubtful).then_some(Alike { sure, score, reasons })
}

/// Is one of them called by a word, as 田辺, that means nothing of what the other is called? A login is no name.
fn shares_a_mailbox(row: &Record, other: &Record) -> bool {
    let names = |record: &Record| -> Vec<String> {
        record.names.iter().chain(&record.kana).filter(|name| !is_login(name)).cloned().collect()
    };
    let (a, b) = (names(row), names(other));
    let meet = |x: &String, y: &String| names_agree(x, y) || may_mean(x, y) || may_mean(y, x);
    // a word that many are called by does not agree with itself
    let is_word = |all: &[String]| !all.is_empty() && !all.iter().any(|name| names_agree(name, name));
    let both = !a.is_empty() && !b.is_empty();
    both && (is_word(&a) || is_word(&b)) && !a.iter().any(|x| b.iter().any(|y| meet(x, y)))
}

/// `kuro`, `taro92`: no name.
fn is_login(name: &str) -> bool {
    let is_capital = name.starts_with(|c: char| c.is_ascii_uppercase());
    name.is_ascii()
        && !name.contains(' ')
        && (!is_capital || name.contains(|c: char| !c.is_ascii_alphabetic()))
}

impl Choice {
    /// What becomes of a row that is alike somebody, where this is said of the known and that of doubts.
    pub(super) fn of(self, doubtful: Self, alike: &Alike) -> Self {
        if alike.sure { self } else { doubtful }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::{People, Record, Schema};

    fn row(name: &str, email: &str, organization: &str) -> PersonRow {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        PersonRow {
            name: name.to_owned(),
            emails: some(email).into_iter().collect(),
            organization: some(organization),
            ..PersonRow::default()
        }
    }

    /// Is it sure that a row speaks of somebody, is it a doubt, or neither?
    fn alike(known: &PersonRow, row: &PersonRow) -> Option<bool> {
        let others = ["田中 一郎", "鈴木 花子", "John Doe"]
            .map(|name| Record { names: vec![name.to_owned()], ..Record::default() });
        let learned = People::new(&others, Schema::default()).learned();
        same(&learned, &Traits::of(row), &Traits::of(known)).map(|it| it.sure)
    }

    #[test]
    fn one_or_two() {
        let taro = row("佐藤 太郎", "taro@aozora.example", "青空株式会社");
        for (other, expected) in [
            (row("Taro", "taro@aozora.example", ""), Some(true)),
            (row("佐藤太郎", "", "(株)青空"), Some(true)),
            (row("佐藤　太郎", "", ""), Some(true)),
            (row("佐藤 太郎", "taro2@aozora.example", "青空"), Some(false)),
            (row("山田 一子", "taro@aozora.example", ""), Some(false)),
            (row("田辺", "taro@aozora.example", ""), Some(false)),
            (row("Tanabe", "taro@aozora.example", ""), Some(false)),
            (row("Sato", "taro@aozora.example", ""), Some(true)),
            (row("kuro", "taro@aozora.example", ""), Some(true)),
            (row("佐藤", "", "青空"), Some(false)),
            (row("佐藤 花子", "", "青空"), None),
        ] {
            assert_eq!(alike(&taro, &other), expected, "{other:?}");
        }
        for other in
            [row("佐藤 太郎", "s.taro@midori.example", "みどり商事"), row("佐藤 太郎", "", "みどり商事")]
        {
            assert_ne!(alike(&taro, &other), Some(true), "{other:?}");
        }
        // a name alone says who is meant; who comes with an address may be a namesake of whom nothing is known
        let only_a_name = row("佐藤 太郎", "", "");
        assert_eq!(alike(&only_a_name, &only_a_name), Some(true));
        assert_eq!(alike(&only_a_name, &taro), Some(false));
    }

    #[test]
    fn an_address_of_many_is_nobodys() {
        let (a, b) = (row("佐藤 太郎", "info@x.example", "X"), row("鈴木 一郎", "info@x.example", "X"));
        assert_eq!(alike(&a, &b), None);
        assert_eq!(alike(&a, &row("佐藤 太郎", "info@x.example", "")), Some(true));
    }
}
