//! `person timeline`: what a person did, on every account, latest first.

use adapters::Item;
use async_trait::async_trait;
use crm::{
    access::Right,
    persons::{self, Page},
};
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec,
    organizations::find::{page, paged},
};
use crate::{
    say,
    words::{actions, day_and_time, excerpt, message_path, words},
};

/// The command.
pub(crate) struct PersonTimeline;

static SPEC: Spec = Spec {
    name: "person timeline",
    about: words("What a person did, latest first", "人の行動履歴を新しい順に表示します"),
    arguments: &[
        Argument {
            name: "person",
            kind: SlotKind::Person,
            required: true,
            about: words(
                "P-12, @handle, an e-mail address or a name",
                "P-12、@ハンドル、メールアドレス、または名前",
            ),
        },
        Argument {
            name: "period",
            kind: SlotKind::Period,
            required: false,
            about: words("such as “since May” or “last 30 days”", "「5月以降」「直近30日」など"),
        },
        Argument {
            name: "count",
            kind: SlotKind::Count,
            required: false,
            about: words("how many lines, up to 100", "表示件数（100まで）"),
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
            "[<show>] [the] (timeline|history|activity|activities) (of|for) {person} [{period}]",
            "[<show>] [the] (last|latest) {count} (activities|entries|events|lines) (of|for) [the timeline of] {person}",
            "[<show>] [the] (timeline|history) (of|for) {person}[,] {count} (lines|entries)",
            "[<show>] {person:sure} (timeline|history|activity) [{period}]",
            "[<show>] {person}'s (timeline|history|activity) [{period}]",
            "what (did|has) {person} (do|done|say|said|been doing|been up to) [{period}]",
        ],
        ja: &[
            "{person}の[{period}の](履歴|タイムライン|活動|行動|活動履歴|行動履歴)[<見せて>]",
            "{person}(は|って){period}[に]何(をした|した|をしていた|してた)",
            "{person}(は|って)何(をした|した|をしていた|してた)",
            "{person}の(履歴|タイムライン)[ ]{period}",
            "{person}の(履歴|タイムライン|活動履歴|行動履歴)を{count}件[<見せて>]",
            "{person:sure}[の|は][{period}の](動き|足取り|やり取り|経緯)[を][時系列で][<見せて>]",
        ],
    },
    examples: Phrases {
        en: &["timeline of P-12 since May", "person timeline P-12"],
        ja: &["P-12の5月以降の履歴", "田中さんの活動履歴を見せて"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for PersonTimeline {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let (lang, zone) = (ctx.lang, ctx.zone());
        let person = ctx.person(call, "person").await?;
        let period = ctx.period(call)?.map(|(_, period)| period);
        let (page, limit) = (page(call), ctx.limit(call, 15, 100));
        let part = Page {
            from: period.and_then(|p| p.from),
            until: period.and_then(|p| p.until),
            limit,
            offset: (page - 1).saturating_mul(limit),
        };
        let entries = persons::timeline(&mut ctx.tx, person.id, part).await?;
        let total = persons::timeline_length(&mut ctx.tx, person.id, part).await?;
        let reply = ctx.reply().heading(format!("{} {}", person.code(), person.name));
        if entries.is_empty() {
            return Ok(reply
                .text(say!(lang, "Nothing recorded in that time.", "その期間の記録はありません。"))
                .into());
        }
        let items = entries
            .iter()
            .map(|entry| {
                let verb = actions::action_once(&entry.action, lang);
                let what = match &entry.text {
                    Some(text) => excerpt(text, 160),
                    None => verb.to_owned(),
                };
                let where_ = [
                    entry.provider.as_deref().map(|provider| actions::platform(provider, lang)),
                    entry.conversation.as_deref(),
                    entry.campaign.as_deref(),
                ];
                let mut detail = vec![day_and_time(lang, entry.occurred_at, zone)];
                detail
                    .extend(entry.delivery.as_deref().map(|state| actions::delivery(state, lang).to_owned()));
                detail.extend(where_.into_iter().flatten().map(str::to_owned));
                Item::new(what)
                    .detail(detail.join("  ·  "))
                    .link(entry.code().to_string(), message_path(entry.code()))
            })
            .collect();
        // the next page is of this person, whatever "it" means by then
        ctx.showed(entries.iter().map(|entry| vec![entry.code()]).collect());
        let mut pinned = call.clone();
        pinned.arguments.insert("person".to_owned(), person.code().to_string());
        Ok(paged(ctx, reply.list(items), &pinned, (page, limit, total)).into())
    }
}
