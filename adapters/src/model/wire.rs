//! Questions and answers as they go over the wire.

use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ModelError, client::Question};

/// The longest text of a server that is repeated, in characters.
const LONGEST: usize = 300;

/// What a model said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The text: JSON, where the server keeps its word.
    pub text: String,
    /// Tokens of the question as the server counts; `None` where it does not say.
    pub tokens_in: Option<u32>,
    /// Tokens of the answer.
    pub tokens_out: Option<u32>,
}

/// The body of a request. `newer`: for models that count their thoughts and choose their own temperature.
pub(super) fn body(model: &str, question: &Question<'_>, newer: bool) -> Value {
    let mut body = json!({
        "model": model,
        "messages": [
            { "role": "system", "content": question.system },
            { "role": "user", "content": question.user },
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": { "name": question.schema_name, "strict": true, "schema": question.schema },
        },
        "stream": false,
    });
    if newer {
        body["max_completion_tokens"] = json!(question.most_tokens);
    } else {
        body["max_tokens"] = json!(question.most_tokens);
        body["temperature"] = json!(0);
    }
    body
}

#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
    usage: Option<Usage>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    content: Option<String>,
    refusal: Option<String>,
}

#[derive(Deserialize)]
struct Usage {
    prompt_tokens: Option<u32>,
    completion_tokens: Option<u32>,
}

/// What the body of a good answer says. Tools that it calls are none of ours: nobody offered it any.
pub(super) fn answer(body: &[u8]) -> Result<Answer, ModelError> {
    let unusable = |why: &str| ModelError::Unusable(why.to_owned());
    let completion: Completion =
        serde_json::from_slice(body).map_err(|_| unusable("no answer of a chat model"))?;
    let choice = completion.choices.into_iter().next().ok_or_else(|| unusable("an empty answer"))?;
    if let Some(refusal) = choice.message.refusal {
        return Err(ModelError::Refused(short(&refusal)));
    }
    if choice.finish_reason.as_deref() == Some("length") {
        return Err(unusable("cut off at its longest"));
    }
    let text = choice.message.content.filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| unusable("an answer without words"))?;
    let usage = completion.usage;
    Ok(Answer {
        text,
        tokens_in: usage.as_ref().and_then(|it| it.prompt_tokens),
        tokens_out: usage.as_ref().and_then(|it| it.completion_tokens),
    })
}

/// What an answer with another status means.
pub(super) fn refusal(status: StatusCode, retry_after: Option<f64>, body: &[u8]) -> ModelError {
    let said: Value = serde_json::from_slice(body).unwrap_or_default();
    let error = &said["error"];
    let words = error["message"].as_str().or(error.as_str()).or(said["message"].as_str()).unwrap_or_default();
    let why = if words.is_empty() { format!("HTTP {status}") } else { short(words) };
    let kind = format!("{} {} {words}", error["code"], error["type"]).to_lowercase();
    match status.as_u16() {
        401 | 403 => ModelError::Unauthorized(why),
        408 => ModelError::TooSlow,
        429 | 500.. => {
            let seconds =
                retry_after.filter(|seconds| seconds.is_finite() && (0.0..=86_400.0).contains(seconds));
            ModelError::Busy { why, after_ms: seconds.map(|seconds| (seconds * 1e3).ceil() as u64) }
        }
        413 => ModelError::TooLong(why),
        400 | 422 if ["context", "exceed", "too long"].iter().any(|word| kind.contains(word)) => {
            ModelError::TooLong(why)
        }
        _ => ModelError::Refused(why),
    }
}

fn short(words: &str) -> String {
    words.chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}
