//! Two persons that a command is about: named, pointed at, or lines of the last list of suggestions.

use adapters::markdown::escape;
use crm::{
    Code, CodeKind, PersonId, merges,
    persons::{self, Found, Person},
};
use nlp::understand::{Deictic, deictic, ordinals};

use crate::commands::{Call, Context, Outcome, Stop};
use crate::{
    say,
    words::{date, plural},
};

/// The persons `into` and `from`. Where one word stands for both ("these two", a line that is a pair),
/// `command` is called anew with their codes.
pub(crate) async fn both(ctx: &mut Context<'_>, call: &Call, command: &str) -> Outcome<(Person, Person)> {
    if !call.arguments.contains_key("from")
        && let Some(codes) = ctx.all_pointed_at(ctx.required(call, "into")?, CodeKind::Person).await?
    {
        let [into, from] = codes.as_slice() else {
            let n = codes.len();
            return Err(Stop::Refused(say!(
                ctx.lang,
                "I have just shown you {n} persons; this takes two. Say which, as “P-12 and P-40”.",
                "直前に表示したのは{n}人です。2人を「P-12とP-40」のように指定してください。"
            )));
        };
        let pair = [("into", into.to_string()), ("from", from.to_string())];
        return Err(Stop::Instead(Call::new(command, pair)));
    }
    Ok((ctx.person(call, "into").await?, ctx.person(call, "from").await?))
}

/// "1番と3番" after a list of suggestions: two lines, each of which is a pair.
pub(crate) async fn lines_of_pairs(ctx: &mut Context<'_>, call: &Call) -> Outcome<Option<String>> {
    let [Some(into), Some(from)] = ["into", "from"].map(|name| call.arguments.get(name)) else {
        return Ok(None);
    };
    let (Some(Deictic::Nth(one)), Some(Deictic::Nth(other))) = (deictic(into), deictic(from)) else {
        return Ok(None);
    };
    let last = ctx.last_shown().await?;
    let pairs = [one, other].into_iter().all(|n| last.nth(n).is_some_and(|line| line.len() == 2));
    Ok(pairs.then(|| format!("{one}, {other}")))
}

/// The pairs in the lines of the last list that an argument names by number.
pub(crate) async fn lines(ctx: &mut Context<'_>, words: &str) -> Outcome<Vec<(Code, Code)>> {
    let lang = ctx.lang;
    let numbers = ordinals(words).ok_or_else(|| {
        Stop::Refused(say!(
            lang,
            "I cannot read “{words}” as lines of a list. Say “2”, or “1 and 3”.",
            "「{words}」を一覧の番号として読めません。「2番」「1番と3番」のように指定してください。"
        ))
    })?;
    let last = ctx.last_shown().await?;
    let mut pairs = Vec::new();
    for n in numbers {
        match last.nth(n) {
            Some([a, b]) if a.kind == CodeKind::Person && b.kind == CodeKind::Person => pairs.push((*a, *b)),
            _ => {
                let suggested = last.items.first().is_some_and(|line| line.len() == 2);
                let lines = last.items.len();
                let pairs = plural(i64::try_from(lines).unwrap_or(i64::MAX), "pair", "pairs");
                return Err(Stop::Refused(if suggested {
                    say!(
                        lang,
                        "The list had {pairs}; there is no number {n} in it.",
                        "直前の候補は{lines}組です。{n}番はありません。"
                    )
                } else {
                    say!(
                        lang,
                        "The list shown last here does not hold suggestions. Say “duplicates to review” first, then the number; or name the two by code.",
                        "直前に表示したのは名寄せ候補ではありません。先に「名寄せ候補を見せて」と入力するか、2人をコードで指定してください。"
                    )
                }));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    Ok(pairs)
}

/// Pairs as they stand in a call: `P-12 P-40, P-5 P-9`.
pub(crate) fn written(pairs: &[(Code, Code)]) -> String {
    pairs.iter().map(|(a, b)| format!("{a} {b}")).collect::<Vec<_>>().join(", ")
}

/// Reads them back: two codes of persons for each pair, whatever stands between.
pub(crate) fn read(ctx: &Context<'_>, words: &str) -> Outcome<Vec<(Code, Code)>> {
    let apart = |c: char| c.is_whitespace() || matches!(c, ',' | '、' | 'と' | '&' | '+');
    let codes: Option<Vec<Code>> = words
        .split(apart)
        .filter(|word| !word.is_empty() && !word.eq_ignore_ascii_case("and"))
        .map(|word| Code::parse(word).filter(|code| code.kind == CodeKind::Person))
        .collect();
    match codes {
        Some(codes) if !codes.is_empty() && codes.len().is_multiple_of(2) => {
            Ok(codes.chunks(2).map(|pair| (pair[0], pair[1])).collect())
        }
        _ => Err(Stop::Refused(say!(
            ctx.lang,
            "I cannot read “{words}” as pairs. Write two codes for each: P-12 P-40.",
            "「{words}」を組み合わせとして読めません。P-12 P-40 のように2つずつコードで指定してください。"
        ))),
    }
}

/// The person with exactly this code now; somebody who stands for it is not meant.
pub(crate) async fn exactly(ctx: &mut Context<'_>, code: Code) -> Outcome<Person> {
    match persons::refer(&mut ctx.tx, &code.to_string()).await? {
        Found::One(person) if person.code() == code => Ok(person),
        Found::One(person) => {
            let by_now = person.code();
            Err(Stop::Refused(say!(
                ctx.lang,
                "{code} is part of {by_now} by now. Nothing was changed; please ask for the list again.",
                "{code} はその後 {by_now} に統合されています。何も変更していません。もう一度候補を表示してください。"
            )))
        }
        Found::Many(_) | Found::None(_) => Err(Stop::Refused(say!(
            ctx.lang,
            "There is no person {code}.",
            "{code} という人は見つかりません。"
        ))),
    }
}

/// That somebody said they are two, if somebody did; in small Markdown.
pub(crate) async fn rejected_by(
    ctx: &mut Context<'_>,
    one: PersonId,
    other: PersonId,
) -> Outcome<Option<String>> {
    let lang = ctx.lang;
    let zone = ctx.zone();
    let known = merges::rejections(&mut ctx.tx, one, other).await?;
    Ok(known.first().map(|rejection| {
        let who = rejection.by_name.as_deref().map_or("–".to_owned(), escape);
        let day = date(lang, rejection.at.with_timezone(&zone).date_naive());
        say!(
            lang,
            "Mind: {who} said on {day} that these are two different people.",
            "ご注意：{day}に {who} さんがこの2人を「別人」としています。"
        )
    }))
}
