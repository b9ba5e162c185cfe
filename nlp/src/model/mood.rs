//! The mood of messages, as a model sees it: for those of which the local reading is unsure.

use serde::Deserialize;
use serde_json::json;

use super::{Ask, BadPrompt, Task, clean::clean, prompt::fill};
use crate::sentiment::Label;

/// So many messages are asked about at a time.
pub const TOGETHER: usize = 10;

/// The question in what mood these were written.
///
/// # Errors
/// A fault of the prompt's file.
pub fn ask(texts: &[&str]) -> Result<Ask, BadPrompt> {
    let messages: Vec<String> = texts.iter().map(|text| clean(text)).collect();
    let schema = json!({
        "type": "object",
        "properties": {
            "moods": {
                "type": "array",
                "items": { "type": "string", "enum": ["negative", "neutral", "positive"] },
            },
        },
        "required": ["moods"],
        "additionalProperties": false,
    });
    fill(Task::Sentiment, &json!({ "messages": messages }), schema)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    moods: Vec<String>,
}

pub(super) fn is_list(answer: &str) -> bool {
    serde_json::from_str::<Answer>(answer).is_ok()
}

/// A mood for each of the `asked` texts, in their order; `None` where the answer is not for as many.
pub fn read(answer: &str, asked: usize) -> Option<Vec<Label>> {
    let moods = serde_json::from_str::<Answer>(answer).ok()?.moods;
    let label = |word: &String| match word.as_str() {
        "negative" => Some(Label::Negative),
        "neutral" => Some(Label::Neutral),
        "positive" => Some(Label::Positive),
        _ => None,
    };
    (moods.len() == asked).then(|| moods.iter().map(label).collect()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_moods_as_messages_or_none() {
        let ask = ask(&["great, another breaking change", "直りました、助かります"]).unwrap();
        insta::assert_snapshot!(ask.user);
        let moods = r#"{"moods":["negative","positive"]}"#;
        assert_eq!(read(moods, 2), Some(vec![Label::Negative, Label::Positive]));
        for (answer, asked) in
            [(moods, 3), (r#"{"moods":["furious","positive"]}"#, 2), ("{\"moods\":null}", 0), ("", 0)]
        {
            assert_eq!(read(answer, asked), None, "{answer}");
        }
    }
}
