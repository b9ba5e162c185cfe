//! `campaign list`: every campaign, the latest first.

use adapters::Column;
use async_trait::async_trait;
use chrono::NaiveDate;
use crm::{
    access::Right,
    campaigns::{self, Campaign},
};
use nlp::{
    Lang,
    understand::{Choices, SlotKind},
};

use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop};
use crate::{
    say,
    words::{count, money, span, words},
};

/// The command.
pub(crate) struct CampaignList;

/// Where a campaign stands, with what people say for it.
const STAGES: Choices = &[
    (
        "running",
        &[
            "active",
            "ongoing",
            "current",
            "実施中",
            "進行中",
            "開催中",
            "動いている",
            "動いてる",
            "やっている",
            "やってる",
        ],
    ),
    ("planned", &["upcoming", "scheduled", "future", "予定", "今後", "計画中"]),
    ("counting", &["集計中"]),
    ("closed", &["finished", "ended", "終了", "終わった", "終了した", "過去"]),
];

static SPEC: Spec = Spec {
    name: "campaign list",
    about: words("Every campaign with cost and outcomes", "施策の一覧を費用と成果つきで表示します"),
    arguments: &[Argument {
        name: "which",
        kind: SlotKind::Choice(STAGES),
        required: false,
        about: words("running, planned, counting or closed only", "実施中・予定・集計中・終了のみ"),
    }],
    phrases: Phrases {
        en: &[
            "[<show>|list] [all] [the|our|my] [{which}] campaigns",
            "(what|which) campaigns (are there|do we have|are [currently] on|are [currently] {which})",
            "(what|which) {which} campaigns (are there|do we have)",
            "campaigns [list]",
        ],
        ja: &[
            "(施策|キャンペーン)[の](一覧|リスト)[<見せて>]",
            "(施策|キャンペーン)[を|の][全部|全て|すべて][<見せて>]",
            "[今|いま][{which}|ある](施策|キャンペーン)は何[が(ある|あります)]",
            "どんな(施策|キャンペーン)が(ある|あります)[の]",
            "今の(施策|キャンペーン)[の(一覧|リスト)]<見せて>",
            "[今|いま]{which}[の](施策|キャンペーン)[[の](一覧|リスト)][は|を|は何][<見せて>]",
        ],
    },
    examples: Phrases {
        en: &["list campaigns", "which campaigns are running?"],
        ja: &["施策一覧", "実施中の施策は？"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for CampaignList {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let today = ctx.now.today();
        let mut listed = campaigns::list(&mut ctx.tx, today).await?;
        if listed.is_empty() {
            return Ok(ctx
                .reply()
                .text(say!(
                    lang,
                    "There are no campaigns yet. “new campaign Spring Hackathon” makes one.",
                    "施策はまだありません。「施策「春のハッカソン」を作成」で登録できます。"
                ))
                .into());
        }
        if let Some(said) = call.arguments.get("which") {
            let Some((wanted, _)) =
                STAGES.iter().find(|(key, all)| key == said || all.contains(&said.as_str()))
            else {
                return Err(Stop::Refused(say!(
                    lang,
                    "“{said}” is none of: running, planned, counting, closed.",
                    "「{said}」は指定できません。実施中・予定・集計中・終了 から選んでください。"
                )));
            };
            listed.retain(|l| stage_key(&l.campaign, today) == *wanted);
            if listed.is_empty() {
                let stage = named(wanted, lang);
                return Ok(ctx
                    .reply()
                    .text(say!(
                        lang,
                        "No campaign is {stage} now. “campaigns” shows every one.",
                        "{stage}の施策はありません。「施策一覧」で全件をご覧いただけます。"
                    ))
                    .into());
            }
        }
        ctx.showed(listed.iter().map(|l| vec![l.campaign.code()]).collect());
        let rows = listed
            .iter()
            .map(|l| {
                vec![
                    l.campaign.code().to_string(),
                    l.campaign.name_in(lang == Lang::Ja).to_owned(),
                    stage(&l.campaign, today, lang),
                    span(lang, l.campaign.starts_on, l.campaign.ends_on),
                    money(lang, l.cost, &ctx.currency),
                    count(l.outcomes),
                ]
            })
            .collect();
        let columns = vec![
            Column::left(say!(lang, "Code", "コード")),
            Column::left(say!(lang, "Campaign", "施策")),
            Column::left(say!(lang, "Stage", "状態")),
            Column::left(say!(lang, "Dates", "期間")),
            Column::right(say!(lang, "Cost", "費用")),
            Column::right(say!(lang, "Outcomes", "成果")),
        ];
        Ok(ctx.reply().table(columns, rows).into())
    }
}

/// Closed, by hand or with the end of its window; else planned, running or counting (its window is still open).
pub(crate) fn stage(campaign: &Campaign, today: NaiveDate, lang: Lang) -> String {
    named(stage_key(campaign, today), lang)
}

fn stage_key(campaign: &Campaign, today: NaiveDate) -> &'static str {
    if campaign.closed_at.is_some() || today > campaign.window_ends_on() {
        "closed"
    } else if today < campaign.starts_on {
        "planned"
    } else if today <= campaign.ends_on {
        "running"
    } else {
        "counting"
    }
}

fn named(stage: &str, lang: Lang) -> String {
    match stage {
        "closed" => say!(lang, "closed", "終了"),
        "planned" => say!(lang, "planned", "予定"),
        "running" => say!(lang, "running", "実施中"),
        _ => say!(lang, "counting", "集計中"),
    }
}
