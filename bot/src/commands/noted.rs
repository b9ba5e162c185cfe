//! What the audit log noted of a change, for people: fields and values in words of both languages, codes in the place of
//! ids.
//!
//! Not what is noted: that each command decides.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use crm::{PersonId, audit::Entry, deals::stages, persons};
use nlp::Lang;
use rust_decimal::Decimal;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Context;
use crate::{
    say,
    words::{Words, actions, date, day_and_time, decimal, money, words},
};

/// A thing that differs: its name, what was there, what is there since. Without a name: the whole of it.
pub(super) type Side = (String, String, String);

/// What was there and what is there since, in one line.
pub(super) async fn differences(ctx: &mut Context<'_>, entry: &Entry) -> anyhow::Result<String> {
    let one = |(name, before, after): &Side| match name.is_empty() {
        true => format!("{before} → {after}"),
        false => format!("{name}: {before} → {after}"),
    };
    let sides = sides(ctx, entry).await?;
    Ok(sides.iter().map(one).collect::<Vec<_>>().join("; "))
}

/// Each thing that differs.
pub(super) async fn sides(ctx: &mut Context<'_>, entry: &Entry) -> anyhow::Result<Vec<Side>> {
    let none = Value::Null;
    let (before, after) = (entry.before.as_ref().unwrap_or(&none), entry.after.as_ref().unwrap_or(&none));
    let reader = Reader::of(ctx, [before, after]).await?;
    Ok(differing(before, after)
        .into_iter()
        .map(|(key, before, after)| {
            let name = key.map_or_else(String::new, |key| field(reader.lang, key).to_owned());
            let key = key.unwrap_or_default();
            (name, reader.shown(key, before.0, before.1), reader.shown(key, after.0, after.1))
        })
        .collect())
}

/// A value and the whole it is part of.
type Within<'a> = (&'a Value, Option<&'a Map<String, Value>>);

fn differing<'a>(before: &'a Value, after: &'a Value) -> Vec<(Option<&'a str>, Within<'a>, Within<'a>)> {
    const NONE: &Value = &Value::Null;
    let (was, is) = (before.as_object(), after.as_object());
    if was.is_none() && is.is_none() {
        return if before == after { Vec::new() } else { vec![(None, (before, None), (after, None))] };
    }
    let keys = |all: Option<&'a Map<String, Value>>| all.into_iter().flat_map(Map::keys);
    let known = |key: &String| is.is_some_and(|is| is.contains_key(key));
    let of =
        |all: Option<&'a Map<String, Value>>, key: &str| all.and_then(|all| all.get(key)).unwrap_or(NONE);
    keys(is)
        .chain(keys(was).filter(|key| !known(key)))
        .filter(|key| of(was, key) != of(is, key))
        // money says its currency itself
        .filter(|key| *key != "currency" || !keys(is).chain(keys(was)).any(|key| key == "amount"))
        .map(|key| (Some(key.as_str()), (of(was, key), was), (of(is, key), is)))
        .collect()
}

/// Who reads it, and what ids stand for.
struct Reader {
    lang: Lang,
    zone: chrono_tz::Tz,
    persons: HashMap<String, String>,
    stages: HashMap<String, String>,
}

impl Reader {
    async fn of(ctx: &mut Context<'_>, sides: [&Value; 2]) -> anyhow::Result<Self> {
        let all = || sides.into_iter().filter_map(Value::as_object).flatten();
        let ids: Vec<PersonId> =
            all().filter_map(|(_, value)| value.as_str()?.parse::<Uuid>().ok()).map(PersonId).collect();
        let mut found = HashMap::new();
        if !ids.is_empty() {
            let by_now = crm::merges::survivors(&mut ctx.tx, &ids).await?;
            let survivors: Vec<PersonId> =
                ids.iter().map(|id| by_now.get(id).copied().unwrap_or(*id)).collect();
            for person in persons::by_ids(&mut ctx.tx, &survivors).await? {
                let shown = format!("{} {}", person.code(), person.name);
                let meant = ids.iter().zip(&survivors).filter(|(_, survivor)| **survivor == person.id);
                found.extend(meant.map(|(id, _)| (id.to_string(), shown.clone())));
            }
        }
        let mut named = HashMap::new();
        if all().any(|(key, value)| key == "stage" && value.is_string()) {
            for stage in stages::all(&mut ctx.tx).await? {
                let name = stage.name_in(ctx.lang == Lang::Ja).to_owned();
                named.extend([(stage.name, name.clone()), (stage.key, name)]);
            }
        }
        Ok(Self { lang: ctx.lang, zone: ctx.zone(), persons: found, stages: named })
    }

