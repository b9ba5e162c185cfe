//! How our tie with an organization is: a rule over how lately, how often and by how many.
//!
//! **The rule**, over what people who work there now did, where the reader may read it:
//! nobody known, or nothing ever: *unknown*; all of it in the last 30 days: *new*; nothing for 90 days: *silent*;
//! in the last 30 days less than half of the monthly mean of the 90 days before: *cooling*; at least one and a half
//! times that mean, by two people or more: *growing*; else *steady*. Whether it was said kindly is not asked.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

use crate::{OrganizationId, Result, TenantTx, conversations};

/// How the tie is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Nothing to tell it by.
    Unknown,
    /// All of it is from the last 30 days.
    New,
    /// More than before, by several people.
    Growing,
    /// As before.
    Steady,
    /// Less than half of before.
    Cooling,
    /// Nothing for 90 days.
    Silent,
}

/// What the state is told by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signs {
    /// Actions in the last 30 days.
    pub lately: i64,
    /// Actions in the 90 days before those.
    pub before: i64,
    /// People who did something in the last 30 days.
    pub people: i64,
    /// Days since the last action.
    pub silent_days: Option<i64>,
    /// Days since the first action.
    pub known_days: Option<i64>,
}

impl Signs {
    /// A month's mean of the 90 days before the last 30.
    pub fn usual(&self) -> f64 {
        self.before as f64 / 3.0
    }

    /// The rule.
    pub fn state(&self) -> State {
        match (self.silent_days, self.known_days) {
            (Some(silent), _) if silent > 90 => State::Silent,
            (Some(_), Some(known)) if known <= 30 => State::New,
            (Some(_), _) => {
                let (lately, usual) = (self.lately as f64, self.usual());
                if lately < usual / 2.0 {
                    State::Cooling
                } else if lately >= usual * 1.5 && self.people >= 2 {
                    State::Growing
                } else {
                    State::Steady
                }
            }
            (None, _) => State::Unknown,
        }
    }
}

/// An organization's last twelve months and how the tie is.
#[derive(Debug, Clone, PartialEq)]
pub struct Health {
    /// What it is told by.
    pub signs: Signs,
    /// First day of each month, the present one last, and how much was done in it.
    pub months: Vec<(NaiveDate, i64)>,
}

/// Months that are shown.
const MONTHS: u32 = 12;

/// What those who work at an organization now did, by months and for the rule. Months and days are UTC's.
pub async fn health(tx: &mut TenantTx, organization: OrganizationId, now: DateTime<Utc>) -> Result<Health> {
    let uncounted = conversations::uncounted(tx).await?;
    let rows: Vec<(NaiveDate, i64, Vec<uuid::Uuid>)> = sqlx::query_as(
        "with staff as (
             select distinct e.person_id as id from crm.employments e
             join crm.persons p on p.tenant_id = e.tenant_id and p.id = e.person_id and p.deleted_at is null
             where e.tenant_id = $1 and e.organization_id = $2 and e.ended_on is null
         ),
         done as (
             select s.id, x.occurred_at from staff s
             join crm.accounts a on a.tenant_id = $1 and a.person_id = s.id
             join crm.activities x on x.tenant_id = $1 and x.account_id = a.id and x.deleted_at is null
              and x.action <> 'sent' and (x.conversation_id is null or x.conversation_id <> all($3))
             union all
             select s.id, x.occurred_at from staff s
             join crm.activities x on x.tenant_id = $1 and x.person_id = s.id and x.deleted_at is null
              and x.action <> 'sent' and (x.conversation_id is null or x.conversation_id <> all($3))
         )
         select (occurred_at at time zone 'UTC')::date, count(*), array_agg(distinct id)
         from done where occurred_at <= $4 group by 1 order by 1",
    )
    .bind(tx.tenant())
    .bind(organization)
    .bind(uncounted)
    .bind(now)
    .fetch_all(tx.conn())
    .await?;
    let today = now.date_naive();
    let mut signs = Signs {
        silent_days: rows.last().map(|(day, ..)| (today - *day).num_days()),
        known_days: rows.first().map(|(day, ..)| (today - *day).num_days()),
        ..Signs::default()
    };
    let mut people = std::collections::BTreeSet::new();
    for (day, n, who) in &rows {
        match (today - *day).num_days() {
            0..=29 => {
                signs.lately += n;
                people.extend(who.iter().copied());
            }
            30..=119 => signs.before += n,
            _ => {}
        }
    }
    signs.people = i64::try_from(people.len()).unwrap_or(i64::MAX);
    let this = today.with_day(1).unwrap_or(today);
    let months = (0..MONTHS)
        .rev()
        .filter_map(|ago| this.checked_sub_months(Months::new(ago)))
        .map(|month| {
            let within = |day: &NaiveDate| (day.year(), day.month()) == (month.year(), month.month());
            (month, rows.iter().filter(|(day, ..)| within(day)).map(|(_, n, _)| n).sum())
        })
        .collect();
    Ok(Health { signs, months })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule() {
        let signs = |lately, before, people, silent, known| Signs {
            lately,
            before,
            people,
            silent_days: silent,
            known_days: known,
        };
        for (given, want) in [
            (Signs::default(), State::Unknown),
            (signs(3, 0, 1, Some(0), Some(12)), State::New),
            (signs(0, 0, 0, Some(91), Some(400)), State::Silent),
            (signs(0, 9, 0, Some(40), Some(400)), State::Cooling),
            (signs(2, 15, 1, Some(3), Some(400)), State::Cooling),
            (signs(5, 15, 2, Some(1), Some(400)), State::Steady),
            (signs(9, 15, 1, Some(1), Some(400)), State::Steady),
            (signs(9, 15, 2, Some(1), Some(400)), State::Growing),
            // back after a long time
            (signs(4, 0, 2, Some(1), Some(400)), State::Growing),
        ] {
            assert_eq!(given.state(), want, "{given:?}");
        }
    }
}
