//! `enishi search`: messages by their words, for a terminal or for another program. Asks the bot's own
//! `search`, as the user, and so finds what the same words find in a chat.

use std::num::NonZeroU32;

use adapters::{Block, Reply};
use clap::Args;
use crm::{
    Actor, Code, PoolSize,
    activities::{self, Shown},
};
use nlp::{Lang, search::filters, understand::Understood};
use serde_json::{Value, json};

use super::{
    chat::{self, Talk},
    link::Who,
    speech,
};
use crate::{
    config::Storage,
    gateway::{self, Request, Wish},
    registry::Registry,
    start,
    words::message_path,
};

/// Find messages by their words, as the bot does when it is asked to search
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  enishi search rate limit
  enishi search '\"rate limit\" -slack' in:#help-api from:\"Arjun Bhatt\" after:2026-01
  enishi search pricing since Monday
  enishi search 'rate limit in:help-api'
  enishi search 料金 部屋:general-ja 以降:先月 --json
Ends with 0 when something was found, with 1 when nothing was or the search could not be read.")]
pub(super) struct Search {
    #[command(flatten)]
    who: Who,

    /// Print an array of what was found as JSON: code, at, author, action, conversation, platform, text, link
    #[arg(long)]
    json: bool,

    /// Which page, 8 messages each
    #[arg(long, value_name = "N", default_value = "1")]
    page: NonZeroU32,

    /// Words, '"a phrase"', 'words -without', in:#room, from:name, person:P-12, org:name, before:2026-05,
    /// until:, after:yesterday, lang:en
    #[arg(required = true)]
    query: Vec<String>,
}

impl Search {
    /// Was anything found?
    pub(super) async fn run(self, storage: &Storage) -> anyhow::Result<bool> {
        let store = start::open(storage, PoolSize(4), |_| ()).await?;
        let ended = async {
            let mut talk = Talk::open(storage, &store, &self.who, false).await?;
            talk.catch_up().await?;
            let caller = self.ask(&mut talk).await?;
            let replies = talk.replies().await?;
            if !self.json {
                talk.show(&replies)?;
                talk.leave().await?;
                return Ok(replies.iter().any(|reply| !codes(reply).is_empty()));
            }
            let address = std::fs::read_to_string(start::address_file(storage)).unwrap_or_default();
            let found = messages(&talk, caller, &replies, address.trim().trim_end_matches('/')).await?;
            chat::print(&serde_json::to_string_pretty(&found)?)?;
            if found.is_empty() {
                replies.iter().flat_map(sentences).for_each(|sentence| eprintln!("{sentence}"));
            }
            anyhow::Ok(!found.is_empty())
        }
        .await;
        store.close().await;
        ended
    }

    /// Asks, by the road of every message but for one stage: what it asks for is known.
    async fn ask(&self, talk: &mut Talk) -> anyhow::Result<Actor> {
        let query = typed(&self.query);
        let lang = Lang::of(&query).unwrap_or_else(speech::lang);
        let understood = understood(&talk.app.registry, &query, self.page, lang)
            .ok_or_else(|| anyhow::anyhow!("the search is not understood"))?;
        let text = format!("search {query}");
        let stored = talk.say(&text).await?.ok_or_else(|| anyhow::anyhow!("asked twice"))?;
        let (app, origin) = (&talk.app, &talk.origin);
        gateway::hold(app, origin, &stored).await?;
        let events = gateway::parse(app, origin, &stored).await?;
        let event = events.first().ok_or_else(|| anyhow::anyhow!("nothing was asked"))?;
        let place = gateway::record(app, origin, event).await?;
        let caller = place.caller.clone();
        let wish = Wish::Said { answer: None, understood, text, lang: Some(lang) };
        gateway::respond(app, origin, &stored, &Request { place, wish }).await?;
        Ok(caller)
    }
}

