//! Why a call is not even begun: what the registry looks into for every command.
//!
//! Not why one command refuses: that it says itself.

use crm::{
    Role,
    access::{self, Right},
};
use nlp::{
    Lang,
    understand::{LONGEST_TEXT, SlotKind},
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
