//! Cells → CSV that a spreadsheet opens without running it.

/// A cell, safe and quoted where it has to be. What a spreadsheet would take for a formula gets an apostrophe
/// before it (OWASP, CSV Injection); reading takes it away again.
pub fn cell(text: &str) -> String {
    let risky = text.starts_with(SIGNS);
    // an apostrophe of its own before such a sign is not taken for ours
    let doubled =
        text.strip_prefix('\'').is_some_and(|rest| rest.starts_with('\'') || rest.starts_with(SIGNS));
    let safe = if risky || doubled { format!("'{text}") } else { text.to_owned() };
    if safe.contains(['"', ',', ';', '\t', '\n', '\r']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

/// What a spreadsheet may take for the beginning of a formula.
const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Reads what [`cell`] wrote: `'=1+1` is `=1+1`.
pub(super) fn unescaped(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(SIGNS) || rest.starts_with('\'') => rest,
        _ => cell,
    }
}

/// Cells of a row.
pub trait Cells {
    /// One line of CSV (RFC 4180), with its end.
    fn to_csv(&self) -> String;
}

impl<S: AsRef<str>> Cells for [S] {
    fn to_csv(&self) -> String {
        let cells: Vec<String> = self.iter().map(|text| cell(text.as_ref())).collect();
        format!("{}\r\n", cells.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_words() {
        for (text, written) in [
            ("=HYPERLINK(\"http://x.example\")", "\"'=HYPERLINK(\"\"http://x.example\"\")\""),
            ("+81 90", "'+81 90"),
            ("-1", "'-1"),
            ("@hana", "'@hana"),
            ("\tx", "\"'\tx\""),
            ("\rx", "\"'\rx\""),
            ("＝1", "'＝1"),
            ("a,b", "\"a,b\""),
            ("two\nlines", "\"two\nlines\""),
            ("佐藤", "佐藤"),
            ("", ""),
        ] {
            assert_eq!(cell(text), written);
        }
        assert_eq!(["a", "=b"].to_csv(), "a,'=b\r\n");
    }
}
