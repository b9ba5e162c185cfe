//! `enishi try time`: when a text says something is.

use std::{
    io::{BufWriter, Write},
    path::PathBuf,
};

use anyhow::Context as _;
use chrono::{DateTime, FixedOffset, SecondsFormat, Timelike, Utc};
use chrono_tz::Tz;
use clap::Args;
use nlp::{
    Lang,
    time::{self, Found, Grain, Here, Look},
};
use serde_json::{Value, json};

use super::texts;
use crate::{doors::cli::speech, say, words::date};

/// Where fiscal years begin for whoever does not say: in Japan, mostly in April.
const FISCAL_START: u32 = 4;

/// What to read.
#[derive(Debug, Args)]
pub(super) struct Time {
    /// A text that says when: "tomorrow at 3pm", 来週の火曜
    #[arg(required_unless_present = "file")]
    text: Option<String>,

    /// One text a line instead, or a line of JSON with a "text" and perhaps its own "now", "tz" and "fiscal_start"; a
    /// line of JSON is printed for each
    #[arg(long, conflicts_with = "text")]
    file: Option<PathBuf>,

    /// The moment of speaking, as 2026-11-18T10:00:00+09:00; without, the present one
    #[arg(long)]
    now: Option<String>,

    /// The speaker's time zone, as Asia/Tokyo
    #[arg(long, default_value = "UTC")]
    tz: String,

    /// First month of the fiscal year and so of the first quarter, 1-12; without, fiscal years begin in April and
    /// quarters in January
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=12))]
    fiscal_start: Option<u32>,

    /// Print JSON: {"start": …, "end": …, "grain": …}, each null where there is none
    #[arg(long)]
    json: bool,
}

impl Time {
    /// Prints when each text says something is.
    pub(super) fn run(self) -> anyhow::Result<()> {
        let mut out = BufWriter::new(std::io::stdout().lock());
        if let Some(path) = &self.file {
            for (line, text) in texts::texts(path)? {
                let here = self.here_of(&line)?;
                writeln!(out, "{}", as_json(&text, &here))?;
            }
        } else if let Some(text) = &self.text {
            let here = here(self.now.as_deref(), &self.tz, self.fiscal_start)?;
            if self.json {
                writeln!(out, "{}", as_json(text, &here))?;
            } else {
                writeln!(out, "{}", in_words(speech::lang(), text, time::read(text, &here)))?;
            }
        }
        Ok(out.flush()?)
    }

    /// What a line of JSON says of itself goes before what the command line says.
    fn here_of(&self, line: &str) -> anyhow::Result<Here> {
        let object: Value = serde_json::from_str(line).unwrap_or_default();
        let own = |name: &str| object.get(name).and_then(Value::as_str);
        let month =
            object.get("fiscal_start").and_then(Value::as_u64).and_then(|month| u32::try_from(month).ok());
        here(
            own("now").or(self.now.as_deref()),
            own("tz").unwrap_or(&self.tz),
            month.filter(|month| (1..=12).contains(month)).or(self.fiscal_start),
        )
    }
}

fn here(now: Option<&str>, zone: &str, fiscal_start: Option<u32>) -> anyhow::Result<Here> {
    let lang = speech::lang();
    let zone: Tz = zone.parse().ok().with_context(|| {
        say!(
            lang,
            "{zone} is no time zone; write one as Asia/Tokyo",
            "{zone} というタイムゾーンはありません。Asia/Tokyo のように指定してください"
        )
    })?;
    let at: DateTime<Utc> = match now {
        Some(now) => moment(now, zone).with_context(|| {
            say!(
                lang,
                "{now} is no moment; write one as 2026-11-18T10:00:00+09:00",
                "{now} は日時として読めません。2026-11-18T10:00:00+09:00 のように指定してください"
            )
        })?,
        None => Utc::now(),
    };
    Ok(Here {
        at: at.with_timezone(&zone),
        fiscal_start: fiscal_start.unwrap_or(FISCAL_START),
        quarters_from: fiscal_start.unwrap_or(1),
        look: Look::Ahead,
    })
}

