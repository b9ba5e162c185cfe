//! What Slack says of blocks that it does not take.

use serde_json::Value;

/// Why these blocks are refused; `None` where they are not. Not every rule of Slack's: those that we could break.
pub fn problem(blocks: &Value) -> Option<String> {
    let Some(all) = blocks.as_array() else {
        return (!blocks.is_null()).then(|| "blocks are no list".to_owned());
    };
    if all.len() > 50 {
        return Some("more than 50 blocks".to_owned());
    }
    let count = |kind: &str| all.iter().filter(|block| block["type"] == kind).count();
    if count("table") > 1 {
        return Some("only_one_table_allowed".to_owned());
    }
    if count("data_visualization") > 2 {
        return Some("more than two charts".to_owned());
    }
    if letters(blocks) > 13_200 {
        return Some("msg_blocks_too_long".to_owned());
    }
    all.iter().find_map(block)
}

/// Characters that are shown.
fn letters(value: &Value) -> usize {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| match value {
                Value::String(text) if name == "text" || name == "value" => text.chars().count(),
                value => letters(value),
            })
            .sum(),
        Value::Array(items) => items.iter().map(letters).sum(),
        _ => 0,
    }
}

fn block(block: &Value) -> Option<String> {
    let list = |field: &str| block[field].as_array().map(Vec::as_slice).unwrap_or_default();
    match block["type"].as_str()? {
        "header" => text(&block["text"], 150, &["plain_text"]),
        "section" => {
            let fields = list("fields");
            if fields.len() > 10 || (fields.is_empty() && block["text"].is_null()) {
                return Some("section: 1 to 10 fields, or a text".to_owned());
            }
            fields.iter().find_map(|field| text(field, 2_000, &["plain_text", "mrkdwn"]))
        }
        "context" => {
            let elements = list("elements");
            let fits = (1..=10).contains(&elements.len());
            let wrong = elements.iter().find_map(|one| text(one, 2_000, &["plain_text", "mrkdwn"]));
            if fits { wrong } else { Some("context: 1 to 10 elements".to_owned()) }
        }
        "actions" => actions(list("elements")),
        "rich_text" => list("elements").iter().find_map(rich),
        "table" => table(block),
        "data_visualization" => chart(block),
        "divider" => None,
        other => Some(format!("unknown block {other}")),
    }
}

fn text(value: &Value, most: usize, kinds: &[&str]) -> Option<String> {
    let (kind, text) =
        (value["type"].as_str().unwrap_or_default(), value["text"].as_str().unwrap_or_default());
    let count = text.chars().count();
    (!kinds.contains(&kind) || !(1..=most).contains(&count))
        .then(|| format!("a text of {count} of type {kind:?}"))
}

fn actions(elements: &[Value]) -> Option<String> {
    if !(1..=25).contains(&elements.len()) {
        return Some("actions: 1 to 25 elements".to_owned());
    }
    let mut ids: Vec<&str> = elements.iter().filter_map(|one| one["action_id"].as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() != elements.len() {
        return Some("an action_id twice".to_owned());
    }
    elements.iter().find_map(|one| {
        let value = one["value"].as_str().unwrap_or_default();
        let odd = value.chars().count() > 2_000 || one["type"] != "button";
        let style = one["style"].as_str().is_some_and(|style| !["primary", "danger"].contains(&style));
        if odd || style {
            Some("a button that is none".to_owned())
        } else {
            text(&one["text"], 75, &["plain_text"])
        }
    })
}

fn rich(element: &Value) -> Option<String> {
    let inner = element["elements"].as_array().map(Vec::as_slice).unwrap_or_default();
    match element["type"].as_str().unwrap_or_default() {
        _ if inner.is_empty() => Some("rich text without elements".to_owned()),
        "rich_text_list" => inner.iter().find_map(rich),
        "rich_text_section" | "rich_text_preformatted" => {
            inner.iter().find_map(|one| match one["type"].as_str() {
                Some("text") => {
                    one["text"].as_str().unwrap_or_default().is_empty().then(|| "an empty text".to_owned())
                }
                Some("link") => (!one["url"].as_str().unwrap_or_default().starts_with("http"))
                    .then(|| "no url".to_owned()),
                other => Some(format!("rich text of type {other:?}")),
            })
        }
        other => Some(format!("rich text of type {other:?}")),
    }
}

fn table(block: &Value) -> Option<String> {
    let rows = block["rows"].as_array().map(Vec::as_slice).unwrap_or_default();
    let width = rows.first().and_then(Value::as_array).map_or(0, Vec::len);
    let even = rows.iter().all(|row| row.as_array().is_some_and(|row| row.len() == width));
    if !(1..=100).contains(&rows.len()) || !(1..=20).contains(&width) || !even {
        return Some("a table of other than 1 to 100 even rows of 1 to 20 cells".to_owned());
    }
    let cells = rows.iter().filter_map(Value::as_array).flatten();
    let total: usize = cells.clone().map(letters).sum();
    if total > 10_000 {
        return Some("a table of more than 10,000 characters".to_owned());
    }
    cells.map(|cell| text(cell, 10_000, &["raw_text"])).find_map(|problem| problem)
}

fn chart(block: &Value) -> Option<String> {
    let chart = &block["chart"];
    let name =
        |value: &Value, most: usize| (1..=most).contains(&value.as_str().unwrap_or_default().chars().count());
    let categories = chart["axis_config"]["categories"].as_array().map(Vec::as_slice).unwrap_or_default();
    let series = chart["series"].as_array().map(Vec::as_slice).unwrap_or_default();
    let fits = |one: &Value| {
        let data = one["data"].as_array().map(Vec::as_slice).unwrap_or_default();
        let labels = data
            .iter()
            .zip(categories)
            .all(|(point, place)| &point["label"] == place && point["value"].is_number());
        name(&one["name"], 20) && data.len() == categories.len() && labels
    };
    let good = name(&block["title"], 50)
        && (1..=20).contains(&categories.len())
        && categories.iter().all(|place| name(place, 20))
        && (1..=6).contains(&series.len())
        && series.iter().all(fits)
        && matches!(chart["type"].as_str(), Some("bar" | "line" | "area"));
    (!good).then(|| "a chart that cannot be drawn".to_owned())
}
