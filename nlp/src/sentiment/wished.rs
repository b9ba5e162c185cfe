//! What is wished for or was better once, and so is no praise: "I wish it had better types", 前の方が良かった.

use super::{
    english,
    lexicon::{ENGLISH, List, each},
    quiet::{Quiet, Stretches, Words, clause_end, clause_start},
    signs::Tally,
};

pub(super) fn english(words: &mut Words<'_>, tally: &mut Tally) {
    for at in 0..words.said.len() {
        let stands = |list: &[&str]| list.iter().any(|said| words.stand(at, said));
        let missed = stands(&MISSED) || was_better(words, at) || never_came(words, at);
        if !missed && !stands(&WISHED) || stands(&GIVEN) {
            continue;
        }
        *if missed { &mut tally.regrets } else { &mut tally.wishes } += 1;
        for place in words.clause(at) {
            let word = words.said[place];
            if english::value(word).is_some_and(|value| value > 0.0) || ENGLISH.phrases.contains_key(word) {
                words.quiet[place] = Quiet::Good;
            }
        }
    }
}

/// "the old editor was so much faster"
fn was_better(words: &Words<'_>, at: usize) -> bool {
    if !matches!(words.said[at], "old" | "previous" | "former" | "earlier" | "last") {
        return false;
    }
    let mut rest = words.said[at..words.clause(at).end].iter();
    rest.any(|word| matches!(*word, "was" | "were" | "had" | "looked" | "worked"))
        && rest.any(|word| BETTER.contains(word))
}

/// "would be nice if it actually worked", "not the smooth start we were hoping for"
fn never_came(words: &Words<'_>, at: usize) -> bool {
    let clause = words.clause(at);
    let said = &words.said[clause.clone()];
    match words.said[at] {
        "if" => {
            said.iter().any(|word| matches!(*word, "actually" | "even" | "just" | "only"))
                && said.iter().any(|word| matches!(*word, "work" | "worked" | "works" | "started" | "ran"))
        }
        "hoping" | "hoped" | "promised" | "call" => {
            said.starts_with(&["not"]) || said.starts_with(&["hardly"])
        }
        _ => false,
    }
}

static BETTER: List =
    List::new(|| each("better | nicer | faster | easier | cleaner | simpler | quicker | smoother | clearer"));

/// Not there yet.
static WISHED: List = List::new(|| {
    each(
        "
    i wish | we wish | wish there | wish it | wish they | wish the | wish this | wish we | would be great |
    would be nice | would be good | would be cool | would be awesome | would be lovely | would be helpful |
    would be useful | would be better | would be perfect | would be amazing | would be wonderful |
    would be handy | would be fantastic | would be really | would be so | would be very | would love |
    would really like | was hoping | were hoping | hoping for | could be better | should be better |
    could use a better | it'd be | would help
",
    )
});

/// There once, or never come.
static MISSED: List = List::new(|| {
    each(
        "
    if only | had hoped | had expected | expected better | expected more | hoping for more |
    hoping for better | hoping for so | hoped for | used to be | used to work | used to like | used to love |
    better before | i miss the | we miss the | liked the old | preferred the | prefer the old |
    wanted to like | wanted to love | we'd hoped | i'd hoped | i'd expected | we'd expected |
    wish i could recommend | wish i could say | wish i could like | wish i could love | not exactly what |
    would have been nice | would have been great | would have been good | would have been better |
    could have been | should have been
",
    )
});

/// A good wish, or one that praises: "we wish you all the best", "I wish I had known this earlier".
static GIVEN: List = List::new(|| {
    each(
        "
    would love that | would be my pleasure | i wish you | we wish you | i wish him | i wish her | i wish them | i wish everyone | i wish everybody |
    i wish all | i wish i had known | i wish i had found | i wish i had tried | i wish i had bought |
    i wish i had started | i wish i had switched | i wish i'd | i wish i knew | wish the best | wish the team
",
    )
});

