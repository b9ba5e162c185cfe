//! A chart in block characters, for a terminal: whole lines, aligned by display width, no colours.

mod bars;
mod sparkline;

use super::{Chart, ChartKind, number};
use crate::plain;

/// What is drawn for a chart without any value.
const NOTHING: &str = "–";

/// Label, series and number need so many columns before a bar can be drawn.
const NARROWEST: usize = 40;

/// Lines of at most `width` columns (never less than 40): the title and unit, then bars or sparklines.
/// No line end after the last.
pub fn blocks(chart: &Chart, width: usize) -> String {
    let width = width.max(NARROWEST);
    let mut lines = title(chart, width);
    if chart.drawable().next().is_none() {
        lines.push(NOTHING.to_owned());
    } else {
        lines.extend(match chart.kind {
            ChartKind::Bars => bars::draw(chart, width),
            ChartKind::Line => sparkline::draw(chart, width),
        });
    }
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

fn title(chart: &Chart, width: usize) -> Vec<String> {
    let title = plain::line(&chart.title);
    let text = match number::caption(&chart.unit) {
        Some(unit) if title.is_empty() => format!("({unit})"),
        Some(unit) => format!("{title} ({unit})"),
        None => title,
    };
    plain::wrap(&text, width)
        .into_iter()
        .map(|range| text[range].to_owned())
        .filter(|l| !l.is_empty())
        .collect()
}

/// Names of the series, cut to a column; none where there is only one.
fn names(chart: &Chart, room: usize) -> (Vec<String>, usize) {
    if chart.series.len() < 2 {
        return (chart.series.iter().map(|_| String::new()).collect(), 0);
    }
    column(chart.series.iter().map(|s| plain::line(&s.name)), room)
}

/// Texts cut to `room`, and the width of the widest.
fn column(texts: impl Iterator<Item = String>, room: usize) -> (Vec<String>, usize) {
    let texts: Vec<String> = texts.map(|text| plain::fit(&text, room)).collect();
    let widest = texts.iter().map(|text| plain::width(text)).max().unwrap_or(0);
    (texts, widest)
}

/// Cells side by side with two spaces between, empty columns left out.
fn row(cells: &[(String, usize)]) -> String {
    let cells: Vec<String> =
        cells.iter().filter(|(_, width)| *width > 0).map(|(text, width)| plain::pad(text, *width)).collect();
    cells.join("  ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::tests::gallery;
    use proptest::prelude::*;

    #[test]
    fn draws_the_gallery() {
        let drawn: Vec<String> =
            gallery().iter().map(|(name, chart)| format!("# {name}\n{}", blocks(chart, 60))).collect();
        insta::with_settings!({ prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("blocks", drawn.join("\n\n"));
        });
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide(
            kind in prop_oneof![Just(ChartKind::Bars), Just(ChartKind::Line)],
            title in ".{0,40}",
            labels in prop::collection::vec(".{0,30}|\\p{Han}{0,30}", 0..5),
            values in prop::collection::vec(prop::collection::vec(any::<f64>(), 0..8), 0..4),
            width in 0usize..120,
        ) {
            let series = values.into_iter().map(|values| crate::Series { name: title.clone(), values }).collect();
            let chart = Chart { title, kind, unit: "JPY".into(), labels, series };
            for line in blocks(&chart, width).lines() {
                prop_assert!(plain::width(line) <= width.max(NARROWEST), "{line:?}");
            }
            prop_assert!(crate::chart::svg(&chart, crate::chart::Paper::Page).ends_with("</svg>"));
        }
    }
}
