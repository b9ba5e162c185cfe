//! Whole questions, and what a thread says for its messages.

use super::*;

fn answers(index: &Index, question: &str) -> Vec<u128> {
    let hits = index.search(TENANT, &Query::question(question), NOW, 50, 0).unwrap();
    ids(&hits)
}

#[test]
fn a_question_needs_not_all_of_its_words() {
    let (_folder, opened) = index_of(&[
        /* 0 */ "アオバDBは2014年に札幌の研究室で作られ、2017年に会社として独立した。",
        /* 1 */ "ミドリキューは1秒あたり3,000件まで受け付けます。",
        /* 2 */ "どのようなものですかと聞かれましたが、何でしたか。",
        /* 3 */ "The rate limit is 100 requests a minute",
        /* 4 */ "What is it that you do, and how is it that it is so?",
    ]);
    assert_eq!(answers(&opened.index, "アオバDBが会社になったのは何年ですか？")[0], 0);
    assert_eq!(answers(&opened.index, "ミドリキューが1秒間に受け付けられる件数は何でしたか")[0], 1);
    assert_eq!(answers(&opened.index, "What is the rate limit that I have?"), [3]);
    // a slip of the pen, syntax that is none here, and nothing at all
    assert_eq!(answers(&opened.index, "how many reqeusts -minute \"limit")[0], 3);
    assert_eq!(answers(&opened.index, "?!"), [0_u128; 0]);
}

#[test]
fn a_thread_speaks_for_its_messages_and_brings_the_rest() {
    let folder = Folder::new();
    let mut opened = Index::open(&folder).unwrap();
    let said = |id: u128, thread: Option<&str>, text: &str| {
        let at = NOW - i64::try_from(id).unwrap() * DAY;
        Change::Put(Document { thread: thread.map(str::to_owned), at, ..document(id, text) })
    };
    opened
        .writer
        .apply(
            &[
                said(1, Some("a"), "the container is killed after a deploy"),
                said(2, Some("a"), "exit code 137 is the kernel"),
                said(3, Some("a"), "raise the limit"),
                said(4, Some("b"), "the container registry moves"),
                said(5, None, "lunch at noon"),
            ],
            "1",
        )
        .unwrap();
    let found = answers(&opened.index, "why is my container killed with exit code 137?");
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[..3].iter().all(|id| *id < 4) || found[..2] == [1, 2] || found[..2] == [2, 1], "{found:?}");
    assert!(found.contains(&3) && !found.contains(&5));
    // pages join
    let page = |offset| {
        let query = Query::question("why is my container killed with exit code 137?");
        ids(&opened.index.search(TENANT, &query, NOW, 2, offset).unwrap())
    };
    assert_eq!([page(0), page(2)].concat(), found);
}

#[test]
fn a_thread_brings_nothing_that_may_not_be_read() {
    let folder = Folder::new();
    let mut opened = Index::open(&folder).unwrap();
    let [open, secret] = [1, 2].map(Uuid::from_u128);
    let said = |id: u128, conversation: Uuid, tenant: Uuid, text: &str| {
        Change::Put(Document { thread: Some("t".to_owned()), conversation, tenant, ..document(id, text) })
    };
    let other = Uuid::from_u128(0xB);
    opened
        .writer
        .apply(
            &[
                said(1, open, TENANT, "the price of the small plan"),
                said(2, open, TENANT, "it goes up in May"),
                said(3, secret, TENANT, "the layoffs"),
                said(4, secret, TENANT, "price of the merger"),
                said(5, open, other, "another tenant"),
            ],
            "1",
        )
        .unwrap();
    let query = Query { hidden: vec![secret], ..Query::question("what is the price?") };
    let found = opened.index.search(TENANT, &query, NOW, 9, 0).unwrap();
    assert_eq!(ids(&found), [1, 2]);
    let query = Query { before: Some(NOW - 2 * DAY), ..Query::question("what is the price?") };
    assert_eq!(opened.index.search(TENANT, &query, NOW, 9, 0).unwrap().total, 0);
}

