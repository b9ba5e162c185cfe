//! Blocks as text messages.

use super::LONGEST;
use super::dialect::Bare;
use crate::message::chunks;
use crate::{Adapter, Capabilities, Reply, lineworks::LineWorks};

/// The texts of a run of blocks, each of at most 2,000 characters. Tables are lines here: letters of different
/// widths do not line up.
pub(super) fn of(run: &Reply, site: &str) -> Vec<String> {
    let can = Capabilities { tables: false, ..LineWorks.capabilities() };
    let dialect = Bare { ja: run.lang.starts_with("ja") };
    let texts = chunks(run, can, site, &dialect, (LONGEST, LONGEST)).into_iter().map(|chunk| chunk.text);
    texts.filter(|text| !text.trim().is_empty()).collect()
}
