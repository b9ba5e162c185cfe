//! Work for later, and transactions that give way.

use super::*;

#[tokio::test]
async fn a_job_is_done_by_one_and_tried_again() {
    let world = world().await;
    let mut tx = world.tx().await;
    assert!(jobs::enqueue(&mut tx, "tidy", &Value::Null, TimeDelta::zero(), Some("next")).await.unwrap());
    assert!(
        !jobs::enqueue(&mut tx, "tidy", &Value::Null, TimeDelta::zero(), Some("next")).await.unwrap(),
        "one waits already"
    );
    let mine = jobs::claim(&mut tx).await.unwrap().unwrap();
    assert!(jobs::claim(&mut tx).await.unwrap().is_none(), "held");
    tx.commit().await.unwrap();
    world.run_out("jobs").await;
    let mut tx = world.tx().await;
    let theirs = jobs::claim(&mut tx).await.unwrap().unwrap();
    assert_eq!((theirs.id, theirs.attempts), (mine.id, 2));
    assert!(!jobs::done(&mut tx, &mine).await.unwrap(), "the late worker's word no longer counts");
    jobs::failed(&mut tx, &theirs, "no luck").await.unwrap();
    assert!(jobs::claim(&mut tx).await.unwrap().is_none(), "not at once again");
    tx.commit().await.unwrap();
    let mut tx = world.tx().await;
    assert_eq!(housekeeping::tidy(&mut tx).await.unwrap(), 0, "a waiting job is not rubbish");
}

#[tokio::test]
async fn one_of_two_that_hold_what_the_other_wants_gives_way() {
    let world = world().await;
    let [mut one, mut two] = [
        PgConnection::connect(&world.test.admin_url()).await.unwrap(),
        PgConnection::connect(&world.test.admin_url()).await.unwrap(),
    ];
    for (connection, lock) in
        [(&mut one, "select pg_advisory_xact_lock(1)"), (&mut two, "select pg_advisory_xact_lock(2)")]
    {
        connection.execute("begin").await.unwrap();
        connection.execute(lock).await.unwrap();
    }
    let (first, second) = tokio::join!(one.execute("select pg_advisory_xact_lock(2)"), async {
        let got = two.execute("select pg_advisory_xact_lock(1)").await;
        two.execute("rollback").await.unwrap();
        got
    });
    let ended: Vec<_> = [first.err(), second.err()].into_iter().flatten().collect();
    assert_eq!(ended.len(), 1, "{ended:?}");
    assert!(crm::gave_way(&ended[0]), "{ended:?}");
    assert!(!crm::gave_way(&sqlx::Error::RowNotFound));
}
