//! The fields of a campaign that people may set: their names in both languages, and what may stand in them.

use crm::campaigns::{Campaign, Edit};
use nlp::{Lang, understand::Choices};
use serde::{Deserialize, Serialize};

use crate::commands::{Context, Outcome, Stop, reading};
use crate::{
    say,
    words::{date, words},
};

/// A field of a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Field {
    Name,
    NameJa,
    Goal,
    Start,
    End,
    Window,
}

/// A field and what is to stand in it, as it is kept: days as 2026-05-01; `None` empties it.
pub(crate) type Setting = (Field, Option<String>);

/// Canonical names, each with what people say for it. `name` is either name, whichever its writing says.
pub(crate) const NAMES: Choices = &[
    ("name", &["title", "名前", "名称", "施策名", "タイトル"]),
    ("name_en", &["english name", "英語名", "英語の名前"]),
    ("name_ja", &["japanese name", "日本語名", "和名", "日本語の名前"]),
    ("goal", &["goals", "purpose", "aim", "target", "objective", "目的", "目標", "ゴール", "狙い"]),
    (
        "start",
        &[
            "starts",
            "start date",
            "start day",
            "starting date",
            "first day",
            "beginning",
            "開始",
            "開始日",
            "初日",
            "スタート",
        ],
    ),
    (
        "end",
        &["ends", "end date", "end day", "ending date", "last day", "終了", "終了日", "最終日", "終わり"],
    ),
    ("window", &["window days", "counting window", "counting days", "集計期間", "集計日数", "ウィンドウ"]),
];

/// In characters.
const LONGEST_NAME: usize = 120;
const LONGEST_FREE: usize = 500;
/// Days after the end in which an outcome may still count.
const LONGEST_WINDOW: i32 = 3650;

impl Field {
    /// As a card calls it.
    pub(crate) fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Name => words("Name", "名前"),
            Self::NameJa => words("Japanese name", "日本語名"),
            Self::Goal => words("Goal", "目的"),
            Self::Start => words("Start", "開始日"),
            Self::End => words("End", "終了日"),
            Self::Window => words("Days counted after the end", "終了後の集計日数"),
        }
        .of(lang)
    }

    /// What stands in it now, as it is kept.
    pub(crate) fn of(self, campaign: &Campaign) -> Option<String> {
        match self {
            Self::Name => Some(campaign.name.clone()),
            Self::NameJa => campaign.name_ja.clone(),
            Self::Goal => campaign.goal.clone(),
            Self::Start => Some(campaign.starts_on.to_string()),
            Self::End => Some(campaign.ends_on.to_string()),
            Self::Window => Some(campaign.window_days.to_string()),
        }
    }

    /// A kept value as a reader sees it.
    pub(crate) fn shown(self, lang: Lang, value: Option<&str>) -> String {
        match (self, value) {
            (_, None | Some("")) => "–".to_owned(),
            (Self::Start | Self::End, Some(day)) => {
                day.parse().map_or_else(|_| day.to_owned(), |day| date(lang, day))
            }
            (_, Some(value)) => value.to_owned(),
        }
    }
}

/// Is it what people call a field that every campaign has?
pub(crate) fn is_known(field: &str) -> bool {
    let folded = field.trim().to_lowercase();
    NAMES.iter().any(|(word, all)| *word == folded || all.contains(&folded.as_str()))
}

/// What `field = said` sets in a campaign.
pub(crate) fn read(ctx: &Context<'_>, campaign: &Campaign, field: &str, said: &str) -> Outcome<Vec<Setting>> {
    let lang = ctx.lang;
    let folded = field.trim().to_lowercase();
    let known = NAMES.iter().find(|(word, all)| *word == folded || all.contains(&folded.as_str()));
    let said = said.trim();
    Ok(match known.map(|(word, _)| *word) {
        Some("name") => {
            let name = name(lang, said)?;
            match (is_japanese(&name), is_japanese(&campaign.name)) {
                (false, _) => vec![(Field::Name, Some(name))],
                (true, false) => vec![(Field::NameJa, Some(name))],
                (true, true) => vec![(Field::Name, Some(name.clone())), (Field::NameJa, Some(name))],
            }
        }
        Some("name_en") => vec![(Field::Name, Some(name(lang, said)?))],
        Some("name_ja") if said.is_empty() => vec![(Field::NameJa, None)],
        Some("name_ja") => vec![(Field::NameJa, Some(name(lang, said)?))],
        Some("goal") => vec![(Field::Goal, free(lang, said)?)],
        Some("start") => vec![(Field::Start, Some(day(ctx, said)?.to_string()))],
        Some("end") => vec![(Field::End, Some(day(ctx, said)?.to_string()))],
        Some("window") => vec![(Field::Window, Some(window(lang, said)?.to_string()))],
        _ => {
            return Err(Stop::Refused(say!(
                lang,
                "I keep no field “{field}” of a campaign. There are: name, name_ja, goal, start, end and window (days counted after the end).",
                "「{field}」という項目はありません。設定できるのは、名前・日本語名・目的・開始・終了・集計期間（終了後に成果を数える日数）です。"
            )));
        }
    })
}

