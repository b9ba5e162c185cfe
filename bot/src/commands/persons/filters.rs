//! The conditions that `person find` takes among its words: which there are, and what their values mean.

use chrono::{NaiveDate, TimeDelta};
use crm::{
    Code, CodeKind, UserId,
    deals::stages,
    fields::{self, Compare, Definition, FieldKind, FieldValue, Object, Test},
    persons::{Condition, Filter, Found, Has, Query},
    scores::Measure,
    users,
};
use nlp::{
    Lang,
    conditions::{self, About, Sign, days},
    period,
    understand::Choices,
};

use crate::commands::{
    Outcome, Reading, Stop,
    conditions::{at_least, known, of_own, own_named},
    deal_filters::stage_keys,
    fields::value::{self, number},
    persons::fields::RELATIONSHIPS,
    reading::no_such_day,
};
use crate::say;

/// Names of conditions, each with what people write for it.
pub(crate) const NAMES: Choices = &[
    ("name", &["名前", "氏名"]),
    ("org", &["organization", "organisation", "company", "組織", "会社", "企業", "所属"]),
    ("tag", &["tags", "label", "タグ", "ラベル"]),
    ("relationship", &["relation", "kind", "関係", "関係性", "区分"]),
    ("score", &["engagement", "スコア", "エンゲージメント"]),
    ("contribution", &["貢献", "貢献度", "貢献スコア"]),
    ("seen", &["last", "lastseen", "last-seen", "active", "最終接触", "最終活動", "最終", "接触"]),
    ("owner", &["担当", "担当者"]),
    ("stage", &["deal", "phase", "ステージ", "段階", "商談"]),
    ("has", &["with", "あり", "有"]),
];

/// Is it the name of a condition?
pub(crate) fn is_known(name: &str) -> bool {
    known(NAMES, name).is_some()
}

/// The words of a search with the conditions that are said in it as they are typed.
pub(crate) async fn written(reading: &mut Reading<'_>, words: &str) -> Outcome<String> {
    let own = fields::list(reading.tx, Some(Object::Person)).await?;
    Ok(as_typed(&own, words))
}

fn as_typed(own: &[Definition], words: &str) -> String {
    conditions::written(words, About::People, |name| own_named(own, name).is_some())
}

/// What the words of a search ask for.
pub(crate) async fn read(reading: &mut Reading<'_>, words: &str) -> Outcome<Query> {
    let own = fields::list(reading.tx, Some(Object::Person)).await?;
    let is_name = |name: &str| is_known(name) || own_named(&own, name).is_some();
    let (words, typed) = conditions::read(&as_typed(&own, words), is_name);
    let mut filters = Vec::new();
    for typed in typed {
        let mut any = Vec::new();
        for typed in typed.either() {
            any.push(match known(NAMES, &typed.name) {
                Some("has") => match (has(reading.lang, &typed.value), own_named(&own, &typed.value)) {
                    // "has:tshirt": their own field says something
                    (Err(_), Some(field)) => Condition::Field(field.clone(), Test::Filled),
                    (has, _) => Condition::Has(has?),
                },
                Some(name) => ours(reading, name, &typed).await?,
                None => {
                    let (field, test) = of_own(reading, &own, &typed, there).await?;
                    Condition::Field(field, test)
                }
            });
        }
        filters.push(Filter { any, not: typed.not });
    }
    Ok(Query { words, filters, today: reading.now.at.date_naive() })
}

/// The conditions that there are, with an example.
pub(crate) fn there(lang: Lang, own: &[Definition]) -> String {
    let more: String = own.iter().map(|field| format!(" {}:", field.name)).collect();
    say!(
        lang,
        "There are name: org: tag: relationship: score> contribution> seen<30d owner: stage: has:{more} – as in “rust org:Acme score>70 -tag:speaker”.",
        "使えるのは 名前: 組織: タグ: 関係: スコア> 貢献> 最終接触<30日 担当: ステージ: あり:{more} です（例：「rust 組織:青空 スコア>70 -タグ:登壇」）。"
    )
}

