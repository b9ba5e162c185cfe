//! `enishi try summary`: what a conversation comes to.

use std::{
    collections::HashMap,
    io::{BufWriter, Write},
    path::PathBuf,
    time::Instant,
};

use clap::Args;
use nlp::{
    Lang,
    summary::{self, Kind, Message, Options, Weight},
};
use serde_json::{Value, json};

use super::records::{Record, records};
use crate::{doors::cli::speech, say};

/// What to summarise.
#[derive(Debug, Args)]
pub(super) struct Summary {
    /// The messages, a line of JSON each: "text" and, if known, "id", "user", "ts", "thread", "room"
    #[arg(long)]
    file: PathBuf,

    /// So many bullets, the most salient messages
    #[arg(long, conflicts_with = "share")]
    top: Option<usize>,

    /// This share of the messages as bullets, from 0 to 1
    #[arg(long, value_parser = share)]
    share: Option<f64>,

    /// The language of the headings, en or ja
    #[arg(long, value_parser = ["en", "ja"])]
    lang: Option<String>,

    /// All ids as well, the most salient and the likeliest decisions first
    #[arg(long)]
    rank: bool,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

fn share(said: &str) -> Result<f64, String> {
    said.parse().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| "from 0 to 1".to_owned())
}

/// The usual number of bullets.
const BULLETS: usize = 8;

/// The messages of a file.
struct Talk {
    records: Vec<Record>,
    ids: Vec<String>,
    users: Vec<String>,
    texts: Vec<String>,
}

impl Summary {
    /// Summarises the file.
    pub(super) fn run(self) -> anyhow::Result<()> {
        let talk = Talk::of(records(&self.file)?);
        let messages = talk.messages();
        let began = Instant::now();
        let wanted = self.wanted(messages.len());
        let options = Options { picks: wanted.unwrap_or(BULLETS), ..Options::default() };
        let found = summary::summarise(&messages, options);
        let took = began.elapsed().as_secs_f64();
        let bullets = match wanted {
            Some(wanted) => {
                let mut bullets = by(&found.weights, |weight| weight.salience);
                bullets.truncate(wanted);
                bullets.sort_by_key(|index| (messages[*index].at, *index));
                bullets
            }
            None => found.picks.iter().map(|pick| pick.index).collect(),
        };
        let lang = self.lang.as_deref().and_then(Lang::from_tag).unwrap_or_else(speech::lang);
        let mut out = BufWriter::new(std::io::stdout().lock());
        if self.json {
            writeln!(out, "{}", self.as_json(&talk, &found, &bullets, took))?;
        } else {
            let kinds = kinds(&found);
            for index in bullets {
                let kind = kinds.get(&index).map(|kind| word(*kind, lang)).unwrap_or_default();
                let (id, user, text) = (&talk.ids[index], &talk.users[index], &talk.texts[index]);
                writeln!(out, "- [{id}] {kind}{user}: {text}")?;
            }
            if !found.open_questions.is_empty() {
                writeln!(out, "{}", say!(lang, "Open:", "未解決："))?;
            }
            for index in &found.open_questions {
                writeln!(out, "- [{}] {}: {}", talk.ids[*index], talk.users[*index], talk.texts[*index])?;
            }
            for (name, ids) in if self.rank { talk.ranks(&found.weights) } else { Vec::new() } {
                writeln!(out, "{name}: {}", ids.join(" "))?;
            }
        }
        Ok(out.flush()?)
    }

    fn wanted(&self, messages: usize) -> Option<usize> {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a number of messages"
        )]
        let share = self.share.map(|share| (messages as f64 * share.clamp(0.0, 1.0)).ceil() as usize);
        self.top.or(share)
    }

    fn as_json(&self, talk: &Talk, found: &summary::Summary, bullets: &[usize], took: f64) -> Value {
        let kinds = kinds(found);
        let ids =
            |indices: &[usize]| -> Vec<&String> { indices.iter().map(|index| &talk.ids[*index]).collect() };
        let picks = |picks: &[summary::Pick]| ids(&picks.iter().map(|pick| pick.index).collect::<Vec<_>>());
        let bullet = |index: &usize| {
            let weight = found.weights[*index];
            let kind = kinds.get(index).copied().unwrap_or(Kind::Topic);
            json!({
                "id": talk.ids[*index], "kind": format!("{kind:?}").to_lowercase(), "user": talk.users[*index],
                "text": talk.texts[*index], "salience": weight.salience, "decision": weight.decision,
            })
        };
        let movers: Vec<Value> = found
            .movers
            .iter()
            .map(|m| json!({ "user": m.author, "answers": m.answers, "people": m.answerers, "messages": m.messages }))
            .collect();
        let mut all = json!({
            "messages": found.messages, "people": found.people, "seconds": took,
            "keywords": found.keywords.iter().map(|(word, _)| word).collect::<Vec<_>>(),
            "bullets": bullets.iter().map(bullet).collect::<Vec<_>>(),
            "decisions": picks(&found.decisions), "tasks": picks(&found.tasks), "open": ids(&found.open_questions),
            "movers": movers,
            "mood": {
                "problems": ids(&found.mood.problems), "done": ids(&found.mood.done),
                "thanks": ids(&found.mood.thanks),
            },
        });
        if self.rank {
            let ranks = talk.ranks(&found.weights);
            all["rank"] = ranks.into_iter().map(|(name, ids)| (name.to_owned(), json!(ids))).collect();
        }
        all
    }
}

