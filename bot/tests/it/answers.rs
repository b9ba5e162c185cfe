//! What is an answer, what is a request of its own, and what is neither.

use crm::Role;

use crate::world::{self, words};

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_no_question_changes_nothing() {
    let world = world::peopled().await;
    for (said, says) in [
        ("yes", "nothing to say yes to"),
        ("no", "No question is open here, and nothing was changed"),
        ("cancel", "No question is open"),
        ("stop", "No question is open"),
        ("ok", "No question is open"),
        ("sure, thanks", "No question is open"),
        ("はい", "お答えいただく質問はありません"),
        ("いいえ", "何も変更していません"),
        ("やめる", "何も変更していません"),
        ("キャンセル", "何も変更していません"),
        ("了解です", "何も変更していません"),
    ] {
        // there is a change that could be taken back, and it is not offered
        world.ask(Role::Manager, &format!("tag P-1 {}", said.len())).await;
        let reply = world.ask(Role::Manager, said).await;
        let told = words(&reply);
        assert!(told.contains(says) && !told.contains("undo") && !told.contains("1."), "{said}: {told}");
        assert_eq!(reply.understood, None, "{said}");
    }
    // thanks are thanks, and what is a command is that
    assert!(words(&world.ask(Role::Manager, "thanks").await).contains("At your service"));
    assert!(words(&world.ask(Role::Manager, "取り消して").await).contains("取り消しました"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_nobody_chose_from_is_no_lapsed_question() {
    let world = world::peopled().await;
    for (list, other) in [("who is 田中", "whoami"), ("roi shwo C-1", "status")] {
        world.ask(Role::Viewer, list).await;
        world.ask(Role::Viewer, other).await;
        let told = words(&world.ask(Role::Viewer, "yes").await);
        assert!(told.contains("nothing to say yes to"), "{list}: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_leaves_other_requests_alone() {
    let world = world::peopled().await;
    for (ask, other, says) in [
        // surely another command
        ("roi show", "whoami", "viewer"),
        ("roi show", "timeline of P-1", "P-1"),
        ("施策のROIを見せて", "P-1の情報", "P-1 田中 太郎"),
        // sure, and no campaign is called that
        ("roi show", "GitHub stars last week", "stars"),
        ("施策のROIを見せて", "先週のスター一覧", "スター"),
        // only offered, and no campaign is called that
        ("roi show", "these two are the same person", "merge"),
    ] {
        let asked = words(&world.ask(Role::Viewer, ask).await);
        let told = words(&world.ask(Role::Viewer, other).await);
        let swallowed = ["found no campaign", "見つかりませんでした", "Still open", "引き続き"];
        assert!(!swallowed.iter().any(|it| told.contains(it)), "{asked}\n{other}: {told}");
        assert!(told.contains(says) || told.contains("You may not"), "{asked}\n{other}: {told}");
    }
    // a name with a slip in it, a code of something else and an "ok" are answers, be they no good ones
    for (answer, says) in [
        ("Spring Hackaton", "C-1"),
        ("P-1", "cannot take “P-1”"),
        ("Autumn Fair", "found no campaign"),
        ("ok", "cannot take “ok”"),
        ("Spring Hackathon, please", "ROI +50 %"),
    ] {
        // no campaign was looked at yet, which would be the one that is meant
        let world = world::peopled().await;
        let asked = words(&world.ask(Role::Viewer, "roi show").await);
        let told = words(&world.ask(Role::Viewer, answer).await);
        assert!(told.contains(says), "{asked}\n{answer}: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_that_is_none_is_told_which_there_are() {
    let world = world::peopled().await;
    let act = world::act("u1", "Kenji", Some("general"), "message", Some("it broke"), world::noon());
    let mut tx = world.app.db.begin(world.tenant, crm::Actor::system("test")).await.unwrap();
    crm::record::record(&mut tx, &world.slack, &[act], crm::record::Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
    for (ask, wrong, says, right, done) in [
        ("sentiment wrong A-5", "foo", "“foo”", "negative", "negative"),
        ("sentiment wrong A-5", "foo", "negative, neutral, positive, automatic", "neutral", "neutral"),
    ] {
        world.ask(Role::Member, ask).await;
        let told = words(&world.ask(Role::Member, wrong).await);
        assert!(told.contains(says), "{ask}: {told}");
        let told = words(&world.ask(Role::Member, right).await);
        assert!(told.contains(done), "{right}: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_of_what_waits_for_a_yes_leaves_it() {
    let world = world::peopled().await;
    world.ask(Role::Manager, "tag P-1 +speaker").await;
    world.ask(Role::Manager, "merge P-1 and P-2").await;
    let told = words(&world.ask(Role::Manager, "undo").await);
    assert!(told.contains("Left as it is"), "{told}");
    // the change before it still stands, until it is taken back
    let card = words(&world.ask(Role::Manager, "person show P-1").await);
    assert!(card.contains("speaker"), "{card}");
    let told = words(&world.ask(Role::Manager, "undo").await);
    assert!(told.starts_with("Took back **U-1**: person tag P-1 +speaker"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_merge_is_taken_back_and_nothing_else() {
    let world = world::peopled().await;
    world.ask(Role::Manager, "merge P-1 and P-2").await;
    world.ask(Role::Manager, "yes").await;
    world.ask(Role::Manager, "tag P-3 +vip").await;
    for (said, asks, answer, done) in [
        ("undo my last merge", "Take back **M-1**", "no", "Left as it is"),
        ("undo the last merge", "Take back **M-1**", "no", "Left as it is"),
        ("最後の統合を取り消して", "**M-1** を取り消しますか", "はい", "取り消しました"),
        ("直前の統合を元に戻して", "取り消せる統合はありません", "はい", "質問はありません"),
    ] {
        let told = words(&world.ask(Role::Manager, said).await);
        assert!(told.contains(asks), "{said}: {told}");
        let told = words(&world.ask(Role::Manager, answer).await);
        assert!(told.contains(done), "{said}, {answer}: {told}");
    }
    let card = words(&world.ask(Role::Manager, "person show P-3").await);
    assert!(card.contains("vip"), "{card}");
    // what was named is named in the answer
    let told = words(&world.ask(Role::Manager, "undo M-1").await);
    assert!(told.contains("M-1 has been taken back already"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_told_in_words_and_by_period() {
    let world = world::peopled().await;
    world.ask(Role::Owner, "set P-1 title=CTO").await;
    world.ask(Role::Owner, "tag P-1 +vip").await;
    world.ask(Role::Owner, "undo").await;
    for (said, says) in [
        ("what did I change since May?", "U-1  person set P-1 title=CTO"),
        ("history", "title: – → CTO"),
        ("history", "taken back by U-3"),
        ("5月以降の変更履歴を見せて", "役職・題名: – → CTO"),
        ("変更履歴を見せて", "U-3 で取消済み"),
        ("audit P-1", "title: – → CTO"),
        ("P-1の変更履歴", "役職・題名: – → CTO"),
    ] {
        let told = words(&world.ask(Role::Owner, said).await);
        assert!(told.contains(says), "{said}: {told}");
    }
    // nothing was changed then, and that is told, not what was changed at other times
    for (said, says) in [
        ("what did I change last year?", "No changes last year"),
        ("昨年の変更履歴を見せて", "昨年の変更はありません"),
    ] {
        let told = words(&world.ask(Role::Owner, said).await);
        assert!(told.contains(says) && !told.contains("U-1"), "{said}: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn these_are_tagged_and_are_not_taken_for_one() {
    let world = world::peopled().await;
    let list = words(&world.ask(Role::Manager, "person find relationship:developer").await);
    assert!(list.contains("P-1") && list.contains("P-4"), "{list}");
    for (said, says) in [("merge these", "has 5 persons"), ("これらを統合して", "5人いて")] {
        let told = words(&world.ask(Role::Manager, said).await);
        assert!(told.contains(says), "{said}: {told}");
    }
    let told = words(&world.ask(Role::Manager, "tag these vip").await);
    assert!(told.contains("5 people"), "{told}");
    world.ask(Role::Manager, "tag P-2 +late").await;
    world.ask(Role::Manager, "undo").await;
    // one change: taken back as one
    let told = words(&world.ask(Role::Manager, "undo").await);
    assert!(told.contains("Took back") && told.contains("5 people"), "{told}");
    let card = words(&world.ask(Role::Manager, "person show P-3").await);
    assert!(!card.contains("vip"), "{card}");

    world.ask(Role::Manager, "person find relationship:developer").await;
    let told = words(&world.ask(Role::Manager, "これらに常連タグを付けて").await);
    assert!(told.contains("**5人**"), "{told}");
    world.ask(Role::Manager, "person find relationship:developer").await;
    let told = words(&world.ask(Role::Manager, "tag 2 vip").await);
    assert!(told.contains("one person"), "{told}");
    // the list is of those that were tagged by now
    for (said, says) in
        [("show 1", "vip"), ("1を見せて", "vip"), ("show 9", "Number 9 of the last list is no task")]
    {
        let told = words(&world.ask(Role::Manager, said).await);
        assert!(told.contains(says), "{said}: {told}");
    }
}
