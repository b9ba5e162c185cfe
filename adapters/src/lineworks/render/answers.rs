//! A question with a few answers, a button for each: beside each other where every answer has a page of its own,
//! below each other where none has.

use serde_json::{Value, json};

use super::cell::{address, open};
use super::dialect::inert;
use super::press;
use crate::{Button, Item, plain};

/// As many as a list template takes; it has room for long lines and none for links.
const IN_LIST: usize = 4;
const LIST_LINE: usize = 1_000;
/// As many as a carousel takes; its lines are short.
const IN_CAROUSEL: usize = 10;
const CAROUSEL_TITLE: usize = 40;
const CAROUSEL_TEXT: usize = 60;

/// The template, where there is a button for each line and all of it fits.
pub(super) fn template(items: &[Item], buttons: &[Button], site: &str, ja: bool) -> Option<Value> {
    let fits = |button: &Button| press::carries(button) && !press::is_long(button);
    if items.len() != buttons.len() || items.len() < 2 || !buttons.iter().all(fits) {
        return None;
    }
    let answers = || items.iter().zip(buttons).enumerate();
    if items.iter().all(|item| item.link.is_none()) {
        let elements: Option<Vec<_>> =
            answers().map(|(i, (item, button))| element(i, item, button)).collect();
        return (items.len() <= IN_LIST).then_some(json!({"type": "list_template", "elements": elements?}));
    }
    let columns: Option<Vec<_>> =
        answers().map(|(i, (item, button))| column(i, item, button, site, ja)).collect();
    (items.len() <= IN_CAROUSEL).then_some(json!({"type": "carousel", "columns": columns?}))
}

/// A line of a list and its button.
fn element(i: usize, item: &Item, button: &Button) -> Option<Value> {
    let mut element = json!({"title": within(&title(i, item), LIST_LINE)?, "action": press::action(button)});
    if let Some(detail) = item.detail.as_deref().map(plain::line).filter(|detail| !detail.trim().is_empty()) {
        element["subtitle"] = within(&inert(&detail), LIST_LINE)?.into();
    }
    Some(element)
}

/// A card with two buttons: this one is meant, and its page. In a carousel a button says its text.
fn column(i: usize, item: &Item, button: &Button, site: &str, ja: bool) -> Option<Value> {
    let link = item.link.as_ref()?;
    let opens = open(if ja { "開く" } else { "Open" }, &address(&link.path, site)?)?;
    let detail = item.detail.as_deref().map(plain::line).unwrap_or_default();
    let below = [plain::line(&link.label), detail].into_iter().filter(|part| !part.trim().is_empty());
    let below = inert(&below.collect::<Vec<_>>().join(" · "));
    let mut pressed = press::action(button);
    pressed["text"] = pressed["label"].clone();
    Some(json!({"title": within(&title(i, item), CAROUSEL_TITLE)?, "text": within(&below, CAROUSEL_TEXT)?,
        "actions": [pressed, opens]}))
}

/// Numbered, so that "2" can answer.
fn title(i: usize, item: &Item) -> String {
    inert(&format!("{}. {}", i + 1, plain::line(&item.text)))
}

fn within(text: &str, most: usize) -> Option<&str> {
    (1..=most).contains(&text.chars().count()).then_some(text)
}
