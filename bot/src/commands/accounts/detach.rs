//! `account detach`: an account that is somebody else's gets a person of its own.

use adapters::markdown::escape;
use async_trait::async_trait;
use crm::{
    access::Right,
    accounts::{self, Named, Referred},
    audit::Change,
    merges,
    persons::{self, NewPerson, Person},
};
use nlp::understand::SlotKind;
use serde_json::json;
use uuid::Uuid;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop,
    accounts::attach::{Former, find, owner, take_back},
    accounts::platform::{PLATFORMS, of_whom},
    back,
    persons::label,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct AccountDetach;

static SPEC: Spec = Spec {
    name: "account detach",
    about: words(
        "Part an account from a person; it gets one of its own",
        "アカウントを人から切り離し、独立した人にします",
    ),
    arguments: &[
        Argument {
            name: "account",
            kind: SlotKind::Account,
            // a platform may stand in its place
            required: false,
            about: words(
                "github:taro, slack:U123 or an e-mail address",
                "github:taro、slack:U123、またはメールアドレス",
            ),
        },
        Argument {
            name: "person",
            kind: SlotKind::Person,
            required: false,
            about: words("from whom, to be sure", "誰から（確認用）"),
        },
        Argument {
            name: "platform",
            kind: SlotKind::Choice(PLATFORMS),
            required: false,
            about: words("or where it is: this Slack", "またはサービス名。「このSlack」など"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(detach|split|unlink|separate|disconnect) [the] [account] {account} [from [person] {person}]",
            "(remove|take) [the] account {account} [away] from {person}",
            "{account} is not {person:sure}",
            "account detach {account} --new-person",
            "(detach|split|separate|part) (this|that|the) {platform} [account] [from [person] {person:sure}]",
            "(detach|split|separate|part) {person:sure}'s {platform} [account]",
        ],
        ja: &[
            "[アカウント]{account}を{person}から(切り離し|外し|はずし|分離|分け|離し|解除)[て|たい|<して>]",
            "[アカウント]{account}を(切り離し|外し|はずし|分離)[て|たい|<して>]",
            "{account}の(紐づけ|紐付け|ひもづけ)を(解除|外し|はずし|切っ)[て|<して>]",
            "(この|その){platform}[の][アカウント]を(切り離し|外し|はずし|分離)[て|たい|<して>]",
            "{person:sure}の{platform}[の][アカウント]を(切り離し|外し|はずし|分離)[て|たい|<して>]",
            "{person:sure}から(この|その)[{platform}][の][アカウント]を(切り離し|外し|はずし|分離)[て|たい|<して>]",
            "{person}から[アカウント]{account}を(切り離し|外し|はずし|分離)[て|たい|<して>]",
        ],
    },
    examples: Phrases {
        en: &["detach github:tmarchand from P-12", "split slack:tmarchand from P-12", "detach this Slack"],
        ja: &[
            "github:tmarchandをP-12から切り離して",
            "github:tmarchandの紐づけを解除して",
            "このSlackを切り離して",
        ],
    },
    right: Right::DeleteCrm,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for AccountDetach {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let call = &of_whom(ctx, call).await?;
        let (account, person) = both(ctx, call).await?;
        let (who, called) = (label(&person), escape(&account.label()));
        let mut reply = ctx.reply().text(say!(
            lang,
            "Part **{called}** from **{who}**? What it did goes with it, to a person of its own.",
            "**{called}** を **{who}** から切り離しますか？ このアカウントの活動も一緒に、独立した人に移ります。"
        ));
        let on = account.connection.clone().unwrap_or_default();
        reply = reply.fields([
            (say!(lang, "Name there", "表示名"), account.name.clone().unwrap_or_default()),
            (say!(lang, "Connection", "接続"), on),
        ]);
        let pinned = Call::new(
            SPEC.name,
            [("account", reference(ctx, &account).await?), ("person", person.code().to_string())],
        );
        Ok(Preview { reply, pinned })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let former: Option<Former> = back::of(call)?;
        if let Some(former) = former {
            return take_back(ctx, call, &former).await;
        }
        let lang = ctx.lang;
        let (account, person) = both(ctx, call).await?;
        let called = account.label();
        let new = NewPerson {
            name: account.name.clone().unwrap_or_else(|| account.called.clone()),
            relationship: "developer".to_owned(),
            ..NewPerson::default()
        };
        let Some(id) = persons::add(&mut ctx.tx, &[new]).await?.pop() else {
            return Err(anyhow::anyhow!("one was added, none came back").into());
        };
        let (Some(origin), Some(own)) = (
            merges::give(&mut ctx.tx, account.id, id).await?,
            persons::by_ids(&mut ctx.tx, &[id]).await?.pop(),
        ) else {
            return Err(anyhow::anyhow!("an account or a person is gone").into());
        };
        ctx.looked_at(own.code());
        let (gift, origin) = (Uuid::now_v7(), Some(origin.into()));
        let former = Former { gift, account: account.id, to: id, origin, made: true };
        let words = [("account", called.clone()), ("person", person.code().to_string())];
        let (one, other, shown) = (label(&person), label(&own), escape(&called));
        let reply = ctx.reply().text(say!(
            lang,
            "{shown} no longer belongs to {one}. It belongs to a new person: **{other}**.",
            "{shown} を {one} から切り離し、**{other}** として独立させました。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!({ "account": called, "person": person.code().to_string() }),
            object: Some(person.code().to_string()),
            before: Some(json!({ "account": called, "person": person.code().to_string() })),
            after: Some(json!({ "account": called, "person": own.code().to_string() })),
            reversal: Some(json!(back::with(Call::new("account attach", words), &former))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// What means this account and no other: its label, where no other has the same.
async fn reference(ctx: &mut Context<'_>, account: &Referred) -> Outcome<String> {
    let label = account.label();
    let same = match Named::read(&label) {
        Some(named) => accounts::refer(&mut ctx.tx, &named).await?.len(),
        None => 0,
    };
    Ok(if same == 1 { label } else { account.unique() })
}

/// The account, and whose it is. Refuses where it is not the one's it should be.
async fn both(ctx: &mut Context<'_>, call: &Call) -> Outcome<(Referred, Person)> {
    let lang = ctx.lang;
    let words = ctx.required(call, "account")?.to_owned();
    let Some(account) = find(ctx, call).await? else {
        return Err(Stop::Refused(say!(
            lang,
            "I know no account {words}. “accounts of P-12” shows those of a person.",
            "{words} というアカウントは見つかりません。「P-12のアカウント一覧」で確認できます。"
        )));
    };
    let called = account.label();
    let Some(owner) = owner(ctx, &account).await? else {
        return Err(Stop::Refused(say!(
            lang,
            "{called} is nobody’s; there is nothing to part.",
            "{called} は誰にも紐づいていないため、切り離す必要はありません。"
        )));
    };
    if call.arguments.contains_key("person") {
        let person = ctx.person(call, "person").await?;
        if person.id != owner.id {
            let (not, is) = (person.code(), format!("{} {}", owner.code(), owner.name));
            return Err(Stop::Refused(say!(
                lang,
                "{called} is not {not}’s but {is}’s; nothing was changed.",
                "{called} は {not} ではなく {is} に紐づいています。何も変更していません。"
            )));
        }
    }
    Ok((account, owner))
}
