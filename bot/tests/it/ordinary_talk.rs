//! Ordinary talk is no command, and runs nothing.

use bot::{commands::Effect, registry::Registry};
use nlp::understand::{SURE, Understood};

#[test]
fn ordinary_talk_is_no_command() {
    let registry = Registry::new().unwrap();
    for said in [
        "who is going to the party tonight",
        "who's there",
        "who is at the door?",
        "who are you meeting tomorrow",
        "who said that?",
        "was it worth it?",
        "how did it go?",
        "how did the meeting go?",
        "how do I reset my password",
        "merge my PR into main",
        "merge feature-x into develop",
        "merge conflict again",
        "Tom and Jerry are the same",
        "these two files are the same",
        "combine the two lists and send them",
        "show me how this works",
        "what was that?",
        "ok",
        "sure",
        "明日の会議について教えて",
        "会議の情報",
        "会議はどうだった？",
        "ログの詳細を確認",
        "テストの結果は？",
        "天気について教えて",
        "PRをmainにマージして",
        "資料と議事録をまとめて",
        "資料をまとめて",
        "了解です",
        "> merge P-12 P-40",
        "```\nmerge P-12 P-40\n```",
        "> status\nwhat is this?",
        "as I wrote:\nmerge P-12 P-40",
        &"merge P-12 and P-40 ".repeat(30),
    ] {
        let understood = registry.grammar().understand(said);
        // at most it is offered
        let run = match &understood {
            Understood::Call { confidence, .. } => *confidence >= SURE,
            Understood::Missing { .. } => true,
            Understood::NoSuchArgument { .. } | Understood::Courtesy { .. } | Understood::Unsure { .. } => {
                false
            }
        };
        assert!(!run, "{said}: {understood:?}");
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
