//! Writes the few shapes a chart is made of, from top to bottom, and knows the colours and letters.

use std::fmt::Write;

use super::{Paper, WIDTH};
use crate::markup::escape;
use crate::plain;

/// Size of labels and values.
pub(super) const LABEL: f64 = 13.0;
/// Size of what steps back: legend, axis, unit.
pub(super) const SMALL: f64 = 11.5;

const FONT: &str = "BIZ UDPGothic, Hiragino Sans, Noto Sans JP, system-ui, sans-serif";
/// Colours of the series on a light ground: each at least 3:1 against white (WCAG 1.4.11).
const ON_LIGHT: [&str; 6] = ["#0070d2", "#c25e00", "#2e844a", "#8a4be0", "#d13a63", "#0b827c"];
/// The same on a dark ground.
const ON_DARK: [&str; 6] = ["#57a9f5", "#f0a04b", "#62c486", "#b894f5", "#f0809c", "#45c2b8"];
/// Air around a picture that stands alone.
const MARGIN: f64 = 20.0;

/// A drawing in progress.
pub(super) struct Pen {
    paper: Paper,
    out: String,
    y: f64,
}

/// How wide a text will be at most, in units: full-width letters are square, others well over half
/// of that in the widest fonts (Verdana, DejaVu Sans), bold included.
pub(super) fn width(text: &str, size: f64) -> f64 {
    plain::graphemes(text).map(|g| if plain::width(&text[g]) > 1 { 1.0 } else { 0.66 }).sum::<f64>() * size
}

/// Cut with … to a width in units.
pub(super) fn fit(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let (mut used, mut end) = (size, 0);
    for grapheme in plain::graphemes(text) {
        used += width(&text[grapheme.clone()], size);
        if used > room {
            break;
        }
        end = grapheme.end;
    }
    format!("{}…", text[..end].trim_end())
}

