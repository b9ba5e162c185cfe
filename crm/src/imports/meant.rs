//! Which organization a row means, by its name and by the domains of addresses there.
//!
//! An equal name, legal forms apart, says so. So does a domain that one organization alone has, where the two names
//! may be ways to write one: Nordvale Inc. and Nordvale Software are, Zed and Acme are not, however somebody of Zed
//! writes from Acme's. Of names in two scripts nobody can tell.

use std::{
    collections::{BTreeSet, HashMap},
    hash::Hash,
};

use crate::{fold, organizations::bare, resolve::is_free_mail};

use super::PersonRow;

/// By what an organization is taken for one that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Its name, legal forms apart.
    Name,
    /// A domain that is nobody else's.
    Domain,
    /// Such a domain, but the names are two: perhaps.
    Perhaps,
}

/// Organizations that are there, by what they are looked for.
#[derive(Debug)]
pub(super) struct Organizations<T> {
    by_name: HashMap<String, T>,
    by_domain: HashMap<String, BTreeSet<T>>,
    /// Folded, without legal forms.
    names: HashMap<T, Vec<String>>,
}

impl<T> Default for Organizations<T> {
    fn default() -> Self {
        Self { by_name: HashMap::new(), by_domain: HashMap::new(), names: HashMap::new() }
    }
}

impl<T: Copy + Ord + Hash> Organizations<T> {
    /// Takes one in; of two with one name the first is meant.
    pub(super) fn put<'a>(
        &mut self,
        it: T,
        names: impl IntoIterator<Item = &'a str>,
        domains: impl IntoIterator<Item = &'a str>,
    ) {
        for name in names {
            let key = name_key(name);
            if !key.is_empty() {
                self.by_name.entry(key).or_insert(it);
                self.names.entry(it).or_default().push(bare(&fold(name)).to_owned());
            }
        }
        for domain in domains {
            self.by_domain.entry(domain.to_lowercase()).or_default().insert(it);
        }
    }

    /// The one that is meant by this name, with addresses at these domains.
    pub(super) fn find<'a>(&self, name: &str, domains: impl IntoIterator<Item = &'a str>) -> Option<(T, By)> {
        if let Some(it) = self.by_name.get(&name_key(name)) {
            return Some((*it, By::Name));
        }
        let domains: Vec<&str> = domains.into_iter().filter(|domain| !is_free_mail(domain)).collect();
        let holders: BTreeSet<T> = domains.iter().filter_map(|domain| self.holder(domain)).collect();
        let mut holders = holders.into_iter();
        let (Some(it), None) = (holders.next(), holders.next()) else { return None };
        let by = match self.may_be(it, name, &domains) {
            Some(true) => By::Domain,
            Some(false) => By::Perhaps,
            // all that is known of it is that domain
            None if domains.iter().all(|domain| self.holder(domain) == Some(it)) => By::Domain,
            None => By::Perhaps,
        };
        Some((it, by))
    }

    /// Which has a domain, if one alone has it.
    fn holder(&self, domain: &str) -> Option<T> {
        let mut holders = self.by_domain.get(&domain.to_lowercase())?.iter();
        holders.next().copied().filter(|_| holders.next().is_none())
    }

    /// May it be called so? `None`: its names are written in another script.
    fn may_be(&self, it: T, name: &str, domains: &[&str]) -> Option<bool> {
        let folded = fold(name);
        let name = bare(&folded);
        let labels = domains.iter().filter(|domain| self.holder(domain) == Some(it));
        if is_latin(name) && labels.filter_map(|it| it.split('.').next()).any(|label| are_alike(name, label))
        {
            return Some(true);
        }
        let same_script = |other: &&String| is_latin(other) == is_latin(name);
        let mut others = self.names.get(&it).into_iter().flatten().filter(same_script).peekable();
        others.peek()?;
        Some(others.any(|other| are_alike(name, other)))
    }
}

impl PersonRow {
    /// Domains of the employer, as far as the row tells: of its page and of the addresses.
    pub fn domains(&self) -> impl Iterator<Item = &str> {
        let of_mail = self.emails.iter().filter_map(|email| email.rsplit('@').next());
        self.domain.as_deref().into_iter().chain(of_mail)
    }
}

/// A name of an organization as it is compared.
pub(super) fn name_key(name: &str) -> String {
    bare(&fold(name)).replace(' ', "")
}

fn is_latin(name: &str) -> bool {
    name.chars().any(|c| c.is_ascii_alphabetic())
}

/// May two folded names be ways to write one: the beginning, a word or the initials of each other?
fn are_alike(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).map(str::to_owned).collect()
    };
    let (a, b) = (words(a), words(b));
    let (x, y) = (a.concat(), b.concat());
    let begins = |x: &str, y: &str| x.chars().nth(1).is_some() && y.starts_with(x);
    let initials = |words: &[String]| words.iter().filter_map(|it| it.chars().next()).collect::<String>();
    let is_short = |x: &str, of: &[String]| of.len() > 1 && initials(of) == x;
    let is_word = |word: &&String| word.chars().nth(2).is_some();
    // 青空システムズ and 青空ソフト: names without blanks begin alike
    let first = |name: &str| name.chars().take(2).collect::<String>();
    let kin = !x.is_ascii() && !y.is_ascii() && first(&x) == first(&y);
    begins(&x, &y)
        || begins(&y, &x)
        || a.iter().filter(is_word).any(|word| b.contains(word))
        || is_short(&x, &b)
        || is_short(&y, &a)
        || kin
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_domains_say_which_is_meant() {
        let mut all = Organizations::default();
        all.put(1, ["Nordvale Software"], ["nordvale.example"]);
        all.put(2, ["青空システムズ株式会社", "Aozora Systems"], ["aozora.example"]);
        all.put(3, ["アクメ株式会社"], ["acme.example", "shared.example"]);
        all.put(4, ["International Business Machines"], ["ibm.example"]);
        all.put(5, ["Bolt"], ["shared.example", "gmail.com"]);
        for (name, domains, meant) in [
            ("Nordvale Software, Inc.", &[][..], Some((1, By::Name))),
            ("Nordvale Inc.", &["nordvale.example"], Some((1, By::Domain))),
            ("Nordvale Inc.", &[], None),
            ("Zed Consulting", &["nordvale.example"], Some((1, By::Perhaps))),
            ("Zed Consulting", &["nordvale.example", "aozora.example"], None),
            ("(株)青空", &["aozora.example"], Some((2, By::Domain))),
            ("みどり商事", &["aozora.example"], Some((2, By::Perhaps))),
            ("Acme Inc.", &["acme.example"], Some((3, By::Domain))),
            ("Zed", &["acme.example"], Some((3, By::Domain))),
            ("Zed", &["acme.example", "zed.example"], Some((3, By::Perhaps))),
            ("IBM Japan", &["ibm.example"], Some((4, By::Domain))),
            ("I.B.M.", &["ibm.example"], Some((4, By::Domain))),
            ("Acme", &["shared.example"], None),
            ("Dot", &["gmail.com"], None),
        ] {
            assert_eq!(all.find(name, domains.iter().copied()), meant, "{name} {domains:?}");
        }
    }
}
