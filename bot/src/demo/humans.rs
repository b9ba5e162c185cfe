//! The humans behind the persons: who they are, where they live, how much they talk. The CRM never sees
//! them; it sees the persons and accounts that they leave behind.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::calendar::Calendar;
use super::dice::Dice;
use super::handles::{handle, home_address, work_address};
use super::lists::{cells, entries, filled, words};
use super::names::{Name, Part, Roster};
use super::organizations::Known;
use super::slots::Lang;

/// How many there are; half of them in Japan.
pub(super) const HUMANS: usize = 400;
/// Every so many humans, one has the name of an earlier one: a trap for whoever merges by name.
const NAMESAKE_EVERY: usize = 55;

/// Job titles, tags, cities.
pub(super) const ROLES: &str = include_str!("texts/roles.txt");

/// One human.
#[derive(Debug, Clone)]
pub(super) struct Human {
    pub(super) name: Name,
    pub(super) handle: String,
    /// Minutes east of Greenwich.
    pub(super) offset: i64,
    /// In English and in Japanese.
    pub(super) city: (&'static str, &'static str),
    pub(super) organization: Option<usize>,
    pub(super) relationship: &'static str,
    pub(super) title: Option<&'static str>,
    pub(super) tags: Vec<&'static str>,
    pub(super) work_email: Option<String>,
    pub(super) home_email: String,
    /// Talks in both languages.
    pub(super) bilingual: bool,
    /// How much they say, against 1 for most.
    pub(super) weight: u64,
    /// First seen.
    pub(super) since: NaiveDate,
    /// Has lines of their own in the texts.
    pub(super) cast: bool,
}

impl Human {
    /// Talks in this language.
    pub(super) fn speaks(&self, lang: Lang) -> bool {
        self.bilingual || self.name.japanese == (lang == Lang::Ja)
    }

    /// How others address them.
    pub(super) fn called(&self, lang: Lang) -> String {
        match (lang, self.name.japanese) {
            (Lang::En, true) => self.name.given.latin.clone(),
            (Lang::En, false) => self.name.given.text.to_owned(),
            (Lang::Ja, true) => format!("{}さん", self.name.family.text),
            (Lang::Ja, false) => format!("{}さん", self.name.given.text),
        }
    }
}

/// Everybody; the cast first.
pub(super) fn humans(seed: u64, calendar: &Calendar, organizations: &[Known]) -> Vec<Human> {
    let mut dice = Dice::new(seed, "humans");
    let roster = Roster::read();
    let mut birth = Birth::new(calendar, organizations);
    let mut humans: Vec<Human> =
        entries(include_str!("texts/cast.txt")).map(|entry| birth.cast(&mut dice, &roster, entry)).collect();
    let cast = humans.len();
    let mut names: BTreeSet<Name> = humans.iter().map(|human| human.name.clone()).collect();
    while humans.len() < HUMANS {
        let index = humans.len();
        let draw = |dice: &mut Dice| {
            if index.is_multiple_of(2) { (roster.japanese(dice), 540, "") } else { roster.foreign(dice) }
        };
        let mut who = draw(&mut dice);
        if index.is_multiple_of(NAMESAKE_EVERY) && index > 2 * cast {
            let earlier = &humans[index - cast];
            who = (earlier.name.clone(), earlier.offset, earlier.city.0);
        } else {
            while !names.insert(who.0.clone()) {
                who = draw(&mut dice);
            }
        }
        humans.push(birth.stranger(&mut dice, index, who));
    }
    humans
}

/// What newcomers are given.
struct Birth<'a> {
    calendar: &'a Calendar,
    organizations: &'a [Known],
    handles: BTreeSet<String>,
    addresses: BTreeSet<String>,
    mail: Vec<&'static str>,
    cities: Vec<&'static str>,
    tags: Vec<&'static str>,
}

impl<'a> Birth<'a> {
    fn new(calendar: &'a Calendar, organizations: &'a [Known]) -> Self {
        let [mail, cities, tags] = ["mail", "cities", "tags"].map(|key| words(ROLES, key));
        Self {
            calendar,
            organizations,
            handles: BTreeSet::new(),
            addresses: BTreeSet::new(),
            mail,
            cities,
            tags,
        }
    }

