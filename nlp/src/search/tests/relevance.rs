//! What is found, and in which order.

use super::*;
use crate::Lang;

const TEXTS: [&str; 16] = [
    /* 0 */ "東京都の顧客から見積書の依頼がありました",
    /* 1 */ "京都の会場を予約しました",
    /* 2 */ "京東との契約を確認する",
    /* 3 */ "車で行きます",
    /* 4 */ "電車が遅れています",
    /* 5 */ "We hit the rate limit of the Slack API again",
    /* 6 */ "Rate limits are documented, the limit is 100 a minute",
    /* 7 */ "the price is limited to a flat rate in spring",
    /* 8 */ "サーバーが落ちたので再起動した",
    /* 9 */ "ｻｰﾊﾞの監視をＡＰＩ連携で行う",
    /* 10 */ "髙﨑さんに資料を送ってください",
    /* 11 */ "fcrepo-867 is fixed in v2.1, see example.com/issues",
    /* 12 */ "867 people came, fcrepo was down",
    /* 13 */ "C++ and Rust bindings 🎉",
    /* 14 */ "B or C, whatever",
    /* 15 */ "見積りは明日、東京で",
];

#[test]
fn queries_in_both_languages() {
    let (_folder, opened) = index_of(&TEXTS);
    // What must be found, in this order; nothing else may be.
    let cases: [(&str, &[u128]); 27] = [
        ("東京", &[15, 0]),
        ("京東", &[2]),
        ("京都", &[1, 0]),
        ("車", &[3, 4]),
        ("都", &[1, 0]),
        ("見積書", &[0]),
        ("見積", &[15, 0]),
        ("東京の見積書", &[0]),
        ("見積書の顧客", &[0]),
        ("rate limit", &[6, 5, 7]),
        ("RATE LIMITS", &[6, 5, 7]),
        ("\"rate limit\"", &[6, 5]),
        ("the rate of limits", &[6, 5, 7]),
        ("rate -slack -spring", &[6]),
        ("rate -\"rate limit\"", &[7]),
        ("サーバ", &[9, 8]),
        ("サーバー", &[9, 8]),
        ("api連携", &[9]),
        ("高崎", &[10]),
        ("送った", &[10]),
        ("fcrepo-867", &[11, 12]),
        ("\"fcrepo-867\"", &[11]),
        ("v2.1", &[11]),
        ("example", &[11]),
        ("c++", &[13]),
        ("c", &[14]),
        ("🎉", &[13]),
    ];
    for (query, expected) in cases {
        let mut found = ids(&find(&opened.index, query));
        if matches!(
            query,
            "東京"
                | "見積"
                | "都"
                | "サーバ"
                | "サーバー"
                | "rate limit"
                | "RATE LIMITS"
                | "the rate of limits"
                | "\"rate limit\""
        ) {
            // Several are equally good.
            found.sort_unstable();
            let mut expected = expected.to_vec();
            expected.sort_unstable();
            assert_eq!(found, expected, "{query}");
        } else {
            assert_eq!(found, expected, "{query}");
        }
    }
}

#[test]
fn words_near_each_other_do_not_make_a_phrase_backwards() {
    let (_folder, opened) = index_of(&["limit rate", "京 東", "東、京", "東京"]);
    assert_eq!(ids(&find(&opened.index, "\"rate limit\"")), [0_u128; 0]);
    assert_eq!(ids(&find(&opened.index, "東京")), [3]);
}

#[test]
fn words_beside_each_other_are_a_better_hit() {
    let (_folder, opened) = index_of(&[
        "the plan for the next quarter has a price",
        "the price of the next plan has a quarter",
        "料金の話と新しいプラン",
        "新しい料金プランの話と",
    ]);
    assert_eq!(ids(&find(&opened.index, "next quarter")), [0, 1]);
    assert_eq!(ids(&find(&opened.index, "next plan")), [1, 0]);
    assert_eq!(ids(&find(&opened.index, "料金 プラン")), [3, 2]);
}

#[test]
fn all_words_before_some_words() {
    let (_folder, opened) = index_of(&["alpha beta", "alpha gamma", "顧客 beta", "delta"]);
    let strict = find(&opened.index, "alpha beta");
    assert_eq!((ids(&strict), strict.loose), (vec![0], false));
    let loose = find(&opened.index, "gamma 顧客");
    assert!(loose.loose);
    assert_eq!(loose.total, 2);
    let sentence = find(&opened.index, "見知らぬ顧客は誰ですか");
    assert_eq!((ids(&sentence), sentence.loose), (vec![2], true));
    let none = find(&opened.index, "epsilon zeta");
    assert_eq!(none, Hits::default());
}

#[test]
fn the_same_text_ranks_newest_first() {
    let folder = Folder::new();
    let mut opened = Index::open(&folder).unwrap();
    let aged = |id: u128, days: i64| {
        Change::Put(Document { at: NOW - days * DAY, ..document(id, "the release plan") })
    };
    opened.writer.apply(&[aged(1, 400), aged(2, 1), aged(3, 30), aged(4, 4000)], "1").unwrap();
    opened.writer.apply(&[aged(5, 0), aged(6, -5)], "2").unwrap();
    assert_eq!(ids(&find(&opened.index, "release")), [6, 5, 2, 3, 1, 4]);
    assert_eq!(ids(&find(&opened.index, "")), [6, 5, 2, 3, 1, 4]);
}

