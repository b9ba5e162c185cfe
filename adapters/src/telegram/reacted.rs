//! Reactions to a message, as they are added. Telegram tells them only where the bot is an administrator.

use serde_json::Value;

use super::{
    live::{Scene, did, missing},
    own::Own,
    people,
};
use crate::{Event, Unreadable, export::field};

/// Each new one is an event with the id that [`super::reactions`] gives it. One that was taken back is no news.
pub(super) fn changed(update: &Value, own: Own<'_>) -> Result<Vec<Event>, Unreadable> {
    let mut scene = Scene::of(update)?;
    scene.thread = None;
    let id = field::id(&update["message_id"]).ok_or_else(|| missing("message_id"))?;
    let who = [&update["user"], &update["actor_chat"]].into_iter().find_map(people::sender);
    let who = who.ok_or_else(|| missing("user.id"))?;
    if own.has_id(&who.external_id) {
        return Ok(Vec::new());
    }
    let list = |key: &str| update[key].as_array().map(Vec::as_slice).unwrap_or_default();
    let old = list("old_reaction");
    let added = list("new_reaction").iter().filter(|one| !old.contains(one));
    Ok(added
        .map(|one| {
            let emoji = field::word(&one["emoji"]).map(str::to_owned);
            let name = emoji.clone().or_else(|| field::id(&one["custom_emoji_id"]));
            let id = format!("{id} {} {}", name.as_deref().unwrap_or("?"), who.external_id);
            scene.event(Some(id), who.clone(), did("reaction", emoji))
        })
        .collect())
}
