//! `enishi try duplicates`: who stands twice in a list of people.

use std::{
    collections::BTreeMap,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use clap::Args;
use crm::resolve::{LIKELY, Meaning, Pair, People, Signal, Table};
use nlp::Lang;
use serde_json::json;

use crate::{commands::merge_reason as signal, doors::cli::speech, say};

/// Reasons shown for a row.
const REASONS: usize = 4;

/// What to look through.
#[derive(Debug, Args)]
pub(super) struct Duplicates {
    /// A CSV of people: names, e-mails, logins, organizations, addresses, in any order
    file: PathBuf,

    /// Print JSON: an array with the number of a group for each row, in the order of the rows; rows with
    /// one number are one person's
    #[arg(long)]
    json: bool,
}

impl Duplicates {
    /// Prints the groups.
    pub(super) fn run(self) -> anyhow::Result<()> {
        let lang = speech::lang();
        let list = read(&self.file, lang)?;
        let people = People::new(&list.records, list.table.schema());
        let pairs = people.pairs(LIKELY);
        let groups = people.groups(&pairs, &[]);
        let mut out = BufWriter::new(std::io::stdout().lock());
        if self.json {
            writeln!(out, "{}", json!(numbered(&groups)))?;
        } else {
            in_words(&mut out, &list, &people, &pairs, &groups, lang)?;
        }
        Ok(out.flush()?)
    }
}

/// A list of people.
struct List {
    table: Table,
    rows: Vec<Vec<String>>,
    records: Vec<crm::resolve::Record>,
}

fn read(path: &Path, lang: Lang) -> anyhow::Result<List> {
    let shown = path.display();
    let bytes =
        std::fs::read(path).with_context(|| say!(lang, "cannot read {shown}", "{shown} を読み込めません"))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        anyhow::anyhow!(say!(
            lang,
            "{shown} is not UTF-8. Save it as “CSV UTF-8” and try again.",
            "{shown} は UTF-8 ではありません。「CSV UTF-8」形式で保存し直してください。"
        ))
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in reader.records() {
        let row = row.with_context(|| say!(lang, "{shown} is no CSV", "{shown} は CSV として読めません"))?;
        rows.push(row.iter().map(str::to_owned).collect());
    }
    if rows.is_empty() {
        bail!(say!(lang, "{shown} is empty.", "{shown} は空です。"));
    }
    let first = rows.remove(0);
    let table = Table::of(&first, &rows);
    if table.headless {
        rows.insert(0, first);
    }
    if rows.is_empty() {
        bail!(say!(
            lang,
            "{shown} has headings and no rows.",
            "{shown} には見出しだけがあり、データの行がありません。"
        ));
    }
    if !table.is_usable() {
        bail!(say!(
            lang,
            "no column of {shown} tells people apart. It needs names, e-mails, logins or the like, with a first row of headings.",
            "{shown} には人を見分けられる列がありません。1行目を見出しにして、氏名・メール・ログイン名などの列を入れてください。"
        ));
    }
    let records = rows.iter().map(|row| table.record(row)).collect();
    Ok(List { table, rows, records })
}

/// What stands between values: of those that programs write the one most often in the first line.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |delimiter: &u8| first.bytes().filter(|byte| byte == delimiter).count();
    // the first of equals
    [b'|', b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// Groups numbered from 1 in the order of their first rows.
fn numbered(groups: &[usize]) -> Vec<usize> {
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    groups
        .iter()
        .map(|group| {
            let next = numbers.len() + 1;
            *numbers.entry(*group).or_insert(next)
        })
        .collect()
}

fn in_words(
    out: &mut impl Write,
    list: &List,
    people: &People,
    pairs: &[Pair],
    groups: &[usize],
    lang: Lang,
) -> anyhow::Result<()> {
    writeln!(out, "{}", say!(lang, "Columns:", "列の読み取り："))?;
    for (heading, meaning) in list.table.headings.iter().zip(&list.table.meanings) {
        writeln!(out, "  {heading}: {}", meant(meaning, lang))?;
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (row, group) in groups.iter().enumerate() {
        members.entry(*group).or_default().push(row);
    }
    members.retain(|_, rows| rows.len() > 1);
    let (rows, found) = (list.rows.len(), members.len());
    let more: usize = members.values().map(|rows| rows.len() - 1).sum();
    let people_count = rows - more;
    writeln!(
        out,
        "\n{}",
        say!(
            lang,
            "{rows} rows, {people_count} people; {found} of them more than once.",
            "{rows} 行、{people_count} 人。うち {found} 人が重複しています。"
        )
    )?;
    // the sign that ties a row to its group: its likeliest pair inside
    let mut ties: BTreeMap<usize, &Pair> = BTreeMap::new();
    for pair in pairs.iter().filter(|pair| groups[pair.a] == groups[pair.b]) {
        ties.entry(pair.b).or_insert(pair);
        ties.entry(pair.a).or_insert(pair);
    }
    for (number, rows) in members.values().enumerate() {
        writeln!(out, "\n{}", number + 1)?;
        for (at, row) in rows.iter().enumerate() {
            let line = row + if list.table.headless { 1 } else { 2 };
            writeln!(out, "  {line}: {}", list.rows[*row].join(" | "))?;
            if at > 0
                && let Some(pair) = ties.get(row)
            {
                let (probability, signals) = people.explain(pair.a, pair.b);
                writeln!(out, "      {:.0} %  {}", probability * 100.0, why(&signals, lang))?;
            }
        }
    }
    Ok(())
}

fn why(signals: &[Signal], lang: Lang) -> String {
    let said: Vec<String> = signals
        .iter()
        .take(REASONS)
        .map(|seen| format!("{} ({:+.1})", signal(&seen.reason, lang), seen.weight))
        .collect();
    said.join(lang.pick("; ", "、"))
}

fn meant(meaning: &Meaning, lang: Lang) -> String {
    match meaning {
        Meaning::Name => say!(lang, "names", "氏名"),
        Meaning::Given => say!(lang, "given names", "名"),
        Meaning::Surname => say!(lang, "surnames", "姓"),
        Meaning::Kana | Meaning::GivenKana | Meaning::SurnameKana => say!(lang, "readings", "読み仮名"),
        Meaning::Email => say!(lang, "e-mail addresses", "メールアドレス"),
        Meaning::Handle { provider } if provider.is_empty() => say!(lang, "logins", "ログイン名"),
        Meaning::Handle { provider } => say!(lang, "logins on {provider}", "{provider} のログイン名"),
        Meaning::Provider => say!(lang, "where the logins are from", "ログイン名のサービス"),
        Meaning::Organization => say!(lang, "organizations", "所属"),
        Meaning::Phone => say!(lang, "phone numbers", "電話番号"),
        Meaning::Link => say!(lang, "pages", "ページ"),
        Meaning::Field { place: true } => say!(lang, "part of an address", "住所の一部"),
        Meaning::Field { place: false } => say!(lang, "compared as it is", "そのまま比較"),
        Meaning::Row => say!(lang, "different in each row, left out", "行ごとに違うため不使用"),
        Meaning::Empty => say!(lang, "empty", "空"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(name: &str, text: &str) -> anyhow::Result<List> {
        let path = std::env::temp_dir().join(format!("enishi-duplicates-{}-{name}.csv", std::process::id()));
        std::fs::write(&path, text).unwrap();
        let list = read(&path, Lang::En);
        std::fs::remove_file(path).unwrap();
        list
    }

    fn groups(list: &List) -> Vec<usize> {
        let people = People::new(&list.records, list.table.schema());
        numbered(&people.groups(&people.pairs(LIKELY), &[]))
    }

    #[test]
    fn one_number_a_row() {
        let text =
            "\u{feff}氏名;メール\n佐藤花子;h@縁.example\nHanako Sato;H@縁.example\n鈴木一郎;i@e.example\n";
        let found = list("rows", text).unwrap();
        assert_eq!(groups(&found), [1, 1, 2]);
        let people = People::new(&found.records, found.table.schema());
        let pairs = people.pairs(LIKELY);
        for lang in [Lang::En, Lang::Ja] {
            let mut out = Vec::new();
            in_words(&mut out, &found, &people, &pairs, &people.groups(&pairs, &[]), lang).unwrap();
            let out = String::from_utf8(out).unwrap();
            assert!(out.contains("h@縁.example") && out.contains('%'), "{out}");
        }
        let bare =
            list("bare", "John Doe,jd@corp.example\nDoe John,jd@corp.example\nAnn Lee,al@corp.example\n")
                .unwrap();
        assert_eq!(groups(&bare), [1, 1, 2]);
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        let refused = |name: &str, text: &str| list(name, text).err().unwrap().to_string();
        assert!(refused("empty", "").ends_with("is empty."));
        assert!(refused("headings", "name,email\n").ends_with("no rows."));
        assert!(refused("ids", "id\na1\na2\na3\n").starts_with("no column"));
    }
}
