//! What models are asked: never more than a tenant allows, however many ask at a time.

#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, TimeDelta, Utc};
use crm::{
    Actor, TenantId, TenantTx,
    model_calls::{self, Budget, Call, Ended, reserve, set_budget, settle, spent, used},
    testing::{self, TestDb},
};

async fn begin(test: &TestDb, tenant: TenantId) -> TenantTx {
    test.db.begin(tenant, Actor::system("test")).await.unwrap()
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn call(cost: Option<(i64, &'static str)>) -> Call<'static> {
    Call {
        feature: "understand",
        model: "small-1",
        at: noon(),
        tokens_in: 90,
        tokens_out: 10,
        cost: cost.map(|(cost, currency)| (cost.into(), currency)),
    }
}

fn ended(words: (&'static str, Option<&'static str>)) -> Ended<'static> {
    Ended { outcome: "answered", tokens_in: 30, tokens_out: 5, cost: 0.into(), milliseconds: 12, words }
}

#[tokio::test]
async fn words_are_kept_where_a_tenant_asks_and_read_by_who_asked() {
    let test = testing::database().await;
    let acme = test.tenant("acme").await;
    let mut tx = begin(&test, acme).await;
    let month = noon() - TimeDelta::days(1);
    let first = reserve(&mut tx, month, &call(None)).await.unwrap().unwrap();
    settle(&mut tx, first, &ended(("secret?", Some("yes")))).await.unwrap();
    assert!(!model_calls::keep_words(&mut tx, true).await.unwrap());
    let second = reserve(&mut tx, month, &call(None)).await.unwrap().unwrap();
    settle(&mut tx, second, &ended(("kept?", None))).await.unwrap();
    let asked = model_calls::asked(&mut tx, 10).await.unwrap();
    let words: Vec<_> = asked.iter().map(|it| (it.question.as_deref(), it.answer.as_deref())).collect();
    assert_eq!(words, [(Some("kept?"), None), (None, None)]);
    assert!(model_calls::keep_words(&mut tx, false).await.unwrap());
    assert!(!model_calls::words_are_kept(&mut tx).await.unwrap());
    assert_eq!(model_calls::asked(&mut tx, 1).await.unwrap(), asked[..1], "what was kept stays for its days");
}

#[tokio::test(flavor = "multi_thread")]
async fn however_many_ask_at_a_time_no_more_is_spent_than_allowed() {
    let test = testing::database().await;
    let (acme, other) = (test.tenant("acme").await, test.tenant("other").await);
    let mut tx = begin(&test, acme).await;
    assert_eq!(set_budget(&mut tx, &Budget::Tokens(550)).await.unwrap(), Budget::Usual);
    tx.commit().await.unwrap();
    let month = noon() - TimeDelta::days(20);
    let mut tasks = Vec::new();
    for _ in 0..20 {
        let db = test.db.clone();
        tasks.push(tokio::spawn(async move {
            let mut tx = db.begin(acme, Actor::system("test")).await.unwrap();
            let id = reserve(&mut tx, month, &call(None)).await.unwrap();
            tx.commit().await.unwrap();
            id
        }));
    }
    let mut entered = Vec::new();
    for task in tasks {
        entered.extend(task.await.unwrap());
    }
    assert_eq!(entered.len(), 5);
    // what took less makes room again
    let mut tx = begin(&test, acme).await;
    let ended = ended(("how much?", Some("much")));
    settle(&mut tx, entered[0], &ended).await.unwrap();
    assert_eq!(spent(&mut tx, month, None).await.unwrap().tokens, 435);
    assert!(reserve(&mut tx, month, &call(None)).await.unwrap().is_some());
    assert!(reserve(&mut tx, month, &call(None)).await.unwrap().is_none());
    // a new month begins with nothing
    assert!(reserve(&mut tx, noon() + TimeDelta::seconds(1), &call(None)).await.unwrap().is_some());
    let used = used(&mut tx, None, None).await.unwrap();
    assert_eq!((used.len(), used[0].calls, used[0].answered, used[0].milliseconds), (1, 7, 1, Some(12)));
    tx.commit().await.unwrap();
    let mut tx = begin(&test, other).await;
    assert_eq!(spent(&mut tx, month, None).await.unwrap().tokens, 0, "each tenant has its own");
    assert!(model_calls::used(&mut tx, None, None).await.unwrap().is_empty());
}

#[tokio::test]
async fn money_is_counted_in_its_own_currency_and_nothing_is_asked_for_nothing() {
    let test = testing::database().await;
    let acme = test.tenant("acme").await;
    let mut tx = begin(&test, acme).await;
    let month = noon() - TimeDelta::days(1);
    let ten = Budget::Money { amount: 10.into(), currency: "USD".to_owned() };
    set_budget(&mut tx, &ten).await.unwrap();
    for (cost, fits) in [
        (Some((6, "USD")), true),
        (Some((6, "USD")), false),
        (Some((4, "JPY")), false),
        (None, false),
        (Some((4, "USD")), true),
    ] {
        assert_eq!(reserve(&mut tx, month, &call(cost)).await.unwrap().is_some(), fits, "{cost:?}");
    }
    assert_eq!(spent(&mut tx, month, Some("USD")).await.unwrap().cost, 10.into());
    assert_eq!(set_budget(&mut tx, &Budget::Tokens(0)).await.unwrap(), ten);
    assert!(reserve(&mut tx, month, &call(None)).await.unwrap().is_none());
}
