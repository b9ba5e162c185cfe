//! Whatever has a card and can carry notes: a person, an organization, a campaign, an activity, a deal, a task.

use adapters::markdown::escape;
use crm::{
    Code, CodeKind,
    activities::{self, Card},
    campaigns::{self, Campaign},
    deals::{self, Deal},
    notes,
    organizations::{self, Organization},
    persons::{self, Found, Person},
    tasks::{self, Task},
};
use nlp::{
    Lang,
    understand::{Deictic, SlotKind, deictic, points_at},
};

use super::{Call, Context, Outcome, Stop};
use crate::{say, words::excerpt};

/// What somebody meant.
#[derive(Debug, Clone)]
pub(super) struct Object {
    /// For notes.
    pub(super) id: notes::Object,
    /// Its short code.
    pub(super) code: Code,
    /// What it is called, as it is.
    name: String,
}

impl Object {
    /// In a sentence, safe in small Markdown.
    pub(super) fn label(&self) -> String {
        format!("{} {}", self.code, escape(&self.name)).trim_end().to_owned()
    }

    /// As plain text.
    pub(super) fn plain(&self) -> String {
        format!("{} {}", self.code, self.name).trim_end().to_owned()
    }

    fn person(person: &Person) -> Self {
        Self { id: notes::Object::Person(person.id), code: person.code(), name: person.name.clone() }
    }

    fn organization(it: &Organization) -> Self {
        Self { id: notes::Object::Organization(it.id), code: it.code(), name: it.name.clone() }
    }

    fn campaign(it: &Campaign, lang: Lang) -> Self {
        let name = it.name_in(lang == Lang::Ja).to_owned();
        Self { id: notes::Object::Campaign(it.id), code: it.code(), name }
    }

    fn activity(card: &Card) -> Self {
        let name = card.text.as_deref().map(|text| excerpt(text, 40)).unwrap_or_default();
        Self { id: notes::Object::Activity(card.id), code: card.code(), name }
    }

    fn deal(deal: &Deal) -> Self {
        Self { id: notes::Object::Deal(deal.id), code: deal.code(), name: deal.name.clone() }
    }

    fn task(task: &Task) -> Self {
        Self { id: notes::Object::Task(task.id), code: task.code(), name: excerpt(&task.text, 40) }
    }
}

/// The kinds, and what words may point at each.
pub(super) const KINDS: [(CodeKind, SlotKind); 6] = [
    (CodeKind::Person, SlotKind::Person),
    (CodeKind::Organization, SlotKind::Organization),
    (CodeKind::Campaign, SlotKind::Campaign),
    (CodeKind::Activity, SlotKind::Activity),
    (CodeKind::Deal, SlotKind::Deal),
    (CodeKind::Task, SlotKind::Task),
];

/// What an argument means: a code, a line of the last list, what was looked at last, or a name. Names of
/// several things: the asker chooses.
pub(super) async fn object(ctx: &mut Context<'_>, call: &Call, name: &'static str) -> Outcome<Object> {
    let words = ctx.required(call, name)?.to_owned();
    let found = match (Code::parse(&words), deictic(&words)) {
        (Some(code), _) => by_code(ctx, code).await?.map_or(Found::None(Vec::new()), Found::One),
        (None, Some(how)) => pointed(ctx, &words, how).await?,
        (None, None) => named(ctx, &words).await?,
    };
    let what = say!(
        ctx.lang,
        "person, organization, campaign, activity, deal or task",
        "人・組織・施策・活動・商談・タスク"
    );
    let hint = say!(ctx.lang, "a short code such as P-12", "P-12 のような短いコード");
    let label = |object: &Object| (object.plain(), object.code.to_string());
    let object = ctx.one(call, name, &words, (&what, &hint), found, label)?;
    ctx.looked_at(object.code);
    Ok(object)
}

/// What a code names, if it is of a kind that has a card and is there.
async fn by_code(ctx: &mut Context<'_>, code: Code) -> Outcome<Option<Object>> {
    let lang = ctx.lang;
    let text = code.to_string();
    Ok(match code.kind {
        CodeKind::Person => one(persons::refer(&mut ctx.tx, &text).await?).map(|it| Object::person(&it)),
        CodeKind::Organization => {
            one(organizations::refer(&mut ctx.tx, &text).await?).map(|it| Object::organization(&it))
        }
        CodeKind::Campaign => {
            one(campaigns::refer(&mut ctx.tx, &text).await?).map(|it| Object::campaign(&it, lang))
        }
        CodeKind::Activity => {
            activities::card(&mut ctx.tx, code.number).await?.map(|card| Object::activity(&card))
        }
        CodeKind::Deal => deals::by_number(&mut ctx.tx, code.number).await?.map(|deal| Object::deal(&deal)),
        CodeKind::Task => tasks::by_number(&mut ctx.tx, code.number).await?.map(|task| Object::task(&task)),
        _ => None,
    })
}

fn one<T>(found: Found<T>) -> Option<T> {
    match found {
        Found::One(one) => Some(one),
        Found::Many(_) | Found::None(_) => None,
    }
}

/// What "2番" or "this person" points at; several, when what was looked at last is of several kinds.
async fn pointed(ctx: &mut Context<'_>, words: &str, how: Deictic) -> Outcome<Found<Object>> {
    let last = ctx.last_shown().await?;
    let fits = |code: &Code| KINDS.iter().any(|(kind, slot)| *kind == code.kind && points_at(words, *slot));
    let mut codes: Vec<Code> = match how {
        Deictic::Nth(n) => last.nth(n).unwrap_or_default().to_vec(),
        Deictic::Last => last.items.last().cloned().unwrap_or_default(),
        Deictic::This => last.focus.values().copied().collect(),
        Deictic::These(_) => Vec::new(),
    };
    codes.retain(fits);
    let mut found = Vec::new();
    for code in codes {
        found.extend(by_code(ctx, code).await?);
    }
    if found.is_empty() {
        return Err(Stop::Refused(say!(
            ctx.lang,
            "I do not know what “{words}” means here. Use a code such as P-12.",
            "「{words}」が何を指すか分かりません。P-12 のようなコードで指定してください。"
        )));
    }
    Ok(several(found))
}

/// Everything that bears a name.
async fn named(ctx: &mut Context<'_>, words: &str) -> Outcome<Found<Object>> {
    let lang = ctx.lang;
    let persons = persons::refer(&mut ctx.tx, words).await?;
    let organizations = organizations::refer(&mut ctx.tx, words).await?;
    let campaigns = campaigns::refer(&mut ctx.tx, words).await?;
    let (mut found, mut near) = (Vec::new(), Vec::new());
    sort(persons, Object::person, &mut found, &mut near);
    sort(organizations, Object::organization, &mut found, &mut near);
    sort(campaigns, |it| Object::campaign(it, lang), &mut found, &mut near);
    found.truncate(9);
    near.truncate(3);
    Ok(if found.is_empty() { Found::None(near) } else { several(found) })
}

fn sort<T>(from: Found<T>, object: impl Fn(&T) -> Object, found: &mut Vec<Object>, near: &mut Vec<Object>) {
    match from {
        Found::One(one) => found.push(object(&one)),
        Found::Many(many) => found.extend(many.iter().map(object)),
        Found::None(these) => near.extend(these.iter().map(object)),
    }
}

fn several(mut found: Vec<Object>) -> Found<Object> {
    if found.len() == 1 { Found::One(found.remove(0)) } else { Found::Many(found) }
}
