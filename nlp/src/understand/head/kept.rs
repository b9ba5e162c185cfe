//! What was learned, kept in a file for the next start: reading it takes a tenth of the time and a fifth of the memory.
//!
//! It is of use to the very program that wrote it and to no other, so the file begins with what tells that program from
//! others: its size and when it was built. Whatever is wrong with a file, it is learned anew and the file is written over.

use std::{
    fs,
    hash::{DefaultHasher, Hasher},
    io::{self, Write},
    path::Path,
    time::UNIX_EPOCH,
};

use super::{model::Model, tagger::Tagger};

/// Another one where what is kept, or how, is changed without a change of the program: never, so far.
const FORMAT: u64 = 1;

/// Key, checksum.
const HEADER: usize = 16;

/// Reads what this program kept; `None`: there is nothing, or nothing of use.
pub(super) fn read(path: &Path) -> Option<(Model, Tagger)> {
    let bytes = fs::read(path).ok()?;
    let (header, rest) = bytes.split_at_checked(HEADER)?;
    (header == self::header(rest)?).then(|| postcard::from_bytes(rest).ok())?
}

/// Keeps it; a reader never finds half of it.
pub(super) fn write(path: &Path, model: &Model, tagger: &Tagger) -> io::Result<()> {
    let rest = postcard::to_stdvec(&(model, tagger)).map_err(io::Error::other)?;
    let Some(header) = header(&rest) else { return Ok(()) };
    let whole = path.with_extension(format!("{}.part", std::process::id()));
    let written = fs::File::create(&whole).and_then(|mut file| {
        file.write_all(&header)?;
        file.write_all(&rest)?;
        fs::rename(&whole, path)
    });
    if written.is_err() {
        let _ = fs::remove_file(&whole);
    }
    written
}

/// `None`: it cannot be told which program this is.
fn header(rest: &[u8]) -> Option<[u8; HEADER]> {
    let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let built = program.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let mut key = DefaultHasher::new();
    key.write_u64(FORMAT);
    key.write_u64(program.len());
    key.write_u128(built.as_nanos());
    let mut sum = DefaultHasher::new();
    sum.write(rest);
    let mut header = [0; HEADER];
    header[..8].copy_from_slice(&key.finish().to_le_bytes());
    header[8..].copy_from_slice(&sum.finish().to_le_bytes());
    Some(header)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::head::model::Lesson;

    #[test]
    fn what_was_kept_is_found_again_or_not_at_all() {
        let texts =
            [("show the budget", 0), ("the budget please", 0), ("who is there", 1), ("who was it", 1)];
        // each as often as it takes to count
        let lessons: Vec<Lesson> = texts
            .iter()
            .cycle()
            .take(12)
            .map(|(text, class)| Lesson { text: (*text).to_owned(), line: (*text).to_owned(), class: *class })
            .collect();
        let model = Model::train(&lessons, &["budget", "who"]);
        let file = std::env::temp_dir().join(format!("enishi-kept-{}.bin", std::process::id()));
        assert!(read(&file).is_none(), "nothing is there yet");
        write(&file, &model, &Tagger::learn(&[])).unwrap();
        let (again, _) = read(&file).unwrap();
        let likely = |model: &Model| model.likelihoods("the budget", "the budget");
        assert_eq!(likely(&again), likely(&model));
        let mut bytes = fs::read(&file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&file, &bytes).unwrap();
        assert!(read(&file).is_none(), "a byte is wrong");
        fs::write(&file, &bytes[..9]).unwrap();
        assert!(read(&file).is_none(), "half of it is gone");
        fs::remove_file(&file).unwrap();
    }
}
