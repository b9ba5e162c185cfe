//! The whole adapter: against the suite, and against the fake.

mod conforms;
mod faults;
mod hears;
mod hooked;
mod prepares;
mod samples;
