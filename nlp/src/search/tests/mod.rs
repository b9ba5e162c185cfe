//! The index as its callers use it, in folders of its own.

mod damage;
mod exclusion;
mod feed;
mod isolation;
mod questions;
mod real;
mod relevance;
mod spelling;

use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use uuid::Uuid;

use super::*;

/// Ten in the morning, 1 January 2026, UTC.
const NOW: i64 = 1_767_261_600;
const DAY: i64 = 86_400;
const TENANT: Uuid = Uuid::from_u128(0xA);

/// A folder that is gone afterwards, with whatever was put aside beside it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("nlp-search-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let parent = std::env::temp_dir().join(name);
        fs::create_dir_all(&parent).unwrap();
        Self(parent.join("index"))
    }

    fn put_aside(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.parent().unwrap()).unwrap();
        entries
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .filter(|n| n.contains("corrupt"))
            .collect()
    }
}

impl Deref for Folder {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.0.parent().unwrap());
    }
}

fn document(id: u128, text: &str) -> Document {
    Document {
        tenant: TENANT,
        id: Uuid::from_u128(id),
        conversation: Uuid::from_u128(0xC0),
        account: None,
        at: NOW - DAY,
        text: text.to_owned(),
        title: None,
        thread: None,
    }
}

/// An index of these texts; the ids are 0, 1, 2….
fn index_of(texts: &[&str]) -> (Folder, Opened) {
    let folder = Folder::new();
    let mut opened = Index::open(&folder).unwrap();
    let changes: Vec<_> = (0..).zip(texts).map(|(id, text)| Change::Put(document(id, text))).collect();
    opened.writer.apply(&changes, "1").unwrap();
    (folder, opened)
}

fn find(index: &Index, text: &str) -> Hits {
    index.search(TENANT, &Query::parse(text), NOW, 50, 0).unwrap()
}

fn ids(hits: &Hits) -> Vec<u128> {
    hits.hits.iter().map(|hit| hit.id.as_u128()).collect()
}

#[test]
fn searching_and_writing_may_happen_on_any_thread() {
    fn shared<T: Send + Sync>() {}
    fn sent<T: Send>() {}
    shared::<Index>();
    shared::<Query>();
    sent::<Writer>();
}
