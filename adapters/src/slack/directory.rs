//! Who and what the ids in the messages stand for.

use std::collections::HashMap;
use std::io::Read;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::export::Problem;
use crate::export::json::{Broken, Json};
use crate::{ConversationKind, ConversationRef, Sender};

/// The people and conversations of a workspace.
#[derive(Debug, Default)]
pub(super) struct Directory {
    people: HashMap<String, Sender>,
    conversations: HashMap<String, ConversationRef>,
    /// Folder name → id.
    folders: HashMap<String, String>,
}

#[derive(Deserialize)]
struct User {
    id: String,
    name: Option<String>,
    real_name: Option<String>,
    is_bot: Option<bool>,
    profile: Option<Profile>,
}

#[derive(Deserialize)]
struct Profile {
    display_name: Option<String>,
    real_name: Option<String>,
    email: Option<String>,
}

#[derive(Deserialize)]
struct Conversation {
    id: String,
    name: Option<String>,
    is_private: Option<bool>,
}

impl Directory {
    /// Takes in `users.json`. Entries that are no users are passed over.
    pub(super) fn read_users(&mut self, from: impl Read, file: &str) -> Result<(), Problem> {
        each(from, |user: User| {
            let profile =
                user.profile.unwrap_or(Profile { display_name: None, real_name: None, email: None });
            let sender = Sender {
                is_bot: user.is_bot.unwrap_or(false) || user.id == "USLACKBOT",
                external_id: user.id.clone(),
                handle: filled(user.name),
                name: filled(profile.display_name)
                    .or_else(|| filled(profile.real_name))
                    .or_else(|| filled(user.real_name)),
                email: filled(profile.email),
            };
            self.people.insert(user.id, sender);
        })
        .map_err(|broken| broken.problem(file))
    }

    /// Takes in one of the lists of conversations, named `list`.
    pub(super) fn read_conversations(
        &mut self,
        from: impl Read,
        list: &str,
        file: &str,
    ) -> Result<(), Problem> {
        each(from, |listed: Conversation| {
            let kind = match list {
                "dms.json" => ConversationKind::Direct,
                "channels.json" if listed.is_private != Some(true) => ConversationKind::Channel,
                _ => ConversationKind::Group,
            };
            let name = filled(listed.name);
            for folder in name.iter().chain([&listed.id]) {
                self.folders.entry(folder.clone()).or_insert_with(|| listed.id.clone());
            }
            let conversation = ConversationRef { external_id: listed.id.clone(), name, kind };
            self.conversations.entry(listed.id).or_insert(conversation);
        })
        .map_err(|broken| broken.problem(file))
    }

    /// Who has this id.
    pub(super) fn person(&self, id: &str) -> Option<&Sender> {
        self.people.get(id)
    }

    /// The conversation with this id.
    pub(super) fn conversation(&self, id: &str) -> Option<&ConversationRef> {
        self.conversations.get(id)
    }

    /// The conversation whose days are in this folder. One that no list names keeps the folder's name
    /// as its id and counts as closed, because nothing says that it was open.
    pub(super) fn in_folder(&self, folder: &str) -> ConversationRef {
        let listed = self.folders.get(folder).and_then(|id| self.conversations.get(id));
        listed.cloned().unwrap_or_else(|| ConversationRef {
            external_id: folder.to_owned(),
            name: Some(folder.to_owned()),
            kind: ConversationKind::Group,
        })
    }
}

/// Hands on every item of an array that reads as a `T`.
fn each<T: DeserializeOwned>(from: impl Read, mut take: impl FnMut(T)) -> Result<(), Broken> {
    let mut json = Json::new(from)?;
    json.enter(b'[')?;
    while json.next_item()? {
        if let Ok(item) = json.value()?.parse()? {
            take(item);
        }
    }
    json.end()
}

fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people() {
        let mut directory = Directory::default();
        let users = r#"[
            {"id": "U1", "name": "hana", "real_name": "x", "deleted": true,
             "profile": {"real_name": "山田 花子", "display_name": "", "email": "h@example.com"}},
            {"id": "U2", "name": "bot", "is_bot": true, "profile": {"display_name": "Bot"}},
            {"id": "USLACKBOT", "name": "slackbot"},
            null, {"id": 4}, "text"
        ]"#;
        directory.read_users(users.as_bytes(), "users.json").unwrap();
        let hana = directory.person("U1").unwrap();
        assert_eq!((hana.handle.as_deref(), hana.name.as_deref()), (Some("hana"), Some("山田 花子")));
        assert_eq!((hana.email.as_deref(), hana.is_bot), (Some("h@example.com"), false));
        assert!(directory.person("U2").unwrap().is_bot);
        assert!(directory.person("USLACKBOT").unwrap().is_bot);
        assert!(directory.person("4").is_none());
    }

    #[test]
    fn conversations() {
        let mut directory = Directory::default();
        for (list, content) in [
            (
                "channels.json",
                r#"[{"id": "C1", "name": "general"}, {"id": "C2", "name": "hr", "is_private": true}]"#,
            ),
            ("groups.json", r#"[{"id": "G1", "name": "board"}]"#),
            ("dms.json", r#"[{"id": "D1", "members": ["U1", "U2"]}]"#),
        ] {
            directory.read_conversations(content.as_bytes(), list, list).unwrap();
        }
        let kind = |folder: &str| {
            let conversation = directory.in_folder(folder);
            (conversation.external_id, conversation.kind)
        };
        assert_eq!(kind("general"), ("C1".into(), ConversationKind::Channel));
        assert_eq!(kind("hr"), ("C2".into(), ConversationKind::Group));
        assert_eq!(kind("board"), ("G1".into(), ConversationKind::Group));
        assert_eq!(kind("D1"), ("D1".into(), ConversationKind::Direct));
        assert_eq!(kind("FC:1:notes"), ("FC:1:notes".into(), ConversationKind::Group));
    }

    #[test]
    fn a_broken_list_is_said() {
        let problem = Directory::default().read_users(&b"[{\"id\": \"U1\"}, "[..], "users.json").unwrap_err();
        assert!(problem.en.starts_with("users.json ends in the middle (byte 15, line 1)"), "{problem}");
        let problem = Directory::default().read_users(&b"{}"[..], "users.json").unwrap_err();
        assert!(problem.en.contains("damaged at byte 0"), "{problem}");
    }
}
