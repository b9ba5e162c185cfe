//! What people and rooms are called: callbacks carry ids only.

use reqwest::Method;
use serde_json::Value;

use super::connection::Bot;
use super::failed::Failed;
use crate::export::field::word;
use crate::{Profile, SendError};

/// Somebody's name and address. Nothing where the app may not ask: names are no reason to stop.
pub(super) async fn profile(bot: &Bot, user: &str) -> Result<Option<Profile>, SendError> {
    match bot.api.call(Method::GET, &["users", user], None).await {
        Ok(user) => Ok(Some(Profile {
            name: name(&user),
            handle: None,
            email: word(&user["email"]).map(str::to_owned),
            is_bot: false,
        })),
        Err(Failed::Refused { .. }) => Ok(None),
        Err(failed) => Err(failed.into()),
    }
}

/// The room's name; the conversation with one user has none.
pub(super) async fn place(bot: &Bot, conversation: &str) -> Result<Option<String>, SendError> {
    if conversation.starts_with('@') {
        return Ok(None);
    }
    match bot.api.call(Method::GET, &["bots", &bot.id, "channels", conversation], None).await {
        Ok(room) => Ok(word(&room["title"]).map(str::to_owned)),
        Err(Failed::Refused { .. }) => Ok(None),
        Err(failed) => Err(failed.into()),
    }
}

/// Family name first where the name is not in Latin letters, as its owner writes it.
fn name(user: &Value) -> Option<String> {
    let part = |key: &str| word(&user["userName"][key]).unwrap_or_default().trim();
    let (first, last) = (part("firstName"), part("lastName"));
    let latin = first.is_ascii() && last.is_ascii();
    let name = if latin { format!("{first} {last}") } else { format!("{last} {first}") };
    let name = name.trim();
    if name.is_empty() { word(&user["nickName"]).map(str::to_owned) } else { Some(name.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_as_their_owners_write_them() {
        let named =
            |first: &str, last: &str| name(&json!({"userName": {"firstName": first, "lastName": last}}));
        assert_eq!(named("太郎", "田中").as_deref(), Some("田中 太郎"));
        assert_eq!(named("Taro", "Tanaka").as_deref(), Some("Taro Tanaka"));
        assert_eq!(named("", "田中").as_deref(), Some("田中"));
        assert_eq!(named(" ", ""), None);
        assert_eq!(name(&json!({"nickName": "タロ"})).as_deref(), Some("タロ"));
        assert_eq!(name(&json!(null)), None);
    }
}
