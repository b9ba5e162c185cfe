//! Lists of people with headings: which column holds what.
//!
//! Headings are known in English and Japanese; where one says nothing, the values do. What is none of the
//! known things is compared as it is, and how much it says is learned. A column with another value in every
//! row says nothing about who is who and is left out.

use std::collections::HashSet;

use super::{
    headings::{self, Meaning},
    record::{Column, Email, Handle, Record, Schema},
};
use crate::organizations;

/// A list whose columns are known.
#[derive(Debug, Clone)]
pub struct Table {
    /// The headings, or `1`, `2` … where the list has none.
    pub headings: Vec<String>,
    /// What each column is taken for.
    pub meanings: Vec<Meaning>,
    /// Is the first row one of people?
    pub headless: bool,
}

/// The row of headings is among so many.
const LOOKED_AT: usize = 30;

impl Table {
    /// Which of the first rows names the columns, or is the first of people: apps put lines of their own above it.
    pub fn begins(rows: &[&[String]]) -> usize {
        let known = |row: &&[String]| row.iter().filter(|cell| headings::meaning(cell).is_some()).count();
        let looked_at = &rows[..rows.len().min(LOOKED_AT)];
        let best = looked_at.iter().map(known).max().unwrap_or_default();
        let named = looked_at.iter().position(|row| best > 0 && known(row) == best);
        // a word among people's that happens to be a heading: what an app writes above is narrower than its table
        let filled = |row: &[String]| row.iter().filter(|cell| !cell.trim().is_empty()).count();
        let is_below = |at: &usize| looked_at[..*at].iter().all(|row| filled(row) < filled(looked_at[*at]));
        let at = named.filter(|at| best > 1 || is_below(at)).unwrap_or_default();
        // "exported on,2026/11/01" is no person of a table of nine columns
        let person = |row: &&[String]| headings::is_data(row) && 2 * filled(row) > filled(looked_at[at]);
        if looked_at[..at].iter().any(person) { 0 } else { at }
    }

    /// Looks at the first row and all others.
    pub fn of<R: AsRef<[String]>>(first: &[String], rows: &[R]) -> Self {
        let headless = headings::is_data(first);
        let names: Vec<String> = if headless {
            (1..=first.len()).map(|column| column.to_string()).collect()
        } else {
            first.iter().map(|heading| heading.trim().to_owned()).collect()
        };
        let column = |at: usize| -> Vec<&str> {
            let own = headless.then(|| first.get(at).map(|value| value.trim())).flatten();
            own.into_iter()
                .chain(rows.iter().map(|row| row.as_ref().get(at).map_or("", |value| value.trim())))
                .collect()
        };
        let mut meanings: Vec<Meaning> = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let values = column(at);
            let meaning = if headless { None } else { headings::meaning(name) };
            meanings.push(match meaning {
                Some(meaning) if values.iter().any(|value| !value.is_empty()) => meaning,
                _ => by_values(&values),
            });
        }
        // a file without a column for names: the one that looks most like it
        let named = |meaning: &Meaning| matches!(meaning, Meaning::Name | Meaning::Given | Meaning::Surname);
        if !meanings.iter().any(named) {
            let looks: Vec<f64> = (0..names.len()).map(|at| name_like(&column(at))).collect();
            let free = |at: &usize| matches!(meanings[*at], Meaning::Field { .. } | Meaning::Row);
            // of equals the first: people stand before what they belong to
            let best = (0..names.len()).rev().filter(free).max_by(|a, b| looks[*a].total_cmp(&looks[*b]));
            if let Some(at) = best.filter(|at| looks[*at] >= 0.4) {
                meanings[at] = Meaning::Name;
            }
        }
        if !meanings.iter().any(|meaning| matches!(meaning, Meaning::Handle { .. })) {
            let looks = |at: &usize| {
                let unknown = headless || headings::says_nothing(&names[*at]);
                unknown
                    && matches!(meanings[*at], Meaning::Field { .. } | Meaning::Row)
                    && login_like(&column(*at))
            };
            if let Some(at) = (0..names.len()).find(looks) {
                meanings[at] = Meaning::Handle { provider: String::new() };
            }
        }
        Self { headings: names, meanings, headless }
    }

    /// Is there anything to go by? Where people work and live, and what says we do not know what, tells nobody apart.
    pub fn is_usable(&self) -> bool {
        self.meanings.iter().any(|meaning| {
            use Meaning::{Empty, Field, Organization, Provider, Row};
            !matches!(meaning, Row | Empty | Provider | Organization | Field { .. })
        })
    }

    /// The columns that are compared as they are.
    pub fn schema(&self) -> Schema {
        let columns = self.headings.iter().zip(&self.meanings);
        let columns = columns.filter_map(|(name, meaning)| match meaning {
            Meaning::Field { place } => Some(Column { name: name.clone(), place: *place }),
            _ => None,
        });
        Schema { columns: columns.collect() }
    }

    /// A row as a record.
    pub fn record(&self, row: &[String]) -> Record {
        let mut record = Record::default();
        let (mut given, mut surname, mut given_kana, mut surname_kana) = Default::default();
        let mut provider = String::new();
        for (at, meaning) in self.meanings.iter().enumerate() {
            let value = row.get(at).map(|value| value.trim()).unwrap_or_default();
            if let Meaning::Field { .. } = meaning {
                record.fields.push((!value.is_empty()).then(|| value.to_owned()));
                continue;
            }
            if value.is_empty() {
                continue;
            }
            let text = || value.to_owned();
            match meaning {
                Meaning::Name => person(value, &mut record),
                Meaning::Given => given = text(),
                Meaning::Surname => surname = text(),
                Meaning::Kana => record.kana = Some(text()),
                Meaning::GivenKana => given_kana = text(),
                Meaning::SurnameKana => surname_kana = text(),
                Meaning::Email => emails(value, &mut record),
                Meaning::Handle { provider } => {
                    let provider = provider.clone();
                    record.handles.push(Handle {
                        value: text(),
                        id: String::new(),
                        place: provider.clone(),
                        provider,
                        verified: false,
                    });
                }
                Meaning::Provider => provider = value.to_lowercase(),
                Meaning::Organization => record.organizations.push(text()),
                Meaning::Phone => record.phones.push(text()),
                Meaning::Link => record.marks.push((super::Mark::Link, text())),
                Meaning::Field { .. } | Meaning::Row | Meaning::Empty => {}
            }
        }
        let whole = |surname: String, given: String| format!("{surname} {given}").trim().to_owned();
        let name = whole(surname, given);
        if !name.is_empty() {
            record.names.push(name);
        }
        let kana = whole(surname_kana, given_kana);
        if !kana.is_empty() {
            record.kana = Some(kana);
        }
        for handle in record.handles.iter_mut().filter(|handle| handle.place.is_empty()) {
            handle.place.clone_from(&provider);
            handle.provider.clone_from(&provider);
        }
        record
    }
}

