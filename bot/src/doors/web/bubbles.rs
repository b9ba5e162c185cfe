//! What was said in a conversation, as a page shows it: by day, what one person said in a row together.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use crm::{
    Code,
    conversations::{self, Said},
};
use nlp::Lang;

use super::prose::{self, Piece};
use crate::{
    say,
    words::{actions, count, date, day_and_time, excerpt},
};

/// A longer silence begins anew.
const SILENCE: TimeDelta = TimeDelta::minutes(10);
/// Colours of the circles, see `read.css`.
const HUES: usize = 8;
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const KANJI: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];

/// A day of a conversation.
pub(super) struct Day<'a> {
    /// As people read it.
    pub(super) title: String,
    /// As machines do.
    pub(super) iso: String,
    /// The title stands above already.
    pub(super) again: bool,
    pub(super) turns: Vec<Turn<'a>>,
}

/// What stands in the flow.
pub(super) enum Turn<'a> {
    /// Somebody said something, once or more.
    Said(Group<'a>),
    /// Something happened.
    Happened(Note<'a>),
}

/// What one person said in a row.
pub(super) struct Group<'a> {
    pub(super) author: &'a str,
    /// In the circle.
    pub(super) initial: String,
    /// The colour of the circle.
    pub(super) hue: usize,
    /// Where to read about the author.
    pub(super) card: Option<String>,
    pub(super) is_bot: bool,
    /// The reader said it.
    pub(super) own: bool,
    pub(super) bubbles: Vec<Bubble<'a>>,
    last_at: DateTime<Utc>,
    person: Option<i64>,
}

/// One message.
pub(super) struct Bubble<'a> {
    pub(super) stamp: Stamp,
    /// The page was opened for this one.
    pub(super) here: bool,
    /// Empty: deleted.
    pub(super) pieces: Vec<Piece<'a>>,
    /// Its time is that of receipt: the platform's could not be.
    pub(super) time_suspect: bool,
    pub(super) edited: bool,
    pub(super) deleted: bool,
    pub(super) thread: Option<Answers>,
    /// The next one bears the same time.
    pub(super) timeless: bool,
}

/// The way to a thread.
pub(super) struct Answers {
    pub(super) text: String,
    pub(super) last: String,
}

/// Something that is no message.
pub(super) struct Note<'a> {
    pub(super) stamp: Stamp,
    pub(super) here: bool,
    pub(super) author: &'a str,
    pub(super) card: Option<String>,
    /// What stands behind the author's name.
    pub(super) what: String,
}

/// Which one and when.
pub(super) struct Stamp {
    pub(super) code: Code,
    pub(super) clock: String,
    pub(super) iso: String,
    pub(super) full: String,
}

/// How a page reads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Eye {
    pub(super) lang: Lang,
    pub(super) zone: Tz,
    pub(super) today: NaiveDate,
    /// The page was opened for the activity of this number.
    pub(super) at: Option<i64>,
}

/// Puts what was said, in time order, together by day and author.
pub(super) fn days<'a>(said: &'a [Said], eye: Eye) -> Vec<Day<'a>> {
    let mut days: Vec<Day<'a>> = Vec::new();
    for said in said {
        let date = said.occurred_at.with_timezone(&eye.zone).date_naive();
        let iso = date.to_string();
        if days.last().is_none_or(|day| day.iso != iso) {
            days.push(Day { title: title(date, eye), iso, again: false, turns: Vec::new() });
        }
        let Some(day) = days.last_mut() else { continue };
        if said.action != "message" {
            day.turns.push(Turn::Happened(note(said, eye)));
            continue;
        }
        match day.turns.last_mut() {
            Some(Turn::Said(group)) if group.goes_on_with(said) => group.push(said, eye),
            _ => {
                let mut group = Group::of(said);
                group.push(said, eye);
                day.turns.push(Turn::Said(group));
            }
        }
    }
    days
}

/// The first message of a thread, on the thread's own page.
pub(super) fn root(said: &Said, eye: Eye) -> Vec<Day<'_>> {
    let mut days = days(std::slice::from_ref(said), eye);
    for turn in days.iter_mut().flat_map(|day| &mut day.turns) {
        if let Turn::Said(group) = turn {
            group.bubbles.iter_mut().for_each(|bubble| bubble.thread = None);
        }
    }
    days
}

fn title(day: NaiveDate, eye: Eye) -> String {
    let weekday = day.weekday().num_days_from_monday() as usize;
    let named = match eye.lang {
        Lang::En => format!("{} {}", WEEKDAYS[weekday], date(eye.lang, day)),
        Lang::Ja => format!("{}（{}）", date(eye.lang, day), KANJI[weekday]),
    };
    match (eye.today - day).num_days() {
        0 => say!(eye.lang, "Today, {named}", "今日 {named}"),
        1 => say!(eye.lang, "Yesterday, {named}", "昨日 {named}"),
        _ => named,
    }
}

