//! Adapters against programs that somebody else wrote: the vendors' clients aimed at our fakes and doors, other
//! authors' servers aimed at by our adapters. They are fetched into `target/peers` by the test that needs them.

mod discord;
mod lineworks;
mod peer;
mod slack;
mod telegram;
