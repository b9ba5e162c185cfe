//! Praise of what went wrong: "I love how it crashes every time", よく落ちますね、さすがです.

use super::{
    english,
    lexicon::{List, each},
    quiet::{Stretches, Words, clause_end},
};

/// Praise beside bad news that comes again, or for the bad news.
pub(super) fn english(words: &Words<'_>) -> bool {
    let said = &words.said;
    let has = |list: &[&str]| said.iter().any(|word| list.contains(word));
    if said.len() >= 25 || has(&MENDED) {
        return false;
    }
    let bad = |at: usize| {
        !words.quiet[at].silences(-1.0)
            && (NEWS.contains(&said[at])
                || MISHAPS.contains(&said[at])
                || english::value(said[at]).is_some_and(|value| value <= -1.0))
    };
    if hollow(words) {
        return true;
    }
    let first = said.iter().position(|word| {
        !matches!(*word, "oh" | "well" | "so" | "ah" | "just" | "yeah" | "ooh" | "i" | "we")
    });
    let Some(first) = first.filter(|first| *first < 3) else { return false };
    let praised = PRAISE.contains(&said[first]) || PRAISES.iter().any(|praise| words.stand(first, praise));
    // "Fantastic, prod is down", "Oh great, it expired"
    let alone = praised && words.clause(first).end == first + 1;
    let oh = alone && first > 0;
    if oh && said.iter().any(|word| matches!(*word, "again" | "another" | "yet")) {
        return true;
    }
    if alone && (first + 1..said.len()).any(|at| loud(words, at) || oh && bad(at)) {
        return true;
    }
    let again = has(&AGAIN) || words.stand(said.len().saturating_sub(2), "once more");
    if praised && again && (first..said.len()).any(bad) {
        return true;
    }
    // "love how it breaks", "thanks for losing my order"
    let loving = (0..said.len()).find(|at| LOVING.iter().any(|loving| words.stand(*at, loving)));
    let mishap = |at: usize| MISHAPS.contains(&said[at]) && !words.quiet[at].silences(-1.0);
    if loving.is_some_and(|at| (at..words.clause(at).end).any(mishap)) {
        return true;
    }
    let thanked = praised
        || matches!(
            said[first],
            "thanks" | "thank" | "kudos" | "congrats" | "congratulations" | "bravo" | "cheers"
        );
    thanked
        && (first + 1..said.len().min(first + 6)).any(|at| BREAKING.contains(&said[at]))
        && !said.iter().any(|word| english::is_negation(word) && *word != "nothing")
        || words.stand(first, "thanks for nothing")
}

/// Praise that is empty wherever it stands: "Yeah, right", "Love spending my weekend debugging", "… down again.
/// Wonderful."
fn hollow(words: &Words<'_>) -> bool {
    let said = &words.said;
    if HOLLOW.iter().any(|hollow| words.stand(0, hollow)) {
        return true;
    }
    let loves = matches!(said.first(), Some(&("love" | "loving" | "enjoying")))
        || words.said.len() > 2 && (words.stand(0, "i love") || words.stand(0, "just love"));
    if loves {
        let toil = said.iter().take(12).filter(|word| TOIL.contains(word)).count();
        let spends = said.iter().take(4).any(|word| matches!(*word, "spending" | "wasting" | "losing"));
        let waits = said.iter().take(3).any(|word| matches!(*word, "waiting" | "redoing" | "rebooting"));
        if waits || spends && toil > 0 {
            return true;
        }
    }
    let Some(last) = said.len().checked_sub(1) else { return false };
    let close = words.clause(last);
    let praise = close.clone().all(|at| PRAISE.contains(&said[at]) || CLOSING.contains(&said[at]));
    let news = |at: usize| NEWS.contains(&said[at]) || MISHAPS.contains(&said[at]);
    praise
        && close.len() <= 2
        && close.start > 1
        && (0..close.start).any(|at| loud(words, at) || news(at) && !words.quiet[at].silences(-1.0))
}

