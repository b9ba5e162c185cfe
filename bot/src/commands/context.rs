//! What a command works with: the transaction, the asker's language and clock, and references.

use std::collections::BTreeMap;

use adapters::Reply;
use chrono_tz::Tz;
use crm::{
    CodeKind, ConversationId, TenantTx,
    campaigns::{self, Campaign},
    conversations::{self, Conversation},
    organizations::{self, Organization},
    persons::{self, Found, Person},
    questions::Asked,
};
use nlp::{
    Lang,
    period::{self, Now, Period},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Outcome, Stop, reading, references::Seen};
use crate::{app::App, model::Heard, say};

/// A command with its arguments, as words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The command's name.
    pub command: String,
    /// Argument name → words.
    pub arguments: Arguments,
    /// It comes from our own store or code: only such a call may carry what no command declares.
    #[serde(skip)]
    pub(crate) ours: bool,
}

/// Arguments by name, as words.
pub type Arguments = BTreeMap<String, String>;

impl Call {
    /// A call somebody asks for: argument name → words.
    pub fn asked(command: &str, arguments: Arguments) -> Self {
        Self { command: command.to_owned(), arguments, ours: false }
    }

    /// A call that we kept: in a question, in the audit log, with a list.
    pub(crate) fn kept(call: serde_json::Value) -> serde_json::Result<Self> {
        Ok(Self { ours: true, ..serde_json::from_value(call)? })
    }

    /// A call.
    pub fn new<const N: usize>(command: &str, arguments: [(&str, String); N]) -> Self {
        Self {
            command: command.to_owned(),
            arguments: arguments.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            ours: true,
        }
    }

    /// As it would be typed: `roi show C-7`.
    pub fn typed(&self, order: impl IntoIterator<Item = &'static str>) -> String {
        let mut typed = self.command.clone();
        for name in order {
            if let Some(value) = self.arguments.get(name) {
                typed.push(' ');
                typed.push_str(value);
            }
        }
        typed
    }
}

/// What a command works with.
#[derive(Debug)]
pub struct Context<'a> {
    /// The program.
    pub app: &'a App,
    /// The one way to data; carries the asker.
    pub tx: TenantTx,
    /// The language to answer in.
    pub lang: Lang,
    /// The asker's clock.
    pub now: Now,
    /// ISO 4217 code of the tenant's money.
    pub currency: String,
    /// Where the asker can be asked something.
    pub asked: Asked,
    /// The conversation the request was made in, unless that is a talk with this bot.
    pub here: Option<ConversationId>,
    /// It was made through our own page or terminal, where one is signed in.
    pub signed_in: bool,
    /// The thread it was made in: external id of its first message.
    pub thread: Option<String>,
    /// Id of this request, in logs and in the audit log.
    pub request: Uuid,
    /// What the reply shows, for the words that point at it later.
    pub(crate) seen: Seen,
    /// What the model has said to this request so far; `None`: it cannot be begun again, and no model is asked.
    pub(crate) heard: Option<Heard>,
}