/// What the words ask of the search: "since Monday" is no word to look for.
fn understood(registry: &Registry, query: &str, page: NonZeroU32, lang: Lang) -> Option<Understood> {
    let grammar = registry.grammar();
    let is_search =
        |understood: &Understood| matches!(understood, Understood::Call { command: "search", .. });
    let sentence = lang.pick(format!("search {query}"), format!("{query}を検索"));
    let mut understood = grammar.understand(&sentence);
    // "search people" asks for something else, and some words look like talk: here they are searched for
    let plain = !is_search(&understood);
    if plain {
        understood = Some(grammar.understand("search \"x\"")).filter(is_search)?;
    }
    if let Understood::Call { arguments, lang: asked_in, confidence, .. } = &mut understood {
        // the program was started for it
        (*asked_in, *confidence) = (lang, 1.0);
        if plain {
            arguments.insert("words", query.to_owned());
        }
        if page.get() > 1 {
            arguments.insert("page", page.to_string());
        }
    }
    Some(understood)
}

/// The words as they were typed. The shell takes quotation marks away: among others, `from:"Sato Hanako"` comes
/// as one word with a blank in it. A word that stands alone is the whole search in one pair of marks.
fn typed(query: &[String]) -> String {
    match query {
        [whole] => whole.clone(),
        words => words.iter().map(|word| requoted(word)).collect::<Vec<_>>().join(" "),
    }
}

fn requoted(word: &str) -> String {
    match word.split_once([':', '：']) {
        Some((name, value))
            if value.contains(char::is_whitespace)
                && !value.contains('"')
                && filters::read(&format!("{name}:x")).0.is_empty()
                && filters::read(value).1.is_empty() =>
        {
            format!("{name}:\"{value}\"")
        }
        _ => word.to_owned(),
    }
}

/// The messages that a reply lists, read whole as the one who asked.
async fn messages(
    talk: &Talk,
    caller: Actor,
    replies: &[Reply],
    address: &str,
) -> anyhow::Result<Vec<Value>> {
    let mut tx = talk.app.db.begin(talk.origin.tenant, caller).await?;
    let mut found = Vec::new();
    for code in replies.iter().flat_map(codes) {
        let rows = activities::around(&mut tx, code.number, 0).await?;
        found.extend(rows.first().map(|row| message(row, address)));
    }
    tx.commit().await?;
    Ok(found)
}

fn message(row: &Shown, address: &str) -> Value {
    json!({
        "code": row.code().to_string(),
        "at": row.occurred_at.to_rfc3339(),
        "author": row.author,
        "action": row.action,
        "conversation": row.conversation,
        "platform": row.platform,
        "text": row.text,
        "link": format!("{address}{}", message_path(row.code())),
    })
}

/// The codes of the messages in a reply.
fn codes(reply: &Reply) -> Vec<Code> {
    let mut codes = Vec::new();
    for block in &reply.blocks {
        if let Block::List { items, .. } = block {
            codes.extend(items.iter().filter_map(|item| Code::parse(&item.link.as_ref()?.label)));
        }
    }
    codes.retain(|code| code.kind == crm::CodeKind::Activity);
    codes
}

fn sentences(reply: &Reply) -> Vec<&str> {
    let mut sentences = Vec::new();
    for block in &reply.blocks {
        if let Block::Text { text } = block {
            sentences.push(text.as_str());
        }
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::typed;

    #[test]
    fn a_value_that_the_shell_unquoted_is_one_value_again() {
        for (query, expected) in [
            (&["料金", "from:Sato Hanako"][..], "料金 from:\"Sato Hanako\""),
            (&["a", "部屋：開発 チーム"], "a 部屋:\"開発 チーム\""),
            (&["a", "in:#support"], "a in:#support"),
            (&["a", "Error: not found"], "a Error: not found"),
            (&["rate limit", "b"], "rate limit b"),
            (&["a", "from:\"Sato Hanako\" x"], "a from:\"Sato Hanako\" x"),
            // several filters in one pair of marks are several
            (&["a", "rate limit in:support from:Claire"], "a rate limit in:support from:Claire"),
            (&["a", "in:support from:Claire"], "a in:support from:Claire"),
            (&["a", "以降:先月 まで:昨日"], "a 以降:先月 まで:昨日"),
        ] {
            assert_eq!(typed(&query.iter().map(|&word| word.to_owned()).collect::<Vec<_>>()), expected);
        }
    }

    #[test]
    fn a_search_in_one_pair_of_marks_stays_as_it_is() {
        for query in [
            "rate limit in:support from:Claire",
            "料金 以降:先月 まで:昨日",
            "from:nobody rate",
            "lang:en 料金",
        ] {
            assert_eq!(typed(&[query.to_owned()]), query);
        }
    }
}
