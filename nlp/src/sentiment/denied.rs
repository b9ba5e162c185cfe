//! What is said not to be bad, and what bad thing is over: "no errors", "the crash is gone", エラーが出なくなりました.
//!
//! Only where the denial is about the bad thing itself: "this doesn't solve the problem" and エラーが消えない deny none.

use super::{
    english,
    lexicon::{List, each},
    quiet::{Quiet, Stretches, Words},
    signs::Tally,
};

pub(super) fn english(words: &mut Words<'_>, tally: &mut Tally) {
    for at in 0..words.said.len() {
        if !is_bad(words.said[at]) {
            continue;
        }
        let clause = words.clause(at);
        let mut before = at;
        while before > clause.start && BETWEEN.contains(&words.said[before - 1]) {
            before -= 1;
        }
        let no = before.checked_sub(1).filter(|no| *no >= clause.start && denies(words.said[*no]));
        let no = no.or_else(|| none_is(words, at));
        let stopped = at > clause.start
            && matches!(words.said[at - 1], "stopped" | "stops")
            && words.said[at].ends_with("ing");
        let anymore =
            words.said[at..clause.end].iter().take(4).any(|word| matches!(*word, "anymore" | "more"));
        let mut behind = at + 1;
        while behind < clause.end && HAS_BEEN.contains(&words.said[behind]) {
            behind += 1;
        }
        let gone = behind < clause.end
            && (GONE.contains(&words.said[behind])
                || words.stand(behind, "went away")
                || words.stand(behind, "no longer needed")
                || words.stand(behind, "no longer necessary")
                || words.stand(behind, "over") && behind > at + 1);
        let mended = mended(words, behind..clause.end.min(at + 8));
        if let Some(no) = no {
            let longer = words.said[no..at].iter().any(|word| matches!(*word, "longer" | "more"));
            tally.stressed |=
                words.said[no..at].iter().any(|word| matches!(*word, "never" | "zero" | "single" | "nobody"));
            tally.stressed |= words.stand(no, "not one");
            words.hush(no..at + 1, Quiet::Bad);
            *if longer || anymore { &mut tally.over } else { &mut tally.denied } += 1;
        } else if gone || stopped {
            words.hush(if gone { at..behind + 1 } else { at - 1..at + 1 }, Quiet::Bad);
            tally.over += 1;
        } else if let Some(mended) = mended {
            words.hush(at..mended + 1, Quiet::Bad);
            tally.over += 1;
        }
    }
}

/// "A bug with long names fixed in 1.3.1", "an error that is fixed now": where that is said. What should be mended is not.
fn mended(words: &Words<'_>, behind: std::ops::Range<usize>) -> Option<usize> {
    let at = behind.clone().find(|at| matches!(words.said[*at], "fixed" | "resolved" | "solved"))?;
    let told =
        behind.contains(&(at + 1)) && matches!(words.said[at + 1], "in" | "now" | "since" | "by" | "with");
    let open = |word: &&str| denies(word) || matches!(*word, "be" | "get" | "still" | "never" | "until");
    (told && !words.said[behind.start..at].iter().any(open)).then_some(at)
}

/// "No message is lost", "none of your files get deleted": where the denial stands.
fn none_is(words: &Words<'_>, at: usize) -> Option<usize> {
    let clause = words.clause(at);
    let is = at.checked_sub(1).filter(|is| *is > clause.start)?;
    let verb =
        matches!(words.said[is], "is" | "are" | "was" | "were" | "be" | "been" | "get" | "gets" | "got");
    let none = (clause.start..is).find(|no| matches!(words.said[*no], "no" | "nothing" | "none" | "zero"))?;
    (verb && is - none <= 5).then_some(none)
}

fn denies(word: &str) -> bool {
    word == "zero" || english::is_negation(word)
}

fn is_bad(word: &str) -> bool {
    BAD.contains(&word) || word != "worse" && english::value(word).is_some_and(|value| value < 0.0)
}

/// Not in the lexicon: they are talked about without any mood.
static BAD: List = List::new(|| {
    each(
        "
    problem | problems | issue | issues | error | errors | bug | bugs | failure | failures | fail | fails |
    failed | failing | downtime | incident | incidents | hiccup | hiccups | glitch | glitches | warning |
    warnings | hitch | fuss | hassle | regression | regressions | worries | defect | defects | drama | flaw |
    flaws | downside | downsides | drawback | drawbacks | regrets | timeout | timeouts | interruption |
    interruptions | conflicts | break | deleted | dropped | removed | overwritten
",
    )
});