#[test]
fn age_does_not_beat_a_much_better_match() {
    let folder = Folder::new();
    let mut opened = Index::open(&folder).unwrap();
    let old = Document { at: NOW - 900 * DAY, ..document(1, "invoice invoice") };
    let new =
        document(2, "we talked of many other things, and at the very end of the day of one invoice too");
    opened.writer.apply(&[Change::Put(old), Change::Put(new)], "1").unwrap();
    assert_eq!(ids(&find(&opened.index, "invoice")), [1, 2]);
}

#[test]
fn filters() {
    let folder = Folder::new();
    let mut opened = Index::open(&folder).unwrap();
    let [here, there, anna] = [7, 8, 9].map(Uuid::from_u128);
    let changes = [
        Document { conversation: here, account: Some(anna), at: NOW - 3 * DAY, ..document(1, "plan") },
        Document { conversation: there, account: Some(anna), at: NOW - 2 * DAY, ..document(2, "plan") },
        Document { conversation: there, account: None, at: NOW - DAY, ..document(3, "plan") },
    ];
    opened.writer.apply(&changes.map(Change::Put), "1").unwrap();
    let plan = Query::parse("plan");
    let only = |query: Query| ids(&opened.index.search(TENANT, &query, NOW, 9, 0).unwrap());
    assert_eq!(only(Query { conversations: Some(vec![there]), ..plan.clone() }), [3, 2]);
    assert_eq!(only(Query { conversations: Some(vec![here, there]), ..plan.clone() }), [3, 2, 1]);
    assert_eq!(only(Query { conversations: Some(vec![]), ..plan.clone() }), [0_u128; 0]);
    assert_eq!(only(Query { accounts: Some(vec![anna]), ..plan.clone() }), [2, 1]);
    assert_eq!(only(Query { after: Some(NOW - 2 * DAY), ..plan.clone() }), [3, 2]);
    assert_eq!(only(Query { before: Some(NOW - 2 * DAY), ..plan.clone() }), [1]);
    let between = Query { after: Some(NOW - 3 * DAY), before: Some(NOW - DAY), ..Query::parse("-nothing") };
    assert_eq!(only(between), [2, 1]);
}

#[test]
fn filters_by_language() {
    let (_folder, opened) = index_of(&["the plan", "プランの話", "plan は明日", "plan 🎉"]);
    let plan = Query::parse("plan");
    let only = |languages: Option<Vec<Lang>>| {
        let query = Query { languages, ..plan.clone() };
        let mut found = ids(&opened.index.search(TENANT, &query, NOW, 9, 0).unwrap());
        found.sort_unstable();
        found
    };
    assert_eq!(only(None), [0, 2, 3]);
    assert_eq!(only(Some(vec![Lang::En])), [0, 3]);
    assert_eq!(only(Some(vec![Lang::Ja])), [2]);
    assert_eq!(only(Some(vec![Lang::Ja, Lang::En])), [0, 2, 3]);
    assert_eq!(only(Some(vec![])), [0_u128; 0]);
}

#[test]
fn hidden_conversations_count_nowhere() {
    let folder = Folder::new();
    let mut opened = Index::open(&folder).unwrap();
    let [here, there, elsewhere] = [7, 8, 9].map(Uuid::from_u128);
    let place = |id: u128| [here, there, elsewhere][(id % 3) as usize];
    let changes: Vec<_> = (0..30)
        .map(|id| Change::Put(Document { conversation: place(id), ..document(id, "the price of 料金") }))
        .collect();
    opened.writer.apply(&changes, "1").unwrap();
    let search = |text: &str, hidden: &[Uuid], rooms: Option<&[Uuid]>, limit, offset| {
        let query = Query {
            hidden: hidden.to_vec(),
            conversations: rooms.map(<[Uuid]>::to_vec),
            ..Query::parse(text)
        };
        opened.index.search(TENANT, &query, NOW, limit, offset).unwrap()
    };
    // as a word, a phrase, by exclusion, loosely, and for everything
    for text in ["price", "\"the price\"", "料金", "-nothing", "price zebra", ""] {
        assert_eq!(search(text, &[], None, 99, 0).total, 30, "{text}");
        assert_eq!(search(text, &[there], None, 99, 0).total, 20, "{text}");
        let pages: Vec<u128> =
            (0..30).step_by(6).flat_map(|offset| ids(&search(text, &[there], None, 6, offset))).collect();
        assert_eq!(pages.len(), 20, "{text}");
        assert!(pages.iter().all(|id| place(*id) != there), "{text}");
        assert_eq!(search(text, &[here, there], None, 99, 0).total, 10, "{text}");
        assert_eq!(search(text, &[there], Some(&[there]), 99, 0).total, 0, "{text}: asked for by name");
        assert_eq!(search(text, &[here, there, elsewhere], None, 99, 0).total, 0, "{text}");
    }
}

#[test]
fn pages_join_without_gap() {
    let texts: Vec<String> = (0..40).map(|i| format!("page {}", "word ".repeat(i % 7))).collect();
    let (_folder, opened) = index_of(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let query = Query::parse("page");
    let page = |limit, offset| opened.index.search(TENANT, &query, NOW, limit, offset).unwrap();
    let whole = ids(&page(100, 0));
    let parts: Vec<u128> = (0..40).step_by(9).flat_map(|offset| ids(&page(9, offset))).collect();
    assert_eq!(whole.len(), 40);
    assert_eq!(parts, whole);
    assert_eq!((page(0, 0).total, page(0, 0).hits.len()), (40, 0));
    assert_eq!((page(5, 99_999).total, page(5, 99_999).hits.len()), (40, 0));
    assert_eq!(page(usize::MAX, usize::MAX).total, 40);
}
