//! x
mod blocks;
pub use blocks::problem as blocks_problem;
