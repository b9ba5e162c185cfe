//! What was so before, and says the opposite of today: "worked fine in 1.8", 前は良かったのに; but "it was slow
//! before, now it flies", 前は遅かったのに、今は一瞬.

use super::{
    english, japanese,
    lexicon::{List, each},
    quiet::{Quiet, Stretches, Words, clause_end},
    signs::Tally,
};
use crate::text::script;

pub(super) fn english(words: &mut Words<'_>, tally: &mut Tally) {
    for at in 0..words.said.len() {
        if !PAST.contains(&words.said[at]) {
            continue;
        }
        let clause = words.clause(at);
        let worth = |word: &str| if FINE.contains(&word) { 1.0 } else { english::value(word).unwrap_or(0.0) };
        let value: f32 = (at..clause.end)
            .map(|place| (place, worth(words.said[place])))
            .filter(|(place, value)| !words.quiet[*place].silences(*value))
            .map(|(_, value)| value)
            .sum();
        let quiet = if value > 0.0 && ended(words, at) {
            tally.regrets += 1;
            Quiet::Good
        } else if value < 0.0 && overcome(words, at) {
            tally.over += 1;
            Quiet::Bad
        } else {
            continue;
        };
        let from = if quiet == Quiet::Bad { clause.start } else { at };
        for place in from..clause.end {
            if quiet.silences(worth(words.said[place])) {
                words.quiet[place] = quiet;
            }
        }
    }
}

/// Does the clause say till when it was so: "until yesterday", "before the update", "in 1.8"?
fn ended(words: &Words<'_>, at: usize) -> bool {
    let clause = words.clause(at);
    let person = at > clause.start && PERSONS.contains(&words.said[at - 1]);
    if person && matches!(words.said[at], "worked" | "ran" | "had") {
        return false;
    }
    let version = |at: usize| {
        let number = |word: &&str| word.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit());
        words.said.get(at).is_some_and(number)
            && !words.said.get(at + 1).is_some_and(|word| UNITS.contains(word))
    };
    let to = |at: usize| words.said[at - 1] != "to" && words.said.get(at + 1) != Some(&"to");
    let till = (at + 1..clause.end).any(|place| match words.said[place] {
        "until" | "till" => true,
        "before" => {
            let changed = words.said[place..clause.end].iter().any(|word| CHANGES.contains(word));
            (changed || (at..place).any(|good| FINE.contains(&words.said[good]) && good > 0 && to(good)))
                && !words.said[clause.start..place].contains(&"never")
        }
        "in" | "on" | "with" => version(place + 1),
        _ => false,
    });
    // 1.8 was fine, 1.9 is not
    let next = clause.end..words.said.len().min(clause.end + 8);
    till || at > 0
        && version(at - 1)
        && words.said[next].iter().any(|word| english::is_negation(word) || english::is_bad(word))
}

/// Is it said to be so no more: "the old one was clunky, this one is a breeze"?
fn overcome(words: &Words<'_>, at: usize) -> bool {
    let clause = words.clause(at);
    let once = words.said[clause.clone()].iter().any(|word| ONCE.contains(word));
    let later = &words.said[clause.end..];
    once && later.iter().any(|word| matches!(*word, "now" | "this" | "today" | "since" | "but" | "new"))
        && !later.iter().any(|word| matches!(*word, "still" | "worse" | "again"))
}

static PAST: List = List::new(|| {
    each("old | previous | was | were | worked | ran | used | loved | liked | felt | looked | had")
});

static FINE: List = List::new(|| {
    each(
        "fine | ok | okay | worked | ran | well | stable | solid | perfectly | good | fast | flawlessly | smoothly",
    )
});

static PERSONS: List = List::new(|| each("i | we | he | she | they | you | who"));

static CHANGES: List = List::new(|| {
    each(
        "
    you | update | upgrade | redesign | change | changes | release | version | merger | migration | rewrite |
    switch | rollout | patch | new | pricing | takeover
",
    )
});