/// A name, or `Name <address>`.
fn person(value: &str, record: &mut Record) {
    match value.split_once('<') {
        Some((name, address)) if address.contains('@') => {
            emails(address.trim_end_matches('>'), record);
            if !name.trim().is_empty() {
                record.names.push(name.trim().to_owned());
            }
        }
        _ => record.names.push(value.to_owned()),
    }
}

/// One address or several.
fn emails(value: &str, record: &mut Record) {
    for part in
        value.split([';', ',', '|']).flat_map(|part| part.split_whitespace().filter(|w| w.contains('@')))
    {
        record.emails.push(Email { value: part.to_owned(), verified: false });
    }
}

/// Is it called by its legal form: 株式会社青空, "Hinode KK"?
fn is_of_a_company(value: &str) -> bool {
    let words = value.split([' ', ',']).filter(|word| !word.is_empty());
    let forms = ["株式会社", "有限会社", "合同会社", "(株)", "（株）"];
    words.skip(1).any(organizations::is_legal_form) || forms.iter().any(|form| value.contains(form))
}

fn by_values(values: &[&str]) -> Meaning {
    let filled: Vec<&&str> = values.iter().filter(|value| !value.is_empty()).collect();
    if filled.is_empty() {
        return Meaning::Empty;
    }
    let share = |test: &dyn Fn(&str) -> bool| {
        filled.iter().filter(|value| test(value)).count() as f64 / filled.len() as f64
    };
    if share(&|value| value.contains('<') && value.contains('@')) > 0.6 {
        return Meaning::Name;
    }
    if share(&|value| {
        value.contains('@') && !value.trim_matches('@').contains(' ') && !value.starts_with('@')
    }) > 0.6
    {
        return Meaning::Email;
    }
    if share(&|value| is_of_a_company(value)) > 0.4 {
        return Meaning::Organization;
    }
    if share(&|value| value.starts_with("http")) > 0.6 {
        return Meaning::Link;
    }
    let different: HashSet<&&str> = filled.iter().copied().collect();
    if different.len() == values.len() && values.len() > 2 {
        return Meaning::Row;
    }
    Meaning::Field { place: false }
}

