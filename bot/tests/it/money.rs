//! Campaigns, budgets, returns and values: said in both languages, done, seen, taken back.

use bot::registry::Registry;
use crm::{Role, campaigns};
use nlp::understand::Understood;

use crate::world::{self, World, words};

#[test]
fn people_ask_about_money_in_their_own_words() {
    let registry = Registry::new().unwrap();
    let mut wrong = Vec::new();
    for line in SAID.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (said, want) = line.split_once(" => ").unwrap();
        let found = match registry.grammar().understand(said) {
            Understood::Call { command, arguments, .. } | Understood::Missing { command, arguments, .. } => {
                let told: Vec<String> = arguments.iter().map(|(k, v)| format!("{k}={v}")).collect();
                format!("{command}: {}", told.join("; "))
            }
            other => format!("{other:?}"),
        };
        if found.trim_end() != want {
            wrong.push(format!("{said}\n   is {found}\n   not {want}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const SAID: &str = r#"
    list campaigns => campaign list:
    キャンペーンを全部見せて => campaign list:
    いま動いている施策は何がありますか => campaign list: which=running
    new campaign Winter CTF => campaign add: name=Winter CTF
    create campaign "Edge Day" from Oct 3 to Oct 5 => campaign add: end=Oct 5; name=Edge Day; start=Oct 3
    add a campaign called OSS Week starting 2026-09-14 => campaign add: name=OSS Week; start=2026-09-14
    施策「秋の勉強会」を作成 => campaign add: name=秋の勉強会
    施策「RustConf出展」を作ってください => campaign add: name=RustConf出展
    新しい施策 福岡ミートアップ 10月3日から10月5日 => campaign add: end=10月5日; name=福岡ミートアップ; start=10月3日
    キャンペーンを追加して 名前は冬のCTF => campaign add: name=冬のCTF
    set C-12 end to 2026-12-20 => campaign set: campaign=C-12; field=end; value=2026-12-20
    change the goal of Edge Fest to 300 signups => campaign set: campaign=Edge Fest; field=goal; value=300 signups
    update campaign c-3 goal=300 window=45 => campaign set: campaign=c-3; fields=goal=300 window=45
    campaign set C-3 goal 300 signups => campaign set: campaign=C-3; field=goal; value=300 signups
    campaign set C-3 開始=2026-05-01 終了=2026-05-09 => campaign set: campaign=C-3; fields=開始=2026-05-01 終了=2026-05-09
    C-12の終了日を12月20日に変更 => campaign set: campaign=C-12; field=end; value=12月20日
    春のハッカソンの目標を登録300件にして => campaign set: campaign=春のハッカソン; field=goal; value=登録300件
    rename C-3 to Edge Day 2026 => campaign set: campaign=C-3; value=Edge Day 2026
    pls close c-16 => campaign close: campaign=c-16
    close the campaign Kyoto Meetup => campaign close: campaign=Kyoto Meetup
    end campaign c-7 please => campaign close: campaign=c-7
    C-12を終了 => campaign close: campaign=C-12
    施策「技術書典」をクローズして => campaign close: campaign=技術書典
    キャンペーンc7を閉じてください => campaign close: campaign=c7
    reopen C-12 => campaign reopen: campaign=C-12
    C-12を再開して => campaign reopen: campaign=C-12
    delete campaign Spring Hackathon => campaign delete: campaign=Spring Hackathon
    delete C-12 => campaign delete: campaign=C-12
    施策「春のハッカソン」を削除 => campaign delete: campaign=春のハッカソン
    C-12を削除してください => campaign delete: campaign=C-12
    restore campaign C-12 => campaign restore: campaign=C-12
    施策C-12を復元して => campaign restore: campaign=C-12
    add https://blog.example/wasm-tour to C-12 => resource add: campaign=C-12; url=https://blog.example/wasm-tour
    attach this link to Spring Hackathon: https://video.example/v/88 => resource add: campaign=Spring Hackathon; kind=url; url=https://video.example/v/88
    add this blog to C-12 => resource add: campaign=C-12; kind=post
    resource add c-3 https://slides.example/kyoto => resource add: campaign=c-3; url=https://slides.example/kyoto
    https://blog.example/haru をC-12に追加 => resource add: campaign=C-12; url=https://blog.example/haru
    このブログをC-12に追加 https://blog.example/haru => resource add: campaign=C-12; kind=post; url=https://blog.example/haru
    このブログをC-12に追加：https://blog.example/haru => resource add: campaign=C-12; kind=post; url=https://blog.example/haru
    技術書典にこの記事を追加して https://zine.example/tbf => resource add: campaign=技術書典; kind=post; url=https://zine.example/tbf
    施策c-3のリソースとして https://slides.example/fuk を登録お願いします => resource add: campaign=c-3; url=https://slides.example/fuk
    remove R-2 => resource remove: resource=R-2
    R-2を外して => resource remove: resource=R-2
    budget of C-12 => budget show: campaign=C-12
    show the budget for Spring Hackathon => budget show: campaign=Spring Hackathon
    budget of C-12 by category => budget show: campaign=C-12
    how much have we spent on RustConf booth? => budget show: campaign=RustConf booth
    C-18 予算 内訳 => budget show: campaign=C-18
    C-12の予算内訳 => budget show: campaign=C-12
    春のハッカソンの予算を見せて => budget show: campaign=春のハッカソン
    技術書典の費用はいくら？ => budget show: campaign=技術書典
    add 300k JPY ads to C-12 => budget add: amount=300k JPY; campaign=C-12; category=ads
    add 450k people costs to C-18 => budget add: amount=450k; campaign=C-18; category=people
    add ¥48,000 travel to Kyoto Meetup => budget add: amount=¥48,000; campaign=Kyoto Meetup; category=travel
    budget add c-3 venue 120000 => budget add: amount=120000; campaign=c-3; category=venue
    put 9,800 under other for Edge Fest => budget add: amount=9,800; campaign=Edge Fest; category=other
    C-12に広告費30万円を追加 => budget add: amount=30万円; campaign=C-12; category=ads
    C-18に制作費６０万円追加で => budget add: amount=60万円; campaign=C-18; category=production
    春のハッカソンの会場費に１２万５千円 追加して => budget add: amount=12万5千円; campaign=春のハッカソン; category=venue
    技術書典に交通費４８，０００円を計上してください => budget add: amount=48,000円; campaign=技術書典; category=travel
    c-3に賞品代2万円 => budget add: amount=2万円; campaign=c-3; category=prizes
    change line 3 to 250k => budget set: amount=250k; line=3
    change budget line 2 to 140k => budget set: amount=140k; line=2
    set budget line 1 to 80,000 => budget set: amount=80,000; line=1
    budget line 5 should be ¥12,000 => budget set: amount=¥12,000; line=5
    set B-3 to 250k JPY => budget set: amount=250k JPY; line=B-3
    3行目を25万円に => budget set: amount=25万円; line=3
    予算の１行目を８万円に変更して => budget set: amount=8万円; line=1
    5行目の金額を12000円に修正してください => budget set: amount=12000円; line=5
    2番を25万円に => budget set: amount=25万円; line=2番
    B-3の金額を25万円に変更して => budget set: amount=25万円; line=B-3
    remove line 3 => budget remove: line=3
    3行目を削除 => budget remove: line=3
    B-3を削除して => budget remove: line=B-3
    roi of C-18 => roi show: campaign=C-18
    show ROI for Spring Hackathon in Q2 => roi show: campaign=Spring Hackathon; period=Q2
    roi of kyoto meetup => roi show: campaign=kyoto meetup
    what's the roi on the RustConf booth? => roi show: campaign=RustConf booth
    give me c-3's return on investment for last quarter => roi show: campaign=c-3; period=last quarter
    C-12のROIを見せて => roi show: campaign=C-12
    春のハッカソンのROI 第2四半期 => roi show: campaign=春のハッカソン; period=第2四半期
    ＲＯＩ　技術書典 => roi show: campaign=技術書典
    福岡ミートアップの今期の投資対効果を教えてください => roi show: campaign=福岡ミートアップ; period=今期
    c-3 roi 先月 => roi show: campaign=c-3; period=先月
    show ROI for it => roi show:
    この施策のROIは？ => roi show: campaign=この施策
    それのROI => roi show:
    show ROI for 2番 => roi show: campaign=2番
    2番のROIを見せて => roi show: campaign=2番
    compare C-12 and C-9 => roi compare: first=C-12; second=C-9
    compare C-18 to C-5 please => roi compare: first=C-18; second=C-5
    compare roi of Spring Hackathon with Kyoto Meetup => roi compare: first=Spring Hackathon; second=Kyoto Meetup
    c-3 vs c-4 roi => roi compare: first=c-3; second=c-4
    compare C-1, C-2 and C-3 => roi compare: first=C-1; second=C-2; third=C-3
    compare these => roi compare: first=these
    C-12とC-9を比較 => roi compare: first=C-12; second=C-9
    C-12とC-9のROI比較 => roi compare: first=C-12; second=C-9
    春のハッカソンと技術書典のROIを比べて => roi compare: first=春のハッカソン; second=技術書典
    c-3 対 c-4 のROI比較をお願いします => roi compare: first=c-3; second=c-4
    C-1とC-2とC-3を比較して => roi compare: first=C-1; second=C-2; third=C-3
    which campaign had the best ROI? => roi top: order=best
    which campaigns had the worst return? => roi top: order=worst
    rank all campaigns by ROI => roi top:
    top 5 campaigns => roi top: count=5; order=best
    ROIが一番高い施策は？ => roi top: order=best
    一番ROIが良い施策を教えて => roi top: order=best
    どの施策のROIが一番高い？ => roi top: order=best
    全施策のROIを比較して => roi top:
    set the value of an api call to 3 => value set: action=api_call; amount=3
    one star is worth 200 yen => value set: action=star; amount=200 yen
    one sign-up is worth 5,000 => value set: action=signup; amount=5,000
    value of a click = ¥15 => value set: action=click; amount=¥15
    登録1件は5千円 => value set: action=signup; amount=5千円
    新規登録1件の価値を6千円にして => value set: action=signup; amount=6千円
    スターは１件２００円 => value set: action=star; amount=200円
    参加の価値を３，０００円に設定してください => value set: action=attend; amount=3,000円
    what are outcomes worth? => value list:
    成果の単価一覧 => value list:
"#;

async fn said(world: &World, role: Role, text: &str) -> String {
    words(&world.ask(role, text).await)
}

/// Asked, shown, confirmed: the preview and the answer.
async fn done(world: &World, role: Role, text: &str) -> (String, String) {
    let preview = said(world, role, text).await;
    assert!(
        preview.contains("Nothing has been changed yet") || preview.contains("まだ何も変更していません"),
        "{text}: {preview}"
    );
    let yes = if text.is_ascii() { "yes" } else { "はい" };
    (preview, said(world, role, yes).await)
}

/// Everything that is kept of campaigns and money, to be held against itself later.
async fn kept(world: &World) -> String {
    let mut tx = world.app.db.begin(world.tenant, crm::Actor::system("test")).await.unwrap();
    let all = campaigns::all(&mut tx).await.unwrap();
    let mut kept = format!("{:?}", campaigns::outcome_values(&mut tx).await.unwrap());
    for campaign in all {
        let budget = campaigns::budget(&mut tx, campaign.id).await.unwrap();
        let resources = campaigns::resources(&mut tx, campaign.id).await.unwrap();
        kept.push_str(&format!("\n{campaign:?}\n{budget:?}\n{resources:?}"));
    }
    kept
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_is_made_and_taken_back() {
    let world = world::peopled().await;
    let before = kept(&world).await;
    let en = said(&world, Role::Manager, "create campaign \"Edge Day\" from 2026-12-03 to 2026-12-05").await;
    assert!(en.contains("Added **C-2 Edge Day**") && en.contains("3 Dec – 5 Dec 2026"), "{en}");
    assert!(said(&world, Role::Viewer, "list campaigns").await.contains("C-2 | Edge Day | planned"));
    let again = said(&world, Role::Manager, "campaign add \"edge day\"").await;
    assert!(again.contains("already: C-2 Edge Day"), "{again}");
    // taken back at once by who made it, and gone from every list
    let undone = said(&world, Role::Manager, "undo").await;
    assert!(undone.contains("is in the trash"), "{undone}");
    assert_eq!(kept(&world).await, before);
    let twice = said(&world, Role::Manager, "undo").await;
    assert!(twice.contains("nothing to take back"), "{twice}");
    let gone = said(&world, Role::Viewer, "show C-2").await;
    assert!(gone.contains("C-2 Edge Day is in the trash"), "{gone}");

    let ja = said(&world, Role::Manager, "施策「秋の勉強会」を作成").await;
    assert!(ja.contains("C-3 秋の勉強会") && ja.contains("今日から1か月間"), "{ja}");
    assert!(ja.contains("2026年11月21日～12月21日"), "{ja}");
    let both = said(&world, Role::Manager, "new campaign \"Rust Booth / Rust出展\" from 2026-12-01").await;
    assert!(both.contains("C-4 Rust Booth") && both.contains("I took a month"), "{both}");
    assert!(said(&world, Role::Viewer, "C-4を見せて").await.contains("C-4 Rust出展"));
    // one day is said once
    let day = said(&world, Role::Manager, "create campaign \"One Day\" from 2026-12-18 to 2026-12-18").await;
    assert!(day.contains("18 Dec 2026") && !day.contains("18 Dec 2026 –"), "{day}");
    for text in ["show C-5", "list campaigns"] {
        let shown = said(&world, Role::Viewer, text).await;
        assert!(shown.contains("18 Dec 2026") && !shown.contains("18 Dec 2026 –"), "{text}: {shown}");
    }
    // somebody else of sufficient rank takes it back; a member may not make one
    assert!(said(&world, Role::Admin, "undo C-4").await.contains("in the trash"));
    let refused = said(&world, Role::Member, "new campaign Mine").await;
    assert!(refused.contains("You may not do this"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn days_that_make_no_sense_are_refused() {
    let world = world::peopled().await;
    for (text, want) in [
        ("create campaign \"X Y\" from 2026-12-05 to 2026-12-03", "cannot end (3 Dec 2026) before it starts"),
        ("campaign add C-12", "cannot be the name of a campaign"),
        ("set C-1 end to 2026-03-31", "cannot end (31 Mar 2026) before it starts (1 Apr 2026)"),
        ("set C-1 end to whenever", "cannot read “whenever” as a day"),
        ("campaign set C-1 budget=5", "I keep no field “budget”"),
        ("campaign set C-1 window=4000", "from 0 to 3650"),
        ("set C-1 end to 2026-04-10", "says so already"),
        ("C-1の終了日を2026年3月31日に変更", "開始日（2026年4月1日）より前"),
        ("reopen C-1", "was not closed by hand"),
        ("restore campaign C-1", "no campaign “C-1” in the trash"),
        ("close C-1 on 2026-12-24", "from its start (1 Apr 2026) to today"),
    ] {
        let reply = said(&world, Role::Owner, text).await;
        assert!(reply.contains(want), "{text}: {reply}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_of_a_campaign_change_and_come_back_exactly() {
    let world = world::peopled().await;
    let before = kept(&world).await;
    let name = "春**の** \"a\" =「会」, 1";
    let (preview, answer) = done(&world, Role::Manager, &format!("C-1の名前を{name}に変更")).await;
    assert!(preview.contains("春のハッカソン → 春**の**"), "{preview}");
    assert!(answer.contains("日本語名: 春のハッカソン → 春**の**"), "{answer}");
    // a later change of another field stands when the first is taken back
    let (preview, _) =
        done(&world, Role::Admin, "campaign set C-1 end=2026-04-05 goal=\"300 sign-ups\" window=0").await;
    assert!(
        preview.contains("10 Apr 2026 → 5 Apr 2026")
            && preview.contains("Days counted after the end: 30 → 0"),
        "{preview}"
    );
    assert!(preview.contains("Value counted in these days: JPY 150,000 → JPY 50,000"), "{preview}");
    let (_, undone) = done(&world, Role::Manager, "undo").await;
    assert!(undone.contains("Changed"), "{undone}");
    let card = said(&world, Role::Viewer, "C-1を見せて").await;
    assert!(card.contains("C-1 春のハッカソン") && card.contains("300 sign-ups"), "{card}");
    let (_, undone) = done(&world, Role::Admin, "undo").await;
    assert!(undone.contains("300 sign-ups → –"), "{undone}");
    assert_eq!(kept(&world).await, before);
    assert!(said(&world, Role::Admin, "undo").await.contains("nothing to take back"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_is_closed_and_opened_again() {
    let world = world::peopled().await;
    let (preview, answer) = done(&world, Role::Manager, "施策「春のハッカソン」をクローズして").await;
    assert!(preview.contains("現時点のROI: +50 %") && preview.contains("2026年5月10日"), "{preview}");
    assert!(answer.contains("終了にしました"), "{answer}");
    let shown = said(&world, Role::Viewer, "campaign show C-1").await;
    assert!(shown.contains("closed on 21 Nov 2026"), "{shown}");
    let closed = kept(&world).await;
    assert!(said(&world, Role::Manager, "close C-1").await.contains("has been closed since 21 Nov 2026"));
    let (_, open) = done(&world, Role::Manager, "reopen C-1").await;
    assert!(open.contains("is open again"), "{open}");
    // a change of its own, which can be taken back like any
    done(&world, Role::Manager, "undo").await;
    assert_eq!(kept(&world).await, closed);
    done(&world, Role::Manager, "reopen C-1").await;
    done(&world, Role::Manager, "close C-1").await;
    assert_eq!(kept(&world).await, closed);
    let (_, open) = done(&world, Role::Manager, "undo").await;
    assert!(open.contains("is open again"), "{open}");
    assert!(!kept(&world).await.contains("closed_at: Some"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_closed_before_its_time_says_so() {
    let world = world::peopled().await;
    for (text, code) in [
        ("new campaign Later from 2027-01-10 to 2027-01-12", "C-2"),
        ("new campaign Now from 2026-11-01 to 2026-12-12", "C-3"),
    ] {
        said(&world, Role::Manager, text).await;
        done(&world, Role::Manager, &format!("close {code}")).await;
        let shown = said(&world, Role::Viewer, &format!("campaign show {code}")).await;
        assert!(shown.contains("Stage: closed on 21 Nov 2026"), "{shown}");
    }
    let listed = said(&world, Role::Viewer, "list campaigns").await;
    assert!(listed.matches("| closed |").count() == 3, "{listed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_campaign_is_nowhere_and_comes_back_whole() {
    let world = world::peopled().await;
    said(&world, Role::Member, "add https://blog.example/wasm-tour to C-1").await;
    let (before, roi) = (kept(&world).await, said(&world, Role::Viewer, "roi C-1").await);
    let (preview, answer) = done(&world, Role::Manager, "delete campaign Spring Hackathon").await;
    assert!(
        preview.contains("Lines of its budget: 2") && preview.contains("Credited activities: 4"),
        "{preview}"
    );
    assert!(preview.contains("Published things: 1"), "{preview}");
    assert!(answer.contains("is in the trash"), "{answer}");
    for (text, want) in [
        ("list campaigns", "There are no campaigns yet"),
        ("show C-1", "is in the trash"),
        ("show ROI for campaign Spring Hackathon", "is in the trash"),
        ("春のハッカソンの予算を見せて", "ゴミ箱"),
        ("change B-1 to 5k", "its campaign is in the trash"),
        ("remove R-1", "There is no R-1"),
        ("rank all campaigns by ROI", "There are no campaigns yet"),
        ("delete C-1", "is in the trash"),
    ] {
        let reply = said(&world, Role::Owner, text).await;
        assert!(reply.contains(want), "{text}: {reply}");
    }
    let (_, back) = done(&world, Role::Manager, "施策C-1を復元して").await;
    assert!(back.contains("元に戻しました"), "{back}");
    assert_eq!(kept(&world).await, before);
    assert_eq!(said(&world, Role::Viewer, "roi C-1").await, roi);
    assert!(said(&world, Role::Member, "delete C-1").await.contains("You may not do this"));
}

#[tokio::test(flavor = "multi_thread")]
async fn resources_are_added_removed_and_come_back() {
    let world = world::peopled().await;
    let before = kept(&world).await;
    let en =
        said(&world, Role::Member, "add this blog to C-1: https://www.example.com/2026/wasm_tour?x=1").await;
    assert!(en.contains("Added **R-1 wasm tour (example.com)** to C-1 Spring Hackathon"), "{en}");
    assert!(en.contains("Kind: post") && en.contains("https://www.example.com/2026/wasm_tour?x=1"), "{en}");
    assert!(said(&world, Role::Viewer, "show C-1").await.contains("R-1  ·  post"));
    let again = said(&world, Role::Member, "add https://www.example.com/2026/wasm_tour?x=1 to C-1").await;
    assert!(again.contains("has that already: R-1"), "{again}");
    let ja = said(&world, Role::Member, "https://acme.connpass.com/event/77/ をC-1に追加").await;
    assert!(ja.contains("R-2 acme.connpass.com") && ja.contains("種類: イベント"), "{ja}");
    let undone = said(&world, Role::Member, "取り消して").await;
    assert!(undone.contains("外しました"), "{undone}");
    let with_one = kept(&world).await;
    assert!(said(&world, Role::Member, "remove R-1").await.contains("Removed **R-1"));
    assert_eq!(kept(&world).await, before);
    assert!(said(&world, Role::Member, "remove R-1").await.contains("removed already"));
    assert!(said(&world, Role::Member, "undo").await.contains("is back"));
    assert_eq!(kept(&world).await, with_one);
    // a word is no address; what has none says what it is
    let refused = said(&world, Role::Member, "resource add C-1 notaurl").await;
    assert!(refused.contains("“notaurl” is no web address"), "{refused}");
    assert_eq!(kept(&world).await, with_one);
    // without an address it is asked for
    let asked = said(&world, Role::Member, "この記事をC-1に追加").await;
    assert!(asked.contains("URL（https://…）"), "{asked}");
    let told = said(&world, Role::Member, "https://zenn.dev/acme/articles/rust-hajimete").await;
    assert!(told.contains("R-3 rust hajimete (zenn.dev)") && told.contains("post"), "{told}");
    assert!(said(&world, Role::Viewer, "remove R-3").await.contains("You may not do this"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_is_shown_added_to_and_corrected() {
    let world = world::peopled().await;
    let before = kept(&world).await;
    let shown = said(&world, Role::Manager, "C-1の予算内訳").await;
    assert!(shown.contains("会場費 | 60,000円") && shown.contains("合計 | 100,000円"), "{shown}");
    assert!(shown.contains("1 | B-1 | 会場費 | 60,000円 | 2026年4月2日"), "{shown}");
    assert!(said(&world, Role::Viewer, "budget of C-1").await.contains("You may not do this"));

    // the second line of what was shown
    let (preview, answer) = done(&world, Role::Admin, "budget set B-2 250k").await;
    assert!(preview.contains("from JPY 40,000 to **JPY 250,000**"), "{preview}");
    assert!(preview.contains("Budget in all: JPY 100,000 → JPY 310,000"), "{preview}");
    assert!(answer.contains("JPY 40,000 → **JPY 250,000**"), "{answer}");
    let nowhere = said(&world, Role::Admin, "change line 2 to 30k").await;
    assert!(nowhere.contains("I do not know which line"), "{nowhere}");
    said(&world, Role::Admin, "budget of C-1").await;
    let (preview, _) = done(&world, Role::Admin, "2行目を3万円に").await;
    assert!(preview.contains("B-2") && preview.contains("250,000円 から **30,000円**"), "{preview}");
    let (_, undone) = done(&world, Role::Owner, "undo B-2").await;
    assert!(undone.contains("JPY 30,000 → **JPY 250,000**"), "{undone}");
    let (_, undone) = done(&world, Role::Owner, "undo B-2").await;
    assert!(undone.contains("JPY 250,000 → **JPY 40,000**"), "{undone}");
    assert_eq!(kept(&world).await, before);
    assert!(said(&world, Role::Manager, "change B-2 to 5").await.contains("You may not do this"));
    assert!(said(&world, Role::Admin, "change B-2 to 40k").await.contains("is JPY 40,000 already"));
    assert!(said(&world, Role::Admin, "change B-99 to 40k").await.contains("There is no line B-99"));

    let (preview, answer) = done(&world, Role::Manager, "C-1に広告費３０万円を追加").await;
    assert!(
        preview.contains("金額: 300,000円") && preview.contains("予算合計: 100,000円 → 400,000円"),
        "{preview}"
    );
    assert!(answer.contains("**B-3** を追加しました"), "{answer}");
    // who added it takes it back without the right to remove what others added
    assert!(said(&world, Role::Manager, "remove B-1").await.contains("You may not do this"));
    let (_, undone) = done(&world, Role::Manager, "取り消して").await;
    assert!(undone.contains("B-3"), "{undone}");
    assert_eq!(kept(&world).await, before);
    assert!(said(&world, Role::Admin, "change B-3 to 5").await.contains("has been removed"));
    let (_, back) = done(&world, Role::Admin, "予算B-3を復元").await;
    assert!(back.contains("戻しました"), "{back}");
    let (_, gone) = done(&world, Role::Admin, "undo").await;
    assert!(gone.contains("Removed **B-3**"), "{gone}");
    assert_eq!(kept(&world).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn planned_and_foreign_costs_stand_apart() {
    let world = world::peopled().await;
    let (preview, _) =
        done(&world, Role::Manager, "budget add C-1 travel $1,200.50 --note \"flights **x**\"").await;
    assert!(preview.contains("USD 1,200.5") && preview.contains("not JPY"), "{preview}");
    let (preview, _) = done(&world, Role::Manager, "add 50k ads to C-1 on 2026-12-24").await;
    assert!(preview.contains("counts in the ROI from 24 Dec 2026"), "{preview}");
    let shown = said(&world, Role::Manager, "budget of C-1").await;
    assert!(shown.contains("3 | B-4 | ads | JPY 50,000 | 24 Dec 2026"), "{shown}");
    assert!(shown.contains("4 | B-3 | travel | USD 1,200.5 | 21 Nov 2026 | flights **x**"), "{shown}");
    assert!(shown.contains("Total | JPY 100,000"), "{shown}");
    let listed = said(&world, Role::Viewer, "list campaigns").await;
    assert!(listed.contains("JPY 100,000") && !listed.contains("150,000"), "{listed}");
    // another currency comes and goes exactly
    let before = kept(&world).await;
    said(&world, Role::Admin, "budget of C-1").await;
    done(&world, Role::Admin, "change line 4 to 100k JPY").await;
    let (_, undone) = done(&world, Role::Admin, "undo").await;
    assert!(undone.contains("JPY 100,000 → **USD 1,200.5**"), "{undone}");
    assert_eq!(kept(&world).await, before);
    for (text, want) in [
        ("budget add C-1 ads 0", "A line of nothing"),
        ("budget add C-1 ads 1.234", "two decimals"),
        ("budget add C-1 ads", "how much"),
    ] {
        let reply = said(&world, Role::Owner, text).await;
        assert!(reply.contains(want), "{text}: {reply}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn campaigns_are_compared_and_ranked() {
    let world = world::peopled().await;
    said(&world, Role::Manager, "new campaign \"**Free** Day\"").await;
    done(&world, Role::Manager, "campaign set C-2 start=2026-04-01 end=2026-04-30").await;
    said(&world, Role::Manager, "new campaign \"Loss Week\" from 2026-04-01 to 2026-04-02").await;
    done(&world, Role::Manager, "budget add C-3 ads 10000 2026-04-01").await;
    let en = world.ask(Role::Viewer, "compare C-1, C-2 and C-3").await;
    let shown = words(&en);
    assert!(shown.contains("**C-1 Spring Hackathon** did best: ROI +50 %"), "{shown}");
    assert!(shown.contains("3 | C-3 Loss Week | JPY 10,000 | JPY 0 | JPY −10,000 | −100 %"), "{shown}");
    assert!(shown.contains("Without costs, so without an ROI: C-2"), "{shown}");
    let series = en.blocks.iter().find_map(|block| match block {
        adapters::Block::Chart { chart } => {
            Some(chart.series.iter().map(|s| s.name.clone()).collect::<Vec<_>>())
        }
        _ => None,
    });
    assert_eq!(series.unwrap(), ["C-1 Spring Hackathon", "C-2 **Free** Day", "C-3 Loss Week"]);
    let ja = said(&world, Role::Viewer, "C-3とC-1のROI比較").await;
    assert!(ja.contains("ROIが最も高いのは **C-1 春のハッカソン**（+50 %）"), "{ja}");

    said(&world, Role::Viewer, "list campaigns").await;
    let these = said(&world, Role::Viewer, "compare these").await;
    assert!(these.contains("C-1") && these.contains("C-2") && these.contains("C-3"), "{these}");
    let second = said(&world, Role::Viewer, "2番のROIを見せて").await;
    assert!(second.contains("ROI"), "{second}");
    let top = said(&world, Role::Viewer, "which campaign had the best ROI?").await;
    assert!(top.contains("**C-1 Spring Hackathon** has the best ROI: +50 %"), "{top}");
    assert!(top.find("1 | C-1").unwrap() < top.find("2 | C-3").unwrap() && top.contains("3 | C-2"), "{top}");
    let worst = said(&world, Role::Viewer, "which campaign had the worst ROI?").await;
    assert!(worst.contains("1 | C-3 Loss Week"), "{worst}");
    let ja = said(&world, Role::Viewer, "ROIが一番高い施策は？").await;
    assert!(ja.contains("春のハッカソン") && ja.contains("[施策別ROI]"), "{ja}");
    let one = said(&world, Role::Viewer, "compare C-1 and C-1").await;
    assert!(one.contains("two different campaigns"), "{one}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_narrows_a_return() {
    let world = world::peopled().await;
    // costs on 2 April; sign-ups on the 5th, the 9th and the 30th
    let early = said(&world, Role::Viewer, "roi show C-1 --period 2026-04-01..2026-04-06").await;
    let narrowed = said(&world, Role::Viewer, "ROI of C-1 in April 2026").await;
    assert!(
        narrowed.contains("ROI +50 %") && narrowed.contains("1 Apr – 30 Apr 2026"),
        "{narrowed}\n{early}"
    );
    let may = said(&world, Role::Viewer, "C-1の2026年5月のROI").await;
    assert!(may.contains("この期間には支出がない") && may.contains("含めていない費用：100,000円"), "{may}");
    let never = said(&world, Role::Viewer, "show ROI for C-1 in 2025").await;
    assert!(never.contains("counts from 1 Apr 2026 to 10 May 2026"), "{never}");
    assert!(never.contains("you asked for 1 Jan – 31 Dec 2025"), "{never}");
    // the one that was looked at last
    let it = said(&world, Role::Viewer, "show ROI for it").await;
    assert!(it.contains("C-1 Spring Hackathon") && it.contains("ROI +50 %"), "{it}");
    let it = said(&world, Role::Viewer, "この施策のROIは？").await;
    assert!(it.contains("C-1 春のハッカソン"), "{it}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_without_outcomes_says_how_to_note_one() {
    let world = world::peopled().await;
    said(&world, Role::Manager, "campaign add \"Edge Day\"").await;
    for (asks, nothing, note) in [
        ("roi of C-2", "No outcomes yet", "log meeting with P-12 for C-2: came to the booth"),
        ("C-2のROIを見せて", "成果はまだありません", "C-2でP-12と打ち合わせ：ブースに来場 を記録"),
    ] {
        let shown = said(&world, Role::Manager, asks).await;
        assert!(shown.contains(nothing) && shown.contains(note), "{shown}");
        // who may not write is not told to
        let shown = said(&world, Role::Viewer, asks).await;
        assert!(!shown.contains("P-12"), "{shown}");
        // the words that are shown do it
        said(&world, Role::Manager, &note.replace("P-12", "P-1")).await;
        let shown = said(&world, Role::Manager, asks).await;
        assert!(!shown.contains(nothing), "{shown}");
        said(&world, Role::Manager, "undo").await;
    }
    let shown = said(&world, Role::Viewer, "roi of C-2 today").await;
    assert!(shown.contains("No outcomes in these days"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_outcome_is_worth_is_set_and_comes_back_exactly() {
    let world = world::peopled().await;
    let before = kept(&world).await;
    let listed = said(&world, Role::Viewer, "what are outcomes worth?").await;
    assert!(listed.contains("sign-up | JPY 50,000"), "{listed}");
    let (preview, answer) = done(&world, Role::Admin, "登録1件は5千円").await;
    assert!(preview.contains("C-1 春のハッカソン | 150,000円 → 15,000円 | +50 % → −85 %"), "{preview}");
    assert!(answer.contains("**5,000円** に設定しました（変更前：50,000円）"), "{answer}");
    assert!(said(&world, Role::Viewer, "roi C-1").await.contains("ROI −85 %"));
    let (_, undone) = done(&world, Role::Admin, "undo").await;
    assert!(undone.contains("**JPY 50,000** now (before: JPY 5,000)"), "{undone}");
    assert_eq!(kept(&world).await, before);
    // where there was none, there is none again
    let (preview, _) = done(&world, Role::Admin, "one star is worth 200 yen").await;
    assert!(
        preview.contains("(now: not set)") && preview.contains("No campaign's value changes"),
        "{preview}"
    );
    let (_, undone) = done(&world, Role::Owner, "undo U-3").await;
    assert!(undone.contains("has no value now"), "{undone}");
    assert_eq!(kept(&world).await, before);
    let (_, cleared) = done(&world, Role::Admin, "clear the value of a sign-up").await;
    assert!(cleared.contains("no value now"), "{cleared}");
    assert!(said(&world, Role::Viewer, "成果の単価一覧").await.contains("登録 (4)"));
    done(&world, Role::Admin, "undo").await;
    assert_eq!(kept(&world).await, before);
    for (role, text, want) in [
        (Role::Manager, "one sign-up is worth 5,000", "You may not do this"),
        (Role::Guest, "one sign-up is worth 5,000", "is not linked"),
        (Role::Admin, "one sign-up is worth $5", "outcomes are valued in JPY"),
        (Role::Admin, "one sign-up is worth 50,000", "is worth JPY 50,000 already"),
        (Role::Admin, "clear the value of a star", "nothing to clear"),
    ] {
        let reply = said(&world, role, text).await;
        assert!(reply.contains(want), "{text}: {reply}");
    }
}