/// What may stand between the denial and what is denied.
static BETWEEN: List = List::new(|| {
    each(
        "
    a | an | any | single | one | more | longer | real | really | had | have | has | having | seen | see |
    hit | notice | noticed | experienced | experience | encountered | encounter | find | found | get | got |
    that | too | so | very | big | major | serious | at | all | been | be | is | was | were | are | actually |
    such | even | run | ran | into | reported | caused | cause | further | much | known
",
    )
});

/// What may stand between what was bad and that it is over.
static HAS_BEEN: List = List::new(|| {
    each(
        "
    is | are | was | were | has | have | had | been | finally | now | all | just | completely | seems | seem |
    already | i | we | since | it's
",
    )
});

static GONE: List = List::new(|| each("gone | fixed | resolved | solved | disappeared | vanished | history"));

pub(super) fn japanese(text: &str, stretches: &mut Stretches, tally: &mut Tally) {
    for bad in THINGS.iter() {
        for (at, _) in text.match_indices(bad) {
            let mut rest = &text[at + bad.len()..];
            for _ in 0..5 {
                let Some(link) = LINKS.iter().find(|link| rest.starts_with(**link)) else { break };
                rest = &rest[link.len()..];
            }
            ends(text, at, rest, (&NONE, &OVER), stretches, tally);
        }
    }
    for stem in HAPPENING.iter() {
        for (at, _) in text.match_indices(stem) {
            let rest = &text[at + stem.len()..];
            let rest = ["は", "も"].iter().find_map(|link| rest.strip_prefix(link)).unwrap_or(rest);
            ends(text, at, rest, (&IS_NOT, &NO_LONGER), stretches, tally);
        }
    }
    for stem in AT_LAST_NOT.iter() {
        for (at, _) in text.match_indices(stem) {
            ends(text, at, &text[at + stem.len()..], (&[], &NO_LONGER), stretches, tally);
        }
    }
}

/// Marks a bad thing when what follows says that it is not, or no longer, there.
fn ends(
    text: &str,
    at: usize,
    rest: &str,
    (not, over): (&[&str], &[&str]),
    stretches: &mut Stretches,
    tally: &mut Tally,
) {
    let end = |list: &[&str]| {
        list.iter().find(|end| rest.starts_with(**end)).map(|end| text.len() - rest.len() + end.len())
    };
    if UNSAID.iter().any(|unsaid| rest.starts_with(unsaid)) {
        return;
    }
    if let Some(end) = end(over) {
        stretches.hush(at..end, Quiet::Bad);
        tally.over += 1;
    } else if let Some(end) = end(not) {
        stretches.hush(at..end, Quiet::Bad);
        tally.denied += 1;
        tally.stressed |= STRESSED.iter().any(|word| text.contains(word));
    }
}

static STRESSED: List = List::new(|| {
    each("一度も | 一回も | 一つも | ひとつも | 一切 | 全く | まったく | 今まで | これまで | 何の")
});

static THINGS: List = List::new(|| {
    each(
        "
    問題 | エラー | バグ | 不具合 | 障害 | トラブル | クラッシュ | フリーズ | 警告 | 失敗 | 支障 | 不満 |
    不便 | 不安 | 心配 | 困る | 困った | 困り | 遅延 | 遅れ | 苦情 | クレーム | 違和感 | ストレス | 文句 |
    欠点 | 悪い | 異常 | 影響 | 残業 | 衝突 | コンフリクト | デグレ | 嫌な | 無駄 | ミス | 待ち時間 | 漏れ |
    停止 | 肩こり | 痛み | 疲れ | 悩み | ノイズ
",
    )
});

/// What may stand between a bad thing and that it is not there.
static LINKS: List = List::new(|| {
    each(
        "
    は | が | も | って | とか | など | 等 | こと | 点 | ところ | 事 | 一つ | ひとつ | 一切 | 全く | まったく |
    全部 | 特に | とくに | 全然 | 今のところ | 何も | 一度も | 一回も | もう | に思った | に感じた | に |
    完全 | やっと | ようやく | すべて | 全て | では | でも | した | テスト | を感じる
",
    )
});

