//! Folding: one key for everything a reader would call the same text.
//!
//! NFKC (full width, half-width kana, ligatures, circled digits), lower case, no invisible
//! characters, at most [`MARKS`] combining marks on one letter, and the variant forms of
//! [`super::variants`]. Meant for comparing; what is shown to people is the text itself.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{script, variants};

/// Combining marks kept on one base character; stacks of hundreds are vandalism.
const MARKS: usize = 32;

/// The search key of a text. `fold(fold(x)) == fold(x)`.
///
/// ```
/// assert_eq!(nlp::text::fold("ＡＰＩ　ﾃﾞｰﾀ"), "api データ");
/// assert_eq!(nlp::text::fold("髙﨑さん"), nlp::text::fold("高崎さん"));
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_pieces(text, |piece, _| folded.push_str(piece));
    folded
}

/// Folds piece by piece: a base character with what hangs on it becomes `piece`, and the
/// range says which bytes of the original it came from. The pieces joined are [`fold`].
pub(crate) fn fold_pieces(text: &str, mut sink: impl FnMut(&str, Range<usize>)) {
    let mut buffer = [0; 4];
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        while let Some((at, next)) = chars.next_if(|&(_, next)| hangs_on(next)) {
            end = at + next.len_utf8();
        }
        if end - start == c.len_utf8() && is_plain(c) {
            let same = variants::canonical(c).to_ascii_lowercase();
            sink(same.encode_utf8(&mut buffer), start..end);
        } else {
            let piece = fold_piece(&text[start..end]);
            if !piece.is_empty() {
                sink(&piece, start..end);
            }
        }
    }
}

/// What never begins a piece of its own, because folding may join it with what stands before.
fn hangs_on(c: char) -> bool {
    !c.is_ascii()
        && (script::is_invisible(c)
            || is_combining_mark(c)
            || matches!(c, '\u{FF9E}' | '\u{FF9F}' | '\u{1160}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' | '\u{FFA0}'..='\u{FFDC}'))
}

/// Alone, these are their own NFKC form and have no case beyond ASCII's.
fn is_plain(c: char) -> bool {
    c.is_ascii()
        || matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}' | '\u{4E00}'..='\u{9FFF}')
}

fn fold_piece(piece: &str) -> String {
    let visible = piece.chars().filter(|&c| !script::is_invisible(c));
    // Lower case may undo a composition, so normalise again after it.
    let lower: String = visible.nfkc().flat_map(char::to_lowercase).collect();
    let mut marks = 0;
    lower
        .nfkc()
        .map(variants::canonical)
        .filter(|&c| {
            marks = if is_combining_mark(c) { marks + 1 } else { 0 };
            marks <= MARKS
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_to_a_reader_is_equal_folded() {
        let pairs = [
            ("ＲＯＩ", "roi"),
            ("ｶﾞｷﾞ", "ガギ"),
            ("か\u{3099}", "が"),
            ("㈱山田", "(株)山田"),
            ("渡邉 髙﨑 齋藤", "渡辺 高崎 斉藤"),
            ("葛\u{E0100}城", "葛城"),
            ("pay\u{200B}ment\u{202E}", "payment"),
            ("Ｃａｆｅ\u{301}", "café"),
            ("①", "1"),
            ("ㄱㅏ", "가"),
        ];
        for (written, key) in pairs {
            assert_eq!(fold(written), key, "{written}");
            assert_eq!(fold(written), fold(key), "{written}");
        }
    }

    #[test]
    fn stacks_of_marks_are_cut() {
        let stacked = format!("a{}b", "\u{301}".repeat(500));
        assert_eq!(fold(&stacked).chars().count(), 1 + MARKS + 1);
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "(\\PC|[\u{200B}\u{202E}\u{FE0F}\u{301}\u{3099}ﾊﾟㄱㅏᄀᆨİßΣǅ髙]){0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn pieces_cover_the_text_in_order(text in "(\\PC|[\u{200B}\u{301}ﾊﾟ髙㌔]){0,30}") {
            let mut joined = String::new();
            let mut last = 0;
            fold_pieces(&text, |piece, range| {
                assert!(range.start >= last && text.get(range.clone()).is_some());
                last = range.end;
                joined.push_str(piece);
            });
            prop_assert_eq!(joined, fold(&text));
        }
    }
}
