//! Who is known where: the accounts of persons, of the team, and of a few bots.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::calendar::Calendar;
use super::conversations;
use super::dice::Dice;
use super::external::Mint;
use super::humans::Human;
use super::staff::team;
use super::world::{Account, Duplicate, Person};

/// An account, and who is really behind it.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// As published.
    pub(super) account: Account,
    /// The human, whichever person the account belongs to.
    pub(super) human: Option<usize>,
}

/// How many in a hundred have an account there.
const REACH: [(&str, u32); 6] =
    [("slack", 35), ("github", 39), ("discord", 31), ("email", 22), ("telegram", 14), ("x", 14)];

/// The integrations.
const BOTS: [(&str, &str); 4] = [
    ("slack", "Hoshi Releases"),
    ("discord", "Hoshi Status"),
    ("telegram", "Hoshi Helper"),
    ("github", "hoshi-ci[bot]"),
];

/// All accounts: persons first, then the team, then bots.
pub(super) fn accounts(
    seed: u64,
    calendar: &Calendar,
    humans: &[Human],
    persons: &[Person],
    duplicates: &[Duplicate],
) -> Vec<Known> {
    let mut dice = Dice::new(seed, "accounts");
    let mut mint = Mint::new(seed, "account ids");
    let mut addresses = BTreeSet::new();
    let mut accounts = Vec::new();
    for (at, human) in humans.iter().enumerate() {
        let mut providers = providers(&mut dice, human);
        let duplicate = duplicates.iter().find(|duplicate| duplicate.of == at);
        let found = duplicate
            .map(|duplicate| found_later(&mut dice, &mut providers, duplicate.how))
            .unwrap_or_default();
        for (person, how, providers) in [
            (at, "", providers),
            (duplicate.map_or(at, |d| d.person), duplicate.map_or("", |d| d.how), found),
        ] {
            for provider in providers {
                let since = (human.since + Days::new(if how.is_empty() { 0 } else { 3 }))
                    .min(calendar.today - Days::new(1));
                let mut account = empty(provider, since, &mut mint);
                account.person = Some(person);
                describe(&mut dice, &mut account, human, &persons[person], how, &mut addresses);
                accounts.push(Known { account, human: Some(at) });
            }
        }
    }
    accounts.extend(of_team(calendar, &mut mint));
    accounts.extend(of_bots(calendar, &mut mint));
    accounts
}

/// Where a human has accounts, in the order in which we met them there.
fn providers(dice: &mut Dice, human: &Human) -> Vec<&'static str> {
    let domain = human.work_email.as_deref().and_then(|email| email.split('@').nth(1)).unwrap_or_default();
    let served = |provider| conversations::serves(provider, domain);
    let mut providers: Vec<&str> = REACH
        .into_iter()
        .filter(|(provider, percent)| match *provider {
            "x" => dice.chance(*percent),
            "slack" if served("slack") => true,
            _ => human.cast || dice.chance(*percent),
        })
        .map(|(provider, _)| provider)
        .collect();
    if served("lineworks") {
        providers.insert(0, "lineworks");
    }
    // Everybody was met somewhere, and whoever has a second person was met twice.
    for provider in ["github", "slack", "discord"] {
        if providers.len() < 2 && !providers.contains(&provider) && (providers.is_empty() || dice.chance(70))
        {
            providers.push(provider);
        }
    }
    if providers.len() < 2 {
        providers.push(if providers.contains(&"discord") { "x" } else { "discord" });
    }
    providers
}

