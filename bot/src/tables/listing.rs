//! What is known, written as a table: CSV for spreadsheets and other programs, JSON for programs.
//!
//! **To add something that can be exported**: a value of [`Listed`], its columns, and its rows a page at a time.

use std::collections::BTreeMap;

use chrono::{NaiveDate, SecondsFormat};
use crm::{
    Code, CodeKind, FieldId, PersonId, TenantTx, deals, exports,
    fields::{self, FieldValue, Object},
    merges, persons,
};
use nlp::Lang;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{Wanted, write::Cells};
use crate::words::{Words, actions, words};

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listed {
    /// People.
    Persons,
    /// Companies and communities.
    Organizations,
    /// What people did.
    Activities,
    /// What somebody may buy.
    Deals,
}

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Comma-separated, with a header.
    Csv,
    /// One array.
    Json,
    /// An object a line.
    Jsonl,
}

/// A column: its name for programs, for people, and whether it is how to reach somebody.
type Column = (&'static str, Words, bool);

const PERSONS: &[Column] = &[
    ("code", words("code", "コード"), false),
    ("name", words("name", "氏名"), false),
    ("kana", words("reading", "フリガナ"), false),
    ("romaji", words("Latin name", "ローマ字"), false),
    ("organization", words("organization", "会社・組織"), false),
    ("title", words("job title", "役職"), false),
    ("relationship", words("relationship", "関係"), false),
    ("tags", words("tags", "タグ"), false),
    ("emails", words("e-mail", "メール"), true),
    ("phones", words("phone", "電話"), true),
    ("created_at", words("created", "登録日時"), false),
];

const ORGANIZATIONS: &[Column] = &[
    ("code", words("code", "コード"), false),
    ("name", words("organization", "会社・組織"), false),
    ("other_name", words("other name", "別名"), false),
    ("domain", words("domain", "ドメイン"), false),
    ("kind", words("kind of organization", "組織の種別"), false),
    ("people", words("people", "人数"), false),
];

const ACTIVITIES: &[Column] = &[
    ("code", words("code", "コード"), false),
    ("date", words("date", "日時"), false),
    ("action", words("action", "活動の種類"), false),
    ("text", words("text", "内容"), false),
    ("person_code", words("person code", "人コード"), false),
    ("person", words("name", "氏名"), false),
    ("email", words("e-mail", "メール"), true),
    ("campaign", words("campaign", "施策"), false),
    ("provider", words("platform", "経路"), false),
    ("place", words("room", "ルーム"), false),
];

const DEALS: &[Column] = &[
    ("code", words("code", "コード"), false),
    ("name", words("deal", "商談名"), false),
    ("organization_code", words("organization code", "組織コード"), false),
    ("organization", words("organization", "会社・組織"), false),
    ("person_code", words("person code", "人コード"), false),
    ("person", words("name", "氏名"), false),
    ("owner", words("owner", "担当"), false),
    ("stage", words("stage", "ステージ"), false),
    ("outcome", words("outcome", "結果"), false),
    ("amount", words("amount", "金額"), false),
    ("currency", words("currency", "通貨"), false),
    ("closes_on", words("expected close", "完了予定日"), false),
    ("closed_at", words("closed", "完了日時"), false),
    ("reason", words("reason", "理由"), false),
    ("created_at", words("created", "作成日時"), false),
];

impl Listed {
    /// Everything that can be exported.
    pub const ALL: [Self; 4] = [Self::Persons, Self::Organizations, Self::Activities, Self::Deals];

    /// Its name, typed and in file names.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::Organizations => "organizations",
            Self::Activities => "activities",
            Self::Deals => "deals",
        }
    }

    /// For people.
    pub fn label(self) -> Words {
        match self {
            Self::Persons => words("people", "人"),
            Self::Organizations => words("organizations", "組織"),
            Self::Activities => words("activities", "活動"),
            Self::Deals => words("deals", "商談"),
        }
    }

    /// What its rows are, where they may have fields of the tenant's own.
    pub(super) fn object(self) -> Option<Object> {
        match self {
            Self::Persons => Some(Object::Person),
            Self::Organizations => Some(Object::Organization),
            Self::Deals => Some(Object::Deal),
            Self::Activities => None,
        }
    }

    fn columns(self) -> &'static [Column] {
        match self {
            Self::Persons => PERSONS,
            Self::Organizations => ORGANIZATIONS,
            Self::Activities => ACTIVITIES,
            Self::Deals => DEALS,
        }
    }

    /// A page of rows after a number: each with its number and a value for each column.
    async fn page(
        tx: &mut TenantTx,
        (wanted, ja): (&Wanted, bool),
        after: i64,
    ) -> crm::Result<Vec<(i64, Vec<Value>)>> {
        let time = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let code = |kind, number: i64| Code::new(kind, number).to_string();
        Ok(match wanted {
            Wanted::Persons(wanted) => {
                let page = exports::persons(tx, wanted, after).await?.into_iter().map(|it| {
                    let cells = vec![
                        json!(code(CodeKind::Person, it.number)),
                        json!(it.name),
                        json!(it.kana),
                        json!(it.romaji),
                        json!(it.organization),
                        json!(it.title),
                        json!(it.relationship),
                        json!(it.tags),
                        json!(it.emails),
                        json!(it.phones),
                        json!(time(it.created_at)),
                    ];
                    (it.number, cells)
                });
                page.collect()
            }
            Wanted::Organizations(wanted) => {
                let page = exports::organizations(tx, wanted, after).await?.into_iter().map(|it| {
                    let cells = vec![
                        json!(code(CodeKind::Organization, it.number)),
                        json!(it.name),
                        json!(it.other_name),
                        json!(it.domain),
                        json!(it.kind),
                        json!(it.people),
                    ];
                    (it.number, cells)
                });
                page.collect()
            }
            Wanted::Activities(wanted) => {
                let page = exports::activities(tx, wanted, after).await?.into_iter().map(|it| {
                    let cells = vec![
                        json!(code(CodeKind::Activity, it.number)),
                        json!(time(it.occurred_at)),
                        json!(it.action),
                        json!(it.text),
                        json!(it.person_number.map(|number| code(CodeKind::Person, number))),
                        json!(it.person),
                        json!(it.email),
                        json!(it.campaigns),
                        json!(it.provider),
                        json!(it.conversation),
                    ];
                    (it.number, cells)
                });
                page.collect()
            }
            Wanted::Deals(wanted) => {
                let stages = deals::stages::ever(tx).await?;
                let named = |key: &str| {
                    let stage = stages.iter().find(|it| it.key == key);
                    stage.map_or_else(|| key.to_owned(), |it| it.name_in(ja).to_owned())
                };
                let page = exports::deals(tx, wanted, after).await?.into_iter().map(|it| {
                    let cells = vec![
                        json!(code(CodeKind::Deal, it.number)),
                        json!(it.name),
                        json!(it.organization_number.map(|number| code(CodeKind::Organization, number))),
                        json!(it.organization),
                        json!(it.person_number.map(|number| code(CodeKind::Person, number))),
                        json!(it.person),
                        json!(it.owner),
                        json!(named(&it.stage)),
                        json!(it.outcome),
                        json!(it.amount.normalize().to_string()),
                        json!(it.currency),
                        json!(it.closes_on),
                        json!(it.closed_at.map(time)),
                        json!(it.reason),
                        json!(time(it.created_at)),
                    ];
                    (it.number, cells)
                });
                page.collect()
            }
        })
    }
}

