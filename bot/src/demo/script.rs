//! The scenes that threads are played from.
//!
//! ```text
//! ## limits = @hackathon -30..-2   theme; optionally an event and the days around it
//! A: Getting 429 on `{endpoint}`.  a turn: who speaks, what they say
//!  | Another way to say it.        alternatives, one is drawn
//! B: Which plan are you on?        A asks, B helps, C joins in, S is of the team
//! A?: Team. {ty}                   a turn that sometimes is left out
//! ```
//!
//! Every alternative of a turn must fit every alternative of the turns before it, unless the heading has
//! a `=`: then the first alternatives belong together, the second, and so on; a turn with fewer starts
//! again from its first. Gaps in braces are filled by `slots.rs`; `\n` is a new line.

use super::lists::entries;
use super::slots::Lang;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Asker,
    Helper,
    Company,
    Staff,
}

/// A turn of a scene.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    pub(super) role: Role,
    /// Sometimes left out.
    pub(super) optional: bool,
    /// What may be said.
    pub(super) texts: Vec<&'static str>,
}

/// A conversation that can be held many times.
#[derive(Debug, Clone)]
pub(super) struct Scene {
    pub(super) theme: &'static str,
    pub(super) lang: Lang,
    /// Alternatives belong together by their place.
    pub(super) aligned: bool,
    /// The event it belongs to, with the first and last day around it.
    pub(super) around: Option<(&'static str, i64, i64)>,
    pub(super) turns: Vec<Turn>,
}

/// The files of each language.
const FILES: [(Lang, &str); 10] = [
    (Lang::En, include_str!("texts/support.en.txt")),
    (Lang::En, include_str!("texts/sdk.en.txt")),
    (Lang::En, include_str!("texts/product.en.txt")),
    (Lang::En, include_str!("texts/life.en.txt")),
    (Lang::En, include_str!("texts/customer.en.txt")),
    (Lang::Ja, include_str!("texts/support.ja.txt")),
    (Lang::Ja, include_str!("texts/sdk.ja.txt")),
    (Lang::Ja, include_str!("texts/product.ja.txt")),
    (Lang::Ja, include_str!("texts/life.ja.txt")),
    (Lang::Ja, include_str!("texts/customer.ja.txt")),
];

/// All scenes.
pub(super) fn scenes() -> Vec<Scene> {
    FILES.into_iter().flat_map(|(lang, text)| read(lang, text)).collect()
}

/// The scenes of a file. A line that is none of the above continues nothing and is left out; a test
/// counts them.
fn read(lang: Lang, text: &'static str) -> Vec<Scene> {
    let mut scenes: Vec<Scene> = Vec::new();
    for line in entries(text) {
        if let Some(heading) = line.strip_prefix("## ") {
            let (theme, around) = heading.split_once(" @").map_or((heading, None), |(t, a)| (t, Some(a)));
            let (theme, aligned) = theme.strip_suffix(" =").map_or((theme, false), |theme| (theme, true));
            scenes.push(Scene { theme, lang, aligned, around: around.and_then(days), turns: Vec::new() });
            continue;
        }
        let Some(scene) = scenes.last_mut() else { continue };
        if let Some(text) = line.strip_prefix(" | ") {
            if let Some(turn) = scene.turns.last_mut() {
                turn.texts.push(text);
            }
        } else if let Some((who, text)) = line.split_once(": ")
            && let Some(role) = role(who.trim_end_matches('?'))
        {
            scene.turns.push(Turn { role, optional: who.ends_with('?'), texts: vec![text] });
        }
    }
    scenes
}

/// `hackathon -30..-2`
fn days(around: &'static str) -> Option<(&'static str, i64, i64)> {
    let (event, range) = around.split_once(' ')?;
    let (from, to) = range.split_once("..")?;
    Some((event, from.parse().ok()?, to.parse().ok()?))
}

fn role(letter: &str) -> Option<Role> {
    match letter {
        "A" => Some(Role::Asker),
        "B" => Some(Role::Helper),
        "C" => Some(Role::Company),
        "S" => Some(Role::Staff),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At least this many things to say in each language.
    const TEXTS: usize = 400;

    #[test]
    fn every_line_is_read_and_both_languages_have_plenty() {
        for (lang, text) in FILES {
            let lines = entries(text).filter(|line| !line.starts_with("## ")).count();
            let read: usize =
                read(lang, text).iter().flat_map(|scene| &scene.turns).map(|turn| turn.texts.len()).sum();
            assert_eq!(
                lines,
                read,
                "a line of {lang:?} is no turn: {}",
                text.lines().next().unwrap_or_default()
            );
        }
        for lang in [Lang::En, Lang::Ja] {
            let count: usize = scenes()
                .iter()
                .filter(|scene| scene.lang == lang)
                .flat_map(|scene| &scene.turns)
                .map(|turn| turn.texts.len())
                .sum();
            println!("{lang:?}: {count} texts");
            assert!(count >= TEXTS, "{lang:?} has only {count} texts");
        }
    }

    /// Turns whose number of alternatives does not divide evenly would pair what does not belong.
    #[test]
    fn aligned_turns_have_one_text_or_one_per_story() {
        for scene in scenes().iter().filter(|scene| scene.aligned) {
            let stories = scene.turns.iter().map(|turn| turn.texts.len()).max().unwrap_or_default();
            for turn in &scene.turns[1..] {
                let count = turn.texts.len();
                assert!(count == 1 || count == stories || stories == 3 && count == 2, "{:?}", turn.texts);
            }
        }
    }

    #[test]
    fn both_languages_know_the_same_themes() {
        let themes = |lang| {
            let mut themes: Vec<_> =
                scenes().into_iter().filter(|scene| scene.lang == lang).map(|scene| scene.theme).collect();
            themes.sort_unstable();
            themes.dedup();
            themes
        };
        assert_eq!(themes(Lang::En), themes(Lang::Ja));
    }

    #[test]
    fn the_asker_opens_or_the_team_does() {
        for scene in scenes() {
            let first = scene.turns.first().map(|turn| (turn.role, turn.optional));
            assert!(matches!(first, Some((Role::Asker | Role::Staff, false))), "{} opens oddly", scene.theme);
        }
    }
}
