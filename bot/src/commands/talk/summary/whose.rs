//! Whose words are to be summarised: a person who is known, or somebody who wrote and is no contact, as a member of
//! staff is.

use std::collections::BTreeSet;

use crm::{
    conversations,
    persons::{self, Found},
};

use crate::commands::{Call, Context, Outcome, talk::gather::Talk};

/// Whose words.
pub(super) struct Whose {
    /// What they are called, with their code if they have one.
    pub(super) title: String,
    /// Which of the messages are theirs.
    pub(super) theirs: Vec<bool>,
}

/// The call without the words for somebody, and those: said as a person, or where a room would stand that there is not.
pub(super) async fn named(ctx: &mut Context<'_>, call: &Call) -> Outcome<(Call, Option<String>)> {
    let mut rest = call.clone();
    if let Some(words) = rest.arguments.remove("person") {
        return Ok((rest, Some(words)));
    }
    let Some(words) = rest.arguments.get("room").filter(|words| !words.starts_with('#')).cloned() else {
        return Ok((rest, None));
    };
    let is_room = !matches!(conversations::refer(&mut ctx.tx, &words).await?, Found::None(_));
    if is_room || !is_somebody(ctx, &words).await? {
        return Ok((rest, None));
    }
    rest.arguments.remove("room");
    Ok((rest, Some(words)))
}

/// Does a person or an author bear this name?
async fn is_somebody(ctx: &mut Context<'_>, words: &str) -> Outcome<bool> {
    if matches!(persons::refer(&mut ctx.tx, words).await?, Found::One(_) | Found::Many(_)) {
        return Ok(true);
    }
    let authors = conversations::authors(&mut ctx.tx, words).await?;
    Ok(!authors.is_empty())
}

/// Who they are, and what is theirs of the talk.
pub(super) async fn theirs(ctx: &mut Context<'_>, call: &Call, talk: &Talk, words: &str) -> Outcome<Whose> {
    if matches!(persons::refer(&mut ctx.tx, words).await?, Found::None(_)) {
        let authors: BTreeSet<String> =
            conversations::authors(&mut ctx.tx, words).await?.into_iter().collect();
        let wrote: BTreeSet<&str> = talk
            .messages
            .iter()
            .map(|m| m.author.as_str())
            .filter(|author| authors.contains(*author))
            .collect();
        if let Some(author) = wrote.first().copied().or_else(|| authors.first().map(String::as_str))
            && wrote.len() < 2
        {
            let theirs = talk.messages.iter().map(|m| m.author == author).collect();
            return Ok(Whose { title: author.to_owned(), theirs });
        }
    }
    // of two of that name, the one who is chosen, of the same room and time
    let mut call = call.clone();
    call.arguments.insert("person".to_owned(), words.to_owned());
    let person = ctx.person(&call, "person").await?;
    let theirs = talk.messages.iter().map(|m| m.person == Some(person.number)).collect();
    Ok(Whose { title: format!("{} {}", person.code(), person.name), theirs })
}
