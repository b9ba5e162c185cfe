//! The pipeline: what stands in each stage, and what of it is to be expected.
//!
//! What is to be expected of a deal is its amount times the probability of its stage (a weighted pipeline); sums are
//! per currency, since what is in different currencies cannot be added up.

use rust_decimal::Decimal;
use sqlx::FromRow;

use super::{
    list::{Filter, fits},
    stages::{self, Stage},
};
use crate::{Result, TenantTx};

/// A stage and what stands in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The stage.
    pub stage: Stage,
    /// How many deals, whatever their currency.
    pub deals: i64,
    /// By currency, in the order of their codes.
    pub sums: Vec<Sum>,
}

/// Amounts of one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// ISO 4217 code.
    pub currency: String,
    /// How many deals.
    pub deals: i64,
    /// All of it.
    pub amount: Decimal,
    /// What is to be expected of it.
    pub weighted: Decimal,
}

/// The stages in their order, each with the deals that fit; stages without any as well, unless one stage is asked for.
pub async fn pipeline(tx: &mut TenantTx, filter: &Filter) -> Result<Vec<Line>> {
    #[derive(FromRow)]
    struct Row {
        stage: String,
        currency: String,
        deals: i64,
        amount: Decimal,
    }
    let stages = stages::all(tx).await?;
    let rows: Vec<Row> = sqlx::query_as(concat!(
        "select d.stage, d.currency, count(*) as deals, sum(d.amount) as amount from crm.deals d
         join crm.deal_stages s on s.tenant_id = d.tenant_id and s.key = d.stage
         where d.tenant_id = $1",
        fits!(),
        " group by d.stage, d.currency order by d.currency"
    ))
    .bind(tx.tenant())
    .bind(filter.outcome())
    .bind(filter.owner)
    .bind(&filter.stage)
    .bind(filter.organization)
    .bind(filter.person)
    .bind(filter.closes_from)
    .bind(filter.closes_until)
    .bind(filter.decided_from)
    .bind(filter.decided_until)
    .fetch_all(tx.conn())
    .await?;
    let wanted = stages.into_iter().filter(|stage| filter.stage.as_ref().is_none_or(|key| *key == stage.key));
    Ok(wanted
        .map(|stage| {
            let sums: Vec<Sum> = rows
                .iter()
                .filter(|row| row.stage == stage.key)
                .map(|row| Sum {
                    currency: row.currency.clone(),
                    deals: row.deals,
                    amount: row.amount,
                    weighted: weighted(row.amount, stage.probability),
                })
                .collect();
            Line { deals: sums.iter().map(|sum| sum.deals).sum(), sums, stage }
        })
        .collect())
}

impl Line {
    /// Adds up lines, each currency apart, in the order of their codes.
    pub fn total<'l>(lines: impl IntoIterator<Item = &'l Self>) -> Vec<Sum> {
        let mut total: std::collections::BTreeMap<&str, Sum> = std::collections::BTreeMap::new();
        for sum in lines.into_iter().flat_map(|line| &line.sums) {
            let entry = total.entry(&sum.currency).or_insert_with(|| Sum {
                currency: sum.currency.clone(),
                deals: 0,
                amount: Decimal::ZERO,
                weighted: Decimal::ZERO,
            });
            entry.deals += sum.deals;
            entry.amount += sum.amount;
            entry.weighted += sum.weighted;
        }
        total.into_values().collect()
    }
}

/// What is to be expected: amount × probability / 100, in percent.
fn weighted(amount: Decimal, probability: i32) -> Decimal {
    amount * Decimal::from(probability) / Decimal::ONE_HUNDRED
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(probability: i32, sums: &[(&str, i64)]) -> Line {
        let sums: Vec<Sum> = sums
            .iter()
            .map(|(currency, amount)| Sum {
                currency: (*currency).to_owned(),
                deals: 1,
                amount: Decimal::from(*amount),
                weighted: weighted(Decimal::from(*amount), probability),
            })
            .collect();
        let stage = Stage { probability, ..stages::usual().swap_remove(0) };
        Line { stage, deals: sums.len() as i64, sums }
    }

    #[test]
    fn currencies_are_never_added_up() {
        let lines = [line(50, &[("JPY", 200), ("USD", 10)]), line(10, &[("JPY", 100)])];
        let total = Line::total(&lines);
        let said: Vec<(&str, i64, Decimal, Decimal)> =
            total.iter().map(|sum| (sum.currency.as_str(), sum.deals, sum.amount, sum.weighted)).collect();
        assert_eq!(said, [("JPY", 2, 300.into(), 110.into()), ("USD", 1, 10.into(), 5.into())]);
    }

    proptest! {
        #[test]
        fn what_is_expected_is_never_more_than_all_of_it(
            lines in proptest::collection::vec((0..=100_i32, 0..1_000_000_i64), 0..12),
        ) {
            let lines: Vec<Line> = lines.into_iter().map(|(p, amount)| line(p, &[("JPY", amount)])).collect();
            let total = Line::total(&lines);
            let all: Decimal = lines.iter().flat_map(|line| &line.sums).map(|sum| sum.amount).sum();
            prop_assert_eq!(total.iter().map(|sum| sum.amount).sum::<Decimal>(), all);
            prop_assert!(total.iter().all(|sum| sum.weighted <= sum.amount && sum.weighted >= Decimal::ZERO));
        }
    }
}
