//! Lines over time: a quiet grid of round numbers, as many labels below as have room.

use super::pen::{self, Pen, SMALL};
use super::{Chart, WIDTH};
use crate::chart::number::{self, Counted};
use crate::chart::scale::Scale;

const HEIGHT: f64 = 150.0;
/// Above the highest grid line, for a value that stands on it.
const HEADROOM: f64 = 16.0;

pub(super) fn draw(pen: &mut Pen, chart: &Chart) {
    let (scale, ticks) = Scale::around(chart.drawable()).rounded();
    let counted = Counted::of(chart);
    let written = |tick: f64| number::with_unit(number::tick(tick, counted), &chart.unit).replace('-', "−");
    let left = ticks.iter().map(|t| pen::width(&written(*t), SMALL)).fold(0.0, f64::max) + 10.0;
    pen.down(HEADROOM);
    let top = pen.y();
    let height = |value: f64| top + (1.0 - scale.at(value)) * HEIGHT;
    for tick in &ticks {
        pen.down(height(*tick) - pen.y());
        if *tick == 0.0 {
            pen.base(left, WIDTH)
        } else {
            pen.grid(left, WIDTH)
        }
        pen.down(8.0);
        pen.quiet(left - 10.0, &written(*tick), "end");
    }
    let across = Across { left: left + 6.0, right: WIDTH - 6.0, places: chart.places() };
    for (i, series) in chart.series.iter().enumerate() {
        let points: Vec<Option<(f64, f64)>> =
            (0..across.places).map(|place| series.at(place).map(|v| (across.at(place), height(v)))).collect();
        for run in points.split(|p| p.is_none()).map(|run| run.iter().flatten().copied().collect::<Vec<_>>())
        {
            match run.as_slice() {
                [] => {}
                [alone] => pen.dot(*alone, i),
                run => {
                    if chart.series.len() == 1 {
                        pen.surface(run, height(0.0), i);
                    }
                    pen.path(run, i);
                }
            }
        }
        if let Some((point, value)) =
            points.iter().enumerate().rev().find_map(|(p, at)| Some(((*at)?, series.at(p)?)))
        {
            pen.dot(point, i);
            if chart.series.len() == 1 {
                last_value(pen, point, value, chart);
            }
        }
    }
    pen.down(top + HEIGHT - pen.y());
    labels(pen, chart, &across);
}

/// Where places stand from left to right.
struct Across {
    left: f64,
    right: f64,
    places: usize,
}

impl Across {
    fn at(&self, place: usize) -> f64 {
        match self.places {
            0 | 1 => (self.left + self.right) / 2.0,
            places => self.left + (self.right - self.left) * place as f64 / (places - 1) as f64,
        }
    }
}

/// The newest value above its point.
fn last_value(pen: &mut Pen, (x, y): (f64, f64), value: f64, chart: &Chart) {
    let words = number::with_unit(number::short(value, Counted::of(chart)), &chart.unit).replace('-', "−");
    let half = pen::width(&words, pen::LABEL) / 2.0;
    let above = pen.y() - y + 14.0;
    if x + half > WIDTH {
        pen.value(WIDTH, above, &words, "end");
    } else {
        pen.value(x, above, &words, "middle");
    }
}

/// The last, and as many before it as have room.
fn labels(pen: &mut Pen, chart: &Chart, across: &Across) {
    let room = across.right - across.left;
    let labels: Vec<String> =
        (0..across.places).map(|place| pen::fit(&chart.label(place), room * 0.45, SMALL)).collect();
    if labels.iter().all(String::is_empty) {
        pen.down(6.0);
        return;
    }
    pen.down(22.0);
    let widest = labels.iter().map(|label| pen::width(label, SMALL)).fold(1.0, f64::max);
    let fit = ((room / (widest + 14.0)).floor() as usize).clamp(2, 12);
    // Even steps back from the newest, which is the one that is looked for.
    let step = across.places.div_ceil(fit).max(1);
    for place in (0..across.places).rev().step_by(step) {
        let (x, half) = (across.at(place), pen::width(&labels[place], SMALL) / 2.0);
        if x - half < 0.0 {
            pen.quiet(0.0, &labels[place], "start");
        } else if x + half > WIDTH {
            pen.quiet(WIDTH, &labels[place], "end");
        } else {
            pen.quiet(x, &labels[place], "middle");
        }
    }
}
