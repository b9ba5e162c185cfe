//! `deal list`: deals by whose they are, how they stand, and whom they are with.

use adapters::Column;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use crm::{
    access::Right,
    deals::{self, Condition, Filter, Query, Which, stages},
    organizations,
    persons::Found,
    users,
};
use nlp::{
    Lang,
    understand::{Choices, SlotKind},
};

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop,
    deals::{
        filters,
        meant::{one_stage, stage_name},
    },
    organizations::find::{page, paged},
};
use crate::{
    say,
    words::{date, money, words},
};

/// The command.
pub(crate) struct DealList;

/// Deals in one answer.
const PAGE: i64 = 20;

/// Whose.
pub(crate) const WHOSE: Choices =
    &[("mine", &["my", "my own", "own", "私", "自分", "わたし", "僕", "担当中"])];

const WHICH: Choices = &[
    (
        "open",
        &[
            "active",
            "current",
            "ongoing",
            "running",
            "pending",
            "進行中",
            "オープン",
            "未決",
            "継続中",
            "商談中",
            "アクティブ",
        ],
    ),
    ("won", &["win", "closed won", "受注", "受注済み", "受注済", "受注した", "成約", "成約した"]),
    ("lost", &["lose", "closed lost", "失注", "失注済み", "失注済", "失注した"]),
    (
        "overdue",
        &["late", "past due", "期限切れ", "期限を過ぎた", "期日を過ぎた", "予定日を過ぎた", "遅れている"],
    ),
    ("all", &["every", "全部", "全て", "すべて", "全"]),
];

