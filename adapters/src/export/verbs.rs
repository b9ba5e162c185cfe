//! Which verbs an import can give an activity.

/// Every word that [`crate::What::Other`] carries out of an export, and `message`. Closed on purpose: what
/// a platform calls something we have no word for becomes a `notice` or is left out, so that each of
/// these can be shown in every language.
pub const VERBS: [&str; 26] = [
    "archive",
    "boost",
    "call",
    "contact",
    "create",
    "file",
    "game",
    "gift",
    "invoice",
    "join",
    "leave",
    "location",
    "message",
    "notice",
    "payment",
    "picture",
    "pin",
    "poll",
    "reaction",
    "reminder",
    "rename",
    "setting",
    "sticker",
    "thread",
    "topic",
    "unarchive",
];
