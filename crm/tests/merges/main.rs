//! Merging and undoing, against the real database.
//!
//! `law` holds the one law (as if the undone merges had never been) against a plain model, over random
//! sequences; the other modules are examples of it, of what is suggested for merging, and of what is merged without
//! asking.

#![expect(clippy::unwrap_used, reason = "tests")]

mod examples;
mod law;
mod model;
mod own_fields;
mod standing;
mod suggestions;
mod world;
