//! The list of commands as a whole: names, words in both languages, examples that are understood.

use std::collections::HashSet;

use bot::{
    commands::{ALL, Spec},
    registry::Registry,
};
use nlp::{
    Lang,
    understand::{SURE, Understood},
};

fn specs() -> impl Iterator<Item = &'static Spec> {
    ALL.iter().map(|command| command.spec())
}

#[test]
fn names_are_unique_and_typeable() {
    let mut seen = HashSet::new();
    for spec in specs() {
        assert!(seen.insert(spec.name), "{} stands twice", spec.name);
        let words: Vec<&str> = spec.name.split(' ').collect();
        assert!((1..=3).contains(&words.len()), "{}: a noun, of two words at most, and a verb", spec.name);
        assert!(spec.name.chars().all(|c| c.is_ascii_lowercase() || c == ' '), "{}", spec.name);
        let mut arguments = HashSet::new();
        for argument in spec.arguments {
            assert!(arguments.insert(argument.name), "{}: {} stands twice", spec.name, argument.name);
            assert!(argument.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", argument.name);
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
        assert_call(&registry, said, command, arguments);
    }
}

fn assert_call(registry: &Registry, said: &str, command: &str, mut arguments: Vec<(&str, &str)>) {
    match registry.grammar().understand(said) {
        Understood::Call { command: found, arguments: values, .. } => {
            assert_eq!(found, command, "{said}");
            let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
            arguments.sort_unstable();
            assert_eq!(values, arguments, "{said}");
        }
        other => panic!("{said}: {other:?}"),
    }
}

#[test]
fn people_ask_in_their_own_words() {
    let registry = Registry::new().unwrap();
    let spring = || vec![("campaign", "Spring Hackathon")];
    let haru = || vec![("campaign", "春のハッカソン")];
    for (said, command, arguments) in [
        ("show me P-12", "person show", vec![("person", "P-12")]),
        ("P-12", "person show", vec![("person", "P-12")]),
        ("Tell me about P-12.", "person show", vec![("person", "P-12")]),
        ("show @taro", "person show", vec![("person", "@taro")]),
        ("who is Tanaka Taro?", "person show", vec![("person", "Tanaka Taro")]),
        ("C-6", "campaign show", vec![("campaign", "C-6")]),
        ("show C-6", "campaign show", vec![("campaign", "C-6")]),
        ("roi C-6", "roi show", vec![("campaign", "C-6")]),
        ("What was the ROI of Spring Hackathon?", "roi show", spring()),
        ("How did the Spring Hackathon do?", "campaign show", spring()),
        ("how much did Spring Hackathon cost?", "campaign show", spring()),
        ("what campaigns are running?", "campaign list", vec![("which", "running")]),
        ("who are our top contributors in june", "top people", vec![("period", "in june")]),
        ("top 3", "top people", vec![("count", "3")]),
        ("any duplicates?", "merge suggest", vec![]),
        ("summarise everything", "summary", vec![("room", "everything")]),
        (
            "summarise #general for last week",
            "summary",
            vec![("room", "#general"), ("period", "for last week")],
        ),
        (
            "what happened in #support yesterday",
            "summary",
            vec![("room", "#support"), ("period", "yesterday")],
        ),
        ("summarise the support channel", "summary", vec![("room", "support")]),
        ("summarise this channel", "summary", vec![("room", "this channel")]),
        ("what can you do?", "help", vec![]),
        ("how do I use merge?", "help", vec![("topic", "merge")]),
        ("田中さんを見せて", "person show", vec![("person", "田中さん")]),
        ("P-12を見せて", "person show", vec![("person", "P-12")]),
        ("Hi, show me P-12", "person show", vec![("person", "P-12")]),
        ("ありがとう。P-12を見せて", "person show", vec![("person", "P-12")]),
        ("P-12 timeline", "person timeline", vec![("person", "P-12")]),
        ("undo the last merge", "merge undo", vec![]),
        ("show status", "status", vec![]),
        ("先週の#generalの要約", "summary", vec![("room", "#general"), ("period", "先週")]),
        ("要約して", "summary", vec![]),
        ("この会話をまとめて", "summary", vec![]),
        ("今月の貢献者", "top people", vec![("period", "今月")]),
        ("C-6を見せて", "campaign show", vec![("campaign", "C-6")]),
        ("春のハッカソンの結果は？", "campaign show", haru()),
        ("春のハッカソンはどうだった？", "campaign show", haru()),
        ("春のハッカソンはどうでしたか？", "campaign show", haru()),
        ("春のハッカソンはいくらかかった？", "campaign show", haru()),
        ("今月一番発言した人は？", "top people", vec![("period", "今月")]),
        ("今週の要約をください", "summary", vec![("period", "今週")]),
        ("今週の要約をお願いします", "summary", vec![("period", "今週")]),
        ("#supportで昨日何があった？", "summary", vec![("room", "#support"), ("period", "昨日")]),
        ("#supportの要約を5行で", "summary", vec![("room", "#support"), ("count", "5")]),
        ("サポートチャンネルをまとめて", "summary", vec![("room", "サポート")]),
        ("「料金」という言葉が出てくるメッセージ", "search", vec![("words", "「料金」")]),
        ("同じ人はいる？", "merge suggest", vec![]),
        ("同じ人はいますか？", "merge suggest", vec![]),
        ("どんな施策がありますか？", "campaign list", vec![]),
        ("何ができますか？", "help", vec![]),
        ("田中さんと鈴木さんは同一人物です", "merge", vec![("into", "田中さん"), ("from", "鈴木さん")]),
        ("combine P-12 and P-40", "merge", vec![("into", "P-12"), ("from", "P-40")]),
        ("P-40をP-12にまとめて", "merge", vec![("into", "P-12"), ("from", "P-40")]),
        ("merge Tanaka and Suzuki", "merge", vec![("into", "Tanaka"), ("from", "Suzuki")]),
        // a period that cannot be read is still no room: the command says what is wrong with it
        ("summary last 9999999999 days", "summary", vec![("period", "last 9999999999 days")]),
        ("直近9999999999日の要約", "summary", vec![("period", "直近9999999999日")]),
        (
            "search pricing last 9999999999 days",
            "search",
            vec![("words", "pricing"), ("period", "last 9999999999 days")],
        ),
    ] {
        assert_call(&registry, said, command, arguments);
    }
}

#[test]
fn a_missing_argument_is_the_one_that_was_not_said() {
    let registry = Registry::new().unwrap();
    for (said, argument) in [("merge", "into"), ("merge P-12", "from"), ("campaign show", "campaign")] {
        match registry.grammar().understand(said) {
            Understood::Missing { argument: missing, .. } => assert_eq!(missing, argument, "{said}"),
            other => panic!("{said}: {other:?}"),
        }
    }
}

#[test]
fn greetings_and_thanks_get_a_friendly_word() {
    let registry = Registry::new().unwrap();
    for said in
        ["hello", "hi", "Hi there!", "thanks", "thank you!", "ありがとう", "こんにちは", "おはようございます"]
    {
        let understood = registry.grammar().understand(said);
        assert!(matches!(understood, Understood::Courtesy { .. }), "{said}: {understood:?}");
    }
}

#[test]
fn the_language_is_that_of_the_words_around_the_names() {
    let registry = Registry::new().unwrap();
    for (said, wanted) in [
        ("who is 田中さん", Lang::En),
        ("田中さん", Lang::Ja),
        ("@taro", Lang::En),
        ("@taroは誰？", Lang::Ja),
        ("C-6のROI", Lang::Ja),
        ("Spring Hackathonの費用は？", Lang::Ja),
    ] {
        match registry.grammar().understand(said) {
            Understood::Call { lang, .. } => assert_eq!(lang, wanted, "{said}"),
            other => panic!("{said}: {other:?}"),
        }
    }
}

#[test]
fn words_that_ask_to_see_something_are_no_name() {
    const SHOW: [&str; 22] = [
        "show",
        "show me",
        "show the",
        "show me the",
        "view",
        "view the",
        "open",
        "open the",
        "see the",
        "give me",
        "give me the",
        "get me the",
        "display",
        "display the",
        "pull up the",
        "bring up the",
        "let me see the",
        "tell me the",
        "the",
        "what is the",
        "what's the",
        "check the",
    ];
    const SHOW_JA: [&str; 8] = [
        "{}見せて",
        "{}を見せて",
        "{}を表示して",
        "{}を教えて",
        "{}は？",
        "{}の一覧",
        "全部の{}を見せて",
        "{}を確認したい",
    ];
    const NOUNS: [&str; 30] = [
        "roi",
        "return on investment",
        "budget",
        "costs",
        "spending",
        "campaigns",
        "people",
        "organizations",
        "companies",
        "deals",
        "pipeline",
        "tasks",
        "topics",
        "decisions",
        "inquiries",
        "mood",
        "sentiment",
        "summary",
        "scores",
        "duplicates",
        "merges",
        "imports",
        "rooms",
        "fields",
        "stages",
        "influencers",
        "open questions",
        "usage",
        "history",
        "status",
    ];
    const NOUNS_JA: [&str; 20] = [
        "ROI",
        "費用対効果",
        "予算",
        "施策",
        "キャンペーン",
        "組織",
        "商談",
        "パイプライン",
        "タスク",
        "話題",
        "決定事項",
        "決まったこと",
        "問い合わせ",
        "感情",
        "雰囲気",
        "要約",
        "名寄せ候補",
        "ルーム",
        "未回答の質問",
        "中心人物",
    ];
    let registry = Registry::new().unwrap();
    let en = NOUNS.iter().flat_map(|noun| SHOW.iter().map(move |show| format!("{show} {noun}")));
    let ja = NOUNS_JA.iter().flat_map(|noun| SHOW_JA.iter().map(move |show| show.replace("{}", noun)));
    let mut wrong = Vec::new();
    for said in en.chain(ja) {
        let understood = registry.grammar().understand(&said);
        let (Understood::Call { arguments, .. } | Understood::Missing { arguments, .. }) = &understood else {
            continue;
        };
        // "all of them" is a choice of its own
        let fillers = |value: &String| {
            let words = value.to_lowercase();
            let english =
                words.split_whitespace().all(|word| SHOW.iter().any(|s| s.split(' ').any(|w| w == word)));
            english
                || ["見せて", "全部の", "の", "を", "表示して", "教えて", "確認したい"]
                    .contains(&words.as_str())
        };
        if arguments.values().any(fillers) {
            wrong.push(format!("{said}: {understood:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_said_beside_the_usual_is_understood() {
    let registry = Registry::new().unwrap();
    for (said, command, arguments) in [
        ("show ROI", "roi show", vec![]),
        ("the ROI this quarter", "roi show", vec![("period", "this quarter")]),
        ("A-16180 isn't negative", "sentiment wrong", vec![("activity", "A-16180"), ("not", "not negative")]),
        (
            "A-16180 is not negative",
            "sentiment wrong",
            vec![("activity", "A-16180"), ("not", "not negative")],
        ),
        (
            "A-16180 was not negative.",
            "sentiment wrong",
            vec![("activity", "A-16180"), ("not", "not negative")],
        ),
        (
            "A-9 isn't negative, it's neutral",
            "sentiment wrong",
            vec![("activity", "A-9"), ("not", "not negative"), ("label", "neutral")],
        ),
        ("that was not negative", "sentiment wrong", vec![("not", "not negative")]),
        ("これは否定的ではない", "sentiment wrong", vec![("not", "not negative")]),
        (
            "A-16180は否定的ではない",
            "sentiment wrong",
            vec![("activity", "A-16180"), ("not", "not negative")],
        ),
        ("A-881は肯定的じゃない", "sentiment wrong", vec![("activity", "A-881"), ("not", "not positive")]),
        ("A-881はC-12ではない", "log remove", vec![("activity", "A-881"), ("campaign", "C-12")]),
        (
            "A-881は施策春のハッカソンではない",
            "log remove",
            vec![("activity", "A-881"), ("campaign", "春のハッカソン")],
        ),
        ("D-9にメモして、法務が遅い", "note", vec![("object", "D-9"), ("text", "法務が遅い")]),
        ("P-12にメモしといて：電話希望", "note", vec![("object", "P-12"), ("text", "電話希望")]),
        ("#supportの感情推移", "sentiment show", vec![("room", "#support")]),
        ("inquiries shipping", "inquiries", vec![("kind", "shipping")]),
        ("A-881 is a billing question", "inquiry set", vec![("activity", "A-881"), ("named", "billing")]),
        ("what tasks do I have due this week?", "task list", vec![("period", "this week")]),
        ("what tasks do I have this week?", "task list", vec![("period", "this week")]),
        ("今週が期限のタスクを見せて", "task list", vec![("period", "今週")]),
        ("tl;dr of this channel", "summary", vec![("room", "this channel")]),
        ("summarise #support, one sentence", "summary", vec![("room", "#support"), ("length", "one")]),
        ("#supportを一言でまとめて", "summary", vec![("room", "#support"), ("length", "one")]),
        ("summary of P-12 last month", "summary", vec![("person", "P-12"), ("period", "last month")]),
        ("cap AI spending at 10 dollars", "usage budget", vec![("amount", "10 dollars")]),
        ("AIの予算を無制限に", "usage budget", vec![("unit", "unlimited")]),
        ("what deals are closing this month?", "deal list", vec![("period", "this month")]),
        ("deals closing this month", "deal list", vec![("period", "this month")]),
        ("今月クローズ予定の商談は？", "deal list", vec![("period", "今月")]),
        (
            "青空システムズの商談、50万円、3月末受注予定で追加",
            "deal add",
            vec![("organization", "青空システムズ"), ("amount", "50万円"), ("close", "3月末")],
        ),
        ("日本語でお願い", "set lang", vec![("lang", "ja")]),
        ("set lang fr", "set lang", vec![("other", "fr")]),
        ("P-12の担当を外して", "person owner", vec![("person", "P-12"), ("nobody", "nobody")]),
        ("P-12の担当者を解除して", "person owner", vec![("person", "P-12"), ("nobody", "nobody")]),
        ("このSlackを切り離して", "account detach", vec![("platform", "slack")]),
        ("detach this GitHub account", "account detach", vec![("platform", "github")]),
        ("never match gmail.com", "identifier exclude", vec![("domain", "gmail.com")]),
        ("info@は名寄せに使わない", "identifier exclude", vec![("domain", "info@")]),
        (
            "ボットとして除外 github:sakuya_yama",
            "account ignore",
            vec![("account", "github:sakuya_yama"), ("as", "bot")],
        ),
        ("phone of P-1", "person show", vec![("person", "P-1")]),
        ("P-1の電話番号は？", "person show", vec![("person", "P-1")]),
    ] {
        match registry.grammar().understand(said) {
            Understood::Call { command: found, arguments: values, confidence, .. } => {
                assert_eq!(found, command, "{said}");
                assert!(confidence >= SURE, "{said}: {confidence}");
                let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
                let mut arguments = arguments;
                arguments.sort_unstable();
                assert_eq!(values, arguments, "{said}");
            }
            other => panic!("{said}: {other:?}"),
        }
    }
}

#[test]
fn what_is_told_of_a_task_makes_none() {
    let registry = Registry::new().unwrap();
    for said in ["タスク完了", "タスク終わった〜", "タスク終わり", "タスク増えた", "P-12にタスク完了"]
    {
        match registry.grammar().understand(said) {
            Understood::Call { command: "task add", confidence, .. } => {
                assert!(confidence < SURE, "{said}: {confidence}");
            }
            Understood::Missing { command: "task add", .. } => panic!("{said}"),
            _ => {}
        }
    }
    for said in ["タスク：見積もりを送る", "タスクを追加、見積もりを送る"] {
        assert_call(&registry, said, "task add", vec![("text", "見積もりを送る")]);
    }
}
