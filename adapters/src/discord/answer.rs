//! The first answer to an interaction that came by the gateway: "thinking…", "seen", or what may be meant.
//!
//! Not the answer itself: that is a message, see `send.rs`.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};

use super::api::{Api, Body, Call};
use super::called;
use crate::Intake;
use crate::export::field;

/// Choices of a suggestion.
const MOST_CHOICES: usize = 25;
/// Characters of one.
const LONGEST_CHOICE: usize = 100;

/// An answer, and where it goes.
pub(super) struct Answer {
    path: String,
    body: Value,
}

/// What is answered at once to a command or a press; `None` to anything else.
pub(super) fn first(d: &Value) -> Option<Answer> {
    to(d, called::answer(d)?)
}

/// What somebody may mean who types an argument.
pub(super) async fn suggest(api: &Arc<Api>, d: &Value, intake: &dyn Intake) {
    let Some(partial) = called::partial(d) else { return };
    let cut = |text: &str| text.chars().take(LONGEST_CHOICE).collect::<String>();
    let choices = intake.complete(partial).await;
    let choices: Vec<_> = choices
        .iter()
        // A value that was cut means something else.
        .filter(|choice| !choice.label.is_empty() && choice.value.chars().count() <= LONGEST_CHOICE)
        .take(MOST_CHOICES)
        .map(|choice| json!({"name": cut(&choice.label), "value": choice.value}))
        .collect();
    if let Some(answer) = to(d, json!({"type": 8, "data": {"choices": choices}})) {
        answer.send(api);
    }
}

fn to(d: &Value, body: Value) -> Option<Answer> {
    let (id, token) = (field::id(&d["id"])?, field::id(&d["token"])?);
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'/' | b'?' | b'#'));
    (plain(&id) && plain(&token))
        .then(|| Answer { path: format!("/interactions/{id}/{token}/callback"), body })
}

impl Answer {
    /// Within three seconds, or the user reads that nobody answers; what was called is stored and runs all the
    /// same. Nothing waits for it.
    pub(super) fn send(self, api: &Arc<Api>) {
        let api = Arc::clone(api);
        tokio::spawn(async move {
            let call = Call {
                method: Method::POST,
                path: self.path.clone(),
                lane: ("POST /interactions/callback", &self.path),
                body: Body::Json(self.body),
                bare: true,
                // Discord refuses the second one.
                again: true,
            };
            if let Err(trouble) = api.call(call).await {
                tracing::warn!(status = trouble.status, error = %trouble.error, "an interaction has no first answer");
            }
        });
    }
}
