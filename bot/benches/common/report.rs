//! A Markdown table: what was measured, against what in the same run, how the two compare, what was aimed at.

use std::{env, fmt, time::Duration};

/// A number and its unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figure {
    value: f64,
    unit: &'static str,
}

impl Figure {
    pub(crate) fn new(value: f64, unit: &'static str) -> Self {
        Self { value, unit }
    }

    /// In milliseconds.
    pub(crate) fn ms(time: Duration) -> Self {
        Self::new(time.as_secs_f64() * 1000.0, "ms")
    }

    /// How many times the other.
    pub(crate) fn ratio(self, baseline: Self) -> f64 {
        self.value / baseline.value
    }

    pub(crate) fn at_most(self, most: f64) -> bool {
        self.value <= most
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = match self.value.abs() {
            100.0.. => 0,
            10.0.. => 1,
            _ => 2,
        };
        let plain = format!("{:.decimals$}", self.value);
        let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i) % 3 == 0 {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, "{rest} {}", self.unit)
    }
}

/// Begins the table and says how large this run is.
pub(crate) fn begin(bench: &str, size: &str) {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let profile = if cfg!(debug_assertions) { ", NOT OPTIMISED: no figure here counts" } else { "" };
    println!("\n## {bench}\n\n{size}; scale {}, {cores} cores{profile}\n", scale());
    println!("| what | measured | baseline | ratio | aim |");
    println!("|---|---:|---:|---:|---|");
}

/// One line. `aim` is empty where there is none.
pub(crate) fn line(what: &str, measured: Figure, against: &str, baseline: Figure, aim: &str, met: bool) {
    let verdict = match (aim.is_empty(), met) {
        (true, _) => "",
        (false, true) => " ✓",
        (false, false) => " ✗",
    };
    let ratio = measured.ratio(baseline);
    println!("| {what} | {measured} | {against}: {baseline} | {ratio:.2} × | {aim}{verdict} |");
}

/// `ENISHI_BENCH_SCALE`: 1 is the full size; 0.01 shows in a minute that everything runs.
pub(crate) fn scale() -> f64 {
    let wanted = env::var("ENISHI_BENCH_SCALE").ok().and_then(|scale| scale.parse().ok());
    wanted.filter(|scale: &f64| scale.is_finite() && *scale > 0.0).unwrap_or(1.0)
}

/// A size at this run's scale, never less than `least`.
pub(crate) fn scaled(full: usize, least: usize) -> usize {
    ((full as f64 * scale()) as usize).max(least)
}
