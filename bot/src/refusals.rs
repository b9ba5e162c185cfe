//! Why a call is not even begun: what the registry looks into for every command.
//!
//! Not why one command refuses: that it says itself.

use crm::{
    Role,
    access::{self, Right},
};
use nlp::{
    Lang,
    understand::{self, Choices, LONGEST_TEXT, SlotKind},
};

use crate::{
    commands::{Argument, Call, Context, Spec},
    say,
    words::count,
};

/// Why a number of lines or a page is none: 0, −3.
pub(crate) fn no_such_count(ctx: &Context<'_>, spec: &Spec, call: &Call) -> Option<String> {
    let said = |argument: &Argument| {
        let words = call.arguments.get(argument.name).filter(|_| argument.kind == SlotKind::Count)?;
        let is_one = words.parse::<u32>().is_ok_and(|n| n > 0);
        (!is_one).then_some((words, argument.about))
    };
    let (words, about) = spec.arguments.iter().find_map(said)?;
    let about = about.of(ctx.lang);
    Some(say!(
        ctx.lang,
        "“{words}” cannot be ({about}): write a whole number from 1 up, such as 10.",
        "「{words}」は指定できません（{about}）。10 のように1以上の整数で書いてください。"
    ))
}

/// The call with its choices as the words they are known by; or why one of them is none. What we kept ourselves may be
/// of a time when there were others.
pub(crate) fn chosen(lang: Lang, spec: &Spec, mut call: Call) -> Result<Call, String> {
    for argument in spec.arguments {
        let SlotKind::Choice(known) = argument.kind else { continue };
        let Some(words) = call.arguments.get_mut(argument.name) else { continue };
        match understand::chosen(known, words) {
            Some(word) => word.clone_into(words),
            None if call.ours || knows_more(spec, argument) => {}
            None => {
                let (name, there_are) = (argument.name, choices(lang, known));
                return Err(say!(
                    lang,
                    "“{words}” is no {name} that I know. There are: {there_are}.",
                    "「{words}」は選択できません（{name}）。次のいずれかを指定してください：{there_are}。"
                ));
            }
        }
    }
    Ok(call)
}

/// Does a command read more than its list has: fields and outcomes of the tenant's own, any likelihood?
fn knows_more(spec: &Spec, argument: &Argument) -> bool {
    matches!(
        (spec.name, argument.name),
        ("value set" | "value clear", "action") | ("merge bulk" | "merge suggest", "min") | (_, "field")
    )
}

/// The words to choose from, in a language.
pub(crate) fn choices(lang: Lang, known: Choices) -> String {
    let word = |(word, said): &(&'static str, &'static [&'static str])| {
        let japanese = || said.iter().copied().find(|said| !said.is_ascii());
        lang.pick(None, japanese()).unwrap_or(word)
    };
    known.iter().map(word).collect::<Vec<_>>().join(lang.pick(", ", "、"))
}

/// What was named is no argument of a command.
pub(crate) fn no_such_argument(lang: Lang, spec: &Spec, written: &str) -> String {
    let (name, usage) = (spec.name, spec.usage());
    let all: Vec<String> = spec.arguments.iter().map(|argument| format!("--{}", argument.name)).collect();
    if all.is_empty() {
        return say!(
            lang,
            "{name} has no {written}: it takes nothing more. Nothing was done.",
            "{name} に {written} はありません（引数はありません）。何も実行していません。"
        );
    }
    let all = all.join(lang.pick(", ", "、"));
    say!(
        lang,
        "{name} has no {written}. There are: {all}. It is written like this: {usage} (what stands in quotes is taken as it is). Nothing was done.",
        "{name} に {written} はありません。指定できるのは {all} です。書き方：{usage}（「」で囲むとそのままの言葉として扱います）。何も実行していません。"
    )
}

/// Why a free text is not kept.
pub(crate) fn too_long_a_text(lang: Lang, spec: &Spec, call: &Call) -> Option<String> {
    let length = |argument: &Argument| {
        let words = call.arguments.get(argument.name).filter(|_| argument.kind == SlotKind::Text)?;
        words.chars().nth(LONGEST_TEXT).map(|_| words.chars().count())
    };
    let length = spec.arguments.iter().find_map(length)?;
    let (length, most) = (
        count(i64::try_from(length).unwrap_or(i64::MAX)),
        count(i64::try_from(LONGEST_TEXT).unwrap_or(i64::MAX)),
    );
    Some(say!(
        lang,
        "That text is too long: it has {length} characters, and at most {most} are kept. Shorten it, or send it in parts.",
        "文章が長すぎます（{length}文字）。保存できるのは{most}文字までです。短くするか、分けて送ってください。"
    ))
}

/// The asker has not the right.
pub(crate) fn not_allowed(ctx: &Context<'_>, right: Right) -> String {
    let lang = ctx.lang;
    if ctx.tx.actor().role() == Some(Role::Guest) {
        return say!(
            lang,
            "This chat account is not linked to a member of staff, so I may only help. Ask an administrator, or say “link me” if you are one of the staff.",
            "このチャットアカウントは担当者と連携されていないため、実行できません。担当者の方は「連携する」と入力してください。"
        );
    }
    let role = access::least(right).map_or("–", |role| lang.pick(role.words().0, role.words().1));
    say!(
        lang,
        "You may not do this: it takes the role {role} or above. Ask an administrator.",
        "この操作には{role}以上の権限が必要です。管理者にご相談ください。"
    )
}
