//! Why two persons may be one, in words, and how much each reason weighs.

use adapters::Item;
use crm::{
    merges::{Reason, Signal, Suggestion},
    resolve::Mark,
};
use nlp::Lang;

use crate::{
    say,
    words::{Words, actions, likelihood, words},
};

/// A reason in half a sentence.
pub(crate) fn reason(reason: &Reason, lang: Lang) -> String {
    match reason {
        Reason::SameEmail { value, verified: true } => {
            say!(lang, "same verified e-mail {value}", "確認済みのメールが同じ（{value}）")
        }
        Reason::SameEmail { value, verified: false } => {
            say!(lang, "same e-mail {value}", "メールが同じ（{value}）")
        }
        Reason::SameHandle { value, providers } => {
            let on: Vec<&str> = providers.iter().map(|p| actions::platform(p, lang)).collect();
            let on = on.join(lang.pick(" and ", "と"));
            say!(lang, "same handle @{value} on {on}", "{on}のハンドルが同じ（@{value}）")
        }
        Reason::SameLogin { value } => say!(lang, "same login {value}", "ログイン名が同じ（{value}）"),
        Reason::SimilarHandle { a, b } => {
            say!(lang, "nearly the same handle @{a} / @{b}", "ハンドルがほぼ同じ（@{a} / @{b}）")
        }
        Reason::LoginOfName { login, name } => {
            say!(
                lang,
                "login {login} is made of the name {name}",
                "ログイン名 {login} は名前から作られている（{name}）"
            )
        }
        Reason::SameName { value } => say!(lang, "same name {value}", "名前が同じ（{value}）"),
        Reason::SameReading { a, b } => {
            say!(lang, "one name in two scripts ({a} / {b})", "名前の読みが同じ（{a} / {b}）")
        }
        Reason::NameForm { a, b } => {
            say!(lang, "forms of one name ({a} / {b})", "同じ名前の別の書き方（{a} / {b}）")
        }
        Reason::SimilarName { a, b } => say!(lang, "similar names {a} / {b}", "名前が似ている（{a} / {b}）"),
        Reason::SameOrganization { name } => say!(lang, "same organization {name}", "所属が同じ（{name}）"),
        Reason::SameDomain { value } => {
            say!(lang, "same e-mail domain {value}", "メールのドメインが同じ（{value}）")
        }
        Reason::SamePhone { value } => say!(lang, "same phone number {value}", "電話番号が同じ（{value}）"),
        Reason::SameMark { mark, value } => mark_in_common(*mark, value, lang),
        Reason::SameField { field, value } => {
            say!(lang, "same {field} ({value})", "{field} が同じ（{value}）")
        }
        Reason::SimilarField { field, a, b } => {
            say!(lang, "nearly the same {field} ({a} / {b})", "{field} がほぼ同じ（{a} / {b}）")
        }
        against => but(against, lang),
    }
}

fn mark_in_common(mark: Mark, value: &str, lang: Lang) -> String {
    match mark {
        Mark::Link => say!(lang, "both lead to {value}", "同じページを案内している（{value}）"),
        Mark::Key => say!(lang, "same key {value}", "鍵が同じ（{value}）"),
        Mark::Trace => say!(lang, "both came by one link ({value})", "同じリンクから来ている（{value}）"),
        Mark::Event => say!(lang, "both were at {value}", "同じイベントに参加している（{value}）"),
    }
}

/// What speaks against.
fn but(reason: &Reason, lang: Lang) -> String {
    match reason {
        Reason::ReadDifferently { a, b } => {
            say!(
                lang,
                "but the names are read differently ({a} / {b})",
                "ただし名前の読みが違う（{a} / {b}）"
            )
        }
        Reason::TwoAccountsOnOneProvider { provider } => {
            let provider = actions::platform(provider, lang);
            say!(lang, "but two accounts on {provider}", "ただし{provider}に別々のアカウントがある")
        }
        Reason::OtherAddress { a, b } => {
            say!(
                lang,
                "but two addresses in one house ({a} / {b})",
                "ただし同じ組織で別々のメールを持っている（{a} / {b}）"
            )
        }
        Reason::OtherName { a, b } => {
            say!(lang, "but the names differ ({a} / {b})", "ただし名前が違う（{a} / {b}）")
        }
        Reason::OtherOrganization { a, b } => {
            say!(lang, "but they work at two places ({a} / {b})", "ただし所属が違う（{a} / {b}）")
        }
        Reason::OtherField { field, a, b } => {
            say!(lang, "but {field} differs ({a} / {b})", "ただし {field} が違う（{a} / {b}）")
        }
        // what speaks for it has been said
        _ => String::new(),
    }
}

/// A reason with its weight: how much more often it is seen in one person than in two.
pub(crate) fn weighed(it: &Signal, lang: Lang) -> Item {
    let strength = strength(it.weight).of(lang);
    let times = times(it.weight.abs());
    Item::new(reason(&it.reason, lang)).detail(if it.weight < 0.0 {
        say!(
            lang,
            "{strength}: {times} times rarer in one person than in two",
            "{strength}（同一人物では別人どうしの約{times}分の1）"
        )
    } else {
        say!(
            lang,
            "{strength}: {times} times likelier in one person than in two",
            "{strength}（同一人物では別人どうしの約{times}倍）"
        )
    })
}

/// By the bits that a sign weighs: from 10 on it is a thousand times.
fn strength(bits: f64) -> Words {
    match bits {
        w if w >= 10.0 => words("strong", "強い根拠"),
        w if w >= 5.0 => words("fair", "中程度の根拠"),
        w if w >= 0.0 => words("weak", "弱い根拠"),
        w if w <= -5.0 => words("strongly against", "強い反証"),
        _ => words("somewhat against", "弱い反証"),
    }
}

/// Two to the power of so many bits, as people say it: two digits at most, a million at most.
fn times(bits: f64) -> String {
    let times = bits.exp2().clamp(1.0, 1e6);
    let digits = 10_f64.powf((times.log10().floor() - 1.0).max(0.0));
    let round = (times / digits).round() * digits;
    if times < 3.0 { format!("{times:.1}") } else { crate::words::count(round as i64) }
}

/// How the signs come to the score.
pub(crate) fn sum(suggestion: &Suggestion, lang: Lang) -> Option<String> {
    let (against, speaks): (Vec<_>, Vec<_>) = suggestion.reasons.iter().partition(|it| it.is_against());
    if speaks.is_empty() || speaks.len() < 2 && against.is_empty() {
        return None;
    }
    let score = likelihood(lang, suggestion.score);
    Some(match (against.is_empty(), suggestion.score > 0.0) {
        (true, _) => say!(
            lang,
            "Two people met by chance are hardly ever one; what speaks for it makes it **{score}**. What hangs together, such as a login made of a name, counts once.",
            "偶然選んだ2人が同一人物であることはまずありませんが、これらの根拠を合わせると **{score}** です（名前から作ったログイン名のように重なる根拠は一度だけ数えます）。"
        ),
        (false, true) => say!(
            lang,
            "All together, with what speaks against it: **{score}**.",
            "反する情報も含めて、全体では **{score}** です。"
        ),
        (false, false) => say!(
            lang,
            "What speaks against it outweighs the rest: **{score}**.",
            "反する情報のほうが強いため、**{score}** としています。"
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_people_say_it() {
        for (bits, said) in [(0.0, "1.0"), (1.0, "2.0"), (4.0, "16"), (10.0, "1,000"), (40.0, "1,000,000")] {
            assert_eq!(times(bits), said);
        }
    }
}
