//! Buttons below what was said.
//!
//! In a template a button speaks: it posts its label as the user, and what it carries comes with that. Labels are
//! short; a longer one is written out above, beside what can be typed instead.

use serde_json::{Value, json};

use super::dialect::{Bare, cut, inert};
use super::{LABEL, LONGEST, LONGEST_QUESTION, Shown, said};
use crate::lineworks::postback;
use crate::message::{Dialect, Style};
use crate::{Button, ButtonStyle, Payload, plain};

/// As many as a button template takes.
const MOST: usize = 10;
/// As many as fit below a message as quick replies.
pub(super) const MOST_QUICK: usize = 13;

/// Adds buttons below the last message; `last`: nothing is said after them.
pub(super) fn add(shown: &mut Shown<'_>, buttons: &[Button], last: bool) {
    let (fitting, unfit): (Vec<_>, Vec<_>) = buttons.iter().partition(|button| carries(button));
    let mut above: Vec<String> =
        fitting.iter().filter(|button| is_long(button)).map(|button| typed(button)).collect();
    above.extend(unfit.into_iter().map(typed));
    if !above.is_empty() {
        write(shown, &above);
    }
    if last && is_short_choice(&fitting) && shown.last_text().is_some() {
        if let Some(message) = shown.messages.last_mut() {
            message.body["quickReply"] =
                json!({"items": fitting.iter().map(|b| quick(b)).collect::<Vec<_>>()});
        }
        return;
    }
    for (i, some) in fitting.chunks(MOST).enumerate() {
        let question = match shown.last_text() {
            Some(text) if i == 0 && text.chars().count() <= LONGEST_QUESTION => {
                let text = text.to_owned();
                shown.messages.pop();
                text
            }
            _ if i == 0 => match &shown.heading {
                Some(heading) => cut(heading, LONGEST_QUESTION),
                None => shown.word("Please choose:", "選んでください。").to_owned(),
            },
            _ => shown.word("More:", "続き").to_owned(),
        };
        let actions: Vec<_> = some.iter().map(|button| action(button)).collect();
        shown.messages.push(Payload::new(
            json!({"type": "button_template", "contentText": question, "actions": actions}),
        ));
    }
}

/// The button of a template: its label is what is said.
pub(super) fn action(button: &Button) -> Value {
    json!({"type": "message", "label": label(button), "postback": postback::press(&button.token)})
}

/// The button below a message: it says its whole label, and is not a message by itself.
fn quick(button: &Button) -> Value {
    let data = postback::press(&button.token);
    let label = label(button);
    json!({"action": {"type": "postback", "label": label, "displayText": label, "data": data}})
}

/// Never empty: what it says, else what can be typed.
pub(super) fn label(button: &Button) -> String {
    let label = cut(&button.label, LABEL);
    let label = if label.is_empty() { cut(&button.typed, LABEL) } else { label };
    if label.is_empty() { "…".to_owned() } else { label }
}

/// Its token fits into what a button carries.
pub(super) fn carries(button: &Button) -> bool {
    postback::press(&button.token).chars().count() <= postback::LONGEST
}

/// Its label does not fit on it.
pub(super) fn is_long(button: &Button) -> bool {
    inert(plain::line(&button.label).trim()).chars().count() > LABEL
}

/// A few words of which none weighs more than another.
fn is_short_choice(buttons: &[&Button]) -> bool {
    let plain = |button: &&Button| button.style == ButtonStyle::Plain && !is_long(button);
    (1..=MOST_QUICK).contains(&buttons.len()) && buttons.iter().all(plain)
}

/// "yes: Merge": what to type, and what it does.
fn typed(button: &Button) -> String {
    let (key, label) = (plain::line(&button.typed), plain::line(&button.label));
    let line = if key.trim().is_empty() { label } else { format!("{key}: {label}") };
    Bare { ja: false }.write(&Style::Plain, &line)
}

/// Adds lines to the last text, or as texts of their own.
fn write(shown: &mut Shown<'_>, lines: &[String]) {
    let more = lines.join("\n");
    if let Some(text) = shown.last_text() {
        let text = format!("{text}\n\n{more}");
        if text.chars().count() <= LONGEST_QUESTION {
            shown.messages.pop();
            shown.messages.push(Payload::new(said(&text)));
            return;
        }
    }
    let whole = crate::Reply::new("").text(crate::markdown::escape(&more));
    let texts =
        if more.chars().count() <= LONGEST { vec![more] } else { super::text::of(&whole, shown.site) };
    shown
        .messages
        .extend(texts.iter().filter(|text| !text.trim().is_empty()).map(|text| Payload::new(said(text))));
}
