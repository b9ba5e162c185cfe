//! Talk that goes on over several messages: wrong answers, questions left behind, what a change was.

use crm::Role;

use crate::world::{self, words};

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_answer_leaves_the_question_open() {
    for (ask, wrong, says, right, done) in [
        // no campaign at all
        ("roi show", "P-1", "cannot take “P-1”", "C-1", "ROI +50 %"),
        // the name of none
        ("roi show", "Autumn Fair", "found no campaign", "Spring Hackathon", "ROI +50 %"),
        // a choice that is none
        ("who is 田中", "7", "from 1 to 2", "2", "P-2 田中 花子"),
        ("施策のROIを見せて", "P-1", "「P-1」は、お尋ねした内容として読めません", "C-1", "ROI"),
        ("田中さんを見せて", "9番", "1から2の番号", "1番", "P-1 田中 太郎"),
    ] {
        let world = world::peopled().await;
        let first = words(&world.ask(Role::Viewer, ask).await);
        let told = words(&world.ask(Role::Viewer, wrong).await);
        assert!(told.contains(says), "{ask}: {first}\n{wrong}: {told}");
        let answer = words(&world.ask(Role::Viewer, right).await);
        assert!(answer.contains(done), "{ask}: {first}\n{wrong}: {told}\n{right}: {answer}");
    }
    let world = world::peopled().await;
    // something else that is clearly asked is answered, and a no is a no
    world.ask(Role::Viewer, "roi show").await;
    assert!(words(&world.ask(Role::Viewer, "whoami").await).contains("viewer"));
    world.ask(Role::Viewer, "roi show").await;
    world.ask(Role::Viewer, "P-1").await;
    assert!(words(&world.ask(Role::Viewer, "cancel").await).contains("Left as it is"));
    world.ask(Role::Manager, "person add").await;
    let told = words(&world.ask(Role::Manager, "roi show").await);
    assert!(told.contains("needs one thing more"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmation_left_behind_is_said() {
    let world = world::peopled().await;
    for (ask, other, left, yes, lapsed) in [
        (
            "merge P-1 and P-2",
            "whoami",
            "“merge P-1 P-2”, was left undecided",
            "yes",
            "“merge P-1 P-2” has lapsed",
        ),
        (
            "P-1とP-2を統合して",
            "私は誰？",
            "「merge P-1 P-2」は未回答のまま",
            "はい",
            "「merge P-1 P-2」は無効",
        ),
    ] {
        world.ask(Role::Manager, ask).await;
        let reply = words(&world.ask(Role::Manager, other).await);
        assert!(reply.starts_with(&left[..3]) || reply.contains(left), "{other}: {reply}");
        assert!(reply.contains(left), "{other}: {reply}");
        let reply = words(&world.ask(Role::Manager, yes).await);
        assert!(reply.contains(lapsed), "{yes}: {reply}");
        // said again, it is asked again; a question that is repeated is not left behind
        world.ask(Role::Manager, "merge P-1 P-2").await;
        let again = words(&world.ask(Role::Manager, ask).await);
        assert!(!again.contains("undecided") && !again.contains("未回答"), "{again}");
        world.ask(Role::Manager, "no").await;
    }
    // what was taken back is said as it was asked for
    world.ask(Role::Manager, "merge P-1 and P-2").await;
    world.ask(Role::Manager, "yes").await;
    let asked = words(&world.ask(Role::Manager, "undo").await);
    assert!(asked.contains("(yes)"), "{asked}");
    let reply = words(&world.ask(Role::Manager, "whoami").await);
    assert!(reply.contains("“undo U-1”, was left undecided"), "{reply}");
    // answered, or never asked
    world.ask(Role::Manager, "undo U-1").await;
    world.ask(Role::Manager, "yes").await;
    let reply = words(&world.ask(Role::Manager, "yes").await);
    assert!(reply.contains("nothing to say yes to"), "{reply}");
    let reply = words(&world.ask(Role::Viewer, "はい").await);
    assert!(reply.contains("お答えいただく質問はありません"), "{reply}");
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_passes_what_stays_and_offers_the_change_before() {
    let world = world::peopled().await;
    world.ask(Role::Manager, "tag P-1 +speaker").await;
    world.ask(Role::Manager, "feedback the chart is hard to read").await;
    let told = words(&world.ask(Role::Manager, "undo").await);
    assert!(
        told.contains("U-2 (feedback) stays") && told.contains("U-1  ·  person tag P-1 +speaker"),
        "{told}"
    );
    world.ask(Role::Manager, "cancel").await;
    let told = words(&world.ask(Role::Manager, "取り消して").await);
    assert!(told.contains("U-2") && told.contains("その前の変更を取り消しますか"), "{told}");
    let done = words(&world.ask(Role::Manager, "はい").await);
    assert!(done.contains("U-3"), "{done}");
    let told = words(&world.ask(Role::Manager, "undo").await);
    assert!(told.contains("stays") && !told.contains("before it"), "nothing before it: {told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn history_reads_as_it_was_said() {
    let world = world::peopled().await;
    let act = world::act("u1", "Kenji", Some("general"), "message", Some("hello"), world::noon());
    let mut tx = world.app.db.begin(world.tenant, crm::Actor::system("test")).await.unwrap();
    crm::record::record(&mut tx, &world.slack, &[act], crm::record::Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
    let asked = words(&world.ask(Role::Owner, "stop recording #general").await);
    let done = words(&world.ask(Role::Owner, "yes").await);
    for n in 0..12 {
        world.ask(Role::Owner, &format!("tag P-1 +t{n}")).await;
    }
    let told = words(&world.ask(Role::Owner, "history").await);
    assert!(told.contains("person tag P-1 +t11"), "{told}");
    assert!(told.contains("3 earlier ones") && told.contains("“history 13”"), "{told}");
    let told = words(&world.ask(Role::Owner, "変更履歴を13件見せて").await);
    assert!(told.contains("room record off #general") && !told.contains("slack:"), "{asked} {done} {told}");
    let told = words(&world.ask(Role::Owner, "私の操作履歴").await);
    assert!(told.contains("ほかに3件") && told.contains("「history 13」"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_said_plainly() {
    let world = world::peopled().await;
    for (ask, says) in [
        ("budget add C-1 venue -500", "“-500” is less than nothing"),
        ("add -300k JPY ads to C-1", "is less than nothing"),
        ("add ads cost of 99999999999999999999 JPY to C-1", "is too much"),
        ("value of a signup is -500", "is less than nothing"),
        ("value set signup 150%", "is a percentage"),
        ("budget add C-1 venue 500 2026-02-30", "no such day as “2026-02-30”"),
        ("add 300k JPY ads to C-1 on 30 February", "no such day as “30 February”"),
        ("set C-1 end to 2999-01-01", "years go from 1868 to 2200"),
        ("campaign add Foo from 2026-02-30 to 2026-03-05", "no such day"),
        ("roi of C-1 in 2999", "years go from 1868 to 2200"),
        ("roi of C-1 since 30 February", "no such day"),
        ("top 0 people", "“0” cannot be"),
        ("history -5", "a whole number from 1 up"),
        ("C-1に広告費-30万円を追加", "「-30万円」は負の金額です"),
        ("C-1に広告費9999999999兆円を追加", "大きすぎます"),
        ("登録の価値を-500円にして", "負の金額です"),
        ("C-1に2月30日付で広告費30万円を追加", "「2月30日」という日付は存在しません"),
        ("C-1の終了日を2月30日に変更", "日付は存在しません"),
        ("C-1の終了日を2999年1月1日に変更", "1868年から2200年まで"),
        ("新しい施策 秋の勉強会 2月30日から3月5日まで", "日付は存在しません"),
        ("C-1の2月30日のROI", "日付は存在しません"),
        ("上位0人を見せて", "「0」は指定できません"),
        ("変更履歴を-3件見せて", "1以上の整数"),
    ] {
        let reply = words(&world.ask(Role::Owner, ask).await);
        assert!(reply.contains(says), "{ask}: {reply}");
    }
    // what was asked for once is asked for again
    world.ask(Role::Owner, "budget add C-1 venue").await;
    let wrong = words(&world.ask(Role::Owner, "-500").await);
    assert!(wrong.contains("less than nothing") && wrong.contains("Still open"), "{wrong}");
    let right = words(&world.ask(Role::Owner, "500").await);
    assert!(right.contains("JPY 500"), "{right}");
    let fine = words(&world.ask(Role::Owner, "campaign add Foo from 2026-02-01 to 2026-03-05").await);
    assert!(fine.contains("1 Feb – 5 Mar 2026"), "{fine}");
}

#[tokio::test(flavor = "multi_thread")]
async fn long_texts_are_kept_and_long_commands_are_told_so() {
    let world = world::peopled().await;
    let (en, ja) = ("so they said and so it is ".repeat(300), "導入を検討中とのこと、".repeat(720));
    for (ask, says) in [
        (en.clone(), "That is too long for a command: it has 7,800 characters"),
        (ja.clone(), "コマンドとしては長すぎます（7,920文字）"),
        (format!("log P-1: {en}"), "Logged **A-"),
        (format!("note on P-1: {en}"), "Noted **N-"),
        (format!("P-1と電話、{ja}と記録"), "の通話を **A-"),
        (format!("P-1にメモ：{ja}"), "にメモ **N-"),
        (format!("log P-1: {en}\n{en}"), "That text is too long: it has 15,"),
        (format!("P-1にメモ：{ja}\n{ja}"), "文章が長すぎます（15,"),
    ] {
        let reply = words(&world.ask(Role::Owner, &ask).await);
        assert!(reply.contains(says), "{}: {reply}", ask.chars().take(30).collect::<String>());
    }
    // however they are made, they are read in no time
    for piece in ["log a: ", "P-1に", "と記録、", "note on 「", "を", "\"", "a, "] {
        world.app.registry.grammar().understand(&piece.repeat(8_000 / piece.chars().count()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_means_what_the_list_was_of() {
    let world = world::peopled().await;
    world.ask(Role::Owner, "campaign add Foo from 2026-02-01 to 2026-03-05").await;
    world.ask(Role::Owner, "org add Acme").await;
    world.ask(Role::Owner, "org add Beta").await;
    for n in 1..=3 {
        world.ask(Role::Owner, &format!("tag P-{n} +vip")).await;
    }
    let (campaigns, persons, organizations) = ("campaign list", "person find vip", "org find");
    for (list, ask, says) in [
        (campaigns, "the second", "C-2 Foo"),
        (campaigns, "上から2番目", "C-2 Foo"),
        (campaigns, "show the second one", "C-2 Foo"),
        (campaigns, "2番目を見せて", "C-2 Foo"),
        (campaigns, "compare 1 and 2", "1 | C-1 Spring Hackathon"),
        (campaigns, "1番と2番を比較", "1 | C-1 春のハッカソン"),
        (campaigns, "compare the first and the second", "2 | C-2 Foo"),
        (campaigns, "roi of the second", "C-2 Foo"),
        (campaigns, "compare 1 and 3", "“#3” is nothing"),
        (persons, "the second", "P-2"),
        (persons, "compare 1 and 3", "P-1"),
        (persons, "1と3を比較して", "P-3"),
        (persons, "1番と3番を比較", "P-3"),
        (organizations, "the second", "O-2 Beta"),
        (organizations, "上から1番目", "O-1 Acme"),
        (organizations, "2番目", "O-2 Beta"),
        (organizations, "1番と2番を比較", "「#1」に当てはまるもの"),
    ] {
        let shown = words(&world.ask(Role::Owner, list).await);
        let reply = words(&world.ask(Role::Owner, ask).await);
        assert!(reply.contains(says), "{shown}\n{ask}: {reply}");
    }
    // two that were compared are a list of two
    world.ask(Role::Owner, persons).await;
    world.ask(Role::Owner, "compare 1 and 3").await;
    for (ask, says) in [("the second", "P-3"), ("2番", "P-3"), ("1番と2番を比較", "P-3 鈴木")] {
        let reply = words(&world.ask(Role::Owner, ask).await);
        assert!(reply.contains(says), "{ask}: {reply}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_are_left_over_are_said() {
    let world = world::peopled().await;
    let act = world::act("u1", "Kenji", Some("general"), "message", Some("hello"), world::noon());
    let mut tx = world.app.db.begin(world.tenant, crm::Actor::system("test")).await.unwrap();
    crm::record::record(&mut tx, &world.slack, &[act], crm::record::Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
    for (ask, command, says) in [
        ("roi for C-1 weighted by linear model", "", "Not taken into account: “weighted"),
        ("summary of #general for beekeepers", "summary #general", "Not taken into account: “beekeepers”"),
        ("#generalを法務向けに要約して", "summary #general", "「法務向け」は考慮されていません"),
        ("線形モデルで重み付けしたC-1のROI", "", "「線形モデル」は考慮されていません"),
        // both conditions are looked for
        ("Rust developers at Acme", "person find Rust Acme", "“Rust Acme”"),
        ("Acmeのrust開発者", "person find Acme rust", "「Acme rust」"),
    ] {
        let reply = world.ask(Role::Owner, ask).await;
        assert!(words(&reply).contains(says), "{ask}: {}", words(&reply));
        // offered or run, the words are said
        if !command.is_empty() {
            assert_eq!(reply.understood.clone().unwrap_or_default(), command, "{ask}");
        }
    }
    for whole in ["roi of C-1", "summary of #general", "C-1のROIを見せて", "#generalを要約して"] {
        let reply = words(&world.ask(Role::Owner, whole).await);
        assert!(!reply.contains("Not taken") && !reply.contains("考慮されて"), "{whole}: {reply}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn small_things_are_understood() {
    let world = world::peopled().await;
    for (ask, says) in [
        // what is to be told is asked for
        ("tell the admin", "what they should know"),
        ("the chart is hard to read", "The administrators will read it"),
        ("管理者に連絡", "伝えたい内容"),
        ("グラフが見づらいです", "管理者にお伝えします"),
        // a call that only was
        ("log call with 鈴木 yesterday", "Day: 20 Nov 2026"),
        ("log call with P-1 yesterday", "Day: 20 Nov 2026"),
        ("昨日鈴木さんと電話したと記録", "日付: 2026年11月20日"),
        ("log call with P-1 on 30 February", "no such day"),
        // who looks after whom
        ("who owns P-2", "Nobody looks after"),
        ("P-2の担当者は？", "担当者は決まっていません"),
        ("assign P-2 to me", "looked after by owner"),
        ("who looks after P-2", "is looked after by owner"),
        ("P-2の担当者は誰？", "の担当は owner さんです"),
        // what two persons do not have in common
        ("merge P-1 and P-2", "Taro Tanaka stays, not Hanako Tanaka"),
        ("P-1とP-2を統合して", "Taro Tanaka を残します（Hanako Tanaka は表示されなくなります）"),
        ("P-4のアカウント一覧", "slack:u1  Kenji"),
        ("which accounts does P-4 have?", "slack:u1  Kenji"),
        ("ヘルプ", "merge（P-12とP-40を統合して）"),
        ("history 5 all", "owner owner"),
        ("全員の変更履歴を3件見せて", "オーナー owner"),
    ] {
        let reply = words(&world.ask(Role::Owner, ask).await);
        assert!(reply.contains(says), "{ask}: {reply}");
    }
    // nothing is run that was not asked for
    for ask in ["set digest weekly", "ダイジェストを毎週に設定"] {
        let reply = world.ask(Role::Owner, ask).await;
        assert_eq!(reply.understood, None, "{ask}: {}", words(&reply));
    }
    // a change of somebody else's names them in the reader's words
    world.ask(Role::Owner, "tag P-3 +vip").await;
    let refused = words(&world.ask(Role::Member, "P-3の変更を取り消して").await);
    let told = words(&world.ask(Role::Member, "P-3を取り消して").await);
    assert!(told.contains("オーナー owner"), "{refused} {told}");
}
