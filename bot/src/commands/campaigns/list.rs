//! `campaign list`: every campaign, the latest first.

use adapters::Column;
use async_trait::async_trait;
use chrono::NaiveDate;
use crm::{
    access::Right,
    campaigns::{self, Campaign},
};
use nlp::Lang;

use crate::commands::{Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{count, money, span, words},
};

/// The command.
pub(crate) struct CampaignList;

static SPEC: Spec = Spec {
    name: "campaign list",
    about: words("Every campaign with cost and outcomes", "施策の一覧を費用と成果つきで表示します"),
    arguments: &[],
    phrases: Phrases {
        en: &[
            "[<show>|list] [all] [the|our|my] campaigns",
            "(what|which) campaigns (are there|do we have|are [currently] (running|active|planned|on))",
            "campaigns [list]",
        ],
        ja: &[
            "(施策|キャンペーン)[の](一覧|リスト)[<見せて>]",
            "(施策|キャンペーン)[を|の][全部|全て|すべて][<見せて>]",
            "[今|いま][動いている|動いてる|やっている|やってる|ある](施策|キャンペーン)は何[が(ある|あります)]",
            "どんな(施策|キャンペーン)が(ある|あります)[の]",
            "(実施中|進行中|今)の(施策|キャンペーン)[の(一覧|リスト)]<見せて>",
        ],
    },
    examples: Phrases {
        en: &["list campaigns", "show all campaigns"],
        ja: &["施策一覧", "キャンペーンの一覧を見せて"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for CampaignList {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, _: &Call) -> Outcome {
        let lang = ctx.lang;
        let today = ctx.now.today();
        let listed = campaigns::list(&mut ctx.tx, today).await?;
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
    if campaign.closed_at.is_some() || today > campaign.window_ends_on() {
        say!(lang, "closed", "終了")
    } else if today < campaign.starts_on {
        say!(lang, "planned", "予定")
    } else if today <= campaign.ends_on {
        say!(lang, "running", "実施中")
    } else {
        say!(lang, "counting", "集計中")
    }
}
