//! What a row is read against: the tenant's clock and money, and the campaigns there are.

use std::collections::{HashMap, hash_map::Entry};

use chrono::NaiveDate;
use chrono_tz::Tz;
use crm::{
    CampaignId, Code, CodeKind, TenantTx, campaigns,
    fields::FieldKind,
    fold,
    persons::{self, Found},
    tenants,
};

use super::{
    own::Who,
    table::{Table, Wish},
    value::Reason,
    write::unescaped,
};

/// What a row is read against.
#[derive(Debug, Clone)]
pub struct Scene {
    /// Times without a zone are of this one.
    pub zone: Tz,
    /// Amounts without a currency are of this one.
    pub currency: String,
    /// The campaign of every row that names none.
    pub campaign: Option<CampaignId>,
    /// The day of every row that names none.
    pub day: Option<NaiveDate>,
    campaigns: Vec<Known>,
    /// Whom the words of cells mean, in columns where a person stands in a field of the tenant's own.
    people: HashMap<String, Who>,
}

#[derive(Debug, Clone)]
struct Known {
    id: CampaignId,
    code: Code,
    names: Vec<String>,
    starts_on: NaiveDate,
}

impl Scene {
    /// That of a tenant, with what was said beside the file.
    pub async fn of(tx: &mut TenantTx, wish: &Wish) -> anyhow::Result<Self> {
        let settings = tenants::settings(tx).await?;
        let campaigns = campaigns::all(tx).await?;
        let known = |it: campaigns::Campaign| Known {
            id: it.id,
            code: it.code(),
            names: [Some(&it.name), it.name_ja.as_ref()]
                .into_iter()
                .flatten()
                .map(|name| key(name))
                .collect(),
            starts_on: it.starts_on,
        };
        Ok(Self {
            zone: settings.timezone.parse().unwrap_or(Tz::UTC),
            currency: settings.currency,
            campaign: wish.campaign,
            day: wish.day,
            campaigns: campaigns.into_iter().map(known).collect(),
            people: HashMap::new(),
        })
    }

    /// That of a tenant for the rows of one table, with the people whom its cells name.
    pub async fn of_table(tx: &mut TenantTx, table: &Table) -> anyhow::Result<Self> {
        let mut scene = Self::of(tx, &table.wish).await?;
        let is_person =
            |column: &super::Column| column.own.as_ref().is_some_and(|field| field.kind == FieldKind::Person);
        let places: Vec<usize> =
            table.columns.iter().enumerate().filter(|(_, it)| is_person(it)).map(|(at, _)| at).collect();
        if places.is_empty() {
            return Ok(scene);
        }
        for record in table.records() {
            for cell in places.iter().filter_map(|at| record.cells.get(*at)) {
                let words = unescaped(cell).trim();
                let Entry::Vacant(unknown) = scene.people.entry(words.to_owned()) else { continue };
                unknown.insert(match persons::refer(tx, words).await? {
                    _ if words.is_empty() => Err(Reason::NoPerson),
                    Found::One(person) => Ok(person.id),
                    Found::Many(_) => Err(Reason::Persons),
                    Found::None(_) => Err(Reason::NoPerson),
                });
            }
        }
        Ok(scene)
    }

    /// Whom the words of a cell mean.
    pub(super) fn person_named(&self, words: &str) -> Who {
        self.people.get(words.trim()).copied().unwrap_or(Err(Reason::NoPerson))
    }

    /// One without campaigns, in Tokyo and yen.
    #[cfg(test)]
    pub(super) fn bare() -> Self {
        Self {
            zone: Tz::Asia__Tokyo,
            currency: "JPY".to_owned(),
            campaign: None,
            day: None,
            campaigns: Vec::new(),
            people: HashMap::new(),
        }
    }

    /// The campaign with this code, or with exactly this name in either language; the latest of several.
    pub fn campaign_named(&self, words: &str) -> Option<CampaignId> {
        let code = Code::parse(words).filter(|code| code.kind == CodeKind::Campaign);
        let wanted = key(words);
        let is = |it: &&Known| code.map_or_else(|| it.names.contains(&wanted), |code| it.code == code);
        self.campaigns.iter().find(is).map(|it| it.id)
    }

    /// A campaign's first day.
    pub(super) fn first_day(&self, campaign: CampaignId) -> Option<NaiveDate> {
        self.campaigns.iter().find(|it| it.id == campaign).map(|it| it.starts_on)
    }
}

fn key(name: &str) -> String {
    fold(name).replace(' ', "")
}
