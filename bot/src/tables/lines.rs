//! Any table of cells, whatever its columns mean.

use super::{
    LARGEST, Problem,
    delimiter::delimiter,
    encoding,
    records::{Record, Records},
};

/// The records of a file in their order, without empty lines. Whatever is wrong with the file as a whole is found here.
pub(crate) fn lines(bytes: &[u8]) -> Result<Vec<Record>, Problem> {
    if bytes.len() as u64 > LARGEST {
        return Err(Problem::TooLarge(LARGEST));
    }
    let (text, _) = encoding::decode(bytes)?;
    let is_empty = |record: &Record| matches!(record.cells.as_slice(), [only] if only.trim().is_empty());
    Records::new(&text, delimiter(&text)).filter(|record| !record.as_ref().is_ok_and(is_empty)).collect()
}
