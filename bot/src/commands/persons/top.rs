//! `top people`: who was most active.

use adapters::{Chart, ChartKind, Column, Series};
use async_trait::async_trait;
use crm::{
    access::Right,
    persons::{self, Among},
};
use nlp::understand::SlotKind;

use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{count, words},
};

/// The command.
pub(crate) struct TopPeople;

static SPEC: Spec = Spec {
    name: "top people",
    about: words("Who was most active", "活動の多い人を表示します"),
    arguments: &[
        Argument {
            name: "count",
            kind: SlotKind::Count,
            required: false,
            about: words("how many, up to 50", "人数（50まで）"),
        },
        Argument {
            name: "period",
            kind: SlotKind::Period,
            required: false,
            about: words("such as “this month”; all time without", "「今月」など。省略すると全期間"),
        },
        Argument {
            name: "room",
            kind: SlotKind::Room,
            required: false,
            about: words("only in #name", "#名前 のルームだけ"),
        },
    ],
    phrases: Phrases {
        en: &[
            "[<show>] [the] top [{count}] (people|contributors|members|developers|users|speakers) [in {room:sure}] [{period}]",
            "[<show>] [the] top [{count}] (people|contributors|members|developers|users|speakers) [{period}] in {room:sure}",
            "[<show>] [the|our] top {count} [{period}]",
            "who (are|were) [the|our] top [{count}] (people|contributors|members|developers|users|speakers) [{period}]",
            "who (was|is|are|were|has been) [the] most active [people|members] [in {room:sure}] [{period}]",
            "[<show>] [the] most active (people|members|contributors) [in {room:sure}] [{period}]",
            "who (talks|talked|writes|wrote|posts|posted) [the] most [in {room:sure}] [{period}]",
        ],
        ja: &[
            "{period}の(貢献者|コントリビューター|発言者)[<見せて>]",
            "{room:sure}[の|で|に][{period}[の|に|で]](貢献者|コントリビューター|参加者|発言者|メンバー)[の](トップ|上位|top)[{count}][人|名][<見せて>]",
            "{room:sure}(の|で)[{period}[の|に|で]](一番|最も|もっとも)[多く](発言|活動)し(た|ている)(人|の)[は[誰|だれ]]",
            "[{period}[の|に|で]](貢献者|コントリビューター|参加者|発言者|メンバー)[の](トップ|上位|top)[{count}][人|名][<見せて>]",
            "[{period}[の|に|で]](一番|もっとも|最も)(活発|アクティブ|活動的)(な|だった)(人|メンバー)[は[誰|だれ]|<見せて>]",
            "[{period}[の|に|で]](上位|トップ){count}[人|名][<見せて>]",
            "[{period}[の|に|で]](一番|最も|もっとも)[多く](発言|活動)し(た|ている)(人|の)[は[誰|だれ]]",
        ],
    },
    examples: Phrases {
        en: &["top 10 contributors this month", "who was most active last week?"],
        ja: &["今月の貢献者トップ10", "先週一番活発な人は誰？"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for TopPeople {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let period = ctx.period(call)?;
        let (from, until) = period.as_ref().map_or((None, None), |(_, p)| (p.from, p.until));
        let room = match call.arguments.contains_key("room") {
            true => Some(ctx.room(call, "room").await?),
            false => None,
        };
        let limit = ctx.limit(call, 10, 50);
        let zone = ctx.zone();
        let top = persons::top(
            &mut ctx.tx,
            Among { from, until, room: room.as_ref().map(|room| room.id) },
            zone.name(),
            limit,
        )
        .await?;
        let mut when = period.map_or_else(|| say!(lang, "all time", "全期間"), |(words, _)| words);
        if let Some(room) = &room {
            when = format!("{}  ·  {when}", room.label());
        }
        if top.is_empty() {
            return Ok(ctx
                .reply()
                .text(say!(lang, "Nobody did anything in that time.", "その期間の活動はありません。"))
                .into());
        }
        ctx.showed(top.iter().map(|ranked| vec![ranked.person.code()]).collect());
        let chart = Chart {
            title: say!(lang, "Most active people: {when}", "活動の多い人：{when}"),
            kind: ChartKind::Bars,
            unit: String::new(),
            labels: top.iter().map(|ranked| ranked.person.name.clone()).collect(),
            series: vec![Series {
                name: say!(lang, "activities", "アクティビティ"),
                values: top.iter().map(|ranked| ranked.activities as f64).collect(),
            }],
        };
        let rows = top
            .into_iter()
            .map(|ranked| {
                vec![
                    ranked.person.code().to_string(),
                    ranked.person.name,
                    ranked.person.organization.unwrap_or_default(),
                    count(ranked.activities),
                    count(ranked.messages),
                    count(ranked.days),
                ]
            })
            .collect();
        let columns = vec![
            Column::left(say!(lang, "Code", "コード")),
            Column::left(say!(lang, "Name", "名前")),
            Column::left(say!(lang, "Organization", "組織")),
            Column::right(say!(lang, "Activities", "アクティビティ")),
            Column::right(say!(lang, "Messages", "メッセージ")),
            Column::right(say!(lang, "Active days", "活動日数")),
        ];
        Ok(ctx.reply().chart(chart).table(columns, rows).into())
    }
}
