//! The asker and the bot: linking, preferences, history, undo, what was shown last, what is missing.

use adapters::Reply;
use crm::{Actor, Role, audit, feedback, users};

use crate::world::{self, World, tokens, words};

async fn code(world: &World, role: Role) -> String {
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let user = users::named(&mut tx, Some(role.as_str())).await.unwrap().unwrap();
    let code = users::link_code(&mut tx, user.id).await.unwrap();
    tx.commit().await.unwrap();
    code
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_joins_a_chat_account_once() {
    let world = world::peopled().await;
    let how = words(&world.ask(Role::Guest, "link me").await);
    assert!(how.contains("Get a code"), "{how}");
    assert!(words(&world.ask(Role::Guest, "連携する").await).contains("コードを発行"));
    let wrong = words(&world.ask(Role::Guest, "link ABCD-2345").await);
    assert!(wrong.contains("Tries left: 4"), "{wrong}");

    let good = code(&world, Role::Manager).await;
    let earlier = good.clone();
    let good = if good == earlier { code(&world, Role::Manager).await } else { good };
    let stale = words(&world.ask(Role::Guest, &format!("link {earlier}")).await);
    assert!(stale.contains("Tries left: 3"), "an earlier code is no longer good: {stale}");

    let linked = words(&world.ask(Role::Guest, &format!("連携 {}", good.to_lowercase())).await);
    assert!(linked.contains("manager") && linked.contains("連携しました"), "{linked}");
    assert!(!linked.contains(&good));
    // from now on the account acts as the manager
    let shown = words(&world.ask(Role::Guest, "who am I?").await);
    assert!(shown.contains("You are: manager"), "{shown}");
    let again = words(&world.ask(Role::Guest, &format!("link {good}")).await);
    assert!(again.contains("linked already"), "{again}");

    let preview = world.ask(Role::Guest, "unlink").await;
    assert!(words(&preview).contains("Part this chat account"), "{}", words(&preview));
    assert!(words(&world.ask(Role::Guest, "yes").await).contains("no member of staff"));
    assert!(words(&world.ask(Role::Guest, "person show P-1").await).contains("not linked"));
    // a code is good once
    assert!(words(&world.ask(Role::Guest, &format!("link {good}")).await).contains("Tries left"));
    // whoever is signed in is not linked by a code
    assert!(words(&world.ask(Role::Owner, "unlink").await).contains("signed in"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_goes_on_guessing_codes() {
    let world = world::empty().await;
    for _ in 0..5 {
        world.ask(Role::Guest, "link ABCD-2345").await;
    }
    let good = code(&world, Role::Owner).await;
    let refused = words(&world.ask(Role::Guest, &format!("link {good}")).await);
    assert!(refused.contains("Too many wrong codes"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn language_and_zone_are_the_askers_own() {
    let world = world::peopled().await;
    let reply = words(&world.ask(Role::Viewer, "set language Japanese").await);
    assert!(reply.contains("これからは日本語で回答します"), "{reply}");
    let english = words(&world.ask(Role::Viewer, "who am I?").await);
    assert!(english.contains("日本語"), "answered in Japanese: {english}");
    assert!(words(&world.ask(Role::Viewer, "言語を日本語に").await).contains("すでに"));
    for (text, wanted) in
        [("set lang fr", "I speak English and Japanese"), ("言語をフランス語にして", "対応している言語は")]
    {
        let refused = words(&world.ask(Role::Member, text).await);
        assert!(refused.contains(wanted), "{text}: {refused}");
    }
    assert!(words(&world.ask(Role::Member, "who am I?").await).contains("English"), "nobody else's");
    assert!(words(&world.ask(Role::Viewer, "取り消して").await).contains("メッセージの言語"));
    assert!(words(&world.ask(Role::Viewer, "who am I?").await).contains("English"));

    let reply = words(&world.ask(Role::Viewer, "タイムゾーンをUTCに").await);
    assert!(reply.contains("2026年11月21日 03:00"), "{reply}");
    assert!(words(&world.ask(Role::Viewer, "who am I?").await).contains("UTC"));
    assert!(words(&world.ask(Role::Viewer, "undo").await).contains("Asia/Tokyo"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_has_a_code_and_a_button_that_takes_it_back() {
    let world = world::peopled().await;
    let reply = world.ask(Role::Member, "set tz Europe/Dublin").await;
    assert!(words(&reply).contains("`U-1`"), "{}", words(&reply));
    let history = words(&world.ask(Role::Member, "what did I change so far?").await);
    assert!(history.contains("U-1") && history.contains("set tz Europe/Dublin"), "{history}");
    assert!(words(&world.ask(Role::Viewer, "history").await).contains("No changes yet"));
    assert!(words(&world.ask(Role::Viewer, "history all").await).contains("for administrators"));
    assert!(words(&world.ask(Role::Owner, "全員の変更履歴").await).contains("U-1"));

    let theirs = words(&world.ask(Role::Viewer, "undo U-1").await);
    assert!(theirs.contains("made by member"), "{theirs}");
    assert!(words(&world.press(Role::Viewer, &tokens(&reply)[0]).await).contains("no longer open"));
    let undone = words(&world.press(Role::Member, &tokens(&reply)[0]).await);
    assert!(undone.contains("Asia/Tokyo"), "{undone}");
    let again = words(&world.press(Role::Member, &tokens(&reply)[0]).await);
    assert!(again.contains("taken back already (U-2)"), "{again}");
    assert!(words(&world.ask(Role::Member, "undo U-2").await).contains("took another change back"));
    assert!(words(&world.ask(Role::Member, "undo").await).contains("nothing to take back"));
    assert!(words(&world.ask(Role::Member, "undo U-77").await).contains("no change U-77"));
    assert!(words(&world.ask(Role::Member, "history").await).contains("taken back by U-2"));

    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let entry = audit::by_number(&mut tx, 1).await.unwrap().unwrap();
    assert_eq!(entry.before.unwrap()["timezone"], "default");
    assert_eq!(entry.after.unwrap()["timezone"], "Europe/Dublin");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_takes_back_what_was_changed_for_whom_it_was_changed() {
    let world = world::peopled().await;
    world.ask(Role::Member, "set language Japanese").await;
    world.ask(Role::Member, "set tz Europe/Dublin").await;
    assert!(words(&world.ask(Role::Admin, "undo U-1").await).contains("as it was before"));
    assert!(words(&world.ask(Role::Member, "who am I?").await).contains("English"), "theirs");
    // changed again since: nothing is guessed
    world.ask(Role::Member, "set tz UTC").await;
    let refused = words(&world.ask(Role::Admin, "undo U-2").await);
    assert!(refused.contains("changed again since"), "{refused}");
    assert!(words(&world.ask(Role::Member, "who am I?").await).contains("UTC"));
    assert!(words(&world.ask(Role::Admin, "who am I?").await).contains("Asia/Tokyo"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_buttons_beside_an_answer_are_not_answered_by_words() {
    let world = world::peopled().await;
    world.ask(Role::Member, "set tz Europe/Dublin").await;
    // "yes" answers nothing: no question is open
    let reply = words(&world.ask(Role::Member, "yes").await);
    assert!(!reply.contains("Asia/Tokyo"), "{reply}");
    assert!(words(&world.ask(Role::Member, "who am I?").await).contains("Europe/Dublin"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_asked_for_and_completes_the_call() {
    let world = world::peopled().await;
    let asked = words(&world.ask(Role::Viewer, "roi show").await);
    assert!(asked.contains("needs one thing more"), "{asked}");
    let answered = world.ask(Role::Viewer, "Spring Hackathon").await;
    assert_eq!(answered.understood.as_deref(), Some("roi show Spring Hackathon"));
    assert!(words(&answered).contains("ROI"));

    // a bare code is the answer, and a whole request is not
    world.ask(Role::Member, "roi show").await;
    let answered = world.ask(Role::Member, "C-1").await;
    assert_eq!(answered.understood.as_deref(), Some("roi show C-1"));
    world.ask(Role::Owner, "roi show").await;
    let other = world.ask(Role::Owner, "who am I?").await;
    assert_eq!(other.understood.as_deref(), Some("whoami"));
    let after = world.ask(Role::Owner, "C-1").await;
    assert_eq!(after.understood.as_deref(), Some("campaign show C-1"), "the question was left");

    world.ask(Role::Manager, "merge").await;
    world.ask(Role::Manager, "P-1").await;
    let preview = world.ask(Role::Manager, "P-2").await;
    assert!(words(&preview).contains("Merge **P-2"), "{}", words(&preview));
    assert!(words(&world.ask(Role::Manager, "cancel").await).contains("Left as it is"));
    // who may not is not asked
    assert!(words(&world.ask(Role::Viewer, "merge").await).contains("You may not do this"));
    world.ask(Role::Admin, "roi show").await;
    assert!(words(&world.ask(Role::Admin, "やめて").await).contains("そのまま"));
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_of_the_last_list_can_be_pointed_at() {
    let world = world::peopled().await;
    let understood = |reply: &Reply| reply.understood.clone().unwrap_or_default();
    let nothing = words(&world.ask(Role::Manager, "この2人を統合して").await);
    assert!(nothing.contains("一覧"), "{nothing}");

    let found = world.ask(Role::Manager, "person find 田中").await;
    assert!(words(&found).contains("P-1") && words(&found).contains("P-2"));
    let second = world.ask(Role::Manager, "2番について教えて").await;
    assert!(words(&second).contains("P-2"), "{} {}", understood(&second), words(&second));
    assert!(words(&world.ask(Role::Manager, "1").await).contains("P-1"), "a bare number opens the line");
    // somebody else has seen nothing
    assert!(words(&world.ask(Role::Owner, "timeline of the second one").await).contains("shown you nothing"));

    let preview = words(&world.ask(Role::Manager, "この2人を統合して").await);
    assert!(
        preview.contains("P-2") && preview.contains("P-1") && preview.contains("統合しますか"),
        "{preview}"
    );
    world.ask(Role::Manager, "いいえ").await;
    let preview = words(&world.ask(Role::Manager, "merge these two").await);
    assert!(preview.contains("Merge **P-2"), "{preview}");
    world.ask(Role::Manager, "no").await;
    let ninth = words(&world.ask(Role::Manager, "9番を見せて").await);
    assert!(ninth.contains("9番"), "{ninth}");
}

#[tokio::test(flavor = "multi_thread")]
async fn help_is_short_and_examples_teach() {
    let world = world::peopled().await;
    for (role, has, lacks) in
        [(Role::Guest, "link", "person show"), (Role::Viewer, "person show", "person add")]
    {
        let help = words(&world.ask(role, "help").await);
        assert!(help.contains(has) && !help.contains(lacks), "{help}");
        assert!(help.lines().count() < 14, "{help}");
    }
    for text in ["統合の使い方", "help merge"] {
        let help = words(&world.ask(Role::Owner, text).await);
        assert!(help.contains("merge  ·") || help.contains("merge <into> <from>"), "{text}: {help}");
        assert!(help.contains("merge reject"), "{text}: {help}");
    }
    assert!(words(&world.ask(Role::Viewer, "what can I ask about ROI?").await).contains("ROI"));
    assert!(words(&world.ask(Role::Guest, "何が聞ける？").await).contains("ヘルプ"));
    assert!(words(&world.ask(Role::Guest, "examples of zebras").await).contains("no example about"));
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_may_tell_the_administrators() {
    let world = world::peopled().await;
    let reply = words(&world.ask(Role::Guest, "tell the admins: the number in C-1 is *wrong*").await);
    assert!(reply.contains("will read it") && reply.contains("cannot be taken back"), "{reply}");
    world.ask(Role::Member, "管理者に連絡：グラフが見づらいです").await;
    assert!(words(&world.ask(Role::Member, "show feedback").await).contains("You may not do this"));
    let all = words(&world.ask(Role::Admin, "フィードバックを見せて").await);
    assert!(all.contains("グラフが見づらいです") && all.contains("is *wrong*"), "{all}");
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    assert_eq!(feedback::list(&mut tx, 10).await.unwrap().len(), 2);
    assert!(
        words(&world.ask(Role::Member, "undo").await).contains("stays"),
        "and says why it cannot be undone"
    );
}
