//! Who is in a chat: updates about members, and about the bot itself.

use serde_json::Value;

use super::{
    live::{Scene, did, missing},
    own::Own,
    people,
};
use crate::{Event, Unreadable};

/// Somebody came or went. Who was made an administrator, or was restricted, is no news. In a conversation of two,
/// the user has blocked the bot, or has taken that back.
pub(super) fn changed(update: &Value, own: Own<'_>) -> Result<Vec<Event>, Unreadable> {
    let mut scene = Scene::of(update)?;
    scene.thread = None;
    let member = &update["new_chat_member"];
    let action = match (present(&update["old_chat_member"]), present(member)) {
        (false, true) => "join",
        (true, false) => "leave",
        _ => return Ok(Vec::new()),
    };
    let who = people::sender(&member["user"]).ok_or_else(|| missing("new_chat_member.user.id"))?;
    if !own.has_id(&who.external_id) {
        return Ok(vec![scene.event(None, who, did(action, None))]);
    }
    // Of the bot the history tells who brought it, and by which name.
    let by = people::sender(&update["from"]).ok_or_else(|| missing("from.id"))?;
    Ok(vec![scene.event(None, by, did(action, who.name))])
}

fn present(member: &Value) -> bool {
    match member["status"].as_str() {
        Some("creator" | "administrator" | "member") => true,
        Some("restricted") => member["is_member"] == true,
        _ => false,
    }
}
