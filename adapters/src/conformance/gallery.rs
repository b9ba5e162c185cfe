//! Replies as users get them, in English and in Japanese: every kind of block, plain days and names
//! that are hard to show. Made for snapshots, so nothing here is long.

use crate::{Button, ButtonStyle, Chart, ChartKind, Column, Item, Reply, Series, markdown};

/// Named replies in a language: Japanese for `ja`, English for everything else.
pub fn gallery(lang: &str) -> Vec<(&'static str, Reply)> {
    let say = Say { ja: lang == "ja" };
    vec![
        ("greeting", greeting(say)),
        ("person", person(say)),
        ("roi", roi(say)),
        ("spend", spend(say)),
        ("sentiment", sentiment(say)),
        ("top", top(say)),
        ("wide_table", wide_table(say)),
        ("which_one", which_one(say)),
        ("merge", merge(say)),
        ("summary", summary(say)),
        ("export", export(say)),
        ("refusal", refusal(say)),
        ("nothing_found", nothing_found(say)),
        ("hard_names", hard_names(say)),
    ]
}

/// Picks the words of a language.
#[derive(Clone, Copy)]
struct Say {
    ja: bool,
}

impl Say {
    fn of<T>(self, en: T, ja: T) -> T {
        if self.ja { ja } else { en }
    }

    fn reply(self) -> Reply {
        Reply::new(self.of("en", "ja"))
    }

    fn understood(self, command: &str) -> Reply {
        Reply { understood: Some(command.into()), ..self.reply() }
    }
}

fn button(label: &str, token: &str, style: ButtonStyle, typed: &str) -> Button {
    Button { label: label.into(), token: token.into(), style, typed: typed.into() }
}

fn series(name: &str, values: &[f64]) -> Series {
    Series { name: name.into(), values: values.to_vec() }
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn strings<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).into()
}

fn greeting(say: Say) -> Reply {
    say.reply().text(say.of(
        "Hello **Aiko**. Ask me about people, campaigns and conversations, for example `show ROI for C-7`.\n\nAll I can do is on [the help page](/help).",
        "こんにちは、**愛子**さん。人、施策、会話について聞いてください。例：`C-7のROIを見せて`\n\nできることの一覧は[ヘルプ](/help)にあります。",
    ))
}

fn person(say: Say) -> Reply {
    let label = |en, ja| say.of(en, ja);
    say.understood("person show P-12")
        .heading(say.of("Taro Tanaka", "田中 太郎"))
        .fields([
            (label("Code", "コード"), "P-12".to_owned()),
            (
                label("Organization", "所属"),
                say.of("Kansai Airports Trading", "関西国際空港商事株式会社").to_owned(),
            ),
            (
                label("Relationship", "関係"),
                say.of("developer, since May 2024", "開発者（2024年5月から）").to_owned(),
            ),
            (label("Accounts", "アカウント"), "slack:taro · github:tarotanaka · discord:taro_t".to_owned()),
            (label("E-mail", "メール"), "taro@example.com".to_owned()),
        ])
        .list(vec![
            Item::new(say.of(
                "Asked how single sign-on works with LINE WORKS",
                "LINE WORKSでのシングルサインオンについて質問",
            ))
            .detail(say.of("#support · yesterday 18:42", "#サポート・昨日 18:42"))
            .link("A-881", "/activities/881"),
            Item::new(say.of("Signed up for Spring Hackathon", "春のハッカソンに申し込み"))
                .detail(say.of("C-7 · 12 March", "C-7・3月12日"))
                .link("A-640", "/activities/640"),
        ])
}

fn roi(say: Say) -> Reply {
    let label = |en, ja| say.of(en, ja);
    say.understood("roi show --period 2026-Q1")
        .heading(say.of("ROI, January to March 2026", "2026年1〜3月のROI"))
        .fields([
            (label("Cost", "費用"), "2,340,000 JPY".to_owned()),
            (label("Value", "効果"), "3,051,000 JPY".to_owned()),
            (label("ROI", "ROI"), "+30.4%".to_owned()),
        ])
        .chart(Chart {
            title: say.of("ROI by campaign", "施策別のROI").into(),
            kind: ChartKind::Bars,
            unit: "%".into(),
            labels: say.of(
                strings(["Spring Hackathon", "Rust meetup Osaka", "Zine no. 4", "Conference booth"]),
                strings(["春のハッカソン", "Rust勉強会 大阪", "同人誌 第4号", "カンファレンスのブース出展"]),
            ),
            series: vec![series("ROI", &[82.5, 31.0, 0.0, -24.8])],
        })
        .text(say.of(
            "Conference booth: cost is booked, value not yet. See `roi explain C-9`.",
            "ブース出展は費用だけ計上済みで、効果はまだです。`roi explain C-9` で内訳を見られます。",
        ))
}

