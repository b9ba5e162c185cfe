//! A key that near-identical texts share.

use super::clean;
use crate::text::fold;

/// The words of a text without figures, signs and what [`clean()`] takes out; empty when nothing is left.
///
/// ```
/// assert_eq!(nlp::sentiment::key("Build #12 failed AGAIN!!"), nlp::sentiment::key("build #340 failed again"));
/// ```
pub fn key(text: &str) -> String {
    let folded = fold(&clean(text));
    let mut key = String::with_capacity(folded.len());
    for word in folded.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key
}
