//! From the words of a call to a query: filters and arguments become ids, in the asker's transaction.
//!
//! What a name means is decided here and nowhere in the index. A name that means nothing, or several
//! things, stops the command with a sentence or a choice.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use crm::{
    AccountId, Code, CodeKind,
    authors::{self, Author},
    conversations, organizations,
    persons::Found,
};
use nlp::{
    Lang,
    period::{self, Period},
    search::{
        Query,
        filters::{self, Filter, FilterKind},
    },
    understand::deictic,
};
use uuid::Uuid;

use super::slips::Slips;
use crate::{
    commands::{Call, Context, Outcome, Stop},
    say,
    words::{actions, date},
};

/// What is searched for.
pub(super) struct Scope {
    /// The words without the filters.
    pub(super) words: String,
    /// Is it narrowed by anything else?
    pub(super) narrowed: bool,
    /// The words and the conditions.
    pub(super) query: Query,
    /// What was looked for as words though it looks like more.
    pub(super) slips: Slips,
}

/// More filters than this are no search.
const MOST: usize = 8;

/// In characters. What is longer and has さん at its end is not somebody's name for all that.
const LONGEST_NAME: usize = 20;

/// Reads a call's words, filters and arguments.
pub(super) async fn scope(ctx: &mut Context<'_>, call: &Call) -> Outcome<Scope> {
    let (words, filters) = filters::read(ctx.required(call, "words")?);
    let mut words = words.trim_start_matches([',', '、', ' ']).to_owned();
    let slips = Slips::take(&mut words);
    if filters.len() > MOST {
        let (n, lang) = (filters.len(), ctx.lang);
        return Err(Stop::Refused(say!(
            lang,
            "These are {n} filters; I read at most {MOST}. Leave some out.",
            "絞り込みが{n}個あります。一度に使えるのは{MOST}個までです。減らしてお試しください。"
        )));
    }
    let mut narrow = Narrow::default();
    if let Some((_, period)) = ctx.period(call)? {
        narrow.within(period.from, period.until);
    }
    if let Some(room) = call.arguments.get("room") {
        let room = match here(ctx, room) {
            Some(here) => here,
            None => ctx.room(call, "room").await?.id.0,
        };
        narrow.rooms.get_or_insert_default().push(room);
    }
    if call.arguments.contains_key("person") {
        let accounts = writer(ctx, call).await?;
        narrow.writers.get_or_insert_default().extend(accounts);
    }
    for at in 0..filters.len() {
        Reading { ctx, call, words: &words, filters: &filters, at }.into(&mut narrow).await?;
    }
    let mut query = Query::parse(&words);
    query.hidden = conversations::hidden(&mut ctx.tx).await?.into_iter().map(|room| room.0).collect();
    let narrowed = narrow != Narrow::default();
    narrow.fits(ctx)?;
    narrow.apply(&mut query);
    Ok(Scope { words, narrowed, query, slips })
}

/// Conditions as they add up: any of one kind, all kinds together.
#[derive(Default, PartialEq)]
struct Narrow {
    rooms: Option<Vec<Uuid>>,
    writers: Option<Vec<AccountId>>,
    staff: Option<Vec<AccountId>>,
    languages: Option<Vec<Lang>>,
    after: Option<i64>,
    before: Option<i64>,
}

type Moment = Option<DateTime<Utc>>;

impl Narrow {
    fn within(&mut self, from: Moment, until: Moment) {
        self.after = self.after.max(from.map(|at| at.timestamp()));
        self.before = match (self.before, until.map(|at| at.timestamp())) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }

    /// Days that exclude each other find nothing; that is no matter of the words.
    fn fits(&self, ctx: &Context<'_>) -> Outcome<()> {
        let (Some(after), Some(before)) = (self.after, self.before) else { return Ok(()) };
        if after < before {
            return Ok(());
        }
        let lang = ctx.lang;
        let day = |second| DateTime::from_timestamp(second, 0).unwrap_or_default().with_timezone(&ctx.zone());
        let (after, before) = (date(lang, day(after).date_naive()), date(lang, day(before).date_naive()));
        Err(Stop::Refused(say!(
            lang,
            "These days exclude each other: no day is on or after {after} and before {before}. Leave one of the two out.",
            "期間の指定が矛盾しています。{after}以降で、かつ{before}より前の日はありません。どちらかを外してお試しください。"
        )))
    }

