//! What a conversation was about, in its own words.
//!
//! A candidate is a telling word, or two or three in a row that stand together more often than
//! chance would have it (Dunning's log-likelihood ratio, Computational Linguistics 19, 1993).
//! Its weight is TF-IDF over messages, more for longer forms; a form that mostly stands inside a
//! longer one gives way to it.

use std::collections::{BTreeMap, HashMap};

use super::summarise::Reading;
use super::terms::{Term, Word};
use crate::text::script;

/// The longest form, in words.
const LONGEST: usize = 3;
/// The longest form, in bytes: nobody reads more, and keys and blobs are no subject.
const LONGEST_BYTES: usize = 90;
/// Chance makes a pair this likely in one case of a thousand.
const TOGETHER: f64 = 10.83;
/// A form that stands inside a longer one in this share of its uses is left out.
const INSIDE: f64 = 0.6;

/// A form: its terms in order.
type Form = Vec<Term>;

/// How one form was used.
#[derive(Default)]
struct Use {
    count: usize,
    messages: usize,
    last: Option<usize>,
    /// How it was written, and how often so.
    written: BTreeMap<String, usize>,
}

/// The most telling forms with how often they were used, best first. A form must be used twice,
/// except in a short conversation.
pub(super) fn keywords(readings: &[&Reading], wanted: usize) -> Vec<(String, usize)> {
    let uses = uses(readings);
    let least = if readings.len() < 10 { 1 } else { 2 };
    let total: usize = uses.iter().filter(|(form, _)| form.len() == 1).map(|(_, used)| used.count).sum();
    let mut forms: Vec<(&Form, &Use, f64)> = uses
        .iter()
        .filter(|(form, used)| {
            used.count >= least && (form.len() == 1 || belong_together(form, &uses, total))
        })
        .filter(|(_, used)| !is_inflected(used))
        .map(|(form, used)| (form, used, weight(form, used, readings.len())))
        .collect();
    forms.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.0.cmp(b.0)));

    // Longer forms take their words' uses with them.
    let longer: Vec<(&Form, usize)> =
        forms.iter().filter(|(f, ..)| f.len() > 1).map(|(f, u, _)| (*f, u.count)).collect();
    #[expect(clippy::cast_precision_loss, reason = "counts of words")]
    let inside = |form: &Form, count: usize| {
        let share = |(_, theirs): &(&Form, usize)| *theirs as f64 / count as f64;
        let holds = |(other, _): &&(&Form, usize)| {
            other.len() > form.len() && other.windows(form.len()).any(|w| w == form)
        };
        longer.iter().filter(holds).map(share).fold(0.0, f64::max) >= INSIDE
    };
    let telling = forms.iter().filter(|(form, used, _)| !inside(form, used.count));
    telling.take(wanted).map(|(_, used, _)| (most_written(used), used.count)).collect()
}

fn uses(readings: &[&Reading]) -> HashMap<Form, Use> {
    let mut uses: HashMap<Form, Use> = HashMap::new();
    for (message, reading) in readings.iter().enumerate() {
        for row in rows(&reading.words, &reading.text) {
            for length in 1..=LONGEST.min(row.len()) {
                for words in row.windows(length) {
                    let written = &reading.text[words[0].start..words[length - 1].end];
                    if written.len() > LONGEST_BYTES {
                        continue;
                    }
                    let form: Form = words.iter().filter_map(|word| word.term).collect();
                    let used = uses.entry(form).or_default();
                    used.count += 1;
                    used.messages += usize::from(used.last.replace(message) != Some(message));
                    *used.written.entry(written.to_owned()).or_default() += 1;
                }
            }
        }
    }
    uses
}

/// Telling words that stand in a row with nothing between them but a space or a hyphen.
fn rows<'a>(words: &'a [Word], text: &'a str) -> impl Iterator<Item = &'a [Word]> {
    let joined = |a: &Word, b: &Word| {
        let between = text.get(a.end..b.start).unwrap_or("?");
        a.term.is_some() && b.term.is_some() && matches!(between, "" | " " | "-" | "・")
    };
    words.chunk_by(joined).filter(|row| row[0].term.is_some())
}

/// Do the first word and the rest, and the rest and the last, stand together beyond chance?
fn belong_together(form: &Form, uses: &HashMap<Form, Use>, total: usize) -> bool {
    let count = |form: &[Term]| uses.get(form).map_or(0, |used| used.count);
    let both = count(form);
    both >= 2
        && (1..form.len()).all(|cut| {
            let (left, right) = form.split_at(cut);
            log_likelihood(both, count(left), count(right), total) >= TOGETHER
        })
}

/// Dunning's G² for two events seen `a` and `b` times, `both` of them together, in `n` places;
/// 0 where they meet less often than by chance.
#[expect(clippy::cast_precision_loss, reason = "counts of words")]
fn log_likelihood(both: usize, a: usize, b: usize, n: usize) -> f64 {
    let (both, a, b, n) = (both as f64, a as f64, b as f64, n as f64);
    if both * n <= a * b {
        return 0.0;
    }
    let cell = |seen: f64, expected: f64| {
        if seen > 0.0 && expected > 0.0 { seen * (seen / expected).ln() } else { 0.0 }
    };
    2.0 * (cell(both, a * b / n)
        + cell(a - both, a * (n - b) / n)
        + cell(b - both, (n - a) * b / n)
        + cell(n - a - b + both, (n - a) * (n - b) / n))
}

/// `messages · ln(1 + n / messages)² · (1 + 0.4 · further words)`: the square keeps what everybody
/// always says in this place from coming first.
#[expect(clippy::cast_precision_loss, reason = "counts of messages")]
fn weight(form: &Form, used: &Use, n: usize) -> f64 {
    let messages = used.messages as f64;
    messages * (1.0 + n as f64 / messages).ln().powi(2) * (1.0 + 0.4 * (form.len() - 1) as f64)
}

/// A Japanese verb or adjective (始めて, 懐かしい) is no subject; a noun may end like お気に入り.
fn is_inflected(used: &Use) -> bool {
    let written = most_written(used);
    let ends = written.ends_with([
        'い', 'る', 'て', 'で', 'た', 'く', 'う', 'す', 'つ', 'む', 'ぶ', 'ぬ', 'ぐ', 'れ', 'ば', 'っ',
    ]);
    ends && written.chars().any(script::is_han)
}

/// The way it was written most often; of equals the first in order.
fn most_written(used: &Use) -> String {
    let mut best = ("", 0);
    for (written, count) in &used.written {
        if *count > best.1 {
            best = (written, *count);
        }
    }
    best.0.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_likelihood_grows_with_togetherness() {
        assert!(log_likelihood(10, 10, 10, 1000) > log_likelihood(5, 10, 10, 1000));
        assert!(log_likelihood(1, 100, 100, 1000) < TOGETHER);
        assert_eq!(log_likelihood(0, 5, 5, 100), 0.0);
    }
}
