//! Buttons.

use serde_json::{Value, json};

use super::{Shown, cut, rich};
use crate::message::Style;
use crate::{Button, ButtonStyle, plain};

/// Buttons in a row of actions.
const ROW: usize = 25;
/// Longest label, in characters.
const LABEL: usize = 75;

/// The buttons, behind the whole labels of those that are too long for one. Each carries its token, which comes
/// back as it is.
pub(super) fn actions(buttons: &[Button]) -> Vec<Shown> {
    let labels: Vec<String> = buttons.iter().map(label).collect();
    let long = labels.iter().filter(|label| label.chars().count() > LABEL);
    let mut shown = rich::text(long.map(|label| vec![(Style::Plain, format!("• {label}"))]).collect());
    for (row, some) in buttons.chunks(ROW).enumerate() {
        let labels = &labels[row * ROW..];
        let elements: Vec<Value> = some
            .iter()
            .zip(labels)
            .enumerate()
            .map(|(i, (one, label))| element(&format!("press.{}", row * ROW + i), one, label))
            .collect();
        let said =
            labels.iter().take(some.len()).map(|label| format!("[{label}]")).collect::<Vec<_>>().join(" ");
        shown.push(Shown { block: json!({"type": "actions", "elements": elements}), said });
    }
    shown
}

fn label(button: &Button) -> String {
    let label = plain::line(&button.label);
    if label.trim().is_empty() { "…".to_owned() } else { label }
}

fn element(id: &str, button: &Button, label: &str) -> Value {
    let text = json!({"type": "plain_text", "text": cut(label, LABEL), "emoji": false});
    let mut element = json!({"type": "button", "action_id": id, "text": text, "value": button.token});
    match button.style {
        ButtonStyle::Plain => {}
        ButtonStyle::Primary => element["style"] = "primary".into(),
        ButtonStyle::Danger => element["style"] = "danger".into(),
    }
    element
}
