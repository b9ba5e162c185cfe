//! `account ignore`: no one person is behind an account, so it says nothing about who is who.

use adapters::markdown::escape;
use async_trait::async_trait;
use crm::{
    access::Right,
    accounts::Referred,
    audit::Change,
    merges::evidence::{self, Ignored},
};
use nlp::{Lang, understand::SlotKind};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop,
    accounts::{
        attach::{find, owner},
        platform::of_whom,
    },
};
use crate::{say, words::words};

/// The command.
pub(crate) struct AccountIgnore;

static SPEC: Spec = Spec {
    name: "account ignore",
    about: words(
        "Mark an account as a bot or as shared: it is no sign of who is who",
        "ボットや共有アカウントを名寄せの対象から外します",
    ),
    arguments: &[
        Argument {
            name: "account",
            kind: SlotKind::Account,
            required: false,
            about: words(
                "github:taro, slack:U123 or an e-mail address",
                "github:taro、slack:U123、またはメールアドレス",
            ),
        },
        Argument {
            name: "as",
            kind: SlotKind::Choice(&[
                ("bot", &["a bot", "robot", "automation", "ボット", "bot", "自動"]),
                (
                    "shared",
                    &[
                        "shared account",
                        "a shared account",
                        "team account",
                        "共有",
                        "共用",
                        "共有アカウント",
                        "チームアカウント",
                    ],
                ),
            ]),
            required: false,
            about: words("bot (as understood without it) or shared", "ボット（省略時）または共有"),
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
            "mark [the] [account] {account} as {as}",
            "ignore [the] account {account} [as {as}]",
            "ignore {account} as {as}",
            "[the] account {account} is {as}",
            "{account} is {as}",
            "(mark|ignore) {person:code} as {as}",
            "{person:code} is {as}",
            "mark [it|this|this account] as {as}",
        ],
        ja: &[
            "[アカウント]{account}を{as}[アカウント]として(除外|無視|扱|登録)[<して>|って|う]",
            "アカウント{account}を(無視|除外)[<して>]",
            "{as}[アカウント]として(除外|無視|登録)[<して>][:|,][ ]{account}",
            "{as}[アカウント]として{person:code}を(除外|無視|扱|登録)[<して>|って|う]",
            "{as}[アカウント]として{account}を(除外|無視|登録)[<して>]",
            "[これを|このアカウントを]{as}[アカウント]として(除外|無視|登録)[<して>]",
            "[アカウント]{account}は{as}[アカウント][だ|です]",
            "{person:code}を{as}[アカウント]として(除外|無視|扱|登録)[<して>|って|う]",
            "{person:code}は{as}[アカウント][だ|です]",
        ],
    },
    examples: Phrases {
        en: &["mark github:tmarchand as bot", "ignore account slack:tmarchand as shared"],
        ja: &["github:tmarchandをボットとして除外", "slack:tmarchandは共有アカウントです"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for AccountIgnore {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let why =
            call.arguments.get("as").and_then(|word| Ignored::from_stored(word)).unwrap_or(Ignored::Bot);
        let account = known(ctx, call).await?;
        let called = account.label();
        let before = evidence::ignored(&mut ctx.tx, account.id).await?;
        if before == Some(why) {
            let as_what = shown(why, lang);
            return Err(Stop::Refused(say!(
                lang,
                "{called} is marked as {as_what} already; nothing was changed.",
                "{called} はすでに{as_what}として除外されています。変更はありません。"
            )));
        }
        evidence::ignore(&mut ctx.tx, account.id, Some(why)).await?;
        let (name, as_what) = (escape(&called), shown(why, lang));
        let reply = ctx.reply().text(say!(
            lang,
            "**{name}** is marked as {as_what}: it is no sign of who is who any more. What it did stays recorded.",
            "**{name}** を{as_what}として除外しました。今後は名寄せの判断に使いません（記録はそのまま残ります）。"
        ));
        let change = noted(ctx, SPEC.name, &account, before, Some(why)).await?;
        Ok(Done { reply, change: Some(change) })
    }
}

/// The account meant; refused where there is none.
pub(super) async fn known(ctx: &mut Context<'_>, call: &Call) -> Outcome<Referred> {
    let call = &of_whom(ctx, call).await?;
    let words = ctx.required(call, "account")?.to_owned();
    find(ctx, call).await?.ok_or_else(|| {
        Stop::Refused(say!(
            ctx.lang,
            "I know no account {words}. “accounts of P-12” shows those of a person.",
            "{words} というアカウントは見つかりません。「P-12のアカウント一覧」で確認できます。"
        ))
    })
}

/// The change, with the call that takes it back.
pub(super) async fn noted(
    ctx: &mut Context<'_>,
    command: &str,
    account: &Referred,
    before: Option<Ignored>,
    after: Option<Ignored>,
) -> Outcome<Change> {
    let reference = ("account", account.unique());
    let reversal = match before {
        Some(before) => Call::new("account ignore", [reference, ("as", before.as_str().to_owned())]),
        None => Call::new("account notice", [reference]),
    };
    let owner = owner(ctx, account).await?;
    let told =
        |it: Option<Ignored>| json!({ "account": account.label(), "ignored": it.map(Ignored::as_str) });
    let mut arguments = json!({ "account": account.label() });
    if let Some(after) = after {
        arguments["as"] = json!(after.as_str());
    }
    Ok(Change {
        command: command.to_owned(),
        arguments,
        object: owner.map(|owner| owner.code().to_string()),
        before: Some(told(before)),
        after: Some(told(after)),
        reversal: Some(json!(reversal)),
        reverses: None,
    })
}

/// In words.
pub(super) fn shown(why: Ignored, lang: Lang) -> String {
    match why {
        Ignored::Bot => say!(lang, "a bot", "ボット"),
        Ignored::Shared => say!(lang, "shared", "共有アカウント"),
    }
}
