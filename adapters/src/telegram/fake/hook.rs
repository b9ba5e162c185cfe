//! Posts updates to the webhook, again and again until they are taken.

use std::{sync::Arc, time::Duration};

use serde_json::Value;

use super::{Request, Shared, calls, state::Webhook};

/// Between two attempts. The real one begins so and then waits up to two minutes.
const PAUSE: Duration = Duration::from_millis(100);

/// Runs for as long as Telegram does.
pub(super) async fn deliver(shared: Arc<Shared>) {
    let http = crate::http::http();
    loop {
        let changed = shared.changed.notified();
        tokio::pin!(changed);
        changed.as_mut().enable();
        let next = {
            let mut state = shared.state();
            if state.disorder && state.updates.len() > 1 {
                state.updates.swap(0, 1);
            }
            state.webhook.clone().zip(state.updates.front().cloned())
        };
        let Some((webhook, update)) = next else {
            changed.await;
            continue;
        };
        let times = if shared.state().disorder { 2 } else { 1 };
        let mut answer = Err(String::new());
        for _ in 0..times {
            answer = post(&http, &webhook, &update).await;
        }
        match answer {
            Ok(answer) => shared.change(|state| {
                state.updates.retain(|one| one["update_id"] != update["update_id"]);
                // The answer may call a method.
                if let (Some(method), Some(fields)) = (answer["method"].as_str(), answer.as_object()) {
                    let request =
                        Request { method: method.to_owned(), fields: fields.clone(), ..Request::default() };
                    state.journal.push(request.clone());
                    let _fire_and_forget = calls::call(state, &request);
                }
            }),
            Err(why) => {
                shared.change(|state| {
                    let at = state.clock;
                    if let Some(webhook) = &mut state.webhook {
                        webhook.last_error = Some((at, why));
                    }
                });
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// The body of an answer that took it; why it was not taken else.
async fn post(http: &reqwest::Client, webhook: &Webhook, update: &Value) -> Result<Value, String> {
    let mut request = http.post(&webhook.url).json(update);
    if !webhook.secret.is_empty() {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", &webhook.secret);
    }
    let answer = request.send().await.map_err(|_| "Connection refused".to_owned())?;
    if !answer.status().is_success() {
        return Err(format!("Wrong response from the webhook: {}", answer.status()));
    }
    let body = answer.bytes().await.unwrap_or_default();
    Ok(serde_json::from_slice(&body).unwrap_or_default())
}
