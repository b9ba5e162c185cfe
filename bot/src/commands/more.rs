//! `more`: the next page of the last list.

use async_trait::async_trait;
use crm::access::Right;

use super::{Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop};
use crate::{say, words::words};

/// The command.
pub(super) struct More;

static SPEC: Spec = Spec {
    name: "more",
    about: words("The next page of the last list", "直前の一覧の続きを表示します"),
    arguments: &[],
    phrases: Phrases {
        en: &[
            "(show [me] more|more|more please|more results|next [page]|the next page|continue|go on)",
            "<show> the (next page|rest)",
        ],
        ja: &[
            "(もっと|次のページ|続き|つづき|残り)[を]<見せて>",
            "(もっと|次|次へ|次のページ|続き|つづき|残り)",
        ],
    },
    examples: Phrases { en: &["more", "next page"], ja: &["続きを見せて", "次のページ"] },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for More {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, _call: &Call) -> Outcome {
        match ctx.last_shown().await?.more {
            Some(next) => Err(Stop::Instead(Call::kept(next)?)),
            None => Err(Stop::Refused(say!(
                ctx.lang,
                "There is nothing more to show: the last list was whole, or too long ago. Ask for a list first.",
                "続きはありません（直前の一覧はすべて表示済みか、時間が経っています）。先に一覧を表示してください。"
            ))),
        }
    }
}
