//! Whatever happens to the folder, opening gives a right index or an empty one.

use super::*;

/// A folder with a sound index of a few parts, one of them with deletions.
fn sound() -> Folder {
    let (folder, mut opened) = index_of(&["alpha one", "東京の見積", "alpha two"]);
    opened.writer.apply(&[Change::Put(document(9, "alpha three"))], "2").unwrap();
    opened.writer.apply(&[Change::Delete { tenant: TENANT, id: Uuid::from_u128(0) }], "3").unwrap();
    opened.writer.close();
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in files(from) {
        fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Opens and checks that the index is right or empty, and that it works.
/// Says whether it was empty.
fn open_checked(folder: &Folder, what: &str) -> bool {
    let mut opened = Index::open(folder).unwrap_or_else(|fault| panic!("{what}: {fault:?}"));
    let fresh = match &opened.state {
        State::Ready { position } => {
            assert_eq!(position, "3", "{what}");
            assert_eq!(opened.index.documents(), 3, "{what}");
            let mut found = ids(&find(&opened.index, "alpha"));
            found.sort_unstable();
            assert_eq!(found, [2, 9], "{what}");
            assert_eq!(ids(&find(&opened.index, "東京")), [1], "{what}");
            false
        }
        State::Fresh { because } => {
            assert!(!because.is_empty());
            assert_eq!(opened.index.documents(), 0, "{what}");
            assert_eq!(opened.index.position(), None, "{what}");
            true
        }
    };
    let change = [Change::Put(document(50, "afterwards"))];
    opened.writer.apply(&change, "4").unwrap_or_else(|fault| panic!("{what}: {fault:?}"));
    assert_eq!(ids(&find(&opened.index, "afterwards")), [50], "{what}");
    fresh
}

/// Damages a copy of a sound index and opens it.
fn after(source: &Folder, what: &str, damage: impl FnOnce(&Path)) -> bool {
    let folder = Folder::new();
    copy(source, &folder);
    damage(&folder);
    let fresh = open_checked(&folder, what);
    assert!(folder.put_aside().len() <= 1, "{what}");
    fresh
}

#[test]
fn every_file_truncated() {
    let source = sound();
    for file in files(&source) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let length = fs::metadata(&file).unwrap().len();
        for keep in [0, 5, 9, length / 2, length.saturating_sub(1)] {
            let what = format!("{name} cut to {keep} of {length}");
            let fresh = after(&source, &what, |dir| {
                fs::File::options()
                    .write(true)
                    .open(dir.join(&name))
                    .unwrap()
                    .set_len(keep.min(length))
                    .unwrap();
            });
            // Nothing is lost with a lock, nor with the line break that ends a list.
            let harmless = name.ends_with(".lock") || (name.ends_with(".json") && keep + 1 == length);
            assert_eq!(fresh, !harmless, "{what}");
        }
    }
}

/// Every so many bytes of the files without a check sum are tried.
const STEP: usize = 61;

#[test]
fn every_file_with_a_flipped_byte() {
    let source = sound();
    for file in files(&source) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&file).unwrap();
        // More of the small files without a check sum, samples of the others.
        let step = if name.ends_with(".json") { STEP } else { (bytes.len() / 5).max(1) };
        for (round, at) in (0..bytes.len()).step_by(step).enumerate() {
            let flip = [0x01, 0x80, 0x04, 0xFF][round % 4];
            let what = format!("{name}, byte {at} ^ {flip:#x}");
            after(&source, &what, |dir| {
                let mut bytes = bytes.clone();
                bytes[at] ^= flip;
                fs::write(dir.join(&name), bytes).unwrap();
            });
        }
    }
}

#[test]
fn every_file_missing() {
    let source = sound();
    for file in files(&source) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let fresh = after(&source, &name, |dir| fs::remove_file(dir.join(&name)).unwrap());
        assert_eq!(fresh, !name.ends_with(".lock"), "{name}");
    }
}

#[test]
fn stale_locks_and_leftovers_do_no_harm() {
    let source = sound();
    let fresh = after(&source, "leftovers", |dir| {
        fs::write(dir.join(".tantivy-writer.lock"), "stale").unwrap();
        fs::write(dir.join(".tantivy-meta.lock"), "stale").unwrap();
        fs::write(dir.join(".tmpA1b2C3"), "half a file").unwrap();
        fs::write(dir.join("notes.txt"), "somebody's").unwrap();
        let segment = files(dir).into_iter().find(|f| f.extension().is_some_and(|e| e == "term")).unwrap();
        fs::write(segment.with_extension("999999.del"), "unfinished").unwrap();
    });
    assert!(!fresh);
}

#[test]
fn other_things_in_the_place_of_the_index() {
    let folder = Folder::new();
    fs::write(&*folder, "a file").unwrap();
    assert!(open_checked(&folder, "a file"));
    fs::remove_dir_all(&*folder).unwrap();
    fs::create_dir_all(folder.join("sub")).unwrap();
    assert!(open_checked(&folder, "a folder of something else"));
    fs::remove_dir_all(&*folder).unwrap();
    fs::create_dir_all(&*folder).unwrap();
    assert!(open_checked(&folder, "an empty folder"));
}

#[test]
fn an_index_of_another_version_is_put_aside() {
    let folder = Folder::new();
    fs::create_dir_all(&*folder).unwrap();
    let mut schema = tantivy::schema::Schema::builder();
    schema.add_text_field("body", tantivy::schema::TEXT);
    tantivy::Index::create_in_dir(&*folder, schema.build()).unwrap();
    assert!(matches!(Index::open_read_only(&folder), Err(Error::Missing { .. })));
    let opened = Index::open(&folder).unwrap();
    assert!(matches!(&opened.state, State::Fresh { because } if because.contains("version")));
}

#[test]
fn one_damaged_index_is_kept_until_the_next_sound_start() {
    let folder = sound();
    for round in 1..4 {
        fs::write(folder.join("meta.json"), "").unwrap();
        let mut opened = Index::open(&folder).unwrap();
        assert!(matches!(opened.state, State::Fresh { .. }));
        assert_eq!(folder.put_aside(), [format!("index.corrupt-{round}")]);
        opened.writer.apply(&[], "1").unwrap();
    }
    drop(Index::open(&folder).unwrap());
    assert!(folder.put_aside().is_empty());
}