/// A coordinate, to a tenth of a unit.
fn at(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

impl Pen {
    pub(super) fn new(paper: Paper) -> Self {
        Self { paper, out: String::new(), y: 0.0 }
    }

    /// Height used so far.
    pub(super) fn y(&self) -> f64 {
        self.y
    }

    /// Moves down by so many units.
    pub(super) fn down(&mut self, units: f64) {
        self.y += units;
    }

    fn ink(&self) -> &'static str {
        match self.paper {
            Paper::Page => "currentColor",
            Paper::Light => "#1b2733",
            Paper::Dark => "#e6edf3",
        }
    }

    fn colour(&self, series: usize) -> &'static str {
        let colours = if self.paper == Paper::Dark { &ON_DARK } else { &ON_LIGHT };
        colours[series % colours.len()]
    }

    fn text(&mut self, x: f64, y: f64, words: &str, anchor: &str, rest: &str) {
        if words.is_empty() {
            return;
        }
        let anchor = if anchor == "start" { String::new() } else { format!(" text-anchor=\"{anchor}\"") };
        let (x, y, words) = (at(x), at(y), escape(words));
        let _ = write!(self.out, "<text x=\"{x}\" y=\"{y}\"{anchor}{rest}>{words}</text>");
    }

    /// A line of the title at the current height.
    pub(super) fn title(&mut self, words: &str) {
        self.text(0.0, self.y - 4.0, words, "start", " font-size=\"14.5\" font-weight=\"700\"");
    }

    /// A label at the current height.
    pub(super) fn label(&mut self, words: &str) {
        self.text(0.0, self.y - 4.0, words, "start", "");
    }

    /// A value, its middle at the current height less `above`.
    pub(super) fn value(&mut self, x: f64, above: f64, words: &str, anchor: &str) {
        self.text(x, self.y - above + 4.5, words, anchor, " font-weight=\"700\"");
    }

    /// Small letters at the current height.
    pub(super) fn small(&mut self, x: f64, words: &str, anchor: &str) {
        self.text(x, self.y - 4.0, words, anchor, " font-size=\"11.5\"");
    }

    /// Small letters that step back.
    pub(super) fn quiet(&mut self, x: f64, words: &str, anchor: &str) {
        let rest = " class=\"chart-quiet\" font-size=\"11.5\" fill-opacity=\"0.68\"";
        self.text(x, self.y - 4.0, words, anchor, rest);
    }

    /// The colour of a series in the legend.
    pub(super) fn swatch(&mut self, x: f64, series: usize) {
        self.bar(x, 13.0, 10.0, 10.0, series);
    }

    /// A bar whose top is `above` the current height.
    pub(super) fn bar(&mut self, x: f64, above: f64, width: f64, height: f64, series: usize) {
        let (class, colour) = (series % ON_LIGHT.len() + 1, self.colour(series));
        let (x, y, width, height) = (at(x), at(self.y - above), at(width), at(height));
        let _ = write!(
            self.out,
            "<rect class=\"chart-{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"2.5\" fill=\"{colour}\"/>"
        );
    }

    /// The ground of a bar.
    pub(super) fn track(&mut self, above: f64, width: f64, height: f64) {
        let (ink, y, width, height) = (self.ink(), at(self.y - above), at(width), at(height));
        let _ = write!(
            self.out,
            "<rect y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"2.5\" fill=\"{ink}\" fill-opacity=\"0.07\"/>"
        );
    }

    /// A quiet line across at the current height.
    pub(super) fn grid(&mut self, from: f64, to: f64) {
        self.rule(from, self.y, to, self.y, "0.13");
    }

    /// The zero line of bars: upright, from `above` down to the current height.
    pub(super) fn zero(&mut self, x: f64, above: f64) {
        self.rule(x, self.y - above, x, self.y, "0.45");
    }

    /// The zero line of a line chart.
    pub(super) fn base(&mut self, from: f64, to: f64) {
        self.rule(from, self.y, to, self.y, "0.45");
    }

    fn rule(&mut self, x1: f64, y1: f64, x2: f64, y2: f64, opacity: &str) {
        let (ink, x1, y1, x2, y2) = (self.ink(), at(x1), at(y1), at(x2), at(y2));
        let _ = write!(
            self.out,
            "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{ink}\" stroke-opacity=\"{opacity}\"/>"
        );
    }

    /// A line through points given from the top of the drawing.
    pub(super) fn path(&mut self, points: &[(f64, f64)], series: usize) {
        let (class, colour) = (series % ON_LIGHT.len() + 1, self.colour(series));
        let points = joined(points);
        let _ = write!(
            self.out,
            "<polyline class=\"chart-{class}\" points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.25\" stroke-linejoin=\"round\" stroke-linecap=\"round\"/>"
        );
    }

    /// The surface between a line and a height.
    pub(super) fn surface(&mut self, points: &[(f64, f64)], ground: f64, series: usize) {
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
        let (class, colour) = (series % ON_LIGHT.len() + 1, self.colour(series));
        let points = joined(&[&[(first.0, ground)], points, &[(last.0, ground)]].concat());
        let _ = write!(
            self.out,
            "<polygon class=\"chart-{class}\" points=\"{points}\" fill=\"{colour}\" fill-opacity=\"0.1\" stroke=\"none\"/>"
        );
    }

    /// A point.
    pub(super) fn dot(&mut self, (x, y): (f64, f64), series: usize) {
        let (class, colour) = (series % ON_LIGHT.len() + 1, self.colour(series));
        let (x, y) = (at(x), at(y));
        let _ = write!(
            self.out,
            "<circle class=\"chart-{class}\" cx=\"{x}\" cy=\"{y}\" r=\"3.5\" fill=\"{colour}\"/>"
        );
    }

    /// The whole picture.
    pub(super) fn finish(self, title: &str, description: &str) -> String {
        let height = self.y.max(1.0);
        let (ink, body, name) = (self.ink(), &self.out, escape(title));
        let (margin, size, ground) = match self.paper {
            Paper::Page => (0.0, "width=\"100%\"".to_owned(), ""),
            paper => {
                let (width, height) = (at(WIDTH + 2.0 * MARGIN), at(height + 2.0 * MARGIN));
                let ground = if paper == Paper::Light { "#ffffff" } else { "#141b22" };
                (MARGIN, format!("width=\"{width}\" height=\"{height}\""), ground)
            }
        };
        let edge = at(-margin);
        let (across, down) = (at(WIDTH + 2.0 * margin), at(height + 2.0 * margin));
        let ground = if ground.is_empty() {
            String::new()
        } else {
            format!(
                "<rect x=\"{edge}\" y=\"{edge}\" width=\"{across}\" height=\"{down}\" fill=\"{ground}\"/>"
            )
        };
        let label = if name.is_empty() { String::new() } else { format!(" aria-label=\"{name}\"") };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\"{label} viewBox=\"{edge} {edge} {across} {down}\" {size} font-family=\"{FONT}\" font-size=\"{LABEL}\" fill=\"{ink}\"><title>{name}</title><desc>{description}</desc>{ground}{body}</svg>"
        )
    }
}

fn joined(points: &[(f64, f64)]) -> String {
    points.iter().map(|(x, y)| format!("{},{}", at(*x), at(*y))).collect::<Vec<_>>().join(" ")
}