/// The settings as one edit.
pub(crate) fn edit(settings: &[Setting]) -> Edit {
    let mut edit = Edit::default();
    for (field, value) in settings {
        match field {
            Field::Name => edit.name.clone_from(value),
            Field::NameJa => edit.name_ja = Some(value.clone()),
            Field::Goal => edit.goal = Some(value.clone()),
            Field::Start => edit.starts_on = value.as_ref().and_then(|day| day.parse().ok()),
            Field::End => edit.ends_on = value.as_ref().and_then(|day| day.parse().ok()),
            Field::Window => edit.window_days = value.as_ref().and_then(|days| days.parse().ok()),
        }
    }
    edit
}

/// Is it written in Japanese?
pub(crate) fn is_japanese(text: &str) -> bool {
    Lang::of(text) == Some(Lang::Ja)
}

/// A campaign's name, made fit to be one.
pub(crate) fn name(lang: Lang, said: &str) -> Outcome<String> {
    let name = line(said);
    let long = name.chars().nth(LONGEST_NAME).is_some();
    if long || !name.chars().any(char::is_alphanumeric) || crm::Code::parse(&name).is_some() {
        return Err(Stop::Refused(say!(
            lang,
            "“{name}” cannot be the name of a campaign: it takes letters, at most {LONGEST_NAME} characters, and no code such as C-7.",
            "「{name}」は施策名にできません。文字を含む{LONGEST_NAME}文字以内の名前にしてください（C-7 のようなコードは使えません）。"
        )));
    }
    Ok(name)
}

/// A few free words, as a goal or a note; `None` when there are none.
pub(crate) fn free(lang: Lang, said: &str) -> Outcome<Option<String>> {
    let words = line(said);
    if words.chars().nth(LONGEST_FREE).is_some() {
        return Err(Stop::Refused(say!(
            lang,
            "That is too long: it takes at most {LONGEST_FREE} characters.",
            "{LONGEST_FREE}文字以内で書いてください。"
        )));
    }
    Ok(Some(words).filter(|words| !words.is_empty()))
}

/// One line without control characters.
pub(crate) fn line(said: &str) -> String {
    let visible: String = said.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A day somebody named.
pub(crate) fn day(ctx: &Context<'_>, said: &str) -> Outcome<chrono::NaiveDate> {
    reading::day(ctx.lang, &ctx.now, said)
}

/// A day may not come before the one on which it all begins.
pub(crate) fn in_order(lang: Lang, start: chrono::NaiveDate, end: chrono::NaiveDate) -> Outcome<()> {
    if end >= start {
        return Ok(());
    }
    let (start, end) = (date(lang, start), date(lang, end));
    Err(Stop::Refused(say!(
        lang,
        "A campaign cannot end ({end}) before it starts ({start}). Nothing was changed.",
        "終了日（{end}）が開始日（{start}）より前になっています。何も変更していません。"
    )))
}

fn window(lang: Lang, said: &str) -> Outcome<i32> {
    let digits = said.trim_end_matches(" days").trim_end_matches(" day").trim_end_matches('日');
    let days = nlp::amount::read(digits).and_then(|n| n.value.to_string().parse().ok());
    days.filter(|days| (0..=LONGEST_WINDOW).contains(days)).ok_or_else(|| {
        Stop::Refused(say!(
            lang,
            "The window is a number of days after the end, from 0 to {LONGEST_WINDOW}; “{said}” is none.",
            "集計期間は終了後の日数で、0〜{LONGEST_WINDOW}の整数を指定してください（「{said}」は読めませんでした）。"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_names_two_fields() {
        let mut all: Vec<&str> =
            NAMES.iter().flat_map(|(word, said)| said.iter().chain([word])).copied().collect();
        let before = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), before);
    }

    #[test]
    fn windows() {
        for (said, want) in [
            ("45", Some(45)),
            ("45 days", Some(45)),
            ("90日", Some(90)),
            ("0", Some(0)),
            ("3651", None),
            ("-1", None),
            ("a", None),
            ("1.5", None),
        ] {
            assert_eq!(window(Lang::En, said).ok(), want, "{said}");
        }
    }

    #[test]
    fn names_are_names() {
        assert_eq!(name(Lang::En, " A\n**b** ").ok().as_deref(), Some("A **b**"));
        for bad in ["", " ", "C-7", "!!", &"x".repeat(121)] {
            assert!(name(Lang::Ja, bad).is_err(), "{bad}");
        }
    }
}