/// How much these look like names of people: words without digits, two mostly, many different ones.
fn name_like(values: &[&str]) -> f64 {
    let filled: Vec<&&str> = values.iter().filter(|value| !value.is_empty()).collect();
    if filled.is_empty() {
        return 0.0;
    }
    let looks = |value: &str| {
        let words = value.split_whitespace().count();
        let plain = !value.chars().any(|c| c.is_ascii_digit() || matches!(c, '@' | '/' | ':'));
        let japanese = words == 1 && !value.is_ascii() && (3..=8).contains(&value.chars().count());
        plain && ((2..=4).contains(&words) || japanese)
    };
    let different: HashSet<&&str> = filled.iter().copied().collect();
    let variety = different.len() as f64 / filled.len() as f64;
    let like = filled.iter().filter(|value| looks(value)).count() as f64 / filled.len() as f64;
    if variety < 0.2 { 0.0 } else { like }
}

fn login_like(values: &[&str]) -> bool {
    let filled: Vec<&&str> = values.iter().filter(|value| !value.is_empty()).collect();
    let looks = |value: &str| {
        (2..=39).contains(&value.len())
            && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '@'))
            && value.chars().any(char::is_alphabetic)
    };
    let different: HashSet<&&str> = filled.iter().copied().collect();
    let like = filled.iter().filter(|value| looks(value)).count();
    !filled.is_empty() && like * 10 > filled.len() * 8 && different.len() * 2 > filled.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(csv: &str) -> (Table, Vec<Vec<String>>) {
        let mut rows = csv.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        let first = rows.next().unwrap();
        let rows: Vec<_> = rows.collect();
        (Table::of(&first, &rows), rows)
    }

    #[test]
    fn columns_by_heading_and_by_value() {
        let (t, rows) = table(
            "No,姓,名,セイ,メイ,会社名,メールアドレス,備考\n1,佐藤,花子,サトウ,ハナコ,縁,h@e.example,x\n2,佐藤,健,サトウ,ケン,縁,k@e.example,x\n3,林,修,ハヤシ,オサム,縁,o@e.example,x",
        );
        assert_eq!(t.meanings[0], Meaning::Row);
        assert_eq!(t.meanings[7], Meaning::Field { place: false });
        let record = t.record(&rows[0]);
        assert_eq!((record.names[0].as_str(), record.kana.as_deref()), ("佐藤 花子", Some("サトウ ハナコ")));
        assert_eq!(record.organizations, ["縁"]);
        let (t, rows) = table("a,b,c\nJohn Doe,jdoe,j@corp.example\nMary Ann Smith,mary,m@corp.example");
        assert_eq!(t.meanings, [Meaning::Name, Meaning::Handle { provider: String::new() }, Meaning::Email]);
        assert_eq!(t.record(&rows[1]).names, ["Mary Ann Smith"]);
        let (t, _) = table("John Doe,j@corp.example\nMary Ann Smith,m@corp.example");
        assert!(t.headless);
        assert_eq!(t.meanings, [Meaning::Name, Meaning::Email]);
    }

    #[test]
    fn headings_stand_below_lines_of_an_app() {
        let begins = |csv: &str| {
            let rows: Vec<Vec<String>> =
                csv.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
            Table::begins(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
        };
        assert_eq!(begins("名刺管理アプリ,,\n出力日,2026-11-21,\n氏名,会社名,携帯電話\n佐藤,縁,090"), 2);
        assert_eq!(begins("name,email\nName,x@y.example"), 0);
        assert_eq!(begins("John Doe,j@corp.example\nname,email"), 0);
        assert_eq!(begins("a,b,c\nJohn Doe,jdoe,user"), 0);
        assert_eq!(begins("foo,bar\n1,2"), 0);
        let (t, _) = table("foo,bar\n1,2\n3,4");
        assert!(!t.is_usable());
    }

    #[test]
    fn authors_in_one_column() {
        let (t, rows) = table("author\nJohn Doe <j@corp.example>\njd <jd@x.example>");
        let record = t.record(&rows[0]);
        assert_eq!(
            (record.names[0].as_str(), record.emails[0].value.as_str()),
            ("John Doe", "j@corp.example")
        );
        let (t, _) = table("github,email,score\na-b,x@y.example,1\nb-c,z@y.example,1");
        assert_eq!(t.meanings[0], Meaning::Handle { provider: "github".to_owned() });
    }
}
