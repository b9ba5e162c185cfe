//! `campaign set`: changes what is said of a campaign: names, goal, days.

use async_trait::async_trait;
use crm::{
    access::Right,
    audit::Change,
    campaigns::{self, Campaign},
    fields::Object,
    roi,
};
use nlp::{
    Lang,
    understand::{SlotKind, fields},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Preview, Spec, Stop, back,
    campaigns::add::is_free,
    campaigns::fields::{self as campaign_fields, Field, NAMES, Setting},
    campaigns::meant::label,
    fields::own,
};
use crate::{
    say,
    words::{money, words},
};

/// The command.
pub(crate) struct CampaignSet;

static SPEC: Spec = Spec {
    name: "campaign set",
    about: words("Change a campaign's names, goal or days", "施策の名前・目的・期間を変更します"),
    arguments: &[
        Argument {
            name: "campaign",
            kind: SlotKind::Campaign,
            required: true,
            about: words("C-7 or a name", "C-7、または施策名"),
        },
        Argument {
            name: "fields",
            kind: SlotKind::Fields,
            required: false,
            about: words(
                "field=value: name, name_ja, goal, start, end, window, or a field of your own",
                "項目=値（名前・日本語名・目的・開始・終了・集計期間・独自項目）",
            ),
        },
        Argument {
            name: "field",
            kind: SlotKind::Choice(NAMES),
            required: false,
            about: words("one field", "変更する項目"),
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
            "(set|change|update|edit) [the] [campaign] {campaign:sure} {fields}",
            "(set|change|update|edit) [the] campaign {campaign} {fields}",
            "(set|change|update|edit|move) [the] {field} of [the] [campaign] {campaign} to {value}",
            "(set|change|update|edit|move) [campaign] {campaign:sure}['s] {field} to {value}",
            "(set|change|update|edit|move) {campaign}'s {field} to {value}",
            "[the] {field} of [campaign] {campaign:sure} (is|should be) {value}",
            "rename [the] [campaign] {campaign:sure} to {value}",
            "rename [the] campaign {campaign} to {value}",
        ],
        ja: &[
            "[施策|キャンペーン]{campaign:sure}[の|を|に]{fields}[に(変更|設定|更新)[<して>]]",
            "(施策|キャンペーン){campaign}[の|を|に]{fields}[に(変更|設定|更新)[<して>]]",
            "[施策|キャンペーン]{campaign}の{field}を{value}に(変更|更新|修正|設定|<して>)[<して>]",
            "[施策|キャンペーン]{campaign}の{field}を{value}(へ変更|と(する|して))[<して>]",
            "[施策|キャンペーン]{campaign:sure}の{field}(は|:){value}(に(変更|設定)|で)[<して>]",
            "[施策|キャンペーン]{campaign:sure}を{value}に(改名|リネーム)[<して>]",
        ],
    },
    examples: Phrases {
        en: &[
            "set C-12 end to 2026-12-20",
            "change the goal of C-12 to 300 sign-ups",
            "campaign set C-12 goal=\"300 sign-ups\"",
        ],
        ja: &["C-12の終了日を12月20日に変更", "春のハッカソンの目標を登録300件にして"],
    },
    right: Right::RunCampaigns,
    effect: Effect::Dangerous,
};

