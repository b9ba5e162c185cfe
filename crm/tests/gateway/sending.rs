//! What goes out.

use super::*;

#[tokio::test]
async fn what_may_have_reached_a_customer_is_not_sent_again() {
    let world = world().await;
    let asked = world.asked().await;
    let sent = world.record(&[said("s", "hello there")]).await[0];
    let mut tx = world.tx().await;
    let slack = Platforms::plain(&["slack"]);
    let outside = sent.activity.unwrap();
    for n in 0..2 {
        let reply = json!({ "n": n });
        let new = New { sends: Some(outside), ..New::to(asked.conversation, &reply) };
        outbox::put(&mut tx, new).await.unwrap();
    }
    let first = outbox::claim(&mut tx, slack, None, 10).await.unwrap();
    assert_eq!(first.len(), 1, "one at a time in a conversation");
    tx.commit().await.unwrap();
    world.run_out("outbox").await;
    let mut tx = world.tx().await;
    // its sender vanished: nobody knows whether it arrived
    assert!(outbox::claim(&mut tx, slack, None, 10).await.unwrap().is_empty());
    let second = outbox::claim(&mut tx, slack, None, 10).await.unwrap().remove(0);
    assert_eq!(second.reply, json!({ "n": 1 }), "the next one goes on");
    assert!(!outbox::settle(&mut tx, &first[0], &Outcome::Sent { external_id: None }).await.unwrap());
    assert_eq!(crm::status::totals(&mut tx).await.unwrap().outbox_trouble, 1);
    // where the platform ignores the second copy, it is simply sent again
    tx.commit().await.unwrap();
    world.run_out("outbox").await;
    let mut tx = world.tx().await;
    let again = outbox::claim(&mut tx, Platforms { idempotent: slack.all, ..slack }, None, 10)
        .await
        .unwrap()
        .remove(0);
    assert_eq!((again.id, again.attempts, again.doubtful), (second.id, 2, true));
    assert!(outbox::settle(&mut tx, &again, &Outcome::Sent { external_id: None }).await.unwrap());
}

#[tokio::test]
async fn an_answer_to_staff_is_sent_again_and_a_doubtful_one_looked_for() {
    let world = world().await;
    let asked = world.asked().await;
    let mut tx = world.tx().await;
    let reply = json!({ "n": 1 });
    outbox::put(&mut tx, New::to(asked.conversation, &reply)).await.unwrap();
    let slack = Platforms::plain(&["slack"]);
    let first = outbox::claim(&mut tx, slack, None, 10).await.unwrap().remove(0);
    assert!(!first.doubtful && !first.customer);
    assert!(outbox::part_sent(&mut tx, &first, Some("17.1")).await.unwrap());
    tx.commit().await.unwrap();
    world.run_out("outbox").await;
    let mut tx = world.tx().await;
    let second = outbox::claim(&mut tx, slack, None, 10).await.unwrap().remove(0);
    assert_eq!((second.parts_sent, second.doubtful), (1, true), "the first part is not sent again");
    assert!(
        !outbox::part_sent(&mut tx, &first, None).await.unwrap(),
        "the late sender's word no longer counts"
    );
    // nobody knows: where the platform can be asked, somebody asks it later
    let unknown = Outcome::Unknown { after_ms: 0, error: "no answer".to_owned() };
    assert!(outbox::settle(&mut tx, &second, &unknown).await.unwrap());
    assert!(outbox::claim(&mut tx, slack, None, 10).await.unwrap().is_empty());
    let asks = Platforms { finding: slack.all, ..slack };
    assert!(outbox::claim(&mut tx, asks, None, 10).await.unwrap().remove(0).doubtful);
}

#[tokio::test]
async fn a_message_is_given_up_by_its_age() {
    let world = world().await;
    let asked = world.asked().await;
    let mut tx = world.tx().await;
    let id = outbox::put(&mut tx, New::to(asked.conversation, &json!({}))).await.unwrap();
    tx.commit().await.unwrap();
    let attempt = async |outcome: Outcome| {
        let mut tx = world.tx().await;
        let mut claimed = outbox::claim(&mut tx, Platforms::plain(&["slack"]), None, 10).await.unwrap();
        let claimed = claimed.pop()?;
        assert!(outbox::settle(&mut tx, &claimed, &outcome).await.unwrap());
        tx.commit().await.unwrap();
        Some(claimed.attempts)
    };
    let nobody = || Outcome::Later { after_ms: 60_000, error: "nobody".to_owned() };
    let busy = || Outcome::NotYet { after_ms: 0, error: "busy".to_owned() };
    for n in 1..=70 {
        assert_eq!(attempt(busy()).await, Some(n));
        assert_eq!(attempt(nobody()).await, Some(n), "having to wait is no try");
        assert_eq!(attempt(nobody()).await, None, "not before it is time");
        world.pass("61 s").await;
    }
    assert_eq!(crm::status::totals(&mut world.tx().await).await.unwrap().outbox_trouble, 0);
    world.pass("24 h").await;
    assert_eq!(attempt(nobody()).await, Some(71));
    let mut tx = world.tx().await;
    let (troubled, _) = outbox::troubled(&mut tx, 9).await.unwrap();
    assert_eq!(
        (troubled[0].id, troubled[0].unknown, troubled[0].error.as_deref()),
        (id, false, Some("nobody"))
    );
    // sent again by a person it has an hour once more, old as it is
    assert!(outbox::decide(&mut tx, id, Decision::Again).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(attempt(nobody()).await, Some(1));
    assert_eq!(crm::status::totals(&mut world.tx().await).await.unwrap().outbox_trouble, 0);
}

#[tokio::test]
async fn a_person_settles_what_is_in_doubt() {
    let world = world().await;
    let asked = world.asked().await;
    let mut tx = world.tx().await;
    let mut ids = Vec::new();
    for outcome in [
        Outcome::Unknown { after_ms: 0, error: "cut".to_owned() },
        Outcome::Unknown { after_ms: 0, error: "cut".to_owned() },
        Outcome::Failed { error: "gone".to_owned() },
    ] {
        let reply = json!({ "lang": "en", "blocks": [] });
        ids.push(outbox::put(&mut tx, New::to(asked.conversation, &reply)).await.unwrap());
        let claimed = outbox::claim(&mut tx, Platforms::plain(&["slack"]), None, 10).await.unwrap();
        assert!(outbox::settle(&mut tx, &claimed[0], &outcome).await.unwrap());
    }
    let (listed, total) = outbox::troubled(&mut tx, 2).await.unwrap();
    assert_eq!((listed.len(), total), (2, 3));
    assert_eq!((listed[0].unknown, listed[0].label().as_str()), (true, "#help"));
    for (id, decision) in ids.iter().zip([Decision::Arrived, Decision::Again, Decision::GiveUp]) {
        assert!(outbox::decide(&mut tx, *id, decision).await.unwrap());
        assert!(!outbox::decide(&mut tx, *id, Decision::GiveUp).await.unwrap(), "decided already");
    }
    assert_eq!(outbox::troubled(&mut tx, 9).await.unwrap().1, 0);
    let health = connections::health(&mut tx).await.unwrap();
    let mine = health.iter().find(|it| it.id == world.slack.id).unwrap();
    assert_eq!((mine.doubtful, mine.unsent), (0, 1));
    let again = outbox::claim(&mut tx, Platforms::plain(&["slack"]), None, 10).await.unwrap();
    assert_eq!(
        again.iter().map(|it| (it.id, it.attempts, it.doubtful)).collect::<Vec<_>>(),
        [(ids[1], 1, false)]
    );
    tx.commit().await.unwrap();
}
