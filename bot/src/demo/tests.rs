//! What must hold for every demo tenant, whatever the day it is made on.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{World, world};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// An ordinary Saturday, days around the turn of years and events, a leap day.
fn days() -> [NaiveDate; 7] {
    [
        day(2026, 11, 21),
        day(2027, 1, 2),
        day(2027, 5, 1),
        day(2027, 5, 3),
        day(2028, 2, 29),
        day(2026, 4, 20),
        day(2026, 12, 26),
    ]
}

fn worlds() -> impl Iterator<Item = (NaiveDate, World)> {
    days().into_iter().enumerate().map(|(seed, today)| (today, world(seed as u64 + 1, today)))
}

fn fingerprint(world: &World) -> u64 {
    let mut hasher = DefaultHasher::new();
    world.hash(&mut hasher);
    hasher.finish()
}

fn is_japanese(text: &str) -> bool {
    text.chars().any(|c| ('ぁ'..='ヿ').contains(&c) || ('一'..='龯').contains(&c))
}

#[test]
fn the_same_seed_and_day_give_the_same_world() {
    let today = day(2026, 11, 21);
    let started = std::time::Instant::now();
    let first = world(7, today);
    println!("made in {} ms", started.elapsed().as_millis());
    assert_eq!(fingerprint(&first), fingerprint(&world(7, today)));
    assert_ne!(fingerprint(&world(7, today)), fingerprint(&world(8, today)));
    assert_ne!(fingerprint(&world(7, today)), fingerprint(&world(7, day(2026, 11, 22))));
}

#[test]
fn days_out_of_range_are_held_inside() {
    for today in [NaiveDate::MIN, NaiveDate::MAX, day(2017, 1, 1)] {
        assert!(!world(1, today).activities.is_empty());
    }
}

#[test]
fn there_is_enough_of_everything() {
    for (today, world) in worlds() {
        let mut actions: BTreeMap<&str, usize> = BTreeMap::new();
        for activity in &world.activities {
            *actions.entry(&activity.action).or_default() += 1;
        }
        let mut providers: BTreeMap<&str, usize> = BTreeMap::new();
        for account in &world.accounts {
            *providers.entry(&account.provider).or_default() += 1;
        }
        println!(
            "{today}: {} organizations, {} persons, {} duplicates, {} employments, {} accounts {providers:?}, \
             {} conversations, {} activities {actions:?}",
            world.organizations.len(),
            world.persons.len(),
            world.duplicates.len(),
            world.employments.len(),
            world.accounts.len(),
            world.conversations.len(),
            world.activities.len(),
        );
        assert!((36..=44).contains(&world.organizations.len()));
        assert_eq!(world.persons.len(), 460);
        assert_eq!(world.duplicates.len(), 60);
        assert!((800..=1_050).contains(&world.accounts.len()));
        assert!((23_000..=27_500).contains(&world.activities.len()));
        assert_eq!(world.campaigns.len(), 12);
        assert_eq!(world.users.len(), 5);
        assert!(world.users.iter().any(|user| user.handle == "misaki" && user.role == "owner"));
    }
}

#[test]
fn everything_referred_to_exists() {
    for (_, world) in worlds() {
        let (persons, organizations) = (world.persons.len(), world.organizations.len());
        let ok = |index: Option<usize>, length| index.is_none_or(|index| index < length);
        assert!(world.persons.iter().all(|person| ok(person.organization, organizations)));
        assert!(world.persons.iter().all(|person| !person.name.trim().is_empty()));
        for employment in &world.employments {
            assert!(employment.person < persons && employment.organization < organizations);
            assert!(
                employment.ended_on.is_none_or(|end| employment.started_on.is_none_or(|start| start <= end))
            );
        }
        for account in &world.accounts {
            assert!(ok(account.person, persons) && ok(account.user, world.users.len()));
            let owners = usize::from(account.person.is_some()) + usize::from(account.user.is_some());
            assert_eq!(owners + usize::from(account.is_bot), 1);
        }
        for activity in &world.activities {
            assert!(activity.account.is_some() != activity.person.is_some());
            assert!(ok(activity.account, world.accounts.len()) && ok(activity.person, persons));
            assert!(ok(activity.conversation, world.conversations.len()));
            assert!(ok(activity.campaign, world.campaigns.len()));
        }
        let owned: BTreeSet<_> = world.accounts.iter().filter_map(|account| account.person).collect();
        assert_eq!(owned.len(), persons, "everybody is known somewhere");
    }
}

