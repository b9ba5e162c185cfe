//! The words for measures, and which action is meant.

use crm::scores::{Measure, Weights};
use nlp::{Lang, understand::Choices};

use crate::words::{Words, actions, words};

/// The two measures, with what people say for them.
pub(crate) const MEASURES: Choices = &[
    ("engagement", &["activity score", "エンゲージメント", "関与", "関与度", "熱量"]),
    ("contribution", &["contributions", "contributing", "giving", "貢献", "貢献度", "コントリビューション"]),
];

/// A measure by what people call it.
pub(crate) fn measure(word: &str) -> Option<Measure> {
    let folded = word.trim().to_lowercase();
    let (known, _) =
        MEASURES.iter().find(|(known, said)| *known == folded || said.contains(&folded.as_str()))?;
    Measure::from_stored(known)
}

/// A measure, for people.
pub(crate) fn measure_name(measure: Measure) -> Words {
    match measure {
        Measure::Engagement => words("Engagement", "エンゲージメント"),
        Measure::Contribution => words("Contribution", "貢献"),
    }
}

/// The stored action that words mean; actions of imports are known by their own names.
pub(crate) fn action(weights: &Weights, said: &str) -> Option<String> {
    let folded = nlp::text::fold(said.trim());
    let singular = folded.strip_suffix('s').unwrap_or(&folded);
    let known = actions::SAID
        .iter()
        .find(|(word, said)| *word == folded || *word == singular || said.contains(&folded.as_str()));
    if let Some((word, _)) = known {
        return Some((*word).to_owned());
    }
    let named = |action: &&str| {
        **action == folded
            || [Lang::En, Lang::Ja].into_iter().any(|lang| {
                actions::action(action, lang).to_lowercase() == folded
                    || actions::action_once(action, lang).to_lowercase() == folded
            })
    };
    weights.actions().into_iter().find(named).map(str::to_owned)
}

/// 12.5 → `12.5`, 3 → `3`.
pub(crate) fn shown(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_by_what_people_call_them() {
        let weights = Weights::default();
        for (said, want) in [
            ("message", Some("message")),
            ("スター", Some("star")),
            ("pull request", Some("pull_request")),
            ("プルリクエスト", Some("pull_request")),
            ("talks", Some("talk")),
            ("登壇", Some("talk")),
            ("回答", Some("answer")),
            ("nonsense", None),
        ] {
            assert_eq!(action(&weights, said).as_deref(), want, "{said}");
        }
    }

    #[test]
    fn short_numbers() {
        assert_eq!([shown(12.5), shown(3.0), shown(0.04)], ["12.5", "3", "0"]);
    }
}
