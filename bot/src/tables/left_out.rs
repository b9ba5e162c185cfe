//! Columns that mean nothing we know, and what makes them mean something.

use crm::{fields::Object, imports::Kind};
use nlp::Lang;

use super::{Field, Table, own, value};
use crate::say;

/// Rows that are looked at to see what a column is.
const LOOKED_AT: usize = 50;

/// How the first column that is left out and has something in it could be kept: where no column holds names it may be
/// one, else by a command that makes a field for it. `None`: there is no such column, or its rows are of what has no
/// fields of the tenant's own.
pub fn made_known(table: &Table, lang: Lang) -> Option<String> {
    let (header, kind) = left_out(table)?;
    if is_nameless(table) {
        return Some(say!(
            lang,
            "I found no column of names, so the part of each address before the @ is used as the name. If “{header}” holds names, map it: “{header}” = name, family_name or given_name (--map \"{header}=name\")",
            "氏名の列が分からないため、メールアドレスの@より前を名前とします。「{header}」が氏名なら、name・family_name・given_name のいずれかに対応づけてください（--map \"{header}=name\"）"
        ));
    }
    // what is done and who takes part fills fields of persons, but a column there is mostly about what was done
    let is_of_things = matches!(table.kind, Kind::Persons | Kind::Organizations);
    let object = match own::object(table.kind).filter(|_| is_of_things)? {
        Object::Person => "person",
        Object::Organization => "organization",
        Object::Campaign => "campaign",
        Object::Deal => "deal",
    };
    let name = if header.contains(' ') { format!("\"{header}\"") } else { header.to_owned() };
    let command = format!("field add {object} {name} {kind}");
    Some(say!(
        lang,
        "To keep “{header}”, make a field for it first: {command}",
        "「{header}」も取り込むには、先に独自項目を作ってください：{command}"
    ))
}

/// Are its rows of people whom no column names?
fn is_nameless(table: &Table) -> bool {
    let is_name = |field| {
        matches!(field, Field::Name | Field::FamilyName | Field::GivenName | Field::Romaji | Field::Nickname)
    };
    own::object(table.kind) == Some(Object::Person)
        && !table.columns.iter().filter_map(|it| it.field).any(is_name)
}

/// The header of that column, and what stands in it.
fn left_out(table: &Table) -> Option<(&str, &'static str)> {
    let said = |header: &str| table.wish.map.iter().any(|(column, _)| column == header);
    let rows = table.first(LOOKED_AT);
    table.columns.iter().enumerate().find_map(|(at, column)| {
        let is_left_out = column.field.is_none() && column.own.is_none() && !said(&column.header);
        let cells: Vec<&str> = rows
            .iter()
            .filter_map(|row| row.get(at))
            .map(|it| it.trim())
            .filter(|it| !it.is_empty())
            .collect();
        (is_left_out && !column.header.starts_with('#') && !cells.is_empty())
            .then(|| (column.header.as_str(), kind(&cells)))
    })
}

/// What stands in all of these cells: a kind of field.
fn kind(cells: &[&str]) -> &'static str {
    // 0600001 is no number: it would lose its zero
    let is_number = |cell: &&str| {
        let is_code = cell.starts_with('0') && cell.len() > 1 && !cell.starts_with("0.");
        !is_code && cell.parse::<f64>().is_ok_and(f64::is_finite)
    };
    if cells.iter().all(is_number) {
        return "number";
    }
    match cells.iter().all(|cell| is_date(cell)) {
        true => "date",
        false => "text",
    }
}

/// In whichever order its day and month stand.
fn is_date(cell: &str) -> bool {
    [None, Some(true), Some(false)].into_iter().any(|order| value::moment(cell, order).is_ok())
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn what_stands_in_a_column_says_what_field_it_is() {
        assert_eq!(kind(&["3", "4.5"]), "number");
        assert_eq!(kind(&["1985/4/1", "4/25/1990"]), "date");
        assert_eq!(kind(&["1985/4/1", "soon"]), "text");
        assert_eq!(kind(&["0600001", "1600022"]), "text");
    }
}
