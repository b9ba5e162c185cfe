//! Is the index in a folder sound?
//!
//! The engine's files carry check sums; its `meta.json` has none, so what it claims is
//! compared with the files. Every finding is half a sentence for the log.

use std::fs;
use std::path::{Path, PathBuf};

use tantivy::index::SegmentComponent;
use tantivy::{IndexMeta, IndexReader, ReloadPolicy, SegmentReader};

use super::schema::{AT, FIELDS, KEY, tokenizers};
use super::seal::unsealed;

/// Files end in a length and a magic number of this many bytes together.
const SMALLEST_FILE: u64 = 8;

/// Opens and checks everything. Gives the index and the position of its last commit.
pub(super) fn examine(dir: &Path) -> Result<(tantivy::Index, Option<String>), String> {
    if !dir.join(".managed.json").is_file() {
        // Without this list the engine would never remove an old file.
        return Err("its list of files is missing".to_owned());
    }
    let mut engine =
        tantivy::Index::open_in_dir(dir).map_err(|fault| format!("it cannot be opened: {fault}"))?;
    check_schema(&engine)?;
    engine.set_tokenizers(tokenizers());

    let meta =
        engine.load_metas().map_err(|fault| format!("its table of contents is unreadable: {fault}"))?;
    let position = match &meta.payload {
        None if meta.segments.is_empty() && meta.opstamp == 0 => None,
        None => return Err("its position is missing".to_owned()),
        Some(sealed) => Some(unsealed(sealed).ok_or("its position has been altered")?.to_owned()),
    };
    check_sums(dir, &engine, &meta)?;
    let reader: IndexReader = engine
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()
        .map_err(|fault: tantivy::TantivyError| format!("a part of it cannot be read: {fault}"))?;
    reader.searcher().segment_readers().iter().try_for_each(check_counts)?;
    Ok((engine, position))
}

/// Is it of this version?
pub(super) fn check_schema(engine: &tantivy::Index) -> Result<(), String> {
    if engine.schema() == FIELDS.schema { Ok(()) } else { Err("it is of another version".to_owned()) }
}

/// What every part of the index has; a missing file can pass for an empty one.
const COMPONENTS: [SegmentComponent; 6] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
    SegmentComponent::Terms,
    SegmentComponent::Store,
];

fn check_sums(dir: &Path, engine: &tantivy::Index, meta: &IndexMeta) -> Result<(), String> {
    for segment in &meta.segments {
        for path in COMPONENTS.map(|component| segment.relative_path(component)) {
            if !dir.join(&path).is_file() {
                return Err(format!("its file {} is missing", path.display()));
            }
        }
    }
    let entries = fs::read_dir(dir).map_err(|fault| format!("it cannot be listed: {fault}"))?;
    for path in entries.flatten().map(|entry| PathBuf::from(entry.file_name())) {
        let name = path.to_string_lossy();
        let Some(segment) =
            meta.segments.iter().find(|segment| name.starts_with(&segment.id().uuid_string()))
        else {
            continue;
        };
        // A list of deleted documents that no commit names was being written when the process died.
        let unfinished = path.extension().is_some_and(|ending| ending == "del")
            && path != segment.relative_path(SegmentComponent::Delete);
        if unfinished {
            continue;
        }
        let length = fs::metadata(dir.join(&path)).map_or(0, |file| file.len());
        if length < SMALLEST_FILE || !engine.directory().validate_checksum(&path).unwrap_or(false) {
            return Err(format!("its file {name} is damaged"));
        }
        if meta.opstamp < segment.delete_opstamp().unwrap_or(0) {
            return Err("its table of contents is older than its files".to_owned());
        }
    }
    Ok(())
}

/// The number of documents that the table of contents claims is the number there are.
fn check_counts(segment: &SegmentReader) -> Result<(), String> {
    let columns = segment.fast_fields();
    let times = columns.i64(AT).map(|column| column.num_docs());
    let keys = columns.bytes(KEY).map(|column| column.map(|column| column.num_rows()));
    let deleted = segment
        .alive_bitset()
        .map_or(0, |alive| alive.bitset().max_value().saturating_sub(segment.num_docs()));
    let same_length =
        segment.alive_bitset().is_none_or(|alive| alive.bitset().max_value() == segment.max_doc());
    match (times, keys) {
        (Ok(times), Ok(Some(keys)))
            if times == segment.max_doc()
                && keys == segment.max_doc()
                && same_length
                && deleted == segment.num_deleted_docs() =>
        {
            Ok(())
        }
        _ => Err("its table of contents does not fit its files".to_owned()),
    }
}