impl Format {
    /// The end of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
        }
    }

    /// IANA media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
            Self::Jsonl => "application/jsonl",
        }
    }
}

/// What is to be written, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// What, and which of them.
    pub wanted: Wanted,
    /// How.
    pub format: Format,
    /// With what reaches people: addresses and numbers.
    pub contacts: bool,
    /// With a mark by which a spreadsheet knows the encoding.
    pub excel: bool,
    /// Headers and words in Japanese.
    pub ja: bool,
    /// Columns of the tenant's own fields: [`Listing::whole`] fills them in.
    #[serde(default)]
    pub own: Vec<(FieldId, String)>,
}

impl Listing {
    /// What is written.
    pub fn what(&self) -> Listed {
        self.wanted.what()
    }

    fn lang(&self) -> Lang {
        if self.ja { Lang::Ja } else { Lang::En }
    }

    /// With the fields that the tenant defined, as columns behind the others.
    pub async fn whole(mut self, tx: &mut TenantTx) -> crm::Result<Self> {
        if let Some(object) = self.what().object() {
            let all = fields::list(tx, Some(object)).await?;
            self.own = all.into_iter().map(|field| (field.id, field.name)).collect();
        }
        Ok(self)
    }

    /// What stands in those columns for each of these rows.
    async fn own_values(&self, tx: &mut TenantTx, numbers: &[i64]) -> crm::Result<BTreeMap<i64, Vec<Value>>> {
        let Some(object) = self.what().object().filter(|_| !self.own.is_empty()) else {
            return Ok(BTreeMap::new());
        };
        let documents = fields::documents_by_number(tx, object, numbers).await?;
        let named: Vec<PersonId> = documents
            .values()
            .flat_map(BTreeMap::values)
            .filter_map(|value| match value {
                FieldValue::Person(id) => Some(*id),
                _ => None,
            })
            .collect();
        let survivors = merges::survivors(tx, &named).await?;
        let people = persons::by_ids(tx, &survivors.values().copied().collect::<Vec<_>>()).await?;
        let cell = |value: &FieldValue| match value {
            FieldValue::Person(id) => {
                let by_now = survivors.get(id);
                json!(people.iter().find(|it| Some(&it.id) == by_now).map(|it| it.code().to_string()))
            }
            FieldValue::Number(number) => json!(number.normalize().to_string()),
            other => other.to_json(),
        };
        let row = |values: &BTreeMap<FieldId, FieldValue>| {
            self.own.iter().map(|(id, _)| values.get(id).map_or(Value::Null, cell)).collect()
        };
        Ok(documents.iter().map(|(number, values)| (*number, row(values))).collect())
    }