#[test]
fn the_words_of_a_title_count_more() {
    let folder = Folder::new();
    let mut opened = Index::open(&folder).unwrap();
    let titled =
        |id, title: &str, text| Change::Put(Document { title: Some(title.to_owned()), ..document(id, text) });
    opened
        .writer
        .apply(&[titled(1, "news", "billing of the month"), titled(2, "billing", "news of the month")], "1")
        .unwrap();
    assert_eq!(answers(&opened.index, "billing"), [2, 1]);
    assert_eq!(ids(&find(&opened.index, "billing")), [2, 1]);
}

#[test]
fn a_sentence_typed_as_words_falls_back_to_a_question() {
    let (_folder, opened) = index_of(&[
        /* 0 */ "アオバDBは2014年に札幌の研究室で作られ、2017年に会社として独立した。",
        /* 1 */ "The nightly sync waits as long as the retry-after header says",
        /* 2 */ "how long does lunch take, and the nightly sync?",
        /* 3 */ "We moved to another office",
    ]);
    // none has all of the words
    let found = find(&opened.index, "アオバDBが会社になったのは何年ですか？");
    assert_eq!((ids(&found)[0], found.loose, found.exact), (0, true, 0));
    // one has them, and the better answer comes after it all the same
    let found = find(&opened.index, "how long does the nightly sync take");
    assert_eq!((ids(&found), found.loose, found.exact, found.total), (vec![2, 1], true, 1, 2));
    // words are no question: the one that has them is all there is
    let found = find(&opened.index, "lunch sync");
    assert_eq!((ids(&found), found.loose), (vec![2], false));
    // what must not be there is not there for a question either
    let found = find(&opened.index, "how long does the nightly sync take -retry");
    assert_eq!(ids(&found), [2]);
    // pages join
    let page = |offset| {
        let query = Query::parse("how long does the nightly sync take");
        ids(&opened.index.search(TENANT, &query, NOW, 1, offset).unwrap())
    };
    assert_eq!([page(0), page(1), page(2)].concat(), [2, 1]);
}

#[test]
fn pages_join_though_threads_bring_messages_forward() {
    let folder = Folder::new();
    let mut opened = Index::open(&folder).unwrap();
    let changes: Vec<_> = (0..260)
        .map(|id: u128| {
            // every tenth has a thread with two that have none of the words, and one that has few
            let thread = (id % 10 < 4).then(|| format!("t{}", id / 10));
            let text = match id % 10 {
                0 => "the retry header of the nightly sync".to_owned(),
                1 | 2 => "thanks, that was it".to_owned(),
                3 => format!("{} and the sync", "many other things were talked of ".repeat(9)),
                _ => format!("{} header", "word ".repeat(usize::try_from(id % 10).unwrap())),
            };
            let at = NOW - i64::try_from(id).unwrap() * DAY;
            Change::Put(Document { thread, at, ..document(id, &text) })
        })
        .collect();
    opened.writer.apply(&changes, "1").unwrap();
    let query = Query::question("what is the retry header of the nightly sync?");
    let page = |limit, offset| opened.index.search(TENANT, &query, NOW, limit, offset).unwrap();
    let whole = page(300, 0);
    let all = ids(&whole);
    let mut different = all.clone();
    different.sort_unstable();
    different.dedup();
    assert_eq!((different.len(), whole.total), (all.len(), all.len()));
    let pages: Vec<u128> = (0..300).step_by(7).flat_map(|offset| ids(&page(7, offset))).collect();
    assert_eq!(pages, all);
    // what was said in the best threads is there, though it has none of the words
    assert!(all.iter().any(|id| id % 10 == 1));
}

#[test]
fn a_long_thread_does_not_win_by_its_length() {
    let folder = Folder::new();
    let mut opened = Index::open(&folder).unwrap();
    let mut changes: Vec<_> = (10..90)
        .map(|id: u128| {
            let text = if id.is_multiple_of(3) { "the sync again, and the header" } else { "something else" };
            Change::Put(Document { thread: Some("long".to_owned()), ..document(id, text) })
        })
        .collect();
    for (id, text) in [(1, "why does the nightly sync stop"), (2, "the header of the sync says so")] {
        changes.push(Change::Put(Document { thread: Some("short".to_owned()), ..document(id, text) }));
    }
    opened.writer.apply(&changes, "1").unwrap();
    let mut first = answers(&opened.index, "does the nightly sync read the header?")[..2].to_vec();
    first.sort_unstable();
    assert_eq!(first, [1, 2]);
}
