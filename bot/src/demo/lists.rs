//! Reads the word lists in `texts/`: a line per entry, `#` opens a comment, `|` parts the cells.

/// The entries of a list. Headings (`## …`) are entries.
pub(super) fn entries(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("# "))
}

/// The first `N` cells of an entry; missing ones are empty.
pub(super) fn cells<const N: usize>(entry: &'static str) -> [&'static str; N] {
    let mut cells = entry.split('|').map(str::trim);
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}

/// The words of `key: a|b|c` in a list. A word of blanks is the empty word.
pub(super) fn words(text: &'static str, key: &str) -> Vec<&'static str> {
    entries(text)
        .filter_map(|entry| entry.strip_prefix(key)?.strip_prefix(": "))
        .flat_map(|words| words.split('|'))
        .map(|word| if word.trim().is_empty() { "" } else { word })
        .collect()
}

/// A cell, or nothing where it is empty or `-`.
pub(super) fn filled(cell: &str) -> Option<&str> {
    (!cell.is_empty() && cell != "-").then_some(cell)
}
