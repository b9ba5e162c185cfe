//! `top people`: who was most active.

use adapters::{Chart, ChartKind, Column, Series};
use async_trait::async_trait;
use crm::{
    access::Right,
    persons::{self, Among},
    scores::{self, Measure},
};
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop, scores::meant::measure_name,
};
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
        Argument {
            name: "by",
            kind: SlotKind::Choice(BY),
            required: false,
            about: words(
                "by activity (without saying), score or contribution",
                "並べ方。活動数（省略時）・スコア・貢献",
            ),
        },
    ],
    phrases: Phrases {
        en: &[
            "[<show>] [the] top [{count}] (people|contributors|members|developers|users|speakers) by {by}",
            "who (has|have) the (highest|best|top) {by}",
            "[<show>] [the] (people|members|developers) with the highest {by}",
            "[<show>] [the] top [{count}] (people|contributors|members|developers|users|speakers) [in {room:sure}] [{period}]",
            "[<show>] [the] top [{count}] (people|contributors|members|developers|users|speakers) [{period}] in {room:sure}",
            "[<show>] [the|our] top {count} [{period}]",
            "who (are|were) [the|our] top [{count}] (people|contributors|members|developers|users|speakers) [{period}]",
            "who (was|is|are|were|has been) [the] most active [people|members] [in {room:sure}] [{period}]",
            "[<show>] [the] most active (people|members|contributors) [in {room:sure}] [{period}]",
            "who (talks|talked|writes|wrote|posts|posted) [the] most [in {room:sure}] [{period}]",
        ],
        ja: &[
            "{by}[順|の順|順位](の|で)(上位|トップ|ランキング)[{count}][人|名][<見せて>]",
            "{by}が(高い|一番高い|最も高い)(人|開発者|メンバー)[(は[誰|だれ])|の一覧|{count}人][<見せて>]",
            "{by}の高い(人|開発者|メンバー)[(は[誰|だれ])|の一覧|{count}人][<見せて>]",
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
        en: &["top 10 contributors this month", "who was most active last week?", "top 5 people by score"],
        ja: &["今月の貢献者トップ10", "先週一番活発な人は誰？", "スコアの高い人は誰？"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

/// By what people are ranked.
const BY: nlp::understand::Choices = &[
    ("activity", &["activities", "activity count", "messages", "活動", "活動数", "活動量"]),
    (
        "score",
        &[
            "scores",
            "engagement",
            "engagement score",
            "スコア",
            "エンゲージメント",
            "エンゲージメントスコア",
            "熱量",
        ],
    ),
    ("contribution", &["contributions", "contribution score", "貢献", "貢献度", "貢献スコア"]),
];

#[async_trait]
impl Command for TopPeople {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        match call.arguments.get("by").map(String::as_str) {
            Some("score") => return by_score(ctx, call, Measure::Engagement).await,
            Some("contribution") => return by_score(ctx, call, Measure::Contribution).await,
            _ => {}
        }
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

/// Those with the highest scores as they stand now.
async fn by_score(ctx: &mut Context<'_>, call: &Call, measure: Measure) -> Outcome {
    let lang = ctx.lang;
    // typed: "top people by score"
    let room = call.arguments.get("room").is_some_and(|room| room != "by");
    if room || call.arguments.contains_key("period") {
        return Err(Stop::Refused(say!(
            lang,
            "A score is about now and about every room; it has no period and no room. Leave those out, or ask for the most active people instead.",
            "スコアは現時点・全ルームの値のため、期間やルームは指定できません。指定を外すか、「活動の多い人」でお尋ねください。"
        )));
    }
    scores::refresh(&mut ctx.tx, ctx.now.at).await?;
    let limit = ctx.limit(call, 10, 50);
    let top = scores::top(&mut ctx.tx, measure, limit, ctx.now.at.date_naive()).await?;
    if top.is_empty() {
        return Ok(ctx
            .reply()
            .text(say!(
                lang,
                "Nobody has a score yet: scores come with what people do, once something is recorded.",
                "まだスコアのある人はいません。活動が記録されると計算されます。"
            ))
            .into());
    }
    ctx.showed(top.iter().map(|it| vec![it.person.code()]).collect());
    let of = |it: &scores::Scored| match measure {
        Measure::Engagement => it.engagement,
        Measure::Contribution => it.contribution,
    };
    let name = measure_name(measure).of(lang);
    let chart = Chart {
        title: say!(lang, "Highest scores now: {name}", "現在のスコア上位：{name}"),
        kind: ChartKind::Bars,
        unit: String::new(),
        labels: top.iter().map(|it| it.person.name.clone()).collect(),
        series: vec![Series { name: name.to_owned(), values: top.iter().map(|it| of(it).round()).collect() }],
    };
    let rows = top
        .into_iter()
        .map(|it| {
            vec![
                it.person.code().to_string(),
                it.person.name,
                it.person.organization.unwrap_or_default(),
                format!("{:.0}", it.engagement),
                format!("{:.0}", it.contribution),
            ]
        })
        .collect();
    let columns = vec![
        Column::left(say!(lang, "Code", "コード")),
        Column::left(say!(lang, "Name", "名前")),
        Column::left(say!(lang, "Organization", "組織")),
        Column::right(measure_name(Measure::Engagement).of(lang)),
        Column::right(measure_name(Measure::Contribution).of(lang)),
    ];
    Ok(ctx.reply().chart(chart).table(columns, rows).into())
}