    fn shown(&self, key: &str, value: &Value, whole: Option<&Map<String, Value>>) -> String {
        let lang = self.lang;
        match value {
            Value::Null => "–".to_owned(),
            Value::Bool(true) => say!(lang, "yes", "はい"),
            Value::Bool(false) => say!(lang, "no", "いいえ"),
            Value::Number(number) => number.to_string(),
            Value::String(text) if text.is_empty() => "–".to_owned(),
            Value::String(text) => self.text(key, text, whole),
            Value::Array(items) if items.is_empty() => "–".to_owned(),
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| self.shown(key, item, None)).collect();
                items.join(lang.pick(", ", "、"))
            }
            Value::Object(all) => {
                let one = |(key, value): (&String, &Value)| {
                    format!("{} {}", field(lang, key), self.shown(key, value, Some(all)))
                };
                all.iter().filter(|(_, value)| !value.is_null()).map(one).collect::<Vec<_>>().join(" ")
            }
        }
    }

    fn text(&self, key: &str, text: &str, whole: Option<&Map<String, Value>>) -> String {
        let lang = self.lang;
        let currency = || whole?.get("currency")?.as_str();
        match key {
            "amount" => match (text.parse::<Decimal>(), currency()) {
                (Ok(amount), Some(currency)) => return money(lang, amount, currency),
                (Ok(amount), None) => return decimal(amount),
                _ => {}
            },
            "timezone" if text == "default" => return say!(lang, "default", "デフォルト"),
            "stage" => return self.stages.get(text).map_or(text, String::as_str).to_owned(),
            "category" => return actions::category(text, lang).to_owned(),
            "relationship" => return actions::relationship(text, lang).to_owned(),
            "action" => return actions::action_once(text, lang).to_owned(),
            _ => {}
        }
        if let Some((_, said)) = VALUES.iter().find(|(word, _)| *word == text) {
            return said.of(lang).to_owned();
        }
        if text.parse::<Uuid>().is_ok() {
            // somebody who is no more, or something that has no name
            return self.persons.get(text).cloned().unwrap_or_else(|| "–".to_owned());
        }
        if let Ok(at) = text.parse::<DateTime<Utc>>() {
            return day_and_time(lang, at, self.zone);
        }
        if let Ok(day) = text.parse::<NaiveDate>() {
            return date(lang, day);
        }
        text.trim().replace('\n', " / ")
    }
}

/// What a field is called; a tenant's own goes by its own name.
fn field(lang: Lang, key: &str) -> &str {
    FIELDS.iter().find(|(known, _)| *known == key).map_or(key, |(_, name)| name.of(lang))
}

