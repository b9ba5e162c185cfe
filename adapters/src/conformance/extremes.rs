//! Replies that no command should make and one day one will: empty, endless, uneven.

use crate::{
    Block, Button, ButtonStyle, Chart, ChartKind, Column, Field, Item, Link, Reply, Series, markdown,
};

/// Named replies. Their language does not matter.
pub fn extremes() -> Vec<(&'static str, Reply)> {
    vec![
        ("empty", Reply::new("en")),
        ("no_language", Reply::new("").text("plain words")),
        ("odd_language", Reply::new("<en\" x='").text("plain words")),
        ("empty_blocks", empty_blocks()),
        ("empty_strings", empty_strings()),
        ("one_long_word", Reply::new("en").text("a".repeat(12_000)).heading("b".repeat(3_000))),
        ("long_english", Reply::new("en").text(numbered_words(3_000)).heading(numbered_words(200))),
        (
            "long_japanese",
            Reply::new("ja").text("長い文章が続きますがどこにも空白はありません。".repeat(400)),
        ),
        ("many_lines", Reply::new("en").text((0..1_500).map(|i| format!("line{i}\n")).collect::<String>())),
        ("only_marks", Reply::new("en").text("*".repeat(500) + &"[](".repeat(500) + &"\\".repeat(501))),
        (
            "only_controls",
            Reply::new("en").text(("\u{0}".to_owned() + "\u{1b}[" + "\u{202e}\u{85}").repeat(200)),
        ),
        ("towers", Reply::new("en").text(format!("x{}", "\u{301}".repeat(4_000)))),
        ("escaped", Reply::new("en").text(markdown::escape(&"*a*`b`[c](d)\\&<e>\"f'".repeat(300)))),
        ("long_table", long_table()),
        ("many_columns", many_columns()),
        ("uneven_table", uneven_table()),
        ("long_list", long_list()),
        ("many_fields", many_fields()),
        ("many_buttons", many_buttons()),
        ("long_everything", long_everything()),
        ("charts", charts()),
    ]
}

fn numbered_words(count: usize) -> String {
    (0..count).map(|i| format!("word{i} ")).collect()
}

fn empty_blocks() -> Reply {
    Reply {
        blocks: vec![
            Block::Fields { fields: vec![] },
            Block::Table { columns: vec![], rows: vec![] },
            Block::Table { columns: vec![], rows: vec![vec![], vec![]] },
            Block::List { numbered: true, items: vec![] },
            Block::Buttons { buttons: vec![] },
        ],
        ..Reply::new("en").text("something")
    }
}

fn empty_strings() -> Reply {
    let nothing = String::new;
    Reply {
        lang: "en".into(),
        understood: Some(nothing()),
        blocks: vec![
            Block::Heading { text: nothing() },
            Block::Text { text: nothing() },
            Block::Fields { fields: vec![Field { label: nothing(), value: nothing() }] },
            Block::Table { columns: vec![Column::left("")], rows: vec![vec![nothing()]] },
            Block::List {
                numbered: false,
                items: vec![Item {
                    link: Some(Link { label: nothing(), path: nothing() }),
                    ..Item::default()
                }],
            },
            Block::Chart {
                chart: Chart {
                    title: nothing(),
                    kind: ChartKind::Line,
                    unit: nothing(),
                    labels: vec![nothing()],
                    series: vec![],
                },
            },
            Block::File { name: nothing(), media_type: nothing(), path: nothing() },
        ],
    }
}

fn long_table() -> Reply {
    let rows = (0..400).map(|i| vec![format!("person{i}"), format!("会社{i}"), i.to_string()]).collect();
    Reply::new("en").table(vec![Column::left("Name"), Column::left("所属"), Column::right("Score")], rows)
}

fn many_columns() -> Reply {
    let columns = (0..40).map(|i| Column::left(format!("column{i}"))).collect();
    Reply::new("en").table(columns, vec![(0..40).map(|i| format!("cell{i}")).collect()])
}

fn uneven_table() -> Reply {
    let columns = vec![Column::right("first"), Column::left("second")];
    let rows = [vec!["a1"], vec![], vec!["c1", "c2", "c3", "c4"]];
    Reply::new("en")
        .table(columns, rows.into_iter().map(|r| r.into_iter().map(str::to_owned).collect()).collect())
}

fn long_list() -> Reply {
    let item = |i| {
        Item::new(format!("item{i}")).detail(format!("detail{i}")).link(format!("A-{i}"), format!("/a/{i}"))
    };
    Reply::new("en").numbered((0..300).map(item).collect())
}

fn many_fields() -> Reply {
    let value = |i: usize| if i.is_multiple_of(20) { "値".repeat(300) } else { format!("value{i}") };
    Reply::new("ja").fields((0..100).map(|i| (format!("label{i}"), value(i))))
}

fn many_buttons() -> Reply {
    let button = |i: usize| Button {
        label: if i == 7 { "とても長いボタンの名前".repeat(12) } else { format!("button{i}") },
        token: format!("tok-{i:03}"),
        style: [ButtonStyle::Plain, ButtonStyle::Primary, ButtonStyle::Danger][i % 3],
        typed: (i + 1).to_string(),
    };
    Reply::new("ja").text("choose").buttons((0..30).map(button).collect())
}

fn long_everything() -> Reply {
    let long = "長い".repeat(400);
    Reply {
        understood: Some(format!("command {long}")),
        ..Reply::new("ja")
            .heading(&long)
            .fields([(long.clone(), long.clone())])
            .table(vec![Column::left(&long), Column::right(&long)], vec![vec![long.clone(), long.clone()]])
            .list(vec![Item::new(&long).detail(&long).link(&long, "/x")])
    }
}

fn charts() -> Reply {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, 1e300, -1e300, f64::MIN_POSITIVE];
    let labels = |count: usize| (0..count).map(|i| format!("label{i}")).collect::<Vec<_>>();
    let chart = |kind, title: &str, labels, values: &[f64]| Chart {
        title: title.into(),
        kind,
        unit: "JPY".into(),
        labels,
        series: vec![Series { name: "one".into(), values: values.to_vec() }],
    };
    let many: Vec<f64> = (0..400).map(|i| f64::from(i % 37) - 10.0).collect();
    Reply::new("en")
        .chart(chart(ChartKind::Bars, "odd bars", labels(8), &odd))
        .chart(chart(ChartKind::Line, "odd line", labels(8), &odd))
        .chart(chart(ChartKind::Bars, "no labels", vec![], &odd))
        .chart(chart(ChartKind::Line, "more labels than values", labels(20), &odd[3..5]))
        .chart(chart(ChartKind::Line, "long line", labels(400), &many))
        .chart(chart(ChartKind::Bars, "no values", labels(3), &[]))
}
