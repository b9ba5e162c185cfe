//! `questions open`: questions that nobody answered.

use async_trait::async_trait;
use crm::access::Right;

use super::gather::{LISTS, MONTH, ROOM, Talk, UP_TO_50};
use crate::commands::{Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{say, words::words};

/// The command.
pub(crate) struct QuestionsOpen;

/// Without a period: so many days before the last message.
const USUAL_DAYS: i64 = 30;

static SPEC: Spec = Spec {
    name: "questions open",
    about: words("Questions nobody has answered", "まだ回答のない質問を表示します"),
    arguments: &[ROOM, MONTH, UP_TO_50],
    phrases: Phrases {
        en: &[
            "[<show>|list|any|are there any] [me] [all|the] [{count}] (open|unanswered|pending|unresolved) questions [(in|of|from) {room}] [{period}]",
            "(which|what) questions are [still] (open|unanswered|unresolved) [in {room}] [{period}]",
            "questions [that|which] nobody [has] answered [in {room}] [{period}]",
            "what (is|was) still unanswered [in {room}] [{period}]",
            "who is [still] waiting for an answer [in {room}] [{period}]",
        ],
        ja: &[
            "[{period}の][{room}[の|で]](未回答|未解決|回答待ち|返信待ち|未返信|未対応)の(質問|問い合わせ)[を|は|の一覧][{count}件][<見せて>|ある|あります]",
            "[{room}[の|で]][{period}の](未回答|未解決|回答待ち|返信待ち|未返信|未対応)の(質問|問い合わせ)[を|は|の一覧][{count}件][<見せて>|ある|あります]",
            "[{period}の][{room}[の|で]][まだ](回答のない|答えのない|回答がない|答えがない|誰も答えていない|答えられていない)質問[を|は][<見せて>|ある|あります]",
            "[{period}の](全部の|全ての|すべての)(未回答|未解決|回答待ち|返信待ち|未返信|未対応)の(質問|問い合わせ)[を|は|の一覧][<見せて>]",
            "[{room}[の|で]][まだ]誰も答えていない質問[を|は][<見せて>|ある|あります]",
            "[{period}の][{room:sure}(の|で)][まだ](答えていない|答えてない|返事がついていない|返事のない|回答していない)質問[を|は|の一覧][<見せて>|ある|あります]",
        ],
    },
    examples: Phrases {
        en: &["unanswered questions", "open questions in #support this week"],
        ja: &["未回答の質問", "#supportの未回答の質問を見せて"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for QuestionsOpen {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let talk = Talk::gather(ctx, call, USUAL_DAYS).await?;
        if talk.messages.is_empty() {
            return Ok(talk.nobody(ctx).into());
        }
        let mut open = talk.analyse(LISTS).open_questions.clone();
        let all = open.len();
        let limit = usize::try_from(ctx.limit(call, 10, 50)).unwrap_or(10);
        // the latest: an old one was answered elsewhere, or never will be
        let open = open.split_off(all.saturating_sub(limit));
        let reply = ctx.reply().heading(talk.heading(ctx));
        if open.is_empty() {
            return Ok(reply
                .text(say!(
                    lang,
                    "Every question I can see has been answered, or at least taken up.",
                    "見つかった質問には、すべて何らかの返答がありました。"
                ))
                .into());
        }
        ctx.showed(open.iter().map(|index| vec![talk.code(*index)]).collect());
        let items = open.iter().map(|index| talk.item(ctx, *index)).collect();
        let mut reply = reply.numbered(items);
        if all > open.len() {
            let shown = open.len();
            reply = reply.text(say!(
                lang,
                "The latest {shown} of {all}. I take what follows within two hours for an answer, so some that are listed as answered may not be.",
                "{all}件中、新しい{shown}件です。2時間以内の発言は返答とみなすため、実際には未回答のものが漏れている場合があります。"
            ));
        }
        talk.ended(lang, reply)
    }
}