static NONE: List = List::new(|| {
    each(
        "
    ありませ | ありえませ | ないです | ない | なし | なく | なかった | 無し | 無い | 無く | 無かった | ゼロ |
    皆無 | ございませ | 出ませ | 出ない | 出なかった | 出ず | 出てな | 出ていな | 出ていませ | 出てませ |
    起きませ | 起きな | 起きず | 起きていな | 起きていませ | 起こらな | 起こりませ | 発生しませ | 発生しな |
    発生していませ | 発生していな | 発生せず | 見つかりませ | 見つからな | 見当たりませ | 見当たらな |
    見られませ | 見られな | 感じませ | 感じな | 感じられな | 残っていませ | 残っていな | いりませ | いらな |
    要りませ | 及びませ | はな | じゃな
",
    )
});

static OVER: List = List::new(|| {
    each(
        "
    出なくな | 起きなくな | 起こらなくな | なくなりました | なくなった | なくなって | 無くなりました |
    無くなった | 無くなって | 消えました | 消えた | 消えて | 解消しました | 解消した | 解消されました |
    解消された | 解消されて嬉 | 直りました | 直った | 直って嬉 | 直ってよ | 直って助 | 解決しました |
    解決した | 解決して嬉 | 解決してよ | 解決して良 | 収まりました | 収まっ | 治りました | 減りました |
    減った | 減って嬉 | 減って助 | 減ってき
",
    )
});

/// Stems of what may happen or be felt.
static HAPPENING: List = List::new(|| {
    each(
        "
    固まら | 壊れ | こけ | 失敗し | 困ら | 困って | 困ってい | 迷わ | 重く | 遅く | 怖く | 難しく |
    むずかしく | 悪く | 辛く | つらく | 面倒では | 面倒じゃ | 待たされ | 引っかから | つまずか | 飽き | 負け |
    失われることは | 消えることは | 壊れることは | 落ちることは | 止まることは | なくなることは | 漏れることは |
    遅れることは | 失われ | データは消え | データも消え | データは壊れ | メッセージは消え | メッセージも消え | 設定は消え |
    設定も消え | 履歴は消え | 履歴も消え | 記録は消え | 記録も消え | ファイルは消え | ファイルも消え | 内容は消え |
    うるさく | 複雑では | 複雑じゃ | 高く | 酷く | ひどく | 悪いものでは | まずく | 不味く
",
    )
});

/// Only no longer: a stain that 落ちない is no denial.
static AT_LAST_NOT: List =
    List::new(|| each("落ち | 切れ | 崩れ | 疲れ | 痛く | 待た | 滞ら | 詰まら | 遅れ | ずれ"));

static IS_NOT: List =
    List::new(|| each("ない | なかった | なくて | なさそう | ありませ | ませ | ず、 | ずに | いませ | いな"));

static NO_LONGER: List = List::new(|| each("なくなり | なくなっ | なくなる | なくな | なくて済 | ずに済"));

/// Ends that only look like a denial: 問題ないか, かもしれない, 最悪じゃないですか.
static UNSAID: List = List::new(|| {
    each(
        "ないと | なければ | なきゃ | ないか | ないのか | なくはな | じゃないです | じゃないか | ではないか | ないわけ | 消えていな | 消えてな | 消えてほし | 消えてくれ",
    )
});

#[cfg(test)]
mod tests {
    use super::super::{japanese, tests::tally};

    #[test]
    fn only_the_bad_thing_itself_is_denied() {
        for (text, denied, over) in [
            ("there were no conflicts", 1, 0),
            ("it isn't slow", 1, 0),
            ("the lag is finally gone", 0, 1),
            ("it no longer hangs", 0, 1),
            ("it stopped crashing", 0, 1),
            ("this does not solve the problem", 0, 0),
            ("the bug is not fixed", 0, 0),
            ("there was a bug with long names fixed in 1.3.1", 0, 1),
            ("an error in v2 that is fixed now", 0, 1),
            ("the bug should be fixed in the next release", 0, 0),
            ("the bug I saw is still not fixed in 1.3.1", 0, 0),
            ("no, the crash is back", 0, 0),
            ("警告は出ていません", 1, 0),
            ("難しくありません", 1, 0),
            ("遅延がなくなりました", 0, 1),
            ("アプリが落ちなくなった", 0, 1),
            ("バグが直らない", 0, 0),
            ("不安しかない", 0, 0),
            ("問題ないか見てください", 0, 0),
            ("がっかりするかもしれない", 0, 0),
        ] {
            let found = tally(text);
            assert_eq!((found.denied > 0, found.over > 0), (denied > 0, over > 0), "{text}: {found:?}");
        }
    }

    #[test]
    fn what_is_bad_only_with_its_negation_stays_bad() {
        assert!(japanese::needs_not("納得でき") && !japanese::needs_not("最悪"));
        assert!(tally("納得できません").negative > 0.0);
    }
}
