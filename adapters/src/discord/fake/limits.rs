//! What Discord accepts in a message and in a command.

use std::collections::HashSet;

use serde_json::{Value, json};

/// The answer to what it does not accept.
pub(super) type Wrong = (u16, Value);

fn wrong(field: &str, why: &str) -> Wrong {
    let errors = json!({field: {"_errors": [{"code": "BASE_TYPE_BAD", "message": why}]}});
    (400, json!({"code": 50_035, "message": "Invalid Form Body", "errors": errors}))
}

fn within(value: &Value, field: &str, least: usize, most: usize) -> Result<usize, Wrong> {
    let chars = match value {
        Value::Null if least == 0 => 0,
        Value::String(text) => text.trim().chars().count(),
        _ => return Err(wrong(field, "must be a string")),
    };
    let fits = (least..=most).contains(&chars);
    if fits { Ok(chars) } else { Err(wrong(field, &format!("must be between {least} and {most} in length"))) }
}

fn list<'a>(value: &'a Value, field: &str, most: usize) -> Result<&'a [Value], Wrong> {
    match value {
        Value::Null => Ok(&[]),
        Value::Array(all) if all.len() <= most => Ok(all),
        _ => Err(wrong(field, &format!("must be a list of {most} or fewer"))),
    }
}

/// A message, with so many files.
pub(super) fn message(body: &Value, files: &[String]) -> Result<(), Wrong> {
    if !body.is_object() {
        return Err(wrong("_", "must be an object"));
    }
    let content = within(&body["content"], "content", 0, 2_000)?;
    within(&body["nonce"], "nonce", 0, 25)?;
    let embeds = list(&body["embeds"], "embeds", 10)?;
    let mut all = 0;
    for embed in embeds {
        all += within(&embed["title"], "title", 0, 256)?;
        all += within(&embed["description"], "description", 0, 4_096)?;
        all += within(&embed["footer"]["text"], "footer", 0, 2_048)?;
        all += within(&embed["author"]["name"], "author", 0, 256)?;
        for field in list(&embed["fields"], "fields", 25)? {
            all += within(&field["name"], "name", 1, 256)?;
            all += within(&field["value"], "value", 1, 1_024)?;
        }
        if let Some(url) = embed["image"]["url"].as_str() {
            let attached =
                url.strip_prefix("attachment://").is_some_and(|name| files.iter().any(|file| file == name));
            if !attached && !url.starts_with("https://") {
                return Err(wrong("image", "referenced attachment not found"));
            }
        }
    }
    if all > 6_000 {
        return Err(wrong("embeds", "Embed size exceeds maximum size of 6000"));
    }
    components(&body["components"])?;
    let nothing = content == 0 && embeds.is_empty() && files.is_empty();
    if nothing {
        Err((400, json!({"code": 50_006, "message": "Cannot send an empty message"})))
    } else {
        Ok(())
    }
}

fn components(rows: &Value) -> Result<(), Wrong> {
    let mut seen = HashSet::new();
    for row in list(rows, "components", 5)? {
        let buttons = list(&row["components"], "components", 5)?;
        if row["type"] != 1 || buttons.is_empty() {
            return Err(wrong("components", "must be rows of 1 to 5 components"));
        }
        for button in buttons {
            within(&button["label"], "label", 1, 80)?;
            within(&button["custom_id"], "custom_id", 1, 100)?;
            let new = seen.insert(button["custom_id"].to_string());
            if button["type"] != 2 || !matches!(button["style"].as_u64(), Some(1..=4)) || !new {
                return Err(wrong("components", "an unknown kind, or a custom id used twice"));
            }
        }
    }
    Ok(())
}

/// A list of commands.
pub(super) fn commands(body: &Value) -> Result<(), Wrong> {
    let all = list(body, "commands", 100)?;
    names(all)?;
    for command in all {
        within(&command["description"], "description", 1, 100)?;
        options(&command["options"], 0)?;
        if chars(command) > 8_000 {
            return Err(wrong("command", "Command exceeds maximum size (8000)"));
        }
    }
    Ok(())
}

fn options(value: &Value, depth: usize) -> Result<(), Wrong> {
    let all = list(value, "options", 25)?;
    names(all)?;
    let mut optional = false;
    for option in all {
        within(&option["description"], "description", 1, 100)?;
        match option["type"].as_u64() {
            Some(1 | 2) if depth < 2 => options(&option["options"], depth + 1)?,
            Some(3..=11) => {
                if optional && option["required"] == true {
                    return Err(wrong(
                        "options",
                        "Required options must be placed before non-required options",
                    ));
                }
                optional = option["required"] != true;
            }
            _ => return Err(wrong("type", "unknown")),
        }
    }
    Ok(())
}

fn names(all: &[Value]) -> Result<(), Wrong> {
    let own = all.iter().map(|one| (&one["name"], "name"));
    // a name in another language obeys the same rules, beside all the others
    let told = all.iter().flat_map(|one| one["name_localizations"].as_object().into_iter().flatten());
    let mut seen = HashSet::new();
    for (name, field) in own.chain(told.map(|(_, name)| (name, "name_localizations"))) {
        within(name, field, 1, 32)?;
        let name = name.as_str().unwrap_or_default();
        let fits =
            name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') && name == name.to_lowercase();
        if !fits || !seen.insert(name.to_owned()) {
            return Err(wrong(field, "must match ^[-_'\\p{L}\\p{N}]{1,32}$ and be unique"));
        }
    }
    Ok(())
}

fn chars(value: &Value) -> usize {
    let of = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let below = value["options"].as_array().into_iter().flatten().map(chars).sum::<usize>();
    of(&value["name"]) + of(&value["description"]) + below
}