impl Talk {
    fn of(records: Vec<Record>) -> Self {
        let all = |field: &dyn Fn(usize, &Record) -> String| {
            (1..).zip(&records).map(|(n, r)| field(n, r)).collect()
        };
        Self {
            ids: all(&|n, record| record.id(n)),
            users: all(&|_, record| record.text(&["user", "author", "from", "who"]).unwrap_or_default()),
            texts: all(&|_, record| record.words()),
            records,
        }
    }

    fn messages(&self) -> Vec<Message<'_>> {
        let mut threads: HashMap<String, usize> = HashMap::new();
        let mut rooms: HashMap<String, usize> = HashMap::new();
        let mut last = 0;
        let records = self.records.iter().enumerate();
        records
            .map(|(index, record)| {
                // without a time: after what stands before
                last = record.at().unwrap_or(last + 30);
                let thread = record.text(&["thread", "thread_id", "thread_ts"]);
                let first = thread.map(|thread| *threads.entry(thread).or_insert(index));
                let next = rooms.len();
                let room = record.text(&["room", "channel", "conversation"]).unwrap_or_default();
                Message {
                    author: &self.users[index],
                    at: last,
                    text: &self.texts[index],
                    reply_to: first.filter(|first| *first != index),
                    room: *rooms.entry(room).or_insert(next),
                    bot: false,
                }
            })
            .collect()
    }

    /// All ids, in both orders.
    fn ranks(&self, weights: &[Weight]) -> Vec<(&'static str, Vec<String>)> {
        let ids = |order: Vec<usize>| order.into_iter().map(|index| self.ids[index].clone()).collect();
        vec![
            ("salience", ids(by(weights, |weight| weight.salience))),
            ("decision", ids(by(weights, |weight| weight.decision))),
        ]
    }
}

/// Indices of messages, the weightiest first; of equals those that weigh more otherwise, then the earlier.
fn by(weights: &[Weight], of: impl Fn(&Weight) -> f32) -> Vec<usize> {
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let other = |weight: &Weight| weight.salience + weight.decision;
    order.sort_by(|a, b| {
        let (a_weighs, b_weighs) = (&weights[*a], &weights[*b]);
        of(b_weighs).total_cmp(&of(a_weighs)).then(other(b_weighs).total_cmp(&other(a_weighs))).then(a.cmp(b))
    });
    order
}

/// What messages do, as far as a list says so.
fn kinds(found: &summary::Summary) -> HashMap<usize, Kind> {
    let picks = found.picks.iter().chain(&found.decisions).chain(&found.tasks);
    picks.map(|pick| (pick.index, pick.kind)).collect()
}

fn word(kind: Kind, lang: Lang) -> String {
    match kind {
        Kind::Decision => say!(lang, "Decided · ", "決定・"),
        Kind::Question => say!(lang, "Asked · ", "質問・"),
        Kind::Task => say!(lang, "To do · ", "対応予定・"),
        Kind::Done => say!(lang, "Done · ", "完了・"),
        Kind::Problem => say!(lang, "Problem · ", "問題・"),
        Kind::Topic => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_and_ranks_are_ids() {
        let lines = [
            r#"{"id": "a", "user": "rosa", "text": "what about the old dashboard?", "thread": "t"}"#,
            r#"{"id": "b", "user": "liam", "text": "nobody liked it", "thread": "t"}"#,
            r#"{"id": "c", "user": "rosa", "text": "agreed, we drop the old dashboard from the demo"}"#,
        ];
        let folder = std::env::temp_dir().join(format!("enishi-records-{}", std::process::id()));
        std::fs::write(&folder, lines.join("\n")).unwrap();
        let talk = Talk::of(records(&folder).unwrap());
        std::fs::remove_file(&folder).unwrap();
        let messages = talk.messages();
        assert_eq!(messages.iter().map(|m| m.reply_to).collect::<Vec<_>>(), [None, Some(0), None]);
        assert!(messages[2].at > messages[1].at);
        let found = summary::summarise(&messages, Options::default());
        let ranks = talk.ranks(&found.weights);
        assert_eq!(ranks[1].1[0], "c");
        assert_eq!(ranks[0].1.len(), 3);
        let wanted = |top, share| {
            let file = PathBuf::new();
            Summary { file, top, share, lang: None, rank: false, json: false }.wanted(41)
        };
        assert_eq!(
            (wanted(None, Some(0.2)), wanted(Some(3), None), wanted(None, None)),
            (Some(9), Some(3), None)
        );
    }
}
