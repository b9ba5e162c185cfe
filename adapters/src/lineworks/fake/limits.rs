//! The shape and the limits of messages, as the documentation has them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::state::File;

type Checked = Result<(), String>;

/// Where an action stands: what is allowed differs.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Template,
    Carousel,
    QuickReply,
    Menu,
    Flex,
}

/// A message's `content`.
pub(super) fn message(content: &Value) -> Checked {
    match content["type"].as_str().unwrap_or_default() {
        "text" => text(content, "text", 2_000)?,
        "image" => {
            let by_url = content["originalContentUrl"].is_string() && content["previewImageUrl"].is_string();
            need(by_url != content["fileId"].is_string(), "either a file or two addresses")?;
        }
        "button_template" => {
            text(content, "contentText", 1_000)?;
            actions(&content["actions"], 1..=10, Place::Template)?;
        }
        "list_template" => {
            for element in list(&content["elements"], 1..=4, "elements")? {
                text(element, "title", 1_000)?;
                optional(element, "subtitle", 1_000)?;
                if !element["action"].is_null() {
                    self::action(&element["action"], Place::Template)?;
                }
            }
            if !content["actions"].is_null() {
                for row in list(&content["actions"], 1..=2, "rows of buttons")? {
                    actions(row, 1..=2, Place::Template)?;
                }
            }
        }
        "carousel" => carousel(content)?,
        "flex" => {
            text(content, "altText", 400)?;
            let bubbles = match content["contents"]["type"].as_str() {
                Some("carousel") => {
                    list(&content["contents"]["contents"], 1..=10, "bubbles")?.iter().collect()
                }
                Some("bubble") => vec![&content["contents"]],
                _ => return Err("contents must be a bubble or a carousel".into()),
            };
            for bubble in bubbles {
                need(bubble.to_string().len() <= 30_000, "a bubble is 30 KB at most")?;
                flex(bubble)?;
            }
        }
        other => return Err(format!("type {other:?}")),
    }
    if content["quickReply"].is_null() {
        return Ok(());
    }
    for item in list(&content["quickReply"]["items"], 1..=13, "quick replies")? {
        action(&item["action"], Place::QuickReply)?;
    }
    Ok(())
}

/// A file that was uploaded, and in one message only.
pub(super) fn file(content: &Value, files: &mut BTreeMap<String, File>) -> Checked {
    let Some(id) = content["fileId"].as_str() else { return Ok(()) };
    match files.get_mut(id) {
        Some(file) if file.bytes.is_some() && !file.used => file.used = true,
        _ => return Err("fileId".into()),
    }
    Ok(())
}

/// A persistent menu.
pub(super) fn menu(menu: &Value) -> Checked {
    actions(&menu["content"]["actions"], 1..=4, Place::Menu)
}

fn carousel(content: &Value) -> Checked {
    let columns = list(&content["columns"], 1..=10, "columns")?;
    let count = |column: &Value| column["actions"].as_array().map_or(0, Vec::len);
    let shape = |column: &Value| (count(column), column["title"].is_string());
    for column in columns {
        need(shape(column) == shape(&columns[0]), "columns must be alike")?;
        optional(column, "title", 40)?;
        text(column, "text", if column["title"].is_string() { 60 } else { 120 })?;
        actions(&column["actions"], 1..=3, Place::Carousel)?;
        if !column["defaultAction"].is_null() {
            action(&column["defaultAction"], Place::Carousel)?;
        }
    }
    Ok(())
}

/// Texts that say something, and actions that are good, anywhere in a bubble.
fn flex(component: &Value) -> Checked {
    match component {
        Value::Array(all) => all.iter().try_for_each(flex),
        Value::Object(fields) => {
            if component["type"] == "text" && component.get("contents").is_none() {
                text(component, "text", 2_000)?;
            }
            if component["type"] == "box" {
                need(component["contents"].is_array(), "a box has contents")?;
                need(component["layout"].is_string(), "a box has a layout")?;
            }
            if let Some(action) = fields.get("action") {
                self::action(action, Place::Flex)?;
            }
            fields.iter().filter(|(key, _)| *key != "action").try_for_each(|(_, value)| flex(value))
        }
        _ => Ok(()),
    }
}

fn actions(value: &Value, count: std::ops::RangeInclusive<usize>, place: Place) -> Checked {
    list(value, count, "actions")?.iter().try_for_each(|value| action(value, place))
}

fn action(action: &Value, place: Place) -> Checked {
    let label = if place == Place::Menu { 1_000 } else { 20 };
    text(action, "label", label)?;
    match (action["type"].as_str().unwrap_or_default(), place) {
        ("message", _) => {
            if matches!(place, Place::Carousel | Place::QuickReply) {
                text(action, "text", 300)?;
            }
            optional(action, "text", 300)?;
            optional(action, "postback", 1_000)
        }
        ("postback", Place::Carousel | Place::QuickReply) => {
            text(action, "data", 300)?;
            if place == Place::QuickReply {
                text(action, "displayText", 300)?;
            }
            optional(action, "displayText", 300)
        }
        ("uri", _) => {
            text(action, "uri", 1_000)?;
            let uri = action["uri"].as_str().unwrap_or_default();
            need(uri.starts_with("https://") || uri.starts_with("http://"), "uri")
        }
        (other, _) => Err(format!("an action of type {other:?} here")),
    }
}

fn list<'a>(
    value: &'a Value,
    count: std::ops::RangeInclusive<usize>,
    what: &str,
) -> Result<&'a [Value], String> {
    let all = value.as_array().ok_or_else(|| what.to_owned())?;
    need(count.contains(&all.len()), &format!("{what}: {} of {count:?}", all.len()))?;
    Ok(all)
}

fn optional(value: &Value, key: &str, most: usize) -> Checked {
    if value[key].is_null() { Ok(()) } else { text(value, key, most) }
}

fn text(value: &Value, key: &str, most: usize) -> Checked {
    let chars = value[key].as_str().ok_or_else(|| format!("{key} is missing"))?.chars().count();
    need((1..=most).contains(&chars), &format!("{key}: {chars} characters of 1 to {most}"))
}

fn need(good: bool, why: &str) -> Checked {
    if good { Ok(()) } else { Err(why.to_owned()) }
}