/// RFC 3339; without an offset, as clocks in the zone show it.
fn moment(now: &str, zone: Tz) -> Option<DateTime<Utc>> {
    if let Ok(at) = DateTime::parse_from_rfc3339(now) {
        return Some(at.to_utc());
    }
    let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|format| chrono::NaiveDateTime::parse_from_str(now, format).ok())?;
    local.and_local_timezone(zone).earliest().map(|at| at.to_utc())
}

fn written(at: Option<DateTime<Tz>>) -> Option<String> {
    let fixed = |at: DateTime<Tz>| -> DateTime<FixedOffset> { at.fixed_offset() };
    at.map(|at| fixed(at).to_rfc3339_opts(SecondsFormat::Secs, false))
}

fn as_json(text: &str, here: &Here) -> Value {
    match time::read(text, here) {
        Some(found) => json!({
            "start": written(found.start),
            "end": written(found.end),
            "grain": found.grain.name(),
            "said": text.get(found.said),
        }),
        None => json!({ "start": null, "end": null, "grain": null, "said": null }),
    }
}

fn in_words(lang: Lang, text: &str, found: Option<Found>) -> String {
    let Some(found) = found else {
        return say!(lang, "It says no time.", "日時の表現はありません。");
    };
    let said = text.get(found.said).unwrap_or_default();
    let end = |at: Option<DateTime<Tz>>| match lang {
        Lang::En => written(at).unwrap_or_else(|| "…".to_owned()),
        Lang::Ja => at.map(japanese).unwrap_or_default(),
    };
    let (start, until) = (end(found.start), end(found.end));
    let (grain, zone) = (found.grain.name(), found.start.or(found.end).map(|at| at.timezone()));
    match lang {
        Lang::En => format!("{said}: {start} - {until} ({grain})"),
        Lang::Ja => {
            let zone = zone.map(|zone| format!("{zone}、")).unwrap_or_default();
            format!("{said}：{start}～{until}（{zone}{}単位）", unit(found.grain))
        }
    }
}

fn japanese(at: DateTime<Tz>) -> String {
    let day = date(Lang::Ja, at.date_naive());
    let time = if at.second() == 0 { at.format("%-H:%M") } else { at.format("%-H:%M:%S") };
    format!("{day} {time}")
}

fn unit(grain: Grain) -> &'static str {
    match grain {
        Grain::Second => "秒",
        Grain::Minute => "分",
        Grain::Hour => "時間",
        Grain::Day => "日",
        Grain::Week => "週",
        Grain::Month => "月",
        Grain::Quarter => "四半期",
        Grain::Year => "年",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_holds_the_interval() {
        let here = here(Some("2026-11-18T10:00:00+09:00"), "Asia/Tokyo", None).unwrap();
        assert_eq!(
            as_json("tomorrow at 3pm", &here),
            json!({
                "start": "2026-11-19T15:00:00+09:00",
                "end": "2026-11-19T16:00:00+09:00",
                "grain": "hour",
                "said": "tomorrow at 3pm",
            })
        );
        assert_eq!(as_json("thanks", &here)["start"], Value::Null);
        assert_eq!(as_json("Q2", &here)["start"], json!("2026-04-01T00:00:00+09:00"));
        assert_eq!(as_json("今期", &here)["start"], json!("2026-04-01T00:00:00+09:00"));
    }

    #[test]
    fn both_languages_say_the_interval() {
        let here = here(Some("2026-11-18T10:00:00+09:00"), "Asia/Tokyo", None).unwrap();
        let said = |lang, text| in_words(lang, text, time::read(text, &here));
        assert_eq!(
            said(Lang::En, "tomorrow at 3pm"),
            "tomorrow at 3pm: 2026-11-19T15:00:00+09:00 - 2026-11-19T16:00:00+09:00 (hour)"
        );
        assert_eq!(
            said(Lang::Ja, "明日の15時"),
            "明日の15時：2026年11月19日 15:00～2026年11月19日 16:00（Asia/Tokyo、時間単位）"
        );
        assert_eq!(said(Lang::Ja, "5月以降"), "5月以降：2027年5月1日 0:00～（Asia/Tokyo、月単位）");
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        assert!(here(Some("yesterday"), "Asia/Tokyo", None).is_err());
        assert!(here(None, "Nowhere", None).is_err());
        assert!(here(Some("2026-11-18T10:00:00"), "Asia/Tokyo", Some(1)).is_ok());
    }
}
