//! Deals: stages, the pipeline, winning and losing, and what happens to them when others change.

use axum::http::StatusCode;
use crm::Role;

use crate::{
    page::{Browser, text},
    world::{self, World, words},
};

async fn said(world: &World, role: Role, text: &str) -> String {
    words(&world.ask(role, text).await)
}

/// Acme (O-1) and two deals with it: D-1 of 2,000,000 yen by the member, D-2 of 500,000 by the manager.
async fn dealing() -> World {
    let world = world::peopled().await;
    said(&world, Role::Member, "org add Acme").await;
    let added = said(&world, Role::Member, "new deal Acme 2M JPY").await;
    assert!(added.contains("Added **D-1 Acme**") && added.contains("Amount: JPY 2,000,000"), "{added}");
    assert!(added.contains("Stage: Lead (10 %)") && added.contains("Looked after by: member"), "{added}");
    let added = said(&world, Role::Manager, "Acmeに50万円の商談").await;
    assert!(
        added.contains("商談 **D-2 Acme** を登録しました") && added.contains("金額: 500,000円"),
        "{added}"
    );
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deal_goes_from_stage_to_stage_and_back() {
    let world = dealing().await;
    let dated = said(&world, Role::Member, "deal set D-1 close=2026-11-27").await;
    assert!(dated.contains("27 Nov 2026"), "{dated}");
    for (text, wanted) in [
        ("deals closing this month", true),
        ("what deals are closing next month?", false),
        ("今月クローズ予定の商談は？", true),
        ("来月クローズ予定の商談は？", false),
    ] {
        let list = said(&world, Role::Viewer, text).await;
        assert_eq!((list.contains("D-1"), list.contains("D-2")), (wanted, false), "{text}: {list}");
    }
    let list = said(&world, Role::Viewer, "deals of manager").await;
    assert!(list.contains("D-2") && !list.contains("D-1"), "{list}");
    let moved = said(&world, Role::Member, "D-1 to Negotiation").await;
    assert!(moved.contains("Lead → **Negotiation**") && moved.contains("U-"), "{moved}");
    let moved = said(&world, Role::Manager, "D-2を交渉へ").await;
    assert!(moved.contains("見込み → **交渉**"), "{moved}");
    assert!(said(&world, Role::Member, "D-1 to Negotiation").await.contains("in Negotiation already"));
    let worth = said(&world, Role::Member, "D-1を300万円に").await;
    assert!(worth.contains("2,000,000円 → 3,000,000円"), "{worth}");
    said(&world, Role::Member, "undo").await;
    let named = said(&world, Role::Member, "Acme 70万円の商談を追加").await;
    assert!(named.contains("D-3 Acme") && named.contains("700,000円"), "{named}");
    said(&world, Role::Member, "undo").await;
    let asked = said(&world, Role::Member, "new deal").await;
    assert!(asked.contains("with whom"), "{asked}");
    said(&world, Role::Member, "never mind").await;
    assert!(said(&world, Role::Member, "D-1 to Nowhere").await.contains("is no stage. There are: Lead"));
    let undone = said(&world, Role::Member, "undo").await;
    assert!(undone.contains("Negotiation → **Lead**"), "{undone}");
    let card = said(&world, Role::Viewer, "D-1").await;
    assert!(card.contains("Lead → Negotiation / ") && card.contains("Negotiation → Lead / "), "{card}");
    // somebody moved it on since: the earlier step cannot be taken back
    said(&world, Role::Manager, "D-1を提案へ").await;
    let entry = said(&world, Role::Manager, "D-1を交渉へ").await;
    let first = entry.split("`U-").nth(1).and_then(|rest| rest.split('`').next()).unwrap().to_owned();
    said(&world, Role::Manager, "D-1 to Lead").await;
    let refused = said(&world, Role::Manager, &format!("undo U-{first}")).await;
    let refused = if refused.contains("Nothing has been changed yet") {
        said(&world, Role::Manager, "yes").await
    } else {
        refused
    };
    assert!(refused.contains("moved on since") || refused.contains("さらに移動"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn winning_and_losing_are_asked_about_and_remember_why() {
    let world = dealing().await;
    let asked = said(&world, Role::Member, "D-1 won").await;
    assert!(asked.contains("why it ended so, or “skip”") && !asked.contains("Close"), "{asked}");
    let asked = said(&world, Role::Member, "skip").await;
    assert!(asked.contains("Close **D-1 Acme** as **Won**?"), "{asked}");
    let won = said(&world, Role::Member, "yes").await;
    assert!(won.contains("Lead → **Won**"), "{won}");
    let asked = said(&world, Role::Manager, "D-2を失注に 理由は価格").await;
    assert!(asked.contains("失注") && asked.contains("理由: 価格"), "{asked}");
    said(&world, Role::Manager, "はい").await;
    let card = said(&world, Role::Viewer, "D-2").await;
    assert!(
        card.contains("Stage: Lost") && card.contains("Reason: 価格") && card.contains("Decided: "),
        "{card}"
    );
    assert!(said(&world, Role::Viewer, "deal list won").await.contains("D-1"));
    assert!(said(&world, Role::Viewer, "失注した商談の一覧").await.contains("D-2"));
    assert!(said(&world, Role::Viewer, "deal list").await.contains("There are no open deals"));
    for (asked, wanted) in [
        ("deals won this month", "D-1"),
        ("deals won since 1 November", "D-1"),
        ("deals won last month", "No deal fits"),
        ("今月失注した商談", "D-2"),
    ] {
        let told = said(&world, Role::Viewer, asked).await;
        assert!(told.contains(wanted), "{asked}: {told}");
    }
    let asked = said(&world, Role::Manager, "export deals won since 1 November").await;
    assert!(asked.contains("Export **deals**"), "{asked}");
    said(&world, Role::Manager, "no").await;
    // through the stage itself as well, and back again
    said(&world, Role::Member, "deal stage D-1 Lost").await;
    let stage = said(&world, Role::Member, "their budget was cut").await;
    assert!(stage.contains("Reason: their budget was cut"), "{stage}");
    assert!(stage.contains("Close **D-1 Acme** as **Lost**?"), "{stage}");
    said(&world, Role::Member, "no").await;
    said(&world, Role::Member, "undo").await;
    let card = said(&world, Role::Viewer, "D-1").await;
    assert!(card.contains("Stage: Lead (10 %)") && !card.contains("Decided"), "{card}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_of_a_deal_can_be_changed_and_taken_back() {
    let world = dealing().await;
    said(&world, Role::Member, "D-1").await;
    let set = said(&world, Role::Member, "close date Friday").await;
    assert!(set.contains("– → 27 Nov 2026"), "{set}");
    let set = said(&world, Role::Member, "受注予定を月末に").await;
    assert!(set.contains("2026年11月27日 → 2026年11月30日"), "{set}");
    let set = said(&world, Role::Member, "set D-1 amount=1.5M name=\"Support plan\"").await;
    assert!(set.contains("JPY 2,000,000 → JPY 1,500,000") && set.contains("Acme → Support plan"), "{set}");
    let set = said(&world, Role::Member, "D-1の担当をmanagerに").await;
    assert!(set.contains("member → manager"), "{set}");
    // it is somebody else's by now
    let refused = said(&world, Role::Member, "set D-1 amount=1").await;
    assert!(refused.contains("looked after by manager"), "{refused}");
    assert!(said(&world, Role::Member, "D-2 to Proposal").await.contains("looked after by manager"));
    let undone = said(&world, Role::Member, "undo").await;
    assert!(undone.contains("manager → member"), "{undone}");
    for (text, wanted) in [
        ("set D-1 colour=red", "I keep no field “colour”"),
        ("set D-1 amount=lots", "cannot read “lots” as an amount"),
        ("set D-1 close=2026-02-30", "There is no such day"),
        ("set D-99 amount=1", "found no deal “D-99”"),
        ("deal add Nowhere 1M", "I know no organization “Nowhere”"),
        ("deal add Acme -5", "less than nothing"),
    ] {
        let refused = said(&world, Role::Member, text).await;
        assert!(refused.contains(wanted), "{text}: {refused}");
    }
    assert!(said(&world, Role::Viewer, "new deal Acme 1M").await.contains("role member"));
    let card = said(&world, Role::Viewer, "deal show Support").await;
    assert!(card.contains("D-1 Support plan") && card.contains("Organization: O-1 Acme"), "{card}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pipeline_adds_up_each_currency_apart() {
    let world = dealing().await;
    assert!(said(&world, Role::Viewer, "pipeline of admin").await.contains("No open deal fits"));
    said(&world, Role::Member, "D-1 to Proposal").await;
    said(&world, Role::Member, "new deal with Acme for $1,000").await;
    let pipeline = world.ask(Role::Viewer, "pipeline").await;
    let shown = words(&pipeline);
    for row in [
        "Lead | 10 % | 1 | JPY 500,000 | JPY 50,000",
        "Lead | 10 % | 1 | USD 1,000 | USD 100",
        "Proposal | 50 % | 1 | JPY 2,000,000 | JPY 1,000,000",
        "Negotiation | 75 % | 0",
        "Total |  | 2 | JPY 2,500,000 | JPY 1,050,000",
        "Total |  | 1 | USD 1,000 | USD 100",
        "Currencies are not added up",
    ] {
        assert!(shown.contains(row), "{row}: {shown}");
    }
    assert!(!shown.contains("Won |") && shown.contains("[Pipeline]"), "{shown}");
    let mine = said(&world, Role::Member, "my pipeline").await;
    assert!(mine.contains("JPY 2,000,000") && !mine.contains("JPY 500,000"), "{mine}");
    let mine = said(&world, Role::Member, "my open deals").await;
    assert!(mine.contains("D-1 | Acme | Acme | Proposal") && !mine.contains("D-2"), "{mine}");
    let mine = said(&world, Role::Manager, "私の商談一覧").await;
    assert!(mine.contains("D-2") && !mine.contains("D-1 "), "{mine}");
    assert!(said(&world, Role::Viewer, "deals in Proposal").await.contains("D-1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn stages_are_the_tenants_own() {
    let world = dealing().await;
    assert!(said(&world, Role::Viewer, "商談ステージ一覧").await.contains("Negotiation | 交渉 | 75 %"));
    assert!(said(&world, Role::Manager, "stages set Proposal probability=60").await.contains("role admin"));
    let asked = said(&world, Role::Admin, "提案ステージの確度を60%に").await;
    assert!(asked.contains("提案 50 %") && asked.contains("提案 60 %"), "{asked}");
    said(&world, Role::Admin, "はい").await;
    said(&world, Role::Admin, "stages set Trial probability=30 position=2").await;
    said(&world, Role::Admin, "yes").await;
    let list = said(&world, Role::Viewer, "stages list").await;
    assert!(
        list.contains("2 | Trial |  | 30 % | open") && list.contains("4 | Proposal | 提案 | 60 %"),
        "{list}"
    );
    assert!(said(&world, Role::Member, "D-1 to Trial").await.contains("Lead → **Trial**"));
    let refused = said(&world, Role::Admin, "stages set Trial remove=yes").await;
    assert!(refused.contains("1 deals stand in Trial"), "{refused}");
    said(&world, Role::Member, "D-1 to Lead").await;
    said(&world, Role::Admin, "stages set Trial remove=yes").await;
    said(&world, Role::Admin, "yes").await;
    assert!(!said(&world, Role::Viewer, "stages list").await.contains("| Trial |"));
    let card = said(&world, Role::Viewer, "D-1").await;
    assert!(card.contains("Trial → Lead"), "what a deal went through keeps its name: {card}");
    assert!(said(&world, Role::Admin, "stages set Won remove=yes").await.contains("this one stays"));
    assert!(said(&world, Role::Admin, "stages set Proposal probability=101").await.contains("0 to 100"));
}

#[tokio::test(flavor = "multi_thread")]
async fn deals_outlive_what_they_are_with() {
    let world = dealing().await;
    said(&world, Role::Member, "new deal P-2 300k").await;
    let card = said(&world, Role::Viewer, "D-3").await;
    assert!(card.contains("Person: P-2 田中 花子"), "{card}");
    assert!(said(&world, Role::Viewer, "P-2").await.contains("Open deals: D-3 田中 花子 (JPY 300,000)"));
    assert!(said(&world, Role::Viewer, "O-1").await.contains("Open deals: "));
    let noted = said(&world, Role::Member, "note D-1: legal is slow").await;
    assert!(noted.contains("Noted **N-1** on D-1 Acme"), "{noted}");
    assert!(said(&world, Role::Viewer, "D-1").await.contains("legal is slow / N-1"));
    // the person becomes part of another, and apart again
    let asked = said(&world, Role::Manager, "merge P-1 and P-2").await;
    assert!(asked.contains("Deals: 1"), "{asked}");
    said(&world, Role::Manager, "yes").await;
    assert!(said(&world, Role::Viewer, "D-3").await.contains("Person: P-1 田中 太郎"));
    said(&world, Role::Manager, "undo M-1").await;
    said(&world, Role::Manager, "yes").await;
    assert!(said(&world, Role::Viewer, "D-3").await.contains("Person: P-2 田中 花子"));
    // the organization goes to the trash and comes back
    let asked = said(&world, Role::Manager, "org delete O-1").await;
    assert!(asked.contains("Open deals, which stay without it: D-"), "{asked}");
    said(&world, Role::Manager, "yes").await;
    let card = said(&world, Role::Viewer, "D-1").await;
    assert!(card.contains("D-1 Acme") && !card.contains("Organization"), "{card}");
    said(&world, Role::Member, "set D-1 amount=3M").await;
    said(&world, Role::Manager, "restore O-1").await;
    assert!(said(&world, Role::Viewer, "D-1").await.contains("Organization: O-1 Acme"));
    // and the deal itself
    let asked = said(&world, Role::Member, "delete D-1").await;
    assert!(asked.contains("Put **D-1 Acme** in the trash?"), "{asked}");
    said(&world, Role::Member, "yes").await;
    assert!(said(&world, Role::Viewer, "D-1").await.contains("is in the trash. Say “restore D-1”"));
    assert!(!said(&world, Role::Viewer, "pipeline").await.contains("3,000,000"));
    assert!(said(&world, Role::Member, "restore D-1").await.contains("is back"));
    assert!(said(&world, Role::Viewer, "D-1").await.contains("legal is slow"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_shows_and_moves_deals() {
    let browser = Browser::open_in(dealing().await, Role::Member).await;
    let page = text(browser.get("/deals").await).await;
    let column = |page: &str, key: &str| {
        let rest = page.split(&format!("id=\"stage-{key}\"")).nth(1).unwrap_or_default().to_owned();
        rest.split("</section>").next().unwrap_or_default().to_owned()
    };
    assert!(page.contains("2 open deals"), "{page}");
    assert!(
        column(&page, "lead").contains("/d/D-1") && column(&page, "lead").contains("JPY 2,500,000"),
        "{page}"
    );
    let mine = text(browser.get("/deals?whose=mine").await).await;
    assert!(mine.contains("/d/D-1") && !mine.contains("/d/D-2"), "{mine}");
    // moved: it stands in the other column, and the page says so
    let csrf = &browser.csrf;
    let moved = browser.form("/deals/D-1/stage", &format!("csrf={csrf}&stage=proposal")).await;
    assert_eq!(moved.status(), StatusCode::SEE_OTHER);
    assert_eq!(moved.headers()["location"], "/deals?moved=D-1");
    let page = text(browser.get("/deals?moved=D-1").await).await;
    assert!(
        column(&page, "proposal").contains("/d/D-1") && !column(&page, "lead").contains("/d/D-1"),
        "{page}"
    );
    // won: asked about first
    let asked = text(browser.form("/deals/D-1/stage", &format!("csrf={csrf}&stage=won")).await).await;
    assert!(asked.contains("/deals/D-1/close"), "{asked}");
    assert!(text(browser.get("/deals").await).await.contains("/d/D-1"), "not before somebody says yes");
    let won = browser.form("/deals/D-1/close", &format!("csrf={csrf}&outcome=won&reason=price")).await;
    assert_eq!(won.status(), StatusCode::SEE_OTHER);
    let page = text(browser.get("/deals").await).await;
    assert!(!page.contains("/d/D-1") && page.contains("1 open deal"), "{page}");
    // another session's form moves nothing
    let strange = browser.form("/deals/D-2/stage", "csrf=nonsense&stage=proposal").await;
    assert_eq!(strange.status(), StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn deals_have_fields_of_the_tenants_own() {
    let world = dealing().await;
    let asked = said(&world, Role::Admin, "field add deal 契約番号 text").await;
    assert!(asked.contains("商談に項目 **契約番号**") || asked.contains("deals"), "{asked}");
    said(&world, Role::Admin, "yes").await;
    let set = said(&world, Role::Member, "deal set D-1 契約番号=K-1 amount=3M").await;
    assert!(set.contains("K-1") && set.contains("3,000,000"), "{set}");
    assert!(said(&world, Role::Viewer, "D-1").await.contains("契約番号: K-1"));
    said(&world, Role::Member, "undo").await;
    let card = said(&world, Role::Viewer, "D-1").await;
    assert!(!card.contains("K-1") && card.contains("2,000,000"), "{card}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reason_is_asked_for_once_and_completes_the_close() {
    let world = dealing().await;
    let asked = said(&world, Role::Manager, "D-2失注").await;
    assert!(asked.contains("理由。なければ「スキップ」"), "{asked}");
    let asked = said(&world, Role::Manager, "価格が高すぎた").await;
    assert!(asked.contains("「**失注**」にしますか") && asked.contains("理由: 価格が高すぎた"), "{asked}");
    said(&world, Role::Manager, "はい").await;
    let card = said(&world, Role::Viewer, "D-2").await;
    assert!(card.contains("Stage: Lost") && card.contains("Reason: 価格が高すぎた"), "{card}");
    // whoever calls it off has closed nothing
    said(&world, Role::Member, "D-1 won").await;
    said(&world, Role::Member, "cancel").await;
    assert!(said(&world, Role::Viewer, "D-1").await.contains("Stage: Lead"));
    said(&world, Role::Member, "D-1 won").await;
    let asked = said(&world, Role::Member, "なし").await;
    assert!(asked.contains("Close **D-1 Acme**") || asked.contains("D-1 Acme"), "{asked}");
    said(&world, Role::Member, "yes").await;
    let card = said(&world, Role::Viewer, "D-1").await;
    assert!(card.contains("Stage: Won") && !card.contains("Reason:"), "{card}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deal_that_was_lost_goes_on_where_it_stood() {
    let world = dealing().await;
    said(&world, Role::Member, "D-1 to Proposal").await;
    // what a question waits for is not done yet: nothing else is taken back in its place
    said(&world, Role::Member, "D-1 lost").await;
    assert!(said(&world, Role::Member, "undo").await.contains("Left as it is"));
    for text in ["D-1 lost", "skip", "yes"] {
        said(&world, Role::Member, text).await;
    }
    let lost = said(&world, Role::Member, "D-1").await;
    assert!(lost.contains("Lost"), "{lost}");
    let again = said(&world, Role::Member, "reopen D-1").await;
    assert!(again.contains("Lost → **Proposal**"), "{again}");
    let would = said(&world, Role::Member, "undo --dry-run").await;
    assert!(would.contains("Nothing was changed") && would.contains("deal reopen"), "{would}");
    let open = said(&world, Role::Member, "D-1を再開して").await;
    assert!(open.contains("進行中です"), "{open}");
    let back = said(&world, Role::Member, "undo").await;
    assert!(back.contains("Proposal → **Lost**"), "{back}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_a_deal_or_task_is_by_hand_outlasts_merges() {
    let world = dealing().await;
    for text in ["set D-1 person=P-2", "task add \"call them\" on Friday --on P-2"] {
        let done = said(&world, Role::Member, text).await;
        assert!(done.contains("花子") || done.contains("P-2"), "{text}: {done}");
    }
    let merged = |into: &'static str, from: &'static str| {
        let world = &world;
        async move {
            said(world, Role::Manager, &format!("merge {from} into {into}")).await;
            said(world, Role::Manager, "yes").await
        }
    };
    let first = merged("P-1", "P-2").await;
    assert!(first.contains("M-1"), "{first}");
    // said by hand, then part of the same person once more by another merge
    for text in ["set D-1 person=P-3", "set T-1 on=P-3"] {
        let done = said(&world, Role::Member, text).await;
        assert!(done.contains("Changed"), "{text}: {done}");
    }
    assert!(merged("P-1", "P-3").await.contains("M-2"));
    said(&world, Role::Manager, "merge undo M-1").await;
    said(&world, Role::Manager, "yes").await;
    for code in ["D-1", "T-1"] {
        let card = said(&world, Role::Viewer, code).await;
        assert!(card.contains("P-1") && !card.contains("P-2"), "{code}: {card}");
    }
    // taken back, they are as if nobody had said so: the merge that was undone has brought them nowhere
    said(&world, Role::Manager, "merge undo M-2").await;
    said(&world, Role::Manager, "yes").await;
    said(&world, Role::Member, "undo").await;
    said(&world, Role::Member, "undo").await;
    for code in ["D-1", "T-1"] {
        let card = said(&world, Role::Viewer, code).await;
        assert!(card.contains("P-2") && !card.contains("P-1"), "{code}: {card}");
    }
    // what is taken back by hand names whoever they are part of by now
    said(&world, Role::Member, "set D-1 person=P-4").await;
    assert!(merged("P-1", "P-2").await.contains("M-3"));
    said(&world, Role::Member, "undo").await;
    let card = said(&world, Role::Viewer, "D-1").await;
    assert!(card.contains("P-1") && !card.contains("P-4"), "{card}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_keeps_what_it_is_about_through_the_trash() {
    let world = dealing().await;
    said(&world, Role::Member, "task add \"call them\" on Friday --on P-2").await;
    said(&world, Role::Manager, "person delete P-2").await;
    said(&world, Role::Manager, "yes").await;
    let later = said(&world, Role::Member, "postpone T-1 one week").await;
    assert!(later.contains("27 Nov 2026") && later.contains("4 Dec 2026"), "{later}");
    let earlier = said(&world, Role::Member, "T-1を25日に延期").await;
    assert!(earlier.contains("2026年11月25日"), "{earlier}");
    said(&world, Role::Manager, "person restore P-2").await;
    let card = said(&world, Role::Viewer, "T-1").await;
    assert!(card.contains("P-2"), "{card}");
}
