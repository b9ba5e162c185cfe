//! Bad words that only tell how something works: a fake client, "kill the process", "if it fails, restart",
//! 失敗した場合は, 「最悪」という単語, "fix: crash on start".

use super::{
    english,
    lexicon::{List, each},
    quiet::{Quiet, Stretches, Words, clause_start},
    signs::Tally,
};

pub(super) fn english(words: &mut Words<'_>, tally: &mut Tally) {
    for at in 0..words.said.len() {
        let clause = words.clause(at);
        let near = |from: usize, list: &[&str]| {
            (from..clause.end.min(from + 4)).find(|place| list.contains(&words.said[*place]))
        };
        let stretch = match words.said[at] {
            "fake" => (at + 1 < clause.end && !DECEIT.contains(&words.said[at + 1])).then_some(at..at + 1),
            "dummy" | "mock" => near(at + 1, &THINGS).map(|noun| at..noun + 1),
            "bad" | "broken" if near(at + 1, &REFUSED).is_some() => Some(at..at + 1),
            "word" | "term" | "phrase" | "string" => Some(at + 1..clause.end.min(at + 2)),
            "kill" | "kills" | "killed" | "killing" => near(at + 1, &RUNNING).map(|noun| at..noun + 1),
            word if at == 0 && COMMITS.contains(&word) && words.opens(1) => Some(0..words.said.len()),
            "if" | "when" | "whenever" | "unless" | "in" => condition(words, at),
            word if AVERTING.contains(&word) => (at + 1..clause.end.min(at + 5))
                .find(|place| english::is_bad(words.said[*place]))
                .map(|bad| at..bad + 1),
            _ => TERMS.iter().find(|term| words.stand(at, term)).map(|term| at..at + term.split(' ').count()),
        };
        let Some(stretch) = stretch else { continue };
        for place in stretch {
            if english::is_bad(words.said[place]) && words.quiet[place] == Quiet::No {
                words.quiet[place] = Quiet::Bad;
                tally.told += 1;
            }
        }
    }
}

/// The words of a condition that advice follows, or that stands behind what happens.
fn condition(words: &Words<'_>, at: usize) -> Option<std::ops::Range<usize>> {
    let clause = words.clause(at);
    let case = words.stand(at, "in case");
    if words.said[at] == "in" && !case || words.stand(at, "if only") {
        return None;
    }
    let before = at.checked_sub(1).filter(|before| *before >= clause.start).map(|before| words.said[before]);
    let told = match before {
        None | Some("and" | "or" | "but" | "so" | "then") => {
            words.said.get(clause.end).is_some_and(|next| ADVISING.contains(next))
        }
        Some("as" | "even" | "only" | "like" | "especially") => false,
        Some(_) => {
            words.said[at] == "if" && words.said[clause.start..at].iter().all(|word| !english::is_bad(word))
                || words.said[clause.start..at].iter().any(|word| DOING.contains(word))
        }
    };
    told.then_some(at..clause.end)
}

/// What is fake and no test.
static DECEIT: List = List::new(|| {
    each(
        "
    review | reviews | rating | ratings | news | profile | profiles | people | person | followers | promise |
    promises | and | or | as | stars | smile | friends | discount | discounts | seller | sellers
",
    )
});

/// What is done with bad input.
static REFUSED: List =
    List::new(|| each("rejected | refused | skipped | logged | ignored | reported | retried | dropped"));

/// What is made up for a test.
static THINGS: List = List::new(|| {
    each(
        "
    client | clients | server | servers | clock | data | token | tokens | user | users | key | keys | object |
    objects | request | requests | implementation | response | responses | service | services | account |
    accounts | card | mail | mailer | timer | api | store | provider | backend | input | value | values |
    database | file | files | network | webhook | payload | name | names | address | driver
",
    )
});

/// What may be killed.
static RUNNING: List = List::new(|| {
    each(
        "
    process | processes | job | jobs | worker | workers | task | tasks | session | sessions | thread |
    threads | container | containers | pod | pods | server | query | queries | program | instance | daemon |
    pid | node | nodes | shell | connection | connections | flag | flags
",
    )
});

/// How the first line of a commit begins.
static COMMITS: List = List::new(|| {
    each(
        "fix | fixes | fixed | feat | chore | refactor | test | tests | ci | docs | perf | revert | bugfix | hotfix | resolved",
    )
});

static AVERTING: List = List::new(|| {
    each(
        "
    avoid | avoids | avoiding | prevent | prevents | preventing | remove | removes | removed | handle |
    handles | catches | detect | detects | check | checks | expects | reject | rejects | simulate |
    simulates | skips | tests
",
    )
});

/// Terms of the trade.
static TERMS: List = List::new(|| {
    each(
        "
    bad request | bad requests | bad gateway | bad input | bad inputs | bad block | bad blocks | bad sector |
    bad sectors | bad checksum | bad pointer | bad address | dead letter | dead letters | dead code |
    dead lock | dead key | dirty read | dirty reads | dirty flag | dirty bit | dirty tree | stuck job |
    stuck jobs | lost update | lost updates | broken pipe | broken link checker | worst case | hard link |
    hard links | hard limit | hard limits | hard reset | hard coded | hard fork | cold start | cold starts |
    late binding | weak reference | weak references | weak pointer | attack surface | fear not | ignores it | ignores them | ignores case | ignores empty | ignores unknown | ignores the |
    hard stop | hard stops | hard cap | bad signature | bad token | bad config | panic mode | panic button | kernel panic | panic handler | flat file | flat files | dry run | error message | crash report | crash reports | crash dump |
    crash recovery | lock conflict | conflict resolution | stress test | stress tests | death march
",
    )
});

