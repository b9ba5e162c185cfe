//! The list of commands as a whole: names, words in both languages, examples that are understood.

use std::collections::HashSet;

use bot::{
    commands::{ALL, Effect, Spec},
    registry::Registry,
};
use nlp::{Lang, understand::Understood};

fn specs() -> impl Iterator<Item = &'static Spec> {
    ALL.iter().map(|command| command.spec())
}

#[test]
fn names_are_unique_and_typeable() {
    let mut seen = HashSet::new();
    for spec in specs() {
        assert!(seen.insert(spec.name), "{} stands twice", spec.name);
        let words: Vec<&str> = spec.name.split(' ').collect();
        assert!((1..=2).contains(&words.len()), "{}: a noun and a verb", spec.name);
        assert!(spec.name.chars().all(|c| c.is_ascii_lowercase() || c == ' '), "{}", spec.name);
        let mut arguments = HashSet::new();
        for argument in spec.arguments {
            assert!(arguments.insert(argument.name), "{}: {} stands twice", spec.name, argument.name);
            assert!(argument.name.chars().all(|c| c.is_ascii_lowercase()), "{}", argument.name);
        }
        let schema = spec.schema();
        assert_eq!(schema["properties"].as_object().unwrap().len(), spec.arguments.len());
    }
}

#[test]
fn everything_is_said_in_both_languages() {
    let japanese = |text: &str| !text.is_ascii();
    for spec in specs() {
        let name = spec.name;
        assert!(!spec.about.en.is_empty() && japanese(spec.about.ja), "{name}");
        assert!(!spec.examples.en.is_empty() && !spec.examples.ja.is_empty(), "{name}");
        assert!(!spec.phrases.en.is_empty() && !spec.phrases.ja.is_empty(), "{name}");
        for example in spec.examples.ja {
            assert_eq!(Lang::of(example), Some(Lang::Ja), "{name}: {example}");
        }
        for argument in spec.arguments {
            assert!(
                !argument.about.en.is_empty() && !argument.about.ja.is_empty(),
                "{name} {}",
                argument.name
            );
        }
    }
}

#[test]
fn each_example_is_understood_as_its_own_command() {
    let registry = Registry::new().unwrap();
    for spec in specs() {
        for example in spec.examples.en.iter().chain(spec.examples.ja) {
            match registry.grammar().understand(example) {
                Understood::Call { command, .. } => assert_eq!(command, spec.name, "{example}"),
                other => panic!("{example}: {other:?}"),
            }
        }
        // the typed syntax always works, arguments or not
        match registry.grammar().understand(spec.name) {
            Understood::Call { command, .. } | Understood::Missing { command, .. } => {
                assert_eq!(command, spec.name)
            }
            other => panic!("{}: {other:?}", spec.name),
        }
    }
}

#[test]
fn arguments_are_found_in_the_words() {
    let registry = Registry::new().unwrap();
    for (said, command, arguments) in [
        ("show ROI for campaign Spring Hackathon", "roi show", vec![("campaign", "Spring Hackathon")]),
        ("Please show me the ROI of “Spring Hackathon”!", "roi show", vec![("campaign", "Spring Hackathon")]),
        ("施策「春のハッカソン」のROIを見せてください", "roi show", vec![("campaign", "春のハッカソン")]),
        ("春のハッカソンの費用対効果は？", "roi show", vec![("campaign", "春のハッカソン")]),
        ("ＲＯＩ ｓｈｏｗ Ｃ－７", "roi show", vec![("campaign", "C-7")]),
        ("timeline of P-12 since May", "person timeline", vec![("person", "P-12"), ("period", "since May")]),
        ("P-12の5月以降の履歴", "person timeline", vec![("person", "P-12"), ("period", "5月以降")]),
        (
            "person timeline P-12 last 30 days 5",
            "person timeline",
            vec![("person", "P-12"), ("period", "last 30 days"), ("count", "5")],
        ),
        ("merge P-40 into P-12", "merge", vec![("into", "P-12"), ("from", "P-40")]),
        ("merge P-12 P-40", "merge", vec![("into", "P-12"), ("from", "P-40")]),
        ("P-12とP-40を統合して", "merge", vec![("into", "P-12"), ("from", "P-40")]),
        ("undo merge M-31", "merge undo", vec![("merge", "M-31")]),
        (
            "search \"rate limit\" last 30 days",
            "search",
            vec![("words", "\"rate limit\""), ("period", "last 30 days")],
        ),
        ("top 10 contributors this month", "top people", vec![("count", "10"), ("period", "this month")]),
        ("今月の貢献者トップ10", "top people", vec![("count", "10"), ("period", "今月")]),
        ("田中さんについて教えて", "person show", vec![("person", "田中さん")]),
        ("ヘルプ 統合", "help", vec![("topic", "統合")]),
    ] {
        match registry.grammar().understand(said) {
            Understood::Call { command: found, arguments: values, .. } => {
                assert_eq!(found, command, "{said}");
                let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
                let mut wanted = arguments;
                wanted.sort_unstable();
                assert_eq!(values, wanted, "{said}");
            }
            other => panic!("{said}: {other:?}"),
        }
    }
}

#[test]
fn ordinary_talk_runs_nothing_that_changes() {
    let registry = Registry::new().unwrap();
    for said in [
        "good morning",
        "ok thanks, see you tomorrow",
        "I merged the PR yesterday",
        "can you look at the build?",
        "おはようございます",
        "了解です、明日確認します",
        "ランチどこ行く？",
        "この前の件、マージしておきました",
        "",
        "   ",
        "?!",
        "🎉🎉",
    ] {
        if let Understood::Call { command, .. } = registry.grammar().understand(said) {
            let spec = registry.spec(command).unwrap();
            assert_eq!(spec.effect, Effect::Read, "{said} would run {command}");
        }
    }
}
#[test]
fn try_them() {
    let r = bot::registry::Registry::new().unwrap();
    for line in std::fs::read_to_string("/tmp/sentences.txt").unwrap().lines() {
        let t = std::time::Instant::now();
        let u = format!("{:?}", r.grammar().understand(line));
        let line: String = line.chars().take(40).collect();
        println!("{:>5}ms {line}  =>  {u}", t.elapsed().as_millis());
    }
}
