use super::*;
use crate::Adapter;
use crate::conformance::{arbitrary, extremes, gallery};
use crate::slack::Slack;
use proptest::prelude::*;
use slack_morphism::blocks::SlackBlock;

const SITE: &str = "https://crm.example.com";

fn all(lang: &str) -> String {
    let mut out = String::new();
    for (name, reply) in gallery(lang) {
        for payload in Slack.render(&reply, SITE) {
            let picture = payload.picture.as_ref().map(|chart| format!("\n+ picture {:?}", chart.title));
            out += &format!("=== {name}{}\n{:#}\n", picture.unwrap_or_default(), payload.body);
        }
    }
    out
}

#[test]
fn gallery_in_english() {
    insta::assert_snapshot!("slack_en", all("en"));
}

#[test]
fn gallery_in_japanese() {
    insta::assert_snapshot!("slack_ja", all("ja"));
}

/// Somebody else's types of every block, none of them unknown.
#[test]
fn slack_morphism_knows_every_block() {
    for (name, reply) in gallery("en").into_iter().chain(gallery("ja")).chain(extremes()) {
        for payload in Slack.render(&reply, SITE) {
            let message = Message::read(&payload.body);
            let drawn = payload.picture.as_ref().and_then(chart::native);
            for block in
                message.blocks.into_iter().chain(drawn).chain(payload.picture.as_ref().map(chart::letters))
            {
                let read: SlackBlock = serde_json::from_value(block.clone()).unwrap();
                assert!(!matches!(read, SlackBlock::Unknown(_)), "{name}: {block}");
                let back = serde_json::to_string(&read).unwrap();
                assert!(!back.contains("null"), "{name}: {block}");
            }
        }
    }
}

#[test]
fn every_message_keeps_the_limits() {
    for (name, reply) in gallery("en").into_iter().chain(gallery("ja")).chain(extremes()) {
        for payload in Slack.render(&reply, SITE) {
            let problem = crate::slack::fake::blocks_problem(&payload.body["blocks"]);
            assert_eq!(problem, None, "{name}: {:#}", payload.body);
            assert!(payload.body.to_string().chars().count() < 60_000, "{name}");
        }
    }
}

proptest! {
    #[test]
    fn any_reply_is_taken(reply in arbitrary::reply()) {
        for payload in Slack.render(&reply, SITE) {
            let problem = crate::slack::fake::blocks_problem(&payload.body["blocks"]);
            prop_assert_eq!(problem, None, "{:#}", payload.body);
            prop_assert!(payload.picture.is_some() || payload.body["text"].as_str().is_some_and(|text| !text.is_empty()));
            let text = payload.body["text"].as_str().unwrap_or_default();
            prop_assert!(!text.contains('<') && text.chars().count() <= 3_001);
        }
    }
}

#[test]
fn nobody_can_be_mentioned_by_data() {
    let evil = "<!channel> <@U1> <!here|x> @everyone <https://evil.example|ok>";
    let reply = Reply::new("en")
        .heading(evil)
        .text(crate::markdown::escape(evil))
        .fields([(evil, evil.to_owned())])
        .list(vec![crate::Item::new(evil).detail(evil)])
        .suggestions([evil]);
    for payload in Slack.render(&reply, SITE) {
        let mut body = payload.body.clone();
        assert!(!body["text"].as_str().unwrap().contains('<'), "{body}");
        // in blocks the same words stand in plain text only, which Slack does not read for marks
        body["text"] = Value::Null;
        let body = body.to_string();
        for (at, _) in body.match_indices("\"mrkdwn\"") {
            assert!(!body[..at].rsplit('{').next().unwrap().contains('<'), "{body}");
        }
    }
}

#[test]
fn a_chart_is_drawn_by_slack_where_it_fits() {
    let chart = |labels: &[&str], values: &[f64]| crate::Chart {
        title: "ROI".into(),
        kind: crate::ChartKind::Bars,
        unit: "%".into(),
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        series: vec![crate::Series { name: "ROI".into(), values: values.to_vec() }],
    };
    let drawn = chart::native(&chart(&["a", "b"], &[1.0, -2.5])).unwrap();
    assert_eq!(drawn["chart"]["series"][0]["data"][1], json!({"label": "b", "value": -2.5}));
    for odd in [
        chart(&["a", "a"], &[1.0, 2.0]),
        chart(&["a", ""], &[1.0, 2.0]),
        chart(&["a", "b"], &[1.0, f64::NAN]),
        chart(&["a", "b"], &[1.0]),
        chart(&["a name longer than twenty letters"], &[1.0]),
        chart(&[], &[]),
    ] {
        assert_eq!(chart::native(&odd), None, "{odd:?}");
    }
}
