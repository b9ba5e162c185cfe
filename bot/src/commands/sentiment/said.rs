//! Names of moods, and the message that is meant.

use crm::{Code, CodeKind, activities};
use nlp::{Lang, understand::Choices};

use crate::commands::{Call, Context, Outcome, Stop};
use crate::say;

/// What people say for a mood; the last takes back what was taught.
pub(crate) const LABELS: Choices = &[
    (
        "negative",
        &[
            "negative",
            "bad",
            "angry",
            "unhappy",
            "not ok",
            "not okay",
            "ネガティブ",
            "否定的",
            "否定",
            "不満",
            "悪い",
            "マイナス",
        ],
    ),
    (
        "neutral",
        &[
            "neutral",
            "neither",
            "ok",
            "okay",
            "fine",
            "ニュートラル",
            "中立",
            "普通",
            "中立的",
            "どちらでもない",
        ],
    ),
    (
        "positive",
        &[
            "positive",
            "good",
            "great",
            "nice",
            "happy",
            "ポジティブ",
            "肯定的",
            "肯定",
            "好意的",
            "良い",
            "プラス",
        ],
    ),
    ("automatic", &["automatic", "auto", "自動", "自動判定"]),
];

/// What a mood is said not to be.
pub(crate) const NOT: Choices = &[
    (
        "not negative",
        &[
            "isn't negative",
            "wasn't negative",
            "not bad at all",
            "否定的ではない",
            "否定的じゃない",
            "否定的でない",
            "否定的ではありません",
            "否定的じゃありません",
            "否定的ではなかった",
            "否定的じゃなかった",
            "ネガティブではない",
            "ネガティブじゃない",
            "ネガティブではありません",
        ],
    ),
    (
        "not neutral",
        &[
            "isn't neutral",
            "wasn't neutral",
            "中立ではない",
            "中立じゃない",
            "中立でない",
            "中立ではありません",
            "中立的ではない",
        ],
    ),
    (
        "not positive",
        &[
            "isn't positive",
            "wasn't positive",
            "肯定的ではない",
            "肯定的じゃない",
            "肯定的でない",
            "肯定的ではありません",
            "肯定的じゃありません",
            "肯定的ではなかった",
            "肯定的じゃなかった",
            "ポジティブではない",
            "ポジティブじゃない",
            "ポジティブではありません",
        ],
    ),
];

/// A mood as the reader calls it.
pub(crate) fn name(lang: Lang, label: i16) -> &'static str {
    match label {
        -1 => lang.pick("negative", "否定的"),
        1 => lang.pick("positive", "肯定的"),
        _ => lang.pick("neutral", "中立"),
    }
}

/// The message that `activity` means; without it the first of the thread it is said in, or the one looked at last.
/// What the asker may not read is not found.
pub(crate) async fn message(ctx: &mut Context<'_>, call: &Call) -> Outcome<activities::Card> {
    let said = call.arguments.get("activity").cloned();
    let points = said.as_deref().is_none_or(|words| Code::parse(words).is_none());
    if points && let (Some(here), Some(thread)) = (ctx.here, ctx.thread.clone()) {
        let first = activities::thread(&mut ctx.tx, here, &thread, 1).await?.into_iter().next();
        if let Some(first) = first
            && let Some(card) = activities::card(&mut ctx.tx, first.number).await?
        {
            return Ok(card);
        }
    }
    if said.is_none() {
        let focus = ctx.last_shown().await?.focus_on(CodeKind::Activity);
        if let Some(code) = focus
            && let Some(card) = activities::card(&mut ctx.tx, code.number).await?
        {
            return Ok(card);
        }
        return Err(Stop::Missing("activity"));
    }
    crate::commands::activities::show::find(ctx, call).await
}

/// Its words, or a sentence that it has none.
pub(crate) fn words_of(ctx: &Context<'_>, card: &activities::Card) -> Outcome<String> {
    let code = card.code();
    card.text.clone().filter(|text| !text.trim().is_empty()).ok_or_else(|| {
        Stop::Refused(say!(
            ctx.lang,
            "{code} has no words. Name a message: a search shows their codes.",
            "{code} には文章がありません。メッセージを指定してください。検索するとコードが表示されます。"
        ))
    })
}
