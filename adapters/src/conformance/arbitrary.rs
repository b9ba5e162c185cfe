//! Any reply at all, for property tests.

use proptest::prelude::*;

use crate::{Align, Block, Button, ButtonStyle, Chart, ChartKind, Column, Field, Item, Link, Reply, Series};

/// Text that tries to be more than text.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        any::<String>(),
        "[a-z ]{0,12}",
        "\\p{Han}{0,40}",
        "[<>&\"'=/`*\\[\\]()\\\\\n\r\t…]{0,12}",
        prop::sample::select(vec![
            "<script>alert(1)</script>",
            "\" onmouseover=\"alert(1)",
            "' onload='x",
            "--></svg><img src=x onerror=alert(1)>",
            "</bdi></div><iframe>",
            "[x](javascript:alert(1))",
            "[x](/ok)",
            "[\"](https://a\"onclick=b)",
            "**b**`c`",
            "**\n\n**",
            "&lt;&#x3c;&amp;",
            "\u{1b}[31mred\u{1b}]0;title\u{7}",
            "\u{202e}gpj.exe\u{2066}",
            "شركة الأمل",
            "👩‍👩‍👧‍👦🇯🇵e\u{301}\u{301}",
            "\u{0}\u{9b}2J\u{2028}",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(pieces, 0..3).prop_map(|pieces| pieces.concat())
}

/// A path, or what pretends to be one.
fn path() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("/people/12".to_owned()),
        text().prop_map(|t| format!("/{t}")),
        text().prop_map(|t| format!("https://{t}")),
        prop::sample::select(vec![
            "javascript:alert(1)",
            "//evil",
            "/\\evil",
            "/\t/evil",
            "data:text/html,x",
            ""
        ])
        .prop_map(str::to_owned),
    ]
}

fn chart() -> impl Strategy<Value = Chart> {
    let kind = prop_oneof![Just(ChartKind::Bars), Just(ChartKind::Line)];
    let series = (text(), prop::collection::vec(any::<f64>(), 0..5))
        .prop_map(|(name, values)| Series { name, values });
    let (labels, series) = (prop::collection::vec(text(), 0..4), prop::collection::vec(series, 0..3));
    (kind, text(), text(), labels, series).prop_map(|(kind, title, unit, labels, series)| Chart {
        title,
        kind,
        unit,
        labels,
        series,
    })
}

fn item() -> impl Strategy<Value = Item> {
    let link = (text(), path()).prop_map(|(label, path)| Link { label, path });
    let marks = prop::collection::vec((0..40_usize, 0..9_usize), 0..3)
        .prop_map(|marks| marks.into_iter().map(|(from, long)| from..from + long).collect());
    (text(), marks, prop::option::of(text()), prop::option::of(link))
        .prop_map(|(text, marks, detail, link)| Item { text, marks, detail, link })
}

fn button() -> impl Strategy<Value = Button> {
    let style = prop_oneof![Just(ButtonStyle::Plain), Just(ButtonStyle::Primary), Just(ButtonStyle::Danger)];
    (text(), text(), style, text()).prop_map(|(label, token, style, typed)| Button {
        label,
        token,
        style,
        typed,
    })
}

fn block() -> impl Strategy<Value = Block> {
    let align = prop_oneof![Just(Align::Left), Just(Align::Right)];
    let column = (text(), align).prop_map(|(title, align)| Column { title, align });
    let rows = prop::collection::vec(prop::collection::vec(text(), 0..5), 0..4);
    prop_oneof![
        text().prop_map(|text| Block::Heading { text }),
        text().prop_map(|text| Block::Text { text }),
        prop::collection::vec((text(), text()).prop_map(|(label, value)| Field { label, value }), 0..4)
            .prop_map(|fields| Block::Fields { fields }),
        (prop::collection::vec(column, 0..6), rows)
            .prop_map(|(columns, rows)| Block::Table { columns, rows }),
        (any::<bool>(), prop::collection::vec(item(), 0..4))
            .prop_map(|(numbered, items)| Block::List { numbered, items }),
        chart().prop_map(|chart| Block::Chart { chart }),
        prop::collection::vec(button(), 0..4).prop_map(|buttons| Block::Buttons { buttons }),
        (text(), text(), path()).prop_map(|(name, media_type, path)| Block::File { name, media_type, path }),
    ]
}

/// Any reply.
pub(crate) fn reply() -> impl Strategy<Value = Reply> {
    (text(), prop::option::of(text()), prop::collection::vec(block(), 0..5))
        .prop_map(|(lang, understood, blocks)| Reply { lang, understood, blocks })
}
