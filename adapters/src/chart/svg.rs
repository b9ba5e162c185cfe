//! A chart as SVG: inside a page, or a file of its own.
//!
//! No script, no inline style, no ids: presentation attributes carry the colours, classes let a page
//! replace them (`.chart-1` to `.chart-6` for the series, `.chart-quiet` for what steps back). The
//! drawing is 360 units wide, so that its letters stay readable on a phone.

mod bars;
mod line;
mod pen;

use pen::Pen;

use super::{Chart, ChartKind, number};
use crate::markup::escape;
use crate::plain;

/// What a chart is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// Inside a page: as wide as there is room, letters in the colour of the text around, no ground.
    Page,
    /// A picture of its own on white.
    Light,
    /// A picture of its own on a dark ground.
    Dark,
}

/// Width of every drawing, in its own units.
const WIDTH: f64 = 360.0;

/// What fits across in the letters of the title.
const TITLE_COLUMNS: usize = 42;
/// A title that needs more is cut with …; the name of the picture holds all of it.
const TITLE_LINES: usize = 3;

/// A self-contained, accessible SVG: its name is the title, its description holds every number.
/// Values that are missing or not finite are left out; a chart without any value is an empty frame.
pub fn svg(chart: &Chart, paper: Paper) -> String {
    let mut pen = Pen::new(paper);
    head(&mut pen, chart);
    if chart.drawable().next().is_none() {
        empty(&mut pen);
    } else {
        match chart.kind {
            ChartKind::Bars => bars::draw(&mut pen, chart),
            ChartKind::Line => line::draw(&mut pen, chart),
        }
    }
    pen.finish(&plain::line(&chart.title), &description(chart))
}

/// Title, unit and legend.
fn head(pen: &mut Pen, chart: &Chart) {
    let title = plain::line(&chart.title);
    let lines = plain::wrap(&title, TITLE_COLUMNS);
    let more = lines.get(TITLE_LINES).is_some();
    for (i, range) in lines.into_iter().take(TITLE_LINES).enumerate() {
        let cut = if more && i + 1 == TITLE_LINES { "…" } else { "" };
        if !title[range.clone()].is_empty() {
            pen.down(19.0);
            pen.title(&format!("{}{cut}", &title[range]));
        }
    }
    if let Some(unit) = number::caption(&chart.unit) {
        pen.down(16.0);
        pen.quiet(0.0, &pen::fit(&unit, WIDTH, pen::SMALL), "start");
    }
    if pen.y() > 0.0 {
        pen.down(8.0);
    }
    if chart.series.len() > 1 {
        legend(pen, chart);
    }
}

fn legend(pen: &mut Pen, chart: &Chart) {
    let mut x = 0.0;
    pen.down(14.0);
    for (i, series) in chart.series.iter().enumerate() {
        let name = pen::fit(&plain::line(&series.name), WIDTH - 16.0, pen::SMALL);
        let room = 16.0 + pen::width(&name, pen::SMALL);
        if x > 0.0 && x + room > WIDTH {
            x = 0.0;
            pen.down(18.0);
        }
        pen.swatch(x, i);
        pen.small(x + 16.0, &name, "start");
        x += room + 18.0;
    }
    pen.down(10.0);
}

/// A quiet frame that says nothing in any language.
fn empty(pen: &mut Pen) {
    for _ in 0..4 {
        pen.down(26.0);
        pen.grid(0.0, WIDTH);
    }
    pen.down(4.0);
}

/// Every number in words, for those who do not see the picture.
fn description(chart: &Chart) -> String {
    let unit = number::caption(&chart.unit).map(|unit| format!(" {unit}")).unwrap_or_default();
    let mut parts = Vec::new();
    for series in &chart.series {
        let values: Vec<String> = (0..chart.places())
            .filter_map(|place| {
                let value = number::with_unit(number::exact(series.at(place)?), &chart.unit);
                let label = chart.label(place);
                Some(if label.is_empty() {
                    format!("{value}{unit}")
                } else {
                    format!("{label}: {value}{unit}")
                })
            })
            .collect();
        let name = plain::line(&series.name);
        let prefix = if chart.series.len() > 1 { format!("{name} – ") } else { String::new() };
        if !values.is_empty() {
            parts.push(prefix + &values.join("; "));
        }
    }
    escape(&parts.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::tests::{chart, gallery};

    #[test]
    fn draws_the_gallery() {
        for (name, chart) in gallery() {
            insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(format!("svg_{name}"), svg(&chart, Paper::Page));
            });
        }
    }

    #[test]
    fn stands_alone_on_its_own_ground() {
        let (_, bars) = gallery().swap_remove(0);
        let (light, dark) = (svg(&bars, Paper::Light), svg(&bars, Paper::Dark));
        assert!(light.contains("fill=\"#ffffff\"") && !light.contains("currentColor"));
        assert!(dark.contains("fill=\"#141b22\"") && !dark.contains("currentColor"));
    }

    #[test]
    fn never_writes_a_number_that_is_none() {
        for (name, chart) in gallery() {
            for kind in [ChartKind::Bars, ChartKind::Line] {
                let drawn = svg(&Chart { kind, ..chart.clone() }, Paper::Page);
                let drawn = drawn.split("<desc>").map(|p| p.rsplit("</desc>").next().unwrap_or(p));
                for part in drawn {
                    let words: Vec<_> = part.split('"').collect();
                    assert!(
                        !words.iter().any(|w| *w == "NaN" || *w == "inf" || w.contains(" NaN")),
                        "{name}: {part}"
                    );
                }
            }
        }
    }

    #[test]
    fn long_labels_stay_inside() {
        let long = "と".repeat(200);
        let drawn = svg(&chart(ChartKind::Bars, &long, &long, &[&long], &[("x", &[1.0])]), Paper::Page);
        for text in drawn.split("<text").skip(1) {
            let words =
                text.split_once('>').and_then(|(_, rest)| rest.split_once('<')).map_or("", |(w, _)| w);
            assert!(words.chars().count() <= 31, "{words}");
        }
    }
}