impl Context<'_> {
    /// The asker's time zone.
    pub fn zone(&self) -> Tz {
        self.now.zone
    }

    /// An empty reply in the asker's language.
    pub fn reply(&self) -> Reply {
        Reply::new(self.lang.tag())
    }

    /// An argument's words; the asker is asked for them when they were not said.
    pub fn required<'v>(&self, call: &'v Call, name: &'static str) -> Outcome<&'v str> {
        call.arguments.get(name).map(String::as_str).ok_or(Stop::Missing(name))
    }

    /// A period argument; `None` when it was not said.
    pub fn period(&self, call: &Call) -> Outcome<Option<(String, Period)>> {
        self.period_read(call, period::read)
    }

    /// A period argument in which something is due, and which may lie ahead; `None` when it was not said.
    pub fn period_ahead(&self, call: &Call) -> Outcome<Option<(String, Period)>> {
        self.period_read(call, period::ahead)
    }

    fn period_read(
        &self,
        call: &Call,
        read: fn(&str, &Now) -> Option<Period>,
    ) -> Outcome<Option<(String, Period)>> {
        let Some(words) = call.arguments.get("period") else { return Ok(None) };
        if let Some(stop) = self.no_such_day(words) {
            return Err(stop);
        }
        match read(words, &self.now) {
            Some(period) => Ok(Some((words.clone(), period))),
            None => Err(Stop::Refused(say!(
                self.lang,
                "I cannot read “{words}” as a period. Try “last 30 days”, “since Monday”, “May” or “2026-05”.",
                "「{words}」を期間として読めませんでした。「直近30日」「月曜から」「5月」「2026年5月」のように書いてください。"
            ))),
        }
    }

    /// Refuses words that are written as a day and are none.
    pub(super) fn no_such_day(&self, words: &str) -> Option<Stop> {
        reading::no_such_day(self.lang, words)
    }

    /// How many lines to show: an argument, or `usual`, never more than `most`.
    pub fn limit(&self, call: &Call, usual: i64, most: i64) -> i64 {
        call.arguments.get("count").and_then(|n| n.parse().ok()).unwrap_or(usual).clamp(1, most)
    }

    /// The person an argument means. Several: the asker chooses. None: the nearest are named.
    pub async fn person(&mut self, call: &Call, name: &'static str) -> Outcome<Person> {
        let words = self.required(call, name)?.to_owned();
        let pointed = self.pointed_at(&words, CodeKind::Person).await?;
        let meant = pointed.map_or_else(|| words.clone(), |code| code.to_string());
        let found = persons::refer(&mut self.tx, &meant).await?;
        if matches!(found, Found::None(_)) {
            self.not_in_the_trash(&meant, CodeKind::Person).await?;
        }
        let label = |person: &Person| {
            let org = person.organization.as_ref().map(|org| format!(" ({org})")).unwrap_or_default();
            (format!("{} {}{org}", person.code(), person.name), person.code().to_string())
        };
        let what = say!(self.lang, "person", "人");
        let hint = say!(self.lang, "a short code such as P-12", "P-12 のような短いコード");
        let person = self.one(call, name, &words, (&what, &hint), found, label)?;
        self.looked_at(person.code());
        Ok(person)
    }

    /// The campaign an argument means.
    pub async fn campaign(&mut self, call: &Call, name: &'static str) -> Outcome<Campaign> {
        let words = self.required(call, name)?.to_owned();
        let pointed = self.pointed_at(&words, CodeKind::Campaign).await?;
        let meant = pointed.map_or_else(|| words.clone(), |code| code.to_string());
        let found = campaigns::refer(&mut self.tx, &meant).await?;
        if matches!(found, Found::None(_)) {
            self.not_in_the_trash(&meant, CodeKind::Campaign).await?;
        }
        let ja = self.lang == Lang::Ja;
        let label = |campaign: &Campaign| {
            (format!("{} {}", campaign.code(), campaign.name_in(ja)), campaign.code().to_string())
        };
        let what = say!(self.lang, "campaign", "施策");
        let hint = say!(self.lang, "a short code such as C-7", "C-7 のような短いコード");
        let campaign = self.one(call, name, &words, (&what, &hint), found, label)?;
        self.looked_at(campaign.code());
        Ok(campaign)
    }

    /// The organization an argument means.
    pub async fn organization(&mut self, call: &Call, name: &'static str) -> Outcome<Organization> {
        let words = self.required(call, name)?.to_owned();
        let pointed = self.pointed_at(&words, CodeKind::Organization).await?;
        let meant = pointed.map_or_else(|| words.clone(), |code| code.to_string());
        let found = organizations::refer(&mut self.tx, &meant).await?;
        if matches!(found, Found::None(_)) {
            self.not_in_the_trash(&meant, CodeKind::Organization).await?;
        }
        let label = |organization: &Organization| {
            let code = organization.code().to_string();
            (format!("{code} {}", organization.name), code)
        };
        let what = say!(self.lang, "organization", "組織");
        let hint = say!(self.lang, "a short code such as O-3", "O-3 のような短いコード");
        let organization = self.one(call, name, &words, (&what, &hint), found, label)?;
        self.looked_at(organization.code());
        Ok(organization)
    }

    /// The conversation an argument means.
    pub async fn room(&mut self, call: &Call, name: &'static str) -> Outcome<Conversation> {
        let words = self.required(call, name)?.to_owned();
        let found = conversations::refer(&mut self.tx, &words).await?;
        let label = |room: &Conversation| {
            let platform = crate::words::actions::platform(&room.platform, self.lang);
            let shown = format!("{} ({platform} {})", room.label(), room.external_id);
            (shown, format!("{}:{}", room.platform, room.external_id))
        };
        let what = say!(self.lang, "room", "ルーム");
        let hint = say!(self.lang, "a name such as #general", "#general のような名前");
        self.one(call, name, &words, (&what, &hint), found, label)
    }

    /// One of what was found, or the reason why not.
    pub(super) fn one<T>(
        &self,
        call: &Call,
        name: &'static str,
        words: &str,
        (what, hint): (&str, &str),
        found: Found<T>,
        label: impl Fn(&T) -> (String, String),
    ) -> Outcome<T> {
        let again = |reference: String| {
            let mut call = call.clone();
            call.arguments.insert(name.to_owned(), reference);
            call
        };
        match found {
            Found::One(one) => Ok(one),
            Found::Many(many) => Err(Stop::Choose {
                question: say!(
                    self.lang,
                    "“{words}” may mean more than one {what}. Which?",
                    "「{words}」に当てはまる{what}が複数見つかりました。どちらですか？"
                ),
                options: many.iter().map(&label).map(|(shown, code)| (shown, again(code))).collect(),
            }),
            Found::None(near) if near.is_empty() => Err(Stop::Refused(say!(
                self.lang,
                "I found no {what} “{words}”. Check the spelling, or use {hint}.",
                "「{words}」という{what}は見つかりませんでした。表記をご確認いただくか、{hint}をお使いください。"
            ))),
            Found::None(near) => Err(Stop::Choose {
                question: say!(
                    self.lang,
                    "I found no {what} “{words}”. Did you mean one of these?",
                    "「{words}」という{what}は見つかりませんでした。もしかして："
                ),
                options: near.iter().map(&label).map(|(shown, code)| (shown, again(code))).collect(),
            }),
        }
    }
}
