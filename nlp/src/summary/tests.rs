//! Whole summaries: of a working day in both languages, of real chats, of anything at all.

use proptest::prelude::*;

use super::*;

const WORKDAY_JA: &[(&str, &str)] = &[
    ("佐藤", "おはようございます！"),
    ("鈴木", "おはようございます"),
    ("佐藤", "昨日のハンズオンのアンケート、回答が32件集まりました"),
    ("田中", "ありがとうございます！"),
    ("鈴木", "アンケートでは「環境構築が難しい」という意見が多く、Dockerイメージを配るとよさそうです"),
    ("佐藤", "ログイン画面でエラーが出ていると顧客から連絡がありました。500が返るそうです"),
    ("鈴木", "え、いつからですか？"),
    ("佐藤", "今朝の9時ごろからです"),
    ("高橋", "原因はセッションサーバのメモリ不足でした"),
    ("高橋", "ログインの障害は復旧しました。メモリを2倍にします"),
    ("佐藤", "助かりました、ありがとうございます"),
    ("田中", "春のハッカソンの会場はどうしますか？"),
    ("鈴木", "渋谷のスペースAが第一候補です。定員120名で料金は30万円"),
    ("田中", "では会場は渋谷のスペースAに決定しました"),
    ("佐藤", "了解です"),
    ("高橋", "👍"),
    ("田中", "佐藤さん、告知ページの原稿を金曜日までにお願いします"),
    ("佐藤", "承知しました"),
    ("高橋", "SDK v2.1をリリースしました。リリースノートはこちら https://example.com/notes"),
    ("Bot", "鈴木 さんがチャンネルに参加しました"),
    ("鈴木", "無料枠の上限はいつ改定されるのでしょうか"),
];

const WORKDAY_EN: &[(&str, &str)] = &[
    ("anna", "good morning!"),
    ("ben", "morning"),
    ("anna", "The survey after yesterday's workshop has 32 answers now"),
    ("carl", "thanks!"),
    (
        "ben",
        "Most answers in the survey say that setting up the environment was hard, a Docker image would help",
    ),
    ("anna", "A customer writes that the login page is broken, it answers 500"),
    ("ben", "oh, since when?"),
    ("anna", "since nine this morning"),
    ("dora", "The session server ran out of memory"),
    ("dora", "The login page is fixed, I am giving the server twice the memory"),
    ("anna", "great, thank you"),
    ("carl", "What about the venue for the spring hackathon?"),
    ("ben", "Space A in Shibuya looks best, it takes 120 people for 300,000 yen"),
    ("carl", "So we decided to take Space A in Shibuya as the venue"),
    ("anna", "ok"),
    ("dora", "👍"),
    ("carl", "anna, please send me the text of the announcement page by Friday"),
    ("anna", "sure"),
    ("dora", "SDK v2.1 was released, notes are here https://example.com/notes"),
    ("Bot", "ben has joined the channel"),
    ("ben", "When will the limit of the free plan change?"),
];

fn messages<'a>(day: &[(&'a str, &'a str)]) -> Vec<Message<'a>> {
    let message = |(minute, (author, text)): (i64, &(&'a str, &'a str))| Message {
        author,
        at: 1_767_261_600 + minute * 600,
        text,
        reply_to: None,
        room: 0,
        bot: false,
    };
    (0..).zip(day).map(message).collect()
}

#[test]
fn a_working_day_reads_the_same_in_both_languages() {
    for day in [WORKDAY_JA, WORKDAY_EN] {
        let summary = summarise(&messages(day), Options::default());
        let picked: Vec<(usize, Kind)> = summary.picks.iter().map(|pick| (pick.index, pick.kind)).collect();
        for expected in [(9, Kind::Done), (13, Kind::Decision), (16, Kind::Task), (18, Kind::Done)] {
            assert!(picked.contains(&expected), "{expected:?} in {picked:?}");
        }
        for idle in [0, 1, 3, 14, 15, 17, 19] {
            assert!(picked.iter().all(|(index, _)| *index != idle), "{}", day[idle].1);
        }
        assert_eq!(summary.open_questions, [20]);
        assert_eq!((summary.messages, summary.people), (20, 4));
        assert_eq!(summary.busiest.len(), 4);
        assert!(summary.busiest[0].1 >= 6);
        let words: Vec<&str> = summary.keywords.iter().map(|(word, _)| word.as_str()).collect();
        let survey = if day[0].0 == "anna" { "survey" } else { "アンケート" };
        assert!(words.contains(&survey), "{words:?}");
        assert!(
            words.iter().all(|word| !["anna", "thanks", "ありがとう", "です"].contains(word)),
            "{words:?}"
        );
    }
}

