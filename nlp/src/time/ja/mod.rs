//! Times in Japanese, NFKC-folded: what stands at the beginning of a text.

mod dates;
mod hours;
mod impossible;
mod lookalikes;
mod months;
mod numbers;
mod of_named;
mod parts;
mod relative;
mod spans;
pub(crate) mod words;

pub(super) use impossible::impossible;
pub(super) use spans::span;
pub(super) use words::may_be_time;

/// Between two numbers that share what follows them: 4〜6月.
const TO: &[&str] = &["〜", "~", "-", "–", "から"];

/// What was read and the text after it.
type Read<'t, T> = Option<(T, &'t str)>;

/// The text after the first of these that it begins with.
fn after<'t>(text: &'t str, leads: &[&str]) -> Option<&'t str> {
    leads.iter().find_map(|lead| text.strip_prefix(lead))
}

/// The text without a の at its beginning.
fn of(text: &str) -> &str {
    text.strip_prefix('の').unwrap_or(text)
}
