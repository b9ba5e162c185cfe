//! Accounts: who is behind them.

pub(crate) mod attach;
pub(crate) mod detach;
pub(crate) mod ignore;
pub(crate) mod list;
pub(crate) mod notice;
mod platform;
pub(crate) mod standing;
