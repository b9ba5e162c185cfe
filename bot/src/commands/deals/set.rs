//! `deal set`: changes what is said of a deal: amount, days, owner, with whom, why.

use async_trait::async_trait;
use crm::{
    MergeId,
    access::Right,
    audit::Change,
    deals::{self, Deal, Edit},
    fields::{Definition, FieldValue, Object},
    merges::Given,
};
use nlp::understand::{SlotKind, fields};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop, back,
    deals::{
        fields::{NAMES, changes, is_known, object, read},
        meant::{self, label, may_change},
    },
    fields::own,
};
use crate::{say, words::words};

/// The command.
pub(crate) struct DealSet;

static SPEC: Spec = Spec {
    name: "deal set",
    about: words(
        "Change a deal's amount, close date, owner or anything else",
        "商談の金額・受注予定・担当などを変更します",
    ),
    arguments: &[
        Argument {
            name: "deal",
            kind: SlotKind::Deal,
            required: false,
            about: words(
                "D-9, its name, or whom it is with; left out, the one looked at last",
                "D-9、商談名、または相手。省略すると直前に見た商談",
            ),
        },
        Argument {
            name: "fields",
            kind: SlotKind::Fields,
            required: false,
            about: words(
                "field=value: name, amount, close, owner, organization, person, reason, or a field of your own",
                "項目=値（名前・金額・受注予定・担当・会社・相手・理由、または独自項目）",
            ),
        },
        Argument {
            name: "field",
            kind: SlotKind::Choice(NAMES),
            required: false,
            about: words("one field", "変更する項目"),
        },
        Argument {
            name: "close",
            kind: SlotKind::Date,
            required: false,
            about: words("the day it is expected to be decided", "受注予定日"),
        },
        Argument {
            name: "amount",
            kind: SlotKind::Amount,
            required: false,
            about: words("how much it is worth", "金額"),
        },
        Argument {
            name: "owner",
            kind: SlotKind::User,
            required: false,
            about: words("who of us looks after it", "担当者"),
        },
        Argument {
            name: "name",
            kind: SlotKind::Name,
            required: false,
            about: words("what it is called", "商談名"),
        },
        Argument {
            name: "value",
            kind: SlotKind::Text,
            required: false,
            about: words("what it should say", "設定する内容"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(set|change|update|edit) [the] [deal] {deal:sure} {fields}",
            "(set|change|update|edit) [the] deal {deal} {fields}",
            "(set|change|update|edit|move) [the] {field} of [the] ([deal] {deal:sure}|deal {deal}|{deal} deal) to {value}",
            "(set|change|update|edit|move) [deal] {deal:sure}['s] {field} to {value}",
            "[deal] {deal:code}['s] {field} [is|should be|now|to|:] {value}",
            "[the] {field} of [deal] {deal:code} (is|should be) [now] {value}",
            "rename [the] [deal] {deal:code} to {name}",
            "[set|move|change|push] [the] [expected] (close|closing) date [of [deal] {deal}|for [deal] {deal}] [is|to|:|=] [now] {close}",
            "{deal:code} [will] (closes|close) [on|by] {close}",
            "{deal:code} [expected] (close|closing) date [is|to|:|=] [now] {close}",
            "{deal:code} (is worth|worth|is now worth) {amount}",
            "assign [the] [deal] {deal:code} to {owner}",
        ],
        ja: &[
            "[商談|案件]{deal:sure}[の|を|に]{fields}[に(変更|設定|更新)[<して>]]",
            "[商談|案件]{deal:code}の{field}を{value}に(変更|更新|修正|設定|<して>)[<して>]",
            "[商談|案件]{deal:code}の{field}を{value}(に|へ)",
            "[商談|案件]{deal:code}の{field}(は|:){value}(に(変更|設定)|で)[<して>]",
            "{deal}の(商談|案件)の{field}を{value}に[変更|更新|修正|設定][<して>]",
            "[商談|案件]{deal:code}の(受注予定|受注予定日|クローズ予定|クローズ予定日|完了予定日)[を|は]{close}(に|へ|で)[変更|設定|延期|<して>][<して>]",
            "(受注予定|受注予定日|クローズ予定|クローズ予定日|完了予定日)[を|は]{close}(に|へ|で)[変更|設定|延期|<して>][<して>]",
            "[商談|案件]{deal:code}を{name}に(改名|リネーム)[<して>]",
            "[商談|案件]{deal:code}の担当[者]を{owner}に[変更|設定|お願い|<して>][<して>]",
            "[商談|案件]{deal:code}を{owner}[さん](の担当|担当)に(変更|<して>)[<して>]",
            "[商談|案件]{deal:code}(は|を){owner}[さん]が担当[<して>|で|する]",
        ],
    },
    examples: Phrases {
        en: &["close date Friday", "set D-9 amount=1.5M", "change the owner of D-9 to Sato"],
        ja: &["受注予定を金曜に", "D-9の金額を150万円に変更して"],
    },
    right: Right::WriteCrm,
    effect: Effect::Change,
};

/// What a reversal finds and puts back.
#[derive(Debug, Serialize, Deserialize)]
struct Back {
    before: Edit,
    after: Edit,
    /// The merges that had brought it to the person whose it was.
    #[serde(default)]
    by: Vec<MergeId>,
    /// Of each field of the tenant's own.
    #[serde(default)]
    own: Vec<own::Back>,
}

#[async_trait]
impl Command for DealSet {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let deal = meant::deal(ctx, call).await?;
        let before = Edit::of(&deal);
        let (after, theirs) = match back::of::<Back>(call)? {
            Some(known) => {
                let changed_again = || {
                    let code = deal.code();
                    Stop::Refused(say!(
                        lang,
                        "{code} was changed again since; it stays as it is.",
                        "{code} はその後も変更されているため、そのままにしました。"
                    ))
                };
                let after = before.without(&known.before, &known.after).ok_or_else(changed_again)?;
                (after, own::former(ctx, (deal.id.into(), deal.code()), &known.own).await?)
            }
            None => {
                may_change(ctx, &deal)?;
                let (after, theirs) = said(ctx, call, &before).await?;
                (after, own::changes(ctx, deal.id.into(), theirs).await?)
            }
        };
        if before == after && theirs.is_empty() {
            let code = deal.code();
            return Err(Stop::Refused(say!(
                lang,
                "{code} says so already; nothing would change.",
                "{code} はすでにその内容です。変更する点はありません。"
            )));
        }
        let known: Option<Back> = back::of(call)?;
        let given = known.as_ref().map_or(Given::ByHand, |known| Given::Back(&known.by));
        let by = deals::set(&mut ctx.tx, deal.id, &after, given).await?;
        own::write(ctx, deal.id.into(), &theirs).await?;
        let now: Deal = deals::by_number(&mut ctx.tx, deal.number)
            .await?
            .ok_or_else(|| anyhow::anyhow!("what was just changed is gone"))?;
        let (code, shown) = (deal.code().to_string(), label(&now));
        let reply = ctx
            .reply()
            .text(say!(lang, "Changed **{shown}**.", "**{shown}** を変更しました。"))
            .fields(changes(lang, &deal, &now))
            .fields(theirs.iter().map(|it| (it.field.name.clone(), it.shown.clone())));
        let sides = |of: Value, pick: fn((Value, Value)) -> Value| {
            let own = theirs.iter().map(|it| (it.field.name.clone(), pick(it.sides())));
            let ours = of.as_object().cloned().unwrap_or_default();
            Value::Object(ours.into_iter().chain(own).collect())
        };
        let reversal = Call::new(SPEC.name, [("deal", code.clone())]);
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(back::without(call).arguments),
            object: Some(code),
            before: Some(sides(object(&deal), |(before, _)| before)),
            after: Some(sides(object(&now), |(_, after)| after)),
            reversal: Some(json!(back::with(
                reversal,
                &Back { before, after, by, own: theirs.iter().map(own::Changed::back).collect() }
            ))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// A field of the tenant's own, and what stands or is to stand in it.
type Theirs = (Definition, Option<FieldValue>);

/// What somebody said it is to say: in our fields, and in the tenant's own.
async fn said(ctx: &mut Context<'_>, call: &Call, before: &Edit) -> Outcome<(Edit, Vec<Theirs>)> {
    let mut edit = before.clone();
    let mut theirs = Vec::new();
    let argument = |name: &str| call.arguments.get(name).map(String::as_str);
    let alone = ["close", "amount", "owner", "name"];
    for field in alone {
        if let Some(value) = argument(field) {
            read(ctx, &mut edit, (field, value)).await?;
        }
    }
    match (argument("fields"), argument("field"), argument("value")) {
        (Some(words), _, _) => {
            for (field, value) in fields(words).unwrap_or_default() {
                let own = match is_known(&field) {
                    true => None,
                    false => own::named(ctx, Object::Deal, &field).await?,
                };
                match own {
                    Some(own) => theirs.push((own, value)),
                    None => read(ctx, &mut edit, (&field, &value)).await?,
                }
            }
        }
        (None, Some(field), Some(value)) => read(ctx, &mut edit, (field, value)).await?,
        (None, None, Some(_)) => return Err(Stop::Missing("field")),
        (None, Some(_), None) => return Err(Stop::Missing("value")),
        (None, None, None) if alone.iter().all(|name| argument(name).is_none()) => {
            return Err(Stop::Missing("fields"));
        }
        (None, None, None) => {}
    }
    Ok((edit, own::wanted(ctx, &theirs).await?))
}
