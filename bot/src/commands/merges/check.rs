//! `merge check`: what taking a merge back would do, without doing it.

use async_trait::async_trait;
use crm::{access::Right, merges};
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec,
    merges::{
        merge::{refusal, worded},
        undo::{details, find},
    },
    persons::label,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct MergeCheck;

static SPEC: Spec = Spec {
    name: "merge check",
    about: words(
        "What undoing a merge would move back, without doing it",
        "統合を取り消すと何が戻るかを、実行せずに確認します",
    ),
    arguments: &[Argument {
        name: "merge",
        kind: SlotKind::Merge,
        required: false,
        about: words(
            "the merge, such as M-31; the newest without",
            "統合の番号。M-31 など。省略すると最新の統合",
        ),
    }],
    phrases: Phrases {
        en: &[
            "(merge undo|undo merge|undo) {merge} [-][-](dry run|dry-run|dryrun)",
            "(merge undo|undo merge) [-][-](dry run|dry-run|dryrun)",
            "what (would|will) happen if (i|we) (undo|undid|revert|reverted|take back|took back) [the] [merge] {merge}",
            "what would (undoing|reverting|taking back) [the] [merge] {merge} (do|change|move|give back)",
            "(check|preview|simulate) [the] undo of [the] [merge] {merge}",
            "dry run [of] (undo|undoing|undo merge) {merge}",
        ],
        ja: &[
            "[統合]{merge}[の統合]を(取り消す|取り消し|元に戻す|解除する)[と|た|したら|たら|とき|場合][、|は|に](どうなる|何が戻る|なにが戻る|何が変わる|どう変わる)[の|か|んですか|のか]",
            "[統合]{merge}[の統合]の(取り消し|取消|取り消しの)[を](試算|確認|プレビュー|下見|シミュレーション|試す|試して)[<して>]",
            "統合の(取り消し|取消)[を](試算|プレビュー|下見|シミュレーション|試す|試して)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["undo merge M-31 --dry-run", "what would undoing M-31 change?"],
        ja: &["統合M-31を取り消すとどうなる？", "M-31の取り消しをプレビューして"],
    },
    right: Right::ReviewDuplicates,
    effect: Effect::Read,
};

#[async_trait]
impl Command for MergeCheck {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let mut reply = ctx.reply();
        for merge in find(ctx, call).await? {
            let mut undone =
                merges::undo_preview(&mut ctx.tx, merge.id).await?.map_err(|r| refusal(lang, &r))?;
            worded(ctx, &mut undone).await?;
            let code = merge.code();
            let (into, from) = (label(&undone.into), label(&undone.from));
            reply = reply.text(say!(
                lang,
                "Nothing is changed. Taking back **{code}** would make {from} a person of its own again, beside {into}.",
                "何も変更していません。**{code}** を取り消すと、{from} は {into} から分かれ、元どおり独立します。"
            ));
            let whole = undone.conflicts.is_empty();
            reply = details(reply, lang, &undone);
            if whole {
                reply = reply.text(say!(
                    lang,
                    "Nothing was changed since that would be in the way: all goes back.",
                    "統合後に変更されたものはなく、すべて元どおりに戻ります。"
                ));
            }
            reply = reply.text(say!(
                lang,
                "“undo merge {code}” does it (I ask first).",
                "実行するには「統合{code}を取り消して」と入力してください（実行前に確認します）。"
            ));
        }
        Ok(reply.into())
    }
}
