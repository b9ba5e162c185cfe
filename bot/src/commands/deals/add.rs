//! `deal add`: a new deal with an organization or a person.

use async_trait::async_trait;
use crm::{
    OrganizationId, PersonId,
    access::Right,
    audit::Change,
    deals::{self, NewDeal, stages},
    persons::{self, Found},
};
use nlp::understand::SlotKind;
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop,
    budget::amount as budget_amount,
    campaigns::fields::{self as campaign_fields},
    deals::{
        fields::object,
        meant::{label, one_stage},
        show::fields,
    },
    fields::own as own_fields,
    persons::add::organization,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct DealAdd;

static SPEC: Spec = Spec {
    name: "deal add",
    about: words("A new deal with an organization or a person", "新しい商談を登録します"),
    arguments: &[
        Argument {
            name: "organization",
            kind: SlotKind::Organization,
            required: false,
            about: words("with whom: O-3 or a name", "相手の組織。O-3、または組織名"),
        },
        Argument {
            name: "name",
            kind: SlotKind::Name,
            required: false,
            about: words(
                "what it is called; after whom it is with, unless said",
                "商談名。省略すると相手の名前",
            ),
        },
        Argument {
            name: "amount",
            kind: SlotKind::Amount,
            required: true,
            about: words("how much: 2M JPY", "金額。200万円 など"),
        },
        Argument {
            name: "close",
            kind: SlotKind::Date,
            required: false,
            about: words("the day it is expected to be decided", "受注予定日"),
        },
        Argument {
            name: "stage",
            kind: SlotKind::Stage,
            required: false,
            about: words("the first one, unless said", "ステージ。省略すると最初のステージ"),
        },
        Argument {
            name: "person",
            kind: SlotKind::Person,
            required: false,
            about: words("the person it is with", "相手の人"),
        },
        Argument {
            name: "owner",
            kind: SlotKind::User,
            required: false,
            about: words("who of us looks after it; you, unless said", "担当者。省略すると自分"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(new|add [a] [new]|create [a] [new]|open [a] [new]|make [a] [new]) (deal|opportunity) (with|for|at) {organization}[,] (called|named) {name} (worth|of|over|at|for) {amount} [[,] (closing|closes|close|expected|due) [on|by] {close}]",
            "(new|add [a] [new]|create [a] [new]|open [a] [new]|make [a] [new]|register [a] [new]|start [a] [new]|log [a] [new]) (deal|opportunity)[:] [with|for|at] {organization}[:|,] {name:sure}[,] [for|of|worth|at|over] {amount} [in [stage] {stage}] [[,] (closing|closes|close|expected|due) [on|by] {close}]",
            "(new|add [a] [new]|create [a] [new]|open [a] [new]|make [a] [new]|register [a] [new]|start [a] [new]|log [a] [new]) (deal|opportunity)[:] [with|for|at] {organization}[:|,] [for|of|worth|at|over] {amount} [in [stage] {stage}] [[,] (closing|closes|close|expected|due) [on|by] {close}]",
            "(new|add [a] [new]|create [a] [new]|open [a] [new]|make [a] [new]|register [a] [new]|start [a] [new]|log [a] [new]) {amount} (deal|opportunity) (with|for|at) {organization} [[,] (called|named|:) {name}] [in [stage] {stage}] [[,] (closing|closes|close|expected|due) [on|by] {close}]",
            "(new|add [a] [new]|create [a] [new]|open [a] [new]|make [a] [new]|register [a] [new]) (deal|opportunity) {name:sure} (with|for|at) {organization}[,] [for|of|worth|at|over] {amount} [[,] (closing|closes|close|expected|due) [on|by|at] {close}]",
            "(new|add [a] [new]|create [a] [new]|open [a] [new]|make [a] [new]|register [a] [new]) (deal|opportunity) {name}[,] [of|worth|at|over] {amount} (with|for) {organization}",
            "(new|add [a] [new]|create [a] [new]|open [a] [new]|make [a] [new]|register [a] [new]) (deal|opportunity) [called|named] {name} (with|for) {organization}[[,] [of|worth|at|over] {amount}]",
            "(new|add [a] [new]|create [a] [new]|open [a] [new]|make [a] [new]|register [a] [new]) (deal|opportunity) [with|for] {person:sure}[,] [for|of|worth|at|over] {amount}",
            "(new|add [a] [new]|create [a] [new]|open [a] [new]|make [a] [new]|register [a] [new]) (deal|opportunity) [with|for] {organization}",
            "(new|add [a] [new]|create [a] [new]|open [a] [new]|make [a] [new]|register [a] [new]) (deal|opportunity)",
        ],
        ja: &[
            "{organization}(に|と|との|で|の|へ){name:sure}という{amount}の[新規|新しい](商談|案件)[を](作成|登録|追加|作って|つくって|入れて)[<して>]",
            "{organization}( |、|,){amount}の[新規|新しい](商談|案件)を(作成|登録|追加|作って|つくって|入れて)[<して>]",
            "[組織|会社]{organization}(に|と|との)[新規|新しい](商談|案件){name}を{amount}で(作成|登録|追加|作って|つくって|入れて)[<して>]",
            "[新規|新しい|新規の](商談|案件)[を](作成|登録|追加|作って|つくって|作りたい|登録したい|追加したい)[<して>]",
            "{organization}(に|と|との|で|の|へ){amount}の[新規|新しい](商談|案件)[を|が][作成|登録|追加|作って|つくって|入れて|できた|発生][<して>|しました]",
            "{organization}(に|と|との|で|の|へ)[新規|新しい](商談|案件){amount}[を|で](作成|登録|追加|作って|つくって|入れて)[<して>]",
            "{organization}(に|と|との|で|の|へ)[新規|新しい](商談|案件)を{amount}で(作成|登録|追加|作って|つくって|入れて)[<して>]",
            "{organization}(に|と|との|で|の|へ){name:sure}[という|の](商談|案件)[を]{amount}[で|の][作成|登録|追加|作って|つくって|入れて][<して>]",
            "{organization}(に|と|との|で|の|へ){amount}の{name:sure}[という|の](商談|案件)[を][作成|登録|追加|作って|つくって|入れて][<して>]",
            "[新規|新しい|新規の](商談|案件)[:| |を|は|,]{organization}[ |,|に|で|、]{amount}[で|を][作成|登録|追加|作って|つくって|入れて][<して>]",
            "[新規|新しい|新規の](商談|案件)[:| |を|は|,]{organization}[ |,|に]{name:sure}[ |,|を|で]{amount}[で|を][作成|登録|追加|作って|つくって|入れて][<して>]",
            "{organization}(に|と|との|で|の|へ)[新規|新しい](商談|案件)[を|,]{amount}[で|の|,]{close}(受注|クローズ|決着|決定)(予定|見込み|見込)[で|の|として][,](追加|登録|作成|作って|つくって|入れて)[<して>]",
            "{organization}(に|と|との|で|の|へ){amount}[で|の|,]{close}(受注|クローズ|決着|決定)(予定|見込み|見込)[で]の[新規|新しい](商談|案件)[を](追加|登録|作成|作って|つくって|入れて)[<して>]",
            "{person:sure}(に|と|との|で|の|へ){amount}の[新規|新しい](商談|案件)[を][作成|登録|追加|作って|つくって|入れて][<して>]",
            "{organization}(に|と|との|の)[新規|新しい|新規の](商談|案件)[を](作成|登録|追加|作って|つくって)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["new deal Aozora Systems 2M JPY", "deal add O-3 \"Support plan\" 500k --close 2026-12-20"],
        ja: &["青空システムズに200万円の商談", "青空システムズと50万円の商談を登録して"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

#[async_trait]
impl Command for DealAdd {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (with, organization, person) = with_whom(ctx, call).await?;
        let (amount, currency) = budget_amount::read(ctx, ctx.required(call, "amount")?, &ctx.currency)?;
        let stages = stages::all(&mut ctx.tx).await?;
        let stage = match call.arguments.get("stage") {
            Some(words) => one_stage(ctx, call, "stage", words, &stages)?,
            None => match stages.iter().find(|stage| stage.is_open()) {
                Some(first) => first.clone(),
                None => return Err(anyhow::anyhow!("there is no open stage").into()),
            },
        };
        let closes_on = match call.arguments.get("close") {
            Some(said) => Some(campaign_fields::day(ctx, said)?),
            None => None,
        };
        let owner = match call.arguments.get("owner") {
            Some(_) => Some(ctx.staff(call, "owner").await?),
            None => ctx.tx.actor().user_id(),
        };
        let name = match call.arguments.get("name") {
            Some(name) => super::fields::name(lang, name)?,
            None => with,
        };
        let at = ctx.now.at;
        let new = NewDeal {
            name,
            organization,
            person,
            owner,
            stage: stage.key.clone(),
            amount,
            currency,
            closes_on,
            closed_at: (!stage.is_open()).then_some(at),
        };
        let deal = deals::add(&mut ctx.tx, &new, at).await?;
        let code = deal.code();
        ctx.looked_at(code);
        let shown = label(&deal);
        let reply = ctx.reply().text(say!(lang, "Added **{shown}**.", "商談 **{shown}** を登録しました。"));
        let to_fill = own_fields::to_fill(ctx, deal.id.into(), code).await?;
        let reply = fields(ctx, reply, &deal, &stages).fields([to_fill]).text(say!(
            lang,
            "Next: “{code} to Proposal”, “close date next Friday”, “note {code}: …”.",
            "次は「{code}を提案へ」「受注予定を来週の金曜に」「{code}にメモ：…」などが使えます。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            before: None,
            after: Some(object(&deal)),
            reversal: Some(json!(Call::new("deal delete", [("deal", code.to_string())]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// With whom it is: what to call it after them, the organization, the person. A name that no organization bears may
/// be a person's.
async fn with_whom(
    ctx: &mut Context<'_>,
    call: &Call,
) -> Outcome<(String, Option<OrganizationId>, Option<PersonId>)> {
    let person = match call.arguments.get("person") {
        Some(_) => Some(ctx.person(call, "person").await?),
        None => None,
    };
    let Some(words) = call.arguments.get("organization").cloned() else {
        let Some(person) = person else { return Err(Stop::Missing("organization")) };
        return Ok((person.name, None, Some(person.id)));
    };
    if person.is_none()
        && let Found::None(_) = crm::organizations::refer(&mut ctx.tx, &words).await?
        && let Found::One(person) = persons::refer(&mut ctx.tx, &words).await?
    {
        return Ok((person.name, None, Some(person.id)));
    }
    let organization = organization(ctx, call).await?;
    Ok((organization.name, Some(organization.id), person.map(|person| person.id)))
}
