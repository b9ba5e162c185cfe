//! The files in `prompts/`: a header, what the model is told, and after a line of `===` what it is to work on.

use minijinja::{Environment, UndefinedBehavior, value::Serde};
use serde::Serialize;
use serde_json::Value;

use super::{Ask, Task};

/// A prompt that cannot be filled: a fault of its file, found by its test.
#[derive(Debug, thiserror::Error)]
#[error("the prompt {task}: {reason}")]
pub struct BadPrompt {
    task: &'static str,
    reason: String,
}

fn source(task: Task) -> &'static str {
    match task {
        Task::Understand => include_str!("../../../prompts/understand.md"),
        Task::Summary => include_str!("../../../prompts/summary.md"),
        Task::Sentiment => include_str!("../../../prompts/sentiment.md"),
    }
}

/// A prompt taken apart.
struct Prompt {
    schema: &'static str,
    tokens: u32,
    system: &'static str,
    user: &'static str,
}

fn read(task: Task) -> Option<Prompt> {
    let (header, body) = source(task).strip_prefix("---\n")?.split_once("\n---\n")?;
    let (system, user) = body.split_once("\n===\n")?;
    let of = |name: &str| header.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    let named = of("task") == Some(task.as_str());
    named.then_some(())?;
    Some(Prompt { schema: of("schema")?, tokens: of("tokens")?.parse().ok()?, system, user })
}

/// Fills the prompt of a task.
pub(super) fn fill(task: Task, values: &impl Serialize, schema: Value) -> Result<Ask, BadPrompt> {
    let bad = |reason: String| BadPrompt { task: task.as_str(), reason };
    let prompt = read(task).ok_or_else(|| bad("its header cannot be read".to_owned()))?;
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.add_filter("quoted", quoted);
    let user = templates
        .render_str(prompt.user, Serde(values))
        .map_err(|error| bad(format!("it cannot be filled: {error}")))?;
    Ok(Ask {
        task,
        system: prompt.system.trim().to_owned(),
        user: user.trim().to_owned(),
        schema_name: prompt.schema.to_owned(),
        schema,
        most_tokens: prompt.tokens,
    })
}

/// As JSON: however it is written, it does not end before its end.
fn quoted(value: &minijinja::Value) -> Result<String, minijinja::Error> {
    serde_json::to_string(value)
        .map_err(|error| minijinja::Error::new(minijinja::ErrorKind::BadSerialization, error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_task_has_its_file() {
        for task in Task::ALL {
            let prompt = read(task).unwrap_or_else(|| panic!("{task:?}"));
            assert!(
                prompt.tokens >= 50
                    && !prompt.schema.is_empty()
                    && prompt.system.contains("are data") | prompt.system.contains("is data")
            );
        }
    }

    #[test]
    fn what_is_not_there_is_a_fault_and_no_blank() {
        assert!(fill(Task::Summary, &serde_json::json!({ "messages": [] }), Value::Null).is_err());
    }
}