    /// A human with lines of their own.
    fn cast(&mut self, dice: &mut Dice, roster: &Roster, entry: &'static str) -> Human {
        let [handle, full, kana, romaji, area, offset, domain, title, relationship, tags] = cells(entry);
        let halves = |text: &'static str| text.split_once(' ').unwrap_or((text, ""));
        let (given, family) = halves(romaji);
        let part = |(text, kana), latin: &str| Part { text, kana, latin: latin.to_owned() };
        let ((first, last), (first_kana, last_kana)) = (halves(full), halves(kana));
        let (family, given) = if area == "j" {
            (part((first, first_kana), family), part((last, last_kana), given))
        } else {
            (part((last, last_kana), family), part((first, first_kana), given))
        };
        let name = Name { japanese: area == "j", family, given, other_family: None };
        self.handles.insert(handle.to_owned());
        let organization = self.organizations.iter().position(|known| known.organization.domain == domain);
        let tags: Vec<_> = tags.split(',').filter_map(filled).collect();
        let weight = if tags.contains(&"champion") { 60 } else { 14 };
        let mut human = self.common(dice, name, handle.to_owned(), organization);
        (human.offset, human.title) = (offset.parse().unwrap_or_default(), filled(title));
        let city = roster.city(dice, human.offset);
        human.city = self.city(dice, area == "j", city);
        (human.relationship, human.tags, human.weight) = (relationship, tags, weight);
        (human.since, human.cast) = (self.calendar.start, true);
        human
    }

    /// A human who comes by.
    fn stranger(
        &mut self,
        dice: &mut Dice,
        index: usize,
        (name, offset, city): (Name, i64, &'static str),
    ) -> Human {
        let handle = handle(dice, &name, &mut self.handles);
        let organization = self.employer(dice, index, name.japanese);
        let mut human = self.common(dice, name, handle, organization);
        let japanese = human.name.japanese;
        human.city = self.city(dice, japanese, city);
        human.offset = offset;
        human.title = organization.map(|_| *dice.pick(&words(ROLES, if japanese { "j" } else { "w" })));
        human.relationship = organization.map_or("developer", |at| self.organizations[at].relationship);
        human.tags = (0..dice.below(3)).map(|_| *dice.pick(&self.tags)).collect();
        human.tags.dedup();
        human.bilingual = dice.chance(if japanese { 18 } else { 10 });
        // A few regulars, and a long tail.
        human.weight = match dice.below(100) {
            0..14 => dice.between(6, 16) as u64,
            14..45 => 3,
            _ => 1,
        };
        human
    }

    fn common(&mut self, dice: &mut Dice, name: Name, handle: String, organization: Option<usize>) -> Human {
        let work_email = organization
            .map(|at| work_address(&name, &self.organizations[at].organization.domain, &mut self.addresses));
        let home_email = home_address(dice, &name, &handle, &self.mail, &mut self.addresses);
        // Most arrive over time, some were there when the story starts.
        let length = self.calendar.length() as usize;
        let since = self.calendar.start
            + Days::new(dice.below(length + length / 4).saturating_sub(length / 4) as u64);
        Human {
            name,
            handle,
            offset: 0,
            city: ("", ""),
            organization,
            relationship: "developer",
            title: None,
            tags: Vec::new(),
            work_email,
            home_email,
            bilingual: false,
            weight: 1,
            since: since.min(self.calendar.today - Days::new(4)),
            cast: false,
        }
    }

    /// The first rounds fill every organization; later a third has none.
    fn employer(&self, dice: &mut Dice, index: usize, japanese: bool) -> Option<usize> {
        let count = self.organizations.len();
        let near = |at: &usize| self.organizations[*at].japanese == japanese;
        if index < 5 * count {
            return Some((index + index / count) % count).filter(near).or_else(|| self.any(dice, japanese));
        }
        if dice.chance(40) { None } else { self.any(dice, japanese) }
    }

    fn any(&self, dice: &mut Dice, japanese: bool) -> Option<usize> {
        let away = dice.chance(6);
        let near: Vec<usize> = (0..self.organizations.len())
            .filter(|at| (self.organizations[*at].japanese == japanese) != away)
            .collect();
        Some(*dice.pick(&near))
    }

    fn city(&self, dice: &mut Dice, japanese: bool, city: &'static str) -> (&'static str, &'static str) {
        if japanese {
            let (ja, en) = dice.pick(&self.cities).split_once(' ').unwrap_or_default();
            return (en, ja);
        }
        (city, city)
    }
}
