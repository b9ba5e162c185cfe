//! `enishi try understand`: which command a text is taken for.

use std::{
    io::{BufWriter, Write},
    path::PathBuf,
};

use adapters::model::{Client, Question};
use clap::Args;
use nlp::{
    Lang, amount, model,
    understand::{Proposed, SURE, SlotKind, Understood},
};
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};

use super::texts;
use crate::{config::LanguageModel, doors::cli::speech, gateway, registry::Registry, say};

/// What to understand.
#[derive(Debug, Args)]
pub(super) struct Understand {
    /// What somebody says to the bot
    #[arg(required_unless_present = "file")]
    text: Option<String>,

    /// One text a line instead, or a line of JSON with a "text"; a line of JSON is printed for each
    #[arg(long, conflicts_with = "text")]
    file: Option<PathBuf>,

    /// Ask the language model (ENISHI_LLM_URL) about what we are unsure of, as the bot does; as an owner, who may all
    #[arg(long)]
    model: bool,

    /// Print JSON: {"command": …, "arguments": {…}, "confidence": 0-1, "does": …, "missing": …}. It "run"s the command,
    /// would "ask" for the argument that is "missing", "offer" the command, or do "nothing"
    #[arg(long)]
    json: bool,

    #[command(flatten, next_help_heading = "Language model")]
    language_model: LanguageModel,
}

impl Understand {
    /// Prints what each text is taken for.
    pub(super) fn run(self) -> anyhow::Result<()> {
        let registry = Registry::new()?;
        if self.model {
            return self.with_model(&registry);
        }
        let mut out = BufWriter::new(std::io::stdout().lock());
        if let Some(path) = self.file {
            for (_, text) in texts::texts(&path)? {
                writeln!(out, "{}", as_json(&registry, &registry.grammar().understand(&text)))?;
            }
        } else if let Some(text) = self.text {
            let understood = registry.grammar().understand(&text);
            if self.json {
                writeln!(out, "{}", as_json(&registry, &understood))?;
            } else {
                writeln!(out, "{}", in_words(speech::lang(), &understood))?;
            }
        }
        Ok(out.flush()?)
    }
}