const FIELDS: &[(&str, Words)] = &[
    ("account", words("account", "アカウント")),
    ("action", words("action", "行動")),
    ("activities", words("activities", "アクティビティ")),
    ("activity", words("activity", "アクティビティ")),
    ("aliases", words("other names", "別名")),
    ("amount", words("amount", "金額")),
    ("at", words("when", "日時")),
    ("automatic", words("automatic merges", "自動統合")),
    ("budget", words("budget", "予算")),
    ("campaign", words("campaign", "施策")),
    ("category", words("category", "費目")),
    ("choices", words("choices", "選択肢")),
    ("close", words("expected to close", "受注予定日")),
    ("closed_at", words("closed", "終了日時")),
    ("contacts", words("with contact data", "連絡先を含む")),
    ("currency", words("currency", "通貨")),
    ("day", words("day", "日付")),
    ("deal", words("deal", "商談")),
    ("deleted", words("deleted", "削除済み")),
    ("different", words("two persons", "別人")),
    ("domain", words("domain", "ドメイン")),
    ("done", words("done", "完了")),
    ("due", words("due", "期限")),
    ("email", words("e-mail", "メール")),
    ("end", words("end", "終了日")),
    ("entry", words("entry", "記録")),
    ("excluded", words("never matched", "名寄せから除外")),
    ("filter", words("conditions", "条件")),
    ("for", words("for", "担当")),
    ("from", words("the other person", "もう一方の人")),
    ("goal", words("goal", "ゴール")),
    ("ignored", words("ignored as", "除外の扱い")),
    ("indexed", words("findable", "検索対象")),
    ("industry", words("industry", "業種")),
    ("into", words("who stays", "残る人")),
    ("kana", words("reading", "読み")),
    ("kept", words("left as they are", "そのまま残したもの")),
    ("kind", words("kind", "種類")),
    ("label", words("mood", "感情")),
    ("lang", words("language", "言語")),
    ("line", words("budget line", "予算項目")),
    ("measure", words("score", "スコア")),
    ("merge", words("merge", "統合")),
    ("merges", words("merges", "統合")),
    ("name", words("name", "名前")),
    ("name_ja", words("Japanese name", "日本語名")),
    ("note", words("note", "メモ")),
    ("on", words("about", "対象")),
    ("organization", words("organization", "組織")),
    ("own", words("own weight", "独自の重み")),
    ("owner", words("looked after by", "担当者")),
    ("pairs", words("pairs", "組み合わせ")),
    ("person", words("person", "人")),
    ("private", words("private", "非公開")),
    ("probability", words("probability in %", "確度（%）")),
    ("reason", words("reason", "理由")),
    ("recorded", words("recorded", "記録")),
    ("relationship", words("relationship", "関係")),
    ("removed", words("removed", "削除")),
    ("required", words("required", "必須")),
    ("resource", words("published", "公開物")),
    ("restored", words("restored", "復元")),
    ("romaji", words("Latin name", "ローマ字名")),
    ("skipped", words("skipped", "見送り")),
    ("stage", words("stage", "ステージ")),
    ("start", words("start", "開始日")),
    ("survivor", words("who stays", "残る人")),
    ("tags", words("tags", "タグ")),
    ("task", words("task", "タスク")),
    ("text", words("text", "内容")),
    ("timezone", words("time zone", "タイムゾーン")),
    ("title", words("title", "役職・題名")),
    ("type", words("type", "型")),
    ("unique", words("unique", "重複不可")),
    ("url", words("address", "アドレス")),
    ("user", words("member of staff", "担当者")),
    ("via", words("through", "経路")),
    ("website", words("website", "ウェブサイト")),
    ("weight", words("weight", "重み")),
    ("what", words("what", "対象")),
    ("window", words("days counted after the end", "終了後の集計日数")),
];