#[test]
fn duplicates_share_a_human_and_keep_a_clue() {
    for (_, world) in worlds() {
        let mut truths: BTreeMap<usize, usize> = BTreeMap::new();
        for person in &world.persons {
            *truths.entry(person.truth).or_default() += 1;
        }
        assert_eq!(truths.values().filter(|count| **count == 2).count(), 60);
        assert!(truths.values().all(|count| *count <= 2));
        let ways: BTreeSet<_> = world.duplicates.iter().map(|duplicate| duplicate.how).collect();
        assert_eq!(ways.len(), 7);
        for duplicate in &world.duplicates {
            let (first, second) = (&world.persons[duplicate.of], &world.persons[duplicate.person]);
            assert_eq!(first.truth, second.truth);
            assert!(
                duplicate.how == "email" || first.name != second.name,
                "{} = {}",
                first.name,
                second.name
            );
            let words = |person: usize| -> BTreeSet<&str> {
                let accounts = world.accounts.iter().filter(move |account| account.person == Some(person));
                accounts.flat_map(|a| [a.handle.as_deref(), a.email.as_deref()]).flatten().collect()
            };
            let clue = first.name == second.name
                || first.email.is_some() && first.email == second.email
                || first.organization.is_some() && first.organization == second.organization
                || words(duplicate.of).intersection(&words(duplicate.person)).next().is_some();
            assert!(clue, "{} and {} share nothing", first.name, second.name);
        }
    }
}

#[test]
fn some_different_humans_share_a_name() {
    let world = world(1, day(2026, 11, 21));
    let mut names: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for person in &world.persons {
        names.entry(&person.name).or_default().insert(person.truth);
    }
    let traps = names.values().filter(|humans| humans.len() > 1).count();
    println!("{traps} names belong to more than one human");
    assert!(traps >= 4);
}

#[test]
fn external_ids_are_unique_where_they_must_be() {
    for (_, world) in worlds() {
        let mut seen = BTreeSet::new();
        assert!(world.accounts.iter().all(|account| seen.insert((&account.provider, &account.external_id))));
        let mut seen = BTreeSet::new();
        assert!(world.conversations.iter().all(|place| seen.insert((&place.provider, &place.external_id))));
        let mut seen = BTreeSet::new();
        let mut threads = BTreeSet::new();
        for activity in &world.activities {
            if let Some(id) = &activity.external_id {
                assert!(seen.insert((activity.conversation, id)));
            }
            threads.extend(activity.thread.as_ref().map(|thread| (activity.conversation, thread)));
        }
        assert!(threads.is_subset(&seen), "a thread without its first message");
        let mut seen = BTreeSet::new();
        for activity in world.activities.iter().filter(|activity| activity.external_id.is_none()) {
            let what = (
                activity.account,
                activity.person,
                activity.conversation,
                &activity.action,
                activity.at,
                &activity.text,
            );
            assert!(seen.insert(what), "cannot be told apart: {activity:?}");
        }
    }
}

#[test]
fn nothing_happens_today_or_before_the_story() {
    for (today, world) in worlds() {
        let end = today.and_hms_opt(0, 0, 0).unwrap().and_utc();
        let start = end - chrono::TimeDelta::days(560);
        assert!(world.activities.iter().all(|activity| activity.at < end && activity.at > start));
        assert!(world.activities.is_sorted_by_key(|activity| activity.at));
        assert!(world.accounts.iter().all(|account| account.since < today));
        assert!(world.employments.iter().all(|e| e.started_on.is_none_or(|day| day < today)));
    }
}

#[test]
fn messages_are_in_both_languages_and_have_no_gaps_left() {
    for (today, world) in worlds() {
        let texts: Vec<&str> = world
            .activities
            .iter()
            .filter(|activity| activity.action == "message")
            .filter_map(|activity| activity.text.as_deref())
            .collect();
        let japanese = texts.iter().filter(|text| is_japanese(text)).count();
        let share = 100 * japanese / texts.len();
        let different: BTreeSet<_> = texts.iter().collect();
        println!("{today}: {} messages, {share} % Japanese, {} different", texts.len(), different.len());
        assert!((40..=60).contains(&share));
        for text in texts {
            assert!(!text.trim().is_empty());
            for gap in text.split('{').skip(1).filter_map(|rest| rest.split_once('}')) {
                let code = gap.0.is_empty() || gap.0.contains([' ', '\n', '"']);
                assert!(code, "a gap is left in {text}");
            }
        }
    }
}

