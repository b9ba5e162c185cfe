//! Horizontal bars: each label on a line of its own above its bars, so that long names have room on
//! a phone; values in a column at the right.

use super::pen::{self, Pen};
use super::{Chart, WIDTH};
use crate::chart::number::{self, Counted};
use crate::chart::scale::Scale;

pub(super) fn draw(pen: &mut Pen, chart: &Chart) {
    let scale = Scale::from_zero(chart.drawable());
    let counted = Counted::of(chart);
    let written =
        |value: f64| number::with_unit(number::short(value, counted), &chart.unit).replace('-', "−");
    let widest = chart.drawable().map(|v| pen::width(&written(v), pen::LABEL)).fold(0.0, f64::max);
    let room = (WIDTH - widest - 12.0).max(WIDTH / 2.0);
    let zero = scale.at(0.0) * room;
    let (thick, gap) = if chart.series.len() > 1 { (12.0, 6.0) } else { (13.0, 4.0) };
    for place in 0..chart.places() {
        let label = chart.label(place);
        if !label.is_empty() {
            pen.down(19.0);
            pen.label(&pen::fit(&label, WIDTH, pen::LABEL));
        }
        for (i, series) in chart.series.iter().enumerate() {
            pen.down(thick + gap);
            pen.track(thick + gap / 2.0, room, thick);
            match series.at(place) {
                Some(value) => {
                    let end = scale.at(value) * room;
                    if value != 0.0 {
                        // Never so thin that it cannot be seen.
                        let length = (end - zero).abs().max(1.5);
                        let start = if value < 0.0 { zero - length } else { zero };
                        pen.bar(start.max(0.0), thick + gap / 2.0, length, thick, i);
                    }
                    pen.value(WIDTH, (thick + gap) / 2.0, &written(value), "end");
                }
                None => pen.value(WIDTH, (thick + gap) / 2.0, "–", "end"),
            }
            if zero > 0.0 {
                pen.zero(zero, thick + gap);
            }
        }
        pen.down(10.0);
    }
}
