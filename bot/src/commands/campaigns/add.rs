//! `campaign add`: a new campaign with its days.

use async_trait::async_trait;
use chrono::{Months, NaiveDate};
use crm::{
    access::Right,
    audit::Change,
    campaigns::{self, NewCampaign},
};
use nlp::{Lang, understand::SlotKind};
use serde_json::json;

use crate::commands::{
    Argument, Call, Command, Context, Done, Effect, Outcome, Phrases, Spec, Stop,
    campaigns::fields::{self as campaign_fields, is_japanese},
    campaigns::meant::label,
    fields::own,
};
use crate::{
    say,
    words::{span, words},
};

/// The command.
pub(crate) struct CampaignAdd;

static SPEC: Spec = Spec {
    name: "campaign add",
    about: words("A new campaign", "新しい施策を登録します"),
    arguments: &[
        Argument {
            name: "name",
            kind: SlotKind::Name,
            required: true,
            about: words("what it is called", "施策の名前"),
        },
        Argument {
            name: "start",
            kind: SlotKind::Date,
            required: false,
            about: words("its first day; today, unless said", "開始日。省略すると今日"),
        },
        Argument {
            name: "end",
            kind: SlotKind::Date,
            required: false,
            about: words("its last day; a month later, unless said", "終了日。省略すると開始の1か月後"),
        },
        Argument {
            name: "goal",
            kind: SlotKind::Text,
            required: false,
            about: words("what it is for", "目的"),
        },
    ],
    phrases: Phrases {
        en: &[
            "(new|create [a] [new]|add [a] [new]|make [a] [new]|set up [a] [new]|register [a] [new]|plan a [new]|start a [new]) campaign[:] [called|named] {name} [[,] [running] (from|starting [on]|starts|start) {start}] [[,] (to|until|till|through|-|[and] ending [on]|end|ends) {end}] [[,] [with] [the|a] goal[:] [of] {goal}]",
            "(new|create [a] [new]|add [a] [new]) campaign[:] [called|named] {name} (on|for) {start}",
            "(create|add|make|register) {name:sure} as a [new] campaign",
        ],
        ja: &[
            "[新しい|新規|新規の](施策|キャンペーン)[:| ]{name}[を|の](作成|作って|つくって|追加|登録|新規作成|立ち上げて|始めて|作りたい)[<して>|で]",
            "[新しい|新規|新規の](施策|キャンペーン)[:| ]{name}[を]{start}(から|〜|~|-){end}[まで](で|の期間で)[を](作成|作って|追加|登録)[<して>]",
            "(新しい|新規|新規の)(施策|キャンペーン)[は|:| |,]{name}[,| ]{start}(から|〜|~|-){end}[まで]",
            "(新しい|新規|新規の)(施策|キャンペーン)[は|:| |,]{name}",
            "{name}(という|って)(施策|キャンペーン)を(作成|作って|つくって|追加|登録|新規作成|立ち上げて)[<して>]",
            "{start}から{end}(まで[の]|に)(施策|キャンペーン){name}を(作成|作って|追加|登録)[<して>]",
            "[新しい](施策|キャンペーン)を(作成|追加|登録|作って)[<して>][,| ](名前|施策名|名称)は{name}",
            "[新しい](施策|キャンペーン)を(作成|追加|登録|作って)[<して>]",
        ],
    },
    examples: Phrases {
        en: &["new campaign RustConf booth", "create campaign \"Edge Day\" from 2026-10-03 to 2026-10-05"],
        ja: &["施策「RustConf出展」を作成", "新しい施策 秋の勉強会 10月3日から10月5日まで"],
    },
    right: Right::RunCampaigns,
    effect: Effect::Change,
};

