//! `org show`: everything about an organization on one card.

use adapters::{Chart, ChartKind, Item, Series, markdown::escape};
use async_trait::async_trait;
use chrono::Datelike;
use crm::{
    access::Right,
    notes::Object,
    organizations::{self, Health, Member, Organization, Signs, State},
    tasks::About,
};
use nlp::{Lang, understand::SlotKind};

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, deals::block::deals_line, fields::own,
    notes::list::notes_block, tasks::block::tasks_block,
};
use crate::{
    say,
    words::{count, date, words},
};

/// The command.
pub(crate) struct OrgShow;

static SPEC: Spec = Spec {
    name: "org show",
    about: words("Everything about an organization on one card", "組織の情報をまとめて表示します"),
    arguments: &[Argument {
        name: "organization",
        kind: SlotKind::Organization,
        required: true,
        about: words("O-3, a name or a domain", "O-3、組織名、またはドメイン"),
    }],
    phrases: Phrases {
        en: &[
            "[<show> [about]|tell me about] [the] (organization|organisation|org|company|community) {organization}",
            "[<show> [about]|tell me about] {organization:sure}",
            "[<show>] [the] (profile|card|details|info) (of|for|on) [the] (organization|organisation|org|company) {organization}",
            "[<show>] [the] (profile|card|details|info) (of|for|on) {organization:sure}",
            "[<show>|what is] [the] (health|account health) (of|for|at) {organization}",
            "how healthy is {organization}",
            "how is {organization} doing",
        ],
        ja: &[
            "(会社|組織|企業|団体|コミュニティ){organization}(<見せて>|の(情報|詳細|プロフィール)[<見せて>])",
            "(会社|組織|企業|団体|コミュニティ){organization:code}",
            "{organization:sure}[の(情報|詳細|会社情報|企業情報|組織情報|プロフィール)][<見せて>]",
            "{organization}の(会社情報|企業情報|組織情報|健康状態|ヘルス|ヘルススコア)[は][<見せて>]",
            "{organization}(は|って)どんな(会社|組織|企業|団体|コミュニティ)",
            "{organization}という(会社|組織|企業|団体)[について]<見せて>",
        ],
    },
    examples: Phrases {
        en: &["org show O-3", "tell me about the company Aozora"],
        ja: &["青空システムズ社を見せて", "O-3の会社情報"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for OrgShow {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let (lang, zone) = (ctx.lang, ctx.zone());
        let organization = ctx.organization(call, "organization").await?;
        let card = organizations::card(&mut ctx.tx, organization.id).await?;
        let health = organizations::health(&mut ctx.tx, organization.id, ctx.now.at).await?;
        let code = organization.code();
        let reply = ctx.reply().heading(format!("{code} {}", organization.name)).fields([
            (
                say!(lang, "Also called", "別名"),
                organization.other_names().collect::<Vec<_>>().join(lang.pick(", ", "、")),
            ),
            (say!(lang, "Kind", "種別"), kind(&organization.kind, lang).to_owned()),
            (
                say!(lang, "Domain", "ドメイン"),
                organization.domains().collect::<Vec<_>>().join(lang.pick(", ", "、")),
            ),
            (say!(lang, "People now", "現在の知り合い"), count(card.now)),
            (
                say!(lang, "People before", "過去の知り合い"),
                if card.before == 0 { String::new() } else { count(card.before) },
            ),
            (say!(lang, "Their activities", "活動数"), count(card.activities)),
            (
                say!(lang, "Last seen", "最終活動"),
                card.last.map_or(String::new(), |at| date(lang, at.with_timezone(&zone).date_naive())),
            ),
            (say!(lang, "Health", "関係の状態"), health_in_words(lang, &health.signs)),
        ]);
        let mut reply = reply.fields(own::lines(ctx, organization.id.into()).await?);
        if health.months.iter().any(|(_, n)| *n > 0) {
            reply = reply.chart(over_time(lang, &health));
        }
        let reply = deals_line(ctx, reply, Some(organization.id), None).await?;
        let reply = if card.people.is_empty() {
            reply.text(say!(lang, "We know nobody there now.", "現在の知り合いはいません。"))
        } else {
            ctx.showed(card.people.iter().map(|member| vec![member.person.code()]).collect());
            reply.numbered(card.people.iter().map(item).collect())
        };
        let reply = tasks_block(ctx, reply, About::Organization(organization.id)).await?;
        let reply = notes_block(ctx, reply, Object::Organization(organization.id), code).await?;
        Ok(if card.now > card.people.len() as i64 {
            let shown = card.people.len();
            reply
                .text(say!(
                    lang,
                    "The {shown} seen last. Say “people at {code}” for everybody.",
                    "最近活動した{shown}人です。「{code}の知り合いは？」で全員をご覧いただけます。"
                ))
                .into()
        } else {
            reply.into()
        })
    }
}

/// What was done month by month.
fn over_time(lang: Lang, health: &Health) -> Chart {
    let label = |month: &chrono::NaiveDate| match lang {
        Lang::En => month.format("%b %Y").to_string(),
        Lang::Ja => format!("{}年{}月", month.year(), month.month()),
    };
    Chart {
        title: say!(lang, "Their activities by month", "月ごとの活動数"),
        kind: ChartKind::Line,
        unit: String::new(),
        labels: health.months.iter().map(|(month, _)| label(month)).collect(),
        series: vec![Series {
            name: say!(lang, "activities", "アクティビティ"),
            values: health.months.iter().map(|(_, n)| *n as f64).collect(),
        }],
    }
}

/// How the tie is, and what it is told by.
pub(crate) fn health_in_words(lang: Lang, signs: &Signs) -> String {
    let (lately, people) = (count(signs.lately), count(signs.people));
    let usual = format!("{:.0}", signs.usual());
    let days = count(signs.silent_days.unwrap_or_default());
    match signs.state() {
        State::Unknown => say!(lang, "unknown: nothing recorded yet", "不明：まだ活動の記録がありません"),
        State::New => say!(
            lang,
            "new: all {lately} activities are from the last 30 days",
            "新規：活動{lately}件はすべて直近30日のものです"
        ),
        State::Growing => say!(
            lang,
            "growing: {lately} activities by {people} people in the last 30 days, {usual} a month before",
            "活発化：直近30日に{people}人で{lately}件（それ以前は月平均{usual}件）"
        ),
        State::Steady => say!(
            lang,
            "steady: {lately} activities by {people} people in the last 30 days, {usual} a month before",
            "安定：直近30日に{people}人で{lately}件（それ以前は月平均{usual}件）"
        ),
        State::Cooling => say!(
            lang,
            "cooling: {lately} activities in the last 30 days, {usual} a month before; last seen {days} days ago",
            "低下：直近30日は{lately}件（それ以前は月平均{usual}件）、最終活動は{days}日前"
        ),
        State::Silent => {
            say!(lang, "silent: nothing for {days} days", "休眠：{days}日間活動がありません")
        }
    }
}

fn item(member: &Member) -> Item {
    let person = &member.person;
    let item = Item::new(format!("{} {}", person.code(), person.name));
    match member.role.as_deref().filter(|role| !role.is_empty()) {
        Some(role) => item.detail(role),
        None => item,
    }
}

/// An organization in a sentence, safe in small Markdown.
pub(crate) fn label(organization: &Organization) -> String {
    format!("{} {}", organization.code(), escape(&organization.name))
}

/// A stored kind, named for people.
pub(crate) fn kind(stored: &str, lang: Lang) -> &str {
    match stored {
        "company" => lang.pick("company", "企業"),
        "community" => lang.pick("community", "コミュニティ"),
        _ => stored,
    }
}
