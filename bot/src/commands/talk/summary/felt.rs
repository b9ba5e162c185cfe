//! How people felt in what is summarised: as it was taught or read after recording, and read now where that is still to come.

use std::collections::HashMap;

use crm::moods;
use nlp::{Lang, sentiment};

use super::super::gather::Talk;
use crate::commands::{Context, Outcome, sentiment::line::leaning, sentiment::said::name};
use crate::{moods::stored, say};

/// Messages counted by their mood.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Felt {
    positive: usize,
    neutral: usize,
    negative: usize,
}

/// Messages that are read now, the latest; the others were read long ago.
const READ_NOW: usize = 500;
/// With fewer messages nothing is said of their mood.
const FEW: usize = 3;

/// The moods of the messages, of all or of some.
pub(super) async fn read(ctx: &mut Context<'_>, talk: &Talk, only: Option<&[bool]>) -> Outcome<Felt> {
    let counts = |place: usize| only.is_none_or(|only| only.get(place) == Some(&true));
    let messages: Vec<_> =
        talk.messages.iter().enumerate().filter(|(place, _)| counts(*place)).map(|(_, it)| it).collect();
    let numbers: Vec<i64> = messages.iter().map(|message| message.number).collect();
    let known: HashMap<i64, i16> = moods::labels(&mut ctx.tx, &numbers).await?.into_iter().collect();
    let fresh = messages.iter().rev().filter(|message| !known.contains_key(&message.number)).take(READ_NOW);
    // CPU only: not on the threads that answer requests
    let labels: Vec<i16> = tokio::task::block_in_place(|| {
        fresh
            .map(|message| stored(sentiment::read(&message.text).label))
            .chain(known.values().copied())
            .collect()
    });
    let of = |label: i16| labels.iter().filter(|it| **it == label).count();
    Ok(Felt { positive: of(1), neutral: of(0), negative: of(-1) })
}

impl Felt {
    /// In words; empty where too little was said.
    pub(super) fn shown(self, lang: Lang) -> String {
        let Self { positive, neutral, negative } = self;
        let all = positive + neutral + negative;
        if all < FEW {
            return String::new();
        }
        let mean = (positive as f64 - negative as f64) / all as f64;
        let side = name(lang, leaning(mean));
        say!(
            lang,
            "{side} ({positive} positive, {negative} negative of {all})",
            "{side}（{all}件中、肯定的{positive}件・否定的{negative}件）"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mood_leans_to_the_side_with_more_messages() {
        let shown = |positive, neutral, negative| Felt { positive, neutral, negative }.shown(Lang::En);
        assert_eq!(shown(3, 5, 1), "positive (3 positive, 1 negative of 9)");
        assert_eq!(shown(1, 8, 1), "neutral (1 positive, 1 negative of 10)");
        assert_eq!(shown(0, 1, 4), "negative (0 positive, 4 negative of 5)");
        assert_eq!(shown(1, 0, 1), "");
    }
}
