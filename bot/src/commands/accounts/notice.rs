//! `account notice`: one person is behind an account after all.

use adapters::markdown::escape;
use async_trait::async_trait;
use crm::{access::Right, merges::evidence};
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop,
    accounts::ignore::{known, noted},
};
use crate::{say, words::words};

/// The command.
pub(crate) struct AccountNotice;

static SPEC: Spec = Spec {
    name: "account notice",
    about: words(
        "Take an ignored account into account again",
        "除外したアカウントを、また名寄せの対象にします",
    ),
    arguments: &[
        Argument {
            name: "account",
            kind: SlotKind::Account,
            required: false,
            about: words("the account that was ignored", "除外したアカウント"),
        },
        Argument {
            name: "person",
            kind: SlotKind::Person,
            required: false,
            about: words("P-12, instead of an account: theirs", "P-12。アカウントの代わりに、その人のもの"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(stop ignoring|no longer ignore|unignore) [the] [account] {account}",
            "notice [the] [account] {account} [again]",
            "[the] [account] {account} is (not a bot|no bot|not shared|a person|a real person) [after all]",
            "{person:code} is (not a bot|no bot|not shared) [after all]",
        ],
        ja: &[
            "アカウント{account}(の無視|の除外)を(解除|取り消し|やめ)[て|<して>]",
            "[アカウント]{account}は(ボットではない|ボットじゃない|共有ではない|共有じゃない|人間)[だ|です]",
            "{person:code}は(ボットではない|ボットじゃない|共有ではない|共有じゃない)[だ|です]",
            "アカウント{account}をまた(対象に|名寄せの対象に)(して|戻して|含めて)",
        ],
    },
    examples: Phrases {
        en: &["stop ignoring github:taro", "github:taro is not a bot"],
        ja: &["アカウントgithub:taroの除外を解除して", "github:taroはボットではない"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for AccountNotice {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let account = known(ctx, call).await?;
        let called = account.label();
        let Some(before) = evidence::ignored(&mut ctx.tx, account.id).await? else {
            return Err(Stop::Refused(say!(
                lang,
                "{called} is not ignored; nothing was changed.",
                "{called} は除外されていません。変更はありません。"
            )));
        };
        evidence::ignore(&mut ctx.tx, account.id, None).await?;
        let name = escape(&called);
        let reply = ctx.reply().text(say!(
            lang,
            "**{name}** counts again when people are compared.",
            "**{name}** を再び名寄せの判断に使います。"
        ));
        let change = noted(ctx, SPEC.name, &account, Some(before), None).await?;
        Ok(Done { reply, change: Some(change) })
    }
}
