//! Which line names the columns, and what each of them means.

use crm::imports::Kind;

use super::{
    OwnFields, Problem,
    field::{Field, folded},
    kind,
    records::Record,
    table::Column,
};
use crate::{commands::choice_named, words::actions};

/// The header is among so many lines that are not blank.
pub(super) const LOOKED_AT: usize = 30;

/// Columns that are never written from a file: by them somebody might try to reach what is not theirs.
const FORBIDDEN: [&str; 3] = ["tenant_id", "id", "role"];

/// What `--map` says: a column by its header, and its field, of ours or of the tenant's own, by a name; `None`: it
/// is left out.
pub(super) type Said = (String, Option<String>);

/// Before the name of a field of the tenant's own, where one of ours might be meant.
pub(super) const OWN: &str = "own:";

/// Which of these records is the header: the first that names most columns. `None`: none names any.
pub(super) fn find(records: &[Record], said: &[Said], own: &OwnFields) -> Option<usize> {
    let names = |record: &Record| {
        let known = |cell: &&String| {
            Field::named(cell).is_some()
                || own.names(cell)
                || said.iter().any(|(header, _)| folded(header) == folded(cell))
        };
        record.cells.iter().filter(known).count()
    };
    let best = records.iter().map(names).max().filter(|best| *best > 0)?;
    let at = records.iter().position(|record| names(record) == best)?;
    // one cell that happens to be a header's word, in a row of many, is a cell, unless addresses stand under it
    let filled = records[at].cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let mail = records[at].cells.iter().position(|cell| Field::named(cell) == Some(Field::Email));
    let mut below = records[at + 1..].iter().filter_map(|record| record.cells.get(mail?));
    let is_over_mail = mail.is_some() && below.any(|cell| crate::commands::is_address(cell.trim()));
    let is_said = said.iter().any(|(_, field)| field.is_some());
    (best > 1 || filled <= 3 || is_over_mail || is_said).then_some(at)
}

/// Headers that say of what sort a row is, whatever rows are.
const SORT: [&str; 4] = ["kind", "type", "種類", "タイプ"];

/// Does a column say of every row what was done, under a header that does not?
pub(super) fn tells_actions(columns: &[Column], rows: &[Record]) -> bool {
    let is_sort =
        |column: &Column| column.field.is_none() && column.own.is_none() && is_of_sort(&column.header);
    let Some(at) = columns.iter().position(is_sort) else { return false };
    let mut cells =
        rows.iter().filter_map(|row| row.cells.get(at)).filter(|it| !it.trim().is_empty()).peekable();
    cells.peek().is_some() && cells.all(|cell| choice_named(actions::SAID, cell).is_some())
}

fn is_of_sort(header: &str) -> bool {
    SORT.contains(&header.to_lowercase().as_str())
}

/// What a name means in a file with rows of a kind: a field of ours that such rows have, else one of the tenant's
/// own, else any of ours.
fn named(name: &str, kind: Kind, own: &OwnFields) -> (Option<Field>, Option<crm::fields::Definition>) {
    if let Some(name) = name.strip_prefix(OWN) {
        return (None, own.named(kind, name).cloned());
    }
    let ours = Field::named(name);
    if ours.is_some_and(|field| kind::reads(kind, field)) {
        return (ours, None);
    }
    match own.named(kind, name) {
        Some(field) => (None, Some(field.clone())),
        None => (ours, None),
    }
}

