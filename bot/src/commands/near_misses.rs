//! "Did you mean": names that look or sound like words which find nothing, each with a number to say.

use crm::{
    Code, organizations,
    persons::{self, Found},
};

use super::{Context, Outcome, Stop, show};
use crate::say;

/// More words than these are no name with a slip in it.
const MOST_WORDS: usize = 3;

/// Stops with the people whose names come near, if there are any.
pub(super) async fn people(ctx: &mut Context<'_>, words: &str) -> Outcome<()> {
    if !may_be_name(words) {
        return Ok(());
    }
    let near = listed(persons::refer(&mut ctx.tx, words).await?);
    offered(ctx, words, near.into_iter().map(|person| (person.code(), person.name)).collect())
}

/// Stops with the organizations whose names come near, if there are any.
pub(super) async fn companies(ctx: &mut Context<'_>, words: &str) -> Outcome<()> {
    if !may_be_name(words) {
        return Ok(());
    }
    let near = listed(organizations::refer(&mut ctx.tx, words).await?);
    offered(ctx, words, near.into_iter().map(|it| (it.code(), it.name)).collect())
}

fn may_be_name(words: &str) -> bool {
    (1..=MOST_WORDS).contains(&words.split_whitespace().count())
}

fn listed<T>(found: Found<T>) -> Vec<T> {
    match found {
        Found::One(one) => vec![one],
        Found::Many(several) | Found::None(several) => several,
    }
}

fn offered(ctx: &Context<'_>, words: &str, near: Vec<(Code, String)>) -> Outcome<()> {
    let options: Vec<_> =
        near.into_iter().filter_map(|(code, name)| Some((format!("{code} {name}"), show(code)?))).collect();
    if options.is_empty() {
        return Ok(());
    }
    Err(Stop::Choose {
        question: say!(
            ctx.lang,
            "I found nothing with “{words}”. Did you mean one of these?",
            "「{words}」に当てはまるものは見つかりませんでした。もしかして："
        ),
        options,
    })
}