#[async_trait]
impl Command for CampaignSet {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn preview(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome<Preview> {
        let lang = ctx.lang;
        let (campaign, settings, theirs) = meant(ctx, call).await?;
        let shown = label(&campaign, lang);
        let mut reply = ctx
            .reply()
            .text(say!(lang, "Change **{shown}**?", "**{shown}** を次のように変更しますか？"))
            .fields(changes(lang, &campaign, &settings, &theirs));
        if settings.iter().any(|(field, _)| matches!(field, Field::Start | Field::End | Field::Window)) {
            reply = reply.text(counted(ctx, &campaign, &settings).await?);
        }
        let mut pinned = call.clone();
        pinned.arguments.insert("campaign".to_owned(), campaign.code().to_string());
        Ok(Preview { reply, pinned })
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (campaign, settings, theirs) = meant(ctx, call).await?;
        campaigns::set(&mut ctx.tx, campaign.id, &campaign_fields::edit(&settings)).await?;
        own::write(ctx, campaign.id.into(), &theirs).await?;
        let (code, shown) = (campaign.code(), label(&campaign, lang));
        let reply = ctx
            .reply()
            .text(say!(lang, "Changed **{shown}**.", "**{shown}** を変更しました。"))
            .fields(changes(lang, &campaign, &settings, &theirs));
        let before: Vec<Setting> = settings.iter().map(|(field, _)| (*field, field.of(&campaign))).collect();
        let reversal =
            Call::new(SPEC.name, [("campaign", code.to_string()), ("fields", spoken(&before, &theirs))]);
        let known = Known { settings: before.clone(), own: theirs.iter().map(own::Changed::back).collect() };
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(back::without(call).arguments),
            object: Some(code.to_string()),
            before: Some(object(&before, theirs.iter().map(|it| (it, it.sides().0)))),
            after: Some(object(&settings, theirs.iter().map(|it| (it, it.sides().1)))),
            reversal: Some(json!(back::with(reversal, &known))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// What a reversal puts back.
#[derive(Debug, Serialize, Deserialize)]
struct Known {
    settings: Vec<Setting>,
    /// Of each field of the tenant's own.
    own: Vec<own::Back>,
}

/// The campaign, and what is really to change in it: our fields, and the tenant's own.
async fn meant(ctx: &mut Context<'_>, call: &Call) -> Outcome<(Campaign, Vec<Setting>, Vec<own::Changed>)> {
    let lang = ctx.lang;
    let campaign = ctx.campaign(call, "campaign").await?;
    let (settings, theirs) = match back::of::<Known>(call)? {
        Some(known) => {
            let theirs = own::former(ctx, (campaign.id.into(), campaign.code()), &known.own).await?;
            (known.settings, theirs)
        }
        None => said(ctx, call, &campaign).await?,
    };
    // said twice: the last one is meant
    let mut last: Vec<Setting> = Vec::new();
    for (field, value) in settings {
        last.retain(|(known, _)| *known != field);
        last.push((field, value));
    }
    last.retain(|(field, value)| *value != field.of(&campaign));
    if last.is_empty() && theirs.is_empty() {
        let code = campaign.code();
        return Err(Stop::Refused(say!(
            lang,
            "{code} says so already; nothing would change.",
            "{code} はすでにその内容です。変更する点はありません。"
        )));
    }
    let edit = campaign_fields::edit(&last);
    campaign_fields::in_order(
        lang,
        edit.starts_on.unwrap_or(campaign.starts_on),
        edit.ends_on.unwrap_or(campaign.ends_on),
    )?;
    for name in [edit.name, edit.name_ja.flatten()].into_iter().flatten() {
        is_free(ctx, &name, Some(&campaign)).await?;
    }
    Ok((campaign, last, theirs))
}

/// What somebody said is to be set.
async fn said(
    ctx: &mut Context<'_>,
    call: &Call,
    campaign: &Campaign,
) -> Outcome<(Vec<Setting>, Vec<own::Changed>)> {
    let argument = |name: &str| call.arguments.get(name).cloned();
    match (argument("fields"), argument("field"), argument("value")) {
        (Some(words), _, _) => {
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            for (field, value) in fields(&words).unwrap_or_default() {
                let own = match campaign_fields::is_known(&field) {
                    true => None,
                    false => own::named(ctx, Object::Campaign, &field).await?,
                };
                match own {
                    Some(own) => theirs.push((own, value)),
                    None => ours.extend(campaign_fields::read(ctx, campaign, &field, &value)?),
                }
            }
            let theirs = own::wanted(ctx, &theirs).await?;
            Ok((ours, own::changes(ctx, campaign.id.into(), theirs).await?))
        }
        (None, field, Some(value)) => {
            let field = field.unwrap_or_else(|| "name".to_owned());
            Ok((campaign_fields::read(ctx, campaign, &field, &value)?, Vec::new()))
        }
        (None, Some(_), None) => ctx.required(call, "value").map(|_| Default::default()),
        (None, None, None) => ctx.required(call, "fields").map(|_| Default::default()),
    }
}

/// Before → after, a field a line.
fn changes(
    lang: Lang,
    campaign: &Campaign,
    settings: &[Setting],
    theirs: &[own::Changed],
) -> Vec<(String, String)> {
    let own = theirs.iter().map(|it| (it.field.name.clone(), it.shown.clone()));
    settings
        .iter()
        .map(|(field, value)| {
            let before = field.shown(lang, field.of(campaign).as_deref());
            let after = field.shown(lang, value.as_deref());
            (field.label(lang).to_owned(), format!("{before} → {after}"))
        })
        .chain(own)
        .collect()
}

/// What other days do to the value that is counted.
async fn counted(ctx: &mut Context<'_>, campaign: &Campaign, settings: &[Setting]) -> Outcome<String> {
    let (lang, today) = (ctx.lang, ctx.now.today());
    let edit = campaign_fields::edit(settings);
    let after = Campaign {
        starts_on: edit.starts_on.unwrap_or(campaign.starts_on),
        ends_on: edit.ends_on.unwrap_or(campaign.ends_on),
        window_days: edit.window_days.unwrap_or(campaign.window_days),
        ..campaign.clone()
    };
    let before = roi::of(&mut ctx.tx, campaign, today).await?;
    let after = roi::of(&mut ctx.tx, &after, today).await?;
    let cash = |amount| money(lang, amount, &before.currency);
    let (before, after) = (cash(before.value()), cash(after.value()));
    Ok(say!(
        lang,
        "Value counted in these days: {before} → {after}.",
        "この期間で集計される効果：{before} → {after}"
    ))
}

/// The name by which a field is typed.
fn key(field: Field) -> &'static str {
    match field {
        Field::Name => "name_en",
        Field::NameJa => "name_ja",
        Field::Goal => "goal",
        Field::Start => "start",
        Field::End => "end",
        Field::Window => "window",
    }
}

/// As somebody would type it.
fn spoken(settings: &[Setting], theirs: &[own::Changed]) -> String {
    let ours =
        settings.iter().map(|(field, value)| (key(*field).to_owned(), value.clone().unwrap_or_default()));
    let own = theirs.iter().map(|it| (format!("\"{}\"", it.field.name), it.former()));
    let pair = |(name, value): (String, String)| {
        let quoted = if value.contains('"') { format!("「{value}」") } else { format!("\"{value}\"") };
        let plain = !value.contains([' ', ',', '、', '"', '=', '\u{3000}']);
        format!("{name}={}", if plain { value } else { quoted })
    };
    ours.chain(own).map(pair).collect::<Vec<_>>().join(" ")
}

/// Field by field, for the audit log.
fn object<'a>(settings: &[Setting], theirs: impl Iterator<Item = (&'a own::Changed, Value)>) -> Value {
    let ours = settings.iter().map(|(field, value)| (key(*field).to_owned(), json!(value)));
    ours.chain(theirs.map(|(it, value)| (it.field.name.clone(), value))).collect()
}