const VALUES: &[(&str, Words)] = &[
    ("ai", words("AI", "AI")),
    ("automatic", words("automatic", "自動")),
    ("bot", words("bot", "ボット")),
    ("community", words("community", "コミュニティ")),
    ("company", words("company", "会社")),
    ("contribution", words("contribution", "貢献")),
    ("en", words("English", "英語")),
    ("engagement", words("engagement", "エンゲージメント")),
    ("ja", words("Japanese", "日本語")),
    ("negative", words("negative", "否定的")),
    ("neutral", words("neutral", "中立")),
    ("positive", words("positive", "肯定的")),
    ("shared", words("shared", "共用")),
];

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use serde_json::json;

    use super::*;

    fn reader(lang: Lang) -> Reader {
        let stages = [("won".to_owned(), "受注".to_owned())].into();
        let id = Uuid::nil().to_string();
        let persons = [(id, "P-1 田中".to_owned())].into();
        Reader { lang, zone: chrono_tz::Asia::Tokyo, persons, stages }
    }

    fn told(lang: Lang, before: &Value, after: &Value) -> String {
        let reader = reader(lang);
        differing(before, after)
            .into_iter()
            .map(|(key, before, after)| {
                let name = key.map_or_else(String::new, |key| format!("{}: ", field(lang, key)));
                let key = key.unwrap_or_default();
                format!(
                    "{name}{} → {}",
                    reader.shown(key, before.0, before.1),
                    reader.shown(key, after.0, after.1)
                )
            })
            .collect::<Vec<_>>()
            .join("; ")
    }

    #[test]
    fn what_differs_is_told_in_words() {
        let none = Value::Null;
        for (before, after, en, ja) in [
            (
                json!({ "title": "CTO", "x": 1 }),
                json!({ "title": "CEO", "x": 1 }),
                "title: CTO → CEO",
                "役職・題名: CTO → CEO",
            ),
            (none.clone(), json!({ "name": "Acme" }), "name: – → Acme", "名前: – → Acme"),
            (json!({ "tags": ["a", "b"] }), json!({ "tags": null }), "tags: a, b → –", "タグ: a、b → –"),
            (json!("a"), json!("b"), "a → b", "a → b"),
            (none.clone(), none.clone(), "", ""),
            (
                json!({ "amount": "6000000.00", "currency": "JPY" }),
                json!({ "amount": "3000000.00", "currency": "JPY" }),
                "amount: JPY 6,000,000 → JPY 3,000,000",
                "金額: 6,000,000円 → 3,000,000円",
            ),
            (json!({ "done": false }), json!({ "done": true }), "done: no → yes", "完了: いいえ → はい"),
            (
                json!({ "mentor": null }),
                json!({ "mentor": Uuid::nil() }),
                "mentor: – → P-1 田中",
                "mentor: – → P-1 田中",
            ),
            (
                json!({ "due": null }),
                json!({ "due": "2026-11-21T03:00:00Z" }),
                "due: – → 21 Nov 2026 12:00",
                "期限: – → 2026年11月21日 12:00",
            ),
            (
                json!({ "category": "ads" }),
                json!({ "category": "venue" }),
                "category: ads → venue",
                "費目: 広告費 → 会場費",
            ),
            (
                json!({ "lang": "en" }),
                json!({ "lang": "ja" }),
                "language: English → Japanese",
                "言語: 英語 → 日本語",
            ),
        ] {
            assert_eq!(told(Lang::En, &before, &after), en, "{before} {after}");
            assert_eq!(told(Lang::Ja, &before, &after), ja, "{before} {after}");
        }
        assert_eq!(told(Lang::Ja, &none, &json!({ "stage": "won" })), "ステージ: – → 受注");
    }

    /// Names before a colon in what commands note as before and after.
    fn keys(source: &str) -> Vec<String> {
        source
            .lines()
            .filter(|line| ["before: Some(json!({", "after: Some(json!({"].iter().any(|it| line.contains(it)))
            .flat_map(|line| {
                line.split('"')
                    .collect::<Vec<_>>()
                    .windows(2)
                    .map(|it| (it[0].to_owned(), it[1].to_owned()))
                    .collect::<Vec<_>>()
            })
            .filter(|(_, after)| after.starts_with(':'))
            .map(|(key, _)| key)
            .collect()
    }

    fn sources(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries
            .flat_map(
                |path| if path.is_dir() { sources(&path) } else { vec![fs::read_to_string(path).unwrap()] },
            )
            .collect()
    }

    #[test]
    fn whatever_a_command_notes_has_a_name() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/commands");
        let keys: Vec<String> = sources(&folder).iter().flat_map(|source| keys(source)).collect();
        assert!(keys.len() > 60, "{}", keys.len());
        for key in keys {
            assert!(FIELDS.iter().any(|(known, _)| *known == key), "{key} is shown as it is stored");
        }
    }
}
