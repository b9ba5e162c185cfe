//! "theo lindgren?", "show Aozora", 青空ってどんな会社: a text that is not understood and names somebody or
//! something we know. Words alone cannot tell a person from a company; the names we have can.

use crm::{
    Code,
    access::{self, Right},
    campaigns, organizations,
    persons::{self, Found},
};

use crate::commands::Context;

/// Most to choose from.
const MOST: usize = 5;

/// Longest name, in characters.
const LONGEST: usize = 40;

/// What bears the name that a text is about: campaigns and organizations of exactly this name, and persons.
pub(super) async fn named(ctx: &mut Context<'_>, text: &str) -> anyhow::Result<Vec<(String, Code)>> {
    let Some(name) = subject(text).filter(|_| access::may(ctx.tx.actor(), Right::ReadCrm)) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    if let Some(campaign) = campaigns::named(&mut ctx.tx, name).await? {
        found.push((campaign.name.clone(), campaign.code()));
    }
    let organizations = organizations::namesakes(&mut ctx.tx, name, None).await?;
    found.extend(
        organizations.into_iter().map(|organization| (organization.name.clone(), organization.code())),
    );
    let persons = match persons::refer(&mut ctx.tx, name).await? {
        Found::One(person) => vec![person],
        Found::Many(persons) => persons,
        Found::None(_) => Vec::new(),
    };
    found.extend(persons.into_iter().map(|person| (person.name.clone(), person.code())));
    found.truncate(MOST);
    Ok(found)
}

/// What is left of a short text without the words that ask for something.
fn subject(text: &str) -> Option<&str> {
    let mut rest = text.trim();
    while let Some(lead) =
        LEADS.iter().find(|lead| rest.get(..lead.len()).is_some_and(|head| head.eq_ignore_ascii_case(lead)))
    {
        rest = rest[lead.len()..].trim_start();
    }
    let end = ENDS.iter().filter_map(|end| rest.find(end)).filter(|at| *at > 0).min().unwrap_or(rest.len());
    let name = rest[..end].trim();
    (2..=LONGEST).contains(&name.chars().count()).then_some(name)
}

const LEADS: &[&str] = &[
    "who is ",
    "who's ",
    "what is ",
    "what's ",
    "what about ",
    "how about ",
    "tell me about ",
    "tell me ",
    "about ",
    "show me ",
    "show ",
    "find me ",
    "find ",
    "open ",
    "see ",
    "view ",
    "get ",
    "check ",
    "please ",
    "the ",
    "company ",
    "person ",
    "anything on ",
    "do you know ",
    "do we know ",
    "info on ",
    "`",
];

const ENDS: &[&str] = &[
    "?",
    "？",
    "`",
    "!",
    "。",
    "って",
    "について",
    "とは",
    "さん",
    "様",
    "は",
    "を",
    "の",
    "、",
    ", ",
    " please",
    " pls",
    " 情報",
    " 詳細",
    " info",
    " details",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_short_text_is_about() {
        for (text, name) in [
            ("theo lindgren?", "theo lindgren"),
            ("who is theo", "theo"),
            ("show Aozora", "Aozora"),
            ("find `Tanaka`", "Tanaka"),
            ("青空ってどんな会社", "青空"),
            ("あおきまなぶ 詳細", "あおきまなぶ"),
            ("高瀬さんについて教えて", "高瀬"),
        ] {
            assert_eq!(subject(text), Some(name), "{text}");
        }
        assert_eq!(subject("?"), None);
        assert_eq!(subject(&"long ".repeat(20)), None);
    }
}
