//! Where the name of a `#room` ends.

use crate::text::script;

/// Bytes of the name that stands after `#`; 0 where there is none. It goes on to the next blank or sign, and to the
/// next hiragana: `#supportで`, `#勉強会の空気`. Hiragana that it begins with belong to it, but for the particle at
/// their end: `#もくもくの空気`, `#ご意見箱`.
pub(in crate::understand) fn len(after: &str) -> usize {
    let kana = after.find(|c| !(script::is_hiragana(c) || c == 'ー')).unwrap_or(after.len());
    if after[..kana].chars().nth(1).is_none() {
        return kana + named(&after[kana..]);
    }
    let bare =
        |particle: &&str| after[..kana].strip_suffix(*particle).filter(|name| name.chars().nth(1).is_some());
    PARTICLES.iter().find_map(bare).map_or(kana, str::len)
}

/// The longer ones first.
const PARTICLES: [&str; 16] = [
    "について",
    "での",
    "では",
    "には",
    "から",
    "まで",
    "って",
    "の",
    "は",
    "を",
    "で",
    "に",
    "が",
    "と",
    "も",
    "へ",
];

fn named(rest: &str) -> usize {
    let belongs =
        |c: char| c.is_alphanumeric() && !script::is_hiragana(c) || matches!(c, '_' | 'ー' | '・' | '々');
    let end = rest.find(|c| !(belongs(c) || matches!(c, '-' | '.' | '/'))).unwrap_or(rest.len());
    rest[..end].trim_end_matches(['-', '.', '/']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_ends_where_a_particle_begins() {
        let name = |said: &'static str| &said[1..=len(&said[1..])];
        for (said, room) in [
            ("#support", "support"),
            ("#supportで", "support"),
            ("#dev-jaの流れ", "dev-ja"),
            ("#support.", "support"),
            ("#勉強会の空気", "勉強会"),
            ("#ロードマップ について", "ロードマップ"),
            ("#もくもくの空気", "もくもく"),
            ("#もくもく のやりとり", "もくもく"),
            ("#もくもくについて", "もくもく"),
            ("#ご意見箱 の", "ご意見箱"),
            ("#ご意見箱を", "ご意見箱"),
            ("#", ""),
            ("# はじめに", ""),
        ] {
            assert_eq!(name(said), room, "{said}");
        }
    }
}
