use super::{Label, clean, head::examples, key, read};

const BLIND: &str = include_str!("../../corpus/sentiment-blind.tsv");

/// Macro-F1 over the three labels.
fn macro_f1(pairs: &[(Label, Label)]) -> f64 {
    let f1 = |label: Label| {
        let count =
            |fits: &dyn Fn(&(Label, Label)) -> bool| pairs.iter().filter(|pair| fits(pair)).count() as f64;
        let hit = count(&|(want, got)| *want == label && *got == label);
        let (wanted, given) = (count(&|(want, _)| *want == label), count(&|(_, got)| *got == label));
        if wanted + given == 0.0 { 1.0 } else { 2.0 * hit / (wanted + given) }
    };
    Label::ALL.into_iter().map(f1).sum::<f64>() / 3.0
}

/// Wanted and read labels of the texts nothing was tuned on, by register.
fn blind() -> Vec<(&'static str, Vec<(Label, Label)>)> {
    let mut registers: Vec<(&str, Vec<(Label, Label)>)> = Vec::new();
    for line in BLIND.lines() {
        if let Some(register) = line.strip_prefix("# ") {
            registers.push((register, Vec::new()));
        } else if let (Some((label, text)), Some((_, pairs))) = (line.split_once('\t'), registers.last_mut())
        {
            let want = match label {
                "-" => Label::Negative,
                "+" => Label::Positive,
                _ => Label::Neutral,
            };
            pairs.push((want, read(text).label));
        }
    }
    registers
}

#[test]
fn unseen_texts_are_mostly_read_right() {
    for lang in ["en", "ja"] {
        let mut all = Vec::new();
        for (register, pairs) in blind().into_iter().filter(|(register, _)| register.starts_with(lang)) {
            println!("{register}: macro-F1 {:.3} of {}", macro_f1(&pairs), pairs.len());
            all.extend(pairs);
        }
        let score = macro_f1(&all);
        println!("{lang}: macro-F1 {score:.3} of {}", all.len());
        assert!(score >= 0.75, "{lang}: {score:.3}");
    }
}

#[test]
fn there_are_enough_examples_of_each() {
    let count = |japanese: bool| examples().filter(|(_, text)| text.is_ascii() != japanese).count();
    assert!(count(false) >= 590 && count(true) >= 600, "{} {}", count(false), count(true));
}

#[test]
fn what_others_said_and_machines_wrote_is_neutral() {
    for text in [
        "> this is terrible, I hate it",
        "```\nthrow new TerribleException(\"awful\")\n```",
        "https://example.com/i-hate-this-awful-thing",
        "`worst_case`",
        "TypeError: cannot read properties of undefined",
        "2026-11-18 10:00:00 ERROR worker failed, giving up",
        "    at com.example.Terrible.fail(Terrible.java:12)",
        "",
        "   ",
        "12345",
    ] {
        assert_eq!(read(text).label, Label::Neutral, "{text}");
    }
    assert_eq!(
        clean("thanks `x` @ann see https://x.y/z").split_whitespace().collect::<Vec<_>>(),
        ["thanks", "see"]
    );
}

#[test]
fn sarcasm_laughter_and_turns() {
    for (text, want) in [
        ("Great, another breaking change.", Label::Negative),
        ("Oh wonderful, the build is broken again", Label::Negative),
        ("The docs are nice but the library is terrible", Label::Negative),
        ("not bad at all", Label::Positive),
        ("美味しくなかった", Label::Negative),
        ("最高すぎるwww", Label::Positive),
        ("ありがとう😊", Label::Positive),
        ("また落ちた😭", Label::Negative),
        ("v2.1をリリースしました", Label::Neutral),
    ] {
        let mood = read(text);
        assert_eq!(mood.label, want, "{text}: {mood:?}");
        assert!((-1.0..=1.0).contains(&mood.score) && (0.0..=1.0).contains(&mood.confidence));
    }
}

#[test]
fn near_identical_texts_share_a_key() {
    assert_eq!(key("ビルド 12 が失敗！"), key("ビルド34が失敗"));
    assert_ne!(key("good"), key("bad"));
}

proptest::proptest! {
    #[test]
    fn never_panics(text in "(\\PC|[\n`>@<]){0,80}") {
        let mood = read(&text);
        assert!(mood.score.is_finite() && mood.confidence.is_finite());
        let _ = key(&text);
    }
}
