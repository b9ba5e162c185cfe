//! What a language model is asked, and what is believed of its answers.
//!
//! Not the model itself, nor the way to it: an [`Ask`] goes out, the text of an answer comes in. A model proposes and
//! never acts, and what it says counts for as much as can be checked: a command must be one that was offered, its
//! arguments must be words of the asker's own, a sentence of a summary must name nothing that is not in the messages
//! it names as its source. Whatever fails that is dropped, and the local reading stands.
//!
//! The prompts are the files in `prompts/`, one for each [`Task`].

mod ask;
mod clean;
mod facts;
pub mod mood;
mod prompt;
pub mod summary;
pub mod understand;

pub use ask::{Ask, Task};
pub use prompt::BadPrompt;
