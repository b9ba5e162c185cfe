//! The conditions that `org find` takes among its words.

use chrono::DateTime;
use crm::{
    fields::{self, Definition, Object},
    organizations::{Condition, Query},
    persons::{Condition as OfPeople, Filter},
};
use nlp::{
    Lang,
    conditions::{self, About},
    understand::{Choices, SlotKind},
};

use crate::commands::{
    Outcome, Reading, Stop,
    conditions::{at_least, known, of_own, own_named},
    organizations::add::KINDS,
    persons::filters::seen,
};
use crate::say;

/// Names of conditions, each with what people write for it.
pub(crate) const NAMES: Choices = &[
    ("name", &["org", "organization", "organisation", "company", "名前", "組織", "会社", "企業"]),
    ("domain", &["ドメイン"]),
    ("kind", &["type", "種別", "種類", "区分"]),
    ("people", &["members", "人数", "知り合い"]),
    ("seen", &["last", "lastseen", "active", "最終接触", "最終活動", "最終", "接触"]),
    ("has", &["with", "あり", "有"]),
];

/// Is it the name of a condition?
pub(crate) fn is_known(name: &str) -> bool {
    known(NAMES, name).is_some()
}

/// What the words of a search ask for.
pub(crate) async fn read(reading: &mut Reading<'_>, words: &str) -> Outcome<Query> {
    let own = fields::list(reading.tx, Some(Object::Organization)).await?;
    let is_name = |name: &str| is_known(name) || own_named(&own, name).is_some();
    let words = conditions::written(words, About::Organizations, |name| own_named(&own, name).is_some());
    let (words, typed) = conditions::read(&words, is_name);
    let mut filters = Vec::new();
    for typed in typed {
        let mut any = Vec::new();
        for typed in typed.either() {
            any.push(match known(NAMES, &typed.name) {
                Some(name) => ours(reading, name, &typed)?,
                None => {
                    let (field, test) = of_own(reading, &own, &typed, there).await?;
                    Condition::Field(field, test)
                }
            });
        }
        filters.push(Filter { any, not: typed.not });
    }
    Ok(Query { words, filters })
}

/// The conditions that there are, with an example.
pub(crate) fn there(lang: Lang, own: &[Definition]) -> String {
    let more: String = own.iter().map(|field| format!(" {}:", field.name)).collect();
    say!(
        lang,
        "There are name: domain: kind: people>5 seen<30d has:{more} – as in “kind:community people>5 seen<30d”.",
        "使えるのは 名前: ドメイン: 種別: 人数>5 最終接触<30日 あり:{more} です（例：「種別:コミュニティ 人数>5」）。"
    )
}

fn ours(reading: &Reading<'_>, name: &str, typed: &conditions::Condition) -> Outcome<Condition> {
    let (lang, value) = (reading.lang, typed.value.as_str());
    let condition = match name {
        "name" => Condition::Name(value.to_owned()),
        "domain" => Condition::Domain(value.trim_start_matches('@').to_owned()),
        "kind" => {
            let folded = nlp::text::fold(value);
            let word = match KINDS {
                SlotKind::Choice(kinds) => {
                    kinds.iter().find(|(word, said)| *word == folded || said.contains(&folded.as_str()))
                }
                _ => None,
            };
            let (word, _) = word.ok_or_else(|| {
                Stop::Refused(say!(
                    lang,
                    "“{value}” is no kind of organization. It is a company or a community.",
                    "「{value}」という種別はありません。会社（company）かコミュニティ（community）を指定してください。"
                ))
            })?;
            Condition::Kind((*word).to_owned())
        }
        "people" => {
            let n = value.trim_end_matches(['人', '名']).parse().ok().filter(|n| (0..=1_000_000).contains(n));
            let n: i64 = n.ok_or_else(|| {
                Stop::Refused(say!(
                    lang,
                    "“{value}” is no number of people. Write people>5.",
                    "「{value}」は人数として読めませんでした。「人数>5」のように書いてください。"
                ))
            })?;
            Condition::People(at_least(typed.sign), n)
        }
        "seen" => {
            match seen(reading, typed)? {
                OfPeople::SeenSince(at) => Condition::SeenSince(at),
                OfPeople::NotSeenSince(at) => Condition::NotSeenSince(at),
                // never
                _ => Condition::NotSeenSince(DateTime::UNIX_EPOCH),
            }
        }
        _ => match value.to_lowercase().as_str() {
            "domain" | "ドメイン" => Condition::HasDomain,
            "people" | "members" | "知り合い" | "人" => Condition::HasPeople,
            "note" | "notes" | "メモ" => Condition::HasNote,
            _ => {
                return Err(Stop::Refused(say!(
                    lang,
                    "I cannot look for “has:{value}”. There are has:domain, has:people and has:note.",
                    "「あり:{value}」は使えません。使えるのは、あり:ドメイン・あり:知り合い・あり:メモ です。"
                )));
            }
        },
    };
    Ok(condition)
}
