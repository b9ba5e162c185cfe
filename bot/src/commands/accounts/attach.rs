//! `account attach`: says whose account it is.

use async_trait::async_trait;
use crm::{
    AccountId, PersonId,
    access::Right,
    accounts::{self, Named, NewAccount, Referred},
    audit::Change,
    merges::{self, Origin},
    persons::{self, Person},
};
use nlp::understand::SlotKind;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back, persons::label,
};
use crate::{
    say,
    words::{actions, words},
};

/// The command.
pub(crate) struct AccountAttach;

static SPEC: Spec = Spec {
    name: "account attach",
    about: words("Say whose account it is", "アカウントを人に紐づけます"),
    arguments: &[
        Argument {
            name: "account",
            kind: SlotKind::Account,
            required: true,
            about: words(
                "github:taro, slack:U123 or an e-mail address",
                "github:taro、slack:U123、またはメールアドレス",
            ),
        },
        Argument {
            name: "person",
            kind: SlotKind::Person,
            required: true,
            about: words("P-12, @handle or a name", "P-12、@ハンドル、または名前"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(attach|link|connect) [the] [account] {account} (to|with) [person] {person}",
            "add [the] account {account} to [person] {person}",
            "add {account} to {person:code}",
            "{account} (belongs to|is) {person:code}",
        ],
        ja: &[
            "[アカウント]{account}を{person}に(紐づけ|紐付け|ひもづけ|ひも付け|接続|つなげ|関連付け|関連づけ)[て|る|たい|<して>]",
            "アカウント{account}を{person}に追加[<して>]",
            "{account}を{person:sure}(に|のアカウントに|のアカウントとして)追加[<して>]",
            "{account}は{person:sure}[のアカウント|のもの][だ|です]",
        ],
    },
    examples: Phrases {
        en: &["attach github:taro to P-12", "add the account x:taro to P-12"],
        ja: &["github:taroをP-12に紐づけて", "アカウント slack:U123 を P-12 に追加"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

/// Where an account was before a command gave it away, so that it finds its way back.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Former {
    /// Tells this gift from others of the same account.
    pub(crate) gift: Uuid,
    pub(crate) account: AccountId,
    /// Who it was given to.
    pub(crate) to: PersonId,
    /// `None`: it was new, and goes.
    pub(crate) origin: Option<Whose>,
    /// `to` was made for it, and goes as well unless there is more to them by then.
    pub(crate) made: bool,
}

/// [`Origin`], kept.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Whose {
    person: Option<PersonId>,
    by: Vec<crm::MergeId>,
}

impl From<Origin> for Whose {
    fn from(origin: Origin) -> Self {
        Self { person: origin.person, by: origin.by }
    }
}

#[async_trait]
impl Command for AccountAttach {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let former: Option<Former> = back::of(call)?;
        if let Some(former) = former {
            return take_back(ctx, call, &former).await;
        }
        let person = ctx.person(call, "person").await?;
        match find(ctx, call).await? {
            Some(account) => give(ctx, call, &person, account).await,
            None => note(ctx, call, &person).await,
        }
    }
}

/// An account that is known goes to another person.
async fn give(ctx: &mut Context<'_>, call: &Call, person: &Person, account: Referred) -> Outcome {
    let (lang, called) = (ctx.lang, account.label());
    if account.is_bot {
        return Err(Stop::Refused(say!(
            lang,
            "{called} is a bot, and a bot is nobody’s.",
            "{called} はボットのため、人には紐づけられません。"
        )));
    }
    let owner = owner(ctx, &account).await?;
    if account.person == Some(person.id) {
        let code = person.code();
        return Err(Stop::Refused(say!(
            lang,
            "{called} is {code}’s already; nothing was changed.",
            "{called} はすでに {code} に紐づいています。何も変更していません。"
        )));
    }
    let Some(origin) = merges::give(&mut ctx.tx, account.id, person.id).await? else {
        return Err(anyhow::anyhow!("an account or a person is gone").into());
    };
    let (gift, origin) = (Uuid::now_v7(), Some(origin.into()));
    let former = Former { gift, account: account.id, to: person.id, origin, made: false };
    // whose it was is said in the reversal's words; what counts is what it knows
    let reversal = match &owner {
        Some(owner) => {
            Call::new(SPEC.name, [("account", called.clone()), ("person", owner.code().to_string())])
        }
        None => Call::new("account detach", [("account", called.clone())]),
    };
    let who = label(person);
    let shown = adapters::markdown::escape(&called);
    let mut reply =
        ctx.reply().text(say!(lang, "{shown} is now **{who}**’s.", "{shown} を **{who}** に紐づけました。"));
    if let Some(owner) = &owner {
        reply = reply.fields([(say!(lang, "Before", "変更前"), format!("{} {}", owner.code(), owner.name))]);
    }
    let before = owner.map(|owner| owner.code().to_string());
    let change = Change {
        command: SPEC.name.to_owned(),
        arguments: json!(call.arguments),
        object: Some(person.code().to_string()),
        before: Some(json!({ "account": called, "person": before })),
        after: Some(json!({ "account": called, "person": person.code().to_string() })),
        reversal: Some(json!(back::with(reversal, &former))),
        reverses: None,
    };
    Ok(Done { reply, change: Some(change) })
}

/// An account that was never seen is noted, unproved, where its name alone says whose it is.
async fn note(ctx: &mut Context<'_>, call: &Call, person: &Person) -> Outcome {
    let lang = ctx.lang;
    let words = ctx.required(call, "account")?.to_owned();
    let named = read(ctx, &words)?;
    let Some(provider) = named.provider.clone().filter(|_| named.is_global()) else {
        let on = named.provider.as_deref().map(|provider| actions::platform(provider, lang).to_owned());
        return Err(Stop::Refused(match on {
            Some(on) => say!(
                lang,
                "I have seen no account {words} on {on} yet, and names there are not unique. It can be attached once they have said something there.",
                "{on} で {words} というアカウントはまだ確認できていません（名前だけでは特定できません）。その人が発言したあとで紐づけてください。"
            ),
            None => say!(
                lang,
                "I have seen no account {words}. Say where it is, as in github:taro or x:taro.",
                "{words} というアカウントは見つかりません。github:taro や x:taro のようにサービス名をつけて指定してください。"
            ),
        }));
    };
    let is_mail = provider == "email";
    if is_mail && !crate::commands::persons::fields::is_address(&named.name)
        || named.name.contains(char::is_whitespace)
    {
        let name = &named.name;
        return Err(Stop::Refused(say!(
            lang,
            "“{name}” is no account there. Write it like github:taro or taro@example.com.",
            "「{name}」はアカウントとして読めません。github:taro や taro@example.com のように書いてください。"
        )));
    }
    let account = NewAccount {
        person: Some(person.id),
        provider: provider.clone(),
        external_id: named.name.to_lowercase(),
        handle: (!is_mail).then(|| named.name.clone()),
        email: is_mail.then(|| named.name.clone()),
        ..NewAccount::default()
    };
    let Some(id) = accounts::add(&mut ctx.tx, &[account]).await?.pop() else {
        return Err(anyhow::anyhow!("one was added, none came back").into());
    };
    let called = format!("{provider}:{}", named.name);
    let former = Former { gift: Uuid::now_v7(), account: id, to: person.id, origin: None, made: false };
    let reversal = Call::new("account detach", [("account", called.clone())]);
    let (who, shown) = (label(person), adapters::markdown::escape(&called));
    let reply = ctx.reply().text(say!(
        lang,
        "Noted: {shown} is **{who}**’s (not proved yet).",
        "{shown} を **{who}** のアカウントとして登録しました（本人確認は未了です）。"
    ));
    let change = Change {
        command: SPEC.name.to_owned(),
        arguments: json!(call.arguments),
        object: Some(person.code().to_string()),
        before: None,
        after: Some(json!({ "account": called, "person": person.code().to_string() })),
        reversal: Some(json!(back::with(reversal, &former))),
        reverses: None,
    };
    Ok(Done { reply, change: Some(change) })
}

/// An account goes back to where it was, as if it had never been given away.
pub(crate) async fn take_back(ctx: &mut Context<'_>, call: &Call, former: &Former) -> Outcome {
    let lang = ctx.lang;
    let called = call.arguments.get("account").cloned().unwrap_or_default();
    let to = persons::by_ids(&mut ctx.tx, &[former.to]).await?.pop().map(|person| person.code().to_string());
    let done = match &former.origin {
        _ if accounts::given_since(&mut ctx.tx, former.account, former.gift).await? => false,
        Some(Whose { person, by }) => {
            let origin = Origin { person: *person, by: by.clone() };
            merges::take_back(&mut ctx.tx, former.account, former.to, &origin).await?
        }
        None => accounts::remove(&mut ctx.tx, former.account).await?,
    };
    if !done {
        return Err(Stop::Refused(say!(
            lang,
            "{called} stays where it is: since then it was used, it was given to somebody else, or whose it was went to the trash. Attach it by hand if that is wrong.",
            "{called} は、その後使われたか、別の人に紐づけられたか、元の人がゴミ箱に入ったため、そのままにしました。必要であれば改めて紐づけてください。"
        )));
    }
    let stays = former.made && !persons::unmake(&mut ctx.tx, former.to).await?;
    let found = accounts::by_id(&mut ctx.tx, former.account).await?;
    let owner = match &found {
        Some(account) => owner(ctx, account).await?,
        None => None,
    };
    let shown = adapters::markdown::escape(&called);
    let mut reply = ctx.reply().text(match &owner {
        Some(owner) => {
            let who = label(owner);
            say!(lang, "{shown} is **{who}**’s again.", "{shown} を **{who}** に戻しました。")
        }
        None if found.is_some() => {
            say!(lang, "{shown} is nobody’s again.", "{shown} の紐づけを元どおり外しました。")
        }
        None => say!(lang, "{shown} is forgotten again.", "{shown} の登録を取り消しました。"),
    });
    if let Some(to) = to.as_ref().filter(|_| stays) {
        reply = reply.text(say!(
            lang,
            "{to} stays: there is more to them by now.",
            "{to} にはその後の記録や変更があるため、そのまま残しました。"
        ));
    }
    let change = Change {
        command: call.command.clone(),
        arguments: json!(back::without(call).arguments),
        object: owner.as_ref().map(|owner| owner.code().to_string()).or(to.clone()),
        before: Some(json!({ "account": called, "person": to })),
        after: Some(json!({ "account": called, "person": owner.map(|owner| owner.code().to_string()) })),
        reversal: None,
        reverses: None,
    };
    Ok(Done { reply, change: Some(change) })
}

/// The account an argument means, if it is known. Several: the asker chooses.
pub(crate) async fn find(ctx: &mut Context<'_>, call: &Call) -> Outcome<Option<Referred>> {
    let words = ctx.required(call, "account")?.to_owned();
    let named = read(ctx, &words)?;
    let mut found = accounts::refer(&mut ctx.tx, &named).await?;
    if found.len() < 2 {
        return Ok(found.pop());
    }
    let option = |account: Referred| {
        let mut call = call.clone();
        call.arguments.insert("account".to_owned(), account.unique());
        let on = account.connection.as_ref().map(|on| format!(" ({on})")).unwrap_or_default();
        (format!("{}{on}  {}", account.label(), account.name.clone().unwrap_or_default()), call)
    };
    Err(Stop::Choose {
        question: say!(
            ctx.lang,
            "There is more than one account “{words}”. Which?",
            "「{words}」に当てはまるアカウントが複数あります。どれですか？"
        ),
        options: found.into_iter().map(option).collect(),
    })
}

fn read(ctx: &Context<'_>, words: &str) -> Outcome<Named> {
    Named::read(words).ok_or_else(|| {
        Stop::Refused(say!(
            ctx.lang,
            "I cannot read “{words}” as an account. Write it like github:taro, @taro or taro@example.com.",
            "「{words}」をアカウントとして読めません。github:taro、@taro、taro@example.com のように書いてください。"
        ))
    })
}

/// Whose an account is.
pub(crate) async fn owner(ctx: &mut Context<'_>, account: &Referred) -> Outcome<Option<Person>> {
    Ok(match account.person {
        Some(person) => persons::by_ids(&mut ctx.tx, &[person]).await?.pop(),
        None => None,
    })
}
