//! What the team sells, and what it has still to do. Read from `texts/deals.txt` and `texts/tasks.txt`.

use chrono::Days;
use rust_decimal::Decimal;

use super::{
    calendar::Calendar,
    lists::{cells, entries, filled},
    world::{Deal, Employment, Organization, Person, Task, User},
};

/// Every deal, in the order of the list: with whoever at the organization is known longest.
pub(super) fn deals(
    calendar: &Calendar,
    organizations: &[Organization],
    (persons, employments): (&[Person], &[Employment]),
    users: &[User],
) -> Vec<Deal> {
    let lines = entries(include_str!("texts/deals.txt")).filter(|line| !line.starts_with("##"));
    let deal = |entry: &'static str| {
        let [name, domain, owner, stage, thousands, closes, began, contract] = cells(entry);
        let days = |text: &str| text.parse::<i64>().ok();
        let organization = organizations.iter().position(|it| it.domain == domain)?;
        let works = |it: &&Employment| it.organization == organization && it.ended_on.is_none();
        let person = employments.iter().filter(works).map(|it| it.person).find(|it| *it < persons.len());
        let closes = days(closes)?;
        let closes_on = match u64::try_from(closes) {
            Ok(ahead) => calendar.today + Days::new(ahead),
            Err(_) => calendar.today - Days::new(closes.unsigned_abs()),
        };
        Some(Deal {
            name: name.to_owned(),
            organization,
            person,
            owner: users.iter().position(|user| user.handle == owner)?,
            stage,
            amount: Decimal::from(days(thousands)? * 1_000),
            closes_on,
            began_on: calendar.today - Days::new(days(began)?.unsigned_abs()),
            contract: filled(contract).map(str::to_owned),
        })
    };
    lines.filter_map(deal).collect()
}

/// Every task, in the order of the list.
pub(super) fn tasks(
    calendar: &Calendar,
    organizations: &[Organization],
    deals: &[Deal],
    users: &[User],
) -> Vec<Task> {
    let lines = entries(include_str!("texts/tasks.txt")).filter(|line| !line.starts_with("##"));
    let task = |entry: &'static str| {
        let [text, who, domain, due] = cells(entry);
        let of = |deal: &Deal| organizations[deal.organization].domain == domain;
        let due_on = due.parse::<i64>().ok().map(|days| match u64::try_from(days) {
            Ok(ahead) => calendar.today + Days::new(ahead),
            Err(_) => calendar.today - Days::new(days.unsigned_abs()),
        });
        Some(Task {
            text: text.to_owned(),
            assignee: users.iter().position(|user| user.handle == who)?,
            deal: deals.iter().position(of),
            due_on,
        })
    };
    lines.filter_map(task).collect()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use crate::demo::world;

    #[test]
    fn every_line_is_read() {
        let world = world(2026, NaiveDate::from_ymd_opt(2026, 9, 1).unwrap_or_default());
        let lines = |text: &'static str| {
            text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).count()
        };
        assert_eq!(world.deals.len(), lines(include_str!("texts/deals.txt")));
        assert_eq!(world.tasks.len(), lines(include_str!("texts/tasks.txt")));
        assert!(world.deals.iter().all(|deal| deal.person.is_some()), "somebody works there");
        assert!(world.tasks.iter().filter(|task| task.deal.is_some()).count() >= 5);
        let stages: std::collections::BTreeSet<&str> = world.deals.iter().map(|deal| deal.stage).collect();
        assert_eq!(stages.len(), 6, "one at least in each stage");
    }
}
