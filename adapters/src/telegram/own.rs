//! Which user of Telegram we are.

use serde_json::Value;

use super::settings::{self, BOT_USERNAME};
use crate::{Settings, export::field};

/// The bot, as far as the connection has learned who it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Own<'a> {
    id: &'a str,
    /// Empty until the connection has been prepared once.
    username: &'a str,
}

impl<'a> Own<'a> {
    pub(super) fn new(settings: &'a Settings) -> Self {
        Self { id: settings::bot_id(settings), username: settings.text(BOT_USERNAME) }
    }

    /// Is this user the bot?
    pub(super) fn is(self, user: &Value) -> bool {
        field::id(&user["id"]).is_some_and(|id| self.has_id(&id))
    }

    /// Is this the bot's id?
    pub(super) fn has_id(self, id: &str) -> bool {
        !self.id.is_empty() && id == self.id
    }

    /// Is this the bot's `@name`? Capitals do not matter.
    pub(super) fn is_called(self, name: &str) -> bool {
        !self.username.is_empty() && name.eq_ignore_ascii_case(self.username)
    }
}