#[test]
fn a_phrase_replaces_its_words_among_the_keywords() {
    let lines = [
        "the rate limit of the api is low",
        "is a higher rate limit planned",
        "the Rate Limit page says so",
        "our api client hit the rate limit",
        "the client should wait",
        "weather in Kyoto",
        "lunch near the station",
        "the invoice is late",
        "the invoice came",
        "another station",
    ];
    let day: Vec<(&str, &str)> = lines.iter().map(|line| ("a", *line)).collect();
    let summary = summarise(&messages(&day), Options::default());
    assert_eq!(summary.keywords[0], ("rate limit".to_owned(), 4));
    assert!(
        summary.keywords.iter().all(|(word, _)| word != "rate" && word != "limit"),
        "{:?}",
        summary.keywords
    );
}

#[test]
fn replies_and_thanks_close_questions() {
    let mut talk = messages(&[
        ("anna", "Which region does the backup server use?"),
        ("ben", "Where is the invoice for the venue?"),
        ("ben", "Could somebody review the contract draft?"),
        ("carl", "Does the printer still jam?"),
        ("dora", "Frankfurt"),
        ("ben", "found the invoice, thanks"),
    ]);
    talk[4].reply_to = Some(0);
    // Two hours and more between them: what is said then is no answer by itself.
    for (hours, message) in (0..).zip(&mut talk) {
        message.at += hours * 3 * 3_600;
    }
    let open = summarise(&talk, Options::default()).open_questions;
    assert_eq!(open, [3], "thanks closes what its author asked, a reply what it replies to");
}

#[test]
fn small_talk_answers_no_question() {
    let en = [
        ("mika", "Which account pays for the map tiles?"),
        ("leo", "coffee?"),
        ("nora", "yes please, with milk"),
        ("leo", "haha"),
        ("leo", "see you at the machine then"),
    ];
    let ja = [
        ("三木", "地図タイルの課金先ってどのアカウントかわかる人いますか"),
        ("野口", "お昼どうします？"),
        ("西", "蕎麦がいいな"),
        ("野口", "www"),
        ("野口", "じゃあ12時に下で"),
    ];
    for talk in [en, ja] {
        assert_eq!(summarise(&messages(&talk), Options::default()).open_questions, [0], "{talk:?}");
    }
    // the answer may come after it all the same
    let answered = [en[0], en[1], ("nora", "the map tiles go on the card of marketing")];
    assert!(summarise(&messages(&answered), Options::default()).open_questions.is_empty());
    let answered = [ja[0], ("西", "おはようございます"), ("野口", "経理部のカードですよ")];
    assert!(summarise(&messages(&answered), Options::default()).open_questions.is_empty());
}

#[test]
fn what_is_put_off_is_open_and_not_decided() {
    let en = [
        ("mika", "Do we keep the old queue or move to the new broker?"),
        ("leo", "I'll measure both first, and we'll decide on December 4"),
        ("nora", "ok"),
        ("mika", "sounds good"),
    ];
    let ja = [
        ("三木", "旧キューのままか新しいブローカーに移るか、どちらにしますか？"),
        ("野口", "両方の負荷を計ってから12月4日に決めます"),
        ("西", "了解です"),
        ("三木", "いいと思います"),
    ];
    for talk in [en, ja] {
        let summary = summarise(&messages(&talk), Options::default());
        assert_eq!(summary.open_questions, [0], "{talk:?}");
        assert!(summary.decisions.is_empty(), "{:?}", summary.decisions);
    }
}

