//! How well and how fast the resolver finds who is who: `README.md` beside this file says how to run it.
//!
//! `cargo bench -p crm --bench resolve -- FILE.csv …` measures lists whose first column tells the truth as
//! FEBRL's does (`rec-12-org`, `rec-12-dup-0`), or which have a column `truth`. Without a file it measures
//! contributors made up by `contributors`, and the time for 100,000 records.

mod contributors;

use std::{
    collections::{HashMap, HashSet},
    path::Path,
    time::Instant,
};

use crm::resolve::{LIKELY, People, Record, Schema, Table};

fn main() {
    let files: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    println!(
        "{:<26} {:>8} {:>9} {:>9} {:>7} {:>8} {:>9}",
        "list", "records", "precision", "recall", "F1", "seconds", "peak MB"
    );
    if files.is_empty() {
        for seed in 1..=3 {
            let (records, truth) = contributors::make(seed, 1500);
            measure(&format!("contributors {seed}"), &records, Schema::default(), &truth);
            rule(&format!("  e-mail or name {seed}"), &records, &truth);
        }
        let (records, truth) = contributors::make(7, 36_000);
        let count = records.len().min(100_000);
        measure("many", &records[..count], Schema::default(), &truth[..count]);
    }
    for file in &files {
        let (records, schema, truth) = read(Path::new(file));
        measure(file.rsplit('/').next().unwrap_or(file), &records, schema, &truth);
    }
}

fn read(path: &Path) -> (Vec<Record>, Schema, Vec<String>) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).expect("a list");
    let line = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<String>>();
    let mut headings = line(reader.headers().expect("headings"));
    let mut rows: Vec<Vec<String>> = reader.records().map(|row| line(&row.expect("a row"))).collect();
    let column = headings.iter().position(|heading| heading == "truth").unwrap_or(0);
    headings.remove(column);
    let id = |row: &mut Vec<String>| {
        let id = row.remove(column);
        id.split('-').nth(1).map_or(id.clone(), str::to_owned)
    };
    let truth = rows.iter_mut().map(id).collect();
    let table = Table::of(&headings, &rows);
    for (heading, meaning) in table.headings.iter().zip(&table.meanings) {
        if std::env::var_os("SHOW").is_some() {
            println!("  {heading}: {meaning:?}");
        }
    }
    (rows.iter().map(|row| table.record(row)).collect(), table.schema(), truth)
}

fn measure(name: &str, records: &[Record], schema: Schema, truth: &[String]) {
    let start = Instant::now();
    let people = People::new(records, schema);
    let pairs = people.pairs(LIKELY);
    let groups = people.groups(&pairs, &[]);
    let seconds = start.elapsed().as_secs_f64();
    report(name, &groups, truth, seconds);
    calibrated(&pairs, truth);
    if std::env::var_os("SHOW").is_some() {
        show(&people, records, &groups, truth);
    }
}

/// Of the pairs said to be so likely, how many are: a probability that means what it says is the same.
fn calibrated(pairs: &[crm::resolve::Pair], truth: &[String]) {
    let bands = [(0.5, 0.6), (0.6, 0.75), (0.75, 0.9), (0.9, 0.99), (0.99, 1.01)];
    let told: Vec<String> = bands
        .iter()
        .filter_map(|(from, to)| {
            let band: Vec<_> =
                pairs.iter().filter(|p| p.probability >= *from && p.probability < *to).collect();
            let right = band.iter().filter(|p| truth[p.a] == truth[p.b]).count() as f64;
            let said: f64 = band.iter().map(|p| p.probability).sum();
            let all = band.len() as f64;
            (!band.is_empty()).then(|| format!("said {:.2} is {:.2} ({all})", said / all, right / all))
        })
        .collect();
    println!("  {}", told.join("; "));
}

fn report(name: &str, groups: &[usize], truth: &[String], seconds: f64) {
    let pairs = |sizes: HashMap<(usize, &str), f64>| sizes.values().map(|n| n * (n - 1.0) / 2.0).sum::<f64>();
    let count = |key: &dyn Fn(usize) -> (usize, &'static str)| {
        let mut sizes = HashMap::new();
        for at in 0..truth.len() {
            *sizes.entry(key(at)).or_default() += 1.0;
        }
        pairs(sizes)
    };
    let mut ids: HashMap<&str, usize> = HashMap::new();
    let truth: Vec<usize> = truth
        .iter()
        .map(|t| {
            let next = ids.len();
            *ids.entry(t.as_str()).or_insert(next)
        })
        .collect();
    let all = truth.len() + 1;
    let found = count(&|at| (groups[at], ""));
    let there = count(&|at| (truth[at], ""));
    let right = count(&|at| (groups[at] * all + truth[at], ""));
    let (precision, recall) = (right / found, right / there);
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!(
        "{name:<26} {:>8} {precision:>9.4} {recall:>9.4} {f1:>7.4} {seconds:>8.2} {:>9}",
        truth.len(),
        peak()
    );
}

/// Highest resident memory of the process so far, MB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) / 1024
}

/// Same address or same name: what a simple rule finds.
fn rule(name: &str, records: &[Record], truth: &[String]) {
    let start = Instant::now();
    let mut of: Vec<usize> = (0..records.len()).collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    fn root(of: &mut [usize], mut at: usize) -> usize {
        while of[at] != at {
            of[at] = of[of[at]];
            at = of[at];
        }
        at
    }
    for (at, record) in records.iter().enumerate() {
        let keys = record.emails.iter().map(|email| &email.value).chain(&record.names);
        for key in keys.map(|key| key.to_lowercase()) {
            let first = *seen.entry(key).or_insert(at);
            let (a, b) = (root(&mut of, first), root(&mut of, at));
            of[a.max(b)] = a.min(b);
        }
    }
    let groups: Vec<usize> = (0..of.len()).map(|at| root(&mut of, at)).collect();
    report(name, &groups, truth, start.elapsed().as_secs_f64());
}

/// Some of what was missed and what was wrong.
fn show(people: &People, records: &[Record], groups: &[usize], truth: &[String]) {
    let text = |at: usize| {
        let record = &records[at];
        let emails: Vec<&str> = record.emails.iter().map(|email| email.value.as_str()).collect();
        let handles: Vec<&str> = record.handles.iter().map(|handle| handle.value.as_str()).collect();
        let fields: Vec<&str> = record.fields.iter().flatten().map(String::as_str).collect();
        format!(
            "{} <{}> {} {}",
            record.names.join("/"),
            emails.join(","),
            handles.join(","),
            fields.join("|")
        )
    };
    let mut shown: HashSet<(bool, usize)> = HashSet::new();
    let mut lines = 0;
    for a in 0..records.len() {
        for b in a + 1..records.len().min(a + 4000) {
            let (found, there) = (groups[a] == groups[b], truth[a] == truth[b]);
            if found == there || !shown.insert((found, groups[a])) {
                continue;
            }
            let (p, signals) = people.explain(a, b);
            let signals: Vec<String> =
                signals.iter().map(|s| format!("{:.1} {:?}", s.weight, s.reason)).collect();
            println!(
                "{} {} = {}  p {p:.3}  {}",
                if found { "WRONG " } else { "MISSED" },
                text(a),
                text(b),
                signals.join("; ")
            );
            lines += 1;
            if lines > 60 {
                return;
            }
        }
    }
}