impl<'a> Group<'a> {
    fn of(said: &'a Said) -> Self {
        Self {
            author: &said.author,
            initial: initial(&said.author),
            hue: hue(said),
            card: said.person_code().and_then(super::codes::path),
            is_bot: said.is_bot,
            own: said.own,
            bubbles: Vec::new(),
            last_at: said.occurred_at,
            person: said.person,
        }
    }

    fn goes_on_with(&self, said: &Said) -> bool {
        self.author == said.author
            && self.person == said.person
            && self.own == said.own
            && said.occurred_at - self.last_at <= SILENCE
    }

    fn push(&mut self, said: &'a Said, eye: Eye) {
        let stamp = stamp(said, eye);
        if let Some(last) = self.bubbles.last_mut() {
            last.timeless = last.stamp.clock == stamp.clock
                && !last.edited
                && !last.time_suspect
                && last.thread.is_none();
        }
        self.last_at = said.occurred_at;
        self.bubbles.push(Bubble {
            stamp,
            here: eye.at == Some(said.number),
            pieces: said.text.as_deref().map(prose::pieces).unwrap_or_default(),
            time_suspect: said.time_suspect,
            edited: said.edited && !said.deleted,
            deleted: said.deleted,
            thread: said.replies.map(|replies| answers(replies, said.occurred_at, eye)),
            timeless: false,
        });
    }
}

fn answers(answers: conversations::Replies, begun: DateTime<Utc>, eye: Eye) -> Answers {
    let last = answers.last_at.with_timezone(&eye.zone);
    let last = if last.date_naive() == begun.with_timezone(&eye.zone).date_naive() {
        last.format("%H:%M").to_string()
    } else {
        day_and_time(eye.lang, answers.last_at, eye.zone)
    };
    Answers { text: replies(answers.count, eye.lang), last: say!(eye.lang, "last {last}", "最終 {last}") }
}

/// How many answers there are.
pub(super) fn replies(n: i64, lang: Lang) -> String {
    let shown = count(n);
    match n {
        1 => say!(lang, "1 reply", "返信1件"),
        _ => say!(lang, "{shown} replies", "返信{shown}件"),
    }
}

fn stamp(said: &Said, eye: Eye) -> Stamp {
    let local = said.occurred_at.with_timezone(&eye.zone);
    Stamp {
        code: said.code(),
        clock: local.format("%H:%M").to_string(),
        iso: local.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        full: format!("{} · {}", day_and_time(eye.lang, said.occurred_at, eye.zone), said.code()),
    }
}

/// The first letter of a name that is one.
fn initial(name: &str) -> String {
    name.chars().find(|c| c.is_alphanumeric()).map_or("·".to_owned(), |c| c.to_uppercase().collect())
}

/// The same person has the same colour everywhere.
fn hue(said: &Said) -> usize {
    let seed = said.person.map_or_else(
        || said.author.bytes().fold(7_usize, |sum, b| sum.wrapping_mul(31).wrapping_add(b.into())),
        |number| usize::try_from(number).unwrap_or_default(),
    );
    seed % HUES + 1
}

fn note<'a>(said: &'a Said, eye: Eye) -> Note<'a> {
    let lang = eye.lang;
    let text = said.text.as_deref().map(|text| excerpt(text, 200)).unwrap_or_default();
    let after = match said.action.as_str() {
        "join" => say!(lang, " joined", "さんが参加しました"),
        "leave" => say!(lang, " left", "さんが退出しました"),
        "pin" => say!(lang, " pinned a message", "さんがメッセージをピン留めしました"),
        "call" => say!(lang, " started a call", "さんが通話を開始しました"),
        "file" if !text.is_empty() => say!(lang, " shared {text}", "さんがファイルを共有しました：{text}"),
        "file" => say!(lang, " shared a file", "さんがファイルを共有しました"),
        "topic" => say!(lang, " set the topic: {text}", "さんがトピックを設定しました：{text}"),
        "purpose" => say!(lang, " set the purpose: {text}", "さんが説明を設定しました：{text}"),
        "rename" => say!(lang, " renamed this to {text}", "さんが名前を変更しました：{text}"),
        "archive" => say!(lang, " archived this", "さんがアーカイブしました"),
        other => {
            let what = actions::action_once(other, lang);
            let text = if text.is_empty() { String::new() } else { format!(" – {text}") };
            format!(" · {what}{text}")
        }
    };
    let after = if said.deleted { say!(lang, " · deleted", " · 削除済み") } else { after };
    Note {
        stamp: stamp(said, eye),
        here: eye.at == Some(said.number),
        author: &said.author,
        card: said.person_code().and_then(super::codes::path),
        what: after,
    }
}
