//! Days with the month in letters, as English files have them: "4 March 1990", "May 3, 1991", "4-Mar-1990".

use chrono::NaiveDate;
use nlp::time;

/// The day that a cell begins with, and what stands behind it. `None`: it begins with none of that kind.
pub(super) fn day(cell: &str) -> Option<(NaiveDate, String)> {
    let words: Vec<&str> = cell.split([' ', ',', '-', '.', '/']).filter(|it| !it.is_empty()).collect();
    let [a, b, c, ..] = words.as_slice() else { return None };
    let month = |word: &str| time::month(&word.to_lowercase());
    let (month, day, year) = match (month(a), month(b)) {
        (Some(month), None) => (month, b, c),
        (None, Some(month)) if a.len() == 4 => (month, c, a),
        (None, Some(month)) => (month, a, c),
        _ => return None,
    };
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
    let year = (year.len() == 4).then(|| year.parse().ok()).flatten()?;
    let end = (c.as_ptr() as usize).saturating_sub(cell.as_ptr() as usize) + c.len();
    let behind = cell.get(end..)?.trim_matches([' ', ',', '.']);
    NaiveDate::from_ymd_opt(year, month, day).map(|day| (day, behind.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_in_letters() {
        let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        for (cell, day_, behind) in [
            ("4 March 1990", date(1990, 3, 4), ""),
            ("May 3, 1991", date(1991, 5, 3), ""),
            ("3rd Sept 1991", date(1991, 9, 3), ""),
            ("4-Mar-1990", date(1990, 3, 4), ""),
            ("1990-Dec-04", date(1990, 12, 4), ""),
            ("Apr 5 2026 10:30", date(2026, 4, 5), "10:30"),
        ] {
            assert_eq!(day(cell), Some((day_, behind.to_owned())), "{cell}");
        }
        for cell in ["2026-04-05", "31 February 2026", "March 1990", "ma 3 1991", ""] {
            assert_eq!(day(cell), None, "{cell}");
        }
    }
}