/// Is it news that nobody greets with praise? "Written down" is none.
fn loud(words: &Words<'_>, at: usize) -> bool {
    let noted =
        at > 0 && matches!(words.said[at - 1], "written" | "write" | "scroll" | "note" | "calm" | "slow");
    LOUD.contains(&words.said[at]) && !words.quiet[at].silences(-1.0) && !(words.said[at] == "down" && noted)
}

static HOLLOW: List = List::new(|| {
    each(
        "
    yeah right | sure because | ah yes because | oh yes because | yes because | because who | so much for |
    just what i needed another | exactly what i needed another | what i needed another | who doesn't love |
    nothing says | good luck with that | good luck getting | thanks for nothing | how convenient | how original
",
    )
});

/// What nobody spends a weekend on with love.
static TOIL: List = List::new(|| {
    each(
        "
    debugging | fixing | fighting | chasing | waiting | guessing | rebooting | hunting | reverting |
    troubleshooting | reinstalling | undoing | redoing | hold | support | yaml | broken
",
    )
});

/// What stands beside a word of praise that closes a complaint.
static CLOSING: List = List::new(|| {
    each("very | so | just | simply | professional | my | favourite | favorite | love | it | really")
});

/// News that nobody greets with praise.
static LOUD: List = List::new(|| {
    each(
        "
    down | lost | expired | broken | broke | crashed | crashes | red | 404 | 500 | 502 | 503 | offline | dead |
    dies | die | invalid | deleted | wiped | outage | revoked | rejected | stuck | nobody | wrong | late | missing | unavailable | nowhere | gone | fails
",
    )
});

static PRAISE: List = List::new(|| {
    each(
        "
    great | good | wonderful | fantastic | lovely | perfect | awesome | brilliant | nice | amazing | excellent |
    bravo | wow | congratulations | congrats | super | splendid | marvelous
",
    )
});

static PRAISES: List = List::new(|| {
    each(
        "
    what a surprise | what a joy | what a treat | good job | great job | nice job | nice work | great work |
    good work | well done | just what i needed | what i needed | exactly what i needed | so glad | so happy |
    glad
",
    )
});

static AGAIN: List = List::new(|| {
    each(
        "
    another | again | yet | still | now | just | even | every | only | right | always | once
",
    )
});

static NEWS: List = List::new(|| {
    each(
        "
    broken | breaking | broke | breaks | down | fails | failed | failing | failure | crash | crashed |
    crashes | bug | bugs | error | errors | outage | downtime | flaky | timeout | timeouts | delay | delayed |
    cancelled | canceled | removed | deprecated | worse | 500 | monday | meeting | rain | raining | stuck |
    lost | dies | died | regression | conflict | conflicts | ticket | alone | nobody
",
    )
});

/// What something does that nobody can like.
static MISHAPS: List = List::new(|| {
    each(
        "
    breaks | crashes | fails | freezes | hangs | dies | wipes | deletes | deleted | loses | forgets | ignores |
    corrupts | eats | ate | kills | ruins | ruined | refuses | overwrites | forgot | wiped | broke | crashed |
    destroys | swallows | explodes | spams | stalls
",
    )
});

static BREAKING: List = List::new(|| {
    each(
        "
    breaking | deleting | losing | ruining | ignoring | wasting | wiping | crashing | forgetting | killing |
    corrupting | messing | screwing | spamming | nothing | destroying
",
    )
});

static LOVING: List = List::new(|| {
    each(
        "
    love how | love that | love when | love it when | love it how | love the way | like how | enjoy how |
    enjoy when | glad that | happy that | glad the | nice that | great that | great how
",
    )
});

/// Where one of these stands, somebody had help.
static MENDED: List = List::new(|| {
    each(
        "
    fix | fixes | fixed | fixing | handle | handles | handled | recovers | recover | recovered | restores |
    survives | catch | catches | caught | catching | prevents | prevented | avoids | solved | solves |
    solving | resolved | debug | but | though | despite | instead | finding | reporting | spotting
",
    )
});

