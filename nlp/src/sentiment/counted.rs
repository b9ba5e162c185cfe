//! Trouble that is counted: "for the third time", もう三回目です.

use super::{quiet::Words, quiet::clause_start, signs::Tally};

/// What having to count is worth.
const WORTH: f32 = -1.5;

pub(super) fn english(words: &Words<'_>, tally: &mut Tally) {
    for at in 1..words.said.len() {
        let nth = matches!(
            words.said[at - 1],
            "third"
                | "fourth"
                | "fifth"
                | "sixth"
                | "seventh"
                | "tenth"
                | "umpteenth"
                | "3rd"
                | "4th"
                | "5th"
        );
        let one = |word: &&str| matches!(*word, "this" | "the" | "for");
        // had to restart it three times this week
        let again = matches!(words.said[at - 1], "times" | "twice")
            && matches!(words.said[at], "this" | "already" | "today" | "now")
            && words.said[words.clause(at).start..at].iter().any(|word| TRIED.contains(word));
        if again || nth && words.said[at] == "time" && words.said[words.clause(at).start..at].iter().any(one)
        {
            tally.add(WORTH);
        }
    }
}

/// What nobody likes to do more than once.
const TRIED: &[&str] = &[
    "to",
    "asked",
    "sent",
    "told",
    "explained",
    "reported",
    "called",
    "wrote",
    "restarted",
    "tried",
    "emailed",
];

pub(super) fn japanese(text: &str, tally: &mut Tally) {
    for times in ["回目", "度目"] {
        for (at, _) in text.match_indices(times) {
            let clause = &text[clause_start(text, at)..at];
            if ["もう", "また", "これで", "今月", "今週", "今日だけで"]
                .iter()
                .any(|word| clause.contains(word))
            {
                tally.add(WORTH);
            }
        }
    }
}
