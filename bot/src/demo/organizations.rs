//! Companies and communities, read from `texts/organizations.txt`. All invented.

use super::lists::{cells, entries, filled};
use super::world::Organization;

/// An organization, and what its people are to us.
pub(super) struct Known {
    /// As published.
    pub(super) organization: Organization,
    /// In Japan.
    pub(super) japanese: bool,
    /// `customer`, `lead`, `partner` or `developer`.
    pub(super) relationship: &'static str,
}

/// All organizations.
pub(super) fn organizations() -> Vec<Known> {
    entries(include_str!("texts/organizations.txt"))
        .map(|entry| {
            let [name, other, domain, kind, area, relationship] = cells(entry);
            Known {
                organization: Organization {
                    name: name.to_owned(),
                    other_name: filled(other).map(str::to_owned),
                    domain: domain.to_owned(),
                    kind: kind.to_owned(),
                },
                japanese: area == "j",
                relationship: match relationship {
                    "c" => "customer",
                    "l" => "lead",
                    "p" => "partner",
                    _ => "developer",
                },
            }
        })
        .collect()
}
