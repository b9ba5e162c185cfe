//! What is merged without asking.

use crate::merges::{Reason, Signal, Suggestion};

/// From this score on a pair may be merged without asking, if it is proved as well.
pub const CERTAIN: f64 = 0.9;

/// Strong enough, proved on both sides, and nothing says that they are two. An address that was merely typed
/// proves nothing, however well all else fits: anybody can type anybody's.
pub fn is_certain(suggestion: &Suggestion) -> bool {
    let proved = |it: &Signal| matches!(it.reason, Reason::SameEmail { verified: true, .. });
    suggestion.score >= CERTAIN
        && suggestion.reasons.iter().any(proved)
        && !suggestion.reasons.iter().any(|it| it.reason.contradicts())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PersonId, persons::Person};

    fn pair(score: f64, reasons: Vec<Reason>) -> Suggestion {
        let person = |number| Person {
            id: PersonId::new(),
            number,
            name: String::new(),
            title: None,
            organization: None,
        };
        let reasons = reasons.into_iter().map(|reason| Signal { reason, weight: 1.0 }).collect();
        Suggestion { a: person(1), b: person(2), score, reasons }
    }

    #[test]
    fn proof_on_both_sides_and_nothing_against() {
        let mail = |verified| Reason::SameEmail { value: "a@b.example".to_owned(), verified };
        let name = || Reason::SameName { value: "Ada Byron".to_owned() };
        let twice = || Reason::TwoAccountsOnOneProvider { provider: "slack".to_owned() };
        assert!(is_certain(&pair(1.0, vec![mail(true)])));
        assert!(is_certain(&pair(CERTAIN, vec![name(), mail(true)])));
        assert!(!is_certain(&pair(0.89, vec![mail(true)])));
        assert!(!is_certain(&pair(0.99, vec![mail(false), name()])));
        assert!(!is_certain(&pair(1.0, vec![mail(true), twice()])));
        // people change where they work
        let moved = Reason::OtherOrganization { a: "Acme".to_owned(), b: "Aozora".to_owned() };
        assert!(is_certain(&pair(0.95, vec![mail(true), moved])));
    }
}
