//! Praise that is said by denying: "can't recommend this enough", "couldn't be happier", 文句のつけようがない,
//! 使わない理由がない. Its words say the opposite of what they say elsewhere, so none of them counts by itself.

use super::{
    english,
    lexicon::{List, each},
    quiet::{Quiet, Stretches, Words, clause_end},
    signs::Tally,
};

/// What such praise is worth.
const WORTH: f32 = 3.0;

pub(super) fn english(words: &mut Words<'_>, tally: &mut Tally) {
    let mut at = 0;
    while at < words.said.len() {
        let Some(end) = praise_from(words, at) else {
            at += 1;
            continue;
        };
        words.hush(at..end, Quiet::All);
        tally.acclaims += 1;
        tally.add(WORTH);
        at = end;
    }
}

/// Where the praise ends that begins with this word.
fn praise_from(words: &Words<'_>, at: usize) -> Option<usize> {
    if let Some(said) = WHOLE.iter().find(|said| words.stand(at, said)) {
        return Some(at + said.split(' ').count());
    }
    let but = words.stand(at, "nothing but")
        && words.said.get(at + 2).and_then(|word| english::value(word)).is_some_and(|value| value >= 2.0);
    if but {
        return Some(at + 3);
    }
    let never = words.stand(at, "never been") || words.stand(at, "could not") || words.stand(at, "can not");
    let cannot = matches!(words.said[at], "can't" | "cannot" | "couldn't" | "cant" | "couldnt");
    if !never && !cannot {
        return None;
    }
    let clause = at + if never { 2 } else { 1 }..words.clause(at).end;
    let said = words.said.get(clause.clone())?;
    if said.first().is_some_and(|verb| TELLING.contains(verb)) {
        // thank you enough
        let enough = said.iter().take(9).position(|word| *word == "enough")?;
        // "can't say that it is good enough" praises nothing
        if said[0] == "say" && enough > 1 {
            return None;
        }
        return Some(clause.start + enough + 1);
    }
    let hoped = if words.said[at] == "never" { Some("") } else { None }
        .or_else(|| HOPING.iter().copied().find(|hoping| words.stand(clause.start, hoping)))?;
    let from = hoped.split_whitespace().count();
    // asked for a friendlier team
    let any = from > 1 && hoped.ends_with("for");
    let good = |word: &&str| BETTER.contains(word) || any && word.ends_with("er") && !english::is_bad(word);
    let better = said.iter().skip(from).take(3).position(good)?;
    let end = clause.start + from + better + 1;
    (words.said.get(end) != Some(&"than")).then_some(end)
}

static WHOLE: List = List::new(|| {
    each(
        "
    can't go wrong | cannot go wrong | can't complain | cannot complain | can't fault | couldn't fault |
    couldn't agree more | can't get enough | nothing but praise | nothing but love | nothing but good | nothing but admiration |
    nothing but respect | nothing but positive | nothing bad to say | nothing negative to say |
    nothing i'd change | nothing i would change | wouldn't change a thing | wouldn't want to go back |
    wouldn't go back | never going back | not going back | won't go back | never looked back |
    can't live without | couldn't live without | can't imagine life without | can't imagine working without |
    can't imagine going back | what's not to like | what's not to love | what is not to love | won me over |
    no regrets | zero regrets | hard to beat | can't beat | can't be beaten
",
    )
});

/// What cannot be done enough.
static TELLING: List = List::new(|| each("thank | recommend | praise | say | express | rate | appreciate"));

/// What could not have been better.
static HOPING: List = List::new(|| {
    each("be | have been | ask for | have asked for | wish for | have wished for | hope for | have hoped for")
});

static BETTER: List = List::new(|| {
    each(
        "
    happier | better | easier | prouder | simpler | smoother | nicer | clearer | faster | pleased | grateful |
    smoothly | satisfied
",
    )
});

pub(super) fn japanese(text: &str, stretches: &mut Stretches, tally: &mut Tally) {
    let mut praise = |from: usize, to: usize| {
        stretches.hush(from..to, Quiet::All);
        tally.acclaims += 1;
        tally.add(WORTH);
    };
    for fault in FAULTS.iter() {
        for (at, _) in text.match_indices(fault) {
            let stop = clause_end(text, at + fault.len());
            let mut rest = &text[at + fault.len()..stop];
            while let Some(link) = LINKS.iter().find(|link| rest.starts_with(**link)) {
                rest = &rest[link.len()..];
            }
            if let Some(none) = NONE.iter().find(|none| rest.starts_with(**none)) {
                praise(at, stop - rest.len() + none.len());
            }
        }
    }
    for said in WHOLE_JA.iter() {
        if let Some(at) = text.find(said) {
            praise(at, at + said.len());
        }
    }
}

/// What is not to be found: a fault, or a reason against.
static FAULTS: List = List::new(|| {
    each(
        "
    文句のつけ | 文句の付け | 文句ひとつ | 文句一つ | ケチのつけ | けちのつけ | ケチの付け | 非の打ち |
    ない理由 | ない手は | 悪いところ | 悪い所 | 悪い点 | 欠点 | 弱点 | 嫌いなところ | 不満な点 |
    直すところ | 不満?ある | 文句?ある | 欠点?ある | 問題?ある
",
    )
});

static LINKS: List = List::new(|| {
    each(
        "が | は | も | よう | どころ | ところ | 所 | 処 | ひとつ | 一つ | 全く | まったく | 特に | わけ | はず",
    )
});

static NONE: List = List::new(|| {
    each(
        "
    ない | なし | ありませ | ございませ | なかった | 見当たら | 見あたら | 見つから | 思いつか | 思い当たら |
    浮かば | 出な | 出ませ
",
    )
});

static WHOLE_JA: List = List::new(|| {
    each(
        "
    悪くないですね | 悪くないっすね | 悪くないね | 悪くないじゃん | 悪くないぞ | 悪くないどころ | 悪くないな、 | 悪くないなあ | ないと損 | なきゃ損 | 褒めるところしか | いいところしか | 良いところしか | 悪くない、むしろ |
    悪くない、という | 感謝しかな | 感謝しかあ | 満足しかな | 満足しかあ | 尊敬しかな | 尊敬しかあ |
    なしでは生きられ | なしの生活は考えられ | のない生活は考えられ | なしでは考えられ | なしには考えられ | なしではいられ |
    には戻れな | には戻れませ | 手放せな | 手放せませ | 欠かせな | 欠かせませ | 期待を裏切らな |
    期待を裏切りませ | 右に出るもの | 言うことな | 言うことあ | 文句な
",
    )
});

#[cfg(test)]
mod tests {
    use super::super::tests::tally;

    #[test]
    fn a_denial_may_praise() {
        for text in [
            "I cannot thank the team enough",
            "we couldn't have asked for a better start",
            "it has never been easier",
            "you can't go wrong with it",
            "ケチのつけようがありません",
            "試さない手はない",
            "悪いところがひとつも見つからない",
        ] {
            let found = tally(text);
            assert!(found.acclaims > 0 && found.negatives == 0, "{text}: {found:?}");
        }
        for text in [
            "I can't say that it is good enough",
            "it can't be better than the disk allows",
            "I couldn't be angrier",
            "動かない理由がわからない",
            "悪いところだらけ",
        ] {
            let found = tally(text);
            assert!(found.acclaims == 0, "{text}: {found:?}");
        }
    }
}