#[test]
fn views_trouble_and_joy_are_neither_decided_nor_to_do() {
    let en = [
        ("leo", "I'd prefer to stay on the old broker, the port is only half finished"),
        ("mika", "agreed"),
        ("nora", "2.4 broke the export of our partner, the column order changed from one day to the other"),
        ("mika", "ok"),
        ("leo", "sure"),
        ("nora", "It is decided! You are the best, thank you so much."),
    ];
    let ja = [
        ("野口", "私は旧ブローカーのままがいいです、移行手順書がまだ半分しかないので"),
        ("三木", "賛成です"),
        ("西", "2.4で連携先の出力が壊れました。列の順番が変わっています"),
        ("三木", "了解です"),
        ("野口", "はい"),
        ("西", "決まりました！天才です、ありがとうございます。"),
    ];
    for talk in [en, ja] {
        let summary = summarise(&messages(&talk), Options::default());
        assert!(summary.decisions.is_empty(), "{:?}", summary.decisions);
        assert!(summary.tasks.is_empty(), "{:?}", summary.tasks);
    }
}

#[test]
fn bots_are_left_out() {
    let mut talk = messages(WORKDAY_EN);
    for message in &mut talk {
        message.bot = message.author == "carl";
    }
    let summary = summarise(&talk, Options::default());
    assert!(summary.picks.iter().all(|pick| talk[pick.index].author != "carl"));
    assert_eq!(summary.people, 3);
}

#[test]
fn nothing_gives_an_empty_summary() {
    assert_eq!(summarise(&[], Options::default()), Summary::default());
    let greetings = messages(&[("a", "hi"), ("b", "hello!"), ("a", "おはよう"), ("b", "👋")]);
    let summary = summarise(&greetings, Options::default());
    assert!(summary.picks.is_empty() && summary.keywords.is_empty());
    assert_eq!(summary.messages, 4);
}

#[test]
fn real_chats_give_readable_picks() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/realpersonachat-telegram-result.json");
    let Ok(file) = std::fs::read_to_string(path) else {
        println!("skipped: no {path}");
        return;
    };
    let export: serde_json::Value = serde_json::from_str(&file).unwrap();
    for chat in export["chats"]["list"].as_array().unwrap().iter().step_by(4) {
        let lines: Vec<(&str, &str)> = chat["messages"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|m| Some((m["from"].as_str()?, m["text"].as_str()?)))
            .collect();
        let summary = summarise(&messages(&lines), Options::default());
        assert!((3..=7).contains(&summary.picks.len()), "{}: {:?}", chat["name"], summary.picks);
        for pick in &summary.picks {
            let text = lines[pick.index].1;
            assert!(!text.starts_with("よろしくお願い") || text.chars().count() > 20, "{text}");
            assert!(text.chars().count() >= 6, "{text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_messages_can_be_summarised(
        lines in prop::collection::vec(
            ("[abc]", any::<i64>(), "(\\PC|決定|障害|rate limit |release |[?？。\n:@#`]|https://x ){0,20}", any::<Option<usize>>(), any::<bool>()),
            0..25,
        ),
        picks in 0_usize..9,
    ) {
        let messages: Vec<Message<'_>> = lines
            .iter()
            .map(|(author, at, text, reply_to, bot)| Message {
                author,
                at: *at,
                text,
                reply_to: reply_to.map(|to| to % 30),
                room: 0,
                bot: *bot,
            })
            .collect();
        let options = Options { picks, keywords: 5, only: None };
        let summary = summarise(&messages, options);
        prop_assert!(summary.picks.len() <= picks && summary.keywords.len() <= 5);
        prop_assert!(summary.picks.is_sorted_by_key(|pick| (messages[pick.index].at, pick.index)));
        prop_assert!(summary.picks.iter().all(|pick| !messages[pick.index].bot && pick.score.is_finite()));
        prop_assert!(summary.open_questions.iter().all(|index| *index < messages.len()));
        // Every word of a keyword was written.
        let unescaped = |text: &str| text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        for word in summary.keywords.iter().flat_map(|(keyword, _)| keyword.split_whitespace()) {
            prop_assert!(messages.iter().any(|message| unescaped(message.text).contains(word)), "{}", word);
        }
        prop_assert_eq!(&summary, &summarise(&messages, options));
    }
}