/// The columns of a file with rows of a kind: each header, made distinct where one stands twice, and what it means.
pub(super) fn columns(
    header: &Record,
    said: &[Said],
    own: &OwnFields,
    kind: Kind,
) -> Result<Vec<Column>, Problem> {
    let mut columns: Vec<Column> = Vec::new();
    let mut used = vec![false; said.len()];
    let mut forbidden = Vec::new();
    for (place, cell) in header.cells.iter().enumerate() {
        let written = cell.trim();
        let mut name = if written.is_empty() { format!("#{}", place + 1) } else { written.to_owned() };
        let times = columns.iter().filter(|other| other.header == name).count();
        let again = header.cells[..place].iter().filter(|other| other.trim() == written).count();
        if times > 0 {
            name = format!("{name} ({})", again + 1);
        }
        // the second of two may be meant by its number: “メール (2)”
        let meant =
            |header: &str| folded(header) == folded(&name) || times == 0 && folded(header) == folded(written);
        let mapped = said.iter().position(|(header, _)| meant(header));
        let (field, own) = match mapped {
            Some(at) => {
                used[at] = true;
                match &said[at].1 {
                    None => (None, None),
                    Some(word) => match named(word, kind, own) {
                        (None, None) => {
                            let own = own.of_kind(kind).map(|field| field.name.clone()).collect();
                            let word = word.strip_prefix(OWN).unwrap_or(word);
                            return Err(Problem::NoField(word.to_owned(), own));
                        }
                        meant => meant,
                    },
                }
            }
            None => {
                let meant = named(written, kind, own);
                if meant.1.is_none()
                    && FORBIDDEN.contains(&written.to_lowercase().replace([' ', '-'], "_").as_str())
                {
                    forbidden.push(written.to_owned());
                }
                match (kind, meant.0) {
                    // 種別 is what is done in a list of what was done, and what it is in one of organizations
                    (Kind::Organizations, Some(Field::Action)) => (Some(Field::OrganizationKind), meant.1),
                    (Kind::Organizations, None) if meant.1.is_none() && is_of_sort(written) => {
                        (Some(Field::OrganizationKind), None)
                    }
                    (Kind::Activities, None) if meant.1.is_none() && is_of_sort(written) => {
                        (Some(Field::Action), None)
                    }
                    _ => meant,
                }
            }
        };
        columns.push(Column { header: name, field, own });
    }
    if let Some(at) = used.iter().position(|used| !used) {
        return Err(Problem::NoColumn(
            said[at].0.clone(),
            columns.into_iter().map(|column| column.header).collect(),
        ));
    }
    if forbidden.is_empty() { Ok(columns) } else { Err(Problem::Forbidden(forbidden)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(line: u64, cells: &str) -> Record {
        Record { line, cells: cells.split(',').map(str::to_owned).collect() }
    }

    #[test]
    fn lines_before_the_header_are_none() {
        let records = [
            record(1, "名刺データ"),
            record(2, "出力日,2026年11月20日"),
            record(3, "件数,2"),
            record(4, "注意,会社"),
            record(5, "※個人情報です"),
            record(6, "会社名,部署名,役職,氏名,e-mail"),
            record(7, "青空,開発部,部長,会社 太郎,a@x.example"),
        ];
        let none = OwnFields::default();
        assert_eq!(find(&records, &[], &none), Some(5));
        assert_eq!(find(&records[..3], &[], &none), None);
        assert_eq!(find(&[record(1, "email"), record(2, "a@x.example")], &[], &none), Some(0));
        assert_eq!(
            find(&[record(1, "A,B"), record(2, "x,y")], &[("b".to_owned(), Some("name".to_owned()))], &none),
            Some(0)
        );
    }

    #[test]
    fn columns_and_what_is_said_of_them() {
        let header = record(1, "氏名,メール,メール,,謎");
        let columns =
            |header: &Record, said: &[Said]| columns(header, said, &OwnFields::default(), Kind::Persons);
        let all = columns(&header, &[]).unwrap();
        assert_eq!(
            all.iter().map(|it| it.header.as_str()).collect::<Vec<_>>(),
            ["氏名", "メール", "メール (2)", "#4", "謎"]
        );
        assert_eq!(all[2].field, Some(Field::Email));
        assert_eq!(all[4].field, None);
        let said = [("謎".to_owned(), Some("tags".to_owned())), ("メール (2)".to_owned(), None)];
        let all = columns(&header, &said).unwrap();
        assert_eq!((all[1].field, all[2].field, all[4].field), (Some(Field::Email), None, Some(Field::Tags)));
        let wrong = columns(&header, &[("住所".to_owned(), None)]);
        assert!(matches!(wrong, Err(Problem::NoColumn(said, _)) if said == "住所"));
        let organizations = record(1, "組織名,種別");
        let read = |kind| super::columns(&organizations, &[], &OwnFields::default(), kind).unwrap();
        assert_eq!(read(Kind::Organizations)[1].field, Some(Field::OrganizationKind));
        assert_eq!(read(Kind::Activities)[1].field, Some(Field::Action));
        let outside = record(1, "Tenant ID,name,id,Role");
        let forbidden = Problem::Forbidden(["Tenant ID", "id", "Role"].map(str::to_owned).to_vec());
        assert_eq!(columns(&outside, &[]), Err(forbidden));
        let left_out = ["tenant id", "id", "role"].map(|it| (it.to_owned(), None));
        assert_eq!(columns(&outside, &left_out).unwrap()[1].field, Some(Field::Name));
    }
}