#[test]
fn what_people_search_for_is_there() {
    let world = world(1, day(2026, 11, 21));
    for words in ["rate limit", "レート制限", "料金", "pricing", "認証エラー", "Rust SDK", "見積", "quote"]
    {
        let hits = world
            .activities
            .iter()
            .filter(|activity| activity.text.as_deref().is_some_and(|text| text.contains(words)))
            .count();
        println!("{words}: {hits}");
        assert!(hits >= 20, "{words} is hardly ever said");
    }
}

#[test]
fn the_last_days_are_lively_in_every_week() {
    for (today, world) in worlds() {
        let after = |days| today.and_hms_opt(0, 0, 0).unwrap().and_utc() - chrono::TimeDelta::days(days);
        let count = |from, to| {
            world
                .activities
                .iter()
                .filter(|a| a.action == "message" && a.at >= after(from) && a.at < after(to))
                .count()
        };
        println!("{today}: {} messages in the last week, {} in the week before", count(7, 0), count(14, 7));
        assert!(count(7, 0) > 200 && count(14, 7) > 200);
    }
}

/// Value over cost, less one, in percent; `None` without costs so far.
fn roi(world: &World, today: NaiveDate, campaign: usize) -> Option<(Decimal, Decimal, Decimal)> {
    let worth: BTreeMap<&str, Decimal> =
        world.outcome_values.iter().map(|(action, value)| (action.as_str(), *value)).collect();
    let outcomes = world.activities.iter().filter(|activity| activity.campaign == Some(campaign));
    let value: Decimal = outcomes.filter_map(|activity| worth.get(activity.action.as_str())).sum();
    let lines = world.campaigns[campaign].budget.iter().filter(|line| line.spent_on < today);
    let cost: Decimal = lines.map(|line| line.amount).sum();
    (!cost.is_zero()).then(|| (value, cost, (value / cost - Decimal::ONE) * Decimal::ONE_HUNDRED))
}

#[test]
fn the_campaigns_tell_a_story() {
    for (today, world) in worlds() {
        let mut returns = Vec::new();
        println!("| campaign {today} | days | value | cost | ROI % |");
        for (at, campaign) in world.campaigns.iter().enumerate() {
            let figures = roi(&world, today, at);
            let shown = figures.map_or("planned".to_owned(), |(v, c, r)| format!("{v} | {c} | {r:+.0}"));
            println!("| {} | {} to {} | {shown} |", campaign.name, campaign.starts_on, campaign.ends_on);
            returns.extend(figures.map(|(_, _, roi)| roi));
            let close = campaign.ends_on + chrono::TimeDelta::days(campaign.window_days.into());
            for activity in world.activities.iter().filter(|activity| activity.campaign == Some(at)) {
                let local = (activity.at + chrono::TimeDelta::hours(9)).date_naive();
                assert!(
                    campaign.starts_on <= activity.at.date_naive() && local <= close,
                    "outside the window"
                );
            }
        }
        assert_eq!(returns.len(), 11, "one campaign is only planned");
        assert!(returns.iter().any(|roi| *roi < Decimal::from(-70)));
        assert!(returns.iter().any(|roi| *roi > Decimal::from(200)));
        let running = world.campaigns.iter().filter(|c| c.starts_on < today && c.ends_on > today).count();
        assert_eq!(running, 1);
        assert!(world.campaigns.is_sorted_by_key(|campaign| campaign.starts_on));
    }
}

#[test]
fn the_spring_hackathon_is_over_and_worked() {
    for (today, world) in worlds() {
        let at = world.campaigns.iter().position(|campaign| campaign.name == "Spring Hackathon").unwrap();
        let campaign = &world.campaigns[at];
        assert_eq!(campaign.name_ja, "春のハッカソン");
        assert!(campaign.ends_on < today);
        let (_, _, roi) = roi(&world, today, at).unwrap();
        assert!(roi > Decimal::from(50) && roi < Decimal::from(120));
        let guests: BTreeSet<_> = world
            .activities
            .iter()
            .filter(|activity| activity.campaign == Some(at) && activity.action == "attend")
            .map(|activity| activity.person)
            .collect();
        assert_eq!(guests.len(), 96);
    }
}
