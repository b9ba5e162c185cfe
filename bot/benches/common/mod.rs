//! What the benchmarks share. Each uses a part of it.

pub(crate) mod house;
pub(crate) mod http;
pub(crate) mod report;
pub(crate) mod texts;
pub(crate) mod times;
