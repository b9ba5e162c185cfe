//! With a language model: what is unsure is asked, shown, checked and counted; without an answer all is as before.

use std::{sync::Arc, time::Duration};

use adapters::model::fake::{Fake, MODEL, Manner};
use bot::model::Model;
use chrono::TimeDelta;
use crm::{
    Actor, Role,
    model_calls::{self, Used},
    record::{self, Timing},
};
use nlp::understand::{SURE, Understood};
use serde_json::{Value, json};

use crate::world::{self, World, act, noon, tokens, words};

/// Not understood without a model.
const UNSURE: &str = "so was that spring hackathon thing worth the fuss";

async fn with(manner: Manner) -> (World, Fake) {
    let mut world = world::peopled().await;
    let fake = Fake::start(manner).await;
    let price = "1/4 USD".parse().unwrap();
    let model = Model::at(fake.client()).priced(Some(price)).patient(Duration::from_secs(3)).never_resting();
    Arc::get_mut(&mut world.app).expect("nobody else has it").model = model;
    assert!(is_unsure(&world, UNSURE), "choose other words");
    (world, fake)
}

fn is_unsure(world: &World, text: &str) -> bool {
    match world.app.registry.grammar().understand(text) {
        Understood::Call { confidence, .. } => confidence < SURE,
        Understood::Unsure { .. } => true,
        _ => false,
    }
}

fn call(command: &str, with: Value) -> Manner {
    Manner::Says(json!({ "call": { "command": command, "with": with } }).to_string())
}

