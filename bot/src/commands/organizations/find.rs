//! `org find`: organizations by words in their name or domain.

use adapters::Column;
use async_trait::async_trait;
use crm::{
    access::Right,
    organizations::{self, Listed},
};
use nlp::understand::SlotKind;

use crate::commands::{
    Argument, Call, Command, Context, Effect, Outcome, Phrases, Spec, Stop, near_misses,
    organizations::filters, organizations::show::kind,
};
use crate::{
    say,
    words::{count, words},
};

/// The command.
pub(crate) struct OrgFind;

/// Lines in one answer.
const PAGE: i64 = 20;

static SPEC: Spec = Spec {
    name: "org find",
    about: words("Organizations by words in name or domain", "名前やドメインの言葉で組織を探します"),
    arguments: &[
        Argument {
            name: "words",
            kind: SlotKind::Words,
            required: false,
            about: words(
                "words and conditions: domain: kind: people>5 seen<30d has:, a field of your own; without them, every one",
                "言葉と条件（ドメイン: 種別: 人数>5 最終接触<30日 あり:、独自項目）。省略するとすべて",
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
            "<find> [the] (companies|organizations|organisations|orgs|communities) [named|called|in|with|about|for|like] {words}",
            "<find> [a|an|the] (company|organization|organisation|org|community) (named|called|like|with) {words}",
            "(find|search|look for) [a|an|the] (company|organization|organisation|org) {words}",
            "[<show>|list] [all] [the|our] (companies|organizations|organisations|orgs|communities)",
            "(what|which) (companies|organizations|organisations) (do we know|are there)",
            "[<show>|list|<find>] [all] [the|our] (companies|organizations|organisations|orgs|communities) [that are|that|which are|which|who] {words:sure}",
            "(what|which) (companies|organizations|organisations|communities) [are|have] {words:sure}",
        ],
        ja: &[
            "{words}の(会社|企業|組織|団体)<探して>",
            "{words:sure}[の](会社|企業|組織|団体|取引先)[[の](一覧|リスト)[を]|を][<探して>|<見せて>|は[(どこ)][ですか]]",
            "(組織|企業|取引先)[は]",
            "{words}という(会社|企業|組織|団体)を(探して|検索して|検索)",
            "名前に{words}が(入る|含まれる|ある|入った)(会社|企業|組織|団体)<探して>",
            "(会社|企業|組織|団体)を(検索|探して|検索して) {words}",
            "(会社|企業|組織|団体)を{words}で(検索|探して|検索して)",
            "(会社|企業|組織|団体)[の](一覧|リスト)[<見せて>]",
        ],
    },
    examples: Phrases {
        en: &["find companies like aozora", "list all organizations", "org find kind:community people>5"],
        ja: &["名前に「システム」が入る会社を探して", "組織の一覧"],
    },
    right: Right::ReadCrm,
    effect: Effect::Read,
};

#[async_trait]
impl Command for OrgFind {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    async fn run(&self, ctx: &mut Context<'_>, call: &Call) -> Outcome {
        let lang = ctx.lang;
        let words = call.arguments.get("words").cloned().unwrap_or_default();
        let page = page(call);
        let (found, total) = found(ctx, &words, PAGE, (page - 1).saturating_mul(PAGE)).await?;
        if found.is_empty() {
            if page == 1 && filters::read(&mut ctx.reading(), &words).await?.filters.is_empty() {
                near_misses::companies(ctx, &words).await?;
            }
            return Err(Stop::Refused(match (page, words.is_empty()) {
                (1, true) => say!(
                    lang,
                    "There are no organizations yet. Say “add company” and a name to add one.",
                    "組織はまだありません。「会社〇〇を追加」と言うと登録できます。"
                ),
                (1, false) => say!(
                    lang,
                    "I found no organization with “{words}”. Try fewer words or another spelling.",
                    "「{words}」に当てはまる組織は見つかりませんでした。言葉を減らすか、別の表記でお試しください。"
                ),
                _ => say!(lang, "There is no page {page}.", "{page}ページ目はありません。"),
            }));
        }
        ctx.showed(found.iter().map(|listed| vec![listed.organization.code()]).collect());
        let rows = found
            .iter()
            .map(|listed| {
                let organization = &listed.organization;
                vec![
                    organization.code().to_string(),
                    organization.name.clone(),
                    organization.domain.clone().unwrap_or_default(),
                    kind(&organization.kind, lang).to_owned(),
                    count(listed.people),
                ]
            })
            .collect();
        let reply = ctx.reply().table(
            vec![
                Column::left(say!(lang, "Code", "コード")),
                Column::left(say!(lang, "Name", "名前")),
                Column::left(say!(lang, "Domain", "ドメイン")),
                Column::left(say!(lang, "Kind", "種別")),
                Column::right(say!(lang, "People", "人数")),
            ],
            rows,
        );
        Ok(paged(ctx, reply, call, (page, PAGE, total)).into())
    }
}

/// A part of those whom words and conditions fit, those where most people are known first, and how many they are in
/// all. No words: every one.
pub(crate) async fn found(
    ctx: &mut Context<'_>,
    words: &str,
    limit: i64,
    before: i64,
) -> Outcome<(Vec<Listed>, i64)> {
    let wanted = filters::read(&mut ctx.reading(), words).await?;
    Ok(organizations::query(&mut ctx.tx, &wanted, limit, before).await?)
}

/// Which page was asked for, from 1.
pub(crate) fn page(call: &Call) -> i64 {
    call.arguments.get("page").and_then(|n| n.parse().ok()).unwrap_or(1).clamp(1, 1_000_000)
}

/// Says which part of the whole a page is, and how to see the next.
pub(crate) fn paged(
    ctx: &mut Context<'_>,
    reply: adapters::Reply,
    call: &Call,
    (page, size, total): (i64, i64, i64),
) -> adapters::Reply {
    if total <= size {
        return reply;
    }
    let lang = ctx.lang;
    let last = page.saturating_mul(size).min(total);
    if last < total {
        let mut next = call.clone();
        next.arguments.insert("page".to_owned(), (page + 1).to_string());
        ctx.more(next);
    }
    let (from, last, total) = (count((page - 1) * size + 1), count(last), count(total));
    reply.text(say!(lang, "{from}–{last} of {total}.", "{total}件中 {from}〜{last}件目です。"))
}
