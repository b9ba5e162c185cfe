//! Following the database: changes, positions, several processes.

use super::*;

fn put(id: u128, text: &str) -> Change {
    Change::Put(document(id, text))
}

fn delete(id: u128) -> Change {
    Change::Delete { tenant: TENANT, id: Uuid::from_u128(id) }
}

#[test]
fn changes_apply_in_order() {
    let (_folder, mut opened) = index_of(&["alpha", "beta"]);
    let index = opened.index.clone();
    opened.writer.apply(&[put(0, "gamma"), delete(1), delete(77)], "2").unwrap();
    assert_eq!(find(&index, "alpha").total, 0);
    assert_eq!(find(&index, "beta").total, 0);
    assert_eq!(ids(&find(&index, "gamma")), [0]);
    opened
        .writer
        .apply(&[put(5, "one"), put(5, "two"), put(6, "one"), delete(6), delete(7), put(7, "one")], "3")
        .unwrap();
    assert_eq!(ids(&find(&index, "one")), [7]);
    assert_eq!(ids(&find(&index, "two")), [5]);
    assert_eq!(index.documents(), 3);
}

#[test]
fn applying_again_changes_nothing() {
    let (_folder, mut opened) = index_of(&["alpha", "beta"]);
    let before = find(&opened.index, "alpha");
    for _ in 0..3 {
        opened.writer.apply(&[put(0, "alpha"), put(1, "beta")], "1").unwrap();
    }
    assert_eq!(find(&opened.index, "alpha"), before);
    assert_eq!(opened.index.documents(), 2);
}

#[test]
fn the_position_survives() {
    let folder = Folder::new();
    let mut opened = Index::open(&folder).unwrap();
    assert!(matches!(&opened.state, State::Fresh { because } if because.contains("no index")));
    assert_eq!(opened.index.position(), None);
    drop(opened);

    opened = Index::open(&folder).unwrap();
    assert!(matches!(&opened.state, State::Fresh { because } if because.contains("nothing")));
    opened.writer.apply(&[put(1, "alpha")], "lsn:0/16 é 「」").unwrap();
    opened.writer.apply(&[], "lsn:0/17").unwrap();
    drop(opened);

    opened = Index::open(&folder).unwrap();
    assert_eq!(opened.state, State::Ready { position: "lsn:0/17".to_owned() });
    assert_eq!(opened.index.position().as_deref(), Some("lsn:0/17"));
    assert_eq!(find(&opened.index, "alpha").total, 1);
    assert!(folder.put_aside().is_empty());
}

#[test]
fn many_commits_merge_and_stay_right() {
    let folder = Folder::new();
    let mut opened = Index::open(&folder).unwrap();
    for round in 0..30_u128 {
        let texts = [put(round, "common alpha"), put(1_000, &format!("moving {round}"))];
        opened.writer.apply(&texts, &round.to_string()).unwrap();
    }
    assert_eq!(find(&opened.index, "common").total, 30);
    assert_eq!(find(&opened.index, "moving").total, 1);
    opened.writer.close();
    let opened = Index::open(&folder).unwrap();
    assert_eq!(opened.state, State::Ready { position: "29".to_owned() });
    assert_eq!(find(&opened.index, "common").total, 30);
}

#[test]
fn a_reader_beside_the_writer_sees_commits_after_reload() {
    let (folder, mut opened) = index_of(&["alpha"]);
    let beside = Index::open_read_only(&folder).unwrap();
    assert_eq!(find(&beside, "alpha").total, 1);
    opened.writer.apply(&[put(8, "beta"), delete(0)], "2").unwrap();
    assert_eq!(find(&beside, "alpha").total, 1, "not before reload");
    beside.reload().unwrap();
    assert_eq!((find(&beside, "alpha").total, find(&beside, "beta").total), (0, 1));
    assert_eq!(beside.position().as_deref(), Some("2"));
    assert!(matches!(Index::open(&folder), Err(Error::Busy(_))), "one writer only");
    assert!(folder.put_aside().is_empty());
}

#[test]
fn reading_needs_an_index() {
    let folder = Folder::new();
    assert!(matches!(Index::open_read_only(&folder), Err(Error::Missing { .. })));
    fs::create_dir_all(&*folder).unwrap();
    assert!(matches!(Index::open_read_only(&folder), Err(Error::Missing { .. })));
}

#[test]
fn forgotten_words_leave_the_disk() {
    use crate::search::schema::FIELDS;
    let (folder, mut opened) =
        index_of(&["canary flies", "stays", "カナリア諸島", "stays too", "and this", "this too"]);
    let index = opened.index.clone();
    // Counts what is on the disk, deleted or not.
    let on_disk = |word: &str| {
        let term = tantivy::Term::from_field_text(FIELDS.grams, word);
        index.reader.searcher().doc_freq(&term).unwrap()
    };
    opened.writer.apply(&[delete(0)], "2").unwrap();
    assert_eq!(find(&index, "canary").total, 0);
    assert_eq!(on_disk("canari"), 1, "still there");
    opened.writer.apply(&[delete(2)], "3").unwrap();
    opened.writer.forget_deleted().unwrap();
    assert_eq!((on_disk("canari"), on_disk("カナ"), on_disk("stay")), (0, 0, 2));
    let parts = fs::read_dir(&*folder)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "term"));
    assert_eq!(parts.count(), index.reader.searcher().segment_readers().len(), "old parts are gone");
    assert_eq!(find(&index, "stays").total, 2);
    assert_eq!(index.position().as_deref(), Some("3"));

    opened.writer.forget_deleted().unwrap();
    let rest = [1, 3, 4, 5].map(delete);
    opened.writer.apply(&rest, "4").unwrap();
    opened.writer.forget_deleted().unwrap();
    assert_eq!((index.documents(), on_disk("stay")), (0, 0));
}
