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

use crate::{
    commands::merge_reason as signal,
    doors::cli::speech,
    say,
    tables::{Record, lines},
    words::likelihood,
};

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
    rows: Vec<Record>,
    records: Vec<crm::resolve::Record>,
}

fn read(path: &Path, lang: Lang) -> anyhow::Result<List> {
    let shown = path.display();
    let bytes =
        std::fs::read(path).with_context(|| say!(lang, "cannot read {shown}", "{shown} を読み込めません"))?;
    let mut rows = lines(&bytes).map_err(|problem| {
        let why = problem.words(lang);
        anyhow::anyhow!(say!(lang, "{shown}: {why}", "{shown}：{why}"))
    })?;
    if rows.is_empty() {
        bail!(say!(lang, "{shown} is empty.", "{shown} は空です。"));
    }
    let begins = Table::begins(&rows.iter().map(|row| row.cells.as_slice()).collect::<Vec<_>>());
    let mut rows = rows.split_off(begins);
    let first = rows.remove(0);
    let table = Table::of(&first.cells, &rows.iter().map(|row| row.cells.as_slice()).collect::<Vec<_>>());
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
    let records = rows.iter().map(|row| table.record(&row.cells)).collect();
    Ok(List { table, rows, records })
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
    let counted = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let (en_rows, en_people) = (counted(rows, "row", "rows"), counted(people_count, "person", "people"));
    writeln!(
        out,
        "\n{}",
        say!(
            lang,
            "{en_rows}, {en_people}; {found} of them more than once.",
            "{rows} 行、{people_count} 人。うち {found} 人が重複しています。"
        )
    )?;
    let ties = ties(pairs, groups);
    for (number, rows) in members.values().enumerate() {
        writeln!(out, "\n{}", number + 1)?;
        for row in rows {
            let Record { line, cells } = &list.rows[*row];
            // a cell may hold line ends
            let cells: Vec<String> =
                cells.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            writeln!(out, "  {line}: {}", cells.join(" | "))?;
            for other in ties.get(row).into_iter().flatten() {
                let (probability, signals) = people.explain(*row, *other);
                let (with, likely) = (list.rows[*other].line, likelihood(lang, probability));
                let why = why(&signals, lang);
                writeln!(
                    out,
                    "      {}",
                    say!(lang, "with line {with}: {likely}  {why}", "{with}行目と {likely}  {why}")
                )?;
            }
        }
    }
    Ok(())
}

/// What holds each group together: for every row those it is tied to, by the likeliest pairs that suffice.
fn ties(pairs: &[Pair], groups: &[usize]) -> BTreeMap<usize, Vec<usize>> {
    let mut part: Vec<usize> = (0..groups.len()).collect();
    let of = |part: &[usize], mut row: usize| {
        while part[row] != row {
            row = part[row];
        }
        row
    };
    let mut ties: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for pair in pairs.iter().filter(|pair| groups[pair.a] == groups[pair.b]) {
        let (a, b) = (of(&part, pair.a), of(&part, pair.b));
        if a != b {
            part[b] = a;
            ties.entry(pair.a).or_default().push(pair.b);
            ties.entry(pair.b).or_default().push(pair.a);
        }
    }
    ties
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

    fn list(name: &str, text: impl AsRef<[u8]>) -> anyhow::Result<List> {
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
            let with = |line: u64| lang.pick(format!("with line {line}: "), format!("{line}行目と "));
            let rows: Vec<&str> = out.lines().skip_while(|line| !line.starts_with("  2: ")).collect();
            assert_eq!(rows.len(), 4, "{out}");
            assert_eq!(
                (rows[0], rows[2]),
                ("  2: 佐藤花子 | h@縁.example", "  3: Hanako Sato | H@縁.example")
            );
            for (row, line) in [(rows[1], 3), (rows[3], 2)] {
                let mail = lang.pick("same e-mail h@縁.example", "メールが同じ（h@縁.example）");
                assert!(row.trim().starts_with(&with(line)) && row.contains(mail), "{out}");
            }
        }
        let bare =
            list("bare", "John Doe,jd@corp.example\nDoe John,jd@corp.example\nAnn Lee,al@corp.example\n")
                .unwrap();
        assert_eq!(groups(&bare), [1, 1, 2]);
    }

    fn shown(list: &List) -> String {
        let people = People::new(&list.records, list.table.schema());
        let pairs = people.pairs(LIKELY);
        let mut out = Vec::new();
        in_words(&mut out, list, &people, &pairs, &people.groups(&pairs, &[]), Lang::En).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn it_reads_what_an_import_reads() {
        let text = "名刺管理アプリ\r\n出力,全件\r\n氏名,会社名,メール,メモ\r\n\
            佐藤 花子,青空,h@aozora.example,\"一行目\r\n二行目\"\r\n鈴木 一郎,青空,i@aozora.example,\r\n\
            Hanako Sato,Aozora,h@aozora.example,\r\n";
        let (sjis, ..) = encoding_rs::SHIFT_JIS.encode(text);
        let utf16: Vec<u8> =
            [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [text.as_bytes().to_vec(), sjis.into_owned(), utf16] {
            let found = list("app", bytes).unwrap();
            assert_eq!(found.table.headings, ["氏名", "会社名", "メール", "メモ"]);
            assert_eq!(found.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 6, 7]);
            let out = shown(&found);
            assert!(out.contains("  4: 佐藤 花子 | 青空 | h@aozora.example | 一行目 二行目\n"), "{out}");
            assert!(out.contains("with line 7: ") && out.contains("with line 4: "), "{out}");
        }
    }

    #[test]
    fn every_row_of_a_group_says_with_which_other() {
        let pair = |a, b, probability| Pair { a, b, probability };
        let found =
            ties(&[pair(0, 1, 0.9), pair(1, 2, 0.8), pair(0, 2, 0.7), pair(2, 3, 0.6)], &[0, 0, 0, 3]);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [(0, vec![1]), (1, vec![0, 2]), (2, vec![1])]);
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        let refused = |name: &str, text: &str| list(name, text).err().unwrap().to_string();
        assert!(refused("empty", "").ends_with("is empty."));
        assert!(refused("headings", "name,email\n").ends_with("no rows."));
        assert!(refused("unknown", "foo,bar\n1,2\n3,4\n").starts_with("no column"));
        let open = "name,mail\n\"unterminated,a@b.example\nfoo,bar@b.example\n";
        assert!(refused("open", open).contains("opened in line 2 and never closed"));
        assert!(refused("ids", "id\na1\na2\na3\n").starts_with("no column"));
    }
}
