//! Replies as Discord shows them.

use proptest::prelude::*;
use serde_json::json;

use crate::conformance::{arbitrary, extremes, gallery};
use crate::discord::{Discord, fake};
use crate::{Adapter, Button, ButtonStyle, Reply};

const SITE: &str = "https://crm.example.com";

fn gallery_in(lang: &str) -> String {
    let shown = gallery(lang).into_iter().map(|(name, reply)| {
        let payloads = Discord.render(&reply, SITE).into_iter().map(|payload| {
            let body = serde_json::to_string_pretty(&payload.body).unwrap();
            payload.picture.map_or(body.clone(), |chart| format!("{body}\n+ picture: {}", chart.title))
        });
        format!("== {name}\n{}\n", payloads.collect::<Vec<_>>().join("\n--\n"))
    });
    shown.collect()
}

#[test]
fn english() {
    insta::assert_snapshot!(gallery_in("en"));
}

#[test]
fn japanese() {
    insta::assert_snapshot!(gallery_in("ja"));
}

#[test]
fn links_lead_to_the_site_or_nowhere() {
    let reply = Reply::new("en").text("see [the page](/help) and [more](https://example.com/a)");
    let text = |site: &str| Discord.render(&reply, site)[0].body["content"].clone();
    assert_eq!(
        text(SITE),
        "see [the page](<https://crm.example.com/help>) and [more](<https://example.com/a>)"
    );
    assert_eq!(text(""), "see the page and [more](<https://example.com/a>)");
    assert_eq!(Discord.render(&reply, SITE)[0].body["flags"], 4, "no previews");
}

#[test]
fn a_button_twice_or_without_an_answer_is_left_out() {
    let button = |token: &str| Button {
        label: "Go".into(),
        token: token.into(),
        style: ButtonStyle::Primary,
        typed: "1".into(),
    };
    let payloads =
        Discord.render(&Reply::new("en").buttons(vec![button("a"), button("a"), button("")]), SITE);
    let row = &payloads[0].body["components"][0]["components"];
    assert_eq!(*row, json!([{"type": 2, "style": 1, "label": "Go", "custom_id": "a"}]));
}

#[test]
fn extremes_are_accepted() {
    for (name, reply) in extremes() {
        for payload in Discord.render(&reply, SITE) {
            assert_eq!(fake::accepts(&payload), Ok(()), "{name}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_is_said_is_accepted(reply in arbitrary::reply()) {
        for payload in Discord.render(&reply, SITE) {
            prop_assert_eq!(fake::accepts(&payload), Ok(()));
        }
    }
}
