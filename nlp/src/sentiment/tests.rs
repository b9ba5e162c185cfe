use super::{
    Label, clean, english,
    head::examples,
    japanese, key,
    quiet::{Stretches, Words},
    read,
    signs::Tally,
};
use crate::text::fold;

const BLIND: &str = include_str!("../../corpus/sentiment-blind.tsv");
const TURNS: &str = include_str!("../../corpus/sentiment-turns.tsv");

/// What the words of a text say.
pub(super) fn tally(text: &str) -> Tally {
    let folded = fold(text);
    let mut tally = Tally::default();
    english::weigh(&mut Words::of(&folded), &mut tally);
    japanese::weigh(&folded, &mut Stretches::default(), &mut tally);
    tally
}

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

/// Wanted and read labels of the texts of a file, by register.
fn registers(file: &'static str) -> Vec<(&'static str, Vec<(Label, Label)>)> {
    let mut registers: Vec<(&str, Vec<(Label, Label)>)> = Vec::new();
    for line in file.lines() {
        if let Some(register) = line.strip_prefix("# ") {
            registers.push((register, Vec::new()));
        } else if let (Some((label, text)), Some((_, pairs))) = (line.split_once('\t'), registers.last_mut())
        {
            let want = match label {
                "-" => Label::Negative,
                "+" => Label::Positive,
                _ => Label::Neutral,
            };
            let mood = read(text);
            if mood.label != want {
                println!("{label} {text}: {mood:?}");
            }
            pairs.push((want, mood.label));
        }
    }
    registers
}

/// Macro-F1 of the texts in one language, printed by register.
fn score(file: &'static str, lang: &str) -> f64 {
    let mut all = Vec::new();
    for (register, pairs) in registers(file).into_iter().filter(|(register, _)| register.starts_with(lang)) {
        println!("{register}: macro-F1 {:.3} of {}", macro_f1(&pairs), pairs.len());
        all.extend(pairs);
    }
    let score = macro_f1(&all);
    println!("{lang}: macro-F1 {score:.3} of {}", all.len());
    score
}

/// A point or two below what was measured (`benches/README.md`).
#[test]
fn unseen_texts_are_mostly_read_right() {
    for (file, lang, least) in
        [(BLIND, "en", 0.93), (BLIND, "ja", 0.92), (TURNS, "en", 0.92), (TURNS, "ja", 0.91)]
    {
        let score = score(file, lang);
        assert!(score >= least, "{lang}: {score:.3}");
    }
}

#[test]
fn what_is_measured_was_not_learned() {
    let learned: Vec<&str> = examples().map(|(_, text)| text).collect();
    for line in BLIND.lines().chain(TURNS.lines()) {
        if let Some((_, text)) = line.split_once('\t') {
            assert!(!learned.contains(&text), "{text}");
        }
    }
}

#[test]
fn there_are_enough_examples_of_each() {
    let count = |japanese: bool| examples().filter(|(_, text)| text.is_ascii() != japanese).count();
    assert!(count(false) >= 730 && count(true) >= 750, "{} {}", count(false), count(true));
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
fn what_is_denied_excused_or_wished_for_does_not_count() {
    for (text, never) in [
        ("no worries", Label::Negative),
        ("never had a problem with it", Label::Negative),
        ("the crash is gone", Label::Negative),
        ("問題ありません", Label::Negative),
        ("悪くない", Label::Negative),
        ("エラーが出なくなりました", Label::Negative),
        ("sorry for the delay", Label::Negative),
        ("遅くなってすみません", Label::Negative),
        ("I wish the SDK had better types", Label::Positive),
        ("前の方が良かった", Label::Positive),
        ("さすがに遅すぎる", Label::Positive),
    ] {
        let mood = read(text);
        assert_ne!(mood.label, never, "{text}: {mood:?}");
    }
}

#[test]
fn trouble_is_told_plainly_and_faces_stand_alone() {
    for (text, want) in [
        ("サーバーが落ちています", Label::Negative),
        ("請求が二重になっています", Label::Negative),
        ("you charged us twice", Label::Negative),
        ("もう3日待ってますが返事がありません", Label::Negative),
        ("素晴らしい、また動かない", Label::Negative),
        ("よく落ちますね、さすがです", Label::Negative),
        ("I love how it crashes every time I open it", Label::Negative),
        ("the error is still not gone", Label::Negative),
        ("エラーが消えない", Label::Negative),
        ("(*^^*)", Label::Positive),
        ("(´;ω;`)", Label::Negative),
        ("orz", Label::Negative),
        (":(", Label::Negative),
        ("😭😭😭", Label::Negative),
        ("😡", Label::Negative),
        ("www", Label::Positive),
        ("草生える", Label::Positive),
        ("(>_<)", Label::Negative),
        ("(2)", Label::Neutral),
    ] {
        let mood = read(text);
        assert_eq!(mood.label, want, "{text}: {mood:?}");
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