static UNITS: List = List::new(|| {
    each(
        "
    minute | minutes | min | mins | hour | hours | second | seconds | sec | ms | day | days | week | weeks |
    month | months | of | steps | lines | go | goes | tries
",
    )
});

static ONCE: List =
    List::new(|| each("before | first | once | old | previous | initially | earlier | used | last"));

pub(super) fn japanese(text: &str, stretches: &mut Stretches, tally: &mut Tally) {
    for once in ONCE_JA.iter() {
        for (at, _) in text.match_indices(once) {
            // 名前は, 店の前は
            let inside = text[..at].ends_with(|c| c == 'の' || script::is_han(c));
            let Some(start) = topic(text, at, once) else { continue };
            let sentence = text[start..].find(['。', '!', '?', '\n']).map_or(text.len(), |end| start + end);
            let turn = TURNS.iter().filter_map(|turn| {
                let at = start + text[start..sentence].find(turn)?;
                Some((at, at + turn.len()))
            });
            let Some((turn, end)) = turn.min().filter(|_| !inside) else { continue };
            let said = &text[start..turn];
            let value: f32 = (0..said.len())
                .filter(|at| said.is_char_boundary(*at))
                .filter_map(|at| japanese::entry(said, at))
                .map(|(_, value)| value)
                .sum();
            if value < 0.0 || value == 0.0 && said.contains("かかっ") {
                stretches.hush(at..end, Quiet::Bad);
                tally.over += 1;
            } else if value > 0.0 || FINE_JA.iter().any(|fine| said.contains(fine)) {
                stretches.hush(at..end, Quiet::Good);
                tally.regrets += 1;
            }
        }
    }
}

/// Where what is said of the past begins: behind 以前は, or behind は in 以前のサポートは.
fn topic(text: &str, at: usize, once: &str) -> Option<usize> {
    let behind = at + once.len();
    if !once.ends_with('の') {
        return Some(behind);
    }
    let is = text[behind..].find('は')?;
    (text[behind..behind + is].chars().count() <= 10 && behind + is < clause_end(text, at))
        .then_some(behind + is + 'は'.len_utf8())
}

static ONCE_JA: List = List::new(|| {
    each(
        "
    以前は | 前は | 昔は | かつては | 最初は | 初めは | はじめは | 昨日まで | 先週まで | 先月まで | 去年まで |
    昨年まで | 今朝まで | さっきまで | 前回まで | この前まで | 最近まで | 更新前は | 前の | 以前の | 昔の |
    旧バージョンは | 旧版は
",
    )
});

static TURNS: List =
    List::new(|| each("のに | けど | けれど | ですが | ますが | たが | んですが | でしたが | ましたが"));

static FINE_JA: List =
    List::new(|| each("使え | 動い | 動作 | 普通 | 無料 | 問題な | でき | 安定 | ちゃんと | 快適"));

#[cfg(test)]
mod tests {
    use super::super::tests::tally;

    #[test]
    fn what_was_so_before_says_the_opposite() {
        for text in [
            "it ran fine until the upgrade",
            "all was good before you changed it",
            "worked well in v2",
            "3.1 was stable, 3.2 is not",
            "以前は快適だったのに",
            "先週までは普通に使えていましたが、開けません",
        ] {
            let found = tally(text);
            assert!(found.regrets > 0 && found.positives == 0, "{text}: {found:?}");
        }
        for text in ["the old one was slow, this one is quick", "昔は面倒だったけど、今は楽"] {
            let found = tally(text);
            assert!(found.over > 0 && found.negatives == 0, "{text}: {found:?}");
        }
        for text in
            ["it worked fine in 5 minutes", "it was good to see you before the talk", "名前は良いですが"]
        {
            let found = tally(text);
            assert!(found.regrets == 0 && found.positives > 0, "{text}: {found:?}");
        }
    }
}
