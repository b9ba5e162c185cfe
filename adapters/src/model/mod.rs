//! Language models behind the one API that most of them speak: OpenAI's chat completions.
//!
//! Not a platform: nothing comes in by it. Not a judge either: what an answer is worth, and who may ask how much, is
//! decided elsewhere. Here a question goes out and the text of an answer comes back, in bounded time and size, or the
//! reason why not.

mod client;
mod error;
#[cfg(any(test, feature = "conformance"))]
pub mod fake;
mod key;
#[cfg(test)]
mod tests;
mod wire;

pub use client::{BadAddress, Client, Question};
pub use error::ModelError;
pub use key::Key;
pub use wire::Answer;