async fn ours(reading: &mut Reading<'_>, name: &str, typed: &conditions::Condition) -> Outcome<Condition> {
    let (lang, value) = (reading.lang, typed.value.as_str());
    Ok(match name {
        "name" => Condition::Name(value.to_owned()),
        "org" => match Code::parse(value) {
            Some(Code { kind: CodeKind::Organization, number }) => Condition::OrganizationNumber(number),
            _ => Condition::Organization(value.to_owned()),
        },
        "tag" => Condition::Tag(value.trim_start_matches('#').to_owned()),
        "relationship" => {
            let folded = value.to_lowercase();
            let word =
                RELATIONSHIPS.iter().find(|(word, said)| *word == folded || said.contains(&folded.as_str()));
            let (word, _) = word.ok_or_else(|| {
                Stop::Refused(say!(
                    lang,
                    "A person is a developer, a customer, a lead or a partner; “{value}” is none of them.",
                    "関係は「開発者」「顧客」「見込み客」「パートナー」のいずれかです（「{value}」はありません）。"
                ))
            })?;
            Condition::Relationship((*word).to_owned())
        }
        "score" => Condition::Score(Measure::Engagement, at_least(typed.sign), score(lang, value)?),
        "contribution" => Condition::Score(Measure::Contribution, at_least(typed.sign), score(lang, value)?),
        "seen" => return seen(reading, typed),
        "owner" => Condition::Owner(owner(reading, value).await?),
        "stage" => {
            let stages = stages::all(reading.tx).await?;
            Condition::Stages(stage_keys(lang, value, &stages)?)
        }
        _ => Condition::Has(has(lang, value)?),
    })
}

fn score(lang: Lang, value: &str) -> Outcome<f64> {
    let read = value.trim_end_matches('点').parse().ok();
    read.filter(|score| (0.0..=100.0).contains(score)).ok_or_else(|| {
        Stop::Refused(say!(
            lang,
            "A score is a number from 0 to 100; “{value}” is none. Write score>70.",
            "スコアは0〜100の数値です（「{value}」は読めませんでした）。「スコア>70」のように書いてください。"
        ))
    })
}

/// `seen<30d`: less than 30 days ago; `seen>2026-05`: after it; `seen:never`.
pub(crate) fn seen(reading: &Reading<'_>, typed: &conditions::Condition) -> Outcome<Condition> {
    let (lang, value) = (reading.lang, typed.value.as_str());
    if ["never", "none", "なし", "未接触", "一度もない"].contains(&value.to_lowercase().as_str()) {
        return Ok(Condition::NeverSeen);
    }
    if let Some(days) = days(value) {
        let at = reading.now.at - TimeDelta::days(days);
        return Ok(match typed.sign {
            Sign::Less | Sign::AtMost | Sign::Is => Condition::SeenSince(at),
            Sign::More | Sign::AtLeast => Condition::NotSeenSince(at),
        });
    }
    if let Some(stop) = no_such_day(lang, value) {
        return Err(stop);
    }
    let period = period::read(value, &reading.now);
    let (from, until) = period.map_or((None, None), |period| (period.from, period.until));
    let at = match typed.sign {
        Sign::Is | Sign::AtLeast => from.map(Condition::SeenSince),
        Sign::More => until.or(from).map(Condition::SeenSince),
        Sign::Less => from.map(Condition::NotSeenSince),
        Sign::AtMost => until.or(from).map(Condition::NotSeenSince),
    };
    at.ok_or_else(|| {
        Stop::Refused(say!(
            lang,
            "I cannot read “{value}” as a time. Write seen<30d, seen>3m, seen>2026-05-01 or seen:never.",
            "「{value}」を時期として読めませんでした。「最終接触<30日」「最終接触>3か月」「最終接触>2026-05-01」「最終接触:なし」のように書いてください。"
        ))
    })
}

/// Who looks after somebody or something; `None`: nobody.
pub(crate) async fn owner(reading: &mut Reading<'_>, value: &str) -> Outcome<Option<UserId>> {
    let lang = reading.lang;
    let folded = value.to_lowercase();
    if ["none", "nobody", "なし", "無し", "未設定"].contains(&folded.as_str()) {
        return Ok(None);
    }
    if ["me", "mine", "私", "自分", "わたし"].contains(&folded.as_str())
        && let Some(user) = reading.tx.actor().user_id()
    {
        return Ok(Some(user));
    }
    match users::refer(reading.tx, value).await? {
        Found::One(user) => Ok(Some(user.id)),
        Found::Many(all) | Found::None(all) => {
            let names =
                all.iter().map(|user| user.name.as_str()).collect::<Vec<_>>().join(lang.pick(", ", "、"));
            Err(Stop::Refused(say!(
                lang,
                "“{value}” names no one member of staff. There are: {names}. Or owner:me, owner:none.",
                "「{value}」に当てはまる担当者を1人に決められません。担当者：{names}。「担当:私」「担当:なし」も使えます。"
            )))
        }
    }
}