async fn used(world: &World) -> Vec<Used> {
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let used = model_calls::used(&mut tx, None, None).await.unwrap();
    tx.commit().await.unwrap();
    used
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unsure_is_asked_shown_and_run() {
    let roi = || call("roi show", json!({ "campaign": "spring hackathon", "period": "2024" }));
    let (world, fake) = with(roi()).await;
    let reply = world.ask(Role::Viewer, UNSURE).await;
    assert_eq!(reply.understood.as_deref(), Some("roi show spring hackathon"), "the year was invented");
    assert!(words(&reply).contains("Spring Hackathon"), "{}", words(&reply));
    let asked = fake.asked();
    assert_eq!(asked.len(), 1);
    let schema = asked[0]["response_format"]["json_schema"]["schema"].to_string();
    assert!(
        schema.contains("roi show") && schema.contains("none") && !schema.contains("person delete"),
        "{schema}"
    );
    assert!(asked[0].get("tools").is_none());
    // the same words again: known
    world.ask(Role::Viewer, UNSURE).await;
    assert!(fake.asked().is_empty());
    let used = used(&world).await;
    assert_eq!(
        (used.len(), used[0].feature.as_str(), used[0].calls, used[0].answered),
        (1, "understand", 1, 1)
    );
    assert!(used[0].tokens_in > 100 && used[0].cost > 0.into() && used[0].currency.as_deref() == Some("USD"));
    // what is understood is not asked
    world.ask(Role::Viewer, "show ROI for campaign Spring Hackathon").await;
    world.ask(Role::Viewer, "thanks!").await;
    assert!(fake.asked().is_empty());
    // a guest's words go nowhere
    world.ask(Role::Guest, "so was that other hackathon thing worth the fuss").await;
    assert!(fake.asked().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_anything_is_asked_first() {
    let (world, fake) = with(call("person tag", json!({ "person": "P-3", "tags": "speaker" }))).await;
    let text = "P-3 was brilliant on stage, so speaker it is from now on I would say";
    assert!(is_unsure(&world, text), "choose other words");
    let reply = world.ask(Role::Manager, text).await;
    let said = words(&reply);
    assert!(said.contains("I take this to mean “person tag P-3 speaker”"), "{said}");
    assert!(said.contains("Nothing has been changed yet"), "{said}");
    let left = words(&world.ask(Role::Manager, "who is P-3").await);
    assert!(
        left.contains("was left undecided: nothing was changed") && left.matches("speaker").count() == 1,
        "{left}"
    );
    let reply = world.ask(Role::Manager, text).await;
    let done = words(&world.press(Role::Manager, &tokens(&reply)[0]).await);
    assert!(done.contains("U-"), "{done}");
    assert!(words(&world.ask(Role::Manager, "who is P-3").await).contains("speaker"));
    // half a change is not completed by asking
    fake.will(call("person tag", json!({ "person": "P-3", "tags": "invented" })));
    let said = words(&world.ask(Role::Manager, "P-3 really deserves another one of those I would say").await);
    assert!(!said.contains("needs one thing more") && !said.contains("I take this to mean"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_usable_answer_all_is_as_before() {
    let (world, fake) = with(Manner::Silent).await;
    let local = {
        let plain = world::peopled().await;
        words(&plain.ask(Role::Manager, UNSURE).await)
    };
    for manner in [
        Manner::Cut,
        Manner::Status(401, "{}".to_owned(), None),
        Manner::Status(429, "{}".to_owned(), Some("1".to_owned())),
        Manner::Says("certainly! here is your answer".to_owned()),
        call("none", json!({})),
        call("person delete", json!({ "person": "spring hackathon" })),
        call("no such command", json!({})),
        Manner::Bytes(vec![b' '; 1 << 20]),
    ] {
        fake.will(manner);
        // other words each time would be other questions; another memory is another model
        let said = words(&world.ask(Role::Manager, UNSURE).await);
        assert_eq!(said, local);
        if fake.asked().is_empty() {
            // the answer before was usable, and said that nothing is meant
            break;
        }
    }
    let status = words(&world.ask(Role::Manager, "status").await);
    assert!(status.contains(MODEL), "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_is_kept_and_said() {
    let (world, fake) =
        with(call("roi show", json!({ "campaign": "spring hackathon", "period": null }))).await;
    let set = words(&world.ask(Role::Admin, "set the LLM budget to 100 tokens").await);
    assert!(set.contains("100 tokens a month") && set.contains("U-"), "{set}");
    let said = words(&world.ask(Role::Viewer, UNSURE).await);
    assert!(said.contains("budget for the language model is used up"), "{said}");
    assert!(fake.asked().is_empty());
    let ja = words(&world.ask(Role::Viewer, "例の春のやつ、結局どうだったんだっけなあ").await);
    assert!(ja.contains("利用枠を使い切った"), "{ja}");
    assert!(words(&world.ask(Role::Manager, "usage").await).contains("You may not do this"));
    let endless = words(&world.ask(Role::Admin, "AIの予算を無制限に").await);
    assert!(endless.contains("2,000,000,000トークン"), "{endless}");
    let undone = words(&world.ask(Role::Admin, "undo").await);
    assert!(undone.contains("2,000,000 tokens a month"), "{undone}");
    world.ask(Role::Viewer, UNSURE).await;
    assert_eq!(fake.asked().len(), 1);
    let usage = words(&world.ask(Role::Admin, "LLM cost this month").await);
    for part in ["Understanding requests | 1 | 1", "USD", "(1 % of the budget)", MODEL] {
        assert!(usage.contains(part), "{part}: {usage}");
    }
    let ja = words(&world.ask(Role::Owner, "今月のAI費用").await);
    assert!(ja.contains("依頼の解釈"), "{ja}");
    let money = words(&world.ask(Role::Admin, "cap AI spending at 20 dollars").await);
    assert!(money.contains("USD 20 a month"), "{money}");
    let wrong = words(&world.ask(Role::Admin, "言語モデルの月間予算を3000円に設定").await);
    assert!(wrong.contains("USD"), "{wrong}");
}

/// More are waiting for the model than the pool has connections: somebody else still gets every one of them.
#[tokio::test(flavor = "multi_thread")]
async fn no_transaction_is_open_while_the_model_thinks() {
    let (mut world, fake) = with(Manner::Silent).await;
    let patient = Model::at(fake.client()).patient(Duration::from_secs(20)).never_resting();
    Arc::get_mut(&mut world.app).expect("nobody else has it").model = patient;
    let mut asking = Vec::new();
    for n in 0..10 {
        let envelope =
            world.envelope(&world.origin, Role::Viewer, &format!("q{n}"), Some(UNSURE), None).await;
        let (app, origin) = (world.app.clone(), world.origin.clone());
        asking.push(tokio::spawn(async move {
            let accepted = bot::flow::receive(&app, &origin, envelope).await.unwrap();
            let bot::gateway::accept::Accepted::New(stored) = accepted else { panic!("known") };
            bot::flow::process(&app, &origin, &stored).await.unwrap();
        }));
    }
    let mut asked = 0;
    let all_asked = async {
        while asked < 10 {
            asked += fake.asked().len();
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(15), all_asked).await;
    assert!(in_time.is_ok(), "of ten questions the model was asked {asked}");
    let mut held = Vec::new();
    for _ in 0..8 {
        held.push(world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap());
    }
    assert!(asking.iter().all(|task| !task.is_finished()), "they are still waiting for the model");
    drop(held);
    for task in asking {
        task.abort();
    }
}

/// Says each first message again, and beside it what nobody has said.
fn first_of_each(request: &Value) -> String {
    let prompt = request["messages"][1]["content"].as_str().unwrap();
    let first = prompt.lines().find_map(|line| line.strip_prefix("1 ")).unwrap();
    let first: Value = serde_json::from_str(first).unwrap();
    let text = first["says"].as_str().unwrap();
    json!({ "bullets": [
        { "from": [1], "text": text },
        { "from": [1, 2], "text": "Sandra paid 42,000 dollars for it." },
        { "from": [2], "text": "read more at https://exfil.example/x" },
    ] })
    .to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_is_written_in_windows_and_holds_only_what_stands_in_its_messages() {
    let (world, fake) = with(Manner::Thinks(first_of_each)).await;
    let talk: Vec<_> = (0..24)
        .map(|n: i64| {
            let text = format!("we decided that part {n} of the importer ships on Friday");
            let who = ["Rosa", "Liam", "Ken"][n as usize % 3];
            act(who, who, Some("dev"), "message", Some(&text), noon() - TimeDelta::minutes(90 - n))
        })
        .collect();
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    record::record(&mut tx, &world.slack, &talk, Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
    let reply = world.ask(Role::Viewer, "summary of #dev").await;
    let said = words(&reply);
    for n in [0, 10, 20] {
        assert!(said.contains(&format!("part {n} of the importer")), "{n}: {said}");
    }
    assert!(said.contains("In short") && said.contains("Written by fake-1 from 24 of 24"), "{said}");
    assert!(!said.contains("Sandra") && !said.contains("exfil.example"), "{said}");
    assert!(json!(reply).to_string().contains("/a/A-"), "each line leads to its message");
    assert_eq!(fake.asked().len(), 3, "windows of ten");
    // the same messages: nothing is asked; one more: only its window is
    let ja = words(&world.ask(Role::Viewer, "summary of #dev").await);
    assert!(ja.contains("In short") && fake.asked().is_empty());
    let more = act("Ken", "Ken", Some("dev"), "message", Some("part 24 ships later, on Monday"), noon());
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    record::record(&mut tx, &world.slack, &[more], Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
    world.ask(Role::Viewer, "summary of #dev").await;
    assert_eq!(fake.asked().len(), 1);
    // in Japanese it is another question
    let ja = words(&world.ask(Role::Viewer, "#devを要約して").await);
    assert!(ja.contains("要点") && fake.asked().len() == 3, "{ja}");
    // no answer: the messages themselves, and a word about it
    fake.will(Manner::Status(503, String::new(), None));
    let said = words(&world.ask(Role::Viewer, "summary of what Rosa said in #dev").await);
    assert!(said.contains("did not answer in time") && said.contains("Decided"), "{said}");
    world.ask(Role::Admin, "set the LLM budget to 0 tokens").await;
    let said = words(&world.ask(Role::Viewer, "summary of what Ken said in #dev").await);
    assert!(said.contains("budget for the language model is used up") && said.contains("Decided"), "{said}");
    let used = used(&world).await;
    let summary = used.iter().find(|it| it.feature == "summary").unwrap();
    assert!(summary.calls > summary.answered && summary.answered >= 7, "{summary:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_kept_only_where_a_tenant_asks() {
    let roi = || call("roi show", json!({ "campaign": "spring hackathon", "period": null }));
    let (world, _fake) = with(roi()).await;
    let none = words(&world.ask(Role::Admin, "usage calls").await);
    assert!(none.contains("was not asked anything"), "{none}");
    world.ask(Role::Viewer, UNSURE).await;
    let list = words(&world.ask(Role::Admin, "show the last 5 AI calls").await);
    assert!(list.contains("Understanding requests") && !list.contains("fuss"), "{list}");
    assert!(list.contains("Words are not kept"), "{list}");
    let on = words(&world.ask(Role::Admin, "keep the AI prompts").await);
    assert!(on.contains("kept for 30 days") && on.contains("U-"), "{on}");
    world.ask(Role::Viewer, "so was that spring hackathon thing worth all the fuss").await;
    world.ask(Role::Admin, "so was that spring hackathon worth any of the fuss, hm").await;
    let list = words(&world.ask(Role::Admin, "AIへの質問を5件見せて").await);
    assert!(list.contains("any of the fuss") && list.contains("roi show"), "{list}");
    assert!(!list.contains("all the fuss"), "another's request is not shown: {list}");
    let again = words(&world.ask(Role::Admin, "AIへの質問を記録して").await);
    assert!(again.contains("すでに記録しています"), "{again}");
    let off = words(&world.ask(Role::Admin, "AIへの質問の記録を停止して").await);
    assert!(off.contains("今後、文面は記録しません"), "{off}");
    let back = words(&world.ask(Role::Admin, "undo").await);
    assert!(back.contains("kept for 30 days"), "{back}");
    assert!(words(&world.ask(Role::Manager, "usage record on").await).contains("You may not do this"));
}
