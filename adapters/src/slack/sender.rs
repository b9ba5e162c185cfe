//! Who wrote a message of an export.

use serde_json::Value;

use super::directory::Directory;
use crate::Sender;
use crate::export::field::word;

/// Who wrote it: the user; else the bot, by its id, or by the name it gave itself where it has none.
pub(super) fn read(message: &Value, directory: &Directory) -> Option<Sender> {
    let bot = word(&message["bot_id"]);
    let bot_name = word(&message["username"]).or_else(|| word(&message["bot_profile"]["name"]));
    if let Some(id) = word(&message["user"]) {
        return Some(directory.person(id).cloned().unwrap_or_else(|| stranger(id, message)));
    }
    let id = bot.or(bot_name)?;
    let name = bot_name.map(str::to_owned);
    Some(Sender { external_id: id.to_owned(), name, is_bot: true, ..Sender::default() })
}

/// Somebody `users.json` does not have: a guest from another workspace, whom the message describes.
fn stranger(id: &str, message: &Value) -> Sender {
    let profile = &message["user_profile"];
    let name = ["display_name", "real_name"].iter().find_map(|key| word(&profile[*key]));
    let is_bot = id == "USLACKBOT" || word(&message["bot_id"]).is_some();
    let name = name.or_else(|| is_bot.then(|| word(&message["username"])).flatten());
    Sender {
        external_id: id.to_owned(),
        handle: word(&profile["name"]).map(str::to_owned),
        name: name.map(str::to_owned),
        email: None,
        is_bot,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn users_guests_bots_and_nobody() {
        let mut directory = Directory::default();
        let users = r#"[{"id": "U1", "name": "hana", "profile": {"display_name": "花子", "email": "h@example.com"}}]"#;
        directory.read_users(users.as_bytes(), "").unwrap();
        let read = |message: Value| read(&message, &directory);

        let hana = read(json!({"user": "U1", "bot_id": "B1"})).unwrap();
        assert_eq!((hana.name.as_deref(), hana.is_bot), (Some("花子"), false));

        let guest = read(json!({"user": "U7", "user_profile":
            {"display_name": "", "real_name": "Guest", "name": "guest"}}))
        .unwrap();
        assert_eq!((guest.external_id.as_str(), guest.name.as_deref()), ("U7", Some("Guest")));
        assert_eq!((guest.handle.as_deref(), guest.is_bot), (Some("guest"), false));

        let bot = read(json!({"bot_id": "B1", "username": "deploy"})).unwrap();
        assert_eq!((bot.external_id.as_str(), bot.name.as_deref()), ("B1", Some("deploy")));
        assert!(bot.is_bot);
        assert!(read(json!({"user": "U8", "bot_id": "B2"})).unwrap().is_bot);
        let named = read(json!({"bot_id": null, "username": "feed"})).unwrap();
        assert_eq!(named.external_id, "feed");

        assert_eq!(read(json!({"text": "x"})), None);
        assert_eq!(read(json!({"user": 5, "bot_id": ""})), None);
    }
}
