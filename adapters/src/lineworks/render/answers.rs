//! A question with a few answers, each with a page of its own: up to four stand below each other, up to ten beside
//! each other.

use serde_json::{Value, json};

use super::cell::{address, open};
use super::dialect::{cut, inert};
use super::{LABEL, press};
use crate::{Button, Item, plain};

/// As many as a list template takes; it has room for long lines.
const IN_LIST: usize = 4;
/// As many as a carousel takes; its lines are short.
const IN_CAROUSEL: usize = 10;
const CAROUSEL_TITLE: usize = 40;
const CAROUSEL_TEXT: usize = 60;
const LIST_LINE: usize = 1_000;

/// The template, where there is a button for each line, every line leads somewhere and all of it fits.
pub(super) fn template(items: &[Item], buttons: &[Button], site: &str, ja: bool) -> Option<Value> {
    let fits = |button: &Button| {
        press::carries(button) && inert(plain::line(&button.label).trim()).chars().count() <= LABEL
    };
    if items.len() != buttons.len() || items.len() < 2 || !buttons.iter().all(fits) {
        return None;
    }
    let answers: Option<Vec<_>> = items
        .iter()
        .zip(buttons)
        .enumerate()
        .map(|(i, (item, button))| Answer::of(i, item, button, site))
        .collect();
    let answers = answers?;
    if answers.len() <= IN_LIST && answers.iter().all(|answer| answer.is_within(LIST_LINE, LIST_LINE)) {
        let elements: Vec<_> = answers.iter().map(Answer::element).collect();
        return Some(json!({"type": "list_template", "elements": elements}));
    }
    let short = answers.iter().all(|answer| answer.is_within(CAROUSEL_TITLE, CAROUSEL_TEXT));
    (answers.len() <= IN_CAROUSEL && short).then(|| {
        let columns: Vec<_> = answers.iter().map(|answer| answer.column(ja)).collect();
        json!({"type": "carousel", "columns": columns})
    })
}

/// One of them.
struct Answer<'a> {
    title: String,
    /// Who and when, and the code.
    below: String,
    opens: Value,
    button: &'a Button,
}

impl<'a> Answer<'a> {
    fn of(i: usize, item: &Item, button: &'a Button, site: &str) -> Option<Self> {
        let link = item.link.as_ref()?;
        let opens = open(&link.label, &address(&link.path, site)?)?;
        let detail = item.detail.as_deref().map(plain::line).unwrap_or_default();
        let below = [plain::line(&link.label), detail].into_iter().filter(|part| !part.trim().is_empty());
        Some(Self {
            title: inert(&format!("{}. {}", i + 1, plain::line(&item.text))),
            below: inert(&below.collect::<Vec<_>>().join(" · ")),
            opens,
            button,
        })
    }

    fn is_within(&self, title: usize, below: usize) -> bool {
        let within = |text: &str, most| (1..=most).contains(&text.chars().count());
        within(&self.title, title) && within(&self.below, below)
    }

    fn element(&self) -> Value {
        json!({"title": self.title, "subtitle": self.below, "defaultAction": self.opens,
            "action": press::action(self.button)})
    }

    /// In a carousel a button says its text.
    fn column(&self, ja: bool) -> Value {
        let mut pressed = press::action(self.button);
        pressed["text"] = pressed["label"].clone();
        let mut opens = self.opens.clone();
        opens["label"] = cut(if ja { "開く" } else { "Open" }, LABEL).into();
        json!({"title": self.title, "text": self.below, "actions": [pressed, opens]})
    }
}
