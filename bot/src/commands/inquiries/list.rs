//! `inquiries`: what customers ask about, by kind.

use adapters::{Chart, ChartKind, Column, Item, Series};
use async_trait::async_trait;
use chrono::TimeDelta;
use crm::{access::Right, inquiries};
use nlp::{inquiry::Kinds, period::Period, understand::SlotKind};

use super::kinds::Known;
use crate::commands::{Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec};
use crate::{
    say,
    words::{count, day_and_time, excerpt, message_path, words},
};

/// The command.
pub(crate) struct Inquiries;

/// Without a period: so many days.
const USUAL_DAYS: i64 = 30;
/// More messages than this are too many to read at once; the latest are taken.
const MOST: i64 = 10_000;
/// Examples that are learned from.
const EXAMPLES: i64 = 2_000;
/// Characters of a line.
const LINE: usize = 160;

static SPEC: Spec = Spec {
    name: "inquiries",
    about: words("What customers ask about, by kind", "顧客からの問い合わせを種類別に表示します"),
    arguments: &[
        Argument {
            name: "period",
            kind: SlotKind::Period,
            required: false,
            about: words(
                "such as “this month”; the last 30 days without",
                "「今月」など。省略すると最近30日間",
            ),
        },
        Argument {
            name: "count",
            kind: SlotKind::Count,
            required: false,
            about: words("how many of the newest, up to 50", "新しい順の件数（50まで）"),
        },
        Argument {
            name: "kind",
            kind: SlotKind::Words,
            required: false,
            about: words(
                "of one kind only: billing, or one of your own",
                "種類で絞り込み（請求、独自の種類など）",
            ),
        },
    ],
    phrases: Phrases {
        en: &[
            "[<show>|list] [me] [the] [all|recent|latest|new|our] [customer] inquiries [by (category|kind|type)] [{period}]",
            "[<show>|list] [me] [the] [newest|latest|last] {count} inquiries [{period}]",
            "what (do|did) customers (ask|ask about|ask for|complain about) [{period}]",
            "inquiry (categories|kinds) {period}",
            "[<show>|list] [me] [the] [customer] inquiries (about|on|of kind|of the kind) {kind} [{period}]",
            "[<show>|list] [me] [the] [all] {kind} inquiries [{period}]",
        ],
        ja: &[
            "[{period}の][最近の|新しい|すべての|全部の][顧客[から]の](問い合わせ|問合せ|お問い合わせ)[の(内訳|分類|一覧|カテゴリ)][を|は][{count}件][<見せて>]",
            "[{period}の]{kind}(に関する|についての|関連の)(問い合わせ|問合せ|お問い合わせ)[の(内訳|一覧)][を|は][{count}件][<見せて>]",
            "[{period}の]{kind}の(問い合わせ|問合せ|お問い合わせ)[の(内訳|一覧)][を|は][{count}件][<見せて>]",
            "[{period}の](問い合わせ|問合せ|お問い合わせ)のうち{kind}[のもの][を|は][{count}件][<見せて>]",
            "[{period}に](顧客|お客様|お客さん)は(何|なに)を(問い合わせて|聞いて)(いる|いた|いますか)",
        ],
    },
    examples: Phrases {
        en: &["inquiries this month", "what do customers ask about?", "inquiries about billing"],
        ja: &["今月の問い合わせの内訳", "お問い合わせの分類を見せて", "請求に関する問い合わせを見せて"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for Inquiries {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let (heading, period) = match ctx.period(call)? {
            Some((words, period)) => (say!(lang, "Inquiries  ·  {words}", "問い合わせ  ·  {words}"), period),
            None => {
                let from = ctx.now.at.checked_sub_signed(TimeDelta::days(USUAL_DAYS));
                let heading =
                    say!(lang, "Inquiries  ·  last {USUAL_DAYS} days", "問い合わせ  ·  直近{USUAL_DAYS}日");
                (heading, Period { from, until: None })
            }
        };
        let said = inquiries::messages(&mut ctx.tx, period.from, period.until, MOST).await?;
        if said.is_empty() {
            return Ok(ctx
                .reply()
                .text(say!(
                    lang,
                    "No customer wrote anything then. Customers are persons with “relationship=customer”; any message can be made an inquiry: “this is billing” or “inquiry set A-881 billing”.",
                    "この期間に顧客からの発言はありません。「関係」が顧客の人の発言が対象です。「A-881は請求の問い合わせ」のように、任意のメッセージを問い合わせとして登録することもできます。"
                ))
                .into());
        }
        let known = Known::of(ctx).await?;
        let wanted = match call.arguments.get("kind") {
            Some(words) => Some(known.meant(lang, words)?),
            None => None,
        };
        let examples = inquiries::examples(&mut ctx.tx, EXAMPLES).await?;
        // CPU only: not on the threads that answer requests
        let kinds: Vec<Option<String>> = tokio::task::block_in_place(|| {
            let examples = examples.iter().map(|it| (it.text.as_str(), it.category.as_str()));
            let learned = Kinds::learned(known.kinds().to_vec(), examples);
            let read = |text: &str| learned.kind(text).map(|(kind, _)| kind.to_owned());
            // what was taught under a kind that is gone is read like the rest
            let taught = |it: &inquiries::Inquiry| it.taught.clone().filter(|key| known.has(key));
            said.iter().map(|it| taught(it).or_else(|| read(&it.text))).collect()
        });
        let order = known.kinds().iter().map(|kind| Some(kind.key.as_str())).chain([None]);
        let mut figures: Vec<(String, usize)> = order
            .map(|kind| (known.name(lang, kind), kinds.iter().filter(|of| of.as_deref() == kind).count()))
            .filter(|(name, n)| {
                *n > 0 && wanted.as_deref().is_none_or(|key| *name == known.name(lang, Some(key)))
            })
            .collect();
        figures.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let limit = usize::try_from(ctx.limit(call, 5, 50)).unwrap_or(5);
        let fits = |place: &usize| wanted.is_none() || kinds[*place] == wanted;
        let newest: Vec<usize> = (0..said.len()).rev().filter(fits).take(limit).collect();
        if newest.is_empty() {
            let kind = known.name(lang, wanted.as_deref());
            return Ok(ctx
                .reply()
                .text(say!(
                    lang,
                    "Nobody asked about {kind} then. “inquiries” shows every kind; a longer period may help.",
                    "この期間に「{kind}」の問い合わせはありません。「問い合わせの内訳」ですべての種類をご覧いただけます。期間を広げてもお試しください。"
                ))
                .into());
        }
        ctx.showed(newest.iter().map(|place| vec![said[*place].code()]).collect());
        let items = newest
            .iter()
            .map(|place| {
                let (it, kind) = (&said[*place], known.name(lang, kinds[*place].as_deref()));
                let when = day_and_time(lang, it.at, ctx.zone());
                Item::new(format!("{kind}: {}", excerpt(&it.text, LINE)))
                    .detail(format!("{}  ·  {when}  ·  {}", it.author, it.conversation))
                    .link(it.code().to_string(), message_path(it.code()))
            })
            .collect();
        let shown = |n: usize| count(i64::try_from(n).unwrap_or(i64::MAX));
        let reply = ctx
            .reply()
            .heading(heading)
            .chart(Chart {
                title: say!(lang, "Messages by kind", "種類別の件数"),
                kind: ChartKind::Bars,
                unit: String::new(),
                labels: figures.iter().map(|(kind, _)| kind.clone()).collect(),
                series: vec![Series {
                    name: String::new(),
                    values: figures.iter().map(|(_, n)| *n as f64).collect(),
                }],
            })
            .table(
                vec![Column::left(say!(lang, "Kind", "種類")), Column::right(say!(lang, "Messages", "件数"))],
                figures.iter().map(|(kind, n)| vec![kind.clone(), shown(*n)]).collect(),
            )
            .numbered(items)
            .text(say!(
                lang,
                "The newest are listed. Wrong kind? Say “A-881 is a billing inquiry”, or “these are billing” for all of them; others like them follow. Kinds of your own: “inquiry kind add Shipping”.",
                "新しい順に表示しています。種類が違う場合は「A-881は請求の問い合わせ」、まとめて直すには「これらは請求の問い合わせ」のように教えてください。似たメッセージにも反映されます。独自の種類は「問い合わせの種類に配送を追加」で増やせます。"
            ));
        Ok(reply.into())
    }
}
