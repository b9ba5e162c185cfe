//! Which organization somebody means: by code, domain or name.

use sqlx::FromRow;

use super::{Organization, organization_columns};
use crate::{Code, CodeKind, Result, TenantTx, fold, persons::Found};

/// At most this many to choose from.
const CHOICES: usize = 9;

/// An organization with every folded form of its name.
#[derive(FromRow)]
struct Known {
    #[sqlx(flatten)]
    organization: Organization,
    search_key: String,
}

impl Known {
    fn names(&self) -> impl Iterator<Item = &str> {
        self.search_key.lines().map(bare).filter(|name| !name.is_empty())
    }

    fn has(&self, domain: &str) -> bool {
        self.organization.domains().any(|it| it == domain)
    }

    /// Is this one of its names, legal form and all?
    fn is_called(&self, folded: &str) -> bool {
        self.search_key.lines().any(|name| is(name, folded))
    }
}

/// Finds the organization meant by `text`: `O-3`, its domain, or its name or a part of it in either
/// language, with or without its legal form (株式会社, Inc.), 社 or さん. A name without its form may mean every
/// organization whose name begins so. What is in the trash is not meant.
pub async fn refer(tx: &mut TenantTx, text: &str) -> Result<Found<Organization>> {
    if let Some(Code { kind: CodeKind::Organization, number }) = Code::parse(text) {
        let found = by_number(tx, number).await?;
        return Ok(found.map_or(Found::None(Vec::new()), Found::One));
    }
    let mut all = all(tx).await?;
    let folded = fold(text);
    let wanted = bare(folded.trim());
    if wanted.is_empty() {
        return Ok(Found::None(Vec::new()));
    }
    let domain = folded.trim().trim_start_matches('@');
    for fits in [is, starts, contains] {
        let mut found: Vec<&Known> =
            all.iter().filter(|it| it.has(domain) || it.names().any(|name| fits(name, wanted))).collect();
        if let [one] = found[..]
            && !one.has(domain)
            && !one.is_called(polite(&folded))
            && polite(&folded) == wanted
        {
            // Nordvale may be Nordvale Inc. and Nordvale Software
            let begin = |it: &&Known| it.names().any(|name| begins(name, wanted));
            found.extend(all.iter().filter(|it| it.organization.id != one.organization.id).filter(begin));
        }
        let found: Vec<Organization> = found.into_iter().map(|it| it.organization.clone()).collect();
        match found.len() {
            0 => {}
            1 => return Ok(found.into_iter().next().map_or(Found::None(Vec::new()), Found::One)),
            _ => return Ok(Found::Many(found.into_iter().take(CHOICES).collect())),
        }
    }
    let score = |it: &Known| it.names().map(|name| strsim::sorensen_dice(name, wanted)).fold(0.0, f64::max);
    let mut near: Vec<(f64, Organization)> =
        all.drain(..).map(|it| (score(&it), it.organization)).filter(|(score, _)| *score >= 0.4).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.number.cmp(&b.1.number)));
    Ok(Found::None(near.into_iter().take(3).map(|(_, organization)| organization).collect()))
}

/// Organizations that bear this very name, legal forms apart, or have this domain.
pub async fn namesakes(tx: &mut TenantTx, name: &str, domain: Option<&str>) -> Result<Vec<Organization>> {
    let folded = fold(name);
    let wanted = bare(folded.trim());
    let same = |it: &Known| {
        it.names().any(|name| is(name, wanted))
            || domain.is_some_and(|domain| it.organization.domains().any(|it| it == domain))
    };
    Ok(all(tx).await?.into_iter().filter(same).map(|it| it.organization).collect())
}

async fn by_number(tx: &mut TenantTx, number: i64) -> Result<Option<Organization>> {
    sqlx::query_as(concat!(
        "select ",
        organization_columns!(),
        " from crm.organizations o where o.tenant_id = $1 and o.number = $2 and o.deleted_at is null"
    ))
    .bind(tx.tenant())
    .bind(number)
    .fetch_optional(tx.conn())
    .await
}

