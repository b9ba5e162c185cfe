//! `enishi try sentiment`: the mood of a text.

use std::{
    io::{BufWriter, Write},
    path::PathBuf,
};

use clap::Args;
use nlp::{
    Lang,
    sentiment::{self, Label, Mood},
};
use serde_json::{Value, json};

use super::texts;
use crate::{doors::cli::speech, say};

/// What to read.
#[derive(Debug, Args)]
pub(super) struct Sentiment {
    /// A short text
    #[arg(required_unless_present = "file")]
    text: Option<String>,

    /// One text a line instead, or a line of JSON with a "text"; a line of JSON is printed for each
    #[arg(long, conflicts_with = "text")]
    file: Option<PathBuf>,

    /// Print JSON: {"label": "negative" | "neutral" | "positive", "score": -1 to 1, "confidence": 0-1}
    #[arg(long)]
    json: bool,
}

impl Sentiment {
    /// Prints the mood of each text.
    pub(super) fn run(self) -> anyhow::Result<()> {
        let mut out = BufWriter::new(std::io::stdout().lock());
        if let Some(path) = &self.file {
            for (_, text) in texts::texts(path)? {
                writeln!(out, "{}", as_json(sentiment::read(&text)))?;
            }
        } else if let Some(text) = &self.text {
            let mood = sentiment::read(text);
            if self.json {
                writeln!(out, "{}", as_json(mood))?;
            } else {
                writeln!(out, "{}", in_words(speech::lang(), mood))?;
            }
        }
        Ok(out.flush()?)
    }
}

fn as_json(mood: Mood) -> Value {
    let short = |value: f32| (f64::from(value) * 1000.0).round() / 1000.0;
    json!({
        "label": mood.label.name(),
        "score": short(mood.score),
        "confidence": short(mood.confidence),
    })
}

fn in_words(lang: Lang, mood: Mood) -> String {
    let name = match mood.label {
        Label::Negative => lang.pick("Negative", "否定的"),
        Label::Neutral => lang.pick("Neutral", "中立"),
        Label::Positive => lang.pick("Positive", "肯定的"),
    };
    let (score, percent) = (mood.score, (mood.confidence * 100.0).round());
    say!(
        lang,
        "{name}: score {score:+.2}, {percent} % sure",
        "{name}（スコア {score:+.2}、確度 {percent} %）"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_holds_label_and_score() {
        let mood = as_json(sentiment::read("Thanks, that worked!"));
        assert_eq!(mood["label"], json!("positive"));
        assert!(mood["score"].as_f64().is_some_and(|score| score > 0.0 && score <= 1.0));
    }
}
