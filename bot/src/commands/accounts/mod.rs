//! Accounts: who is behind them.

pub(crate) mod attach;
pub(crate) mod detach;
pub(crate) mod list;