    fn apply(self, query: &mut Query) {
        let accounts = match (self.writers, self.staff) {
            (Some(writers), Some(staff)) => {
                let staff: HashSet<AccountId> = staff.into_iter().collect();
                Some(writers.into_iter().filter(|account| staff.contains(account)).collect())
            }
            (writers, staff) => writers.or(staff),
        };
        query.accounts = accounts.map(|accounts: Vec<AccountId>| accounts.iter().map(|a| a.0).collect());
        query.conversations = self.rooms;
        query.languages = self.languages;
        (query.after, query.before) = (self.after, self.before);
    }
}

/// The conversation that the request was made in, where the words mean that.
fn here(ctx: &Context<'_>, words: &str) -> Option<Uuid> {
    let words = words.to_lowercase();
    let means = ["here", "this channel", "this room", "ここ", "この部屋", "このルーム", "このチャンネル"]
        .contains(&words.as_str());
    ctx.here.filter(|_| means).map(|here| here.0)
}

/// The accounts of the person an argument means. A name that nobody has is a word like the others:
/// "search revenue by country".
async fn writer(ctx: &mut Context<'_>, call: &Call) -> Outcome<Vec<AccountId>> {
    let said = ctx.required(call, "person")?.to_owned();
    if is_asker(&said) {
        return Ok(authors::own(&mut ctx.tx).await?);
    }
    let japanese = !said.is_ascii();
    let marked = Code::parse(&said).is_some()
        || said.contains('@')
        || deictic(&said).is_some()
        || japanese && said.chars().count() <= LONGEST_NAME;
    let found = meant(ctx, &said).await?;
    if !marked && found == Found::None(Vec::new()) {
        let words = ctx.required(call, "words")?;
        let words = if japanese { format!("{said}の{words}") } else { format!("{words} {said}") };
        let mut other = call.clone();
        other.arguments.remove("person");
        other.arguments.insert("words".to_owned(), words);
        return Err(Stop::Instead(other));
    }
    let (what, hint) = person_words(ctx.lang);
    let author = ctx.one(call, "person", &said, (&what, &hint), found, |author| shown(author, ctx.lang))?;
    if let Author::Person(person) = &author {
        ctx.looked_at(person.code());
    }
    Ok(authors::accounts(&mut ctx.tx, &author).await?)
}

/// Who is meant, by name or by a word that points at somebody.
async fn meant(ctx: &mut Context<'_>, said: &str) -> Outcome<Found<Author>> {
    let pointed = ctx.pointed_at(said, CodeKind::Person).await?;
    let said = pointed.map_or_else(|| said.to_owned(), |code| code.to_string());
    Ok(authors::refer(&mut ctx.tx, &said).await?)
}

fn person_words(lang: Lang) -> (String, String) {
    (say!(lang, "person", "人"), say!(lang, "a short code such as P-12", "P-12 のような短いコード"))
}

/// An author among several, and what means exactly this one.
fn shown(author: &Author, lang: Lang) -> (String, String) {
    match author {
        Author::Person(person) => {
            let org = person.organization.as_ref().map(|org| format!(" ({org})")).unwrap_or_default();
            (format!("{} {}{org}", person.code(), person.name), person.code().to_string())
        }
        Author::Staff(staff) => {
            let email = staff.email.as_ref().map(|email| format!(" {email}")).unwrap_or_default();
            (format!("{} ({}{email})", staff.name, say!(lang, "staff", "スタッフ")), staff.reference())
        }
        Author::Stranger(account) => {
            let platform = actions::platform(&account.provider, lang);
            (
                format!("{} ({platform} {})", account.name, account.external_id),
                format!("{}:{}", account.provider, account.external_id),
            )
        }
    }
}

fn is_asker(words: &str) -> bool {
    ["me", "myself", "私", "自分", "わたし", "僕"].contains(&words.to_lowercase().as_str())
}

/// One filter of a call, being read.
struct Reading<'r, 'a> {
    ctx: &'r mut Context<'a>,
    call: &'r Call,
    words: &'r str,
    filters: &'r [Filter],
    at: usize,
}