fn spend(say: Say) -> Reply {
    say.understood("budget compare").chart(Chart {
        title: say.of("Planned and spent", "予算と実績").into(),
        kind: ChartKind::Bars,
        unit: "JPY".into(),
        labels: say.of(strings(["Venue", "Travel", "Prizes"]), strings(["会場費", "交通費", "賞品"])),
        series: vec![
            series(say.of("planned", "予算"), &[1_500_000.0, 420_000.0, 80_000.0]),
            series(say.of("spent", "実績"), &[1_386_000.0, 512_300.0, f64::NAN]),
        ],
    })
}

fn sentiment(say: Say) -> Reply {
    let weeks =
        (1..=12).map(|week| if say.ja { format!("第{week}週") } else { format!("Week {week}") }).collect();
    say.understood("sentiment show --last 12w")
        .chart(Chart {
            title: say.of("Messages a week", "週ごとのメッセージ数").into(),
            kind: ChartKind::Line,
            unit: say.of("messages", "件").into(),
            labels: weeks,
            series: vec![series(
                "#support",
                &[212.0, 240.0, 198.0, 305.0, 331.0, 290.0, 402.0, 467.0, 455.0, 520.0, 498.0, 561.0],
            )],
        })
        .chart(Chart {
            title: say.of("Mood by channel", "チャンネル別の雰囲気").into(),
            kind: ChartKind::Line,
            unit: String::new(),
            labels: say.of(
                strings(["Jan", "Feb", "Mar", "Apr", "May", "Jun"]),
                strings(["1月", "2月", "3月", "4月", "5月", "6月"]),
            ),
            series: vec![
                series("#support", &[-0.22, -0.1, 0.05, 0.1, 0.31, 0.25]),
                series(say.of("#random", "#雑談"), &[0.4, 0.42, 0.38, f64::NAN, 0.47, 0.6]),
            ],
        })
}

fn top(say: Say) -> Reply {
    let who = |en, ja| say.of(en, ja);
    say.understood("top people --by score --period this-month").table(
        vec![
            Column::left(say.of("Name", "名前")),
            Column::left(say.of("Organization", "所属")),
            Column::right(say.of("Messages", "発言")),
            Column::right(say.of("Score", "スコア")),
        ],
        vec![
            row(&[
                who("Taro Tanaka", "田中 太郎"),
                who("Kansai Airports", "関西国際空港商事"),
                "1,204",
                "92.5",
            ]),
            row(&[who("Hanako Sato", "佐藤 花子"), "Acme", "318", "88"]),
            row(&["José García", who("freelance", "フリーランス"), "96", "71.25"]),
            row(&["Linh 🎧", "", "4", "9"]),
        ],
    )
}

fn wide_table(say: Say) -> Reply {
    let long = say.of(
        "Wants single sign-on before the autumn release and asked twice who decides about it",
        "秋のリリース前にシングルサインオンを希望。誰が決めるのかを二度たずねている",
    );
    say.reply().table(
        ["Code", "Subject", "Owner", "Last message", "State"]
            .into_iter()
            .zip(["コード", "件名", "担当", "最後の発言", "状態"])
            .map(|(en, ja)| Column::left(say.of(en, ja)))
            .chain([Column::right(say.of("Value, JPY", "金額（円）"))])
            .collect(),
        vec![
            row(&["D-9", long, "Aiko Yamada", long, say.of("open", "商談中"), "12,000,000"]),
            row(&[
                "D-11",
                "SSO",
                "Ken",
                say.of("Thank you!", "ありがとうございます！"),
                say.of("won", "受注"),
                "480,000",
            ]),
        ],
    )
}

fn which_one(say: Say) -> Reply {
    say.reply()
        .text(
            say.of("Three people are called **Sato**. Which one?", "**佐藤**さんは3人います。どなたですか？"),
        )
        .numbered(vec![
            Item::new(say.of("Hanako Sato", "佐藤 花子")).detail("Acme").link("P-40", "/people/40"),
            Item::new(say.of("Ichiro Sato", "佐藤 一郎"))
                .detail(say.of("no organization", "所属なし"))
                .link("P-77", "/people/77"),
            Item::new(say.of("Sato Logistics (organization)", "佐藤運輸（組織）"))
                .link("O-3", "/organizations/3"),
        ])
        .buttons(vec![
            button("P-40", "tok-which-40", ButtonStyle::Plain, "1"),
            button("P-77", "tok-which-77", ButtonStyle::Plain, "2"),
            button("O-3", "tok-which-3", ButtonStyle::Plain, "3"),
        ])
}