fn has(lang: Lang, value: &str) -> Outcome<Has> {
    Ok(match value.to_lowercase().as_str() {
        "email" | "e-mail" | "mail" | "メール" | "メールアドレス" => Has::Email,
        "phone" | "電話" | "電話番号" => Has::Phone,
        "title" | "役職" | "肩書き" => Has::Title,
        "tag" | "tags" | "タグ" => Has::Tag,
        "org" | "organization" | "company" | "所属" | "組織" | "会社" => Has::Organization,
        "owner" | "担当" | "担当者" => Has::Owner,
        "note" | "notes" | "メモ" => Has::Note,
        provider @ ("github" | "slack" | "discord" | "telegram" | "lineworks" | "x") => {
            Has::Account(provider.to_owned())
        }
        "line works" | "ラインワークス" => Has::Account("lineworks".to_owned()),
        _ => {
            return Err(Stop::Refused(say!(
                lang,
                "I cannot look for “has:{value}”. There are has:email, phone, title, tag, org, owner, note, github, slack, discord, telegram and lineworks.",
                "「あり:{value}」は使えません。使えるのは、あり:メール・電話・役職・タグ・所属・担当・メモ・github・slack・discord・telegram・lineworks です。"
            )));
        }
    })
}

/// What is asked of a field of the tenant's own.
pub(crate) async fn test(
    reading: &mut Reading<'_>,
    field: &Definition,
    typed: &conditions::Condition,
) -> Outcome<Test> {
    let (lang, name, said) = (reading.lang, &field.name, typed.value.as_str());
    if said == "*" && typed.sign == Sign::Is {
        return Ok(Test::Filled);
    }
    if typed.sign != Sign::Is && !field.kind.is_ordered() {
        return Err(Stop::Refused(say!(
            lang,
            "{name} has no order, so only {name}:… can be asked, not < or >.",
            "「{name}」は大小を比べられない項目です。「{name}:…」の形で指定してください。"
        )));
    }
    let how = at_least(typed.sign);
    Ok(match field.kind {
        FieldKind::Text | FieldKind::Url => Test::Begins(said.to_owned()),
        FieldKind::Number => match (number(said), typed.sign) {
            (Some(number), Sign::Is) => Test::Is(FieldValue::Number(number)),
            (Some(number), _) => Test::Number(how, number),
            (None, _) => match value::read(reading, field, said).await? {
                Some(value) => Test::Is(value),
                None => Test::Filled,
            },
        },
        FieldKind::Date => date(reading, field, typed)?,
        FieldKind::Choices => match value::read(reading, field, said).await? {
            Some(value) => Test::Is(value),
            None => Test::Filled,
        },
        FieldKind::Boolean | FieldKind::Choice | FieldKind::Person => {
            let needs = Definition { required: false, ..field.clone() };
            match value::read(reading, &needs, said).await? {
                Some(value) => Test::Is(value),
                None => Test::Filled,
            }
        }
    })
}

/// A day, or any of a month's or a year's.
fn date(reading: &Reading<'_>, field: &Definition, typed: &conditions::Condition) -> Outcome<Test> {
    let (lang, name, said) = (reading.lang, &field.name, typed.value.as_str());
    if let Some(stop) = no_such_day(lang, said) {
        return Err(stop);
    }
    let within: Option<(NaiveDate, NaiveDate)> = match period::day(said, &reading.now) {
        Some(day) => Some((day, day)),
        None => period::read(said, &reading.now).and_then(|period| {
            let local = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&reading.now.zone).date_naive();
            let first = local(period.from?);
            let last = local(period.until?).pred_opt()?;
            Some((first, last.max(first)))
        }),
    };
    let (first, last) = within.ok_or_else(|| {
        Stop::Refused(say!(
            lang,
            "{name} is a date; “{said}” is none. Write it like 2026-05-01, or 2026-05 for a month.",
            "「{name}」は日付の項目です。「{said}」は日付として読めませんでした。2026-05-01 や 2026-05 のように書いてください。"
        ))
    })?;
    Ok(match typed.sign {
        Sign::Is => Test::Within(first, last),
        Sign::Less => Test::Day(Compare::Less, first),
        Sign::AtMost => Test::Day(Compare::AtMost, last),
        Sign::More => Test::Day(Compare::More, last),
        Sign::AtLeast => Test::Day(Compare::AtLeast, first),
    })
}
