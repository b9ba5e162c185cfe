use proptest::prelude::*;

use super::*;
use crate::conformance::{arbitrary, extremes, gallery};
use crate::lineworks::fake::check_message;

const SITE: &str = "https://crm.example.com";

/// A message as a reader would draw it: a line a line, cells parted by `|`, what can be pressed in brackets.
fn sketch(part: &Value) -> String {
    let word = |key: &str| part[key].as_str().unwrap_or_default();
    let all = |key: &str, between: &str| {
        part[key].as_array().into_iter().flatten().map(sketch).collect::<Vec<_>>().join(between)
    };
    let below = match part["quickReply"]["items"].as_array() {
        Some(items) => items.iter().map(|item| format!("\n({})", sketch(&item["action"]))).collect(),
        None => String::new(),
    };
    let shown = match word("type") {
        "text" if part.get("contents").is_some() => all("contents", ""),
        "text" | "span" if word("weight") == "bold" => format!("*{}*", word("text")),
        "text" | "span" => word("text").to_owned(),
        "box" if word("layout") == "horizontal" => all("contents", " | "),
        "box" => all("contents", "\n"),
        "separator" => "----".into(),
        "bubble" => sketch(&part["body"]),
        "flex" => format!("«{}»\n{}", word("altText"), sketch(&part["contents"])),
        "button_template" => format!("{}\n{}", word("contentText"), all("actions", "\n")),
        "list_template" => all("elements", "\n"),
        "carousel" => all("columns", "\n"),
        "message" => format!("[{}]({})", word("label"), [word("text"), word("postback")].join(" ").trim()),
        "postback" => format!("[{}]({})", word("label"), word("data")),
        "uri" => format!("[{}]({})", word("label"), word("uri")),
        "image" => "(the picture)".into(),
        "" if part["title"].is_string() => {
            let action = |key: &str| {
                if part[key].is_null() { String::new() } else { format!(" {}", sketch(&part[key])) }
            };
            format!(
                "{} / {}{}{}{}{}",
                word("title"),
                word("subtitle"),
                word("text"),
                action("defaultAction"),
                action("action"),
                all("actions", " ")
            )
        }
        other => panic!("{other:?}: {part}"),
    };
    match &part["action"] {
        Value::Object(_) if part["title"].is_null() => {
            format!("{{{shown}}}({})", part["action"]["uri"].as_str().unwrap()) + &below
        }
        _ => shown + &below,
    }
}

fn shown(lang: &str) -> String {
    let shown = gallery(lang).into_iter().map(|(name, reply)| {
        let messages: Vec<_> = payloads(&reply, SITE).iter().map(|message| sketch(&message.body)).collect();
        format!("# {name}\n{}\n", messages.join("\n========\n"))
    });
    shown.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_card_as_it_is_sent() {
    let fields = [("Code", "P-12".to_owned()), ("Organization", "Acme".to_owned())];
    let item = crate::Item::new("Signed up").detail("12 March").link("A-640", "/activities/640");
    let reply = Reply::new("en").heading("Taro Tanaka").fields(fields).list(vec![item]);
    let [card] = payloads(&reply, SITE).try_into().unwrap();
    insta::assert_json_snapshot!("lineworks_card", card.body);
}

#[test]
fn shows_the_gallery_in_english() {
    insta::assert_snapshot!("lineworks_en", shown("en"));
}

#[test]
fn shows_the_gallery_in_japanese() {
    insta::assert_snapshot!("lineworks_ja", shown("ja"));
}

fn check(reply: &Reply, site: &str) {
    for message in payloads(reply, site) {
        let mut content = message.body.clone();
        if message.picture.is_some() {
            content["fileId"] = "uploaded".into();
        }
        check_message(&content).unwrap_or_else(|why| panic!("{why}: {content:#}"));
    }
}

#[test]
fn everything_keeps_the_limits() {
    for (_, reply) in gallery("en").into_iter().chain(gallery("ja")).chain(extremes()) {
        check(&reply, SITE);
        check(&reply, "");
    }
}

#[test]
fn a_choice_of_a_few_is_a_template_and_a_longer_one_is_text() {
    let item = |i: usize| {
        crate::Item::new(format!("佐藤 {i}郎")).detail("Acme").link(format!("P-{i}"), format!("/people/{i}"))
    };
    let button = |i: usize| crate::Button {
        label: format!("P-{i}"),
        token: format!("tok-{i}"),
        style: crate::ButtonStyle::Plain,
        typed: (i + 1).to_string(),
    };
    let reply = |count: usize| {
        Reply::new("ja")
            .text("どなたですか？")
            .numbered((0..count).map(item).collect())
            .buttons((0..count).map(button).collect())
    };
    let kinds = |count| -> Vec<String> {
        payloads(&reply(count), SITE)
            .iter()
            .map(|message| message.body["type"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(kinds(3), ["text", "carousel"]);
    assert_eq!(kinds(10), ["text", "carousel"]);
    assert_eq!(kinds(12), ["flex", "button_template", "button_template"]);
    check(&reply(12), SITE);
    let mut without = reply(4);
    for block in &mut without.blocks {
        if let Block::List { items, .. } = block {
            items.iter_mut().for_each(|item| item.link = None);
        }
    }
    let messages = payloads(&without, SITE);
    assert_eq!(messages[1].body["type"], "list_template");
    assert_eq!(messages[1].body["elements"][3]["title"], "4. 佐藤 3郎");
    check(&without, SITE);
}

#[test]
fn short_choices_and_suggestions_hang_below_the_last_message() {
    let button = |label: &str| crate::Button {
        label: label.into(),
        token: format!("tok-{label}"),
        style: crate::ButtonStyle::Plain,
        typed: label.into(),
    };
    let reply = Reply::new("en")
        .text("Which month?")
        .buttons(vec![button("May"), button("June")])
        .suggestions(["help"]);
    let messages = payloads(&reply, "");
    let [message] = messages.as_slice() else { panic!("{messages:?}") };
    let items = &message.body["quickReply"]["items"];
    assert_eq!(items[0]["action"]["type"], "postback");
    assert_eq!(items[0]["action"]["data"], "enishi:press:tok-May");
    assert_eq!(items[2]["action"], json!({"type": "message", "label": "help", "text": "help"}));
    check(&reply, "");
    let many = Reply::new("en").suggestions((0..20).map(|i| format!("sentence {i} {}", "x".repeat(i * 20))));
    check(&many, "");
    assert_eq!(payloads(&many, "").last().unwrap().body["quickReply"]["items"].as_array().unwrap().len(), 13);
}

proptest! {
    #[test]
    fn any_reply_is_taken(reply in arbitrary::reply()) {
        check(&reply, SITE);
        for message in payloads(&reply, SITE) {
            let text = message.body.to_string().to_lowercase();
            prop_assert!(!text.contains("<m userid"), "{text}");
        }
    }
}
