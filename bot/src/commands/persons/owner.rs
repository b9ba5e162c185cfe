//! `person owner`: says which member of staff looks after a person.

use std::collections::BTreeMap;

use adapters::{Reply, markdown::escape};
use async_trait::async_trait;
use crm::{
    UserId,
    access::{self, Right},
    audit::Change,
    persons::{self, Person},
};
use nlp::understand::{Choices, SlotKind};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::owner_of_several as several;
use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back, persons::label,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct PersonOwner;

/// That nobody is to look after them.
const NOBODY: Choices = &[(
    "nobody",
    &[
        "no one",
        "noone",
        "none",
        "unassign",
        "unassigned",
        "なし",
        "無し",
        "未定",
        "未割り当て",
        "外して",
        "外す",
        "はずして",
        "はずす",
        "解除",
        "解除して",
        "削除",
        "削除して",
        "取って",
    ],
)];

pub(super) static SPEC: Spec = Spec {
    name: "person owner",
    about: words("Who of us looks after a person: asked or decided", "人の担当者を確認・変更します"),
    arguments: &[
        Argument {
            name: "person",
            kind: SlotKind::Person,
            required: true,
            about: words("P-12, @handle or a name", "P-12、@ハンドル、または名前"),
        },
        Argument {
            name: "nobody",
            kind: SlotKind::Choice(NOBODY),
            required: false,
            about: words("nobody: not looked after any more", "なし：担当者を外す"),
        },
        Argument {
            name: "user",
            kind: SlotKind::User,
            required: false,
            about: words(
                "who of us: a name, or me; left out, you are told who it is",
                "担当者の名前、または「私」。省略すると今の担当者を表示",
            ),
        },
    ],
    phrases: Phrases {
        en: &[
            "assign {person:sure} to ({user}|{nobody})",
            "(assign|give|hand [over]) {person:these} to ({user}|{nobody})",
            "hand {person:these} over to {user}",
            "assign person {person} to ({user}|{nobody})",
            "make {user} [the] owner of {person}",
            "(change|set) [the] owner of {person} to ({user}|{nobody})",
            "(change|set) {person}'s owner to ({user}|{nobody})",
            "(give|hand [over]) {person:code} to {user}",
            "who (owns|looks after|is looking after|takes care of|is responsible for) {person:sure}",
            "who is [the] (owner of {person:sure}|{person:sure}'s owner|responsible for {person:sure}|in charge of {person:sure})",
            "[<show>] [the] owner of {person:sure}",
            "{nobody} {person:sure}",
            "(remove|clear|drop) [the] owner (of|from) {person:sure}",
            "{user} (owns|looks after|takes care of|takes [over]) {person:code}",
            "[i will|i'll|let me] (take|take over|look after) {person:code} [{user}]",
        ],
        ja: &[
            "{person}の担当[者][を|は|,]({user}|{nobody})に[<して>|変更[<して>]|変えて|お願い|設定[<して>]]",
            "{person}の担当[者][を|は|,]{user:sure}[<して>|お願い]",
            "{person}の担当[者][を|から|は|,]{nobody}[<して>]",
            "{person}を(担当|担当者)から{nobody}",
            "{person:these}の担当[者]を({user}|{nobody})に[<して>|変更[<して>]|お願い]",
            "{person:these}を({user}|{nobody})の担当に[<して>|変更[<して>]]",
            "{person:these}を{user}に(割り当て|割当|アサイン|任せ|引き継)[て|いで|<して>]",
            "{person}を({user}|{nobody})の担当に[<して>|変更[<して>]]",
            "{person:sure}を{user}に(割り当て|割当|アサイン|任せ|引き継)[て|いで|<して>]",
            "{person:sure}の担当[者][は|って](誰|だれ|どなた|何|)",
            "{person:sure}の担当[者][を|は][<見せて>]",
            "{person:sure}(は|って)(誰|だれ|どなた)が(担当|見てる|見ている)[してる|している|しています]",
            "(誰|だれ|どなた)が{person:sure}(の担当[者]|を担当[している|してる|しています])",
            "{person:code}は{user}が担当[<して>|します]",
            "{person}の担当[者]を{nobody}に[<して>]",
        ],
    },
    examples: Phrases {
        en: &["assign P-12 to me", "change the owner of P-12 to Sato"],
        ja: &["P-12の担当を私に", "P-12の担当者を佐藤さんに変更"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

/// What a reversal finds and puts back.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Back {
    pub(super) now: Option<UserId>,
    pub(super) before: Option<UserId>,
}

/// The same of several, by their codes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Known {
    One(Back),
    Several(BTreeMap<String, Back>),
}

#[async_trait]
impl Command for PersonOwner {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let known: Option<Back> = match back::of::<Known>(call)? {
            Some(Known::One(back)) => Some(back),
            Some(Known::Several(backs)) => return several::all_back(ctx, call, backs).await,
            None => None,
        };
        let asks = !["user", "nobody"].iter().any(|name| call.arguments.contains_key(*name));
        if let Some(words) = call.arguments.get("person").filter(|_| !asks)
            && let Some(codes) = several::pointed_at(ctx, words).await?
        {
            return several::all(ctx, call, &codes).await;
        }
        let person = ctx.person(call, "person").await?;
        let before = persons::owner(&mut ctx.tx, person.id).await?;
        if asks && known.is_none() {
            return Ok(looked_after(ctx, &person, before).await?.into());
        }
        let after = match &known {
            Some(known) => {
                back::is_still(ctx, call, "person", &person)?;
                if known.now != before {
                    return Err(given_since(ctx, &person, before).await?);
                }
                known.before
            }
            None => wanted(ctx, call).await?,
        };
        if known.is_none() {
            allowed(ctx, &person, before).await?;
        }
        let (former, owner) = (name(ctx, before).await?, name(ctx, after).await?);
        if before == after {
            let (code, owner) = (person.code(), owner.unwrap_or_else(|| nobody(ctx)));
            return Err(Stop::Refused(say!(
                lang,
                "{code} is looked after by {owner} already; nothing was changed.",
                "{code} の担当はすでに{owner}です。何も変更していません。"
            )));
        }
        persons::set_owner(&mut ctx.tx, person.id, after).await?;
        let who = label(&person);
        let reply = ctx.reply().text(match &owner {
            Some(owner) => {
                let owner = escape(owner);
                say!(
                    lang,
                    "**{who}** is looked after by {owner} from now on.",
                    "**{who}** の担当を {owner} さんにしました。"
                )
            }
            None => {
                say!(lang, "**{who}** is looked after by nobody now.", "**{who}** の担当者を外しました。")
            }
        });
        let reply = match &former {
            Some(former) => reply.fields([(say!(lang, "Before", "変更前"), former.clone())]),
            None => reply,
        };
        let code = person.code().to_string();
        let reversal = match &former {
            Some(former) => Call::new(SPEC.name, [("person", code.clone()), ("user", former.clone())]),
            None => Call::new(SPEC.name, [("person", code.clone()), ("nobody", "nobody".to_owned())]),
        };
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(back::without(call).arguments),
            object: Some(code),
            before: Some(json!({ "owner": former })),
            after: Some(json!({ "owner": owner })),
            reversal: Some(json!(back::with(reversal, &Known::One(Back { now: after, before })))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// Says who looks after them.
async fn looked_after(ctx: &mut Context<'_>, person: &Person, owner: Option<UserId>) -> Outcome<Reply> {
    let (lang, who, code) = (ctx.lang, label(person), person.code());
    let owner = name(ctx, owner).await?.map(|owner| escape(&owner));
    Ok(ctx.reply().text(match owner {
        Some(owner) => {
            say!(lang, "**{who}** is looked after by {owner}.", "**{who}** の担当は {owner} さんです。")
        }
        None => say!(
            lang,
            "Nobody looks after **{who}**. Say “assign {code} to me” to do so.",
            "**{who}** の担当者は決まっていません。「{code}の担当を私に」で設定できます。"
        ),
    }))
}

/// Who shall look after them.
pub(super) async fn wanted(ctx: &mut Context<'_>, call: &Call) -> Outcome<Option<UserId>> {
    if call.arguments.contains_key("nobody") {
        return Ok(None);
    }
    Ok(Some(ctx.staff(call, "user").await?))
}

/// Everybody may hand over what is nobody's or their own; who may do more, anything.
pub(super) async fn allowed(ctx: &mut Context<'_>, person: &Person, owner: Option<UserId>) -> Outcome<()> {
    let mine = owner.is_none() || owner == ctx.tx.actor().user_id();
    if mine || access::may(ctx.tx.actor(), Right::AssignAny) {
        return Ok(());
    }
    let (lang, code) = (ctx.lang, person.code());
    let owner = name(ctx, owner).await?.unwrap_or_default();
    let role =
        access::least(Right::AssignAny).map_or("–", |role| lang.pick(role.words().0, role.words().1));
    Err(Stop::Refused(say!(
        lang,
        "{code} is looked after by {owner}. They can hand it over, or anyone with the role {role} or above.",
        "{code} の担当は {owner} さんです。変更できるのは、本人または{role}以上の権限を持つ人です。"
    )))
}

pub(super) async fn given_since(
    ctx: &mut Context<'_>,
    person: &Person,
    owner: Option<UserId>,
) -> Outcome<Stop> {
    let (lang, code) = (ctx.lang, person.code());
    let owner = name(ctx, owner).await?.unwrap_or_else(|| nobody(ctx));
    Ok(Stop::Refused(say!(
        lang,
        "{code} was given to somebody else since: it is looked after by {owner}, and stays so.",
        "{code} の担当はその後変更され、現在は{owner}です。そのままにしました。"
    )))
}

pub(super) async fn name(ctx: &mut Context<'_>, user: Option<UserId>) -> Outcome<Option<String>> {
    Ok(match user {
        Some(user) => persons::name_of(&mut ctx.tx, user).await?,
        None => None,
    })
}

pub(super) fn nobody(ctx: &Context<'_>) -> String {
    ctx.lang.pick("nobody", "未設定").to_owned()
}