/// Parts the accounts of a human between two persons: the second holds what was found later. Both keep
/// one that shows a handle.
fn found_later(dice: &mut Dice, providers: &mut Vec<&'static str>, how: &str) -> Vec<&'static str> {
    let handled = |provider: &&str| !matches!(*provider, "lineworks" | "email");
    for provider in ["discord", "github", "x"] {
        if providers.iter().filter(|provider| handled(provider)).count() < 2 && !providers.contains(&provider)
        {
            providers.push(provider);
        }
    }
    let take = |providers: &mut Vec<&'static str>, fits: &dyn Fn(&&str) -> bool| {
        providers.iter().rposition(fits).map(|at| providers.remove(at))
    };
    let mut found: Vec<_> = take(providers, &handled).into_iter().collect();
    if how == "email" || dice.chance(30) {
        found.extend(take(providers, &|provider| *provider == "email"));
    } else if providers.iter().filter(|provider| handled(provider)).count() > 2 && dice.chance(50) {
        found.extend(take(providers, &handled));
    }
    found
}

/// The names that the account shows.
fn describe(
    dice: &mut Dice,
    account: &mut Account,
    human: &Human,
    person: &Person,
    how: &str,
    addresses: &mut BTreeSet<String>,
) {
    let nameless =
        person.organization.is_none() && (person.email.is_none() || matches!(how, "script" | "kana"));
    let same_handle = matches!(how, "" | "handle" | "nickname") || nameless;
    let handle = if same_handle || dice.chance(30) {
        human.handle.clone()
    } else {
        format!("{}{}", human.handle, dice.between(2, 99))
    };
    let name = &human.name;
    let shown = match account.provider.as_str() {
        _ if !how.is_empty() => person.name.clone(),
        "github" if human.name.japanese && dice.chance(60) => name.latin(),
        "discord" if dice.chance(60) => handle.clone(),
        "telegram" if !name.japanese => format!("{} {}", name.given.text, &name.family.latin[..1]),
        _ => person.name.clone(),
    };
    account.name = Some(shown);
    account.handle = (!matches!(account.provider.as_str(), "lineworks" | "email")).then_some(handle);
    match account.provider.as_str() {
        "email" => {
            let address = person
                .email
                .iter()
                .chain(human.work_email.iter())
                .chain([&human.home_email])
                .find(|address| !addresses.contains(*address))
                .unwrap_or(&human.home_email)
                .clone();
            addresses.insert(address.clone());
            account.external_id.clone_from(&address);
            account.email = Some(address);
            account.verified = how.is_empty() && dice.chance(70);
        }
        "slack" => account.email = person.email.clone().filter(|_| dice.chance(85)),
        "github" => {
            account.email = person.email.clone().filter(|_| dice.chance(30));
            account.verified = how.is_empty() && dice.chance(30);
        }
        _ => {}
    }
}

fn of_team(calendar: &Calendar, mint: &mut Mint) -> Vec<Known> {
    let mut accounts = Vec::new();
    for (user, colleague) in team().into_iter().enumerate() {
        for provider in &colleague.providers {
            let mut account = empty(provider, calendar.start, mint);
            (account.user, account.verified) = (Some(user), true);
            account.name = Some(colleague.name.to_owned());
            account.handle =
                (!matches!(*provider, "lineworks" | "email")).then(|| colleague.handle.to_owned());
            if matches!(*provider, "slack" | "email") {
                account.email = Some(colleague.email());
            }
            if *provider == "email" {
                account.external_id = colleague.email();
            }
            accounts.push(Known { account, human: None });
        }
    }
    accounts
}

fn of_bots(calendar: &Calendar, mint: &mut Mint) -> Vec<Known> {
    BOTS.into_iter()
        .map(|(provider, name)| {
            let mut account = empty(provider, calendar.start, mint);
            account.is_bot = true;
            account.handle = Some(name.to_lowercase().replace(' ', "-"));
            account.name = Some(name.to_owned());
            Known { account, human: None }
        })
        .collect()
}

fn empty(provider: &str, since: NaiveDate, mint: &mut Mint) -> Account {
    Account {
        person: None,
        user: None,
        provider: provider.to_owned(),
        external_id: mint.account(provider, since),
        handle: None,
        name: None,
        email: None,
        verified: false,
        is_bot: false,
        since,
    }
}
