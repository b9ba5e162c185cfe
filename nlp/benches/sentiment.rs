//! `cargo bench -p nlp --bench sentiment`: how fast moods are read, and how well on texts nothing was tuned on.
//!
//! `ENISHI_BENCH_RATED` names a folder with texts that others rated: files `NAME_GroundTruth.txt` of lines "number TAB mean
//! of the ratings, -4 to 4 TAB text", as VADER's authors publish them.

use std::{fs, hint::black_box, path::Path, time::Instant};

use nlp::sentiment::{Label, read};

const BLIND: &str = include_str!("../corpus/sentiment-blind.tsv");
const TURNS: &str = include_str!("../corpus/sentiment-turns.tsv");

fn main() -> anyhow::Result<()> {
    let (blind, turns) = (texts(BLIND), texts(TURNS));
    black_box(read("warm"));
    let begun = Instant::now();
    let mut done = 0_u32;
    while begun.elapsed().as_secs() < 2 {
        for (_, _, text) in blind.iter().chain(&turns) {
            black_box(read(black_box(text)));
            done += 1;
        }
    }
    println!("{:.0} messages/s on one core", f64::from(done) / begun.elapsed().as_secs_f64());
    println!("nothing was tuned on:");
    print(&blind);
    println!("words that turn round:");
    print(&turns);
    if let Some(folder) = std::env::var_os("ENISHI_BENCH_RATED") {
        rated(folder.as_ref())?;
    }
    Ok(())
}

/// How well each register is read, and each language.
fn print(texts: &[(&str, Label, &str)]) {
    let mut registers: Vec<&str> = texts.iter().map(|(register, ..)| *register).collect();
    registers.dedup();
    registers.extend(["en", "ja"]);
    for register in registers {
        let pairs: Vec<(Label, Label)> = texts
            .iter()
            .filter(|(of, ..)| of.starts_with(register))
            .map(|(_, want, text)| (*want, read(text).label))
            .collect();
        println!("{register}: macro-F1 {:.3} of {}", macro_f1(&pairs), pairs.len());
    }
}

/// From here on a mean of ratings is no longer neutral.
const RATED: f64 = 0.5;

fn rated(folder: &Path) -> anyhow::Result<()> {
    let mut files: Vec<_> = fs::read_dir(folder)?.flatten().map(|file| file.path()).collect();
    files.sort();
    for file in files {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let Some(name) = name.strip_suffix("_GroundTruth.txt") else { continue };
        let text = String::from_utf8_lossy(&fs::read(&file)?).into_owned();
        let pairs: Vec<(Label, Label)> = text
            .lines()
            .filter_map(|line| {
                let (mean, text) = line.split_once('\t')?.1.split_once('\t')?;
                let want = match mean.parse::<f64>().ok()? {
                    mean if mean > RATED => Label::Positive,
                    mean if mean < -RATED => Label::Negative,
                    _ => Label::Neutral,
                };
                Some((want, read(text).label))
            })
            .collect();
        println!("{name}: macro-F1 {:.3} of {}", macro_f1(&pairs), pairs.len());
    }
    Ok(())
}

/// Register, label and text.
fn texts(file: &'static str) -> Vec<(&'static str, Label, &'static str)> {
    let (mut register, mut texts) = ("", Vec::new());
    for line in file.lines() {
        if let Some(name) = line.strip_prefix("# ") {
            register = name;
        } else if let Some((label, text)) = line.split_once('\t') {
            let label = match label {
                "-" => Label::Negative,
                "+" => Label::Positive,
                _ => Label::Neutral,
            };
            texts.push((register, label, text));
        }
    }
    texts
}

/// The mean of the three labels' harmonic means of precision and recall.
fn macro_f1(pairs: &[(Label, Label)]) -> f64 {
    let of = |label: Label| {
        let hit = pairs.iter().filter(|pair| **pair == (label, label)).count() as f64;
        let said = pairs.iter().map(|(want, got)| u32::from(*want == label) + u32::from(*got == label));
        let said = f64::from(said.sum::<u32>());
        if said == 0.0 { 1.0 } else { 2.0 * hit / said }
    };
    Label::ALL.into_iter().map(of).sum::<f64>() / 3.0
}
