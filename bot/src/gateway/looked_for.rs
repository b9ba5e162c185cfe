//! "find Okonkwo", 「大野を見せて」: a name and a verb. Whether it is a request depends on whether anybody bears the name.

use crm::{
    access::{self, Right},
    campaigns, organizations,
    persons::{self, Found},
};
use nlp::Lang;

use super::known::is_found;
use crate::{
    commands::{Call, Context},
    say,
    words::excerpt,
};

/// Nobody's name is longer, in characters.
const LONGEST: usize = 40;

/// Verbs before a name, and what the whole of it then is: looking for somebody, or asking for their card.
const BEFORE: [(&str, bool); 7] = [
    ("find ", true),
    ("look up ", true),
    ("look for ", true),
    ("who is ", false),
    ("who's ", false),
    ("show me ", false),
    ("show ", false),
];

/// The same behind it.
const BEHIND: [(&str, bool); 9] = [
    ("を探して", true),
    ("をさがして", true),
    ("を検索して", true),
    ("を検索", true),
    ("を見つけて", true),
    ("を見せて", false),
    ("を表示して", false),
    ("って誰", false),
    ("は誰", false),
];

/// What is behind a verb, and whether it is looked for.
fn named(text: &str) -> Option<(&str, bool)> {
    let text = text.trim().trim_end_matches(['?', '？', '.', '。', '!']);
    let lower = text.to_lowercase();
    let before = || {
        BEFORE.iter().find_map(|(verb, looks)| {
            let rest = lower.starts_with(verb).then(|| text.get(verb.len()..)).flatten()?;
            Some((rest, *looks))
        })
    };
    let behind = || {
        let polite = ["ください", "下さい", "ですか", "お願いします"];
        let bare = polite.iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
        BEHIND.iter().find_map(|(verb, looks)| Some((bare.strip_suffix(verb)?, *looks)))
    };
    let (name, looks) = before().or_else(behind)?;
    let name = name.trim();
    let fits = !name.is_empty() && name.chars().nth(LONGEST).is_none() && !name.starts_with(['#', '"', '「']);
    fits.then_some((name, looks))
}

/// The call, where somebody or an organization bears the name that is looked for.
pub(super) async fn looked_for(ctx: &mut Context<'_>, text: &str) -> anyhow::Result<Option<Call>> {
    let Some((name, true)) = named(text).filter(|_| may_read(ctx)) else { return Ok(None) };
    Ok(match persons::refer(&mut ctx.tx, name).await? {
        Found::One(_) | Found::Many(_) => Some(Call::new("person find", [("words", name.to_owned())])),
        Found::None(_) if is_found(&organizations::refer(&mut ctx.tx, name).await?) => {
            Some(Call::new("org show", [("organization", name.to_owned())]))
        }
        Found::None(_) => None,
    })
}

/// That nobody is called so, where the words can hardly be anything but somebody's name.
pub(super) async fn nobody(ctx: &mut Context<'_>, text: &str) -> anyhow::Result<Option<String>> {
    let Some((name, _)) = named(text).filter(|(name, _)| may_read(ctx) && is_name(name)) else {
        return Ok(None);
    };
    let found = persons::refer(&mut ctx.tx, name).await?;
    let Found::None(near) = found else { return Ok(None) };
    if is_found(&organizations::refer(&mut ctx.tx, name).await?)
        || is_found(&campaigns::refer(&mut ctx.tx, name).await?)
    {
        return Ok(None);
    }
    let lang = ctx.lang;
    let name = excerpt(name, LONGEST);
    let near: Vec<String> = near.iter().map(|one| format!("{} {}", one.code(), one.name)).collect();
    let near = near.join(lang.pick(", ", "、"));
    Ok(Some(match near.as_str() {
        "" => say!(
            lang,
            "I know nobody called “{name}”. “add person {name}” adds them.",
            "「{name}」という人は登録されていません。「{name}を追加」で登録できます。"
        ),
        near => say!(
            lang,
            "I know nobody called “{name}”. Somebody of a name like it: {near}.",
            "「{name}」という人は登録されていません。似た名前の人：{near}"
        ),
    }))
}

/// Who may not read names is not told which there are.
fn may_read(ctx: &Context<'_>) -> bool {
    access::may(ctx.tx.actor(), Right::ReadCrm)
}

/// Two words with a capital letter each, or a few kanji and katakana.
fn is_name(words: &str) -> bool {
    let words = words.trim_end_matches("さん");
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.all(|c| c.is_lowercase() || "'-.".contains(c))
    };
    let kanji = |c: char| matches!(c, '一'..='鿿' | 'ァ'..='ー' | '々' | ' ' | '　');
    match Lang::of(words) {
        Some(Lang::Ja) => {
            // 在庫一覧, 契約書, 売上高 are nobody
            let thing = ["一覧", "箱", "書", "高", "率", "数", "件", "状況", "履歴", "予定", "結果"];
            (3..=8).contains(&words.chars().count())
                && words.chars().all(kanji)
                && !thing.iter().any(|end| words.ends_with(end))
        }
        _ => words.split(' ').count() == 2 && words.split(' ').all(capital),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_beside_a_verb() {
        for (text, want) in [
            ("find Okonkwo", Some(("Okonkwo", true))),
            ("大野を探してください", Some(("大野", true))),
            ("who is Nobody Anybody?", Some(("Nobody Anybody", false))),
            ("find #general", None),
            ("大野です", None),
        ] {
            assert_eq!(named(text), want, "{text}");
        }
        assert!(is_name("Nobody Anybody") && is_name("鈴木一郎"));
        assert!(!is_name("the first one") && !is_name("要約") && !is_name("open deals"));
    }
}