/// How a clause begins that says what to do, or what then happens.
static ADVISING: List = List::new(|| {
    each(
        "
    restart | try | contact | send | use | check | open | run | increase | please | you | let | add | close |
    set | call | ask | tell | see | reinstall | the | a | an | retry | reduce | delete | remove | update |
    upgrade | turn | clear | look | make | then | just | pass | return | report | file | create | write |
    read | wait | change | switch | start | stop | do | give | go | mail | ping | our | all | each | every
",
    )
});

/// What is told of functions and machines.
static DOING: List = List::new(|| {
    each(
        "
    returns | return | raises | raise | throws | throw | retries | logs | logged | exits | aborts | stops |
    sends | writes | shows | happens | says | answers | alerts | pages | falls
",
    )
});

pub(super) fn japanese(text: &str, stretches: &mut Stretches, tally: &mut Tally) {
    for (list, then, is_case) in
        [(&CASES, &THEN, true), (&SOFT_CASES, &ASKED, false), (&ALTHOUGH, &GOES_ON, false)]
    {
        for case in list.iter() {
            // とても is no ても
            let places =
                text.match_indices(case).filter(|(at, _)| !text[..*at].ends_with('と') || *case != "ても");
            for (at, _) in places {
                let rest = &text[at + case.len()..];
                let rest = &rest[..rest.find(['。', '\n']).unwrap_or(rest.len())];
                // 雨の場合は中止です
                let short = is_case && rest.chars().count() <= 7 && rest.ends_with("です");
                if short {
                    let end = at + case.len() + rest.len();
                    stretches.hush(clause_start(text, at)..end, Quiet::All);
                    tally.told += 1;
                } else if !rest.starts_with('が') && then.iter().any(|then| rest.contains(then)) {
                    stretches.hush(clause_start(text, at)..at + case.len(), Quiet::All);
                    tally.told += 1;
                }
            }
        }
    }
    // 遅れているだけで、消えません
    if let Some(at) =
        text.find("だけで、").filter(|at| ["ません", "ない"].iter().any(|no| text[*at..].contains(no)))
    {
        stretches.hush(clause_start(text, at)..at, Quiet::Bad);
        tally.told += 1;
    }
    for mended in MENDED.iter() {
        for (at, _) in text.match_indices(mended) {
            let rest = &text[at + mended.len()..];
            if rest.is_empty() || DONE.iter().any(|done| rest.starts_with(done)) {
                stretches.hush(clause_start(text, at)..at + mended.len(), Quiet::Bad);
                tally.told += 1;
            }
        }
    }
    for (open, _) in text.match_indices('「') {
        let Some(close) = text[open..].find('」').map(|close| open + close + '」'.len_utf8()) else {
            continue;
        };
        if NAMED.iter().any(|named| text[close..].starts_with(named)) {
            stretches.hush(open..close, Quiet::All);
            tally.told += 1;
        }
    }
}

static CASES: List = List::new(|| each("場合 | ときは | 時は | 際は | とき、 | 時、"));

static THEN: List = List::new(|| {
    each(
        "
    ください | 下さい | ます | ましょう | お試し | 連絡 | 確認 | 教えて | お知らせ | 再起動 | する | 返す | 返る
",
    )
});

/// Conditions that stand before anything.
static SOFT_CASES: List = List::new(|| each("なら | たら、 | たら"));

static ASKED: List = List::new(|| {
    each(
        "ください | 下さい | できます | ましょう | 教えて | お知らせ | 呼んで | 連絡 | ご確認 | お試し | 再起動 | 自動で | 戻ります | 自動で",
    )
});

static ALTHOUGH: List = List::new(|| each("ても | でも"));

static GOES_ON: List = List::new(|| {
    each(
        "されます | 続き | 続け | 復旧し | 自動で | 再送 | 再試行 | 残ります | 大丈夫 | 完了し | 消えませ | 失われ | 戻せます",
    )
});

static MENDED: List = List::new(|| {
    each("を修正 | を修復 | を解消 | を直し | への対応 | への対処 | の対処法 | の調査 | の再現手順 | の一覧")
});

static DONE: List = List::new(|| {
    each("しました | いたしました | した | する | し、 | 。 | 済 | です | を追加 | ( | は | をまとめ")
});

/// What stands behind a word that is talked about.
static NAMED: List = List::new(|| {
    each(
        "
    という単語 | という言葉 | という語 | という文 | という表現 | という名前 | という表示 | という文字 | の英訳 |
    の訳 | の意味 | の読み | の翻訳 | を翻訳 | を訳 | を英語 | を日本語 | は英語で | は日本語で
",
    )
});

#[cfg(test)]
mod tests {
    use super::super::tests::tally;

    #[test]
    fn how_something_works_is_no_complaint() {
        for text in [
            "the fake payment server",
            "kill the old worker first",
            "if it still crashes, restart it",
            "it returns null when the file is missing",
            "fix: crash on start",
            "this avoids the crash",
            "壊れている場合は交換します",
            "だめならログを送ってください",
            "落ちる問題を修正しました",
            "「ひどい」という言葉の意味",
        ] {
            let found = tally(text);
            assert!(found.told > 0 && found.negatives == 0, "{text}: {found:?}");
        }
        for text in [
            "when I open it, it crashes",
            "if only it were less slow",
            "fake reviews everywhere",
            "this is killing me",
            "何度やってもひどい",
            "動かない場合が多い",
        ] {
            let found = tally(text);
            assert!(found.negatives > 0, "{text}: {found:?}");
        }
    }
}