fn merge(say: Say) -> Reply {
    say.understood("merge P-12 P-40")
        .heading(say.of("Merge two people?", "2人を統合しますか？"))
        .table(
            vec![
                Column::left(""),
                Column::left(say.of("P-12 stays", "P-12（残る）")),
                Column::left(say.of("P-40 moves", "P-40（移る）")),
            ],
            vec![
                row(&[say.of("Name", "名前"), say.of("Taro Tanaka", "田中 太郎"), "T. Tanaka"]),
                row(&[say.of("E-mail", "メール"), "taro@example.com", "taro@example.com"]),
                row(&[say.of("Activities", "活動"), "214", "18"]),
            ],
        )
        .text(say.of(
            "18 activities and 1 account move to **P-12**. You can take it back with `merge undo`.",
            "活動18件とアカウント1件が**P-12**に移ります。`merge undo` で元に戻せます。",
        ))
        .buttons(vec![
            button(say.of("Merge", "統合する"), "tok-merge-yes", ButtonStyle::Primary, say.of("yes", "はい")),
            button(
                say.of("They are different people", "別人です"),
                "tok-merge-differ",
                ButtonStyle::Danger,
                say.of("differ", "別人"),
            ),
            button(say.of("Cancel", "やめる"), "tok-merge-no", ButtonStyle::Plain, say.of("no", "いいえ")),
        ])
}

fn summary(say: Say) -> Reply {
    say.understood("summarise #support --since mon")
        .text(say.of(
            "**#support since Monday**: 48 messages by 11 people. Most of it was about the new sign-in page, which did not work in Safari until Tuesday evening; two people asked for a way to export their own data, and one thanked the team at length.",
            "**月曜からの#サポート**：11人から48件の発言がありました。大半は新しいサインイン画面の話題で、火曜の夜までSafariで動いていませんでした。自分のデータを書き出したいという要望が2件、チームへの丁寧なお礼が1件ありました。",
        ))
        .list(vec![
            Item::new(say.of("Sign-in page fails in Safari: fixed", "Safariでサインインできない：解決済み")).link("A-902", "/activities/902"),
            Item::new(say.of("Export of one's own data: open, nobody answered", "自分のデータの書き出し：未回答")).link("A-915", "/activities/915"),
        ])
        .text(say.of("Read [the thread](/conversations/4?at=902) or ask for more.", "[スレッドを読む](/conversations/4?at=902)こともできます。"))
}

fn export(say: Say) -> Reply {
    let mut reply = say
        .understood("export people --format csv")
        .text(say.of("1,204 people, ready for 24 hours.", "1,204人分です。24時間ダウンロードできます。"));
    reply.blocks.push(crate::Block::File {
        name: say.of("people-2026-11-21.csv", "人物一覧-2026-11-21.csv").into(),
        media_type: "text/csv".into(),
        path: "/files/3f9a".into(),
    });
    reply
}

fn refusal(say: Say) -> Reply {
    say.reply().text(say.of(
        "There is no campaign **C-70**. Did you mean `roi show C-7`? `campaign list` shows all of them.",
        "施策**C-70**は見つかりません。`roi show C-7` のことですか？ `campaign list` で一覧を見られます。",
    ))
}

fn nothing_found(say: Say) -> Reply {
    say.reply()
        .heading(say.of("Deals this month", "今月の商談"))
        .table(vec![Column::left(say.of("Code", "コード")), Column::right(say.of("Value", "金額"))], vec![])
        .chart(Chart {
            title: say.of("No deals yet", "商談はまだありません").into(),
            kind: ChartKind::Bars,
            unit: "JPY".into(),
            labels: vec![],
            series: vec![],
        })
}

/// Names are what people typed on their platforms: nothing in them may act.
fn hard_names(say: Say) -> Reply {
    let names = [
        "*bold* _italic_ ~gone~ `code`",
        "[link](https://example.com) <@U123> @everyone",
        "<script>alert(1)</script> & <b>",
        "C:\\Users\\\"O'Brien\"",
        "\u{1b}[31mred\u{1b}[0m and \u{0}nul\u{7}",
        "شركة الأمل للتجارة",
        "evil\u{202e}gpj.exe",
        "👩‍👩‍👧‍👦 🇯🇵 👍🏽 e\u{301}",
        "１２３ ﾊﾝｶｸ 𠮷野家",
    ];
    let people = names.iter().enumerate().map(|(i, name)| row(&[name, &(i + 1).to_string()])).collect();
    let escaped: Vec<String> = names.iter().map(|name| markdown::escape(name)).collect();
    say.reply()
        .table(vec![Column::left(say.of("Name", "名前")), Column::right(say.of("Seen", "回数"))], people)
        .list(names.iter().map(|name| Item::new(*name)).collect())
        .text(escaped.join("\n"))
        .fields(names.iter().take(3).map(|name| (*name, (*name).to_owned())))
}