async fn all(tx: &mut TenantTx) -> Result<Vec<Known>> {
    sqlx::query_as(concat!(
        "select ",
        organization_columns!(),
        ", o.search_key from crm.organizations o
         where o.tenant_id = $1 and o.deleted_at is null order by o.number"
    ))
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
}

/// A folded name without its legal form and without what politeness adds.
pub(crate) fn bare(folded: &str) -> &str {
    let mut rest = folded.trim();
    loop {
        let before = rest;
        if BEFORE.contains(&rest) {
            return rest;
        }
        for form in BEFORE {
            rest = or_itself(rest, rest.strip_prefix(form));
        }
        for form in AFTER {
            rest = or_itself(rest, rest.strip_suffix(form));
        }
        for form in WORDS {
            let cut = rest.strip_suffix(form).filter(|name| name.ends_with([' ', ',']));
            rest = or_itself(rest, cut);
        }
        if rest.len() == before.len() {
            return rest;
        }
    }
}

/// What is left after a cut, unless nothing is.
fn or_itself<'a>(whole: &'a str, cut: Option<&'a str>) -> &'a str {
    cut.map(|rest| rest.trim_matches([' ', ','])).filter(|rest| !rest.is_empty()).unwrap_or(whole)
}

/// A folded name without what politeness adds.
fn polite(folded: &str) -> &str {
    let mut rest = folded.trim();
    loop {
        let before = rest;
        for form in POLITE {
            rest = or_itself(rest, rest.strip_suffix(form));
        }
        if rest.len() == before.len() {
            return rest;
        }
    }
}

const BEFORE: &[&str] =
    &["株式会社", "有限会社", "合同会社", "一般社団法人", "特定非営利活動法人", "(株)", "(有)"];

const AFTER: &[&str] = &["株式会社", "有限会社", "合同会社", "(株)", "(有)", "社", "さん", "様", "さま"];

const POLITE: &[&str] = &["社", "さん", "様", "さま"];

/// Is it what says of which kind a company is, and no name: "Inc.", `K.K.`?
pub fn is_legal_form(word: &str) -> bool {
    let folded = fold(word);
    WORDS.contains(&folded.as_str()) || BEFORE.contains(&folded.as_str())
}

/// Words of their own at the end.
const WORDS: &[&str] = &[
    "inc",
    "inc.",
    "ltd",
    "ltd.",
    "llc",
    "gmbh",
    "ag",
    "corp",
    "corp.",
    "corporation",
    "co.",
    "co",
    "k.k.",
    "kk",
    "plc",
    "s.a.",
    "b.v.",
];

fn is(name: &str, wanted: &str) -> bool {
    name == wanted || name.replace(' ', "") == wanted.replace(' ', "")
}

fn starts(name: &str, wanted: &str) -> bool {
    name.starts_with(wanted)
}

/// With these words, and not in the middle of one.
fn begins(name: &str, wanted: &str) -> bool {
    let is_latin = |c: char| c.is_ascii_alphanumeric();
    name.strip_prefix(wanted).is_some_and(|rest| !(wanted.ends_with(is_latin) && rest.starts_with(is_latin)))
}

/// In Latin letters from the beginning of a word on: no Pharma is an Arma.
fn contains(name: &str, wanted: &str) -> bool {
    let latin = wanted.starts_with(|c: char| c.is_alphanumeric() && c < '\u{250}');
    name.match_indices(wanted).any(|(at, _)| {
        let before = name[..at].chars().next_back();
        !latin || before.is_none_or(|c| !(c.is_alphanumeric() && c < '\u{250}'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_go() {
        for (name, want) in [
            ("株式会社青空", "青空"),
            ("青空(株)", "青空"),
            ("㈱青空", "青空"),
            ("Acme, Inc.", "acme"),
            ("Acme Co., Ltd.", "acme"),
            ("Acme社", "acme"),
            ("Acmeさん", "acme"),
            ("Zinc", "zinc"),
            ("Inc", "inc"),
            ("株式会社", "株式会社"),
            ("社", "社"),
        ] {
            assert_eq!(bare(&fold(name)), want, "{name}");
        }
    }
}
