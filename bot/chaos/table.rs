//! What was recorded, to be looked up by what the platform calls it.

use std::collections::HashMap;

use crm::testing::recorded::Recorded;

use crate::journal::Event;

/// Activities by what the platform calls them: the message's id, or where it has none the tag in the words.
pub(crate) struct Table<'a> {
    rows: HashMap<String, Vec<&'a Recorded>>,
    /// How many messages there are.
    pub(crate) messages: usize,
}

impl<'a> Table<'a> {
    pub(crate) fn of(activities: &'a [Recorded]) -> Self {
        let mut rows: HashMap<String, Vec<&Recorded>> = HashMap::new();
        let messages = activities.iter().filter(|row| row.action == "message");
        for row in messages.clone() {
            rows.entry(Self::key(row).unwrap_or_default()).or_default().push(row);
        }
        Self { rows, messages: messages.count() }
    }

    pub(crate) fn key(row: &Recorded) -> Option<String> {
        let id = row.message.as_deref().or_else(|| tag(row.text.as_deref()?))?;
        Some([row.platform.as_str(), &row.conversation, id].join("\n"))
    }

    pub(crate) fn key_of_event(&self, event: &Event) -> String {
        let id = event.message.as_deref().unwrap_or(&event.tag);
        [event.platform.as_str(), &event.conversation, id].join("\n")
    }

    pub(crate) fn of_event(&self, event: &Event) -> &[&'a Recorded] {
        self.rows.get(&self.key_of_event(event)).map_or(&[], Vec::as_slice)
    }
}

/// The first word that looks like one of ours: `e<seed>n<seven digits>`.
pub(crate) fn tag(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| {
        word.starts_with('e')
            && word.rsplit_once('n').is_some_and(|(seed, number)| {
                seed.len() > 1 && number.len() >= 7 && number.bytes().all(|b| b.is_ascii_digit())
            })
    })
}