#[async_trait]
impl Command for CampaignAdd {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (name, name_ja) = names(lang, ctx.required(call, "name")?)?;
        for name in [Some(&name), name_ja.as_ref()].into_iter().flatten() {
            is_free(ctx, name, None).await?;
        }
        let (starts_on, ends_on) = days(ctx, call)?;
        let goal = match call.arguments.get("goal") {
            Some(goal) => campaign_fields::free(lang, goal)?,
            None => None,
        };
        let new = NewCampaign {
            name,
            name_ja,
            goal,
            starts_on,
            ends_on,
            window_days: 30,
            resources: Vec::new(),
            budget: Vec::new(),
        };
        let id = campaigns::add(&mut ctx.tx, &new).await?;
        let Some(campaign) = campaigns::by_id(&mut ctx.tx, id).await? else {
            return Err(anyhow::anyhow!("what was just added is gone").into());
        };
        let (code, shown) = (campaign.code(), label(&campaign, lang));
        ctx.looked_at(code);
        let mut reply =
            ctx.reply().text(say!(lang, "Added **{shown}**.", "施策 **{shown}** を登録しました。")).fields([
                (say!(lang, "Dates", "期間"), span(lang, starts_on, ends_on)),
                (say!(lang, "Goal", "目的"), campaign.goal.clone().unwrap_or_default()),
            ]);
        if !call.arguments.contains_key("end") {
            reply = reply.text(assumed(lang, call.arguments.contains_key("start")));
        }
        let reply = reply.fields([own::to_fill(ctx, campaign.id.into(), code).await?]).text(say!(
            lang,
            "Next: “add 300k JPY ads to {code}” or “set {code} end to 2026-12-20”.",
            "次は「{code}に広告費30万円を追加」「{code}の終了日を12月20日に変更」などが使えます。"
        ));
        let change = Change {
            command: SPEC.name.to_owned(),
            arguments: json!(call.arguments),
            object: Some(code.to_string()),
            before: None,
            after: Some(json!({
                "campaign": code.to_string(), "name": new.name, "name_ja": new.name_ja, "goal": new.goal,
                "start": starts_on, "end": ends_on, "window": new.window_days,
            })),
            reversal: Some(json!(Call::new("campaign delete", [("campaign", code.to_string())]))),
            reverses: None,
        };
        Ok(Done { reply, change: Some(change) })
    }
}

/// A name, and the Japanese one: "RustConf booth / RustConf出展" are both; a Japanese name alone is either.
fn names(lang: Lang, said: &str) -> Outcome<(String, Option<String>)> {
    if let Some((one, other)) = said.split_once(" / ").or_else(|| said.split_once('／')) {
        let (one, other) = (campaign_fields::name(lang, one)?, campaign_fields::name(lang, other)?);
        match (is_japanese(&one), is_japanese(&other)) {
            (false, true) => return Ok((one, Some(other))),
            (true, false) => return Ok((other, Some(one))),
            _ => {}
        }
    }
    let name = campaign_fields::name(lang, said)?;
    let name_ja = is_japanese(&name).then(|| name.clone());
    Ok((name, name_ja))
}

/// Refuses a name that another campaign has.
pub(crate) async fn is_free(
    ctx: &mut Context<'_>,
    name: &str,
    own: Option<&campaigns::Campaign>,
) -> Outcome<()> {
    let lang = ctx.lang;
    match campaigns::named(&mut ctx.tx, name).await? {
        Some(other) if own.is_none_or(|own| own.id != other.id) => {
            let (code, name) = (other.code(), other.name_in(lang == Lang::Ja));
            Err(Stop::Refused(say!(
                lang,
                "There is a campaign of that name already: {code} {name}. Choose another name, for example with the year.",
                "同じ名前の施策がすでにあります：{code} {name}。年を付けるなど、別の名前にしてください。"
            )))
        }
        _ => Ok(()),
    }
}

fn days(ctx: &Context<'_>, call: &Call) -> Outcome<(NaiveDate, NaiveDate)> {
    let day = |name: &str| call.arguments.get(name).map(|said| campaign_fields::day(ctx, said)).transpose();
    let (start, end) = (day("start")?, day("end")?);
    let start = start.unwrap_or_else(|| ctx.now.today());
    let end = end.or_else(|| start.checked_add_months(Months::new(1))).unwrap_or(start);
    campaign_fields::in_order(ctx.lang, start, end)?;
    Ok((start, end))
}

fn assumed(lang: Lang, start_was_said: bool) -> String {
    if start_was_said {
        say!(
            lang,
            "You did not say when it ends, so I took a month.",
            "終了日の指定がなかったため、1か月間としました。"
        )
    } else {
        say!(
            lang,
            "You did not say when, so I took today and a month from now.",
            "期間の指定がなかったため、今日から1か月間としました。"
        )
    }
}
