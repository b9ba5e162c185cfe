use proptest::prelude::*;

use super::*;
use crate::understand::{Form, Slot, SlotKind};

fn form(slots: &[(&'static str, SlotKind)]) -> Form {
    let slots = slots.iter().map(|(name, kind)| Slot { name, kind: *kind, required: true }).collect();
    Form { name: "person tag", slots, en: &[], ja: &[], examples: vec![], changes: true }
}

fn example(marked: &'static str) -> Example {
    let line = super::super::Line::read(marked);
    Example {
        text: line.text,
        command: "person tag",
        names: vec!["person", "tags"],
        arguments: line.arguments,
    }
}

fn tagger() -> Tagger {
    let said = [
        "give {person|Mika Sato} the {tags|speaker} tag",
        "give {person|Ken} the {tags|mentor} tag",
        "put the {tags|vip} tag on {person|P-4}",
        "put the {tags|rust} tag on {person|Lena Brandt}",
        "{person|鷹取}さんに{tags|登壇}タグを付けて",
        "{person|P-9}に{tags|常連}タグを付けて",
    ];
    Tagger::learn(&said.map(example))
}

#[test]
fn arguments_are_found_where_they_stood_in_what_was_learned() {
    let (tagger, form) = (tagger(), form(&[("person", SlotKind::Person), ("tags", SlotKind::Tags)]));
    for (text, person, tags) in [
        ("give Ines Holm the organiser tag", "Ines Holm", "organiser"),
        ("put the golang tag on P-77", "P-77", "golang"),
        ("森さんに見込タグを付けて", "森", "見込"),
    ] {
        let found: Vec<_> =
            tagger.find(&form, text).into_iter().map(|(slot, at)| (slot, &text[at])).collect();
        assert!(found.contains(&(0, person)) && found.contains(&(1, tags)), "{text}: {found:?}");
    }
}

#[test]
fn tokens_are_words_codes_and_single_characters() {
    let cut = |text: &'static str| -> Vec<&str> {
        tokens(text).into_iter().map(|token| &text[token.from..token.to]).collect()
    };
    assert_eq!(cut("P-12's title, CTO"), ["P-12", "'", "s", "title", ",", "CTO"]);
    assert_eq!(
        cut("add a@b.example, 1,200.50 on 2026-05-01"),
        ["add", "a@b.example", ",", "1,200.50", "on", "2026-05-01"]
    );
    assert_eq!(cut("#開発でサービスの話"), ["#開発", "で", "サービス", "の", "話"]);
    assert_eq!(cut("see https://a.example/x?y=1、次"), ["see", "https://a.example/x?y=1", "、", "次"]);
}

proptest! {
    #[test]
    fn any_text_is_cut_into_tokens_in_order(text in "\\PC{0,60}") {
        let mut end = 0;
        for token in tokens(&text) {
            prop_assert!(token.from >= end && token.from < token.to);
            prop_assert!(!text[token.from..token.to].is_empty());
            end = token.to;
        }
    }

    #[test]
    fn what_is_found_stands_in_the_text(text in "(give|put|the|tag|on|さん|に|P-4|「|\"|,| |Ken){0,12}") {
        let form = form(&[("person", SlotKind::Person), ("tags", SlotKind::Tags)]);
        for (slot, at) in tagger().find(&form, &text) {
            prop_assert!(slot < 2 && !text[at].trim().is_empty());
        }
    }
}