    /// What the file is called.
    pub fn file_name(&self, day: NaiveDate) -> String {
        format!("{}-{day}.{}", self.what().as_str(), self.format.extension())
    }

    /// What stands before the rows.
    pub fn head(&self) -> String {
        let mark = if self.excel { "\u{feff}" } else { "" };
        match self.format {
            Format::Csv => {
                let labels = self.shown().map(|(_, (_, label, _))| label.of(self.lang()));
                let labels: Vec<&str> =
                    labels.chain(self.own.iter().map(|(_, name)| name.as_str())).collect();
                format!("{mark}{}", labels.to_csv())
            }
            Format::Json => "[".to_owned(),
            Format::Jsonl => String::new(),
        }
    }

    /// What stands after the rows.
    pub fn tail(&self) -> &'static str {
        if self.format == Format::Json { "\n]\n" } else { "" }
    }

    /// A page of rows after a number, the number of the last, and how many they are. `None`: there are no more.
    pub async fn page(&self, tx: &mut TenantTx, after: i64) -> crm::Result<Option<(String, i64, u64)>> {
        let rows = Listed::page(tx, (&self.wanted, self.ja), after).await?;
        let Some((last, _)) = rows.last() else { return Ok(None) };
        let (last, count) = (*last, rows.len() as u64);
        let mut text = String::new();
        let numbers: Vec<i64> = rows.iter().map(|(number, _)| *number).collect();
        let mut own = self.own_values(tx, &numbers).await?;
        for (number, cells) in rows {
            let own = own.remove(&number).unwrap_or_else(|| vec![Value::Null; self.own.len()]);
            match self.format {
                Format::Csv => {
                    let cells = self.shown().map(|(at, (key, ..))| self.words(key, &cells[at]));
                    let own = own.iter().map(|value| self.words("", value));
                    text.push_str(&cells.chain(own).collect::<Vec<_>>().to_csv());
                }
                Format::Json | Format::Jsonl => {
                    let pairs = self.shown().map(|(at, (key, ..))| ((*key).to_owned(), cells[at].clone()));
                    let own = self.own.iter().map(|(_, name)| name.clone()).zip(own);
                    let object = Value::Object(pairs.chain(own).collect::<Map<_, _>>());
                    // the first object of all follows the bracket
                    let before = match self.format {
                        Format::Json if after == 0 && text.is_empty() => "\n",
                        Format::Json => ",\n",
                        _ => "",
                    };
                    let end = if self.format == Format::Jsonl { "\n" } else { "" };
                    text.push_str(&format!("{before}{object}{end}"));
                }
            }
            debug_assert!(number <= last, "in order");
        }
        Ok(Some((text, last, count)))
    }

    /// All of it, page by page, each handed to `put`; says how many rows that were.
    pub async fn write(
        &self,
        tx: &mut TenantTx,
        mut put: impl FnMut(&str) -> anyhow::Result<()>,
    ) -> anyhow::Result<u64> {
        put(&self.head())?;
        let (mut after, mut all) = (0, 0);
        while let Some((text, last, count)) = self.page(tx, after).await? {
            put(&text)?;
            (after, all) = (last, all + count);
        }
        put(self.tail())?;
        Ok(all)
    }

    fn shown(&self) -> impl Iterator<Item = (usize, &'static Column)> + '_ {
        self.what().columns().iter().enumerate().filter(|(_, (.., contact))| self.contacts || !contact)
    }

    /// A value in a cell.
    fn words(&self, column: &str, value: &Value) -> String {
        match (column, value) {
            ("relationship", Value::String(word)) => actions::relationship(word, self.lang()).to_owned(),
            (_, Value::Null) => String::new(),
            (_, Value::String(text)) => text.clone(),
            (_, Value::Array(all)) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
            (_, other) => other.to_string(),
        }
    }
}
