//! What courtesy excuses: "sorry for the delay", 遅くなってすみません. Only what is said in the apology itself;
//! すみません、ログインできません is trouble all the same.

use super::{
    lexicon::{List, each},
    quiet::{Quiet, Stretches, Words, clause_end, clause_start},
    signs::Tally,
};

pub(super) fn english(words: &mut Words<'_>, tally: &mut Tally) {
    for at in 0..words.said.len() {
        let Some(said) = SORRY.iter().find(|said| words.stand(at, said)) else { continue };
        let clause = words.clause(at);
        let behind = at + said.split(' ').count();
        // "I'm so sorry", but not "sorry to announce"
        let led = words.said[clause.start..at].iter().all(|word| LEADING.contains(word));
        if !led || TELLING.iter().any(|telling| words.stand(behind, telling)) {
            continue;
        }
        tally.excuses += 1;
        words.hush(at..behind, Quiet::Bad);
        if behind < clause.end {
            let short = clause.end - behind <= 2 && !ACCUSING.contains(&words.said[behind]);
            if short || FOR.contains(&words.said[behind]) {
                words.hush(behind..clause.end, Quiet::Bad);
            }
        } else if behind < words.said.len() {
            let next = words.clause(behind);
            let mine = words.said[next.clone()].iter().any(|word| matches!(*word, "my" | "our" | "i" | "me"));
            if (next.len() <= 3 || mine && next.len() <= 6) && !ACCUSING.contains(&words.said[next.start]) {
                words.hush(next, Quiet::Bad);
            }
        }
    }
}

static SORRY: List = List::new(|| {
    each(
        "
    sorry | apologies | my apologies | apologise | apologize | my bad | my mistake | my fault | our fault |
    our mistake | our bad | oops | whoops |
    pardon | excuse me | never mind | nevermind | nvm | excuse the | forgive me
",
    )
});

static LEADING: List = List::new(|| {
    each(
        "
    i'm | i | am | we | we're | are | so | very | really | oh | ah | again | hi | hey | hello | all | and |
    ok | well | no | yes | uh | um
",
    )
});

static TELLING: List = List::new(|| each("to announce | to say | to inform | to hear | to see | to report"));

/// What the apology is for.
static FOR: List = List::new(|| each("for | about | i | i'm | if | to | we | noise"));

/// What is no longer an apology.
static ACCUSING: List = List::new(|| {
    each(
        "
    this | that | it | it's | you | your | but | the | they | nothing | nobody | not | can't | cannot | still
",
    )
});

pub(super) fn japanese(text: &str, stretches: &mut Stretches, tally: &mut Tally) {
    for sorry in SORRY_JA.iter() {
        for (at, _) in text.match_indices(sorry) {
            tally.excuses += 1;
            let begins = text[..at].trim_end_matches(['、', ' ']);
            let led =
                ["て", "で", "く", "り", "れ", "ところ", "が", "を", "ことを", "本当に", "誠に", "大変"];
            // 遅くなってすみません, but not 困ってます、すみません
            let own = led.iter().any(|led| begins.ends_with(led));
            let start = if own { clause_start(text, begins.len()) } else { at };
            let end = at + sorry.len();
            let ending: usize = text[end..]
                .chars()
                .take_while(|c| "まませんでしたありございでいしすたなさ".contains(*c))
                .map(char::len_utf8)
                .sum();
            stretches.hush(start..end + ending, Quiet::Bad);
            let next = end + ending + text[end + ending..].len()
                - text[end + ending..].trim_start_matches(['、', '。', '!', ' ']).len();
            let stop = clause_end(text, next);
            if OWN_FAULT.iter().any(|fault| text[next..stop].contains(fault)) {
                stretches.hush(next..stop, Quiet::Bad);
            }
        }
    }
}

static SORRY_JA: List = List::new(|| {
    each(
        "
    すみません | すいません | すまん | ごめん | 申し訳 | 失礼しました | 失礼します | 失礼いたし | 失礼致し |
    お詫び | 恐れ入り | 恐縮 | お手数 | お待たせ | 迷惑をおかけ | 不便をおかけ
",
    )
});

static OWN_FAULT: List = List::new(|| {
    each(
        "
    間違え | 間違って | 間違いで | 遅れま | 遅くな | 忘れて | 見落と | 誤字 | 誤送 | 勘違い | タイポ |
    うっかり | 抜けて | 漏れて | ミスで | ミスりま
",
    )
});

#[cfg(test)]
mod tests {
    use super::super::tests::tally;

    #[test]
    fn an_apology_excuses_its_own_clause() {
        for text in [
            "so sorry for the terrible delay",
            "sorry, bad link",
            "I'm sorry I was late",
            "ご迷惑をおかけして申し訳ありません",
            "すみません、うっかり間違えました",
        ] {
            let found = tally(text);
            assert!(found.excuses > 0 && found.negatives == 0, "{text}: {found:?}");
        }
        for text in [
            "sorry, but this is terrible",
            "sorry to say, it is awful",
            "すみませんが、最悪です",
            "困ってます、すみません",
        ] {
            let found = tally(text);
            assert!(found.negatives > 0, "{text}: {found:?}");
        }
    }
}