/// The same in Japanese: praise and trouble side by side, and nothing was mended.
pub(super) fn japanese(text: &str, stretches: &Stretches) -> bool {
    let has = |list: &[&str]| list.iter().any(|word| text.contains(word));
    let loud = |word: &str| text.match_indices(word).any(|(at, _)| !stretches.at(at).silences(-1.0));
    let trouble = TROUBLE.iter().any(|word| loud(word));
    // すばらしい、証明書切れ
    let greeting = &text[..clause_end(text, 0)];
    let greeted = greeting.len() < text.len()
        && greeting.chars().count() < 9
        && PRAISE_JA.iter().any(|word| greeting.contains(word))
        && text[greeting.len()..].starts_with('、');
    trouble
        && has(&PRAISE_JA)
        && (has(&AGAIN_JA) || has(&IRONIC) || greeted)
        && !has(&MENDED_JA)
        && text.chars().count() < 60
}

static PRAISE_JA: List = List::new(|| {
    each(
        "
    素晴らし | すばらし | 最高 | さすが | 流石 | すごい | 凄い | 見事 | 完璧 | 素敵 | ありがた | ありがとう |
    感謝 | 優秀 | 天才 | いい仕事 | 良い仕事 | 親切 | 頼もし | お上手
",
    )
});

static AGAIN_JA: List = List::new(|| {
    each(
        "
    また | 毎回 | 毎日 | 毎朝 | 毎週 | 毎月 | いつも | よく | 相変わらず | 今日も | 今朝も | 今週も | 今月も |
    何度 | 一切 | 全部 | 全員 | 全デ | 一日中 | 一か月 | ひと月 | 一件も | なんて | おかげで
",
    )
});

/// さすが and the like are praise only beside something good.
static IRONIC: List = List::new(|| each("さすが | 流石 | お見事 | とは、 | ですこと | ですねえ | ですか、"));

static TROUBLE: List = List::new(|| {
    each(
        "
    動かな | 動きませ | 落ちま | 落ちて | 落ちた | 落ちる | 壊れ | エラー | 止ま | 遅い | 遅く | 遅す | 重い |
    消え | バグ | 障害 | 失敗 | フリーズ | 固ま | 繋がら | つながら | されてな | されていな | 返事な | 返事が |
    返信な | 返信が | 放置 | 値上げ | 延期 | 仕様変更 | 開けな | 開かな | ログインでき | 入れな | 当たらな |
    真っ赤 | が赤い | 間違って | 無視 | メンテ | 炎上 | 使えな | 表示されな | 待ち時間 | 期限切れ | 証明書切れ | 電池切れ
",
    )
});

static MENDED_JA: List = List::new(|| {
    each(
        "
    直っ | 直り | 直し | 直る | 直せ | 直す | 解決 | 修正 | 対応が | 対応し | 対応で | 復旧 | 解消 | なくな | 無くな | 減っ | 防 | 助か | けど |
    のに | ですが | ますが | でも | ても | 早く教 | ときの | 時の
",
    )
});

#[cfg(test)]
mod tests {
    use super::super::tests::tally;

    #[test]
    fn praise_of_a_mishap_is_sarcasm_and_of_help_is_not() {
        for text in [
            "I love how it freezes before every demo",
            "thanks for wiping my notes",
            "Wow, another outage",
            "さすがですね、今日も繋がらない",
            "毎週障害とは、お見事",
        ] {
            assert!(tally(text).sarcasm, "{text}");
        }
        for text in [
            "thanks for fixing the outage again",
            "I love how it handles errors",
            "Great, the errors are gone now",
            "障害の復旧が早くて、さすがです",
            "警告が全部消えて最高です",
            "いつもありがとうございます",
        ] {
            assert!(!tally(text).sarcasm, "{text}");
        }
    }
}
