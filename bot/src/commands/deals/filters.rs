//! The conditions that `deal list` takes.

use chrono::{DateTime, TimeDelta};
use chrono_tz::Tz;
use crm::{
    Code, CodeKind,
    deals::{
        Condition, Query,
        stages::{self, Stage},
    },
    fields::{self, Compare, Definition, Object},
    persons::Filter,
};
use nlp::{
    Lang,
    conditions::{self, About, Sign},
    time::{self, Grain, Here, Look},
    understand::Choices,
};

use super::meant::no_stage;
use crate::commands::{
    Outcome, Reading,
    budget::amount,
    conditions::{at_least, known, of_own, own_named},
    persons::filters::owner,
    reading::day,
};
use crate::say;

/// Names of conditions, each with what people write for it.
pub(crate) const NAMES: Choices = &[
    ("stage", &["phase", "ステージ", "段階", "フェーズ"]),
    ("amount", &["value", "worth", "金額", "額"]),
    ("owner", &["担当", "担当者"]),
    ("org", &["organization", "organisation", "company", "組織", "会社", "企業", "取引先"]),
    ("name", &["名前", "商談名"]),
    ("since", &["から"]),
    ("until", &["まで"]),
];

/// Is it the name of a condition?
pub(crate) fn is_known(name: &str) -> bool {
    known(NAMES, name).is_some()
}

/// What words and conditions ask for.
pub(crate) async fn read(reading: &mut Reading<'_>, words: &str, stages: &[Stage]) -> Outcome<Query> {
    let own = fields::list(reading.tx, Some(Object::Deal)).await?;
    let is_name = |name: &str| is_known(name) || own_named(&own, name).is_some();
    let words = conditions::written(words, About::Deals, |name| own_named(&own, name).is_some());
    let (words, typed) = conditions::read(&words, is_name);
    let mut filters = Vec::new();
    for typed in typed {
        let mut any = Vec::new();
        for typed in typed.either() {
            any.push(match known(NAMES, &typed.name) {
                Some(name) => ours(reading, name, &typed, stages).await?,
                None => {
                    let (field, test) = of_own(reading, &own, &typed, there).await?;
                    Condition::Field(field, test)
                }
            });
        }
        filters.push(Filter { any, not: typed.not });
    }
    // "won since April"
    let (words, since) = dated(reading, words, stages);
    filters.extend(since);
    // "won": how it stands, where that is all that is said of it
    let stands = stages::meant(stages, &words);
    let words = if stands.is_empty() {
        words
    } else {
        let keys = stands.iter().map(|stage| stage.key.clone()).collect();
        filters.push(Filter { any: vec![Condition::Stages(keys)], not: false });
        String::new()
    };
    if is_closed(&filters, stages) {
        filters.iter_mut().flat_map(|filter| &mut filter.any).for_each(decided);
    }
    Ok(Query { words, filters })
}

/// "won since April": the words without the days, and the days. Only beside words for how deals ended: one may be called
/// "October renewal", and "proposal 2026" may be a part of a name.
fn dated(reading: &Reading<'_>, words: String, stages: &[Stage]) -> (String, Vec<Filter<Condition>>) {
    if !stages::meant(stages, &words).is_empty() {
        return (words, Vec::new());
    }
    let here = Here { look: Look::Back, ..Here::from(&reading.now) };
    let Some(found) = time::read(&words, &here).filter(|found| found.grain >= Grain::Day) else {
        return (words, Vec::new());
    };
    let particles = [' ', '、', 'に', 'の', 'し', 'た'];
    let (before, behind) = (&words[..found.said.start], &words[found.said.end..]);
    let rest = format!("{} {}", before.trim(), behind.trim_matches(particles)).trim().to_owned();
    let rest = rest.trim_end_matches(" in").trim_end_matches(" during").to_owned();
    let meant = stages::meant(stages, &rest);
    if meant.is_empty() || meant.iter().any(|stage| stage.is_open()) {
        return (words, Vec::new());
    }
    let zone = || reading.now.zone.name().to_owned();
    let since = found.start.map(|at| Condition::MadeSince(at.date_naive(), zone()));
    let last = |at: DateTime<Tz>| (at - TimeDelta::nanoseconds(1)).date_naive();
    let until = found.end.map(|at| Condition::MadeUntil(last(at), zone()));
    (rest, since.into_iter().chain(until).map(|is| Filter { any: vec![is], not: false }).collect())
}

/// Are only stages asked for in which deals end?
fn is_closed(filters: &[Filter<Condition>], stages: &[Stage]) -> bool {
    let ends = |key: &String| stages::ends(stages, key);
    filters.iter().filter(|filter| !filter.not).any(
        |filter| matches!(&filter.any[..], [Condition::Stages(keys)] if !keys.is_empty() && keys.iter().all(ends)),
    )
}

/// Won since April is decided since then, whenever it was made.
fn decided(is: &mut Condition) {
    match is {
        Condition::MadeSince(day, zone) => *is = Condition::ClosedSince(*day, std::mem::take(zone)),
        Condition::MadeUntil(day, zone) => *is = Condition::ClosedUntil(*day, std::mem::take(zone)),
        _ => {}
    }
}

/// The conditions that there are, with an example.
pub(crate) fn there(lang: Lang, own: &[Definition]) -> String {
    let more: String = own.iter().map(|field| format!(" {}:", field.name)).collect();
    say!(
        lang,
        "There are name: stage: amount> owner: org: since: until:{more} – as in “stage:Proposal amount>5M -owner:me”.",
        "使えるのは 名前: ステージ: 金額> 担当: 組織: から: まで:{more} です（例：「ステージ:提案 金額>500万円 -担当:私」）。"
    )
}

async fn ours(
    reading: &mut Reading<'_>,
    name: &str,
    typed: &conditions::Condition,
    stages: &[Stage],
) -> Outcome<Condition> {
    let value = typed.value.as_str();
    Ok(match name {
        "stage" => Condition::Stages(stage_keys(reading.lang, value, stages)?),
        "amount" => {
            let (amount, currency) = amount::read_in(reading.lang, value, "")?;
            Condition::Amount(how(typed.sign), amount, Some(currency).filter(|it| !it.is_empty()))
        }
        "owner" => Condition::Owner(owner(reading, value).await?),
        "name" => Condition::Name(value.to_owned()),
        "since" => {
            Condition::MadeSince(day(reading.lang, &reading.now, value)?, reading.now.zone.name().to_owned())
        }
        "until" => {
            Condition::MadeUntil(day(reading.lang, &reading.now, value)?, reading.now.zone.name().to_owned())
        }
        _ => match Code::parse(value) {
            Some(Code { kind: CodeKind::Organization, number }) => Condition::OrganizationNumber(number),
            _ => Condition::Organization(value.to_owned()),
        },
    })
}

/// The keys of the stages that `stage:` names; all open ones for `stage:open`.
pub(crate) fn stage_keys(lang: Lang, said: &str, stages: &[Stage]) -> Outcome<Vec<String>> {
    let meant = stages::meant(stages, said);
    if !meant.is_empty() {
        return Ok(meant.iter().map(|stage| stage.key.clone()).collect());
    }
    if crm::fold(said) != "open" {
        return Err(no_stage(lang, said, stages));
    }
    Ok(stages.iter().filter(|stage| stage.is_open()).map(|stage| stage.key.clone()).collect())
}

/// `amount:5M` is exactly so much.
fn how(sign: Sign) -> Option<Compare> {
    (sign != Sign::Is).then(|| at_least(sign))
}
