//! A person's mood in a line of their card, for those who may see it.

use chrono::TimeDelta;
use crm::{
    PersonId,
    access::{self, Right},
    moods::{self, Of},
};

use super::{said::name, turns};
use crate::commands::{Context, Outcome};
use crate::say;

/// Days before the last message that count.
const DAYS: i64 = 90;
/// The latest messages that count.
const MOST: i64 = 500;
/// With fewer messages a mean says nothing.
const FEW: usize = 3;
/// From here on a mean leans to a side.
const LEANS: f64 = 0.1;

/// How a person felt lately; empty where too little was said or the asker may not know.
pub(crate) async fn mood_line(ctx: &mut Context<'_>, person: PersonId) -> Outcome<String> {
    if !access::may(ctx.tx.actor(), Right::SeeMoodsOfPeople) {
        return Ok(String::new());
    }
    let of = Of::Person(person);
    let Some(last) = moods::since(&mut ctx.tx, &of).await? else { return Ok(String::new()) };
    let felt = moods::timeline(&mut ctx.tx, &of, Some(last - TimeDelta::days(DAYS)), None, MOST).await?;
    if felt.len() < FEW {
        return Ok(String::new());
    }
    let (lang, mean, n) = (ctx.lang, turns::mean(&felt), felt.len());
    let side = name(lang, leaning(mean));
    let of = |label: i16| felt.iter().filter(|message| message.label == label).count();
    let (happy, unhappy) = (of(1), of(-1));
    Ok(say!(
        lang,
        "{side} ({mean:+.2}): {happy} positive and {unhappy} negative of the last {n} messages",
        "{side}（{mean:+.2}）：直近{n}件のうち肯定的{happy}件、否定的{unhappy}件"
    ))
}

/// The label of a mean score.
pub(crate) fn leaning(mean: f64) -> i16 {
    i16::from(mean >= LEANS) - i16::from(mean <= -LEANS)
}