pub(super) fn japanese(text: &str, stretches: &mut Stretches, tally: &mut Tally) {
    // もっと早く買えばよかった praises
    let late = text.contains("もっと早く") || text.contains("もっとはやく");
    let lists = [(&MISSED_JA, true), (&WISHED_JA, false)];
    if let Some((start, end)) = old_was_better(text).or_else(|| in_vain(text)) {
        stretches.hush(start..end, Quiet::Good);
        tally.regrets += 1;
    }
    for (said, missed) in lists.iter().flat_map(|(list, missed)| list.iter().map(|said| (*said, *missed))) {
        if let Some(at) = text.find(said).filter(|_| !late) {
            stretches.hush(clause_start(text, at)..at + said.len(), Quiet::Good);
            *if missed { &mut tally.regrets } else { &mut tally.wishes } += 1;
        }
    }
}

/// 楽しみにしていたのに中止: from where to where.
fn in_vain(text: &str) -> Option<(usize, usize)> {
    ["期待して", "楽しみにして", "信じて", "頼りにして"].iter().find_map(|hope| {
        let start = text.find(hope)?;
        let turn = start + text[start..clause_end(text, start)].find("のに")?;
        Some((start, turn + "のに".len()))
    })
}

/// 旧版のほうが使いやすかった: from where to where.
fn old_was_better(text: &str) -> Option<(usize, usize)> {
    let side = ["方が", "ほうが"].iter().find_map(|side| text.find(side))?;
    let start = clause_start(text, side);
    let old = OLD_JA.iter().any(|old| text[start..side].contains(old));
    let end = clause_end(text, side);
    let worse =
        ["ひど", "悪", "遅", "不便", "にく", "づら"].iter().any(|worse| text[side..end].contains(worse));
    (old && !worse).then_some((start, end))
}

static OLD_JA: List =
    List::new(|| each("前の | 前は | 昔の | 昔は | 以前 | 旧 | 元の | 古い | これまでの | 先代"));

static WISHED_JA: List = List::new(|| {
    each(
        "
    といいな | といいの | といいん | といいです | と良いな | と良いの | と良いです | といいと思 | と良いと思 |
    たらいいな | たら良いな | ばいいな | ば良いな | と嬉し | とうれし | と助か | とありがた | と幸い | と便利です | と便利だと | と便利かも | ば嬉し |
    ばうれし | ば助か | ばありがた | ば幸い | たら嬉し | たらうれし | たら助か | いいのですが | いいんですが |
    いいんですけど | いいんだけど | 嬉しいのですが | 嬉しいんですが | てほしい | て欲しい | でほしい |
    で欲しい | れば最高 | れば完璧
",
    )
});

static MISSED_JA: List = List::new(|| {
    each(
        "
    方がよかった | 方が良かった | ほうがよかった | ほうが良かった | ばよかった | ば良かった | たらよかった |
    たら良かった | ばいいのに | ば良いのに | たらいいのに | といいのに | てほしかった | て欲しかった |
    でほしかった | で欲しかった | 期待していたのに | 期待してたのに | 期待したのに | 期待してたけど | といいんですけどね |
    といいですけどね | たらいいんですけどね | だったんですけどね | だったんだけどね | たんですけどね | といわれても |
    と言われても | たかったです | 方がまし | ほうがまし |
    方がマシ | たらなあ | たらなぁ | ばなあ | ばなぁ
",
    )
});

#[cfg(test)]
mod tests {
    use super::super::tests::tally;

    #[test]
    fn praise_of_what_is_not_there_is_none() {
        for text in [
            "I wish the search were better",
            "it would be nice to have better logs",
            "the previous editor was much nicer",
            "日付で並べられると嬉しいです",
            "以前の画面のほうが使いやすかった",
        ] {
            let found = tally(text);
            assert!(found.wishes + found.regrets > 0 && found.positives == 0, "{text}: {found:?}");
        }
        for text in [
            "we wish you a wonderful trip",
            "it was nicer than the old one",
            "新しい方が使いやすい",
            "もっと早く買えばよかった",
        ] {
            let found = tally(text);
            assert!(found.positives > 0, "{text}: {found:?}");
        }
    }
}
