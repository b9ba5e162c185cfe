//! Cells in which something stands that says that nothing does.

use crm::fields::{Definition, FieldKind};
use unicode_normalization::UnicodeNormalization as _;

/// Folded.
const SAID: [&str; 7] = ["n/a", "#n/a", "none", "(none)", "なし", "無し", "該当なし"];

/// Does it say that there is nothing: a dash, なし, N/A?
pub(super) fn is_said(cell: &str) -> bool {
    is_dash(cell) || SAID.contains(&crm::fold(cell.trim()).as_str())
}

/// Or that somebody works for themselves?
pub(super) fn is_no_employer(cell: &str) -> bool {
    is_said(cell) || cell.trim() == "個人"
}

/// The same in a field of the tenant's own, where なし may be a choice, and no.
pub(super) fn is_said_of(field: &Definition, cell: &str) -> bool {
    let may_be_meant = matches!(field.kind, FieldKind::Choice | FieldKind::Choices | FieldKind::Boolean);
    is_dash(cell) && !may_be_meant
        || is_said(cell) && matches!(field.kind, FieldKind::Number | FieldKind::Date)
}

fn is_dash(cell: &str) -> bool {
    let mut dashes = cell.nfkc().filter(|c| !c.is_whitespace()).peekable();
    dashes.peek().is_some()
        && dashes.all(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '−' | 'ー' | '─' | '━'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_in_many_ways() {
        for cell in ["-", "―", "ー", "－", "—", "--", " - ", "なし", "無し", "N/A", "n/a", "None", "ナシ"]
        {
            assert!(is_said(cell) && is_no_employer(cell), "{cell}");
        }
        for cell in ["", "-1", "梨", "a-b", "Nonesuch", "個人情報保護", "ーー社"] {
            assert!(!is_said(cell) && !is_no_employer(cell), "{cell}");
        }
        assert!(is_no_employer("個人") && !is_said("個人"));
    }
}
