//! What is excluded is not found, whatever else is asked for: against reading every text.

use proptest::prelude::*;

use super::*;

/// What the small corpus and its queries are made of: no part is another one's stem, and
/// joined parts make new neighbours, so that what must not match can be near.
const PARTS: [&str; 16] = [
    "料金",
    "プラン",
    "料",
    "金",
    "プラ",
    "東京都",
    "京都",
    "の",
    "rate ",
    "limit ",
    "api ",
    " ",
    "、",
    "plan",
    "-",
    "見積書",
];

/// The letters and characters of a text, in order; a gap between words of letters or at anything else.
fn flat(text: &str) -> String {
    let mut flat = String::new();
    for c in text.chars() {
        flat.push(if c.is_ascii_alphabetic() || !c.is_ascii() && c != '、' { c } else { ' ' });
    }
    flat
}

/// Words of letters, and single characters of all else, each with whether a gap stands before it.
fn units(text: &str) -> Vec<(String, bool)> {
    let mut units: Vec<(String, bool)> = Vec::new();
    let mut last = ' ';
    for c in flat(text).chars() {
        match units.last_mut() {
            Some((word, _)) if c.is_ascii_alphabetic() && last.is_ascii_alphabetic() => word.push(c),
            _ if c == ' ' => {}
            _ => units.push((c.to_string(), last == ' ')),
        }
        last = c;
    }
    units
}

/// Does the text hold the units of the phrase in order, without one between? Japanese characters that
/// are neighbours in the phrase must be so in the text.
fn holds(text: &str, phrase: &str) -> bool {
    let (text, phrase) = (units(text), units(phrase));
    let japanese = |unit: &str| !unit.is_ascii();
    !phrase.is_empty()
        && text.windows(phrase.len()).any(|window| {
            window.iter().zip(&phrase).enumerate().all(|(at, ((have, gap), (want, wanted_gap)))| {
                let joined = at > 0 && japanese(want) && japanese(&phrase[at - 1].0) && !wanted_gap;
                have == want && !(joined && *gap)
            })
        })
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PARTS[..]), 0..8).prop_map(|parts| parts.concat())
}

/// A word, a compound or a phrase that can be excluded; Japanese of one to four characters among them.
fn excluded() -> impl Strategy<Value = String> {
    let word = prop::sample::select(
        &[
            "料金",
            "プラン",
            "料",
            "金プ",
            "料金プラ",
            "東京都",
            "京",
            "rate",
            "api",
            "plan",
            "の見積書",
            "都の",
        ][..],
    );
    prop_oneof![
        word.prop_map(|word| format!("-{word}")),
        text().prop_map(|text| format!("-\"{text}\"")),
        text().prop_map(|text| format!("-「{text}」")),
    ]
}

fn phrase_of(excluded: &str) -> String {
    excluded.chars().skip(1).filter(|c| !"\"「」".contains(*c)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn exclusions_leave_out_what_holds_them_and_nothing_else(
        texts in prop::collection::vec(text(), 1..24),
        wanted in prop::sample::select(&["", "料金", "京都", "プラン", "rate", "api", "\"rate limit\"", "料"][..]),
        excluded in prop::collection::vec(excluded(), 1..4),
    ) {
        let (_folder, opened) = index_of(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let query = format!("{wanted} {}", excluded.join(" "));
        let nothing = excluded.iter().all(|x| units(&phrase_of(x)).is_empty()) && wanted.is_empty();
        let fits = |text: &str| {
            !nothing
                && (wanted.is_empty() || holds(text, wanted))
                && !excluded.iter().any(|x| holds(text, &phrase_of(x)))
        };
        let expected: Vec<u128> =
            (0..).zip(&texts).filter(|(_, text)| fits(text)).map(|(id, _)| id).collect();
        let found = find(&opened.index, &query);
        let mut sorted = ids(&found);
        sorted.sort_unstable();
        prop_assert_eq!((&sorted, found.total, found.loose), (&expected, expected.len(), false), "{}", query);
        // pages of three are the same documents in the same order
        let parsed = Query::parse(&query);
        let page = |offset| opened.index.search(TENANT, &parsed, NOW, 3, offset).unwrap();
        let pages: Vec<u128> = (0..24).step_by(3).flat_map(|offset| ids(&page(offset))).collect();
        prop_assert_eq!(pages, ids(&found), "{}", query);
        prop_assert_eq!(page(0).total, expected.len());
    }
}

#[test]
fn a_japanese_word_of_several_pairs_can_be_excluded() {
    let texts = ["料金の件", "料金プランの件", "プラン", "料金、プラ", "料金とプラン", "料金です"];
    let (_folder, opened) = index_of(&texts);
    let mut found = ids(&find(&opened.index, "料金 -プラン"));
    found.sort_unstable();
    assert_eq!(found, [0, 3, 5]);
    assert_eq!(ids(&find(&opened.index, "料金 -プラン -「料金の」 -です")), [3]);
}