static SPEC: Spec = Spec {
    name: "deal list",
    about: words(
        "Deals: yours, open, won, lost, of a stage or an organization",
        "商談の一覧（自分・進行中・受注・失注・ステージ別など）",
    ),
    arguments: &[
        Argument {
            name: "whose",
            kind: SlotKind::Choice(WHOSE),
            required: false,
            about: words("mine: only yours", "自分の商談だけ"),
        },
        Argument {
            name: "which",
            kind: SlotKind::Choice(WHICH),
            required: false,
            about: words(
                "open (unless said), overdue, won, lost or all",
                "進行中（省略時）・期限切れ・受注・失注・すべて",
            ),
        },
        Argument {
            name: "organization",
            kind: SlotKind::Organization,
            required: false,
            about: words("with whom", "相手の組織"),
        },
        Argument {
            name: "stage",
            kind: SlotKind::Stage,
            required: false,
            about: words("of which stage", "ステージ"),
        },
        Argument {
            name: "owner",
            kind: SlotKind::User,
            required: false,
            about: words("whose: a name, or me", "担当者の名前、または「私」"),
        },
        Argument {
            name: "period",
            kind: SlotKind::Ahead,
            required: false,
            about: words(
                "expected to be decided then, or decided, of those won or lost: this month",
                "受注予定の期間（受注・失注した商談では決まった期間）。「今月」など",
            ),
        },
        Argument {
            name: "conditions",
            kind: SlotKind::Conditions,
            required: false,
            about: words(
                "words and conditions: stage: amount> owner: org:, a field of your own; - in front turns one round",
                "言葉と条件（ステージ: 金額> 担当: 組織:、独自項目。先頭の - で除外）",
            ),
        },
        Argument {
            name: "page",
            kind: SlotKind::Count,
            required: false,
            about: words("which page", "ページ番号"),
        },
    ],
    phrases: Phrases {
        en: &[
            "[<show>|list] [{which}|{whose}|{whose} {which}|all {whose}|all [the] {which}|the|our] (deals|opportunities)",
            "[<show>|list] [{which}|{whose}|{whose} {which}|the|our|all] (deals|opportunities) (with|at|for|of) {organization}",
            "[<show>|list] [{which}|{whose}|{whose} {which}|the|our|all] (deals|opportunities) (in|at) [the] [stage] {stage}",
            "(<show>|list|find) [{which}|{whose}|{whose} {which}|the|our|all] (deals|opportunities) [with|where|of] {conditions}",
            "[{which}|{whose}|{whose} {which}|the|our|all] (deals|opportunities) [that are|which are] {conditions}",
            "(what|which) (deals|opportunities) (are|is) {conditions}",
            "[<show>|list] {owner:sure}['s] [{which}] (deals|opportunities)",
            "[<show>|list] [the] [{which}] (deals|opportunities) (of|owned by|looked after by) {owner}",
            "[<show>|list] [the|our|all] (deals|opportunities) [that were|we] {which} [in|during] {period}",
            "[<show>|list] [the|our|all] {which} (deals|opportunities) [in|during|from] {period}",
            "(what|which) (deals|opportunities) (are|do we have|have we got) [{which}]",
            "(what|which) (deals|opportunities) (have|did) we {which}",
            "(what|which) (deals|opportunities) (have|did) we {which} [in] {period}",
            "(what|which) (deals|opportunities) (are mine|do i have|am i working on)",
            "[<show>|list] [{which}|{whose}|{whose} {which}|the|our|all] (deals|opportunities) [that are|that] (closing|due|to close|close|closes|expected|expected to close) [in] {period}",
            "(what|which) (deals|opportunities) (are closing|close|closes|will close|are due|are expected|are expected to close|should close) [in] {period}",
        ],
        ja: &[
            "[{whose}の|{which}の|{which}|{whose}の{which}の|{whose}の{which}](商談|案件)[の](一覧|リスト)[<見せて>]",
            "({whose}の|{which}の|{which}|{whose}の{which}の|{whose}の{which})(商談|案件)[<見せて>]",
            "(商談|案件)[を|の][全部|全て|すべて]<見せて>",
            "(商談|案件)[は]",
            "{organization}(の|との|とある)[{which}の|{which}](商談|案件)[の](一覧|リスト)[<見せて>]",
            "{organization:sure}(の|との|とある)[{which}の|{which}](商談|案件)[<見せて>]",
            "{organization}(の|との)[{which}の](商談|案件)[は][<見せて>]",
            "{stage}(ステージ|段階|フェーズ)の(商談|案件)[の][一覧|リスト][<見せて>]",
            "{owner:sure}(の|が担当の|が担当している|担当の)[{which}の|{which}](商談|案件)[の][一覧|リスト][<見せて>]",
            "{conditions}[の][{which}の|{which}](商談|案件)[の][一覧|リスト][<見せて>|<探して>|は[ある|あります][か]]",
            "(商談|案件)[を](探して|検索して|探す|検索) {conditions}",
            "どんな(商談|案件)が(ある|あります)[の]",
            "{period}[に|の]{which}(商談|案件)[の][一覧|リスト][は|<見せて>]",
            "{period}[に|中に|の](受注|クローズ|決着|決定)(予定|見込み|見込)の(商談|案件)[の][一覧|リスト][<見せて>]",
            "(受注|クローズ)(予定|見込み|見込)が{period}の(商談|案件)[の][一覧|リスト][<見せて>]",
            "{period}[に|中に](クローズする|決まる|決まりそうな|受注できそうな)(商談|案件)[の][一覧|リスト][<見せて>]",
        ],
    },
    examples: Phrases {
        en: &[
            "my open deals",
            "deals with Aozora",
            "deal list won",
            "deals closing this month",
            "deal list amount>5M -owner:me",
        ],
        ja: &[
            "私の商談一覧",
            "失注した商談の一覧",
            "青空システムズとの商談一覧",
            "今月クローズ予定の商談は？",
        ],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for DealList {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let stages = stages::all(&mut ctx.tx).await?;
        let filter = filter(ctx, call, &stages).await?;
        let said = call.arguments.get("conditions").map_or("", String::as_str);
        let wanted = filters::read(&mut ctx.reading(), said, &stages).await?;
        let mut filter = filter;
        if !call.arguments.contains_key("which") && asks_for_closed(&wanted, &stages) {
            filter.which = Which::All;
        }
        let page = page(call);
        let before = (page - 1).saturating_mul(PAGE);
        let (found, total) = deals::query(&mut ctx.tx, &filter, &wanted, PAGE, before).await?;
        if found.is_empty() {
            let narrowed = call.arguments.keys().any(|name| name != "page");
            return Ok(ctx
                .reply()
                .text(match (page, narrowed) {
                    (1, false) => say!(
                        lang,
                        "There are no open deals. “new deal Acme 2M JPY” makes one.",
                        "進行中の商談はありません。「Acmeに200万円の商談」で登録できます。"
                    ),
                    (1, true) => say!(
                        lang,
                        "No deal fits. “deal list all” shows every one.",
                        "当てはまる商談はありません。「すべての商談一覧」で全件をご覧いただけます。"
                    ),
                    _ => say!(lang, "There is no page {page}.", "{page}ページ目はありません。"),
                })
                .into());
        }
        ctx.showed(found.iter().map(|deal| vec![deal.code()]).collect());
        let today = ctx.now.today();
        let rows = found
            .iter()
            .map(|deal| {
                let late = deal.closed_at.is_none() && deal.closes_on.is_some_and(|day| day < today);
                // in front: the end of a narrow column is cut
                let mark = if late { lang.pick("past ", "経過 ") } else { "" };
                vec![
                    deal.code().to_string(),
                    deal.name.clone(),
                    deal.organization.clone().or_else(|| deal.person.clone()).unwrap_or_default(),
                    stage_name(&stages, &deal.stage, lang),
                    money(lang, deal.amount, &deal.currency),
                    deal.closes_on.map_or(String::new(), |day| format!("{mark}{}", date(lang, day))),
                    deal.owner.clone().unwrap_or_default(),
                ]
            })
            .collect();
        let columns = vec![
            Column::left(say!(lang, "Code", "コード")),
            Column::left(say!(lang, "Deal", "商談")),
            Column::left(say!(lang, "With", "相手")),
            Column::left(say!(lang, "Stage", "ステージ")),
            Column::right(say!(lang, "Amount", "金額")),
            Column::left(say!(lang, "Expected", "受注予定")),
            Column::left(say!(lang, "Owner", "担当")),
        ];
        let reply = ctx.reply().table(columns, rows);
        Ok(paged(ctx, reply, call, (page, PAGE, total)).into())
    }
}

/// Is a stage asked for in which deals end?
fn asks_for_closed(wanted: &Query, stages: &[stages::Stage]) -> bool {
    wanted.filters.iter().filter(|filter| !filter.not).flat_map(|filter| &filter.any).any(|is| match is {
        Condition::Stages(keys) => keys.iter().any(|key| stages::ends(stages, key)),
        _ => false,
    })
}

/// Which deals are asked for. A stage in which deals end asks for those that ended.
pub(crate) async fn filter(ctx: &mut Context<'_>, call: &Call, stages: &[stages::Stage]) -> Outcome<Filter> {
    let argument = |name: &str| call.arguments.get(name).map(String::as_str);
    let said = argument("which").unwrap_or("open");
    let which = match WHICH.iter().find(|(word, all)| *word == said || all.contains(&said)) {
        Some(("won", _)) => Which::Won,
        Some(("lost", _)) => Which::Lost,
        Some(("all", _)) => Which::All,
        Some(_) => Which::Open,
        None => {
            return Err(Stop::Refused(say!(
                ctx.lang,
                "“{said}” is none of: open, overdue, won, lost, all.",
                "「{said}」は指定できません。進行中・期限切れ・受注・失注・すべて から選んでください。"
            )));
        }
    };
    let mut filter = Filter { which, ..Filter::default() };
    if WHICH.iter().any(|(word, all)| *word == "overdue" && (said == "overdue" || all.contains(&said))) {
        filter.closes_until = Some(ctx.now.today());
    }
    if argument("whose").is_some() {
        filter.owner = ctx.tx.actor().user_id();
    }
    if argument("owner").is_some() {
        filter.owner = Some(ctx.staff(call, "owner").await?);
    }
    // "deals of Claire": of one of us, where no organization is called so
    if let Some(words) = argument("organization")
        && let Found::None(_) = organizations::refer(&mut ctx.tx, words).await?
        && let Found::One(user) = users::refer(&mut ctx.tx, words).await?
    {
        filter.owner = Some(user.id);
    } else if argument("organization").is_some() {
        filter.organization = Some(ctx.organization(call, "organization").await?.id);
    }
    if let Some(words) = argument("stage") {
        let stage = one_stage(ctx, call, "stage", words, stages)?;
        if !stage.is_open() {
            filter.which = Which::All;
        }
        filter.stage = Some(stage.key);
    }
    // what is won or lost lies behind, what is expected ahead
    let ended = filter.stage.as_ref().is_some_and(|key| stages::ends(stages, key));
    let decided = ended || matches!(which, Which::Won | Which::Lost);
    if let Some((_, period)) = if decided { ctx.period(call)? } else { ctx.period_ahead(call)? } {
        let day = |at: DateTime<Utc>| at.with_timezone(&ctx.zone()).date_naive();
        if decided {
            (filter.decided_from, filter.decided_until) = (period.from, period.until);
        } else {
            let until = period.until.map(day);
            filter.closes_from = period.from.map(day);
            filter.closes_until = [filter.closes_until, until].into_iter().flatten().min();
        }
    }
    Ok(filter)
}

/// What a stage is called for this reader.
pub(crate) fn named(stage: &stages::Stage, lang: Lang) -> String {
    stage.name_in(lang == Lang::Ja).to_owned()
}
