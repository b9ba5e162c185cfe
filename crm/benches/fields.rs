//! How long it takes to find people by fields of a tenant's own: 1,000,000 values by default.
//!
//! ```text
//! cargo bench -p crm --bench fields -- [persons, 100000 without] [rounds, 100 without]
//! ```
//!
//! Each person has ten values. Asked is what `person find` asks: the first twenty, the latest seen first, and how
//! many there are. Each way of finding stands beside the same question without an index (the walk).

#![expect(clippy::unwrap_used, reason = "a program for measuring")]

use std::time::{Duration, Instant};

use chrono::NaiveDate;
use crm::{
    Actor, TenantTx,
    fields::{self, Compare, Definition, Edit, FieldKind, FieldValue, NewField, Object, Test},
    persons::{self, Condition, Filter, Query},
    testing,
};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

const CHOICES: i64 = 100;
/// The fields, two of each: one that is indexed and one that is not.
const KINDS: [(&str, FieldKind); 5] = [
    ("text", FieldKind::Text),
    ("number", FieldKind::Number),
    ("date", FieldKind::Date),
    ("choice", FieldKind::Choice),
    ("choices", FieldKind::Choices),
];

#[tokio::main]
async fn main() {
    let mut given = std::env::args().skip(1).filter_map(|word| word.parse::<i64>().ok());
    let (persons, rounds) = (given.next().unwrap_or(100_000), given.next().unwrap_or(100));
    let test = testing::database().await;
    let tenant = test.tenant("acme").await;
    let mut tx = test.db.begin(tenant, Actor::system("bench")).await.unwrap();
    let (mut walked, mut indexed) = (Vec::new(), Vec::new());
    for (name, kind) in KINDS {
        walked.push(define(&mut tx, name, kind).await);
        indexed.push(define(&mut tx, &format!("indexed {name}"), kind).await);
    }
    tx.commit().await.unwrap();

    let began = Instant::now();
    let mut admin = PgConnection::connect(&test.admin_url()).await.unwrap();
    fill(&mut admin, &tenant.to_string(), persons, &walked, &indexed).await;
    println!("{persons} persons with {} values: {:.1} s", persons * 10, began.elapsed().as_secs_f64());
    let began = Instant::now();
    for field in &mut indexed {
        let mut tx = test.db.begin(tenant, Actor::system("bench")).await.unwrap();
        let edit = Edit { indexed: Some(true), ..Edit::default() };
        fields::change(&mut tx, field, &edit).await.unwrap().unwrap();
        field.indexed = true;
        tx.commit().await.unwrap();
    }
    println!("indexed: {:.1} s", began.elapsed().as_secs_f64());
    admin.execute("vacuum analyze").await.unwrap();

    println!("{:<34} {:>8} {:>9} {:>9} {:>9}", "", "found", "p50 ms", "p95 ms", "most ms");
    for (at, (name, kind)) in KINDS.into_iter().enumerate() {
        for (how, field) in [("walk (baseline)", &walked[at]), ("index", &indexed[at])] {
            // what is equal is found by the GIN index whether the field is indexed or not
            let exact = matches!(kind, FieldKind::Choice | FieldKind::Choices);
            let how = if exact { "GIN" } else { how };
            let mut times = Vec::new();
            let mut found = 0;
            for round in 0..rounds {
                let mut tx = test.db.begin(tenant, Actor::system("bench")).await.unwrap();
                let filter = Filter::one(Condition::Field(field.clone(), ask(kind, round)), false);
                let query = Query { filters: vec![filter], ..Query::default() };
                let began = Instant::now();
                found = persons::query(&mut tx, &query, 20, 0).await.unwrap().1;
                times.push(began.elapsed());
            }
            report(&format!("{name}, by {how}"), found, times);
        }
    }
}

async fn define(tx: &mut TenantTx, name: &str, kind: FieldKind) -> Definition {
    let chosen = matches!(kind, FieldKind::Choice | FieldKind::Choices);
    let field = NewField {
        object: Object::Person,
        name: name.to_owned(),
        kind,
        choices: if chosen { (0..CHOICES).map(|n| format!("choice {n}")).collect() } else { Vec::new() },
        required: false,
        unique: false,
        indexed: false,
    };
    let id = fields::add(tx, &field).await.unwrap().unwrap();
    fields::by_id(tx, id).await.unwrap().unwrap()
}

async fn fill(
    admin: &mut PgConnection,
    tenant: &str,
    persons: i64,
    walked: &[Definition],
    indexed: &[Definition],
) {
    let values: Vec<String> = walked
        .iter()
        .chain(indexed)
        .map(|field| {
            let value = match field.kind {
                FieldKind::Text => "to_jsonb('city ' || n * 7919 % 1000 || ' ward ' || n)".to_owned(),
                FieldKind::Number => "to_jsonb((n * 7919 % 100000)::text)".to_owned(),
                FieldKind::Date => "to_jsonb(('2020-01-01'::date + (n * 31 % 2000)::int)::text)".to_owned(),
                FieldKind::Choice => format!("to_jsonb('choice ' || n * 17 % {CHOICES})"),
                _ => format!(
                    "jsonb_build_array('choice ' || n * 13 % {CHOICES}, 'choice ' || (n * 13 + 5) % {CHOICES})"
                ),
            };
            format!("'{}', {value}", field.id)
        })
        .collect();
    let sql = format!(
        "insert into crm.persons (tenant_id, id, number, name, search_key, fields)
         select '{tenant}', gen_random_uuid(), n, 'person ' || n, 'person ' || n, jsonb_build_object({})
         from generate_series(1, {persons}) n",
        values.join(", ")
    );
    admin.execute(AssertSqlSafe(sql)).await.unwrap();
}

/// A question that about one in a hundred answers.
fn ask(kind: FieldKind, round: i64) -> Test {
    match kind {
        FieldKind::Text => Test::Begins(format!("City {} ", round % 1000)),
        FieldKind::Number => Test::Number(Compare::AtLeast, (99_000 + round % 500).into()),
        FieldKind::Date => {
            let first =
                NaiveDate::from_ymd_opt(2021, 1, 1).unwrap() + chrono::Days::new(round.unsigned_abs() % 900);
            Test::Within(first, first + chrono::Days::new(20))
        }
        FieldKind::Choice => Test::Is(FieldValue::Choice(format!("choice {}", round % CHOICES))),
        _ => Test::Is(FieldValue::Choices(vec![format!("choice {}", round % CHOICES)])),
    }
}

fn report(what: &str, found: i64, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    println!("{what:<34} {found:>8} {:>9.1} {:>9.1} {:>9.1}", at(50), at(95), at(100));
}
