//! The first person for each human, as the CRM came to know them, and where they worked.

use chrono::{Datelike, Days, NaiveDate};

use super::calendar::Calendar;
use super::dice::Dice;
use super::humans::{Human, ROLES};
use super::lists::words;
use super::organizations::Known;
use super::world::{Employment, Person};

/// One person per human, at the human's place in the list, and their employments.
pub(super) fn persons(
    seed: u64,
    calendar: &Calendar,
    humans: &[Human],
    organizations: &[Known],
) -> (Vec<Person>, Vec<Employment>) {
    let mut dice = Dice::new(seed, "persons");
    let persons: Vec<Person> =
        humans.iter().enumerate().map(|(truth, human)| person(&mut dice, truth, human)).collect();
    let mut employments = Vec::new();
    for (person, human) in humans.iter().enumerate() {
        let Some(organization) = human.organization else { continue };
        let started_on = day(&mut dice, calendar, 200, 2_600);
        if dice.chance(16) {
            employments.push(former(&mut dice, person, human, organization, organizations, started_on));
        }
        employments.push(Employment {
            person,
            organization,
            title: human.title.map(str::to_owned),
            started_on: dice.chance(85).then_some(started_on),
            ended_on: None,
        });
    }
    (persons, employments)
}

fn person(dice: &mut Dice, truth: usize, human: &Human) -> Person {
    let known = |dice: &mut Dice, percent| human.cast || dice.chance(percent);
    let japanese = human.name.japanese;
    Person {
        name: human.name.full(),
        kana: (japanese && known(dice, 85)).then(|| human.name.katakana()),
        romaji: (japanese && known(dice, 70)).then(|| human.name.latin()),
        title: human.title.filter(|_| known(dice, 90)).map(str::to_owned),
        email: known(dice, 88).then(|| human.work_email.clone().unwrap_or_else(|| human.home_email.clone())),
        relationship: human.relationship.to_owned(),
        tags: human.tags.iter().map(|tag| (*tag).to_owned()).collect(),
        organization: human.organization,
        truth,
    }
}

/// The job before this one.
fn former(
    dice: &mut Dice,
    person: usize,
    human: &Human,
    now: usize,
    organizations: &[Known],
    until: NaiveDate,
) -> Employment {
    let near: Vec<usize> = (0..organizations.len())
        .filter(|at| *at != now && organizations[*at].japanese == human.name.japanese)
        .collect();
    let title = *dice.pick(&words(ROLES, if human.name.japanese { "j" } else { "w" }));
    Employment {
        person,
        organization: *dice.pick(&near),
        title: Some(title.to_owned()),
        started_on: Some(until - Days::new(dice.between(300, 1_800) as u64)),
        ended_on: Some(until - Days::new(dice.between(1, 45) as u64)),
    }
}

/// A first of the month, some days ago.
fn day(dice: &mut Dice, calendar: &Calendar, from: i64, to: i64) -> NaiveDate {
    let day = calendar.today - Days::new(dice.between(from, to) as u64);
    day.with_day(1).unwrap_or(day)
}
