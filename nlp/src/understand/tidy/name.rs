//! The name of something new, without the request around it.

use super::{inner, quoted};

/// The name of something new.
pub(super) fn name(value: &str) -> &str {
    if let Some(quoted) = quoted(value) {
        return quoted;
    }
    let value = titles(request(led(value)));
    let value = ["という施策", "という会社", "って会社", "という名前", "って名前", "という"]
        .iter()
        .find_map(|end| value.strip_suffix(end))
        .unwrap_or(value);
    // what follows a comma is something else
    if value.contains(',') { value } else { inner(value) }
}

/// Without the request that begins after it: オオニシ マコト of オオニシ マコトです,直して.
fn request(value: &str) -> &str {
    const LATER: &[&str] = &[
        "です,",
        "だから",
        "なので",
        "ので,",
        "に直し",
        "に変更",
        "に変え",
        "に更新",
        "に修正",
        "を直し",
        "になりました",
        "に変わ",
    ];
    let end = LATER.iter().filter_map(|later| value.find(later)).filter(|at| *at > 0).min();
    end.map_or(value, |end| &value[..end]).trim_end_matches([',', ' '])
}

/// Without what says only that a name follows: "pls, call it Otter Week".
fn led(value: &str) -> &str {
    let leads = ["pls", "please", "call it", "called", "named", "name it", "by the name of"];
    let mut rest = value;
    while let Some(bare) = leads.iter().find_map(|lead| {
        let bare = rest.strip_prefix(lead)?;
        bare.starts_with([' ', ',', ':']).then(|| bare.trim_start_matches([' ', ',', ':']))
    }) {
        rest = bare;
    }
    if rest.is_empty() { value } else { rest }
}

pub(super) fn titles(value: &str) -> &str {
    let titles = ["Dr. ", "Mr. ", "Ms. ", "Mrs. ", "Prof. ", "dr. ", "mr. ", "ms. ", "mrs. "];
    titles.iter().find_map(|title| value.strip_prefix(title)).unwrap_or(value)
}