impl Understand {
    /// The same, with a model for what we are unsure of.
    fn with_model(&self, registry: &Registry) -> anyhow::Result<()> {
        let (lang, model) = (speech::lang(), &self.language_model);
        let client = model.client(lang)?.ok_or_else(|| {
            anyhow::anyhow!(say!(
                lang,
                "set ENISHI_LLM_URL and ENISHI_LLM_MODEL first",
                "先にENISHI_LLM_URLとENISHI_LLM_MODELを設定してください"
            ))
        })?;
        let texts = match (&self.file, &self.text) {
            (Some(path), _) => texts::texts(path)?.into_iter().map(|(_, text)| text).collect(),
            (None, text) => Vec::from_iter(text.clone()),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut out = BufWriter::new(std::io::stdout().lock());
        for text in texts {
            let began = std::time::Instant::now();
            let local = registry.grammar().understand(&text);
            let proposed = match &local {
                Understood::Call { confidence, .. } if *confidence >= SURE => None,
                Understood::Missing { .. }
                | Understood::Courtesy { .. }
                | Understood::NoSuchArgument { .. } => None,
                _ => Some(runtime.block_on(asked(registry, &client, &text, model.patience(lang)?))),
            };
            let (by, mut json) = match &proposed {
                None => ("grammar", as_json(registry, &local)),
                Some(Err(_)) => ("nobody", as_json(registry, &local)),
                Some(Ok(None)) => ("model", json!({ "command": null, "arguments": {} })),
                Some(Ok(Some(it))) => {
                    let arguments: Map<String, Value> =
                        it.arguments.iter().map(|(name, words)| ((*name).to_owned(), json!(words))).collect();
                    ("model", json!({ "command": it.command, "arguments": arguments }))
                }
            };
            json["by"] = json!(by);
            json["seconds"] = json!((began.elapsed().as_secs_f64() * 100.0).round() / 100.0);
            if let Some(Err(error)) = proposed {
                json["error"] = json!(format!("{error:#}"));
            }
            writeln!(out, "{json}")?;
            out.flush()?;
        }
        Ok(())
    }
}

/// What a model proposes, as far as it can be believed; `None`: nothing.
async fn asked(
    registry: &Registry,
    client: &Client,
    text: &str,
    patience: std::time::Duration,
) -> anyhow::Result<Option<Proposed>> {
    let offered = gateway::offered(registry, text, |_| true);
    let ask = model::understand::ask(text, &offered)?;
    let answer = client
        .ask(&Question {
            system: &ask.system,
            user: &ask.user,
            schema_name: &ask.schema_name,
            schema: &ask.schema,
            most_tokens: ask.most_tokens,
            patience,
        })
        .await?;
    Ok(model::understand::read(&answer.text, text, &offered, registry.grammar()))
}

/// What the bot would run, ask for or offer; `null` where it does none of these.
fn as_json(registry: &Registry, understood: &Understood) -> Value {
    let (command, arguments, confidence) = match understood {
        Understood::Call { command, arguments, confidence, .. } => (command, arguments, *confidence),
        // clear enough to ask for what is missing
        Understood::Missing { command, arguments, .. } => (command, arguments, SURE),
        Understood::Courtesy { .. } | Understood::Unsure { .. } | Understood::NoSuchArgument { .. } => {
            return json!({ "command": null, "arguments": {}, "confidence": 0.0, "does": "nothing", "missing": null });
        }
    };
    let kinds = registry.spec(command).map(|spec| spec.arguments).unwrap_or_default();
    let arguments: Map<String, Value> = arguments
        .iter()
        .map(|(name, words)| {
            let kind = kinds.iter().find(|argument| argument.name == *name).map(|argument| argument.kind);
            ((*name).to_owned(), value(kind, words))
        })
        .collect();
    let (does, missing) = match understood {
        Understood::Missing { argument, .. } => ("ask", Some(*argument)),
        _ if confidence < SURE => ("offer", None),
        _ => ("run", None),
    };
    json!({
        "command": command, "arguments": arguments, "confidence": (confidence * 1000.0).round() / 1000.0,
        "does": does, "missing": missing,
    })
}

/// Amounts and counts as numbers, all else as the words found.
fn value(kind: Option<SlotKind>, words: &str) -> Value {
    let number = match kind {
        Some(SlotKind::Amount) => amount::read(words).map(|amount| {
            amount
                .value
                .to_i64()
                .filter(|_| amount.value.is_integer())
                .map_or_else(|| json!(amount.value.to_f64()), |whole| json!(whole))
        }),
        Some(SlotKind::Count) => words.parse::<u32>().ok().map(|count| json!(count)),
        _ => None,
    };
    number.unwrap_or_else(|| json!(words.trim_matches(['"', '「', '」', '『', '』'])))
}

fn in_words(lang: Lang, understood: &Understood) -> String {
    let listed = |arguments: &std::collections::BTreeMap<&str, String>| {
        arguments.iter().map(|(name, value)| format!("\n  {name}: {value}")).collect::<String>()
    };
    match understood {
        Understood::Call { command, arguments, confidence, .. } => {
            let (found, percent) = (listed(arguments), (confidence * 100.0).round());
            if *confidence >= SURE {
                say!(lang, "{command} ({percent} %){found}", "{command}（{percent} %）{found}")
            } else {
                say!(
                    lang,
                    "{command}? ({percent} %, would be offered, not run){found}",
                    "{command}？（{percent} %。実行せず、候補として提示します）{found}"
                )
            }
        }
        Understood::Missing { command, argument, arguments, .. } => {
            let found = listed(arguments);
            say!(lang, "{command}; {argument} is missing{found}", "{command}（{argument} が不足）{found}")
        }
        Understood::NoSuchArgument { command, written, .. } => {
            say!(lang, "{command} has no {written}.", "{command} に {written} はありません。")
        }
        Understood::Courtesy { .. } => say!(lang, "A greeting or thanks.", "挨拶またはお礼です。"),
        Understood::Unsure { nearest, .. } if nearest.is_empty() => {
            say!(lang, "No command.", "コマンドではありません。")
        }
        Understood::Unsure { nearest, .. } => {
            let nearest = nearest.join(lang.pick(", ", "、"));
            say!(lang, "No command. Nearest: {nearest}", "コマンドではありません。近いもの：{nearest}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_holds_what_was_found() {
        let registry = Registry::new().unwrap();
        let read = |text: &str| as_json(&registry, &registry.grammar().understand(text));
        assert_eq!(
            read("roi show C-7"),
            json!({
                "command": "roi show", "arguments": { "campaign": "C-7" }, "confidence": 1.0,
                "does": "run", "missing": null,
            })
        );
        let asked = read("person show");
        assert_eq!((&asked["does"], &asked["missing"]), (&json!("ask"), &json!("person")));
        let refused = read("roi show C-7 --frobnicate");
        assert_eq!((&refused["does"], &refused["command"]), (&json!("nothing"), &Value::Null));
        assert_eq!(read("merge my PR into main")["command"], Value::Null);
        assert_eq!(read("ありがとう")["command"], Value::Null);
        assert_eq!(value(Some(SlotKind::Amount), "３０万円"), json!(300_000));
        assert_eq!(value(Some(SlotKind::Amount), "$1.50"), json!(1.5));
        assert_eq!(value(Some(SlotKind::Words), "「料金」"), json!("料金"));
    }
}