impl Reading<'_, '_> {
    async fn into(mut self, narrow: &mut Narrow) -> Outcome<()> {
        let Filter { kind, value } = &self.filters[self.at];
        match kind {
            FilterKind::Room => {
                let room = self.room(value).await?;
                narrow.rooms.get_or_insert_default().push(room);
            }
            FilterKind::Author | FilterKind::Person => {
                let accounts = self.author(value).await?;
                narrow.writers.get_or_insert_default().extend(accounts);
            }
            FilterKind::Organization => {
                let accounts = self.organization(value).await?;
                narrow.staff.get_or_insert_default().extend(accounts);
            }
            FilterKind::Before => narrow.within(None, self.period(value)?.from),
            FilterKind::Until => narrow.within(None, self.period(value)?.until),
            FilterKind::After => narrow.within(self.period(value)?.from, None),
            FilterKind::Language => narrow.languages.get_or_insert_default().push(self.language(value)?),
        }
        Ok(())
    }

    /// The words of the call with another value in this filter.
    fn again(&self, value: String) -> String {
        let mut filters = self.filters.to_vec();
        filters[self.at].value = value;
        filters::write(self.words, &filters)
    }

    async fn room(&mut self, value: &str) -> Outcome<Uuid> {
        if let Some(here) = here(self.ctx, value) {
            return Ok(here);
        }
        let found = conversations::refer(&mut self.ctx.tx, value).await?;
        let lang = self.ctx.lang;
        let (what, hint) = (
            say!(lang, "room", "ルーム"),
            say!(lang, "a name such as in:#general", "「部屋:general」のような名前"),
        );
        let label = |room: &conversations::Conversation| {
            let platform = actions::platform(&room.platform, lang);
            let shown = format!("{} ({platform} {})", room.label(), room.external_id);
            (shown, self.again(format!("{}:{}", room.platform, room.external_id)))
        };
        Ok(self.ctx.one(self.call, "words", value, (&what, &hint), found, label)?.id.0)
    }

    async fn author(&mut self, value: &str) -> Outcome<Vec<AccountId>> {
        if is_asker(value) {
            return Ok(authors::own(&mut self.ctx.tx).await?);
        }
        let lang = self.ctx.lang;
        let found = meant(self.ctx, value).await?;
        let (what, hint) = person_words(lang);
        let label = |author: &Author| {
            let (shown, reference) = shown(author, lang);
            (shown, self.again(reference))
        };
        let author = self.ctx.one(self.call, "words", value, (&what, &hint), found, label)?;
        Ok(authors::accounts(&mut self.ctx.tx, &author).await?)
    }

    async fn organization(&mut self, value: &str) -> Outcome<Vec<AccountId>> {
        let pointed = self.ctx.pointed_at(value, CodeKind::Organization).await?;
        let meant = pointed.map_or_else(|| value.to_owned(), |code| code.to_string());
        let found = organizations::refer(&mut self.ctx.tx, &meant).await?;
        let lang = self.ctx.lang;
        let (what, hint) = (
            say!(lang, "organization", "組織"),
            say!(lang, "a short code such as O-3", "O-3 のような短いコード"),
        );
        let label = |org: &organizations::Organization| {
            (format!("{} {}", org.code(), org.name), self.again(org.code().to_string()))
        };
        let organization = self.ctx.one(self.call, "words", value, (&what, &hint), found, label)?;
        let today = self.ctx.now.today();
        Ok(authors::of_organization(&mut self.ctx.tx, organization.id, today).await?)
    }

    fn period(&self, value: &str) -> Outcome<Period> {
        period::read(value, &self.ctx.now).ok_or_else(|| {
            let name = self.filters[self.at].kind.name();
            Stop::Refused(say!(
                self.ctx.lang,
                "I cannot read “{name}:{value}” as a day or a period. Try {name}:2026-05, {name}:yesterday or {name}:\"last week\".",
                "「{value}」を日付や期間として読めませんでした。「以降:2026-05」「まで:昨日」「以降:先月」のように書いてください。"
            ))
        })
    }

    fn language(&self, value: &str) -> Outcome<Lang> {
        let folded = value.to_lowercase();
        match folded.as_str() {
            "english" | "英語" | "英" => Ok(Lang::En),
            "japanese" | "日本語" | "日" => Ok(Lang::Ja),
            tag => Lang::from_tag(tag).ok_or_else(|| {
                Stop::Refused(say!(
                    self.ctx.lang,
                    "I know no language “{value}”. Use lang:en or lang:ja.",
                    "「{value}」という言語には対応していません。「言語:日本語」か「言語:英語」をお使いください。"
                ))
            }),
        }
    }
}
