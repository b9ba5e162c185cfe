//! Slips of the pen, and what is never taken for one.

use super::*;

fn corrected(hits: &Hits) -> Vec<(&str, &str)> {
    hits.corrected.iter().map(|word| (word.typed.as_str(), word.meant.as_str())).collect()
}

#[test]
fn a_word_that_no_text_has_is_taken_for_the_nearest() {
    let (_folder, opened) = index_of(&[
        /* 0 */ "Authentication fails with error 401",
        /* 1 */ "the authentication service and its pricing",
        /* 2 */ "pricing of the webhooks",
        /* 3 */ "料金についてのお知らせ",
        /* 4 */ "a quota, a quote and a webhook",
    ]);
    for (query, found, words) in [
        ("authentcation", &[0, 1][..], &[("authentcation", "authentication")][..]),
        // one edit: a letter less, more, other, two exchanged
        ("prcing", &[1, 2], &[("prcing", "pricing")]),
        ("priicing", &[1, 2], &[("priicing", "pricing")]),
        ("pricung", &[1, 2], &[("pricung", "pricing")]),
        ("pircing", &[1, 2], &[("pircing", "pricing")]),
        ("authentcation prcing", &[1], &[("authentcation", "authentication"), ("prcing", "pricing")]),
        ("authentcation -service", &[0], &[("authentcation", "authentication")]),
        ("webhoks", &[2, 4], &[("webhoks", "webhooks")]),
        // found as they are, or too far, too short, or a phrase
        ("webhook", &[2, 4], &[]),
        ("prcng", &[], &[]),
        ("tricing", &[], &[]),
        ("erorr 402", &[0], &[("erorr", "error")]),
        ("fial", &[], &[]),
        ("\"authentcation\"", &[], &[]),
        ("料全", &[], &[]),
        ("料金のお知らぜ", &[3], &[]),
    ] {
        let hits = find(&opened.index, query);
        let mut ids = ids(&hits);
        ids.sort_unstable();
        assert_eq!(ids, found, "{query}");
        assert_eq!(corrected(&hits), words, "{query}");
    }
}

#[test]
fn what_was_typed_comes_first_and_pages_join() {
    let mut texts = vec!["we saw one authentcation".to_owned()];
    texts.extend((0..30).map(|n| format!("authentication number {n}")));
    let (_folder, opened) = index_of(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let query = Query::parse("authentcation");
    let page = |limit, offset| opened.index.search(TENANT, &query, NOW, limit, offset).unwrap();
    let whole = page(100, 0);
    assert_eq!((whole.total, whole.exact, whole.loose), (31, 1, false));
    assert_eq!(ids(&whole)[0], 0);
    let parts: Vec<u128> = (0..35).step_by(4).flat_map(|offset| ids(&page(4, offset))).collect();
    assert_eq!(parts, ids(&whole));
    // another word that is about as frequent is another word
    let (_folder, opened) = index_of(&["quota", "quote", "quote", "quote"]);
    assert_eq!(find(&opened.index, "quota").total, 1);
}

#[test]
fn only_words_of_texts_that_can_be_found_are_offered() {
    let folder = Folder::new();
    let mut opened = Index::open(&folder).unwrap();
    let [open, secret] = [1, 2].map(Uuid::from_u128);
    let changes = [
        Document { conversation: open, ..document(1, "an ordinary day") },
        Document { conversation: secret, ..document(2, "the acquisition of Aozora") },
        Document { tenant: Uuid::from_u128(0xB), ..document(3, "the acquisition and the layoffs") },
    ];
    opened.writer.apply(&changes.map(Change::Put), "1").unwrap();
    let query = |text: &str, hidden: &[Uuid]| Query { hidden: hidden.to_vec(), ..Query::parse(text) };
    let search = |query: Query| opened.index.search(TENANT, &query, NOW, 9, 0).unwrap();
    assert_eq!(search(query("layofs", &[])), Hits::default(), "another tenant's word");
    assert_eq!(search(query("aquisition", &[secret])), Hits::default(), "a hidden conversation's word");
    let hits = search(query("aquisition", &[]));
    assert_eq!((ids(&hits), corrected(&hits)), (vec![2], vec![("aquisition", "acquisition")]));
    let elsewhere = Query { conversations: Some(vec![open]), ..query("aquisition", &[]) };
    assert_eq!(search(elsewhere), Hits::default(), "a word that is not where it is looked for");
}

#[test]
fn marks_are_where_the_meant_word_is() {
    let (_folder, opened) = index_of(&["the authentication service"]);
    let query = Query::parse("authentcation");
    let hits = opened.index.search(TENANT, &query, NOW, 9, 0).unwrap();
    let shown = snippet("the authentication service", &query.corrected(&hits.corrected), 50);
    assert_eq!(&shown.text[shown.ranges[0].clone()], "authentication");
}
